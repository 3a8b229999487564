//! `goal NAME for AVERAGE { below 140/90 when …; below 130/80 otherwise }`: the limits of an average's values.

use stepcare_core::construct::Decision;
use stepcare_core::construct::goal::{Bound, Goal, Limit, Line};
use stepcare_core::expression::{Cite, Node as Step};
use stepcare_core::record::FactKind;
use stepcare_core::value::id::{ColumnId, DecisionId, ExprId, SeriesId};
use stepcare_core::value::{Constant, Dimension, Number, Unit};

use super::block::{empty, optional};
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::lower::order::provisional;
use crate::scope::{DecisionKind, Meaning};
use crate::source::Span;
use crate::syntax::expression::{Name, name};

pub(super) const CONSTRUCT: Construct = Construct {
    word: "goal",
    head: Rule::goal_head,
    declares: Declares::Decision(DecisionKind::Goal),
    look_over: |item, cx| {
        for clause in item.items() {
            cx.no_block(clause);
            cx.parse(Rule::goal_line, clause);
        }
    },
    lower,
};

/// The average that a goal judges, as far as it is known.
struct Judged {
    decision: DecisionId,
    /// Its series and the columns it reports, in order; none where the average itself is broken.
    reports: Option<(SeriesId, Vec<ColumnId>)>,
}

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let subject = found.head.all(Rule::name).nth(1).map(name)?;
    let judged = judged(cx, &subject);
    let shared = cx.cite_if_any(&found.head);
    let (mut lines, mut ok, mut otherwise) = (Vec::new(), true, None::<Span>);
    for clause in found.item.items() {
        cx.no_block(clause);
        let Some(node) = cx.parse(Rule::goal_line, clause) else {
            ok = false;
            continue;
        };
        if let Some(first) = otherwise {
            let message = "a line after `otherwise` is never read";
            let error = Diagnostic::new(code::LAST, node.span, message, "never reached");
            cx.errors.push(error.label(first, "this line always holds").help("move it above `otherwise`"));
        }
        if node.has(Rule::k_otherwise) {
            otherwise = otherwise.or(Some(node.span));
        }
        match line(cx, &node, judged.as_ref(), &shared) {
            Some(line) => lines.push(line),
            None => ok = false,
        }
    }
    if found.item.items().is_empty() {
        empty(cx, found.item, "this goal has no limits", "below 130/80 otherwise");
    } else if otherwise.is_none() && !found.item.items().iter().any(|clause| clause.text.contains("otherwise")) {
        let message = "this goal has no line for everybody else";
        let error = Diagnostic::new(code::EMPTY, found.item.word_span(), message, "`otherwise` is missing");
        cx.errors.push(error.help("end it with a line like `below 130/80 otherwise`"));
    }
    let average = judged?.decision;
    ok.then_some(())?;
    Some(Built::Decision(Decision::Goal(Goal { name: found.name.clone(), average, lines, at: cx.at(found.item.head) })))
}

/// The average by its name.
fn judged(cx: &mut Lower<'_>, named: &Name) -> Option<Judged> {
    let kind = |cx: &Lower<'_>, at: usize| cx.scope.decisions.get(at).map(|decision| decision.kind);
    let meaning = cx.scope.values.get(&named.text);
    if let Some(Meaning::Decision(at)) = meaning
        && kind(cx, at) == Some(DecisionKind::Average)
    {
        return Some(Judged { decision: provisional(at), reports: cx.reports.get(&at).cloned() });
    }
    let averages: Vec<String> =
        cx.scope.decisions.iter().filter(|d| d.kind == DecisionKind::Average).map(|d| d.name.clone()).collect();
    let error = match meaning {
        None => {
            let message = format!("there is no average `{}`", named.text);
            Diagnostic::new(code::UNKNOWN_NAME, named.span, message, "not declared")
        }
        Some(_) => {
            let message = format!("`{}` is not an average", named.text);
            let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "a goal judges an average");
            match cx.scope.values.place(&named.text) {
                Some(place) => error.label(place, "declared here"),
                None => error,
            }
        }
    };
    let near = crate::diagnostic::nearest(&named.text, averages.iter().map(String::as_str));
    cx.fail(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if averages.is_empty() => error.help("declare one: `average NAME of SERIES { … }`"),
        None => error.help(format!("name an average: {}", listed(&averages))),
    })
}

