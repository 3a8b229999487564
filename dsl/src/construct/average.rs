//! `average NAME of SERIES { window …; need …; report … }`: which rows of a series count, when there are enough of them, and what they come to.

mod enough;
mod narrowed;

use stepcare_core::construct::Decision;
use stepcare_core::construct::average::{After, Anchor, Average, Reject, Reported, Statistic};
use stepcare_core::expression::{Cite, Source};
use stepcare_core::record::FactKind;
use stepcare_core::value::id::{ColumnId, SeriesId};
use stepcare_core::value::{Duration, Number, Unit};

use super::block::{Block, Words, optional};
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{self, Node, Rule};
use crate::limits;
use crate::lower::Lower;
use crate::lower::clause::at_most_days;
use crate::scope::{DecisionKind, Meaning};
use crate::syntax::expression::{Name, name};

pub(super) const CONSTRUCT: Construct = Construct {
    word: "average",
    head: Rule::average_head,
    declares: Declares::Decision(DecisionKind::Average),
    look_over: |item, cx| {
        Block::read(cx, item, "an average", CLAUSES, ONCE);
    },
    lower,
};

const CLAUSES: &Words = &[
    ("where", Rule::average_where),
    ("window", Rule::average_window),
    ("after", Rule::average_after),
    ("skip", Rule::average_skip),
    ("session", Rule::average_session),
    ("take", Rule::average_take),
    ("reject", Rule::average_reject),
    ("need", Rule::average_need),
    ("stands", Rule::average_stands),
    ("report", Rule::average_report),
];

/// Clauses that may stand once; `where` and `reject` may stand again, and `skip` for days and for readings.
const ONCE: &[&str] = &["window", "after", "session", "take", "need", "stands", "report"];

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let block = Block::read(cx, found.item, "an average", CLAUSES, ONCE);
    block.need(cx, "report", "report mean systolic, mean diastolic");
    let cites = cited(cx, &found.head, &block);
    // Without the series no column has a meaning: one error, not one for every column.
    let rows = found.head.all(Rule::name).nth(1).map(name);
    let has_window = block.clause(Rule::average_window).is_some();
    let rows = rows.and_then(|subject| narrowed::rows(cx, &subject, has_window));
    let window = narrowed::window(cx, &block, rows.as_ref());
    let after = block.clause(Rule::average_after).map(|node| after(cx, node));
    let sessions = block.clause(Rule::average_session).map(|node| enough::sessions(cx, node));
    let skips = enough::skips(cx, &block, sessions.is_some());
    let row = rows.as_ref().map(|rows| Source::Series(rows.of));
    let take = block.clause(Rule::average_take).map(|node| enough::take(cx, node, sessions.is_some(), row));
    let need = block.clause(Rule::average_need).map(|node| enough::need(cx, node, sessions.as_ref()));
    enough::one_measure(cx, &block);
    let stands = block.clause(Rule::average_stands).map(|node| stands(cx, node, rows.as_ref()));
    let counts = enough::Counts {
        window,
        skip: skips.clone().and_then(|(days, _)| days),
        take: take.clone().flatten(),
        sessions: sessions.as_ref().map(|sessions| sessions.as_deref()),
    };
    enough::reachable(cx, &block, &counts);
    let narrowed::Rows { of, mut only, among, .. } = rows?;
    let row = Source::Series(of);
    let (mut reject, mut whole) = (Vec::new(), true);
    for (_, node) in &block.clauses {
        match node.rule {
            Rule::average_where => match node.child(Rule::condition) {
                Some(condition) => match cx.on_rows(row, |cx| cx.condition(condition)) {
                    Some(condition) => only.push(condition),
                    None => whole = false,
                },
                None => whole = false,
            },
            Rule::average_reject => match self::reject(cx, node, row) {
                Some(rule) => reject.push(rule),
                None => whole = false,
            },
            _ => {}
        }
    }
    let report = block.clause(Rule::average_report).map(|node| report(cx, node, of));
    let (report, shown_to) = report??;
    whole.then_some(())?;
    let (skip, skip_readings) = skips?;
    Some(Built::Decision(Decision::Average(Average {
        name: found.name.clone(),
        of,
        rows: among,
        only,
        window: window?,
        after: optional(after)?,
        skip,
        skip_readings,
        sessions: optional(sessions)?.unwrap_or_default(),
        take: optional(take)?,
        reject,
        need: optional(need)?,
        stands_days: optional(stands)?,
        report,
        shown_to,
        cite: cites,
        at: cx.at(found.item.head),
    })))
}

