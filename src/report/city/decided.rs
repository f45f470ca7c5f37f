//! What a committee decided (`--decisions`), as columns show it beside the computed class.
//!
//! What always holds: a decision changes no class and no count; one that has lapsed is never shown as if it were in
//! force, and has no code; the person who decided is not shown; a run without decisions has blank columns and says why.

use super::cell::{class_text, text_cell};
use super::table::Cell;
use super::template::{Column, Content, Fact, Template};
use crate::lang::Text;
use crate::report::Answers;
use crate::survey::{Decision, DecisionState};
use crate::text;

/// A cell about the decision on a unit.
pub fn cell(answers: &Answers, unit: usize, fact: Fact, column: &Column) -> Cell {
    let Some(decision) = of(answers, unit) else { return Cell::Blank };
    let lang = answers.lang;
    let in_force = decision.state().in_force();
    match fact {
        Fact::Decision if in_force => Cell::Class(decision.class, class_text(column, decision.class, lang)),
        Fact::Decision if column.codes.is_empty() => {
            let class = class_text(column, decision.class, lang);
            Cell::Text(lang.pick(format!("{class}（已失效）"), format!("{class} (lapsed)")))
        }
        Fact::DecisionReason => text_cell(&decision.reason),
        Fact::DecisionBy => text_cell(&decision.by),
        Fact::DecisionDate => text_cell(&decision.date),
        Fact::DecisionState => text_cell(decision.state().label().get(lang)),
        _ => Cell::Blank,
    }
}

/// What has to be said below a table that shows decisions.
pub fn notes(template: &Template, answers: &Answers, units: &[usize]) -> Vec<Text> {
    let shows = |column: &&super::template::Column| matches!(column.content, Content::Fact(fact) if fact.is_decision());
    let headers: Vec<String> = template.columns.iter().filter(shows).map(|column| column.header.clone()).collect();
    if headers.is_empty() {
        return Vec::new();
    }
    if answers.survey.decisions.is_none() {
        let (zh, en) = (headers.join("”、“"), headers.join("`, `"));
        return vec![text!(
            "那次评估没有给决定（assess --decisions），“{zh}”空着",
            "the run was given no decisions (`assess --decisions`): `{en}` is blank"
        )];
    }
    let count = |state| units.iter().filter_map(|&unit| of(answers, unit)).filter(|d| d.state() == state).count();
    let mut notes = Vec::new();
    let differs = count(DecisionState::Differs);
    if differs > 0 {
        notes.push(text!(
            "有 {differs} 个单元的决定与评估结论不同，两者并列",
            "the decisions on {differs} units differ from the computed classes; both are shown"
        ));
    }
    let lapsed = count(DecisionState::Lapsed);
    if lapsed > 0 {
        notes.push(text!(
            "有 {lapsed} 个单元的决定已失效（作出以后评估结论变了），请重新议定",
            "the decisions on {lapsed} units have lapsed (the computed class has changed since): decide again"
        ));
    }
    notes
}

fn of<'a>(answers: &Answers<'a>, unit: usize) -> Option<&'a Decision> {
    answers.survey.decisions.as_ref()?.of(unit)
}
