//! Every construct, by what it means.

use super::super::printer::show_cond;
use super::super::typed::*;
use super::super::{check_num, names_used, reserved_ids, uses};
use super::*;
use crate::lang::Lang;
use crate::quantity::Comparison;

/// Two expressions mean the same if readers are shown the same.
#[track_caller]
fn same(a: &str, b: &str) {
    let shown = |text: &str| {
        let cond = cond(text);
        with_scope(|scope| show_cond(&cond, scope, Lang::Zh).to_string())
    };
    assert_eq!(shown(a), shown(b));
}

#[track_caller]
fn zh(text: &str) -> String {
    let cond = cond(text);
    with_scope(|scope| show_cond(&cond, scope, Lang::Zh).to_string())
}

#[track_caller]
fn value(text: &str) -> (String, Dimension) {
    match num(text) {
        Num { node: NumNode::Known(value), dimension, .. } => (value.to_string(), dimension),
        other => panic!("{text} is {other:?}"),
    }
}

#[test]
fn quantities_in_all_units_of_measure() {
    let is = |text, number: &str, dimension| assert_eq!(value(text), (number.to_string(), dimension), "{text}");
    is("1.10 m", "1.1", Dimension::LENGTH);
    is("1100mm", "1.1", Dimension::LENGTH);
    is("１１０ ｃｍ", "1.1", Dimension::LENGTH);
    is("1100㎜", "1.1", Dimension::LENGTH);
    is("12 m2", "12", Dimension::AREA);
    is("12㎡", "12", Dimension::AREA);
    is("12 m²", "12", Dimension::AREA);
    is("28 万元", "280000", Dimension::MONEY);
    is("3000 元", "3000", Dimension::MONEY);
    is("5 层", "5", Dimension::Count);
    is("40%", "0.4", Dimension::Number);
    is("４０％", "0.4", Dimension::Number);
    is("2001 年", "2001", Dimension::Year);
    is("-.5 m", "-0.5", Dimension::LENGTH);
    is("2021-05-12", "18759", Dimension::Date);
    is("1969-12-31", "-1", Dimension::Date);
}

#[test]
fn a_date_has_no_spaces_and_a_difference_may() {
    assert!(matches!(num("2021 - 5").node, NumNode::Minus(..)));
    assert!(matches!(num("2021-5").node, NumNode::Minus(..)));
    assert!(matches!(num("2021 - 05 - 12").node, NumNode::Minus(..)));
    assert_eq!(zh("surveyed >= 2021-5-2"), "测量日期 ≥ 2021-05-02");
    assert_eq!(zh("surveyed in 2021-05-12..2022-01-01"), "测量日期在 2021-05-12 至 2022-01-01 之间（含两端）");
    assert_eq!(zh("surveyed in [2021-05-12, 2022-01-01]"), "测量日期为 2021-05-12、2022-01-01 之一");
}

#[test]
fn names_by_id_and_by_label() {
    same("stair_width >= 1.10 m", "梯段净宽 >= 1.10 m");
    same("`梯段净宽` >= good_width", "梯段净宽 >= `梯段净宽（适合）`");
    same("`梯段净宽(适合)` <= 梯段净宽", "good_width <= stair_width");
    same("lane > 1 m", "剩余通道 > 1 m");
    same("any(pipes, movable)", "any(地下管线, 可否迁移)");
    same("every(pipes, distance >= clearance[kind, diameter])", "every(地下管线, 水平净距 ≥ 净距表[管线类型，管径])");
    same("`长度（净）`", "clear_length");
}

#[test]
fn the_longest_name_first_then_units_then_operators() {
    same("梯段净宽>=1.10m且平台净深>=1.2m", "stair_width >= 1.10 m and landing_depth >= 1.2 m");
    same("非机动车棚", "bike_shed");
    same("非非机动车棚或消防车道", "not bike_shed or fire_lane");
    same("fire_lane且非机动车棚", "fire_lane and bike_shed");
    same("层数>=5层且户数>=12户", "storeys >= 5 and households >= 12");
    same("any(pipes, pressure==low且movable)", "any(pipes, pressure == low and movable)");
    same("structure==brick且storeys>4or fire_lane", "(structure == brick and storeys > 4) or fire_lane");
}

