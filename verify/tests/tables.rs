//! Tables as texts, and what is found of them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use stepcare_core::expression::Status;
use stepcare_core::ruleset::{Compiled, LoadOptions, Ruleset};
use stepcare_core::value::Zone;
use stepcare_verify::{Finding, Kind, Proof, tables};

const HEAD: &str = r#"
care edition 2026
ruleset proofs version "1" effective 2026-01-01
source local "Programme protocol" choice
facts {
  birth_date : date                        from chart
  systolic   : mmHg in 50 .. 300           from chart
  diastolic  : mmHg in 30 .. 200           from chart
  weight     : kg in 20 .. 400             from chart
  frail      : yes/no                      from chart
  risk       : one of low, medium, high    from chart
  symptoms   : any of headache, vision     from chart
  conditions : codes                       from chart
}
codes diabetes { icd10 E11 and below "Type 2 diabetes mellitus" }
codes kidneys  { icd10 N18 and below "Chronic kidney disease" }
series home_bp { systolic : mmHg in 50 .. 300; diastolic : mmHg in 30 .. 200; current within 1 day }
average home of home_bp { window last 7 days; report mean systolic, mean diastolic }
goal target for home { below 130/80 otherwise }
define age = whole years from birth_date to today
"#;

fn compiled(body: &str) -> Compiled {
    let files = BTreeMap::from([("proofs.care".to_string(), format!("{HEAD}{body}"))]);
    stepcare_dsl::compile("proofs.care", &files).unwrap_or_else(|failure| panic!("{failure}")).compiled
}

fn proof(body: &str) -> Proof {
    tables(&compiled(body)).pop().unwrap()
}

/// What was found, as `overlap 1 2: age is 65 years`.
fn found(body: &str) -> Vec<String> {
    let told = |finding: &Finding| {
        let rows: Vec<String> = finding.rows.iter().map(|row| format!(" {row}")).collect();
        let told = finding.witness.as_ref().map_or_else(|| finding.on.clone(), |witness| witness.told.clone());
        format!("{:?}{}: {}", finding.kind, rows.concat(), told.join(", ")).trim_end_matches(": ").to_string()
    };
    proof(body).findings.iter().map(told).collect()
}

fn table(policy: &str, lines: &str) -> String {
    format!("table t {policy} cite local {{\n{lines}\n}}\n")
}

#[test]
fn a_table_with_a_row_for_everybody_is_proved() {
    let rows = "systolic || t\n < 130 mmHg || a\n 130 mmHg .. before 140 mmHg || b\n >= 140 mmHg || c";
    assert_eq!(found(&table("exactly one row", rows)), [""; 0]);
}

#[test]
fn a_bound_that_nobody_took_is_a_gap_and_one_that_two_took_an_overlap() {
    let rows = "systolic || t\n < 130 mmHg || a\n > 130 mmHg || b";
    assert_eq!(found(&table("exactly one row", rows)), ["Gap: systolic is 130 mmHg"]);
    let rows = "systolic || t\n <= 130 mmHg || a\n >= 130 mmHg || b";
    assert_eq!(found(&table("exactly one row", rows)), ["Overlap 1 2: systolic is 130 mmHg"]);
    // Between two whole numbers lies a mean.
    let rows = "systolic || t\n <= 129 mmHg || a\n >= 130 mmHg || b";
    assert_eq!(found(&table("exactly one row", rows)), ["Gap: systolic is 129.5 mmHg"]);
}

#[test]
fn between_two_ages_there_is_none() {
    let rows = "age || t\n < 65 years || a\n > 64 years || b";
    assert_eq!(found(&table("exactly one row", rows)), [""; 0]);
    let rows = "age || t\n < 65 years || a\n > 65 years || b";
    assert_eq!(found(&table("exactly one row", rows)), ["Gap: age is 65 years"]);
}

#[test]
fn lists_and_codes_are_gone_through() {
    let rows = "risk || t\n low || a\n high || b";
    assert_eq!(found(&table("exactly one row", rows)), ["Gap: risk is medium"]);
    let rows = "symptoms || t\n headache || a\n vision || b";
    let expected = [
        "Overlap 1 2: symptoms has headache, symptoms has vision",
        "Gap: not symptoms has headache, not symptoms has vision",
    ];
    assert_eq!(found(&table("exactly one row", rows)), expected);
    let rows = "conditions || t\n diabetes || a\n kidneys || b";
    let expected = [
        "Overlap 1 2: conditions has diabetes, conditions has kidneys",
        "Gap: not conditions has diabetes, not conditions has kidneys",
    ];
    assert_eq!(found(&table("exactly one row", rows)), expected);
}

#[test]
fn agreeing_rows_may_overlap_where_they_say_the_same() {
    let rows = "systolic | frail || t\n >= 130 mmHg | any || a\n any | yes || a\n < 130 mmHg | no || b";
    assert_eq!(found(&table("agreeing rows", rows)), [""; 0]);
    let rows = "systolic | frail || t\n >= 130 mmHg | any || a\n any | yes || b\n < 130 mmHg | no || b";
    assert_eq!(found(&table("agreeing rows", rows)), ["Overlap 1 2: systolic is 130 mmHg, frail is yes"]);
}

