//! The words by which text about a list denies, doubts or describes what it names. A new word is one entry here.
//!
//! What always holds: they are compared after folding. Deliberately absent: how far a denial reaches.

/// Words in which a kind's spelling is no kind: groundwater is no `下水`.
pub(super) const NO_KINDS: [&str; 2] = ["地下水", "其中水"];

/// Words that deny or doubt what stands near them.
pub(super) const DENIALS: [&str; 32] = [
    "无", "無", "没", "未", "不", "否", "非", "×", "✕", "✖", "✗", "✘", "零", "?", "可能", "疑似", "或", "拟", "规划",
    "计划", "是否", "待", "若", "拆", "废", "停用", "取消", "迁走", "已迁", "移走", "估计", "据说",
];

/// Phrases with such words in them that speak of something else than whether a kind is there.
pub(super) const NO_DENIALS: [&str; 24] = [
    "无其他",
    "无其它",
    "没有其他",
    "没有其它",
    "未发现其他",
    "未见其他",
    "不足",
    "不到",
    "不超过",
    "不小于",
    "不大于",
    "不少于",
    "不低于",
    "不可迁",
    "不能迁",
    "不宜迁",
    "不影响",
    "无影响",
    "未迁",
    "无法迁",
    "无法移",
    "无法测",
    "非机动",
    "不同",
];

/// What may be unknown of an item that is there: `埋深不详`.
pub(super) const DETAILS: [&str; 14] =
    ["埋深", "深度", "管径", "直径", "口径", "距离", "净距", "距墙", "压力", "位置", "走向", "材质", "规格", "权属"];
pub(super) const UNKNOWN_DETAILS: [&str; 8] = ["不详", "不明", "不清", "未知", "未测", "待测", "待查", "不清楚"];

/// What may follow the name of a kind without saying anything.
pub(super) const TAILS: [char; 12] = ['管', '线', '道', '井', '沟', '缆', '等', '和', '及', '与', ':', '的'];
