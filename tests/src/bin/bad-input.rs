//! `bad-input FILE`: what goes wrong, and what Rust says of it, as JSON for the tests of every other host. Documents stand in
//! base64, because some are no text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use stepcare::{EvaluateError, LoadError, LoadOptions};
use stepcare_tests::small::{AS_OF, ZONE, load, record, record_with, ruleset};

fn main() {
    let file = std::env::args().nth(1).expect("usage: bad-input FILE");
    let sound = record().to_string();
    let all = json!({
        "bundle": ruleset().to_bundle(),
        "record": sound,
        "as_of": AS_OF,
        "zone": ZONE,
        "evaluation": ruleset().evaluate_json(sound.as_bytes(), AS_OF, ZONE).unwrap(),
        "tiny": tiny(),
        "records": records(),
        "bundles": bundles(),
    });
    std::fs::write(file, all.to_string()).expect("the file can be written");
}

/// A ruleset of one question, for what is done a hundred thousand times.
fn tiny() -> Value {
    let text = "care edition 2026
ruleset tiny version \"1\" effective 2026-01-01
source protocol \"Programme protocol\" choice
facts { pregnant : yes/no/maybe  ask patient }
screening eligibility {
  refer pregnancy when pregnant is one of yes, maybe  cite protocol
  otherwise eligible
}
";
    let ruleset = load(text).expect("the tiny ruleset compiles");
    let record = r#"{"format":1,"patient":"p-001","facts":{"pregnant":"no"}}"#;
    let evaluation = ruleset.evaluate_json(record.as_bytes(), AS_OF, ZONE).unwrap();
    json!({ "bundle": ruleset.to_bundle(), "record": record, "evaluation": evaluation })
}

/// Records, instants and zones that are wrong: an error, or an evaluation with its problems.
fn records() -> Vec<Value> {
    let sound = record().to_string();
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let weight = |value: Value, unit: &str| {
        record_with("/facts/weight", json!({ "value": value, "unit": unit, "at": "2026-02-01T09:00:00Z" }))
    };
    let row = |at: &str, systolic: i32| {
        let row = json!({ "id": "r2", "at": at, "systolic": systolic, "diastolic": 90 });
        record_with("/series/home_bp/rows/-", row)
    };
    let given: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", vec![]),
        ("no JSON", b"systolic 128".to_vec()),
        ("a list", b"[]".to_vec()),
        ("no UTF-8", b"{\"patient\": \"\xff\"}".to_vec()),
        ("a byte order mark", format!("\u{feff}{sound}").into_bytes()),
        ("cut off", sound.as_bytes()[..sound.len() / 2].to_vec()),
        ("two documents", format!("{sound} {sound}").into_bytes()),
        ("another format", b"{\"format\": 2, \"patient\": \"p\"}".to_vec()),
        ("no format", b"{\"patient\": \"p\"}".to_vec()),
        ("no patient", b"{\"format\": 1}".to_vec()),
        ("a hundred levels", sound.replace("\"1961-04-01\"", &deep).into_bytes()),
        ("an unknown fact", record_with("/facts/shoe_size", json!(44)).to_string().into_bytes()),
        ("an unknown field", record_with("/colour", json!("red")).to_string().into_bytes()),
        ("a name with a slash", record_with("/facts", json!({ "a/b~c": 1 })).to_string().into_bytes()),
        ("a weight in mmHg", weight(json!(80), "mm[Hg]").to_string().into_bytes()),
        ("a weight of 4,000 kg", weight(json!(4000), "kg").to_string().into_bytes()),
        ("a weight in words", weight(json!("heavy"), "kg").to_string().into_bytes()),
        ("a systolic of 310", row("2026-03-01T19:20:00-05:00", 310).to_string().into_bytes()),
        ("a reading of tomorrow", row("2026-03-03T19:20:00-05:00", 118).to_string().into_bytes()),
        ("a time without its offset", row("2026-03-01T19:20:00", 118).to_string().into_bytes()),
        ("no birth date", record_with("/facts/birth_date", Value::Null).to_string().into_bytes()),
        ("30 February", record_with("/facts/birth_date", json!("1961-02-30")).to_string().into_bytes()),
        ("non-ASCII letters", record_with("/patient", json!("Zoë 🫀")).to_string().into_bytes()),
    ];
    let mut all: Vec<Value> = given.iter().map(|(name, document)| case(name, document, AS_OF, ZONE)).collect();
    all.push(case("an as-of without its offset", sound.as_bytes(), "2026-03-02T09:00:00", ZONE));
    all.push(case("an as-of that is no time", sound.as_bytes(), "yesterday", ZONE));
    all.push(case("an unknown zone", sound.as_bytes(), AS_OF, "America/Gotham"));
    all
}

fn case(name: &str, document: &[u8], as_of: &str, zone: &str) -> Value {
    let answer = match ruleset().evaluate_json(document, as_of, zone) {
        Ok(evaluation) => json!({ "evaluation": evaluation }),
        Err(EvaluateError { code, pointer, expected, help }) => {
            json!({ "error": { "code": code, "pointer": pointer, "message": format!("expected {expected}"), "help": help } })
        }
    };
    json!({ "name": name, "record": base64(document), "as_of": as_of, "zone": zone, "answer": answer })
}

/// Bundles and settings that are refused.
fn bundles() -> Vec<Value> {
    let sound = ruleset().to_bundle();
    let given: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", vec![]),
        ("no JSON", b"ruleset small".to_vec()),
        ("bytes that are no text", vec![0xff, 0x00, 0x80]),
        ("cut off", sound.as_bytes()[..sound.len() / 2].to_vec()),
        ("a record", record().to_string().into_bytes()),
        ("another format", sound.replacen("\"format\":1", "\"format\":99", 1).into_bytes()),
        ("edited by hand", sound.replacen("\"compiled\":\"", "\"compiled\":\"AAAA", 1).into_bytes()),
        ("deep", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes()),
    ];
    let mut all: Vec<Value> = given.iter().map(|(name, bundle)| loading(name, bundle, BTreeMap::new())).collect();
    let settings = BTreeMap::from([("patience".to_string(), "5 days".to_string())]);
    all.push(loading("an unknown setting", sound.as_bytes(), settings));
    all
}

fn loading(name: &str, bundle: &[u8], settings: BTreeMap<String, String>) -> Value {
    let options = LoadOptions { settings: settings.clone().into_iter().collect(), ..LoadOptions::default() };
    let Err(LoadError { code, message, help }) = stepcare::load_bundle(bundle, options) else {
        return json!({ "name": name, "bundle": base64(bundle), "settings": settings, "error": null });
    };
    let error = json!({ "code": code, "pointer": "", "message": message, "help": help });
    json!({ "name": name, "bundle": base64(bundle), "settings": settings, "error": error })
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * n) & 63) as usize];
            text.push(if n > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}
