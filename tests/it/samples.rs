//! The samples are what their program makes, and what their README says they are.

#[path = "../../samples/maker/mod.rs"]
mod maker;

use std::path::Path;

#[test]
fn the_program_makes_the_bytes_that_are_kept() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let made = maker::files().unwrap();
    for (name, bytes) in &made {
        let kept = std::fs::read(samples.join(name)).unwrap_or_default();
        assert!(kept == *bytes, "samples/{name} differs from what is made: run `cargo run --example street`");
    }
    let kept = std::fs::read_dir(samples.join("street")).unwrap().count();
    assert_eq!(kept, made.len(), "a file in samples/street that the program does not make");
    let size: usize = made.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size < 1_500_000, "the samples have grown to {size} bytes");
}
