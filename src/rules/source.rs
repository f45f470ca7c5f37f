//! Finding and opening rules files: shipped sets by name, files by path, and what `extends` and `fields` name.
//!
//! What always holds: nothing else opens rules files; a text it gives is UTF-8 without a byte-order mark and at
//! most [`LIMIT`] bytes; a file is one file however it is named ([`Origin`] tells whether two names mean the same).
//!
//! Which is meant where both could be: a bare name (`shanghai`) is a shipped set; a name with an ending
//! (`shanghai.toml`) is first a file beside the one that names it, so that an edited copy counts, then a shipped set.
//! What a shipped file names is shipped too.

use super::nearest::{did_you_mean, nearest};
use super::ruleset::BUILT_IN;
use super::ruleset::RulesFile;
use crate::lang::{Text, io_reason, listed};
use crate::text;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The sets built into the program: name, path below `rules/`, text.
pub static SHIPPED: &[(&str, &str, &str)] = &[
    ("shanghai", "shanghai.toml", include_str!("../../rules/shanghai.toml")),
    ("fields", "fields.toml", include_str!("../../rules/fields.toml")),
    ("huzhou", "variants/huzhou.toml", include_str!("../../rules/variants/huzhou.toml")),
    ("shanghai-loose", "variants/shanghai-loose.toml", include_str!("../../rules/variants/shanghai-loose.toml")),
    ("shanghai-strict", "variants/shanghai-strict.toml", include_str!("../../rules/variants/shanghai-strict.toml")),
    ("xiangyang", "variants/xiangyang.toml", include_str!("../../rules/variants/xiangyang.toml")),
];

/// Larger files are not rules. The shipped ones are a hundredth of it.
pub const LIMIT: u64 = 4 << 20;

/// Where the files of one loading come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shelf<'a> {
    /// The disk and the shipped sets
    Disk,
    /// Files in memory (name and bytes) and the shipped sets: tests, examples, and runs that are read back
    Memory(&'a [(&'a str, &'a [u8])]),
}

/// Which file it is, under whatever name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Disk { shown: PathBuf, real: PathBuf },
    Memory(String),
    Shipped(&'static str),
}

impl Origin {
    /// Whether two origins are one file.
    pub fn is(&self, other: &Origin) -> bool {
        match (self, other) {
            (Origin::Disk { real: a, .. }, Origin::Disk { real: b, .. }) => a == b,
            (a, b) => a == b,
        }
    }
}

/// A file that was opened.
#[derive(Debug)]
pub(super) struct Opened {
    pub file: RulesFile,
    pub origin: Origin,
}

/// Why a file could not be opened.
#[derive(Debug)]
pub(super) struct NotOpened {
    pub code: &'static str,
    pub message: Text,
    pub help: Option<Text>,
}

/// Opens what the command line names.
pub(super) fn open_first(shelf: Shelf, name: &str) -> Result<Opened, NotOpened> {
    if let Shelf::Memory(files) = shelf
        && let Some(&(name, bytes)) = files.iter().find(|file| file.0 == name)
    {
        return in_memory(name, bytes);
    }
    if !has_ending(name)
        && let Some(opened) = shipped(shelf, name)
    {
        return opened;
    }
    match shelf {
        Shelf::Disk if Path::new(name).exists() => on_disk(Path::new(name)),
        _ => shipped(shelf, name).unwrap_or_else(|| Err(missing(name))),
    }
}

