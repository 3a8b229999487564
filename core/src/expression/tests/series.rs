//! Which rows a series expression keeps, what is asked of them, and when that turns.

use alloc::string::ToString;

use super::*;

const NOW: &str = "2026-03-02 09:00";

fn in_last(text: &str) -> Clause {
    Clause::InLast(length(text))
}

#[test]
fn seven_days_are_local_days_with_today() {
    let mut world = World::new();
    world.bp("first", "2026-02-24 00:00", 134, 82);
    world.bp("too early", "2026-02-23 23:59:59.999", 134, 82);
    let count = world.of_bp(Aggregate::Count, vec![in_last("7 days")]);
    assert!(world.value(count, NOW) == n(1));
    world.turns_at(count, NOW, "2026-03-03 00:00");
}

#[test]
fn a_month_is_from_the_same_day_of_the_month_before() {
    let mut world = World::new();
    world.bp("end of January", "2026-01-31 08:00", 134, 82);
    let any = world.of_bp(Aggregate::Any, vec![in_last("1 month")]);
    assert_eq!(world.truth(any, "2026-02-28 23:59"), Truth::Yes);
    assert_eq!(world.truth(any, "2026-03-01 00:00"), Truth::No);
    world.turns_at(any, "2026-02-10 12:00", "2026-03-01 00:00");
    world.record.series.clear();
    world.bp("end of February", "2026-02-28 08:00", 134, 82);
    world.turns_at(any, "2026-03-02 12:00", "2026-04-01 00:00");
}

#[test]
fn hours_are_exact_with_both_ends_in() {
    let mut world = World::new();
    world.bp("r1", "2026-03-07 12:00", 134, 82);
    let any = world.of_bp(Aggregate::Any, vec![in_last("48 hours")]);
    // 8 March has 23 hours.
    assert_eq!(world.truth(any, "2026-03-09 13:00"), Truth::Yes);
    world.turns_at(any, "2026-03-08 12:00", "2026-03-09 13:00:00.001");
}

#[test]
fn any_turns_when_the_newest_row_leaves_and_a_count_when_the_oldest_does() {
    let mut world = World::new();
    world.bp("old", "2026-02-25 08:00", 134, 82);
    world.bp("new", "2026-02-28 08:00", 134, 82);
    let (any, no) =
        (world.of_bp(Aggregate::Any, vec![in_last("7 days")]), world.of_bp(Aggregate::No, vec![in_last("7 days")]));
    let count = world.of_bp(Aggregate::Count, vec![in_last("7 days")]);
    world.turns_at(any, NOW, "2026-03-07 00:00");
    world.turns_at(no, NOW, "2026-03-07 00:00");
    world.turns_at(count, NOW, "2026-03-04 00:00");
}

#[test]
fn a_series_that_is_not_supplied_leaves_everything_unknown() {
    let mut world = World::new();
    let all = [Aggregate::Count, Aggregate::Any, Aggregate::No, Aggregate::Latest, Aggregate::Mean];
    for aggregate in all {
        let expr = world.of_bp(aggregate, Vec::new());
        assert!(world.value(expr, NOW).is_none(), "{aggregate:?}");
        assert_eq!(world.run(NOW, |m| m.missing(expr, None)), [Input::Series(HOME_BP)].into());
    }
    let why = world.run(NOW, |m| m.unknowns(&[Input::Series(HOME_BP)].into()));
    assert_eq!(why, [Unknown { name: "home_bp".into(), why: Why::NotSupplied, since: None }]);
}

#[test]
fn a_supplied_and_empty_series_has_none_and_no_values() {
    let mut world = World::new();
    world.heard("2026-03-02 08:00");
    for (aggregate, expected) in [
        (Aggregate::Any, Some(Value::Truth(false))),
        (Aggregate::No, Some(Value::Truth(true))),
        (Aggregate::Count, n(0)),
        (Aggregate::CountDays, n(0)),
        (Aggregate::Latest, None),
        (Aggregate::Least, None),
        (Aggregate::Mean, None),
        (Aggregate::Sum, None),
    ] {
        let expr = world.of_bp(aggregate, Vec::new());
        assert!(world.value(expr, NOW) == expected, "{aggregate:?}");
    }
    let why = world.run(NOW, |m| m.unknowns(&[Input::Series(HOME_BP)].into()));
    assert_eq!(why[0].why, Why::NoRows);
}