#[test]
fn a_row_that_nobody_meets_and_one_that_is_never_reached_are_found() {
    let rows = "systolic | risk || t\n >= 140 mmHg | any || a\n > 150 mmHg | high || b\n any | any || c";
    assert_eq!(found(&table("first row", rows)), ["Covered 2"]);
    // A range whose ends are the wrong way round, and one beyond what is declared.
    let rows = "systolic || t\n 140 mmHg .. 130 mmHg || a\n > 300 mmHg || b\n any || c";
    assert_eq!(found(&table("first row", rows)), ["Never 1", "Never 2"]);
}

#[test]
fn what_a_goal_says_is_taken_as_given() {
    let rows = "target.status | frail || t\n at goal | any || a\n above goal | no || b\n not assessable | any || c";
    assert_eq!(found(&table("exactly one row", rows)), ["Gap: frail is yes, target is above goal"]);
    let rows = "home.systolic || t\n < 130 mmHg || a\n > 130 mmHg || b";
    assert_eq!(found(&table("exactly one row", rows)), ["Gap: home.systolic is 130 mmHg"]);
}

#[test]
fn a_table_that_reads_another_is_seen_through_it() {
    let first = "table stage first row cite local {\n systolic || stage\n >= 140 mmHg || second\n >= 130 mmHg || high\n any || none\n}\n";
    let rows = "stage | systolic || t\n second | any || a\n high | any || b\n none | < 130 mmHg || c";
    assert_eq!(found(&format!("{first}{}", table("exactly one row", rows))), [""; 0]);
    let rows = "stage | systolic || t\n second | any || a\n high | > 130 mmHg || b\n none | any || c";
    assert_eq!(found(&format!("{first}{}", table("exactly one row", rows))), ["Gap: systolic is 130 mmHg"]);
}

#[test]
fn what_cannot_be_ranged_over_is_said_and_never_passed() {
    let rows = "systolic > diastolic || t\n yes || a";
    assert_eq!(found(&table("exactly one row", rows)), ["NotProved: systolic, diastolic"]);
    // Whatever the two are, the table has a row.
    let rows = "systolic > diastolic || t\n yes || a\n no || b";
    assert_eq!(found(&table("exactly one row", rows)), [""; 0]);
    let rows = "count of home_bp in last 7 days || t\n < 3 || a\n > 3 || b";
    assert_eq!(found(&table("exactly one row", rows)), ["NotProved: what is asked of the rows of home_bp"]);
    let rows = "count of home_bp in last 7 days || t\n < 3 || a\n >= 3 || b";
    assert_eq!(found(&table("exactly one row", rows)), [""; 0]);
    // A goal is not free of the mean that it judges.
    let rows = "target.status | home.systolic || t\n at goal | any || a\n any | >= 130 mmHg || b\n above goal | < 130 mmHg || c";
    let proof = found(&table("first row", rows));
    assert_eq!(proof, [""; 0]);
}

#[test]
fn one_measured_value_against_another_is_below_at_or_above_it() {
    let rows = "systolic || t\n < diastolic || a\n = diastolic || b\n > diastolic || c";
    assert_eq!(found(&table("exactly one row", rows)), [""; 0]);
    let rows = "systolic - diastolic || t\n < 10 mmHg || a\n >= 10 mmHg || b\n > 60 mmHg || c";
    assert_eq!(found(&table("first row", rows)), ["Covered 3"]);
}

#[test]
fn a_proof_says_what_the_rows_read() {
    let rows = "systolic | frail || t\n >= 130 mmHg | yes || a\n >= 130 mmHg | no || b\n < 130 mmHg | any || c";
    let proof = proof(&table("exactly one row", rows));
    assert_eq!(proof.reads, [("systolic".to_string(), vec![1, 2, 3]), ("frail".to_string(), vec![1, 2])]);
}

#[test]
fn a_witness_as_a_record_shows_it_when_it_is_run() {
    let rows = "age | weight | conditions || t\n >= 65 years | any | any || a\n < 65 years | > 100 kg | diabetes || b";
    let compiled = compiled(&table("exactly one row", rows));
    let proof = tables(&compiled).pop().unwrap();
    let ruleset = Ruleset::new(compiled, Vec::new(), LoadOptions::default()).unwrap();
    let [finding] = proof.findings.as_slice() else { panic!("{:?}", proof.findings) };
    let witness = finding.witness.as_ref().unwrap();
    assert_eq!(finding.kind, Kind::Gap);
    let answer = ruleset.evaluate_text(witness.json().as_bytes(), &witness.as_of.to_string(), "UTC").unwrap();
    assert_eq!(answer.decisions.get("t").unwrap().status, Status::NoRow);
    assert!(answer.problems.is_empty(), "{:?}", answer.problems);
    let _: Zone = Zone::named("UTC").unwrap();
}
