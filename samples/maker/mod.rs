//! The made-up street: 1,987 units of ten residents' committees, each committee's survey written the way
//! different people write them.
//!
//! [`files`] gives names below `samples/` and their bytes, the same every time; [`city`] any number more. What is random
//! comes from one small generator with a fixed seed for each committee. Deliberately not here: any knowledge of
//! how liftfit reads or judges; that would make the samples agree with the program by construction.

mod booklets;
mod columns;
mod draw;
mod official;
mod plain;
mod random;
mod text;
mod typed;
mod unit;
mod workbook;

use random::Dice;
use unit::Unit;

/// What goes wrong while making a workbook.
pub type Failure = Box<dyn std::error::Error>;

/// How a committee writes its survey.
#[derive(Clone, Copy)]
enum Hand {
    Plain,
    Official,
    Typed,
    Text,
    Booklets,
}

/// Name, units and hand of each committee. The units sum to 1,987.
const COMMITTEES: [(&str, usize, Hand); 10] = [
    ("青砚", 231, Hand::Plain),
    ("白榆", 204, Hand::Official),
    ("丹枫", 187, Hand::Typed),
    ("玉梨", 212, Hand::Text),
    ("碧梧", 176, Hand::Booklets),
    ("紫藤", 198, Hand::Plain),
    ("金桂", 165, Hand::Official),
    ("银杏", 221, Hand::Plain),
    ("翠竹", 189, Hand::Typed),
    ("红棉", 204, Hand::Booklets),
];

/// Every sample file: its name below `samples/`, and its bytes.
pub fn files() -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let committees = COMMITTEES.into_iter().enumerate();
    committees.map(|(at, (name, count, hand))| file(at + 1, name, count, hand)).collect()
}

/// A city of that many units, in surveys of at most `most` units each, written by all hands in turn.
pub fn city(units: usize, most: usize) -> impl Iterator<Item = Result<(String, Vec<u8>), Failure>> {
    let counts = (0..units).step_by(most).map(move |from| most.min(units - from));
    counts.enumerate().map(|(at, count)| {
        let (_, _, hand) = COMMITTEES[at % COMMITTEES.len()];
        file(at + 1, &format!("第{}", at + 1), count, hand)
    })
}

fn file(number: usize, name: &str, count: usize, hand: Hand) -> Result<(String, Vec<u8>), Failure> {
    let mut dice = Dice::new(1987 + number as u64);
    let mut units = draw::committee(&mut dice, name, number, count);
    if matches!(hand, Hand::Text) {
        // Its columns know of low pressure only.
        units
            .iter_mut()
            .flat_map(|unit| &mut unit.pipes)
            .for_each(|pipe| pipe.pressure = pipe.pressure.and(Some("低压")));
    }
    let (bytes, ending) = written(hand, &units, &mut dice)?;
    Ok((format!("street/虚构示例{number:02}_{name}居民区.{ending}"), bytes))
}

fn written(hand: Hand, units: &[Unit], dice: &mut Dice) -> Result<(Vec<u8>, &'static str), Failure> {
    Ok(match hand {
        Hand::Plain => (plain::workbook(units, dice)?, "xlsx"),
        Hand::Official => (official::workbook(units, dice)?, "xlsx"),
        Hand::Typed => (typed::workbook(units, dice)?, "xlsx"),
        Hand::Text => (text::text(units, dice), "csv"),
        Hand::Booklets => (booklets::workbook(units, dice)?, "xlsx"),
    })
}
