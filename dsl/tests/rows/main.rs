//! Rows of series from text to answer: what is asked of them, when they were, and what is left open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod aggregates;
mod columns;
mod each;
mod mistakes;
mod named;
mod periods;
mod windows;

use std::collections::BTreeMap;

use stepcare_core::evaluation::Evaluation;
use stepcare_core::expression::Status;
use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_dsl::{Failure, compile};

/// A patient's readings, problems, visits, orders and goals.
const DECLARED: &str = r#"care edition 2026
ruleset demo version "1" effective 2020-01-01
codes hypertension { icd10 I10 "Essential (primary) hypertension" }
codes diabetes     { icd10 E11 and below "Type 2 diabetes mellitus" }
facts {
  birth_date : date from chart
  sent_at    : instant from chart
}
series bp {
  systolic  : mmHg in 50 .. 300
  diastolic : mmHg in 30 .. 200
  setting   : one of home, office  assume office when unknown
  status    : one of preliminary, final, amended, cancelled
  link to encounters
  pair rows where at and setting are equal
  assume none when not supplied
}
series feed { systolic : mmHg in 50 .. 300; current within 1 day }
series conditions {
  what     : codes
  verified : one of confirmed, refuted
  listed   : any of problem_list_item, encounter_diagnosis
  recorded : instant
  period
}
series encounters {
  what   : codes
  class  : one of ambulatory, emergency, inpatient
  status : one of planned, finished
  period
  assume none when not supplied
}
series goals {
  target       : mmHg in 50 .. 300
  started      : date
  status_since : date
  at is started, else status_since
}
"#;

/// As of noon of Monday 2 March 2026 in New York.
const NOON: &str = "2026-03-02T12:00:00-05:00";

fn ruleset(lines: &str, condition: &str) -> Result<Ruleset, Failure> {
    let text = format!(
        "{DECLARED}{lines}\nscreening asked {{\n  exclude it_holds when {condition}\n  otherwise eligible\n}}\n"
    );
    let compilation = compile("demo.care", &BTreeMap::from([("demo.care".to_string(), text)]))?;
    Ok(Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default()).unwrap())
}

/// The evaluation of a record's series, `"bp": [rows]`, as of an instant.
fn evaluated(lines: &str, condition: &str, series: &[(&str, &str)], as_of: &str) -> Evaluation {
    let ruleset = ruleset(lines, condition).unwrap_or_else(|failure| panic!("{failure}"));
    let series: Vec<String> = series
        .iter()
        .map(|(name, rows)| format!(r#""{name}": {{"through": "2026-03-02T16:00:00Z", "rows": [{rows}]}}"#))
        .collect();
    let record = format!(
        r#"{{"format": 1, "patient": "p", "facts": {{"birth_date": "1961-04", "sent_at": "2026-02-20T09:00:00-05:00"}},
            "series": {{{}}}}}"#,
        series.join(", ")
    );
    ruleset.evaluate_text(record.as_bytes(), as_of, "America/New_York").unwrap()
}

/// Whether a condition holds, with some defines, for a record's series.
fn holds(lines: &str, condition: &str, series: &[(&str, &str)]) -> &'static str {
    truth(&evaluated(lines, condition, series, NOON))
}

fn truth(evaluation: &Evaluation) -> &'static str {
    match evaluation.decisions.get("asked").unwrap().status {
        Status::Excluded => "yes",
        Status::Eligible => "no",
        _ => "unknown",
    }
}

/// Until when an answer holds.
fn until(evaluation: &Evaluation) -> String {
    evaluation.valid_until.as_ref().map(|until| until.at.to_string()).unwrap_or_default()
}

/// A reading at a time of New York in winter.
fn bp(at: &str, systolic: u32, diastolic: u32) -> String {
    format!(r#"{{"id": "{at}", "at": "{at}:00-05:00", "systolic": {systolic}, "diastolic": {diastolic}}}"#)
}

/// Rows with commas between.
fn rows(all: &[String]) -> String {
    all.join(", ")
}

/// What a mistake reads like: `E0305 message; label; help`, each.
fn said(lines: &str, condition: &str) -> Vec<String> {
    let Err(failure) = ruleset(lines, condition) else { return Vec::new() };
    let of = |d: &stepcare_dsl::Diagnostic| {
        let label = d.labels.first().map_or("", |(_, label)| label.as_str());
        [format!("{} {}", d.code.trim_start_matches("care::"), d.message), label.into(), d.help.join("; ")].join("; ")
    };
    failure.diagnostics.iter().map(of).collect()
}
