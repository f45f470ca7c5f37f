//! Finding a template: a shipped one by its name, another by its path.

use super::codes::CODES;
use crate::lang::{Text, io_reason};
use crate::rules::RulesFile;
use crate::rules::nearest::did_you_mean;
use crate::rules::source::LIMIT;
use crate::text;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The templates built into the program: name, path below `rules/`, text.
pub static SHIPPED: &[(&str, &str, &str)] = &[
    ("ledger", "reporting/ledger.toml", include_str!("../../../rules/reporting/ledger.toml")),
    ("monthly", "reporting/monthly.toml", include_str!("../../../rules/reporting/monthly.toml")),
    ("hard-cases", "reporting/hard-cases.toml", include_str!("../../../rules/reporting/hard-cases.toml")),
    ("pipes", "reporting/pipes.toml", include_str!("../../../rules/reporting/pipes.toml")),
    ("committees", "reporting/committees.toml", include_str!("../../../rules/reporting/committees.toml")),
];

/// A template that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its file
    pub file: RulesFile,
    /// The folder that what it names is relative to; `None` for a shipped one
    pub folder: Option<PathBuf>,
}

/// Opens a template by name or path; why not, and what to do.
pub fn open(name: &str) -> Result<Opened, (Text, Option<Text>)> {
    let path = Path::new(name);
    if let Some((id, _, text)) = SHIPPED.iter().find(|shipped| shipped.0 == name) {
        return Ok(Opened { file: file(format!("{id} (built in)"), text), folder: None });
    }
    if !path.exists() && !name.contains(['.', '/', '\\']) {
        let (code, ..) = CODES.first().copied().unwrap_or_default();
        return Err((
            text!("没有叫 `{name}` 的模板（{code}）", "no template is called `{name}` ({code})"),
            did_you_mean(name, SHIPPED.iter().map(|shipped| shipped.0)),
        ));
    }
    let failed = |error: std::io::Error| {
        let why = io_reason(&error);
        let (zh, en) = (why.zh, why.en);
        let names = SHIPPED.iter().map(|shipped| shipped.0).collect::<Vec<_>>().join(" ");
        (
            text!("打不开模板 `{name}`：{zh}", "cannot open the template `{name}`: {en}"),
            Some(text!(
                "给模板文件（.toml）的路径，或自带模板的名字：{names}",
                "give the path of a template (.toml), or the name of a shipped one: {names}"
            )),
        )
    };
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        let help = text!("看看是不是选错了文件", "is it the right file?");
        return Err((
            text!("`{name}` 超过 4 MB，不像模板", "`{name}` is larger than 4 MB, hardly a template"),
            Some(help),
        ));
    }
    match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)) {
        Ok(text) => Ok(Opened {
            file: file(name.replace('\\', "/"), text),
            folder: Some(path.parent().unwrap_or(Path::new("")).into()),
        }),
        Err(_) => Err((
            text!("`{name}` 不是 UTF-8 文本", "`{name}` is not UTF-8 text"),
            Some(text!(
                "用记事本打开，“另存为”时把编码选成 UTF-8",
                "open it in an editor and save it as UTF-8 (Notepad: Save as, encoding UTF-8)"
            )),
        )),
    }
}

fn file(name: String, text: &str) -> RulesFile {
    RulesFile { name, text: text.into(), hash: blake3::hash(text.as_bytes()).to_hex().to_string() }
}
