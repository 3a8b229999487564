//! After how long, what: local days, each line a series of its own, until it is no longer needed.

use alloc::{format, string::ToString, vec, vec::Vec};

use super::*;
use crate::construct::practice::{CALL, EMAIL, HERE, PHONE, Practice, SMS, Seen, at, days, event, message, task};
use crate::construct::{Do, Due};
use crate::record::FactKind;
use crate::value::Constant;

fn line(after: &str, then: Then) -> Line {
    let parts = after.split(" and ").map(days).collect();
    let after = Delay { parts, setting: None };
    Line { after, then, when: None, every: None, up_to: None, cite: Vec::new(), at: HERE }
}

fn again(mut line: Line, every: &str, up_to: Option<u32>) -> Line {
    (line.every, line.up_to) = (Some(days(every)), up_to);
    line
}

/// `reminder first_readings { start at sent_at; stop when arrived … }`.
fn practice(lines: Vec<Line>) -> Practice {
    let mut practice = Practice::empty();
    let start = practice.fact("sent_at", FactKind::Instant, None);
    let stop = practice.fact("arrived", FactKind::YesNo, None);
    practice.fact("wanted", FactKind::YesNo, None);
    let name = "first_readings".into();
    practice.reminders.push(Reminder { name, start, stop: Some(stop), lines, at: HERE });
    practice
}

