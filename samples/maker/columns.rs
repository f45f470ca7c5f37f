//! The columns of the survey form, and what stands in each for a unit, before anybody's handwriting.

use super::unit::{Pipe, Unit};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Blank,
    /// 无
    Nothing,
    Word(&'static str),
    Text(String),
    /// Millimetres.
    Length(i64),
    Count(i64),
    Year(i64),
    Flag(bool),
    /// Hundredths of a per cent.
    Share(i64),
    /// Tenths of a millimetre.
    Creep(i64),
    Area(i64),
    /// Millionths of a degree.
    Degrees(i64),
    /// A day of May 2021.
    Day(i64),
}
use Cell::*;

/// A column of the form.
#[derive(Clone, Copy)]
pub struct Column {
    /// The heading it stands under on the official form.
    pub group: &'static str,
    pub header: &'static str,
    /// Whether people leave it blank now and then.
    pub patchy: bool,
    pub value: fn(&Unit) -> Cell,
}

/// The three columns that name a unit, after committee and estate.
pub const KEYS: [&str; 3] = ["小区", "楼号", "单元号"];

const fn column(group: &'static str, header: &'static str, patchy: bool, value: fn(&Unit) -> Cell) -> Column {
    Column { group, header, patchy, value }
}

fn zero_is_nothing(length: i64) -> Cell {
    if length == 0 { Nothing } else { Length(length) }
}

fn word(word: &'static str) -> Cell {
    if word == "无" { Nothing } else { Word(word) }
}

const NAME: &str = "单元";
const HOUSE: &str = "房屋概况";
const SAFETY: &str = "结构与安全";
const STAIR: &str = "楼梯与入户";
const SITE: &str = "场地";
const CONSENT: &str = "征询意见";
const RECORD: &str = "踏勘记录";

