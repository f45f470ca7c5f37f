//! Whatever is written, reading it ends, without panic; and a tree that is shown reads back as the same tree.

use super::super::parser::parse;
use super::super::tree::{DEPTH_LIMIT, Function, Node, Operator, Set, Tree};
use super::super::{check_tally, names_used};
use super::*;
use crate::quantity::Comparison;
use proptest::prelude::*;

fn tree(node: Node) -> Tree {
    Tree::new(node, 0..0)
}

fn leaf() -> impl Strategy<Value = Tree> {
    let bare = ["stair_width", "梯段净宽", "非机动车棚", "brick", "不认得", "pipes", "x1"];
    let ticked = ["梯段净宽(适合)", "层数", "a + b", "且"];
    let name = |text: &str, ticked| tree(Node::Name { text: text.to_string(), ticked });
    let number = (0u32..2000, 0u32..1000, 0usize..=UNITS.len()).prop_map(|(whole, part, unit)| {
        let written = if part == 0 { whole.to_string() } else { format!("{whole}.{part:03}") };
        // Too large a number is no number.
        let unit = UNITS.get(unit).filter(|unit| unit.read(&written).is_some());
        tree(Node::Number { written, unit })
    });
    prop_oneof![
        proptest::sample::select(bare.to_vec()).prop_map(move |text| name(text, false)),
        proptest::sample::select(ticked.to_vec()).prop_map(move |text| name(text, true)),
        number,
        (-300_000i32..300_000).prop_map(|days| tree(Node::Date(days))),
        "[砖混a'(, ]{0,4}".prop_map(|text| tree(Node::Text(text))),
        "[砖混a\"“)]{0,4}".prop_map(|text| tree(Node::Text(text))),
        any::<bool>().prop_map(|known| tree(Node::Known(known))),
    ]
}

fn operator() -> impl Strategy<Value = Operator> {
    use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
    let mut all = vec![Operator::Or, Operator::And, Operator::Plus, Operator::Minus, Operator::Times, Operator::Over];
    all.extend([Eq, Ne, Lt, Le, Gt, Ge].map(Operator::Compare));
    proptest::sample::select(all)
}

fn trees() -> impl Strategy<Value = Tree> {
    leaf().prop_recursive(6, 60, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let name = || tree(Node::Name { text: "净距表".into(), ticked: false });
        let some = || proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            (operator(), boxed.clone(), boxed.clone()).prop_map(|(o, a, b)| tree(Node::Binary(o, a, b))),
            boxed.clone().prop_map(|a| tree(Node::Not(a))),
            boxed.clone().prop_map(|a| tree(Node::Negated(a))),
            (boxed.clone(), some()).prop_map(|(a, items)| tree(Node::In(a, Set::Listed(items)))),
            (boxed.clone(), boxed.clone(), boxed.clone()).prop_map(|(a, b, c)| tree(Node::In(a, Set::Range(b, c)))),
            boxed.prop_map(move |a| tree(Node::In(a, Set::Named(Box::new(name()))))),
            (proptest::sample::select(Function::ALL.to_vec()), proptest::collection::vec(inner.clone(), 0..4))
                .prop_map(|(function, items)| tree(Node::Call(function, items))),
            some().prop_map(move |keys| tree(Node::Lookup { table: Box::new(name()), keys })),
        ]
    })
}