#[test]
fn full_width_signs_read_as_narrow_ones() {
    same("梯段净宽≥1.10m　且（层数≠3　或　层数＜２）", "stair_width >= 1.10 m and (storeys != 3 or storeys < 2)");
    same("结构形式　＝＝　“砖混”", "structure == brick");
    same("结构形式 in ［‘砖混结构’、 frame］", "structure in [brick, frame]");
    same("year in １９８０．．１９９９", "year in 1980..1999");
    same("storeys ＋ 1 × 2 － 4 ÷ 2 ＞ 1", "storeys + 1 * 2 - 4 / 2 > 1");
}

#[test]
fn choices_by_id_and_by_spelling() {
    same("structure == brick", "结构形式 == \"砖混结构\"");
    assert_eq!(zh("'框架' != structure"), "结构形式不为“框架”");
    assert_eq!(zh("structure == 'frame'"), "结构形式为“框架”");
    // The parameter `brick` holds panel; the choice of that name comes first, the parameter only in backticks.
    assert_eq!(zh("structure == brick"), "结构形式为“砖混”");
    let CondNode::SameChoice { right, .. } = cond("structure == `brick`").node else { panic!() };
    assert_eq!(right, Pick::Known { choice: 2, param: Some(8) });
    // Two fields of the same choices.
    assert_eq!(zh("structure == annex"), "结构形式与附楼结构相同");
    assert_eq!(zh("any(pipes, kind == gas)"), "有管线类型为“燃气”的地下管线");
    assert_eq!(zh("kind == slab"), "楼型为“板楼”");
}

#[test]
fn in_a_list_a_range_or_a_parameter() {
    assert_eq!(zh("structure in [brick, '大板']"), "结构形式为“砖混”、“大板”之一");
    assert_eq!(zh("storeys in [4, 5 层]"), "层数为 4、5 之一");
    assert_eq!(zh("note in ['加固', word]"), "备注为“加固”、“加固”（字样）之一");
    assert_eq!(zh("year in 1980..1999"), "建成年份在 1980 至 1999 之间（含两端）");
    assert_eq!(zh("stair_width in 1.0 m..1.2 m"), "梯段净宽在 1.00 m 至 1.20 m 之间（含两端）");
    assert_eq!(zh("storeys + 1 in 2..least * 2"), "（层数 + 1）在 2 至 3（least） × 2 之间（含两端）");
    let CondNode::AmongChoices { among, param, .. } = cond("structure in fragile").node else { panic!() };
    assert_eq!((among, param), (vec![0, 2], Some(3)));
    // A parameter among written choices stays itself.
    let CondNode::Or(written, own) = cond("structure in [panel, best]").node else { panic!() };
    assert!(matches!(written.node, CondNode::AmongChoices { param: None, .. }));
    assert!(matches!(own.node, CondNode::SameChoice { right: Pick::Known { choice: 1, param: Some(4) }, .. }));
    assert_eq!(zh("note in fragile"), "备注为“砖混”（易损结构）、“panel”（易损结构）之一");
}

#[test]
fn fields_of_several_choices() {
    let node = |text| cond(text).node;
    assert_eq!(node("has(services, subway)"), CondNode::Has { field: At::Unit(13), choice: 0, param: None });
    assert_eq!(node("has(配套, '公交')"), CondNode::Has { field: At::Unit(13), choice: 1, param: None });
}

#[test]
fn what_binds_how_tightly() {
    let shape = |text: &str| {
        with_scope(|s| {
            let names = &s.names;
            let tree = crate::rules::language::parser::parse(text, names, &mut Vec::new());
            // Fully bracketed.
            fn bracketed(tree: &crate::rules::language::tree::Tree) -> String {
                use crate::rules::language::tree::Node;
                match &tree.node {
                    Node::Binary(o, a, b) => format!("({} {} {})", bracketed(a), o.written(), bracketed(b)),
                    Node::Not(a) => format!("(not {})", bracketed(a)),
                    Node::Negated(a) => format!("(- {})", bracketed(a)),
                    _ => tree.to_string(),
                }
            }
            bracketed(&tree)
        })
    };
    assert_eq!(shape("a or b and not c == 1 + 2 * -d"), "(a or (b and (not (c == (1 + (2 * (- d)))))))");
    assert_eq!(shape("a and b or c and d"), "((a and b) or (c and d))");
    assert_eq!(shape("1 - 2 - 3 / 4 / 5"), "((1 - 2) - ((3 / 4) / 5))");
    assert_eq!(shape("not a and b"), "((not a) and b)");
    assert_eq!(shape("not not a"), "(not (not a))");
    assert_eq!(shape("-a - -b"), "((- a) - (- b))");
    assert_eq!(shape("(1 - (2 - 3)) * 4"), "((1 - (2 - 3)) * 4)");
}

