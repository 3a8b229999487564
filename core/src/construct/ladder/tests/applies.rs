//! A ladder that is for some patients: `titration ladder for target when …`.

use alloc::vec;

use super::*;
use crate::expression::{Node, Status};
use crate::value::{Symbol, id::ExprId};

/// The ladder when the patient is not, and may not be, pregnant.
fn for_some() -> Practice {
    let mut practice = Practice::new();
    let nodes = &mut practice.program.nodes;
    let pregnant = nodes.iter().position(|n| matches!(n, Node::IsOneOf { .. })).unwrap();
    let Some(Node::IsOneOf { of, .. }) = nodes.get(pregnant).cloned() else { panic!("pregnant") };
    nodes.push(Node::IsOneOf { of, symbols: vec![Symbol(1)] });
    let when = ExprId(u32::try_from(nodes.len() - 1).unwrap());
    let Some(Decision::Ladder(ladder)) = practice.decisions.get_mut(5) else { panic!("a ladder") };
    ladder.when = Some(when);
    practice
}

fn seen(facts: &[&str]) -> Seen {
    let (list, labs) = (medications(&[on_amlodipine()]), labs("4.4"));
    let mut all = vec![STEADY, NO_DIABETES, &list, &labs];
    all.extend(facts);
    for_some().seen(&all, &[], "2026-03-02 09:00")
}

#[test]
fn it_answers_for_those_it_is_for_and_says_why() {
    let seen = seen(&[NOT_PREGNANT]);
    assert_eq!(seen.proposed(), "3: losartan 50 mg (1 tablet of 50 mg)");
    assert!(seen.ladder().reasons.iter().any(|reason| reason.rule == "ladder" && reason.comparisons.len() == 1));
}

#[test]
fn it_does_not_apply_to_others_and_wants_nothing() {
    let seen = seen(&[r#""pregnant":"yes""#]);
    assert_eq!(seen.ladder().status, Status::DoesNotApply);
    assert_eq!((seen.ladder_value().path.as_deref(), seen.ladder_value().steps_taken), (None, None));
    assert!(seen.actions.is_empty());
    assert_eq!(seen.ladder().reasons.len(), 1);
}

#[test]
fn where_it_is_not_known_for_whom_both_are_possible() {
    let seen = seen(&[]);
    // A pregnancy that nobody knows of may bar losartan too, and chlorthalidone would be next.
    assert_eq!(seen.ladder_can_be(), [Status::DoesNotApply, Status::Step]);
    assert!(seen.actions.is_empty());
    assert_eq!(seen.ladder().unknown.first().map(|u| u.name.as_str()), Some("pregnant"));
}
