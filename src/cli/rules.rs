//! `liftfit rules --copy DIR`: the shipped rules, to be read and changed; without it, what there is. `--schema` is for
//! editors.

use super::screen::Screen;
use super::{DONE, Failure};
use crate::report::city;
use crate::rules::schema::{Of, written};
use crate::rules::source::rule_sets;
use crate::rules::{SHIPPED, load};
use crate::run::copy::copy_out;
use crate::text;
use clap::ValueEnum;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 把自带的规则文件写到这个文件夹，供查看和修改；不给时列出有哪些 ‖ write the shipped rules files to this folder, to be read and changed; without it they are listed
    #[arg(long, value_name = "文件夹 ‖ FOLDER", help_heading = "选项 ‖ options")]
    copy: Option<PathBuf>,

    /// 输出 JSON schema，供编辑器补全和检查：rules 规则文件，fields 字段表 ‖ print the JSON schema by which editors complete and check: rules (rules files) or fields (dictionaries)
    #[arg(
        long,
        value_name = "哪一种 ‖ WHICH",
        conflicts_with = "copy",
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

/// Lists them or writes them out.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    if let Some(of) = args.schema {
        let of = if matches!(of, SchemaArg::Rules) { Of::Rules } else { Of::Fields };
        screen.data(&written(of, screen.lang))?;
        return Ok(DONE);
    }
    let Some(folder) = &args.copy else {
        let titled = |name| load(name, &[]).rules.map(|rules| format!("{name}\t{}\n", rules.title));
        let names: Vec<String> = rule_sets().filter_map(titled).collect();
        screen.data(&names.concat())?;
        return Ok(DONE);
    };
    let schemas = Of::ALL.map(|of| (of.file(), written(of, screen.lang)));
    let shipped = SHIPPED.iter().chain(city::SHIPPED).map(|&(_, path, text)| (path, text));
    let files: Vec<(&str, &str)> = shipped.chain(schemas.iter().map(|(file, text)| (*file, text.as_str()))).collect();
    let written = copy_out(folder, &files)?;
    let (count, shown) = (written.len(), folder.display());
    screen
        .note(text!("{count} 个规则文件已写入 `{shown}`", "{count} rules files written to `{shown}`").get(screen.lang));
    Ok(DONE)
}
