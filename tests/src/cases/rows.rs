//! Rows of anything: one record for each way that periods, links, halves and their absences may turn out.

use crate::cases::Case;

const BP: &str = r#"{"id": "a", "at": "2026-02-27T08:00:00-05:00", "systolic": 132, "diastolic": 82, "status": "final"},
    {"id": "b", "at": "2026-03-01T08:00:00-05:00", "systolic": 128, "diastolic": 80, "status": "final", "encounters": ["e"]}"#;
const HIGH: &str =
    r#"{"id": "h", "at": "2026-03-01T20:00:00-05:00", "systolic": 178, "diastolic": 95, "status": "amended"}"#;
const HALVES: &str = r#"{"id": "s", "at": "2026-03-01T21:00:00-05:00", "systolic": 131, "setting": "home", "status": "final"},
    {"id": "d", "at": "2026-03-01T21:00:00-05:00", "diastolic": 81, "setting": "home", "status": "final"}"#;
const VISIT: &str =
    r#"{"id": "e", "class": "ambulatory", "status": "finished", "start": "2026-03-01", "end": "2026-03-01"}"#;
const STAY: &str = r#"{"id": "e", "class": "inpatient", "start": "2026-02-28T10:00:00-05:00"}"#;
const GOAL: &str = r#"{"id": "g", "target": 130, "status_since": "2026-01-10"}"#;

/// A condition with these times.
fn condition(times: &str) -> String {
    format!(r#"{{"id": "c", "what": [{{"system": "icd10", "code": "I10"}}], {times}}}"#)
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Case> {
    let both = |a: &str, b: &str| format!("{a}, {b}");
    let series = |bp: &str, encounters: &str, conditions: &str| -> Vec<(&'static str, String)> {
        vec![("bp", bp.into()), ("encounters", encounters.into()), ("conditions", conditions.into())]
    };
    let mut cases = Vec::new();
    for (name, times) in [
        ("since this year", r#""start": "2026-01-10", "end": "ongoing""#),
        ("before this year", r#""start": "2025-12-31", "end": "ongoing""#),
        ("without an end", r#""start": "2026-01-10""#),
        ("from today", r#""start": "2026-03-02""#),
        ("over", r#""start": "2026-01-10", "end": "2026-03-01""#),
        ("some day of a year", r#""start": "2026", "end": "2026""#),
        ("to an hour of today", r#""start": "2026-01", "end": "2026-03-02T08:00:00-05:00""#),
        ("backwards", r#""start": "2026-02-10", "end": "2026-02-09""#),
        ("without a start", r#""end": "ongoing""#),
        ("unreadable", r#""start": "2026-13", "end": 5"#),
    ] {
        cases.push(one(&format!("a condition {name}"), &series(BP, VISIT, &condition(times))));
    }
    let known = condition(r#""start": "2026-01-10", "end": "ongoing""#);
    for (name, bp, encounters) in [
        ("a visit with its reading", BP.to_string(), VISIT),
        ("a stay that a reading names", BP.to_string(), STAY),
        ("a link that is no text", BP.replace("[\"e\"]", "[5]"), VISIT),
        ("a link to nothing", BP.replace("[\"e\"]", "\"other\""), STAY),
        ("a spike", both(BP, HIGH), VISIT),
        ("halves sent apart", both(BP, HALVES), VISIT),
        (
            "a half with two partners",
            both(&both(BP, HALVES), &HALVES.replace("\"d\"", "\"d2\"").replace("\"s\"", "\"s2\"")),
            VISIT,
        ),
        ("a reading without status", BP.replace(", \"status\": \"final\"}", "}"), VISIT),
        ("a status that is not listed", BP.replace("final", "finel"), VISIT),
        ("entered in error", BP.replace("final", "entered_in_error"), VISIT),
        ("no reading", String::new(), VISIT),
    ] {
        cases.push(one(name, &series(&bp, encounters, &known)));
    }
    let with_goal = |goal: &str| {
        let mut all = series(BP, VISIT, &known);
        all.push(("goals", goal.into()));
        all
    };
    cases.push(one("a goal dated by its status", &with_goal(GOAL)));
    cases.push(one("a goal dated by a month", &with_goal(&GOAL.replace("2026-01-10", "2026-01"))));
    cases.push(one("no series at all", &[]));
    cases
}

fn one(name: &str, series: &[(&str, String)]) -> Case {
    let series: Vec<String> = series
        .iter()
        .map(|(name, rows)| format!(r#""{name}": {{"through": "2026-03-02T12:00:00Z", "rows": [{rows}]}}"#))
        .collect();
    let record = format!(r#"{{"format": 1, "patient": "p-r", "series": {{{}}}}}"#, series.join(", "));
    Case::new(name, "rows", record, "2026-03-02T09:00:00-05:00", "America/New_York")
}
