//! Which columns the ledger has, in which order, under which headers.
//!
//! What always holds: every column of `units.csv` is here but the possible grades, of which the grades say whether they
//! are settled; what would help is here, and not there. What names a unit comes first, what is said of it next, then what that rests on, and last what is for
//! inside use only, and where it was read.

use crate::assess::explain::shown::Measure;
use crate::lang::Lang;
use crate::report::Answers;
use crate::report::figures::HAS_LIFT;
use crate::report::unit_table::{Source, TableColumn, UnitTable};
use crate::rules::{Dictionary, Field};
use crate::text;

/// A part of the ledger: columns that stand together under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What names it
    Names,
    /// What is said of it
    Said,
    /// The grades of the criteria
    Grades,
    /// What was surveyed
    Values,
    /// What is not to be published: private fields and columns carried through
    Inside,
    /// Where it was read
    Places,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    /// The column of the table that it shows
    pub of: &'a TableColumn,
    /// Which part it stands in
    pub part: Part,
    /// What stands above the first column of a part, or of a group of criteria
    pub heading: String,
    /// Its header, with the unit of measure
    pub header: String,
    /// The field, where it shows one's values
    pub field: Option<&'a Field>,
    /// How the field's numbers are shown, where it holds numbers
    pub measure: Option<Measure>,
}

impl Part {
    fn heading(self, lang: Lang) -> &'static str {
        let heading = match self {
            Part::Names => ["单元", "unit"],
            Part::Said => ["评估结论", "class"],
            Part::Grades => ["各项评估", "criteria"],
            Part::Values => ["调查数据", "survey"],
            Part::Inside => ["内部资料，不对外公开", "not to be published"],
            Part::Places => ["出处", "source"],
        };
        let [zh, en] = heading;
        lang.pick(zh, en)
    }
}

/// The columns.
pub fn columns<'a>(answers: &Answers<'a>, table: &'a UnitTable<'a>) -> Vec<Column<'a>> {
    let dictionary = &answers.rules.dictionary;
    let of_table = table.columns().iter().filter(|column| !matches!(column.source, Source::Possible(_)));
    let mut columns: Vec<Column> =
        of_table.chain(table.help_column()).map(|of| column(answers, dictionary, of)).collect();
    // Within a part the order is the table's, but where people look for something else first.
    columns.sort_by_key(|column| (column.part, rank(column)));
    columns
}

fn rank(column: &Column) -> usize {
    match (column.part, column.of.source) {
        // The committee is wider than the estate: what is wider stands first.
        (Part::Names, Source::Field(_)) => 0,
        (Part::Names, _) => 1,
        (Part::Said, Source::Class) => 0,
        (Part::Said, Source::Best) => 1,
        (Part::Said, Source::Worst) => 2,
        (Part::Said, Source::Settled) => 3,
        (Part::Said, Source::Field(_)) => 4,
        (Part::Said, Source::Decided(_)) => 5,
        (Part::Said, Source::Deciding) => 6,
        (Part::Said, Source::Reasons) => 7,
        (Part::Said, Source::Missing) => 8,
        (Part::Said, _) => 9,
        _ => 0,
    }
}

fn column<'a>(answers: &Answers<'a>, dictionary: &'a Dictionary, of: &'a TableColumn) -> Column<'a> {
    let lang = answers.lang;
    let field = match of.source {
        Source::Field(at) => dictionary.fields.get(at),
        Source::Key(at) => dictionary.key_fields().nth(at).and_then(|at| dictionary.fields.get(at)),
        _ => None,
    };
    let part = part(of, field);
    let measure = field.and_then(Measure::of_field);
    let symbol = measure.map_or(String::new(), |measure| measure.symbol());
    let label = of.label.get(lang);
    let header = if symbol.is_empty() {
        label.to_string()
    } else {
        lang.pick(format!("{label}（{symbol}）"), format!("{label} ({symbol})"))
    };
    let group = match of.source {
        Source::Grade(at) => answers.assessment.criteria.get(at).and_then(|&ix| answers.rules.criteria.get(ix)),
        _ => None,
    };
    let group = group.and_then(|criterion| criterion.group.clone());
    let heading = group.unwrap_or_else(|| part.heading(lang).to_string());
    Column { of, part, heading, header, field, measure }
}

fn part(of: &TableColumn, field: Option<&Field>) -> Part {
    match of.source {
        Source::Key(_) => Part::Names,
        Source::Field(_) if of.private => Part::Inside,
        Source::Field(_) if field.is_some_and(|field| field.group) => Part::Names,
        // It changes what the class is good for: such units are counted apart.
        Source::Field(_) if of.id == HAS_LIFT => Part::Said,
        Source::Field(_) => Part::Values,
        Source::Grade(_) | Source::Possible(_) => Part::Grades,
        Source::Decided(_) if of.private => Part::Inside,
        Source::Carried(_) => Part::Inside,
        Source::Rows => Part::Places,
        _ => Part::Said,
    }
}

/// The header of the whole, for the foot of its pages.
pub fn foot(answers: &Answers, title: &str) -> String {
    let rules = answers.rules;
    let note = text!("“暂按”：资料不全，先按此计", "`counts as`: not enough is known yet");
    format!("{title}　{} {}　{}", rules.title, rules.version, note.get(answers.lang))
}
