//! Gaps held against every answer, for made-up rules; and by example.

use super::*;
use crate::assess::assess;
use crate::assess::trials::made_up::Source;
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::rules::{FieldIx, Kind, Value};
use crate::study::made_up::{bytes, pieces, runner, units};

/// Every answer there is to a field: all choices, both flags, and numbers at the thresholds, which are whole, and between
/// them where nothing is counted; and what a word for none counts as.
fn answers(rules: &RuleSet, field: FieldIx) -> Vec<Value> {
    let field = &rules.dictionary.fields[field];
    let half = |half: i64| Value::Number(Bounds::exact(Decimal::from_micros(half * 500_000).unwrap()));
    match &field.kind {
        Kind::Flag => vec![Value::Flag(false), Value::Flag(true)],
        Kind::Choice(choices) => (0..choices.len()).map(|at| Value::Choice(at as u16)).collect(),
        Kind::Number(Dimension::Count) => (-10..=14).map(|whole| half(2 * whole)).collect(),
        _ => (-20..=28).map(half).chain(field.none.clone()).collect(),
    }
}

/// Made-up rules, one number of whose units is counted, while of the other a word for none counts as one out of range.
fn made_up(runner: &mut proptest::test_runner::TestRunner) -> RuleSet {
    let mut rules = pieces(&mut Source::small(&bytes(runner, 400))).rules();
    for field in &mut rules.dictionary.fields {
        match field.id.as_str() {
            "n0" => field.none = Some(Value::Number(Bounds::exact(Decimal::from_int(20).unwrap()))),
            "n1" => field.kind = Kind::Number(Dimension::Count),
            _ => {}
        }
    }
    rules
}

/// One unit for each combination of answers to these fields; nothing where there are too many.
fn answered(rules: &RuleSet, units: &Units, unit: usize, fields: &[FieldIx]) -> Option<Units> {
    let one: Vec<Value> = units.fields.iter().map(|column| column.values.get(unit)).collect();
    let mut rows = vec![one];
    for &field in fields {
        let all = answers(rules, field);
        let with = |row: &Vec<Value>| {
            all.iter()
                .filter(|value| admits(&row[field], value))
                .map(|value| {
                    let mut row = row.clone();
                    row[field] = value.clone();
                    row
                })
                .collect::<Vec<_>>()
        };
        rows = rows.iter().flat_map(with).collect();
        if rows.len() > 3_000 {
            return None;
        }
    }
    let list = &units.lists[0];
    let items = list.known[unit].then(|| {
        list.of(unit)
            .map(|item| (list.sure[item], list.fields.iter().map(|column| column.values.get(item)).collect()))
            .collect::<Vec<_>>()
    });
    let mut made = Units::new(&rules.dictionary);
    rows.iter().for_each(|row| made.push(&["x".into()], row, std::slice::from_ref(&items)));
    Some(made)
}

/// Whether an answer agrees with what is known of the number already.
fn admits(known: &Value, answer: &Value) -> bool {
    match (known, answer) {
        (Value::Number(bounds), Value::Number(exact)) => bounds.narrowed(*exact).is_some(),
        _ => true,
    }
}

/// What all answers to some fields come to.
struct Answered {
    /// Every answer settles the unit, but where the rules have no answer themselves
    promised: bool,
    /// Every answer does, but where nothing more could be measured
    always: bool,
    /// Some answer does
    ever: bool,
}

/// Tries all answers to these fields; nothing where there are too many.
fn tried(rules: &RuleSet, units: &Units, unit: usize, fields: &[FieldIx]) -> Option<Answered> {
    let made = answered(rules, units, unit, fields)?;
    let a = assess(rules, &made);
    let left = crate::assess::needs::needs(rules, &made, &a);
    let every = |allowed: &dyn Fn(&[Needs]) -> bool| left.values().all(|needs| allowed(needs));
    Some(Answered {
        promised: every(&|needs| needs.iter().any(|needs| needs.by_rules)),
        always: every(&|needs| needs.iter().all(|needs| needs.by_rules && needs.of.is_empty())),
        ever: (0..made.count).any(|row| a.is_settled(row)),
    })
}

fn fields_of(needs: &[Need]) -> Option<Vec<FieldIx>> {
    needs.iter().map(|need| if let Need::Field(field) = need { Some(*field) } else { None }).collect()
}

