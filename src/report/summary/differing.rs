//! 结论不一致: the units of which the surveyors thought otherwise (初步结论), with the reasons of the computed class.
//!
//! What always holds: the computed class stays what it is. Those that came out better than the surveyor thought stand
//! first: a wrong "suitable" costs most. Reasons are those that may be told to everybody.

use super::Meeting;
use crate::report::coverage::group_value;
use crate::report::figures::Preliminary;
use crate::report::figures::preliminary::LISTED;
use crate::report::groups;
use crate::report::numbers::grouped;
use crate::report::public::{Story, stories};
use crate::report::workbook::table::{Cell, head, height, write_heads, write_row};
use crate::report::workbook::{print_setup, width, write_title};
use crate::rules::ruleset::Grade;
use crate::text;
use rust_xlsxwriter::{Worksheet, XlsxError};

const HEADER: u32 = 2;
const REASON: f64 = 62.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, meeting: &Meeting, preliminary: &Preliminary) -> Result<(), XlsxError> {
    let Meeting { answers, looks, lang, .. } = meeting;
    let label = &preliminary.label;
    let (compared, differ) = (grouped(preliminary.compared()), grouped(preliminary.differ.len() as u64));
    let title = text!("{label}与评估结论不一致的单元", "units of which {label} and class differ");
    let mut note = text!(
        "比对 {compared} 个单元，不一致 {differ} 个。结论以评估为准，不因{label}而改；评估比{label}好的排在前面，请先复核。",
        "{differ} of {compared} units differ; the class stays as computed; those that came out better stand first: please check them first"
    );
    let listed: Vec<(usize, Grade)> = preliminary.differ.iter().take(LISTED).copied().collect();
    if listed.len() < preliminary.differ.len() {
        let shown = grouped(listed.len() as u64);
        note.zh.push_str(&format!("这里只列前 {shown} 个，其余见台账。"));
        note.en.push_str(&format!("; the first {shown} are listed, the others are in the ledger"));
    }
    write_title(sheet, looks, title.get(*lang), note.get(*lang))?;

    let units: Vec<usize> = listed.iter().map(|(unit, _)| *unit).collect();
    let stories = stories(answers, &units);
    let committee = groups::committee(answers);
    let place = |unit| committee.map_or(String::new(), |ix| group_value(answers, &answers.survey.units, ix, unit));
    let places: Vec<String> = units.iter().map(|&unit| place(unit)).collect();
    let committee = committee.and_then(|ix| answers.rules.dictionary.fields.get(ix)).map_or("", |it| &it.label);
    let heads = [
        head(committee, width(places.iter().map(String::as_str).chain([committee]), 6, 22)),
        head(meeting.pick("单元", "unit"), width(stories.iter().map(|story| story.name.as_str()), 16, 32)),
        head(label, 12.0),
        head(meeting.pick("评估结论", "class"), 12.0),
        head(meeting.pick("已定", "settled"), 7.0),
        head(meeting.pick("评估的理由", "reasons of the class"), REASON),
    ];
    write_heads(sheet, looks, HEADER, &heads)?;
    for ((((_, theirs), story), place), at) in listed.iter().zip(&stories).zip(&places).zip(HEADER + 1..) {
        let reason = reason(meeting, story);
        let (theirs_shown, computed) = (theirs.label(), story.class.label());
        let cells = [
            Cell::Text(place),
            Cell::Text(&story.name),
            Cell::Class(*theirs, theirs_shown.get(*lang)),
            Cell::Class(story.class, computed.get(*lang)),
            Cell::Middle(if story.settled { meeting.pick("已定", "yes") } else { meeting.pick("未定", "no") }),
            Cell::Wrapped(&reason),
        ];
        write_row(sheet, looks, at, 0, &cells)?;
        sheet.set_row_height(at, height(&reason, REASON))?;
    }
    let last = HEADER + listed.len() as u32;
    sheet.autofilter(HEADER, 0, last, heads.len() as u16 - 1)?;
    sheet.set_freeze_panes(HEADER + 1, 2)?;
    print_setup(sheet, true, HEADER + 1, title.get(*lang))
}

/// What decides, a line each; what is open where the class is suitable as far as is known.
fn reason(meeting: &Meeting, story: &Story) -> String {
    let criteria = &meeting.answers.rules.criteria;
    let title = |ix: usize| criteria.get(ix).map_or("", |criterion| criterion.title.as_str());
    let mut lines: Vec<String> = story.escalated.iter().map(|(label, _)| label.clone()).collect();
    let weighing =
        story.criteria.iter().filter(|told| told.decides || (story.class == Grade::Suitable && told.weighs()));
    lines.extend(weighing.map(|told| {
        let (title, reason) = (title(told.criterion), &told.reason);
        if reason.starts_with(title) {
            reason.clone()
        } else {
            text!("{title}：{reason}", "{title}: {reason}").get(meeting.lang).to_string()
        }
    }));
    if lines.is_empty() {
        return meeting.pick("各评估项都适合", "every criterion is suitable").into();
    }
    lines.join("\n")
}
