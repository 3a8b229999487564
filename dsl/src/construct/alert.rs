//! `alert NAME on each SERIES in last 14 days { critical when … then …; confirm …; one task a day }`: bounds on each row, most urgent first; how a second reading confirms; what shares a task.

use stepcare_core::construct::Decision;
use stepcare_core::construct::alert::{Alert, Confirm, Line};
use stepcare_core::expression::{Cite, Node as Step, Source};
use stepcare_core::value::Duration;
use stepcare_core::value::id::ExprId;

use super::block::{empty, optional};
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::DecisionKind;
use crate::syntax::Item;
use crate::syntax::expression::{Name, name};

pub(super) const CONSTRUCT: Construct = Construct {
    word: "alert",
    head: Rule::alert_head,
    declares: Declares::Decision(DecisionKind::Alert),
    look_over: |item, cx| {
        clauses(cx, item);
    },
    lower,
};

/// Levels that every reader knows. A ruleset may have others; a word that is nearly one of these is a slip.
const LEVELS: [&str; 6] = ["critical", "high", "low", "review", "confirm", "one"];

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let (item, head) = (found.item, &found.head);
    let rows = head.all(Rule::name).nth(1).map(name).and_then(|on| source(cx, &on));
    let on = rows.as_ref().map(|(on, _)| *on);
    let only = rows.map(|(_, only)| only).unwrap_or_default();
    let horizon = horizon(cx, head);
    let shared = cx.cite_if_any(head);
    let clauses = clauses(cx, item);
    let (mut lines, mut whole) = (Vec::new(), true);
    let (mut confirm, mut daily) = (None, None);
    for (clause, node) in &clauses {
        match node.rule {
            Rule::alert_confirm => {
                if !only.is_empty() {
                    let message = "a confirmation looks at every reading, and this alert only at some";
                    let error = Diagnostic::new(code::CONTRADICTS, node.span, message, "of which readings?");
                    cx.errors.push(error.help("name the whole series, and put the condition into the alert's lines"));
                }
                let read = self::confirm(cx, node, on);
                whole &= read.is_some();
                cx.once(&mut confirm, clause, read);
            }
            Rule::alert_daily => cx.once(&mut daily, clause, Some(())),
            _ => match line(cx, node, on, &only, &shared) {
                Some(line) => lines.push(line),
                None => whole = false,
            },
        }
    }
    in_order(cx, &clauses);
    if !item.items().iter().any(|clause| !matches!(clause.word(), "confirm" | "one")) {
        empty(cx, item, "this alert has no level", "critical when … then task NAME for ROLE due today");
    }
    // A clause that could not be read was reported: what is left is not the alert that was written.
    whole &= clauses.len() == item.items().len();
    let (on, horizon) = (on?, horizon?);
    whole.then_some(())?;
    let (name, one_task_a_day, at) = (found.name.clone(), daily.is_some(), cx.at(item.head));
    Some(Built::Decision(Decision::Alert(Alert { name, on, horizon, lines, confirm, one_task_a_day, at })))
}

/// The rows it looks at: a series, a fact's history, or rows by name, which are conditions on each of them.
fn source(cx: &mut Lower<'_>, on: &Name) -> Option<(Source, Vec<ExprId>)> {
    let (source, clauses) = cx.rows_of(on, &[])?;
    let only = cx.as_conditions(source, clauses, on.span)?;
    Some((source, only))
}

/// How far back; a horizon of nothing would see nothing.
fn horizon(cx: &mut Lower<'_>, head: &Node) -> Option<Duration> {
    let written = head.child(Rule::duration)?;
    let horizon = cx.duration(written)?;
    if horizon.count == 0 {
        let message = "an alert over no time at all sees no row";
        return cx.fail(Diagnostic::new(code::BAD_NUMBER, written.span, message, "expected 1 or more"));
    }
    Some(horizon)
}