/// Says what an average reports, as far as it can be read; what cannot be is reported when the average is lowered.
pub(crate) fn declare(found: &Found<'_>, cx: &mut Lower<'_>) {
    let Some(Meaning::Decision(at)) = cx.scope.values.get(&found.name) else { return };
    let clause = found.item.items().iter().find(|clause| clause.word() == "report");
    let (true, Some(clause)) = (found.construct.head == Rule::average_head, clause) else { return };
    let Some(subject) = found.head.all(Rule::name).nth(1).map(name) else { return };
    let place = (clause.head.file, clause.head.start as usize);
    let Ok(node) = grammar::parse(Rule::average_report, &clause.text, place.0, place.1) else { return };
    // A define that is broken says so once, here or wherever it is met first.
    let Some((Source::Series(of), _)) = cx.rows_of(&subject, &[]) else { return };
    let errors = cx.errors.len();
    let reported = report(cx, &node, of);
    cx.errors.truncate(errors);
    if let Some((reported, _)) = reported {
        cx.reports.insert(at, (of, reported.iter().map(|reported| reported.column).collect()));
    }
}

/// One source is enough for an average, on its head or on any of its clauses.
fn cited(cx: &mut Lower<'_>, head: &Node, block: &Block<'_>) -> Vec<Cite> {
    let nodes: Vec<&Node> = std::iter::once(head).chain(block.clauses.iter().map(|(_, node)| node)).collect();
    let mut cites = Vec::new();
    for node in &nodes {
        for cite in cx.cite_if_any(node) {
            if !cites.contains(&cite) {
                cites.push(cite);
            }
        }
    }
    if !nodes.iter().any(|node| node.has(Rule::cite)) {
        cx.cite(head, "this average");
    }
    cites
}

/// Days of the calendar, at least one.
fn days(cx: &mut Lower<'_>, node: &Node, what: &str, most: u64) -> Option<Duration> {
    let written = node.child(Rule::duration)?;
    let duration = cx.duration(written)?;
    if duration.is_exact() || duration.count == 0 {
        let message = format!("{what} is counted in days of the calendar, from 1");
        let error = Diagnostic::new(code::BAD_NUMBER, written.span, message, "not such a length");
        return cx.fail(error.help("write it in days, weeks or months: `7 days`"));
    }
    if !at_most_days(duration, most) {
        let message = format!("{what} is at most {most} days");
        return cx.fail(Diagnostic::new(code::BAD_NUMBER, written.span, message, "longer than that"));
    }
    Some(duration)
}

/// `after 2 weeks after last dose change`.
fn after(cx: &mut Lower<'_>, node: &Node) -> Option<After> {
    let wait = cx.duration(node);
    let of = match node.child(Rule::sum) {
        Some(moment) => Anchor::Expr(cx.moment(moment)?.id),
        None => {
            let change = node.child(Rule::dose_change)?;
            cx.needs_formulary(change.span, "`last dose change`")?;
            Anchor::LastDoseChange
        }
    };
    Some(After { wait: wait?, of })
}

/// `stands 14 days`.
fn stands(cx: &mut Lower<'_>, node: &Node, rows: Option<&narrowed::Rows>) -> Option<u32> {
    if rows.is_some_and(|rows| rows.among.is_some()) {
        let message = "which rows these are is asked of today, and an earlier window cannot stand on them";
        let error = Diagnostic::new(code::CONTRADICTS, node.span, message, "not of rows that are chosen as of today");
        return cx.fail(error.help("name the series, and say in the average which days and rows count"));
    }
    let duration = days(cx, node, "how long an average stands", limits::STANDS_DAYS)?;
    match duration.days().and_then(|days| u32::try_from(days).ok()) {
        Some(days) => Some(days),
        None => {
            let span = node.child(Rule::duration)?.span;
            let error = Diagnostic::new(code::BAD_NUMBER, span, "an average stands for days or weeks", "not days");
            cx.fail(error.help("write it in days: `stands 14 days`"))
        }
    }
}

