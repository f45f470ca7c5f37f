//! Where the answer to a question goes: the terminal, JSON, and files that are named.
//!
//! What always holds: whether the files can be written is looked at before the work begins, and nothing is made by then;
//! they are written all or none, and one that exists is left alone; the answer is shown also where they cannot be written.

use super::args::{Format, FormatArgs};
use super::screen::Screen;
use super::{FAILED, Failure, WRONG};
use crate::lang::Text;
use crate::report::paper::{Paper, book, page, text as paper_text};
use crate::run::folder::Place;
use crate::run::new_file::{can_be_made, is_new, write_all_new};
use crate::text;
use serde_json::Value;
use std::path::{Path, PathBuf, is_separator};

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

/// Where an answer goes.
#[derive(Debug)]
pub struct Wanted {
    files: Vec<(PathBuf, Kind)>,
    format: Format,
}

/// What is to be put out.
pub struct Answer<'a> {
    /// For people
    pub paper: Paper,
    /// For programs
    pub json: Box<dyn FnOnce() -> Value + 'a>,
    /// The form to carry, where one is wanted
    pub form: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Book,
    Page,
    Form,
}

impl OutArgs {
    /// As [`FileArgs::wanted`], shown as `--format` says.
    pub fn wanted(&self, name: &str, surveys: &[PathBuf], form: Option<&Path>) -> Result<Wanted, Failure> {
        Ok(Wanted { format: self.print.format, ..self.files.wanted(name, surveys, form)? })
    }
}

impl FileArgs {
    /// Where the answer goes, `name` being that of files in a folder, and `form` that of a form beside it. An error where
    /// a file cannot be written, is named twice, or would be read as a survey next time.
    pub fn wanted(&self, name: &str, surveys: &[PathBuf], form: Option<&Path>) -> Result<Wanted, Failure> {
        let mut files = Vec::new();
        for out in &self.out {
            if let Some(kind) = kind_of(out) {
                is_new(out)?;
                files.push((out.clone(), kind));
            } else if is_folder(out) {
                let [book, page] = ["xlsx", "html"].map(|ending| out.join(format!("{name}.{ending}")));
                match out.is_dir() {
                    true => is_new(&book).and_then(|()| is_new(&page))?,
                    false => can_be_made(out)?,
                }
                files.extend([(book, Kind::Book), (page, Kind::Page)]);
            } else {
                return Err(no_file(out));
            }
        }
        if let Some(form) = form {
            if kind_of(form) != Some(Kind::Book) {
                return Err(no_form(form));
            }
            is_new(form)?;
            files.push((form.to_path_buf(), Kind::Form));
        }
        let mut places: Vec<PathBuf> = Vec::new();
        for (path, kind) in &files {
            let place = Place::new(path)?.out;
            if places.contains(&place) {
                return Err(named_twice(path));
            }
            // A survey that cannot be found is told of when it is read.
            let inside = |survey: &PathBuf| survey.canonicalize().is_ok_and(|survey| place.starts_with(survey));
            if *kind == Kind::Book
                && let Some(survey) = surveys.iter().find(|survey| inside(survey))
            {
                return Err(among_surveys(path, survey));
            }
            places.push(place);
        }
        Ok(Wanted { files, format: Format::Text })
    }
}

fn kind_of(path: &Path) -> Option<Kind> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "xlsx" => Some(Kind::Book),
        "html" | "htm" => Some(Kind::Page),
        _ => None,
    }
}

/// Whether a folder is meant: one that is there, or a name without an ending, or with a slash at its end.
fn is_folder(path: &Path) -> bool {
    let slash = path.to_string_lossy().ends_with(is_separator);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // A name of nothing but an ending is one that lacks its beginning; `-` means the screen elsewhere.
    let like_a_folder = path.extension().is_none() && !name.starts_with('.') && name != "-";
    path.is_dir() || !path.exists() && (slash || like_a_folder)
}

fn no_file(path: &Path) -> Failure {
    let shown = path.display();
    let message = match path.exists() {
        true => text!("`{shown}` 已经存在，而且不是文件夹", "`{shown}` exists and is not a folder"),
        false => text!("不知道 `{shown}` 要写成什么", "it is not known what `{shown}` is to be"),
    };
    Failure::new(
        WRONG,
        message,
        Some(text!(
            "文件名以 .xlsx（工作簿）或 .html（网页）结尾；要写进一个新文件夹，名字末尾加 /；JSON 用 --format json 输出到屏幕，可以转存",
            "names end in .xlsx (a workbook) or .html (a page), that of a new folder in `/`; JSON is printed with `--format json`"
        )),
    )
}

fn no_form(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        WRONG,
        text!("`{path}` 要写成 .xlsx 文件", "`{path}` has to be an .xlsx file"),
        Some(text!("例如 补测表.xlsx", "as in form.xlsx")),
    )
}

fn named_twice(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        WRONG,
        text!("要把两样东西都写成 `{path}`", "two things are to be written to `{path}`"),
        Some(text!("给每个文件各起一个名字", "give each file a name of its own")),
    )
}

/// It would be read as a survey with the next command.
fn among_surveys(path: &Path, survey: &Path) -> Failure {
    let (path, survey) = (path.display(), survey.display());
    Failure::new(
        WRONG,
        text!(
            "`{path}` 在调查表的文件夹 `{survey}` 里，下次会当作调查表来读",
            "`{path}` lies in `{survey}` and would be read as a survey the next time"
        ),
        Some(text!("请写到调查表文件夹以外的地方", "write it outside the folder of the surveys")),
    )
}

/// Writes the files and shows the answer.
pub fn put(wanted: &Wanted, answer: Answer, screen: &Screen) -> Result<(), Failure> {
    let Answer { paper, json, form } = answer;
    let written = wanted.write(&paper, form.as_deref(), screen);
    match wanted.format {
        Format::Json => screen.json(&json())?,
        Format::Text if screen.quiet => {}
        Format::Text => screen.data(&paper_text::show(&paper, screen.lang, screen.colour))?,
    }
    written?;
    wanted.note(screen);
    Ok(())
}

impl Wanted {
    /// Whether any file is.
    pub fn any(&self) -> bool {
        !self.files.is_empty()
    }

    /// Writes the files, all or none; `form` is the form to carry, where one is wanted.
    pub fn write(&self, paper: &Paper, form: Option<&[u8]>, screen: &Screen) -> Result<(), Failure> {
        let bytes = |(path, kind): &(PathBuf, Kind)| {
            let bytes = match kind {
                Kind::Book => book::write(paper, screen.lang).map_err(|error| cannot(path, &error))?,
                Kind::Page => page::write(paper, screen.lang).map_err(|error| cannot(path, &error))?.into_bytes(),
                Kind::Form => form.unwrap_or_default().to_vec(),
            };
            Ok((path.clone(), bytes))
        };
        let files: Vec<(PathBuf, Vec<u8>)> = self.files.iter().map(bytes).collect::<Result<_, Failure>>()?;
        Ok(write_all_new(&files)?)
    }

    /// Says where they are.
    pub fn note(&self, screen: &Screen) {
        for (path, kind) in &self.files {
            match kind {
                Kind::Book | Kind::Page => note(path, screen),
                Kind::Form => {
                    let path = path.display();
                    let note = text!(
                        "补测表已写入 `{path}`：填好后，同原来的调查表一起评估",
                        "the form to carry is in `{path}`: fill it in and assess it beside the surveys"
                    );
                    screen.note(note.get(screen.lang));
                }
            }
        }
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
