//! Which readings count, how many are enough, and what they come to.

use alloc::vec::Vec;

use super::{left_out, plain, three_days, values, with};
use crate::construct::average::{Need, Reject, Take};
use crate::construct::testing::{DIASTOLIC, HERE, SYSTOLIC, World};
use crate::expression::{CompareOp, Field, Node, Shown, Status};
use crate::value::{Number, Truth, Value};

#[test]
fn three_days_with_two_morning_and_two_evening_readings_are_ready() {
    let of = plain(three_days()).evaluate("2026-02-27 09:00");
    let report = of.average();
    assert_eq!((report.status, report.days, report.used.len()), (Status::Ready, 3, 12));
    assert_eq!(values(report), [Some(Number::integer(128)), Some(Number::integer(78))]);
    assert_eq!(of.decided(0).outcome.field(Field::Reported(SYSTOLIC)), Some(&Value::Number(Number::integer(128))));
    assert_eq!(of.decided(0).outcome.field(Field::Reported(DIASTOLIC)), Some(&Value::Number(Number::integer(78))));
    assert!(report.left_out.is_empty() && report.missing.is_none() && report.stands_from.is_none());
    let comparison = &report.reasons[0].comparisons[0];
    assert_eq!((comparison.left.name.as_deref(), comparison.holds), (Some("home_average.days"), Truth::Yes));
    assert_eq!(comparison.left.value, Some(Shown::Number(Number::integer(3))));
}

#[test]
fn a_mean_of_401_thirds_stays_so_and_is_shown_as_134() {
    let mut world = World::new();
    for (time, systolic) in [("08:00", 133), ("08:01", 134), ("08:02", 134)] {
        world.bp(time, &alloc::format!("2026-02-24 {time}"), systolic, 80);
    }
    let of = with(world, |a| (a.need, a.take) = (Some(Need::Readings(3)), None)).evaluate("2026-02-24 09:00");
    let systolic = &of.average().report[0];
    assert_eq!(systolic.value, Number::ratio(401, 3));
    assert_eq!((systolic.shown, systolic.rows), (Some(Number::integer(134)), 3));
}

#[test]
fn a_day_without_an_evening_reading_does_not_count_and_its_readings_are_in_the_mean() {
    let mut world = three_days();
    // A fourth day: two in the morning, one in the evening.
    world.bp("m1", "2026-02-27 08:00", 158, 78);
    world.bp("m2", "2026-02-27 08:05", 158, 78);
    world.bp("e1", "2026-02-27 20:00", 158, 78);
    let of = plain(world).evaluate("2026-02-27 21:00");
    let report = of.average();
    assert_eq!((report.status, report.days, report.used.len()), (Status::Ready, 4, 15));
    assert_eq!(report.reasons[0].comparisons[0].left.value, Some(Shown::Number(Number::integer(3))));
    // (12 * 128 + 3 * 158) / 15
    assert_eq!(values(report)[0], Some(Number::integer(134)));
}

#[test]
fn two_full_days_and_one_without_its_second_evening_reading_are_not_enough() {
    let mut world = World::new();
    world.full_day("2026-02-24", 128, 78);
    world.full_day("2026-02-25", 128, 78);
    for (id, time) in [("m1", "08:00"), ("m2", "08:05"), ("e1", "20:00")] {
        world.bp(id, &alloc::format!("2026-02-26 {time}"), 128, 78);
    }
    let insufficient = plain(world).evaluate("2026-02-26 23:00");
    assert_eq!(insufficient.average().status, Status::Insufficient);
    assert_eq!(values(insufficient.average()), [None, None]);
    assert_eq!(insufficient.decided(0).outcome.field(Field::Reported(SYSTOLIC)), None);
}

#[test]
fn of_three_readings_in_a_session_the_first_two_by_time_are_taken() {
    let mut world = three_days();
    world.bp("late", "2026-02-24 08:06", 199, 99);
    world.bp("early", "2026-02-24 07:59", 120, 70);
    let of = plain(world).evaluate("2026-02-27 09:00");
    assert_eq!(left_out(of.average()), [("02-24-m2", "extra_in_session"), ("late", "extra_in_session")]);
    assert_eq!(of.average().used[0], "early");
}

#[test]
fn readings_at_one_instant_are_taken_in_order_of_their_ids() {
    let mut world = three_days();
    world.bp("02-24-m0", "2026-02-24 08:05", 150, 90).device = Some("other".into());
    let of = plain(world).evaluate("2026-02-27 09:00");
    assert_eq!(left_out(of.average()), [("02-24-m2", "extra_in_session")]);
}

