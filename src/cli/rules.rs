//! `liftfit rules --copy DIR`: the shipped rules, to be read and changed; without it, what there is.

use super::screen::Screen;
use super::{DONE, Failure};
use crate::report::city;
use crate::rules::source::rule_sets;
use crate::rules::{SHIPPED, load};
use crate::run::copy::copy_out;
use crate::text;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 把自带的规则文件写到这个文件夹，供查看和修改；不给时列出有哪些 ‖ write the shipped rules files to this folder, to be read and changed; without it they are listed
    #[arg(long, value_name = "文件夹 ‖ FOLDER", help_heading = "选项 ‖ options")]
    copy: Option<PathBuf>,
}

/// Lists them or writes them out.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let Some(folder) = &args.copy else {
        let titled = |name| load(name, &[]).rules.map(|rules| format!("{name}\t{}\n", rules.title));
        let names: Vec<String> = rule_sets().filter_map(titled).collect();
        screen.data(&names.concat())?;
        return Ok(DONE);
    };
    let files: Vec<(&str, &str)> = SHIPPED.iter().chain(city::SHIPPED).map(|&(_, path, text)| (path, text)).collect();
    let written = copy_out(folder, &files)?;
    let (count, shown) = (written.len(), folder.display());
    screen
        .note(text!("{count} 个规则文件已写入 `{shown}`", "{count} rules files written to `{shown}`").get(screen.lang));
    Ok(DONE)
}
