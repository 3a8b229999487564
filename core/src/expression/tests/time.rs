//! Ages, dates counted from today, and the instants at which they read otherwise.

use super::*;

/// `whole years from birth_date to today`.
fn age(world: &mut World, born: &str) -> ExprId {
    world.declare("birth_date", FactKind::Date);
    world.give("birth_date", born);
    let (from, to) = (world.fact("birth_date"), world.push(Node::Today));
    let whole = world.push(Node::Whole { unit: TimeUnit::Years, from, to });
    world.push(Node::Named { name: "age".into(), of: whole })
}

fn age_under(world: &mut World, born: &str, years: i128) -> ExprId {
    let (age, years) = (age(world, born), world.number(years));
    world.compare(age, CompareOp::Less, years)
}

#[test]
fn an_age_is_of_completed_years_and_turns_at_the_birthday_s_midnight() {
    let mut world = World::new();
    let age = age(&mut world, "1961-04-01");
    assert!(world.value(age, "2026-03-31 23:59:59.999") == n(64));
    assert!(world.value(age, "2026-04-01 00:00") == n(65));
    world.turns_at(age, "2026-03-02 09:00", "2026-04-01 00:00");
}

#[test]
fn born_on_29_february_turns_18_on_1_march_of_a_common_year() {
    let mut world = World::new();
    let minor = age_under(&mut world, "2008-02-29", 18);
    assert_eq!(world.truth(minor, "2026-02-28 23:59"), Truth::Yes);
    assert_eq!(world.truth(minor, "2026-03-01 00:00"), Truth::No);
    world.turns_at(minor, "2020-06-01 12:00", "2026-03-01 00:00");
}

#[test]
fn an_age_compared_with_a_number_notes_the_day_it_turns_and_no_birthday_before() {
    let mut world = World::new();
    let minor = age_under(&mut world, "2010-05-05", 18);
    world.turns_at(minor, "2026-03-02 09:00", "2028-05-05 00:00");
    assert_eq!(world.next(minor, "2028-05-05 00:00"), None, "an adult stays one");
}

#[test]
fn an_age_exactly_at_a_number_turns_twice() {
    let mut world = World::new();
    let (age, eighty) = (age(&mut world, "1946-05-05"), world.number(80));
    let is = world.compare(age, CompareOp::Equal, eighty);
    world.turns_at(is, "2026-03-02 09:00", "2026-05-05 00:00");
    world.turns_at(is, "2026-05-05 00:00", "2027-05-05 00:00");
}

#[test]
fn an_age_from_a_year_is_a_range_and_is_decided_when_all_of_it_is() {
    let mut world = World::new();
    let age = age(&mut world, "1961");
    assert!(world.value(age, "2026-03-02 09:00") == range(64, Some(65)));
    assert!(world.value(age, "2026-12-31 00:00") == n(65));
    let (limit, lower) = (world.number(65), world.number(64));
    let (old, sure) = (world.compare(age, CompareOp::AtLeast, limit), world.compare(age, CompareOp::AtLeast, lower));
    assert_eq!(world.truth(old, "2026-03-02 09:00"), Truth::Unknown);
    assert_eq!(world.truth(sure, "2026-03-02 09:00"), Truth::Yes);
    world.turns_at(old, "2025-06-01 09:00", "2026-01-01 00:00");
    world.turns_at(old, "2026-03-02 09:00", "2026-12-31 00:00");
    assert_eq!(world.run("2026-03-02 09:00", |m| m.missing(old, None)), [Input::Fact(FactId(0))].into());
    let why = world.run("2026-03-02 09:00", |m| m.unknowns(&[Input::Fact(FactId(0))].into()));
    assert_eq!(why[0].why, Why::Partial);
}

#[test]
fn an_age_of_no_birth_date_is_unknown() {
    let mut world = World::new();
    let minor = age_under(&mut world, "1961", 18);
    world.record.facts.clear();
    assert_eq!(world.truth(minor, "2026-03-02 09:00"), Truth::Unknown);
}

/// `today <= 42 days after delivered_on`.
fn just_delivered(world: &mut World) -> ExprId {
    world.declare("delivered_on", FactKind::Date);
    let (of, today) = (world.fact("delivered_on"), world.push(Node::Today));
    let until = world.push(Node::Shift { of, by: length("42 days"), back: false });
    world.compare(today, CompareOp::AtMost, until)
}

#[test]
fn today_up_to_42_days_after_a_date_holds_through_that_day() {
    let mut world = World::new();
    let just = just_delivered(&mut world);
    assert_eq!(world.truth(just, "2026-03-02 09:00"), Truth::Unknown);
    world.give("delivered_on", "2026-02-01");
    assert_eq!(world.truth(just, "2026-03-15 23:59:59.999"), Truth::Yes);
    assert_eq!(world.truth(just, "2026-03-16 00:00"), Truth::No);
    world.turns_at(just, "2026-03-02 09:00", "2026-03-16 00:00");
}

