//! Which readings fire, which cannot be decided, and what is seen at all.

use alloc::vec::Vec;

use super::{names, one, plain, reports, said, status, task, tasks, wanted, with};
use crate::construct::testing::{Evaluated, HOME_BP, World};
use crate::expression::{CompareOp, Input, Node, Source, Status};
use crate::record::{FactEntry, FactKind};
use crate::value::id::ColumnId;
use crate::value::{Duration, Number, Truth, Unit};

#[test]
fn a_reading_fires_at_180_or_120_and_under_90_and_not_beside_them() {
    for (reading, level) in [
        ((179, 119), None),
        ((180, 80), Some("critical")),
        ((150, 120), Some("critical")),
        ((181, 121), Some("critical")),
        ((90, 60), None),
        ((89, 60), Some("low")),
    ] {
        let of = one(reading.0, reading.1);
        assert_eq!(said(&of).first().map(|s| s.1), level, "{reading:?}");
        assert_eq!(status(&of), if level.is_some() { Status::Fired } else { Status::Quiet }, "{reading:?}");
        assert_eq!(wanted(&of).len(), usize::from(level.is_some()), "{reading:?}");
    }
}

#[test]
fn the_first_line_that_holds_gives_the_level_and_the_reason() {
    let of = one(89, 121);
    assert_eq!(said(&of), [("r", "critical", "fired")]);
    let of = one(89, 60);
    let [reason] = reports(&of)[0].reasons.as_slice() else { panic!("one reason") };
    assert_eq!((reason.rule.as_str(), reason.rows_passed_over), ("out_of_bounds/2", 1));
    assert_eq!(reason.comparisons[0].holds, Truth::Yes);
}

#[test]
fn a_high_systolic_fires_without_a_diastolic() {
    let of = one(185, 0);
    assert_eq!(said(&of), [("r", "critical", "fired")]);
    assert!(!wanted(&of)[0].undecided);
}

#[test]
fn a_normal_systolic_without_a_diastolic_cannot_be_decided_and_makes_its_task() {
    let of = one(120, 0);
    assert_eq!(said(&of), [("r", "critical", "undetermined")]);
    assert_eq!(status(&of), Status::Undetermined);
    assert_eq!(of.decided(0).outcome.missing, [Input::Series(HOME_BP)].into());
    let [task] = wanted(&of) else { panic!("one task") };
    assert!(task.undecided);
    assert_eq!((task.anchor.as_str(), task.note.as_deref()), ("day:home_bp:2026-03-02", Some("critical")));
}

#[test]
fn an_undecided_urgency_takes_the_more_urgent() {
    // 85 without a diastolic is low, and may be critical.
    let of = one(85, 0);
    assert_eq!(said(&of), [("r", "critical", "fired")]);
    let rules: Vec<_> = reports(&of)[0].reasons.iter().map(|r| r.rule.as_str()).collect();
    assert_eq!(rules, ["out_of_bounds/1", "out_of_bounds/2"]);
    assert!(!wanted(&of)[0].undecided);
}

#[test]
fn where_the_more_urgent_line_has_another_task_both_are_made() {
    let mut world = World::new();
    world.bp("r", "2026-03-02 08:00", 85, 0);
    let of = with(world, |_, a| a.lines[1].then = task(1)).evaluate("2026-03-02 09:00");
    let made: Vec<_> = wanted(&of).iter().map(|w| (w.rule.as_str(), w.undecided)).collect();
    assert_eq!(made, [("out_of_bounds/1", true), ("out_of_bounds/2", false)]);
}

#[test]
fn values_out_of_range_are_used_as_they_were_given() {
    // Ranges are 50 to 300 and 30 to 200.
    assert_eq!(said(&one(310, 140)), [("r", "critical", "fired")]);
    assert_eq!(said(&one(160, 201)), [("r", "critical", "fired")]);
    assert_eq!(said(&one(49, 35)), [("r", "low", "fired")]);
}

#[test]
fn the_horizon_is_local_days_by_received_else_measured() {
    for (as_of, fires) in [("2026-03-15 23:59:59.999", true), ("2026-03-16 00:00", false)] {
        let mut world = World::new();
        world.bp("r", "2026-03-02 08:00", 185, 95);
        let of = plain(world).evaluate(as_of);
        assert_eq!(status(&of) == Status::Fired, fires, "{as_of}");
    }
    // Measured on the 2nd, uploaded on the 10th: seen until the end of the 23rd.
    for (as_of, fires) in [("2026-03-23 23:59", true), ("2026-03-24 00:00", false)] {
        let mut world = World::new();
        let received = world.at("2026-03-10 08:00");
        world.bp("r", "2026-03-02 08:00", 185, 95).received = Some(received);
        let of = plain(world).evaluate(as_of);
        assert_eq!(status(&of) == Status::Fired, fires, "{as_of}");
    }
}

#[test]
fn it_holds_until_the_reading_leaves_the_horizon() {
    let mut world = World::new();
    world.bp("r", "2026-03-02 08:00", 185, 95);
    let world = plain(world);
    let of = world.evaluate("2026-03-02 09:00");
    assert_eq!(of.next(), (world.at("2026-03-16 00:00"), "a reading leaves the alert's horizon".into()));
}

