//! What the pages say, in Chinese and English side by side.
//!
//! What always holds: words for people who read no standards; nothing promises what the assessment does not say.
//! Deliberately absent: the reasons, which come with the answers; which of these words stand on a page.

use crate::lang::{Lang, Text};
use crate::rules::ruleset::Grade;
use crate::survey::DecisionState;
use crate::text;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub Lang);

/// Words without anything to fill in: a method each.
macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        impl Words {
            $(pub fn $name(self) -> &'static str {
                self.0.pick($zh, $en)
            })*
        }
    };
}

words! {
    html_lang: "zh-CN", "en";
    kind: "加装电梯技术评估 · 单元告知单", "lift assessment · notice for this stairwell";
    kind_short: "单元告知单", "unit pages";
    all_units: "本小区各单元", "the units of this estate";
    up: "全部小区", "all estates";
    measured: "量了什么", "what was measured";
    found: "查出了什么", "what was found";
    rest: "其余各项", "the rest";
    also_weighs: "还有这些没有达到要求或没有弄清", "also not met or not known";
    changes: "什么会改变这个结论", "what would change the answer";
    object: "不同意怎么办", "if you do not agree";
    decides: "决定结论", "decides";
    fine: "都达到要求", "met";
    not_applicable: "与本单元无关", "not applicable";
    norms: "所引规定", "rules cited";
    to_check: "引用前请核对原文", "check the original text before citing";
    reference_only: "外地规定，只作参照", "another place's rules, for reference only";
    basis: "评估规则", "rule set";
    sources: "资料出处", "survey";
    day: "评估日期", "day";
    settled: "结论已定：再补测什么，都不会改变它。", "settled: no further measuring can change it";
    on_the_limit: "其中有“约”数正好压在界线上，请复测后再定。", "it rests on an approximate value exactly on a limit: measure that again before it is settled";
    settled_but: "按现有数据，结论已定。", "settled on the data as they are";
    shortened: "为排进一页，有的文字作了缩短；全文见街道的评估台账。", "some texts were shortened to fit the page; the whole stands in the street office's ledger";
    name_line: "联系人：", "name: ";
    telephone_line: "电话：", "telephone: ";
    blank_day: "　　　　年　　月　　日", "____-__-__";
    no_vote: "本页只是技术评估，不是业主表决的结果，也不是法律意见。装不装、怎么装，由业主依法共同决定。",
        "this is a technical assessment: not the vote of the owners, and not legal advice; whether a lift is built is for the owners to decide";
    whom: "对结论有疑问，或发现数据与现场不符，可要求复核。请找居委会，或街道负责加装电梯的部门：",
        "ask for a review if you doubt the answer or find a value wrong: turn to the residents' committee, or to the street office that looks after lifts";
    has_lift: "本单元已有电梯", "this unit has a lift already";
    has_lift_status: "调查表写明本单元已有电梯，不再评估是否加装，汇总时也另计。", "the survey says that this unit has a lift; adding one is not assessed, and it is counted apart";
    has_lift_changes: "如果写错了、实际没有电梯，请按下面的办法提出，更正后重新评估。", "if that is wrong, say so as described below: the unit is then assessed anew";
    again: "数据有误、现场有变化或规定修改的，应当重新评估。", "wrong data, changes on the spot or new rules call for a new assessment";
    close: "现在达到要求、但要留意的界线（复测后越过，结论就会变）：", "met, but these limits matter: a measurement beyond them changes the answer";
    scan: "用手机看本页", "this page on a phone";
    index_title: "单元告知单：按居民区、小区查找", "unit pages by residents' committee and estate";
    estate: "小区", "estate";
    units: "单元", "units";
    open: "未定", "open";
    with_lift: "已有电梯", "has a lift";
    no_committee: "居民区未填", "no residents' committee";
    total: "合计", "all";
    each: "各单元的告知单", "the pages";
}

impl Words {
    fn say(self, text: Text) -> String {
        self.0.pick(text.zh, text.en)
    }

