//! Bad records: each is a problem with its code and pointer while the rest is still evaluated, or a clear error.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value, json};
use stepcare_tests::command::{Scratch, stepcare};
use stepcare_tests::small::{AS_OF, TEXT, ZONE, evaluate, problems, record, record_with, ruleset};

/// The record's one problem has this code and pointer, and the goal is still judged as it should be.
fn one_problem(record: &Value, code: &str, pointer: &str, goal: &str) {
    let evaluation = evaluate(record);
    assert_eq!(problems(&evaluation), [(code.to_string(), pointer.to_string())]);
    assert_eq!(evaluation.pointer("/decisions/target/status"), Some(&json!(goal)), "the rest is evaluated");
}

fn status(evaluation: &Value, decision: &str) -> String {
    let status = evaluation.pointer(&format!("/decisions/{decision}/status")).and_then(Value::as_str);
    status.expect("the decision is there").to_string()
}

/// The code of the error that a document gives instead of an evaluation.
fn error(document: &[u8]) -> &'static str {
    ruleset().evaluate_json(document, AS_OF, ZONE).expect_err("no evaluation can be given").code
}

#[test]
fn a_sound_record_has_no_problem() {
    let evaluation = evaluate(&record());
    assert_eq!(problems(&evaluation), []);
    assert_eq!(status(&evaluation, "target"), "at_goal");
    assert_eq!(status(&evaluation, "eligibility"), "eligible");
}

#[test]
fn an_unknown_field_is_a_problem() {
    one_problem(&record_with("/facts/shoe_size", json!(44)), "care::P0020", "/facts/shoe_size", "at_goal");
    one_problem(&record_with("/colour", json!("red")), "care::P0004", "/colour", "at_goal");
    let row = record_with("/series/home_bp/rows/0/mood", json!("good"));
    one_problem(&row, "care::P0022", "/series/home_bp/rows/0/mood", "at_goal");
}

#[test]
fn a_weight_in_mmhg_is_a_problem_and_not_a_weight() {
    let weight = json!({ "value": 80, "unit": "mm[Hg]", "at": "2026-02-01T09:00:00Z" });
    let record = record_with("/facts/weight", weight);
    one_problem(&record, "care::P0025", "/facts/weight/unit", "at_goal");
    assert_eq!(status(&evaluate(&record), "eligibility"), "undetermined");
}

#[test]
fn a_weight_out_of_range_is_a_problem_and_not_a_weight() {
    let weight = json!({ "value": 4000, "unit": "kg", "at": "2026-02-01T09:00:00Z" });
    let record = record_with("/facts/weight", weight);
    let evaluation = evaluate(&record);
    assert_eq!(problems(&evaluation).first().map(|(code, _)| code.as_str()), Some("care::P0027"));
    assert_eq!(status(&evaluation, "eligibility"), "undetermined");
}

#[test]
fn a_column_out_of_range_is_not_averaged_and_still_alerts() {
    let row = json!({ "id": "r2", "at": "2026-03-01T19:20:00-05:00", "systolic": 310, "diastolic": 140 });
    let evaluation = evaluate(&record_with("/series/home_bp/rows/-", row));
    assert_eq!(problems(&evaluation).first().map(|(code, _)| code.as_str()), Some("care::P0027"));
    assert_eq!(evaluation.pointer("/alerts/0/row"), Some(&json!("r2")));
    assert_eq!(evaluation.pointer("/alerts/0/status"), Some(&json!("fired")));
    assert_eq!(evaluation.pointer("/averages/home_average/report/0/value"), Some(&json!(128)));
    assert_eq!(evaluation.pointer("/averages/home_average/report/0/rows"), Some(&json!(1)));
}

#[test]
fn a_date_that_does_not_exist_is_a_problem() {
    let record = record_with("/facts/birth_date", json!("1961-02-30"));
    let evaluation = evaluate(&record);
    assert_eq!(problems(&evaluation).first().map(|(code, _)| code.as_str()), Some("care::P0013"));
    assert_eq!(status(&evaluation, "eligibility"), "undetermined");
}

#[test]
fn a_local_time_without_an_offset_is_a_problem() {
    let record = record_with("/series/home_bp/rows/0/at", json!("2026-03-01T19:12:00"));
    let found = problems(&evaluate(&record));
    assert!(found.contains(&("care::P0011".into(), "/series/home_bp/rows/0/at".into())), "{found:?}");
    assert_ne!(status(&evaluate(&record), "target"), "at_goal", "the only reading cannot be dated");
}