#[test]
fn a_day_counted_back_from_today_turns_at_its_midnight() {
    let mut world = World::new();
    let (of, date) = (world.push(Node::Today), world.date("2026-03-20"));
    let before = world.push(Node::Shift { of, by: length("1 month"), back: true });
    let passed = world.compare(before, CompareOp::Greater, date);
    assert_eq!(world.truth(passed, "2026-04-20 23:59"), Truth::No);
    assert_eq!(world.truth(passed, "2026-04-21 00:00"), Truth::Yes);
    world.turns_at(passed, "2026-03-02 09:00", "2026-04-21 00:00");
}

#[test]
fn now_against_an_instant_turns_by_the_millisecond() {
    let mut world = World::new();
    world.declare("cuff_sent_at", FactKind::Instant);
    world.give("cuff_sent_at", "2026-03-01T12:00:00Z");
    let (of, now) = (world.fact("cuff_sent_at"), world.push(Node::Now));
    let until = world.push(Node::Shift { of, by: length("72 hours"), back: false });
    let late = world.compare(now, CompareOp::Greater, until);
    assert_eq!(world.truth(late, "2026-03-04T12:00:00Z"), Truth::No);
    world.turns_at(late, "2026-03-02 09:00", "2026-03-04T12:00:00.001Z");
    let earlier = world.push(Node::Shift { of: now, by: length("72 hours"), back: true });
    let also_late = world.compare(earlier, CompareOp::Greater, of);
    world.turns_at(also_late, "2026-03-02 09:00", "2026-03-04T12:00:00.001Z");
}

#[test]
fn two_weeks_after_an_instant_is_the_end_of_that_local_day() {
    let mut world = World::new();
    world.declare("changed_at", FactKind::Instant);
    // 23:30 on 22 February in New York, the 23rd in UTC; the clocks change in between.
    world.give("changed_at", "2026-02-23T04:30:00Z");
    let of = world.fact("changed_at");
    let after = world.push(Node::Shift { of, by: length("2 weeks"), back: false });
    let exact = world.push(Node::Shift { of, by: length("336 hours"), back: false });
    let (end, later) = (world.instant("2026-03-09 00:00"), world.instant("2026-03-09T04:30:00Z"));
    assert!(world.value(after, "2026-03-02 09:00") == Some(Value::Instant(end)));
    assert!(world.value(exact, "2026-03-02 09:00") == Some(Value::Instant(later)));
}

#[test]
fn a_partial_date_moves_only_by_what_it_is_known_to() {
    let mut world = World::new();
    let (month, year) = (world.date("2026-01"), world.date("2026"));
    let shift = |world: &mut World, of, by: &str| {
        let expr = world.push(Node::Shift { of, by: length(by), back: false });
        world.value(expr, "2026-03-02 09:00")
    };
    let date = |text: &str| Some(Value::Date(Date::parse(text).unwrap()));
    assert!(shift(&mut world, month, "1 month") == date("2026-02"));
    assert!(shift(&mut world, month, "1 year") == date("2027-01"));
    assert!(shift(&mut world, year, "2 years") == date("2028"));
    assert!(shift(&mut world, month, "1 day").is_none());
    assert!(shift(&mut world, year, "1 month").is_none());
}

#[test]
fn whole_days_and_weeks_between_two_dates_floor_towards_the_past() {
    let mut world = World::new();
    let (from, to) = (world.date("2026-03-01"), world.date("2026-03-15"));
    let days = |world: &mut World, unit, from, to| {
        let expr = world.push(Node::Whole { unit, from, to });
        world.value(expr, "2026-03-02 09:00")
    };
    assert!(days(&mut world, TimeUnit::Days, from, to) == n(14));
    assert!(days(&mut world, TimeUnit::Weeks, from, to) == n(2));
    assert!(days(&mut world, TimeUnit::Weeks, to, from) == n(-2));
    assert!(days(&mut world, TimeUnit::Months, from, to) == n(0));
    assert!(days(&mut world, TimeUnit::Hours, from, to).is_none());
}

#[test]
fn an_age_in_a_sum_is_noted_at_each_birthday() {
    let mut world = World::new();
    let age = age(&mut world, "1961-04-01");
    let left = world.number(220);
    let rate = world.push(Node::Arithmetic { op: ArithmeticOp::Subtract, left, right: age });
    world.turns_at(rate, "2026-03-02 09:00", "2026-04-01 00:00");
}

#[test]
fn the_turn_is_noted_in_the_patient_s_zone_over_a_change_of_clocks() {
    let mut world = World::new();
    let (today, date) = (world.push(Node::Today), world.date("2026-03-08"));
    let up_to = world.compare(today, CompareOp::AtMost, date);
    // 8 March has 23 hours in New York: it ends at 04:00 UTC, not at 05:00.
    world.turns_at(up_to, "2026-03-08 01:00", "2026-03-09T04:00:00Z");
}