/// One line: its limits, when it holds, where it comes from.
fn line(cx: &mut Lower<'_>, node: &Node, judged: Option<&Judged>, shared: &[Cite]) -> Option<Line> {
    let cite = if shared.is_empty() { cx.cite(node, "this line of the goal") } else { cx.cite_if_any(node) };
    let cite = if cite.is_empty() { shared.to_vec() } else { cite };
    let when = node.child(Rule::expression).map(|when| cx.condition(when));
    let conditional = when.is_some() || node.has(Rule::k_otherwise);
    if !conditional {
        let message = "this line does not say for whom it is";
        let error = Diagnostic::new(code::EMPTY, node.span, message, "`when` or `otherwise` is missing");
        cx.errors.push(error.help("add `when CONDITION`, or `otherwise` on the last line"));
    }
    let limits = judged.and_then(|judged| judged.reports.as_ref()).and_then(|(series, columns)| {
        if let Some(each) = node.child(Rule::limits_each) {
            return named_limits(cx, each, *series, columns);
        }
        let part = node.child(Rule::limits_below).or_else(|| node.child(Rule::limits_at_most))?;
        limits_in_order(cx, part, *series, columns)
    });
    let (when, limits) = (optional(when)?, limits?);
    conditional.then(|| Line { when, limits, cite, at: cx.at(node.span) })
}

/// `below 130/80`, `at most own_systolic/own_diastolic`: the reported columns in order.
fn limits_in_order(cx: &mut Lower<'_>, node: &Node, series: SeriesId, columns: &[ColumnId]) -> Option<Vec<Limit>> {
    let below = node.rule == Rule::limits_below;
    let pair: Vec<&Node> = match node.child(Rule::limit_pair) {
        Some(pair) => pair.all(Rule::limit_part).collect(),
        None => node.all(Rule::sum).collect(),
    };
    if pair.len() != columns.len() {
        let names: Vec<String> =
            columns.iter().filter_map(|c| Some(format!("`{}`", column_of(cx, series, *c)?.0))).collect();
        let message = format!("{} for an average that reports {}", counted(pair.len(), "limit"), names.join(" and "));
        let error = Diagnostic::new(code::MISMATCH, node.span, message, "not one limit for each reported column");
        return cx.fail(error.help("name the columns: `systolic below 130 mmHg and diastolic below 80 mmHg`"));
    }
    let (mut limits, mut numbers, mut ok) = (Vec::new(), Vec::new(), true);
    for (part, column) in pair.iter().zip(columns) {
        let (_, unit) = column_of(cx, series, *column)?;
        let limit = match part.rule {
            Rule::limit_part => bare(cx, part, unit),
            _ => cx.number_in(part, unit),
        };
        let Some(limit) = limit else {
            ok = false;
            continue;
        };
        ok &= plausible(cx, limit, series, *column, part.span);
        numbers.extend(constant(cx, limit).filter(|_| unit.dimension() == Dimension::Pressure));
        let bound = if below { Bound::Below(limit) } else { Bound::AtMost(limit) };
        limits.push(Limit { column: *column, bound, unit });
    }
    if let [systolic, diastolic] = numbers.as_slice()
        && systolic <= diastolic
    {
        let message = format!("{systolic}/{diastolic} is no blood pressure");
        let error = Diagnostic::new(code::CONTRADICTS, node.span, message, "the higher number stands first");
        return cx.fail(error.help(format!("write `{diastolic}/{systolic}`")));
    }
    ok.then_some(limits)
}

/// A number in the unit of its column, or a fact, setting or define by name.
fn bare(cx: &mut Lower<'_>, part: &Node, unit: Unit) -> Option<ExprId> {
    let inner = part.children.first()?;
    if inner.rule == Rule::number {
        let number = cx.number(inner)?;
        return Some(cx.out.program.push(Step::Constant { value: Constant::Number(number), unit: Some(unit) }));
    }
    let sum = Node { rule: Rule::sum, span: inner.span, text: inner.text.clone(), children: vec![inner.clone()] };
    cx.number_in(&sum, unit)
}

/// `systolic 120 .. 129 and diastolic below 80 mmHg`.
fn named_limits(cx: &mut Lower<'_>, node: &Node, series: SeriesId, columns: &[ColumnId]) -> Option<Vec<Limit>> {
    let (mut limits, mut ok) = (Vec::<Limit>::new(), true);
    for one in node.all(Rule::limit_one) {
        match named_limit(cx, one, series, columns) {
            Some(limit) if limits.iter().any(|first| first.column == limit.column) => {
                let message = "a column has one limit in a line";
                cx.errors.push(Diagnostic::new(code::ONCE, one.span, message, "again here").help("keep one"));
                ok = false;
            }
            Some(limit) => limits.push(limit),
            None => ok = false,
        }
    }
    ok.then_some(limits)
}

