//! Forms as cities hand them out, filled and opened again.

use super::{FillError, Filled, FilledCell, fill};
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, Format, FormatAlign, FormatBorder, Formula, Note,
    Workbook, XlsxError,
};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

fn cell(row: u32, column: u16, content: Filled) -> FilledCell {
    FilledCell { sheet: None, row, column, content }
}

fn text(text: &str) -> Filled {
    Filled::Text(text.into())
}

/// 附件1 as a city might draw it: merged title, reporting body, header of two rows, ruled rows, a total below, two more
/// sheets.
fn form() -> Vec<u8> {
    draw().unwrap()
}

fn draw() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let ruled = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let shaded = Format::new().set_background_color("FFF2CC");

    let sheet = book.add_worksheet().set_name("汇总表")?;
    sheet.merge_range(0, 0, 0, 5, "既有住宅加装电梯评估汇总表", &title)?;
    sheet.write_with_format(1, 0, "填报单位：", &ruled)?;
    sheet.merge_range(1, 1, 1, 3, "", &shaded)?;
    for (column, header) in ["序号", "居民区", "单元数", "适合", "较难", "占比"].into_iter().enumerate() {
        sheet.write_with_format(2, column as u16, header, &ruled)?;
    }
    for row in 3..8 {
        sheet.write_with_format(row, 0, row - 2, &ruled)?;
        (1..5).try_for_each(|column| sheet.write_blank(row, column, &ruled).map(drop))?;
        let share = Formula::new(format!("=IF(C{0}=\"\",\"\",D{0}/C{0})", row + 1)).set_result("");
        sheet.write_formula_with_format(row, 5, share, &ruled)?;
    }
    sheet.write_with_format(8, 0, "合计", &ruled)?;
    sheet.write_formula(8, 2, Formula::new("=SUM(C4:C8)").set_result("0"))?;
    sheet.write(10, 0, "旧的备注")?;
    sheet.set_column_width(1, 18)?.set_column_format(7, &shaded)?.set_row_format(12, &ruled)?;
    sheet.set_print_area(0, 0, 8, 5)?.set_freeze_panes(3, 0)?.set_repeat_rows(0, 2)?;
    sheet.add_data_validation(3, 1, 7, 1, &DataValidation::new().allow_list_strings(&["青砚", "白榆"])?)?;
    let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(100)).set_format(&shaded);
    sheet.add_conditional_format(3, 2, 7, 2, &rule)?;
    sheet.insert_note(3, 2, &Note::new("按门栋计"))?;
    sheet.protect();

    book.add_worksheet().set_name("说明 & 代码")?.write(0, 0, "适合填 1，较难填 2")?;
    book.add_worksheet().set_name("空表")?;
    book.save_to_buffer()
}

fn is_formula(row: u32, column: u32) -> bool {
    (3..8).contains(&row) && column == 5 || (row, column) == (8, 2)
}

/// The parts of a container by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned())
    };
    (0..).take(ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(part).collect()
}

/// What stands in the cells of all sheets.
fn cells(bytes: &[u8]) -> BTreeMap<(String, u32, u32), Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut cells = BTreeMap::new();
    for (name, range) in book.worksheets() {
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, content) in range.used_cells() {
            cells.insert((name.clone(), top + row as u32, left + column as u32), content.clone());
        }
    }
    cells
}

fn error(form: &[u8], cells: &[FilledCell]) -> FillError {
    fill(form, cells).expect_err("it cannot be filled")
}

#[test]
fn only_the_cells_that_are_filled_differ() {
    let form = form();
    let wanted = [
        cell(1, 1, text("虚构街道 <加梯> & 办")),
        cell(3, 1, text("青砚")),
        cell(3, 2, Filled::Number(208.0)),
        cell(3, 3, Filled::Number(0.5)),
        cell(10, 0, Filled::Blank),
        cell(20, 7, text("=cmd|' /C calc'!A0")),
        FilledCell { sheet: Some("空表".into()), ..cell(0, 0, text(" 两端有空格 \n第二行 ")) },
    ];
    let filled = fill(&form, &wanted).unwrap();
    assert_eq!(fill(&form, &wanted).unwrap(), filled, "the same bytes every time");

    let (before, after) = (parts(&form), parts(&filled));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    assert_eq!(changed, ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"]);

    let (mut before, after) = (cells(&form), cells(&filled));
    before.remove(&("汇总表".into(), 10, 0));
    // What the formulas came to is to be computed again.
    before.retain(|(sheet, row, column), _| sheet != "汇总表" || !is_formula(*row, *column));
    for wanted in wanted {
        let content = match wanted.content {
            Filled::Text(text) => Data::String(text),
            Filled::Number(number) => Data::Float(number),
            Filled::Blank => continue,
        };
        before.insert((wanted.sheet.unwrap_or("汇总表".into()), wanted.row, wanted.column.into()), content);
    }
    assert_eq!(after, before);
}

/// The sheet without the cells of these names, and without what formulas came to.
fn without(sheet: &str, names: &[&str]) -> String {
    let mut pieces = sheet.split("<c ");
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let end = piece.find("</c>").map(|end| end + 4);
        let alone = piece.find("/>").map(|end| end + 2).filter(|end| !piece[..*end - 2].contains('>'));
        let (element, rest) = piece.split_at(alone.or(end).unwrap());
        if !names.iter().any(|name| element.starts_with(&format!("r=\"{name}\""))) {
            let (formula, result) = element.split_once("</f>").unwrap_or((element, ""));
            let result = if result.is_empty() { "" } else { "</f></c>" };
            out += &format!("<c {}{result}", formula.replace(" t=\"str\"", ""));
        }
        out += rest;
    }
    out
}

