//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use stepcare::{Instant, Zone};

/// Rules for remote care of people with high blood pressure. It recommends; a clinician decides.
#[derive(Parser)]
#[command(name = "stepcare", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    Check(Check),
    Fmt(Fmt),
    Run(Run),
    Test(Test),
    Compile(Compile),
    Schema(Schema),
    Explain(Explain),
}

/// Check rulesets: every error, with its place, what was found, what was expected and what to do
#[derive(Args)]
pub struct Check {
    /// `.care` files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// For a person, or for a program: one JSON document
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Format rulesets: spacing, indentation and columns; nothing else is moved, and no hash changes
#[derive(Args)]
pub struct Fmt {
    /// `.care` files, rewritten in place; `-` reads standard input and writes standard output
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write nothing; list the files that would change, and exit with 1 if there is one
    #[arg(long)]
    pub check: bool,
}

/// Evaluate one patient
#[derive(Args)]
pub struct Run {
    /// A `.care` file or a bundle
    pub ruleset: PathBuf,
    /// The patient's record, JSON
    pub record: PathBuf,
    /// As of when: `2026-03-02T09:00:00-05:00`
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub as_of: Instant,
    /// Where the patient's days begin and end: `America/New_York`
    #[arg(long = "in", value_name = "ZONE", value_parser = zone)]
    pub zone: Zone,
    /// For a person, or for a program
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Exit with 1 when the record has any problem
    #[arg(long)]
    pub strict: bool,
    /// Change a setting, inside the range that the ruleset allows: `critical_systolic="170 mmHg"`
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    pub settings: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// Run the tests written in rulesets
#[derive(Args)]
pub struct Test {
    /// `.care` files, or folders: every `.care` file in them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// List the conditions that no test has seen hold, not hold, or be unknown
    #[arg(long)]
    pub coverage: bool,
    /// Exit with 1 where less than so many percent of the outcomes of a ruleset's conditions were seen
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub at_least: Option<u32>,
    /// Write the coverage as an lcov tracefile
    #[arg(long, value_name = "FILE")]
    pub lcov: Option<PathBuf>,
}

/// Compile a ruleset into a bundle, which hosts load without a parser
#[derive(Args)]
pub struct Compile {
    /// A `.care` file
    pub ruleset: PathBuf,
    /// Where the bundle is written
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
}

/// Print the JSON Schema of the record that a ruleset reads: its facts and series, with units, ranges and lists
#[derive(Args)]
pub struct Schema {
    /// A `.care` file or a bundle
    pub ruleset: PathBuf,
}

/// Say more about a code: `stepcare explain E0214`
#[derive(Args)]
pub struct Explain {
    /// `E0214`, or `care::E0214`
    pub code: String,
}

fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|error| error.to_string())
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::named(text).ok_or_else(|| "expected an IANA zone, spelled like `America/New_York`".into())
}

fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().into(), value.trim().into())),
        _ => Err("expected NAME=VALUE".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Arguments, setting, zone};
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_setting_has_a_name_and_a_value() {
        assert_eq!(setting("first_reminder = 5 days"), Ok(("first_reminder".into(), "5 days".into())));
        assert!(setting("first_reminder").is_err() && setting("=5 days").is_err());
    }

    #[test]
    fn a_zone_is_spelled_as_iana_spells_it() {
        assert!(zone("America/New_York").is_ok());
        assert!(zone("New York").is_err() && zone("EST5EDT6").is_err());
    }
}
