//! Escalation conditions: `count(difficult) >= N`, `count(difficult, "管线") >= N`, `grade(stair-width) == difficult`,
//! joined by `and`, `or`, brackets. Nothing else: a condition that a worse grade could undo would make the best
//! and worst class untrue.
//!
//! They share the lexer and the parser with expressions, with criteria for names (whose ids have hyphens in them).
//! A condition that can never hold is a warning, not a mistake: a variant may have disabled what it asks for.

use super::Problem;
use super::names::{Meaning, Names, nearest_of};
use super::parser::parse;
use super::tree::{Function, Node, Operator, Tree};
use super::typed::Span;
use crate::lang::{Text, listed};
use crate::quantity::Comparison;
use crate::rules::ruleset::{Criterion, Grade, Tally};
use crate::text;

/// Reads and checks the `when` of an escalation; beside it, warnings.
pub fn check_tally(text: &str, criteria: &[Criterion]) -> Result<(Tally, Vec<Problem>), Vec<Problem>> {
    let names = Names::of_criteria(criteria.iter().map(|c| (c.id.as_str(), c.title.as_str())));
    let mut problems = Vec::new();
    let tree = parse(text, &names, &mut problems);
    let mut checker = TallyChecker { text, criteria, names: &names, problems, warnings: Vec::new() };
    let tally = checker.tally(&tree);
    match tally {
        Some(tally) if checker.problems.is_empty() => Ok((tally, checker.warnings)),
        _ => {
            checker.problems.append(&mut checker.warnings);
            checker.problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
            Err(checker.problems)
        }
    }
}