/// Every clause by its rule: a level is any word that `when` follows.
fn clauses<'i>(cx: &mut Lower<'_>, item: &'i Item) -> Vec<(&'i Item, Node)> {
    let mut clauses = Vec::new();
    for clause in item.items() {
        let rest = clause.text.get(clause.word().len()..).unwrap_or_default();
        let is_level = rest.trim_start().strip_prefix("when").is_some_and(|rest| rest.starts_with([' ', '(']));
        cx.no_block(clause);
        let node = match clause.word() {
            "confirm" => cx.parse(Rule::alert_confirm, clause),
            "one" => cx.parse(Rule::alert_daily, clause),
            word if is_level => {
                if let Some(meant) = nearest(word, LEVELS).filter(|_| !LEVELS.contains(&word)) {
                    let message = format!("`{word}` is nearly a level that readers know");
                    let error = Diagnostic::new(code::UNKNOWN_CLAUSE, clause.word_span(), message, "not that level");
                    cx.errors.push(error.help(format!("did you mean `{meant}`?")));
                    None
                } else {
                    cx.parse(Rule::alert_line, clause)
                }
            }
            _ => {
                cx.unknown_clause(clause, "an alert", &["critical", "high", "low", "confirm", "one"]);
                None
            }
        };
        clauses.extend(node.map(|node| (clause, node)));
    }
    clauses
}

/// `critical when systolic >= 180 mmHg then task review_reading for clinician due today cite local_2026`.
fn line(cx: &mut Lower<'_>, node: &Node, on: Option<Source>, only: &[ExprId], shared: &[Cite]) -> Option<Line> {
    let level = node.name()?.text.clone();
    let condition = node.child(Rule::expression)?;
    // Without its rows no column has a meaning: one error, not one for every column.
    let when = on.and_then(|on| cx.on_rows(on, |cx| cx.condition(condition)));
    let when = when.map(|when| match only {
        [] => when,
        only => cx.out.program.push(Step::All(only.iter().copied().chain([when]).collect())),
    });
    let then = cx.then(node);
    if node.child(Rule::then).is_none() {
        let message = "this line of the alert does not say what is done";
        let error = Diagnostic::new(code::EMPTY, node.span, message, "`then` is missing");
        cx.errors.push(error.help("an alert always makes a task: `then task NAME for ROLE due today`"));
    }
    let cite = if shared.is_empty() { cx.cite(node, "this line of the alert") } else { cx.cite_if_any(node) };
    let cite = if cite.is_empty() { shared.to_vec() } else { cite };
    Some(Line { level, when: when?, then: then.ok()??, cite, at: cx.at(node.span) })
}

/// Lines stand most urgent first: one level's lines together, `critical` before all others.
fn in_order(cx: &mut Lower<'_>, clauses: &[(&Item, Node)]) {
    let mut levels: Vec<&str> = Vec::new();
    for (clause, _) in clauses.iter().filter(|(_, node)| node.rule == Rule::alert_line) {
        let level = clause.word();
        if levels.last() == Some(&level) {
            continue;
        }
        let again = levels.contains(&level);
        if again || (level == "critical" && !levels.is_empty()) {
            let message = format!("`{level}` stands below `{}`", levels.last().unwrap_or(&level));
            let error = Diagnostic::new(code::LAST, clause.word_span(), message, "lines stand most urgent first");
            let help = if again { "put the lines of one level together" } else { "put `critical` first" };
            cx.errors.push(error.help(help));
        }
        levels.push(level);
    }
}

/// `confirm by another reading within 30 minutes, unless any symptoms`.
fn confirm(cx: &mut Lower<'_>, node: &Node, on: Option<Source>) -> Option<Confirm> {
    cx.cite_if_any(node);
    let written = node.child(Rule::duration)?;
    let within = cx.duration(written);
    let unless = node.child(Rule::unless).map(|unless| {
        let condition = unless.child(Rule::expression)?;
        on.and_then(|on| cx.on_rows(on, |cx| cx.condition(condition)))
    });
    let within = within?;
    if !within.is_exact() || within.count == 0 {
        let message = "a confirmation comes within minutes or hours";
        let error = Diagnostic::new(code::BAD_NUMBER, written.span, message, "not elapsed time");
        return cx.fail(error.help("write `within 30 minutes`"));
    }
    Some(Confirm { within, unless: optional(unless)? })
}