#[test]
fn an_author_may_take_a_list_that_is_not_supplied_for_complete_and_it_is_listed() {
    let mut world = World::new();
    world.series[0].assume_none_when_not_supplied = true;
    let no = world.of_bp(Aggregate::No, Vec::new());
    assert_eq!(world.truth(no, NOW), Truth::Yes);
    let listed = world.run(NOW, |m| m.assumptions(no, None));
    assert_eq!(listed, [Assumption { name: "home_bp".into(), value: "none".into(), why: Why::NotSupplied }]);
    world.heard("2026-03-02 08:00");
    assert_eq!(world.run(NOW, |m| m.assumptions(no, None)), []);
}

#[test]
fn a_feed_heard_of_a_day_ago_is_current_and_a_millisecond_before_is_behind() {
    let mut world = World::new();
    let state = |world: &World| world.run(NOW, |m| m.feed(HOME_BP));
    assert_eq!(state(&world), FeedState::NotSupplied);
    world.heard("2026-03-01 09:00");
    assert_eq!(state(&world), FeedState::Current);
    world.heard("2026-03-01 08:59:59.999");
    assert_eq!(state(&world), FeedState::Behind);
    world.record.series("home_bp").through = None;
    assert_eq!(state(&world), FeedState::Behind, "current within is declared and nothing was heard");
    world.series[0].current_within = None;
    assert_eq!(state(&world), FeedState::Current);
}

#[test]
fn a_feed_due_at_a_time_that_a_clock_change_skips_is_behind_from_the_end_of_the_gap() {
    // On 8 March New York's clock goes from 02:00 to 03:00. A day before 03:00 is later than 02:30.
    let mut world = World::new();
    let state = |world: &World, now: &str| world.run(now, |m| m.feed(HOME_BP));
    world.heard("2026-03-07 02:30");
    assert_eq!(state(&world, "2026-03-08 01:59:59.999"), FeedState::Current);
    assert_eq!(state(&world, "2026-03-08 03:00"), FeedState::Behind);
    world.heard("2026-03-07 03:00");
    assert_eq!(state(&world, "2026-03-08 03:00"), FeedState::Current);
    assert_eq!(state(&world, "2026-03-08 03:00:00.001"), FeedState::Behind);
}

#[test]
fn a_feed_is_behind_on_a_time_that_a_clock_change_repeats_from_the_first_of_the_two() {
    // On 1 November the hour from 01:00 comes twice.
    let mut world = World::new();
    let state = |world: &World, utc: &str| world.run_at(Instant::parse(utc).unwrap(), |m| m.feed(HOME_BP));
    world.heard("2026-10-31 01:30");
    assert_eq!(state(&world, "2026-11-01T05:30:00Z"), FeedState::Current);
    assert_eq!(state(&world, "2026-11-01T05:30:00.001Z"), FeedState::Behind);
    assert_eq!(state(&world, "2026-11-01T06:15:00Z"), FeedState::Behind);
}

#[test]
fn what_a_feed_that_is_behind_showed_stands_and_its_silence_says_nothing() {
    let mut world = World::new();
    world.heard("2026-02-20 09:00");
    world.bp("r1", "2026-02-20 08:00", 134, 82);
    let one = world.number(1);
    let two = world.number(2);
    let (any, no) = (world.of_bp(Aggregate::Any, Vec::new()), world.of_bp(Aggregate::No, Vec::new()));
    let count = world.of_bp(Aggregate::Count, Vec::new());
    let (reached, not_reached) =
        (world.compare(count, CompareOp::AtLeast, one), world.compare(count, CompareOp::AtLeast, two));
    assert_eq!(
        [any, no, reached, not_reached].map(|e| world.truth(e, NOW)),
        [Truth::Yes, Truth::No, Truth::Yes, Truth::Unknown]
    );
    assert!(world.value(count, NOW) == range(1, None));
    for aggregate in [Aggregate::Latest, Aggregate::Mean, Aggregate::Least, Aggregate::Greatest, Aggregate::Sum] {
        let expr = world.of_bp(aggregate, Vec::new());
        assert!(world.value(expr, NOW).is_none(), "{aggregate:?}");
    }
    let high = world.systolic(CompareOp::AtLeast, 180);
    let any_high = world.of_bp(Aggregate::Any, vec![Clause::Where(high)]);
    let none_high = world.of_bp(Aggregate::No, vec![Clause::Where(high)]);
    assert_eq!([any_high, none_high].map(|e| world.truth(e, NOW)), [Truth::Unknown, Truth::Unknown]);
    let why = world.run(NOW, |m| {
        let missing = m.missing(any_high, None);
        m.unknowns(&missing)
    });
    let since = world.instant("2026-02-21 09:00");
    assert_eq!(why, [Unknown { name: "home_bp".into(), why: Why::FeedBehind, since: Some(since) }]);
}

