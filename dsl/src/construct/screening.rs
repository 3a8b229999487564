//! `screening NAME { exclude NAME when … ; refer NAME when … ; otherwise eligible }`.

use stepcare_core::construct::{
    Decision, Screening,
    screening::{Line, Verdict},
};
use stepcare_core::expression::Cite;

use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::{DecisionKind, Table};
use crate::syntax::Item;
use crate::syntax::expression::name;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "screening",
    head: Rule::screening_head,
    declares: Declares::Decision(DecisionKind::Screening),
    look_over: |item, cx| {
        for clause in item.items() {
            cx.clause(clause, "a screening", &CLAUSES);
        }
    },
    lower,
};

const CLAUSES: [(&str, Rule); 3] =
    [("exclude", Rule::screening_line), ("refer", Rule::screening_line), ("otherwise", Rule::screening_otherwise)];

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let shared = cx.cite_if_any(&found.head);
    let mut lines = Vec::new();
    let mut names: Table<()> = Table::new("line");
    let mut otherwise = None;
    for item in found.item.items() {
        let Some(clause) = cx.clause(item, "a screening", &CLAUSES) else { continue };
        if clause.rule == Rule::screening_otherwise {
            cx.once(&mut otherwise, item, Some(()));
            continue;
        }
        if otherwise.is_some() {
            unreachable_line(item, cx);
        }
        lines.extend(line(&clause, &mut names, &shared, cx));
    }
    if otherwise.is_none() {
        cx.lacks(found.item, "`otherwise eligible`");
    }
    let at = cx.at(found.item.head);
    Some(Built::Decision(Decision::Screening(Screening { name: found.name.clone(), lines, at })))
}

fn line(clause: &Node, names: &mut Table<()>, shared: &[Cite], cx: &mut Lower<'_>) -> Option<Line> {
    let named = name(clause.name()?);
    let added = names.add(&named, ());
    cx.take(added);
    // Every part is looked at before any is missed, so that all errors of a line are reported.
    let cite = if shared.is_empty() { cx.cite(clause, "this line of the screening") } else { cx.cite_if_any(clause) };
    let cite = if cite.is_empty() { shared.to_vec() } else { cite };
    let when = cx.condition(clause.child(Rule::expression)?);
    let verdict = if clause.has(Rule::k_exclude) { Verdict::Exclude } else { Verdict::Refer };
    let at = cx.at(clause.span);
    Some(Line { name: named.text, verdict, when: when?, text: clause.words(), cite, at })
}

fn unreachable_line(item: &Item, cx: &mut Lower<'_>) {
    let message = "a line after `otherwise` is never read";
    let error = Diagnostic::new(code::LAST, item.word_span(), message, "move it above `otherwise`");
    cx.errors.push(error);
}