#[test]
fn what_is_promised_to_settle_a_unit_does_whatever_comes_out_and_seldom_less_would() {
    let mut runner = runner();
    let (mut promised, mut smallest, mut chances, mut real) = (0, 0, 0, 0);
    for _ in 0..400 {
        let rules = made_up(&mut runner);
        let sorts: Vec<Vec<u8>> = (0..12).map(|_| bytes(&mut runner, 40)).collect();
        let units = units(&rules, &sorts);
        let a = assess(&rules, &units);
        for unit in 0..units.count {
            let ends = crate::assess::outlook(&rules, &possible_of(&rules, &a, unit));
            assert_eq!(ends, (a.best[unit], a.worst[unit]), "one unit by itself, as in the columns");
        }
        for gap in gaps(&rules, &units, &a) {
            assert!(!gap.sure.is_empty() || !gap.by_rules.is_empty(), "all measured, all is known: {gap:?}");
            for set in &gap.sure {
                let Some(fields) = fields_of(set) else { continue };
                let Some(answered) = tried(&rules, &units, gap.unit, &fields) else { continue };
                assert!(
                    answered.promised,
                    "{gap:?} of {:?}",
                    units.fields.iter().map(|column| column.values.get(gap.unit)).collect::<Vec<_>>()
                );
                promised += 1;
                let less = fields.iter().any(|left_out| {
                    let rest: Vec<FieldIx> = fields.iter().copied().filter(|field| field != left_out).collect();
                    tried(&rules, &units, gap.unit, &rest).is_some_and(|answered| answered.always)
                });
                assert!(!less || !gap.whole, "{gap:?}");
                smallest += usize::from(!less);
            }
            for chance in &gap.chances {
                let Some(fields) = fields_of(&chance.needs) else { continue };
                let Some(answered) = tried(&rules, &units, gap.unit, &fields) else { continue };
                chances += 1;
                real += usize::from(answered.ever);
            }
        }
    }
    assert!(promised > 800 && chances > 20, "{promised} {chances}");
    assert!(smallest * 100 >= promised * 85, "of {promised} sets {smallest} cannot do with less");
    assert!(real * 100 >= chances * 90, "of {chances} chances {real} are real");
}

const FIELDS: &str = "[fields]\n\
    estate = { label = \"小区\", kind = \"text\", key = true }\n\
    width = { label = \"净宽\", kind = \"length\", unit = \"m\" }\n\
    taken = { label = \"占用\", kind = \"length\", unit = \"m\" }\n\
    storeys = { label = \"层数\", kind = \"count\" }\n\
    kind = { label = \"结构\", kind = \"choice\", choices = { brick = [\"砖混\"], frame = [\"框架\"] } }\n\
    has_lift = { label = \"已有电梯\", kind = \"flag\" }\n\
    [lists.pipes]\nlabel = \"管线\"\n\
    fields.what = { label = \"类型\", kind = \"choice\", choices = { gas = [], water = [] } }\n\
    fields.distance = { label = \"距离\", kind = \"length\", unit = \"m\" }\n";

