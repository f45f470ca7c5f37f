//! Makes up the units of a residents' committee: estates of one quality each, buildings alike within an estate,
//! units alike within a building.
//!
//! The proportions are plausible, not measured: six storeys mostly, brick mostly, 1975 to 1999, and a pipe in the
//! way at about a third of the doors. They are set so that a street comes out near 40 : 38 : 22.

use super::random::Dice;
use super::unit::{Pipe, Unit};

/// How well an estate lends itself to lifts.
#[derive(Clone, Copy, PartialEq)]
enum Quality {
    Good,
    Middling,
    Poor,
}
use Quality::*;

impl Quality {
    /// One of three, for good, middling and poor estates.
    fn of<T>(self, good: T, middling: T, poor: T) -> T {
        match self {
            Good => good,
            Middling => middling,
            Poor => poor,
        }
    }
}

/// What the units of an estate share.
struct Estate {
    name: String,
    address: String,
    quality: Quality,
    year: i64,
    renewal: &'static str,
    heritage: &'static str,
    tenure: &'static str,
    longitude: i64,
    latitude: i64,
    owners_committee: &'static str,
    team: &'static str,
}

/// What the units of a building share, beside their estate.
struct Building {
    number: i64,
    year: i64,
    storeys: i64,
    per_floor: i64,
    structure: &'static str,
    ring_beams: bool,
    added_storeys: bool,
    danger: &'static str,
    repair_plan: Option<bool>,
    tilt: Option<i64>,
    settlement: Option<i64>,
    flat: bool,
    lane: &'static str,
    remaining: i64,
    reroutable: bool,
    opposite: Option<i64>,
    walls_rated: bool,
    red_line: Option<i64>,
    beyond: &'static str,
    pipes: Vec<Pipe>,
}

/// How far the draughtsmen of the street let a shaft stand out from the wall.
const SHAFT: i64 = 2400;

/// The units of a committee, in the order its people walked.
pub fn committee(dice: &mut Dice, name: &str, number: usize, count: usize) -> Vec<Unit> {
    let mut units = Vec::with_capacity(count);
    let mut estates = 0;
    while units.len() < count {
        estates += 1;
        let estate = estate(dice, name, number as i64, estates);
        for number in 1..=dice.between(5, 12) {
            let building = building(dice, &estate, number);
            for door in 1..=dice.between(2, 6) {
                if units.len() < count {
                    units.push(unit(dice, name, &estate, &building, door));
                }
            }
        }
    }
    units
}

fn estate(dice: &mut Dice, committee: &str, number: i64, estates: i64) -> Estate {
    const SUFFIXES: [&str; 12] =
        ["一村", "二村", "三村", "四村", "五村", "公寓", "小苑", "新苑", "里", "坊", "家园", "花园"];
    let quality = dice.weighted(&[(57, Good), (22, Middling), (21, Poor)]);
    let suffix = SUFFIXES[(estates as usize - 1) % SUFFIXES.len()];
    // A committee of a larger city has more estates than there are names.
    let phase = match (estates as usize - 1) / SUFFIXES.len() {
        0 => String::new(),
        more => format!("{}期", more + 1),
    };
    Estate {
        name: format!("{committee}{suffix}{phase}"),
        address: format!("{committee}路{}弄", 20 + 37 * estates + 3 * number),
        quality,
        year: quality.of(dice.between(1986, 1996), dice.between(1980, 1992), dice.between(1975, 1985)),
        renewal: quality.of("未列入", "未列入", dice.weighted(&[(88, "未列入"), (8, "五年以后"), (4, "五年以内")])),
        heritage: dice.weighted(&[(985, "否"), (15, "风貌区")]),
        tenure: dice.weighted(&[(70, "售后公房"), (15, "商品房"), (5, "直管公房"), (5, "系统公房"), (5, "混合产权")]),
        // Somewhere in the sea off the river's mouth, where nobody lives.
        longitude: 122_300_000 + 6000 * number + dice.between(-2000, 2000),
        latitude: 31_000_000 + 4500 * estates + dice.between(-1500, 1500),
        owners_committee: dice.weighted(&[(75, "有"), (10, "筹建"), (15, "无")]),
        team: dice.one(&["踏勘一组", "踏勘二组", "踏勘三组"]),
    }
}

