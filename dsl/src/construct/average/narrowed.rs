//! The rows an average is of: a series, or a name for some of its rows. What narrows them becomes the average's own
//! conditions and window, where it can be said so.

use stepcare_core::expression::{Aggregate, Clause, Node as Step, SeriesExpr, Source};
use stepcare_core::value::Duration;
use stepcare_core::value::id::{ExprId, SeriesId};

use super::days;
use crate::construct::block::Block;
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::Rule;
use crate::limits;
use crate::lower::Lower;
use crate::lower::clause::at_most_days;
use crate::source::Span;
use crate::syntax::expression::Name;

/// What an average is of.
pub(super) struct Rows {
    pub of: SeriesId,
    /// Conditions on its rows.
    pub only: Vec<ExprId>,
    /// `in last 24 months`.
    pub window: Option<Duration>,
    /// All that narrows them, where it is more than conditions and a window.
    pub among: Option<ExprId>,
    named: Span,
}

/// A series, or some of its rows, by name. Where the average has no window of its own, theirs is its.
pub(super) fn rows(cx: &mut Lower<'_>, named: &Name, has_window: bool) -> Option<Rows> {
    let (source, mut clauses) = cx.rows_of(named, &[])?;
    let Source::Series(of) = source else {
        let message = format!("`{}` is a fact, and an average is of a series", named.text);
        return cx.fail(Diagnostic::new(code::WRONG_KIND, named.span, message, "a series is expected here"));
    };
    let mut rows = Rows { of, only: Vec::new(), window: None, among: None, named: named.span };
    let last = clauses.iter().position(|clause| matches!(clause, Clause::InLast(_)));
    if let Some(Clause::InLast(length)) = last.filter(|_| !has_window).and_then(|last| clauses.get(last)) {
        rows.window = Some(*length);
    }
    let by_themselves =
        |clause: &Clause| !matches!(clause, Clause::ReceivedSince(_) | Clause::Newest(_) | Clause::LatestDay);
    if clauses.iter().all(by_themselves) {
        if let Some(last) = last.filter(|_| rows.window.is_some()) {
            clauses.remove(last);
        }
        rows.only = cx.as_conditions(source, clauses, named.span)?;
    } else {
        let series = SeriesExpr { aggregate: Aggregate::Any, value: None, of: source, clauses };
        rows.among = Some(cx.out.program.push(Step::Series(series)));
    }
    Some(rows)
}

/// The window: the average's own, or that of the rows it is of.
pub(super) fn window(cx: &mut Lower<'_>, block: &Block<'_>, rows: Option<&Rows>) -> Option<Duration> {
    let of_rows = rows.and_then(|rows| Some((rows.window?, rows.named)));
    match (block.clause(Rule::average_window), of_rows) {
        (Some(node), _) => days(cx, node, "the window of an average", limits::WINDOW_DAYS),
        (None, Some((window, named))) => {
            if at_most_days(window, limits::WINDOW_DAYS) {
                return Some(window);
            }
            let message = format!("the window of an average is at most {} days", limits::WINDOW_DAYS);
            cx.fail(Diagnostic::new(code::BAD_NUMBER, named, message, "these rows are of a longer time"))
        }
        (None, None) => {
            // Where it is not known which rows are meant, their window is not either.
            if rows.is_some() {
                block.need(cx, "window", "window last 7 days");
            }
            None
        }
    }
}
