//! `when … then … again after …`.

use stepcare_core::construct::{Act, Decision, Due, When};
use stepcare_core::value::Duration;

use crate::shared::{compiled, decision, failed, refused};

const LINE: &str =
    "when potassium > 5.5 mmol/L then task call for navigator due in 1 day again after 7 days cite local\n";

fn read(text: &str, name: &str) -> When {
    match decision(&compiled(text), name) {
        Decision::When(when) => when.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_keeps_what_is_done_by_when_and_after_how_long_again() {
    let when = read(LINE, "when_call");
    assert!(matches!(when.then.act, Act::Task { role: Some(_), .. }));
    assert_eq!((when.then.due, when.then.again_after), (Some(Due::Days(1)), Duration::parse("7 days")));
    assert_eq!(when.cite.len(), 1);
}

#[test]
fn where_it_is_not_said_it_is_asked_for_again_after_30_days() {
    assert_eq!(read("when frail then order labs\n", "when_labs").then.again_after, Duration::parse("30 days"));
}

#[test]
fn lines_one_below_the_other_are_lines_of_their_own() {
    let text =
        "when frail\n  then task call\nwhen age > 80 years\n  and frail then task call\nwhen frail then task look\n";
    let names: Vec<String> = compiled(text).decisions.iter().map(|d| d.name().to_string()).collect();
    assert_eq!(names, ["when_call", "when_call_2", "when_look"]);
}

#[test]
fn what_is_known_decides_and_what_is_unknown_starts_nothing() {
    let given = |mmol: &str| format!("given potassium is {mmol} mmol/L");
    let tests = [
        (given("5.4"), "expect when_call is does not hold\n expect no task call"),
        (given("5.5"), "expect when_call is does not hold\n expect no task call"),
        (given("5.6"), "expect when_call is holds\n expect task call"),
        ("given nothing".into(), "expect when_call is undetermined\n expect no task call\n expect ask potassium"),
    ];
    let tests: Vec<(&str, &str)> = tests.iter().map(|(given, expect)| (given.as_str(), *expect)).collect();
    assert_eq!(failed(LINE, &tests), [""; 0]);
}

#[test]
fn a_message_or_a_referral_may_be_asked_for() {
    let text = "message hello topic monitoring {\n  en \"Hello\"\n  es \"Hola\"\n}\n\
                when frail then message hello by preferred, else phone\nwhen frail then refer clinic for clinician\n";
    let given = "given frail is yes\n given language is en";
    assert_eq!(failed(text, &[(given, "expect referral clinic")]), [""; 0]);
}

#[test]
fn a_line_has_a_condition_and_says_what_is_done() {
    refused("when potassium then task call\n", &["E0211 a condition is expected here", "compare it with something"]);
    refused("when frail task call\n", &["E0101", "`task` cannot stand here in a `when` clause"]);
    refused("when frail then order call\n", &["E0204 `call` is declared as `task`", "write `task call`"]);
    refused("when frial then task call\n", &["E0201", "did you mean `frail`?"]);
}
