//! Files and folders → the survey files in them, in an order that does not depend on the machine.
//!
//! What always holds: inputs keep the order they were given in; a folder is walked in the order of relative paths,
//! in which runs of digits compare by value (9月 before 10月); the same file is read once; no two files have one
//! name. A subfolder that cannot be opened stands among the files, for it may hold some: opening it says why not.
//! Deliberately absent: what is in a file (`formats`).

use crate::lang::{Text, io_reason};
use crate::text;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Endings of survey files, in lower case.
pub const EXTENSIONS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "tsv"];
/// Endings of files that people keep surveys in and that are not read, in lower case.
const NOT_READ: &[&str] =
    &["doc", "docx", "wps", "pdf", "numbers", "ett", "xlt", "xltx", "fods", "dbf", "mdb", "accdb"];

/// A survey file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyFile {
    /// Where it is
    pub path: PathBuf,
    /// What people know it by: its path relative to the folder given, with `/` on all systems
    pub name: Arc<str>,
}

impl SurveyFile {
    /// Its size, to tell how far reading has come; nothing where that cannot be had.
    pub fn bytes(&self) -> u64 {
        self.path.metadata().map_or(0, |metadata| metadata.len())
    }
}

/// What is to be read, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The survey files, in order
    pub files: Vec<SurveyFile>,
    /// Files in the folders given that may hold surveys but whose format is not read, in order
    pub not_read: Vec<Arc<str>>,
}

/// An input that cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// What is the matter
    pub message: Text,
    /// What to do
    pub help: Option<Text>,
}

/// The survey files among `inputs`, which are files and folders in any mixture. Lock files (`~$…`) and, within
/// folders, hidden files, hidden folders and the folders that are to be left out are passed over.
pub fn find_files(inputs: &[PathBuf], left_out: fn(&Path) -> bool) -> Result<Found, InputError> {
    let mut found: Vec<(SurveyFile, &Path)> = Vec::new();
    let mut not_read: Vec<(SurveyFile, &Path)> = Vec::new();
    for input in inputs {
        let shown = input.display();
        let metadata = fs::metadata(input).map_err(|error| cannot_open(input, &error))?;
        if metadata.is_dir() && left_out(input) {
            // Its csv files would be read as surveys of a kind, and nobody means that.
            return Err(InputError {
                message: text!(
                    "`{shown}` 是评估结果的文件夹，不是调查表",
                    "`{shown}` is the folder of a run and holds no survey"
                ),
                help: Some(text!(
                    "请给出调查表的文件或文件夹；改好的 corrections.xlsx 要单独写出，连同调查表一起给",
                    "name the files or folders of the survey; a corrected corrections.xlsx is named by itself, beside them"
                )),
            });
        }
        if metadata.is_dir() {
            let Walked { files, others } = walk(input, left_out)?;
            if files.is_empty() {
                let endings = endings();
                return Err(InputError {
                    message: text!("文件夹 `{shown}` 里没有调查表", "no survey file in folder `{shown}`"),
                    help: Some(match others.first().map(|file| &file.name) {
                        None => {
                            text!("要找的是 {endings} 文件（含子文件夹）", "looked for {endings}, in subfolders too")
                        }
                        Some(other) => text!(
                            "要找的是 {endings} 文件（含子文件夹）；`{other}` 之类请先另存为 .xlsx",
                            "looked for {endings}, in subfolders too; save the likes of `{other}` as .xlsx first"
                        ),
                    }),
                });
            }
            found.extend(files.into_iter().map(|file| (file, input.as_path())));
            not_read.extend(others.into_iter().map(|file| (file, input.as_path())));
        } else if has_ending(input, EXTENSIONS) {
            let name = input.file_name().unwrap_or(input.as_os_str()).to_string_lossy();
            if !name.starts_with("~$") {
                let file = SurveyFile { path: input.clone(), name: Arc::from(&*name) };
                found.push((file, input.parent().unwrap_or(Path::new(""))));
            }
        } else {
            let endings = endings();
            return Err(InputError {
                message: text!("`{shown}` 不是调查表的格式", "`{shown}` is not in a format that surveys come in"),
                help: Some(text!(
                    "可读的格式：{endings}；其他格式请先另存为 .xlsx",
                    "formats read: {endings}; save others as .xlsx first"
                )),
            });
        }
    }
    let not_read = once_each(not_read).into_iter().map(|(file, _)| file.name).collect();
    Ok(Found { files: named_apart(once_each(found)), not_read })
}

/// Why a folder cannot be opened; `None` for what is none, or can.
pub fn why_closed(path: &Path) -> Option<Text> {
    path.is_dir().then(|| entries(path).err().map(|error| io_reason(&error)))?
}

