//! Arguments that several commands share: as typed, and as meant. Help texts are in both languages, see `bilingual`.

use crate::report::outputs::OPTIONAL;
use crate::report::wishes::Wishes;
use crate::run::is_of_a_run;
use crate::survey::options::{Duplicates, Options};
use clap::ValueEnum;
use jiff::civil::Date;
use std::path::PathBuf;

/// Arguments of every command.
#[derive(Clone, Debug, clap::Args)]
pub struct Everywhere {
    /// 提示和说明的语言：zh（默认）或 en ‖ the language of messages: zh (the default) or en
    #[arg(
        long,
        global = true,
        value_name = "语言 ‖ LANG",
        default_value = "zh",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项 ‖ options",
        display_order = 100
    )]
    pub lang: LangArg,

    /// 不显示进度和说明，只显示错误 ‖ no progress and no notes, errors only
    #[arg(short, long, global = true, help_heading = "选项 ‖ options", display_order = 101)]
    pub quiet: bool,

    /// 用几个线程（默认按处理器个数）；结果与线程数无关 ‖ how many threads (by default one a processor); the results do not depend on it
    #[arg(long, global = true, value_name = "个数 ‖ COUNT", value_parser = threads, help_heading = "选项 ‖ options", display_order = 102)]
    pub threads: Option<u16>,

    /// 显示帮助 ‖ show help
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "选项 ‖ options", display_order = 103)]
    pub help: Option<bool>,
}

/// `--lang`; what it says is looked up before anything is parsed, because errors are in it too
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// `--format`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// Which rules.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RulesArgs {
    /// 临时改一个参数，如 good_stair_width=1.05m；可重复 ‖ change a parameter for this run, as in good_stair_width=1.05m; may be repeated
    #[arg(long, value_name = "参数=值 ‖ PARAM=VALUE", value_parser = setting, help_heading = "选项 ‖ options")]
    pub set: Vec<(String, String)>,

    /// 规则文件有警告时也停下 ‖ stop at warnings about the rules too
    #[arg(long, help_heading = "选项 ‖ options")]
    pub deny_warnings: bool,
}

/// What is printed.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct FormatArgs {
    /// 在屏幕上输出：text（默认）给人看，或 json 给程序 ‖ what to print: text (the default) for people, or json for programs
    #[arg(
        long,
        value_name = "格式 ‖ FORMAT",
        value_enum,
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项 ‖ options"
    )]
    pub format: Format,
}

/// How surveys are read.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SurveyArgs {
    /// 评估日（默认今天），如 2026-03-01：判断规则是否施行、“87年”是哪一年 ‖ the day of the assessment (today by default), as in 2026-03-01: which rules are in force, which year `87` is
    #[arg(long, value_name = "日期 ‖ DATE", value_parser = date, help_heading = "选项 ‖ options")]
    pub as_of: Option<Date>,

    /// 同一单元的数据互相矛盾时：report 算作未知并报告（默认），first 取先出现的，last 取后出现的 ‖ where the data of a unit contradict: report (the default) takes them for unknown and says so, first and last take the one that comes first or last
    #[arg(long, value_name = "做法 ‖ WHICH", hide_possible_values = true, help_heading = "选项 ‖ options")]
    pub duplicates: Option<DuplicatesArg>,

    /// 文本文件（csv、tsv）的编码，如 gb18030；默认自动识别 ‖ the encoding of text files (csv, tsv), as in gb18030; detected by default
    #[arg(long, value_name = "编码 ‖ ENCODING", value_parser = encoding, help_heading = "选项 ‖ options")]
    pub encoding: Option<String>,

    /// 对应文件（TOML）：自动认不出的表，写明表头在哪、哪列是什么 ‖ a mapping file (TOML): where headers are and what columns mean in tables that are not recognised
    #[arg(long, value_name = "文件 ‖ FILE", help_heading = "选项 ‖ options")]
    pub mapping: Option<PathBuf>,

    /// 有一个文件读不了就停下 ‖ stop if any file cannot be read
    #[arg(long, help_heading = "选项 ‖ options")]
    pub strict: bool,
}

/// What is wanted of the outputs.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct OutputArgs {
    /// 结果文件夹将来发布的网址，如 https://example.org/加梯；告知单上就有二维码 ‖ the address where the folder will be published, as in https://example.org/lifts: unit pages then have a QR code
    #[arg(long, value_name = "网址 ‖ ADDRESS", value_parser = address, help_heading = "选项 ‖ options")]
    pub base_address: Option<String>,

    /// 印在告知单上的异议受理处：单位、地址、电话 ‖ whom residents can turn to, as printed on unit pages
    #[arg(long, value_name = "文字 ‖ TEXT", help_heading = "选项 ‖ options")]
    pub contact: Option<String>,

    /// 告知单一个单元一个文件（默认一个小区一个文件） ‖ a file for each unit's page (one an estate by default)
    #[arg(long, help_heading = "选项 ‖ options")]
    pub pages: bool,

    /// 不写这一样结果，如 units.parquet；可重复 ‖ an output that is not wanted, as in units.parquet; may be repeated
    #[arg(long, value_name = "文件 ‖ FILE", value_parser = unwanted, help_heading = "选项 ‖ options")]
    pub without: Vec<String>,
}

