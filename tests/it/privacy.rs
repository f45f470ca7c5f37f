//! What may be published holds nothing private. Every private field and every column carried through holds a mark of its
//! own; after `assess` all files of the run are looked through for the marks, inside workbooks too.
//!
//! A new kind of file fails here until it is said how to look into it; a new file that holds a mark fails until it
//! stands in [`FOR_THE_OFFICE`], which is for files that are not published.

use super::{liftfit, status, stderr, stdout};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::fs;
use std::io::Read;
use std::path::Path;

/// The files that may hold what is private: the ledger, and what is for those who keep the survey and the decisions.
const FOR_THE_OFFICE: [&str; 9] = [
    "units.csv",
    "units.parquet",
    "units.xlsx",
    "findings.csv",
    "corrections.xlsx",
    "rejected.csv",
    "decisions.csv",
    "remedies.csv",
    // The audit record: what was read and decided, for `explain --run` and the like.
    "run/",
];

/// Files whose text is the text of the file.
const TEXTS: [&str; 11] = ["csv", "json", "geojson", "qml", "html", "toml", "txt", "svg", "xml", "css", "js"];
/// Files that are archives of such.
const ARCHIVES: [&str; 2] = ["xlsx", "zip"];
/// Columns are compressed in these, so nothing is seen from outside: only these two, which are for the office.
const PARQUET: [&str; 2] = ["units.parquet", "run/readings.parquet"];

/// What stands in the private fields and the columns that are carried through. Numbers in metres and as written; the sum
/// that a criterion makes of a private number is private too, and so is how much it lacks.
const MARKS: [&str; 21] = [
    "Qobjection7",
    "Qsurveyor7",
    "Qphone7",
    "Qnamesake7",
    "Qtenure7",
    "Qunread7",
    "Qcarried7",
    "Qheading7",
    "71.93",
    "71930.5",
    "21930.5",
    "73.03",
    "73030.5",
    "23030.5",
    "0.5839",
    "583.94",
    "416.05",
    "Qvalve7",
    // The same in millionths, and as a place of a slider; in tens of thousands of yuan, as what a remedy costs.
    "71930517",
    "14386103",
    "7.193051",
];

const FIELDS: &str = r#"
[fields.committee]
label = "居民区"
kind = "text"
group = true
[fields.estate]
label = "小区"
kind = "text"
key = true
[fields.unit]
label = "门牌"
kind = "text"
key = true
[fields.longitude]
label = "经度"
kind = "number"
role = "longitude"
crs = "EPSG:4326"
[fields.latitude]
label = "纬度"
kind = "number"
role = "latitude"
crs = "EPSG:4326"
[fields.stair_width]
label = "梯段净宽"
kind = "length"
unit = "m"
[fields.objections]
label = "反对原因"
kind = "text"
private = true
[fields.surveyor]
label = "踏勘人"
kind = "text"
private = true
[fields.phone]
label = "联系电话"
kind = "text"
private = true
[fields.arrears]
label = "欠缴长度"
kind = "length"
unit = "mm"
private = true
[fields.tenure]
label = "产权"
kind = "choice"
choices = { public = ["公房"], private = ["售后房"] }
private = true
[fields.talked_on]
label = "访谈日期"
kind = "date"
private = true
[lists.pipes]
label = "地下管线"
[lists.pipes.fields.kind]
label = "管线类型"
kind = "choice"
choices = { gas = ["燃气"] }
[lists.pipes.fields.distance]
label = "距外墙"
kind = "length"
unit = "mm"
private = true
[lists.pipes.fields.valve]
label = "阀门位置"
kind = "text"
private = true
"#;

