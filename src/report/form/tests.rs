use super::tables::{Table, tables};
use super::{Entry, Filled, FilledRow, Of, Wanted, form};
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::rules::source::rule_sets;
use crate::rules::{Field, FieldIx, Kind, RuleSet, Value, load};
use crate::survey::{Finding, Meaning, Options, Subject, Survey, Values, read, recognise};
use jiff::civil::date;

fn shipped() -> Vec<RuleSet> {
    rule_sets().map(|name| load(name, &[]).rules.expect("the shipped rules are sound")).collect()
}

fn made_up(fields: &str, criterion: &str) -> RuleSet {
    let rules = format!(
        "[ruleset]\nid = \"small\"\ntitle = \"小规则\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
         [criteria.one]\ntitle = \"一\"\nsuitable = \"{criterion}\"\n"
    );
    crate::report::tests::rules_of(&rules, fields)
}

/// Keys, and after them whatever a test adds.
const KEYS: &str = r#"
[fields.estate]
label = "小区"
kind = "text"
key = true
[fields.unit]
label = "门牌"
kind = "text"
key = true
[fields.storeys]
label = "层数"
kind = "count"
"#;

fn survey_of(bytes: &[u8], rules: &RuleSet) -> Survey {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("调查表.xlsx");
    std::fs::write(&path, bytes).unwrap();
    read(&[path], &rules.dictionary, &Options::on(date(2026, 3, 1)), &|_| {}).unwrap()
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}", f.code, f.message.zh)).collect()
}

/// Plausible entries of a field, in the header's unit of measure, and what each is to be read as.
fn plausible(field: &Field, unit: Option<&crate::quantity::Unit>) -> Vec<(Entry, Value)> {
    let text = |text: &str| Entry::Text(text.into());
    let number = |value: Decimal| {
        let written = unit.and_then(|unit| unit.from_base(value)).unwrap_or(value);
        (Entry::Number(written.micros() as f64 / 1e6), Value::Number(Bounds::exact(value)))
    };
    let int = |n| Decimal::from_int(n).unwrap();
    let ends = |low, high| {
        let range = field.range.unwrap_or(Bounds::between(Some(low), Some(high)));
        [range.low().unwrap_or(low), range.high().unwrap_or(high)]
    };
    match &field.kind {
        Kind::Choice(choices) => {
            let entry = |(ix, choice): (usize, &crate::rules::Choice)| (text(choice.shown()), Value::Choice(ix as u16));
            choices.iter().enumerate().map(entry).collect()
        }
        Kind::Several(choices) => {
            let one = |(ix, choice): (usize, &crate::rules::Choice)| {
                (text(choice.shown()), Value::Several { must: 1 << ix, may: 1 << ix })
            };
            let mut entries: Vec<_> = choices.iter().enumerate().map(one).collect();
            if choices.len() > 2 {
                let two = format!("{}、{}", choices[1].shown(), choices[2].shown());
                entries.push((text(&two), Value::Several { must: 0b110, may: 0b110 }));
            }
            entries
        }
        Kind::Flag => vec![(text("是"), Value::Flag(true)), (text("否"), Value::Flag(false))],
        Kind::Text => vec![(text("某某"), Value::Text("某某".into()))],
        Kind::Number(Dimension::Date) => {
            let days = jiff::civil::date(2021, 5, 12).since(date(1970, 1, 1)).unwrap().get_days();
            vec![(Entry::Day(date(2021, 5, 12)), Value::Number(Bounds::exact(int(days.into()))))]
        }
        Kind::Number(Dimension::Year) => ends(int(1950), int(2020)).map(number).into(),
        Kind::Number(_) | Kind::Percent => ends(int(0), int(12)).map(number).into(),
    }
}

