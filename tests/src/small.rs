//! A ruleset small enough to see whole, for tests of what goes wrong.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use stepcare::{LoadOptions, Ruleset, TextError};

/// As of when.
pub const AS_OF: &str = "2026-03-02T09:00:00-05:00";

/// Where.
pub const ZONE: &str = "America/New_York";

/// Its text.
pub const TEXT: &str = r#"care edition 2026
ruleset small version "1" effective 2026-01-01
  every clinical rule cites a source

source protocol "Programme protocol" choice
role navigator
task call "Call the patient"

facts {
  birth_date : date                   required        from chart
  weight     : kg in 20 .. 400        valid 1 year    from chart
  pregnant   : yes/no/maybe           valid 60 days   ask patient
  potassium  : mmol/L in 1.5 .. 9.0   valid 90 days   from lab
}

series home_bp {
  systolic  : mmHg in 50 .. 300
  diastolic : mmHg in 30 .. 200
  current within 1 day
}

define age = whole years from birth_date to today

screening eligibility {
  exclude under_age when age < 18 years                  cite protocol
  exclude too_heavy when weight > 200 kg                 cite protocol
  refer   pregnancy when pregnant is one of yes, maybe   cite protocol
  otherwise eligible
}

average home_average of home_bp {
  window last 7 days   cite protocol
  report mean systolic, mean diastolic, shown to 1 mmHg
}

alert high on each home_bp in last 14 days {
  critical when systolic >= 180 mmHg then task call for navigator due today   cite protocol
}

goal target for home_average {
  below 130/80 otherwise   cite protocol
}
"#;

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
    json!({
        "format": 1,
        "patient": "p-001",
        "facts": {
            "birth_date": "1961-04-01",
            "weight": { "value": 80, "unit": "kg", "at": "2026-02-01T09:00:00Z" },
            "pregnant": { "value": "no", "at": "2026-02-10T15:00:00Z" }
        },
        "series": {
            "home_bp": {
                "through": "2026-03-02T12:00:00Z",
                "rows": [{ "id": "r1", "at": "2026-03-01T19:12:00-05:00", "systolic": 128, "diastolic": 78 }]
            }
        }
    })
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