#[test]
fn a_zone_that_does_not_exist_is_a_problem_of_the_record_and_an_error_of_the_call() {
    let zones = json!([{ "zone": "America/Gotham", "from": "2026-01-01T00:00:00Z" }]);
    let found = problems(&evaluate(&record_with("/zones", zones)));
    assert!(found.contains(&("care::P0014".into(), "/zones/0/zone".into())), "{found:?}");
    let call = ruleset().evaluate_json(record().to_string().as_bytes(), AS_OF, "America/Gotham");
    assert_eq!(call.unwrap_err().code, "care::H0113");
    let call = ruleset().evaluate_json(record().to_string().as_bytes(), "2026-03-02T09:00:00", ZONE);
    assert_eq!(call.unwrap_err().code, "care::H0114");
}

#[test]
fn one_id_on_two_different_readings_is_a_problem() {
    let row = json!({ "id": "r1", "at": "2026-03-01T19:20:00-05:00", "systolic": 150, "diastolic": 95 });
    let found = problems(&evaluate(&record_with("/series/home_bp/rows/-", row)));
    assert!(found.iter().any(|(code, _)| code == "care::P0034"), "{found:?}");
}

#[test]
fn the_same_reading_uploaded_twice_counts_once() {
    let again = record().pointer("/series/home_bp/rows/0").cloned().unwrap();
    let evaluation = evaluate(&record_with("/series/home_bp/rows/-", again));
    assert_eq!(evaluation.pointer("/averages/home_average/used"), Some(&json!(["r1"])));
}

#[test]
fn a_missing_required_fact_is_a_problem_and_the_rest_is_evaluated() {
    let record = record_with("/facts/birth_date", Value::Null);
    let evaluation = evaluate(&record);
    assert_eq!(problems(&evaluation), [("care::P0023".into(), "/facts/birth_date".into())]);
    assert_eq!(status(&evaluation, "target"), "at_goal");
    assert_eq!(status(&evaluation, "eligibility"), "undetermined");
}

#[test]
fn a_reading_dated_tomorrow_is_set_aside_with_a_problem() {
    let row = json!({ "id": "r2", "at": "2026-03-03T19:20:00-05:00", "systolic": 118, "diastolic": 70 });
    let evaluation = evaluate(&record_with("/series/home_bp/rows/-", row));
    assert!(problems(&evaluation).iter().any(|(code, _)| code == "care::P0031"), "{evaluation}");
    assert_eq!(evaluation.pointer("/averages/home_average/used"), Some(&json!(["r1"])));
}

#[test]
fn what_is_no_record_is_an_error_with_a_code_of_its_own() {
    assert_eq!(error(b""), "care::H0105");
    assert_eq!(error(b"systolic 128"), "care::H0104");
    assert_eq!(error(b"[]"), "care::H0108");
    assert_eq!(error(b"{\"patient\": \"\xff\"}"), "care::H0102");
    assert_eq!(error(b"{\"format\": 1"), "care::H0105");
    assert_eq!(error(b"{\"format\": 2, \"patient\": \"p\"}"), "care::H0110");
    assert_eq!(error(b"{\"patient\": \"p\"}"), "care::H0109");
}

#[test]
fn a_hundred_levels_of_nesting_are_refused() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let record = record().to_string().replace("\"1961-04-01\"", &deep);
    assert_eq!(error(record.as_bytes()), "care::H0107");
}

#[test]
fn a_record_of_10_mb_is_evaluated() {
    let mut big = record();
    let rows = big.pointer_mut("/series/home_bp/rows").and_then(Value::as_array_mut).unwrap();
    for n in 0..100_000 {
        let at = format!("20{:02}-{:02}-{:02}T19:12:00-05:00", n % 20, n % 12 + 1, n % 28 + 1);
        rows.push(json!({ "id": format!("old-{n}"), "device": format!("cuff-{n}"), "at": at, "systolic": 140, "diastolic": 90 }));
    }
    let text = big.to_string();
    assert!(text.len() > 10_000_000, "{} bytes", text.len());
    let evaluation: Value =
        serde_json::from_str(&ruleset().evaluate_json(text.as_bytes(), AS_OF, ZONE).unwrap()).unwrap();
    assert_eq!(status(&evaluation, "target"), "at_goal");
}

