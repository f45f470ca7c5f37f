//! Reading surveys and the whole program, by sizes that grow tenfold. The surveys are made up on the fly by the
//! program that makes the sample street, 2,000 units a workbook. Peak memory of one of them: `/usr/bin/time -v` before
//! the command, and its name after `--`.

// Of the maker, the street itself is not wanted here.
#[allow(dead_code)]
#[path = "../samples/maker/mod.rs"]
mod maker;

use calamine::{Reader, Xlsx};
use divan::Bencher;
use divan::counter::ItemsCount;
use liftfit::rules::{RuleSet, load};
use liftfit::survey::{Options, read};
use rayon::prelude::*;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [2_000, 20_000, 200_000];

fn city(units: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in maker::city(units, 2_000) {
        let (name, bytes) = file.unwrap();
        let name = PathBuf::from(name);
        std::fs::write(folder.path().join(name.file_name().unwrap()), bytes).unwrap();
    }
    folder
}

fn shanghai() -> RuleSet {
    load("shanghai", &[]).rules.unwrap()
}

/// Files to units, books balanced.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn reading(bencher: Bencher, units: usize) {
    let (folder, rules) = (city(units), shanghai());
    let inputs = [folder.path().to_path_buf()];
    let options = Options::on(jiff::civil::date(2026, 7, 1));
    bencher
        .counter(ItemsCount::new(units))
        .bench(|| read(&inputs, &rules.dictionary, &options, &|_| {}).unwrap().units.count);
}

/// 100,000 units in 50 workbooks, and how many cells they hold. One survey in ten is a text file, left out here.
static CITY: LazyLock<(TempDir, usize)> = LazyLock::new(|| {
    let folder = city(112_000);
    let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "csv")).for_each(|path| {
        fs::remove_file(path).unwrap();
    });
    let cells = bare_loop(folder.path());
    (folder, cells)
});

/// The least that any reading of these files does: calamine's stream of cells, one file a thread, nothing made of them.
fn bare_loop(folder: &Path) -> usize {
    let files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let cells = |file: &PathBuf| {
        let mut book = Xlsx::new(Cursor::new(fs::read(file).unwrap())).unwrap();
        let sheets = book.sheet_names();
        let mut cells = 0;
        for sheet in sheets {
            let mut reader = book.worksheet_cells_reader(&sheet).unwrap();
            while reader.next_cell().unwrap().is_some() {
                cells += 1;
            }
        }
        cells
    };
    files.par_iter().map(cells).sum()
}

/// Cells a second of calamine alone.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn cells_bare(bencher: Bencher) {
    let (folder, cells) = &*CITY;
    bencher.counter(ItemsCount::new(*cells)).bench(|| bare_loop(folder.path()));
}

/// Cells a second from files to units: budgets, headers, cells, identity, books.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn cells_read(bencher: Bencher) {
    let (folder, cells) = &*CITY;
    let rules = shanghai();
    let options = Options::on(jiff::civil::date(2026, 7, 1));
    let inputs = [folder.path().to_path_buf()];
    bencher
        .counter(ItemsCount::new(*cells))
        .bench(|| read(&inputs, &rules.dictionary, &options, &|_| {}).unwrap().units.count);
}

/// The program as a process: files to a finished run folder.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn whole(bencher: Bencher, units: usize) {
    let (folder, out) = (city(units), tempfile::tempdir().unwrap());
    bencher.counter(ItemsCount::new(units)).bench(|| {
        let status = Command::new(env!("CARGO_BIN_EXE_liftfit"))
            .arg("assess")
            .arg(folder.path())
            .args(["--rules", "shanghai", "--quiet", "--out"])
            .arg(out.path().join("run"))
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
    });
}