fn sent(local: &str) -> String {
    format!(r#""sent_at":"{}""#, at(local))
}

const NOT_YET: &str = r#""arrived":false"#;
const CONSENT: &str =
    r#""consents":[{"topic":"monitoring","channel":"sms","version":"2","given_at":"2026-01-01T00:00:00Z"}]"#;

fn seen(lines: Vec<Line>, start: &str, as_of: &str) -> Seen {
    practice(lines).seen(&[&sent(start), NOT_YET, CONSENT], &[], as_of)
}

fn call(after: &str) -> Line {
    line(after, task(CALL, Some(Due::Days(2))))
}

fn text(after: &str) -> Line {
    line(after, message(0, &[SMS, EMAIL, PHONE]))
}

fn days_due(seen: &Seen) -> Vec<String> {
    seen.actions.iter().filter_map(|a| a.due_date.map(|d| d.to_string())).collect()
}

#[test]
fn seven_days_from_half_past_eleven_at_night_are_seven_local_dates_across_the_clock_change() {
    // The clocks go forward on 8 March 2026: day 7 begins at 04:00 UTC, not at 05:00.
    let seen = |as_of| seen(vec![call("7 days")], "2026-03-03 23:30", as_of);
    let before = seen("2026-03-09 23:59:59.999");
    assert!(before.actions.is_empty());
    assert_eq!(before.horizon.earliest().map(|(at, _)| at), Some(Instant::parse("2026-03-10T04:00:00Z").unwrap()));
    let due = seen("2026-03-10 00:00");
    assert_eq!(days_due(&due), ["2026-03-12"]);
    assert_eq!(due.only().anchor, "fact:sent_at:2026-03-04T04:30:00.000Z");
}

#[test]
fn hours_are_exact_and_days_and_months_add_up() {
    let due = |after: &str, as_of| !seen(vec![call(after)], "2026-03-03 23:30", as_of).actions.is_empty();
    assert!(!due("48 hours", "2026-03-05 23:29:59.999") && due("48 hours", "2026-03-05 23:30"));
    assert!(!due("6 months and 7 days", "2026-09-09 23:59:59") && due("6 months and 7 days", "2026-09-10 00:00"));
}

#[test]
fn months_are_counted_from_the_anchor_and_never_chained() {
    // 31 January: 28 February, then 31 March and not 28 March.
    let monthly = || vec![again(call("1 month"), "1 month", None)];
    let seen = |as_of| seen(monthly(), "2026-01-31 12:00", as_of);
    assert_eq!(days_due(&seen("2026-03-30 12:00")), ["2026-03-02"]);
    assert_eq!(days_due(&seen("2026-03-31 00:00")), ["2026-03-02", "2026-04-02"]);
}

#[test]
fn after_0_days_is_at_once_and_not_before_the_start() {
    let due = |as_of| !seen(vec![call("0 days")], "2026-03-03 15:00", as_of).actions.is_empty();
    assert!(!due("2026-03-03 14:59:59") && due("2026-03-03 15:00"));
}

#[test]
fn up_to_n_does_not_count_the_first() {
    let twice = vec![again(call("7 days"), "7 days", Some(2))];
    let seen = seen(twice, "2026-03-01 12:00", "2026-06-01 12:00");
    assert_eq!(seen.actions.iter().map(|a| a.occurrence).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(seen.horizon.earliest(), None);
}

#[test]
fn a_setting_is_a_number_of_its_unit() {
    let mut call = call("0 days");
    call.after = Delay { parts: Vec::new(), setting: Some((SettingId(0), TimeUnit::Days)) };
    let mut practice = practice(vec![call]);
    practice.settings = vec![Constant::Number(crate::construct::practice::number("5"))];
    let due = |as_of| !practice.seen(&[&sent("2026-03-01 12:00"), NOT_YET], &[], as_of).actions.is_empty();
    assert!(!due("2026-03-05 23:59") && due("2026-03-06 00:00"));
}

#[test]
fn missed_messages_collapse_into_the_newest_and_tasks_do_not() {
    let lines = || vec![again(text("3 days"), "4 days", Some(2)), again(call("3 days"), "4 days", Some(2))];
    let facts = [sent("2026-03-01 12:00")];
    let seen = practice(lines()).seen(
        &[&facts[0], NOT_YET, CONSENT],
        &[&event("opened", "other", "2026-03-01 12:00")],
        "2026-03-12 12:00",
    );
    assert_eq!(seen.to_do(), ["create check_your_bp", "create call", "create call", "create call"]);
    assert_eq!((seen.actions[0].occurrence, seen.actions[0].note.as_deref()), (2, Some("in place of 2 not sent")));
}

#[test]
fn known_to_be_over_nothing_is_wanted() {
    let facts = [sent("2026-03-01 12:00")];
    let seen = practice(vec![text("3 days"), call("3 days")]).seen(
        &[&facts[0], r#""arrived":true"#, CONSENT],
        &[],
        "2026-03-12 12:00",
    );
    assert!(seen.actions.is_empty());
}

#[test]
fn not_known_to_be_over_starts_nothing_automated_and_keeps_what_is_open_and_people_s_tasks() {
    let lines = || vec![text("3 days"), call("3 days")];
    let start = sent("2026-03-01 12:00");
    let open = practice(lines()).seen(&[&start, NOT_YET, CONSENT], &[], "2026-03-05 12:00");
    let unknown = practice(lines()).seen(&[&start, CONSENT], &[], "2026-03-05 12:00");
    assert_eq!(unknown.to_do(), ["create call"]);
    assert!(unknown.only().undecided);
    let opened = event("opened", &open.actions[0].key, "2026-03-04 12:00");
    let kept = practice(lines()).seen(&[&start, CONSENT], &[&opened], "2026-03-05 12:00");
    assert_eq!(kept.to_do(), ["keep check_your_bp", "create call"]);
}

#[test]
fn a_line_with_a_condition_is_for_those_of_whom_it_is_known() {
    let mut practice = practice(vec![text("3 days"), call("3 days")]);
    let wanted = practice.program.push(Node::Fact(practice.id("wanted")));
    practice.reminders.iter_mut().flat_map(|r| &mut r.lines).for_each(|l| l.when = Some(wanted));
    let start = sent("2026-03-01 12:00");
    let seen = |more: &str| {
        let mut facts = vec![start.as_str(), NOT_YET, CONSENT];
        facts.extend(Some(more).filter(|m| !m.is_empty()));
        practice.seen(&facts, &[], "2026-03-05 12:00").to_do()
    };
    assert_eq!(seen(r#""wanted":true"#), ["create check_your_bp", "create call"]);
    assert!(seen(r#""wanted":false"#).is_empty());
    assert_eq!(seen(""), ["create call"]);
}

#[test]
fn without_its_start_it_has_not_started() {
    let seen = practice(vec![call("0 days")]).seen(&[NOT_YET], &[], "2026-03-05 12:00");
    assert!(seen.actions.is_empty() && seen.horizon.earliest().is_none());
}

#[test]
fn the_key_is_the_fact_s_own_and_stays_when_its_value_is_corrected() {
    let key = |value: &str, as_of| {
        let fact = format!(r#""sent_at":{{"id":"parcel-7","value":"{}"}}"#, at(value));
        practice(vec![call("3 days")]).seen(&[&fact, NOT_YET], &[], as_of).only().key.clone()
    };
    assert_eq!(key("2026-03-01 12:00", "2026-03-05 12:00"), key("2026-03-02 12:00", "2026-03-09 12:00"));
}

#[test]
fn an_anchor_long_ago_is_no_endless_work() {
    let daily = vec![again(text("0 hours"), "1 minute", None), again(call("0 hours"), "1 minute", None)];
    let seen = seen(daily, "1990-01-01 12:00", "2026-03-05 12:00");
    assert_eq!(seen.actions.len(), 1001);
    assert_eq!(seen.actions.iter().filter(|a| a.do_ == Do::Create).count(), 1001);
}
