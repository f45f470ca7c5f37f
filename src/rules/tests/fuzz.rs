//! Whatever stands in a file, loading ends, does not panic, and shows what it found.

use super::*;
use proptest::prelude::*;

fn survives(rules: &str, fields: &str) {
    let files = [("rules.toml", rules), ("fields.toml", fields), ("base.toml", BASE)];
    let loaded = load_text(&files, &[]);
    for d in &loaded.diagnostics {
        let place = d.place.as_ref().expect("every mistake in a file has a place");
        let text = &loaded.files[place.file].text;
        assert!(text.get(place.span.clone()).is_some(), "{place:?} is not within the file");
        let shown = show_diagnostic(d, &loaded.files, Lang::Zh, false);
        assert!(shown.contains(d.code));
    }
    assert_eq!(loaded.rules.is_none(), loaded.diagnostics.iter().any(|d| d.severity == Severity::Error));
}

/// A text with some characters taken out, doubled or replaced.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '"', '\'', '[', ']', '{', '}', '=', '.', '\n', '\\', '中', '（', ' ', '0', 'm', '#', '\u{0}', '\r', '~', ',',
    ]);
    prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, odd), 1..6).prop_map(move |changes| {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, how, c) in changes {
            let at = at.index(chars.len());
            match how {
                0 => drop(chars.remove(at)),
                1 => chars.insert(at, c),
                2 => chars[at] = c,
                _ => chars.insert(at, chars[at]),
            }
        }
        chars.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text(rules in ".{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(&rules, FIELDS);
        survives(&String::from_utf8_lossy(&bytes), FIELDS);
    }

    #[test]
    fn mutated_rules(rules in mutated(BASE)) {
        survives(&rules, FIELDS);
    }

    #[test]
    fn mutated_dictionaries(fields in mutated(FIELDS)) {
        survives(BASE, &fields);
    }
}

#[test]
fn random_bytes_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.toml");
    let mut seed = 1u32;
    for length in 0..200 {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let bytes: Vec<u8> = (0..length).map(|_| next()).collect();
        std::fs::write(&path, bytes).unwrap();
        assert!(load(path.to_str().unwrap(), &[]).rules.is_none());
    }
}

#[test]
fn deep_and_long_files_end() {
    survives(&format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000)), FIELDS);
    survives(&"a.".repeat(100_000), FIELDS);
    survives(&"[ruleset]\n".repeat(20_000), FIELDS);
    survives(&"[[tests]]\n".repeat(2_000), FIELDS);
    survives(&format!("{BASE}[derive.x]\nvalue = \"{}storeys{}\"", "(".repeat(50_000), ")".repeat(50_000)), FIELDS);
}
