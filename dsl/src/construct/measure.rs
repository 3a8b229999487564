//! `measure NAME { among …; except when …; counts when …; excused when …; value …; split by … }`: whether one patient, or
//! each row of a series, is counted.

use stepcare_core::construct::Decision;
use stepcare_core::construct::measure::{Line, Measure};
use stepcare_core::expression::{Aggregate, Cite, Clause, Node as Step, SeriesExpr, Source, Status};
use stepcare_core::value::Unit;
use stepcare_core::value::id::ExprId;

use super::block::{Block, Words, empty};
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::DecisionKind;
use crate::source::Span;
use crate::syntax::expression::{Name, name};
use crate::types::Type;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "measure",
    head: Rule::measure_head,
    declares: Declares::Decision(DecisionKind::Measure),
    look_over: |item, cx| {
        Block::read(cx, item, "a measure", CLAUSES, &ONCE);
    },
    lower,
};

const CLAUSES: &Words = &[
    ("among", Rule::measure_line),
    ("except", Rule::measure_line),
    ("counts", Rule::measure_line),
    ("excused", Rule::measure_line),
    ("value", Rule::measure_value),
    ("split", Rule::measure_split),
];
const ONCE: [&str; 2] = ["value", "split"];

/// The lines by their words, in the order in which they are scanned.
const ORDER: [(Rule, Status); 4] = [
    (Rule::k_among, Status::NotAmong),
    (Rule::k_except, Status::Excepted),
    (Rule::k_counts, Status::Counted),
    (Rule::k_excused, Status::Excused),
];

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let shared = cx.cite_if_any(&found.head);
    let each = found.head.all(Rule::name).nth(1).map(|of| rows(&name(of), cx));
    let block = Block::read(cx, found.item, "a measure", CLAUSES, &ONCE);
    if !["among", "counts", "value"].iter().any(|word| super::block::starts(found.item, word)) {
        empty(cx, found.item, "this measure counts nobody", "counts when CONDITION");
    }
    let each = super::block::optional(each);
    let rows = each.iter().flatten().map(|(source, _)| *source).next();
    let mut lines = Vec::new();
    for (word, status) in ORDER {
        let all: Vec<&Node> = block.clauses.iter().map(|(_, node)| node).filter(|node| node.has(word)).collect();
        let mut conditions = Vec::new();
        for node in &all {
            let expression = node.child(Rule::expression)?;
            let when = match rows {
                Some(rows) => cx.on_rows(rows, |cx| cx.condition(expression)),
                None => cx.condition(expression),
            };
            conditions.push((when, cite(node, &shared, cx), node.span));
        }
        lines.push(of_word(status, conditions, found.head.span, cx));
    }
    let value = block.clause(Rule::measure_value).map(|node| value(node, cx));
    let split = block.clause(Rule::measure_split).map(|node| split(node, cx));
    if let (Some(node), Some(_)) = (block.clause(Rule::measure_value).or(block.clause(Rule::measure_split)), rows) {
        let message = "a measure of rows counts them, and reports nothing of the patient";
        let error = Diagnostic::new(code::CONTRADICTS, node.span, message, "of the patient");
        cx.errors.push(error.help("leave it out, or measure the patient: without `for each`"));
    }
    let lines: Vec<Line> = lines.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    // A measure that does not say who counts counts everyone it is among.
    let counts = lines.iter().any(|line| line.status == Status::Counted);
    if let (false, Some(line)) = (counts, lines.iter().find(|line| line.status == Status::Excused)) {
        let place = cx.spans.get(line.at.0 as usize).copied().unwrap_or(found.head.span);
        let message = "nobody is excused where everybody is counted";
        let error = Diagnostic::new(code::CONTRADICTS, place, message, "never read");
        return cx.fail(error.help("say who is counted: `counts when CONDITION`"));
    }
    let otherwise = if counts { Status::Uncounted } else { Status::Counted };
    let (value, split) = (super::block::optional(value)?, super::block::optional(split)?.unwrap_or_default());
    let (name, at) = (found.name.clone(), cx.at(found.item.head));
    let mut measure = Measure { name, lines, otherwise, rows: Vec::new(), value, split, at };
    if let Some(rows) = each? {
        measure.rows = rows_counted(&measure, &rows, cx);
        measure.lines.clear();
        measure.otherwise = Status::Counted;
    }
    Some(Built::Decision(Decision::Measure(measure)))
}

