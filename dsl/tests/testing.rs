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
average mean of home_bp { window last 7 days; report mean systolic, mean diastolic }
setting bound : mmHg = 180 mmHg from 160 mmHg .. 200 mmHg
role clinician
task look \"Look at it\"
alert high on each home_bp in last 2 days {
  critical when systolic >= bound or diastolic >= 120 mmHg then task look for clinician due today
  confirm by another reading within 30 minutes
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

#[test]
fn values_of_an_average_are_expected_exactly_or_within_a_range() {
    // 133, 134 and 134: 401/3.
    let given = "given home_bp is 133/80 at 08:00 on 2026-03-02, 134/80 at 08:01, 08:02 on 2026-03-02;";
    assert_eq!(failed(&format!("{given} expect mean.diastolic is 80 mmHg")), [""; 0]);
    assert_eq!(failed(&format!("{given} expect mean.systolic within 133 .. 134 mmHg")), [""; 0]);
    assert_eq!(
        failed(&format!("{given} expect mean.systolic is 134 mmHg")),
        ["expect mean.systolic is 134 mmHg: mean.systolic is 401/3"]
    );
    // What is not there is neither that value nor another.
    let none = "given no home_bp; expect mean.systolic is not 134 mmHg";
    assert_eq!(failed(none), ["expect mean.systolic is not 134 mmHg: mean is insufficient"]);
}

#[test]
fn rows_and_lines_that_count_are_included_and_others_are_excluded() {
    let given = "given home_bp is 133/80 at 2026-03-02T08:00, 134/- at 2026-03-02T08:01;";
    assert_eq!(failed(&format!("{given} expect mean includes r1; expect mean includes r2")), [""; 0]);
    assert_eq!(failed(&format!("{given} expect mean includes r3")), ["expect mean includes r3: mean: r1, r2"]);
    let given = "given birth_date is 2010-01-01; given weight is 201 kg; given pregnant is no;";
    assert_eq!(failed(&format!("{given} expect fit includes heavy; expect fit excludes pregnancy")), [""; 0]);
}

#[test]
fn a_second_reading_is_expected_by_what_it_says() {
    let given = |second: &str| format!("given home_bp is 180/80 at 2026-03-02T08:00{second};");
    for (second, said) in [
        (", 181/80 at 2026-03-02T08:30", "confirmed"),
        (", 129/80 at 2026-03-02T08:30", "same day review"),
        (", 129/80 at 2026-03-02T08:31", "unconfirmed"),
        ("", "unconfirmed"),
    ] {
        assert_eq!(failed(&format!("{} expect high is {said}; expect high is critical", given(second))), [""; 0]);
    }
    let now = "given home_bp is 180/80 at 2026-03-02T08:30;";
    assert_eq!(failed(&format!("{now} expect high is awaiting")), [""; 0]);
    assert_eq!(failed(&format!("{now} expect high is confirmed")), ["expect high is confirmed: awaiting"]);
}

#[test]
fn a_setting_is_given_as_a_site_loads_it() {
    let reading = "given home_bp is 170/80 at 2026-03-02T08:00;";
    assert_eq!(failed(&format!("{reading} expect high is quiet")), [""; 0]);
    assert_eq!(failed(&format!("given setting bound is 170 mmHg; {reading} expect high is fired")), [""; 0]);
    assert_eq!(failed(&format!("given setting bound is 22 kPa; {reading} expect high is fired")), [""; 0]);
}

/// What is wrong with the cases of a file.
fn wrong(line: &str, cases: &str) -> Vec<String> {
    let files = BTreeMap::from([
        ("demo.care".to_string(), format!("{RULESET}{line}\n")),
        ("cases.csv".to_string(), cases.to_string()),
    ]);
    let failure = match compile("demo.care", &files) {
        Ok(_) => return Vec::new(),
        Err(failure) => failure,
    };
    let said = failure.diagnostics.iter().map(|d| {
        let at = failure.sources.place(d.labels[0].0);
        format!("{}:{}:{} {}", at.file, at.line, at.column, d.message)
    });
    said.collect()
}

const FROM: &str = "tests from \"cases.csv\" as of 2026-03-02T09:00 in America/New_York";

#[test]
fn tests_are_also_data_a_line_a_patient() {
    let cases = "test,given birth_date,given weight,given home_bp,expect fit,expect ask pregnant,expect mean.systolic within\n\
         at 18,2008-03-02,80 kg,,undetermined,yes,\n\
         under 18,2008-03-03,80 kg,none,excluded,,\n\
         \"one, with a mean\",1970,80 kg,\"128/78 at 2026-03-01T08:00, 131/80 at 2026-03-01T08:01\",,yes,129 .. 130 mmHg\n\
         fails,1970,80 kg,,eligible,,\n";
    let files = BTreeMap::from([
        ("demo.care".to_string(), format!("{RULESET}{FROM}\n")),
        ("cases.csv".to_string(), cases.to_string()),
    ]);
    let compilation = compile("demo.care", &files).unwrap_or_else(|failure| panic!("{failure}"));
    let ruleset = Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default()).unwrap();
    let results = testing::run(&compilation.tests, &ruleset);
    let names: Vec<(&str, usize)> = results.iter().map(|r| (r.name.as_str(), r.failed.len())).collect();
    assert_eq!(names, [("at 18", 0), ("under 18", 0), ("one, with a mean", 0), ("fails", 1)]);
    let at = compilation.sources.place(results[3].failed[0].span);
    assert_eq!((at.file.as_str(), at.line, at.column), ("cases.csv", 5, 19));
}

