//! Several rule sets, each with its own `--set`: a `--set` belongs to the `--rules` before it.
//!
//! What always holds: the order typed is kept. The parser keeps the values of each argument apart, so their places among
//! all that was typed say what belongs to what.

use super::args::setting;
use super::names_apart::names_apart;
use super::screen::Screen;
use super::{Failure, WRONG, used_rules};
use crate::rules::RuleSet;
use crate::text;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::Path;

/// One rule set as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The path or name
    pub rules: String,
    /// What is set
    pub sets: Vec<(String, String)>,
}

impl Given {
    /// How it is called where it stands beside others: `shanghai`, `shanghai good_stair_width=1.05m`.
    pub fn name(&self) -> String {
        self.rules.clone() + &self.settings()
    }

    fn settings(&self) -> String {
        self.sets.iter().map(|(param, value)| format!(" {param}={value}")).collect()
    }
}

/// What was typed, in order.
#[derive(Clone, Debug, Default)]
pub struct Variants {
    /// The rule sets
    pub given: Vec<Given>,
    /// Settings that stood before any rule set
    early: Vec<(String, String)>,
}

/// A rule set that was loaded.
pub struct Variant {
    /// How it was typed
    pub name: String,
    /// What it is called beside the others
    pub called: String,
    /// Itself
    pub rules: RuleSet,
}

impl clap::Args for Variants {
    fn augment_args(command: Command) -> Command {
        let heading = "选项 ‖ options";
        command
            .arg(
                Arg::new("rules")
                    .long("rules")
                    .value_name("规则 ‖ RULES")
                    .action(ArgAction::Append)
                    .required(true)
                    .help_heading(heading)
                    .help("规则文件的路径，或自带规则的名字（如 shanghai）；可重复，头一个是比较的基准 ‖ the path of a rules file, or the name of a shipped one (shanghai); may be repeated, the first is what the others are compared with"),
            )
            .arg(
                Arg::new("set")
                    .long("set")
                    .value_name("参数=值 ‖ PARAM=VALUE")
                    .action(ArgAction::Append)
                    .value_parser(setting)
                    .help_heading(heading)
                    .help("改前面那个 --rules 的一个参数，如 good_stair_width=1.05m；可重复。只有一个 --rules 时，就同它自己比 ‖ change a parameter of the --rules before it, as in good_stair_width=1.05m; may be repeated. With one --rules it is compared with itself so changed"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Variants {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Variants, clap::Error> {
        let places = |id: &str| matches.indices_of(id).into_iter().flatten().collect::<Vec<_>>();
        let rules = matches.get_many::<String>("rules").into_iter().flatten().cloned();
        let mut variants = Variants::default();
        let mut begins = Vec::new();
        for (rules, place) in rules.zip(places("rules")) {
            variants.given.push(Given { rules, sets: Vec::new() });
            begins.push(place);
        }
        let sets = matches.get_many::<(String, String)>("set").into_iter().flatten().cloned();
        for (set, place) in sets.zip(places("set")) {
            let before = begins.iter().rposition(|begin| *begin < place);
            match before.and_then(|at| variants.given.get_mut(at)) {
                Some(given) => given.sets.push(set),
                None => variants.early.push(set),
            }
        }
        Ok(variants)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Variants::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Variants {
    /// The rule sets meant: one with settings is itself and itself so changed. An error where there are not two.
    pub fn meant(&self) -> Result<Vec<Given>, Failure> {
        if let Some((param, value)) = self.early.first() {
            return Err(Failure::new(
                WRONG,
                text!(
                    "`--set {param}={value}` 前面没有 --rules",
                    "there is no `--rules` before `--set {param}={value}`"
                ),
                Some(text!("--set 写在它所改的 --rules 后面", "a `--set` stands behind the `--rules` that it changes")),
            ));
        }
        match self.given.as_slice() {
            [one] if one.sets.is_empty() => Err(Failure::new(
                WRONG,
                text!("只有一套规则，没有可比的", "there is one rule set, and nothing to compare it with"),
                Some(text!(
                    "再写一个 --rules，或用 --set 改它的参数：--set good_stair_width=1.05m",
                    "give another `--rules`, or change a parameter: `--set good_stair_width=1.05m`"
                )),
            )),
            [one] => Ok(vec![Given { sets: Vec::new(), ..one.clone() }, one.clone()]),
            several => Ok(several.to_vec()),
        }
    }
}

/// Loads rule sets. What is said of one is said under its name.
pub fn load(given: &[Given], deny_warnings: bool, screen: &Screen) -> Result<Vec<Variant>, Failure> {
    let files: Vec<&Path> = given.iter().map(|given| Path::new(&given.rules)).collect();
    let load = |(given, file): (&Given, String)| {
        let called = file + &given.settings();
        let (rules, _) = used_rules::load_called(&called, &given.rules, &given.sets, deny_warnings, screen)?;
        Ok(Variant { name: given.name(), called, rules })
    };
    given.iter().zip(names_apart(&files)).map(load).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Args, FromArgMatches};

    fn typed(words: &[&str]) -> Variants {
        let command = Variants::augment_args(Command::new("x"));
        Variants::from_arg_matches(&command.try_get_matches_from([&["x"], words].concat()).unwrap()).unwrap()
    }

    fn names(words: &[&str]) -> Vec<String> {
        typed(words).meant().map(|given| given.iter().map(Given::name).collect()).unwrap_or_default()
    }

    #[test]
    fn a_setting_belongs_to_the_rules_before_it() {
        assert_eq!(
            names(&["--rules", "a", "--set", "p=1", "--set", "q=2", "--rules", "b", "--set", "p=3"]),
            ["a p=1 q=2", "b p=3"]
        );
        assert_eq!(names(&["--rules", "a", "--rules", "b"]), ["a", "b"]);
    }

    #[test]
    fn one_with_settings_is_compared_with_itself() {
        assert_eq!(names(&["--rules", "a", "--set", "p=1"]), ["a", "a p=1"]);
        assert!(typed(&["--rules", "a"]).meant().unwrap_err().message.unwrap().zh.contains("没有可比的"));
        assert!(typed(&["--set", "p=1", "--rules", "a"]).meant().unwrap_err().message.unwrap().zh.contains("前面没有"));
    }
}
