//! Where the sheets of a form are, and what makes a program compute its formulas when it opens it.
//!
//! What always holds: parts are found by the relations between them, as programs do, not by their usual names.
//! Deliberately absent: what stands in a sheet (`sheet`).

use super::FillError;
use super::container::{Container, Part};
use super::edits::Edits;
use super::markup::{Stands, Tags};
use crate::text;

/// The vocabularies of workbooks and sheets: the usual one, and that of "strict" files.
pub const SHEETS: &[&str] =
    &["http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"];
const RELATIONS: &[&str] = &["http://schemas.openxmlformats.org/package/2006/relationships"];
const TYPES: &[&str] = &["http://schemas.openxmlformats.org/package/2006/content-types"];

/// A workbook and its worksheets.
#[derive(Debug)]
pub struct Workbook {
    /// `xl/workbook.xml`
    pub part: Part,
    /// The worksheets, in the order of their tabs
    pub sheets: Vec<SheetPart>,
}

/// A worksheet of a workbook.
#[derive(Debug)]
pub struct SheetPart {
    /// Its name
    pub name: String,
    /// Whether its tab is hidden
    hidden: bool,
    /// Where it stands
    pub part: Part,
}

/// A relation of a part with another.
struct Relation {
    id: String,
    /// The last piece of what it is called: `worksheet`
    kind: String,
    /// The other's name, from the container's root
    target: String,
}

impl Workbook {
    /// Finds the sheets of a form.
    pub fn read(container: &mut Container) -> Result<Workbook, FillError> {
        let root = relations(container, "")?;
        let main = root.into_iter().find(|relation| relation.kind == "officeDocument");
        let name = main.map(|relation| relation.target).ok_or_else(no_workbook)?;
        let part = container.part(&name).ok_or_else(no_workbook)?;
        refuse_other_types(container, &name)?;

        let relations = relations(container, &name)?;
        let source = container.read(part)?;
        let mut tags = Tags::new(&source, SHEETS);
        let mut sheets = Vec::new();
        while let Some(tag) = tags.next()? {
            if tags.path() != ["workbook", "sheets", "sheet"] || tag.stands == Stands::Close {
                continue;
            }
            let (Some(name), Some(id)) = (tag.get("name"), tag.get_prefixed("id")) else { continue };
            // Sheets that are charts, and the like, have no cells.
            let relation = relations.iter().find(|relation| relation.id == id && relation.kind == "worksheet");
            let Some(relation) = relation else { continue };
            let part = container.part(&relation.target).ok_or_else(|| {
                FillError::damaged(text!("工作表 `{name}` 的内容不见了", "what sheet `{name}` holds is not there"))
            })?;
            // One would be filled over the other.
            if sheets.iter().any(|other: &SheetPart| other.part == part) {
                return Err(FillError::damaged(text!(
                    "几张工作表用的是同一份数据",
                    "several sheets are one and the same part"
                )));
            }
            let hidden = tag.get("state").is_some_and(|state| state != "visible");
            sheets.push(SheetPart { name: name.into_owned(), hidden, part });
        }
        if sheets.is_empty() { Err(no_workbook()) } else { Ok(Workbook { part, sheets }) }
    }

    /// The sheet of that name; without one, the first that is not hidden. Excel does not tell small letters from
    /// capitals in names of sheets.
    pub fn sheet(&self, name: Option<&str>) -> Result<(usize, &SheetPart), FillError> {
        let same = |sheet: &SheetPart| name.is_none_or(|name| sheet.name.to_lowercase() == name.to_lowercase());
        let found = self.sheets.iter().enumerate().find(|(_, sheet)| same(sheet) && (name.is_some() || !sheet.hidden));
        found.ok_or_else(|| FillError::no_such_sheet(name.unwrap_or_default(), &self.sheets))
    }
}

fn no_workbook() -> FillError {
    FillError::damaged(text!("里面找不到工作表", "no sheet is found in it"))
}

