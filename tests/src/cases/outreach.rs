//! What is asked for while a condition holds, points, texts by language.

use crate::cases::Case;
use crate::cases::clinic::HERE;

/// A patient of whom everything is known and nothing is wanted.
const WELL: [(&str, &str); 6] = [
    ("worse", r#"{"value": "no", "at": "2026-03-01T15:00:00Z"}"#),
    ("weight", r#"{"value": 80, "unit": "kg", "at": "2026-02-01T15:00:00Z"}"#),
    ("seen_on", r#""2026-02-20""#),
    ("language", r#""ht""#),
    ("preferred", r#""sms""#),
    (
        "consents",
        r#"{"value": [{"topic": "monitoring", "channel": "sms", "version": "2", "given_at": "2026-01-01T15:00:00Z", "scope": "topic"}]}"#,
    ),
];

/// Facts that differ; an empty value is absent.
type Differs = &'static [(&'static str, &'static str)];

const WORSE: (&str, &str) = ("worse", r#"{"value": "yes", "at": "2026-03-01T15:00:00Z"}"#);
const HEAVY: (&str, &str) = ("weight", r#"{"value": 160.5, "unit": "kg", "at": "2026-02-01T15:00:00Z"}"#);

const CASES: [(&str, Differs, &str); 19] = [
    ("well", &[], "120"),
    ("worse", &[WORSE], "120"),
    ("worse, and weight not known", &[WORSE, ("weight", "")], "120"),
    ("worse or not", &[("worse", "")], "120"),
    ("worse, high", &[WORSE], "165"),
    ("high, worse or not", &[("worse", "")], "165"),
    ("very high", &[WORSE, HEAVY], "190"),
    ("heavy", &[HEAVY], "120"),
    ("heavy, seen long ago", &[HEAVY, ("seen_on", r#""2025-02-20""#)], "120"),
    ("seen in some month", &[HEAVY, ("seen_on", r#""2026-01""#)], "120"),
    ("worse, in Spanish", &[WORSE, ("language", r#""es""#)], "120"),
    ("worse, in no language that is known", &[WORSE, ("language", "")], "120"),
    ("worse, in another language", &[WORSE, ("language", r#""pt""#)], "120"),
    ("worse, without consent", &[WORSE, ("consents", r#"{"value": []}"#)], "120"),
    ("worse, by a channel unknown", &[WORSE, ("preferred", "")], "120"),
    ("high", &[], "165"),
    ("beyond the scale", &[("weight", r#"{"value": 250, "unit": "kg", "at": "2026-02-01T15:00:00Z"}"#)], "120"),
    ("by phone", &[("preferred", r#""phone""#)], "120"),
    ("in no language that is known, high", &[("language", "")], "100"),
];

/// All of them, each with the feed current and behind.
#[must_use]
pub fn all() -> Vec<Case> {
    let mut cases: Vec<Case> =
        CASES.iter().map(|(name, facts, systolic)| one(name, facts, systolic, "2026-03-02T12:00:00Z")).collect();
    let behind = |(name, facts, systolic): &(&str, Differs, &str)| {
        one(&format!("{name}, the feed is behind"), facts, systolic, "2026-02-27T12:00:00Z")
    };
    cases.extend(CASES.iter().map(behind));
    cases.push(Case::new("nothing", "outreach", r#"{"format": 1, "patient": "p-o"}"#, HERE.0, HERE.1));
    cases
}

fn one(name: &str, differs: Differs, systolic: &str, through: &str) -> Case {
    let mut facts: Vec<(&str, &str)> = WELL.to_vec();
    for (fact, value) in differs {
        facts.retain(|(known, _)| known != fact);
        facts.push((*fact, *value));
    }
    facts.retain(|(_, value)| !value.is_empty());
    let facts: Vec<String> = facts.iter().map(|(fact, value)| format!(r#""{fact}": {value}"#)).collect();
    let row = format!(r#"{{"id": "r1", "at": "2026-03-01T07:00:00-05:00", "systolic": {systolic}, "diastolic": 80}}"#);
    let series = format!(r#"{{"home_bp": {{"through": "{through}", "rows": [{row}]}}}}"#);
    let record = format!(r#"{{"format": 1, "patient": "p-o", "facts": {{{}}}, "series": {series}}}"#, facts.join(", "));
    Case::new(name, "outreach", record, HERE.0, HERE.1)
}
