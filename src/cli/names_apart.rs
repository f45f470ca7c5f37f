//! What files and folders are called beside one another: by the last part of their paths, and by as many parts before it as
//! it takes to tell them apart.
//!
//! What always holds: different ones have different names. Most runs are in a folder `结果`, and many rules in `rules.toml`.

use crate::run::folder::Place;
use std::path::{Component, Path, PathBuf};

/// The names of two folders.
pub fn names_of(folders: [&Path; 2]) -> [String; 2] {
    // As many names as folders.
    names_apart(&folders).try_into().unwrap_or_default()
}

/// The names of several.
pub fn names_apart(paths: &[&Path]) -> Vec<String> {
    // A path that cannot be made out is named as it was typed.
    let real = |path: &&Path| Place::new(path).map_or_else(|_| path.to_path_buf(), |place| place.out);
    let paths: Vec<PathBuf> = paths.iter().map(real).collect();
    let parts = |path: &PathBuf| {
        let parts = path.components().filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            _ => None,
        });
        parts.collect::<Vec<_>>()
    };
    let parts: Vec<Vec<String>> = paths.iter().map(parts).collect();
    let last = |at: usize, count: usize| {
        let parts = parts.get(at).map_or(&[][..], Vec::as_slice);
        parts.get(parts.len().saturating_sub(count)..).unwrap_or_default().join("/")
    };
    let name = |(at, path): (usize, &PathBuf)| {
        let taken = |count: usize| {
            paths.iter().enumerate().any(|(other, there)| there != path && last(other, count) == last(at, count))
        };
        let longest = path.components().count();
        last(at, (1..longest).find(|&count| !taken(count)).unwrap_or(longest))
    };
    paths.iter().enumerate().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_parts_as_it_takes() {
        let names = |first: &str, second: &str| names_of([Path::new(first), Path::new(second)]);
        assert_eq!(names("历次/一月", "历次/二月/"), ["一月", "二月"]);
        assert_eq!(names("一月/结果", "./二月/结果"), ["一月/结果", "二月/结果"]);
        assert_eq!(names("甲/一月/结果", "乙/一月/结果"), ["甲/一月/结果", "乙/一月/结果"]);
        let several = ["甲/rules.toml", "乙/rules.toml", "甲/rules.toml", "shanghai"].map(Path::new);
        assert_eq!(names_apart(&several), ["甲/rules.toml", "乙/rules.toml", "甲/rules.toml", "shanghai"]);
        assert_eq!(names("结果", "旧/../结果"), ["结果", "结果"]);
    }
}