/// Every column, in the order of the form.
pub const COLUMNS: &[Column] = &[
    column(NAME, "居民区", false, |u| Text(u.committee.clone())),
    column(NAME, "小区", false, |u| Text(u.estate.clone())),
    column(NAME, "路名弄号", true, |u| Text(u.address.clone())),
    column(NAME, "楼号", false, |u| Count(u.building)),
    column(NAME, "单元号", false, |u| Count(u.unit)),
    column(NAME, "经度", true, |u| Degrees(u.longitude)),
    column(NAME, "纬度", true, |u| Degrees(u.latitude)),
    column(HOUSE, "房型", true, |u| Word(u.layout)),
    column(HOUSE, "建成年份", true, |u| Year(u.year)),
    column(HOUSE, "房屋性质", true, |u| Word(u.tenure)),
    column(HOUSE, "权属状况", false, |u| Word(u.ownership)),
    column(HOUSE, "征收改造计划", false, |u| Word(u.renewal)),
    column(HOUSE, "层数", false, |u| Count(u.storeys)),
    column(HOUSE, "建筑高度", true, |u| Length(u.height)),
    column(HOUSE, "每层户数", true, |u| Count(u.per_floor)),
    column(HOUSE, "总户数", true, |u| Count(u.households())),
    column(HOUSE, "已有电梯", false, |u| Flag(u.has_lift)),
    column(HOUSE, "底层用途", true, |u| Word(u.ground_use)),
    column(HOUSE, "历史保护", false, |u| Word(u.heritage)),
    column(HOUSE, "常住人口", true, |u| Count(u.residents)),
    column(HOUSE, "60岁以上人数", true, |u| Count(u.over_60)),
    column(HOUSE, "80岁以上人数", true, |u| Count(u.over_80)),
    column(SAFETY, "结构形式", true, |u| Word(u.structure)),
    column(SAFETY, "圈梁设置", true, |u| Flag(u.ring_beams)),
    column(SAFETY, "加层改建", false, |u| Flag(u.added_storeys)),
    column(SAFETY, "房屋安全等级", true, |u| Word(u.danger)),
    column(SAFETY, "解危方案", false, |u| u.repair_plan.map_or(Blank, Flag)),
    column(SAFETY, "倾斜率", false, |u| u.tilt.map_or(Blank, Share)),
    column(SAFETY, "月沉降量", false, |u| u.settlement.map_or(Blank, Creep)),
    column(STAIR, "梯段净宽", true, |u| Length(u.stair_width)),
    column(STAIR, "休息平台净深", true, |u| Length(u.landing_depth)),
    column(STAIR, "方案占用梯段宽度", false, |u| zero_is_nothing(u.stair_taken)),
    column(STAIR, "方案占用平台深度", false, |u| zero_is_nothing(u.landing_taken)),
    column(STAIR, "井道贴邻楼梯间", false, |u| Flag(u.shaft_by_stair)),
    column(STAIR, "封闭楼梯间", true, |u| Flag(u.stair_enclosed)),
    column(STAIR, "户门耐火达标", true, |u| Flag(u.doors_rated)),
    column(STAIR, "可行入户方式", true, |u| Word(u.entry)),
    column(STAIR, "连廊进深", true, |u| zero_is_nothing(u.corridor)),
    column(SITE, "单元门前净距", true, |u| Length(u.front)),
    column(SITE, "门前道路性质", false, |u| Word(u.lane)),
    column(SITE, "车道可改线", true, |u| Flag(u.reroutable)),
    column(SITE, "与对面建筑净距", true, |u| u.opposite.map_or(Nothing, Length)),
    column(SITE, "防火折减条件", true, |u| Flag(u.walls_rated)),
    column(SITE, "至用地红线距离", true, |u| u.red_line.map_or(Nothing, Length)),
    column(SITE, "红线外用地", false, |u| word(u.beyond)),
    column(SITE, "占地障碍", true, |u| word(u.obstacles)),
    column(SITE, "占用绿地面积", true, |u| if u.green_area == 0 { Nothing } else { Area(u.green_area) }),
    column(SITE, "占用车位数", true, |u| if u.parking == 0 { Nothing } else { Count(u.parking) }),
    column(SITE, "窗与井道最近距离", true, |u| Length(u.window)),
    column(SITE, "基坑内地下设施", true, |u| word(u.underground)),
    column(SITE, "民防部门意见", false, |u| u.civil_view.map_or(Blank, Word)),
    column(SITE, "轨交部门意见", false, |u| u.metro_view.map_or(Blank, Word)),
    column(CONSENT, "业委会", true, |u| word(u.owners_committee)),
    column(CONSENT, "应征询户数", true, |u| Count(u.households())),
    column(CONSENT, "参与表决户数", true, |u| Count(u.joined)),
    column(CONSENT, "同意户数", true, |u| Count(u.agreed)),
    column(CONSENT, "反对户数", true, |u| if u.opposed == 0 { Nothing } else { Count(u.opposed) }),
    column(RECORD, "踏勘日期", true, |u| Day(u.day)),
    column(RECORD, "踏勘人", true, |u| Word(u.team)),
];

/// A column of the pipe sheet, after the keys.
#[derive(Clone, Copy)]
pub struct PipeColumn {
    pub header: &'static str,
    pub value: fn(&Pipe) -> Cell,
}

/// The columns of a pipe sheet, in order.
pub const PIPE_COLUMNS: &[PipeColumn] = &[
    PipeColumn { header: "管线类型", value: |p| Word(p.kind) },
    PipeColumn { header: "管径", value: |p| p.diameter.map_or(Blank, Length) },
    PipeColumn { header: "压力级别", value: |p| p.pressure.map_or(Blank, Word) },
    PipeColumn { header: "敷设方式", value: |p| p.laying.map_or(Blank, Word) },
    PipeColumn { header: "材质", value: |p| if p.material.is_empty() { Blank } else { Word(p.material) } },
    PipeColumn { header: "埋深", value: |p| Length(p.depth) },
    PipeColumn { header: "距外墙", value: |p| Length(p.wall) },
    PipeColumn { header: "距井道", value: |p| p.shaft.map_or(Blank, Length) },
    PipeColumn { header: "可否迁移", value: |p| p.movable.map_or(Blank, Flag) },
    PipeColumn { header: "权属单位", value: |p| Word(p.owner) },
];
