//! The style of the report page and of other pages that look like it.

use crate::report::{palette, policy};
use crate::rules::ruleset::Grade;

/// The style, with the colours of the classes before it.
pub fn style() -> String {
    let mut style = String::from(":root {");
    for class in Grade::ALL {
        let palette::Colours { solid, tint, ink } = palette::of(class);
        for (name, colour) in [("solid", solid), ("tint", tint), ("ink", ink)] {
            style.push_str(&format!(" --{}-{name}: {};", class.id(), palette::css(colour)));
        }
    }
    style + " }\n" + &policy::bare_lines(include_str!("page.css"))
}
