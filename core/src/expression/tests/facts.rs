//! Which value of a fact counts, until when, and why it is unknown.

use super::*;

fn potassium(valid: Option<&str>) -> World {
    let mut world = World::new();
    let kind = FactKind::Number {
        unit: Unit::ucum("mmol/L").unwrap(),
        low: Some(Number::ratio(3, 2).unwrap()),
        high: Some(Number::integer(9)),
    };
    world.declare("potassium", kind).valid = valid.map(length);
    world
}

fn state(world: &World, as_of: &str) -> FactState {
    world.run(as_of, |m| m.fact(world.id("potassium")))
}

fn known(world: &World, as_of: &str) -> Option<i128> {
    match state(world, as_of) {
        FactState::Known { value: Value::Number(n), .. } => Some(n.numerator()),
        _ => None,
    }
}

fn why(world: &World, as_of: &str) -> (Why, Option<Instant>) {
    match state(world, as_of) {
        FactState::Unknown { why, since } => (why, since),
        other => panic!("not unknown: {other:?}"),
    }
}

#[test]
fn the_latest_value_counts_whatever_its_place_in_the_record() {
    let mut world = potassium(None);
    world.give_at("potassium", 5, "2026-02-20 08:00");
    world.give_at("potassium", 4, "2026-01-20 08:00");
    world.give("potassium", 3);
    assert_eq!(known(&world, "2026-03-02 09:00"), Some(5));
}

#[test]
fn a_fact_that_is_not_in_the_record_is_absent() {
    assert_eq!(why(&potassium(None), "2026-03-02 09:00"), (Why::Absent, None));
}

#[test]
fn a_value_is_valid_through_the_end_of_its_last_local_day() {
    let mut world = potassium(Some("90 days"));
    // 23:30 local is the next day in UTC; the value's day is the local one.
    world.give_at("potassium", 5, "2026-01-10 23:30");
    assert_eq!(known(&world, "2026-04-10 23:59:59.999"), Some(5));
    let stale = world.instant("2026-04-11 00:00");
    assert_eq!(why(&world, "2026-04-11 00:00"), (Why::Stale, Some(stale)));
    let expr = world.fact("potassium");
    world.turns_at(expr, "2026-03-02 09:00", "2026-04-11 00:00");
}

#[test]
fn a_value_valid_for_months_is_held_within_the_month() {
    let mut world = potassium(Some("1 month"));
    world.give_at("potassium", 5, "2026-01-31 12:00");
    assert_eq!(known(&world, "2026-02-28 23:59"), Some(5));
    assert_eq!(why(&world, "2026-03-01 00:00").0, Why::Stale);
}

#[test]
fn a_value_valid_for_hours_is_exact_and_its_last_instant_counts() {
    let mut world = potassium(Some("48 hours"));
    // Over the change of clocks on 8 March: 48 hours are 49 on the wall.
    world.give_at("potassium", 5, "2026-03-07 12:00");
    assert_eq!(known(&world, "2026-03-09 13:00"), Some(5));
    assert_eq!(why(&world, "2026-03-09 13:00:00.001").0, Why::Stale);
    let expr = world.fact("potassium");
    world.turns_at(expr, "2026-03-08 12:00", "2026-03-09 13:00:00.001");
}

#[test]
fn a_value_with_a_validity_and_no_date_is_undated() {
    let mut world = potassium(Some("90 days"));
    world.give("potassium", 5);
    assert_eq!(why(&world, "2026-03-02 09:00"), (Why::Undated, None));
}

#[test]
fn a_value_without_validity_needs_no_date() {
    let mut world = potassium(None);
    world.give("potassium", 5);
    assert_eq!(known(&world, "2026-03-02 09:00"), Some(5));
}

#[test]
fn two_values_of_the_latest_instant_are_in_conflict_unless_they_are_the_same() {
    let mut world = potassium(None);
    world.give_at("potassium", 5, "2026-02-20 08:00");
    world.give_at("potassium", 5, "2026-02-20 08:00");
    assert_eq!(known(&world, "2026-03-02 09:00"), Some(5));
    world.give_at("potassium", 4, "2026-02-20 08:00");
    assert_eq!(why(&world, "2026-03-02 09:00").0, Why::Conflict);
    world.give_at("potassium", 3, "2026-02-20 08:01");
    assert_eq!(known(&world, "2026-03-02 09:00"), Some(3));
}

#[test]
fn a_value_ten_minutes_ahead_counts_and_one_further_ahead_is_from_the_future() {
    let mut world = potassium(None);
    world.give_at("potassium", 4, "2026-03-01 08:00");
    world.give_at("potassium", 5, "2026-03-02 09:10");
    assert_eq!(known(&world, "2026-03-02 09:00"), Some(5));
    assert_eq!(known(&world, "2026-03-02 08:59:59.999"), Some(4));
    let expr = world.fact("potassium");
    world.turns_at(expr, "2026-03-02 08:00", "2026-03-02 09:00");
}

#[test]
fn a_refused_value_hides_an_older_one_and_not_a_newer_one() {
    let mut world = potassium(None);
    world.give_at("potassium", 4, "2026-02-01 08:00");
    world.give_at("potassium", 44, "2026-02-20 08:00");
    assert_eq!(why(&world, "2026-03-02 09:00").0, Why::Refused);
    world.give_at("potassium", 5, "2026-02-21 08:00");
    assert_eq!(known(&world, "2026-03-02 09:00"), Some(5));
    // Without a date it may be the latest.
    world.give("potassium", 44);
    assert_eq!(why(&world, "2026-03-02 09:00").0, Why::Refused);
}

