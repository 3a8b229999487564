//! The JSON Schema of the record that a ruleset reads: what the engine reads without a problem validates, what it would
//! list as a problem does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use jsonschema::Validator;
use serde_json::{Value, json};
use stepcare::{Ruleset, record_schema};
use stepcare_tests::command::stepcare;
use stepcare_tests::patient::{load, programmes};
use stepcare_tests::{cases, root};

fn validator(ruleset: &Ruleset) -> Validator {
    let schema: Value = serde_json::from_str(&record_schema(ruleset)).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// The ruleset that has every construct once.
fn clinic() -> Ruleset {
    load(&root().join("tests/cases/clinic.care"))
}

/// A record that has these facts beside the required one.
fn with_facts(facts: Value) -> Value {
    let mut record = json!({ "format": 1, "patient": "p", "facts": { "birth_date": "1961-04-01" } });
    record["facts"].as_object_mut().unwrap().extend(facts.as_object().unwrap().clone());
    record
}

/// A record that has one row of `home_bp`.
fn with_row(row: Value) -> Value {
    let mut record = with_facts(json!({}));
    record["series"] = json!({ "home_bp": { "rows": [row] } });
    record
}

/// How many problems the engine has with a record.
fn problems(ruleset: &Ruleset, record: &[u8]) -> Option<usize> {
    problems_at(ruleset, record, "2026-03-02T09:00:00-05:00", "America/New_York")
}

fn problems_at(ruleset: &Ruleset, record: &[u8], as_of: &str, zone: &str) -> Option<usize> {
    let evaluation = ruleset.evaluate_json(record, as_of, zone).ok()?;
    let evaluation: Value = serde_json::from_str(&evaluation).unwrap();
    Some(evaluation["problems"].as_array().map_or(0, Vec::len))
}

/// The engine and the schema must both take a record, or both refuse it.
fn agree(records: &[(Value, bool)]) {
    let ruleset = clinic();
    let validator = validator(&ruleset);
    let mut wrong = Vec::new();
    for (record, sound) in records {
        let engine = problems(&ruleset, record.to_string().as_bytes());
        if (engine == Some(0)) != *sound {
            wrong.push(format!("the engine has {engine:?} problems with {record}"));
        }
        if validator.is_valid(record) != *sound {
            let errors: Vec<String> = validator.iter_errors(record).map(|error| error.to_string()).collect();
            wrong.push(format!("the schema says {errors:?} of {record}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_example_patient_validates_but_the_one_with_a_reading_out_of_range() {
    let mut refused = Vec::new();
    for programme in programmes() {
        let validator = validator(&programme.ruleset);
        for patient in programme.patients.iter().filter(|patient| !validator.is_valid(&patient.json())) {
            let found = problems(&programme.ruleset, patient.json().to_string().as_bytes());
            assert_eq!(found, Some(1), "{}", patient.name());
            refused.push(patient.name());
        }
    }
    // 310/140: the engine lists it as a problem.
    assert_eq!(refused, ["04-out-of-range-310-140"]);
}

#[test]
fn every_record_that_the_engine_reads_without_a_problem_validates() {
    let rulesets = cases::rulesets();
    let validators: Vec<Validator> = rulesets.iter().map(|(_, ruleset)| validator(ruleset)).collect();
    let (mut sound, mut refused, mut unsound) = (0, 0, 0);
    let mut wrong = Vec::new();
    for case in cases::all().cases {
        let Some(at) = rulesets.iter().position(|(name, _)| *name == case.bundle) else { continue };
        let (ruleset, validator) = (&rulesets[at].1, &validators[at]);
        let Some(problems) = problems_at(ruleset, &case.record, &case.as_of, &case.zone) else { continue };
        // What one reader of JSON takes for a problem of one value, another refuses whole.
        let record: Option<Value> = serde_json::from_slice(&case.record).ok();
        let valid = record.as_ref().is_some_and(|record| validator.is_valid(record));
        match problems {
            0 => sound += 1,
            _ => unsound += 1,
        }
        refused += usize::from(problems > 0 && !valid);
        if problems == 0 && !valid {
            wrong.push(format!("{}: {}", case.name, String::from_utf8_lossy(&case.record)));
        }
    }
    println!("{sound} records without a problem, all valid; of {unsound} with one the schema refuses {refused}");
    assert!(wrong.is_empty(), "{} of {sound}:\n{}\n", wrong.len(), wrong.join("\n"));
    assert!(sound >= 400, "{sound} records without a problem");
}

#[test]
fn a_name_that_the_ruleset_does_not_declare_is_refused() {
    agree(&[
        (with_facts(json!({ "pregnant": "no" })), true),
        (with_facts(json!({ "pregnent": "no" })), false),
        (with_facts(json!({ "pregnent": null })), false),
        (with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "systolic": 134 })), true),
        (with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "sistolic": 134 })), false),
    ]);
    let mut record = with_facts(json!({}));
    record["series"] = json!({ "home_pb": { "rows": [] } });
    agree(&[(record, false)]);
}

