//! `titration NAME for GOAL when … { path … { step 1 … }; hold …; step then …; wait …; require …; exhausted then … }`.

mod path;

use stepcare_core::construct::ladder::{Hold, Ladder, Path, Require};
use stepcare_core::construct::{Decision, Then};
use stepcare_core::expression::Cite;
use stepcare_core::value::Duration;
use stepcare_core::value::id::DecisionId;

use super::block::{empty, optional, starts};
use super::{Built, Construct, Declares, Found, drugs};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::lower::order::provisional;
use crate::scope::{DecisionKind, Meaning, Table};
use crate::source::Span;
use crate::syntax::Item;
use crate::syntax::expression::{Name, name, names};

pub(super) const CONSTRUCT: Construct = Construct {
    word: "titration",
    head: Rule::ladder_head,
    declares: Declares::Decision(DecisionKind::Ladder),
    look_over: |item, cx| {
        for clause in item.items() {
            if clause.word() != "path" {
                cx.clause(clause, "a ladder", CLAUSES);
                continue;
            }
            cx.parse(Rule::ladder_path, clause);
            for step in clause.items() {
                cx.clause(step, "a path", path::CLAUSES);
            }
        }
    },
    lower,
};

/// The clauses of a ladder beside its paths.
const CLAUSES: &super::block::Words = &[
    ("path", Rule::ladder_path),
    ("hold", Rule::ladder_hold),
    ("step", Rule::ladder_step),
    ("wait", Rule::ladder_wait),
    ("require", Rule::ladder_require),
    ("exhausted", Rule::ladder_exhausted),
];

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let goal = found.head.all(Rule::name).nth(1).map(name).and_then(|subject| goal(cx, &subject));
    let when = found.head.child(Rule::expression).map(|when| cx.condition(when));
    let cite = cx.cite(&found.head, "this ladder");
    cx.needs_formulary(found.item.word_span(), "a ladder")?;
    let (mut paths, mut holds, mut require) = (Paths::default(), Vec::new(), Vec::new());
    let (mut step, mut wait, mut exhausted) = (None, None, None);
    let mut ok = true;
    for clause in found.item.items() {
        if clause.word() == "path" {
            let path = paths.add(clause, cx);
            ok &= path.is_some();
            continue;
        }
        let Some(node) = cx.clause(clause, "a ladder", CLAUSES) else {
            ok = false;
            continue;
        };
        match node.rule {
            Rule::ladder_hold => holds.push(hold(cx, &node, &cite)),
            Rule::ladder_wait => {
                let read = self::wait(cx, &node);
                cx.once(&mut wait, clause, Some(read));
            }
            Rule::ladder_require => require.push(self::require(cx, &node)),
            rule => {
                let read = action(cx, &node);
                let slot = if rule == Rule::ladder_step { &mut step } else { &mut exhausted };
                cx.once(slot, clause, Some(read));
            }
        }
    }
    if !starts(found.item, "path") {
        empty(cx, found.item, "this ladder has no path", "path standard otherwise { step 1 start DRUG 5 mg }");
    }
    let goal = goal?;
    ok.then_some(())?;
    let ladder = Ladder {
        name: found.name.clone(),
        goal,
        when: optional(when)?,
        paths: paths.done,
        holds: holds.into_iter().collect::<Option<_>>()?,
        step: optional(step)?,
        wait: optional(wait)?,
        require: require.into_iter().collect::<Option<_>>()?,
        exhausted: optional(exhausted)?,
        cite,
        at: cx.at(found.item.head),
    };
    Some(Built::Decision(Decision::Ladder(ladder)))
}

/// The goal by its name.
fn goal(cx: &mut Lower<'_>, named: &Name) -> Option<DecisionId> {
    let meaning = cx.scope.values.get(&named.text);
    if let Some(Meaning::Decision(at)) = meaning
        && cx.scope.decisions.get(at).is_some_and(|decision| decision.kind == DecisionKind::Goal)
    {
        return Some(provisional(at));
    }
    let goals: Vec<String> =
        cx.scope.decisions.iter().filter(|d| d.kind == DecisionKind::Goal).map(|d| d.name.clone()).collect();
    let error = match meaning {
        None => {
            let message = format!("there is no goal `{}`", named.text);
            Diagnostic::new(code::UNKNOWN_NAME, named.span, message, "not declared")
        }
        Some(_) => {
            let message = format!("`{}` is not a goal", named.text);
            let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "a ladder works towards a goal");
            match cx.scope.values.place(&named.text) {
                Some(place) => error.label(place, "declared here"),
                None => error,
            }
        }
    };
    let near = crate::diagnostic::nearest(&named.text, goals.iter().map(String::as_str));
    cx.fail(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if goals.is_empty() => error.help("declare one: `goal NAME for AVERAGE { … }`"),
        None => error.help(format!("name a goal: {}", listed(&goals))),
    })
}