impl OutputArgs {
    /// What is meant; the day is shown only where it was given.
    pub fn meant(&self, as_of: Option<Date>) -> Wishes {
        Wishes {
            dated: as_of,
            base_address: self.base_address.clone(),
            // A script that has none to give gives an empty one.
            contact: self.contact.clone().filter(|contact| !contact.trim().is_empty()),
            page_each: self.pages,
            without: self.without.clone(),
        }
    }
}

/// `--duplicates`
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum DuplicatesArg {
    /// Neither wins
    Report,
    /// The first wins
    First,
    /// The last wins
    Last,
}

impl SurveyArgs {
    /// What is meant, for a run today if no day is given.
    pub fn meant(&self) -> Options {
        let as_of = self.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
        Options {
            duplicates: match self.duplicates {
                None | Some(DuplicatesArg::Report) => Duplicates::Report,
                Some(DuplicatesArg::First) => Duplicates::First,
                Some(DuplicatesArg::Last) => Duplicates::Last,
            },
            encoding: self.encoding.clone(),
            strict: self.strict,
            // Without it those formats are refused, with a message that says so.
            reader: std::env::current_exe().ok(),
            // A run written into the survey's own folder is what came of it.
            left_out: is_of_a_run,
            ..Options::on(as_of)
        }
    }
}

/// How `--duplicates` names it.
pub fn duplicates_name(duplicates: Duplicates) -> &'static str {
    match duplicates {
        Duplicates::Report => "report",
        Duplicates::First => "first",
        Duplicates::Last => "last",
    }
}

/// `--set` as typed: `good_stair_width=1.05m`.
pub fn setting(typed: &str) -> Result<(String, String), String> {
    match typed.split_once(['=', '＝']) {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
            Ok((name.trim().to_string(), value.trim().to_string()))
        }
        _ => Err("要写成 参数=值 ‖ expected PARAM=VALUE".into()),
    }
}

/// Bytes of an address that leave room in a code for a page's own.
const LONGEST: usize = 800;

fn address(typed: &str) -> Result<String, String> {
    let typed = typed.trim().trim_end_matches('/');
    let rest = typed.strip_prefix("https://").or(typed.strip_prefix("http://"));
    // The pages' own parts are put behind it, which nothing after `?` or `#` would take.
    let fits = |rest: &&str| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    match rest.filter(fits) {
        Some(rest) if rest.contains(['?', '#']) => {
            Err("要写文件夹的网址，不能带 ? 或 # ‖ expected the address of a folder, without `?` and `#`".into())
        }
        Some(rest) if rest.len() > LONGEST => {
            Err("网址太长，二维码放不下 ‖ the address is too long for a QR code".into())
        }
        Some(_) => Ok(typed.to_string()),
        None => {
            Err("要写成 https:// 或 http:// 开头的网址 ‖ expected an address that begins with https:// or http://"
                .into())
        }
    }
}

fn unwanted(typed: &str) -> Result<String, String> {
    let name = typed.trim_end_matches('/');
    if OPTIONAL.contains(&name) {
        return Ok(name.to_string());
    }
    let all = OPTIONAL.join(" ");
    Err(format!("可以不写的有：{all} ‖ these can be left out: {all}"))
}

fn threads(typed: &str) -> Result<u16, String> {
    match typed.parse() {
        Ok(count @ 1..=1024) => Ok(count),
        _ => Err("要写 1 到 1024 之间的整数 ‖ expected a whole number from 1 to 1024".into()),
    }
}

/// A day as typed: `2026-03-01`.
pub fn date(typed: &str) -> Result<Date, String> {
    typed.parse().map_err(|_| "要写成 2026-03-01 这样的日期 ‖ expected a date like 2026-03-01".into())
}

fn encoding(typed: &str) -> Result<String, String> {
    match encoding_rs::Encoding::for_label(typed.as_bytes()) {
        Some(_) => Ok(typed.to_string()),
        None => Err("没有这种编码；常用的有 utf-8、gb18030、utf-16le ‖ no such encoding; usual ones are utf-8, gb18030, utf-16le".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_contact_is_none() {
        let meant =
            |contact: &str| OutputArgs { contact: Some(contact.into()), ..OutputArgs::default() }.meant(None).contact;
        assert_eq!((meant(""), meant(" \u{3000}")), (None, None));
        assert_eq!(meant("街道 8 号").as_deref(), Some("街道 8 号"));
    }

    #[test]
    fn an_address_can_have_a_page_put_behind_it() {
        assert_eq!(address(" https://例.cn/加梯/ ").unwrap(), "https://例.cn/加梯");
        let long = format!("https://{}.cn", "a".repeat(3_000));
        for odd in ["", "例.cn", "https://", "javascript:alert(1)", "https://例.cn/?a=1", "https://例.cn/#a", &long]
        {
            assert!(address(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn settings_and_dates_as_people_type_them() {
        assert_eq!(setting("good_stair_width=1.05m"), Ok(("good_stair_width".into(), "1.05m".into())));
        assert_eq!(setting("梯段净宽 ＝ 1.05 m"), Ok(("梯段净宽".into(), "1.05 m".into())));
        assert!(setting("good_stair_width").is_err() && setting("=1").is_err() && setting("a=").is_err());
        assert_eq!(date("2026-03-01"), Ok(jiff::civil::date(2026, 3, 1)));
        assert!(date("2026-02-30").is_err());
        assert!(encoding("gbk").is_ok() && encoding("martian").is_err());
    }
}
