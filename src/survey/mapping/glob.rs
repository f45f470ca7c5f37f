//! Names with `*` (anything) and `?` (one character).
//!
//! What always holds: names are compared in NFKC and without case, as people type them; time is bounded by the product
//! of the lengths. Deliberately absent: classes, alternatives, `**`: `*` goes over `/` too.

use unicode_normalization::UnicodeNormalization;

/// Whether a name is one that the pattern means.
pub fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (folded(pattern), folded(name));
    // What comes after the last `*` met, and how much of the name that `*` has taken.
    let mut back: Option<(usize, usize)> = None;
    let (mut p, mut n) = (0, 0);
    while let Some(c) = name.get(n) {
        match pattern.get(p) {
            Some('*') => {
                back = Some((p + 1, n));
                p += 1;
            }
            Some(wanted) if *wanted == '?' || wanted == c => (p, n) = (p + 1, n + 1),
            _ => match back {
                Some((after, taken)) => {
                    (p, n) = (after, taken + 1);
                    back = Some((after, taken + 1));
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}

fn folded(text: &str) -> Vec<char> {
    text.nfkc().flat_map(char::to_lowercase).map(|c| if c == '\\' { '/' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, name) in [
            ("甲*.xlsx", "甲小区.xlsx"),
            ("甲*.xlsx", "甲.XLSX"),
            ("*", ""),
            ("?月.csv", "９月.csv"),
            ("*村*表*", "上钢三村调查表（2）"),
            ("a*b*c", "abbbcbc"),
            ("一街道\\*.xlsx", "一街道/三村/甲.xlsx"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("甲*.xlsx", "乙.xlsx"), ("?月", "10月"), ("", "x"), ("a*b*c", "abbb"), ("甲", "甲乙")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        assert!(!matches(&"*a".repeat(2000), &"a".repeat(1500)));
    }
}
