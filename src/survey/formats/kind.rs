//! What a file is, by its bytes, and what it is not: encrypted, too old, truncated, a web page named `.xls`.
//!
//! What always holds: nothing is unpacked here; signatures and the names in a container are enough. Deliberately
//! absent: reading.

use super::OpenError;
use super::text::unmarked_utf16;
use crate::lang::Text;
use crate::text;

/// The formats that surveys come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `.xlsx`, `.xlsm`
    Xlsx,
    /// `.xlsb`
    Xlsb,
    /// `.xls`, `.et`
    Xls,
    /// `.ods`
    Ods,
    /// `.csv`, `.tsv`
    Text,
}

impl FileKind {
    /// The endings that its files have.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            FileKind::Xlsx => &["xlsx", "xlsm"],
            FileKind::Xlsb => &["xlsb"],
            // What WPS writes as .et is an .xls inside.
            FileKind::Xls => &["xls", "et"],
            FileKind::Ods => &["ods"],
            FileKind::Text => &["csv", "tsv"],
        }
    }

    /// Its name for people.
    pub fn name(self) -> Text {
        match self {
            FileKind::Xlsx => text!("xlsx 工作簿", "an xlsx workbook"),
            FileKind::Xlsb => text!("xlsb 工作簿", "an xlsb workbook"),
            FileKind::Xls => text!("xls 工作簿", "an xls workbook"),
            FileKind::Ods => text!("ods 工作簿", "an ods workbook"),
            FileKind::Text => text!("文本", "text"),
        }
    }
}