#[test]
fn a_sheet_is_the_same_byte_for_byte_but_for_the_cells_that_are_filled() {
    let form = form();
    let filled =
        fill(&form, &[cell(3, 1, text("青砚")), cell(4, 2, Filled::Number(7.0)), cell(5, 6, text("新"))]).unwrap();
    let (before, after) = (&parts(&form)["xl/worksheets/sheet1.xml"], &parts(&filled)["xl/worksheets/sheet1.xml"]);
    let names = ["B4", "C5", "G6"];
    // A row tells how far it goes.
    let after = after.replace(r#"<row r="6" spans="1:7">"#, r#"<row r="6" spans="1:6">"#);
    assert_eq!(without(&after, &names), without(before, &names));
    for kept in ["mergeCell", "conditionalFormatting", "dataValidation", "legacyDrawing", "sheetProtection", "pane "] {
        assert!(after.contains(kept), "the form has {kept}, and keeps it");
    }
}

#[test]
fn a_cell_that_is_made_has_the_look_of_its_row_or_its_column() {
    let filled = fill(
        &form(),
        &[cell(20, 7, text("列")), cell(12, 2, text("行")), cell(12, 7, text("交")), cell(30, 0, text("无"))],
    )
    .unwrap();
    let sheet = &parts(&filled)["xl/worksheets/sheet1.xml"];
    let look = |name: &str| {
        let tag = sheet.split(&format!("<c r=\"{name}\"")).nth(1).and_then(|rest| rest.split('>').next());
        tag.unwrap().replace(r#" t="inlineStr""#, "")
    };
    assert_eq!(look("H21"), r#" s="3""#, "as the column");
    assert_eq!(look("C13"), r#" s="2""#, "as the row");
    assert_eq!(look("A31"), "", "neither has one");
    assert_eq!(look("B5"), r#" s="2"/"#, "the ruled cells of the form are style 2");
}

#[test]
fn nothing_to_be_set_is_the_form_as_it_was() {
    let form = form();
    assert_eq!(fill(&form, &[]).unwrap(), form);
    let blank = [cell(3, 1, Filled::Blank), cell(700, 2, Filled::Blank)];
    assert_eq!(fill(&form, &blank).unwrap(), form, "they are blank already");
}

#[test]
fn cells_that_may_not_be_set_are_named() {
    let form = form();
    let zh = |row, column, content| error(&form, &[cell(row, column, content)]).message.zh;
    assert_eq!(zh(8, 2, Filled::Number(1.0)), "`汇总表 › C9` 里是公式，不能填");
    assert_eq!(zh(8, 2, Filled::Blank), "`汇总表 › C9` 里是公式，不能填");
    assert_eq!(zh(1, 2, text("甲")), "`汇总表 › C2` 在合并单元格 `B2:D2` 里，填了也看不见");
    assert_eq!(zh(3, 1, text(&"长".repeat(40_000))), "`汇总表 › B4` 的文字有 40000 个字，Excel 一格最多 32767 个");
    assert_eq!(zh(3, 1, Filled::Number(f64::INFINITY)), "`汇总表 › B4` 要填的数不是有限的数");
    assert_eq!(zh(1_048_576, 0, text("甲")), "工作表 `汇总表` 没有第 1048577 行第 1 列：最多 1048576 行、16384 列");
    assert_eq!(zh(0, 16_384, text("甲")), "工作表 `汇总表` 没有第 1 行第 16385 列：最多 1048576 行、16384 列");
    assert_eq!(
        zh(u32::MAX, u16::MAX, text("甲")),
        "工作表 `汇总表` 没有第 4294967296 行第 65536 列：最多 1048576 行、16384 列"
    );
    let named = FilledCell { sheet: Some("汇总表".into()), ..cell(3, 1, text("乙")) };
    let twice = error(&form, &[cell(3, 1, text("甲")), named]);
    assert_eq!(twice.message.zh, "`汇总表 › B4` 要填两个内容");
    let nowhere = error(&form, &[FilledCell { sheet: Some("附表".into()), ..cell(0, 0, text("甲")) }]);
    assert_eq!(nowhere.message.zh, "表样里没有工作表 `附表`");
    assert_eq!(nowhere.help.unwrap().zh, "表样里有：`汇总表`、`说明 & 代码`、`空表`");
}

#[test]
fn the_last_cell_of_a_sheet_can_be_set() {
    let filled = fill(&form(), &[cell(1_048_575, 16_383, Filled::Number(1.0))]).unwrap();
    assert!(parts(&filled)["xl/worksheets/sheet1.xml"].contains(r#"<c r="XFD1048576"><v>1</v></c></row></sheetData>"#));
}
