//! `liftfit report RUN --template T`: what does the city want to have reported? A run as a template says, from its folder alone.

use super::read_run::Whole;
use super::screen::Screen;
use super::{DONE, FAILED, Failure, WRONG};
use crate::lang::{Text, io_reason};
use crate::report::city::fill::fill;
use crate::report::city::{self, Before, CityReport, Given, Template, csv, form_cells::form_cells, json, xlsx};
use crate::rules::{Diagnostic, RulesFile, show_diagnostic};
use crate::run::new_file::{is_new, write_new};
use crate::text;
use clap::ValueEnum;
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};
use jiff::civil::Date;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of a form.
const FORM: u64 = 64 << 20;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 一次评估的结果文件夹 ‖ the folder of a run
    #[arg(value_name = "结果 ‖ RUN", help_heading = "参数 ‖ arguments")]
    run: PathBuf,

    /// 模板文件的路径，或自带模板的名字：ledger monthly hard-cases pipes committees ‖ the path of a template, or the name of a shipped one: ledger monthly hard-cases pipes committees
    #[arg(long, value_name = "模板 ‖ TEMPLATE", help_heading = "选项 ‖ options")]
    template: String,

    /// 写成哪个文件（.xlsx .csv .json）；已有的文件不会覆盖 ‖ the file to write (.xlsx .csv .json); one that exists is left alone
    #[arg(short, long, value_name = "文件 ‖ FILE", help_heading = "选项 ‖ options")]
    out: Option<PathBuf>,

    /// 格式：xlsx、csv 或 json（默认看文件名的结尾） ‖ xlsx, csv or json (by default what the file's name ends in)
    #[arg(
        long,
        value_name = "格式 ‖ FORMAT",
        value_enum,
        hide_possible_values = true,
        help_heading = "选项 ‖ options"
    )]
    format: Option<FormatArg>,

    /// 上一次的结果文件夹：“新增”各列与它比 ‖ the folder of an earlier run, with which columns of what is new compare
    #[arg(long, value_name = "上次结果 ‖ RUN0", help_heading = "选项 ‖ options")]
    since: Option<PathBuf>,

    /// 填报日期（默认是模板里的，没有就是评估日） ‖ the reporting date (by default the template's, else the day of the assessment)
    #[arg(long, value_name = "日期 ‖ DATE", value_parser = date, help_heading = "选项 ‖ options")]
    date: Option<Date>,

    /// 填报单位 ‖ the reporting body
    #[arg(long, value_name = "单位 ‖ BODY", help_heading = "选项 ‖ options")]
    body: Option<String>,

    /// CSV 的编码：utf-8（默认）、gb18030 或 gbk ‖ the encoding of CSV: utf-8 (the default), gb18030 or gbk
    #[arg(long, value_name = "编码 ‖ ENCODING", value_parser = encoding, help_heading = "选项 ‖ options")]
    encoding: Option<&'static Encoding>,
}

/// `--format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Xlsx,
    Csv,
    Json,
}

