//! and, or, not; members, codes, `else`, `is known`, other decisions.

use proptest::prelude::*;

use super::*;
use crate::value::{Code, CodeSystem};

const NOW: &str = "2026-03-02 09:00";

/// A tree of `and`, `or`, `not` over yes/no facts.
#[derive(Debug, Clone)]
enum Tree {
    Fact(u8),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

use alloc::boxed::Box;

fn trees() -> impl Strategy<Value = Tree> {
    (0..4_u8).prop_map(Tree::Fact).prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|t| Tree::Not(Box::new(t))),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Tree::And),
            prop::collection::vec(inner, 1..4).prop_map(Tree::Or),
        ]
    })
}

fn build(world: &mut World, tree: &Tree) -> ExprId {
    match tree {
        Tree::Fact(fact) => world.push(Node::Fact(FactId(u32::from(*fact)))),
        Tree::Not(of) => {
            let of = build(world, of);
            world.push(Node::Not(of))
        }
        Tree::And(of) => {
            let of = of.iter().map(|t| build(world, t)).collect();
            world.push(Node::All(of))
        }
        Tree::Or(of) => {
            let of = of.iter().map(|t| build(world, t)).collect();
            world.push(Node::Any(of))
        }
    }
}

proptest! {
    #[test]
    fn a_known_answer_stays_the_same_however_what_is_unknown_turns_out(
        tree in trees(),
        given in prop::collection::vec(prop::option::of(any::<bool>()), 4),
        rest in prop::collection::vec(any::<bool>(), 4),
    ) {
        let mut world = World::new();
        for (at, value) in given.iter().enumerate() {
            let name = alloc::format!("f{at}");
            world.declare(&name, FactKind::YesNo);
            if let Some(value) = value {
                world.give(&name, *value);
            }
        }
        let expr = build(&mut world, &tree);
        let (open, blamed) = world.run(NOW, |m| (m.truth(expr, None), m.missing(expr, None)));
        let unknown = |input: &Input| matches!(input, Input::Fact(f) if given[f.index()].is_none());
        prop_assert!(blamed.iter().all(unknown), "only what is unknown is missing");
        prop_assert_eq!(blamed.is_empty(), open != Truth::Unknown);
        for (at, value) in given.iter().enumerate() {
            if value.is_none() {
                world.give(&alloc::format!("f{at}"), rest[at]);
            }
        }
        let settled = world.truth(expr, NOW);
        prop_assert_ne!(settled, Truth::Unknown);
        prop_assert!(open == Truth::Unknown || open == settled);
    }
}

#[test]
fn pregnant_yes_no_or_maybe() {
    let mut world = World::new();
    let members = ["yes", "no", "maybe"].map(|m| world.symbol(m)).to_vec();
    world.declare("pregnant", FactKind::OneOf(members.clone()));
    let of = world.fact("pregnant");
    let asked = world.push(Node::IsOneOf { of, symbols: vec![members[0], members[2]] });
    assert_eq!(world.truth(asked, NOW), Truth::Unknown);
    for (answer, expected) in [("yes", Truth::Yes), ("no", Truth::No), ("maybe", Truth::Yes)] {
        world.record.facts.clear();
        world.give("pregnant", answer);
        assert_eq!(world.truth(asked, NOW), expected, "{answer}");
    }
}

#[test]
fn any_symptoms_of_an_empty_list_is_no_and_of_no_list_unknown() {
    let mut world = World::new();
    let chest_pain = world.symbol("chest_pain");
    world.declare("symptoms", FactKind::AnyOf(vec![chest_pain]));
    let of = world.fact("symptoms");
    let any = world.push(Node::HasSymbol { of, symbols: Vec::new() });
    assert_eq!(world.truth(any, NOW), Truth::Unknown);
    world.give("symptoms", Vec::<Item>::new());
    assert_eq!(world.truth(any, NOW), Truth::No);
    world.record.facts.clear();
    world.give("symptoms", vec![Item::from("chest_pain")]);
    assert_eq!(world.truth(any, NOW), Truth::Yes);
}

#[test]
fn conditions_have_a_code_below_one_of_the_set() {
    let mut world = World::new();
    world.declare("conditions", FactKind::Codes);
    world.code_sets.push(CodeSet {
        name: "diabetes".into(),
        members: vec![Member {
            code: Code::new(CodeSystem::Icd10, "E11"),
            display: "Type 2 diabetes mellitus".into(),
            and_below: true,
        }],
        at: HERE,
    });
    let of = world.fact("conditions");
    let has = world.push(Node::HasCode { of, set: crate::value::id::CodeSetId(0) });
    assert_eq!(world.truth(has, NOW), Truth::Unknown);
    let code = |code: &str| Item::Object(vec![("system".into(), "icd10".into()), ("code".into(), code.into())]);
    for (codes, expected) in
        [(vec![], Truth::No), (vec![code("I10")], Truth::No), (vec![code("I10"), code("E11.9")], Truth::Yes)]
    {
        world.record.facts.clear();
        world.give("conditions", codes);
        assert_eq!(world.truth(has, NOW), expected);
    }
}

