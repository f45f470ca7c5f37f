//! Dictionaries: what is read of one, and what is wrong with one.

use super::*;
use crate::quantity::Dimension;
use crate::rules::dictionary::Complete;

/// What is said of a dictionary.
fn said_of_fields(fields: &str) -> Vec<String> {
    let rules = "[ruleset]\nid = \"r\"\nfields = \"fields.toml\"\n";
    said(&load_text(&[("rules.toml", rules), ("fields.toml", fields)], &[]))
}

#[test]
fn fields_lists_and_columns_are_read_in_the_order_of_the_file() {
    let dictionary = sound(&[("base.toml", BASE), ("fields.toml", FIELDS)]).dictionary;
    let ids: Vec<_> = dictionary.fields.iter().map(|field| field.id.as_str()).collect();
    assert_eq!(ids, ["estate", "storeys", "year", "structure", "stair_width", "fire_lane"]);
    assert_eq!(dictionary.key_fields().collect::<Vec<_>>(), [0]);
    let width = &dictionary.fields[4];
    assert_eq!(width.kind, Kind::Number(Dimension::LENGTH));
    assert_eq!(width.unit.unwrap().symbol, "mm");
    assert_eq!(width.range.unwrap().to_string(), "0.5~3");
    assert_eq!(width.aliases, ["楼梯净宽"]);
    assert!(matches!(width.none, Some(Value::Number(zero)) if zero.to_string() == "0"));
    assert_eq!(dictionary.fields[1].unit, None);
    let pipes = &dictionary.lists[0];
    assert_eq!(pipes.complete, Complete::File);
    assert_eq!(pipes.fields[1].unit.unwrap().symbol, "m");
    let choices: Vec<_> = pipes.fields[0].kind.choices().unwrap().iter().map(|c| (c.id.as_str(), c.shown())).collect();
    assert_eq!(choices, [("water", "给水"), ("gas", "燃气")]);
    let column = &pipes.columns[0];
    assert_eq!((column.field, &column.with), (1, &vec![(0, Value::Choice(1))]));
}

#[test]
fn choices_in_every_form() {
    let fields = r#"
[fields.a]
kind = "choice"
choices = ["y", "x"]
[fields.b]
kind = "choice"
several = true
[fields.b.choices]
y = ["乙"]
x = "甲"
w = []
none = ["无"]
"#;
    let rules = "[ruleset]\nid = \"r\"\nfields = \"fields.toml\"\n[[tests]]\nname = \"t\"\nexpect = { class = \"difficult\" }\n\
                 given = { a = \"x\", b = [\"甲\", \"w\"] }\n";
    let rules = sound(&[("r.toml", rules), ("fields.toml", fields)]);
    let of = |ix: usize| {
        let choices = rules.dictionary.fields[ix].kind.choices().unwrap();
        choices.iter().map(|choice| format!("{}={}", choice.id, choice.shown())).collect::<Vec<_>>()
    };
    assert_eq!(of(0), ["y=y", "x=x"]);
    assert_eq!(of(1), ["y=乙", "x=甲", "w=w", "none=无"]);
    assert_eq!(rules.tests[0].given, [(0, Value::Choice(1)), (1, Value::Several { must: 0b110, may: 0b110 })]);
}

#[test]
fn what_names_units_or_groups_is_not_private() {
    let field = |id: &str, marks: &str| format!("[fields.{id}]\nkind = \"text\"\n{marks}\n");
    let said = said_of_fields(
        &[
            field("door", "key = true\nprivate = true"),
            field("estate", "key = true\nprivate = false"),
            field("owner", "group = true\nprivate = true"),
            field("phone", "private = true"),
        ]
        .concat(),
    );
    let refused = "R054 private: units and groups are named everywhere: a `key` or `group` field cannot be `private`";
    assert_eq!(said, [refused, refused]);
}

#[test]
fn every_mistake_of_a_dictionary_is_said() {
    let many: Vec<String> = (0..65).map(|n| format!("c{n} = []")).collect();
    let fields = format!(
        r#"
[fields.count]
kind = "text"
[fields.Width]
kind = "lenght"
[fields.a]
kind = "length"
unit = "元"
range = ["1 m", "50"]
[fields.b]
kind = "money"
unit = "m2x"
range = ["2 元", "1 元"]
[fields.c]
kind = "choice"
choices = {{ x = ["甲", "乙"], y = ["乙 "] }}
none = "丙"
[fields.d]
kind = "flag"
unit = "m"
range = [1, 2, 3]
[fields.e]
kind = "choice"
[fields.f]
label = "别名"
[fields.g]
kind = "choice"
choices = {{ {} }}
[fields.h]
kind = "list"
[fields.i]
kind = "length"
label = "别名"
several = true
range = ["1 m"]
[lists.l.fields.x]
kind = "count"
key = true
[[lists.l.columns]]
headers = []
field = "z"
with = {{ x = "many" }}
"#,
        many.join(", ")
    );
    let said = said_of_fields(&fields).join("\n");
    insta::assert_snapshot!(said, @r#"
    R039 count: `count` is a function of expressions and cannot be an id
    R039 Width: `Width` is not written as an id
    R043 "lenght": `lenght` is not one of the words allowed
    R042 "元": `元` does not measure a length
    R042 "50": `50` has no unit of measure, where a length belongs
    R041 "m2x": `m2x` is no unit of measure
    R044 ["2 元", "1 元"]: the lower end of the range is above the upper
    R045 "乙 ": `乙 ` is in two choices
    R053 "丙": `c` has no choice `丙`
    R054 unit: only quantities have a `unit`
    R054 range: only quantities have a `range`
    R045 e: choice field `e` has no choices
    R037 f: `kind` is missing in `[fields.f]`
    R039 f: `f` is a unit of measure and cannot be an id
    R045 choices: 65 choices, where 64 are the most
    R043 "list": `list` is not one of the words allowed
    R060 "别名": two fields answer to the header `别名`
    R054 several: `several` goes with kind = "choice"
    R044 ["1 m"]: a range has two ends
    R054 key: a list's field cannot be a key
    R036 []: at least one header is needed
    R048 "z": the list has no field `z`
    R041 "many": unreadable quantity `many`
    "#);
}
