//! `map.qml`: how QGIS shows `map.geojson`. QGIS loads the style that lies beside a layer and is called like it.
//!
//! What always holds: it holds nothing of the survey, only the dictionary's names, so that no text of others becomes
//! an expression or markup. There is no map tip for the same reason: QGIS shows those as HTML. Classes differ in shape
//! and size too. Properties are written as `prop`, which every QGIS 3 reads.

use super::geojson::{columns, property, tells_lifts};
use crate::lang::Lang;
use crate::report::unit_table::UnitTable;
use crate::report::{Answers, palette};
use crate::rules::ruleset::Grade;
use std::io::{self, Write};

/// Units with a lift already: there, and no answer to anything.
const GREY: u32 = 0x8A_93_99;
const WHITE: u32 = 0xFF_FF_FF;
const INK: u32 = 0x22_2B_31;
/// Names of units show from 1 : 2500 on, where stairwells no longer touch.
const NAMES_FROM: u32 = 2500;

/// What one kind of unit is drawn as.
struct Mark {
    value: &'static str,
    label: String,
    shape: &'static str,
    size: &'static str,
    fill: u32,
}

/// Writes the style.
pub fn write(out: &mut dyn Write, answers: &Answers, table: &UnitTable) -> io::Result<()> {
    let Answers { rules, lang, .. } = *answers;
    let lifts = tells_lifts(&rules.dictionary);
    // An expression can stand where a field does; without lifts the field is enough.
    let attribute = if lifts { "CASE WHEN \"has_lift\" THEN 'has_lift' ELSE \"class\" END" } else { "class" };
    let marks = marks(lang, lifts);
    writeln!(out, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>")?;
    writeln!(out, "<qgis version=\"3.16.0\" styleCategories=\"Symbology|Labeling|Fields\" labelsEnabled=\"1\">")?;
    writeln!(
        out,
        "  <renderer-v2 type=\"categorizedSymbol\" attr=\"{}\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">",
        xml(attribute)
    )?;
    writeln!(out, "    <categories>")?;
    for (at, mark) in marks.iter().enumerate() {
        let (value, label) = (mark.value, xml(&mark.label));
        writeln!(out, "      <category value=\"{value}\" symbol=\"{at}\" label=\"{label}\" render=\"true\"/>")?;
    }
    writeln!(out, "    </categories>\n    <symbols>")?;
    for (at, mark) in marks.iter().enumerate() {
        symbol(out, at, mark)?;
    }
    writeln!(out, "    </symbols>\n    <rotation/>\n    <sizescale/>\n  </renderer-v2>")?;
    labels(out, answers)?;
    aliases(out, answers, table)?;
    writeln!(out, "  <layerGeometryType>0</layerGeometryType>\n</qgis>")
}

fn marks(lang: Lang, lifts: bool) -> Vec<Mark> {
    let class = |class: Grade| {
        // The graver, the more corners and the larger: seen in grey too.
        let (shape, size) = match class {
            Grade::Suitable => ("circle", "2.4"),
            Grade::Difficult => ("triangle", "3"),
            Grade::Unsuitable => ("square", "2.6"),
        };
        let label = class.label().get(lang).to_string();
        Mark { value: class.id(), label, shape, size, fill: palette::of(class).solid }
    };
    let mut marks: Vec<Mark> = Grade::ALL.map(class).into();
    if lifts {
        let label = lang.pick("已有电梯", "has a lift").to_string();
        marks.push(Mark { value: "has_lift", label, shape: "diamond", size: "2.4", fill: GREY });
    }
    marks
}

fn symbol(out: &mut dyn Write, at: usize, mark: &Mark) -> io::Result<()> {
    writeln!(
        out,
        "      <symbol type=\"marker\" name=\"{at}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n        \
         <layer class=\"SimpleMarker\" pass=\"0\" locked=\"0\" enabled=\"1\">"
    )?;
    for (key, value) in [
        ("angle", "0"),
        ("color", &rgba(mark.fill)),
        ("horizontal_anchor_point", "1"),
        ("joinstyle", "miter"),
        ("name", mark.shape),
        ("offset", "0,0"),
        ("offset_unit", "MM"),
        ("outline_color", &rgba(WHITE)),
        ("outline_style", "solid"),
        ("outline_width", "0.25"),
        ("outline_width_unit", "MM"),
        ("scale_method", "diameter"),
        ("size", mark.size),
        ("size_unit", "MM"),
        ("vertical_anchor_point", "1"),
    ] {
        writeln!(out, "          <prop k=\"{key}\" v=\"{value}\"/>")?;
    }
    writeln!(out, "        </layer>\n      </symbol>")
}

/// The names of units beside them: without the estate, which everything around shares.
fn labels(out: &mut dyn Write, answers: &Answers) -> io::Result<()> {
    let dictionary = &answers.rules.dictionary;
    let fields = dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix));
    let own: Vec<String> = fields
        .filter(|field| !field.private && !field.group)
        .map(|field| format!("coalesce(\"{}\",'')", property(&field.id)))
        .collect();
    let expression = if own.is_empty() { "\"name\"".to_string() } else { own.join(" || '/' || ") };
    writeln!(
        out,
        "  <labeling type=\"simple\">\n    <settings>\n      \
         <text-style fieldName=\"{}\" isExpression=\"1\" fontSize=\"8\" fontSizeUnit=\"Point\" textColor=\"{}\" textOpacity=\"1\">\n        \
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"{}\" bufferOpacity=\"1\"/>\n      \
         </text-style>\n      \
         <placement placement=\"6\" dist=\"0.6\" distUnits=\"MM\" offsetType=\"1\"/>\n      \
         <rendering drawLabels=\"1\" scaleVisibility=\"1\" scaleMin=\"0\" scaleMax=\"{NAMES_FROM}\" displayAll=\"0\" obstacle=\"1\"/>\n    \
         </settings>\n  </labeling>",
        xml(&expression),
        rgba(INK),
        rgba(WHITE),
    )
}

