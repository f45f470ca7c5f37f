//! A committee that exports its survey from somewhere: comma-separated GB18030 text, centimetres, a column for
//! each kind of pipe with its distance from the wall. Its gas is all low pressure.

use super::columns::{COLUMNS, Cell};
use super::random::Dice;
use super::unit::Unit;
use super::workbook::{Scale, Written, measure, patchy, scale_of, tidy};

/// Kinds of pipe and the columns for them.
const PIPES: [(&str, &str); 6] = [
    ("燃气", "低压燃气管距外墙"),
    ("给水", "给水管距外墙"),
    ("污水", "污水管距外墙"),
    ("雨水", "雨水管距外墙"),
    ("电力", "电力电缆距外墙"),
    ("通信", "通信管距外墙"),
];

/// The file's bytes.
pub fn text(units: &[Unit], dice: &mut Dice) -> Vec<u8> {
    let scale = Scale::Centimetres;
    let header = COLUMNS.iter().map(|column| match measure(column.header, scale) {
        Some(unit) => format!("{}（{unit}）", column.header),
        None => column.header.to_string(),
    });
    let pipes = PIPES.iter().map(|(_, header)| format!("{header}（cm）"));
    let mut lines = vec![header.chain(pipes).chain(["备注".to_string()]).collect::<Vec<_>>()];
    for unit in units {
        let mut line: Vec<String> = COLUMNS
            .iter()
            .map(|column| match patchy(dice, column, unit, 3) {
                Cell::Nothing => dice.one(&["无", "—", "/"]).to_string(),
                cell => shown(tidy(&cell, scale_of(column.header, scale))),
            })
            .collect();
        for (kind, _) in PIPES {
            let nearest = unit.pipes.iter().filter(|pipe| pipe.kind == kind).map(|pipe| pipe.wall).min();
            line.push(match nearest {
                Some(wall) if dice.chance(985) => shown(Written::Number(scale.of(wall))),
                Some(_) => dice.one(&["未测", "有", ""]).to_string(),
                None => dice.one(&["无", "—"]).to_string(),
            });
        }
        line.push(if dice.chance(40) {
            "虚构示例，\n见\"说明\"".to_string()
        } else {
            "虚构示例".to_string()
        });
        lines.push(line);
    }
    let mut text = String::new();
    for line in lines {
        let quoted: Vec<String> = line.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    }
    encoding_rs::GB18030.encode(&text).0.into_owned()
}

fn shown(written: Written) -> String {
    match written {
        Written::Blank => String::new(),
        Written::Number(number) => number.to_string(),
        Written::Text(text) => text,
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_string() }
}