/// Writes the report.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let format = format_of(args)?;
    if let Some(out) = &args.out {
        is_new(out)?;
    }
    let opened = city::open(&args.template).map_err(|(message, help)| Failure::new(WRONG, message, help))?;
    let now = Whole::read(&args.run, screen)?;
    let template = city::read(&opened.file, &now.rules).map_err(|wrong| mistakes(&wrong, &opened.file, screen))?;
    let before = match &args.since {
        Some(folder) => {
            let before = Whole::read(folder, screen)?;
            if before.run.manifest.began == now.run.manifest.began {
                return Err(same_run(folder));
            }
            let template = city::read(&opened.file, &before.rules).map_err(|wrong| {
                let failure = mistakes(&wrong, &opened.file, screen);
                let shown = folder.display();
                screen
                    .note(text!("以上是按 `{shown}` 的规则说的", "that is by the rules of `{shown}`").get(screen.lang));
                failure
            })?;
            Some((before, template))
        }
        None => None,
    };
    let given = Given { body: args.body.clone(), date: reporting_date(args, &template, &now)? };
    for header in template.private_columns(&now.rules) {
        screen.warning(&text!(
            "模板的“{header}”一列是不公开的资料，请注意分发范围",
            "column `{header}` of the template holds data that are not published: mind who gets the file"
        ));
    }
    let compared = before.as_ref().map(|(before, _)| compared(before, &now, &template)).unwrap_or_default();
    let before = before.as_ref().map(|(run, template)| Before { answers: run.answers(screen), template });
    let mut report = city::make(&template, &now.answers(screen), before, &given);
    report.notes.extend(compared);
    for note in &report.notes {
        screen.note(note.get(screen.lang));
    }
    let folder = opened.folder.as_deref().unwrap_or(Path::new(""));
    let bytes = bytes(args, format, &template, folder, &report, screen)?;
    match &args.out {
        Some(out) => {
            write_new(out, &bytes)?;
            let shown = out.display();
            let rows: usize = report.sheets.iter().map(|sheet| sheet.rows.len()).sum();
            screen.note(text!("{rows} 行已写入 `{shown}`", "{rows} rows written to `{shown}`").get(screen.lang));
        }
        // What has no file is CSV or JSON in UTF-8.
        None => screen.data(&String::from_utf8_lossy(&bytes))?,
    }
    Ok(DONE)
}

fn bytes(
    args: &Args,
    format: FormatArg,
    template: &Template,
    folder: &Path,
    report: &CityReport,
    screen: &Screen,
) -> Result<Vec<u8>, Failure> {
    let refused = |(message, help): (Text, Option<Text>)| Failure::new(FAILED, message, help);
    match (format, &template.form) {
        (FormatArg::Json, _) => Ok(format!("{:#}\n", json::document(report, screen.lang)).into_bytes()),
        (FormatArg::Csv, _) => csv::write(report, args.encoding.unwrap_or(UTF_8)).map_err(refused),
        (FormatArg::Xlsx, Some(form)) => {
            let cells = form_cells(template, form, report).map_err(refused)?;
            let path = folder.join(form.file.replace('\\', "/"));
            let bytes = read_form(&path)?;
            fill(&bytes, &cells).map_err(|error| {
                let (shown, zh, en) = (path.display(), &error.message.zh, &error.message.en);
                refused((text!("填不了 `{shown}`：{zh}", "cannot fill in `{shown}`: {en}"), error.help))
            })
        }
        (FormatArg::Xlsx, None) => xlsx::write(report, screen.lang).map_err(|error| {
            let why = error.to_string();
            refused((text!("无法写成工作簿：{why}", "cannot write the workbook: {why}"), None))
        }),
    }
}

/// The form's bytes. A form is a few sheets of a few rows; what is larger than any is not read.
fn read_form(path: &Path) -> Result<Vec<u8>, Failure> {
    let refused = |why: Text| {
        let (shown, zh, en) = (path.display(), why.zh, why.en);
        Failure::new(FAILED, text!("打不开现成的表 `{shown}`：{zh}", "cannot open the form `{shown}`: {en}"), None)
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| refused(io_reason(&error)))?;
    file.take(FORM + 1).read_to_end(&mut bytes).map_err(|error| refused(io_reason(&error)))?;
    if bytes.len() as u64 > FORM {
        return Err(refused(text!("超过 64 MB", "it is larger than 64 MB")));
    }
    Ok(bytes)
}

