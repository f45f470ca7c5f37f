//! `liftfit assess SURVEY… --rules RULES --out DIR`: which of our units can take a lift, and why not?

use super::args::{Format, FormatArgs, OutputArgs, RulesArgs, SurveyArgs};
use super::earlier::Earlier;
use super::progress::{Bars, Stage};
use super::screen::Screen;
use super::{DONE, FAILED, Failure, PARTLY, decisions, in_force, record, roster, surveyed, used_mapping, used_rules};
use crate::assess::assess;
use crate::lang::Text;
use crate::report::figures::Figures;
use crate::report::outputs::{Made, outputs};
use crate::report::study::since::Since;
use crate::report::unit_table::UnitTable;
use crate::report::wishes::Wishes;
use crate::report::{Answers, class_table, map, summary_json, terminal};
use crate::run::classes_kept::{self, CLASSES};
use crate::run::decisions_kept::{self, DECISIONS};
use crate::run::manifest::{Durations, Manifest, RulesUsed, inputs_of};
use crate::run::read_back::READINGS;
use crate::run::rules_kept::{kept_mapping, kept_names};
use crate::run::{Ended, Output, RunError, Writing, Written, readings};
use crate::survey::Mapping;
use crate::survey::corrections::to_mend;
use crate::survey::options::Options;
use crate::text;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 调查表：文件或文件夹，可以写几个 ‖ surveys: files and folders, one or several
    #[arg(value_name = "调查表 ‖ SURVEY", required = true, help_heading = "参数 ‖ arguments")]
    surveys: Vec<PathBuf>,

    /// 规则文件的路径，或自带规则的名字（如 shanghai） ‖ the path of a rules file, or the name of a shipped one (shanghai)
    #[arg(long, value_name = "规则 ‖ RULES", help_heading = "选项 ‖ options")]
    rules: String,

    /// 结果写到哪个文件夹；原有的结果会被替换，里面改动过的文件会另存 ‖ the folder for the outputs; a previous run there is replaced, files changed in it are kept beside
    #[arg(short, long, value_name = "文件夹 ‖ FOLDER", help_heading = "选项 ‖ options")]
    pub(super) out: PathBuf,

    /// 门牌总表，列出应踏勘的全部单元，用来核对全覆盖：文件或文件夹；可重复 ‖ a roster of all units there should be, to tell which were not surveyed: a file or a folder; may be repeated
    #[arg(long, value_name = "总表 ‖ ROSTER", help_heading = "选项 ‖ options")]
    roster: Vec<PathBuf>,

    /// 已作出的决定（单元、结论、理由、决定单位、日期……）：与评估结论并列，不改变评估结论；文件或文件夹；可重复 ‖ what a committee decided (unit, decision, reason, by, date …), to stand beside the computed classes, which it does not change: a file or a folder; may be repeated
    #[arg(long, value_name = "决定 ‖ DECISIONS", help_heading = "选项 ‖ options")]
    decisions: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) rules_options: RulesArgs,

    #[command(flatten)]
    pub(super) survey_options: SurveyArgs,

    #[command(flatten)]
    outputs: OutputArgs,

    /// 与以前一次评估的结果文件夹比：哪些单元的结论变了、为什么，写进汇总 ‖ the folder of an earlier run: which units changed class since, and why, goes into the summary
    #[arg(long, value_name = "文件夹 ‖ RUN", help_heading = "选项 ‖ options")]
    pub(super) since: Option<PathBuf>,

    #[command(flatten)]
    print: FormatArgs,
}

impl Args {
    /// `liftfit 文件夹`: the shipped rules, and nothing chosen.
    pub fn alone(surveys: &[PathBuf], out: PathBuf) -> Args {
        Args {
            surveys: surveys.to_vec(),
            rules: "shanghai".into(),
            out,
            roster: Vec::new(),
            decisions: Vec::new(),
            rules_options: RulesArgs::default(),
            survey_options: SurveyArgs::default(),
            outputs: OutputArgs::default(),
            since: None,
            print: FormatArgs::default(),
        }
    }
}