const RULES: &str = r#"
[ruleset]
id = "small"
title = "小规则"
version = "1"
fields = "fields.toml"
effective_from = "2020-01-01"
[params.owed]
value = "80 m"
label = "欠缴上限"
range = ["0 m", "100 m"]
[remedies.settle]
title = "补缴"
lifts = { arrears = "suitable", derived = "suitable", tenure = "suitable", pipes = "suitable" }
from = "unsuitable"
when = "arrears > 1 m"
cost = "arrears / 1 m * 1000 元"
[derive.owed_and_wide]
value = "arrears + stair_width"
label = "合计"
[criteria.stair-width]
title = "梯段净宽"
suitable = "stair_width >= 1.00 m"
difficult = "stair_width >= 0.90 m"
cite = "约定"
[criteria.arrears]
title = "欠缴"
suitable = "arrears <= 50 m"
difficult = "arrears <= 80 m"
cite = "约定"
[criteria.owed]
title = "欠缴上限"
suitable = "arrears <= owed"
cite = "约定"
[criteria.derived]
title = "合计"
suitable = "owed_and_wide <= 50 m"
difficult = "owed_and_wide <= 80 m"
cite = "约定"
[criteria.tenure]
title = "产权"
suitable = "tenure == public"
difficult = "tenure == private"
otherwise = "unsuitable"
cite = "约定"
[criteria.pipes]
title = "管线"
suitable = "every(pipes, distance >= 1 m)"
difficult = "every(pipes, distance >= 0.5 m)"
cite = "约定"
"#;

/// One unit with everything; one with a lift's worth of nothing; one without its key; one twice, contradicting itself.
const SURVEY: &str = "居民区,小区,门牌,经度,纬度,梯段净宽,反对原因,踏勘人,联系电话,欠缴长度,产权,访谈日期,来访Qheading7\n\
    第一,甲小区,1,121.5,31.2,1.10,Qobjection7,Qsurveyor7,Qphone7,71930.517,Qtenure7,Qunread7,Qcarried7\n\
    第一,甲小区,2,121.5,31.2,1.10,,,,,,,\n\
    第一,甲小区,,121.5,31.2,1.10,Qobjection7,Qsurveyor7,Qphone7,71930.517,Qtenure7,Qunread7,Qcarried7\n\
    第二,乙小区,1,121.5,31.2,0.95,Qobjection7,Qsurveyor7,Qphone7,71930.517,Qtenure7,Qunread7,Qcarried7\n\
    第二,乙小区,1,121.5,31.2,0.95,Qobjection7,Qnamesake7,Qphone7,71930.517,Qtenure7,Qunread7,Qcarried7\n";

const PIPES: &str = "小区,门牌,管线类型,距外墙,阀门位置\n\
    甲小区,1,燃气,583.947,Qvalve7\n乙小区,1,燃气,583.947,Qvalve7\n丙小区,9,燃气,583.947,Qvalve7\n";

const DECISIONS: &str = "单元,结论,理由,决定单位,决定人,日期,当时评估结论,内部备注\n\
    甲小区/1,不适合,居民意见不一,街道加梯办,Qperson7,2021-06-12,适合,Qremark7\n\
    甲小区/7,适合,,街道加梯办,Qperson7,,,Qremark7\n";
/// Of the decisions: the person, and columns that are no part of a decision.
const OF_DECISIONS: [&str; 2] = ["Qperson7", "Qremark7"];

fn marked() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("调查")).unwrap();
    for (name, text) in [
        ("fields.toml", FIELDS),
        ("rules.toml", RULES),
        ("调查/甲.csv", SURVEY),
        ("调查/管线.csv", PIPES),
        ("决定.csv", DECISIONS),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

/// All files under a folder, by their path in it, with `/` between the parts.
fn files(folder: &Path, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => found.extend(files(&path, &format!("{name}/"))),
            false => found.push(name),
        }
    }
    found.sort();
    found
}

/// The texts in a file: the file itself, or the parts of a workbook with their names.
fn texts(folder: &Path, name: &str) -> Vec<String> {
    let bytes = fs::read(folder.join(name)).unwrap();
    let ending = name.rsplit('.').next().unwrap();
    if TEXTS.contains(&ending) {
        return vec![String::from_utf8(bytes).unwrap()];
    }
    if ARCHIVES.contains(&ending) {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        return (0..archive.len())
            .map(|at| {
                let mut part = archive.by_index(at).unwrap();
                let mut text = format!("{}\n", part.name().unwrap());
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                text.push_str(&String::from_utf8_lossy(&bytes));
                text
            })
            .collect();
    }
    assert!(PARQUET.contains(&name), "`{name}` is of a kind that is not known here: say how to look into it");
    vec![String::from_utf8_lossy(&bytes).into_owned()]
}