/// The paths so far.
struct Paths {
    done: Vec<Path>,
    names: Table<()>,
    /// The path that is taken by everybody who is left.
    otherwise: Option<Span>,
}

impl Default for Paths {
    fn default() -> Paths {
        Paths { done: Vec::new(), names: Table::new("path"), otherwise: None }
    }
}

impl Paths {
    /// Reads one more.
    fn add(&mut self, item: &Item, cx: &mut Lower<'_>) -> Option<()> {
        let head = cx.parse(Rule::ladder_path, item);
        // The steps are read all the same, so that a broken head hides none of their errors.
        let steps = path::steps(cx, item);
        let head = head?;
        let named = name(head.name()?);
        let added = self.names.add(&named, ());
        cx.take(added);
        cx.cite_if_any(&head);
        if let Some(first) = self.otherwise {
            let message = "a path after `otherwise` is never taken";
            let error = Diagnostic::new(code::LAST, item.word_span(), message, "never reached");
            cx.errors.push(error.label(first, "this path always holds").help("move it above `otherwise`"));
        }
        let when = head.child(Rule::expression).map(|when| cx.condition(when));
        if head.has(Rule::k_otherwise) {
            self.otherwise = self.otherwise.or(Some(head.span));
        } else if when.is_none() {
            let message = "this path does not say for whom it is";
            let error = Diagnostic::new(code::EMPTY, head.span, message, "`when` or `otherwise` is missing");
            return cx.fail(error.help("add `when CONDITION`, or `otherwise` on the last path"));
        }
        let (when, at) = (optional(when)?, cx.at(head.span));
        self.done.push(Path { name: named.text, when, steps: steps?, at });
        Some(())
    }
}

/// `hold when … then …`; it cites what the ladder cites where it names no source of its own.
fn hold(cx: &mut Lower<'_>, node: &Node, ladder: &[Cite]) -> Option<Hold> {
    let when = node.child(Rule::expression).and_then(|when| cx.condition(when));
    let then = cx.then(node);
    let cite = cx.cite_if_any(node);
    let cite = if cite.is_empty() { ladder.to_vec() } else { cite };
    Some(Hold { when: when?, then: then.ok()?, cite, at: cx.at(node.span) })
}

/// The action of `step then …` and `exhausted then …`.
fn action(cx: &mut Lower<'_>, node: &Node) -> Option<Then> {
    cx.cite_if_any(node);
    cx.then(node).ok()?
}

/// `wait 4 weeks after each change or review`.
fn wait(cx: &mut Lower<'_>, node: &Node) -> Option<Duration> {
    cx.cite_if_any(node);
    let written = node.child(Rule::duration)?;
    let wait = cx.duration(written)?;
    if wait.count == 0 || wait.is_exact() {
        let message = "a ladder waits for days of the calendar, from 1";
        let error = Diagnostic::new(code::BAD_NUMBER, written.span, message, "not such a length");
        return cx.fail(error.help("write it in days, weeks or months, or leave `wait` out"));
    }
    Some(wait)
}

/// `require potassium, creatinine before acei, arb then order bmp`.
fn require(cx: &mut Lower<'_>, node: &Node) -> Option<Require> {
    let mut lists = node.all(Rule::names);
    let (facts, classes) = (lists.next()?, lists.next()?);
    drugs::each_once(cx, &names(facts));
    drugs::each_once(cx, &names(classes));
    let (facts, classes) = (cx.facts(facts), cx.classes(classes));
    let then = cx.then(node);
    cx.cite_if_any(node);
    Some(Require { facts: facts?, classes: classes?, then: then.ok()?, at: cx.at(node.span) })
}