/// Everything that reads a text reads this one.
fn read_whatever(text: &str) {
    with_scope(|scope| {
        let problems = [
            check_cond(text, scope).err(),
            check_num(text, scope, Some(Dimension::LENGTH)).err(),
            check_expr(text, scope).err(),
            check_tally(text, &[]).err(),
        ];
        for problem in problems.into_iter().flatten().flatten() {
            assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
            super::mistakes::well_formed(&problem);
        }
        names_used(text, &scope.clone().with_unusable(&[("lane".into(), "剩余通道".into())]));
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_shown_tree_reads_back_as_the_same(tree in trees()) {
        let text = tree.to_string();
        let mut problems = Vec::new();
        let again = with_scope(|scope| parse(&text, &scope.names, &mut problems));
        prop_assert_eq!(&problems, &vec![], "{}", text);
        prop_assert_eq!(again, tree, "{}", text);
    }

    #[test]
    fn any_text_is_read_to_its_end(text in any::<String>()) {
        read_whatever(&text);
    }

    #[test]
    fn any_words_of_the_language_are_read_to_their_end(words in proptest::collection::vec(word(), 0..30)) {
        read_whatever(&words.concat());
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        " ",
        " ",
        " ",
        "stair_width",
        "梯段净宽",
        "梯段净宽（适合）",
        "structure",
        "brick",
        "'砖混'",
        "“",
        "`",
        "pipes",
        "kind",
        "gas",
        "distance",
        "clearance",
        "净距表",
        "services",
        "fragile",
        "best",
        "非机动车棚",
        "非机动车篷",
        "lane",
        "1",
        "1.10",
        "2021-05-12",
        "２０",
        "m",
        "mm",
        "㎡",
        "%",
        "万元",
        "层",
        "==",
        "=",
        ">=",
        "<",
        "≠",
        "and",
        "or",
        "not",
        "且",
        "或",
        "非",
        "并且",
        "in",
        "..",
        "+",
        "-",
        "*",
        "/",
        "(",
        ")",
        "（",
        "）",
        "[",
        "]",
        ",",
        "，",
        "any",
        "every",
        "count",
        "min",
        "max",
        "sum",
        "abs",
        "has",
        "if",
        "grade",
        "true",
        "difficult",
        "&&",
        "#",
        "\u{0}",
        "é",
        "🏠",
    ])
}

#[test]
fn depth_has_a_limit_and_an_error() {
    let deep = |text: String| {
        let problems = with_scope(|scope| check_cond(&text, scope)).unwrap_err();
        assert!(problems.iter().any(|problem| problem.code == "R006"), "{}", told(&text, &problems));
        assert!(problems.len() < 4);
    };
    deep(format!("{}true{}", "(".repeat(10_000), ")".repeat(10_000)));
    deep("(".repeat(10_000));
    deep("not ".repeat(10_000) + "true");
    deep(format!("1 > {}1", "-".repeat(10_000)));
    deep(format!("{}1", "1 + ".repeat(10_000)));
    deep(format!("{}fire_lane", "fire_lane and ".repeat(10_000)));
    deep("if(".repeat(10_000));
    deep("clearance[".repeat(10_000));
    deep("storeys in [".repeat(10_000));
    deep("any(pipes, ".repeat(10_000));
}

#[test]
fn what_is_just_not_too_deep_is_read() {
    cond(&format!("{}true", "not ".repeat(DEPTH_LIMIT - 1)));
    cond(&format!("{}true{}", "(".repeat(DEPTH_LIMIT - 1), ")".repeat(DEPTH_LIMIT - 1)));
    cond(&format!("{}fire_lane", "fire_lane or ".repeat(DEPTH_LIMIT - 2)));
    let pairs = DEPTH_LIMIT / 2 - 1;
    cond(&format!("{}true{}", "if(fire_lane, not ".repeat(pairs), ", false)".repeat(pairs)));
    num(&format!("{}1 m{}", "min(-".repeat(pairs), ", 2 m)".repeat(pairs)));
}

#[test]
fn long_texts_full_of_mistakes_end_soon() {
    for piece in [
        "度且",
        "stair_widht ",
        "#",
        "\"",
        "梯段净款>=1m或",
        "structure == brik or ",
        "foo(1), ",
        ") ",
        "]a[",
        "2021-",
        "非机动车篷",
    ] {
        let text = piece.repeat(3000);
        let problems = with_scope(|scope| check_cond(&text, scope)).unwrap_err();
        assert!(!problems.is_empty() && problems.len() <= 50);
    }
    let many: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
    cond(&format!("storeys in [{}]", many.join(", ")));
}