// ---- the same through the command ----------------------------------------------------------------------

/// Runs the small ruleset on a document, and gives exit code, standard output and standard error.
fn run(name: &str, document: &[u8], more: &[&str]) -> (i32, String, String) {
    let scratch = Scratch::new(name);
    let ruleset = scratch.file("small.care", TEXT);
    let record = scratch.file("record.json", document);
    let mut arguments =
        vec!["run", ruleset.to_str().unwrap(), record.to_str().unwrap(), "--as-of", AS_OF, "--in", ZONE];
    arguments.extend(more);
    let ran = stepcare(&arguments);
    (ran.code, ran.out, ran.err)
}

#[test]
fn the_command_gives_an_evaluation_with_its_problems_and_exits_with_0() {
    let record = record_with("/facts/birth_date", Value::Null).to_string();
    let (code, out, err) = run("problems", record.as_bytes(), &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("care::P0023 at /facts/birth_date"), "{out}");
    assert!(out.ends_with("A clinician decides. This is not a medical device.\n"), "{out}");
}

#[test]
fn with_strict_any_problem_exits_with_1_and_the_evaluation_is_given_all_the_same() {
    let record = record_with("/facts/birth_date", Value::Null).to_string();
    let (code, out, err) = run("strict", record.as_bytes(), &["--strict"]);
    assert_eq!(code, 1);
    assert!(out.contains("AT GOAL") && err.contains("care::P0023 at /facts/birth_date"), "{out}{err}");
    assert_eq!(run("strict-sound", self::record().to_string().as_bytes(), &["--strict"]).0, 0);
}

#[test]
fn the_command_writes_the_same_json_as_the_library() {
    let record = record().to_string();
    let (code, out, _) = run("json", record.as_bytes(), &["--format", "json"]);
    let library = ruleset().evaluate_json(record.as_bytes(), AS_OF, ZONE).unwrap();
    let (code_library, out_library) = (0, format!("{library}\n"));
    // A place names the file as it was given, which here is another; all else is the same.
    let placeless = |text: &str| {
        text.split("\"file\":")
            .map(|s| s.split_once(",\"line\"").map_or(s, |(_, rest)| rest).to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!((code, placeless(&out)), (code_library, placeless(&out_library)));
}

#[test]
fn the_command_exits_with_1_where_no_evaluation_can_be_given() {
    for (name, document) in
        [("not-json", &b"systolic 128"[..]), ("not-utf8", b"{\"patient\": \"\xff\"}"), ("empty", b"")]
    {
        let (code, out, err) = run(name, document, &[]);
        assert_eq!((code, out.as_str()), (1, ""), "{name}");
        assert!(err.contains("record.json: care::H01"), "{err}");
    }
}

#[test]
fn the_command_names_a_file_that_is_not_there_and_exits_with_1() {
    let scratch = Scratch::new("missing");
    let ruleset = scratch.file("small.care", TEXT);
    let arguments = ["run", ruleset.to_str().unwrap(), "nobody.json", "--as-of", AS_OF, "--in", ZONE];
    let ran = stepcare(&arguments);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("nobody.json: there is no such file"), "{}", ran.err);
    let folder = scratch.path().to_str().unwrap();
    let ran = stepcare(&["run", ruleset.to_str().unwrap(), folder, "--as-of", AS_OF, "--in", ZONE]);
    assert!(ran.code == 1 && ran.err.contains("is a folder"), "{}", ran.err);
}

#[test]
fn a_command_line_that_is_not_understood_exits_with_2() {
    for arguments in [&["run"][..], &["walk"], &[], &["run", "a", "b", "--as-of", "yesterday", "--in", ZONE]] {
        let ran = stepcare(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    }
    let ran = stepcare(&["run", "a", "b", "--as-of", "2026-03-02T09:00:00", "--in", ZONE]);
    assert!(ran.code == 2 && ran.err.contains("the time has no offset"), "{}", ran.err);
    let ran = stepcare(&["run", "a", "b", "--as-of", AS_OF, "--in", "America/Gotham"]);
    assert!(ran.code == 2 && ran.err.contains("expected an IANA zone"), "{}", ran.err);
}
