//! Rows by their points, from the newest: the office 1, the home a third, 4 are enough.

use super::{left_out, missing_text, values, with};
use crate::construct::average::{Points, Take};
use crate::construct::testing::{DIASTOLIC, Evaluated, World};
use crate::expression::{CompareOp, Node, Shown, Status};
use crate::value::{Constant, Number, Truth};

/// A row of 90 or more diastolic counts as one of the office, any other of 50 or more as one of the home.
fn by_points(mut world: World) -> World {
    let office = world.column(DIASTOLIC, CompareOp::AtLeast, 90);
    let home = world.column(DIASTOLIC, CompareOp::AtLeast, 50);
    with(world, |a| {
        a.sessions.clear();
        a.need = None;
        let each = alloc::vec![
            Points { points: Number::ONE, when: office },
            Points { points: Number::parse("0.334").unwrap(), when: home },
        ];
        a.take = Some(Take::NewestUntil { points: Number::integer(4), each });
    })
}

/// So many readings a minute apart from 08:00 on, each with this diastolic.
fn read(world: &mut World, from: u32, count: u32, systolic: i64, diastolic: i64) {
    for n in from..from + count {
        world.bp(&alloc::format!("r{n}"), &alloc::format!("2026-03-02 08:{n:02}"), systolic, diastolic);
    }
}

fn of(readings: &[(u32, i64, i64)]) -> Evaluated {
    let (mut world, mut from) = (World::new(), 0);
    for (count, systolic, diastolic) in readings {
        read(&mut world, from, *count, *systolic, *diastolic);
        from += count;
    }
    by_points(world).evaluate("2026-03-02 09:00")
}

#[test]
fn twelve_readings_of_the_home_or_four_of_the_office_are_enough_and_one_less_is_not() {
    for (readings, status) in [
        (&[(12, 128, 78)][..], Status::Ready),
        (&[(11, 128, 78)], Status::Insufficient),
        (&[(4, 128, 90)], Status::Ready),
        (&[(3, 128, 90)], Status::Insufficient),
        (&[(3, 128, 90), (3, 128, 78)], Status::Ready),
        (&[(3, 128, 90), (2, 128, 78)], Status::Insufficient),
    ] {
        assert_eq!(of(readings).average().status, status, "{readings:?}");
    }
}

#[test]
fn what_is_older_than_enough_is_not_needed() {
    let of = of(&[(1, 199, 95), (4, 128, 90)]);
    assert_eq!(left_out(of.average()), [("r0", "not_needed")]);
    assert_eq!(values(of.average()), [Some(Number::integer(128)), Some(Number::integer(90))]);
}

#[test]
fn the_points_are_the_reason_exactly() {
    let of = of(&[(11, 128, 78)]);
    let comparison = &of.average().reasons[0].comparisons[0];
    assert_eq!(comparison.left.name.as_deref(), Some("home_average.points"));
    assert_eq!(comparison.left.value, Some(Shown::Number(Number::parse("3.674").unwrap())));
    assert_eq!((comparison.holds, comparison.margin), (Truth::No, Number::parse("0.326")));
    assert_eq!(missing_text(&of).as_deref(), Some("more readings"));
    assert_eq!(of.average().earliest, super::day("2026-03-02"));
}

#[test]
fn a_row_that_is_worth_nothing_or_lacks_a_component_does_not_count() {
    let mut world = World::new();
    read(&mut world, 0, 3, 128, 90);
    world.bp("worthless", "2026-03-02 08:10", 128, 49);
    world.bp("half", "2026-03-02 08:11", 128, 0);
    let of = by_points(world).evaluate("2026-03-02 09:00");
    assert_eq!(of.average().status, Status::Insufficient);
    assert_eq!(left_out(of.average()), [("worthless", "not_selected"), ("half", "incomplete")]);
}

#[test]
fn a_row_of_which_it_is_unknown_what_it_is_worth_leaves_open_what_it_decides() {
    let unknown = |world: &mut World| {
        let (_, fact) = world.fact("in_the_office", crate::record::FactKind::YesNo);
        let no = world.program.push(Node::Constant { value: Constant::Truth(true), unit: None });
        world.program.push(Node::All(alloc::vec![fact, no]))
    };
    let evaluated = |count: u32| {
        let mut world = World::new();
        read(&mut world, 0, count, 128, 90);
        let when = unknown(&mut world);
        let world = with(world, |a| {
            a.sessions.clear();
            a.need = None;
            let each = alloc::vec![Points { points: Number::ONE, when }];
            a.take = Some(Take::NewestUntil { points: Number::integer(4), each });
        });
        world.evaluate("2026-03-02 09:00").average().status
    };
    // Three of them cannot be enough whatever they are worth; four may be.
    assert_eq!((evaluated(3), evaluated(4)), (Status::Insufficient, Status::Undetermined));
}

#[test]
fn a_mean_of_systolic_is_over_the_rows_taken() {
    let of = of(&[(2, 140, 90), (2, 131, 91)]);
    assert_eq!(values(of.average()), [Number::ratio(271, 2), Number::ratio(181, 2)]);
    assert_eq!(of.average().report[0].rows, 4);
}