/// Whether a text holds a mark, be it in base64, wherever in a longer text it began.
fn holds(text: &str, mark: &str) -> bool {
    let encoded = |before: usize| {
        let code = STANDARD_NO_PAD.encode(format!("{}{mark}", " ".repeat(before)));
        // Without the signs that depend on what stands before and after.
        code.get((before * 8).div_ceil(6)..code.len() - 2).unwrap().to_string()
    };
    text.contains(mark) || mark.len() > 8 && (0..3).any(|before| text.contains(&encoded(before)))
}

/// The files of a run that hold a mark and may be published: `summary.json: Qphone7`.
fn leaks(run: &Path) -> Vec<String> {
    let is_published = |name: &String| {
        // Looked into all the same, so that a kind of file that is not known is noticed.
        let looked_into = !texts(run, name).is_empty();
        let office = |office: &&str| name == office || office.ends_with('/') && name.starts_with(*office);
        looked_into && !FOR_THE_OFFICE.iter().any(office)
    };
    let published = files(run, "").into_iter().filter(is_published);
    let held = |name: String| {
        let texts = texts(run, &name);
        let marks = MARKS.into_iter().chain(OF_DECISIONS);
        let held = marks.filter(|mark| holds(&name, mark) || texts.iter().any(|text| holds(text, mark)));
        held.map(|mark| format!("{name}: {mark}")).collect::<Vec<_>>()
    };
    published.flat_map(held).collect()
}

fn assess(folder: &Path, more: &[&str]) -> std::process::Output {
    let args = ["assess", "调查", "--rules", "rules.toml", "--out", "结果", "--decisions", "决定.csv"];
    let output = liftfit(folder, &[&args[..], &["--as-of", "2022-01-01"], more].concat());
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    output
}

#[test]
fn nothing_private_leaves_the_office() {
    let dir = marked();
    let run = dir.path().join("结果");
    for more in [
        &[][..],
        &["--lang", "en", "--pages", "--base-address", "https://example.org/lifts", "--contact", "街道 8 号"],
        &["--format", "json", "--threads", "1"],
    ] {
        let output = assess(dir.path(), more);
        let written = files(&run, "");
        for name in ["summary.json", "summary.xlsx", "report.html", "map.geojson", "units/"] {
            assert!(written.iter().any(|file| file.starts_with(name)), "{name} is looked through too: {written:?}");
        }
        assert_eq!(leaks(&run), Vec::<String>::new(), "{more:?}");
        let shown = stdout(&output) + &stderr(&output);
        let seen: Vec<&str> = MARKS.into_iter().chain(OF_DECISIONS).filter(|mark| holds(&shown, mark)).collect();
        assert!(seen.is_empty(), "{seen:?} on the terminal: {shown}");
    }
}

#[test]
fn the_marks_are_in_the_ledger_and_the_findings_where_they_belong() {
    let dir = marked();
    assess(dir.path(), &[]);
    let read = |name: &str| fs::read_to_string(dir.path().join("结果").join(name)).unwrap();
    let (units, findings, rejected) = (read("units.csv"), read("findings.csv"), read("rejected.csv"));
    for mark in [
        "Qobjection7",
        "Qsurveyor7",
        "Qphone7",
        "Qcarried7",
        "Qheading7",
        "71.93",
        "73030.5",
        "416.05",
        "Qtenure7",
        "Qperson7",
    ] {
        assert!(units.contains(mark), "{mark}: {units}");
    }
    for mark in ["Qtenure7", "Qunread7", "Qnamesake7"] {
        assert!(findings.contains(mark), "{mark}: {findings}");
    }
    assert!(
        rejected.contains("Qphone7") && rejected.contains("Qvalve7") && rejected.contains("Qperson7"),
        "{rejected}"
    );
    assert!(read("remedies.csv").contains("71930.517"), "what a remedy costs is reckoned from a private number");
    // What everybody may know of a decision is no secret, but the columns of its file that are no part of it are.
    assert!(!units.contains("Qremark7") && !read("decisions.csv").contains("Qremark7"));
    let corrections = texts(&dir.path().join("结果"), "corrections.xlsx").concat();
    assert!(corrections.contains("Qphone7") && !corrections.contains("Qperson7"));
}

