//! Made-up sheets and a made-up dictionary, for the tests of this folder.

use crate::quantity::{Bounds, Decimal, Dimension, unit_named};
use crate::rules::dictionary::{Choice, Complete, Dictionary, Field, Kind, ListColumn, ListDef};
use crate::rules::value::Value;
use crate::survey::grid::{Cell, Content, Range, Row, Sheet};

/// `rows![["小区", "楼号"], ["甲", 1]]`: a sheet from cell A1 on; `""` is blank, `struck("x")` is struck through.
macro_rules! rows {
    ($([$($cell:expr),* $(,)?]),* $(,)?) => {
        $crate::survey::cases::made_up::sheet(vec![$(vec![$($crate::survey::cases::made_up::MadeUp::from($cell)),*]),*])
    };
}
pub(crate) use rows;

/// What a cell of a made-up sheet holds; nothing where it is blank.
pub struct MadeUp(Option<Cell>);

impl From<&str> for MadeUp {
    fn from(text: &str) -> MadeUp {
        MadeUp((!text.is_empty()).then(|| Cell { content: Content::Text(text.into()), struck: false }))
    }
}

impl From<f64> for MadeUp {
    fn from(number: f64) -> MadeUp {
        MadeUp(Some(Cell { content: Content::Number(number), struck: false }))
    }
}

impl From<i32> for MadeUp {
    fn from(number: i32) -> MadeUp {
        MadeUp::from(f64::from(number))
    }
}

impl From<Content> for MadeUp {
    fn from(content: Content) -> MadeUp {
        MadeUp(Some(Cell { content, struck: false }))
    }
}

/// A text that is struck through.
pub fn struck(text: &str) -> MadeUp {
    MadeUp(Some(Cell { content: Content::Text(text.into()), struck: true }))
}

pub fn sheet(rows: Vec<Vec<MadeUp>>) -> Sheet {
    let rows = rows.into_iter().zip(1..).map(|(cells, number)| Row {
        number,
        cells: cells.into_iter().zip(0..).filter_map(|(cell, column)| Some((column, cell.0?))).collect(),
    });
    Sheet { name: "调查表".into(), rows: rows.filter(|row| !row.cells.is_empty()).collect(), ..Sheet::default() }
}

impl Sheet {
    /// With merged cells: `A1:B2`.
    pub fn merging(mut self, ranges: &[&str]) -> Sheet {
        let place = |text: &str| {
            let split = text.find(|c: char| c.is_ascii_digit()).unwrap();
            let column = text[..split].bytes().fold(0, |so_far, b| so_far * 26 + u32::from(b - b'A') + 1) - 1;
            (text[split..].parse::<u32>().unwrap(), column)
        };
        for range in ranges {
            let (from, to) = range.split_once(':').unwrap();
            let ((top, left), (bottom, right)) = (place(from), place(to));
            self.merged.push(Range { top, left, bottom, right });
        }
        self
    }

    /// Under another name.
    pub fn named(self, name: &str) -> Sheet {
        Sheet { name: name.into(), ..self }
    }
}

fn field(id: &str, label: &str, aliases: &[&str], kind: Kind) -> Field {
    Field { aliases: aliases.iter().map(|a| a.to_string()).collect(), ..Field::bare(id, label, kind) }
}

fn key(id: &str, label: &str, aliases: &[&str], strip: &[&str]) -> Field {
    let strip = strip.iter().map(|s| s.to_string()).collect();
    Field { key: true, strip, ..field(id, label, aliases, Kind::Text) }
}

fn length(id: &str, label: &str, aliases: &[&str], low: i64, high: i64) -> Field {
    let end = |n| Decimal::from_int(n);
    Field {
        unit: unit_named("m"),
        range: Some(Bounds::between(end(low), end(high))),
        ..field(id, label, aliases, Kind::Number(Dimension::LENGTH))
    }
}

fn choices(spellings: &[(&str, &[&str])]) -> Vec<Choice> {
    let choice = |(id, spellings): &(&str, &[&str])| Choice {
        id: id.to_string(),
        spellings: spellings.iter().map(|s| s.to_string()).collect(),
    };
    spellings.iter().map(choice).collect()
}

/// Committee, estate, building, unit, storeys, structure, stair width, landing depth, fire lane; pipes.
pub fn dictionary(complete: Complete) -> Dictionary {
    let structure = choices(&[("brick", &["砖混", "砖混结构"]), ("frame", &["框架"])]);
    let kinds = choices(&[("gas", &["燃气", "煤气"]), ("water", &["给水"]), ("sewer", &["污水"])]);
    let column = |header: &str, kind| ListColumn {
        headers: vec![header.to_string()],
        field: 1,
        with: vec![(0, Value::Choice(kind))],
    };
    Dictionary {
        fields: vec![
            Field { group: true, ..field("committee", "居民区", &["居委会"], Kind::Text) },
            Field { group: true, ..key("estate", "小区", &["小区名称"], &[]) },
            key("building", "楼号", &["幢号"], &["号楼", "幢", "号"]),
            key("unit", "单元号", &["单元", "门号"], &["单元", "号"]),
            Field {
                unit: unit_named("层"), ..field("storeys", "层数", &["总层数"], Kind::Number(Dimension::Count))
            },
            field("structure", "结构形式", &["房屋结构"], Kind::Choice(structure)),
            length("stair_width", "梯段净宽", &["楼梯净宽"], 0, 3),
            length("landing_depth", "平台净深", &[], 0, 4),
            field("fire_lane", "消防车道", &[], Kind::Flag),
        ],
        lists: vec![ListDef {
            id: "pipes".into(),
            label: "管线".into(),
            aliases: Vec::new(),
            complete,
            fields: vec![
                field("kind", "管线类型", &["类型"], Kind::Choice(kinds)),
                length("distance", "距外墙", &["水平净距"], 0, 50),
                field("movable", "可否迁移", &[], Kind::Flag),
            ],
            columns: vec![column("燃气管距外墙", 0), column("给水管距外墙", 1)],
        }],
    }
}