#[test]
fn behind_the_newest_row_may_be_another_one() {
    let mut world = World::new();
    world.heard("2026-02-20 09:00");
    world.bp("r1", "2026-02-20 08:00", 184, 82);
    let high = world.systolic(CompareOp::AtLeast, 180);
    let any = world.of_bp(Aggregate::Any, vec![Clause::Newest(1), Clause::Where(high)]);
    assert_eq!(world.truth(any, NOW), Truth::Unknown);
    world.heard("2026-03-02 08:00");
    assert_eq!(world.truth(any, NOW), Truth::Yes);
}

#[test]
fn values_over_rows_are_exact() {
    let mut world = World::new();
    for (id, at, systolic) in
        [("a", "2026-03-01 08:00", 134), ("b", "2026-03-01 20:00", 133), ("c", "2026-03-02 08:00", 134)]
    {
        world.bp(id, at, systolic, 82);
    }
    let ask = |world: &mut World, aggregate| {
        let expr = world.of_bp(aggregate, Vec::new());
        world.value(expr, NOW)
    };
    assert!(ask(&mut world, Aggregate::Mean) == Some(Value::Number(Number::ratio(401, 3).unwrap())));
    assert!(ask(&mut world, Aggregate::Sum) == n(401));
    assert!(ask(&mut world, Aggregate::Least) == n(133));
    assert!(ask(&mut world, Aggregate::Greatest) == n(134));
    assert!(ask(&mut world, Aggregate::Latest) == n(134));
    assert!(ask(&mut world, Aggregate::Earliest) == n(134));
    assert!(ask(&mut world, Aggregate::Count) == n(3));
    assert!(ask(&mut world, Aggregate::CountDays) == n(2));
}

#[test]
fn the_latest_row_without_the_column_leaves_it_unknown() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 134, 82);
    let latest = world.of_bp(Aggregate::Latest, Vec::new());
    assert!(world.value(latest, NOW) == n(134));
    world.bp("b", "2026-03-02 08:00", 0, 82);
    assert!(world.value(latest, NOW).is_none());
    assert_eq!(world.run(NOW, |m| m.missing(latest, None)), [Input::Series(HOME_BP)].into());
}

#[test]
fn the_times_of_rows_can_be_asked_for() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 134, 82);
    let (of, at) = (Source::Series(HOME_BP), world.push(Node::RowTime));
    let latest =
        world.push(Node::Series(SeriesExpr { aggregate: Aggregate::Latest, value: Some(at), of, clauses: Vec::new() }));
    assert!(world.value(latest, NOW) == Some(Value::Instant(world.instant("2026-03-01 08:00"))));
}

#[test]
fn a_row_whose_where_is_unknown_makes_a_count_a_range_and_values_unknown() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 134, 82);
    world.bp("b", "2026-03-01 20:00", 0, 82);
    let high = world.systolic(CompareOp::AtLeast, 130);
    let clause = || vec![Clause::Where(high)];
    let count = world.of_bp(Aggregate::Count, clause());
    assert!(world.value(count, NOW) == range(1, Some(2)));
    let (any, no) = (world.of_bp(Aggregate::Any, clause()), world.of_bp(Aggregate::No, clause()));
    assert_eq!([any, no].map(|e| world.truth(e, NOW)), [Truth::Yes, Truth::No]);
    let mean = world.of_bp(Aggregate::Mean, clause());
    assert!(world.value(mean, NOW).is_none());
    let low = world.systolic(CompareOp::Less, 130);
    let any_low = world.of_bp(Aggregate::Any, vec![Clause::Where(low)]);
    assert_eq!(world.truth(any_low, NOW), Truth::Unknown);
}