fn endings() -> String {
    EXTENSIONS.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(" ")
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

fn cannot_open(path: &Path, error: &std::io::Error) -> InputError {
    let shown = path.display();
    if error.kind() == std::io::ErrorKind::NotFound {
        return InputError {
            message: text!("找不到 `{shown}`", "no such file or folder `{shown}`"),
            help: Some(text!("请检查路径是否写对", "check the spelling of the path")),
        };
    }
    let why = io_reason(error);
    let (zh, en) = (why.zh, why.en);
    InputError {
        message: text!("打不开 `{shown}`：{zh}", "cannot open `{shown}`: {en}"),
        help: Some(text!("请检查路径和权限", "check the path and the permissions")),
    }
}

/// What a folder and its subfolders hold, in order.
#[derive(Default)]
struct Walked {
    files: Vec<SurveyFile>,
    others: Vec<SurveyFile>,
}

/// The paths in a folder, in order, so that where a folder can be reached in two ways, its name does not depend on
/// the disk.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

fn walk(folder: &Path, left_out: fn(&Path) -> bool) -> Result<Walked, InputError> {
    let mut walked = Walked::default();
    // A link may lead back to where it came from: each folder is entered once.
    let mut entered = HashSet::new();
    let mut waiting = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        if !entered.insert(fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone())) {
            continue;
        }
        let paths = match entries(&folder) {
            Ok(paths) => paths,
            Err(error) if prefix.is_empty() => return Err(cannot_open(&folder, &error)),
            Err(_) => {
                walked.files.push(SurveyFile { path: folder, name: prefix.into() });
                continue;
            }
        };
        for path in paths {
            let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
            if name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            let relative = format!("{prefix}{name}");
            // A link that leads nowhere is a survey that is missed when it is opened, and so is a pipe or a device.
            let metadata = fs::metadata(&path).ok();
            let is_file = metadata.as_ref().is_none_or(|metadata| !metadata.is_dir());
            if metadata.as_ref().is_some_and(fs::Metadata::is_dir) {
                // What some programs call a document is a folder.
                if has_ending(&path, &["numbers"]) {
                    walked.others.push(SurveyFile { path, name: relative.into() });
                } else if !left_out(&path) {
                    waiting.push((path, format!("{relative}/")));
                }
            } else if is_file && has_ending(&path, EXTENSIONS) {
                walked.files.push(SurveyFile { path, name: relative.into() });
            } else if is_file && has_ending(&path, NOT_READ) {
                walked.others.push(SurveyFile { path, name: relative.into() });
            }
        }
    }
    for files in [&mut walked.files, &mut walked.others] {
        files.sort_by(|a, b| by_path(&a.name, &b.name).then_with(|| a.path.cmp(&b.path)));
    }
    Ok(walked)
}

/// Keeps the first of the files that are one and the same.
fn once_each(found: Vec<(SurveyFile, &Path)>) -> Vec<(SurveyFile, &Path)> {
    let mut seen = HashSet::new();
    found
        .into_iter()
        .filter(|(file, _)| seen.insert(fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone())))
        .collect()
}

/// Names that two files would share get the folder they were found in before them.
fn named_apart(found: Vec<(SurveyFile, &Path)>) -> Vec<SurveyFile> {
    let mut times: HashMap<Arc<str>, usize> = HashMap::new();
    for (file, _) in &found {
        *times.entry(file.name.clone()).or_default() += 1;
    }
    let shared = |name: &Arc<str>| times.get(name).is_some_and(|times| *times > 1);
    let apart = |(mut file, folder): (SurveyFile, &Path)| {
        if shared(&file.name) {
            let folder = folder.to_string_lossy().replace('\\', "/");
            let folder = folder.trim_start_matches("./").trim_end_matches('/');
            if !folder.is_empty() {
                file.name = format!("{folder}/{}", file.name).into();
            }
        }
        file
    };
    found.into_iter().map(apart).collect()
}

