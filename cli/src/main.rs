//! The command `stepcare`: check, format, run, test and compile rulesets, say what record they read, and explain what
//! went wrong.
//!
//! Exit codes: 0, what was asked for was produced, problems of a record inside it; 1, it could not be produced, or a
//! check or test failed; 2, the command line was not understood.

mod arguments;
mod command;
mod diagnostics;
mod file;
mod findings;
mod load;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;

/// How a command ended that could be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As asked.
    Good,
    /// A check or a test failed, or `--strict` found a problem; it has been told.
    Bad,
}

/// Why a command could not be carried out, in words that hold no patient's value.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// In words.
    pub fn new(words: impl Into<String>) -> Failure {
        Failure(words.into())
    }
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Check(arguments) => command::check::check(&arguments),
        Command::Fmt(arguments) => command::fmt::fmt(&arguments),
        Command::Run(arguments) => command::run::run(&arguments),
        Command::Test(arguments) => command::test::test(&arguments),
        Command::Compile(arguments) => command::compile::compile(&arguments),
        Command::Schema(arguments) => command::schema::schema(&arguments),
        Command::Explain(arguments) => command::explain::explain(&arguments),
    };
    match result {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Bad) => ExitCode::FAILURE,
        Err(Failure(words)) => {
            anstream::eprintln!("error: {words}");
            ExitCode::FAILURE
        }
    }
}