#[test]
fn a_value_out_of_range_is_unknown_but_used_as_given_where_an_alert_asks() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 310, 82);
    let high = world.systolic(CompareOp::AtLeast, 180);
    let row = |as_given| Row { source: Source::Series(HOME_BP), index: 0, outer: None, as_given };
    world.run(NOW, |m| {
        assert_eq!(m.truth(high, Some(&row(false))), Truth::Unknown);
        assert_eq!(m.truth(high, Some(&row(true))), Truth::Yes);
    });
}

#[test]
fn the_newest_first_and_then_the_test_is_not_the_test_and_then_the_newest() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 184, 82);
    world.bp("b", "2026-03-01 20:00", 134, 82);
    let high = world.systolic(CompareOp::AtLeast, 180);
    let newest_then = world.of_bp(Aggregate::Any, vec![Clause::Newest(1), Clause::Where(high)]);
    let then_newest = world.of_bp(Aggregate::Any, vec![Clause::Where(high), Clause::Newest(1)]);
    assert_eq!([newest_then, then_newest].map(|e| world.truth(e, NOW)), [Truth::No, Truth::Yes]);
}

#[test]
fn where_it_is_open_which_rows_are_newest_only_what_all_candidates_agree_on_is_known() {
    let mut world = World::new();
    let cellular = world.symbol("cellular_cuff");
    world.bp("a", "2026-03-01 08:00", 184, 82).columns.push(("method".into(), "cellular_cuff".into()));
    world.bp("b", "2026-03-01 20:00", 186, 82);
    let of = world.push(Node::Column(METHOD));
    let is_cellular = world.push(Node::IsOneOf { of, symbols: vec![cellular] });
    let newest = |world: &mut World, limit| {
        let over = world.systolic(CompareOp::AtLeast, limit);
        let clauses = vec![Clause::Where(is_cellular), Clause::Newest(1), Clause::Where(over)];
        let expr = world.of_bp(Aggregate::Any, clauses);
        world.truth(expr, NOW)
    };
    assert_eq!(newest(&mut world, 180), Truth::Yes, "either is over 180");
    assert_eq!(newest(&mut world, 185), Truth::Unknown);
    assert_eq!(newest(&mut world, 190), Truth::No);
    let latest = world.of_bp(Aggregate::Latest, vec![Clause::Where(is_cellular), Clause::Newest(1)]);
    assert!(world.value(latest, NOW).is_none());
}

#[test]
fn within_48_hours_before_it_holds_both_ends_and_never_the_row_itself() {
    let mut world = World::new();
    // Over 8 March, which has 23 hours.
    world.bp("48 h before", "2026-03-07 11:00", 100, 70);
    world.bp("48 h and 1 ms before", "2026-03-07 10:59:59.999", 90, 70);
    world.bp("47 h 59 before", "2026-03-07 11:01", 110, 70);
    world.bp("it", "2026-03-09 12:00", 150, 80);
    let it = Row { source: Source::Series(HOME_BP), index: 3, outer: None, as_given: false };
    let before = world.before_it("48 hours");
    let least = world.of_bp(Aggregate::Least, before.clone());
    let (count, fifty) = (world.of_bp(Aggregate::Count, before.clone()), world.number(49));
    let column = world.push(Node::Column(SYSTOLIC));
    let rise = world.push(Node::Arithmetic { op: ArithmeticOp::Subtract, left: column, right: least });
    let spike = world.compare(rise, CompareOp::Greater, fifty);
    world.run("2026-03-09 12:30", |m| {
        assert!(m.value(least, Some(&it)) == n(100));
        assert!(m.value(count, Some(&it)) == n(2));
        assert_eq!(m.truth(spike, Some(&it)), Truth::Yes);
        let second = Row { index: 1, ..it };
        assert!(m.value(count, Some(&second)) == n(1), "each row has its own window");
        assert!(m.value(count, None) == range(0, Some(4)), "without a row there is no before");
    });
}