#[test]
fn arithmetic_has_dimensions() {
    let of = |text| num(text).dimension;
    assert_eq!(of("stair_width * landing_depth"), Dimension::AREA);
    assert_eq!(of("plot / stair_width"), Dimension::LENGTH);
    assert_eq!(of("stair_width / landing_depth"), Dimension::Number);
    assert_eq!(of("households / storeys"), Dimension::Number);
    assert_eq!(of("storeys * 2.8 m"), Dimension::LENGTH);
    assert_eq!(of("fund / plot").symbol(), "元/m²");
    assert_eq!(of("year - 1980"), Dimension::Year);
    assert_eq!(of("year - year"), Dimension::Number);
    assert_eq!(of("min(storeys, 6, 8 层)"), Dimension::Count);
    assert_eq!(of("max(6, storeys)"), Dimension::Count);
    assert_eq!(of("abs(stair_width - 1 m)"), Dimension::LENGTH);
    assert_eq!(of("if(fire_lane, 3 层, 2)"), Dimension::Count);
    assert_eq!(of("consent * fund"), Dimension::MONEY);
    assert_eq!(of("12000 元 * count(pipes, kind == gas)"), Dimension::MONEY);
}

#[test]
fn functions_over_lists() {
    assert_eq!(num("count(pipes)").dimension, Dimension::Count);
    assert_eq!(num("min(pipes, distance)").dimension, Dimension::LENGTH);
    assert_eq!(num("max(地下管线, 管径)").dimension, Dimension::LENGTH);
    assert_eq!(num("sum(pipes, diameter * 1 m)").dimension, Dimension::AREA);
    let CondNode::Any(0, inside) = cond("any(pipes, distance > stair_width)").node else { panic!() };
    let CondNode::Compare(left, _, right) = inside.node else { panic!() };
    assert_eq!((left.node, right.node), (NumNode::Field(At::Item(0, 1)), NumNode::Field(At::Unit(0))));
    // Inside another the outer item is out of sight, `kind` is the unit's own again; behind it, in sight again.
    let nested = cond("any(pipes, any(trees, kind == slab) and kind == gas)");
    let CondNode::Any(_, inside) = nested.node else { panic!() };
    let CondNode::And(inner, after) = inside.node else { panic!() };
    let CondNode::Any(1, inner) = inner.node else { panic!() };
    let of = |cond: Cond| match cond.node {
        CondNode::SameChoice { left: Pick::Field(at), .. } => at,
        other => panic!("{other:?}"),
    };
    assert_eq!((of(*inner), of(*after)), (At::Unit(20), At::Item(0, 0)));
}

#[test]
fn lookups_with_typed_rows() {
    let NumNode::MinOf(_, inside) = num("min(pipes, clearance[kind, diameter])").node else { panic!() };
    let NumNode::Lookup(lookup) = inside.node else { panic!() };
    assert_eq!(inside.dimension, Dimension::LENGTH);
    let end = |micros| Decimal::from_micros(micros);
    let keys: Vec<_> = lookup.rows.iter().map(|row| row.keys.clone()).collect();
    assert_eq!(
        keys,
        [
            [RowKey::Choice(0), RowKey::Any],
            [RowKey::Choice(1), RowKey::Within(Bounds::between(None, end(200_000)))],
            [RowKey::Choice(1), RowKey::Within(Bounds::between(end(200_001), None))],
            [RowKey::Choice(2), RowKey::Within(Bounds::between(end(100_000), end(200_000)))],
            [RowKey::Any, RowKey::Within(Bounds::exact(end(300_000).unwrap()))],
        ]
    );
    assert_eq!(lookup.rows[2].value.to_string(), "1.5");
    assert!(matches!(lookup.keys[0], Key::Choice { pick: Pick::Field(At::Item(0, 0)), choices: 3 }));
    // A count's key takes bare numbers; a choice is known by the column's name.
    assert_eq!(num("scores[storeys]").dimension, Dimension::Number);
    assert_eq!(num("scores[storeys + 1]").dimension, Dimension::Number);
    let NumNode::MaxOf(_, inside) = num("max(pipes, clearance['煤气', diameter])").node else { panic!() };
    let NumNode::Lookup(lookup) = inside.node else { panic!() };
    assert!(matches!(lookup.keys[0], Key::Choice { pick: Pick::Known { choice: 0, param: None }, choices: 3 }));
}

