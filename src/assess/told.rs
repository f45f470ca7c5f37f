//! What people read: reasons, margins, sentences, what is missing.

use super::examples::given;
use super::*;
use crate::lang::Lang;
use crate::rules::load_text;

#[test]
fn scratch() {
    let root = "/work/shared/acceptance/rules/";
    let tests = r#"
[[tests]]
name = "a"
given = { storeys = 3, stair_width = "1.05 m", landing_depth = "1.5 m", front_depth = "5.6 m", fire_lane = true, year = 1975, danger_class = "C", structure = "砖木", pipes = [ { kind = "gas", distance = "0.5 m", pressure = "low", movable = false, diameter = "150 mm" }, { kind = "water", distance = "0.9 m", movable = true, diameter = "100 mm" } ] }
expect = { class = "suitable" }
[[tests]]
name = "b"
given = { storeys = 6, stair_width = "0.90 m", landing_depth = "1.1 m", front_depth = "5.6 m", fire_lane = false, year = 2005, danger_class = "none", structure = "砖混", heritage = "no", households = 12, opposite_distance = "9 m", pipes = [] }
expect = { class = "suitable" }
[[tests]]
name = "c"
given = { }
expect = { class = "suitable" }
[[tests]]
name = "d"
given = { storeys = 6, stair_width = "1.2 m", landing_depth = "1.3 m", front_depth = "5.6 m", fire_lane = false, year = 2005, danger_class = "none", structure = "砖混", heritage = "no", households = 12, opposite_distance = "9 m", pipes = [{ kind = "gas", distance = "0.8 m", movable = true, diameter = "150 mm" }] }
expect = { class = "suitable" }
[[tests]]
name = "e"
given = { storeys = 6, stair_width = "1.2 m", landing_depth = "1.3 m", front_depth = "5.6 m", fire_lane = false, year = 2005, danger_class = "none", structure = "砖混", heritage = "no", households = 12, opposite_distance = "9 m", pipes = [{ kind = "gas", distance = "2.8 m", movable = true, pressure = "low", diameter = "150 mm" }, { kind = "gas", distance = "0.8 m", movable = true, pressure = "low", diameter = "150 mm" }] }
expect = { class = "suitable" }
"#;
    let rules = std::fs::read_to_string(format!("{root}rules.toml")).unwrap() + tests;
    let fields = std::fs::read_to_string(format!("{root}fields.toml")).unwrap();
    let loaded = load_text(&[("rules.toml", &rules), ("fields.toml", &fields)], &[]);
    for d in &loaded.diagnostics {
        println!("{} {}", d.code, d.message);
    }
    let rules = loaded.rules.unwrap();
    let units = given(&rules);
    let a = assess(&rules, &units);
    let all: Vec<usize> = (0..units.count).collect();
    for lang in [Lang::Zh, Lang::En] {
        let whys = explain(&rules, &units, &a, &all, lang);
        let short = sentences(&rules, &units, &a, &all, lang);
        for unit in all.clone() {
            println!("=== {} {:?} {:?}", unit, a.class[unit], a.deciding(&rules, unit));
            println!("{:?}", missing(&rules, &units, &a, unit));
            for why in &whys[unit] {
                println!(
                    "{:18} {:?} {:?}\n      {}",
                    rules.criteria[why.criterion].id,
                    why.grade,
                    why.margin.iter().map(|m| m.value.to_string()).collect::<Vec<_>>(),
                    why.reason
                );
            }
            println!("{}", sentence(&rules, &a, &whys[unit], unit, lang));
            assert_eq!(sentence(&rules, &a, &whys[unit], unit, lang), short[unit]);
        }
    }
    for f in &a.findings {
        println!("{} {} {:?} {}", f.code, f.message, f.suggestion, f.unit);
    }
}
