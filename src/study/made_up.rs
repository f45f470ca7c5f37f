//! Rules files made up from bytes, as text, so that tests go the whole way from files to answers; and variants of them,
//! in which some pieces are drawn anew. Fewer bytes make simpler ones.

use crate::assess::trials::made_up::Source;
use crate::assess::trials::made_up_units::value;
use crate::rules::{RuleSet, Value, load_text};
use crate::survey::Units;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const FIELDS: &str = r#"
[fields]
estate = { label = "小区", kind = "text", key = true }
n0 = { label = "甲数", kind = "number", range = ["-9", "9"] }
n1 = { label = "乙数", kind = "number", range = ["-9", "9"] }
c0 = { label = "甲选", kind = "choice", choices = { a = [], b = [], c = [] } }
f0 = { label = "甲旗", kind = "flag" }
has_lift = { label = "已有电梯", kind = "flag" }
[lists.l]
label = "清单"
fields.n = { label = "数", kind = "number" }
fields.c = { label = "选", kind = "choice", choices = { a = [], b = [], c = [] } }
"#;

/// The pieces of a rules file: what stands under each key.
#[derive(Clone, Debug)]
pub struct Pieces(Vec<(String, String)>);

/// How a piece is drawn.
type Draw = fn(&mut Source) -> String;

/// Which pieces there are.
const PIECES: &[(&str, Draw)] = &[
    ("params.p0.value", number),
    ("params.p1.value", number),
    ("params.word.value", |src| format!("\"{}\"", choice(src))),
    ("params.words.value", |src| format!("[\"{}\", \"{}\"]", choice(src), choice(src))),
    ("params.switch.value", |src| src.once_in(2).to_string()),
    ("derive.d0.value", |src| quoted(num(src, false, 1))),
    ("tables.t.rows", rows),
    ("criteria.k0.suitable", |src| quoted(cond(src, 2))),
    ("criteria.k0.difficult", |src| quoted(cond(src, 1))),
    ("criteria.k1.suitable", |src| quoted(cond(src, 2))),
    ("criteria.k1.applies", |src| quoted(cond(src, 1))),
    ("criteria.k1.enabled", |src| (!src.once_in(3)).to_string()),
    ("criteria.k1.otherwise", |src| quoted(["unsuitable", "difficult"][src.pick(2)].into())),
    ("criteria.k2.suitable", |src| quoted(cond(src, 1))),
    ("criteria.k2.otherwise", |src| quoted(["difficult", "unsuitable"][src.pick(2)].into())),
    ("criteria.k2.missing", |src| quoted(["difficult", "suitable", "unsuitable"][src.pick(3)].into())),
    ("criteria.k2.group", |src| quoted(["甲", "乙"][src.pick(2)].into())),
    ("criteria.k1.group", |src| quoted(["甲", "乙"][src.pick(2)].into())),
    ("verdict.escalate.e.when", tally),
    ("verdict.when_nothing_applies", |src| quoted(["difficult", "suitable"][src.pick(2)].into())),
];

fn quoted(text: String) -> String {
    format!("\"{text}\"")
}

fn number(src: &mut Source) -> String {
    quoted(format!("{}", src.pick(7) as i64 - 2))
}

fn choice(src: &mut Source) -> &'static str {
    ["a", "b", "c"][src.pick(3)]
}

fn rows(src: &mut Source) -> String {
    let row = |src: &mut Source| format!("[\"{}\", \"{}\"]", ["a", "b", "c", "*"][src.pick(4)], src.pick(5));
    let rows: Vec<String> = (0..1 + src.pick(3)).map(|_| row(src)).collect();
    format!("[{}]", rows.join(", "))
}

fn tally(src: &mut Source) -> String {
    let one = |src: &mut Source| match src.pick(4) {
        0 => format!("count(difficult) >= {}", 1 + src.pick(3)),
        1 => format!("count(difficult, '甲') >= {}", 1 + src.pick(2)),
        at => format!("grade(k{}) == difficult", at - 1),
    };
    let (a, b) = (one(src), one(src));
    quoted(if src.once_in(2) { format!("{a} and {b}") } else { a })
}

/// A number of the unit, or of an item.
fn num(src: &mut Source, item: bool, depth: usize) -> String {
    let leaf = |src: &mut Source| match src.pick(if item { 8 } else { 6 }) {
        0 => "n0".to_string(),
        1 => "n1".to_string(),
        2 => "p0".to_string(),
        3 => "p1".to_string(),
        4 => format!("{}", src.pick(5)),
        5 => "t[c0]".to_string(),
        6 => "n".to_string(),
        _ => "t[c]".to_string(),
    };
    if depth == 0 {
        return leaf(src);
    }
    let (a, b) = (leaf(src), num(src, item, depth - 1));
    match src.pick(5) {
        0 => a,
        1 => format!("{a} + {b}"),
        2 => format!("{a} - {b}"),
        3 => format!("max({a}, {b})"),
        _ => format!("min({a}, {b})"),
    }
}

