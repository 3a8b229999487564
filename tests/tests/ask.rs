//! What to ask: each set named settles its decision however it is answered, and nothing smaller in it does.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use serde_json::{Value, json};
use stepcare::{Evaluation, Ruleset, Status, Zone};
use stepcare_tests::patient::programmes;
use stepcare_tests::small::{AS_OF, ZONE, ruleset};

fn evaluate(ruleset: &Ruleset, record: &Value) -> Evaluation {
    let record = stepcare::read_record(record.to_string().as_bytes(), &stepcare::Limits::default()).unwrap();
    let as_of = stepcare::Instant::parse(AS_OF).unwrap();
    ruleset.evaluate(&record, as_of, &Zone::named(ZONE).unwrap()).unwrap()
}

fn record(facts: &Value) -> Value {
    json!({ "format": 1, "patient": "p", "facts": facts, "series": {} })
}

/// Answers at and around every limit of the small ruleset.
fn answers(fact: &str) -> Vec<Value> {
    let at = "2026-03-01T08:00:00Z";
    let of = |values: Vec<Value>| values.into_iter().map(|v| json!({ "value": v, "at": at })).collect();
    match fact {
        "birth_date" => of(vec![json!("1961-04-01"), json!("2008-03-02"), json!("2008-03-03"), json!("2026-03-01")]),
        "weight" => of(vec![json!(20), json!(200), json!(200.1), json!(400)]),
        "pregnant" => of(vec![json!("yes"), json!("no"), json!("maybe")]),
        other => panic!("no answers for {other}"),
    }
}

/// Every way of answering some facts.
fn ways(facts: &[String]) -> Vec<Value> {
    facts.iter().fold(vec![json!({})], |so_far, fact| {
        let with = |known: &Value, answer: Value| {
            let mut known = known.clone();
            known[fact] = answer;
            known
        };
        so_far.iter().flat_map(|known| answers(fact).into_iter().map(move |a| with(known, a))).collect()
    })
}

fn merged(known: &Value, answered: &Value) -> Value {
    let mut all = known.as_object().unwrap().clone();
    all.extend(answered.as_object().unwrap().clone());
    Value::Object(all)
}

#[test]
fn each_set_settles_eligibility_however_it_is_answered_and_no_part_of_it_does() {
    let ruleset = ruleset();
    let whole = ["birth_date", "weight", "pregnant"];
    let mut asked = 0;
    for left_out in 1..8_u32 {
        let open: Vec<String> =
            whole.iter().enumerate().filter(|(n, _)| left_out >> n & 1 == 1).map(|(_, f)| (*f).to_string()).collect();
        let given: Vec<String> = whole.iter().map(|f| (*f).to_string()).filter(|f| !open.contains(f)).collect();
        for known in ways(&given) {
            let evaluation = evaluate(&ruleset, &record(&known));
            let report = evaluation.decisions.get("eligibility").unwrap();
            assert_eq!(report.status == Status::Undetermined, !report.ask.is_empty());
            for ask in &report.ask {
                asked += 1;
                assert!(!ask.not_reduced);
                for answered in ways(&ask.facts) {
                    let facts = merged(&known, &answered);
                    let settled = evaluate(&ruleset, &record(&facts));
                    let status = settled.decisions.get("eligibility").unwrap().status;
                    assert_ne!(status, Status::Undetermined, "{known} asked {:?} answered {answered}", ask.facts);
                }
                for n in 0..ask.facts.len() {
                    let mut part = ask.facts.clone();
                    part.remove(n);
                    let leaves_open = ways(&part).iter().any(|answered| {
                        let facts = merged(&known, answered);
                        let report = evaluate(&ruleset, &record(&facts));
                        report.decisions.get("eligibility").unwrap().status == Status::Undetermined
                    });
                    assert!(leaves_open, "{known}: {part:?} alone would settle it");
                }
            }
        }
    }
    assert!(asked >= 20, "only {asked} sets were asked");
}

#[test]
fn what_the_patient_can_say_is_asked_before_what_a_laboratory_must() {
    for programme in programmes() {
        let bare = json!({ "format": 1, "patient": "p", "facts": {}, "series": {} });
        let evaluation = evaluate(&programme.ruleset, &bare);
        let order = ["patient", "chart", "lab"];
        let mut seen = 0;
        for (name, report) in &evaluation.decisions.0 {
            let ways: Vec<_> = report.ask.iter().filter(|a| !a.not_reduced).filter_map(|a| a.from.as_deref()).collect();
            let places: Vec<_> = ways.iter().map(|way| order.iter().position(|o| o == way).unwrap()).collect();
            assert!(places.is_sorted(), "{name}: {ways:?}");
            seen += places.len();
        }
        assert!(seen > 0, "{}: nothing was asked of an empty record", programme.main.display());
    }
}
