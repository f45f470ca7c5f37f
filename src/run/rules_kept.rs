//! `run/rules/`: every rules file that was read, whole, under a name that is safe on every system.
//!
//! What always holds: the files stand in the order they were read, the one named first; their names as people know
//! them are in `run.json`, beside their hashes.

use crate::rules::ruleset::RulesFile;

/// Where a run keeps the rules files, in their order: `run/rules/01-shanghai.toml`.
pub fn kept_names(files: &[RulesFile]) -> Vec<String> {
    files.iter().enumerate().map(|(at, file)| format!("run/rules/{:02}-{}.toml", at + 1, safe(&file.name))).collect()
}

/// Where a run keeps the mapping file, beside the rules.
pub fn kept_mapping(file: &RulesFile) -> String {
    format!("run/rules/mapping-{}.toml", safe(&file.name))
}

/// The last part of a name, with only letters, digits and `-` `_` `.` in it. The number before it keeps it apart
/// from the others and from names that Windows reserves.
fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let last = last.split(" (").next().unwrap_or(last);
    let last = last.strip_suffix(".toml").unwrap_or(last);
    let safe = last.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' });
    // Enough for any name worth recognising, and short enough for every file system.
    safe.take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_never_clash() {
        let file = |name: &str| RulesFile { name: name.into(), text: "".into(), hash: String::new() };
        let files = [file("规则/a.toml"), file("b/a.toml"), file("shanghai (built in)"), file("..\\con:?.toml")];
        let names = kept_names(&files);
        assert_eq!(names[0], "run/rules/01-a.toml");
        assert_eq!(names[1], "run/rules/02-a.toml");
        assert_eq!(names[2], "run/rules/03-shanghai.toml");
        assert_eq!(names[3], "run/rules/04-con__.toml");
    }
}
