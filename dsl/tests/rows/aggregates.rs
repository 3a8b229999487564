//! What is asked of rows.

use super::{bp, holds, rows};

fn four() -> String {
    rows(&[
        bp("2026-02-26T08:00", 120, 70),
        bp("2026-02-27T08:00", 150, 80),
        bp("2026-02-28T08:00", 130, 80),
        bp("2026-02-28T20:00", 140, 90),
    ])
}

#[test]
fn each_aggregate_of_four_readings() {
    for asked in [
        "count of bp = 4",
        "count days of bp = 3",
        "any bp",
        "no bp where systolic > 150 mmHg",
        "latest systolic of bp = 140 mmHg",
        "earliest systolic of bp = 120 mmHg",
        "least diastolic of bp = 70 mmHg",
        "greatest systolic of bp = 150 mmHg",
        "mean systolic of bp = 135 mmHg",
        "sum diastolic of bp = 320 mmHg",
        "change of systolic of bp = 20 mmHg",
        "(share of bp where systolic >= 140 mmHg) = 50%",
        "(share of bp in last 3 days where systolic >= 135 mmHg) = 50%",
    ] {
        assert_eq!(holds("", asked, &[("bp", &four())]), "yes", "{asked}");
    }
}

#[test]
fn of_no_rows_values_are_unknown_and_a_count_is_nothing() {
    for asked in [
        "latest systolic of bp > 0 mmHg",
        "change of systolic of bp > 0 mmHg",
        "(share of bp where systolic > 140 mmHg) > 50%",
    ] {
        assert_eq!(holds("", asked, &[("bp", "")]), "unknown", "{asked}");
    }
    assert_eq!(holds("", "count of bp = 0", &[("bp", "")]), "yes");
    assert_eq!(holds("", "count of bp = 0", &[]), "yes", "assumed none, where it was not supplied");
}

#[test]
fn a_feed_that_is_behind_takes_nothing_back_and_promises_nothing() {
    let through = |through: &str, asked: &str| {
        let ruleset = super::ruleset("", asked).unwrap();
        let row = r#"{"id": "a", "at": "2026-02-27T08:00:00-05:00", "systolic": 150}"#;
        let record = format!(
            r#"{{"format": 1, "patient": "p", "series": {{"feed": {{"through": "{through}", "rows": [{row}]}}}}}}"#
        );
        let evaluation = ruleset.evaluate_text(record.as_bytes(), super::NOON, "America/New_York").unwrap();
        super::truth(&evaluation)
    };
    let (current, behind) = ("2026-03-02T16:00:00Z", "2026-02-28T16:00:00Z");
    for (asked, when_current, when_behind) in [
        ("any feed", "yes", "yes"),
        ("no feed in last 2 days", "yes", "unknown"),
        ("count of feed >= 1", "yes", "yes"),
        ("count of feed < 2", "yes", "unknown"),
        ("latest systolic of feed >= 140 mmHg", "yes", "unknown"),
        ("any feed on latest day", "yes", "yes"),
        ("count of feed on latest day >= 1", "yes", "unknown"),
        ("any feed newest 1 where systolic >= 140 mmHg", "yes", "unknown"),
    ] {
        assert_eq!((through(current, asked), through(behind, asked)), (when_current, when_behind), "{asked}");
    }
}
