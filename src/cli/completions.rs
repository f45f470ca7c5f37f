//! `liftfit completions SHELL`: a completion script, to stdout.

use super::screen::Screen;
use super::{DONE, Failure};
use clap_complete::Shell;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// bash、zsh、fish、powershell 或 elvish ‖ bash, zsh, fish, powershell or elvish
    #[arg(value_name = "SHELL", hide_possible_values = true, help_heading = "参数 ‖ arguments")]
    shell: Shell,
}

/// Prints the script.
pub fn run(args: &Args, screen: &Screen, mut command: clap::Command) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "liftfit", &mut script);
    screen.data(&String::from_utf8_lossy(&script))?;
    Ok(DONE)
}
