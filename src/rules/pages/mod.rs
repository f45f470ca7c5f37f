//! A page for every code of [`CODES`]: what it means and what to do, an example that is wrong in this way, and the same
//! example put right. What the program says of the example is not written down: whoever shows a page loads it.
//!
//! A page is a Markdown file beside this one: the Chinese text, a line `---`, the English text, then blocks of code whose
//! first line says `toml fault` or `toml right` and, where that is not plain, what the block is:
//!
//! - a name such as `fields.toml`: the file that it stands for, where it is not `rules.toml`, the one that is checked;
//! - a code: what else is said of the example; `gbk`: the file is kept in that encoding;
//! - `×60`: a line `…` stands for so many more of the line above;
//! - `console` in place of `toml`: the command, of which the settings (`--set a=b`) count.
//!
//! What a block does not give comes from `base.toml` and `fields.toml`, which follow it in the same file, so that lines count
//! from the example's first. A block with its own `[ruleset]` is a whole file, and may extend `base.toml`.

use super::diagnostic::{CODES, Severity};
use super::load::{Loaded, load_bytes};
use crate::lang::Text;
use crate::text;

/// The rules that examples stand on.
pub const BASE: &str = include_str!("base.toml");
/// Their dictionary.
pub const FIELDS: &str = include_str!("fields.toml");

macro_rules! files {
    ($($code:ident)*) => { &[$((stringify!($code), include_str!(concat!(stringify!($code), ".md")))),*] };
}

/// The pages as files: a new code is a word here.
const FILES: &[(&str, &str)] = files! {
    R001 R002 R003 R004 R005 R006 R007 R008 R009 R010 R011 R012 R013 R014 R015 R016 R017 R018 R019 R020
    R021 R022 R023 R024 R025 R026 R027 R028 R029 R030 R031 R032 R033 R034 R035 R036 R037 R038 R039 R040
    R041 R042 R043 R044 R045 R046 R047 R048 R049 R050 R051 R052 R053 R054
    R060 R061 R062 R063 R064 R065 R066
    R080 R081 R082 R083 R084 R085 R086 R087 R088 R089
};

/// What there is to read of a code.
#[derive(Clone, Debug)]
pub struct Page {
    /// `R012`
    pub code: &'static str,
    /// How much it matters
    pub severity: Severity,
    /// What it is called
    pub title: Text,
    /// What it means, why it matters, what to do; a paragraph is one line
    pub text: Text,
    /// Files that are wrong in this way
    pub fault: Example,
    /// The same put right
    pub right: Example,
}

/// Files in small, beside those that all examples share.
#[derive(Clone, Debug)]
pub struct Example {
    /// As they are shown
    blocks: Vec<Block>,
}

/// A file, a part of one, or a command.
#[derive(Clone, Debug)]
pub struct Block {
    /// `toml`, `console`
    pub language: &'static str,
    /// What else its first line says
    marks: Vec<&'static str>,
    /// What it holds, as it is shown
    pub text: &'static str,
}

/// Every page, in the order of the codes.
pub fn pages() -> impl Iterator<Item = Page> {
    CODES.iter().filter_map(|&(code, severity, zh, en)| {
        let (_, file) = FILES.iter().find(|file| file.0 == code)?;
        // Text, then blocks, with nothing between two of them.
        let mut parts = file.split("```");
        let (text_zh, text_en) = parts.next()?.split_once("\n---\n")?;
        let blocks: Vec<Block> = parts.step_by(2).filter_map(block).collect();
        let example = |side: &str| {
            let of_side = blocks.iter().filter(|block| block.marks.contains(&side));
            Example { blocks: of_side.cloned().collect() }
        };
        let text = Text { zh: text_zh.trim().to_string(), en: text_en.trim().to_string() };
        Some(Page {
            code,
            severity,
            title: text!("{zh}", "{en}"),
            text,
            fault: example("fault"),
            right: example("right"),
        })
    })
}

