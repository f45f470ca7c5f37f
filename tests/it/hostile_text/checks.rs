//! How an output of each kind is gone over. Readers are plain ones of this file, not those of the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

/// The files of a run by their names, `/` between parts.
pub struct Folder(BTreeMap<String, Vec<u8>>);

impl Folder {
    pub fn read(folder: &Path) -> Folder {
        let mut files = BTreeMap::new();
        let mut left = vec![(folder.to_path_buf(), String::new())];
        while let Some((folder, before)) = left.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let name = format!("{before}{}", entry.file_name().to_str().expect("a name in UTF-8"));
                match entry.file_type().unwrap().is_dir() {
                    true => left.push((entry.path(), name + "/")),
                    false => drop(files.insert(name, fs::read(entry.path()).unwrap())),
                }
            }
        }
        Folder(files)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn bytes(&self, name: &str) -> &[u8] {
        self.0.get(name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// What stands in a file as text; of a workbook, in its parts.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = String> + use<> {
        let bytes = self.bytes(name).to_vec();
        let parts = if name.ends_with(".xlsx") { parts(&bytes) } else { BTreeMap::from([(String::new(), bytes)]) };
        parts.into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn kind<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        let of_kind = move |name: &&String| name.rsplit_once('.').map_or("", |(_, ending)| ending) == ending;
        self.0.iter().filter(move |(name, _)| of_kind(name)).map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

/// Goes over every file of a hostile run, beside a harmless one.
pub fn check(hostile: &Folder, harmless: &Folder) {
    for (name, bytes) in &hostile.0 {
        harmless_name(name);
        let text = || std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "csv" => csv_file(name, bytes),
            "json" => drop(serde_json::from_str::<serde_json::Value>(text()).expect(name)),
            "geojson" => geojson(name, text(), harmless),
            // Made of the rules alone.
            "qml" | "toml" => assert_eq!(bytes, harmless.bytes(name), "{name}"),
            "parquet" => assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{name}"),
            "xlsx" | "html" | "svg" => {}
            _ => panic!("`{name}` is an output of an unknown kind: say in {} how it is to be checked", file!()),
        }
    }
    workbooks(hostile, harmless);
    pages(hostile, harmless);
}

/// A name that every disk takes and that leads nowhere else.
fn harmless_name(name: &str) {
    for part in name.split('/') {
        let odd = part.find(|c: char| c.is_control() || "<>:\"|?*\\\u{202e}".contains(c));
        assert!(odd.is_none() && part.trim_matches(['.', ' ']) == part && !part.is_empty(), "{name:?}");
        let stem = part.split('.').next().unwrap().to_lowercase();
        assert!(!["con", "prn", "aux", "nul"].contains(&stem.as_str()) && part.len() < 256, "{name:?}");
    }
}

/// No cell that a spreadsheet takes for a formula, and nothing but text.
fn csv_file(name: &str, bytes: &[u8]) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    for record in reader.records() {
        for cell in record.expect(name).iter().map(|cell| cell.trim_start_matches('\u{feff}')) {
            let start = cell.trim_start().chars().next().unwrap_or(' ');
            let number = cell.trim_start_matches(['+', '-']).chars().all(|c| c.is_ascii_digit() || c == '.');
            assert!(!"=+-@＝＋－＠".contains(start) || number && cell.len() > 1, "{name}: {cell:?}");
            assert!(!cell.contains(|c: char| c.is_control() && c != '\n'), "{name}: {cell:?}");
        }
    }
}

/// The same members in every feature as where texts are harmless.
fn geojson(name: &str, text: &str, harmless: &Folder) {
    let keys = |text: &str| -> BTreeSet<String> {
        let map: serde_json::Value = serde_json::from_str(text).expect(name);
        assert_eq!(map["type"], "FeatureCollection");
        let features = map["features"].as_array().expect("features");
        features.iter().flat_map(|f| f["properties"].as_object().expect("properties").keys().cloned()).collect()
    };
    assert_eq!(keys(text), keys(std::str::from_utf8(harmless.bytes(name)).unwrap()), "{name}");
}