/// A form with a row for every plausible entry of every field, each row of another unit, and one row of a unit of
/// which nothing is known; read back, it holds those values and gives no finding.
fn comes_back(rules: &RuleSet, all: bool) {
    let tables = tables(rules, all).unwrap();
    let keys: Vec<FieldIx> = rules.dictionary.key_fields().collect();
    let key = |n: usize| -> FilledRow {
        let (last, others) = keys.split_last().unwrap();
        let text = |text: String| Entry::Text(text);
        // As far from each other as names of doors are, and one that a spreadsheet would make a date of.
        let own = if n == 0 { "12-3".to_string() } else { format!("{}", n * 10) };
        others.iter().map(|ix| (Of::Unit(*ix), text(format!("甲{ix}")))).chain([(Of::Unit(*last), text(own))]).collect()
    };
    let is_key = |of: Of| matches!(of, Of::Unit(ix) if keys.contains(&ix));
    let longest = |table: &Table| -> usize {
        let counts = table.columns.iter().filter(|c| !is_key(c.of)).map(|c| plausible(c.field, c.unit).len());
        counts.max().unwrap_or(0)
    };
    let row = |table: &Table, n: usize| -> (FilledRow, Vec<(Of, Value)>) {
        let mut filled = key(n);
        let mut wanted = Vec::new();
        for column in table.columns.iter().filter(|c| !is_key(c.of)) {
            let entries = plausible(column.field, column.unit);
            let (entry, value) = entries[n % entries.len()].clone();
            filled.push((column.of, entry));
            wanted.push((column.of, value));
        }
        (filled, wanted)
    };
    let rows = longest(&tables[0]).max(2);
    let units: Vec<_> = (0..rows).map(|n| row(&tables[0], n)).collect();
    let mut filled = Filled { units: units.iter().map(|(row, _)| row.clone()).collect(), items: Vec::new() };
    filled.units.push(key(rows));
    let mut items = Vec::new();
    for table in &tables[1..] {
        let list = table.list.unwrap();
        for n in 0..longest(table) {
            let (row, wanted) = row(table, n);
            // The units there are, in turn: the items of one unit stay in their order.
            let unit = n % rows;
            let own: FilledRow = key(unit).into_iter().chain(row.into_iter().filter(|(of, _)| !is_key(*of))).collect();
            filled.items.push((list, own));
            items.push((list, unit, wanted));
        }
    }
    let bytes = form(rules, Wanted { all, rows: 3 }, &filled).unwrap();
    let survey = survey_of(&bytes, rules);
    assert_eq!(told(&survey.findings), Vec::<String>::new(), "{}", rules.id);
    assert_eq!(survey.units.count, rows + 1, "{}", rules.id);
    assert_eq!(survey.books.files[0].rows.rejected + survey.books.files[0].list_rows.rejected, 0);
    let same = |values: &Values, at: usize, wanted: &Value, field: &Field| {
        assert_eq!(&values.get(at), wanted, "{} of {}, row {at}", field.id, rules.id);
    };
    for (unit, (_, wanted)) in units.iter().enumerate() {
        for (of, value) in wanted {
            let Of::Unit(ix) = of else { panic!("an item's field in the units' table") };
            same(&survey.units.fields[*ix].values, unit, value, &rules.dictionary.fields[*ix]);
        }
    }
    for ix in (0..rules.dictionary.fields.len()).filter(|ix| !keys.contains(ix)) {
        same(&survey.units.fields[ix].values, rows, &Value::Unknown, &rules.dictionary.fields[ix]);
    }
    for (list, unit, wanted) in &items {
        let found = &survey.units.lists[*list];
        let fields = &rules.dictionary.lists[*list].fields;
        let (from, to) = (found.offsets[*unit] as usize, found.offsets[*unit + 1] as usize);
        let is = |item: usize| {
            wanted.iter().all(|(of, value)| matches!(of, Of::Item(ix) if found.fields[*ix].values.get(item) == *value))
        };
        assert!((from..to).any(is), "{} of unit {unit} has no item {wanted:?}", fields[0].id);
    }
}

#[test]
fn what_is_filled_into_a_form_of_the_shipped_rules_comes_back_without_a_finding() {
    for rules in shipped() {
        comes_back(&rules, false);
        comes_back(&rules, true);
    }
}

