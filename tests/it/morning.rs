//! The story in the manual, `docs/morning.md`, is what the program prints: every command is run, in a folder of its own that
//! holds the sample street, and its output held against the page.
//!
//! `LIFTFIT_WRITE_DOCS=1 cargo test --test it morning` writes what is printed into the page instead. A line `……` on the page
//! stands for any number of lines. The time at which a run was made is whatever it is.

use super::{liftfit, status, stderr, stdout};
use std::fs;
use std::path::{Path, PathBuf};

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/morning.md")
}

/// A folder with the sample street.
fn street() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let street = dir.path().join("samples/street");
    fs::create_dir_all(&street).unwrap();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/street")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), street.join(file.file_name())).unwrap();
    }
    dir
}

/// What a command prints, without blanks at the ends of lines and without the time of the day.
fn printed(dir: &Path, command: &str) -> String {
    let args: Vec<&str> = command.split_whitespace().skip(1).collect();
    let output = liftfit(dir, &args);
    assert_eq!(status(&output), 0, "{command}: {}", stderr(&output));
    plain(&(stdout(&output) + &stderr(&output)))
}

fn plain(text: &str) -> String {
    text.lines().map(|line| line.trim_end().to_string() + "\n").collect()
}

/// The same without times: `2026-11-28 09:35`.
fn timeless(line: &str) -> String {
    let is_time = |word: &str| {
        let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        shape == "0000-00-00" || shape == "00:00"
    };
    line.split(' ').map(|word| if is_time(word) { "…" } else { word }).collect::<Vec<_>>().join(" ")
}

/// Whether the lines are those of the page, where `……` stands for any.
fn fits(expected: &[&str], lines: &[&str]) -> bool {
    match (expected.split_first(), lines.split_first()) {
        (None, None) => true,
        (Some((&"……", rest)), _) => (0..=lines.len()).any(|from| fits(rest, &lines[from..])),
        (Some((first, rest)), Some((line, others))) => timeless(first) == timeless(line) && fits(rest, others),
        _ => false,
    }
}

#[test]
fn the_story_is_what_the_program_prints() {
    let text = fs::read_to_string(page()).unwrap();
    let writing = std::env::var_os("LIFTFIT_WRITE_DOCS").is_some();
    let dir = street();
    let mut written = String::new();
    let mut wrong = Vec::new();
    let mut commands = 0;
    let mut blocks = text.split("```");
    // Text and blocks take turns.
    while let Some(prose) = blocks.next() {
        written.push_str(prose);
        let Some(block) = blocks.next() else { break };
        let (head, body) = block.split_once('\n').unwrap();
        let mut shown = block.to_string();
        if let Some(name) = head.strip_prefix("csv ") {
            fs::write(dir.path().join(name), body).unwrap();
        }
        if let Some(rest) = (head == "console").then_some(body).and_then(|body| body.strip_prefix("$ ")) {
            let (command, expected) = rest.split_once('\n').unwrap();
            let lines = printed(dir.path(), command);
            let expected: Vec<&str> = expected.lines().collect();
            if !fits(&expected, &lines.lines().collect::<Vec<_>>()) {
                wrong.push(format!("$ {command}\n{lines}"));
                shown = format!("console\n$ {command}\n{lines}");
            }
            commands += 1;
        }
        written.push_str(&format!("```{shown}```"));
    }
    assert!(commands >= 8, "{commands}");
    if writing {
        fs::write(page(), written).unwrap();
    } else {
        assert!(wrong.is_empty(), "docs/morning.md says otherwise:\n{}", wrong.join("\n"));
    }
}