/// The parts of a workbook.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().to_string(), bytes)
        })
        .collect()
}

/// What a workbook does beside holding text.
#[derive(Default)]
struct Deeds {
    formulas: BTreeSet<String>,
    kinds_of_parts: BTreeSet<String>,
    relations: BTreeSet<String>,
}

/// No formula, link or part that a harmless survey does not bring; only texts that a cell can hold.
fn workbooks(hostile: &Folder, harmless: &Folder) {
    let (found, known) = (deeds(hostile), deeds(harmless));
    for formula in &found.formulas {
        assert!(known.formulas.contains(formula), "a formula of the survey's: {formula:?}");
    }
    assert!(found.relations.is_subset(&known.relations), "{:?}", found.relations);
    assert!(found.kinds_of_parts.is_subset(&known.kinds_of_parts), "{:?}", found.kinds_of_parts);
}

fn deeds(folder: &Folder) -> Deeds {
    use quick_xml::events::Event;
    let mut deeds = Deeds::default();
    for (file, bytes) in folder.kind("xlsx") {
        for (part, bytes) in parts(bytes) {
            deeds.kinds_of_parts.insert(part.replace(|c: char| c.is_ascii_digit(), ""));
            let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{file}: {part} is no text"));
            let mut reader = quick_xml::Reader::from_str(&text);
            let (mut within, mut said): (Vec<String>, String) = (Vec::new(), String::new());
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{file}: {part}: {error}")) {
                    Event::Eof => break,
                    Event::Start(tag) => {
                        within.push(tag.local_name().as_ref().to_string());
                        said.clear();
                    }
                    Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                        let attribute = |name: &str| {
                            let found = tag.try_get_attribute(name).expect("attributes");
                            found.map_or(String::new(), |found| found.value.to_string())
                        };
                        assert_ne!(attribute("TargetMode"), "External", "{file}: {part}");
                        assert!(!attribute("Type").ends_with("/hyperlink"), "{file}: {part}");
                        deeds.relations.insert(attribute("Type"));
                    }
                    Event::Empty(tag) => assert_ne!(tag.local_name().as_ref(), "hyperlink", "{file}: {part}"),
                    Event::Text(text) => said.push_str(&text),
                    // One sign of the cell, however it is written here.
                    Event::GeneralRef(_) => said.push('&'),
                    Event::End(_) => {
                        let tag = within.pop().unwrap_or_default();
                        match tag.as_str() {
                            "f" | "formula" | "formula1" | "formula2" | "definedName" => {
                                // How far a range goes depends on how many units there are.
                                deeds.formulas.insert(said.replace(|c: char| c.is_ascii_digit(), ""));
                            }
                            "t" => {
                                assert!(said.encode_utf16().count() <= 32_767, "{file}: {part}: a text too long");
                                let odd = |c: char| c < ' ' && !matches!(c, '\n' | '\t' | '\r');
                                assert!(!said.contains(odd), "{file}: {part}: {said:?}");
                            }
                            _ => {}
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    deeds
}

/// Elements with their attributes, and what scripts and styles say.
#[derive(Default)]
struct Markup {
    tags: BTreeSet<(String, Vec<String>)>,
    code: BTreeSet<String>,
    addresses: BTreeSet<String>,
    scripts: BTreeSet<usize>,
}

/// No element, attribute, address or code that a harmless survey does not bring.
fn pages(hostile: &Folder, harmless: &Folder) {
    let (found, known) = (markup(hostile), markup(harmless));
    let new: Vec<_> = found.tags.difference(&known.tags).collect();
    assert!(new.is_empty(), "markup of the survey's: {new:?}");
    let new: Vec<_> = found.code.difference(&known.code).collect();
    assert!(new.is_empty(), "code of the survey's: {new:?}");
    let new: Vec<_> = found.addresses.difference(&known.addresses).collect();
    assert!(new.is_empty(), "addresses of the survey's: {new:?}");
    assert_eq!(found.scripts, known.scripts, "as many scripts a page");
}

fn markup(folder: &Folder) -> Markup {
    let mut markup = Markup::default();
    for (name, bytes) in folder.kind("html").chain(folder.kind("svg")) {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!text.contains(|c: char| c < ' ' && !matches!(c, '\n' | '\t' | '\r')), "{name}");
        let (mut rest, mut scripts) = (text, 0);
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").expect("a comment that ends").1;
                continue;
            }
            let closing = rest.starts_with('/');
            let (tag, after) = tag(rest.trim_start_matches('/'));
            rest = after;
            // Data for scripts: whatever is said in it, it is no code, as long as it is JSON.
            let data = tag.iter().any(|(name, value)| name == "type" && value == "application/json");
            let Some(((element, _), attributes)) = tag.split_first() else { continue };
            if matches!(element.as_str(), "script" | "style") && !closing {
                let end = rest.to_lowercase().find(&format!("</{element}")).expect("an element that ends");
                match data {
                    true => drop(serde_json::from_str::<serde_json::Value>(&rest[..end]).expect(name)),
                    false => drop(markup.code.insert(rest[..end].to_string())),
                }
                scripts += usize::from(element == "script");
                rest = &rest[end..];
            }
            for (attribute, value) in attributes {
                let value = value.trim().to_lowercase();
                if matches!(attribute.as_str(), "href" | "src" | "action" | "xlink:href" | "style") {
                    // Within the page a filter may be called after anything; it leads nowhere else.
                    let leads_away = !value.starts_with('#') && value.contains("x.invalid");
                    assert!(!value.starts_with("javascript:") && !leads_away, "{name}: {value}");
                }
                // Addresses within the folder are called after groups, which differ. What is read out or shown is none;
                // every attribute that is not known as such may be one.
                let shown = ["value", "title", "alt", "aria-label"].contains(&attribute.as_str());
                let shown = shown || attribute.starts_with("data-");
                if !shown && !value.starts_with('#') && (value.contains("://") || value.starts_with("//")) {
                    markup.addresses.insert(value);
                }
            }
            let attributes = attributes.iter().map(|(attribute, _)| attribute.clone()).collect();
            markup.tags.insert((element.clone(), attributes));
        }
        markup.scripts.insert(scripts);
    }
    markup
}