#[test]
fn a_required_fact_is_there_with_a_value() {
    let of = |birth_date: Value| with_facts(json!({ "birth_date": birth_date }));
    agree(&[
        (of(json!("1961")), true),
        (of(json!([{ "value": null }, { "value": "1961-04", "at": "2026-01-01T00:00:00Z" }])), true),
        (of(json!(null)), false),
        (of(json!([])), false),
        (of(json!([null])), false),
        (of(json!({ "value": null })), false),
        (of(json!({ "value": [] })), false),
        (of(json!("1961-13")), false),
        (of(json!("01/04/1961")), false),
        (of(json!(["1961"])), false),
        (json!({ "format": 1, "patient": "p", "facts": {} }), false),
        (json!({ "format": 1, "patient": "p" }), false),
    ]);
}

#[test]
fn a_number_is_in_its_range_where_it_is_in_the_declared_unit() {
    let weight = |weight: Value| with_facts(json!({ "weight": weight }));
    agree(&[
        (weight(json!(20)), true),
        (weight(json!(400)), true),
        (weight(json!(401)), false),
        (weight(json!(19.9)), false),
        (weight(json!("80")), false),
        (weight(json!({ "value": 400, "unit": "kg", "at": "2026-03-01T09:00:00Z" })), true),
        (weight(json!({ "value": 401, "unit": "kg", "at": "2026-03-01T09:00:00Z" })), false),
        (weight(json!([70, { "value": 401, "at": "2026-03-01T09:00:00Z" }])), false),
        (weight(json!([70, null, { "value": 71, "unit": null }])), true),
        (weight(json!({ "value": 70000, "unit": "g" })), true),
        (weight(json!({ "value": 150, "unit": "[lb_av]" })), true),
        (weight(json!({ "value": 150, "unit": "lbs" })), true),
        (weight(json!({ "value": 70, "unit": "kg{dry}" })), true),
    ]);
    // A range in another unit is the engine's to see.
    let heavy = weight(json!({ "value": 1000, "unit": "[lb_av]" }));
    let ruleset = clinic();
    assert!(validator(&ruleset).is_valid(&heavy));
    assert_eq!(problems(&ruleset, heavy.to_string().as_bytes()), Some(1));
}

#[test]
fn a_unit_of_another_kind_is_refused() {
    let weight = |unit: &str| with_facts(json!({ "weight": { "value": 70, "unit": unit } }));
    let cell = |unit: &str| {
        let systolic = json!({ "value": 134, "unit": unit });
        with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "systolic": systolic }))
    };
    agree(&[
        (weight("mm[Hg]"), false),
        (weight("mmol/L"), false),
        (weight("mL/min/{1.73_m2}"), false),
        (cell("mm[Hg]"), true),
        (cell("mmHg"), true),
        (cell("kg"), false),
        (with_facts(json!({ "pregnant": { "value": "no", "unit": "kg" } })), false),
        (
            with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "systolic": { "value": 17, "unit": "kPa" } })),
            true,
        ),
        (with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "systolic": { "value": null } })), true),
    ]);
}

#[test]
fn a_word_is_on_its_list() {
    agree(&[
        (with_facts(json!({ "sex": "female" })), true),
        (with_facts(json!({ "sex": "F" })), false),
        (with_facts(json!({ "sex": ["female"] })), false),
        (with_facts(json!({ "pregnant": true })), true),
        (with_facts(json!({ "sex": true })), false),
        (with_facts(json!({ "dizzy": "no" })), true),
        (with_facts(json!({ "dizzy": "nein" })), false),
        (with_facts(json!({ "dizzy": [true, { "value": false, "at": "2026-03-01T09:00:00Z" }] })), true),
        (with_facts(json!({ "symptoms": [] })), true),
        (with_facts(json!({ "symptoms": "vision" })), true),
        (with_facts(json!({ "symptoms": ["vision", "headache"] })), true),
        (with_facts(json!({ "symptoms": ["vision", "cough"] })), false),
        (
            with_facts(json!({ "symptoms": [{ "value": ["vision"], "at": "2026-03-01T09:00:00Z" }, { "value": [] }] })),
            true,
        ),
        (with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "method": "cuff" })), true),
        (with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "method": "ear" })), false),
    ]);
}

