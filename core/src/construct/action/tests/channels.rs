//! By which channel a message goes: consent, hours, language, and a person at the end.

use alloc::{string::ToString, vec};

use super::*;
use crate::construct::action::By;
use crate::construct::message::Piece;
use crate::construct::practice::{EMAIL, PHONE, SMS, event, message};
use crate::expression::Node;
use crate::value::id::ChannelId;

const NOON: &str = "2026-03-02 12:00";
const GIVEN: &str = r#"{"topic":"monitoring","channel":"sms","version":"2","given_at":"2026-01-01T00:00:00Z"}"#;
const PORTAL: By = By::Channel(ChannelId(3));

/// `message check_your_bp by sms, else email, else phone`, as of a time; consents as written.
fn seen(consents: &str, as_of: &str) -> Seen {
    let practice = wanting(vec![message(0, &[SMS, EMAIL, PHONE])]);
    practice.seen(&[&wanted_at("2026-03-01 09:00"), &format!(r#""consents":[{consents}]"#)], &[], as_of)
}

/// The channel at noon; phone is a person's task.
fn by(consents: &[&str]) -> String {
    channel(&seen(&consents.join(","), NOON))
}

fn channel(seen: &Seen) -> String {
    let action = seen.only();
    assert_eq!(action.kind == "task", matches!(action.channel.as_deref(), Some("phone" | "portal") | None));
    action.channel.clone().unwrap_or_default()
}

fn row(topic: &str, channel: &str, more: &str) -> String {
    format!(r#"{{"topic":"{topic}","channel":"{channel}",{more}}}"#)
}

fn given(topic: &str, channel: &str, version: &str, local: &str) -> String {
    row(topic, channel, &format!(r#""version":"{version}","given_at":"{}""#, at(local)))
}

fn stop(scope: &str, local: &str) -> String {
    format!(r#"{{"channel":"sms","scope":"{scope}","revoked_at":"{}"}}"#, at(local))
}

#[test]
fn with_consent_it_is_sent_in_the_patient_s_language() {
    let seen = seen(GIVEN, NOON);
    let sms = seen.only();
    assert_eq!((sms.kind.as_str(), sms.channel.as_deref()), ("message", Some("sms")));
    assert_eq!((sms.text.as_str(), sms.language.as_deref()), ("Please measure.", Some("en")));
}

#[test]
fn without_consent_it_becomes_a_person_s_task_with_the_same_text() {
    let seen = seen("", NOON);
    let task = seen.only();
    assert_eq!(
        (task.kind.as_str(), task.channel.as_deref(), task.role.as_deref()),
        ("task", Some("phone"), Some("navigator"))
    );
    assert_eq!((task.text.as_str(), task.name.as_str()), ("Please measure.", "check_your_bp"));
    assert_eq!(task.due_date.map(|d| d.to_string()).as_deref(), Some("2026-03-03"));
}

#[test]
fn consents_not_supplied_are_unknown_and_unknown_never_sends() {
    let practice = wanting(vec![message(0, &[SMS, PHONE]), message(1, &[EMAIL, PHONE])]);
    let seen = practice.seen(&[&wanted_at("2026-03-01 09:00")], &[], NOON);
    assert!(seen.actions.iter().all(|a| a.kind == "task"));
}

#[test]
fn a_version_that_is_not_listed_is_no_consent() {
    assert_eq!(by(&[&given("monitoring", "sms", "3", "2026-02-01 09:00")]), "phone");
    assert_eq!(by(&[&given("monitoring", "sms", "1", "2026-02-01 09:00")]), "sms");
}

#[test]
fn consent_is_by_topic_and_by_channel() {
    assert_eq!(by(&[&given("education", "sms", "2", "2026-02-01 09:00")]), "phone");
    assert_eq!(by(&[&given("monitoring", "email", "2", "2026-02-01 09:00")]), "email");
}

#[test]
fn a_stop_to_one_topic_ends_that_topic_alone() {
    let stopped = |topic: &str| row(topic, "sms", &format!(r#""revoked_at":"{}""#, at("2026-02-01 09:00")));
    assert_eq!(by(&[GIVEN, &stopped("monitoring")]), "phone");
    assert_eq!(by(&[GIVEN, &stopped("education")]), "sms");
}

#[test]
fn a_bare_stop_ends_all_topics_on_its_channel_and_other_channels_go_on() {
    let stop = stop("channel", "2026-02-01 09:00");
    assert_eq!(by(&[GIVEN, &stop]), "phone");
    assert_eq!(by(&[GIVEN, &stop, &given("monitoring", "email", "2", "2026-01-01 09:00")]), "email");
}

#[test]
fn a_stop_to_everything_ends_every_channel() {
    let email = given("monitoring", "email", "2", "2026-01-01 09:00");
    let stop = format!(r#"{{"scope":"all","revoked_at":"{}"}}"#, at("2026-02-01 09:00"));
    assert_eq!(by(&[GIVEN, &email, &stop]), "phone");
}

#[test]
fn a_later_consent_restores_its_own_topic_only() {
    let stop = stop("channel", "2026-02-01 09:00");
    assert_eq!(by(&[GIVEN, &stop, &given("monitoring", "sms", "2", "2026-02-02 09:00")]), "sms");
    assert_eq!(by(&[GIVEN, &stop, &given("education", "sms", "2", "2026-02-02 09:00")]), "phone");
}

#[test]
fn given_and_revoked_at_one_instant_is_revoked() {
    let stop = stop("channel", "2026-02-01 09:00");
    assert_eq!(by(&[&given("monitoring", "sms", "2", "2026-02-01 09:00"), &stop]), "phone");
    assert_eq!(by(&[&given("monitoring", "sms", "2", "2026-02-01 09:00.001"), &stop]), "sms");
}

#[test]
fn a_stop_counts_at_once_and_not_before() {
    let stop = stop("channel", "2026-03-02 12:00");
    assert_eq!(channel(&seen(&[GIVEN, &stop].join(","), "2026-03-02 12:00")), "phone");
    let before = seen(&[GIVEN, &stop].join(","), "2026-03-02 11:59:59");
    assert_eq!(channel(&before), "sms");
    assert_eq!(before.horizon.earliest().map(|(at, _)| at), Some(at("2026-03-02 12:00")));
}

#[test]
fn before_consent_it_goes_by_the_channels_named_while_none_is_recorded() {
    let by = |channels: &[By], consents: &str| {
        let practice = wanting(vec![message(1, channels)]);
        let consents = format!(r#""consents":[{consents}]"#);
        channel(&practice.seen(&[&wanted_at("2026-03-01 09:00"), &consents], &[], NOON))
    };
    assert_eq!(by(&[EMAIL, PHONE], ""), "email");
    assert_eq!(by(&[SMS, PHONE], ""), "phone");
    let revoked = row("enrolment", "email", &format!(r#""revoked_at":"{}""#, at("2026-02-01 09:00")));
    assert_eq!(by(&[EMAIL, PORTAL], &revoked), "portal");
    assert_eq!(by(&[EMAIL, PHONE], &stop("channel", "2026-02-01 09:00")), "email");
}

#[test]
fn outside_its_hours_it_waits_for_the_next_opening_and_is_no_part_of_the_answer() {
    for (as_of, opens) in [("2026-03-02 07:59:59", "2026-03-02 08:00"), ("2026-03-02 20:00", "2026-03-03 08:00")] {
        let waiting = seen(GIVEN, as_of);
        assert!(waiting.actions.is_empty());
        assert_eq!(waiting.waiting.iter().map(|w| w.send_from).collect::<Vec<_>>(), [at(opens)]);
        assert_eq!(waiting.horizon.earliest().map(|(at, _)| at), Some(at(opens)));
    }
    for as_of in ["2026-03-02 08:00", "2026-03-02 19:59"] {
        let open = seen(GIVEN, as_of);
        assert_eq!(channel(&open), "sms");
        assert_eq!(open.horizon.earliest().map(|(at, _)| at), Some(at("2026-03-02 20:00")));
    }
}

#[test]
fn a_message_that_exists_is_not_closed_by_the_end_of_its_hours_and_a_person_s_task_has_none() {
    let practice = wanting(vec![message(0, &[SMS, EMAIL, PHONE])]);
    let facts = [wanted_at("2026-03-01 09:00"), format!(r#""consents":[{GIVEN}]"#)];
    let key = practice.seen(&[&facts[0], &facts[1]], &[], NOON).only().key.clone();
    let opened = event("opened", &key, NOON);
    let night = practice.seen(&[&facts[0], &facts[1]], &[&opened], "2026-03-02 22:00");
    assert_eq!(night.to_do(), ["keep check_your_bp"]);
    assert_eq!(channel(&seen("", "2026-03-02 22:00")), "phone");
}

#[test]
fn a_channel_that_failed_gives_way_to_the_next() {
    let practice = wanting(vec![message(0, &[SMS, EMAIL, PHONE])]);
    let email = given("monitoring", "email", "2", "2026-01-01 09:00");
    let facts = [wanted_at("2026-03-01 09:00"), format!(r#""consents":[{GIVEN},{email}]"#)];
    let mut events: Vec<String> = Vec::new();
    for expected in ["sms", "email", "phone", "phone"] {
        let list: Vec<&str> = events.iter().map(String::as_str).collect();
        let seen = practice.seen(&[&facts[0], &facts[1]], &list, NOON);
        assert_eq!(channel(&seen), expected);
        events.push(event("failed", &seen.only().key, "2026-03-02 11:00"));
    }
}

#[test]
fn the_patient_s_own_channel_comes_first_where_it_is_known() {
    let mut practice = wanting(Vec::new());
    let preferred = By::Preferred(practice.id("preferred_channel"));
    practice = wanting(vec![message(0, &[preferred, EMAIL, PHONE])]);
    let email = given("monitoring", "email", "2", "2026-01-01 09:00");
    let consents = format!(r#""consents":[{GIVEN},{email}]"#);
    let by = |more: &str| {
        let wanted = wanted_at("2026-03-01 09:00");
        let mut facts = vec![wanted.as_str(), &consents];
        facts.extend(Some(more).filter(|m| !m.is_empty()));
        channel(&practice.seen(&facts, &[], NOON))
    };
    assert_eq!(by(r#""preferred_channel":"sms""#), "sms");
    assert_eq!(by(r#""preferred_channel":"portal""#), "portal");
    assert_eq!(by(""), "email");
}

#[test]
fn a_language_without_an_approved_text_is_a_person_s_task_and_never_silent_english() {
    let mut practice = wanting(vec![message(0, &[SMS, EMAIL, PHONE])]);
    practice.messages[0].texts.truncate(1);
    let facts = [wanted_at("2026-03-01 09:00"), format!(r#""consents":[{GIVEN}]"#)];
    let spanish = practice.seen(&[&facts[0], &facts[1], r#""language":"es""#], &[], NOON);
    assert_eq!(channel(&spanish), "phone");
    assert_eq!(spanish.only().text, "About monitoring: no approved text in the patient's language");
    assert_eq!(spanish.only().language, None);
}

#[test]
fn an_unknown_value_in_a_text_is_not_sent_and_a_known_one_has_its_unit() {
    let mut practice = wanting(vec![message(0, &[SMS, EMAIL, PHONE])]);
    let mmhg = crate::value::Unit::MMHG;
    let of = practice.fact("own_limit", FactKind::Number { unit: mmhg, low: None, high: None }, None);
    for text in &mut practice.messages[0].texts {
        text.pieces.push(Piece::Slot(of, Some(mmhg)));
    }
    assert!(matches!(practice.program.node(of), Some(Node::Fact(_))));
    let facts = [wanted_at("2026-03-01 09:00"), format!(r#""consents":[{GIVEN}]"#)];
    let unknown = practice.seen(&[&facts[0], &facts[1]], &[], NOON);
    assert_eq!(
        (channel(&unknown).as_str(), unknown.only().text.as_str()),
        ("phone", "About monitoring: a value of the text is unknown")
    );
    let known = r#""own_limit":{"value":135.50,"unit":"mm[Hg]"}"#;
    assert_eq!(practice.seen(&[&facts[0], &facts[1], known], &[], NOON).only().text, "Please measure.135.5 mmHg");
}

#[test]
fn without_any_channel_for_people_it_is_a_task_all_the_same() {
    let mut practice = wanting(vec![message(0, &[SMS])]);
    practice.channels.truncate(2);
    let seen = practice.seen(&[&wanted_at("2026-03-01 09:00"), r#""consents":[]"#], &[], NOON);
    let task = seen.only();
    assert_eq!((task.kind.as_str(), task.role.as_deref(), task.undecided), ("task", Some("navigator"), true));
}
