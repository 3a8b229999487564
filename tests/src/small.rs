//! A ruleset small enough to see whole, for tests of what goes wrong.

use std::collections::BTreeMap;

use serde_json::Value;
use stepcare::{LoadOptions, Ruleset, TextError};

/// As of when.
pub const AS_OF: &str = "2026-03-02T09:00:00-05:00";

/// Where.
pub const ZONE: &str = "America/New_York";

/// Its text.
pub const TEXT: &str = include_str!("../small.care");

/// The text with one part replaced by another; fails where it does not hold the part.
#[must_use]
pub fn text_with(part: &str, other: &str) -> String {
    assert!(TEXT.contains(part), "the small ruleset has no `{part}`");
    TEXT.replacen(part, other, 1)
}

/// Loads a text as a ruleset of one file.
///
/// # Errors
/// As [`stepcare::load_text`].
pub fn load(text: &str) -> Result<Ruleset, TextError> {
    let files = BTreeMap::from([("small.care".to_string(), text.to_string())]);
    stepcare::load_text("small.care", &files, LoadOptions::default())
}

/// The small ruleset.
#[must_use]
pub fn ruleset() -> Ruleset {
    load(TEXT).unwrap_or_else(|why| panic!("the small ruleset compiles: {why}"))
}

/// A sound record of it: 64 years old, 128/78 on the last evening.
#[must_use]
pub fn record() -> Value {
    serde_json::from_str(include_str!("../small.json")).expect("it is JSON")
}

/// The record with the value at a pointer replaced; the last step may name a new field, `-` a new element.
#[must_use]
pub fn record_with(pointer: &str, value: Value) -> Value {
    let mut record = record();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match record.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(name.into(), value);
        }
        Some(Value::Array(items)) => match name.parse::<usize>() {
            Ok(at) => *items.get_mut(at).expect("the element is there") = value,
            Err(_) => items.push(value),
        },
        _ => panic!("the record has nothing at {parent}"),
    }
    record
}

/// The evaluation of a record, as JSON.
#[must_use]
pub fn evaluate(record: &Value) -> Value {
    let evaluated = ruleset().evaluate_json(record.to_string().as_bytes(), AS_OF, ZONE);
    serde_json::from_str(&evaluated.expect("an evaluation is given")).expect("it is JSON")
}

/// Codes and pointers of an evaluation's problems.
#[must_use]
pub fn problems(evaluation: &Value) -> Vec<(String, String)> {
    let text = |problem: &Value, name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
    let problems = evaluation.get("problems").and_then(Value::as_array).expect("problems are listed");
    problems.iter().map(|p| (text(p, "code"), text(p, "pointer"))).collect()
}
