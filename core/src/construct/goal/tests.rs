use alloc::{string::String, vec::Vec};

use super::{Bound, Goal, Limit, Line};
use crate::construct::testing::{DIASTOLIC, Evaluated, HERE, HOME_BP, SYSTOLIC, World};
use crate::construct::{Component, Decision, ReportValue};
use crate::expression::{Input, Node, Shown, Status};
use crate::record::{FactEntry, FactKind};
use crate::value::SortedSet;
use crate::value::id::{ExprId, FactId};
use crate::value::{Constant, Number, Truth, Unit};

const NOW: &str = "2026-03-02 21:00";

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn exact(world: &mut World, text: &str) -> ExprId {
    world.program.push(Node::Constant { value: Constant::Number(number(text)), unit: Some(Unit::MMHG) })
}

fn limits(bounds: [Bound; 2]) -> Vec<Limit> {
    let columns = [SYSTOLIC, DIASTOLIC].into_iter().zip(bounds);
    columns.map(|(column, bound)| Limit { column, bound, unit: Unit::MMHG }).collect()
}

fn line(when: Option<ExprId>, bounds: [Bound; 2]) -> Line {
    Line { when, limits: limits(bounds), cite: Vec::new(), at: HERE }
}

/// The mean of the readings given, without any need; the goal's lines stand behind it.
fn world(readings: &[(i64, i64)]) -> World {
    let mut world = World::new();
    for (at, (systolic, diastolic)) in readings.iter().enumerate() {
        world.bp(&alloc::format!("r{at}"), &alloc::format!("2026-03-02 08:0{at}"), *systolic, *diastolic);
    }
    let mut average = world.home_average();
    (average.need, average.take) = (None, None);
    world.push(Decision::Average(average));
    world
}

fn with(mut world: World, lines: Vec<Line>) -> Evaluated {
    world.push(Decision::Goal(Goal {
        name: "target".into(),
        average: crate::value::id::DecisionId(0),
        lines,
        at: HERE,
    }));
    world.evaluate(NOW)
}

fn below_130_80(mut world: World) -> Evaluated {
    let (systolic, diastolic) = (world.mmhg(130), world.mmhg(80));
    with(world, alloc::vec![line(None, [Bound::Below(systolic), Bound::Below(diastolic)])])
}

fn possible(of: &Evaluated) -> Vec<Status> {
    of.decided(1).outcome.possible.iter().copied().collect()
}

fn over_by(of: &Evaluated) -> Vec<Option<Number>> {
    match &of.report(1).value {
        Some(ReportValue::Goal(components)) => components.iter().map(|c| c.over_by).collect(),
        other => panic!("no components: {other:?}"),
    }
}

#[test]
fn exactly_130_over_80_is_above_goal_on_either_side_alone() {
    for (reading, status) in [
        ((129, 79), Status::AtGoal),
        ((130, 79), Status::AboveGoal),
        ((129, 80), Status::AboveGoal),
        ((130, 80), Status::AboveGoal),
        ((131, 81), Status::AboveGoal),
    ] {
        assert_eq!(below_130_80(world(&[reading])).report(1).status, status, "{reading:?}");
    }
    assert_eq!(over_by(&below_130_80(world(&[(130, 80)]))), [Some(Number::ZERO); 2]);
}

#[test]
fn what_is_compared_is_exact_and_what_is_shown_is_rounded() {
    // 389/3 is 129.666…: under 130, and shown as 130.
    let at_goal = below_130_80(world(&[(130, 79), (130, 79), (129, 79)]));
    assert_eq!(at_goal.report(1).status, Status::AtGoal);
    let systolic = &at_goal.report(1).reasons[0].comparisons[0];
    assert_eq!(systolic.left.name.as_deref(), Some("home_average.systolic"));
    assert_eq!(systolic.left.value, Some(Shown::Number(Number::ratio(389, 3).unwrap())));
    assert_eq!((systolic.left.shown, systolic.op.as_str()), (Some(Number::integer(130)), "<"));
    assert_eq!((systolic.right.value.clone(), systolic.holds), (Some(Shown::Number(Number::integer(130))), Truth::Yes));
    assert_eq!(systolic.margin, Number::ratio(1, 3));
    // 401/3 is 133.666…: above.
    let above = below_130_80(world(&[(133, 79), (134, 79), (134, 79)]));
    assert_eq!(over_by(&above), [Number::ratio(11, 3), Some(Number::integer(-1))]);
}

