//! The one style sheet of the pages, with the colours of the classes, and the policy that allows it alone.
//!
//! What always holds: a browser takes this style by its hash and nothing else: no script, picture, font or address.
//! Deliberately absent: how much fits on a page (`fit`, which knows the measures that stand in `page.css`).

use super::words::letter;
use crate::report::palette;
use crate::report::policy::{bare_lines, policy};
use crate::rules::ruleset::Grade;

/// The style sheet and the policy.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// What stands in `<style>`
    pub css: String,
    /// What stands in `Content-Security-Policy`
    pub policy: String,
}

impl Style {
    pub fn new() -> Style {
        let mut css = String::new();
        for class in Grade::ALL {
            let colours = palette::of(class);
            let [solid, tint, ink] = [colours.solid, colours.tint, colours.ink].map(palette::css);
            css += &format!(".{}{{--solid:{solid};--tint:{tint};--ink:{ink}}}\n", letter(class));
        }
        css += &bare_lines(include_str!("page.css"));
        Style { policy: policy(&css, None), css }
    }
}
