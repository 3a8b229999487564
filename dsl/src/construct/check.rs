//! `check FACTS between 7 and 28 days after start or raise of CLASSES then … , overdue then …`: laboratory results that are
//! due within a window after a drug was started or raised.

use stepcare_core::construct::{Check, Decision};

use super::{Built, Construct, Declares, Found, drugs};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::DecisionKind;
use crate::syntax::expression::names;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "check",
    head: Rule::check_line,
    declares: Declares::ByContent(DecisionKind::Check),
    look_over: |_, _| {},
    lower,
};

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let node = &found.head;
    let mut lists = node.all(Rule::names);
    let facts = lists.next().and_then(|list| {
        drugs::each_once(cx, &names(list));
        cx.facts(list)
    });
    let classes = lists.next().and_then(|list| {
        drugs::each_once(cx, &names(list));
        cx.classes(list)
    });
    let window = window(cx, node);
    let then = cx.then(node);
    let overdue = node.child(Rule::overdue).map_or(Ok(None), |overdue| cx.then(overdue));
    if node.child(Rule::then).is_none() {
        let message = "this check does not say what is done";
        let error = Diagnostic::new(code::EMPTY, found.item.word_span(), message, "`then` is missing");
        cx.errors.push(error.help("add `then order NAME`, and `overdue then task NAME for ROLE` where it is late"));
    }
    let cite = cx.cite(node, "this check");
    let changes = node.child(Rule::changes)?;
    let (from_days, to_days) = window?;
    Some(Built::Decision(Decision::Check(Check {
        name: found.name.clone(),
        facts: facts?,
        from_days,
        to_days,
        on_start: changes.has(Rule::k_start),
        on_raise: changes.has(Rule::k_raise),
        classes: classes?,
        then: then.ok()??,
        overdue: overdue.ok()?,
        cite,
        at: cx.at(node.span),
    })))
}

/// `between 7 and 28 days`, in days.
fn window(cx: &mut Lower<'_>, node: &Node) -> Option<(u32, u32)> {
    let (from, to) = (node.child(Rule::whole)?, node.child(Rule::duration)?);
    let (first, last) = (cx.whole(from)?, cx.duration(to)?);
    let span = from.span.to(to.span);
    let Some(days) = last.days().filter(|_| last.days() == Some(i64::from(last.count))) else {
        let message = "the window of a check is counted in days";
        let error = Diagnostic::new(code::BAD_NUMBER, to.span, message, "not days");
        return cx.fail(error.help("write `between 7 and 28 days`"));
    };
    let last = u32::try_from(days).unwrap_or(u32::MAX);
    if first > last {
        let message = format!("no day is between {first} and {last} days");
        let error = Diagnostic::new(code::CONTRADICTS, span, message, "the first day stands after the last");
        return cx.fail(error.help(format!("write `between {last} and {first} days`")));
    }
    Some((first, last))
}