/// Rows by name. The events of a task or a message are rows of a later version.
fn rows(named: &Name, cx: &mut Lower<'_>) -> Option<(Source, Vec<Clause>)> {
    let declared = cx.scope.tasks.get(&named.text).is_some() || cx.scope.messages.get(&named.text).is_some();
    if cx.scope.values.get(&named.text).is_none() && declared {
        return cx.fail(crate::later::not_yet(named.span, "the events of a task or message"));
    }
    cx.rows_of(named, &[])
}

/// How many rows are what: those of which a line holds and none of another kind before it.
fn rows_counted(measure: &Measure, (of, clauses): &(Source, Vec<Clause>), cx: &mut Lower<'_>) -> Vec<(Status, ExprId)> {
    let mut counts = Vec::new();
    let mut before: Vec<ExprId> = Vec::new();
    let mut count = |status: Status, all: Vec<ExprId>, cx: &mut Lower<'_>| {
        let mut clauses = clauses.clone();
        if !all.is_empty() {
            clauses.push(Clause::Where(cx.out.program.push(Step::All(all))));
        }
        let count = SeriesExpr { aggregate: Aggregate::Count, value: None, of: *of, clauses };
        counts.push((status, cx.out.program.push(Step::Series(count))));
    };
    for (_, status) in ORDER {
        let lines: Vec<ExprId> = measure.lines.iter().filter(|l| l.status == status).map(|l| l.when).collect();
        let any = match lines.as_slice() {
            [] => continue,
            [only] => *only,
            _ => cx.out.program.push(Step::Any(lines)),
        };
        count(status, before.iter().copied().chain([any]).collect(), cx);
        before.push(cx.out.program.push(Step::Not(any)));
    }
    count(measure.otherwise, before, cx);
    counts
}

fn cite(node: &Node, shared: &[Cite], cx: &mut Lower<'_>) -> Vec<Cite> {
    let own = cx.cite_if_any(node);
    if own.is_empty() { shared.to_vec() } else { own }
}

/// Lines of one word: any of them is enough; of `among`, that none of them holds leaves the patient out.
fn of_word(
    status: Status,
    conditions: Vec<(Option<ExprId>, Vec<Cite>, Span)>,
    head: Span,
    cx: &mut Lower<'_>,
) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    for (when, cite, span) in conditions {
        lines.push(Line { status, when: when?, cite, at: cx.at(span) });
    }
    if status != Status::NotAmong || lines.is_empty() {
        return Some(lines);
    }
    let whens: Vec<ExprId> = lines.iter().map(|line| line.when).collect();
    let (at, cite) = match lines.as_slice() {
        [only] => (only.at, only.cite.clone()),
        several => (cx.at(head), several.iter().flat_map(|line| line.cite.clone()).collect()),
    };
    let any = if let [only] = whens.as_slice() { *only } else { cx.out.program.push(Step::Any(whens)) };
    Some(vec![Line { status, when: cx.out.program.push(Step::Not(any)), cite, at }])
}

fn value(node: &Node, cx: &mut Lower<'_>) -> Option<(ExprId, Unit)> {
    cx.cite_if_any(node);
    let typed = cx.value(node.child(Rule::expression)?)?;
    match typed.ty {
        Type::Number(unit) => Some((typed.id, unit)),
        other => {
            let message = "a measure reports a number";
            let label = format!("this is {}", other.words());
            let error = Diagnostic::new(code::NOT_A_VALUE, typed.span, message, label);
            cx.fail(error.help("count something, or say who is counted: `counts when CONDITION`"))
        }
    }
}

fn split(node: &Node, cx: &mut Lower<'_>) -> Option<Vec<ExprId>> {
    let mut all = Vec::new();
    for part in node.all(Rule::expression) {
        all.push(cx.value(part).map(|typed| typed.id));
    }
    all.into_iter().collect()
}
