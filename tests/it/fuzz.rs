//! The fuzzers' corpora, and what comes of their seeds when some bytes change, run through the functions that are
//! fuzzed: what broke once is a file there, and stays mended.

use liftfit::fuzz::TARGETS;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// Changed copies of each seed.
const CHANGED: u64 = 12;

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn seeds(target: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(fuzz_folder().join("corpus").join(target)).expect("a corpus");
    let mut seeds: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    seeds.sort();
    seeds
}

/// The same changes every time: bytes overwritten, taken out, doubled, the end cut off.
fn changed(seed: &[u8], nth: u64) -> Vec<u8> {
    let mut state = nth.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ seed.len() as u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let mut bytes = seed.to_vec();
    for _ in 0..=random(4) {
        if bytes.is_empty() {
            break;
        }
        let at = random(bytes.len());
        match random(5) {
            0 => bytes[at] = random(256) as u8,
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, b"\"<&=;,\t\n0-/\xE4"[random(12)]),
            3 => {
                let end = bytes.len().min(at + random(40));
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

#[test]
fn every_seed_and_what_comes_of_it_keeps_the_promises() {
    let mut broken = Vec::new();
    for (name, target) in TARGETS {
        for seed in seeds(name) {
            let bytes = fs::read(&seed).expect("a seed");
            let all = (0..CHANGED).map(|nth| if nth == 0 { bytes.clone() } else { changed(&bytes, nth) });
            for (nth, bytes) in all.enumerate() {
                if catch_unwind(|| target(&bytes)).is_err() {
                    broken.push(format!("{name}: {} changed {nth}", seed.display()));
                }
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_target_is_fuzzed_and_has_seeds() {
    let manifest = fs::read_to_string(fuzz_folder().join("Cargo.toml")).expect("a manifest");
    for (name, _) in TARGETS {
        assert!(seeds(name).len() >= 5, "{name} has few seeds");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in fuzz/Cargo.toml");
        let text = fs::read_to_string(fuzz_folder().join(format!("fuzz_targets/{name}.rs"))).expect("a target");
        assert!(text.contains(&format!("liftfit::fuzz::{name}(data)")), "{text}");
    }
    let targets = fs::read_dir(fuzz_folder().join("fuzz_targets")).expect("targets").count();
    assert_eq!(targets, TARGETS.len());
}
