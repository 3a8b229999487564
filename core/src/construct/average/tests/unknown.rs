//! Rows of which it is not known whether they count.

use super::{Need, Reject, Skip, Take, left_out, three_days, values, with};
use crate::construct::testing::{CELLULAR, DIASTOLIC, HERE, HOME_BP, METHOD, SYSTOLIC, World};
use crate::expression::{CompareOp, Input, Node, Status};
use crate::record::{Item, Record};
use crate::value::Number;

/// Only readings of the cellular cuff count.
fn cellular(mut world: World) -> World {
    let of = world.program.push(Node::Column(METHOD));
    let only = world.program.push(Node::IsOneOf { of, symbols: alloc::vec![CELLULAR] });
    with(world, |a| a.only.push(only))
}

fn by(record: &mut Record, method: &str, except: &[&str]) {
    for row in &mut record.series("home_bp").rows {
        if !except.contains(&row.id.as_deref().unwrap()) {
            row.columns.push(("method".into(), Item::from(method)));
        }
    }
}

#[test]
fn readings_by_another_method_are_not_selected() {
    let mut world = three_days();
    by(&mut world.record, "cellular_cuff", &[]);
    world.bp("manual", "2026-02-24 07:00", 190, 99).columns.push(("method".into(), Item::from("manual")));
    let of = cellular(world).evaluate("2026-02-27 09:00");
    assert_eq!((of.average().status, values(of.average())[0]), (Status::Ready, Some(Number::integer(128))));
    assert_eq!(left_out(of.average()), [("manual", "not_selected")]);
}

#[test]
fn a_reading_that_may_count_and_would_change_the_mean_leaves_it_undetermined() {
    let mut world = three_days();
    by(&mut world.record, "cellular_cuff", &["02-26-e2"]);
    let of = cellular(world).evaluate("2026-02-27 09:00");
    assert_eq!(of.average().status, Status::Undetermined);
    assert_eq!(left_out(of.average()), [("02-26-e2", "unknown")]);
    assert_eq!(of.decided(0).outcome.missing, [Input::Series(HOME_BP)].into());
}

#[test]
fn a_reading_that_would_be_one_too_many_anyway_changes_nothing() {
    let mut world = three_days();
    by(&mut world.record, "cellular_cuff", &[]);
    world.bp("unknown", "2026-02-24 08:30", 190, 99);
    let of = cellular(world).evaluate("2026-02-27 09:00");
    assert_eq!((of.average().status, values(of.average())[0]), (Status::Ready, Some(Number::integer(128))));
    assert_eq!(left_out(of.average()), [("unknown", "unknown")]);
}

#[test]
fn too_few_with_all_that_may_count_are_too_few() {
    let mut world = World::new();
    world.full_day("2026-02-24", 128, 78);
    let of = cellular(world).evaluate("2026-02-27 09:00");
    assert_eq!(of.average().status, Status::Insufficient);
}

#[test]
fn a_reading_without_a_time_is_listed_and_counts_nowhere() {
    let mut world = three_days();
    by(&mut world.record, "cellular_cuff", &[]);
    world.bp("undated", "2026-02-26 08:00", 190, 99).at = None;
    let of = with(world, |_| {}).evaluate("2026-02-27 09:00");
    assert_eq!(of.average().left_out[0].detail.as_deref(), Some("at"));
    assert_eq!((of.average().status, of.average().used.len()), (Status::Ready, 12));
}

#[test]
fn a_reading_that_may_be_rejected_is_a_reading_of_its_day_either_way() {
    // Whether 24 February's is rejected nobody knows without its diastolic; it is the first day with a reading all the same.
    let mut world = World::new();
    world.bp("first", "2026-02-24 08:00", 128, 0);
    world.bp("second", "2026-02-25 08:00", 128, 78);
    let (systolic, diastolic) =
        (world.program.push(Node::Column(SYSTOLIC)), world.program.push(Node::Column(DIASTOLIC)));
    let when = world.compare(systolic, CompareOp::Less, diastolic);
    let of = with(world, |a| {
        a.reject.push(Reject { when, text: "implausible".into(), at: HERE });
        a.skip = Some(Skip { days: 1, of_window: false });
        (a.need, a.take) = (None, None);
    })
    .evaluate("2026-02-27 09:00");
    assert_eq!((of.average().status, of.average().used.as_slice()), (Status::Ready, &["second".into()][..]));
}

#[test]
fn a_reading_that_may_take_a_later_days_place_leaves_it_open_whether_there_are_days_enough() {
    // The first two readings of the window, on two days: with 24 February's second reading there is only one day.
    let mut world = World::new();
    world.bp("sure", "2026-02-24 08:00", 128, 78);
    world.bp("unsure", "2026-02-24 09:00", 128, 78);
    world.bp("later", "2026-02-25 08:00", 128, 78);
    by(&mut world.record, "cellular_cuff", &["unsure"]);
    let first_two = |a: &mut crate::construct::Average| {
        a.sessions.clear();
        a.take = Some(Take::FirstInEachSession(2));
        a.need = Some(Need::Days { days: 2, each: alloc::vec![] });
    };
    let mut of = cellular(world);
    if let Some(crate::construct::Decision::Average(average)) = of.decisions.first_mut() {
        first_two(average);
    }
    let of = of.evaluate("2026-02-27 09:00");
    assert_eq!(of.average().status, Status::Undetermined);
}