fn cond(src: &mut Source, depth: usize) -> String {
    if depth > 0 && src.once_in(2) {
        let (a, b) = (cond(src, depth - 1), cond(src, depth - 1));
        return match src.pick(4) {
            0 => format!("({a}) and ({b})"),
            1 => format!("({a}) or ({b})"),
            2 => format!("not ({a})"),
            _ => format!("if(f0, {a}, {b})"),
        };
    }
    let how = |src: &mut Source| [">=", "<", "<=", ">"][src.pick(4)];
    match src.pick(8) {
        0 => format!("d0 {} p0", how(src)),
        1 => format!("{} {} {}", num(src, false, 1), how(src), num(src, false, 1)),
        2 => "c0 == word".into(),
        3 => "c0 in words".into(),
        4 => "switch".into(),
        5 => format!("every(l, {} {} {})", num(src, true, 1), how(src), num(src, true, 0)),
        6 => format!("any(l, c == word and {} {} p1)", num(src, true, 0), how(src)),
        _ => format!("sum(l, n) {} {}", how(src), num(src, false, 1)),
    }
}

/// All pieces, drawn.
pub fn pieces(src: &mut Source) -> Pieces {
    Pieces(PIECES.iter().map(|(path, draw)| (path.to_string(), draw(src))).collect())
}

impl Pieces {
    /// The same with some drawn anew.
    pub fn varied(&self, src: &mut Source) -> Pieces {
        let mut all = self.clone();
        for ((_, text), (_, draw)) in all.0.iter_mut().zip(PIECES) {
            if src.once_in(4) {
                *text = draw(src);
            }
        }
        all
    }

    /// The rule set that they make.
    pub fn rules(&self) -> RuleSet {
        self.rules_with("")
    }

    /// The same with remedies, drawn.
    pub fn with_remedies(&self, src: &mut Source) -> RuleSet {
        let grade = |src: &mut Source| ["suitable", "suitable", "difficult"][src.pick(3)];
        let one = |nth: usize, src: &mut Source| {
            let (first, second) = (src.pick(3), src.pick(3));
            let mut lifts = format!("k{first} = \"{}\"", grade(src));
            if second != first && src.once_in(2) {
                lifts.push_str(&format!(", k{second} = \"{}\"", grade(src)));
            }
            let mut text = format!("[remedies.r{nth}]\ntitle = \"措施{nth}\"\nlifts = {{ {lifts} }}\n");
            if src.once_in(2) {
                text.push_str("from = \"unsuitable\"\n");
            }
            if src.once_in(2) {
                text.push_str(&format!("when = \"{}\"\n", cond(src, 0)));
            }
            match src.pick(4) {
                0 => {}
                1 => text.push_str("cost = \"1 元 * max(n1, 0)\"\n"),
                at => text.push_str(&format!("cost = \"{} 元\"\n", at - 1)),
            }
            text
        };
        let count = 1 + src.pick(5);
        self.rules_with(&(0..count).map(|nth| one(nth, src)).collect::<String>())
    }

    fn rules_with(&self, more: &str) -> RuleSet {
        let mut text = "ruleset = { id = \"x\", title = \"x\", version = \"1\", fields = \"fields.toml\" }\n\
                        tables.t.keys = [\"c\"]\nverdict.escalate.e.to = \"unsuitable\"\n\
                        params.p0.range = [\"-3\", \"5\"]\ncriteria.k0.group = \"甲\"\n"
            .to_string();
        for (path, value) in &self.0 {
            text.push_str(&format!("{path} = {value}\n"));
        }
        text.push_str(more);
        let loaded = load_text(&[("rules.toml", &text), ("fields.toml", FIELDS)], &[]);
        let told: Vec<String> = loaded.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
        loaded.rules.unwrap_or_else(|| panic!("{told:#?}\n{text}"))
    }
}

/// A unit for each of these, in every state of knowledge.
pub fn units(rules: &RuleSet, sorts: &[Vec<u8>]) -> Units {
    let mut units = Units::new(&rules.dictionary);
    for (nth, bytes) in sorts.iter().enumerate() {
        let mut src = Source::small(bytes);
        let fields: Vec<Value> = rules
            .dictionary
            .fields
            .iter()
            .map(|field| match field.id.as_str() {
                "estate" => Value::Text(nth.to_string().into()),
                "has_lift" => Value::Flag(src.once_in(12)),
                "f0" => value(&mut src, 5),
                "c0" => value(&mut src, 3),
                _ => value(&mut src, 0),
            })
            .collect();
        let item = |src: &mut Source| (!src.once_in(4), vec![value(src, 0), value(src, 3)]);
        let items = (0..src.pick(4)).map(|_| item(&mut src)).collect();
        let known = !src.once_in(5);
        units.push(&[nth.to_string().into()], &fields, &[known.then_some(items)]);
    }
    units
}

/// The same draws on every run.
pub fn runner() -> TestRunner {
    TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// So many bytes.
pub fn bytes(runner: &mut TestRunner, count: usize) -> Vec<u8> {
    vec(any::<u8>(), count..=count).new_tree(runner).expect("bytes can always be drawn").current()
}
