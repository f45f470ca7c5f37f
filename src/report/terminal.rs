//! What is shown on the terminal after an assessment: the three classes by group, the findings by kind, the books.
//!
//! What always holds: it fits 80 columns, and columns are aligned where Chinese characters are two wide. Names of others
//! stay in their line, line breaks in them shown as signs. The table of classes is in [`class_table`](super::class_table).

use super::class_table::NAME;
use super::coverage::{CoverageFigures, Covered};
use super::decision_figures::DecisionFigures;
use super::figures::Figures;
use super::findings_csv::cell_of;
use super::paint::{Paint, marked, unmarked};
use crate::lang::{Lang, one_line, shortened};
use crate::rules::RuleSet;
use crate::survey::{Books, DecisionState, FileBooks, Finding, FindingSeverity};
use crate::text;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table};

/// Columns of a terminal that nobody made wider.
pub(super) const WIDTH: u16 = 80;
/// Findings that are said one by one where nothing could be read: enough to see what is the matter.
const SAID: usize = 20;
/// Values of a group that are shown; a district has more, and `summary.json` has them all.
pub(super) const SHOWN: usize = 40;

/// Which rules were applied to how much.
pub fn heading(rules: &RuleSet, units: usize, lang: Lang) -> String {
    let title = format!("{} {}", one_line(&rules.title), one_line(&rules.version));
    text!("{title}：{units} 个单元\n", "{title}: {units} units\n").get(lang).to_string()
}

/// How much of the roster was surveyed, in a line; and where the rest is, by the group that the classes are shown by.
pub fn coverage(figures: &CoverageFigures, lang: Lang) -> String {
    let Covered { units, surveyed, not_on_roster, nearly } = figures.all;
    let missing = figures.all.not_surveyed();
    let mut shown = text!(
        "全覆盖：门牌总表 {units} 个单元，已踏勘 {surveyed}，未踏勘 {missing}；表外 {not_on_roster}",
        "roster: {units} units, {surveyed} surveyed, {missing} not; {not_on_roster} not on it"
    )
    .get(lang)
    .to_string();
    shown.push('\n');
    if nearly > 0 {
        let note = text!(
            "表外的有 {nearly} 个与未踏勘的名称相近，可能是同一个，见 S071。",
            "{nearly} of those not on it are nearly one that was not surveyed, see S071"
        );
        shown.push_str(note.get(lang));
        shown.push('\n');
    }
    let group = figures.groups.iter().find(|group| !group.key).or(figures.groups.first());
    let Some(group) = group.filter(|_| missing > 0 || not_on_roster > 0) else { return shown };
    let lacking = |covered: &Covered| covered.not_surveyed() > 0 || covered.not_on_roster > 0;
    let values: Vec<&(String, Covered)> = group.values.iter().filter(|(_, covered)| lacking(covered)).collect();
    let mut table = table();
    let headers = [("总表", "roster"), ("已踏勘", "surveyed"), ("未踏勘", "not surveyed"), ("表外", "not on it")];
    let headers = headers.map(|(zh, en)| lang.pick(zh, en).to_string());
    table.set_header([group.label.clone()].into_iter().chain(headers));
    for (value, covered) in values.iter().take(SHOWN) {
        let name = if value.is_empty() { lang.pick("（未填）", "(blank)").into() } else { shortened(value, NAME) };
        let counts = [covered.units, covered.surveyed, covered.not_surveyed(), covered.not_on_roster];
        table.add_row([name.to_string()].into_iter().chain(counts.map(|count| count.to_string())));
    }
    if values.len() > SHOWN {
        let more = values.len() - SHOWN;
        table.add_row(vec![text!("…… 另有 {more} 个", "… {more} more").get(lang)]);
    }
    align(&mut table);
    shown + &table.trim_fmt() + "\n"
}

/// What was decided beside the computed classes, in a line.
pub fn decisions(figures: &DecisionFigures, lang: Lang) -> String {
    let DecisionFigures { units, not_used, .. } = figures;
    let [agrees, differs, lapsed, unrecorded] = DecisionState::ALL.map(|state| figures.of_state(state));
    let mut shown = text!(
        "决定：{units} 个单元，与评估一致 {agrees}，不同 {differs}，已失效 {lapsed}，没有记下当时评估的 {unrecorded}",
        "decisions: {units} units, {agrees} agree with the assessment, {differs} differ, {lapsed} lapsed, {unrecorded} do not record what was computed then"
    )
    .get(lang)
    .to_string();
    if *not_used > 0 {
        shown.push_str(text!("；{not_used} 行没有采用", "; {not_used} rows were not used").get(lang));
    }
    shown.push('\n');
    shown
}

/// The findings by code, the gravest first; nothing where there are none.
pub fn findings(figures: &Figures, lang: Lang, colour: bool) -> String {
    if figures.findings.is_empty() {
        return String::new();
    }
    let mut table = table();
    table.set_header(
        [("代码", "code"), ("程度", "severity"), ("数量", "count"), ("问题", "what")].map(|(zh, en)| lang.pick(zh, en)),
    );
    let mut gravest_first: Vec<_> = figures.findings.iter().collect();
    gravest_first.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in gravest_first {
        let severity = match finding.severity {
            FindingSeverity::Note => lang.pick("说明", "note").to_string(),
            FindingSeverity::Warning => marked(colour, Paint::Yellow, lang.pick("存疑", "warning")),
            FindingSeverity::Error => marked(colour, Paint::Red, lang.pick("未用", "error")),
        };
        let title: String = finding.title.get(lang).chars().take(120).collect();
        table.add_row(vec![finding.code.to_string(), severity, finding.count.to_string(), title]);
    }
    if let Some(count) = table.column_mut(2) {
        count.set_cell_alignment(CellAlignment::Right);
    }
    unmarked(&table.trim_fmt()) + "\n"
}

