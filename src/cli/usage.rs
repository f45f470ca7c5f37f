//! What was typed wrongly, in words of ours: the argument parser speaks English only.

use super::screen::Screen;
use super::{DONE, WRONG, typed_lang};
use crate::lang::Text;
use crate::text;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Shows a help text, a version or an error of the parser, and gives the exit status.
pub fn show(error: &clap::Error) -> u8 {
    let screen = Screen::new(typed_lang(), false);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed stdout is no error here either.
            let _ = screen.data(&translated(&error.render().to_string()));
            DONE
        }
        _ => {
            let (message, help) = said(error);
            screen.error(&message, help.as_ref());
            WRONG
        }
    }
}

fn said(error: &clap::Error) -> (Text, Option<Text>) {
    let get = |kind| error.get(kind).map(shown).unwrap_or_default();
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
            let why = std::error::Error::source(error).map(|why| format!("：{why}")).unwrap_or_default();
            let why_en = why.replacen('：', ": ", 1);
            Text {
                zh: format!("{arg} 的值 `{value}` 不对{why}"),
                en: format!("wrong value `{value}` of {arg}{why_en}"),
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg);
            text!("{arg} 不能和 {other} 一起用", "{arg} does not go with {other}")
        }
        _ => Text::same(error.render().to_string().lines().next().unwrap_or_default().trim_start_matches("error: ")),
    };
    (message, help(error))
}

fn help(error: &clap::Error) -> Option<Text> {
    let first = |kind| error.get(kind).map(shown).filter(|text| !text.is_empty());
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
    let usage = translated(&first(ContextKind::Usage)?);
    let usage = usage.trim_start_matches("Usage:").trim().to_string();
    Some(text!("用法：{usage}（详见 --help）", "usage: {usage} (see --help)"))
}

/// The parser's own words in what it renders.
pub fn translated(rendered: &str) -> String {
    rendered.replace("[OPTIONS]", "[选项]")
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

/// The command whose name is nearest to what was typed, if one is near.
pub fn nearest_command(typed: &str, command: &clap::Command) -> Option<String> {
    let names = command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(|sub| sub.get_name().to_string());
    let near = names.map(|name| (strsim::damerau_levenshtein(typed, &name), name)).min()?;
    (near.0 <= 2).then_some(near.1)
}
