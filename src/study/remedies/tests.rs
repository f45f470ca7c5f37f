//! Remedies held against every subset of them, tried with the second evaluator; and by example.

use super::*;
use crate::assess::trials::made_up::Source;
use crate::assess::{assess, reference};
use crate::rules::{Value, load_text};
use crate::study::made_up::{bytes, pieces, runner, units};

/// A set of remedies, its cost and the class that it makes.
type Tried = (Vec<usize>, Bounds, Grade);

/// All sets of remedies that can be had at a unit, by the plain evaluator, each remedy useful or not.
fn every_set(rules: &RuleSet, units: &Units, unit: usize) -> Vec<Tried> {
    let a = reference::assess(rules, units);
    let mut grades: Vec<Option<Grade>> = vec![None; rules.criteria.len()];
    for (at, &place) in a.criteria.iter().enumerate() {
        grades[place] = a.settled[at][unit];
    }
    let can = |remedy: usize| match &rules.remedies[remedy].when {
        Some(when) => reference::holds_for(rules, units, unit, &when.cond) == Some(true),
        None => true,
    };
    let mut sets = Vec::new();
    for bits in 1u32..1 << rules.remedies.len() {
        let set: Vec<usize> = (0..rules.remedies.len()).filter(|at| bits & (1 << at) != 0).collect();
        if !set.iter().all(|&remedy| can(remedy)) {
            continue;
        }
        let mut after = grades.clone();
        let mut cost = Bounds::exact(crate::quantity::Decimal::ZERO);
        for &remedy in &set {
            let remedy = &rules.remedies[remedy];
            for &(criterion, to) in &remedy.lifts {
                if grades[criterion].is_some_and(|grade| grade <= remedy.from) {
                    after[criterion] = after[criterion].map(|grade| grade.min(to));
                }
            }
            let unknown = Bounds::UNKNOWN;
            cost =
                cost.plus(remedy.cost.as_ref().map_or(unknown, |cost| reference::number_of(rules, units, unit, cost)));
        }
        sets.push((set, cost, reference::class(rules, &after)));
    }
    sets
}

/// The least of those that reach it: by cost, class, how many, and order.
fn least(sets: &[Tried], reaches: impl Fn(Grade) -> bool) -> Option<Tried> {
    let key = |it: &Tried| (it.1.high_end(), it.2, it.0.len(), it.0.clone());
    sets.iter().filter(|it| reaches(it.2)).min_by_key(|it| key(it)).cloned()
}

#[test]
fn the_cheapest_set_is_the_least_of_all_subsets() {
    let mut runner = runner();
    let (mut helped, mut together, mut unsure) = (0, 0, 0);
    for _ in 0..150 {
        let drawn = pieces(&mut Source::small(&bytes(&mut runner, 400)));
        let rules = drawn.with_remedies(&mut Source::small(&bytes(&mut runner, 200)));
        let sorts: Vec<Vec<u8>> = (0..25).map(|_| bytes(&mut runner, 40)).collect();
        let units = units(&rules, &sorts);
        let a = assess(&rules, &units);
        for (unit, help) in remedies(&rules, &units, &a, 0..units.count).into_iter().enumerate() {
            let class = a.class[unit];
            let counts = class != Grade::Suitable && lift_of(&rules.dictionary, &units, unit) != Some(true);
            let sets = if counts { every_set(&rules, &units, unit) } else { Vec::new() };
            let plan = |plan: &Option<Plan>| plan.clone().map(|plan| (plan.remedies, plan.cost, plan.class));
            let (better, suitable) =
                help.as_ref().map_or((None, None), |help| (plan(&help.better), plan(&help.suitable)));
            assert_eq!(better, least(&sets, |reached| reached < class), "better");
            assert_eq!(suitable, least(&sets, |reached| reached == Grade::Suitable), "suitable");
            let Some(help) = help else { continue };
            helped += usize::from(better.is_some());
            together += usize::from(suitable.is_some_and(|plan| plan.0.len() > 1));
            unsure += help.unsure.len();
            if let Some(perhaps) = &help.perhaps {
                let reached = |plan: &Option<Plan>| plan.as_ref().map_or(class, |plan| plan.class);
                assert!(
                    perhaps.class < reached(&help.suitable).min(reached(&help.better)).min(class),
                    "it promises more"
                );
            }
            for (remedy, reached) in &help.alone {
                assert!(sets.iter().any(|(set, _, class)| set == &[*remedy] && class == reached));
            }
        }
    }
    assert!(helped > 200 && together > 20 && unsure > 10, "{helped} {together} {unsure}");
}

