//! Workbooks of formats that are read by a process of their own: what they say counts as elsewhere, and what they do to
//! that process is survived and told.

use super::{liftfit, status, stderr, stdout, street};
use std::fs;
use std::io::Write;
use std::path::Path;

fn assess(dir: &Path, survey: &str) -> std::process::Output {
    liftfit(dir, &["assess", survey, "--rules", "rules/rules.toml", "--out", "结果"])
}

/// An .ods whose one sheet has these rows.
fn ods(rows: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut entry = |name: &str, text: &str| {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    entry("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    entry("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'/>");
    let start =
        "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body><office:spreadsheet>";
    let end = "</office:spreadsheet></office:body></office:document-content>";
    entry("content.xml", &format!("{start}<table:table table:name='表'>{rows}</table:table>{end}"));
    zip.finish().unwrap().into_inner()
}

fn row(times: u32, cells: &[&str]) -> String {
    let cell =
        |text| format!("<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>");
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row table:number-rows-repeated='{times}'>{cells}</table:table-row>")
}

#[test]
fn a_row_struck_through_in_an_xls_is_withdrawn() {
    let dir = street();
    // 楼号, 单元号, 层数, 同意率, 备注. The second row is struck through; so is all that the third has of its own, beside
    // a 楼号 merged with the fourth's.
    fs::write(dir.path().join("作废.et"), include_bytes!("../files/struck.xls")).unwrap();
    let fields = "[fields.building]\nlabel = \"楼号\"\nkind = \"text\"\nkey = true\n\
        [fields.storeys]\nlabel = \"层数\"\nkind = \"count\"\n[fields.stair_width]\nlabel = \"宽\"\nkind = \"length\"\nunit = \"m\"\n\
        [fields.unit]\nlabel = \"单元号\"\nkind = \"text\"\n";
    fs::write(dir.path().join("rules/fields.toml"), fields).unwrap();
    let output = assess(dir.path(), "作废.et");
    assert_eq!(status(&output), 0, "{}{}", stdout(&output), stderr(&output));
    let run: serde_json::Value = serde_json::from_slice(&fs::read(dir.path().join("结果/run.json")).unwrap()).unwrap();
    let rows = &run["inputs"][0]["rows"];
    assert_eq!((&rows["found"], &rows["withdrawn"]), (&4.into(), &2.into()), "{rows}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_workbook_that_wants_too_much_memory_costs_only_the_process_that_reads_it() {
    let dir = street();
    let cells = ["x"; 50];
    fs::write(dir.path().join("调查/多.ods"), ods(&row(1_000_000, &cells))).unwrap();
    fs::write(dir.path().join("调查/少.ods"), ods(&row(1, &["小区", "楼号", "门牌", "梯段净宽"]))).unwrap();
    let output = assess(dir.path(), "调查");
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.contains("未读完 `多.ods`：读它所需的内存超过 192 MB"), "{shown}");
    assert!(!shown.contains("少.ods"), "{shown}");
}

#[test]
fn a_workbook_that_says_too_much_of_itself_is_too_large_and_not_damaged() {
    let dir = street();
    let far = row(1, &["x"]).replace("table-cell ", "table-cell table:number-columns-repeated='2000000' ");
    fs::write(dir.path().join("远.ods"), ods(&far.replace("repeated='1'", "repeated='2000000'"))).unwrap();
    let output = assess(dir.path(), "远.ods");
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("S019 远.ods：文件声称有 "), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_subfolder_that_cannot_be_opened_is_a_file_that_was_not_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = street();
    let closed = dir.path().join("调查/三村");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // The one who keeps the machine can open anything: then there is nothing to see.
    let open_to_all = fs::read_dir(&closed).is_ok();
    let output = assess(dir.path(), "调查");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    if open_to_all {
        assert_eq!(status(&output), 0, "{}", stderr(&output));
    } else {
        assert_eq!(status(&output), 3, "{}", stderr(&output));
        assert!(stdout(&output).contains("未读完 `三村/`：文件夹打不开"), "{}", stdout(&output));
    }
}