/// What people call the properties, in the table of attributes and where a unit is clicked.
fn aliases(out: &mut dyn Write, answers: &Answers, table: &UnitTable) -> io::Result<()> {
    let lang = answers.lang;
    let mut names: Vec<(String, String)> = vec![("name".into(), lang.pick("单元", "unit").into())];
    for (property, column) in columns(answers, table) {
        names.push((property, column.label.get(lang).to_string()));
    }
    let own = [
        ("class", "结论代号", "class id"),
        ("label", "评估结论", "class"),
        ("best_class", "最好结论", "best class"),
        ("worst_class", "最差结论", "worst class"),
        ("settled", "已定", "settled"),
        ("has_lift", "已有电梯", "has a lift"),
        ("deciding", "决定项", "deciding"),
        ("missing", "缺失数据", "missing"),
        ("reasons", "理由", "reasons"),
    ];
    let lifts = tells_lifts(&answers.rules.dictionary);
    let own = own.into_iter().filter(|(id, ..)| lifts || *id != "has_lift");
    names.extend(own.map(|(id, zh, en)| (id.to_string(), lang.pick(zh, en).to_string())));
    writeln!(out, "  <aliases>")?;
    for (at, (property, name)) in names.iter().enumerate() {
        writeln!(out, "    <alias index=\"{at}\" field=\"{}\" name=\"{}\"/>", xml(property), xml(name))?;
    }
    writeln!(out, "  </aliases>")
}

/// `46,158,107,255`
fn rgba(colour: u32) -> String {
    format!("{},{},{},255", colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff)
}

/// A text in an attribute. Labels are of a rules file, which may hold anything but control characters.
fn xml(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    quick_xml::escape::escape(kept.as_str()).into_owned()
}