#[test]
fn every_header_is_read_as_its_field() {
    for rules in shipped() {
        for table in tables(&rules, true).unwrap() {
            let read = recognise(&table.name, &table.header_rows(), &rules.dictionary).unwrap();
            assert_eq!(read.subject, table.list.map_or(Subject::Units, Subject::List));
            let wanted = table.columns.iter().zip(0..).map(|(column, at)| {
                let meaning = match (column.of, table.list) {
                    (Of::Item(ix), Some(list)) => Meaning::ListField(list, ix),
                    (Of::Unit(ix) | Of::Item(ix), _) => Meaning::Field(ix),
                };
                (at, meaning, column.unit)
            });
            assert_eq!(read.columns, wanted.collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_form_has_the_fields_that_the_rules_use_and_with_all_the_others_too() {
    let rules = load("shanghai", &[]).rules.unwrap();
    let headers = |all| -> Vec<String> {
        tables(&rules, all).unwrap()[0].columns.iter().map(|column| column.header.clone()).collect()
    };
    let (some, all) = (headers(false), headers(true));
    assert_eq!(some[..4], ["小区", "楼号", "单元号", "居民区"]);
    assert!(some.contains(&"*梯段净宽（m）".to_string()) && some.contains(&"*倾斜率（%）".to_string()));
    assert!(!some.contains(&"踏勘人".to_string()) && all.contains(&"踏勘人".to_string()));
    assert_eq!(all.len(), rules.dictionary.fields.len());
    assert_eq!(all[..some.len()], some);
}

#[test]
fn the_same_rules_give_the_same_bytes() {
    let rules = load("shanghai", &[]).rules.unwrap();
    let made = || form(&rules, Wanted { all: true, rows: 20 }, &Filled::default()).unwrap();
    assert!(made() == made());
}

#[test]
fn sheets_of_lists_that_nobody_wrote_on_are_no_finding() {
    let rules = load("shanghai", &[]).rules.unwrap();
    let keys: FilledRow = rules.dictionary.key_fields().map(|ix| (Of::Unit(ix), Entry::Text("1".into()))).collect();
    let filled = Filled { units: vec![keys], items: Vec::new() };
    let survey = survey_of(&form(&rules, Wanted { all: false, rows: 3 }, &filled).unwrap(), &rules);
    assert_eq!(told(&survey.findings), Vec::<String>::new());
    assert!(!survey.units.lists[0].known[0], "nothing is known of its pipes");
}

#[test]
fn a_unit_without_pipes_says_so_in_a_row() {
    let rules = load("shanghai", &[]).rules.unwrap();
    let keys: FilledRow = rules.dictionary.key_fields().map(|ix| (Of::Unit(ix), Entry::Text("1".into()))).collect();
    let none = (Of::Item(rules.dictionary.lists[0].field("kind").unwrap()), Entry::Text("无".into()));
    let row: FilledRow = keys.iter().cloned().chain([none]).collect();
    let filled = Filled { units: vec![keys], items: vec![(0, row)] };
    let survey = survey_of(&form(&rules, Wanted { all: false, rows: 3 }, &filled).unwrap(), &rules);
    assert_eq!(told(&survey.findings), Vec::<String>::new());
    let pipes = &survey.units.lists[0];
    assert!(pipes.known[0] && pipes.offsets == [0, 0], "it is known that there are none");
}

#[test]
fn kinds_that_the_shipped_dictionary_lacks_come_back_too() {
    let spellings: Vec<String> = (0..60).map(|n| format!("c{n} = [\"第{n}种，很长的选项\"]")).collect();
    let more = format!(
        r#"
[fields.cost]
label = "费用"
kind = "money"
unit = "万元"
range = ["1 万元", "100 万元"]
[fields.share]
label = "同意率"
kind = "percent"
[fields.width]
label = "宽（mm）"
kind = "length"
unit = "mm"
range = ["0.1 m", "3 m"]
[fields.built]
label = "竣工日期"
kind = "date"
[fields.many]
label = "许多"
kind = "choice"
choices = {{ {} }}
[lists.trees]
label = "树/木[调查]"
complete = "unit"
[lists.trees.fields.species]
label = "树种"
kind = "text"
[lists.trees.fields.girth]
label = "胸径"
kind = "length"
unit = "cm"
range = ["0.05 m", "2 m"]
[lists.trees.fields.old]
label = "古树"
kind = "flag"
"#,
        spellings.join(", ")
    );
    let rules = made_up(&format!("{KEYS}{more}"), "storeys >= 4 and count(trees, old) <= 2");
    comes_back(&rules, true);
    comes_back(&rules, false);
}

#[test]
fn headers_that_would_be_read_as_something_else_are_named() {
    let text = |id: &str, label: &str| format!("[fields.{id}]\nlabel = \"{label}\"\nkind = \"text\"\n");
    let two = text("a", "净宽（甲）") + &text("b", "净宽（乙）");
    let open = "[fields.b]\nlabel = \"净宽（略\"\nkind = \"length\"\nunit = \"m\"\n".to_string();
    let unfit = "[fields.b]\nlabel = \"户数（mm）\"\nkind = \"count\"\n".to_string();
    let long = text("b", &"长".repeat(61));
    let list = "[lists.pipes]\nlabel = \"管线\"\ncomplete = \"unit\"\n".to_string()
        + &text("where", "门牌").replace("[fields", "[lists.pipes.fields")
        + &text("deep", "埋深").replace("[fields", "[lists.pipes.fields");
    for (more, id, said) in [
        (two, "`b`", "会被读成 `a`"),
        (open, "`b`", "读不回来"),
        (unfit, "`b`", "与它的种类不符"),
        (long, "`b`", "读不回来"),
        (list, "`where`", "会被读成 `unit`"),
    ] {
        let rules = made_up(&format!("{KEYS}{more}"), "storeys >= 4");
        let error = form(&rules, Wanted { all: true, rows: 1 }, &Filled::default()).unwrap_err();
        assert!(error.message.zh.contains(id) && error.message.zh.contains(said), "{error:?}");
        assert!(error.help.is_some());
    }
}

#[test]
fn where_silence_means_none_the_sheet_says_so_and_how_to_leave_it_open() {
    let rules = made_up(
        &format!(
            "{KEYS}[lists.pipes]\nlabel = \"管线\"\ncomplete = \"file\"\n[lists.pipes.fields.kind]\nlabel = \"类型\"\n\
             kind = \"choice\"\nchoices = {{ gas = [\"燃气\"], water = [\"给水\"] }}\n"
        ),
        "storeys >= 4 and count(pipes, kind == gas) <= 1",
    );
    let hint = tables(&rules, false).unwrap()[1].above[1].clone();
    assert!(hint.contains("一律按“没有”算") && hint.contains("“不详”（写在“类型”栏）"), "{hint}");
    let unit = |door: &str| -> FilledRow {
        [(0, "甲"), (1, door)].map(|(ix, text)| (Of::Unit(ix), Entry::Text(text.into()))).into()
    };
    let kind = |door: &str, text: &str| -> (usize, FilledRow) {
        (0, unit(door).into_iter().chain([(Of::Item(0), Entry::Text(text.into()))]).collect())
    };
    let units = ["10", "20", "30"].map(unit).into();
    let filled = Filled { units, items: vec![kind("10", "燃气"), kind("20", "不详")] };
    let survey = survey_of(&form(&rules, Wanted { all: false, rows: 1 }, &filled).unwrap(), &rules);
    assert_eq!(told(&survey.findings), Vec::<String>::new());
    let pipes = &survey.units.lists[0];
    let surely_none = |unit: usize| pipes.known[unit] && pipes.offsets[unit] == pipes.offsets[unit + 1];
    assert!(!surely_none(0) && !surely_none(1) && surely_none(2), "{pipes:?}");
}