struct TallyChecker<'a> {
    text: &'a str,
    criteria: &'a [Criterion],
    names: &'a Names,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl TallyChecker<'_> {
    fn written(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default().trim()
    }

    fn tally(&mut self, tree: &Tree) -> Option<Tally> {
        match &tree.node {
            Node::Wrong => None,
            Node::Binary(operator @ (Operator::And | Operator::Or), a, b) => {
                let (a, b) = (self.tally(a), self.tally(b));
                let (a, b) = (Box::new(a?), Box::new(b?));
                Some(if *operator == Operator::And { Tally::And(a, b) } else { Tally::Or(a, b) })
            }
            Node::Binary(Operator::Compare(how), left, right) => match &left.node {
                Node::Call(Function::Count, arguments) => self.count(*how, left, arguments, right, &tree.span),
                Node::Call(Function::Grade, arguments) => self.is(*how, left, arguments, right, &tree.span),
                _ => self.refuse(tree),
            },
            _ => self.refuse(tree),
        }
    }

    fn refuse(&mut self, tree: &Tree) -> Option<Tally> {
        let undone = matches!(tree.node, Node::Not(_));
        let problem = match undone {
            true => worse_undoes(tree.span.clone(), "not"),
            false => Problem::error(
                "R023",
                tree.span.clone(),
                text!("加重条件里不能这样写", "this cannot stand in an escalation condition"),
            )
            .help(text!(
                "只能用 `count(difficult) >= 4`、`count(difficult, \"管线\") >= 2`、`grade(stair-width) == difficult`，以及 `and` `or` 括号",
                "write only `count(difficult) >= 4`, `count(difficult, \"管线\") >= 2`, `grade(stair-width) == difficult`, and `and` `or` brackets"
            )),
        };
        self.problems.push(problem);
        None
    }

    /// `count(difficult, "group") >= N`
    fn count(&mut self, how: Comparison, left: &Tree, arguments: &[Tree], right: &Tree, span: &Span) -> Option<Tally> {
        let (grade, group) = match arguments {
            [grade] => (self.grade(grade), Some(None)),
            [grade, group] => (self.grade(grade), self.group(group).map(Some)),
            _ => {
                let message = text!("`count` 要一个等级，或等级和组", "`count` takes a grade, or a grade and a group");
                let help =
                    text!("例如 `count(difficult, \"管线\") >= 2`", "for example `count(difficult, \"管线\") >= 2`");
                self.problems.push(Problem::error("R010", left.span.clone(), message).help(help));
                (None, None)
            }
        };
        let at_least = self.how_many(right);
        if how != Comparison::Ge {
            let count = self.written(&left.span).to_string();
            let problem = match (how, at_least) {
                (Comparison::Gt, Some(n)) => {
                    let more = n.saturating_add(1);
                    Problem::error(
                        "R023",
                        span.clone(),
                        text!("个数只能用 `>=` 比较", "a count is compared with `>=` only"),
                    )
                    .help(text!("写成 `{count} >= {more}`", "write `{count} >= {more}`"))
                }
                (Comparison::Gt, None) => return None,
                _ => worse_undoes(span.clone(), how.written()),
            };
            self.problems.push(problem);
            return None;
        }
        let (grade, group, at_least) = (grade?, group?, at_least?);
        let counts = |criterion: &Criterion| criterion.enabled && (group.is_none() || criterion.group == group);
        let among: Vec<usize> =
            self.criteria.iter().enumerate().filter(|(_, criterion)| counts(criterion)).map(|(ix, _)| ix).collect();
        if usize::try_from(at_least).is_ok_and(|wanted| wanted > among.len()) {
            let have = among.len();
            let of = group.as_ref().map_or(Text::same(""), |group| text!("组 `{group}` 里", " of the group `{group}`"));
            let Text { zh, en } = of;
            let message = text!(
                "{zh}启用的评估项只有 {have} 个，这里永远不成立",
                "the enabled criteria{en} are only {have}, so this never holds"
            );
            self.warnings.push(Problem::warning("R025", span.clone(), message));
        }
        Some(Tally::Count { grade, among, group, at_least })
    }

    /// `grade(criterion) == difficult`
    fn is(&mut self, how: Comparison, left: &Tree, arguments: &[Tree], right: &Tree, span: &Span) -> Option<Tally> {
        let criterion = match arguments {
            [criterion] => self.criterion(criterion),
            _ => {
                let message = text!("`grade` 要一个评估项", "`grade` takes one criterion");
                let help =
                    text!("例如 `grade(stair-width) == difficult`", "for example `grade(stair-width) == difficult`");
                self.problems.push(Problem::error("R010", left.span.clone(), message).help(help));
                None
            }
        };
        let grade = self.grade(right);
        if how != Comparison::Eq {
            self.problems.push(worse_undoes(span.clone(), how.written()));
            return None;
        }
        let (criterion, grade) = (criterion?, grade?);
        if let Some(disabled) = self.criteria.get(criterion).filter(|c| !c.enabled) {
            let id = &disabled.id;
            let message =
                text!("评估项 `{id}` 已停用，这里永远不成立", "the criterion `{id}` is disabled, this never holds");
            self.warnings.push(Problem::warning("R025", span.clone(), message));
        }
        Some(Tally::Is { criterion, grade })
    }

    /// The grade asked for, which can only be difficult.
    fn grade(&mut self, tree: &Tree) -> Option<Grade> {
        let word = match &tree.node {
            Node::Wrong => return None,
            Node::Name { text, .. } | Node::Text(text) => text.as_str(),
            _ => self.written(&tree.span),
        };
        let word = word.to_string();
        let span = tree.span.clone();
        let problem = match Grade::named(&word) {
            Some(Grade::Difficult) => return Some(Grade::Difficult),
            Some(Grade::Suitable) => worse_undoes(span, "suitable"),
            Some(Grade::Unsuitable) => Problem::error(
                "R023",
                span,
                text!("有一个 `unsuitable`，单元已经是不适合", "one `unsuitable` makes the unit unsuitable already"),
            )
            .help(text!("只问 `difficult`", "ask for `difficult` only")),
            None => Problem::error("R023", span, text!("没有等级 `{word}`", "there is no grade `{word}`"))
                .help(text!("这里只能写 `difficult`", "only `difficult` can stand here")),
        };
        self.problems.push(problem);
        None
    }

    fn group(&mut self, tree: &Tree) -> Option<String> {
        let groups = || self.criteria.iter().filter_map(|criterion| criterion.group.as_deref());
        let Node::Text(word) = &tree.node else {
            if tree.node != Node::Wrong {
                let written = self.written(&tree.span).to_string();
                let message = text!("组名要加引号", "a group stands in quotes");
                let help = text!("写成 `\"{written}\"`", "write `\"{written}\"`");
                self.problems.push(Problem::error("R024", tree.span.clone(), message).help(help));
            }
            return None;
        };
        if groups().any(|group| group == word) {
            return Some(word.clone());
        }
        let help = match nearest_of(word, groups().map(|group| (group, group))) {
            Some((_, near)) => text!("是不是 `\"{near}\"`？", "did you mean `\"{near}\"`?"),
            None => {
                let mut all: Vec<&str> = groups().collect();
                all.sort_unstable();
                all.dedup();
                if all.is_empty() {
                    text!("评估项都没有写 group", "no criterion has a group")
                } else {
                    let Text { zh, en } = listed(all);
                    text!("组有 {zh}", "the groups are {en}")
                }
            }
        };
        let message = text!("没有评估项属于组 `{word}`", "no criterion is in the group `{word}`");
        self.problems.push(Problem::error("R024", tree.span.clone(), message).help(help));
        None
    }

    fn criterion(&mut self, tree: &Tree) -> Option<usize> {
        let word = match &tree.node {
            Node::Wrong => return None,
            Node::Name { text, .. } | Node::Text(text) => text.clone(),
            // An unknown id with a hyphen was read as a difference.
            _ => self.written(&tree.span).to_string(),
        };
        let found: Vec<usize> = self
            .names
            .meanings(&word)
            .iter()
            .filter_map(|m| if let Meaning::Criterion(ix) = m { Some(*ix) } else { None })
            .collect();
        let problem = match found.as_slice() {
            [one] => return Some(*one),
            [] => {
                let problem = Problem::error(
                    "R024",
                    tree.span.clone(),
                    text!("没有评估项 `{word}`", "there is no criterion `{word}`"),
                );
                match self.names.nearest(&word, |_| true) {
                    Some((_, near)) => problem.help(text!("是不是 `{near}`？", "did you mean `{near}`?")),
                    None => problem,
                }
            }
            several => {
                let ids = several.iter().filter_map(|&ix| self.criteria.get(ix)).map(|c| c.id.as_str());
                let Text { zh, en } = listed(ids);
                Problem::error(
                    "R008",
                    tree.span.clone(),
                    text!("有几个评估项都叫 `{word}`", "several criteria are called `{word}`"),
                )
                .help(text!("改用代号：{zh}", "use the id instead: {en}"))
            }
        };
        self.problems.push(problem);
        None
    }

    /// N, a whole number from 1.
    fn how_many(&mut self, tree: &Tree) -> Option<u32> {
        let count = match &tree.node {
            Node::Wrong => return None,
            Node::Number { written, unit: None } => written.parse().ok().filter(|&n: &u32| n > 0),
            _ => None,
        };
        if count.is_none() {
            let written = self.written(&tree.span).to_string();
            let Text { zh, en } = text!("`{written}` 不是从 1 起的整数", "`{written}` is no whole number from 1");
            self.problems.push(Problem::error("R023", tree.span.clone(), Text { zh, en }));
        }
        count
    }
}

/// Why something may not stand in an escalation condition.
fn worse_undoes(span: Span, what: &str) -> Problem {
    let message = text!("加重条件里不能用 `{what}`", "`{what}` cannot stand in an escalation condition");
    let help = text!(
        "等级变差可能使它不再成立，最好与最差结论就不可靠；只用 `count(difficult) >= N`、`grade(…) == difficult`",
        "a worse grade could undo it, and best and worst class would be untrue; use `count(difficult) >= N`, `grade(…) == difficult`"
    );
    Problem::error("R023", span, message).help(help)
}
