//! `when CONDITION then … again after D`: one line that asks for something while its condition holds.

use stepcare_core::construct::{Decision, When};
use stepcare_core::value::{Duration, TimeUnit};

use super::{Built, Construct, Declares, Found};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::scope::DecisionKind;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "when",
    head: Rule::when_line,
    declares: Declares::ByContent(DecisionKind::When),
    look_over: |_, _| {},
    lower,
};

/// What was done is asked for again after this long, where it is not said.
const AGAIN: Duration = Duration { count: 30, unit: TimeUnit::Days };

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let node = &found.head;
    let when = node.child(Rule::expression).and_then(|when| cx.condition(when));
    let then = cx.then(node);
    let cite = cx.cite_if_any(node);
    let mut then = then.ok()??;
    then.again_after = then.again_after.or(Some(AGAIN));
    let (name, at) = (found.name.clone(), cx.at(node.span));
    Some(Built::Decision(Decision::When(When { name, when: when?, then, cite, at })))
}