#[test]
fn spans_are_bytes_of_the_text() {
    let text = "  梯段净宽 ≥ 1.10m 且 （消防车道）";
    let CondNode::And(a, b) = cond(text).node else { panic!() };
    assert_eq!((&text[a.span.clone()], &text[b.span.clone()]), ("梯段净宽 ≥ 1.10m", "（消防车道）"));
    let CondNode::Compare(left, Comparison::Ge, right) = a.node else { panic!() };
    assert_eq!((&text[left.span], &text[right.span]), ("梯段净宽", "1.10m"));
    let text = "plot > 12㎡ or fire_lane";
    let CondNode::Or(a, _) = cond(text).node else { panic!() };
    assert_eq!(&text[a.span], "plot > 12㎡");
}

#[test]
fn a_wanted_dimension() {
    with_scope(|scope| {
        assert!(check_num("12000 元 * 3", scope, Some(Dimension::MONEY)).is_ok());
        assert!(check_num("3", scope, Some(Dimension::Count)).is_ok());
        let problems = check_num("12000", scope, Some(Dimension::MONEY)).unwrap_err();
        assert_eq!(told("12000", &problems), "R016 ‹12000› `12000` 缺单位：这里应是金额 | 例如 `12000 元`");
        let problems = check_num("1 m", scope, Some(Dimension::MONEY)).unwrap_err();
        assert_eq!(told("1 m", &problems), "R015 ‹1 m› 这里应是金额，却是长度");
    });
}

#[test]
fn what_an_expression_depends_on() {
    let text =
        "walkable and structure in fragile or any(pipes, distance < clearance[kind, diameter]) or count(trees) > least";
    let cond = cond(text);
    let uses = with_scope(|scope| uses(&cond, scope.derived));
    assert_eq!(Vec::from_iter(uses.fields), [0, 1, 10]);
    assert_eq!(Vec::from_iter(uses.items), [(0, 0), (0, 1), (0, 4), (1, 1)]);
    assert_eq!(Vec::from_iter(uses.lists), [0, 1]);
    assert_eq!(Vec::from_iter(uses.params), [1, 3]);
    assert_eq!(Vec::from_iter(uses.derived), [0, 1]);
    assert_eq!(Vec::from_iter(uses.tables), [0]);
}

#[test]
fn derived_fields_are_found_for_ordering() {
    let new = |id: &str, label: &str| (id.to_string(), label.to_string());
    let candidates = [new("lane", "剩余通道"), new("walkable", "可通行"), new("distance", "间距")];
    let used = |text: &str| {
        with_scope(|scope| {
            let before = Scope::new(scope.dictionary, scope.params, &[], scope.tables).with_unusable(&candidates);
            names_used(text, &before)
        })
    };
    assert_eq!(used("剩余通道 > nothing and (walkable or 3)"), [(0, 0..12), (1, 28..36)]);
    // Inside the list, `distance` is the item's.
    assert_eq!(used("any(pipes, distance > 1 m)"), []);
    assert_eq!(
        used("any(trees, distance > girth) and if(true, lane, 1 m) > lane"),
        [(2, 11..19), (0, 42..46), (0, 55..59)]
    );
}

#[test]
fn a_name_that_is_wrong_itself_makes_no_second_mistake() {
    let wrong = [("broken_one".to_string(), "坏字段".to_string())];
    with_scope(|scope| {
        let scope = &scope.clone().with_unusable(&wrong);
        assert_eq!(check_cond("坏字段 > 1 m and broken_one", scope), Err(vec![]));
        let problems = check_cond("broken_one > 1 m and stair_width", scope).unwrap_err();
        assert_eq!(problems.len(), 1);
    });
}

#[test]
fn words_that_no_id_may_be() {
    let reserved: Vec<&str> = reserved_ids().collect();
    for word in ["and", "in", "true", "any", "if", "grade", "m", "mm", "f", "层"] {
        assert!(reserved.contains(&word), "{word}");
    }
    assert!(!reserved.contains(&"stair_width"));
}
