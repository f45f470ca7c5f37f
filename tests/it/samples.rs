//! The samples are what their program makes, and come out as their README says.

#[path = "../../samples/maker/mod.rs"]
mod maker;

use liftfit::assess::{Assessment, assess};
use liftfit::rules::ruleset::Grade;
use liftfit::rules::{RuleSet, load};
use liftfit::survey::{Options, Survey, read};
use std::path::{Path, PathBuf};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn rules(name: &str) -> RuleSet {
    let loaded = load(name, &[]);
    assert!(loaded.diagnostics.is_empty(), "{name}: {:?}", loaded.diagnostics);
    loaded.rules.unwrap()
}

fn surveyed(name: &str, rules: &RuleSet) -> Survey {
    read(&[sample(name)], &rules.dictionary, &Options::on(jiff::civil::date(2026, 7, 1)), &|_| {}).unwrap()
}

#[test]
fn the_program_makes_the_bytes_that_are_kept() {
    let made = maker::files().unwrap();
    for (name, bytes) in &made {
        let kept = std::fs::read(sample(name)).unwrap_or_default();
        assert!(kept == *bytes, "samples/{name} differs from what is made: run `cargo run --example street`");
    }
    let kept = std::fs::read_dir(sample("street")).unwrap().count();
    assert_eq!(kept, made.len(), "a file in samples/street that the program does not make");
    let size: usize = made.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size < 1_500_000, "the samples have grown to {size} bytes");
}

#[test]
fn the_street_has_1987_units_in_three_classes_of_a_plausible_size() {
    let rules = rules("shanghai");
    let street = surveyed("street", &rules);
    let assessed: u64 = street.books.files.iter().map(|file| file.rows.assessed).sum();
    assert_eq!((assessed, street.units.count), (1987, 1987));
    // In the two committees that type as they like three doors stand twice.
    let rows = |pick: fn(&liftfit::survey::UnitRows) -> u64| -> u64 {
        street.books.files.iter().map(|file| pick(&file.rows)).sum()
    };
    assert_eq!((rows(|r| r.rejected), rows(|r| r.merged), rows(|r| r.unread)), (0, 6, 0));
    assert!(street.books.files.iter().all(|file| file.failed.is_none()));

    let assessment = assess(&rules, &street.units);
    let share = |grade| 100.0 * assessment.count(grade) as f64 / 1987.0;
    let shares = [share(Grade::Suitable), share(Grade::Difficult), share(Grade::Unsuitable)];
    for (share, near) in shares.into_iter().zip([40.0, 38.0, 22.0]) {
        assert!((share - near).abs() < 2.0, "{shares:?}");
    }
}

#[test]
fn every_variant_decides_some_doors_of_the_street_otherwise() {
    let base = rules("shanghai");
    let street = surveyed("street", &base);
    let before = assess(&base, &street.units);
    let moved = |name: &str| {
        let after = assess(&rules(name), &street.units);
        let better = after.class.iter().zip(&before.class).filter(|(after, before)| after < before).count();
        let worse = after.class.iter().zip(&before.class).filter(|(after, before)| after > before).count();
        (better, worse)
    };
    let (better, worse) = moved("shanghai-strict");
    assert!(better == 0 && worse > 0, "strict: {better} better, {worse} worse");
    let (better, worse) = moved("shanghai-loose");
    assert!(better > 0 && worse == 0, "loose: {better} better, {worse} worse");
    assert_ne!(moved("huzhou"), (0, 0));
    assert_ne!(moved("xiangyang"), (0, 0));
}

#[test]
fn the_small_survey_comes_out_as_worked_by_hand() {
    let rules = rules(sample("small/rules.toml").to_str().unwrap());
    let small = surveyed("small/调查表.csv", &rules);
    let assessment = assess(&rules, &small.units);
    let mut table = String::from("unit,class,best_class,worst_class,deciding\n");
    for unit in 0..small.units.count {
        table.push_str(&line(&rules, &small, &assessment, unit));
    }
    assert_eq!(table, std::fs::read_to_string(sample("small/expected.csv")).unwrap());
}

fn line(rules: &RuleSet, small: &Survey, assessment: &Assessment, unit: usize) -> String {
    let grades = [&assessment.class, &assessment.best, &assessment.worst].map(|column| column[unit].id());
    format!("{},{},{}\n", small.units.name(unit), grades.join(","), assessment.deciding(rules, unit).join(";"))
}

#[test]
fn a_city_of_any_size_is_made_in_the_same_hands() {
    let folder = tempfile::tempdir().unwrap();
    for file in maker::city(3_000, 600) {
        let (name, bytes) = file.unwrap();
        std::fs::write(folder.path().join(Path::new(&name).file_name().unwrap()), bytes).unwrap();
    }
    let rules = rules("shanghai");
    let city = read(&[folder.path().into()], &rules.dictionary, &Options::on(jiff::civil::date(2026, 7, 1)), &|_| {});
    assert_eq!(city.unwrap().units.count, 3_000);
}