const RULES: &str = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
    [criteria]\n\
    width = { title = \"净宽\", suitable = \"width - taken >= 1.10 m\", difficult = \"width - taken >= 1.00 m\", cite = \"x\" }\n\
    storeys = { title = \"层数\", suitable = \"storeys >= 4\", otherwise = \"difficult\", cite = \"x\" }\n\
    kind = { title = \"结构\", suitable = \"kind == brick\", otherwise = \"difficult\", cite = \"x\" }\n\
    gas = { title = \"燃气\", suitable = \"every(pipes, what != gas or distance >= 1 m)\", otherwise = \"difficult\", cite = \"x\" }\n";

/// What is known of a unit: width, taken and storeys (empty: not known), structure (`?`: something else was written), and
/// pipes (`None`: nobody looked): whether it is gas, and how far.
type Row<'r> = (&'r str, &'r str, &'r str, &'r str, Option<&'r [(bool, &'r str)]>);

fn surveyed(rows: &[Row]) -> (RuleSet, Units) {
    let loaded = crate::rules::load_text(&[("rules.toml", RULES), ("fields.toml", FIELDS)], &[]);
    let rules = loaded.rules.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
    let number =
        |text: &str| Decimal::parse(text).map_or(Value::Unknown, |number| Value::Number(Bounds::exact(number)));
    let mut units = Units::new(&rules.dictionary);
    for (nth, (width, taken, storeys, kind, pipes)) in rows.iter().enumerate() {
        let kind = match *kind {
            "brick" => Value::Choice(0),
            "frame" => Value::Choice(1),
            "?" => Value::Foreign,
            _ => Value::Unknown,
        };
        let name = Value::Text(nth.to_string().into());
        let fields = [name, number(width), number(taken), number(storeys), kind, Value::Flag(false)];
        let item = |(gas, far): &(bool, &str)| (true, vec![Value::Choice(u16::from(!gas)), number(far)]);
        units.push(&[nth.to_string().into()], &fields, &[pipes.map(|pipes| pipes.iter().map(item).collect())]);
    }
    (rules, units)
}

/// A gap in ids: `sure: width | taken; may: kind`.
fn told(rules: &RuleSet, gap: &Gap) -> String {
    let ids = |needs: &[Need]| needs.iter().map(|need| need.id(rules)).collect::<Vec<_>>().join("+");
    let sure = gap.sure.iter().map(|set| ids(set)).collect::<Vec<_>>().join(" | ");
    let may =
        gap.chances.iter().map(|chance| format!("{}→{}", ids(&chance.needs), chance.class.id())).collect::<Vec<_>>();
    format!("sure: {sure}; may: {}", may.join(" | "))
}

#[test]
fn the_fewest_measurements_that_settle_a_unit_and_those_that_may() {
    let known: Option<&[(bool, &str)]> = Some(&[]);
    for (row, expected) in [
        (("", "0", "6", "brick", known), "sure: width; may: "),
        (("", "0", "", "brick", known), "sure: width+storeys; may: width→unsuitable"),
        (("", "0", "2", "", known), "sure: width; may: "),
        (("1.2", "0", "6", "brick", None), "sure: pipes; may: "),
        (("1.2", "0", "6", "brick", Some(&[(true, ""), (false, "")])), "sure: pipes.distance; may: "),
        (("1.2", "0", "6", "?", known), "sure: kind; may: "),
        (("1.2", "0", "", "", known), "sure: storeys+kind; may: storeys→difficult | kind→difficult"),
    ] {
        let (rules, units) = surveyed(&[row]);
        let found = gaps(&rules, &units, &assess(&rules, &units));
        assert_eq!(found.iter().map(|gap| told(&rules, gap)).collect::<Vec<_>>(), [expected], "{row:?}");
    }
}

#[test]
fn the_plan_goes_where_the_fewest_measurements_settle_the_most_doors() {
    let known: Option<&[(bool, &str)]> = Some(&[]);
    let rows: Vec<Row> = vec![
        ("", "0", "", "brick", known),
        ("1.2", "0", "6", "", known),
        ("", "0", "6", "brick", known),
        ("", "0", "6", "brick", known),
        ("1.2", "0", "6", "brick", known),
    ];
    let (rules, units) = surveyed(&rows);
    let plan = plan(&gaps(&rules, &units, &assess(&rules, &units)), &|unit| unit % 2);
    let batches: Vec<(usize, &[usize])> = plan.batches.iter().map(|batch| (batch.committee, &*batch.units)).collect();
    assert_eq!(batches, [(0, &[2][..]), (1, &[3]), (1, &[1]), (0, &[0])], "two measurements come last");
    assert_eq!(plan.curve(), [(0, 0), (1, 1), (2, 2), (3, 3), (5, 4)]);
    let together = super::plan(&gaps(&rules, &units, &assess(&rules, &units)), &|_| 0);
    assert_eq!(together.batches[0].units, [2, 3], "in one committee they are one batch");
}

#[test]
fn a_near_miss_is_told_with_the_least_error_that_it_takes() {
    let known: Option<&[(bool, &str)]> = Some(&[(true, "1.004")]);
    let rows: Vec<Row> = vec![
        ("1.10", "0", "6", "brick", known),
        ("1.085", "0", "6", "brick", known),
        ("1.3", "0.19", "6", "brick", known),
        ("1.5", "0", "6", "brick", known),
        ("", "0", "6", "brick", known),
    ];
    let (rules, units) = surveyed(&rows);
    let margin = [(Dimension::LENGTH, Decimal::parse("0.02").unwrap())];
    let found = near(&rules, &units, &assess(&rules, &units), &margin);
    let told = |near: &Near| {
        format!("{} {} {} {}..{}", near.unit, near.need.id(&rules), near.off, near.best.id(), near.worst.id())
    };
    assert_eq!(
        found.iter().map(told).collect::<Vec<_>>(),
        [
            "0 width 0.000001 suitable..difficult",
            "0 pipes.distance 0.004001 suitable..difficult",
            "1 width 0.015 suitable..difficult",
            "2 pipes.distance 0.004001 suitable..difficult",
            "2 width 0.010001 suitable..difficult",
            "2 taken 0.010001 suitable..difficult",
            "3 pipes.distance 0.004001 suitable..difficult",
        ],
        "nought taken is not measured; the last unit is open anyway"
    );
}

/// A unit of which nothing is known, under these fields and criteria.
fn nothing_known(fields: &str, criteria: &str) -> String {
    let fields = format!("[fields]\nestate = {{ label = \"小区\", kind = \"text\", key = true }}\n{fields}");
    let rules = format!(
        "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n[criteria]\n{criteria}"
    );
    let loaded = crate::rules::load_text(&[("rules.toml", &rules), ("fields.toml", &fields)], &[]);
    let rules = loaded.rules.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
    let mut units = Units::new(&rules.dictionary);
    units.push(&["1".into()], &[Value::Text("1".into())], &[]);
    let found = gaps(&rules, &units, &assess(&rules, &units));
    let when = |chance: &Chance| {
        let when = chance
            .when
            .iter()
            .map(|(at, grade)| format!("{} {}", rules.criteria[*at].id, grade.map_or("n/a", Grade::id)));
        when.collect::<Vec<_>>().join(", ")
    };
    let chances: Vec<String> = found[0].chances.iter().map(when).collect();
    format!("{}; when: {}", told(&rules, &found[0]), chances.join(" | "))
}

#[test]
fn answers_are_what_a_reader_of_surveys_takes() {
    let agree = "agree = { label = \"同意\", kind = \"flag\" }\n";
    let criterion = |id: &str, suitable: &str| {
        format!("{id} = {{ title = \"x\", suitable = \"{suitable}\", otherwise = \"difficult\", cite = \"x\" }}\n")
    };
    // A fee may be larger than a million.
    let fee = format!("fee = {{ label = \"费用\", kind = \"money\", unit = \"元\" }}\n{agree}");
    let asked = nothing_known(&fee, &criterion("fee", "fee <= 150 万元 or agree"));
    assert_eq!(asked, "sure: fee+agree; may: fee→suitable | agree→suitable; when: fee suitable | fee suitable");
    // None counts as no width at all, which nobody would measure.
    let width = "width = { label = \"宽\", kind = \"length\", unit = \"m\", range = [\"0.5 m\", \"3 m\"]";
    let widths = |none: &str| format!("{width}{none} }}\n{agree}");
    let wide = criterion("width", "width >= 0.4 m or agree");
    assert!(nothing_known(&widths(""), &wide).starts_with("sure: width; "));
    assert!(nothing_known(&widths(", none = \"0 m\""), &wide).starts_with("sure: width+agree; "));
    // There is no number of storeys between six and seven.
    let storeys = format!("storeys = {{ label = \"层数\", kind = \"count\" }}\n{agree}");
    let three = [criterion("few", "storeys <= 6"), criterion("many", "storeys >= 7"), criterion("agreed", "agree")];
    let both = "[verdict.escalate.both]\nwhen = \"count(difficult) >= 2\"\nto = \"unsuitable\"\nlabel = \"都难\"\n";
    let asked = nothing_known(&storeys, &(three.concat() + both));
    assert_eq!(asked, "sure: storeys+agree; may: ; when: ");
    // One that makes a class bad does it alone, whatever the other is.
    let width = criterion("width", "width >= 1 m").replace("difficult", "unsuitable");
    let asked = nothing_known(
        &format!("{}{storeys}", widths("").replace(agree, "")),
        &(criterion("few", "storeys <= 6") + &width),
    );
    assert_eq!(asked, "sure: width+storeys; may: width→unsuitable; when: width unsuitable");
}

#[test]
fn a_field_takes_the_margin_that_fits_its_unit_of_measure_and_none_beside_a_private_field() {
    let fields = "[fields]\nestate = { label = \"小区\", kind = \"text\", key = true }\n\
        width = { label = \"净宽\", kind = \"length\", unit = \"m\" }\n\
        sunk = { label = \"沉降\", kind = \"length\", unit = \"mm\" }\n\
        long = { label = \"欠缴长度\", kind = \"length\", unit = \"m\", private = true }\n";
    let rules = |width: &str| {
        format!(
            "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n[criteria]\n\
             width = {{ title = \"宽\", suitable = \"{width}\", otherwise = \"difficult\", cite = \"x\" }}\n\
             sunk = {{ title = \"沉降\", suitable = \"sunk <= 4 mm\", otherwise = \"difficult\", cite = \"x\" }}\n"
        )
    };
    let number = |text: &str| Value::Number(Bounds::exact(Decimal::parse(text).unwrap()));
    let found = |width: &str, sunk: &str, margins: &[&str]| {
        let loaded = crate::rules::load_text(&[("rules.toml", &rules(width)), ("fields.toml", fields)], &[]);
        let rules = loaded.rules.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
        let mut units = Units::new(&rules.dictionary);
        units.push(&["1".into()], &[Value::Text("1".into()), number("1.1"), number(sunk), number("8.8")], &[]);
        let margins: Vec<_> = margins.iter().map(|m| (Dimension::LENGTH, Decimal::parse(m).unwrap())).collect();
        let near = near(&rules, &units, &assess(&rules, &units), &margins);
        near.iter().map(|near| near.need.id(&rules)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found("width >= 1.09 m", "0.0012", &["0.02"]), "width", "2 cm are nothing for what is read off in mm");
    assert_eq!(found("width >= 1.09 m", "0.003", &["0.02", "0.002"]), "sunk width");
    assert_eq!(found("width >= 1.09 m", "0.003", &["0.002"]), "sunk");
    assert_eq!(found("width + long <= 9.91 m", "0.0012", &["0.02"]), "", "it would give the private number away");
}
