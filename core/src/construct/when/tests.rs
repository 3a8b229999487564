//! What a `when` line asks for: while it holds, once it was done, while it is unknown, once it no longer holds.

use alloc::{format, string::String, vec, vec::Vec};

use super::*;
use crate::construct::practice::{
    BMP, CALL, EMAIL, HERE, PHONE, Practice, REVIEW, SMS, Seen, at, event, message, task,
};
use crate::construct::{Decision, Do, Due, Goal};
use crate::expression::CompareOp;
use crate::record::FactKind;
use crate::value::id::DecisionId;
use crate::value::{Constant, Date, Duration};

const MONDAY: &str = "2026-03-02 09:00";
const WORSE: &str = r#""worse":true"#;
const BETTER: &str = r#""worse":false"#;

/// A practice with lines `when worse then …`, each again after 7 days.
fn practice(thens: Vec<Then>) -> Practice {
    let mut practice = Practice::empty();
    let worse = practice.fact("worse", FactKind::YesNo, None);
    lines(&mut practice, worse, thens);
    practice
}

fn lines(practice: &mut Practice, when: ExprId, thens: Vec<Then>) {
    let goal = Goal { name: "target".into(), average: DecisionId(0), lines: Vec::new(), at: HERE };
    practice.decisions = vec![Decision::Goal(goal)];
    for (n, then) in thens.into_iter().enumerate() {
        let then = Then { again_after: Duration::parse("7 days"), ..then };
        practice.decisions.push(Decision::When(When {
            name: format!("when_{n}"),
            when,
            then,
            cite: Vec::new(),
            at: HERE,
        }));
    }
}

fn call() -> Practice {
    practice(vec![task(CALL, Some(Due::Days(1)))])
}

fn key(practice: &Practice) -> String {
    practice.seen(&[WORSE], &[], MONDAY).only().key.clone()
}

fn seen(practice: &Practice, fact: &str, happened: &[(&str, &str)], as_of: &str) -> Seen {
    let key = key(practice);
    let events: Vec<String> = happened.iter().map(|(kind, local)| event(kind, &key, local)).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let facts: Vec<&str> = Some(fact).filter(|f| !f.is_empty()).into_iter().collect();
    practice.seen(&facts, &events, as_of)
}

fn status(seen: &Seen) -> Status {
    match &seen.decided.first().unwrap().said {
        Said::Report(report) => report.status,
        _ => Status::Undetermined,
    }
}

#[test]
fn while_it_holds_its_task_is_wanted_and_due_from_the_day_it_is_opened() {
    let now = seen(&call(), WORSE, &[], MONDAY);
    assert_eq!((status(&now), now.to_do()), (Status::Holds, vec!["create call".into()]));
    assert_eq!((now.only().because.clone(), now.only().due_date), (vec!["when_0".into()], Date::parse("2026-03-03")));
    let kept = seen(&call(), WORSE, &[("opened", "2026-03-01 12:00")], MONDAY);
    assert_eq!((kept.only().do_, kept.only().due_date), (Do::Keep, Date::parse("2026-03-02")));
}

#[test]
fn what_was_done_or_called_off_is_asked_for_again_when_the_seventh_day_is_over() {
    for ended in ["done", "cancelled"] {
        let happened = [(ended, "2026-03-02 12:00")];
        let waiting = seen(&call(), WORSE, &happened, "2026-03-09 23:59:59.999");
        assert!(waiting.actions.is_empty(), "{ended}");
        assert_eq!(waiting.horizon.earliest().map(|(at, _)| at), Some(at("2026-03-10 00:00")));
        let next = seen(&call(), WORSE, &happened, "2026-03-10 00:00");
        assert_eq!((next.only().do_, next.only().occurrence), (Do::Create, 1), "{ended}");
        assert_ne!(next.only().key, key(&call()));
    }
}

#[test]
fn while_it_is_unknown_nothing_is_started_and_what_is_open_is_kept() {
    let open = [("opened", "2026-03-01 12:00")];
    for then in [task(CALL, None), task(BMP, None), message(1, &[EMAIL, PHONE])] {
        let practice = practice(vec![then]);
        let none = seen(&practice, "", &[], MONDAY);
        assert_eq!((status(&none), none.to_do()), (Status::Undetermined, Vec::<String>::new()));
        let kept = seen(&practice, "", &open, MONDAY);
        assert_eq!((kept.only().do_, kept.only().undecided), (Do::Keep, true));
    }
}

#[test]
fn once_it_is_known_not_to_hold_what_is_open_is_closed() {
    let open = [("opened", "2026-03-01 12:00")];
    for then in [task(CALL, None), task(BMP, None), message(1, &[EMAIL, PHONE])] {
        let practice = practice(vec![then]);
        assert!(seen(&practice, BETTER, &[], MONDAY).actions.is_empty());
        let closed = seen(&practice, BETTER, &open, MONDAY);
        assert_eq!((status(&closed), closed.only().do_), (Status::DoesNotHold, Do::Close));
        let done = [open[0], ("done", "2026-03-01 13:00")];
        assert!(seen(&practice, BETTER, &done, MONDAY).actions.is_empty());
    }
}

#[test]
fn a_day_that_passes_takes_no_task_from_a_person_and_an_order_is_closed() {
    for (what, expected) in [(CALL, Do::Keep), (BMP, Do::Close)] {
        let mut practice = Practice::empty();
        let today = practice.program.push(Node::Today);
        let value = Constant::Date(Date::parse("2026-03-01").unwrap());
        let until = practice.program.push(Node::Constant { value, unit: None });
        let early =
            practice.program.push(Node::Compare { op: CompareOp::AtMost, left: today, right: until, unit: None });
        lines(&mut practice, early, vec![task(what, None)]);
        let created = practice.seen(&[], &[], "2026-03-01 12:00");
        let opened = event("opened", &created.only().key, "2026-03-01 12:00");
        let later = practice.seen(&[], &[&opened], MONDAY);
        assert_eq!((status(&later), later.only().do_), (Status::DoesNotHold, expected));
    }
}

#[test]
fn two_lines_that_ask_the_same_of_the_same_people_ask_once() {
    let both = practice(vec![task(CALL, None), task(CALL, None), task(REVIEW, None)]);
    let now = both.seen(&[WORSE], &[], MONDAY);
    assert_eq!(now.to_do(), ["create call", "create review_patient"]);
    let first = now.actions.first().unwrap();
    assert_eq!(first.because, ["when_0", "when_1"]);
    let done = event("done", &first.key, "2026-03-02 12:00");
    assert_eq!(both.seen(&[WORSE], &[&done], "2026-03-03 09:00").to_do(), ["create review_patient"]);
}

#[test]
fn a_message_that_failed_goes_by_the_next_channel_in_the_same_round() {
    let practice = practice(vec![message(0, &[SMS, EMAIL, PHONE])]);
    let consents =
        r#""consents":[{"topic":"monitoring","channel":"sms","version":"2","given_at":"2026-01-01T00:00:00Z"}]"#;
    let first = practice.seen(&[WORSE, consents], &[], MONDAY).only().clone();
    assert_eq!((first.channel.as_deref(), first.occurrence), (Some("sms"), 0));
    let failed = event("failed", &first.key, "2026-03-02 09:30");
    let second = practice.seen(&[WORSE, consents], &[&failed], "2026-03-02 10:00").only().clone();
    assert_eq!((second.channel.as_deref(), second.kind.as_str(), second.occurrence), (Some("phone"), "task", 0));
    assert_ne!(first.key, second.key);
}