/// Refuses templates and workbooks with macros: what is written is an `.xlsx`, and programs do not open one that is not.
fn refuse_other_types(container: &mut Container, name: &str) -> Result<(), FillError> {
    let Some(types) = container.part("[Content_Types].xml") else { return Ok(()) };
    let source = container.read(types)?;
    let mut tags = Tags::new(&source, TYPES);
    while let Some(tag) = tags.next()? {
        let part = tag.get("PartName").unwrap_or_default();
        if !part.trim_start_matches('/').eq_ignore_ascii_case(name) {
            continue;
        }
        let kind = tag.get("ContentType").unwrap_or_default().to_ascii_lowercase();
        let (zh, en) = match kind {
            kind if kind.contains("macroenabled") => ("带宏的工作簿（.xlsm）", "a workbook with macros (.xlsm)"),
            kind if kind.contains("template") => ("模板（.xltx）", "a template (.xltx)"),
            _ => continue,
        };
        return Err(FillError::new(
            text!("表样是{zh}，不是 .xlsx", "the form is {en}, not an .xlsx"),
            text!("请用 WPS 或 Excel 打开，另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx"),
        ));
    }
    Ok(())
}

/// The relations of the part of that name; of the container as a whole where the name is empty.
fn relations(container: &mut Container, of: &str) -> Result<Vec<Relation>, FillError> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(part) = container.part(name.trim_start_matches('/')) else { return Ok(Vec::new()) };
    let source = container.read(part)?;
    let mut tags = Tags::new(&source, RELATIONS);
    let mut relations = Vec::new();
    while let Some(tag) = tags.next()? {
        let outside = tag.get("TargetMode").is_some_and(|mode| mode == "External");
        if let (Some(id), Some(kind), Some(target), false) =
            (tag.get("Id"), tag.get("Type"), tag.get("Target"), outside)
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id: id.into_owned(), kind, target: resolved(folder, &target) });
        }
    }
    Ok(relations)
}

/// The name, from the container's root, of what a part in `folder` calls `target`.
fn resolved(folder: &str, target: &str) -> String {
    let folder = if target.starts_with(['/', '\\']) { "" } else { folder };
    let mut pieces: Vec<&str> = Vec::new();
    for piece in folder.split('/').chain(target.split(['/', '\\'])) {
        match piece {
            "" | "." => {}
            ".." => drop(pieces.pop()),
            piece => pieces.push(piece),
        }
    }
    pieces.join("/")
}

/// What stands before `calcPr` in a workbook, as far as it is there.
const BEFORE: &[&str] = &[
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
];

/// The workbook part, saying that everything is to be computed when it is opened: what formulas show was computed from
/// the cells as they were.
pub fn computed_when_opened(source: &str) -> Result<String, FillError> {
    const WISH: &str = r#" fullCalcOnLoad="1""#;
    let mut tags = Tags::new(source, SHEETS);
    let (mut edits, mut place) = (Edits::default(), None);
    while let Some(tag) = tags.next()? {
        match (tags.path(), tag.stands) {
            (["workbook", "calcPr"], Stands::Open | Stands::Alone) => {
                edits.replace(tag.at.clone(), tag.changed(&["fullCalcOnLoad"], WISH));
                place = None;
                break;
            }
            (["workbook", name], Stands::Close | Stands::Alone) if BEFORE.contains(name) => {
                place = Some((tag.at.end, tag.prefix()));
            }
            _ => {}
        }
    }
    if let Some((at, prefix)) = place {
        edits.replace(at..at, format!("<{prefix}calcPr{WISH}/>"));
    }
    edits.apply(source).ok_or_else(no_workbook)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_are_resolved_from_where_they_are_told() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/worksheets", "../tables\\table1.xml"), "xl/tables/table1.xml");
        assert_eq!(resolved("", "./xl/workbook.xml"), "xl/workbook.xml");
    }

    #[test]
    fn a_workbook_is_computed_when_opened() {
        let book = |inside: &str| format!(r#"<x:workbook xmlns:x="{}">{inside}</x:workbook>"#, SHEETS[0]);
        let computed = |inside: &str| computed_when_opened(&book(inside)).unwrap();
        assert_eq!(
            computed(r#"<x:sheets><x:sheet/></x:sheets><x:definedNames/><x:extLst><calcPr/></x:extLst>"#),
            book(
                r#"<x:sheets><x:sheet/></x:sheets><x:definedNames/><x:calcPr fullCalcOnLoad="1"/><x:extLst><calcPr/></x:extLst>"#
            )
        );
        assert_eq!(
            computed(r#"<x:sheets/><x:calcPr calcId='1' fullCalcOnLoad="0" calcMode="manual" />"#),
            book(r#"<x:sheets/><x:calcPr calcId='1' calcMode="manual" fullCalcOnLoad="1"/>"#)
        );
        assert_eq!(
            computed("<x:sheets/><x:calcPr></x:calcPr>"),
            book(r#"<x:sheets/><x:calcPr fullCalcOnLoad="1"></x:calcPr>"#)
        );
    }
}
