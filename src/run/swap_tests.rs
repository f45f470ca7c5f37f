//! The swap, and every state that an interruption can leave: made by hand, as folders.

use super::super::folder::{Output, Writing};
use super::*;

/// A run in `out` with these files.
fn run(out: &Path, files: &[(&str, &str)]) -> Result<Ended, RunError> {
    let writing = Writing::begin(out)?;
    let outputs: Vec<Output> = files
        .iter()
        .map(|&(name, text)| Output::new(name, move |to| std::io::Write::write_all(to, text.as_bytes())))
        .collect();
    let written = writing.write(&outputs)?;
    writing.finish(Manifest::new(), written)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_second_run_takes_the_place_of_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("结果");
    assert_eq!(run(&out, &[("units.csv", "1"), ("run/a.txt", "x")]).unwrap(), Ended::InPlace { kept: vec![] });
    assert_eq!(run(&out, &[("units.csv", "2")]).unwrap(), Ended::InPlace { kept: vec![] });
    assert_eq!(text(&out.join("units.csv")), "2");
    assert_eq!(names(&out), ["run.json", "units.csv"]);
    assert_eq!(names(dir.path()), ["结果"]);
}

#[test]
fn an_empty_folder_is_used_and_missing_parents_are_made() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("空")).unwrap();
    run(&dir.path().join("空"), &[]).unwrap();
    run(&dir.path().join("a/b/c"), &[]).unwrap();
    assert!(dir.path().join("a/b/c/run.json").is_file());
}

#[test]
fn what_somebody_changed_or_added_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    for round in 1..=3 {
        run(&out, &[("corrections.xlsx", "empty"), ("units.csv", "same")]).unwrap();
        fs::write(out.join("corrections.xlsx"), format!("filled in {round}")).unwrap();
    }
    fs::create_dir(out.join("照片")).unwrap();
    fs::write(out.join("照片/1.jpg"), "photo").unwrap();
    let ended = run(&out, &[("units.csv", "new")]).unwrap();
    let kept = dir.path().join("out.kept");
    // The place is the canonical one.
    let Ended::InPlace { kept: told } = ended else { panic!("{ended:?}") };
    let told: Vec<_> = told.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(told, ["corrections (3).xlsx", "1.jpg"]);
    assert_eq!(names(&kept), ["corrections (2).xlsx", "corrections (3).xlsx", "corrections.xlsx", "照片"]);
    assert_eq!(text(&kept.join("corrections.xlsx")), "filled in 1");
    assert_eq!(text(&kept.join("corrections (3).xlsx")), "filled in 3");
    assert_eq!(text(&kept.join("照片/1.jpg")), "photo");
    assert_eq!(names(&out), ["run.json", "units.csv"]);
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("文档");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("论文.doc"), "mine").unwrap();
    let error = run(&out, &[]).unwrap_err();
    assert!(error.message.zh.contains("run.json") && error.message.zh.contains("文档"), "{error:?}");
    fs::write(out.join("run.json"), r#"{"program": "another", "version": "1"}"#).unwrap();
    assert!(run(&out, &[]).is_err());
    assert_eq!(names(&out), ["run.json", "论文.doc"]);
    assert_eq!(names(dir.path()), ["文档"]);
    let file = dir.path().join("文档/论文.doc");
    assert!(run(&file, &[]).unwrap_err().message.zh.contains("不是文件夹"));
}

#[test]
fn a_writer_that_fails_leaves_the_old_run_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    run(&out, &[("units.csv", "old")]).unwrap();
    let full = |_: &mut dyn std::io::Write| Err(io::Error::from(io::ErrorKind::StorageFull));
    let writing = Writing::begin(&out).unwrap();
    let error = writing.write(&[Output::new("units.csv", full)]).unwrap_err();
    drop(writing);
    assert!(error.message.zh.contains("磁盘已满") && error.message.zh.contains("units.csv"), "{error:?}");
    assert_eq!(text(&out.join("units.csv")), "old");
    assert_eq!(names(dir.path()), ["out"]);
    let writing = Writing::begin(&dir.path().join("new/er")).unwrap();
    assert!(writing.write(&[Output::new("units.csv", full)]).is_err());
    drop(writing);
    assert_eq!(names(dir.path()), ["out"], "parents made for a failed run are gone again");
}

#[test]
fn two_runs_do_not_collide() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let first = Writing::begin(&out).unwrap();
    assert!(Writing::begin(&out).unwrap_err().message.en.contains("another run"));
    first.finish(Manifest::new(), Vec::new()).unwrap();
    assert_eq!(names(dir.path()), ["out"]);
}

