//! What `test` blocks do: a made-up patient, as of an instant, and what must hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_dsl::{compile, testing};

const RULESET: &str = "care edition 2026
ruleset demo version \"1\" effective 2026-01-01
facts {
  birth_date : date from chart
  weight     : kg in 20 .. 400 valid 1 year from chart
  pregnant   : yes/no/maybe valid 60 days ask patient
}
series home_bp { systolic : mmHg in 50 .. 300; diastolic : mmHg in 30 .. 200 }
define age = whole years from birth_date to today
screening fit {
  exclude under_age when age < 18 years
  exclude heavy     when weight > 200 kg
  refer   pregnancy when pregnant is one of yes, maybe
  otherwise eligible
}
screening readings {
  exclude none_yet when no home_bp
  otherwise eligible
}
";

/// What fails of a test's lines: each failed expectation and what was found instead.
fn failed(lines: &str) -> Vec<String> {
    let test = "care edition 2026\ntests for demo from \"demo.care\"\n";
    let clock = "as of 2026-03-02T09:00 in America/New_York";
    let files = BTreeMap::from([
        ("demo.care".to_string(), RULESET.to_string()),
        ("demo_tests.care".to_string(), format!("{test}test \"it\" {{ {clock}\n {lines} }}\n")),
    ]);
    let compilation = compile("demo_tests.care", &files).unwrap_or_else(|failure| panic!("{failure}"));
    let ruleset = Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default()).unwrap();
    let results = testing::run(&compilation.tests, &ruleset);
    results[0].failed.iter().map(|f| format!("{}: {}", f.expected, f.found)).collect()
}

#[test]
fn what_holds_passes_at_the_boundary_and_beyond_it() {
    let given = "given birth_date is 2008-03-02; given pregnant is no; given weight is";
    assert_eq!(failed(&format!("{given} 200 kg; expect fit is eligible; expect fit is not excluded")), [""; 0]);
    assert_eq!(failed(&format!("{given} 200.1 kg; expect fit is excluded")), [""; 0]);
    assert_eq!(failed(&format!("{given} 440 lb; expect fit is eligible")), [""; 0]);
}

#[test]
fn what_does_not_hold_fails_with_what_was_found() {
    assert_eq!(
        failed("given birth_date is 1970; given pregnant is yes; given weight is 80 kg; expect fit is eligible"),
        ["expect fit is eligible: fit is referred"]
    );
}

#[test]
fn an_expectation_that_is_unknown_fails_and_says_what_was_possible() {
    let given = "given birth_date is 1970-01-01; given weight is 80 kg";
    assert_eq!(
        failed(&format!("{given}; expect fit is eligible")),
        ["expect fit is eligible: fit is undetermined: referred or eligible are possible"]
    );
    assert_eq!(
        failed(&format!("{given}; expect fit is not referred")),
        ["expect fit is not referred: fit is undetermined: referred or eligible are possible"]
    );
    assert_eq!(failed(&format!("{given}; expect fit is undetermined; expect fit is not excluded")), [""; 0]);
}

#[test]
fn what_would_settle_it_is_asked_for() {
    let given = "given birth_date is 1970-01-01; given weight is 80 kg";
    assert_eq!(failed(&format!("{given}; expect ask pregnant; expect no ask weight")), [""; 0]);
    assert_eq!(failed(&format!("{given}; expect ask weight")), ["expect ask weight: asked for: pregnant, home_bp"]);
}

#[test]
fn a_fact_without_a_time_is_dated_as_of_and_one_with_a_time_can_be_stale() {
    let given = "given birth_date is 1970-01-01; given weight is 80 kg; given pregnant is no";
    assert_eq!(failed(&format!("{given}; expect fit is eligible")), [""; 0]);
    assert_eq!(failed(&format!("{given} at 2026-01-01T12:00; expect fit is eligible")), [""; 0]);
    assert_eq!(failed(&format!("{given} at 2025-12-31T12:00; expect fit is undetermined")), [""; 0]);
}

#[test]
fn a_series_that_is_not_given_is_not_supplied_and_a_given_one_may_be_empty() {
    assert_eq!(failed("given nothing; expect readings is undetermined"), [""; 0]);
    assert_eq!(failed("given no home_bp; expect readings is excluded"), [""; 0]);
    assert_eq!(failed("given home_bp is 120/80 at 2026-03-01T07:00; expect readings is eligible"), [""; 0]);
    assert_eq!(failed("given home_bp is 120/- at 2026-03-01; expect readings is eligible"), [""; 0]);
}