#[test]
fn the_last_in_a_session_are_taken_where_the_ruleset_says_so() {
    let mut world = three_days();
    world.bp("third", "2026-02-24 08:06", 199, 99);
    let of = with(world, |a| a.take = Some(Take::LastInEachSession(2))).evaluate("2026-02-27 09:00");
    assert_eq!(left_out(of.average()), [("02-24-m1", "extra_in_session")]);
}

#[test]
fn a_session_includes_its_start_and_not_its_end() {
    let mut world = three_days();
    for (id, time) in
        [("a", "03:59:59.999"), ("b", "04:00"), ("c", "11:59:59.999"), ("d", "12:00"), ("e", "15:59"), ("f", "16:00")]
    {
        world.bp(id, &alloc::format!("2026-02-27 {time}"), 128, 78);
    }
    let of = plain(world).evaluate("2026-02-27 21:00");
    assert_eq!(left_out(of.average()), [("a", "no_session"), ("d", "no_session"), ("e", "no_session")]);
    assert_eq!(of.average().used.len(), 15);
}

#[test]
fn a_reading_of_which_a_component_is_missing_or_out_of_range_is_left_out_with_the_column() {
    let mut world = three_days();
    world.bp("half", "2026-02-25 07:00", 128, 0);
    world.bp("high", "2026-02-25 07:01", 128, 201);
    world.bp("edge", "2026-02-27 08:00", 300, 200);
    let of = plain(world).evaluate("2026-02-27 09:00");
    let details: Vec<_> =
        of.average().left_out.iter().map(|l| (l.row.as_str(), l.why.as_str(), l.detail.as_deref())).collect();
    assert_eq!(details, [("half", "incomplete", Some("diastolic")), ("high", "out_of_range", Some("diastolic"))]);
    assert_eq!(of.average().status, Status::Ready);
    assert!(of.average().used.iter().any(|id| id == "edge"));
}

#[test]
fn without_need_a_mean_is_over_the_rows_that_hold_it() {
    let mut world = World::new();
    world.bp("half", "2026-02-24 08:00", 150, 0);
    let one = with(world, |a| a.need = None).evaluate("2026-02-24 09:00");
    assert_eq!(one.average().status, Status::Ready);
    assert_eq!(values(one.average()), [Some(Number::integer(150)), None]);

    let mut world = World::new();
    world.bp("half", "2026-02-24 08:00", 150, 0);
    world.bp("whole", "2026-02-24 08:05", 140, 80);
    let two = with(world, |a| a.need = None).evaluate("2026-02-24 09:00");
    assert_eq!(values(two.average()), [Some(Number::integer(145)), Some(Number::integer(80))]);
    let rows: Vec<_> = two.average().report.iter().map(|r| r.rows).collect();
    assert_eq!(rows, [2, 1]);
}

#[test]
fn a_reading_that_is_rejected_is_left_out_with_the_ruleset_s_words() {
    // Pulse pressure under 10 mmHg: 9 is rejected, 10 is not.
    let mut world = three_days();
    world.bp("nine", "2026-02-24 07:00", 128, 119);
    world.bp("ten", "2026-02-24 07:01", 128, 118);
    let (systolic, diastolic) =
        (world.program.push(Node::Column(SYSTOLIC)), world.program.push(Node::Column(DIASTOLIC)));
    let op = crate::expression::ArithmeticOp::Subtract;
    let pulse = world.program.push(Node::Arithmetic { op, left: systolic, right: diastolic });
    let ten = world.mmhg(10);
    let when = world.compare(pulse, CompareOp::Less, ten);
    let text = "implausible pulse pressure";
    let of = with(world, |a| a.reject.push(Reject { when, text: text.into(), at: HERE })).evaluate("2026-02-27 09:00");
    let first = &of.average().left_out[0];
    assert_eq!((first.row.as_str(), first.why.as_str(), first.detail.as_deref()), ("nine", "rejected", Some(text)));
    assert_eq!(of.average().used[0], "ten");
}

#[test]
fn a_plain_count_of_12_readings_is_enough_at_12_and_not_at_11() {
    for (need, status) in [(11, Status::Ready), (12, Status::Ready), (13, Status::Insufficient)] {
        let of = with(three_days(), |a| a.need = Some(Need::Readings(need))).evaluate("2026-02-27 09:00");
        assert_eq!(of.average().status, status, "{need}");
    }
}