#[test]
fn else_holds_when_it_is_unknown_and_is_listed() {
    let mut world = World::new();
    world.declare("uacr", FactKind::Number { unit: Unit::ucum("mg/g").unwrap(), low: None, high: None });
    let (of, otherwise, thirty) = (world.fact("uacr"), world.number(0), world.number(30));
    let value = world.push(Node::Else { of, otherwise });
    let high = world.compare(value, CompareOp::Greater, thirty);
    assert_eq!(world.truth(high, NOW), Truth::No);
    let listed = world.run(NOW, |m| m.assumptions(high, None));
    assert_eq!(listed, [Assumption { name: "uacr".into(), value: "0".into(), why: Why::Absent }]);
    world.give("uacr", 31);
    assert_eq!(world.truth(high, NOW), Truth::Yes);
    assert_eq!(world.run(NOW, |m| m.assumptions(high, None)), []);
}

#[test]
fn only_the_unknown_operand_that_matters_is_missing() {
    let mut world = World::new();
    for name in ["on_dialysis", "frail", "lightheaded"] {
        world.declare(name, FactKind::YesNo);
    }
    world.give("on_dialysis", false);
    world.give("frail", true);
    let of = ["on_dialysis", "frail", "lightheaded"].map(|f| world.fact(f));
    let (and, both) = (world.push(Node::All(of.to_vec())), world.push(Node::All(vec![of[1], of[2]])));
    world.run(NOW, |m| {
        assert_eq!(m.truth(and, None), Truth::No);
        assert!(m.missing(and, None).is_empty(), "no is no, whatever else is unknown");
        assert_eq!(m.truth(both, None), Truth::Unknown);
        assert_eq!(m.missing(both, None), [Input::Fact(FactId(2))].into());
        m.tried_facts.insert(FactId(2), Value::Truth(true));
        assert_eq!((m.truth(both, None), m.missing(both, None).len()), (Truth::Yes, 0));
    });
}

#[test]
fn a_condition_that_is_tried_holds_wherever_it_is_reached() {
    let mut world = World::new();
    world.declare("potassium", FactKind::Number { unit: Unit::ONE, low: None, high: None });
    let (value, five) = (world.fact("potassium"), world.number(5));
    let high = world.compare(value, CompareOp::Greater, five);
    let named = world.push(Node::Named { name: "high".into(), of: high });
    let not = world.push(Node::Not(named));
    world.run(NOW, |m| {
        assert_eq!(m.truth(not, None), Truth::Unknown);
        m.tried_conditions.insert(high, true);
        assert_eq!(m.truth(not, None), Truth::No);
        m.tried_conditions.insert(high, false);
        assert_eq!(m.truth(not, None), Truth::Yes);
    });
}

#[test]
fn another_decision_is_yes_when_nothing_else_is_possible() {
    let mut world = World::new();
    let both = Outcome {
        possible: [Status::AtGoal, Status::AboveGoal].into(),
        missing: [Input::Series(HOME_BP)].into(),
        ..Outcome::default()
    };
    world.outcomes = vec![("target".into(), None, Outcome::settled(Status::AtGoal)), ("other".into(), None, both)];
    let is = |world: &mut World, decision, status| {
        let decision = crate::value::id::DecisionId(decision);
        world.push(Node::OutcomeIs { decision, statuses: vec![status] })
    };
    let at_goal = is(&mut world, 0, Status::AtGoal);
    let above = is(&mut world, 0, Status::AboveGoal);
    let perhaps = is(&mut world, 1, Status::AtGoal);
    let below = is(&mut world, 1, Status::BelowRange);
    assert_eq!(
        [at_goal, above, perhaps, below].map(|e| world.truth(e, NOW)),
        [Truth::Yes, Truth::No, Truth::Unknown, Truth::No]
    );
    assert_eq!(world.run(NOW, |m| m.missing(perhaps, None)), [Input::Series(HOME_BP)].into());
}

#[test]
fn a_value_used_twice_in_a_deep_program_is_worked_out_once() {
    let mut world = World::new();
    world.declare("frail", FactKind::YesNo);
    let mut expr = world.fact("frail");
    // Without memory this is two to the power of 150.
    for _ in 0..75 {
        expr = world.push(Node::All(vec![expr, expr]));
        expr = world.push(Node::Not(expr));
    }
    world.run(NOW, |m| {
        assert_eq!(m.truth(expr, None), Truth::Unknown);
        assert_eq!(m.missing(expr, None).len(), 1);
        assert_eq!(m.comparisons(expr, None).len(), 1);
    });
}

#[test]
fn what_does_not_fit_is_unknown_with_a_problem_and_a_division_by_0_is_only_unknown() {
    let mut world = World::new();
    let (large, zero) = (world.number(i128::MAX), world.number(0));
    let square = world.push(Node::Arithmetic { op: ArithmeticOp::Multiply, left: large, right: large });
    let nothing = world.push(Node::Arithmetic { op: ArithmeticOp::Divide, left: large, right: zero });
    let codes = |expr| {
        world.run(NOW, |machine| {
            assert_eq!(machine.value(expr, None), None);
            machine.problems.iter().map(|p| p.code.clone()).collect::<Vec<_>>()
        })
    };
    assert_eq!(codes(square), ["care::P0061"]);
    assert!(codes(nothing).is_empty());
}