/// Opens what `extends` or `fields` names in the file `from`.
pub(super) fn open_named(shelf: Shelf, name: &str, from: &Origin) -> Result<Opened, NotOpened> {
    // Rules written on Windows should read elsewhere.
    let name = name.replace('\\', "/");
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.starts_with('/') || drive {
        let message = text!("这里不能写绝对路径：`{name}`", "`{name}` is an absolute path");
        let help = text!(
            "写随程序带的规则的名字，或相对于本文件的路径，规则文件才能整套搬动",
            "name a shipped rule set, or a path relative to this file, so that the files can move together"
        );
        return Err(NotOpened { code: "R030", message, help: Some(help) });
    }
    if !has_ending(&name)
        && let Some(opened) = shipped(shelf, &name)
    {
        return opened;
    }
    match (from, shelf) {
        (Origin::Disk { shown, .. }, _) => {
            let path = tidy(&shown.parent().unwrap_or(Path::new("")).join(&name));
            if path.exists() {
                on_disk(&path)
            } else {
                shipped(shelf, &name).unwrap_or_else(|| Err(missing(&shown_name(&name, &path))))
            }
        }
        (Origin::Memory(from), Shelf::Memory(files)) => {
            let path = slashed(&tidy(&Path::new(from).parent().unwrap_or(Path::new("")).join(&name)));
            match files.iter().find(|file| file.0 == path) {
                Some(&(name, bytes)) => in_memory(name, bytes),
                None => shipped(shelf, &name).unwrap_or_else(|| Err(missing(&shown_name(&name, Path::new(&path))))),
            }
        }
        (Origin::Shipped(from), _) => {
            let path = slashed(&tidy(&Path::new(from).parent().unwrap_or(Path::new("")).join(&name)));
            match SHIPPED.iter().find(|set| set.1 == path) {
                Some(set) => open_shipped(set),
                None => shipped(shelf, &name).unwrap_or_else(|| Err(missing(&name))),
            }
        }
        (Origin::Memory(_), Shelf::Disk) => Err(missing(&name)),
    }
}

fn has_ending(name: &str) -> bool {
    name.ends_with(".toml") || name.contains(['/', '\\'])
}

/// The shipped set of that name, with or without its ending. A run that is read back has kept its own copy.
fn shipped(shelf: Shelf, name: &str) -> Option<Result<Opened, NotOpened>> {
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    let kept = built_in(stem);
    if let Shelf::Memory(files) = shelf
        && let Some(&(name, bytes)) = files.iter().find(|file| file.0 == kept)
    {
        return Some(in_memory(name, bytes));
    }
    SHIPPED.iter().find(|set| set.0 == stem).map(open_shipped)
}

fn open_shipped(set: &'static (&'static str, &'static str, &'static str)) -> Result<Opened, NotOpened> {
    let name = built_in(set.0);
    Ok(Opened { file: read(name, set.2.as_bytes())?, origin: Origin::Shipped(set.1) })
}

/// How a shipped set is called where files are listed.
fn built_in(name: &str) -> String {
    format!("{name}{BUILT_IN}")
}

fn in_memory(name: &str, bytes: &[u8]) -> Result<Opened, NotOpened> {
    Ok(Opened { file: read(name.to_string(), bytes)?, origin: Origin::Memory(name.to_string()) })
}

fn on_disk(path: &Path) -> Result<Opened, NotOpened> {
    let name = slashed(path);
    if path.is_dir() {
        let message = text!("`{name}` 是文件夹，不是规则文件", "`{name}` is a folder, not a rules file");
        let help = text!("写文件夹里那个 .toml 文件的路径", "give the path of a .toml file in it");
        return Err(NotOpened { code: "R030", message, help: Some(help) });
    }
    let failed = |error: std::io::Error| {
        let why = io_reason(&error);
        let (zh, en) = (why.zh, why.en);
        let message = text!("打不开规则文件 `{name}`：{zh}", "cannot open the rules file `{name}`: {en}");
        NotOpened { code: "R030", message, help: None }
    };
    let mut bytes = Vec::new();
    // One byte past the limit tells that there is more, whatever the file's size is said to be.
    std::fs::File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)).map_err(failed)?;
    let real = path.canonicalize().map_err(failed)?;
    Ok(Opened { file: read(name.clone(), &bytes)?, origin: Origin::Disk { shown: path.to_path_buf(), real } })
}

/// Makes a file's text of its bytes.
fn read(name: String, bytes: &[u8]) -> Result<RulesFile, NotOpened> {
    if bytes.len() as u64 > LIMIT {
        let message = text!("`{name}` 超过 4 MB，不像规则文件", "`{name}` is larger than 4 MB, hardly a rules file");
        let help = text!("看看是不是选错了文件", "is it the right file?");
        return Err(NotOpened { code: "R032", message, help: Some(help) });
    }
    match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
        Ok(text) => Ok(RulesFile { name, text: text.into(), hash: blake3::hash(bytes).to_hex().to_string() }),
        Err(error) => Err(not_utf8(&name, bytes, error.valid_up_to())),
    }
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> NotOpened {
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let gbk = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    let message = if utf16 {
        text!("`{name}` 是 UTF-16 编码，规则文件要用 UTF-8", "`{name}` is in UTF-16; rules files are UTF-8")
    } else if gbk {
        text!("`{name}` 是 GBK 编码，规则文件要用 UTF-8", "`{name}` is in GBK; rules files are UTF-8")
    } else {
        text!("`{name}` 不是 UTF-8 文本（第 {at} 个字节之后）", "`{name}` is not UTF-8 text (after byte {at})")
    };
    let help = text!(
        "用记事本打开，“另存为”时把编码选成 UTF-8",
        "open it in an editor and save it as UTF-8 (Notepad: Save as, encoding UTF-8)"
    );
    NotOpened { code: "R031", message, help: Some(help) }
}