#[test]
fn a_form_to_carry_says_where_a_private_cell_is_and_not_what_is_written_there() {
    let dir = marked();
    // Two rows of one unit, of which the one contradicts the other; and a range.
    let survey = SURVEY
        .replace("Qobjection7,Qnamesake7,Qphone7,71930.517", "Qobjection7,Qnamesake7,Qphone7,73030.5~99000")
        .replace("1.10,,,,,,,", "1.10,,,,71930.5~99000,Qtenure7,,");
    fs::write(dir.path().join("调查/甲.csv"), survey).unwrap();
    let args = ["gaps", "调查", "--rules", "rules.toml", "--form", "补测表.xlsx", "-o", "补测计划.xlsx"];
    let output = liftfit(dir.path(), &args);
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    let form = texts(dir.path(), "补测表.xlsx");
    let lines: Vec<&str> =
        form.iter().flat_map(|text| text.split("<t>")).filter(|it| it.contains("欠缴长度（")).collect();
    assert!(lines.iter().any(|line| line.contains("甲小区/2") && line.contains("甲.csv › J3")), "{lines:?}");
    for text in form.iter().chain(&texts(dir.path(), "补测计划.xlsx")).chain([&stdout(&output)]) {
        let seen: Vec<&str> = MARKS.into_iter().filter(|mark| holds(text, mark)).collect();
        assert!(seen.is_empty(), "{seen:?}: {text}");
    }
}

#[test]
fn a_remedy_that_a_private_field_offers_is_in_no_page() {
    let dir = marked();
    assess(dir.path(), &[]);
    let run = dir.path().join("结果");
    let names = |name: &str| texts(&run, name).concat().contains("补缴");
    let pages: Vec<String> = files(&run, "").into_iter().filter(|name| name.ends_with(".html")).collect();
    assert!(pages.len() > 2, "the report and the unit pages: {pages:?}");
    assert_eq!(pages.into_iter().filter(|name| names(name)).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(names("summary.xlsx") && names("remedies.csv"), "how many there are is told, and which, in the office");
}

#[test]
fn the_manual_names_every_file_that_is_not_published() {
    let manual = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/decisions.md")).unwrap();
    let table = manual.split("## 什么不能公开").nth(1).unwrap().split("| 其余").next().unwrap();
    for name in FOR_THE_OFFICE {
        assert!(table.contains(&format!("`{name}`")), "{name}: {table}");
    }
}

#[test]
fn explain_is_for_the_office_and_shows_what_a_criterion_stands_on() {
    let dir = marked();
    assess(dir.path(), &[]);
    let output = liftfit(dir.path(), &["explain", "甲小区/1", "--run", "结果"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.contains("71930.5") && shown.contains("Qperson7"), "{shown}");
    assert!(!shown.contains("Qphone7") && !shown.contains("Qcarried7"), "no rule asks for them: {shown}");
}

#[test]
fn the_audit_finds_what_is_planted() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path();
    let write = |name: &str, bytes: &[u8]| {
        fs::create_dir_all(run.join(name).parent().unwrap()).unwrap();
        fs::write(run.join(name), bytes).unwrap();
    };
    write("units.csv", b"Qphone7");
    write("run/readings.parquet", b"Qphone7");
    assert_eq!(leaks(run), Vec::<String>::new());
    write("units/1.html", b"<p>Qcarried7</p>");
    write("map.geojson", format!("{{\"a\": \"{}\"}}", STANDARD_NO_PAD.encode("x Qsurveyor7 x")).as_bytes());
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "71.930517 m").unwrap();
    write("summary.xlsx", &workbook.save_to_buffer().unwrap());
    assert_eq!(leaks(run), ["map.geojson: Qsurveyor7", "summary.xlsx: 71.93", "units/1.html: Qcarried7"]);
    write("new.bin", b"");
    assert!(std::panic::catch_unwind(|| leaks(run)).is_err(), "a kind of file that nobody has said how to look into");
}