#[test]
fn a_condition_on_rows_may_look_at_the_rows_before_each() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 120, 70);
    world.bp("b", "2026-03-01 20:00", 125, 70);
    world.bp("c", "2026-03-02 08:00", 170, 80);
    let (column, forty) = (world.push(Node::Column(SYSTOLIC)), world.number(40));
    let before = world.before_it("48 hours");
    let least = world.of_bp(Aggregate::Least, before.clone());
    let rise = world.push(Node::Arithmetic { op: ArithmeticOp::Subtract, left: column, right: least });
    let spike = world.compare(rise, CompareOp::Greater, forty);
    let any = world.of_bp(Aggregate::Any, vec![in_last("7 days"), Clause::Where(spike)]);
    assert_eq!(world.truth(any, NOW), Truth::Yes);
    // The first row has none before it, so whether it is a spike is unknown.
    let count = world.of_bp(Aggregate::Count, vec![Clause::Where(spike)]);
    assert!(world.value(count, NOW) == range(1, Some(2)));
}

#[test]
fn it_is_the_row_outside() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 120, 70);
    world.bp("b", "2026-03-02 08:00", 170, 80);
    let inner = world.push(Node::Column(SYSTOLIC));
    let outer = world.push(Node::Outer(inner));
    let lower = world.compare(inner, CompareOp::Less, outer);
    let count = world.of_bp(Aggregate::Count, vec![Clause::Where(lower)]);
    let counts = [0, 1].map(|index| {
        let row = Row { source: Source::Series(HOME_BP), index, outer: None, as_given: false };
        world.run(NOW, |m| m.value(count, Some(&row)))
    });
    assert!(counts == [n(0), n(1)]);
}

#[test]
fn since_is_strictly_after_and_between_has_both_ends() {
    let mut world = World::new();
    world.declare("sent_at", FactKind::Instant);
    world.give("sent_at", "2026-03-01T13:00:00Z");
    world.bp("at", "2026-03-01T13:00:00Z", 134, 82).received = Some(Instant::parse("2026-03-01T13:00:01Z").unwrap());
    let sent = world.fact("sent_at");
    let since = world.of_bp(Aggregate::Any, vec![Clause::Since(sent)]);
    let received = world.of_bp(Aggregate::Any, vec![Clause::ReceivedSince(sent)]);
    let between = world.of_bp(Aggregate::Any, vec![Clause::Between(sent, sent)]);
    assert_eq!([since, received, between].map(|e| world.truth(e, NOW)), [Truth::No, Truth::Yes, Truth::Yes]);
    let (from, to) = (world.date("2026-03-01"), world.date("2026-02-28"));
    let after = world.of_bp(Aggregate::Any, vec![Clause::Since(to)]);
    let same_day = world.of_bp(Aggregate::Any, vec![Clause::Since(from)]);
    let days = world.of_bp(Aggregate::Any, vec![Clause::Between(from, from)]);
    assert_eq!([after, same_day, days].map(|e| world.truth(e, NOW)), [Truth::Yes, Truth::No, Truth::Yes]);
}

#[test]
fn since_something_unknown_is_unknown_and_that_is_what_is_missing() {
    let mut world = World::new();
    world.declare("sent_at", FactKind::Instant);
    world.bp("a", "2026-03-01 08:00", 134, 82);
    let sent = world.fact("sent_at");
    let any = world.of_bp(Aggregate::Any, vec![Clause::Since(sent)]);
    assert_eq!(world.truth(any, NOW), Truth::Unknown);
    assert_eq!(world.run(NOW, |m| m.missing(any, None)), [Input::Fact(FactId(0))].into());
}

#[test]
fn a_row_from_the_future_is_set_aside_until_ten_minutes_before_its_time() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 09:10", 134, 82);
    world.bp("b", "2026-03-02 09:10:00.001", 134, 82);
    let count = world.of_bp(Aggregate::Count, Vec::new());
    assert!(world.value(count, NOW) == n(1));
    let aside = world.run(NOW, |m| m.future_rows(HOME_BP).iter().map(|r| r.id.clone()).collect::<Vec<_>>());
    assert_eq!(aside, ["b"]);
    world.turns_at(count, NOW, "2026-03-02 09:00:00.001");
}