fn building(dice: &mut Dice, estate: &Estate, number: i64) -> Building {
    let quality = estate.quality;
    let structure = quality.of(
        dice.weighted(&[(90, "砖混"), (10, "框架")]),
        dice.weighted(&[(88, "砖混"), (5, "框架"), (5, "预制大板"), (2, "内浇外砌")]),
        dice.weighted(&[(78, "砖混"), (12, "预制大板"), (5, "空斗墙"), (5, "砖木")]),
    );
    let danger = quality.of(
        dice.weighted(&[(40, "A"), (58, "B"), (2, "未鉴定")]),
        dice.weighted(&[(22, "A"), (60, "B"), (15, "未鉴定"), (3, "C")]),
        dice.weighted(&[(8, "A"), (47, "B"), (30, "未鉴定"), (11, "C"), (4, "D")]),
    );
    let measured = danger == "未鉴定" && dice.chance(700);
    let lane = dice.weighted(&[(25, "消防车道"), (10, "小区主路"), (30, "支路"), (20, "步道"), (15, "绿地")]);
    let flat = dice.chance(quality.of(960, 560, 350));
    let remaining = remaining(dice, quality, lane);
    let red_line = dice.chance(quality.of(350, 450, 600)).then(|| {
        let close = dice.chance(quality.of(5, 40, 130));
        if close { dice.length(1500, 3600, 50) } else { dice.length(4500, 12000, 100) }
    });
    Building {
        number,
        year: estate.year + dice.between(0, 3),
        storeys: dice.weighted(&[(70, 6), (20, 5), (5, 7), (4, 4), (quality.of(0, 1, 4), 3)]),
        per_floor: dice.weighted(&[(35, 2), (40, 3), (17, 4), (8, 6)]),
        structure,
        ring_beams: dice.chance(quality.of(990, 930, 720)),
        added_storeys: dice.chance(quality.of(2, 15, 50)),
        danger,
        repair_plan: (danger == "C" || danger == "D").then(|| dice.chance(550)),
        tilt: measured.then(|| dice.weighted(&[(80, 2), (12, 12), (5, 15), (3, 23)]) * 10 + dice.between(0, 9)),
        settlement: measured.then(|| dice.weighted(&[(80, 0), (15, 12), (3, 40), (2, 55)])),
        flat,
        lane,
        remaining,
        reroutable: dice.chance(quality.of(500, 350, 120)),
        opposite: (!dice.chance(60)).then(|| {
            quality.of(dice.length(10600, 20000, 100), dice.length(8800, 17000, 100), dice.length(7000, 14000, 100))
        }),
        walls_rated: dice.chance(550),
        red_line,
        beyond: if red_line.is_some_and(|line| line < 4500) {
            dice.weighted(&[(60, "道路绿化"), (25, "市政道路"), (15, "相邻用地")])
        } else {
            "无"
        },
        pipes: pipes(dice, quality, flat),
    }
}

/// What is left before the door once the shaft stands: enough for such a lane, short of it, or far short.
fn remaining(dice: &mut Dice, quality: Quality, lane: &str) -> i64 {
    let (enough, least) = match lane {
        "消防车道" => (4000, 3000),
        "小区主路" | "支路" => (3500, 3000),
        _ => (1500, 600),
    };
    let how = quality.of(
        dice.weighted(&[(97, Good), (3, Middling)]),
        dice.weighted(&[(76, Good), (19, Middling), (5, Poor)]),
        dice.weighted(&[(38, Good), (30, Middling), (32, Poor)]),
    );
    how.of(
        dice.length(enough, enough + 3000, 50),
        dice.length(least, enough - 50, 50),
        dice.length(300, least - 50, 50),
    )
}

