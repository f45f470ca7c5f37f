//! Inputs → a [`Survey`]: finds the files, opens and reads them at the same time, and puts them together.
//!
//! What always holds: one bad file does not stop the others (unless the caller is strict); it gives no units and
//! stands in the books with the reason. The result is the same whatever the number of threads. Deliberately absent:
//! how files are opened and mended (`corrections`), what is made of sheets (`read_file.rs`) and of all of them (`assemble.rs`).

use crate::lang::Text;
use crate::rules::Dictionary;
use crate::survey::Survey;
use crate::survey::corrections::{ReadFile, doubtful_rows, read_all};
use crate::survey::files::{Found, InputError, SurveyFile, find_files};
use crate::survey::finding::Finding;
use crate::survey::identity::assemble::{FileRead, Unbalanced, assemble};
use crate::survey::mapping::{SheetsOf, unused};
use crate::survey::options::Options;
use crate::survey::roster::cover;
use crate::survey::table::names::Names;
use crate::text;
use std::path::PathBuf;
use std::sync::Arc;

/// How far reading has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// What is to be read
    Found {
        /// So many files
        files: usize,
        /// Their sizes together
        bytes: u64,
    },
    /// A file was read, in whatever order
    Read {
        /// The file, as people know it
        file: Arc<str>,
        /// Its size
        bytes: u64,
        /// Rows that hold data, of units and of lists
        rows: u64,
    },
}

/// Why there is no survey at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// An input that cannot be used
    Input(InputError),
    /// No input, or none that holds a survey
    Nothing,
    /// Corrections, without the survey that they mend
    CorrectionsAlone,
    /// The caller is strict, and these files could not be read: name and reason
    Failed(Vec<(Arc<str>, Text)>),
    /// The books do not balance, which is a mistake of this program
    Unbalanced(Box<Unbalanced>),
}

impl ReadError {
    /// What is the matter.
    pub fn message(&self) -> Text {
        match self {
            ReadError::Input(error) => error.message.clone(),
            ReadError::Nothing => text!("没有可读的调查表", "there is no survey to read"),
            ReadError::CorrectionsAlone => {
                text!(
                    "只给了改动（corrections.xlsx），没有给原来的调查表",
                    "there are corrections, but no survey that they mend"
                )
            }
            ReadError::Failed(files) => {
                let each = |pick: fn(&Text) -> &str| {
                    let lines: Vec<String> = files.iter().map(|(name, why)| format!("{name}: {}", pick(why))).collect();
                    lines.join("; ")
                };
                let (zh, en) = (each(|why| &why.zh), each(|why| &why.en));
                text!("有文件没能读完：{zh}", "some files could not be read to their end: {en}")
            }
            ReadError::Unbalanced(at) => {
                let (file, sheet, units, lists) = (&at.sheet.file, &at.sheet.sheet, at.units, at.lists);
                text!(
                    "`{file}` › `{sheet}` 的行数对不上账（{units:?}，{lists:?}）：这是程序的错误，请报告",
                    "the rows of `{file}` › `{sheet}` do not balance ({units:?}, {lists:?}): a mistake of this program, please report it"
                )
            }
        }
    }

    /// What to do, where that can be said.
    pub fn help(&self) -> Option<Text> {
        match self {
            ReadError::Input(error) => error.help.clone(),
            ReadError::Nothing => {
                Some(text!("请给出调查表文件，或存放它们的文件夹", "name survey files, or folders that hold some"))
            }
            ReadError::CorrectionsAlone => Some(text!(
                "两样一起给：liftfit assess 调查表 corrections.xlsx …",
                "give both: liftfit assess SURVEY corrections.xlsx …"
            )),
            ReadError::Failed(_) => Some(text!("修好这些文件，或不用 --strict", "mend them, or do without --strict")),
            ReadError::Unbalanced(_) => None,
        }
    }
}