#[test]
fn a_row_dated_after_it_arrived_never_counts() {
    let mut world = World::new();
    let received = world.instant("2026-03-01 08:00");
    world.bp("a", "2026-03-01 08:10", 134, 82).received = Some(received);
    world.bp("b", "2026-03-01 08:10:00.001", 134, 82).received = Some(received);
    let count = world.of_bp(Aggregate::Count, Vec::new());
    assert!(world.value(count, NOW) == n(1));
    assert_eq!(world.next(count, NOW), None);
}

#[test]
fn a_fact_s_history_is_a_series() {
    let mut world = World::new();
    world.declare("potassium", FactKind::Number { unit: Unit::ONE, low: None, high: None });
    let (of, five) = (Source::Fact(FactId(0)), world.number(5));
    let column = world.push(Node::Column(ColumnId(0)));
    let high = world.compare(column, CompareOp::Greater, five);
    let clauses = vec![in_last("30 days"), Clause::Where(high)];
    let any = world.push(Node::Series(SeriesExpr { aggregate: Aggregate::Any, value: None, of, clauses }));
    assert_eq!(world.truth(any, NOW), Truth::Unknown, "no value at all");
    world.give_at("potassium", 6, "2026-01-01 08:00");
    assert_eq!(world.truth(any, NOW), Truth::No);
    world.give_at("potassium", 6, "2026-02-20 08:00");
    assert_eq!(world.truth(any, NOW), Truth::Yes);
    world.turns_at(any, NOW, "2026-03-22 00:00");
}

#[test]
fn a_column_s_assumption_covers_a_row_that_lacks_it_and_is_listed() {
    let mut world = World::new();
    let manual = world.symbol("manual");
    world.series[0].columns[2].assume = Some(Constant::Symbol(manual));
    world.bp("a", "2026-03-01 08:00", 134, 82);
    let of = world.push(Node::Column(METHOD));
    let is_manual = world.push(Node::IsOneOf { of, symbols: vec![manual] });
    let any = world.of_bp(Aggregate::Any, vec![Clause::Where(is_manual)]);
    assert_eq!(world.truth(any, NOW), Truth::Yes);
    let listed = world.run(NOW, |m| m.assumptions(any, None));
    assert_eq!(listed, [Assumption { name: "method".into(), value: "manual".into(), why: Why::Absent }]);
}

#[test]
fn conditions_on_rows_inside_conditions_on_rows_end() {
    let mut world = World::new();
    world.series[0].current_within = None;
    for minute in 0..100_i64 {
        let at = world.instant("2026-03-01 08:00").checked_add_ms(minute * 60_000).unwrap().to_string();
        world.bp(&alloc::format!("r{minute}"), &at, 134, 82);
    }
    // Each row asks about each row, three deep: 100 to the power of three.
    let mut inner = world.systolic(CompareOp::Less, 50);
    for _ in 0..2 {
        let diastolic = world.push(Node::Column(DIASTOLIC));
        let outer = world.push(Node::Outer(diastolic));
        let limit = world.number(0);
        let differs = world.compare(outer, CompareOp::Greater, limit);
        let both = world.push(Node::All(vec![differs, inner]));
        inner = world.of_bp(Aggregate::Any, vec![Clause::Where(both)]);
    }
    let any = world.of_bp(Aggregate::Any, vec![Clause::Where(inner)]);
    world.run(NOW, |m| {
        assert_eq!(m.truth(any, None), Truth::Unknown, "not no: it was not looked at");
        assert!(m.is_exhausted());
        assert_eq!(m.missing(any, None), [Input::Series(HOME_BP)].into());
    });
}

#[test]
fn however_many_rows_may_be_the_newest_three_there_are_no_more_than_three() {
    // Whether seven readings are of after the cuff was sent nobody knows.
    let mut world = World::new();
    world.declare("cuff_sent_at", FactKind::Instant);
    for day in 20..27 {
        world.bp(&alloc::format!("r{day}"), &alloc::format!("2026-02-{day} 08:00"), 134, 82);
    }
    world.heard("2026-03-02 08:00");
    let sent = world.fact("cuff_sent_at");
    let clauses = vec![Clause::Since(sent), Clause::Newest(3)];
    let (count, days) = (world.of_bp(Aggregate::Count, clauses.clone()), world.of_bp(Aggregate::CountDays, clauses));
    assert!(world.value(count, NOW) == range(0, Some(3)));
    assert!(world.value(days, NOW) == range(0, Some(3)));
}