/// The folders of a run of each content, to be renamed into the state an interruption leaves.
fn made(dir: &Path, name: &str, content: &str) -> PathBuf {
    let path = dir.join(name);
    run(&path, &[("units.csv", content)]).unwrap();
    path
}

#[test]
fn interrupted_while_writing() {
    let dir = tempfile::tempdir().unwrap();
    let out = made(dir.path(), "out", "old");
    fs::create_dir(dir.path().join("out.part")).unwrap();
    fs::write(dir.path().join("out.part/liftfit.part"), "").unwrap();
    fs::write(dir.path().join("out.part/units.csv"), "ha").unwrap();
    run(&out, &[("units.csv", "new")]).unwrap();
    assert_eq!(text(&out.join("units.csv")), "new");
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn interrupted_before_the_mark_was_set_or_after_it_was_gone() {
    let dir = tempfile::tempdir().unwrap();
    let out = made(dir.path(), "out", "old");
    fs::create_dir(dir.path().join("out.part")).unwrap();
    run(&out, &[("units.csv", "new")]).unwrap();
    made(dir.path(), "out.part", "whole, but not moved in");
    run(&out, &[("units.csv", "newer")]).unwrap();
    assert_eq!(text(&out.join("units.csv")), "newer");
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn interrupted_between_the_two_renames() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    made(dir.path(), "out.old", "old");
    made(dir.path(), "out.part", "new");
    let writing = Writing::begin(&out).unwrap();
    assert_eq!(text(&out.join("units.csv")), "old", "the old run is back before anything else happens");
    drop(writing);
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn interrupted_before_the_old_run_was_gone() {
    let dir = tempfile::tempdir().unwrap();
    let out = made(dir.path(), "out", "new");
    let old = made(dir.path(), "out.old", "old");
    fs::write(old.join("notes.txt"), "mine").unwrap();
    drop(Writing::begin(&out).unwrap());
    assert_eq!(text(&out.join("units.csv")), "new");
    assert_eq!(text(&dir.path().join("out.kept/notes.txt")), "mine");
    assert_eq!(names(dir.path()), ["out", "out.kept"]);
}

#[test]
fn what_is_in_the_way_beside_it_is_not_touched() {
    for name in ["out.part", "out.old"] {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(name)).unwrap();
        fs::write(dir.path().join(name).join("mine.txt"), "mine").unwrap();
        let error = Writing::begin(&dir.path().join("out")).unwrap_err();
        assert!(error.message.zh.contains(name), "{error:?}");
        assert_eq!(names(dir.path()), [name]);
        assert_eq!(text(&dir.path().join(name).join("mine.txt")), "mine");
    }
}

#[test]
fn a_run_that_cannot_be_moved_aside_stays_and_the_new_one_stands_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let out = made(dir.path(), "out", "old");
    for content in ["new", "newer"] {
        let part = made(dir.path(), "out.part", content);
        let place = Place::new(&out).unwrap();
        let held = |from: &Path, to: &Path| {
            if from.ends_with("out") { Err(io::ErrorKind::PermissionDenied.into()) } else { fs::rename(from, to) }
        };
        let Ended::Beside { folder, .. } = swap(&place, &part, &held).unwrap() else { panic!() };
        assert!(folder.ends_with("out.new"));
        assert_eq!(text(&folder.join("units.csv")), content);
        assert_eq!(text(&out.join("units.csv")), "old");
        assert_eq!(names(dir.path()), ["out", "out.new"]);
    }
    run(&out, &[("units.csv", "newest")]).unwrap();
    assert_eq!(names(dir.path()), ["out"], "a run that moves in takes the place of the one that could not");
}

#[test]
fn a_second_rename_that_fails_brings_the_old_run_back() {
    let dir = tempfile::tempdir().unwrap();
    let out = made(dir.path(), "out", "old");
    let part = made(dir.path(), "out.part", "new");
    let stuck = |from: &Path, to: &Path| {
        let moving_in = from.ends_with("out.part") && to.ends_with("out");
        if moving_in { Err(io::ErrorKind::PermissionDenied.into()) } else { fs::rename(from, to) }
    };
    assert!(matches!(swap(&Place::new(&out).unwrap(), &part, &stuck), Ok(Ended::Beside { .. })));
    assert_eq!(text(&out.join("units.csv")), "old");
    assert_eq!(names(dir.path()), ["out", "out.new"]);
}