fn format_of(args: &Args) -> Result<FormatArg, Failure> {
    let ending = args.out.as_ref().and_then(|out| out.extension()).and_then(|ending| ending.to_str());
    let by_ending = match ending.map(str::to_lowercase).as_deref() {
        Some("xlsx") => Some(FormatArg::Xlsx),
        Some("csv") => Some(FormatArg::Csv),
        Some("json") => Some(FormatArg::Json),
        _ => None,
    };
    let wrong = |message: Text, help: Text| Err(Failure::new(WRONG, message, Some(help)));
    let format = match (args.format, by_ending, &args.out) {
        (Some(format), Some(other), Some(out)) if format != other => {
            let shown = out.display();
            return wrong(
                text!("`{shown}` 的结尾与 --format 不符", "the ending of `{shown}` is not that of `--format`"),
                text!("两个写一个就行", "give one of the two"),
            );
        }
        (Some(format), ..) | (None, Some(format), _) => format,
        (None, None, _) => {
            return wrong(
                text!("不知道要写成什么格式", "which format is not said"),
                text!(
                    "用 -o 写明文件名（.xlsx .csv .json），或用 --format",
                    "name a file (.xlsx .csv .json) with `-o`, or use `--format`"
                ),
            );
        }
    };
    let other_encoding = args.encoding.is_some_and(|encoding| encoding != UTF_8);
    if args.out.is_none() && (format == FormatArg::Xlsx || other_encoding) {
        return wrong(
            text!("这样的文件不能写到屏幕上", "such a file cannot be printed"),
            text!("用 -o 写明文件名", "name a file with `-o`"),
        );
    }
    if other_encoding && format != FormatArg::Csv {
        return wrong(
            text!("--encoding 只用于 CSV", "`--encoding` is for CSV"),
            text!("去掉它，或写成 .csv", "leave it out, or write .csv"),
        );
    }
    Ok(format)
}

fn same_run(folder: &Path) -> Failure {
    let shown = folder.display();
    Failure::new(
        WRONG,
        text!("--since 给的 `{shown}` 就是这次的结果", "`{shown}`, given by `--since`, is this very run"),
        Some(text!(
            "给上一次的结果文件夹；每次评估用不同的 --out，上次的才留得下来",
            "give the folder of an earlier run; assess into another `--out` each time, so that the earlier one is kept"
        )),
    )
}

/// What has to be said of a comparison with an earlier run.
fn compared(before: &Whole, now: &Whole, template: &Template) -> Vec<Text> {
    if !template.compares() {
        return vec![text!(
            "这个模板没有“新增”列，--since 没有采用",
            "no column of this template compares, so `--since` changed nothing"
        )];
    }
    let mut notes = Vec::new();
    let hashes =
        |run: &Whole| run.run.manifest.rules.files.iter().map(|file| file.hash.clone()).collect::<Vec<String>>();
    let (old, new) = (&before.run.manifest, &now.run.manifest);
    if hashes(before) != hashes(now) || old.options.set != new.options.set {
        let name = |of: &crate::run::Manifest| format!("{} {}", of.rules.id, of.rules.version).trim_end().to_string();
        let (old, new) = (name(old), name(new));
        notes.push(text!(
            "上次用的规则（{old}）与这次（{new}）不同，“新增”里可能有规则改变的缘故",
            "the earlier run has other rules ({old}) than this one ({new}): some of what is new may come from that"
        ));
    }
    let (then, today) = (&old.options.as_of, &new.options.as_of);
    if before.day() > now.day() {
        notes.push(text!(
            "--since 的评估日 {then} 在这次的 {today} 之后，是不是给反了",
            "the run given by `--since` is of {then}, later than {today}: are the two the wrong way round?"
        ));
    }
    notes
}

fn reporting_date(args: &Args, template: &Template, run: &Whole) -> Result<Date, Failure> {
    args.date.or(template.date).or(run.day()).ok_or_else(|| {
        Failure::new(
            FAILED,
            text!("运行记录里没有评估日", "the record of the run has no day"),
            Some(text!("用 --date 写明填报日期", "give the reporting date with `--date`")),
        )
    })
}

fn mistakes(wrong: &[Diagnostic], file: &RulesFile, screen: &Screen) -> Failure {
    for diagnostic in wrong {
        screen.raw_error(&show_diagnostic(diagnostic, std::slice::from_ref(file), screen.lang, screen.error_colour));
        screen.raw_error("\n");
    }
    Failure::shown(WRONG)
}

fn date(typed: &str) -> Result<Date, String> {
    typed.parse().map_err(|_| "要写成 2026-03-01 这样的日期 ‖ expected a date like 2026-03-01".into())
}

fn encoding(typed: &str) -> Result<&'static Encoding, String> {
    match typed.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Ok(UTF_8),
        "gb18030" => Ok(GB18030),
        "gbk" | "gb2312" => Ok(GBK),
        _ => Err("可用 utf-8、gb18030、gbk ‖ utf-8, gb18030 and gbk are known".into()),
    }
}
