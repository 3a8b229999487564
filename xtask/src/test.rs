//! Every check and test, cheapest first, so that what fails fails early.

use std::time::Instant;

use crate::run::{cargo, pass};
use crate::{conformance, fuzz, npm, python, same_bytes, sizes};

/// A stage, by its name.
type Stage = (&'static str, fn() -> Result<(), String>);

/// Runs all stages; the first that fails ends it. Prints the minutes each took.
pub fn all() -> Result<(), String> {
    let stages: [Stage; 11] = [
        ("format", || pass(&mut cargo(&["fmt", "--all", "--check"]))),
        ("lints", lints),
        ("unit and doc tests", || pass(&mut cargo(&["test", "--workspace", "--exclude", "stepcare-tests"]))),
        ("rulesets", || {
            pass(&mut cargo(&["run", "--package", "stepcare-cli", "--", "test", "rulesets", "--at-least", "100"]))
        }),
        ("end to end", || pass(&mut cargo(&["test", "--package", "stepcare-tests"]))),
        ("public suites", conformance::stage),
        ("Python package", python::test),
        ("npm package", npm::test),
        ("sizes", sizes::print),
        ("fuzzing", || fuzz::run(fuzz::SECONDS, None)),
        ("the same bytes in every host", || same_bytes::compare(None)),
    ];
    let mut told = Vec::new();
    for (name, stage) in stages {
        println!("\n== {name}");
        let began = Instant::now();
        let result = stage();
        told.push(format!("{:6.1} min  {name}", began.elapsed().as_secs_f64() / 60.0));
        if let Err(what) = result {
            println!("\n{}", told.join("\n"));
            return Err(format!("{name}: {what}"));
        }
    }
    println!("\n{}\nall stages passed", told.join("\n"));
    Ok(())
}

/// The workspace, and the face without its parser, which no other stage builds.
fn lints() -> Result<(), String> {
    pass(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    pass(&mut cargo(&["clippy", "--package", "stepcare", "--no-default-features", "--", "-D", "warnings"]))
}