/// The names of the shipped rule sets: all but the dictionary.
pub fn rule_sets() -> impl Iterator<Item = &'static str> + Clone {
    SHIPPED.iter().map(|set| set.0).filter(|name| *name != "fields")
}

/// A bare name as it is; a relative path as it comes out.
fn shown_name(name: &str, path: &Path) -> String {
    if has_ending(name) { slashed(path) } else { name.to_string() }
}

fn missing(name: &str) -> NotOpened {
    let message = if has_ending(name) {
        text!("找不到规则文件 `{name}`", "no rules file `{name}`")
    } else {
        text!("没有叫 `{name}` 的规则，也没有这个文件", "no shipped rule set and no file `{name}`")
    };
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    let help = match nearest(stem, rule_sets()) {
        None if !has_ending(name) => {
            let Text { zh, en } = listed(rule_sets());
            Some(text!(
                "自带的有 {zh}；自己的文件要写全名，如 `{name}.toml`",
                "shipped are {en}; a file of one's own has its ending, as in `{name}.toml`"
            ))
        }
        _ => did_you_mean(stem, rule_sets()),
    };
    NotOpened { code: "R030", message, help }
}

/// The path without `.` and with `folder/..` taken out, for showing.
fn tidy(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidied.components().next_back(), Some(Component::Normal(_))) => {
                tidied.pop();
            }
            part => tidied.push(part),
        }
    }
    tidied
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_file_that_names() {
        let files = [("a/rules.toml", "x = 1"), ("fields.toml", "\u{feff}y = 1"), ("a/base.toml", "z = 1")];
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let shelf = Shelf::Memory(&files);
        let first = open_first(shelf, "a/rules.toml").unwrap();
        let named = |name: &str| open_named(shelf, name, &first.origin).map(|opened| opened.file);
        assert_eq!(named("../fields.toml").unwrap().name, "fields.toml");
        assert_eq!(&*named("../fields.toml").unwrap().text, "y = 1");
        assert_eq!(named("./base.toml").unwrap().name, "a/base.toml");
        assert_eq!(named("..\\fields.toml").unwrap().name, "fields.toml");
        assert_eq!(named("none.toml").unwrap_err().message.en, "no rules file `a/none.toml`");
        for absolute in ["/etc/passwd", "C:\\rules.toml", "c:/rules.toml", "\\\\server\\rules.toml"] {
            assert!(named(absolute).unwrap_err().message.en.ends_with("is an absolute path"));
        }
    }

    #[test]
    fn what_is_no_rules_file_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            open_first(Shelf::Disk, path.to_str().unwrap())
                .map(|opened| opened.file.text)
                .map_err(|e| (e.code, e.message.zh))
        };
        let (gbk, _, _) = encoding_rs::GBK.encode("title = \"某街道加装电梯\"");
        assert!(write("gbk.toml", &gbk).unwrap_err().1.contains("GBK"));
        assert!(write("utf16.toml", b"\xff\xfea\0").unwrap_err().1.contains("UTF-16"));
        assert!(write("binary.toml", b"a\xff\xff\x80").unwrap_err().1.contains("第 1 个字节"));
        assert_eq!(&*write("bom.toml", b"\xef\xbb\xbfa = 1").unwrap(), "a = 1");
        assert_eq!(write("large.toml", &vec![b'#'; LIMIT as usize + 1]).unwrap_err().0, "R032");
        assert!(open_first(Shelf::Disk, folder.path().to_str().unwrap()).unwrap_err().message.en.contains("folder"));
        assert!(open_first(Shelf::Disk, "no-such-rules").unwrap_err().message.en.contains("no shipped rule set"));
    }
}
