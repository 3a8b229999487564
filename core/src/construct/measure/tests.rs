//! Who is counted, and who is not for want of a fact.

use alloc::{vec, vec::Vec};

use super::*;
use crate::construct::Decision;
use crate::construct::testing::{Evaluated, HERE, HOME_BP, SYSTOLIC, World};
use crate::expression::{Aggregate, Clause, CompareOp, Input, Node, SeriesExpr, Source};
use crate::record::FactKind;
use crate::value::Number;
use crate::value::id::FactId;

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

fn line(status: Status, when: ExprId) -> Line {
    Line { status, when, cite: Vec::new(), at: HERE }
}

fn measure(lines: Vec<Line>) -> Measure {
    let name = "controlled".into();
    Measure { name, lines, otherwise: Status::Uncounted, rows: Vec::new(), value: None, split: Vec::new(), at: HERE }
}

/// Among, excepted, counted and excused, each known or not.
fn member(of: [Option<bool>; 4]) -> Evaluated {
    let mut world = World::new();
    let names = ["among", "excepted", "counted", "excused"];
    let whens = names.map(|name| world.yes_no(name));
    for (name, known) in names.into_iter().zip(of) {
        if let Some(known) = known {
            world.answer(name, known);
        }
    }
    let not_among = world.program.push(Node::Not(whens[0]));
    let statuses = [Status::NotAmong, Status::Excepted, Status::Counted, Status::Excused];
    let whens = [not_among, whens[1], whens[2], whens[3]];
    let lines = statuses.into_iter().zip(whens).map(|(status, when)| line(status, when)).collect();
    world.push(Decision::Measure(measure(lines)));
    world.evaluate("2026-03-02 09:00")
}

fn possible(of: &Evaluated) -> Vec<Status> {
    of.report(0).possible.iter().map(|p| p.status).collect()
}

#[test]
fn lines_are_scanned_in_their_order_and_only_who_is_uncounted_is_excused() {
    for (of, status) in [
        ([NO, YES, YES, YES], Status::NotAmong),
        ([YES, YES, YES, YES], Status::Excepted),
        ([YES, NO, YES, YES], Status::Counted),
        ([YES, NO, NO, YES], Status::Excused),
        ([YES, NO, NO, NO], Status::Uncounted),
        // Known not to be among: whatever else is unknown.
        ([NO, None, None, None], Status::NotAmong),
    ] {
        let of = member(of);
        assert_eq!(of.report(0).status, status);
        assert!(of.report(0).unknown.is_empty());
    }
    let reasons = member([YES, NO, NO, NO]);
    assert_eq!(reasons.report(0).reasons.iter().map(|r| r.rows_passed_over).collect::<Vec<_>>(), [4]);
}

#[test]
fn membership_that_a_missing_fact_leaves_open_is_undetermined() {
    let of = member([YES, None, NO, NO]);
    assert_eq!((of.report(0).status, possible(&of)), (Status::Undetermined, vec![Status::Excepted, Status::Uncounted]));
    assert_eq!(of.decided(0).outcome.missing, [Input::Fact(FactId(1))].into());
    // No reading is not "not controlled".
    assert_eq!(possible(&member([YES, NO, None, NO])), [Status::Counted, Status::Uncounted]);
    assert_eq!(possible(&member([None, NO, YES, NO])), [Status::NotAmong, Status::Counted]);
}

#[test]
fn a_value_is_reported_of_a_member_and_one_that_is_unknown_leaves_it_open() {
    let seen = |member: bool, weight: Option<i64>| {
        let mut world = World::new();
        let among = world.yes_no("among");
        world.answer("among", member);
        let kg = Unit::ucum("kg").unwrap();
        let (_, value) = world.fact("weight", FactKind::Number { unit: kg, low: None, high: None });
        let not = world.program.push(Node::Not(among));
        let lines = vec![line(Status::NotAmong, not)];
        let measure = Measure { otherwise: Status::Counted, value: Some((value, kg)), ..measure(lines) };
        world.push(Decision::Measure(measure));
        if let Some(weight) = weight {
            world.record.fact("weight", crate::record::FactEntry::new(weight).unit("kg"));
        }
        world.evaluate("2026-03-02 09:00")
    };
    let number = |of: &Evaluated| match &of.report(0).value {
        Some(ReportValue::Measure(MeasureValue { value: Some(side), .. })) => side.value.clone(),
        _ => None,
    };
    let of = seen(true, Some(80));
    assert_eq!((of.report(0).status, number(&of)), (Status::Counted, Some(Shown::Number(Number::integer(80)))));
    assert_eq!((seen(true, None).report(0).status, number(&seen(true, None))), (Status::Undetermined, None));
    assert_eq!((seen(false, None).report(0).status, &seen(false, None).report(0).value), (Status::NotAmong, &None));
}

#[test]
fn rows_are_counted_by_what_they_are_and_a_row_that_is_unknown_leaves_a_range() {
    let seen = |through: &str| {
        let mut world = World::new();
        let high = world.column(SYSTOLIC, CompareOp::AtLeast, 130);
        let low = world.program.push(Node::Not(high));
        let mut count = |when| {
            let (of, clauses) = (Source::Series(HOME_BP), vec![Clause::Where(when)]);
            world.program.push(Node::Series(SeriesExpr { aggregate: Aggregate::Count, value: None, of, clauses }))
        };
        let rows = vec![(Status::Counted, count(high)), (Status::Uncounted, count(low))];
        world.push(Decision::Measure(Measure { rows, otherwise: Status::Counted, ..measure(Vec::new()) }));
        for (id, systolic) in [("a", 129), ("b", 130), ("c", 131), ("d", 0)] {
            world.bp(id, "2026-03-01 08:00", systolic, 80);
        }
        world.heard(through);
        world.evaluate("2026-03-02 09:00")
    };
    let counts = |of: &Evaluated| match &of.report(0).value {
        Some(ReportValue::Measure(value)) => value.rows.iter().map(|c| (c.status, c.rows.clone())).collect::<Vec<_>>(),
        other => panic!("no rows: {other:?}"),
    };
    let text = |words: &str| Some(Shown::Text(words.into()));
    let of = seen("2026-03-02 08:00");
    // The row without a systolic value is not "uncounted".
    let all = vec![(Status::Counted, text("2 .. 3")), (Status::Uncounted, text("1 .. 2"))];
    assert_eq!((of.report(0).status, counts(&of)), (Status::Undetermined, all));
    let behind = vec![(Status::Counted, text("at least 2")), (Status::Uncounted, text("at least 1"))];
    assert_eq!(counts(&seen("2026-02-20 08:00")), behind);
}
