//! The dictionary as far as the rules use it: what a survey is to say, in which unit of measure, what counts as what.

use super::Teller;
use super::model::{Block, Cell, Section, Table, TableRow};
use crate::assess::explain::shown::{self, Measure};
use crate::lang::listed;
use crate::rules::dictionary::{Choice, Complete, ListColumn};
use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::{Phrase, field_path, list_path};
use crate::rules::language::typed::At;
use crate::rules::{Field, Kind, ListDef, Value};
use crate::survey::kind_fields;
use crate::text;

/// The word whose meaning a field settles.
const NONE: &str = "无";

impl Teller<'_> {
    /// What the rules use, and shortly what they do not.
    pub(super) fn fields(&self) -> Section {
        let dictionary = &self.rules.dictionary;
        let used = |at: At| {
            self.users.iter().any(|user| match at {
                At::Unit(field) => user.uses.fields.contains(&field),
                At::Item(list, field) => user.uses.items.contains(&(list, field)),
            })
        };
        let mut rest = Vec::new();
        let units = (0..dictionary.fields.len()).map(At::Unit);
        let mut blocks = vec![Block::Text(Phrase::from(self.pick(
            "下面是规则用到的字段。“也认”是表头的其他写法；超出合理范围的值按不知道算。",
            "the fields that the rules use. `also` are other headers; a value out of its range counts as not known",
        )))];
        blocks.push(Block::Table(self.rows_of(units, &used, &mut rest)));
        for (ix, list) in dictionary.lists.iter().enumerate() {
            let items = (0..list.fields.len()).map(|field| At::Item(ix, field));
            let table = self.rows_of(items, &used, &mut rest);
            if !table.rows.is_empty() || self.users.iter().any(|user| user.uses.lists.contains(&ix)) {
                blocks.push(Block::Table(self.of_list(list, table)));
            }
        }
        if !rest.is_empty() {
            let lead = self.pick(
                "字段表里还有这些，规则没有用到，只供填写、分组和核对：",
                "the dictionary has these too, which the rules do not use: ",
            );
            blocks.push(Block::Text(Phrase::from(lead).and(self.row(rest.into_iter().map(Phrase::from)))));
        }
        Section::new("fields", self.pick("调查表要填的", "what a survey is to say"), blocks)
    }

    /// The fields that are used, as rows; of the others the names.
    fn rows_of(&self, all: impl Iterator<Item = At>, used: &dyn Fn(At) -> bool, rest: &mut Vec<String>) -> Table {
        let heads = [
            self.pick("字段", "field"),
            self.pick("填什么", "what it holds"),
            self.pick("怎么填、选项", "how to fill it in, choices"),
            self.pick("用于", "used by"),
        ];
        let mut table = Table { kind: "fields", heads: heads.map(String::from).into(), ..Table::default() };
        for at in all {
            let Some(field) = at.field(&self.rules.dictionary) else { continue };
            match used(at) {
                true => table.rows.push(self.field(at, field)),
                false => rest.push(self.pick(&field.label, &field.id).clone()),
            }
        }
        table
    }

    fn field(&self, at: At, field: &Field) -> TableRow {
        let mut names = Cell::of(field.label.as_str());
        if !field.aliases.is_empty() {
            let also = listed(&field.aliases);
            let (zh, en) = (also.zh, also.en);
            names = names.and_quiet(self.say(text!("也认：{zh}", "also: {en}")));
        }
        let help = field.help.iter().flat_map(|help| help.lines()).map(Saying::from);
        let choices = field.kind.choices().unwrap_or_default().iter().map(|choice| Saying::from(self.spelled(choice)));
        let choices = choices.collect::<Vec<Saying>>();
        let flags = [(true, &field.yes), (false, &field.no)].into_iter().filter(|(_, also)| !also.is_empty());
        let flags = flags.map(|(flag, also)| {
            let (said, also) = (shown::flag(flag), listed(also));
            let (zh, en, also_zh, also_en) = (said.zh, said.en, also.zh, also.en);
            Saying::from(self.say(text!("{zh}（{also_zh}）", "{en} ({also_en})")))
        });
        let choices: Vec<Saying> = choices.into_iter().chain(flags).collect();
        let lead = self.pick("选项，括号里是也认的写法：", "choices, with other spellings:");
        let choices = (!choices.is_empty()).then(|| Saying { phrase: lead.into(), items: choices });
        TableRow {
            path: field_path(&self.rules.dictionary, at),
            id: field.id.clone(),
            place: String::new(),
            new: false,
            cells: vec![
                names,
                self.holds(at, field),
                Cell { lines: help.chain(choices).collect(), ..Cell::default() },
                self.users(|uses| match at {
                    At::Unit(field) => uses.fields.contains(&field),
                    At::Item(list, field) => uses.items.contains(&(list, field)),
                })
                .unmarked(),
            ],
        }
    }

    /// `砖混（砖混结构、混合结构）`; in English with the id first.
    fn spelled(&self, choice: &Choice) -> String {
        let (first, more) = (choice.shown(), listed(choice.spellings.iter().skip(1)).zh);
        match (more.is_empty(), self.lang) {
            (true, crate::lang::Lang::Zh) => first.to_string(),
            (false, crate::lang::Lang::Zh) => format!("{first}（{more}）"),
            (_, crate::lang::Lang::En) => format!("{} ({})", choice.id, listed(&choice.spellings).en),
        }
    }

    /// The kind, the unit of measure, the plausible range, what `无` means.
    fn holds(&self, at: At, field: &Field) -> Cell {
        let kind = match &field.kind {
            Kind::Number(dimension) => dimension.name(),
            Kind::Percent => text!("百分数", "a percentage"),
            Kind::Choice(_) => text!("选一项", "one choice"),
            Kind::Several(_) => text!("可选几项", "any number of choices"),
            Kind::Flag => text!("是或否", "yes or no"),
            Kind::Text => text!("文字", "text"),
        };
        let measure = Measure::of_field(field);
        let symbol = measure.map(|measure| measure.symbol()).filter(|symbol| !symbol.is_empty() && symbol != "%");
        let kind = self.say(kind);
        let first = match symbol {
            Some(symbol) => self.pick(format!("{kind}，{symbol}"), format!("{kind}, {symbol}")),
            None => kind,
        };
        let mut cell = Cell::of(first);
        if let Some((measure, range)) = measure.zip(field.range) {
            let shown = measure.show_bounds(range, self.lang);
            cell = cell.and_quiet(self.say(text!("合理范围 {shown}", "plausible: {shown}")));
        }
        cell.and_quiet(self.none(at, field))
    }

    fn none(&self, at: At, field: &Field) -> String {
        if let At::Item(list, ix) = at
            && self.rules.dictionary.lists.get(list).is_some_and(|list| kind_fields(list).contains(&ix))
        {
            return self.say(text!("一条也没有的单元，写一行“无”", "a row with `无` says that the unit has none"));
        }
        let own =
            field.kind.choices().unwrap_or_default().iter().position(|it| it.spellings.iter().any(|it| it == NONE));
        let own = own.and_then(|at| u16::try_from(at).ok()).map(Value::Choice);
        let flag = (field.kind == Kind::Flag).then_some(Value::Flag(false));
        match own.or(flag).or_else(|| field.none.clone()) {
            Some(value) => {
                let single = field.kind.choices().unwrap_or_default();
                let shown = match value {
                    Value::Choice(choice) => shown::choice(single, choice, self.lang),
                    value => shown::value(field, &value, None, self.lang),
                };
                match shown == NONE {
                    true => self.say(text!("没有的写“无”", "`无` says that there is none")),
                    false => self.say(text!("写“无”按“{shown}”算", "`无` means {shown}")),
                }
            }
            None => self.say(text!("写“无”等于没填", "`无` says nothing")),
        }
    }

    /// The table of a list's fields, with what silence means and which columns give items.
    fn of_list(&self, list: &ListDef, table: Table) -> Table {
        let silence = match list.complete {
            Complete::Unit => text!(
                "一个单元可以有几条，一条一行。一条也没写，也没写“无”的单元，不知道有没有。",
                "a unit may have several, a row each. of a unit with none and no `无` nothing is known"
            ),
            Complete::File => text!(
                "一个单元可以有几条，一条一行。文件里有这份清单时，没写到的单元就是没有。",
                "a unit may have several, a row each. in a file that carries the list, a unit that is not named has none"
            ),
        };
        let mut notes = vec![Cell::of(self.say(silence))];
        if !list.columns.is_empty() {
            let columns = list.columns.iter().map(|column| Saying::from(self.column_of(list, column)));
            let lead =
                self.pick("也可以一样一栏，写在单元那一行里：", "columns of a unit's own row may give one each:");
            notes.push(Cell::of(Saying { phrase: lead.into(), items: columns.collect() }));
        }
        let place = if list.label == list.id { String::new() } else { list.id.clone() };
        Table { path: list_path(list), title: self.pick(&list.label, &list.id).clone(), place, notes, ..table }
    }

    /// `燃气管距外墙、燃气管净距：距外墙，管线类型为燃气`
    fn column_of(&self, list: &ListDef, column: &ListColumn) -> String {
        let name = |field: usize| list.fields.get(field).map_or("", |field| self.pick(&field.label, &field.id));
        let with = column.with.iter().filter_map(|(field, value)| {
            let (name, shown) = (name(*field), shown::value(list.fields.get(*field)?, value, None, self.lang));
            Some(self.say(text!("{name}为{shown}", "{name} is {shown}")))
        });
        let said = std::iter::once(name(column.field).to_string()).chain(with).collect::<Vec<_>>();
        let (headers, said) = (listed(&column.headers), said.join(self.pick("，", ", ")));
        let (zh, en) = (headers.zh, headers.en);
        self.say(text!("{zh}：{said}", "{en}: {said}"))
    }
}