/// The pipes along a building: either all beyond the shaft's reach, or some within it.
fn pipes(dice: &mut Dice, quality: Quality, flat: bool) -> Vec<Pipe> {
    let clear = dice.chance(quality.of(930, 240, 200));
    let reach = SHAFT + if flat { 1800 } else { 0 };
    let mut pipes = Vec::new();
    for kind in ["燃气", "给水", "污水", "雨水", "电力", "通信"] {
        let present = match kind {
            "燃气" => 750,
            "给水" => 700,
            "污水" => 650,
            "雨水" => 400,
            _ => 350,
        };
        if !dice.chance(present) {
            continue;
        }
        let wall = if clear { reach + dice.length(3100, 6000, 50) } else { dice.length(800, 5500, 50) };
        let diameter = match kind {
            "燃气" => Some(dice.one(&[80, 100, 150, 200])),
            "给水" => Some(dice.weighted(&[(30, 100), (30, 150), (20, 200), (5, 300)])),
            "污水" | "雨水" => Some(dice.one(&[200, 300, 400])),
            _ => None,
        };
        pipes.push(Pipe {
            kind,
            diameter,
            pressure: (kind == "燃气").then(|| dice.weighted(&[(88, "低压"), (9, "中压B"), (3, "中压A")])),
            laying: match kind {
                "电力" | "通信" => Some(dice.one(&["直埋", "管道"])),
                _ => None,
            },
            material: match kind {
                "燃气" => "PE",
                "给水" => "球墨铸铁",
                "污水" | "雨水" => "混凝土",
                _ => "",
            },
            depth: dice.length(500, 1600, 100),
            wall,
            shaft: None,
            movable: dice.weighted(&[(83, Some(true)), (quality.of(2, 7, 12), Some(false)), (5, None)]),
            owner: match kind {
                "燃气" => "燃气公司",
                "给水" => "自来水公司",
                "污水" | "雨水" => "排水管理所",
                "电力" => "供电公司",
                _ => "通信公司",
            },
        });
    }
    pipes
}

