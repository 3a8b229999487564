//! What is still missing, and the earliest day on which it can be ready.

use alloc::string::String;

use super::{Skip, day, missing_text, plain, three_days, with};
use crate::construct::average::Need;
use crate::construct::testing::World;
use crate::expression::Status;

fn none_yet() -> World {
    let mut world = World::new();
    world.heard("2026-03-02 05:00");
    world
}

/// The words in a language, for the average of a world with these readings.
fn words(need: Need, language: &str, days: &[&str]) -> Option<String> {
    let mut world = none_yet();
    for day in days {
        world.full_day(day, 128, 78);
    }
    let world = with(world, |a| a.need = Some(need));
    let of = world.evaluate("2026-03-02 05:00");
    assert_eq!(of.average().status, Status::Insufficient);
    world.missing_words("2026-03-02 05:00", language)
}

fn days(days: u32, each: &[(u32, u32)]) -> Need {
    Need::Days { days, each: each.into() }
}

#[test]
fn what_is_missing_is_said_in_english_and_spanish_and_in_no_other_language() {
    let need = || days(3, &[(0, 2), (1, 2)]);
    let one_day = ["2026-03-01"];
    assert_eq!(words(need(), "en", &one_day).as_deref(), Some("2 more days with 2 morning and 2 evening readings"));
    assert_eq!(
        words(need(), "es", &one_day).as_deref(),
        Some("2 días más con 2 mediciones por la mañana y 2 por la noche")
    );
    assert_eq!(words(need(), "pt", &one_day), None);
}

#[test]
fn one_day_and_one_reading_are_not_said_as_many() {
    let two_days = ["2026-02-28", "2026-03-01"];
    assert_eq!(words(days(3, &[(0, 1)]), "en", &two_days).as_deref(), Some("1 more day with 1 morning reading"));
    assert_eq!(words(days(3, &[(0, 1)]), "es", &two_days).as_deref(), Some("1 día más con 1 medición por la mañana"));
    assert_eq!(words(Need::Readings(9), "en", &two_days).as_deref(), Some("1 more reading"));
    assert_eq!(words(Need::Readings(12), "en", &two_days).as_deref(), Some("4 more readings"));
    assert_eq!(words(Need::Readings(12), "es", &two_days).as_deref(), Some("4 mediciones más"));
}

#[test]
fn a_session_that_has_no_spanish_name_has_no_spanish_words() {
    let world = with(none_yet(), |a| a.sessions[0].name = "before_work".into());
    assert_eq!(
        missing_text(&world.evaluate("2026-03-02 05:00")).as_deref(),
        Some("3 more days with 2 before_work and 2 evening readings")
    );
    assert_eq!(world.missing_words("2026-03-02 05:00", "es"), None);
}

#[test]
fn nothing_is_missing_where_it_is_ready_or_not_known() {
    let ready = plain(three_days());
    assert_eq!(
        (missing_text(&ready.evaluate("2026-02-27 09:00")), ready.missing_words("2026-02-27 09:00", "en")),
        (None, None)
    );
    let unknown = plain(World::new());
    assert_eq!(unknown.missing_words("2026-02-27 09:00", "en"), None);
}

#[test]
fn the_earliest_day_counts_today_only_while_its_sessions_are_open() {
    for (as_of, earliest) in [
        ("2026-03-02 05:00", "2026-03-04"),
        ("2026-03-02 11:59:59.999", "2026-03-04"),
        ("2026-03-02 12:00", "2026-03-05"),
    ] {
        assert_eq!(plain(none_yet()).evaluate(as_of).average().earliest, day(earliest), "{as_of}");
    }
    // Both morning readings are there: the evening is enough.
    let mut world = none_yet();
    world.bp("m1", "2026-03-02 08:00", 128, 78);
    world.bp("m2", "2026-03-02 08:05", 128, 78);
    assert_eq!(plain(world).evaluate("2026-03-02 13:00").average().earliest, day("2026-03-04"));
}

#[test]
fn the_earliest_day_uses_the_days_that_will_still_be_in_the_window() {
    // On the afternoon of 2 March the next full day is the 3rd, whose window begins on 25 February.
    for (first, second, earliest) in
        [("2026-02-25", "2026-02-26", "2026-03-03"), ("2026-02-24", "2026-02-25", "2026-03-05")]
    {
        let mut world = World::new();
        world.full_day(first, 128, 78);
        world.full_day(second, 128, 78);
        assert_eq!(plain(world).evaluate("2026-03-02 13:00").average().earliest, day(earliest), "{first}");
    }
}

#[test]
fn a_skipped_first_day_makes_it_one_day_later() {
    let world = with(none_yet(), |a| a.skip = Some(Skip { days: 1, of_window: false }));
    assert_eq!(world.evaluate("2026-03-02 05:00").average().earliest, day("2026-03-05"));
}

#[test]
fn after_a_change_the_earliest_day_counts_from_the_bound() {
    let mut world = none_yet();
    let after = world.after("2 weeks");
    let at = alloc::string::ToString::to_string(&world.at("2026-03-01 10:00"));
    world.answer("changed_at", at.as_str());
    let world = with(world, |a| a.after = Some(after));
    // Readings count from 16 March on.
    assert_eq!(world.evaluate("2026-03-02 05:00").average().earliest, day("2026-03-18"));
}

#[test]
fn more_days_than_the_window_holds_are_never_ready() {
    let world = with(none_yet(), |a| a.need = Some(days(8, &[(0, 1)])));
    assert_eq!(world.evaluate("2026-03-02 05:00").average().earliest, None);
}

#[test]
fn it_holds_until_a_session_ends_and_with_it_a_chance() {
    let world = plain(none_yet());
    assert_eq!(world.evaluate("2026-03-02 05:00").next().0, world.at("2026-03-02 12:00"));
    assert_eq!(world.evaluate("2026-03-02 12:00").next().0, world.at("2026-03-03 00:00"));
}