const FIELDS: &str = "[fields]\n\
    estate = { label = \"小区\", kind = \"text\", key = true }\n\
    gas = { label = \"燃气\", kind = \"flag\" }\n\
    water = { label = \"给水\", kind = \"flag\" }\n\
    movable = { label = \"可移\", kind = \"flag\" }\n\
    narrow = { label = \"窄\", kind = \"flag\" }\n\
    has_lift = { label = \"已有电梯\", kind = \"flag\" }\n";

/// Rules of two pipes, each of which can be moved, and a stair that nothing can be done about.
fn rules(more: &str) -> RuleSet {
    let text = format!(
        "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
         [criteria]\n\
         gas = {{ title = \"燃气\", suitable = \"not gas\", otherwise = \"difficult\", cite = \"x\" }}\n\
         water = {{ title = \"给水\", suitable = \"not water\", otherwise = \"difficult\", cite = \"x\" }}\n\
         stair = {{ title = \"梯段\", suitable = \"not narrow\", otherwise = \"difficult\", missing = \"suitable\", cite = \"x\" }}\n\
         [verdict.escalate.both]\nwhen = \"count(difficult) >= 2\"\nto = \"unsuitable\"\n\
         [remedies.move-gas]\ntitle = \"移燃气\"\nlifts = {{ gas = \"suitable\" }}\nwhen = \"movable\"\ncost = \"4 万元\"\n\
         [remedies.move-water]\ntitle = \"移给水\"\nlifts = {{ water = \"suitable\" }}\ncost = \"1 万元\"\n{more}"
    );
    let loaded = load_text(&[("rules.toml", &text), ("fields.toml", FIELDS)], &[]);
    loaded.rules.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

/// A unit of these: gas, water, movable, narrow; `?` is not known.
fn unit(rules: &RuleSet, flags: &str) -> Units {
    let mut units = Units::new(&rules.dictionary);
    let flag = |sign: char| if sign == '?' { Value::Unknown } else { Value::Flag(sign == '1') };
    let mut fields = vec![Value::Text("甲".into())];
    fields.extend(flags.chars().map(flag));
    fields.push(Value::Flag(false));
    units.push(&["甲".into()], &fields, &[]);
    units
}

fn told(rules: &RuleSet, flags: &str) -> String {
    let units = unit(rules, flags);
    let a = assess(rules, &units);
    let title = |&at: &usize| rules.remedies[at].title.clone();
    let plan = |plan: &Option<Plan>| match plan {
        None => "nothing".to_string(),
        Some(plan) => {
            let names = plan.remedies.iter().map(title).collect::<Vec<_>>().join("+");
            let cost = plan.cost.value().map_or("unknown cost".to_string(), |cost| cost.to_string());
            format!("{names} {cost} {}{}", plan.class.id(), if plan.is_sure() { "" } else { " perhaps" })
        }
    };
    match remedies(rules, &units, &a, 0..1).remove(0) {
        None => "no help".into(),
        Some(help) => {
            let unsure = help.unsure.iter().map(title).collect::<Vec<_>>().join("+");
            let perhaps = help
                .perhaps
                .as_ref()
                .map_or(String::new(), |_| format!("; perhaps {}, if {unsure} can be done", plan(&help.perhaps)));
            format!("better: {}; suitable: {}{perhaps}", plan(&help.better), plan(&help.suitable))
        }
    }
}

#[test]
fn one_remedy_lifts_a_class_and_two_make_it_suitable() {
    let rules = rules("");
    assert_eq!(
        told(&rules, "1110"),
        "better: 移给水 10000 difficult; suitable: 移燃气+移给水 50000 suitable",
        "two difficult ones are unsuitable together"
    );
    assert_eq!(told(&rules, "1010"), "better: 移燃气 40000 suitable; suitable: 移燃气 40000 suitable");
    assert_eq!(told(&rules, "0000"), "no help", "it is suitable");
    assert_eq!(told(&rules, "0101"), "better: 移给水 10000 difficult; suitable: nothing", "the stair stays");
    assert_eq!(told(&rules, "1001"), "no help", "the gas pipe cannot be moved");
}

#[test]
fn what_is_not_known_makes_no_promise() {
    let rules = rules("");
    assert_eq!(
        told(&rules, "10?0"),
        "better: nothing; suitable: nothing; perhaps 移燃气 40000 suitable, if 移燃气 can be done"
    );
    assert_eq!(
        told(&rules, "01?0"),
        "better: 移给水 10000 suitable; suitable: 移给水 10000 suitable",
        "what would not help is not asked"
    );
    assert_eq!(
        told(&rules, "010?"),
        "better: 移给水 10000 suitable perhaps; suitable: 移给水 10000 suitable perhaps",
        "the stair counts as wide enough, but nobody measured it"
    );
}

#[test]
fn a_cost_that_nobody_tells_is_above_every_other() {
    let more = "[remedies.rebuild]\ntitle = \"重做\"\nlifts = { gas = \"suitable\", water = \"suitable\" }\n";
    let rules = rules(more);
    assert!(told(&rules, "1110").contains("suitable: 移燃气+移给水 50000 suitable"));
    assert!(told(&rules, "1100").contains("suitable: 重做 unknown cost suitable"), "{}", told(&rules, "1100"));
}

#[test]
fn of_many_remedies_sets_of_three_are_tried_and_it_is_said() {
    let one = |nth: usize| {
        format!("[remedies.r{nth}]\ntitle = \"r{nth}\"\nlifts = {{ gas = \"suitable\" }}\ncost = \"{nth} 元\"\n")
    };
    let rules = rules(&(2..12).map(one).collect::<String>());
    let units = unit(&rules, "1110");
    let help = remedies(&rules, &units, &assess(&rules, &units), 0..1).remove(0).unwrap();
    assert_eq!((help.offered.len(), help.whole), (12, false));
    let plan = help.suitable.unwrap();
    assert_eq!((plan.remedies, plan.cost.value().unwrap().to_string()), (vec![1, 2], "10002".to_string()));
}

#[test]
fn totals_count_doors_and_what_becomes_of_them() {
    let rules = rules("");
    let mut units = Units::new(&rules.dictionary);
    for flags in ["1110", "1010", "1010", "0000", "10?0", "1001", "0101"] {
        let one = unit(&rules, flags);
        let fields: Vec<Value> = one.fields.iter().map(|column| column.values.get(0)).collect();
        units.push(&[flags.into()], &fields, &[]);
    }
    let a = assess(&rules, &units);
    let helps = remedies(&rules, &units, &a, 0..units.count);
    let totals = Totals::of(&rules, a.class.iter().copied().zip(helps.iter().map(|help| help.as_deref())), &|_| true);
    let yuan = |summed: &Summed| {
        assert_eq!(summed.cost.low, summed.cost.high);
        (summed.units, (summed.cost.low / 1_000_000).to_string())
    };
    assert_eq!(totals.not_suitable, 6);
    assert_eq!(yuan(&totals.to_suitable), (3, "130000".to_string()));
    assert_eq!((totals.better_only.units, totals.perhaps.units), (1, 1));
    let gas = &totals.remedies[0];
    assert_eq!((gas.offered, gas.alone_better, gas.alone_suitable, gas.in_plans, gas.unsure), (3, 3, 2, 3, 1));
    assert_eq!(yuan(&gas.cost), (3, "120000".to_string()));
    let sets: Vec<(Vec<usize>, u64)> = totals.sets.iter().map(|set| (set.remedies.clone(), set.summed.units)).collect();
    assert_eq!(sets, [(vec![0], 2), (vec![0, 1], 1)]);
}