#[test]
fn a_limit_of_129_999_is_not_130() {
    for (limit, status) in [("129.999", Status::AboveGoal), ("130", Status::AboveGoal), ("130.001", Status::AtGoal)] {
        let mut world = world(&[(130, 70)]);
        let (systolic, diastolic) = (exact(&mut world, limit), world.mmhg(80));
        let of = with(world, alloc::vec![line(None, [Bound::Below(systolic), Bound::Below(diastolic)])]);
        assert_eq!(of.report(1).status, status, "below {limit}");
    }
}

#[test]
fn at_most_allows_the_limit_itself() {
    for (systolic, status) in [(129, Status::AtGoal), (130, Status::AtGoal), (131, Status::AboveGoal)] {
        let mut world = world(&[(systolic, 70)]);
        let (high, diastolic) = (world.mmhg(130), world.mmhg(80));
        let of = with(world, alloc::vec![line(None, [Bound::AtMost(high), Bound::AtMost(diastolic)])]);
        assert_eq!(of.report(1).status, status, "{systolic}");
    }
}

#[test]
fn a_range_has_both_ends_in_and_over_wins_over_under() {
    for (reading, status) in [
        ((119, 75), Status::BelowRange),
        ((120, 70), Status::AtGoal),
        ((129, 79), Status::AtGoal),
        ((130, 75), Status::AboveGoal),
        ((119, 80), Status::AboveGoal),
    ] {
        let mut world = world(&[reading]);
        let [a, b, c, d] = [120, 129, 70, 79].map(|n| world.mmhg(n));
        let of = with(world, alloc::vec![line(None, [Bound::Within(a, b), Bound::Within(c, d)])]);
        assert_eq!(of.report(1).status, status, "{reading:?}");
        assert_eq!(of.report(1).reasons[0].comparisons.len(), 4);
    }
}

#[test]
fn a_component_without_a_value_is_not_assessable_unless_the_known_one_is_over() {
    assert_eq!(below_130_80(world(&[(150, 0)])).report(1).status, Status::AboveGoal);
    let of = below_130_80(world(&[(120, 0)]));
    assert_eq!(of.report(1).status, Status::NotAssessable);
    assert_eq!(of.report(1).reasons[0].comparisons[1].holds, Truth::Unknown);
}

#[test]
fn an_incomplete_mean_wins_over_an_unknown_limit() {
    for (reading, expected) in [
        ((120, 0), alloc::vec![Status::NotAssessable]),
        ((120, 70), alloc::vec![Status::AtGoal, Status::AboveGoal]),
        ((120, 80), alloc::vec![Status::AboveGoal]),
    ] {
        let mut world = world(&[reading]);
        let (fact, own) = world.fact("own_systolic", FactKind::Number { unit: Unit::MMHG, low: None, high: None });
        let diastolic = world.mmhg(80);
        let of = with(world, alloc::vec![line(None, [Bound::Below(own), Bound::Below(diastolic)])]);
        assert_eq!(possible(&of), expected, "{reading:?}");
        let missing = of.decided(1).outcome.missing.clone();
        let asked = if expected.len() > 1 { [Input::Fact(fact)].into() } else { SortedSet::new() };
        assert_eq!(missing, asked, "{reading:?}");
    }
}

#[test]
fn the_limit_of_a_patient_of_one_s_own_is_named() {
    let mut world = world(&[(125, 70)]);
    let (_, own) = world.fact("own_systolic", FactKind::Number { unit: Unit::MMHG, low: None, high: None });
    world.record.fact("own_systolic", FactEntry::new(120).unit("mm[Hg]"));
    let diastolic = world.mmhg(80);
    let of = with(world, alloc::vec![line(None, [Bound::Below(own), Bound::Below(diastolic)])]);
    let comparison = &of.report(1).reasons[0].comparisons[0];
    assert_eq!(comparison.right.name.as_deref(), Some("own_systolic"));
    assert_eq!((of.report(1).status, comparison.margin), (Status::AboveGoal, Some(Number::integer(5))));
    let Some(ReportValue::Goal(components)) = &of.report(1).value else { panic!("components") };
    let Component { column, bound, .. } = &components[0];
    assert_eq!((column.as_str(), bound.as_str()), ("systolic", "below"));
}

