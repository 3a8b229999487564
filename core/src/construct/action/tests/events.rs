//! What the host reports, and what is asked of it then. Monday 2 March, 09:00: a call is wanted, due in two days.

use alloc::vec;

use super::*;
use crate::construct::action::{Do, Due};
use crate::construct::practice::{BMP, CALL, REVIEW, event, task};
use crate::value::Date;

const MONDAY: &str = "2026-03-02 09:00";

fn call() -> Practice {
    wanting(vec![task(CALL, Some(Due::Days(2)))])
}

fn seen(practice: &Practice, events: &[&str], as_of: &str) -> Seen {
    practice.seen(&[&wanted_at(MONDAY)], events, as_of)
}

fn key() -> String {
    seen(&call(), &[], MONDAY).only().key.clone()
}

fn opened(content: &str, local: &str) -> String {
    format!(r#"{{"event":"opened","key":"{}","content":"{content}","at":"{}"}}"#, key(), at(local))
}

#[test]
fn the_same_cause_has_the_same_key_whenever_it_is_worked_out() {
    assert_eq!(seen(&call(), &[], "2026-04-02 17:00").only().key, key());
    assert_eq!(key().len(), 32);
}

#[test]
fn a_due_date_is_a_local_day_and_is_over_with_its_end() {
    let seen = seen(&call(), &[], MONDAY);
    assert_eq!(seen.only().due_date, Date::parse("2026-03-04"));
    assert_eq!(seen.only().due_at, Some(at("2026-03-05 00:00")));
}

#[test]
fn what_is_open_is_kept_and_updated_where_its_content_is_another() {
    let fresh = seen(&call(), &[], MONDAY);
    let same = opened(&fresh.only().content, MONDAY);
    assert_eq!(seen(&call(), &[&same], "2026-03-03 09:00").only().do_, Do::Keep);
    let other = opened("0123", MONDAY);
    assert_eq!(seen(&call(), &[&other], "2026-03-03 09:00").only().do_, Do::Update);
}

#[test]
fn what_was_updated_to_the_present_content_is_kept() {
    let fresh = seen(&call(), &[], MONDAY);
    let content = &fresh.only().content;
    let updated = opened(content, "2026-03-02 10:00").replace("opened", "updated");
    assert_eq!(seen(&call(), &[&opened("0123", MONDAY), &updated], "2026-03-03 09:00").only().do_, Do::Keep);
}

#[test]
fn what_was_done_or_called_off_is_not_made_again() {
    for ended in ["done", "cancelled"] {
        let ended = event(ended, &key(), "2026-03-02 12:00");
        assert!(seen(&call(), &[&ended], "2026-06-02 09:00").actions.is_empty());
    }
}

#[test]
fn what_the_engine_closed_may_be_made_again() {
    let closed = event("closed", &key(), "2026-03-02 12:00");
    assert_eq!(seen(&call(), &[&opened("", MONDAY), &closed], "2026-03-03 09:00").only().do_, Do::Create);
}

#[test]
fn an_event_of_tomorrow_has_not_happened_and_bounds_the_answer() {
    let done = event("done", &key(), "2026-03-04 12:00");
    let seen = seen(&call(), &[&done], "2026-03-03 09:00");
    assert_eq!(seen.only().do_, Do::Create);
    assert_eq!(seen.horizon.earliest().map(|(at, _)| at), Some(at("2026-03-04 12:00")));
}

#[test]
fn again_after_14_days_makes_the_next_occurrence_when_the_14th_day_is_over() {
    let mut then = task(CALL, Some(Due::Days(2)));
    then.again_after = Duration::parse("14 days");
    let practice = wanting(vec![then]);
    let done = event("done", &key(), "2026-03-02 12:00");
    let waiting = seen(&practice, &[&done], "2026-03-16 23:59:59.999");
    assert!(waiting.actions.is_empty());
    assert_eq!(waiting.horizon.earliest().map(|(at, _)| at), Some(at("2026-03-17 00:00")));
    let next = seen(&practice, &[&done], "2026-03-17 00:00");
    assert_eq!((next.only().occurrence, next.only().due_date), (1, Date::parse("2026-03-19")));
    assert_ne!(next.only().key, key());
}

#[test]
fn what_failed_is_tried_again_under_another_key() {
    let failed = event("failed", &key(), "2026-03-02 12:00");
    let next = seen(&call(), &[&failed], "2026-03-03 09:00");
    assert_eq!((next.only().occurrence, next.only().do_), (0, Do::Create));
    assert_ne!(next.only().key, key());
}

#[test]
fn the_same_task_about_the_same_thing_is_one_and_names_every_rule() {
    let both = wanting(vec![task(CALL, Some(Due::Days(2))), task(CALL, Some(Due::Today)), task(REVIEW, None)]);
    let seen = seen(&both, &[], MONDAY);
    assert_eq!(seen.to_do(), ["create call", "create review_patient"]);
    assert_eq!(seen.actions[0].because, ["reminder/1", "reminder/2"]);
    // The earlier of the two due dates.
    assert_eq!(seen.actions[0].due_date, Date::parse("2026-03-02"));
}

#[test]
fn an_order_is_one_per_patient_whatever_it_is_about() {
    let mut practice = wanting(vec![task(BMP, None)]);
    let other = practice.fact("other_at", FactKind::Instant, None);
    let mut second = practice.reminders[0].clone();
    (second.name, second.start) = ("second".into(), other);
    practice.reminders.push(second);
    let other_at = format!(r#""other_at":"{}""#, at("2026-02-20 09:00"));
    let both = practice.seen(&[&wanted_at(MONDAY), &other_at], &[], MONDAY);
    assert_eq!(both.only().because, ["reminder/1", "second/1"]);
    assert_eq!(both.only().kind, "order");
    let opened = event("opened", &both.only().key, MONDAY);
    let kept = practice.seen(&[&wanted_at(MONDAY), &other_at], &[&opened], "2026-03-03 09:00");
    assert_eq!(kept.only().do_, Do::Keep);
}

#[test]
fn the_guid_is_as_steady_as_the_key() {
    let guid = seen(&call(), &[], MONDAY).only().key_guid.clone();
    assert_eq!(guid.len(), 36);
    assert_eq!(seen(&call(), &[], "2026-05-02 09:00").only().key_guid, guid);
}
