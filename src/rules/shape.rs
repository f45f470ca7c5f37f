//! A file against the table of keys: unknown keys, wrong types of value, words that are not among those allowed.
//!
//! What always holds afterwards: every value left has the type its key holds, or is [`Node::Broken`] and has been
//! reported; unknown keys are gone. Required keys are not looked at here, since a base may have them (`merge`).

use super::diagnostic::{Diagnostics, Place};
use super::document::{Item, Node, Table};
use super::keys::{DICTIONARY, Holds, Key, RULES, Section};
use super::nearest::{did_you_mean, nearest};
use crate::lang::Text;
use crate::text;

/// Checks a whole file.
pub(crate) fn check(table: &mut Table, section: &'static Section, out: &mut Diagnostics) {
    keys(table, section, "…", out);
}

/// Checks a table of that section, of the id it stands under.
fn keys(table: &mut Table, section: &'static Section, id: &str, out: &mut Diagnostics) {
    table.entries.retain_mut(|entry| match section.key(&entry.key) {
        Some(key) => {
            value(&mut entry.item, key, out);
            true
        }
        None => {
            unknown_key(&entry.key, &entry.key_place, section, id, out);
            false
        }
    });
}

fn unknown_key(key: &str, place: &Place, section: &'static Section, id: &str, out: &mut Diagnostics) {
    let path = section.path.replace('…', id);
    let message = if path.is_empty() {
        text!("认不得的键 `{key}`", "unknown key `{key}`")
    } else {
        text!("`[{path}]` 里没有 `{key}` 这个键", "unknown key `{key}` in `[{path}]`")
    };
    let near = nearest(key, section.names());
    let of_rules = std::ptr::eq(section, &RULES) || std::ptr::eq(section, &DICTIONARY);
    let other = if std::ptr::eq(section, &RULES) { &DICTIONARY } else { &RULES };
    let help = match near {
        None if of_rules && other.key(key).is_some() => Some(if std::ptr::eq(section, &RULES) {
            text!(
                "字段和清单写在字段表文件里，用 `[ruleset] fields = \"…\"` 指过去",
                "fields and lists stand in a dictionary file, named by `[ruleset] fields = \"…\"`"
            )
        } else {
            text!("`{key}` 写在规则文件里；这是字段表", "`{key}` stands in a rules file; this is a dictionary")
        }),
        _ => did_you_mean(key, section.names()),
    };
    out.error("R035", place, message).help = help;
}

/// Checks the value of a key.
fn value(item: &mut Item, key: &'static Key, out: &mut Diagnostics) {
    let fits = match (key.holds, &mut item.node) {
        (_, Node::Broken) => true,
        (Holds::One(section), Node::Table(table)) => {
            keys(table, section, "…", out);
            true
        }
        (Holds::Named(_, section), Node::Table(table)) => {
            for entry in &mut table.entries {
                one_of(&mut entry.item, section, &entry.key, out);
            }
            true
        }
        (Holds::Many(section), Node::List(items)) => {
            for item in items {
                one_of(item, section, "…", out);
            }
            true
        }
        (Holds::Word(words), Node::Text(word)) => {
            if !words.contains(&word.as_str()) {
                wrong_word(word, words, &item.place, out);
                item.node = Node::Broken;
            }
            true
        }
        (Holds::Texts, Node::List(items)) => {
            every(items, &text!("文字", "a text"), out, |node| matches!(node, Node::Text(_)));
            true
        }
        (Holds::Rows, Node::List(rows)) => {
            for row in rows {
                match &mut row.node {
                    Node::List(cells) => every(cells, &text!("文字或数字", "a text or a number"), out, |node| {
                        matches!(node, Node::Text(_) | Node::Number(_))
                    }),
                    _ => wrong_type(row, &text!("数组（一行）", "an array (a row)"), out),
                }
            }
            true
        }
        (Holds::Choices, Node::Table(table)) => {
            for entry in &mut table.entries {
                match &mut entry.item.node {
                    Node::List(items) => {
                        every(items, &text!("文字", "a text"), out, |node| matches!(node, Node::Text(_)))
                    }
                    Node::Text(_) | Node::Broken => {}
                    _ => no_text(&mut entry.item, &text!("写法的数组", "an array of spellings"), out),
                }
            }
            true
        }
        (Holds::Choices, Node::List(items)) => {
            every(items, &text!("文字", "a text"), out, |node| matches!(node, Node::Text(_)));
            true
        }
        (Holds::Grades | Holds::Expected, Node::Table(table)) => {
            for entry in &mut table.entries {
                if !matches!(entry.item.node, Node::Text(_) | Node::Broken) {
                    no_text(&mut entry.item, &text!("等级", "a grade"), out);
                }
            }
            true
        }
        (Holds::Range, Node::List(items)) => {
            every(items, &text!("数量", "a quantity"), out, |node| {
                matches!(node, Node::Text(_) | Node::Number(_) | Node::Date(_))
            });
            true
        }
        (Holds::Setting, Node::List(items)) => {
            every(items, &text!("文字", "a text"), out, |node| matches!(node, Node::Text(_)));
            true
        }
        (holds, node) => plain(holds, node),
    };
    if !fits && plain(key.holds, &Node::Text(String::new())) {
        no_text(item, &wanted(key.holds), out);
    } else if !fits {
        wrong_type(item, &wanted(key.holds), out);
    }
}

