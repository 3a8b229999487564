//! Means that are halves and thirds, and numbers at the end of what fits.

use crate::cases::Case;

/// The readings' systolic values as written, and the cap they are compared with.
const VALUES: [(&str, &[&str], &str); 16] = [
    ("133.5 shown as 134", &["133", "134"], "133"),
    ("134.5 shown as 135, not to even", &["134", "135"], "134.5"),
    ("135.5 below 136", &["135", "136"], "136"),
    ("401/3", &["133", "134", "134"], "133.666666666666"),
    ("400/3 above its cut-off decimal", &["133", "133", "134"], "133.333333333333"),
    ("a seventh", &["130", "130", "130", "130", "130", "130", "131"], "130.142857142857"),
    ("one third of a tenth", &["133.1", "133.1", "133.2"], "133.1"),
    ("a half of a hundredth", &["133.01", "133.02"], "133.015"),
    ("a large exponent", &["1.3e2", "134E0", "13500e-2"], "0.134e3"),
    ("trailing zeros", &["133.500000000000000000", "133.5"], "133.50"),
    ("many digits", &["133.00000000000000000000001", "133.00000000000000000000003"], "133.00000000000000000000002"),
    ("more digits than fit", &["133.000000000000000000000000000000000000000001", "134"], "133"),
    ("an exponent far out", &["1e4000", "134"], "134"),
    ("an exponent far in", &["134", "135e-4000"], "134"),
    ("minus zero", &["-0", "134"], "134"),
    ("out of range", &["310", "49", "134"], "134"),
];

/// All of them.
#[must_use]
pub fn all() -> Vec<Case> {
    let mut cases: Vec<Case> = VALUES.iter().map(|(name, values, cap)| one(name, values, cap)).collect();
    cases.push(one("no rows", &[], "134"));
    let nothing = r#"{"format": 1, "patient": "p-h", "facts": {"cap": 134}}"#;
    cases.push(Case::new("nothing that time changes", "halves", nothing, "2026-03-02T09:00:00-05:00", "UTC"));
    cases
}

fn one(name: &str, values: &[&str], cap: &str) -> Case {
    let rows: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            format!(
                r#"{{"id": "r{at}", "at": "2026-03-01T07:{at:02}:00-05:00", "systolic": {value}, "diastolic": 80.5}}"#
            )
        })
        .collect();
    let facts = format!(r#"{{"cap": {{"value": {cap}, "unit": "mm[Hg]"}}}}"#);
    let series = format!(r#"{{"home_bp": {{"through": "2026-03-02T12:00:00Z", "rows": [{}]}}}}"#, rows.join(", "));
    let record = format!(r#"{{"format": 1, "patient": "p-h", "facts": {facts}, "series": {series}}}"#);
    Case::new(name, "halves", record, "2026-03-02T09:00:00-05:00", "America/New_York")
}
