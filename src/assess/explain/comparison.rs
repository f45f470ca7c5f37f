//! One comparison as a reader sees it: `梯段净宽 1.05 m`, `要求 ≥ 1.10 m，差 0.05 m`.
//!
//! What always holds: what is shown as a gap is the margin, in the unit of measure of what is compared.
//! Deliberately absent: which comparisons to tell of (that is `reason`).

use super::blame::{self, Blame};
use super::extreme::speaking;
use super::margin::difference;
use super::parts::{CondPart, NumPart};
use super::phrase;
use super::shown::{self, Measure};
use super::sides::{fixed, oriented};
use super::statement::Statement;
use crate::assess::evaluate::{Block, Scope};
use crate::assess::notice::show_keys;
use crate::lang::Lang;
use crate::quantity::{Bounds, Comparison, Decimal};
use crate::rules::Value;
use crate::rules::language::typed::{At, CondNode, NumNode, Pick, Word};

/// Who speaks of what to whom.
#[derive(Clone, Copy)]
pub(in crate::assess) struct Speaker<'b> {
    pub block: &'b Block<'b>,
    pub lang: Lang,
    /// How a demand begins: `要求`, `最低要求`
    pub asks: &'static str,
}

impl Speaker<'_> {
    /// A leaf of a condition, which is wanted to be `wanted`.
    pub fn leaf(&self, part: &CondPart, row: usize, wanted: bool) -> Option<Statement> {
        let truth = part.truth.get(row);
        let met = truth == Some(wanted);
        let (rules, lang) = (self.block.rules, self.lang);
        let stated = |subject: String, demand: String| match met {
            true => Statement::bare(subject),
            false => Statement::asking(subject, self.asks, demand),
        };
        let not = |negated: bool| match negated {
            true => lang.pick("不是", "not "),
            false => "",
        };
        match &part.cond.node {
            CondNode::Compare(_, how, _) => match part.nums.as_slice() {
                [a, b] => Some(self.comparison(a, *how, b, row, wanted, truth)),
                _ => None,
            },
            CondNode::Within(..) => match part.nums.as_slice() {
                [x, low, high] => {
                    let measure = phrase::common_measure(rules, x.num, low.num, lang);
                    let ends = [low, high].map(|end| measure.show_bounds(end.value.get(row), lang));
                    let (value, [from, to]) = (x.value.get(row), &ends);
                    let above = difference(value, Comparison::Ge, low.value.get(row));
                    let margin = above.min(difference(value, Comparison::Le, high.value.get(row)));
                    let margin = if wanted { margin } else { margin.negated() };
                    let range = lang.pick(format!("在 {from} 至 {to} 之间"), format!("between {from} and {to}"));
                    let asked = if wanted { range } else { lang.pick(format!("不{range}"), format!("not {range}")) };
                    let gap = self.gap(&measure, margin, truth.map(|truth| truth == wanted));
                    let subject = self.subject(x, row, &measure);
                    Some(Statement::asking(subject, self.asks, format!("{asked}{gap}")))
                }
                _ => None,
            },
            CondNode::AmongNumbers(..) => part.nums.split_first().map(|(x, among)| {
                let measure = among.first().map_or(Measure::base(x.num.dimension), |first| {
                    phrase::common_measure(rules, x.num, first.num, lang)
                });
                let shown = among.iter().map(|num| measure.show_bounds(num.value.get(row), lang));
                let shown = shown.collect::<Vec<_>>().join(lang.pick("、", ", "));
                stated(self.subject(x, row, &measure), format!("{}{shown}", not(!wanted)))
            }),
            CondNode::Flag(at) => {
                let (name, value) = (self.named(*at, part.scope, row), self.value(*at, part.scope, row));
                let subject = format!("{name}{}{value}", self.colon());
                Some(match met {
                    true => Statement::bare(subject),
                    false => {
                        let standing = lang.pick(format!("{name}（现为{value}）"), format!("{name} (now {value})"));
                        let wanted = shown::flag(wanted).get(lang).to_string();
                        Statement::turning(subject, self.asks, wanted, standing)
                    }
                })
            }
            CondNode::SameChoice { left, right, equal } => {
                let (field, other) = if matches!(left, Pick::Field(_)) { (left, right) } else { (right, left) };
                let Pick::Field(at) = field else { return None };
                let opposite = phrase::pick(rules, other, field, lang);
                let opposite = match other {
                    Pick::Known { .. } => opposite,
                    Pick::Field(other) => {
                        let value = self.value(*other, part.scope, row);
                        lang.pick(format!("与{opposite}（{value}）相同"), format!("the same as {opposite} ({value})"))
                    }
                };
                Some(stated(self.is(*at, part.scope, row), format!("{}{opposite}", not(*equal != wanted))))
            }
            CondNode::AmongChoices { value: Pick::Field(at), among, .. } => {
                let among = phrase::choices(rules, &Pick::Field(*at), among, lang);
                Some(stated(self.is(*at, part.scope, row), format!("{}{among}", not(!wanted))))
            }
            CondNode::Has { field, choice, .. } => {
                let choice = phrase::choices(rules, &Pick::Field(*field), &[*choice], lang);
                let subject = self.is(*field, part.scope, row);
                Some(match met || wanted {
                    true => stated(subject, lang.pick(format!("含{choice}"), format!("has {choice}"))),
                    false => Statement::without(subject, self.asks, choice),
                })
            }
            CondNode::SameText { left, right, equal } => {
                let (field, other) = if matches!(left, Word::Field(_)) { (left, right) } else { (right, left) };
                let Word::Field(at) = field else { return None };
                Some(stated(
                    self.is(*at, part.scope, row),
                    format!("{}{}", not(*equal != wanted), phrase::word(rules, other, lang)),
                ))
            }
            CondNode::AmongTexts { value: Word::Field(at), among } => {
                let among = among.iter().map(|word| phrase::word(rules, word, lang)).collect::<Vec<_>>();
                Some(stated(
                    self.is(*at, part.scope, row),
                    format!("{}{}", not(!wanted), among.join(lang.pick("、", ", "))),
                ))
            }
            CondNode::FlagParam(ix) => rules.params.get(*ix).map(|param| {
                let value = shown::flag(truth == Some(true));
                let name = lang.pick(&param.label, &param.id);
                Statement::bare(format!("{name}{}{}", self.colon(), value.get(lang)))
            }),
            CondNode::Known(_) if !met => {
                Some(Statement::bare(lang.pick("规则规定如此", "the rules say so").to_string()))
            }
            _ => None,
        }
    }

    fn comparison(
        &self,
        left: &NumPart,
        how: Comparison,
        right: &NumPart,
        row: usize,
        wanted: bool,
        truth: Option<bool>,
    ) -> Statement {
        let rules = self.block.rules;
        let (subject, how, other) = oriented(left, how, right);
        let how = if wanted { how } else { how.opposite() };
        let measure = phrase::common_measure(rules, subject.num, other.num, self.lang);
        let (value, threshold) = (subject.value.get(row), other.value.get(row));
        let mut asked = format!("{} {}", how.symbol(), measure.show_bounds(threshold, self.lang));
        if !fixed(other) {
            let name = match (&other.num.node, other.conds.first()) {
                // Which of two thresholds is asked is said by what stands there.
                (NumNode::If(..), Some(cond)) => self.standing(cond, row),
                _ => self.name(other, row),
            };
            asked = self.lang.pick(format!("{asked}（{name}）"), format!("{asked} ({name})"));
        }
        let gap = self.gap(&measure, difference(value, how, threshold), truth.map(|truth| truth == wanted));
        Statement::asking(self.subject(subject, row, &measure), self.asks, format!("{asked}{gap}"))
    }

    /// What stands there, without anything being asked of it: `门前为消防车道：是`.
    fn standing(&self, cond: &CondPart, row: usize) -> String {
        let mut told = Vec::new();
        self.tell(cond, row, true, &mut told);
        let subjects: Vec<String> = told.iter().map(|statement| statement.about(self.lang)).collect();
        subjects.join(self.lang.pick("、", ", "))
    }

    /// `，差 0.05 m`, `，余 0.30 m`, `，不能确定`
    fn gap(&self, measure: &Measure, margin: Bounds, met: Option<bool>) -> String {
        let lang = self.lang;
        let shown = |bounds: Bounds| measure.show_difference_bounds(bounds, lang);
        let zero = margin == Bounds::exact(Decimal::ZERO);
        match met {
            None => lang.pick("，不能确定", ", which cannot be told").to_string(),
            Some(true) if zero => lang.pick("，恰好满足", ", just met").to_string(),
            Some(true) if margin.is_unknown() => String::new(),
            Some(true) => {
                let room = shown(margin);
                lang.pick(format!("，余 {room}"), format!(", with {room} to spare"))
            }
            Some(false) if zero => lang.pick("，恰在界上，不满足", ", just at the limit, not met").to_string(),
            Some(false) if margin.is_unknown() => String::new(),
            Some(false) => {
                let short = shown(margin.negated());
                lang.pick(format!("，差 {short}"), format!(", short by {short}"))
            }
        }
    }

    /// `梯段净宽 1.05 m`; a derived field with its parts; of a `max` or `min` the operand it comes from.
    fn subject(&self, part: &NumPart, row: usize, measure: &Measure) -> String {
        let (whole, part) = (part, speaking(part, row));
        let value = measure.show_bounds(part.value.get(row), self.lang);
        if is_compound(part) {
            let spelled = self.spelled(part, row, measure);
            return self.with_item(part.scope, row, &format!("{spelled} = {value}"));
        }
        let name = match (&whole.num.node, &part.num.node) {
            // Of an operand that is not the item's own it would not be told whose comparison it is.
            (NumNode::Min(_) | NumNode::Max(_), node) if !matches!(node, NumNode::Field(At::Item(..))) => {
                self.with_item(part.scope, row, &self.name(part, row))
            }
            _ => self.name(part, row),
        };
        let parts = match &part.num.node {
            NumNode::Derived(_) => part.nums.first().map(|inner| self.spelled(inner, row, measure)),
            NumNode::Min(_) | NumNode::Max(_) => {
                let each = part.nums.iter().filter(|inner| !matches!(inner.num.node, NumNode::Known(_)));
                let each = each.map(|inner| self.spelled(inner, row, measure)).collect::<Vec<_>>();
                Some(each.join(self.lang.pick("、", ", ")))
            }
            _ => None,
        };
        match parts.filter(|parts| !parts.is_empty()) {
            Some(parts) => self.lang.pick(format!("{name} {value}（{parts}）"), format!("{name} {value} ({parts})")),
            None => format!("{name} {value}"),
        }
    }

    /// A sum or product with the value of each part: `单元门前净距 5.60 m − 井道外挑 2.40 m`.
    fn spelled(&self, part: &NumPart, row: usize, measure: &Measure) -> String {
        let rules = self.block.rules;
        // Within a sum an operand that is one itself would need brackets; there the whole keeps its name.
        let part = Some(speaking(part, row)).filter(|own| !is_compound(own)).unwrap_or(part);
        let of = |part: &NumPart| self.spelled(part, row, measure);
        let tight = |part: &NumPart| match part.num.node {
            NumNode::Plus(..) | NumNode::Minus(..) => {
                self.lang.pick(format!("（{}）", of(part)), format!("({})", of(part)))
            }
            _ => of(part),
        };
        let own = if part.num.dimension == measure.dimension {
            *measure
        } else {
            phrase::measure(rules, part.num).unwrap_or(Measure::base(part.num.dimension))
        };
        let value = own.show_bounds(part.value.get(row), self.lang);
        match (&part.num.node, part.nums.as_slice()) {
            (NumNode::Known(_), _) => value,
            (NumNode::Negated(_), [a]) => format!("−{}", tight(a)),
            (NumNode::Plus(..), [a, b]) => format!("{} + {}", of(a), of(b)),
            (NumNode::Minus(..), [a, b]) => format!("{} − {}", of(a), tight(b)),
            (NumNode::Times(..), [a, b]) => format!("{} × {}", tight(a), tight(b)),
            (NumNode::Over(..), [a, b]) => format!("{} ÷ {}", tight(a), tight(b)),
            // Whose it is has been said.
            _ if self.lang == Lang::Zh && part.value.get(row).is_unknown() => {
                format!("{}{value}", phrase::name(rules, part.num, self.lang))
            }
            _ => format!("{} {value}", phrase::name(rules, part.num, self.lang)),
        }
    }

    fn name(&self, part: &NumPart, row: usize) -> String {
        match part.num.node {
            NumNode::Field(at) => self.named(at, part.scope, row),
            _ => phrase::name(self.block.rules, part.num, self.lang),
        }
    }

    pub fn is(&self, at: At, scope: Scope, row: usize) -> String {
        let (name, value) = (self.named(at, scope, row), self.value(at, scope, row));
        self.lang.pick(format!("{name}为{value}"), format!("{name} is {value}"))
    }

    pub fn value(&self, at: At, scope: Scope, row: usize) -> String {
        blame::shown(self.block, at, scope, row, self.lang)
    }

    fn colon(&self) -> &'static str {
        self.lang.pick("：", ": ")
    }

    /// `污水距井道、距外墙未知`
    pub fn unknown_fields(&self, fields: &[At], scope: Scope, row: usize) -> String {
        let rules = self.block.rules;
        let rest = fields.iter().skip(1).map(|at| phrase::field_name(rules, *at, self.lang));
        let first = fields.first().map_or_else(String::new, |at| self.named(*at, scope, row));
        let all: Vec<String> = std::iter::once(first).chain(rest.map(String::from)).collect();
        self.lang.pick(format!("{}未知", all.join("、")), format!("{} unknown", all.join(", ")))
    }

    /// What is to blame, in words: `梯段净宽未知`.
    pub fn blame(&self, blame: &Blame) -> String {
        let (rules, lang) = (self.block.rules, self.lang);
        match blame {
            Blame::Field(at, scope, row) => {
                let name = self.named(*at, *scope, *row);
                match blame::value(self.block, *at, *scope, *row) {
                    Value::Unknown => lang.pick(format!("{name}未知"), format!("{name} unknown")),
                    Value::Foreign => {
                        let value = self.value(*at, *scope, *row);
                        lang.pick(
                            format!("{name}写作{value}，不在可选项内"),
                            format!("{name} is {value}, none of the known choices"),
                        )
                    }
                    _ => {
                        let value = self.value(*at, *scope, *row);
                        lang.pick(format!("{name} {value}，不够确切"), format!("{name} {value}, not exact enough"))
                    }
                }
            }
            Blame::Existence(list, row) => {
                let item = self.item(*list, Scope::Item(*list), *row);
                let within = Some(phrase::list_name(rules, *list, lang)).filter(|name| !item.starts_with(name));
                let within = within.map_or_else(String::new, |name| format!("{name}中"));
                lang.pick(format!("{within}有无{item}未知"), format!("existence of {item} unknown"))
            }
            Blame::List(list) => {
                let list = phrase::list_name(rules, *list, lang);
                lang.pick(format!("{list}情况未知"), format!("{list} unknown"))
            }
            Blame::NoItem(list) => {
                let list = phrase::list_name(rules, *list, lang);
                lang.pick(format!("没有确定存在的{list}"), format!("no {list} that surely exist"))
            }
            Blame::NoRow(lookup, scope, row) => {
                let table = rules.tables.get(lookup.table).map_or("", |table| lang.pick(&table.label, &table.id));
                let keys = show_keys(self.block, lookup, *scope, *row, lang);
                lang.pick(format!("{table}中没有“{keys}”一行"), format!("{table} has no row for `{keys}`"))
            }
            Blame::Division => lang.pick("除数可能为零", "the divisor may be zero").to_string(),
        }
    }
}

/// Whether a number's name would not tell its parts' values.
fn is_compound(part: &NumPart) -> bool {
    matches!(part.num.node, NumNode::Plus(..) | NumNode::Minus(..) | NumNode::Times(..) | NumNode::Over(..))
}