#[test]
fn what_is_wrong_with_a_case_is_told_at_its_line_and_column() {
    let of = |rows: &str| wrong(FROM, &format!("test,given weight,expect fit\n{rows}"));
    assert_eq!(of("a,80 cm,eligible\n"), ["cases.csv:2:3 a length (cm) where a mass (kg) is expected"]);
    assert_eq!(of("a,80 kg,excluded\nb,80 kg,elligible\n"), ["cases.csv:3:9 `fit` is never `elligible`"]);
    assert_eq!(of("a,80 kg,\n"), ["cases.csv:2:1 this line expects nothing"]);
    let head = |head: &str| wrong(FROM, &format!("{head}\na,80 kg,eligible\n"));
    assert_eq!(head("test,given wieght,expect fit"), ["cases.csv:1:6 there is no fact, series or decision `wieght`"]);
    assert_eq!(head("test,weight,expect fit"), ["cases.csv:1:6 `weight` is no column of a test"]);
    let clockless = "tests from \"cases.csv\"";
    assert_eq!(
        wrong(clockless, "test,given weight,expect fit\n"),
        ["demo.care:28:1 `cases.csv` has no column `as of` and `in`"]
    );
}

#[test]
fn a_line_of_cases_may_have_a_clock_of_its_own() {
    let cases = "test,as of,in,given birth_date,expect fit\na,2026-03-02T09:00,Europe/Madrid,2020-01-01,excluded\n";
    assert_eq!(wrong("tests from \"cases.csv\"", cases), [""; 0]);
    let nowhere = cases.replace("Europe/Madrid", "Europe/Madird");
    assert_eq!(wrong("tests from \"cases.csv\"", &nowhere), ["cases.csv:2:20 there is no zone `Europe/Madird`"]);
}

/// What is left of each rule: its name, the condition, the outcomes that were never seen.
fn left(tests: &str) -> Vec<String> {
    let files = BTreeMap::from([("demo.care".to_string(), format!("{RULESET}{tests}"))]);
    let compilation = compile("demo.care", &files).unwrap_or_else(|failure| panic!("{failure}"));
    let (compiled, spans) = (compilation.compiled.clone(), compilation.spans.clone());
    let ruleset = Ruleset::new(compiled, spans, LoadOptions::default()).unwrap();
    let coverage = testing::coverage::collect(&compilation, &ruleset);
    let mut left = Vec::new();
    for rule in &coverage.rules {
        for condition in rule.conditions.iter().filter(|c| !c.never().is_empty()) {
            left.push(format!("{}: {} never {}", rule.name, condition.text, condition.never().join(", ")));
        }
    }
    left
}

#[test]
fn coverage_tells_which_conditions_were_never_true_false_or_unknown() {
    let test = |name: &str, lines: &str| {
        format!("test \"{name}\" {{\n  as of 2026-03-02T09:00 in America/New_York\n  {lines}\n}}\n")
    };
    let young =
        test("young", "given birth_date is 2010-01-01; given home_bp is 180/- at 2026-03-02; expect fit is excluded");
    assert_eq!(
        left(&young),
        [
            "fit/under_age: age < 18 years never false, unknown",
            "fit/heavy: weight > 200 kg never true, false",
            "fit/pregnancy: pregnant is one of yes, maybe never true, false",
            "readings/none_yet: no home_bp never true, unknown",
            "high/1: systolic >= bound or diastolic >= 120 mmHg never false, unknown",
            "high/1: systolic >= bound never false, unknown",
            // Behind what decides nothing is reached.
            "high/1: diastolic >= 120 mmHg never true, false, unknown",
        ]
    );
    let old = test(
        "old",
        "given birth_date is 1970; given weight is 201 kg; given pregnant is maybe; expect fit is excluded",
    );
    let rest = left(&format!("{young}{old}"));
    assert_eq!(rest[0], "fit/under_age: age < 18 years never unknown");
    assert_eq!(rest[1], "fit/heavy: weight > 200 kg never false");
}