/// `reject when systolic - diastolic < 10 mmHg "implausible pulse pressure"`.
fn reject(cx: &mut Lower<'_>, node: &Node, row: Source) -> Option<Reject> {
    let condition = node.child(Rule::expression)?;
    let when = cx.on_rows(row, |cx| cx.condition(condition));
    let text = node.words().filter(|words| !words.trim().is_empty());
    if text.is_none() {
        let message = "this rejection gives no reason";
        let error = Diagnostic::new(code::EMPTY, node.span, message, "a text in quotes is missing at its end");
        cx.errors.push(error.help("say why a reading is left out: `reject when … \"implausible pulse pressure\"`"));
    }
    Some(Reject { when: when?, text: text?, at: cx.at(node.span) })
}

/// `report mean systolic, mean diastolic, shown to 1 mmHg`.
fn report(cx: &mut Lower<'_>, node: &Node, series: SeriesId) -> Option<(Vec<Reported>, Option<Number>)> {
    let (mut reported, mut units, mut whole) = (Vec::<Reported>::new(), Vec::<Unit>::new(), true);
    for one in node.all(Rule::reported) {
        let Some((column, unit)) = one.name().and_then(|column| self::column(cx, series, &name(column))) else {
            whole = false;
            continue;
        };
        if reported.iter().any(|first| first.column == column) {
            let message = "an average reports one value of a column";
            let error = Diagnostic::new(code::ONCE, one.span, message, "this column again");
            cx.errors.push(error.help("keep one; another average may report the other"));
            whole = false;
        }
        let statistic = match one.children.first().map(|word| word.rule) {
            Some(Rule::k_least) => Statistic::Least,
            Some(Rule::k_greatest) => Statistic::Greatest,
            _ => Statistic::Mean,
        };
        reported.push(Reported { statistic, column });
        units.push(unit);
    }
    let shown = match node.child(Rule::shown).and_then(|shown| shown.child(Rule::quantity)) {
        Some(step) => Some(shown_to(cx, step, &units)?),
        None => None,
    };
    whole.then_some((reported, shown))
}

/// The step that values are rounded to for display, in the unit of every reported column.
fn shown_to(cx: &mut Lower<'_>, step: &Node, units: &[Unit]) -> Option<Number> {
    let unit = *units.first()?;
    let number = cx.quantity_in(step, unit)?;
    if number <= Number::ZERO {
        let message = "values are shown to a step above 0";
        return cx.fail(Diagnostic::new(code::BAD_NUMBER, step.span, message, "not such a step"));
    }
    if let Some(other) = units.iter().find(|other| **other != unit) {
        let message = "one step cannot be of two units";
        let label = format!("columns are in {} and {}", unit.shown(), other.shown());
        return cx.fail(Diagnostic::new(code::MISMATCH, step.span, message, label));
    }
    Some(number)
}

/// A column that holds numbers, with its unit.
fn column(cx: &mut Lower<'_>, series: SeriesId, named: &Name) -> Option<(ColumnId, Unit)> {
    let declared = cx.out.series.get(series.index())?;
    let found = declared.columns.iter().enumerate().find(|(_, column)| column.name == named.text);
    let error = match found.map(|(at, column)| (at, &column.kind)) {
        Some((at, FactKind::Number { unit, .. })) => return Some((ColumnId(u32::try_from(at).ok()?), *unit)),
        Some(_) => {
            let message = format!("`{}` holds no numbers", named.text);
            Diagnostic::new(code::NOT_A_VALUE, named.span, message, "a column of numbers is expected here")
        }
        None => {
            let message = format!("{} has no column `{}`", declared.name, named.text);
            let error = Diagnostic::new(code::UNKNOWN_NAME, named.span, message, "not one of its columns");
            error.did_you_mean(&named.text, declared.columns.iter().map(|column| column.name.as_str()))
        }
    };
    cx.fail(error)
}