fn unit(dice: &mut Dice, committee: &str, estate: &Estate, building: &Building, door: i64) -> Unit {
    let quality = estate.quality;
    let flat = building.flat;
    let corridor = match (flat, dice.chance(70)) {
        (true, true) => dice.length(2000, 2600, 100),
        (true, false) => dice.length(1200, 1800, 100),
        (false, _) => 0,
    };
    let projection = SHAFT + corridor;
    let households = building.storeys * building.per_floor;
    let residents = households * dice.between(20, 29) / 10;
    let over_60 = residents * dice.between(30, 52) / 100;
    let stair_width = dice.length(1000, 1150, 10);
    let taken = dice.chance(quality.of(5, 40, 60));
    let underground = quality.of(
        dice.weighted(&[(960, "无"), (40, "检查井")]),
        dice.weighted(&[(780, "无"), (120, "检查井"), (70, "化粪池"), (10, "地下室"), (20, "民防")]),
        dice.weighted(&[
            (650, "无"),
            (140, "检查井"),
            (90, "化粪池、检查井"),
            (30, "地下室"),
            (60, "民防"),
            (30, "轨交"),
        ]),
    );
    let joined = households * dice.between(70, 100) / 100;
    let opposed = joined * dice.weighted(&[(60, 0), (25, 8), (15, 20)]) / 100;
    let view = |dice: &mut Dice| dice.weighted(&[(35, "同意"), (40, "未征询"), (25, "不同意")]);
    let obstacles = quality.of(
        dice.weighted(&[(960, "无"), (40, "车位")]),
        dice.weighted(&[
            (700, "无"),
            (90, "非机动车棚"),
            (90, "车位"),
            (60, "乔木"),
            (40, "违章搭建"),
            (20, "车位、乔木"),
        ]),
        dice.weighted(&[
            (520, "无"),
            (150, "非机动车棚"),
            (120, "违章搭建"),
            (90, "乔木"),
            (60, "变电房"),
            (10, "古树名木"),
        ]),
    );
    Unit {
        committee: format!("{committee}居民区"),
        estate: estate.name.clone(),
        address: estate.address.clone(),
        building: building.number,
        unit: door,
        longitude: estate.longitude + 600 * (building.number % 4) + 150 * door,
        latitude: estate.latitude + 450 * (building.number / 4),
        layout: match building.per_floor {
            2 => "一梯两户",
            3 => "一梯三户",
            4 => "一梯四户",
            _ => "一梯六户",
        },
        year: building.year,
        tenure: estate.tenure,
        ownership: dice.weighted(&[(quality.of(998, 993, 975), "合法"), (6, "待补办"), (quality.of(0, 1, 8), "无证")]),
        renewal: estate.renewal,
        storeys: building.storeys,
        height: building.storeys * 2800 + 900,
        per_floor: building.per_floor,
        has_lift: dice.chance(10),
        ground_use: dice.weighted(&[(92, "住宅"), (5, "商铺"), (3, "车库")]),
        heritage: if dice.chance(2) { "优秀历史建筑" } else { estate.heritage },
        residents,
        over_60,
        over_80: over_60 * dice.between(10, 25) / 100,
        structure: building.structure,
        ring_beams: building.ring_beams,
        added_storeys: building.added_storeys,
        danger: building.danger,
        repair_plan: building.repair_plan,
        tilt: building.tilt,
        settlement: building.settlement,
        stair_width,
        landing_depth: stair_width.max(1200) + dice.length(0, 200, 10),
        stair_taken: if taken { dice.length(20, 80, 10) } else { 0 },
        landing_taken: if taken && dice.chance(400) { dice.length(20, 100, 10) } else { 0 },
        shaft_by_stair: !flat && dice.chance(600),
        stair_enclosed: dice.chance(50),
        doors_rated: dice.chance(300),
        entry: if flat {
            dice.weighted(&[(60, "平层"), (40, "均可")])
        } else {
            dice.weighted(&[(100, "错层"), (quality.of(0, 3, 14), "均不可")])
        },
        corridor,
        front: building.remaining + projection + dice.length(0, 100, 50),
        lane: building.lane,
        reroutable: building.reroutable,
        opposite: building.opposite,
        walls_rated: building.walls_rated,
        red_line: building.red_line,
        beyond: building.beyond,
        obstacles,
        green_area: if building.lane == "绿地" { dice.between(6, 24) } else { 0 },
        parking: if obstacles.contains("车位") { dice.between(1, 3) } else { 0 },
        window: if dice.chance(quality.of(960, 720, 550)) {
            dice.length(2000, 4000, 50)
        } else {
            dice.length(600, 1950, 50)
        },
        underground,
        civil_view: underground.contains("民防").then(|| view(dice)),
        metro_view: underground.contains("轨交").then(|| view(dice)),
        pipes: building.pipes.iter().map(|pipe| at_door(dice, *pipe, projection)).collect(),
        owners_committee: estate.owners_committee,
        joined,
        agreed: joined - opposed,
        opposed,
        day: dice.between(6, 28),
        team: estate.team,
    }
}

/// A building's pipe as it lies before one door, and how far it stays from the shaft drawn there.
fn at_door(dice: &mut Dice, pipe: Pipe, projection: i64) -> Pipe {
    let wall = pipe.wall + dice.length(-50, 50, 10);
    let beside = dice.chance(60);
    let shaft = (wall - projection).max(0) + if beside { dice.length(500, 3000, 50) } else { 0 };
    Pipe { wall, shaft: dice.chance(960).then_some(shaft), ..pipe }
}
