//! `define … for each`: a column of each row; `it` is the row outside.

use super::{bp, holds, rows};

const HIGH: &str = "define high for each bp = systolic >= 140 mmHg or diastolic >= 90 mmHg\n";

#[test]
fn a_column_of_each_row_is_used_like_one_that_is_declared() {
    let series = rows(&[bp("2026-02-27T08:00", 150, 80), bp("2026-02-28T08:00", 130, 80)]);
    assert_eq!(holds(HIGH, "(count of bp where high) = 1", &[("bp", &series)]), "yes");
    let pulse = "define pulse for each bp = systolic - diastolic\n";
    assert_eq!(holds(pulse, "latest pulse of bp = 50 mmHg", &[("bp", &series)]), "yes");
    assert_eq!(holds(pulse, "mean pulse of bp = 60 mmHg", &[("bp", &series)]), "yes");
    assert_eq!(holds(pulse, "any bp where any bp where pulse > it.pulse", &[("bp", &series)]), "yes");
}

#[test]
fn a_visit_has_its_reading_and_what_came_before_it() {
    let lines = format!(
        "{HIGH}define systolic_then for each encounters = latest systolic of bp on a day of it
define high_before for each encounters = any bp in 1 year before start of it .. before start of it newest 1 where high
"
    );
    let visit = r#"{"id": "e", "status": "finished", "start": "2026-03-01T10:00:00-05:00", "end": "2026-03-01T11:00:00-05:00"}"#;
    let asked = "any encounters where systolic_then < 140 mmHg and high_before";
    for (before, expected) in [(150, "yes"), (130, "no")] {
        let rows = rows(&[
            bp("2025-02-20T08:00", 190, 80),
            bp("2026-02-01T08:00", before, 80),
            bp("2026-03-01T10:30", 138, 80),
        ]);
        assert_eq!(holds(&lines, asked, &[("encounters", visit), ("bp", &rows)]), expected, "{before} before it");
    }
    let lines_again = format!(
        "{HIGH}define high_before for each encounters = any bp in 1 year before start of it .. before start of it where high\n"
    );
    let old = rows(&[bp("2025-02-28T08:00", 190, 80)]);
    assert_eq!(
        holds(&lines_again, "any encounters where high_before", &[("encounters", visit), ("bp", &old)]),
        "no",
        "more than a year before"
    );
}

#[test]
fn what_a_row_lacks_leaves_its_column_open() {
    let half = r#"{"id": "a", "at": "2026-03-01T08:00:00-05:00", "systolic": 130}"#;
    assert_eq!(holds(HIGH, "any bp where high", &[("bp", half)]), "unknown");
    assert_eq!(holds(HIGH, "any bp where high", &[("bp", &half.replace("130", "150"))]), "yes", "one side is enough");
    assert_eq!(
        holds(
            "define high for each bp = systolic >= 140 mmHg or (diastolic >= 90 mmHg, else no)",
            "any bp where high",
            &[("bp", half)]
        ),
        "no"
    );
}
