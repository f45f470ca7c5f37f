//! The ways in for bytes that somebody else wrote, by name: what `fuzz/` fuzzes, and what the tests run over its
//! corpora. A new one is a line here, a file in `fuzz/fuzz_targets/` and a folder in `fuzz/corpus/`.

pub use crate::rules::fuzz::{expression, rules};
pub use crate::survey::fuzz::{cell, container, tables, text_file, workbook};

/// A name, and what takes the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 7] = [
    ("cell", cell),
    ("tables", tables),
    ("text_file", text_file),
    ("container", container),
    ("workbook", workbook),
    ("rules", rules),
    ("expression", expression),
];
