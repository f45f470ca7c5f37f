//! Reading surveys and the whole program, by sizes that grow tenfold. The surveys are made up on the fly by the
//! program that makes the sample street, 2,000 units a workbook.

// Of the maker, the street itself is not wanted here.
#[allow(dead_code)]
#[path = "../samples/maker/mod.rs"]
mod maker;

use divan::Bencher;
use divan::counter::ItemsCount;
use liftfit::rules::{RuleSet, load};
use liftfit::survey::{Options, read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
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
