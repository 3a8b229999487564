//! What a score comes to: known, open, and what a comparison with it says.

use alloc::vec;

use super::*;
use crate::construct::Decision;
use crate::construct::testing::{Evaluated, HERE, World};
use crate::expression::{CompareOp, Input, Node};
use crate::value::Unit;
use crate::value::id::FactId;

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

/// Lines with so many points each, of which it is known whether they hold or not, and whether the score is at least so much.
fn scored(lines: &[(i128, Option<bool>)], at_least: i128) -> (Evaluated, Truth) {
    let mut world = World::new();
    let mut made = Vec::new();
    for (n, (points, holds)) in lines.iter().enumerate() {
        let name = alloc::format!("fact_{n}");
        let when = world.yes_no(&name);
        if let Some(holds) = holds {
            world.answer(&name, *holds);
        }
        made.push(Line { points: Number::integer(*points), when, cite: Vec::new(), at: HERE });
    }
    let id = world.push(Decision::Score(Score { name: "risk".into(), lines: made, at: HERE }));
    let risk = world.program.push(Node::OutcomeField { decision: id, field: Field::Points });
    let bound = world.quantity(at_least, Unit::ONE);
    let when = world.compare(risk, CompareOp::AtLeast, bound);
    let asked = Line { points: Number::ONE, when, cite: Vec::new(), at: HERE };
    world.push(Decision::Score(Score { name: "asked".into(), lines: vec![asked], at: HERE }));
    let of = world.evaluate("2026-03-02 09:00");
    let holds = match value(&of, 1) {
        ScoreValue { points: Some(points), .. } => Truth::of(Some(*points == Number::ONE)),
        _ => Truth::Unknown,
    };
    (of, holds)
}

fn value(of: &Evaluated, at: usize) -> &ScoreValue {
    match &of.report(at).value {
        Some(ReportValue::Score(value)) => value,
        other => panic!("no score: {other:?}"),
    }
}

fn ends(of: &Evaluated) -> (i128, i128) {
    let whole = |n: Option<Number>| i128::from(n.unwrap().to_i64().unwrap());
    (whole(value(of, 0).least), whole(value(of, 0).most))
}

#[test]
fn points_of_the_lines_that_hold_are_added() {
    for (lines, points) in
        [(&[(2, YES), (1, NO), (1, YES)][..], 3), (&[(2, NO), (1, NO)], 0), (&[(3, YES), (-1, YES)], 2)]
    {
        let (of, _) = scored(lines, 0);
        assert_eq!((of.report(0).status, ends(&of)), (Status::Scored, (points, points)));
        assert_eq!(value(&of, 0).points, Some(Number::integer(points)));
        assert!(of.report(0).unknown.is_empty());
    }
    let (of, _) = scored(&[(2, YES), (1, NO), (1, YES)], 0);
    assert_eq!(value(&of, 0).counted, ["risk/1", "risk/3"]);
    assert_eq!(of.report(0).reasons.iter().map(|r| r.rows_passed_over).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_line_that_is_unknown_leaves_a_range_and_is_asked_for() {
    let (of, _) = scored(&[(2, YES), (3, None), (1, NO)], 0);
    assert_eq!((of.report(0).status, ends(&of)), (Status::Undetermined, (2, 5)));
    assert_eq!((value(&of, 0).points, value(&of, 0).open.as_slice()), (None, &["risk/2".into()][..]));
    assert_eq!(of.decided(0).outcome.missing, [Input::Fact(FactId(1))].into());
    let (of, _) = scored(&[(2, YES), (-3, None)], 0);
    assert_eq!(ends(&of), (-1, 2));
}

#[test]
fn a_comparison_decides_when_the_whole_range_does() {
    let lines = [(2, YES), (3, None)];
    for (at_least, holds) in
        [(1, Truth::Yes), (2, Truth::Yes), (3, Truth::Unknown), (5, Truth::Unknown), (6, Truth::No)]
    {
        assert_eq!(scored(&lines, at_least).1, holds, "{at_least}");
    }
    assert_eq!([scored(&[(3, YES)], 3).1, scored(&[(3, YES)], 4).1], [Truth::Yes, Truth::No]);
}

#[test]
fn a_score_that_does_not_fit_is_unknown() {
    let (of, holds) = scored(&[(i128::MAX, YES), (1, YES)], 1);
    assert_eq!((of.report(0).status, value(&of, 0).points, holds), (Status::Undetermined, None, Truth::Unknown));
    assert!(of.decided(0).outcome.field(Field::Points).is_none());
}