/// The first findings one by one, with place and advice: why nothing could be read. Mere notes only where there is
/// nothing else.
pub fn told(findings: &[&Finding], lang: Lang) -> String {
    let grave = |finding: &&&Finding| finding.severity > FindingSeverity::Note;
    let all = !findings.iter().any(|finding| grave(&finding));
    let told: Vec<&&Finding> = findings.iter().filter(|finding| all || grave(finding)).collect();
    let mut shown = String::new();
    for finding in told.iter().take(SAID) {
        let cell = cell_of(finding);
        let place = [&*finding.file, &*finding.sheet, &*cell];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        let (place, code) = (place.join(" › "), finding.code);
        let (place, zh, en) = (one_line(&place), one_line(&finding.message.zh), one_line(&finding.message.en));
        shown.push_str(text!("{code} {place}：{zh}\n", "{code} {place}: {en}\n").get(lang));
        if let Some(advice) = &finding.suggestion {
            let (zh, en) = (one_line(&advice.zh), one_line(&advice.en));
            shown.push_str(text!("  提示：{zh}\n", "  help: {en}\n").get(lang));
        }
    }
    if told.len() > SAID {
        let more = told.len() - SAID;
        shown.push_str(text!("…… 另有 {more} 条\n", "… {more} more\n").get(lang));
    }
    shown
}

/// What became of the rows, in a line; and a line for each file that could not be read.
pub fn books(books: &Books, lang: Lang) -> String {
    let mut shown = rows(books, lang);
    for file in &books.files {
        if let Some(why) = &file.failed {
            let (name, zh, en) = (one_line(&file.name), one_line(&why.zh), one_line(&why.en));
            shown.push_str(text!("未读完 `{name}`：{zh}\n", "not read: `{name}`: {en}\n").get(lang));
        }
    }
    shown.push_str(&unread_tables(books, lang));
    shown
}

/// The sheets whose rows were not read; no more than people read of them.
fn unread_tables(books: &Books, lang: Lang) -> String {
    let of_file = |file: &FileBooks| {
        let unread = file.sheets.iter().filter(|(_, rows, _)| rows.unread > 0);
        let told = unread.map(|(sheet, rows, _)| {
            let place = [&*file.name, &**sheet].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let (place, unread) = (place.join(" › "), rows.unread);
            let place = one_line(&place);
            text!("未读 `{place}`：{unread} 行\n", "not read: `{place}`: {unread} rows\n").get(lang).to_string()
        });
        told.collect::<Vec<_>>()
    };
    let lines: Vec<String> = books.files.iter().flat_map(of_file).collect();
    let mut shown: String = lines.iter().take(SAID).map(String::as_str).collect();
    if let Some(more) = lines.len().checked_sub(SAID).filter(|more| *more > 0) {
        shown.push_str(text!("…… 另有 {more} 张表未读\n", "… {more} more sheets not read\n").get(lang));
    }
    shown
}

/// What became of the rows, in a line.
pub fn rows(books: &Books, lang: Lang) -> String {
    let sum = |get: fn(&crate::survey::FileBooks) -> u64| books.files.iter().map(get).sum::<u64>();
    let files = books.files.len();
    let (found, assessed) = (sum(|file| file.rows.found), sum(|file| file.rows.assessed));
    let (merged, rejected) = (sum(|file| file.rows.merged), sum(|file| file.rows.rejected));
    let (withdrawn, unread) = (sum(|file| file.rows.withdrawn), sum(|file| file.rows.unread));
    // Corrections, of lists too, are one figure.
    let listed = sum(|file| file.list_rows.found - file.list_rows.mending);
    let joined = sum(|file| file.list_rows.joined);
    let mut shown = text!(
        "{files} 个文件，{found} 行：{assessed} 个单元，合并 {merged}，退回 {rejected}，作废 {withdrawn}，未读 {unread}",
        "files: {files}; rows: {found}, of them {assessed} units, {merged} merged, {rejected} rejected, {withdrawn} withdrawn, {unread} unread"
    )
    .get(lang)
    .to_string();
    let mending = sum(|file| file.rows.mending + file.list_rows.mending);
    if mending > 0 {
        shown.push_str(text!("，改动 {mending}", ", {mending} corrections").get(lang));
    }
    if listed > 0 {
        shown.push_str(text!("；清单 {listed} 行，归入 {joined}", "; {listed} list rows, {joined} joined").get(lang));
    }
    shown.push('\n');
    shown
}

pub(super) fn table() -> Table {
    let mut table = Table::new();
    table
        // Plain dashes: the line-drawing characters are two columns wide in a Chinese console, and break there.
        .load_style(NOTHING.header_separator(LineStyle::none().fill('-')))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH);
    table
}

pub(super) fn align(table: &mut Table) {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}
