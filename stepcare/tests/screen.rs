//! The text that people read of scores, lines of `when`, cards and measures.
#![cfg(all(feature = "dsl", feature = "render"))]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use stepcare::{LoadOptions, Zone, load_text, render};

const RULES: &str = r#"care edition 2026
ruleset demo version "1" effective 2026-01-01
source local "Protocol" choice
role nurse
task call "Call"
facts { frail : yes/no ask patient; weight : kg in 20 .. 400 from chart; language : one of en, es ask patient }
score risk cite local {
  2 when frail
  1 when weight > 100 kg
}

when risk >= 2 then task call for nurse cite local
cards screen topic weight first row cite local {
  warning "Heavy" "Over 100 kg" link "Weighing" when weight > 100 kg
  info    "Fine" otherwise
}
measure weighed {
  among frail
  value weight
  split by language
}
"#;

/// The text of a record with these facts, without the terminal's codes for bold.
fn text(facts: &str) -> String {
    let files = BTreeMap::from([("demo.care".to_string(), RULES.to_string())]);
    let ruleset = load_text("demo.care", &files, LoadOptions::default()).unwrap();
    let record = format!(r#"{{"format":1,"patient":"p","facts":{{{facts}}}}}"#);
    let as_of = "2026-03-02T09:00:00-05:00";
    let evaluation = ruleset.evaluate_text(record.as_bytes(), as_of, "America/New_York").unwrap();
    let text = render::text(&evaluation, &Zone::named("America/New_York").unwrap());
    text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "")
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "`{line}` is expected in\n{text}");
    }
}

#[test]
fn points_cards_and_measures_are_told_with_what_they_rest_on() {
    let weight = r#""weight":{"value":101,"unit":"kg"}"#;
    let text = text(&format!(r#""frail":"yes","language":"es",{weight}"#));
    has(&text, &["SCORE       risk 3", "counted: risk/1, risk/2", "WHEN        when_call"]);
    has(&text, &["weight: warning: Heavy (Over 100 kg; Weighing)"]);
    has(&text, &["weighed: counted, weight 101 kg (by language es)"]);
}

#[test]
fn what_cannot_be_said_yet_is_said() {
    let text = text(r#""frail":"yes""#);
    has(&text, &["SCORE       risk 2 to 3, CANNOT SAY YET", "unknown: risk/2 (weight (not in the record))"]);
    has(&text, &["weight: screen cannot be said yet", "weighed: cannot say yet: counted", "(by language unknown)"]);
}