/// Assesses a survey into a folder.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let began = jiff::Timestamp::now().to_string();
    let RulesArgs { set, deny_warnings } = &args.rules_options;
    let (rules, mut warnings) = used_rules::load(&args.rules, set, *deny_warnings, screen)?;
    let mapping = used_mapping::load(args.survey_options.mapping.as_deref(), &rules.dictionary, screen)?;
    // A roster that lies among the surveys is none of them: every unit would count as surveyed; nor are decisions.
    let not_surveys = args.roster.iter().chain(&args.decisions).cloned().collect();
    let options = Options { mapping, not_surveys, ..args.survey_options.meant() };
    let not_in_force = in_force::warnings(&rules, options.as_of);
    not_in_force.iter().for_each(|warning| screen.warning(warning));
    warnings.extend(not_in_force);
    // Before the reading, which may take long: a run that cannot be read, and a place that cannot be written to, are
    // known at once.
    let since = args.since.as_deref().map(|folder| Earlier::read(folder, screen)).transpose()?;
    let writing = Writing::begin(&args.out)?;

    let bars = Bars::new(screen);
    let mut durations = Durations::default();
    let clock = Instant::now();
    let roster = roster::read(&args.roster, &rules, &options, &bars, screen)?;
    let decided = decisions::read(&args.decisions, &rules, &options, &bars, screen)?;
    let mut survey = surveyed::read(&args.surveys, roster, &rules, &options, &bars)?;
    durations.reading = clock.elapsed().as_secs_f64();
    let stage = bars.stage(text!("评估", "assessing"));
    let units = survey.units.count;
    stage.says(text!("{units} 个单元", "{units} units"));
    let assessment = assess(&rules, &survey.units);
    decisions::hold(&mut survey, decided, &rules, &assessment.class)?;
    durations.assessing = stage.done(text!("{units} 个单元", "{units} units"));

    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: screen.lang };
    let wishes = args.outputs.meant(args.survey_options.as_of);
    if wishes.wants("map.geojson")
        && let Some(warning) = map::warning(&answers)
    {
        screen.warning(&warning);
        warnings.push(warning);
    }
    let stage = bars.stage(text!("写结果", "writing"));
    let roster_files =
        survey.coverage.as_ref().map_or_else(Vec::new, |coverage| inputs_of(&coverage.books, screen.lang));
    let decisions_files =
        survey.decisions.as_ref().map_or_else(Vec::new, |decisions| inputs_of(&decisions.books, screen.lang));
    let manifest = Manifest {
        began,
        durations,
        options: record::options(args, &options, [&roster_files, &decisions_files], screen.lang),
        warnings: warnings.iter().map(|warning| warning.get(screen.lang).to_string()).collect(),
        counts: record::counts(&rules, &survey, &assessment),
        inputs: inputs_of(&survey.books, screen.lang),
        roster: roster_files,
        decisions: decisions_files,
        ..Manifest::new()
    };
    let since = since.map(|earlier| earlier.held_against(&answers, options.as_of, &args.out)).transpose()?;
    let asked = Asked { args, mapping: options.mapping.as_ref(), wishes: &wishes, since };
    let (figures, ended) = write(&answers, writing, manifest, asked, &stage)?;
    stage.done(text!("完成", "done"));

    show(args.print.format, &answers, &figures, screen)?;
    let partly = !surveyed::is_whole(&survey);
    let to_mend = to_mend(&survey);
    told(&ended, &args.out, partly, to_mend, screen)?;
    Ok(if partly { PARTLY } else { DONE })
}

/// What was asked of a run beside its survey.
struct Asked<'a> {
    args: &'a Args,
    mapping: Option<&'a Mapping>,
    wishes: &'a Wishes,
    since: Option<Since>,
}

/// Writes the run and moves it into its place.
fn write(
    answers: &Answers,
    writing: Writing,
    mut manifest: Manifest,
    asked: Asked,
    stage: &Stage,
) -> Result<(Figures, Ended), Failure> {
    let clock = Instant::now();
    let Answers { rules, survey, .. } = answers;
    let kept = kept_names(&rules.files);
    let given = asked.args.rules.as_str();
    // The readings want nothing of the table, and are as much work as all the others together.
    let readings = Output::new(READINGS, |out| readings::write(out, &survey.units, &rules.dictionary));
    let (readings, others) = rayon::join(
        || writing.write_telling(&[readings], &|progress| stage.wrote(progress)),
        || write_table(answers, &writing, &kept, asked, stage),
    );
    let (figures, mut written) = others?;
    written.extend(readings?);
    manifest.rules = RulesUsed::of(given, rules, &kept);
    manifest.durations.writing = clock.elapsed().as_secs_f64();
    Ok((figures, writing.finish(manifest, written)?))
}