fn block(part: &'static str) -> Option<Block> {
    let (first, text) = part.split_once('\n')?;
    let (language, marks) = first.split_once(' ')?;
    Some(Block { language, marks: marks.split(' ').collect(), text })
}

impl Example {
    /// Its blocks in order, each under its heading, where one is needed: alone, rules need none.
    pub fn blocks(&self) -> impl Iterator<Item = (Option<Text>, &Block)> {
        let plain = |heading: &Text| self.blocks.len() == 1 && heading.zh == "rules.toml";
        self.blocks.iter().map(move |block| (block.heading().filter(|heading| !plain(heading)), block))
    }

    /// Loads it as a rules file is loaded.
    pub fn load(&self) -> Loaded {
        let mut files = vec![
            ("rules.toml", self.bytes("rules.toml", BASE)),
            ("fields.toml", self.bytes("fields.toml", FIELDS)),
            ("base.toml", BASE.as_bytes().to_vec()),
        ];
        let others = self.blocks.iter().filter_map(Block::file).filter(|name| files.iter().all(|file| file.0 != *name));
        let others: Vec<_> = others.map(|name| (name, self.bytes(name, ""))).collect();
        files.extend(others);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let commands = self.blocks.iter().filter(|block| block.file().is_none());
        let sets = commands.flat_map(|command| command.text.split_whitespace()).filter_map(|word| word.split_once('='));
        load_bytes(&files, &sets.map(|(param, value)| (param.to_string(), value.to_string())).collect::<Vec<_>>())
    }

    /// The codes that are said of it beside the page's own.
    pub fn others(&self) -> impl Iterator<Item = &'static str> {
        let marks = self.blocks.iter().flat_map(|block| &block.marks).copied();
        marks.filter(|mark| CODES.iter().any(|code| code.0 == *mark))
    }

    /// The file of that name: what the example gives of it, then what all share.
    fn bytes(&self, name: &str, shared: &str) -> Vec<u8> {
        let Some(block) = self.blocks.iter().find(|block| block.file() == Some(name)) else { return shared.into() };
        let shared = if block.text.contains("[ruleset]") { "" } else { shared };
        let text = format!("{}\n{shared}", block.whole());
        match block.marks.contains(&"gbk") {
            true => encoding_rs::GBK.encode(&text).0.into(),
            false => text.into(),
        }
    }
}

impl Block {
    /// The file it stands for; `None` for a command.
    pub fn file(&self) -> Option<&'static str> {
        let named = self.marks.iter().copied().find(|mark| mark.contains('.'));
        (self.language != "console").then_some(named.unwrap_or("rules.toml"))
    }

    /// Its name, and what is to be known of it to read it.
    fn heading(&self) -> Option<Text> {
        let name = self.file()?;
        Some(match self.repeats() {
            Some(times) => {
                text!("{name}（… 代表上一行再重复 {times} 次）", "{name} (… stands for {times} more of the line above)")
            }
            None if self.marks.contains(&"gbk") => text!("{name}（编码：GBK）", "{name} (encoded in GBK)"),
            None => Text::same(name),
        })
    }

    fn repeats(&self) -> Option<usize> {
        self.marks.iter().find_map(|mark| mark.strip_prefix('×')?.parse().ok())
    }

    /// The text with everything that is left out where it is shown.
    fn whole(&self) -> String {
        let Some(times) = self.repeats() else { return self.text.to_string() };
        let mut whole = String::new();
        let mut above = "";
        for line in self.text.split_inclusive('\n') {
            match line.trim() {
                "…" => whole.push_str(&above.repeat(times)),
                _ => whole.push_str(line),
            }
            above = line;
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let codes = |all: &mut dyn Iterator<Item = &'static str>| all.collect::<Vec<_>>();
        let listed = codes(&mut CODES.iter().map(|code| code.0));
        assert_eq!(codes(&mut FILES.iter().map(|file| file.0)), listed);
        assert_eq!(codes(&mut pages().map(|page| page.code)), listed);
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/pages")).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            assert!(name.strip_suffix(".md").is_none_or(|code| listed.contains(&code)), "{name}");
        }
    }
}
