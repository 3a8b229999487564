//! `contraindicated start of CLASS, DRUG when … then …`: one line that bars classes or drugs while its condition holds.

use stepcare_core::construct::{Contraindication, Decision};

use super::{Built, Construct, Declares, Found, drugs};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::scope::DecisionKind;
use crate::syntax::expression::names;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "contraindicated",
    head: Rule::contraindicated_line,
    declares: Declares::ByContent(DecisionKind::Contraindication),
    look_over: |_, _| {},
    lower,
};

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let node = &found.head;
    let barred = node.child(Rule::names).and_then(|list| drugs::classes_or_drugs(cx, &names(list)));
    let when = node.child(Rule::expression).and_then(|when| cx.condition(when));
    let then = cx.then(node);
    let cite = cx.cite(node, "this contraindication");
    let (classes, drugs) = barred?;
    Some(Built::Decision(Decision::Contraindication(Contraindication {
        name: found.name.clone(),
        classes,
        drugs,
        start_only: node.has(Rule::start_of),
        when: when?,
        then: then.ok()?,
        cite,
        at: cx.at(node.span),
    })))
}