/// Whether bytes begin like one of the containers that workbooks come in, zip or OLE.
pub fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// What the bytes are; an error where they are no survey. Of the name only the ending is asked, and only whether
/// text is meant where nothing else was recognised.
pub fn kind_of(bytes: &[u8], name: &str) -> Result<FileKind, OpenError> {
    if bytes.is_empty() {
        return Err(OpenError::new(
            "S011",
            text!("文件是空的（0 字节）", "the file is empty"),
            text!("可能没有保存成功，请找原文件", "perhaps it was never saved; look for the original"),
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return kind_of_zip(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return kind_of_ole(bytes);
    }
    // Bare streams of Excel 2 to 5, older than the container.
    if let [0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04..=0x10, 0x00, ..] = bytes {
        return Err(OpenError::new(
            "S014",
            text!("Excel 97 以前的格式，太老，无法读取", "a format from before Excel 97, too old to be read"),
            text!("请用 WPS 或 Excel 打开，另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx"),
        ));
    }
    for (signature, zh, en) in OTHERS {
        if bytes.starts_with(signature) {
            return Err(no_survey(zh, en));
        }
    }
    if let Some((zh, en)) = markup(bytes) {
        return Err(OpenError::new(
            "S015",
            text!("内容是{zh}，不是工作簿", "the file is {en}, not a workbook"),
            text!("请用 WPS 或 Excel 打开，另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx"),
        ));
    }
    let lower = name.to_lowercase();
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let wide = marked || unmarked_utf16(bytes).is_some();
    if FileKind::Text.endings().iter().any(|ending| lower.ends_with(&format!(".{ending}"))) {
        return Ok(FileKind::Text);
    }
    // Many programs export text under the name of a workbook; binary rubbish has zero bytes.
    if wide || !bytes.iter().take(1 << 16).any(|byte| *byte == 0) {
        return Ok(FileKind::Text);
    }
    Err(OpenError::damaged(text!("开头不是任何工作簿的标志", "it does not begin like any workbook")))
}

/// Signatures of what people attach by mistake.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xBC\xAF\x27\x1C", "7z 压缩包", "a 7z archive"),
    (b"\x1F\x8B", "gzip 压缩包", "a gzip archive"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xFF\xD8\xFF", "图片", "a picture"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
];

fn no_survey(zh: &str, en: &str) -> OpenError {
    OpenError::new(
        "S015",
        text!("内容是{zh}，不是调查表", "the file is {en}, not a survey"),
        text!(
            "请给出工作簿（.xlsx 等）或文本表格（.csv）",
            "give a workbook (.xlsx and the like) or a text table (.csv)"
        ),
    )
}

fn kind_of_zip(bytes: &[u8]) -> Result<FileKind, OpenError> {
    let Some(directory) = zip_directory(bytes) else {
        return Err(OpenError::new(
            "S012",
            text!("文件不完整，后半截丢了", "the file is truncated"),
            text!("请重新下载或拷贝", "download or copy it again"),
        ));
    };
    // The first entry's flags; bit 0 is encryption.
    if bytes.starts_with(b"PK\x03\x04") && bytes.get(6).is_some_and(|flags| flags & 1 == 1) {
        return Err(OpenError::encrypted());
    }
    // OpenDocument has its type as the first entry, stored plain, so that it stands at a fixed place.
    let type_of_document = bytes.get(38..).unwrap_or_default();
    if type_of_document.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
        return Ok(FileKind::Ods);
    }
    let has = |name: &str| contains(directory, name.as_bytes());
    if has("xl/workbook.bin") {
        Ok(FileKind::Xlsb)
    } else if has("word/document.xml") || type_of_document.starts_with(b"application/vnd.oasis.opendocument.text") {
        Err(no_survey("文字文档", "a text document"))
    } else if has("ppt/presentation.xml") {
        Err(no_survey("演示文稿", "a presentation"))
    } else if has("_rels/.rels") {
        Ok(FileKind::Xlsx)
    } else if has("content.xml") && has("mimetype") {
        Ok(FileKind::Ods)
    } else {
        Err(no_survey("压缩包", "an archive"))
    }
}

/// The directory of a zip: the names of its entries. `None` where the end that points to it is missing.
fn zip_directory(bytes: &[u8]) -> Option<&[u8]> {
    // The end has 22 bytes and a comment of at most 65535.
    let from = bytes.len().saturating_sub(22 + 65_535);
    let end = from + bytes.get(from..)?.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let number = |at: usize| bytes.get(end + at..end + at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    let (size, start) = (number(12)? as usize, number(16)? as usize);
    // The larger form of zip points elsewhere; then the directory is all that stands before the end.
    Some(
        bytes
            .get(start..start.saturating_add(size))
            .filter(|d| d.starts_with(b"PK\x01\x02"))
            .unwrap_or(bytes.get(from..end)?),
    )
}

fn kind_of_ole(bytes: &[u8]) -> Result<FileKind, OpenError> {
    // Directory entries have 128 bytes and begin with a name in UTF-16, closed by a zero.
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        bytes.chunks(128).any(|entry| entry.starts_with(&name))
    };
    if has("EncryptedPackage") {
        Err(OpenError::encrypted())
    } else if has("Workbook") || has("WORKBOOK") || has("Book") || has("BOOK") {
        Ok(FileKind::Xls)
    } else if has("WordDocument") {
        Err(no_survey("文字文档", "a text document"))
    } else if has("PowerPoint Document") {
        Err(no_survey("演示文稿", "a presentation"))
    } else {
        Err(OpenError::damaged(text!("里面找不到工作簿", "there is no workbook in it")))
    }
}

/// Web pages and XML that programs save under the name of a workbook.
fn markup(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // UTF-16 is looked at with its zero bytes left out.
    let start: Vec<u8> = bytes
        .iter()
        .take(2048)
        .filter(|byte| !matches!(byte, 0 | 0xFF | 0xFE))
        .map(u8::to_ascii_lowercase)
        .skip_while(u8::is_ascii_whitespace)
        .collect();
    if ["<!doctype html", "<html", "<table", "<head", "<meta", "<body", "<div"]
        .iter()
        .any(|tag| start.starts_with(tag.as_bytes()))
        || start.starts_with(b"mime-version:")
    {
        return Some(("网页（HTML）", "a web page (HTML)"));
    }
    start.starts_with(b"<?xml").then(|| {
        if contains(&start, b"<html") {
            ("网页（HTML）", "a web page (HTML)")
        } else {
            ("XML 文件", "an XML file")
        }
    })
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}
