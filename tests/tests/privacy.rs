//! Nothing but the evaluation carries a patient's values: planted names and values never reach standard error, an error
//! message or a `Debug` text.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value, json};
use stepcare_tests::command::{Scratch, stepcare};
use stepcare_tests::small::{AS_OF, TEXT, ZONE, record, record_with, ruleset};

/// Values that stand nowhere but in the planted records.
const PLANTED: [&str; 6] = ["Zebedee", "Quillfeather", "7734.25", "1907-11-23", "zq-4411", "2019-08-17T03"];

/// Records, sound and broken, each with planted values where the breakage is.
fn records() -> Vec<(&'static str, Vec<u8>)> {
    let name = json!("Zebedee Quillfeather");
    let changed = |pointer: &str, value: Value| {
        let mut record = record_with(pointer, value);
        record.as_object_mut().unwrap().insert("patient".into(), json!("zq-4411"));
        record.to_string().into_bytes()
    };
    let row = |field: &str, value: Value| changed(&format!("/series/home_bp/rows/0/{field}"), value);
    let valid = changed("/facts/birth_date", json!("1907-11-23"));
    let mut cut = valid.clone();
    cut.truncate(cut.len() - 40);
    let mut after = valid.clone();
    after.extend(b" Zebedee");
    vec![
        ("valid", valid),
        ("cut off", cut),
        ("more after it", after),
        ("not json", b"Zebedee Quillfeather, 7734.25, born 1907-11-23".to_vec()),
        ("not utf-8", [b"{\"patient\": \"Zebedee ", &b"\xff\"}"[..]].concat()),
        ("a name for a date", changed("/facts/birth_date", name.clone())),
        ("a name for a number", changed("/facts/weight", name.clone())),
        ("a name for a unit", changed("/facts/weight", json!({ "value": 7734.25, "unit": "Quillfeather" }))),
        ("out of range", changed("/facts/weight", json!({ "value": 7734.25, "unit": "kg" }))),
        ("not on the list", changed("/facts/pregnant", name.clone())),
        ("a name for a time", row("at", name.clone())),
        ("no offset", row("at", json!("2019-08-17T03:00:00"))),
        ("a name for a reading", row("systolic", name.clone())),
        ("a reading out of range", row("systolic", json!(7734.25))),
        ("a name for a feed's time", changed("/series/home_bp/through", name.clone())),
        ("a name for a zone", changed("/zones", json!([{ "zone": "Zebedee", "from": "2026-01-01T00:00:00Z" }]))),
        ("a name for events", changed("/events", name.clone())),
        ("a name for an event", changed("/events", json!([{ "event": "Zebedee", "at": "2019-08-17T03:00:00Z" }]))),
        ("a name for facts", changed("/facts", name.clone())),
        ("a name for a series", changed("/series/home_bp", name)),
        ("too many digits", row("systolic", json!(format!("{}7734.25", "9".repeat(60))))),
    ]
}

fn clean(what: &str, text: &str) {
    for planted in PLANTED {
        assert!(!text.contains(planted), "{what}: `{planted}` is in\n{text}");
    }
}

#[test]
fn no_command_prints_a_planted_value_on_standard_error() {
    let scratch = Scratch::new("privacy");
    let ruleset = scratch.file("small.care", TEXT);
    let ruleset = ruleset.to_str().unwrap();
    for (what, bytes) in records() {
        let record = scratch.file("record.json", bytes);
        let record = record.to_str().unwrap();
        let run = |more: &[&str]| {
            let mut arguments = vec!["run", ruleset, record, "--as-of", AS_OF, "--in", ZONE];
            arguments.extend(more);
            stepcare(&arguments)
        };
        for ran in [run(&[]), run(&["--strict"]), run(&["--strict", "--format", "json"])] {
            clean(what, &ran.err);
        }
        // A record where a ruleset is expected, and the other way round.
        for ran in [
            stepcare(&["run", record, record, "--as-of", AS_OF, "--in", ZONE]),
            stepcare(&["run", record, ruleset, "--as-of", AS_OF, "--in", ZONE]),
            stepcare(&["check", record]),
            stepcare(&["test", record]),
            stepcare(&["compile", record, "-o", scratch.path().join("out.json").to_str().unwrap()]),
            stepcare(&["explain", "P0025"]),
        ] {
            clean(what, &ran.err);
        }
    }
}

#[test]
fn the_planted_values_do_reach_the_evaluation_and_so_the_search_is_not_idle() {
    let scratch = Scratch::new("privacy-out");
    let (ruleset, record) = (scratch.file("small.care", TEXT), record_with("/facts/pregnant", json!("Zebedee")));
    let record = scratch.file("record.json", record.to_string());
    let arguments = ["run", ruleset.to_str().unwrap(), record.to_str().unwrap(), "--as-of", AS_OF, "--in", ZONE];
    assert!(stepcare(&arguments).out.contains("found Zebedee"), "the evaluation says what was found");
}

#[test]
fn no_error_and_no_debug_text_holds_a_planted_value() {
    let (ruleset, limits) = (ruleset(), stepcare::Limits::default());
    let (as_of, zone) = (stepcare::Instant::parse(AS_OF).unwrap(), stepcare::Zone::named(ZONE).unwrap());
    for (what, bytes) in records() {
        match stepcare::read_record(&bytes, &limits) {
            Err(error) => clean(what, &format!("{error} {error:?}")),
            Ok(record) => {
                clean(what, &format!("{record:?}"));
                let evaluation = ruleset.evaluate(&record, as_of, &zone).unwrap();
                for problem in &evaluation.problems {
                    clean(what, &format!("{problem} {problem:?}"));
                }
                clean(what, &format!("{:?} {:?}", evaluation.decisions, evaluation.averages));
            }
        }
    }
}

#[test]
fn a_plain_record_s_debug_text_is_redacted() {
    let read = stepcare::read_record(record().to_string().as_bytes(), &stepcare::Limits::default()).unwrap();
    assert_eq!(format!("{read:?}"), "Record(..)");
}
