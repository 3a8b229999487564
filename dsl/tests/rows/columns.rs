//! Columns that are not numbers: codes, words, several words; a row's status; halves that are paired; links.

use super::{bp, evaluated, holds, rows};

const HYPERTENSION: &str = r#"{"id": "c1", "what": [{"system": "icd10", "code": "I10"}], "verified": "confirmed",
    "listed": ["problem_list_item"], "start": "2024-01-10"}"#;

#[test]
fn a_row_s_codes_are_in_a_set_or_not_and_a_row_without_codes_leaves_it_open() {
    let asked = "any conditions where what is hypertension";
    assert_eq!(holds("", asked, &[("conditions", HYPERTENSION)]), "yes");
    assert_eq!(holds("", "any conditions where what is diabetes", &[("conditions", HYPERTENSION)]), "no");
    assert_eq!(
        holds("", "any conditions where what is one of diabetes, hypertension", &[("conditions", HYPERTENSION)]),
        "yes"
    );
    assert_eq!(holds("", asked, &[("conditions", r#"{"id": "c1", "start": "2024"}"#)]), "unknown");
    assert_eq!(holds("", asked, &[("conditions", "")]), "no", "supplied and empty");
    assert_eq!(holds("", asked, &[]), "unknown", "not supplied, and nothing is assumed");
}

#[test]
fn words_of_a_row_are_asked_for_by_is_and_has() {
    let series = [("conditions", HYPERTENSION)];
    assert_eq!(
        holds("", "any conditions where verified is confirmed and listed has problem_list_item", &series),
        "yes"
    );
    assert_eq!(holds("", "any conditions where verified is refuted", &series), "no");
    assert_eq!(holds("", "any conditions where listed has encounter_diagnosis", &series), "no");
    let unsaid = HYPERTENSION.replace(r#""verified": "confirmed","#, "");
    assert_eq!(holds("", "any conditions where verified is refuted", &[("conditions", &unsaid)]), "unknown");
    assert_eq!(holds("", "any conditions where not verified is known", &[("conditions", &unsaid)]), "yes");
}

#[test]
fn a_status_that_the_ruleset_declares_is_its_own_to_filter() {
    let row = |status: &str| {
        bp("2026-03-01T08:00", 134, 82).replace("\"systolic\"", &format!("\"status\": \"{status}\", \"systolic\""))
    };
    let asked = "any bp where status is final";
    assert_eq!(holds("", asked, &[("bp", &row("final"))]), "yes");
    assert_eq!(holds("", asked, &[("bp", &row("preliminary"))]), "no");
    assert_eq!(holds("", "any bp where status is one of final, amended", &[("bp", &row("amended"))]), "yes");
    assert_eq!(holds("", "no bp", &[("bp", &row("entered_in_error"))]), "yes", "entered in error is no row");
    assert_eq!(holds("", asked, &[("bp", &bp("2026-03-01T08:00", 134, 82))]), "unknown", "no status is not final");
    let removed = evaluated("", "no bp", &[("bp", &row("entered_in_error"))], super::NOON);
    assert!(removed.problems.is_empty(), "a row that is no row needs no status of the list");
}

#[test]
fn halves_of_one_reading_that_were_sent_apart_are_paired() {
    let half = |id: &str, at: &str, column: &str, value: u32, setting: &str| {
        format!(r#"{{"id": "{id}", "at": "2026-03-01T{at}:00-05:00", "{column}": {value}, "setting": "{setting}"}}"#)
    };
    let whole = "any bp where systolic is known and diastolic is known";
    let pair =
        |other: String| holds("", whole, &[("bp", &rows(&[half("s", "08:00", "systolic", 134, "home"), other]))]);
    assert_eq!(pair(half("d", "08:00", "diastolic", 82, "home")), "yes");
    assert_eq!(pair(half("d", "08:01", "diastolic", 82, "home")), "no", "another time");
    assert_eq!(pair(half("d", "08:00", "diastolic", 82, "office")), "no", "another setting");
    let two = rows(&[half("d1", "08:00", "diastolic", 82, "home"), half("d2", "08:00", "diastolic", 84, "home")]);
    assert_eq!(pair(two), "no", "which of the two is meant cannot be told");
}

#[test]
fn a_column_s_assumption_is_listed_where_a_row_lacks_it() {
    let evaluation =
        evaluated("", "any bp where setting is office", &[("bp", &bp("2026-03-01T08:00", 134, 82))], super::NOON);
    assert_eq!(super::truth(&evaluation), "yes");
    let assumed: Vec<_> = evaluation
        .decisions
        .get("asked")
        .unwrap()
        .assumed
        .iter()
        .map(|a| (a.name.as_str(), a.value.as_str()))
        .collect();
    assert_eq!(assumed, [("setting", "office")]);
}

#[test]
fn a_link_is_followed_either_way_and_a_row_without_one_is_linked_to_nothing() {
    let visit = r#"{"id": "e1", "class": "inpatient", "start": "2026-03-01T07:00:00-05:00", "end": "2026-03-01T09:00:00-05:00"}"#;
    let linked = bp("2026-03-01T08:00", 134, 82).replace("\"systolic\"", "\"encounters\": \"e1\", \"systolic\"");
    let both = "define in_hospital for each bp = any encounters linked where class is inpatient";
    assert_eq!(holds(both, "any bp where in_hospital", &[("bp", &linked), ("encounters", visit)]), "yes");
    assert_eq!(
        holds(both, "any bp where in_hospital", &[("bp", &bp("2026-03-01T08:00", 134, 82)), ("encounters", visit)]),
        "no"
    );
    let back = "define has_bp for each encounters = any bp linked";
    assert_eq!(holds(back, "any encounters where has_bp", &[("bp", &linked), ("encounters", visit)]), "yes");
    let other = linked.replace("\"e1\"", "[\"e2\", \"e3\"]");
    assert_eq!(holds(back, "any encounters where has_bp", &[("bp", &other), ("encounters", visit)]), "no");
}
