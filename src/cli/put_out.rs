//! Where the answer to a question goes: the terminal, JSON, and files that are named.
//!
//! What always holds: whether the files can be written is looked at before the work begins; one that exists is left alone.

use super::args::{Format, FormatArgs};
use super::screen::Screen;
use super::{FAILED, Failure, WRONG};
use crate::lang::Text;
use crate::report::paper::{Paper, book, page, text as paper_text};
use crate::run::new_file::{is_new, write_new};
use crate::text;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// `-o`.
#[derive(Clone, Debug, clap::Args)]
pub struct FileArgs {
    /// 写成哪个文件：.xlsx 工作簿、.html 网页；可重复。给一个文件夹，两样都写进去。已有的文件不会覆盖 ‖ the file to write: a workbook (.xlsx) or a page (.html); may be repeated. A folder gets both. One that exists is left alone
    #[arg(short, long, value_name = "文件 ‖ FILE", help_heading = "选项 ‖ options")]
    out: Vec<PathBuf>,
}

/// `-o` and `--format`.
#[derive(Clone, Debug, clap::Args)]
pub struct OutArgs {
    #[command(flatten)]
    files: FileArgs,

    #[command(flatten)]
    pub print: FormatArgs,
}

/// Files that are to be written.
#[derive(Debug)]
pub struct Wanted {
    files: Vec<(PathBuf, Kind)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Book,
    Page,
}

impl OutArgs {
    /// As [`FileArgs::wanted`].
    pub fn wanted(&self, name: &str) -> Result<Wanted, Failure> {
        self.files.wanted(name)
    }
}

impl FileArgs {
    /// The files meant, `name` being theirs in a folder; an error where one cannot be written.
    pub fn wanted(&self, name: &str) -> Result<Wanted, Failure> {
        let mut files = Vec::new();
        for out in &self.out {
            match kind_of(out) {
                Some(kind) => files.push((out.clone(), kind)),
                None if out.extension().is_none() || out.is_dir() => {
                    make_folder(out)?;
                    files.push((out.join(format!("{name}.xlsx")), Kind::Book));
                    files.push((out.join(format!("{name}.html")), Kind::Page));
                }
                None => return Err(other_ending(out)),
            }
        }
        files.iter().try_for_each(|(path, _)| is_new(path))?;
        Ok(Wanted { files })
    }
}

/// A workbook that is to be written beside the answer; an error where it cannot be.
pub fn new_workbook(path: &Path) -> Result<PathBuf, Failure> {
    if kind_of(path) != Some(Kind::Book) {
        let path = path.display();
        return Err(Failure::new(
            WRONG,
            text!("`{path}` 要写成 .xlsx 文件", "`{path}` has to be an .xlsx file"),
            Some(text!("例如 补测表.xlsx", "as in form.xlsx")),
        ));
    }
    is_new(path)?;
    Ok(path.to_path_buf())
}

fn kind_of(path: &Path) -> Option<Kind> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "xlsx" => Some(Kind::Book),
        "html" | "htm" => Some(Kind::Page),
        _ => None,
    }
}

fn other_ending(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        WRONG,
        text!("不知道 `{path}` 要写成什么", "it is not known what `{path}` is to be"),
        Some(text!(
            "文件名以 .xlsx（工作簿）或 .html（网页）结尾；JSON 用 --format json 输出到屏幕，可以转存",
            "names end in .xlsx (a workbook) or .html (a page); JSON is printed with `--format json`"
        )),
    )
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| crate::run::RunError::cannot_write(path, &error).into())
}

/// Shows the answer and writes the files.
pub fn put(
    format: Format,
    wanted: &Wanted,
    paper: &Paper,
    json: impl FnOnce() -> Value,
    screen: &Screen,
) -> Result<(), Failure> {
    wanted.write(paper, screen)?;
    match format {
        Format::Json => screen.json(&json())?,
        Format::Text if screen.quiet => {}
        Format::Text => screen.data(&paper_text::show(paper, screen.lang, screen.colour))?,
    }
    wanted.note(screen);
    Ok(())
}

impl Wanted {
    /// Whether any file is.
    pub fn any(&self) -> bool {
        !self.files.is_empty()
    }

    /// Writes the files.
    pub fn write(&self, paper: &Paper, screen: &Screen) -> Result<(), Failure> {
        for (path, kind) in &self.files {
            let bytes = match kind {
                Kind::Book => book::write(paper, screen.lang).map_err(|error| cannot(path, &error))?,
                Kind::Page => page::write(paper, screen.lang).map_err(|error| cannot(path, &error))?.into_bytes(),
            };
            write_new(path, &bytes)?;
        }
        Ok(())
    }

    /// Says where they are.
    pub fn note(&self, screen: &Screen) {
        self.files.iter().for_each(|(path, _)| note(path, screen));
    }
}

/// Says where a file is that was written.
pub fn note(path: &Path, screen: &Screen) {
    let path = path.display();
    screen.note(text!("已写入 `{path}`", "written to `{path}`").get(screen.lang));
}

fn cannot(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    let (path, why) = (path.display(), Text::same(error.to_string()));
    let (zh, en) = (why.zh, why.en);
    Failure::new(FAILED, text!("写不成 `{path}`：{zh}", "cannot make `{path}`: {en}"), None)
}
