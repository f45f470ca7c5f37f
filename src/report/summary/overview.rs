//! 总览: the one page that is put on the table first.
//!
//! What always holds: units that have a lift already are counted apart and are in no share; what is open, what nobody
//! surveyed and what was taken on trust stand on the same page as the classes.

use super::Meeting;
use super::by_group;
use crate::report::decision_figures::DecisionFigures;
use crate::report::figures::Preliminary;
use crate::report::numbers::grouped;
use crate::report::trust::Trust;
use crate::report::workbook::charts::{self, From};
use crate::report::workbook::table::{
    Cell, Head, head, height, words, write_head_cells, write_row, write_share, write_total,
};
use crate::report::workbook::{cell_text, print_setup, write_text, write_title};
use crate::rules::ruleset::Grade;
use crate::survey::DecisionState;
use crate::text;
use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

/// The columns in pixels: what it is, four of numbers, and room for words. Charts end where the last one does, so that
/// their right edge is the tables', however wide a program draws a column.
const WIDTHS: [u32; 6] = [194, 82, 82, 82, 82, 187];
/// Where words begin beside two numbers, and where they end.
const WORDS: (u16, u16) = (3, 5);
/// Characters in a line of them.
const LINE: f64 = 50.0;
const CLASSES: u32 = 4;
/// Bars that the overview has room for.
const AT_A_GLANCE: u32 = 15;
/// Pixels between the large classes and their ring.
const GAP: u32 = 12;
/// Pixels that a row under a chart is high.
const ROW: u32 = 20;

