//! `stepcare check`: every error of every file.

use stepcare::Severity;

use crate::arguments::{Check, Format};
use crate::findings::Findings;
use crate::{Failure, Outcome, diagnostics, load};

pub fn check(arguments: &Check) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Good;
    let mut findings = Findings::default();
    for path in &arguments.files {
        let name = load::name(path)?;
        let checked = stepcare::check_text(name, &stepcare::Disk::new(path));
        let errors = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
        if errors > 0 {
            outcome = Outcome::Bad;
        }
        if arguments.format == Format::Json {
            findings.add(&checked.diagnostics, &checked.sources);
            continue;
        }
        diagnostics::draw(&checked.diagnostics, &checked.sources)?;
        let warnings = checked.diagnostics.len() - errors;
        let warned = if warnings == 0 { String::new() } else { format!(", {warnings} to look at") };
        let told = if errors == 0 { "sound".into() } else { load::errors_words(errors) };
        anstream::println!("{name}: {told}{warned}");
    }
    if arguments.format == Format::Json {
        anstream::println!("{}", findings.document());
    }
    Ok(outcome)
}
