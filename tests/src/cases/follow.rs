//! What became of actions: each case that asks for some is evaluated, and comes back with events about them.

use serde_json::{Value, json};
use stepcare::Ruleset;

use crate::cases::Case;

/// What happened to every action, and whether the patient is as before or well.
const STORIES: [(&str, &[&str], bool, bool); 7] = [
    ("opened", &["opened"], true, false),
    ("opened with other words", &["opened"], false, false),
    ("opened, and no longer wanted", &["opened"], true, true),
    ("done", &["opened", "done"], true, false),
    ("cancelled", &["opened", "cancelled"], true, false),
    ("failed", &["opened", "failed"], true, false),
    ("closed", &["opened", "closed"], true, false),
];

/// The cases that follow from these.
#[must_use]
pub fn up(ruleset: &Ruleset, cases: &[Case]) -> Vec<Case> {
    let well = cases.iter().find(|case| case.name == "well").expect("one of the cases is of a patient who is well");
    let mut found = Vec::new();
    for case in cases.iter().filter(|case| case.zone == well.zone && case.as_of == well.as_of) {
        let Ok(evaluation) = ruleset.evaluate_json(&case.record, &case.as_of, &case.zone) else { continue };
        let evaluation: Value = serde_json::from_str(&evaluation).expect("an evaluation is JSON");
        let actions = evaluation.get("actions").and_then(Value::as_array).expect("an evaluation lists actions");
        let wanted: Vec<&Value> = actions.iter().filter(|a| a.get("do") == Some(&json!("create"))).collect();
        if wanted.is_empty() {
            continue;
        }
        for (story, kinds, same, is_well) in STORIES {
            let now = if is_well { well } else { case };
            let Ok(mut record) = serde_json::from_slice::<Value>(&now.record) else { continue };
            let event = |action: &&Value, kind: &str| {
                let content = action.get("content").filter(|_| same).cloned().unwrap_or_else(|| json!("other words"));
                json!({ "event": kind, "at": "2026-03-02T13:00:00Z", "key": action.get("key"), "content": content })
            };
            let events: Vec<Value> = wanted.iter().flat_map(|a| kinds.iter().map(move |kind| event(a, kind))).collect();
            record.as_object_mut().expect("a record is an object").insert("events".into(), events.into());
            found.push(Case {
                name: format!("{}, {story}", case.name),
                record: record.to_string().into(),
                ..now.clone()
            });
        }
    }
    found
}
