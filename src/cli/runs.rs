//! `liftfit runs DIR`: which runs do we have?

use super::args::{Format, FormatArgs};
use super::screen::Screen;
use super::{DONE, FAILED, Failure, PARTLY};
use crate::lang::{Text, io_reason};
use crate::report::paper::{Cell, Paper, Part, Table, numbers, of_class, text as paper_text, words};
use crate::rules::ruleset::Grade;
use crate::run::manifest::MANIFEST;
use crate::run::{Manifest, RunError, is_half_written};
use crate::text;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders within folders that are looked into.
const DEEP: usize = 3;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 放历次结果的文件夹 ‖ the folder that holds the runs
    #[arg(
        value_name = "文件夹 ‖ FOLDER",
        default_value = ".",
        hide_default_value = true,
        help_heading = "参数 ‖ arguments"
    )]
    folder: PathBuf,

    #[command(flatten)]
    print: FormatArgs,
}

/// A run that was found.
struct Found {
    /// Its folder, from the one that was given
    name: String,
    manifest: Manifest,
}

/// Lists the runs.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let (mut found, mut failed) = (Vec::new(), 0);
    if holds_run(&args.folder) {
        read(&args.folder, ".", &mut found, &mut failed, screen);
    } else {
        look(&args.folder, "", DEEP, &mut found, &mut failed, screen)?;
    }
    // The latest last, where the eye is after a long list; those of one moment by name.
    found.sort_by(|a, b| (&a.manifest.began, &a.name).cmp(&(&b.manifest.began, &b.name)));
    if found.is_empty() && failed == 0 {
        let folder = args.folder.display();
        return Err(Failure::new(
            FAILED,
            text!("`{folder}` 里没有评估结果", "there is no run in `{folder}`"),
            Some(which_folder()),
        ));
    }
    match args.print.format {
        Format::Json => screen.json(&document(&found))?,
        Format::Text => screen.data(&paper_text::show(&paper(&found, screen), screen.lang, screen.colour))?,
    }
    Ok(if failed > 0 { PARTLY } else { DONE })
}

/// Whether a folder is a run, be it one whose record cannot be read: that is told of.
fn holds_run(folder: &Path) -> bool {
    folder.join(MANIFEST).symlink_metadata().is_ok() && !is_half_written(folder)
}

fn which_folder() -> Text {
    text!(
        "要给的是放历次评估结果的文件夹；评估结果是 assess 用 --out 写的文件夹，里面有 run.json",
        "give the folder that holds the runs; a run is a folder that assess wrote with --out, which holds run.json"
    )
}

fn look(
    folder: &Path,
    prefix: &str,
    deep: usize,
    found: &mut Vec<Found>,
    failed: &mut usize,
    screen: &Screen,
) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| {
        let (shown, Text { zh, en }) = (folder.display(), io_reason(&error));
        Failure::new(FAILED, text!("无法读取 `{shown}`：{zh}", "cannot read `{shown}`: {en}"), Some(which_folder()))
    })?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    for path in folders {
        let own = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // What is being written, or was left by an interrupted run, is none yet.
        if own.starts_with('.') || is_half_written(&path) {
            continue;
        }
        let name = format!("{prefix}{own}");
        if holds_run(&path) {
            read(&path, &name, found, failed, screen);
        } else if deep > 1
            // A folder that cannot be looked into is passed over, unless it is the one that was given.
            && look(&path, &format!("{name}/"), deep - 1, found, failed, screen).is_err()
        {
            *failed += 1;
            screen.warning(&text!("`{name}` 打不开，没有列入", "`{name}` cannot be opened and is not listed"));
        }
    }
    Ok(())
}

fn read(path: &Path, name: &str, found: &mut Vec<Found>, failed: &mut usize, screen: &Screen) {
    match Manifest::read(path).and_then(|manifest| manifest.sound(path)) {
        Ok(manifest) => found.push(Found { name: name.into(), manifest }),
        Err(RunError { message, .. }) => {
            *failed += 1;
            screen.warning(&message);
        }
    }
}

fn paper(found: &[Found], screen: &Screen) -> Paper {
    let lang = screen.lang;
    // The id is said once where it is one for all.
    let mut ids = found.iter().map(|of| of.manifest.rules.id.as_str());
    let one = ids.next().filter(|first| ids.all(|id| id == *first));
    let mut heads = vec![words(lang.pick("结果", "run")).wide(30), words(lang.pick("评估日", "as of"))];
    heads.push(words(lang.pick("规则", "rules")));
    heads.push(numbers(lang.pick("单元", "units")));
    heads.extend(Grade::ALL.map(|class| of_class(class, lang)));
    heads.push(numbers(lang.pick("已定", "settled")));
    let row = |of: &Found| {
        let Manifest { rules, options, counts, .. } = &of.manifest;
        let mut rules = match one {
            Some(_) => rules.version.clone(),
            None => format!("{} {}", rules.id, rules.version).trim_end().to_string(),
        };
        if !options.set.is_empty() {
            rules.push('*');
        }
        let mut cells = vec![Cell::text(of.name.as_str()), Cell::text(options.as_of.as_str()), Cell::text(rules)];
        let counts = counts.without_lift();
        let counts = [counts.units, counts.suitable, counts.difficult, counts.unsuitable, counts.settled];
        cells.extend(counts.map(Cell::Count));
        cells
    };
    let count = found.len();
    let by = one.map_or(String::new(), |id| text!("，规则 {id}", ", rules {id}").get(lang).to_string());
    // A run with other values is not one by these rules.
    let set = |of: &Found| {
        let set: Vec<String> = of.manifest.options.set.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (name, set) = (&of.name, set.join(lang.pick("，", ", ")));
        (!set.is_empty())
            .then(|| text!("* {name} 用 --set 改了 {set}", "* {name} has --set {set}").get(lang).to_string())
    };
    Paper {
        title: text!("{count} 次评估{by}", "{count} runs{by}").get(lang).to_string(),
        notes: found.iter().filter_map(set).collect(),
        parts: vec![Part {
            title: lang.pick("从早到晚", "the earliest first").into(),
            note: lang.pick("没有电梯的单元。", "units without a lift.").into(),
            on_screen: true,
            tables: vec![Table {
                heads,
                rows: found.iter().map(row).collect(),
                on_screen: usize::MAX,
                ..Table::default()
            }],
            ..Part::default()
        }],
    }
}

fn document(found: &[Found]) -> Value {
    let of = |of: &Found| {
        let Manifest { version, began, rules, options, counts, .. } = &of.manifest;
        json!({
            "run": of.name,
            "version": version,
            "began": began,
            "as_of": options.as_of,
            "rules": { "id": rules.id, "title": rules.title, "version": rules.version },
            "set": options.set.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>(),
            "counts": counts.without_lift(),
            "with_lift": counts.with_lift,
        })
    };
    json!({ "runs": found.iter().map(of).collect::<Vec<_>>() })
}