#[test]
fn an_assumption_covers_absent_undated_and_stale() {
    let mut world = World::new();
    let decl = world.declare("unwell", FactKind::YesNo);
    (decl.valid, decl.assume) = (Some(length("7 days")), Some(Constant::Truth(false)));
    let assumed = |world: &World| match world.run("2026-03-20 09:00", |m| m.fact(world.id("unwell"))) {
        FactState::Assumed { value, why } => (value == Value::Truth(false)).then_some(why),
        _ => None,
    };
    assert_eq!(assumed(&world), Some(Why::Absent));
    world.give("unwell", true);
    assert_eq!(assumed(&world), Some(Why::Undated));
    world.give_at("unwell", true, "2026-03-12 09:00");
    assert_eq!(assumed(&world), Some(Why::Stale));
    world.give_at("unwell", true, "2026-03-13 00:00");
    assert_eq!(assumed(&world), None, "day 7 is the last that counts");
}

#[test]
fn an_assumption_never_covers_a_conflict_or_a_value_not_on_the_list() {
    let mut world = World::new();
    let (en, es) = (world.symbol("en"), world.symbol("es"));
    world.declare("language", FactKind::OneOf(vec![en, es])).assume = Some(Constant::Symbol(en));
    world.give_at("language", "pt", "2026-02-20 08:00");
    let why = |world: &World| match world.run("2026-03-02 09:00", |m| m.fact(world.id("language"))) {
        FactState::Unknown { why, .. } => why,
        other => panic!("not unknown: {other:?}"),
    };
    assert_eq!(why(&world), Why::Refused);
    world.give_at("language", "en", "2026-02-21 08:00");
    world.give_at("language", "es", "2026-02-21 08:00");
    assert_eq!(why(&world), Why::Conflict);
}

#[test]
fn an_assumed_fact_is_used_and_is_not_known() {
    let mut world = World::new();
    world.declare("unwell", FactKind::YesNo).assume = Some(Constant::Truth(false));
    let unwell = world.fact("unwell");
    let is_known = world.push(Node::IsKnown(unwell));
    assert_eq!(world.truth(unwell, "2026-03-02 09:00"), Truth::No);
    assert_eq!(world.truth(is_known, "2026-03-02 09:00"), Truth::No);
}

#[test]
fn an_answer_that_is_tried_takes_the_place_of_the_record_and_its_assumption() {
    let mut world = World::new();
    world.declare("unwell", FactKind::YesNo).assume = Some(Constant::Truth(false));
    let unwell = world.fact("unwell");
    world.run("2026-03-02 09:00", |m| {
        assert_eq!(m.truth(unwell, None), Truth::No);
        assert_eq!(m.assumptions(unwell, None).len(), 1);
        m.tried_facts.insert(FactId(0), Value::Truth(true));
        assert_eq!(m.truth(unwell, None), Truth::Yes);
        assert_eq!(m.assumptions(unwell, None), []);
        m.tried_facts.clear();
        assert_eq!(m.truth(unwell, None), Truth::No);
    });
}

#[test]
fn the_row_of_a_history_has_its_id_else_its_value() {
    let mut world = potassium(None);
    world.record.fact("potassium", FactEntry { id: Some("lab-1".into()), ..FactEntry::new(5) });
    world.give_at("potassium", 4, "2026-02-20 08:00");
    world.give_at("potassium", 4, "2026-03-20 08:00");
    let ids = world.run("2026-03-02 09:00", |m| {
        let rows = m.rows_of(Source::Fact(FactId(0)));
        rows.iter().map(|row| row.id.clone()).collect::<Vec<String>>()
    });
    assert_eq!(ids, ["4", "lab-1"], "dated first, undated last, the future not at all");
}

#[test]
fn a_refused_value_stands_in_the_history_as_a_row_that_cannot_be_read() {
    let mut world = potassium(None);
    world.give_at("potassium", "high", "2026-02-20 08:00");
    let (high, row) = potassium_of_6_or_more(&mut world, true);
    assert_eq!(world.run("2026-03-02 09:00", |m| m.truth(high, Some(&row))), Truth::Unknown);
}

#[test]
fn a_value_out_of_range_is_used_as_given_by_alerts_and_is_unknown_to_everyone_else() {
    let mut world = potassium(None);
    world.give_at("potassium", 44, "2026-02-20 08:00");
    for (as_given, holds) in [(true, Truth::Yes), (false, Truth::Unknown)] {
        let (high, row) = potassium_of_6_or_more(&mut world, as_given);
        assert_eq!(world.run("2026-03-02 09:00", |m| m.truth(high, Some(&row))), holds, "as given: {as_given}");
    }
    assert_eq!(why(&world, "2026-03-02 09:00").0, Why::Refused);
}

fn potassium_of_6_or_more(world: &mut World, as_given: bool) -> (ExprId, Row) {
    let value = world.push(Node::Column(ColumnId(0)));
    let six = world.number(6);
    let high = world.compare(value, CompareOp::AtLeast, six);
    (high, Row { source: Source::Fact(FactId(0)), index: 0, outer: None, as_given })
}