/// The order of relative paths: part by part, runs of digits by value, then letters whatever their case; small
/// differences that are left (case, leading zeros) by bytes, so that no two paths are equal.
pub fn by_path(a: &str, b: &str) -> Ordering {
    let mut parts = (a.split('/'), b.split('/'));
    loop {
        let order = match (parts.0.next(), parts.1.next()) {
            (Some(a), Some(b)) => by_value(a, b),
            (Some(_), None) => Ordering::Greater,
            (None, Some(_)) => Ordering::Less,
            (None, None) => return a.cmp(b),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Names by runs of digits and runs of other characters.
fn by_value(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        match (a.is_empty(), b.is_empty()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let (digits_a, rest_a) = leading_run(a, true);
        let (digits_b, rest_b) = leading_run(b, true);
        let order = if digits_a.is_empty() || digits_b.is_empty() {
            let (letters_a, letters_b) = (leading_run(a, false), leading_run(b, false));
            let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
            let order = letters_a.0.chars().map(lower).cmp(letters_b.0.chars().map(lower));
            (a, b) = (letters_a.1, letters_b.1);
            // One run of letters goes on where the other has digits: the digits come first, as in ASCII.
            if order.is_eq() { a.is_empty().cmp(&b.is_empty()).reverse() } else { order }
        } else {
            let value =
                |digits: &str| (digits.trim_start_matches('0').len(), digits.trim_start_matches('0').to_string());
            (a, b) = (rest_a, rest_b);
            value(digits_a).cmp(&value(digits_b))
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The run of digits, or of what is none, at the front, and what follows it.
fn leading_run(text: &str, digits: bool) -> (&str, &str) {
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    fn everything(_: &Path) -> bool {
        false
    }

    fn names(found: &Found) -> Vec<&str> {
        found.files.iter().map(|file| &*file.name).collect()
    }

    #[test]
    fn folders_are_walked_by_relative_path_with_digits_by_value() {
        let folder = folder(&[
            "10月/甲.xlsx",
            "9月/乙.csv",
            "9月/~$乙.csv",
            "9月/.隐藏.csv",
            ".git/x.csv",
            "说明.txt",
            "总表.XLS",
            "表10.ods",
            "表9.ods",
            "表09.ods",
            "a.csv",
            "B.csv",
        ]);
        let files = find_files(&[folder.path().to_path_buf()], everything).unwrap();
        let expected = ["9月/乙.csv", "10月/甲.xlsx", "a.csv", "B.csv", "总表.XLS", "表09.ods", "表9.ods", "表10.ods"];
        assert_eq!(names(&files), expected);
    }

    #[test]
    fn the_order_is_total() {
        let paths =
            ["", "a", "A", "a1", "a01", "a1b", "a2", "a10", "aa", "a/b", "a/10", "ab/1", "1", "01", "1a", "表", "É"];
        for a in paths {
            for b in paths {
                assert_eq!(by_path(a, b), by_path(b, a).reverse(), "{a} {b}");
                assert_eq!(by_path(a, b).is_eq(), a == b, "{a} {b}");
                for c in paths {
                    if by_path(a, b).is_lt() && by_path(b, c).is_lt() {
                        assert!(by_path(a, c).is_lt(), "{a} {b} {c}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_file_given_twice_is_read_once_and_names_are_told_apart() {
        let folder = folder(&["甲/表.csv", "乙/表.csv"]);
        let (first, second) = (folder.path().join("甲"), folder.path().join("乙"));
        let files = find_files(&[first.clone(), first.join("表.csv"), first.join("../甲")], everything).unwrap();
        assert_eq!(names(&files), ["表.csv"]);
        let files = find_files(&[second, first], everything).unwrap();
        let files = files.files;
        assert_eq!(files.len(), 2);
        assert!(files[0].name.ends_with("乙/表.csv") && files[1].name.ends_with("甲/表.csv"), "{files:?}");
    }

    #[test]
    fn folders_that_are_to_be_left_out_are_not_entered() {
        let folder = folder(&["甲/表.csv", "结果/units.csv", "甲/结果/units.csv"]);
        let files = find_files(&[folder.path().to_path_buf()], |folder| folder.ends_with("结果")).unwrap();
        assert_eq!(names(&files), ["甲/表.csv"]);
    }

    #[test]
    fn what_may_be_a_survey_in_another_format_is_not_passed_over_in_silence() {
        let folder = folder(&["1.et", "附件/9月.docx", "附件/10月.PDF", "附件/~$9月.docx", "照片.jpg", "说明.txt"]);
        let found = find_files(&[folder.path().to_path_buf()], everything).unwrap();
        assert_eq!(names(&found), ["1.et"]);
        assert_eq!(found.not_read, ["附件/9月.docx".into(), "附件/10月.PDF".into()]);
        let error = find_files(&[folder.path().join("附件")], everything).unwrap_err();
        assert!(error.help.unwrap().zh.contains("`9月.docx` 之类请先另存为 .xlsx"));
    }

    #[cfg(unix)]
    #[test]
    fn a_subfolder_that_cannot_be_opened_stands_among_the_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&["1.csv", "2/1.csv", "3.csv"]);
        let closed = folder.path().join("2");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let found = find_files(&[folder.path().to_path_buf()], everything);
        // The one who keeps the machine can open anything: then there is nothing to see.
        let open_to_all = fs::read_dir(&closed).is_ok();
        let why = why_closed(&closed);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        let expected = if open_to_all { ["1.csv", "2/1.csv", "3.csv"] } else { ["1.csv", "2/", "3.csv"] };
        assert_eq!(names(&found.unwrap()), expected);
        assert_eq!(why.is_none(), open_to_all);
        assert_eq!(why_closed(folder.path()), None);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let folder = folder(&["说明.txt"]);
        let error = find_files(&[folder.path().to_path_buf()], everything).unwrap_err();
        assert!(error.message.zh.contains("没有调查表") && error.help.unwrap().zh.contains(".xlsx .xlsm"));
        let error = find_files(&[folder.path().join("无此文件.xlsx")], everything).unwrap_err();
        assert!(error.message.en.contains("no such file"));
        let error = find_files(&[folder.path().join("说明.txt")], everything).unwrap_err();
        assert!(error.message.zh.contains("不是调查表的格式"));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_go_round_end_and_one_that_leads_nowhere_is_not_forgotten() {
        let folder = folder(&["a/1.csv"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/again")).unwrap();
        std::os::unix::fs::symlink("nowhere.csv", folder.path().join("a/2.csv")).unwrap();
        assert_eq!(names(&find_files(&[folder.path().to_path_buf()], everything).unwrap()), ["a/1.csv", "a/2.csv"]);
    }
}