/// Reads a survey: files, and folders with all they hold.
pub fn read(
    inputs: &[PathBuf],
    dictionary: &Dictionary,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Survey, ReadError> {
    read_beside(inputs, None, dictionary, options, progress)
}

/// The same, held against a roster that was read: rows that are doubtful beside it are doubtful rows too.
pub fn read_beside(
    inputs: &[PathBuf],
    roster: Option<Survey>,
    dictionary: &Dictionary,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Survey, ReadError> {
    let Found { files, not_read } = find_files(inputs, options.left_out).map_err(ReadError::Input)?;
    if files.is_empty() {
        return Err(ReadError::Nothing);
    }
    let files = without(files, &options.not_surveys);
    if files.is_empty() {
        return Err(ReadError::Input(InputError {
            message: text!(
                "除了 --roster、--decisions 给出的文件，没有别的调查表",
                "there is no survey but what --roster and --decisions name"
            ),
            help: Some(text!("请另外给出调查表", "name the surveys too")),
        }));
    }
    progress(Progress::Found { files: files.len(), bytes: files.iter().map(SurveyFile::bytes).sum() });
    let names = Names::new(dictionary);
    let read = read_all(&files, &names, options, progress);
    if read.iter().all(|file| file.is_corrections) {
        return Err(ReadError::CorrectionsAlone);
    }
    if options.strict {
        let failed = |file: &ReadFile| Some((file.read.name.clone(), file.failed.clone()?));
        let failed: Vec<(Arc<str>, Text)> = read.iter().filter_map(failed).collect();
        if !failed.is_empty() {
            return Err(ReadError::Failed(failed));
        }
    }
    let (mut tables, mut doubtful, mut filled) = (Vec::new(), Vec::new(), Vec::new());
    for file in read {
        tables.push(file.read);
        doubtful.push(file.doubtful);
        filled.extend(file.filled);
    }
    let unused = options.mapping.as_ref().map(|mapping| unused(mapping, &sheets_of(&tables))).unwrap_or_default();
    let mut survey = assemble(tables, dictionary, options.duplicates).map_err(ReadError::Unbalanced)?;
    survey.findings.extend(unused);
    survey.findings.extend(other_formats(&not_read));
    if let Some(roster) = roster {
        cover(&mut survey, roster, dictionary);
    }
    survey.doubtful = doubtful_rows(&survey, &files, doubtful, &filled, &names, options);
    Ok(survey)
}

fn sheets_of(read: &[FileRead]) -> Vec<SheetsOf> {
    let sheets = |file: &FileRead| file.sheets.iter().map(|(name, _)| name.clone()).collect();
    read.iter().map(|file| (file.name.clone(), file.failed.is_none().then(|| sheets(file)))).collect()
}

/// One finding for all files whose format is not read: most of them are letters and notices.
fn other_formats(not_read: &[Arc<str>]) -> Option<Finding> {
    let (first, count) = (not_read.first()?, not_read.len());
    let shown = not_read.iter().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let (zh, en) = (shown.join("、"), shown.join(", "));
    let (more_zh, more_en) = if count > shown.len() { ("等", " and others") } else { ("", "") };
    let message = text!(
        "文件夹里有 {count} 个文件的格式不能读，没有读取：{zh}{more_zh}",
        "files in formats that are not read: {count}, namely {en}{more_en}"
    );
    let help = text!("其中如有调查表，请另存为 .xlsx", "if there are surveys among them, save them as .xlsx");
    Some(Finding::new("S009", first, &Arc::from(""), message).suggesting(help))
}

/// The files that are none of `others` and stand in none of them.
fn without(mut files: Vec<SurveyFile>, others: &[PathBuf]) -> Vec<SurveyFile> {
    // What cannot be found is no file of the survey either.
    let others: Vec<PathBuf> = others.iter().filter_map(|path| path.canonicalize().ok()).collect();
    if !others.is_empty() {
        let is_other = |path: PathBuf| others.iter().any(|other| path.starts_with(other));
        files.retain(|file| !file.path.canonicalize().is_ok_and(is_other));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dictionary::Complete;
    use crate::survey::cases::made_up::dictionary;
    use jiff::civil::Date;
    use std::fs;

    fn read_folder(files: &[(&str, &str)], options: &Options) -> Result<Survey, ReadError> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        read(&[folder.path().to_path_buf()], &dictionary(Complete::Unit), options, &|_| {})
    }

    fn options() -> Options {
        Options::on(Date::constant(2021, 6, 1))
    }

    #[test]
    fn a_folder_is_read_in_order_and_a_bad_file_does_not_stop_it() {
        let files = [
            ("10月.csv", "小区,楼号,单元号,层数\n甲,1,2,6\n"),
            ("9月.csv", "小区,楼号,单元号,层数\n甲,1,1,约6\n"),
            ("坏.xlsx", "PK\u{3}\u{4}"),
        ];
        let survey = read_folder(&files, &options()).unwrap();
        assert_eq!((survey.units.name(0), survey.units.name(1)), ("甲/1/1".into(), "甲/1/2".into()));
        let books: Vec<(&str, u64, bool)> =
            survey.books.files.iter().map(|file| (&*file.name, file.rows.found, file.failed.is_some())).collect();
        assert_eq!(books, [("9月.csv", 1, false), ("10月.csv", 1, false), ("坏.xlsx", 0, true)]);
        assert!(survey.findings.iter().any(|finding| &*finding.file == "坏.xlsx"));

        let strict = read_folder(&files, &Options { strict: true, ..options() });
        assert!(matches!(strict, Err(ReadError::Failed(files)) if files.len() == 1));
    }

    #[test]
    fn files_of_other_formats_are_told_of_once() {
        let survey = ("1.csv", "小区,楼号,单元号,层数\n甲,1,1,6\n");
        let letters = ["a.docx", "b.docx", "c.pdf", "d.wps", "e.doc", "f.doc"].map(|name| (name, ""));
        let survey = read_folder(&[&[survey][..], &letters].concat(), &options()).unwrap();
        let told: Vec<&Finding> = survey.findings.iter().filter(|finding| finding.code == "S009").collect();
        assert_eq!((told.len(), &*told[0].file, survey.books.files.len()), (1, "a.docx", 1));
        assert!(told[0].message.zh.contains("有 6 个文件") && told[0].message.zh.ends_with("`e.doc`等"), "{told:?}");
    }

    #[test]
    fn the_result_is_the_same_whatever_the_threads() {
        let texts: Vec<(String, String)> = (0..30)
            .map(|n| {
                let row = |unit| format!("甲,{},{unit},约{},x\n", n / 2, 5 + unit);
                (format!("{n}.csv"), format!("小区,楼号,单元号,层数,备注{n}\n{}{}", row(n % 3), row(1)))
            })
            .collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let survey = pool.install(|| read_folder(&files, &options())).unwrap();
            format!("{survey:?}")
        };
        assert_eq!(on(1), on(4));
    }

    #[test]
    fn nothing_to_read_is_an_error() {
        assert_eq!(read(&[], &dictionary(Complete::Unit), &options(), &|_| {}).unwrap_err(), ReadError::Nothing);
        assert!(matches!(read_folder(&[], &options()), Err(ReadError::Input(_))));
    }

    #[test]
    fn progress_tells_of_every_file() {
        let folder = tempfile::tempdir().unwrap();
        let text = "小区,楼号,单元号\n甲,1,1\n甲,1,2\n";
        fs::write(folder.path().join("甲.csv"), text).unwrap();
        let bytes = text.len() as u64;
        let told = std::sync::Mutex::new(Vec::new());
        let tell = |progress| told.lock().unwrap().push(progress);
        read(&[folder.path().to_path_buf()], &dictionary(Complete::Unit), &options(), &tell).unwrap();
        let read = Progress::Read { file: "甲.csv".into(), bytes, rows: 2 };
        assert_eq!(told.into_inner().unwrap(), [Progress::Found { files: 1, bytes }, read]);
    }
}
