//! `liftfit rules`: the shipped rules listed, `--copy DIR`: written out to be read and changed; `liftfit rules RULES --out
//! rules.html`: a rule set as a document in words. `--schema` is for editors.

use super::args::{RulesArgs, date};
use super::screen::Screen;
use super::used_rules::load_with_doubts;
use super::{DONE, FAILED, Failure, WRONG, in_force};
use crate::lang::Text;
use crate::report::city;
use crate::report::rulebook::{Material, Rulebook, markdown, page, rulebook};
use crate::rules::schema::{Of, written};
use crate::rules::source::rule_sets;
use crate::rules::{SHIPPED, load, load_base};
use crate::run::copy::copy_out;
use crate::run::new_file::{is_new, write_all_new};
use crate::text;
use clap::ValueEnum;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 要写成读本的规则：规则文件的路径，或自带规则的名字（如 shanghai） ‖ the rules to be put into words: the path of a rules file, or the name of a shipped one (shanghai)
    #[arg(value_name = "规则 ‖ RULES", requires = "out", conflicts_with = "copy", help_heading = "参数 ‖ arguments")]
    rules: Option<String>,

    /// 把这套规则写成给人读、可打印的读本：.html 网页，或 .md 文本；可重复。已有的文件不会覆盖 ‖ write these rules as a document to read and print: a page (.html) or Markdown (.md); may be repeated. One that exists is left alone
    #[arg(short, long, value_name = "文件 ‖ FILE", requires = "rules", help_heading = "选项 ‖ options")]
    out: Vec<PathBuf>,

    /// 读本的日期（默认今天），如 2026-03-01：规范是否施行按这一天说 ‖ the day of the document (today by default), as in 2026-03-01: which norms are in force
    #[arg(long, value_name = "日期 ‖ DATE", value_parser = date, requires = "rules", help_heading = "选项 ‖ options")]
    as_of: Option<Date>,

    /// 把自带的规则文件写到这个文件夹，供查看和修改；什么也不给时列出有哪些 ‖ write the shipped rules files to this folder, to be read and changed; without anything they are listed
    #[arg(long, value_name = "文件夹 ‖ FOLDER", help_heading = "选项 ‖ options")]
    copy: Option<PathBuf>,

    #[command(flatten)]
    options: RulesArgs,

    /// 输出 JSON schema，供编辑器补全和检查：rules 规则文件，fields 字段表 ‖ print the JSON schema by which editors complete and check: rules (rules files) or fields (dictionaries)
    #[arg(
        long,
        value_name = "哪一种 ‖ WHICH",
        conflicts_with_all = ["copy", "rules"],
        hide_possible_values = true,
        help_heading = "选项 ‖ options"
    )]
    schema: Option<SchemaArg>,
}

/// `--schema`
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SchemaArg {
    /// Of rules files
    Rules,
    /// Of dictionaries
    Fields,
}

/// Lists them, writes them out, or puts one into words.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    if let Some(of) = args.schema {
        let of = if matches!(of, SchemaArg::Rules) { Of::Rules } else { Of::Fields };
        screen.data(&written(of, screen.lang))?;
        return Ok(DONE);
    }
    match (&args.rules, &args.copy) {
        (Some(rules), _) => in_words(rules, args, screen),
        (None, _) if !args.options.set.is_empty() || args.options.deny_warnings => Err(Failure::new(
            WRONG,
            text!("没有说是哪一套规则", "which rules are meant is not said"),
            Some(text!("例如 liftfit rules shanghai --out 规则.html", "as in liftfit rules shanghai --out rules.html")),
        )),
        (None, Some(folder)) => copy(folder, screen),
        (None, None) => {
            let titled = |name| load(name, &[]).rules.map(|rules| format!("{name}\t{}\n", rules.title));
            let names: Vec<String> = rule_sets().filter_map(titled).collect();
            screen.data(&names.concat())?;
            Ok(DONE)
        }
    }
}

fn copy(folder: &Path, screen: &Screen) -> Result<u8, Failure> {
    let schemas = Of::ALL.map(|of| (of.file(), written(of, screen.lang)));
    let shipped = SHIPPED.iter().chain(city::SHIPPED).map(|&(_, path, text)| (path, text));
    let files: Vec<(&str, &str)> = shipped.chain(schemas.iter().map(|(file, text)| (*file, text.as_str()))).collect();
    let written = copy_out(folder, &files)?;
    let (count, shown) = (written.len(), folder.display());
    screen
        .note(text!("{count} 个规则文件已写入 `{shown}`", "{count} rules files written to `{shown}`").get(screen.lang));
    Ok(DONE)
}

/// How a document is written.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Page,
    Markdown,
}

fn in_words(given: &str, args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let wanted: Vec<(&Path, Kind)> =
        args.out.iter().map(|out| Ok((out.as_path(), kind_of(out)?))).collect::<Result<_, Failure>>()?;
    wanted.iter().try_for_each(|(out, _)| is_new(out))?;
    let (rules, doubts) = load_with_doubts(given, &args.options.set, args.options.deny_warnings, screen)?;
    let base = load_base(given, &args.options.set);
    let day = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let material = Material {
        rules: &rules,
        base: base.as_ref(),
        doubts: &doubts,
        not_in_force: &in_force::warnings(&rules, day),
        day: &day.to_string(),
        lang: screen.lang,
    };
    let book = rulebook(&material);
    let written = |&(out, kind): &(&Path, Kind)| Ok((out.to_path_buf(), shown(&book, out, kind, screen)?));
    let files: Vec<(PathBuf, String)> = wanted.iter().map(written).collect::<Result<_, Failure>>()?;
    write_all_new(&files)?;
    for (out, _) in &files {
        let out = out.display();
        screen.note(text!("规则读本已写入 `{out}`", "the rules in words are in `{out}`").get(screen.lang));
    }
    Ok(DONE)
}

fn shown(book: &Rulebook, out: &Path, kind: Kind, screen: &Screen) -> Result<String, Failure> {
    match kind {
        Kind::Markdown => Ok(markdown::write(book, screen.lang)),
        Kind::Page => page::write(book, screen.lang).map_err(|error| {
            let (out, Text { zh, en }) = (out.display(), Text::same(error.to_string()));
            Failure::new(FAILED, text!("写不成 `{out}`：{zh}", "cannot make `{out}`: {en}"), None)
        }),
    }
}

fn kind_of(path: &Path) -> Result<Kind, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    match ending.as_deref() {
        Some("html" | "htm") => Ok(Kind::Page),
        Some("md") => Ok(Kind::Markdown),
        _ => {
            let path = path.display();
            Err(Failure::new(
                WRONG,
                text!("不知道 `{path}` 要写成什么", "it is not known what `{path}` is to be"),
                Some(text!(
                    "文件名以 .html（网页）或 .md（文本）结尾",
                    "names end in .html (a page) or .md (Markdown)"
                )),
            ))
        }
    }
}
