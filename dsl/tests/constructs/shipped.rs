//! The ruleset that is shipped compiles, and stays answerable whatever line is taken out of it or stands twice.

use std::collections::BTreeMap;

use stepcare_core::construct::Decision;
use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_dsl::{Compilation, Failure, compile};

const RULESET: &str = include_str!("../../../rulesets/remote-hypertension/remote_hypertension.care");
const FORMULARY: &str = include_str!("../../../rulesets/formulary/antihypertensives.care");

fn compiled(ruleset: &str, formulary: &str) -> Result<Compilation, Failure> {
    let files = BTreeMap::from([
        ("remote_hypertension.care".to_string(), ruleset.to_string()),
        ("../formulary/antihypertensives.care".to_string(), formulary.to_string()),
    ]);
    compile("remote_hypertension.care", &files)
}

#[test]
fn the_shipped_ruleset_compiles_into_every_construct() {
    let compilation = compiled(RULESET, FORMULARY).unwrap_or_else(|failure| panic!("{failure}"));
    let compiled = compilation.compiled;
    let count = |is: fn(&Decision) -> bool| compiled.decisions.iter().filter(|d| is(d)).count();
    assert_eq!(count(|d| matches!(d, Decision::Average(_))), 1);
    assert_eq!(count(|d| matches!(d, Decision::Alert(_))), 2);
    assert_eq!(count(|d| matches!(d, Decision::Goal(_))), 1);
    assert_eq!(count(|d| matches!(d, Decision::Contraindication(_))), 11);
    assert_eq!(count(|d| matches!(d, Decision::Check(_))), 1);
    assert_eq!(count(|d| matches!(d, Decision::Ladder(_))), 1);
    assert_eq!((compiled.messages.len(), compiled.reminders.len()), (5, 5));
    let formulary = compiled.formulary.unwrap();
    assert_eq!(formulary.drugs.len(), 43);
}

/// The lines of a text that say something, by number.
fn lines(text: &str) -> impl Iterator<Item = usize> {
    let says = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    text.lines().enumerate().filter(move |(_, line)| says(line)).map(|(n, _)| n)
}

/// The shipped formulary without its products, which take most of the time to read.
fn drugs() -> String {
    let kept = FORMULARY.lines().filter(|line| !line.starts_with("product") && !line.starts_with("outside"));
    kept.collect::<Vec<_>>().join("\n")
}

/// A text with one of its lines written so many times.
fn with_line(text: &str, at: usize, times: usize) -> String {
    let written =
        |(n, line): (usize, &str)| if n == at { vec![line.to_string(); times] } else { vec![line.to_string()] };
    text.lines().enumerate().flat_map(written).collect::<Vec<_>>().join("\n")
}

/// A text either has errors, each with a place in it, or compiles to what the engine loads.
fn answered(ruleset: &str, formulary: &str) {
    match compiled(ruleset, formulary) {
        Ok(compilation) => {
            let loaded = Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default());
            if let Err(error) = loaded {
                panic!("it compiles and cannot be loaded: {error}\n{ruleset}");
            }
        }
        Err(failure) => {
            assert!(!failure.diagnostics.is_empty());
            for diagnostic in &failure.diagnostics {
                assert!(
                    diagnostic.labels.iter().all(|(span, _)| failure.sources.file(*span).is_some()),
                    "{diagnostic:?}"
                );
            }
        }
    }
}

#[test]
fn the_shipped_ruleset_without_any_one_line_is_answered() {
    let drugs = drugs();
    for at in lines(RULESET) {
        answered(&with_line(RULESET, at, 0), &drugs);
    }
}

#[test]
fn the_shipped_ruleset_with_any_line_twice_is_answered() {
    let drugs = drugs();
    for at in lines(RULESET) {
        answered(&with_line(RULESET, at, 2), &drugs);
    }
}

#[test]
fn the_shipped_formulary_without_any_one_line_or_with_it_twice_is_answered() {
    // Every twentieth line: drugs, products and what is outside are each many of a kind.
    for at in lines(FORMULARY).step_by(20) {
        answered(RULESET, &with_line(FORMULARY, at, 0));
        answered(RULESET, &with_line(FORMULARY, at, 2));
    }
}

#[test]
fn the_shipped_ruleset_cut_off_after_any_line_is_answered() {
    let drugs = drugs();
    let all: Vec<&str> = RULESET.lines().collect();
    for end in (0..all.len()).step_by(10) {
        answered(&all[..end].join("\n"), &drugs);
    }
}