    /// Things in a row: `甲、乙`.
    pub fn comma(self) -> &'static str {
        self.0.pick("、", ", ")
    }

    /// A class in a running text: `“较难加装”`.
    fn quoted(self, grade: Grade) -> String {
        let label = grade.label();
        self.0.pick(format!("“{}”", label.zh), label.en)
    }

    /// The title of a file.
    pub fn title_of(self, name: &str) -> String {
        self.say(text!("{name} · 加装电梯告知单", "{name} · lift assessment"))
    }

    /// The large line.
    pub fn answer(self, class: Grade, settled: bool) -> String {
        let label = class.label();
        let (zh, en) = (label.zh, label.en);
        match settled {
            true => self.say(text!("{zh}", "{en}")),
            false => self.say(text!("暂按“{zh}”", "{en} for now")),
        }
    }

    /// What an open unit lacks, and between which classes its answer lies.
    pub fn open_status(self, missing: &str, count: usize, best: Grade, worst: Grade) -> String {
        let between = self.between(best, worst);
        self.say(text!(
            "还不是定论。有 {count} 样没有弄清：{missing}。补齐以后，{between}。",
            "not settled: {count} not known: {missing}; once known, {between}"
        ))
    }

    fn between(self, best: Grade, worst: Grade) -> String {
        let possible = Grade::ALL.into_iter().filter(|&grade| best <= grade && grade <= worst);
        let classes: Vec<String> = possible.map(|grade| self.quoted(grade)).collect();
        let classes = classes.join(self.0.pick("或", " or "));
        self.say(text!("结论可能是{classes}", "the answer may be {classes}"))
    }

    /// What a class means for this unit, in a sentence: how many checks failed, and how many count so for lack of data.
    pub fn meaning(self, class: Grade, failed: usize, pending: usize, escalated: bool) -> String {
        if escalated {
            return self.say(text!(
                "逐项都不到这一步，几项合在一起才得出这个结论。",
                "no single check makes it so: several together do"
            ));
        }
        let (zh, en) = match (class, failed) {
            (Grade::Suitable, _) => return self.say(text!("查过的各项都达到要求。", "every check is met")),
            (_, 0) => {
                return self.say(text!(
                    "没有查出不合要求的项；有 {pending} 项缺资料，先从严算。",
                    "nothing was found wanting; {pending} count so for lack of data"
                ));
            }
            (Grade::Difficult, _) => (
                format!("有 {failed} 项没有达到要求，但没有一项到“不适合”的地步"),
                format!("{failed} not met, none of them so far as to make it unsuitable"),
            ),
            (Grade::Unsuitable, _) => {
                (format!("有 {failed} 项达不到最低要求"), format!("{failed} fall short of the minimum"))
            }
        };
        match pending {
            0 => self.say(text!("{zh}。", "{en}")),
            _ => self.say(text!(
                "{zh}；另有 {pending} 项缺资料，先从严算。",
                "{en}; {pending} more count so for lack of data"
            )),
        }
    }

    /// Checks that share an outcome: `14 项都达到要求：层数、…`.
    pub fn counted(self, count: usize, outcome: &str, titles: &str) -> String {
        self.say(text!("{count} 项{outcome}：{titles}", "{count} {outcome}: {titles}"))
    }

    /// A class that stands without a check: nothing applies to the unit.
    pub fn nothing_applies(self) -> String {
        self.say(text!(
            "规则里没有一项适用于本单元，按规则的约定得出这个结论。",
            "no check applies to this unit; the rules say what holds then"
        ))
    }

    /// A line of the rules that made the class worse.
    pub fn escalated(self, label: &str, to: Grade) -> String {
        let class = self.quoted(to);
        self.say(text!("合并判定“{label}”：结论加重为{class}。", "taken together ({label}): {class}"))
    }

    /// The grade of a criterion: `较难`; open ones count so for now.
    pub fn grade(self, grade: Option<Grade>, open: bool) -> String {
        let Some(grade) = grade else { return self.0.pick("未定", "open").into() };
        let label = grade.label();
        match open {
            true => self.0.pick(format!("暂按{}", label.zh), format!("{} for now", label.en)),
            false => self.0.pick(label.zh, label.en),
        }
    }

    /// What an open check may turn out to be.
    pub fn may_be(self, title: &str, possible: &[Grade], may_not_apply: bool) -> String {
        let mut grades: Vec<String> = possible.iter().map(|&grade| self.quoted(grade)).collect();
        if may_not_apply {
            grades.push(self.not_applicable().into());
        }
        let grades = grades.join(self.0.pick("或", " or "));
        self.say(text!("“{title}”查清后可能是{grades}。", "{title}: may be {grades} once known"))
    }

    /// What is missing, of a list once and then its fields: `地下管线的管径、距外墙`.
    pub fn by_list(self, labels: &[String]) -> Vec<String> {
        let mut before = None;
        let mut named = Vec::new();
        for label in labels {
            let own = label.split_once('·').filter(|_| self.0 == Lang::Zh);
            named.push(match own {
                Some((list, field)) if before == Some(list) => field.to_string(),
                Some((list, field)) => format!("{list}的{field}"),
                None => label.clone(),
            });
            before = own.map(|(list, _)| list);
        }
        named
    }

    /// What was decided, by whom and when: `街道加梯办 2021-06-12 的决定：较难加装`.
    pub fn decision(self, class: Grade, state: DecisionState, by: &str, date: &str) -> String {
        let label = class.label();
        let who = [by, date].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        let lapsed = state == DecisionState::Lapsed;
        match (who.is_empty(), self.0) {
            (true, Lang::Zh) => format!("{}：{}", if lapsed { "已失效的决定" } else { "已作出的决定" }, label.zh),
            (false, Lang::Zh) => {
                format!("{}：{}（{who}）", if lapsed { "已失效的决定" } else { "已作出的决定" }, label.zh)
            }
            (true, Lang::En) => format!("{}: {}", if lapsed { "lapsed decision" } else { "decision" }, label.en),
            (false, Lang::En) => {
                format!("{}: {} ({who})", if lapsed { "lapsed decision" } else { "decision" }, label.en)
            }
        }
    }

    /// Why it was decided so.
    pub fn decision_reason(self, reason: &str) -> String {
        self.say(text!("理由：{reason}", "reason: {reason}"))
    }

    /// How a decision stands to the answer.
    pub fn decision_state(self, state: DecisionState, same: bool) -> &'static str {
        match (state, same) {
            (DecisionState::Lapsed, _) => self.0.pick(
                "作出决定以后评估结论有变化，请作出决定的单位重新议定。",
                "the answer has changed since: those who decided are asked to decide anew",
            ),
            (_, true) => self.0.pick("决定与评估结论一致。", "the decision agrees with the answer"),
            (_, false) => self.0.pick(
                "决定与评估结论不同，两者都写在这里；以谁为准，请问作出决定的单位。",
                "the decision differs from the answer; both stand here: ask those who decided which of them holds",
            ),
        }
    }

    /// What has to be different for a settled class to become better.
    pub fn all_must_change(self, titles: &str, count: usize, class: Grade) -> String {
        let class = self.quoted(class);
        match count {
            1 => self.say(text!(
                "得出{class}是因为这一项：{titles}。它的情况变了、达到上面写的要求，结论才可能变好。",
                "{class} because of {titles}: the answer changes only if that comes to meet what is written above"
            )),
            _ => self.say(text!(
                "得出{class}是因为这 {count} 项：{titles}。它们都要达到上面写的要求，结论才可能变好；只变其中一项不够。",
                "{class} because of {count}: {titles}; all of them have to meet what is written above, one alone is not enough"
            )),
        }
    }

    /// What the class would be if what decides were met and all else stayed.
    pub fn then(self, class: Grade) -> String {
        let class = self.quoted(class);
        self.say(text!(
            "假如这些都达到了、其余照旧，结论是{class}。",
            "if these were met and all else stayed as it is, the answer would be {class}"
        ))
    }

    /// What could be done, what class follows, and what the rules reckon that it costs.
    pub fn remedy(self, titles: &str, class: Grade, cost: Option<String>, sure: bool) -> String {
        let class = self.quoted(class);
        let cost = match cost {
            Some(cost) => text!("费用约 {cost}，是估算，不是报价", "about {cost}, an estimate, no offer"),
            None => text!("费用没有估算", "its cost is not reckoned"),
        };
        let unsure = text!("；还有资料没查清，结论仍可能变", "; data are missing, so it may turn out otherwise");
        let unsure = if sure { Text::same("") } else { unsure };
        let (zh, en, more_zh, more_en) = (&cost.zh, &cost.en, &unsure.zh, &unsure.en);
        self.say(text!(
            "可以整改：做{titles}后，按规则是{class}（{zh}）{more_zh}。",
            "this could be done: {titles}; then {class} by the rules ({en}){more_en}"
        ))
    }

    /// Whom to turn to, where that was said.
    pub fn contact(self, contact: &str) -> String {
        self.say(text!(
            "对结论有疑问，或发现数据与现场不符，可以要求复核。请联系：{contact}",
            "ask for a review if you doubt the answer or find a value wrong: {contact}"
        ))
    }

    /// Checks that there is no room to tell of.
    pub fn more(self, count: usize) -> String {
        self.say(text!("另有 {count} 项…", "{count} more…"))
    }

    /// What the cell said, where it is not what is shown.
    pub fn written(self, written: &str) -> String {
        self.say(text!("表上写“{written}”", "written: {written}"))
    }

    /// How many units a class has, in the header of the index.
    pub fn class_short(self, class: Grade) -> &'static str {
        match class {
            Grade::Suitable => self.0.pick("适合", "suitable"),
            Grade::Difficult => self.0.pick("较难", "difficult"),
            Grade::Unsuitable => self.0.pick("不适合", "unsuitable"),
        }
    }
}

/// The sign of a class, which says it again without colour.
pub(super) fn mark(class: Grade) -> &'static str {
    match class {
        Grade::Suitable => "✓",
        Grade::Difficult => "△",
        Grade::Unsuitable => "✕",
    }
}

/// The name of a class in the style sheet.
pub(super) fn letter(class: Grade) -> &'static str {
    match class {
        Grade::Suitable => "s",
        Grade::Difficult => "d",
        Grade::Unsuitable => "u",
    }
}
