//! A second reading, and the task that it joins: from text and record to what is to be done (D-04, D-08, D-26).

use stepcare_core::construct::Do;
use stepcare_core::evaluation::Evaluation;
use stepcare_core::ruleset::{LoadOptions, Ruleset};

use crate::shared::{FORMULARY, with_formulary};

const ALERT: &str = "alert high on each home_bp in last 14 days {
  critical when systolic >= 180 mmHg or diastolic >= 120 mmHg then task look for clinician due today
  confirm by another reading within 30 minutes, unless any symptoms
}
";

/// The answer to readings, each `08:00 180/80`, with events, as of a time of 2 March 2026 in UTC.
fn seen(readings: &[&str], events: &[String], as_of: &str) -> Evaluation {
    let compilation = with_formulary(ALERT, FORMULARY).unwrap_or_else(|failure| panic!("{failure}"));
    let ruleset = Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default()).unwrap();
    let row = |reading: &&str| {
        let (time, values) = reading.split_once(' ').unwrap();
        let (systolic, diastolic) = values.split_once('/').unwrap();
        let column =
            |name: &str, value: &str| if value == "-" { String::new() } else { format!(r#", "{name}": {value}"#) };
        format!(
            r#"{{"id": "{time}", "at": "2026-03-02T{time}:00Z"{}{}}}"#,
            column("systolic", systolic),
            column("diastolic", diastolic)
        )
    };
    let rows: Vec<String> = readings.iter().map(row).collect();
    let record = format!(
        r#"{{"format": 1, "patient": "p", "series": {{"home_bp": {{"through": "2026-03-02T{as_of}:00Z", "rows": [{}]}}}}, "events": [{}]}}"#,
        rows.join(", "),
        events.join(", ")
    );
    ruleset.evaluate_text(record.as_bytes(), &format!("2026-03-02T{as_of}:00Z"), "UTC").unwrap()
}

fn event(what: &str, key: &str, time: &str) -> String {
    format!(r#"{{"event": "{what}", "key": "{key}", "at": "2026-03-02T{time}:00Z"}}"#)
}

/// What is done about each task: its key.
fn tasks(of: &Evaluation) -> Vec<(Do, &str)> {
    of.actions.iter().map(|action| (action.do_, action.key.as_str())).collect()
}

fn confirmations(of: &Evaluation) -> Vec<&str> {
    of.alerts.iter().filter_map(|alert| alert.confirmation.as_deref()).collect()
}

#[test]
fn a_first_high_reading_makes_its_task_at_once_and_the_second_changes_urgency_alone() {
    let first = seen(&["08:00 180/80"], &[], "08:04");
    assert_eq!(confirmations(&first), ["awaiting"]);
    let normal = seen(&["08:00 180/80", "08:04 128/78"], &[], "08:04");
    assert_eq!(confirmations(&normal), ["same_day_review"]);
    assert_eq!(tasks(&first), tasks(&normal));
    assert_eq!(tasks(&first).len(), 1);
}

#[test]
fn a_systolic_alone_alerts_and_confirms() {
    let of = seen(&["08:00 185/-", "08:05 190/-"], &[], "09:00");
    assert_eq!(confirmations(&of), ["confirmed", "confirmed"]);
    assert_eq!(tasks(&of).len(), 1);
}

#[test]
fn a_high_reading_within_30_minutes_of_any_of_the_task_joins_it() {
    let of = seen(&["08:00 180/80", "08:30 181/80", "09:00 182/80"], &[], "09:00");
    assert_eq!(tasks(&of).len(), 1);
    let apart = seen(&["08:00 180/80", "08:31 181/80"], &[], "09:00");
    assert_eq!(tasks(&apart).len(), 2);
}

#[test]
fn what_comes_after_the_task_was_done_is_a_new_task_and_what_came_before_is_not() {
    let first = seen(&["08:00 180/80"], &[], "08:10");
    let [(Do::Create, key)] = tasks(&first)[..] else { panic!("{:?}", tasks(&first)) };
    let opened = event("opened", key, "08:10");
    let kept = seen(&["08:00 180/80", "08:15 181/80"], std::slice::from_ref(&opened), "08:16");
    assert_eq!(tasks(&kept), [(Do::Keep, key)]);
    let done = [opened, event("done", key, "08:20")];
    assert_eq!(tasks(&seen(&["08:00 180/80", "08:15 181/80"], &done, "08:25")), []);
    let again = seen(&["08:00 180/80", "08:15 181/80", "08:25 182/80"], &done, "08:25");
    let [(Do::Create, new)] = tasks(&again)[..] else { panic!("{:?}", tasks(&again)) };
    assert_ne!(new, key);
    // A normal one keeps nothing open and opens nothing.
    assert_eq!(tasks(&seen(&["08:00 180/80", "08:25 128/78"], &done, "08:25")), []);
}
