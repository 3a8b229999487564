//! Every example patient: what its worked note expects, its golden evaluation byte for byte, the published schemas, and
//! `valid_until` exact to the millisecond.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use stepcare::{Instant, Ruleset};
use stepcare_tests::patient::{Patient, programmes};
use stepcare_tests::root;

/// Fails with everything that is wrong, and not with the first.
fn all_good(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn evaluate(ruleset: &Ruleset, record: &Value, as_of: &str, zone: &str) -> String {
    ruleset.evaluate_json(record.to_string().as_bytes(), as_of, zone).unwrap()
}

fn evaluated(ruleset: &Ruleset, patient: &Patient) -> String {
    let record = std::fs::read(&patient.record).unwrap();
    let Patient { expected, .. } = patient;
    ruleset
        .evaluate_json(&record, &expected.as_of, &expected.zone)
        .unwrap_or_else(|e| panic!("{}: {e}", patient.name()))
}

#[test]
fn there_are_twelve_patients_of_remote_hypertension() {
    let programmes = programmes();
    let remote = programmes.iter().find(|p| p.main.ends_with("remote_hypertension.care")).unwrap();
    assert!(remote.patients.len() >= 12, "{} patients", remote.patients.len());
}

#[test]
fn every_patient_gets_what_the_worked_note_expects() {
    let mut wrong = Vec::new();
    for programme in programmes() {
        for patient in &programme.patients {
            let evaluation: Value = serde_json::from_str(&evaluated(&programme.ruleset, patient)).unwrap();
            let unmet = patient.expected.unmet(&evaluation);
            wrong.extend(unmet.into_iter().map(|line| format!("{}: {line}", patient.name())));
        }
    }
    all_good(wrong);
}

#[test]
fn every_golden_evaluation_is_the_same_byte_for_byte() {
    let bless = std::env::var_os("STEPCARE_BLESS").is_some();
    let mut wrong = Vec::new();
    for programme in programmes() {
        for patient in &programme.patients {
            let evaluation = evaluated(&programme.ruleset, patient) + "\n";
            if bless {
                std::fs::write(&patient.golden, &evaluation).unwrap();
            }
            match std::fs::read_to_string(&patient.golden) {
                Ok(golden) if golden == evaluation => {}
                Ok(golden) => wrong.push(format!("{}: {}", patient.name(), first_difference(&golden, &evaluation))),
                Err(error) => wrong.push(format!("{}: {error}", patient.golden.display())),
            }
        }
    }
    all_good(wrong);
}

fn first_difference(golden: &str, now: &str) -> String {
    let at = golden.bytes().zip(now.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(60)..text.len().min(at + 60)]).into_owned()
    };
    format!("differs at byte {at}:\n  golden {}\n  now    {}", around(golden), around(now))
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    for programme in programmes() {
        for patient in &programme.patients {
            let (one, two) = (evaluated(&programme.ruleset, patient), evaluated(&programme.ruleset, patient));
            assert_eq!(one, two, "{}", patient.name());
        }
    }
}

#[test]
fn a_bundle_answers_as_the_text_it_was_compiled_from() {
    for programme in programmes() {
        let bundle = programme.ruleset.to_bundle();
        let loaded = stepcare::load_bundle(bundle.as_bytes(), stepcare::LoadOptions::default()).unwrap();
        assert_eq!(loaded.hash(), programme.ruleset.hash());
        for patient in &programme.patients {
            assert_eq!(evaluated(&loaded, patient), evaluated(&programme.ruleset, patient), "{}", patient.name());
        }
    }
}

#[test]
fn every_record_evaluation_and_bundle_validates_against_its_schema() {
    let schema = |name: &str| {
        let text = std::fs::read_to_string(root().join("schemas").join(name)).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    };
    let (record, evaluation) = (schema("record.schema.json"), schema("evaluation.schema.json"));
    let bundle = schema("bundle.schema.json");
    let mut wrong = Vec::new();
    for programme in programmes() {
        let mut judge = |what: &str, validator: &jsonschema::Validator, document: &Value| {
            wrong.extend(validator.iter_errors(document).map(|e| format!("{what}: {} at {}", e, e.instance_path())));
        };
        let compiled: Value = serde_json::from_str(&programme.ruleset.to_bundle()).unwrap();
        judge("bundle", &bundle, &compiled);
        for patient in &programme.patients {
            judge(&format!("{} record", patient.name()), &record, &patient.json());
            let now: Value = serde_json::from_str(&evaluated(&programme.ruleset, patient)).unwrap();
            judge(&format!("{} evaluation", patient.name()), &evaluation, &now);
        }
    }
    all_good(wrong);
}

