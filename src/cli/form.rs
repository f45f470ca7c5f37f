//! `liftfit form --rules RULES -o 调查表.xlsx`: what should the survey form look like? An empty one, to be filled in.

use super::args::RulesArgs;
use super::screen::Screen;
use super::{DONE, FAILED, Failure, WRONG, used_rules};
use crate::report::form::{Filled, Wanted, form};
use crate::run::new_file::{is_new, write_new};
use crate::text;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 规则文件的路径，或自带规则的名字（如 shanghai） ‖ the path of a rules file, or the name of a shipped one (shanghai)
    #[arg(long, value_name = "规则 ‖ RULES", help_heading = "选项 ‖ options")]
    rules: String,

    /// 写成哪个文件（.xlsx）；已有的文件不会覆盖 ‖ the file to write (.xlsx); one that exists is left alone
    #[arg(short, long, value_name = "文件 ‖ FILE", help_heading = "选项 ‖ options")]
    out: PathBuf,

    /// 字段表里的所有字段都要；不给时只有门牌、分组和规则用到的 ‖ all fields of the dictionary; without it those that name a unit, group units or are used by the rules
    #[arg(long, help_heading = "选项 ‖ options")]
    all: bool,

    /// 预备多少行（默认 500） ‖ how many rows to prepare (500 by default)
    #[arg(
        long,
        value_name = "行数 ‖ COUNT",
        default_value = "500",
        hide_default_value = true,
        value_parser = rows,
        help_heading = "选项 ‖ options"
    )]
    rows: u32,

    #[command(flatten)]
    rules_options: RulesArgs,
}

/// Writes the form.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let shown = args.out.display();
    if !args.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        return Err(Failure::new(
            WRONG,
            text!("调查表要写成 .xlsx 文件，`{shown}` 不是", "the form is an .xlsx file, which `{shown}` is not"),
            Some(text!("例如 -o 调查表.xlsx", "as in -o form.xlsx")),
        ));
    }
    is_new(&args.out)?;
    let (rules, _) = used_rules::load(&args.rules, &args.rules_options.set, args.rules_options.deny_warnings, screen)?;
    let wanted = Wanted { all: args.all, rows: args.rows };
    let bytes =
        form(&rules, wanted, &Filled::default()).map_err(|error| Failure::new(FAILED, error.message, error.help))?;
    write_new(&args.out, &bytes)?;
    screen.note(text!("空白调查表已写入 `{shown}`", "the empty form is in `{shown}`").get(screen.lang));
    Ok(DONE)
}

fn rows(typed: &str) -> Result<u32, String> {
    match typed.parse() {
        Ok(count @ 1..=20_000) => Ok(count),
        _ => Err("要写 1 到 20000 之间的整数 ‖ expected a whole number from 1 to 20000".into()),
    }
}
