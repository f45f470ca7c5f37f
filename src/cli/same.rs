//! `liftfit check A B --same`: do these two rule sets decide alike? Without a survey.
//!
//! With one rules file and `--set`, the rules are held against themselves so changed. Exit status: 0 where every exactly
//! known unit is of the same class, 1 where a unit shows that not, 3 where it was not decided.

use super::names_apart::names_of;
use super::screen::Screen;
use super::{DONE, FAILED, Failure, PARTLY, WRONG, used_rules};
use crate::lang::Text;
use crate::report::study::sameness::Told;
use crate::report::study::sameness_json;
use crate::study::same::{Answer, same};
use crate::text;
use std::path::Path;

/// Holds the two against each other.
pub fn run(given: &[String], sets: &[(String, String)], json: bool, screen: &Screen) -> Result<u8, Failure> {
    let (names, pair) = match given {
        [one] if !sets.is_empty() => {
            let changes: Vec<String> = sets.iter().map(|(param, value)| format!("{param}={value}")).collect();
            let changed = format!("{one} {}", changes.join(" "));
            ([one.clone(), changed], [(one, &[][..]), (one, sets)])
        }
        [one, other] if sets.is_empty() => {
            (names_of([Path::new(one), Path::new(other)]), [(one, &[][..]), (other, &[][..])])
        }
        _ => {
            return Err(Failure::new(
                WRONG,
                text!("--same 要两套规则，或一套规则加 --set", "`--same` takes two rule sets, or one and `--set`"),
                Some(text!(
                    "例如 liftfit check shanghai 我的规则.toml --same",
                    "as in liftfit check shanghai mine.toml --same"
                )),
            ));
        }
    };
    let [a, b] = pair.map(|(given, sets)| used_rules::load(given, sets, false, &Screen { quiet: true, ..*screen }));
    let ((a, _), (b, _)) = (a?, b?);
    let same = same(&a, &b).map_err(|differences| unlike(&names, &differences))?;
    let told = Told { same: &same, names: &names, lang: screen.lang };
    match json {
        true => screen.json(&sameness_json::document(&told))?,
        false => screen.data(&told.text())?,
    }
    Ok(match same.classes {
        Answer::Same { .. } => DONE,
        Answer::Differs(_) => FAILED,
        Answer::NotDecided => PARTLY,
    })
}

fn unlike([a, b]: &[String; 2], differences: &[Text]) -> Failure {
    let all = |get: fn(&Text) -> &str, by: &str| differences.iter().take(8).map(get).collect::<Vec<_>>().join(by);
    let (zh, en) = (all(|text| &text.zh, "；"), all(|text| &text.en, "; "));
    Failure::new(
        WRONG,
        text!(
            "`{a}` 和 `{b}` 的字段表不同，看到的单元就不同，不能比较：{zh}",
            "`{a}` and `{b}` have different dictionaries and do not see the same units: {en}"
        ),
        Some(text!("让两套规则用同一份字段表（fields = …）", "let both use one dictionary (`fields = …`)")),
    )
}
