//! Workbooks that are zip containers, looked at before any reader is: whether what they hold stays within the limits.
//!
//! What always holds: parts are unpacked a piece at a time and counted, for what they say of their size may be wrong;
//! a container of which the readers could see another content than was looked at here (parts of one name, parts that
//! overlap) is refused. An `.xlsx` is handed on as a copy that holds only what its reader asks for, unpacked where it
//! is not large, so that looking costs little: the reader, which opens a sheet up to three times, has it unpacked.
//! Deliberately absent: what parts mean; pictures, macros and links, which nobody opens.

use super::kind::FileKind;
use super::limits::{Limits, SMALL_PART, long_text, too_large, too_many_cells};
use super::markup_scan::{Budget, Fault, MarkupScan};
use super::outline::{Outline, OutlineWriter};
use super::{Notes, OpenError, shared_texts};
use crate::text;
use memchr::memmem;
use std::collections::HashSet;
use std::io::{BufReader, Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

/// A container that stays within the limits.
#[derive(Debug)]
pub struct Container {
    /// Of an `.xlsx`: a container with what its reader asks for; empty otherwise
    pub copy: Vec<u8>,
    /// Of an `.xlsx`: where its merged ranges are read
    pub outline: Outline,
    /// How many cells its parts hold, blank ones too
    pub cells: u64,
    /// What is to be told about it
    pub notes: Notes,
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A part that a reader may ask for.
struct Part {
    at: usize,
    name: String,
    packed: u64,
    unpacked: u64,
}

/// Looks at a container, and refuses it where it passes a limit.
pub fn scan(bytes: &[u8], kind: FileKind, limits: &Limits) -> Result<Container, OpenError> {
    check_entries(bytes, limits)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(OpenError::broken)?;
    check_directory(&mut archive, bytes, kind)?;
    let parts = parts(&mut archive, kind)?;
    let total = parts.iter().fold(0_u64, |total, part| total.saturating_add(part.unpacked));
    if total > limits.unpacked_bytes {
        return Err(unpacks_to_too_much(limits));
    }

    let (mut copy, mut outline) = (ZipWriter::new(Cursor::new(Vec::new())), OutlineWriter::new());
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let (mut cells, mut texts, mut kept, mut unkept) = (0, 0, 0, Vec::new());
    for part in &parts {
        let budget = budget(kind, part, limits, cells, texts);
        let keep = kind == FileKind::Xlsx && part.unpacked.saturating_add(kept) <= limits.kept_bytes;
        let mut looked = look(&mut archive, part, budget, limits, keep)?;
        (cells, texts) = (cells + looked.cells, texts + looked.texts);
        shared_texts::check(
            || archive.by_index(part.at).ok().map(BufReader::new),
            &part.name(),
            part.unpacked,
            limits,
        )?;
        // What breaks off while it is unpacked is handed on as it is: perhaps nobody asks for it.
        if !keep || looked.broken {
            unkept.push(part.at);
            continue;
        }
        kept += part.unpacked;
        if part.name().ends_with(".rels") {
            looked.kept = without_macro_sheets(looked.kept);
        }
        copy.start_file(&*part.name, stored).map_err(OpenError::broken)?;
        copy.write_all(&looked.kept).map_err(OpenError::broken)?;
        outline.add(&part.name, &looked.kept, stored).map_err(OpenError::broken)?;
    }
    let outline = outline.finish(!unkept.is_empty()).map_err(OpenError::broken)?;
    let mut container = Container { copy: Vec::new(), outline, cells, notes: notes(&archive) };
    if kind == FileKind::Xlsx {
        for at in unkept {
            let part = archive.by_index_raw(at).map_err(OpenError::broken)?;
            copy.raw_copy_file(part).map_err(OpenError::broken)?;
        }
        container.copy = copy.finish().map_err(OpenError::broken)?.into_inner();
    }
    Ok(container)
}

impl Part {
    /// Its name, as far as the case of letters matters.
    fn name(&self) -> String {
        normal_name(&self.name)
    }
}

fn normal_name(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// Counts the headers of the directory wherever they stand, before anything is taken in for them: whatever end of the
/// directory a reader settles on, and whatever that says, it cannot find more.
fn check_entries(bytes: &[u8], limits: &Limits) -> Result<(), OpenError> {
    let most = limits.entries;
    if memmem::find_iter(bytes, b"PK\x01\x02").take(most.saturating_add(1)).count() <= most {
        return Ok(());
    }
    Err(too_large(text!("里面的条目超过 {most} 个", "it has more than {most} entries")))
}

fn check_directory(archive: &mut Archive, bytes: &[u8], kind: FileKind) -> Result<(), OpenError> {
    if let Some(name) = repeated_name(archive, bytes, kind) {
        return Err(OpenError::damaged(text!(
            "里面有两份 `{name}`，不同的软件会读到不同的内容",
            "it has two parts named `{name}`, of which programs read one or the other"
        )));
    }
    // Where a header cannot be read, it is said when its part is.
    if let Ok(true) = archive.has_overlapping_entries() {
        return Err(OpenError::damaged(text!("里面的条目互相重叠", "its entries overlap")));
    }
    Ok(())
}

/// A name that several parts have that a reader may ask for. The archive itself keeps one of each name only.
fn repeated_name(archive: &Archive, bytes: &[u8], kind: FileKind) -> Option<String> {
    let mut seen = HashSet::new();
    let mut rest = bytes.get(usize::try_from(archive.central_directory_start()).ok()?..)?;
    while rest.starts_with(b"PK\x01\x02") {
        let length =
            |at: usize| rest.get(at..at + 2).map_or(0, |b| b.iter().rev().fold(0, |n, b| n << 8 | *b as usize));
        let (name, extra, comment) = (length(28), length(30), length(32));
        let name = String::from_utf8_lossy(rest.get(46..46 + name)?);
        if is_asked_for(kind, &normal_name(&name)) && !seen.insert(normal_name(&name)) {
            return Some(name.into_owned());
        }
        rest = rest.get(46 + length(28) + extra + comment..)?;
    }
    None
}

/// Folders of an `.xlsx` that its reader never opens, and the file that has a `<c>` for every formula.
const UNREAD: &[&str] = &[
    "externallinks/",
    "pivotcache/",
    "pivottables/",
    "drawings/",
    "charts/",
    "media/",
    "embeddings/",
    "ctrlprops/",
    "docprops/",
    "customxml/",
    "threadedcomments/",
    "macrosheets/",
    "calcchain.xml",
];

fn is_asked_for(kind: FileKind, name: &str) -> bool {
    match kind {
        FileKind::Xlsx => {
            (name.ends_with(".xml") || name.ends_with(".rels")) && !UNREAD.iter().any(|unread| name.contains(unread))
        }
        FileKind::Xlsb => (name.ends_with(".bin") && !name.ends_with("vbaproject.bin")) || name.ends_with(".rels"),
        FileKind::Ods => matches!(name, "content.xml" | "meta-inf/manifest.xml"),
        FileKind::Xls | FileKind::Text => false,
    }
}

fn parts(archive: &mut Archive, kind: FileKind) -> Result<Vec<Part>, OpenError> {
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let name = match archive.name_for_index(at) {
            Some(Ok(name)) if is_asked_for(kind, &normal_name(&name)) => name.into_owned(),
            _ => continue,
        };
        let part = archive.by_index_raw(at).map_err(OpenError::broken)?;
        if part.encrypted() {
            return Err(OpenError::encrypted());
        }
        parts.push(Part { at, name, packed: part.compressed_size(), unpacked: part.size() });
    }
    // The small ones first, among them the relations, so that there is room to hold those.
    parts.sort_by_key(|part| part.unpacked);
    Ok(parts)
}

/// What the markup of a part may hold; `None` where it has none, or too little to matter.
fn budget(kind: FileKind, part: &Part, limits: &Limits, cells: u64, texts: u64) -> Option<Budget> {
    let name = part.name();
    let is_markup = name.ends_with(".rels") || name.ends_with(".xml");
    // Old office programs write a document type into the list of an `.ods`; nothing but passwords is looked for there.
    if !is_markup || (kind == FileKind::Ods && name.starts_with("meta-inf/") && part.unpacked < (1 << 20)) {
        return None;
    }
    Some(Budget {
        text_bytes: limits.text_bytes,
        cells: limits.cells.saturating_sub(cells),
        texts: limits.texts.saturating_sub(texts),
        // Formats are held in full, and spreadsheet programs allow 65,490.
        others: if name.ends_with("styles.xml") { 1 << 20 } else { 1 << 23 },
        marks: limits.marks.0.saturating_add(part.packed.saturating_mul(limits.marks.1)),
    })
}

struct Looked {
    /// What was unpacked, where it is to be kept
    kept: Vec<u8>,
    cells: u64,
    texts: u64,
    /// It could not be unpacked to its end
    broken: bool,
}

fn look(
    archive: &mut Archive,
    part: &Part,
    budget: Option<Budget>,
    limits: &Limits,
    keep: bool,
) -> Result<Looked, OpenError> {
    let mut unpacking = match archive.by_index(part.at) {
        Ok(unpacking) => unpacking,
        Err(ZipError::InvalidPassword) => return Err(OpenError::encrypted()),
        Err(error) => return Err(OpenError::broken(error)),
    };
    let mut markup = budget.map(MarkupScan::new);
    let mut looked = Looked { kept: Vec::new(), cells: 0, texts: 0, broken: false };
    let (mut count, mut buffer) = (0_u64, vec![0; 1 << 16]);
    loop {
        let chunk = match unpacking.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => buffer.get(..length).unwrap_or_default(),
            // The library gives up by itself where a part is larger than it says, and says so in no other way.
            Err(error) if error.to_string().contains("declared uncompressed size") => {
                return Err(larger_than_said(part));
            }
            Err(_) => {
                looked.broken = true;
                break;
            }
        };
        count += chunk.len() as u64;
        check_size(part, count, limits)?;
        if let Some(markup) = &mut markup {
            markup.feed(chunk).map_err(|fault| told(fault, part, limits))?;
        }
        if keep {
            looked.kept.extend_from_slice(chunk);
        }
    }
    if let Some(markup) = markup {
        (looked.cells, looked.texts) = (markup.cells, markup.texts);
    }
    Ok(looked)
}

/// `count` bytes of a part have been unpacked.
fn check_size(part: &Part, count: u64, limits: &Limits) -> Result<(), OpenError> {
    let Part { name, packed, unpacked, .. } = part;
    if count > *unpacked {
        return Err(larger_than_said(part));
    }
    if count > SMALL_PART && *unpacked > packed.saturating_mul(limits.ratio) {
        let most = limits.ratio;
        return Err(too_large(text!(
            "`{name}` 压缩得反常，展开后是原来的 {most} 倍以上",
            "`{name}` unpacks to more than {most} times its size"
        )));
    }
    Ok(())
}

fn larger_than_said(Part { name, unpacked, .. }: &Part) -> OpenError {
    OpenError::damaged(text!(
        "`{name}` 自称展开后有 {unpacked} 字节，实际不止",
        "`{name}` claims to unpack to {unpacked} bytes and is larger"
    ))
}

fn unpacks_to_too_much(limits: &Limits) -> OpenError {
    let most = limits.unpacked_bytes >> 20;
    too_large(text!("展开后超过 {most} MB", "it unpacks to more than {most} MB"))
}

fn told(fault: Fault, part: &Part, limits: &Limits) -> OpenError {
    let name = &part.name;
    match fault {
        Fault::LongText => long_text(&text!("`{name}` ", "`{name}`"), limits),
        Fault::Cells => too_many_cells(limits),
        Fault::Texts => {
            let most = limits.texts;
            too_large(text!("`{name}` 里的文字超过 {most} 条", "`{name}` has more than {most} texts"))
        }
        Fault::Others => too_large(text!("`{name}` 里的格式或名称太多", "`{name}` has too many formats or names")),
        Fault::Marks => too_large(text!(
            "`{name}` 里空白的行、格之类多得反常，与文件大小不相称",
            "`{name}` has far more blank rows, cells and the like than a file of its size can hold"
        )),
        Fault::Depth => OpenError::damaged(text!("`{name}` 一层套一层，没有尽头", "`{name}` is nested without end")),
        Fault::Dtd => OpenError::new(
            "S012",
            text!(
                "`{name}` 里有文档类型定义（DTD），正常的工作簿没有它，可能有害，没有读取",
                "`{name}` has a document type definition, which no honest workbook has and which may do harm; it was not read"
            ),
            text!(
                "请问清文件的来历；用 WPS 或 Excel 能打开的，另存为 .xlsx 再试",
                "ask where the file comes from; if a spreadsheet program opens it, save it again as .xlsx"
            ),
        ),
    }
}

/// Relations with the sheets of old macros made dialogs, which are passed over: calamine gives up on a workbook where it
/// meets a kind of sheet that it does not know, or one without a relation (an empty name), as modules of macros are.
fn without_macro_sheets(relations: Vec<u8>) -> Vec<u8> {
    const MODULES: &str = r#"<Relationship Id="" Type="/relationships/dialogsheet" Target=""/></Relationships>"#;
    match String::from_utf8(relations) {
        Ok(text) => ["xlMacrosheet", "xlIntlMacrosheet"]
            .iter()
            .fold(text, |text, kind| text.replace(&format!("/relationships/{kind}"), "/relationships/dialogsheet"))
            .replacen("</Relationships>", MODULES, 1)
            .into_bytes(),
        Err(other) => other.into_bytes(),
    }
}

/// What is told of a container that is read: what in it was left alone.
fn notes(archive: &Archive) -> Notes {
    let has = |pieces: &[&str]| {
        let mut names = archive.file_names().filter_map(Result::ok).map(|name| normal_name(&name));
        names.any(|name| pieces.iter().any(|piece| name.contains(piece)))
    };
    let mut notes = Notes::new();
    if has(&["vbaproject.bin", "macrosheets/", "basic/script-lc.xml"]) {
        let message = text!("文件里有宏，没有运行，宏表没有读取", "it has macros, which were not run");
        notes.push(("S005", message, None));
    }
    if has(&["externallinks/"]) {
        notes.push((
            "S006",
            text!(
                "文件里有指向别的文件的链接，没有去读，按格里存着的值算",
                "it links to other files, which were not opened: the values stored in its cells count"
            ),
            Some(text!("值可能旧了的，请在 WPS 或 Excel 里更新后另存", "if they may be old, update them and save it")),
        ));
    }
    notes
}
