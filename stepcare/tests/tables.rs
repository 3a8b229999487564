//! A text whose tables break their promise is refused where texts are checked and where they are loaded.
#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use stepcare::{Checked, LoadOptions, TextError, check_text, load_text};

fn files(rows: &str) -> BTreeMap<String, String> {
    let text = format!(
        "care edition 2026
ruleset stages version \"1\" effective 2026-01-01
source local \"Programme protocol\" choice
facts {{ systolic : mmHg in 50 .. 300  from chart\n  diastolic : mmHg in 30 .. 200  from chart }}
table stage exactly one row cite local {{
  systolic || stage
{rows}
}}
"
    );
    BTreeMap::from([("stages.care".to_string(), text)])
}

fn found(rows: &str) -> Vec<String> {
    let Checked { diagnostics, sources } = check_text("stages.care", &files(rows));
    let told = |found: &stepcare::Diagnostic| {
        let lines: Vec<u32> = found.labels.iter().map(|(span, _)| sources.place(*span).line).collect();
        format!("{} {lines:?} {} | {}", found.code, found.message, found.notes.join(" | "))
    };
    diagnostics.iter().map(told).collect()
}

#[test]
fn a_gap_is_told_with_a_patient_and_the_record_to_run() {
    let rows = "  < 130 mmHg || low\n  > 130 mmHg || high";
    let record = "{\"format\": 1, \"patient\": \"witness\", \"facts\": {\"systolic\": {\"value\": 130, \"unit\": \"mm[Hg]\", \
                  \"at\": \"2026-01-01T12:00:00.000Z\"}}}";
    let expected = format!(
        "care::E0601 [6] `stage` has no row for somebody | of this patient it is so: systolic is 130 mmHg | \
         as a record, as of 2026-01-01T12:00:00.000Z in UTC: {record}"
    );
    assert_eq!(found(rows), [expected]);
    let Err(TextError::Text { diagnostics, .. }) = load_text("stages.care", &files(rows), LoadOptions::default())
    else {
        panic!("it was loaded")
    };
    assert_eq!(diagnostics[0].code, "care::E0601");
}

#[test]
fn an_overlap_is_told_at_both_rows() {
    let told = found("  <= 130 mmHg || low\n  >= 130 mmHg || high");
    assert!(told[0].starts_with("care::E0602 [8, 9] rows 1 and 2 of `stage` can hold at once"), "{told:?}");
}

#[test]
fn what_is_not_proved_is_a_warning_and_is_loaded() {
    let rows = "  < diastolic || odd\n  > diastolic || plain";
    let told = found(rows);
    assert!(told[0].starts_with("care::W0111 [6] whether everybody has a row of `stage` is not proved"), "{told:?}");
    assert!(load_text("stages.care", &files(rows), LoadOptions::default()).is_ok());
}

#[test]
fn a_row_that_nobody_meets_is_told() {
    let told = found("  > 400 mmHg || impossible\n  <= 300 mmHg || possible");
    assert!(told.iter().any(|one| one.starts_with("care::E0603 [8]")), "{told:?}");
}

#[test]
fn a_row_that_the_rows_above_leave_nothing_is_told() {
    let rows = files("  <= 300 mmHg || any\n  > 130 mmHg || high");
    let text = rows["stages.care"].replace("exactly one row", "first row");
    let files = BTreeMap::from([("stages.care".to_string(), text)]);
    let codes: Vec<String> =
        check_text("stages.care", &files).diagnostics.iter().map(|found| found.code.to_string()).collect();
    assert!(codes.contains(&"care::E0604".to_string()), "{codes:?}");
}
