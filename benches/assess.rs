//! Evaluating units in memory, by sizes that grow tenfold: the time for a unit should not grow with them.
//!
//! The units are made up from the dictionary, the same ones every time.

mod maker;

use divan::Bencher;
use divan::counter::ItemsCount;
use liftfit::assess::assess;
use liftfit::assess::explain;
use liftfit::assess::sentences;
use liftfit::lang::Lang;
use liftfit::rules::{RuleSet, load, load_text};
use maker::units;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [2_000, 20_000, 200_000];

/// Eighteen criteria of every sort, as a street's rules are.
const STREET: &str = r#"
[ruleset]
id = "street"
title = "一条街"
version = "1"
fields = "fields.toml"

[params]
good_width = { value = "1.10 m" }
least_width = { value = "1.00 m" }
shaft = { value = "2.4 m" }

[derive]
remaining = { value = "front - shaft" }
gap = { value = "opposite - shaft" }

[tables.clearance]
keys = ["kind", "pressure", "diameter"]
rows = [
  ["gas", "low", "*", "0.7 m"], ["gas", "medium", "*", "1.0 m"], ["gas", "high", "*", "1.5 m"],
  ["water", "*", "<= 200 mm", "1.0 m"], ["water", "*", "> 200 mm", "3.0 m"],
  ["sewer", "*", "*", "2.5 m"], ["power", "*", "*", "0.6 m"],
]

[criteria]
storeys = { title = "a", suitable = "storeys >= 4" }
width = { title = "b", suitable = "width >= good_width", difficult = "width >= least_width" }
landing = { title = "c", suitable = "landing >= 1.2 m and landing >= width", otherwise = "difficult" }
lane = { title = "d", applies = "lane", suitable = "remaining >= 4 m", difficult = "remaining >= 3 m" }
front = { title = "e", applies = "not lane", suitable = "remaining >= 1.5 m", difficult = "remaining >= 0.6 m" }
either = { title = "f", suitable = "remaining >= if(lane, 3.5 m, 1.2 m)", otherwise = "difficult" }
opposite = { title = "g", suitable = "gap >= 6 m", difficult = "gap >= 4.5 m" }
danger = { title = "h", suitable = "danger in [a, b] or (danger == none and year >= 2001)", difficult = "danger in [none, c]" }
appraised = { title = "i", suitable = "danger != none or year >= 1995", otherwise = "difficult" }
era = { title = "j", suitable = "year in 1978..2030", difficult = "year in 1960..1977" }
structure = { title = "k", suitable = "structure in [brick, frame]", difficult = "structure == panel" }
heritage = { title = "l", suitable = "heritage == no", difficult = "heritage == area", missing = "unsuitable" }
pipes = { title = "m", suitable = "every(pipes, distance >= clearance[kind, pressure, diameter])", difficult = "every(pipes, distance >= clearance[kind, pressure, diameter] or movable)" }
gas = { title = "n", applies = "any(pipes, kind == gas)", suitable = "every(pipes, kind != gas or distance >= 0.5 m)", otherwise = "difficult" }
fixed = { title = "o", suitable = "count(pipes, not movable) <= 1", difficult = "count(pipes, not movable) <= 3" }
nearest = { title = "p", applies = "count(pipes, kind in [gas, water]) > 0", suitable = "min(pipes, distance) >= 0.4 m", otherwise = "difficult" }
trench = { title = "q", suitable = "sum(pipes, diameter) <= 600 mm", otherwise = "difficult" }
density = { title = "r", applies = "homes > 0", suitable = "homes / storeys >= 2", otherwise = "difficult" }

[verdict.escalate]
many = { when = "count(difficult) >= 6", to = "unsuitable" }
two = { when = "grade(lane) == difficult and grade(pipes) == difficult", to = "unsuitable" }
"#;

const FIELDS: &str = r#"
[fields]
estate = { label = "小区", kind = "text", key = true }
storeys = { label = "层数", kind = "count", range = ["1", "7"] }
homes = { label = "户数", kind = "count", range = ["0", "28"] }
year = { label = "年份", kind = "year", range = ["1950", "2010"] }
width = { label = "梯宽", kind = "length", unit = "m", range = ["0.8 m", "1.5 m"] }
landing = { label = "平台", kind = "length", unit = "m", range = ["0.9 m", "2 m"] }
front = { label = "门前", kind = "length", unit = "m", range = ["2 m", "12 m"] }
opposite = { label = "对面", kind = "length", unit = "m", range = ["5 m", "30 m"] }
lane = { label = "消防车道", kind = "flag" }
danger = { label = "等级", kind = "choice", choices = { a = [], b = [], c = [], d = [], none = [] } }
structure = { label = "结构", kind = "choice", choices = { brick = [], frame = [], panel = [], timber = [] } }
heritage = { label = "保护", kind = "choice", choices = { no = [], area = [], listed = [] } }

[lists.pipes]
label = "管线"
fields.kind = { label = "类型", kind = "choice", choices = { gas = [], water = [], sewer = [], power = [] } }
fields.pressure = { label = "压力", kind = "choice", choices = { low = [], medium = [], high = [] } }
fields.diameter = { label = "管径", kind = "length", unit = "mm", range = ["50 mm", "400 mm"] }
fields.distance = { label = "距离", kind = "length", unit = "m", range = ["0.2 m", "6 m"] }
fields.movable = { label = "可迁", kind = "flag" }
"#;

/// The street's rules, or a shipped rule set.
fn rules(name: &str) -> RuleSet {
    let loaded = match name {
        "street" => load_text(&[("street.toml", STREET), ("fields.toml", FIELDS)], &[]),
        name => load(name, &[]),
    };
    let told: Vec<String> = loaded.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    loaded.rules.unwrap_or_else(|| panic!("{name}: {told:#?}"))
}

#[divan::bench(args = SIZES, consts = [0, 1], sample_count = 20)]
fn grades<const WHICH: usize>(bencher: Bencher, count: usize) {
    let rules = rules(["street", "shanghai"][WHICH]);
    let units = units(&rules, count);
    bencher.counter(ItemsCount::new(count)).bench(|| assess(&rules, &units));
}

#[divan::bench(args = [2_000, 20_000], consts = [0, 1], sample_count = 10)]
fn readable_sentences<const WHICH: usize>(bencher: Bencher, count: usize) {
    let rules = rules(["street", "shanghai"][WHICH]);
    let units = units(&rules, count);
    let assessment = assess(&rules, &units);
    let all: Vec<usize> = (0..count).collect();
    bencher.counter(ItemsCount::new(count)).bench(|| sentences(&rules, &units, &assessment, &all, Lang::Zh));
}

#[divan::bench(args = [2_000, 20_000], sample_count = 10)]
fn whole_explanations(bencher: Bencher, count: usize) {
    let rules = rules("street");
    let units = units(&rules, count);
    let assessment = assess(&rules, &units);
    let all: Vec<usize> = (0..count).collect();
    bencher.counter(ItemsCount::new(count)).bench(|| explain(&rules, &units, &assessment, &all, Lang::Zh));
}
