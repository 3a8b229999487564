//! The one form for everything about a series: what is asked, of which column, of which rows.

use stepcare_core::expression::{Aggregate, ArithmeticOp, Clause, Node as Step, SeriesExpr, Source};
use stepcare_core::record::FactKind;
use stepcare_core::value::id::{ColumnId, ExprId};
use stepcare_core::value::{Duration, Unit};

use super::period::Stretch;
use super::{DefineState, Lower};
use crate::diagnostic::{Diagnostic, code};
use crate::scope::Meaning;
use crate::source::Span;
use crate::syntax::expression::{Asked, Expr, Kind, Name, RowClause};
use crate::types::{Type, Typed};

impl Lower<'_> {
    /// Whether a name stands for rows: a series, or a define of rows.
    pub(super) fn is_rows(&mut self, name: &Name) -> bool {
        match self.scope.values.get(&name.text) {
            Some(Meaning::Series(_)) => true,
            Some(Meaning::Define(at)) => matches!(self.define(at, name.span), Some(DefineState::Rows(..))),
            _ => false,
        }
    }

    /// Rows by name, narrowed by clauses: a series, a fact's history, or a define of rows.
    pub(crate) fn rows_of(&mut self, name: &Name, clauses: &[RowClause]) -> Option<(Source, Vec<Clause>)> {
        let (source, mut all) = match self.scope.values.get(&name.text) {
            Some(Meaning::Series(id)) => (Source::Series(id), Vec::new()),
            Some(Meaning::Fact(id)) => (Source::Fact(id), Vec::new()),
            Some(Meaning::Define(at)) => match self.define(at, name.span)? {
                DefineState::Rows(source, clauses) => (source, clauses),
                _ => return self.not_rows(name),
            },
            Some(_) => return self.not_rows(name),
            None => {
                let error = self.unknown_value(name, "series or fact");
                return self.fail(error);
            }
        };
        for clause in clauses {
            all.extend(self.row_clause(source, clause)?);
        }
        Some((source, all))
    }

    fn not_rows<T>(&mut self, name: &Name) -> Option<T> {
        let message = format!("`{}` is not rows", name.text);
        let mut error = Diagnostic::new(code::WRONG_KIND, name.span, message, "a series or a fact is expected here");
        if let Some(place) = self.scope.values.place(&name.text) {
            error = error.label(place, "declared here");
        }
        self.fail(error)
    }

    /// What narrows rows. What can be said of each row by itself is a condition on it.
    fn row_clause(&mut self, source: Source, clause: &RowClause) -> Option<Vec<Clause>> {
        Some(vec![match clause {
            RowClause::Where(condition) => Clause::Where(self.inside_rows(source, |cx| cx.condition_of(condition))?),
            RowClause::InLast(text, span) => {
                let length = self.duration_text(text, *span)?;
                self.has_hours(source, length, *span)?;
                if self.period_of(source).is_none() {
                    return Some(vec![Clause::InLast(length)]);
                }
                let last = self.last(length, *span)?;
                self.in_stretch(source, last, *span)?
            }
            RowClause::WithinIt(text, after, span) => return self.within_it(source, text, *after, *span),
            RowClause::Since(of) => Clause::Since(self.in_bounds(|cx| cx.moment_of(of))?),
            RowClause::ReceivedSince(of) => Clause::ReceivedSince(self.in_bounds(|cx| cx.moment_of(of))?),
            RowClause::In(of, span) => {
                let of = self.in_bounds(|cx| cx.stretch(of))?;
                self.in_stretch(source, of, *span)?
            }
            RowClause::OnDay(of, span) => {
                let is_it = matches!(&of.kind, Kind::Name(name) if name.text == "it");
                let of = self.in_bounds(|cx| cx.stretch_of(of))?;
                let shares = self.on_day(source, of, *span)?;
                let own = is_it && self.rows.last() == Some(&source);
                return Some(if own { vec![shares, self.not_it(*span)] } else { vec![shares] });
            }
            RowClause::Linked(span) => self.linked(source, *span)?,
            RowClause::LatestDay => Clause::LatestDay,
            RowClause::Newest(text, span) => match text.parse() {
                Ok(n) if n > 0 => Clause::Newest(n),
                _ => {
                    let message = "`newest` counts rows from 1";
                    return self.fail(Diagnostic::new(code::BAD_NUMBER, *span, message, "not such a number"));
                }
            },
        }])
    }

    /// Hours are counted from points in time.
    fn has_hours(&mut self, source: Source, length: Duration, span: Span) -> Option<()> {
        if !length.is_exact() || !self.is_by_day(source) {
            return Some(());
        }
        let message = "these rows are dated by the day, and hours cannot be counted from a day";
        let error = Diagnostic::new(code::NOT_A_VALUE, span, message, "not elapsed time");
        self.fail(error.help("count days, weeks, months or years"))
    }

    /// `within 48 hours before it`: hours exact, days of the calendar; both ends in, the row itself not.
    fn within_it(&mut self, source: Source, text: &str, after: bool, span: Span) -> Option<Vec<Clause>> {
        let by = self.duration_text(text, span)?;
        self.has_hours(source, by, span)?;
        let of = self.in_bounds(|cx| {
            if cx.rows.is_empty() {
                let message = "`it` is the row at hand outside this one, and there is none";
                return cx.fail(Diagnostic::new(code::NO_ROW, span, message, "no row here"));
            }
            let (it, is_outer) = cx.it(span)?;
            cx.has_hours(it, by, span)?;
            let it = cx.row_stretch(it, is_outer, span);
            let at = Typed { floor: None, ..if after { it.high } else { it.low } };
            let from = if by.is_exact() { at.clone() } else { cx.day(at.clone()) };
            let far = cx.push(Step::Shift { of: from.id, by, back: !after }, from.ty, span);
            let (low, high) = if after { (at, far) } else { (far, at) };
            Some(Stretch { low, high, above: false, before: false })
        })?;
        let within = self.in_stretch(source, of, span)?;
        let own = self.rows.last() == Some(&source);
        Some(if own { vec![within, self.not_it(span)] } else { vec![within] })
    }

    /// `linked`: rows that name the row at hand, or that it names.
    fn linked(&mut self, source: Source, span: Span) -> Option<Clause> {
        let Some(it) = self.rows.last().copied() else {
            let message = "`linked` is to the row at hand outside these, and there is none";
            return self.fail(Diagnostic::new(code::NO_ROW, span, message, "no row here"));
        };
        let mut ways = Vec::new();
        for (holder, held, of_it) in [(it, source, true), (source, it, false)] {
            if let Some(column) = self.link_between(holder, held) {
                ways.push(self.push(Step::Linked { column, of_it }, Type::Condition, span).id);
            }
        }
        match ways.as_slice() {
            [] => {
                let message = "neither of these series links to the other";
                let error = Diagnostic::new(code::NO_FIELD, span, message, "no link between them");
                self.fail(error.help("declare it in one of them: `link to SERIES`"))
            }
            [only] => Some(Clause::Where(*only)),
            _ => Some(Clause::Where(self.push(Step::Any(ways), Type::Condition, span).id)),
        }
    }

    fn link_between(&self, holder: Source, held: Source) -> Option<ColumnId> {
        let (Source::Series(holder), Source::Series(held)) = (holder, held) else { return None };
        let columns = &self.out.series.get(holder.index())?.columns;
        let at = columns.iter().position(|column| column.kind == FactKind::Links(held))?;
        u32::try_from(at).ok().map(ColumnId)
    }

    fn moment_of(&mut self, expr: &Expr) -> Option<ExprId> {
        let value = self.value_of(expr)?;
        self.expect(value, "a date or a point in time", Type::is_moment).map(|typed| typed.id)
    }

    pub(super) fn series(
        &mut self,
        aggregate: &(String, Span),
        asked: Option<&Asked>,
        of: &Name,
        clauses: &[RowClause],
        span: Span,
    ) -> Option<Typed> {
        if let Some(typed) = self.any_member(&aggregate.0, of, clauses, span) {
            return Some(typed);
        }
        let (source, clauses) = self.rows_of(of, clauses)?;
        let declared = self.scope.values.place(&of.text);
        let number = Type::Number(Unit::ONE);
        let typed = match aggregate.0.as_str() {
            "count" => self.of_rows(Aggregate::Count, None, source, clauses, number, span),
            "count days" => self.of_rows(Aggregate::CountDays, None, source, clauses, number, span),
            "any" => self.of_rows(Aggregate::Any, None, source, clauses, Type::Condition, span),
            "no" => self.of_rows(Aggregate::No, None, source, clauses, Type::Condition, span),
            "share" => return self.share(source, clauses, span),
            word => {
                let value = self.asked(source, asked, of, word)?;
                let ty = value.ty.clone();
                let value = Some(value.id);
                if matches!(word, "latest" | "earliest") {
                    let which = if word == "latest" { Aggregate::Latest } else { Aggregate::Earliest };
                    let typed = self.of_rows(which, value, source, clauses, ty, span);
                    return Some(Typed { declared, ..typed });
                }
                if !matches!(ty, Type::Number(_)) {
                    let message = format!("`{word}` is asked of numbers");
                    let error = Diagnostic::new(code::NOT_A_VALUE, span, message, format!("this is {}", ty.words()));
                    return self.fail(error);
                }
                let which = match word {
                    "least" => Aggregate::Least,
                    "greatest" => Aggregate::Greatest,
                    "mean" => Aggregate::Mean,
                    "sum" => Aggregate::Sum,
                    // `change of systolic of home_bp`: from the earliest of these rows to the latest.
                    _ => {
                        let latest = self.of_rows(Aggregate::Latest, value, source, clauses.clone(), ty.clone(), span);
                        let earliest = self.of_rows(Aggregate::Earliest, value, source, clauses, ty, span);
                        return self.arithmetic(latest, ArithmeticOp::Subtract, earliest, span);
                    }
                };
                self.of_rows(which, value, source, clauses, ty, span)
            }
        };
        Some(Typed { declared, ..typed })
    }

    fn of_rows(
        &mut self,
        aggregate: Aggregate,
        value: Option<ExprId>,
        of: Source,
        clauses: Vec<Clause>,
        ty: Type,
        span: Span,
    ) -> Typed {
        self.push(Step::Series(SeriesExpr { aggregate, value, of, clauses }), ty, span)
    }

    /// `share of home_bp in last 30 days where systolic >= 130 mmHg`: of the rows before the last `where`, those it keeps.
    fn share(&mut self, of: Source, clauses: Vec<Clause>, span: Span) -> Option<Typed> {
        let mut all = clauses.clone();
        let Some(Clause::Where(_)) = all.pop() else {
            let message = "a share is of the rows for which something holds";
            let error = Diagnostic::new(code::EMPTY, span, message, "`where` is missing at its end");
            return self.fail(error.help("write `share of ROWS where CONDITION`"));
        };
        let number = Type::Number(Unit::ONE);
        let some = self.of_rows(Aggregate::Count, None, of, clauses, number.clone(), span);
        let all = self.of_rows(Aggregate::Count, None, of, all, number, span);
        self.arithmetic(some, ArithmeticOp::Divide, all, span)
    }

    /// What is asked of each row: a column, its time, a define for each, an end of its period, its days.
    fn asked(&mut self, source: Source, asked: Option<&Asked>, of: &Name, aggregate: &str) -> Option<Typed> {
        self.inside_rows(source, |cx| match asked {
            Some(Asked::Edge(end, span)) => {
                let period = Expr { kind: Kind::Name(Name { text: "period".into(), span: *span }), span: *span };
                cx.edge(*end, &period, *span)
            }
            Some(Asked::Days(span)) => {
                let period = Expr { kind: Kind::Name(Name { text: "period".into(), span: *span }), span: *span };
                let period = cx.stretch_of(&period)?;
                Some(cx.days_of(period, *span))
            }
            Some(Asked::Named(name)) => match cx.of_it_here(source, name) {
                Some(found) => found,
                None => {
                    let message = format!("`{}` has no column `{}`", of.text, name.text);
                    let error = Diagnostic::new(code::NO_FIELD, name.span, message, "not one of its columns");
                    let error = error.did_you_mean(&name.text, cx.columns(source));
                    cx.fail(error)
                }
            },
            None => {
                let only = match source {
                    Source::Fact(id) => cx.out.facts.get(id.index()).map(|fact| fact.name.clone()),
                    Source::Series(_) => None,
                };
                let Some(text) = only else {
                    let message = format!("`{}` has several columns", of.text);
                    let error = Diagnostic::new(code::NO_FIELD, of.span, message, "say which");
                    return cx.fail(error.help(format!("write `{aggregate} COLUMN of {}`", of.text)));
                };
                cx.of_it_here(source, &Name { text, span: of.span }).flatten()
            }
        })
    }

    fn of_it_here(&mut self, source: Source, name: &Name) -> Option<Option<Typed>> {
        self.of_it((source, false), name, name.span)
    }

    /// `any symptoms`, `no symptoms`, of an `any of` fact or column.
    fn any_member(&mut self, which: &str, of: &Name, clauses: &[RowClause], span: Span) -> Option<Typed> {
        if !clauses.is_empty() || !matches!(which, "any" | "no") {
            return None;
        }
        let column = self.rows.last().and_then(|rows| self.column(*rows, &of.text));
        let is_any_of = match (&column, self.scope.values.get(&of.text)) {
            (Some((_, ty)), _) => matches!(ty, Type::AnyOf(_)),
            (None, Some(Meaning::Fact(id))) => {
                let kind = self.out.facts.get(id.index()).map(|f| Type::of(&f.kind));
                matches!(kind, Some(Type::AnyOf(_)))
            }
            _ => false,
        };
        if !is_any_of {
            return None;
        }
        let of = self.named(of)?;
        let any = self.push(Step::HasSymbol { of: of.id, symbols: Vec::new() }, Type::Condition, span);
        Some(self.negated(any, which == "no"))
    }
}
