//! `stepcare run`: one patient.

use stepcare::{Evaluation, Limits, LoadOptions, render};

use crate::arguments::{Format, Run};
use crate::{Failure, Outcome, file, load};

pub fn run(arguments: &Run) -> Result<Outcome, Failure> {
    let options = LoadOptions { settings: arguments.settings.iter().cloned().collect(), ..LoadOptions::default() };
    let ruleset = load::ruleset(&arguments.ruleset, options)?;
    let told = |error: stepcare::EvaluateError| Failure::new(format!("{}: {error}", arguments.record.display()));
    let record = stepcare::read_record(&file::bytes(&arguments.record)?, &Limits::default()).map_err(told)?;
    let evaluation = ruleset.evaluate(&record, arguments.as_of, &arguments.zone).map_err(told)?;
    match arguments.format {
        Format::Text => anstream::print!("{}", render::text(&evaluation, &arguments.zone)),
        Format::Json => anstream::println!("{}", evaluation.to_json()),
    }
    if arguments.strict && !evaluation.problems.is_empty() {
        return Ok(strict(arguments, &evaluation));
    }
    Ok(Outcome::Good)
}

/// Problems on standard error: where, what was expected, what to do, and never what was found.
fn strict(arguments: &Run, evaluation: &Evaluation) -> Outcome {
    for problem in &evaluation.problems {
        anstream::eprintln!("{}: {problem}", arguments.record.display());
    }
    Outcome::Bad
}