// ---- valid until ----------------------------------------------------------------------------------------

/// The answer: the evaluation less as-of, `valid_until`, what waits, and the feeds' own times.
fn answer(evaluation: &str) -> Value {
    let mut evaluation: Value = serde_json::from_str(evaluation).unwrap();
    let fields = evaluation.as_object_mut().unwrap();
    for name in ["as_of", "valid_until", "waiting", "feeds"] {
        fields.remove(name);
    }
    evaluation
}

/// The record as it would be at a later instant with feeds that stayed current: each `through` moved on by as much. A
/// feed that is behind stays so.
fn moved_on(record: &Value, now: &Value, from: Instant, to: Instant) -> Value {
    let mut record = record.clone();
    let current = |name: &str| now.pointer(&format!("/feeds/{name}/current_until")).is_some_and(Value::is_string);
    let series = record.get_mut("series").and_then(Value::as_object_mut);
    for (_, feed) in series.into_iter().flatten().filter(|(name, _)| current(name)) {
        if let Some(through) = feed.get_mut("through") {
            let heard = Instant::parse(through.as_str().unwrap()).unwrap();
            *through = heard.checked_add_ms(to.ms() - from.ms()).unwrap().to_string().into();
        }
    }
    record
}

/// What is wrong with a patient's `valid_until`: the answer must be the same just before it and another at it.
fn wrong_horizon(ruleset: &Ruleset, patient: &Patient) -> Option<String> {
    let (record, zone) = (patient.json(), &patient.expected.zone);
    let now = evaluated(ruleset, patient);
    let as_of = Instant::parse(&patient.expected.as_of).unwrap();
    let evaluation: Value = serde_json::from_str(&now).unwrap();
    let at = |instant: Instant| {
        let record = moved_on(&record, &evaluation, as_of, instant);
        answer(&evaluate(ruleset, &record, &instant.to_string(), zone))
    };
    match evaluation.pointer("/valid_until/at") {
        Some(until) => {
            let until = Instant::parse(until.as_str().unwrap()).unwrap();
            let before = until.checked_add_ms(-1).unwrap();
            if at(before) != answer(&now) {
                return Some(format!("{}: the answer changes before {until}", patient.name()));
            }
            (at(until) == answer(&now)).then(|| format!("{}: the answer does not change at {until}", patient.name()))
        }
        None => {
            let year = 365 * 24 * 60 * 60 * 1000;
            let later = [1, 10, 50].into_iter().filter_map(|years| as_of.checked_add_ms(years * year));
            let changed = later.into_iter().find(|later| at(*later) != answer(&now))?;
            Some(format!("{}: said never to change, and does by {changed}", patient.name()))
        }
    }
}

#[test]
fn every_answer_holds_until_just_before_valid_until_and_not_at_it() {
    let programmes = programmes();
    let each = programmes.iter().flat_map(|p| p.patients.iter().map(|patient| (&p.ruleset, patient)));
    all_good(each.filter_map(|(ruleset, patient)| wrong_horizon(ruleset, patient)).collect());
}

#[test]
fn an_answer_changes_nowhere_between_as_of_and_valid_until() {
    let mut wrong = Vec::new();
    for programme in programmes() {
        for patient in &programme.patients {
            let (record, zone) = (patient.json(), &patient.expected.zone);
            let now = evaluated(&programme.ruleset, patient);
            let as_of = Instant::parse(&patient.expected.as_of).unwrap();
            let evaluation: Value = serde_json::from_str(&now).unwrap();
            let Some(until) = evaluation.pointer("/valid_until/at") else { continue };
            let span = Instant::parse(until.as_str().unwrap()).unwrap().ms() - as_of.ms();
            for part in 1..16 {
                let at = as_of.checked_add_ms(span * part / 16).unwrap();
                let record = moved_on(&record, &evaluation, as_of, at);
                if answer(&evaluate(&programme.ruleset, &record, &at.to_string(), zone)) != answer(&now) {
                    wrong.push(format!("{}: another answer at {at}, before {until}", patient.name()));
                    break;
                }
            }
        }
    }
    all_good(wrong);
}
