//! What compiles and may not mean what its author thinks.

use std::collections::BTreeSet;

use stepcare_core::construct::Decision;
use stepcare_core::construct::message::{Message, Piece};
use stepcare_core::expression::{Clause, Node, Source};
use stepcare_core::record::FactDecl;
use stepcare_core::record::FactKind;
use stepcare_core::value::id::{ExprId, FactId, SpanId};

use crate::diagnostic::{Diagnostic, code};
use crate::lower::Lower;
use crate::source::Span;

/// Looks a compiled ruleset over.
pub(crate) fn warn(cx: &Lower<'_>) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for decision in &cx.out.decisions {
        for (what, when, at) in rules(decision) {
            for name in guards(cx, when) {
                let message = format!("`{name} is known` reassures when it is not");
                let label = format!("unknown, this {what} does not hold");
                let warning = Diagnostic::new(code::REASSURES, place(cx, at), message, label);
                warnings.push(warning.help("leave `is known` out: what is unknown then keeps the answer open"));
            }
        }
        if let Decision::Ladder(ladder) = decision {
            for hold in &ladder.holds {
                for fact in unasked(cx, hold.when) {
                    let message = format!("nobody is asked for `{fact}`, and this hold waits for it");
                    let mut warning = Diagnostic::new(code::BLOCKS, place(cx, hold.at), message, "blocks everyone");
                    if let Some(declared) = cx.scope.values.place(&fact) {
                        warning = warning.label(declared, "declared here");
                    }
                    let help = "add `ask patient`, `from chart` or `from lab` to it, or `assume … when unknown`";
                    warnings.push(warning.help(help));
                }
            }
        }
    }
    warnings.extend(cx.out.messages.iter().flat_map(|message| unsent(cx, message)));
    warnings
}

/// Texts that are not sent where a fact is unknown.
fn unsent(cx: &Lower<'_>, message: &Message) -> Vec<Diagnostic> {
    let slots = message.texts.iter().flat_map(|text| &text.pieces).filter_map(|piece| match piece {
        Piece::Slot(slot, _) => Some(*slot),
        Piece::Words(_) => None,
    });
    let mut facts = BTreeSet::new();
    slots.for_each(|slot| facts.append(&mut reads(cx, slot)));
    let declared = facts.into_iter().filter_map(|fact| cx.out.facts.get(fact.index()));
    let warning = |fact: &FactDecl| {
        let words = format!("`{}` is not sent where `{}` is unknown", message.name, fact.name);
        let warning = Diagnostic::new(code::UNSENT, place(cx, message.at), words, "a text that needs it");
        let warning = match cx.scope.values.place(&fact.name) {
            Some(declared) => warning.label(declared, "declared here"),
            None => warning,
        };
        warning.help(format!("say what stands there instead: `{{{}, else …}}`", fact.name))
    };
    declared.filter(|fact| fact.assume.is_none()).map(warning).collect()
}

fn place(cx: &Lower<'_>, at: SpanId) -> Span {
    cx.spans.get(at.0 as usize).copied().unwrap_or(Span { file: 0, start: 0, end: 0 })
}

/// The conditions whose "no" lets a patient pass.
fn rules(decision: &Decision) -> Vec<(&'static str, ExprId, SpanId)> {
    match decision {
        Decision::Screening(d) => d.lines.iter().map(|l| ("line of the screening", l.when, l.at)).collect(),
        Decision::Alert(d) => d.lines.iter().map(|l| ("line of the alert", l.when, l.at)).collect(),
        Decision::Contraindication(d) => vec![("contraindication", d.when, d.at)],
        Decision::Ladder(d) => d.holds.iter().map(|h| ("hold", h.when, h.at)).collect(),
        _ => Vec::new(),
    }
}

/// What `is known` is asked of where its "no" makes the whole condition no: not under a `not`.
fn guards(cx: &Lower<'_>, when: ExprId) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    // Each node with whether it stands under an odd number of denials.
    let mut open = vec![(when, false)];
    let mut seen = BTreeSet::new();
    while let Some((id, denied)) = open.pop() {
        if !seen.insert((id, denied)) {
            continue;
        }
        match cx.out.program.node(id) {
            // The end of a period is asked for by the compiler itself, which says what holds where there is none.
            Some(Node::IsKnown(of)) if is_end(cx, *of) => {}
            Some(Node::IsKnown(of)) if !denied => {
                found.extend(name(cx, *of));
            }
            Some(Node::Not(of)) => open.push((*of, !denied)),
            Some(node) => open.extend(node.operands().into_iter().map(|of| (of, denied))),
            None => {}
        }
    }
    found
}

fn is_end(cx: &Lower<'_>, id: ExprId) -> bool {
    let column = match cx.out.program.node(id) {
        Some(Node::Column(column)) => *column,
        Some(Node::Outer(of) | Node::Part { of, .. }) => return is_end(cx, *of),
        _ => return false,
    };
    let mut ends = cx.out.series.iter().filter_map(|series| series.columns.get(column.index()));
    ends.any(|column| column.kind == FactKind::End)
}

fn name(cx: &Lower<'_>, id: ExprId) -> Option<String> {
    match cx.out.program.node(id)? {
        Node::Fact(fact) => cx.out.facts.get(fact.index()).map(|f| f.name.clone()),
        Node::Named { name, .. } => Some(name.clone()),
        _ => Some("it".into()),
    }
}

/// Facts that a condition waits for, and that nothing in the ruleset will ever make known.
fn unasked(cx: &Lower<'_>, when: ExprId) -> BTreeSet<String> {
    let declared = reads(cx, when).into_iter().filter_map(|fact| cx.out.facts.get(fact.index()));
    declared.filter(|f| f.getting.is_none() && f.assume.is_none()).map(|f| f.name.clone()).collect()
}

/// Facts without which an expression may be unknown.
fn reads(cx: &Lower<'_>, expr: ExprId) -> BTreeSet<FactId> {
    let mut facts: BTreeSet<FactId> = BTreeSet::new();
    let mut open = vec![expr];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match cx.out.program.node(id) {
            // Neither waits: one asks whether it is known, the other says what holds when it is not.
            Some(Node::IsKnown(_)) | None => {}
            Some(Node::Else { otherwise, .. }) => open.push(*otherwise),
            Some(Node::Fact(fact)) => {
                facts.insert(*fact);
            }
            Some(Node::ChangeFromBaseline { fact, limit, .. }) => {
                facts.insert(*fact);
                open.push(*limit);
            }
            Some(Node::Series(series)) => {
                if let Source::Fact(fact) = series.of {
                    facts.insert(fact);
                }
                open.extend(series.clauses.iter().flat_map(Clause::operands));
            }
            Some(node) => open.extend(node.operands()),
        }
    }
    facts
}
