use super::*;
use crate::quantity::Dimension;
use crate::rules::Choice;
use crate::rules::dictionary::{Complete, ListDef};
use crate::survey::units::FOREIGN_CHOICE;

fn field(id: &str, kind: Kind) -> Field {
    Field::bare(id, id, kind)
}

fn choices(ids: &[&str]) -> Vec<Choice> {
    ids.iter().map(|id| Choice { id: id.to_string(), spellings: vec![] }).collect()
}

fn dictionary() -> Dictionary {
    let key = Field { key: true, ..field("estate", Kind::Text) };
    let pipes = ListDef {
        id: "pipes".into(),
        label: "管线".into(),
        aliases: vec![],
        complete: Complete::Unit,
        fields: vec![
            field("kind", Kind::Choice(choices(&["gas", "water"]))),
            field("distance", Kind::Number(Dimension::LENGTH)),
        ],
        columns: vec![],
    };
    Dictionary {
        fields: vec![
            key,
            field("width", Kind::Number(Dimension::LENGTH)),
            field("structure", Kind::Choice(choices(&["brick", "frame"]))),
            field("faults", Kind::Several(choices(&["a", "b", "c"]))),
            field("lane", Kind::Flag),
        ],
        lists: vec![pipes],
    }
}

fn metres(low: &str, high: &str) -> Value {
    let end = |text: &str| (!text.is_empty()).then(|| Decimal::parse(text).unwrap());
    Value::Number(Bounds::between(end(low), end(high)))
}

fn units() -> Units {
    let mut units = Units::new(&dictionary());
    let text = |text: &str| Value::Text(text.into());
    let several = |must, may| Value::Several { must, may };
    let gas = |distance: Value| vec![Value::Choice(0), distance];
    units.push(
        &["甲小区".into()],
        &[text("甲小区"), metres("1.05", "1.1"), Value::Choice(1), several(0b1, 0b11), Value::Flag(false)],
        &[Some(vec![(true, gas(metres("0.7", "0.7"))), (false, gas(Value::Unknown))])],
    );
    units.push(
        &["乙小区".into()],
        &[text("乙小区"), metres("0.123457", "0.123457"), Value::Foreign, several(0, 0), Value::Unknown],
        &[Some(vec![])],
    );
    units.push(&["丙".into()], &[text("丙"), metres("", "1.2")], &[None]);
    units.sheets = vec![
        SheetName { file: "甲.xlsx".into(), sheet: "表1".into() },
        SheetName { file: "乙.csv".into(), sheet: "".into() },
    ];
    units.rows = vec![
        vec![RowPlace { sheet: 0, row: 3 }, RowPlace { sheet: 1, row: 9 }],
        vec![RowPlace { sheet: 1, row: 2 }],
        vec![],
    ];
    let origin = |row, column, written: &str| Some(Origin { sheet: 0, row, column, written: written.into() });
    if let Some(width) = units.fields.get_mut(1) {
        width.origins = vec![origin(3, 27, "1.05~1.10"), None, origin(4, 0, "不到1.2")];
    }
    if let Some(lane) = units.fields.get_mut(4) {
        lane.origins = vec![None, origin(5, 5, "看不清"), None];
    }
    units.carried = vec![("备注".into(), vec![None, Some("漏水".into()), None])];
    units
}

#[test]
fn units_come_back_from_their_readings() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("readings.parquet");
    let (units, dictionary) = (units(), dictionary());
    let mut bytes = Vec::new();
    write(&mut bytes, &units, &dictionary).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    let back = read(&path, &dictionary).unwrap();

    assert_eq!(back.count, 3);
    assert_eq!(back.keys, units.keys);
    assert_eq!(back.rows, units.rows);
    assert_eq!(back.sheets, units.sheets);
    assert_eq!(back.carried, units.carried);
    for (back, column) in back.fields.iter().zip(&units.fields) {
        assert_eq!(back.values, column.values);
        for unit in 0..3 {
            assert_eq!(back.origin(unit), column.origin(unit));
        }
    }
    let (back, items) = (&back.lists[0], &units.lists[0]);
    assert_eq!((&back.offsets, &back.known, &back.sure), (&items.offsets, &items.known, &items.sure));
    assert_eq!(back.fields[1].values, items.fields[1].values);
    assert!(matches!(&units.fields[2].values, Values::Choice(c) if c[1] == FOREIGN_CHOICE));
}

#[test]
fn no_units_are_no_units() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("readings.parquet");
    let dictionary = dictionary();
    let mut bytes = Vec::new();
    write(&mut bytes, &Units::new(&dictionary), &dictionary).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(read(&path, &dictionary).unwrap().count, 0);
}

#[test]
fn a_damaged_file_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("readings.parquet");
    std::fs::write(&path, "PAR1 no").unwrap();
    assert!(read(&path, &dictionary()).unwrap_err().message.zh.contains("readings.parquet"));
}

#[test]
fn a_reading_out_of_order_or_of_no_field_does_not_fit() {
    let dictionary = dictionary();
    let mut rebuild = Rebuild::new(&dictionary);
    let row = |number, field: &'static str| Reading { number, field: field.into(), ..Reading::default() };
    assert_eq!(rebuild.add(&row(2, "")), None);
    assert_eq!(rebuild.add(&row(1, "")), Some(()));
    assert_eq!(rebuild.add(&row(1, "nothing")), None);
    assert_eq!(rebuild.add(&row(1, "pipes[0].distance")), None);
}

#[test]
fn cells_are_read_as_they_are_named() {
    assert_eq!(cell_of("F23"), Some((23, Some(5))));
    assert_eq!(cell_of("AB3"), Some((3, Some(27))));
    assert_eq!(cell_of("7"), Some((7, None)));
    assert_eq!(cell_of("?"), None);
}
