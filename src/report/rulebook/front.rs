//! What a rulebook begins with: which rules these are, on what they stand, and how they are to be read.

use super::model::{Block, Cell, Rulebook, Section};
use super::{Material, Teller, grade};
use crate::lang::Text;
use crate::rules::RuleSet;
use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::Phrase;
use crate::rules::language::printer::show_day;
use crate::rules::ruleset::Grade;
use crate::text;

/// How many characters of a file's fingerprint tell it from others.
const FINGERPRINT: usize = 12;

/// How many lines a list has.
fn lines(block: &Block) -> usize {
    if let Block::List(lines) = block { lines.len() } else { 0 }
}

impl Teller<'_> {
    /// The book of these sections.
    pub(super) fn front(&self, material: &Material, sections: Vec<Section>) -> Rulebook {
        let rules = self.rules;
        let mut facts: Vec<(String, Cell)> = Vec::new();
        let mut put = |name: Text, cell: Cell| facts.push((self.say(name), cell));
        let version = if rules.version.is_empty() { self.pick("没有写", "not given") } else { &rules.version };
        put(text!("代号", "id"), Cell::of(rules.id.as_str()));
        put(text!("版本", "version"), Cell::of(version));
        if let Some(where_to) = &rules.jurisdiction {
            put(text!("适用地区", "applies in"), Cell::of(where_to.as_str()));
        }
        if let Some(when) = self.in_effect() {
            put(text!("施行", "in effect"), Cell::of(when));
        }
        let extends = rules.merged.table("ruleset").and_then(|own| own.text("extends"));
        match (material.base.and_then(|base| base.rules.as_ref()), extends) {
            (Some(RuleSet { title, version, id, .. }), _) => {
                let said = format!("{title} {version}").trim_end().to_string();
                put(text!("底版", "stands on"), Cell::of(said).and_quiet(id.as_str()));
            }
            (None, Some(named)) => put(text!("底版", "stands on"), Cell::of(named)),
            (None, None) => {}
        }
        let day = material.day;
        put(
            text!("日期", "as of"),
            Cell::of(day).and_quiet(self.pick("规范是否施行，按这一天说", "norms are in force or not on this day")),
        );
        let file = |file: &crate::rules::RulesFile| {
            let name = file.shown(self.lang);
            let hash: String = file.hash.chars().take(FINGERPRINT).collect();
            Phrase::from(format!("{name}　{hash}"))
        };
        let files = rules.files.iter().map(file).collect();
        put(text!("规则文件和指纹", "files, fingerprints"), Cell { quiet: files, ..Cell::default() });
        put(text!("内容", "content"), Cell::of(self.counts()));
        let doubts = sections.iter().find(|section| section.anchor == "doubts");
        let open = doubts.map_or(0, |section| section.blocks.iter().map(lines).sum::<usize>());
        if open > 0 {
            let number = doubts.map_or("", |section| &section.number);
            let said = text!("{open} 处，见第 {number} 节", "{open}, in section {number}");
            put(text!("尚未落实的", "not settled"), Cell::of(Phrase::of(self.say(said), "doubts".into())));
        }
        Rulebook { title: rules.title.clone(), kind: self.pick("规则读本", "the rules in words"), facts, sections }
    }

    fn in_effect(&self) -> Option<String> {
        let [from, to] = [self.rules.effective_from, self.rules.effective_to].map(|day| day.map(show_day));
        let text = match (from, to) {
            (Some(from), Some(to)) => text!("{from} 起，至 {to} 止", "from {from} to {to}"),
            (Some(from), None) => text!("{from} 起", "from {from}"),
            (None, Some(to)) => text!("至 {to} 止", "until {to}"),
            (None, None) => return None,
        };
        Some(self.say(text))
    }

    fn counts(&self) -> String {
        let rules = self.rules;
        let (criteria, params) = (rules.enabled().count(), rules.params.len());
        let off = rules.criteria.len() - criteria;
        let tests = self.outcomes.len();
        let failed = self.outcomes.iter().filter(|outcome| !outcome.passed).count();
        let off =
            if off == 0 { text!("", "") } else { text!("（另有 {off} 项停用）", " ({off} more switched off)") };
        let failed = match (tests, failed) {
            (0, _) if self.rules.files.iter().any(|file| file.name == "--set") => {
                text!("改了参数，不检验示例", "tests are not run with parameters set")
            }
            (0, _) => text!("没有示例", "no tests"),
            (_, 0) => text!("示例 {tests} 个，全部成立", "{tests} tests, all passed"),
            _ => text!("示例 {tests} 个，其中 {failed} 个不成立", "{tests} tests, {failed} failed"),
        };
        let (off_zh, off_en, zh, en) = (off.zh, off.en, failed.zh, failed.en);
        self.say(text!(
            "评估项 {criteria} 项{off_zh}，参数 {params} 个，{zh}",
            "{criteria} criteria{off_en}, {params} parameters, {en}"
        ))
    }

    /// How the document is to be read.
    pub(super) fn reading(&self, variant: bool) -> Section {
        let [good, fair, bad] = Grade::ALL.map(|of| grade(of, self.lang));
        let mut lines = vec![
            text!(
                "一个单元（一部楼梯、一个门洞）逐项核对。每一项得出“{good}”“{fair}”“{bad}”之一，或“不计入”；计入各项中最差的一级就是这个单元的结论。",
                "a unit (one stairwell) is checked by every criterion. each gives {good}, {fair}, {bad}, or does not count; the worst that counts is the class of the unit"
            ),
            text!(
                "每一项先看“{good}”的条件；不成立，再看“{fair}”的条件；都不成立，按该项最后一级。",
                "of each criterion the condition for {good} comes first; where it does not hold, the one for {fair}; where neither holds, its last grade"
            ),
            text!(
                "“≥”是不小于、“≤”是不大于，正好等于都算满足；“>”是大于、“<”是小于，正好等于不算。",
                "≥ is no less than and ≤ no more than: just equal meets them; > is more than and < less than: just equal does not"
            ),
            text!(
                "数字后面括号里是参数的名字：改这个参数，就是改这个数。“某表所列值”到该表里查，从上往下，第一行相符的为准。",
                "behind a figure stands in brackets the parameter that sets it. `the value in` a table is that of the first row, from the top, that fits"
            ),
            text!(
                "“所有……都满足”，一个也没有时算满足；“有……”，一个也没有时算不成立；最小值、最大值，一个也没有时不知道。",
                "`all … meet` something also where there is none; `there are …` does not hold where there is none; the smallest and the largest of none are not known"
            ),
            text!(
                "不知道不等于没有。资料不全时一项可能有几种等级，先按该项“资料不全时”写的等级计；可能的几种里没有这一级，取比它差的里面最近的；没有更差的，取其中最差的。“不计入”在这里同“{good}”一样轻。先这样计的都列为待补，补齐后重新得出。",
                "not known is not the same as none. where data are missing several grades may be possible: then the one counts that is named at `where data are missing`; if it is not among the possible ones, the nearest worse one; if there is none, the worst of them. not counting weighs like {good} here. what counts so for now is listed as missing and graded anew once it is known"
            ),
            text!(
                "灰色小字是代号，和这一条在规则文件里的行号。",
                "small grey text is ids, and the line in the rules file"
            ),
        ];
        if variant {
            lines.push(text!(
                "标“改”的地方与底版不同，“底版：”后面是底版的说法；标“新”的是底版没有、或没有启用的。",
                "what is marked `changed` differs from what it stands on, whose words follow `before:`; what is marked `new` is not there, or not in use"
            ));
        }
        let lines = lines.into_iter().map(|line| Saying::from(self.say(line))).collect();
        Section::new("reading", self.pick("怎样读", "how to read this"), vec![Block::List(lines)])
    }
}