/// Whether a value without parts has the type wanted.
fn plain(holds: Holds, node: &Node) -> bool {
    match holds {
        Holds::Text
        | Holds::Id
        | Holds::File
        | Holds::Condition
        | Holds::Number(_)
        | Holds::Expression
        | Holds::Tally => {
            matches!(node, Node::Text(_))
        }
        Holds::Flag => matches!(node, Node::Flag(_)),
        Holds::Whole => matches!(node, Node::Number(number) if number.parse::<u32>().is_ok()),
        Holds::Date => matches!(node, Node::Date(_) | Node::Text(_)),
        Holds::Setting => matches!(node, Node::Text(_) | Node::Number(_) | Node::Flag(_) | Node::Date(_)),
        Holds::Value => !matches!(node, Node::Table(_)),
        Holds::Given | Holds::With => matches!(node, Node::Table(_)),
        _ => false,
    }
}

/// A table among those of a section; otherwise wrong.
fn one_of(item: &mut Item, section: &'static Section, id: &str, out: &mut Diagnostics) {
    match &mut item.node {
        Node::Table(table) => keys(table, section, id, out),
        Node::Broken => {}
        _ => {
            let path = section.path;
            wrong_type(item, &text!("一张表 `[{path}]`", "a table `[{path}]`"), out);
        }
    }
}

fn every(items: &mut [Item], wanted: &Text, out: &mut Diagnostics, fits: impl Fn(&Node) -> bool) {
    for item in items {
        if !fits(&item.node) {
            no_text(item, wanted, out);
        }
    }
}

fn wrong_type(item: &mut Item, wanted: &Text, out: &mut Diagnostics) {
    if matches!(item.node, Node::Broken) {
        return;
    }
    let found = item.kind();
    let (zh, en) =
        (format!("这里应当是{}，写的是{}", wanted.zh, found.zh), format!("expected {}, found {}", wanted.en, found.en));
    out.error("R036", &item.place, Text { zh, en });
    item.node = Node::Broken;
}

/// The same where a text would do: a number need only be put in quotes.
fn no_text(item: &mut Item, wanted: &Text, out: &mut Diagnostics) {
    let number = matches!(item.node, Node::Number(_));
    wrong_type(item, wanted, out);
    if let Some(diagnostic) = out.found.last_mut().filter(|_| number) {
        diagnostic.help(text!("放在引号里", "put it in quotes"));
    }
}

fn wrong_word(word: &str, words: &'static [&'static str], place: &Place, out: &mut Diagnostics) {
    let diagnostic =
        out.error("R043", place, text!("`{word}` 不是这里可用的词", "`{word}` is not one of the words allowed"));
    if word == "list" && words.contains(&"length") {
        diagnostic.help(text!(
            "一个单元可以有好几个的东西写成 `[lists.…]`",
            "what a unit may have several of is a `[lists.…]`"
        ));
    } else {
        diagnostic.help = did_you_mean(word, words.iter().copied());
    }
}

/// What a key holds, for messages.
fn wanted(holds: Holds) -> Text {
    match holds {
        Holds::Text | Holds::Id | Holds::Word(_) => text!("文字", "a text"),
        Holds::File => text!("文件名", "a file name"),
        Holds::Condition | Holds::Tally => text!("条件（放在引号里）", "a condition (in quotes)"),
        Holds::Number(_) | Holds::Expression => text!("表达式（放在引号里）", "an expression (in quotes)"),
        Holds::Texts => text!("文字的数组", "an array of texts"),
        Holds::Flag => text!("真假值（true 或 false，不加引号）", "true or false without quotes"),
        Holds::Date => text!("日期", "a date"),
        Holds::Whole => text!("整数", "a whole number"),
        Holds::Range => text!("两个数量的数组", "an array of two quantities"),
        Holds::Setting => {
            text!("数量、选项、真假值或选项的数组", "a quantity, a choice, a flag or an array of choices")
        }
        Holds::Value => text!("字段的值", "a field's value"),
        Holds::Choices => text!("选项表", "a table of choices"),
        Holds::Rows => text!("各行的数组", "an array of rows"),
        Holds::Given | Holds::With => text!("字段和值的表", "a table of fields and values"),
        Holds::Grades | Holds::Expected => text!("评估项和等级的表", "a table of criteria and grades"),
        Holds::One(section) => {
            let path = section.path;
            text!("一张表 `[{path}]`", "a table `[{path}]`")
        }
        Holds::Named(_, section) => {
            let path = section.path;
            text!("一张表，里面是 `[{path}]`", "a table of `[{path}]`")
        }
        Holds::Many(section) => {
            let path = section.path;
            text!("若干张表 `[[{path}]]`", "tables `[[{path}]]`")
        }
    }
}