#[test]
fn a_reading_dated_in_the_future_cannot_be_decided_and_makes_its_task() {
    let mut world = World::new();
    world.bp("ahead", "2026-03-03 08:00", 120, 70);
    let world = plain(world);
    let of = world.evaluate("2026-03-02 09:00");
    assert_eq!(said(&of), [("ahead", "critical", "undetermined")]);
    let [task] = wanted(&of) else { panic!("one task") };
    // Its own time is not to be believed: the task is due from when it is opened.
    assert_eq!((task.anchor.as_str(), task.since, task.undecided), ("day:home_bp:2026-03-03", None, true));
    assert_eq!(of.next().0, world.at("2026-03-03 07:50"));
    assert_eq!(status(&world.evaluate("2026-03-03 07:50")), Status::Quiet);
}

#[test]
fn a_reading_dated_after_it_was_received_is_never_believed() {
    let mut world = World::new();
    let received = world.at("2026-03-02 07:00");
    world.bp("ahead", "2026-03-02 07:10:00.001", 120, 70).received = Some(received);
    let of = plain(world).evaluate("2026-03-02 09:00");
    assert_eq!(said(&of), [("ahead", "critical", "undetermined")]);
    assert_eq!(wanted(&of)[0].since, Some(received));
}

#[test]
fn an_undated_reading_that_is_high_cannot_be_decided_and_one_that_is_not_says_nothing() {
    for (systolic, expected) in [(185, alloc::vec![("r", "critical", "undetermined")]), (120, Vec::new())] {
        let mut world = World::new();
        world.bp("r", "2026-03-02 08:00", systolic, 70).at = None;
        let of = plain(world).evaluate("2026-03-02 09:00");
        assert_eq!(said(&of), expected, "{systolic}");
        assert_eq!(wanted(&of).len(), expected.len(), "{systolic}");
    }
}

#[test]
fn silence_is_undetermined_and_makes_no_task() {
    let not_supplied = plain(World::new()).evaluate("2026-03-02 09:00");
    assert_eq!(said(&not_supplied), [("", "critical", "undetermined")]);
    assert_eq!((status(&not_supplied), wanted(&not_supplied).len()), (Status::Undetermined, 0));

    let mut world = World::new();
    world.heard("2026-03-01 08:59:59.999");
    let behind = plain(world).evaluate("2026-03-02 09:00");
    assert_eq!((said(&behind), wanted(&behind).len()), (alloc::vec![("", "critical", "undetermined")], 0));

    let mut world = World::new();
    world.heard("2026-03-01 09:00");
    assert_eq!(status(&plain(world).evaluate("2026-03-02 09:00")), Status::Quiet);
}

#[test]
fn what_was_seen_fires_behind_a_feed() {
    let mut world = World::new();
    world.heard("2026-03-01 08:00");
    world.bp("r", "2026-03-01 07:00", 185, 95);
    let of = plain(world).evaluate("2026-03-03 09:00");
    assert_eq!((said(&of), status(&of)), (alloc::vec![("r", "critical", "fired")], Status::Fired));
}

/// `critical when potassium >= 6 mmol/L`, on the fact's history within 30 days.
fn potassium(values: &[(&str, &str)]) -> Evaluated {
    let mut world = World::new();
    let unit = Unit::written("mmol/L").unwrap();
    let (low, high) = (Number::parse("1.5"), Number::parse("9.0"));
    let (fact, _) = world.fact("potassium", FactKind::Number { unit, low, high });
    for (at, value) in values {
        let at = world.at(at);
        world.record.fact("potassium", FactEntry::new(Number::parse(value).unwrap()).unit("mmol/L").at(at));
    }
    let column = world.program.push(Node::Column(ColumnId(0)));
    let six = world.quantity(6, unit);
    let when = world.compare(column, CompareOp::AtLeast, six);
    with(world, |_, a| {
        a.name = "high_potassium".into();
        a.on = Source::Fact(fact);
        a.horizon = Duration::parse("30 days").unwrap();
        a.lines.truncate(1);
        a.lines[0].when = when;
    })
    .evaluate("2026-03-02 09:00")
}

#[test]
fn every_value_of_a_fact_within_the_horizon_is_looked_at() {
    let of = potassium(&[("2026-01-31 09:00", "6.5"), ("2026-02-10 09:00", "6.0"), ("2026-02-20 09:00", "5.9")]);
    // The 30 days begin on 1 February; a later normal value does not hide the one before it.
    assert_eq!(tasks(&of), [("fact:potassium:6", "critical")]);
    assert_eq!(names(&wanted(&of)[0].because), ["high_potassium/1"]);
}

#[test]
fn a_fact_without_any_value_is_undetermined_and_makes_no_task() {
    let of = potassium(&[]);
    assert_eq!((status(&of), wanted(&of).len()), (Status::Undetermined, 0));
}

#[test]
fn a_value_of_a_fact_out_of_range_fires_as_it_was_given() {
    // The range is 1.5 to 9.
    let of = potassium(&[("2026-03-01 09:00", "12")]);
    assert_eq!(status(&of), Status::Fired);
    assert_eq!(tasks(&of), [("fact:potassium:12", "critical")]);
    let low = potassium(&[("2026-03-01 09:00", "1")]);
    assert_eq!((status(&low), wanted(&low).len()), (Status::Quiet, 0));
    let ahead = potassium(&[("2026-03-03 09:00", "12")]);
    assert_eq!((status(&ahead), wanted(&ahead).len()), (Status::Undetermined, 1));
}

#[test]
fn a_fact_dated_in_the_future_cannot_be_decided_and_makes_its_task() {
    let of = potassium(&[("2026-03-01 09:00", "4.5"), ("2026-03-03 09:00", "4.5")]);
    assert_eq!((status(&of), wanted(&of).len()), (Status::Undetermined, 1));
}