fn named_limit(cx: &mut Lower<'_>, node: &Node, series: SeriesId, columns: &[ColumnId]) -> Option<Limit> {
    let named = name(node.name()?);
    let known: Vec<(ColumnId, String, Unit)> =
        columns.iter().filter_map(|c| column_of(cx, series, *c).map(|(name, unit)| (*c, name, unit))).collect();
    let Some((column, _, unit)) = known.iter().find(|(_, name, _)| *name == named.text).cloned() else {
        let message = format!("the average does not report `{}`", named.text);
        let error = Diagnostic::new(code::NO_FIELD, named.span, message, "not one of its values");
        return cx.fail(error.did_you_mean(&named.text, known.iter().map(|(_, name, _)| name.as_str())));
    };
    let bounds = node.children.get(1)?;
    let mut sums = bounds.all(Rule::sum);
    let mut ends = Vec::new();
    for sum in sums.by_ref() {
        // A range stands in the unit of its column, as 130/80 does: `systolic 120 .. 129`.
        let end = match plain(sum).filter(|_| bounds.rule == Rule::limit_within) {
            Some(number) => {
                let number = cx.number(number);
                number.map(|n| cx.out.program.push(Step::Constant { value: Constant::Number(n), unit: Some(unit) }))
            }
            None => cx.number_in(sum, unit),
        };
        let fits = end.is_some_and(|end| plausible(cx, end, series, column, sum.span));
        ends.push(end.filter(|_| fits));
    }
    let ends: Vec<ExprId> = ends.into_iter().collect::<Option<_>>()?;
    let bound = match (bounds.rule, ends.as_slice()) {
        (Rule::limit_below, [limit]) => Bound::Below(*limit),
        (Rule::limit_at_most, [limit]) => Bound::AtMost(*limit),
        (_, [low, high]) => {
            if let (Some(low), Some(high)) = (constant(cx, *low), constant(cx, *high))
                && low > high
            {
                let message = format!("nothing is between {low} and {high}");
                let error = Diagnostic::new(code::CONTRADICTS, bounds.span, message, "the lower end stands last");
                return cx.fail(error.help(format!("write `{high} .. {low}`")));
            }
            if bounds.has(Rule::k_before) { Bound::WithinBefore(*low, *high) } else { Bound::Within(*low, *high) }
        }
        (Rule::limit_at_least, [low]) => Bound::Within(*low, highest(cx, bounds, series, column, unit)?),
        _ => return None,
    };
    Some(Limit { column, bound, unit })
}

/// The upper end of a limit that has none: what no plausible reading is above.
fn highest(cx: &mut Lower<'_>, bounds: &Node, series: SeriesId, column: ColumnId, unit: Unit) -> Option<ExprId> {
    let kind = cx.out.series.get(series.index()).and_then(|s| s.columns.get(column.index())).map(|c| &c.kind);
    let Some(FactKind::Number { high: Some(high), .. }) = kind else {
        let message = "a floor alone needs a column with a range";
        let error = Diagnostic::new(code::CONTRADICTS, bounds.span, message, "nothing says how high a reading can be");
        return cx.fail(error.help("declare the column `in 50 .. 300`, or write a range here: `120 .. 139`"));
    };
    let high = Constant::Number(*high);
    Some(cx.out.program.push(Step::Constant { value: high, unit: Some(unit) }))
}

/// The number of a sum that is nothing but a number without a unit.
fn plain(sum: &Node) -> Option<&Node> {
    match sum.children.as_slice() {
        [quantity] if quantity.rule == Rule::quantity && !quantity.has(Rule::unit) => quantity.child(Rule::number),
        _ => None,
    }
}

/// A limit that no plausible value can pass would put everybody at goal, or nobody.
fn plausible(cx: &mut Lower<'_>, limit: ExprId, series: SeriesId, column: ColumnId, span: Span) -> bool {
    let kind = cx.out.series.get(series.index()).and_then(|s| s.columns.get(column.index())).map(|c| &c.kind);
    let (Some(number), Some(FactKind::Number { low, high, .. })) = (constant(cx, limit), kind) else { return true };
    let (low, high) = (*low, *high);
    if low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high) {
        return true;
    }
    let message = format!("no plausible reading is near {number}");
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("the column is declared in {low} .. {high}"),
        (Some(low), None) => format!("the column is declared from {low}"),
        (None, high) => format!("the column is declared up to {}", high.unwrap_or(Number::ZERO)),
    };
    cx.errors.push(Diagnostic::new(code::CONTRADICTS, span, message, "outside the column's range").note(range));
    false
}

fn constant(cx: &Lower<'_>, id: ExprId) -> Option<Number> {
    match cx.out.program.node(id) {
        Some(Step::Constant { value: Constant::Number(number), .. }) => Some(*number),
        _ => None,
    }
}

/// A column's name and unit.
fn column_of(cx: &Lower<'_>, series: SeriesId, column: ColumnId) -> Option<(String, Unit)> {
    let column = cx.out.series.get(series.index())?.columns.get(column.index())?;
    match column.kind {
        FactKind::Number { unit, .. } => Some((column.name.clone(), unit)),
        _ => None,
    }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("one {what}") } else { format!("{n} {what}s") }
}
