//! The ruleset that is shipped compiles, and stays answerable whatever line is taken out of it or stands twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use stepcare_core::construct::Decision;
use stepcare_dsl::{Compilation, Failure, compile};

const RULESET: &str = include_str!("../../rulesets/remote-hypertension/remote_hypertension.care");
const FORMULARY: &str = include_str!("../../rulesets/formulary/antihypertensives.care");

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