/// The name of a tag and its attributes with their values, as a browser tells them apart, and what comes after it.
fn tag(text: &str) -> (Vec<(String, String)>, &str) {
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
        return (parts, rest);
    }
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (parts, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=/>".contains(c)).expect("a tag that ends").max(1);
        let (name, after) = rest.split_at(end);
        rest = after;
        let mut value = String::new();
        if let Some(after) = rest.trim_start().strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| "\"'".contains(*c));
            let (said, after) = match quote {
                Some(quote) => after[1..].split_once(quote).expect("a value that ends"),
                None => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').expect("a tag that ends")),
            };
            (value, rest) = (said.to_string(), after);
        }
        parts.push((name.to_lowercase(), value));
    }
}

#[test]
fn the_checks_see_what_they_look_for() {
    let caught = |name: &str, text: &str| {
        let folder = |text: &str| Folder(BTreeMap::from([(name.to_string(), text.as_bytes().to_vec())]));
        let plain = folder(&text.replace(|c: char| "<=@+".contains(c), "x"));
        std::panic::catch_unwind(|| check(&folder(text), &plain)).is_err()
    };
    for (name, text) in [
        ("a.csv", "甲,=1\n"),
        ("a.csv", "甲,\"\t@x\"\n"),
        ("a.csv", "甲,\u{1b}[31m\n"),
        ("a.html", "<img src=x onerror=alert(1)>"),
        ("a.html", "<b><script>alert(1)</script>"),
        ("a.html", "<a title='x'onclick='y'>"),
        ("a.json", "{\"a\": \"\u{1}\"}"),
        ("a.qml", "<qgis/>"),
        ("a.exe", ""),
        ("a\nb.csv", ""),
    ] {
        assert!(caught(name, text), "{name}: {text:?}");
    }
    assert!(!caught("a.html", "甲&lt;script&gt;") && !caught("a.csv", "甲,-5,'=1\n"));
}
