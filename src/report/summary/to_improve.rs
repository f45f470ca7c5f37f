//! 整改措施: what each remedy would do for all units, and which sets of them are somebody's cheapest way to suitable.
//!
//! What always holds: a unit is in one row of the lower table at most; costs are sums of the rules' estimates, and where
//! they come from stands below.

use super::Meeting;
use crate::report::numbers::grouped;
use crate::report::remedies::{cautions, summed};
use crate::report::workbook::table::{Cell, head, height, write_head_cells, write_heads, write_row};
use crate::report::workbook::{print_setup, width, write_text, write_title};
use crate::study::remedies::Summed;
use crate::text;
use rust_xlsxwriter::{Worksheet, XlsxError};

const HEADER: u32 = 4;
/// Sets that are listed; the rest is counted.
const SETS: usize = 40;
const COST: f64 = 18.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, meeting: &Meeting) -> Result<(), XlsxError> {
    let Meeting { answers, figures, looks, lang, .. } = meeting;
    let (lang, totals) = (*lang, &figures.remedies);
    let all = |of: &Summed| summed(of, lang);
    let title = meeting.pick("整改后能怎样", "what remedies would do");
    let count = grouped(totals.not_suitable);
    let (to_suitable, better) = (grouped(totals.to_suitable.units), grouped(totals.better_only.units));
    let (dear, less) = (all(&totals.to_suitable), all(&totals.better_only));
    let note = text!(
        "较难和不适合的单元共 {count} 个。各按最省的办法整改：{to_suitable} 个可变为适合，费用合计约 {dear}；另有 {better} 个不能变为适合，但结论可变好，约 {less}。",
        "{count} units are not suitable. by the cheapest remedies {to_suitable} become suitable, for about {dear}; {better} more get better but not suitable, for about {less}"
    );
    write_title(sheet, looks, title, note.get(lang))?;
    let perhaps = grouped(totals.perhaps.units);
    let second = text!(
        "查清某项措施能不能做之后，还可能更好的有 {perhaps} 个（与上面的可能是同一些单元）。能做：规则里的条件确定成立，并能改善某个评估项。只做它一样：不做别的措施。",
        "{perhaps} may become better still, once it is found out whether something can be done (units of the sentence above may be among them). can be done: its condition surely holds and it lifts a criterion. alone: without any other remedy"
    );
    write_text(sheet, 2, 0, second.get(lang), &looks.note)?;
    write_text(
        sheet,
        3,
        0,
        meeting.pick(
            "费用是规则文件里的估算，不是报价，见表下说明。",
            "costs are the rules' estimates, no offers: see below",
        ),
        &looks.note,
    )?;

    let titles: Vec<&str> = answers.rules.remedies.iter().map(|remedy| remedy.title.as_str()).collect();
    let heads = [
        head(meeting.pick("措施", "remedy"), width(titles.iter().copied(), 18, 34)),
        head(meeting.pick("能做的单元", "can be done"), 9.0),
        head(meeting.pick("列入最省方案", "in cheapest plans"), 9.5),
        head(meeting.pick("列入的费用", "its cost there"), COST),
        head(meeting.pick("只做它一样就变好", "alone: better"), 9.5),
        head(meeting.pick("其中变为适合", "alone: suitable"), 9.5),
        head(meeting.pick("能否做待查", "to be found out"), 9.5),
    ];
    write_heads(sheet, looks, HEADER, &heads)?;
    let mut row = HEADER + 1;
    for (title, of) in titles.iter().zip(&totals.remedies) {
        let cost = if of.in_plans == 0 { String::new() } else { all(&of.cost) };
        let cells = [
            Cell::Text(title),
            Cell::Count(of.offered),
            Cell::Count(of.in_plans),
            Cell::Middle(&cost),
            Cell::Count(of.alone_better),
            Cell::Count(of.alone_suitable),
            Cell::Count(of.unsure),
        ];
        write_row(sheet, looks, row, 0, &cells)?;
        row += 1;
    }

    row += 1;
    let section = meeting.pick("各单元变为适合的最省方案", "the cheapest ways to suitable");
    write_text(sheet, row, 0, section, &looks.section)?;
    let heads = [
        head(meeting.pick("要做的措施", "remedies"), 0.0),
        head(meeting.pick("单元", "units"), 0.0),
        head(meeting.pick("资料已齐", "sure"), 0.0),
        head(meeting.pick("费用合计", "cost"), 0.0),
    ];
    write_head_cells(sheet, looks, row + 1, &heads)?;
    row += 2;
    let across = width(titles.iter().copied(), 18, 34);
    for set in totals.sets.iter().take(SETS) {
        let names: Vec<&str> = set.remedies.iter().filter_map(|&at| titles.get(at).copied()).collect();
        // A measure may have a 、 in its name.
        let (names, cost) = (names.join(meeting.pick(" ＋ ", " + ")), all(&set.summed));
        let cells =
            [Cell::Wrapped(&names), Cell::Count(set.summed.units), Cell::Count(set.summed.sure), Cell::Middle(&cost)];
        write_row(sheet, looks, row, 0, &cells)?;
        sheet.set_row_height(row, height(&names, across))?;
        row += 1;
    }
    if totals.sets.is_empty() {
        let none = meeting.pick("没有单元能靠这些措施变为适合。", "no unit becomes suitable by these remedies");
        write_text(sheet, row, 0, none, &looks.text)?;
        row += 1;
    }
    if totals.sets.len() > SETS {
        let more = totals.sets.len() - SETS;
        let more = text!("另有 {more} 种组合，见 remedies.csv", "{more} more sets are in remedies.csv");
        write_text(sheet, row, 0, more.get(lang), &looks.note)?;
        row += 1;
    }
    row += 1;
    for caution in cautions(answers.rules, lang) {
        write_text(sheet, row, 0, &caution, &looks.note)?;
        row += 1;
    }
    print_setup(sheet, true, HEADER + 1, title)
}
