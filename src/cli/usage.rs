//! What was typed wrongly, in words of ours: the argument parser speaks English only.

use super::bilingual::side;
use super::screen::Screen;
use super::{DONE, WRONG, typed_lang};
use crate::lang::{Lang, Text};
use crate::text;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Shows a help text, a version or an error of the parser, and gives the exit status.
pub fn show(error: &clap::Error) -> u8 {
    let lang = typed_lang();
    let screen = Screen::new(lang, false);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed stdout is no error here either.
            let _ = screen.data(&translated(&error.render().to_string(), lang));
            DONE
        }
        _ => {
            let (message, help) = said(error, lang);
            screen.error(&message, help.as_ref());
            WRONG
        }
    }
}

fn said(error: &clap::Error, lang: Lang) -> (Text, Option<Text>) {
    let get = |kind| error.get(kind).map(|value| shown(value, lang)).unwrap_or_default();
    let (arg, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::MissingRequiredArgument => text!("缺少参数 {arg}", "missing {arg}"),
        ErrorKind::UnknownArgument => text!("不认识的参数 `{arg}`", "unknown argument `{arg}`"),
        ErrorKind::InvalidSubcommand => {
            let name = get(ContextKind::InvalidSubcommand);
            text!("没有命令 `{name}`", "no command `{name}`")
        }
        ErrorKind::InvalidValue if value.is_empty() => text!("{arg} 后面要有一个值", "{arg} wants a value"),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let why = std::error::Error::source(error).map(|why| why.to_string());
            let why =
                |lang, colon: &str| why.as_ref().map_or(String::new(), |why| format!("{colon}{}", side(why, lang)));
            let (zh, en) = (why(Lang::Zh, "："), why(Lang::En, ": "));
            text!("{arg} 的值 `{value}` 不对{zh}", "wrong value `{value}` of {arg}{en}")
        }
        ErrorKind::TooManyValues => {
            text!("{arg} 后面不要写 `{value}`", "{arg} takes no `{value}`")
        }
        ErrorKind::ArgumentConflict if get(ContextKind::PriorArg) == arg => {
            text!("{arg} 只能写一次", "{arg} may be given once")
        }
        ErrorKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg);
            text!("{arg} 不能和 {other} 一起用", "{arg} does not go with {other}")
        }
        _ => Text::same(error.render().to_string().lines().next().unwrap_or_default().trim_start_matches("error: ")),
    };
    (message, help(error, lang))
}

fn help(error: &clap::Error, lang: Lang) -> Option<Text> {
    let first = |kind| error.get(kind).map(|value| shown(value, lang)).filter(|text| !text.is_empty());
    if let Some(near) = first(ContextKind::SuggestedArg)
        .or(first(ContextKind::SuggestedSubcommand))
        .or(first(ContextKind::SuggestedValue))
    {
        return Some(text!("是不是想写 `{near}`？", "did you mean `{near}`?"));
    }
    if let Some(values) = first(ContextKind::ValidValue) {
        return Some(text!("可以写：{values}", "possible values: {values}"));
    }
    // The usage line of the command that was meant, where the parser got that far.
    let usage = translated(&first(ContextKind::Usage)?, lang);
    // The first line: the second of the program itself is about something else.
    let usage = usage.trim_start_matches("Usage:").trim().lines().next().unwrap_or_default().to_string();
    Some(text!("用法：{usage}（详见 --help）", "usage: {usage} (see --help)"))
}

/// The parser's own words in what it renders.
pub fn translated(rendered: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => ["选项", "参数", "命令"].iter().fold(rendered.replace("[OPTIONS]", "[选项]"), |text, heading| {
            text.replace(&format!("\n{heading}:\n"), &format!("\n{heading}：\n"))
        }),
        Lang::En => rendered.to_string(),
    }
}

fn shown(value: &ContextValue, lang: Lang) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(lang.pick("、", ", ")),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "))
        }
        other => other.to_string(),
    }
}

/// The command whose name is nearest to what was typed, if one is near.
pub fn nearest_command(typed: &str, command: &clap::Command) -> Option<String> {
    let names = command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(|sub| sub.get_name().to_string());
    let near = names.map(|name| (strsim::damerau_levenshtein(typed, &name), name)).min()?;
    (near.0 <= 2).then_some(near.1)
}
