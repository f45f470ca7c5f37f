//! What `run.json` records of a run besides its files: the options that bear on the result, and the counts.

use super::args::duplicates_name;
use super::assess::Args;
use super::names_apart::names_of;
use crate::assess::Assessment;
use crate::lang::Lang;
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use crate::run::manifest::{Counts, Input, LiftCounts, OptionsUsed, RosterUsed, RulesFileUsed};
use crate::run::rules_kept::kept_mapping;
use crate::survey::Survey;
use crate::survey::lifts::lift_of;
use crate::survey::options::Options;

/// The options that bear on the result, with the roster's files and those of decisions.
pub fn options(args: &Args, options: &Options, beside: [&[Input]; 2], lang: Lang) -> OptionsUsed {
    let [roster, decisions] = beside.map(|files| {
        let files = files.iter().map(|file| RosterUsed { name: file.name.clone(), hash: file.hash.clone() });
        files.collect()
    });
    OptionsUsed {
        roster,
        decisions,
        as_of: options.as_of.to_string(),
        since: args.since.as_deref().map(|since| {
            let [since, _] = names_of([since, &args.out]);
            since
        }),
        set: args.rules_options.set.clone(),
        duplicates: duplicates_name(options.duplicates).into(),
        encoding: options.encoding.clone(),
        strict: options.strict,
        mapping: options.mapping.as_ref().map(|mapping| RulesFileUsed {
            name: mapping.file.name.clone(),
            kept: kept_mapping(&mapping.file),
            hash: mapping.file.hash.clone(),
        }),
        lang: lang.pick("zh", "en").into(),
    }
}

/// What was counted, units that have a lift apart.
pub fn counts(rules: &RuleSet, survey: &Survey, assessment: &Assessment) -> Counts {
    let class = |class| assessment.count(class) as u64;
    let lifts: Vec<usize> =
        (0..survey.units.count).filter(|&unit| lift_of(&rules.dictionary, &survey.units, unit) == Some(true)).collect();
    let of = |class| lifts.iter().filter(|&&unit| assessment.class.get(unit) == Some(&class)).count() as u64;
    Counts {
        units: survey.units.count as u64,
        suitable: class(Grade::Suitable),
        difficult: class(Grade::Difficult),
        unsuitable: class(Grade::Unsuitable),
        settled: (0..survey.units.count).filter(|&unit| assessment.is_settled(unit)).count() as u64,
        findings: (survey.findings.len() + assessment.findings.len()) as u64,
        rejected: survey.rejected.len() as u64,
        with_lift: Some(LiftCounts {
            units: lifts.len() as u64,
            suitable: of(Grade::Suitable),
            difficult: of(Grade::Difficult),
            unsuitable: of(Grade::Unsuitable),
            settled: lifts.iter().filter(|&&unit| assessment.is_settled(unit)).count() as u64,
        }),
    }
}
