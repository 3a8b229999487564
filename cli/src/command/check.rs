//! `stepcare check`: every error of every file.

use crate::arguments::Check;
use crate::{Failure, Outcome, diagnostics, load};

pub fn check(arguments: &Check) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Good;
    for path in &arguments.files {
        let name = load::name(path)?;
        let checked = stepcare::check_text(name, &stepcare::Disk::new(path));
        let errors = diagnostics::draw(&checked.diagnostics, &checked.sources)?;
        let warnings = checked.diagnostics.len() - errors;
        let warned = if warnings == 0 { String::new() } else { format!(", {warnings} to look at") };
        if errors == 0 {
            anstream::println!("{name}: sound{warned}");
        } else {
            anstream::println!("{name}: {}{warned}", load::errors_words(errors));
            outcome = Outcome::Bad;
        }
    }
    Ok(outcome)
}