/// Writes the table of units and all that is made from it, and the rules it rests on.
fn write_table(
    answers: &Answers,
    writing: &Writing,
    kept: &[String],
    asked: Asked,
    stage: &Stage,
) -> Result<(Figures, Vec<Written>), RunError> {
    let Asked { mapping, wishes, since, .. } = asked;
    let rules = answers.rules;
    let table = UnitTable::new(*answers);
    let figures = Figures { since, ..Figures::of(answers, &table) };
    let made = Made { answers: *answers, table: &table, figures: &figures, wishes };
    let mut outputs = outputs(&made);
    for (name, file) in kept.iter().zip(&rules.files) {
        outputs.push(Output::new(name.as_str(), |out| out.write_all(file.text.as_bytes())));
    }
    let kept_mapping = mapping.map(|mapping| (kept_mapping(&mapping.file), &mapping.file.text));
    if let Some((name, text)) = &kept_mapping {
        outputs.push(Output::new(name.as_str(), |out| out.write_all(text.as_bytes())));
    }
    outputs.push(Output::new(CLASSES, |out| classes_kept::write(out, answers.assessment.classes())));
    if let Some(decisions) = &answers.survey.decisions {
        outputs.push(Output::new(DECISIONS, |out| decisions_kept::write(out, decisions, &answers.survey.units)));
    }
    // The readings are one more.
    stage.to_write(outputs.len() + 1);
    let written = writing.write_telling(&outputs, &|progress| stage.wrote(progress))?;
    drop(outputs);
    Ok((figures, written))
}

fn show(format: Format, answers: &Answers, figures: &Figures, screen: &Screen) -> Result<(), Failure> {
    match format {
        Format::Json => screen.json(&summary_json::summary(answers, figures)),
        Format::Text if screen.quiet => Ok(()),
        Format::Text => {
            let lang = screen.lang;
            let mut shown = terminal::heading(answers.rules, answers.survey.units.count, lang);
            shown.push_str(&class_table::classes(figures, lang, screen.colour));
            if let Some(since) = &figures.since {
                shown.push('\n');
                shown.push_str(&since.shown(lang, screen.colour));
            }
            if let Some(coverage) = &figures.coverage {
                shown.push('\n');
                shown.push_str(&terminal::coverage(coverage, lang));
            }
            if let Some(decisions) = &figures.decisions {
                shown.push('\n');
                shown.push_str(&terminal::decisions(decisions, lang));
            }
            let findings = terminal::findings(figures, lang, screen.colour);
            if !findings.is_empty() {
                shown.push('\n');
                shown.push_str(&findings);
            }
            shown.push('\n');
            shown.push_str(&terminal::books(&answers.survey.books, lang));
            screen.data(&shown)
        }
    }
}

/// Where the outputs are, and what was kept.
fn told(ended: &Ended, out: &Path, partly: bool, to_mend: u64, screen: &Screen) -> Result<(), Failure> {
    match ended {
        Ended::InPlace { kept } => {
            let shown = out.display();
            screen.note(text!("结果在 `{shown}`", "the outputs are in `{shown}`").get(screen.lang));
            if partly {
                let note = text!(
                    "有文件或行未能采用：原因和改法见其中的 findings.csv，退回的行见 rejected.csv",
                    "some files or rows were not used: findings.csv there says why and what to do, rejected.csv has the rows"
                );
                screen.note(note.get(screen.lang));
            }
            if to_mend > 0 {
                let filled = out.join("corrections.xlsx");
                let filled = filled.display();
                let note = text!(
                    "有 {to_mend} 行存疑或退回，列在 `{filled}`：改好黄色的格，存盘，再连同原来的调查表一起评估：liftfit assess 调查表 {filled} …（其余选项同这次）",
                    "{to_mend} rows are doubtful or rejected and stand in `{filled}`: correct the yellow cells, save, and assess it together with the survey: liftfit assess SURVEY {filled} … (other options as this time)"
                );
                screen.note(note.get(screen.lang));
            }
            for path in kept {
                let shown = path.display();
                screen.warning(&text!(
                    "旧结果里改动过的文件另存为 `{shown}`",
                    "a file of the previous run that had been changed is kept as `{shown}`"
                ));
                if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("corrections")) {
                    let note = text!(
                        "其中填好的改动如果这次没有采用，请连同调查表再评估一次：liftfit assess 调查表 {shown} …",
                        "if what is filled in there was not used this time, assess again with it: liftfit assess SURVEY {shown} …"
                    );
                    screen.note(note.get(screen.lang));
                }
            }
            Ok(())
        }
        Ended::Beside { folder, held } => {
            let (out, folder) = (out.display(), folder.display());
            let held: Vec<String> = held.iter().map(|path| format!("`{}`", path.display())).collect();
            let held = held.join(" ");
            let why = match held.is_empty() {
                true => Text::same(""),
                false => text!("：{held} 正打开着", ": {held} is open"),
            };
            let (zh, en) = (why.zh, why.en);
            let message = text!(
                "旧结果 `{out}` 移不开{zh}；新结果在 `{folder}`",
                "the previous run at `{out}` cannot be moved{en}; the new one is in `{folder}`"
            );
            let help = text!("关掉打开的文件，再运行一次", "close what is open and run again");
            Err(Failure::new(FAILED, message, Some(help)))
        }
    }
}
