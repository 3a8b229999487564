//! `score NAME { 2 when …; 1 when … }`: points for each line that holds, added up.

use stepcare_core::construct::Decision;
use stepcare_core::construct::score::{Line, Score};
use stepcare_core::expression::Cite;
use stepcare_core::value::Number;

use super::block::empty;
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::DecisionKind;
use crate::syntax::Item;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "score",
    head: Rule::score_head,
    declares: Declares::Decision(DecisionKind::Score),
    look_over: |item, cx| {
        for clause in item.items() {
            clause_of(clause, cx);
        }
    },
    lower,
};

/// A line starts with a number and not with a word of its own.
fn clause_of(clause: &Item, cx: &mut Lower<'_>) -> Option<Node> {
    cx.no_block(clause);
    cx.parse(Rule::score_line, clause)
}

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let shared = cx.cite_if_any(&found.head);
    if found.item.items().is_empty() {
        empty(cx, found.item, "this score has no line", "2 when CONDITION");
    }
    let mut lines = Vec::new();
    for clause in found.item.items() {
        let line = clause_of(clause, cx).and_then(|node| line(&node, &shared, cx));
        lines.push(line);
    }
    let (name, at) = (found.name.clone(), cx.at(found.item.head));
    // A score without one of its lines is another score.
    let lines = lines.into_iter().collect::<Option<Vec<Line>>>()?;
    Some(Built::Decision(Decision::Score(Score { name, lines, at })))
}

/// A line cites what its score cites where it names no source of its own.
fn line(node: &Node, shared: &[Cite], cx: &mut Lower<'_>) -> Option<Line> {
    let points = points(node.child(Rule::signed)?, cx);
    let when = node.child(Rule::expression).and_then(|when| cx.condition(when));
    let cite = match shared {
        [] => cx.cite(node, "this line of the score"),
        shared => {
            let own = cx.cite_if_any(node);
            if own.is_empty() { shared.to_vec() } else { own }
        }
    };
    let at = cx.at(node.span);
    Some(Line { points: points?, when: when?, cite, at })
}

fn points(node: &Node, cx: &mut Lower<'_>) -> Option<Number> {
    let points = cx.signed(node)?;
    if points == Number::ZERO {
        let message = "a line without points changes nothing";
        let error = Diagnostic::new(code::BAD_NUMBER, node.span, message, "no points");
        return cx.fail(error.help("give it points, or take the line out"));
    }
    Some(points)
}