/// Below 140/90 for the frail, below 130/80 otherwise.
fn lenient(mut world: World, frail: Option<bool>) -> Evaluated {
    let when = world.yes_no("frail");
    if let Some(frail) = frail {
        world.answer("frail", frail);
    }
    let [a, b, c, d] = [140, 90, 130, 80].map(|n| world.mmhg(n));
    let lines = [line(Some(when), [Bound::Below(a), Bound::Below(b)]), line(None, [Bound::Below(c), Bound::Below(d)])];
    with(world, lines.into())
}

#[test]
fn a_line_that_may_hold_adds_what_it_would_say() {
    let at_135 = |frail| lenient(world(&[(135, 70)]), frail);
    assert_eq!(possible(&at_135(Some(true))), [Status::AtGoal]);
    assert_eq!(possible(&at_135(Some(false))), [Status::AboveGoal]);
    let open = at_135(None);
    assert_eq!(possible(&open), [Status::AtGoal, Status::AboveGoal]);
    assert_eq!(open.report(1).status, Status::Undetermined);
    let rules: Vec<(Status, Vec<String>)> =
        open.report(1).possible.iter().map(|p| (p.status, p.rules.clone())).collect();
    assert_eq!(
        rules,
        [(Status::AtGoal, alloc::vec!["target/1".into()]), (Status::AboveGoal, alloc::vec!["target/2".into()])]
    );
    assert_eq!(open.decided(1).outcome.missing, [Input::Fact(FactId(0))].into());
}

#[test]
fn lines_that_agree_settle_it_whichever_holds() {
    let of = lenient(world(&[(145, 70)]), None);
    assert_eq!(of.report(1).status, Status::AboveGoal);
    assert!(of.decided(1).outcome.missing.is_empty() && of.report(1).unknown.is_empty());
    // By how much is another thing in each line: both are shown, neither as the answer.
    assert_eq!((of.report(1).value.clone(), of.report(1).reasons.len()), (None, 2));
}

#[test]
fn the_rows_passed_over_are_counted() {
    let of = lenient(world(&[(125, 70)]), Some(false));
    let [reason] = of.report(1).reasons.as_slice() else { panic!("one reason") };
    assert_eq!((reason.rule.as_str(), reason.rows_passed_over), ("target/2", 1));
}

#[test]
fn without_an_otherwise_no_line_may_hold_and_then_it_is_not_assessable() {
    let only_frail = |frail: Option<bool>| {
        let mut world = world(&[(125, 70)]);
        let when = world.yes_no("frail");
        if let Some(frail) = frail {
            world.answer("frail", frail);
        }
        let (a, b) = (world.mmhg(140), world.mmhg(90));
        with(world, alloc::vec![line(Some(when), [Bound::Below(a), Bound::Below(b)])])
    };
    assert_eq!(possible(&only_frail(Some(true))), [Status::AtGoal]);
    assert_eq!(possible(&only_frail(Some(false))), [Status::NotAssessable]);
    assert_eq!(possible(&only_frail(None)), [Status::AtGoal, Status::NotAssessable]);
}

#[test]
fn no_reading_at_all_is_not_assessable() {
    let mut world = world(&[]);
    world.heard(NOW);
    let of = below_130_80(world);
    assert_eq!(possible(&of), [Status::NotAssessable]);
    let comparison = &of.report(1).reasons[0].comparisons[0];
    assert_eq!((comparison.left.name.as_deref(), comparison.holds), (Some("home_average"), Truth::No));
}

#[test]
fn a_series_that_was_not_supplied_settles_nothing() {
    let of = below_130_80(world(&[]));
    assert_eq!(possible(&of), [Status::AtGoal, Status::AboveGoal, Status::NotAssessable]);
    assert_eq!(of.decided(1).outcome.missing, [Input::Series(HOME_BP)].into());
}

#[test]
fn behind_a_feed_above_goal_stands_and_at_goal_is_only_possible() {
    for (reading, expected) in [
        ((129, 79), alloc::vec![Status::AtGoal, Status::AboveGoal]),
        ((130, 79), alloc::vec![Status::AboveGoal]),
        ((120, 0), alloc::vec![Status::NotAssessable]),
    ] {
        let mut world = world(&[reading]);
        // A day and a millisecond before: the feed may be silent for one day.
        world.heard("2026-03-01 20:59:59.999");
        let of = below_130_80(world);
        assert_eq!(possible(&of), expected, "{reading:?}");
    }
    let mut world = world(&[(129, 79)]);
    world.heard("2026-03-01 21:00");
    assert_eq!(possible(&below_130_80(world)), [Status::AtGoal]);
}