/// Writes the sheet. `groups` are the sheets of the group fields: their names, and how many rows each has.
pub fn write(sheet: &mut Worksheet, meeting: &Meeting, groups: &[(String, u32)]) -> Result<(), XlsxError> {
    let Meeting { answers, looks, wishes, .. } = meeting;
    for (width, column) in WIDTHS.into_iter().zip(0..) {
        sheet.set_column_width_pixels(column, width)?;
    }
    let title = meeting.pick("加装电梯技术评估汇总", "lift retrofit assessment in figures");
    let (rules, version) = (&answers.rules.title, &answers.rules.version);
    let mut note = text!("规则：{rules}（{version}）", "rules: {rules} ({version})");
    if let Some(day) = wishes.dated {
        note.zh.push_str(&format!("　评估日：{day}"));
        note.en.push_str(&format!(", as of {day}"));
    }
    write_title(sheet, looks, title, note.get(meeting.lang))?;
    headline(sheet, meeting, 2)?;
    let mut at = classes(sheet, meeting)?;
    at = widest_group(sheet, meeting, groups, at)?;
    at = coverage(sheet, meeting, at)?;
    at = trust(sheet, meeting, &meeting.figures.trust, at)?;
    if let Some(preliminary) = &meeting.figures.preliminary {
        at = compared(sheet, meeting, preliminary, at)?;
    }
    if let Some(decided) = &meeting.figures.decisions {
        at = decisions(sheet, meeting, decided, at)?;
    }
    grounds(sheet, meeting, at)?;
    print_setup(sheet, false, 0, title)?;
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

/// The figures in a sentence.
fn headline(sheet: &mut Worksheet, meeting: &Meeting, row: u32) -> Result<(), XlsxError> {
    let all = &meeting.figures.all;
    let share = |part: u64| match all.units {
        0 => "0".to_string(),
        // Counts are far below 2^53, so nothing is lost.
        units => format!("{:.1}", part as f64 / units as f64 * 100.0),
    };
    let units = grouped(all.units);
    let [suitable, difficult, unsuitable] = all.classes.map(grouped);
    let [a, b, c] = all.classes.map(share);
    let open = grouped(all.units - all.settled);
    let said = text!(
        "{units} 个未装电梯的单元中，适合加装 {suitable} 个（{a}%），较难加装 {difficult} 个（{b}%），不适合加装 {unsuitable} 个（{c}%）；其中 {open} 个还缺数据，结论未定，暂按规则计入各类。",
        "of {units} units without a lift {suitable} are suitable ({a}%), {difficult} difficult ({b}%) and {unsuitable} unsuitable ({c}%); {open} of them lack data and are open: the rules say how they count meanwhile"
    );
    let look = Format::new().set_font_size(11).set_text_wrap().set_align(FormatAlign::VerticalCenter);
    sheet.set_row_height(row, 40)?;
    merged(sheet, row, (0, 5), said.get(meeting.lang), &look)
}

/// The classes in large, beside their ring.
fn classes(sheet: &mut Worksheet, meeting: &Meeting) -> Result<u32, XlsxError> {
    let Meeting { figures, looks, lang, .. } = meeting;
    let all = &figures.all;
    let heads = [
        head(meeting.pick("结论", "class"), 0.0),
        head(meeting.pick("单元数", "units"), 0.0),
        head(meeting.pick("占比", "share"), 0.0),
    ];
    write_head_cells(sheet, looks, CLASSES, &heads)?;
    sheet.set_row_height(CLASSES, 24)?;
    for (class, at) in Grade::ALL.into_iter().zip(CLASSES + 1..) {
        let large = looks.class(class).set_font_size(15).set_bold();
        sheet.set_row_height(at, 38)?;
        write_text(sheet, at, 0, class.label().get(*lang), &large)?;
        // Counts are far below 2^53, so nothing is lost.
        sheet.write_number_with_format(at, 1, all.of(class) as f64, &large.clone().set_num_format("#,##0"))?;
        write_share(sheet, at, 2, (all.of(class), all.units), &large.set_num_format("0.0%"))?;
    }
    let mut at = CLASSES + 4;
    let total = [Cell::Text(meeting.pick("合计", "total")), Cell::Count(all.units), Cell::Share(all.units, all.units)];
    write_total(sheet, looks, at, &total)?;
    let open = all.units - all.settled;
    let lines = [
        (meeting.pick("　其中：结论已定", "  settled"), all.settled),
        (meeting.pick("　其中：结论未定（缺数据）", "  open (data are missing)"), open),
    ];
    for (label, count) in lines {
        at += 1;
        write_row(sheet, looks, at, 0, &[Cell::Text(label), Cell::Count(count), Cell::Share(count, all.units)])?;
    }
    at += 1;
    let label = meeting.pick("已有电梯，另计", "with a lift already, apart");
    write_row(sheet, looks, at, 0, &[Cell::Text(label), Cell::Count(figures.with_lift.units), Cell::Middle("—")])?;
    for row in CLASSES + 4..=at {
        sheet.set_row_height(row, 21)?;
    }
    if all.units > 0 {
        let name = sheet.name();
        let from = From { sheet: &name, rows: (CLASSES + 1, CLASSES + 3), names: 0 };
        let mut ring = charts::ring(meeting.pick("三类结论的占比", "shares of the classes"), &from, 1);
        ring.set_width(to_the_edge(WORDS.0) - GAP).set_height(294);
        sheet.insert_chart_with_offset(CLASSES, WORDS.0, &ring, GAP, 0)?;
    }
    Ok(at + 2)
}

/// The residents' committees at a glance, where there are few enough; drawn from their own sheet.
fn widest_group(sheet: &mut Worksheet, meeting: &Meeting, sheets: &[(String, u32)], at: u32) -> Result<u32, XlsxError> {
    let widest = meeting.figures.groups.iter().zip(sheets).find(|(group, _)| !group.key);
    let Some((group, (name, rows))) = widest.filter(|(_, (_, rows))| (2..=AT_A_GLANCE).contains(rows)) else {
        return Ok(at);
    };
    let label = &group.label;
    let title = text!("各{label}的评估结论（单元数）", "classes by {label} (units)");
    let classes = Grade::ALL.map(|class| class.label().get(meeting.lang).to_string());
    let from = From { sheet: name, rows: (by_group::HEADER + 1, by_group::HEADER + rows), names: 0 };
    let mut chart = charts::stacked(title.get(meeting.lang), &from, &charts::classes(2, &classes));
    let height = 90 + 20 * rows.max(&4);
    chart.set_width(to_the_edge(0)).set_height(height);
    sheet.insert_chart(at, 0, &chart)?;
    let taken = height.div_ceil(ROW) + 1;
    // Said outright, since what a row is high otherwise is the program's own affair.
    for row in at..at + taken {
        sheet.set_row_height_pixels(row, ROW)?;
    }
    Ok(at + taken)
}

/// Pixels from the left of a column to the right edge of the tables.
fn to_the_edge(from: u16) -> u32 {
    WIDTHS.iter().skip(usize::from(from)).sum()
}

/// How much of the roster was surveyed, where there is one.
fn coverage(sheet: &mut Worksheet, meeting: &Meeting, at: u32) -> Result<u32, XlsxError> {
    let Some(coverage) = &meeting.figures.coverage else { return Ok(at) };
    let all = coverage.all;
    let at = section(sheet, meeting, at, meeting.pick("门牌总表的覆盖", "coverage of the roster"))?;
    let heads = [meeting.pick("项目", "what"), meeting.pick("单元数", "units"), meeting.pick("占应踏勘", "share")];
    let at = lines_head(sheet, meeting, at, heads)?;
    let share = |part: u64| Cell::Share(part, all.units);
    let rows = [
        (meeting.pick("应踏勘（总表上的单元）", "on the roster"), all.units, share(all.units), ""),
        (meeting.pick("　已踏勘", "  surveyed"), all.surveyed, share(all.surveyed), ""),
        (
            meeting.pick("　未踏勘", "  not surveyed"),
            all.not_surveyed(),
            share(all.not_surveyed()),
            meeting.pick("名单在 unsurveyed.csv", "listed in unsurveyed.csv"),
        ),
        (
            meeting.pick("表外（调查了，总表上没有）", "surveyed, not on the roster"),
            all.not_on_roster,
            Cell::Middle("—"),
            meeting.pick("照样评估，计入上面的结论", "assessed, and counted above"),
        ),
        (
            meeting.pick("　其中名称与未踏勘的相近", "  of which nearly one not surveyed"),
            all.nearly,
            Cell::Middle("—"),
            meeting.pick("可能是同一个门，写法不同，请核对", "may be the same under another name: please check"),
        ),
    ];
    lines(sheet, meeting, at, rows.map(|(label, count, share, words)| (label, [Cell::Count(count), share], words)))
}

/// What a class rests on that nobody measured.
fn trust(sheet: &mut Worksheet, meeting: &Meeting, trust: &Trust, at: u32) -> Result<u32, XlsxError> {
    let at = section(sheet, meeting, at, meeting.pick("采信的数据（没有实测，照写的采用）", "taken on trust"))?;
    let heads = [meeting.pick("项目", "what"), meeting.pick("处数", "values"), meeting.pick("单元数", "units")];
    let at = lines_head(sheet, meeting, at, heads)?;
    let both = |counted: crate::report::trust::Counted| [Cell::Count(counted.values), Cell::Count(counted.units)];
    let units = |units: u64| [Cell::Middle("—"), Cell::Count(units)];
    let mut rows = vec![
        (
            meeting.pick("约数", "approximate values").to_string(),
            both(trust.approximate),
            meeting.pick(
                "写“约”“左右”的，按写的数评估（只数评估项用到的）",
                "about 1.2: read as the number; of those that criteria use",
            ),
        ),
        (
            meeting.pick("　正好压在界线上", "  on a threshold").into(),
            both(trust.on_threshold),
            meeting.pick("稍多一点、稍少一点，评估项的等级就不同", "a little more or less and a grade is another"),
        ),
        (
            meeting.pick("　　其中结论随之可变", "    on which the class rests").into(),
            both(trust.class_rests),
            meeting.pick("请先复测这些", "please measure these first"),
        ),
    ];
    rows.extend(trust.without_items.iter().map(|none| {
        let words = match none.silence {
            true => meeting.pick("写“无”或没有提到的，按没有处理", "none written, or nothing said, which means none"),
            false => meeting.pick(
                "调查表写“无”，按没有处理；动工前请向权属单位核实",
                "the survey says none: please ask the owners before work begins",
            ),
        };
        let label = &none.label;
        (text!("{label}：没有", "{label}: none").get(meeting.lang).to_string(), units(none.units), words)
    }));
    rows.push((
        meeting.pick("字段表以外的写法", "texts outside the dictionary").into(),
        units(trust.foreign),
        meeting.pick(
            "查表时按“*”一行取值，结论因此成立（S081）",
            "matched `*` in a table, and the class rests on it (S081)",
        ),
    ));
    lines(sheet, meeting, at, rows.iter().map(|(label, cells, words)| (label.as_str(), cells.clone(), *words)))
}

/// What the surveyors thought, beside what came out.
fn compared(sheet: &mut Worksheet, meeting: &Meeting, preliminary: &Preliminary, at: u32) -> Result<u32, XlsxError> {
    let Meeting { looks, lang, .. } = meeting;
    let (label, compared) = (&preliminary.label, grouped(preliminary.compared()));
    let differ = grouped(preliminary.differ.len() as u64);
    let said = text!(
        "踏勘人员的{label}与评估结论：比对 {compared} 个单元，不一致 {differ} 个",
        "{label} of the surveyors beside the class: {differ} of {compared} units differ"
    );
    let at = section(sheet, meeting, at, said.get(*lang))?;
    let names = Grade::ALL.map(|class| class.label().get(*lang).to_string());
    let corner = text!("{label} ↓　评估结论 →", "{label} ↓ class →");
    let mut heads = vec![head(corner.get(*lang), 0.0)];
    let of_class = |(class, name): (Grade, &'_ String)| (class, name.clone());
    let classes: Vec<(Grade, String)> = Grade::ALL.into_iter().zip(&names).map(of_class).collect();
    heads.extend(classes.iter().map(|(class, text)| Head { text, width: 0.0, class: Some(*class) }));
    heads.push(head(meeting.pick("合计", "total"), 0.0));
    write_head_cells(sheet, looks, at, &heads)?;
    sheet.set_row_height(at, 21)?;
    for (theirs, row) in Grade::ALL.into_iter().zip(at + 1..) {
        let total: u64 = Grade::ALL.into_iter().map(|computed| preliminary.count(theirs, computed)).sum();
        write_text(sheet, row, 0, theirs.label().get(*lang), &looks.class(theirs))?;
        for (computed, column) in Grade::ALL.into_iter().zip(1..) {
            let agrees = looks.count.clone().set_bold().set_background_color(Color::RGB(0xEEF2F6));
            let look = if theirs == computed { &agrees } else { &looks.count };
            crate::report::workbook::table::write_count(sheet, row, column, preliminary.count(theirs, computed), look)?;
        }
        crate::report::workbook::table::write_count(sheet, row, 4, total, &looks.total[1])?;
        sheet.set_row_height(row, 19)?;
    }
    Ok(at + 5)
}

/// What was decided beside the computed classes, which it does not change.
fn decisions(sheet: &mut Worksheet, meeting: &Meeting, decided: &DecisionFigures, at: u32) -> Result<u32, XlsxError> {
    let at = section(
        sheet,
        meeting,
        at,
        meeting.pick("委员会的决定（不改变上面的结论）", "decisions (the classes above stay)"),
    )?;
    let heads = [meeting.pick("项目", "what"), meeting.pick("单元数", "units"), meeting.pick("占比", "share")];
    let at = lines_head(sheet, meeting, at, heads)?;
    let share = |part: u64| Cell::Share(part, decided.units);
    let label = meeting.pick("有决定的单元", "units decided about").to_string();
    let mut rows = vec![(label, [Cell::Count(decided.units), share(decided.units)])];
    rows.extend(DecisionState::ALL.into_iter().map(|state| {
        let (label, count) = (state.label(), decided.of_state(state));
        (format!("　{}", label.get(meeting.lang)), [Cell::Count(count), share(count)])
    }));
    let label = meeting.pick("没有采用的行", "rows not used").to_string();
    rows.push((label, [Cell::Count(decided.not_used), Cell::Middle("—")]));
    lines(sheet, meeting, at, rows.iter().map(|(label, cells)| (label.as_str(), cells.clone(), "")))
}

/// By which rules, from what survey.
fn grounds(sheet: &mut Worksheet, meeting: &Meeting, at: u32) -> Result<u32, XlsxError> {
    let Meeting { answers, looks, lang, .. } = meeting;
    let at = section(sheet, meeting, at, meeting.pick("依据", "grounds"))?;
    let rules = answers.rules;
    let (title, version, id) = (&rules.title, &rules.version, &rules.id);
    let files = &answers.survey.books.files;
    let sum = |get: fn(&crate::survey::FileBooks) -> u64| grouped(files.iter().map(get).sum());
    let (count, found) = (grouped(files.len() as u64), sum(|file| file.rows.found));
    let unused = sum(|file| file.rows.rejected + file.rows.unread);
    let units = grouped(answers.survey.units.count as u64);
    let mut lines = vec![(
        meeting.pick("规则", "rules"),
        text!("{title}，版本 {version}（{id}）", "{title}, version {version} ({id})"),
    )];
    if let Some(place) = &rules.jurisdiction {
        lines.push((meeting.pick("适用地区", "where it applies"), crate::lang::Text::same(place)));
    }
    lines.push((
        meeting.pick("调查表", "survey"),
        text!(
            "{count} 个文件，{found} 行，{units} 个单元；退回或未读 {unused} 行（见“数据问题”）",
            "{count} files, {found} rows, {units} units; {unused} rows rejected or not read (see data problems)"
        ),
    ));
    lines.push((
        meeting.pick("怎么看", "how to read it"),
        text!(
            "结论由规则对调查数据逐项推算，只说技术条件；居民意愿、出资和审批另议。每个单元的理由见台账。",
            "classes follow from the rules and the survey, item by item; they speak of technical conditions only; reasons for each unit are in the ledger"
        ),
    ));
    let look = words(looks);
    let mut at = at;
    for (label, said) in lines {
        write_row(sheet, looks, at, 0, &[Cell::Text(label)])?;
        merged(sheet, at, (1, 5), said.get(*lang), &look)?;
        sheet.set_row_height(at, height(said.get(*lang), 70.0).max(20.0))?;
        at += 1;
    }
    Ok(at)
}

fn section(sheet: &mut Worksheet, meeting: &Meeting, at: u32, title: &str) -> Result<u32, XlsxError> {
    sheet.set_row_height(at, 22)?;
    write_text(sheet, at, 0, title, &meeting.looks.section)?;
    Ok(at + 1)
}

/// The header of lines with two numbers and words.
fn lines_head(sheet: &mut Worksheet, meeting: &Meeting, at: u32, heads: [&str; 3]) -> Result<u32, XlsxError> {
    let looks = &meeting.looks;
    write_head_cells(sheet, looks, at, &heads.map(|text| head(text, 0.0)))?;
    merged(sheet, at, WORDS, meeting.pick("说明", "remarks"), &looks.header)?;
    sheet.set_row_height(at, 21)?;
    Ok(at + 1)
}

fn lines<'t>(
    sheet: &mut Worksheet,
    meeting: &Meeting,
    mut at: u32,
    rows: impl IntoIterator<Item = (&'t str, [Cell<'t>; 2], &'t str)>,
) -> Result<u32, XlsxError> {
    let looks = &meeting.looks;
    let note = words(looks).set_font_size(9);
    for (label, cells, words) in rows {
        write_row(sheet, looks, at, 0, &[Cell::Text(label)])?;
        write_row(sheet, looks, at, 1, &cells)?;
        merged(sheet, at, WORDS, words, &note)?;
        sheet.set_row_height(at, height(words, LINE).max(20.0))?;
        at += 1;
    }
    Ok(at + 1)
}

fn merged(sheet: &mut Worksheet, row: u32, (from, to): (u16, u16), text: &str, look: &Format) -> Result<(), XlsxError> {
    sheet.merge_range(row, from, row, to, &cell_text(text), look).map(drop)
}