#[test]
fn codes_medications_intolerances_and_consents_are_whole() {
    let from = "2026-01-01T00:00:00Z";
    let line = |more: Value| {
        let mut line = json!({ "id": "m", "code": "52175", "from": from, "status": "active" });
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        with_facts(json!({ "medications": [line] }))
    };
    let consent = |consent: Value| with_facts(json!({ "consents": [consent] }));
    agree(&[
        (with_facts(json!({ "conditions": [{ "system": "icd10", "code": "E11.9" }] })), true),
        (with_facts(json!({ "conditions": { "system": "icd10", "code": "E11.9", "display": null } })), true),
        (with_facts(json!({ "conditions": ["E11.9"] })), false),
        (with_facts(json!({ "conditions": [{ "code": "E11.9" }] })), false),
        (with_facts(json!({ "medications": [] })), true),
        (line(json!({ "dose": 50, "unit": "mg", "per_day": 1 })), true),
        (line(json!({ "dose": { "value": 1, "unit": "{tbl}" } })), true),
        (line(json!({ "dose": null, "system": null, "to": null })), true),
        (line(json!({ "code": { "code": "52175" } })), true),
        (line(json!({ "dose": 50, "unit": "mL" })), false),
        (line(json!({ "dose": { "value": 50, "unit": "kPa" } })), false),
        (line(json!({ "dose": -1 })), false),
        (line(json!({ "status": "paused" })), false),
        (line(json!({ "from": "2026-01-01" })), false),
        (with_facts(json!({ "medications": [{ "status": "entered_in_error" }] })), true),
        (with_facts(json!({ "medications": [{ "id": "m", "code": "52175", "status": "active" }] })), false),
        (with_facts(json!({ "intolerances": [{ "code": "29046", "at": from }] })), true),
        (with_facts(json!({ "intolerances": ["lisinopril"] })), false),
        (consent(json!({ "topic": "monitoring", "channel": "sms", "version": "2", "given_at": from })), true),
        (consent(json!({ "topic": "of_another_ruleset", "channel": "sms", "given_at": from })), true),
        (consent(json!({ "scope": "all", "revoked_at": from })), true),
        (consent(json!({ "topic": "monitoring", "channel": "fax", "given_at": from })), false),
        (consent(json!({ "channel": "sms", "given_at": from })), false),
        (consent(json!({ "topic": "monitoring", "given_at": from })), false),
        (consent(json!({ "topic": "monitoring", "channel": "sms" })), false),
    ]);
}

#[test]
fn a_row_has_an_id_and_a_time_unless_it_was_entered_in_error() {
    let feed = |feed: Value| {
        let mut record = with_facts(json!({}));
        record["series"] = json!({ "home_bp": feed });
        record
    };
    agree(&[
        (with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00Z", "status": "amended", "systolic": 134 })), true),
        (with_row(json!({ "id": "r", "status": "entered_in_error" })), true),
        (with_row(json!({ "id": "r", "systolic": 134 })), false),
        (with_row(json!({ "id": "r", "at": null, "systolic": 134 })), false),
        (with_row(json!({ "at": "2026-03-01T09:00:00Z", "systolic": 134 })), false),
        (with_row(json!({ "id": "r", "at": "2026-03-01T09:00:00", "systolic": 134 })), false),
        (feed(json!({ "through": "2026-03-01T09:00:00Z", "rows": [] })), true),
        (feed(json!(null)), true),
        (feed(json!({ "through": "2026-03-01T09:00:00Z" })), false),
    ]);
}

#[test]
fn the_schema_of_a_small_ruleset_is_as_it_was() {
    let schema = record_schema(&load(&root().join("tests/schema/tiny.care")));
    let golden = root().join("tests/schema/tiny.schema.json");
    if std::env::var_os("STEPCARE_BLESS").is_some() {
        std::fs::write(&golden, &schema).unwrap();
    }
    assert!(std::fs::read_to_string(&golden).unwrap() == schema, "{} is another:\n{schema}", golden.display());
}

#[test]
fn the_command_prints_the_schema_of_a_text_and_of_its_bundle() {
    let text = stepcare(&["schema", "tests/schema/tiny.care"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    let folder = stepcare_tests::command::Scratch::new("schema");
    let bundle = folder.path().join("tiny.bundle.json");
    let ruleset = load(&root().join("tests/schema/tiny.care"));
    std::fs::write(&bundle, ruleset.to_bundle()).unwrap();
    assert_eq!(stepcare(&["schema".as_ref(), bundle.as_os_str()]).out, text.out);
    assert_eq!(text.out, record_schema(&ruleset));
}
