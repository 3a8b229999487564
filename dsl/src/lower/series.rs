//! The one form for everything about a series: what is asked, of which column, of which rows.

use stepcare_core::expression::{Aggregate, Clause, Node as Step, SeriesExpr, Source};
use stepcare_core::value::Unit;

use super::{DefineState, Lower};
use crate::diagnostic::{Diagnostic, code};
use crate::scope::Meaning;
use crate::source::Span;
use crate::syntax::expression::{Name, RowClause};
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
            all.push(self.row_clause(source, clause)?);
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

    fn row_clause(&mut self, source: Source, clause: &RowClause) -> Option<Clause> {
        Some(match clause {
            RowClause::Where(condition) => Clause::Where(self.on_rows(source, |cx| cx.condition_of(condition))?),
            RowClause::InLast(text, span) => Clause::InLast(self.duration_text(text, *span)?),
            RowClause::WithinBeforeIt(text, span) => {
                let duration = self.duration_text(text, *span)?;
                if self.rows.is_empty() {
                    let message = "`it` is the row at hand outside this one, and there is none";
                    return self.fail(Diagnostic::new(code::NO_ROW, *span, message, "no row here"));
                }
                Clause::WithinBeforeIt(duration)
            }
            RowClause::Since(of) => Clause::Since(self.moment_of(of)?),
            RowClause::ReceivedSince(of) => Clause::ReceivedSince(self.moment_of(of)?),
            RowClause::Between(low, high) => {
                let (low, high) = (self.moment_of(low), self.moment_of(high));
                Clause::Between(low?, high?)
            }
            RowClause::Newest(text, span) => match text.parse() {
                Ok(n) if n > 0 => Clause::Newest(n),
                _ => {
                    let message = "`newest` counts rows from 1";
                    return self.fail(Diagnostic::new(code::BAD_NUMBER, *span, message, "not such a number"));
                }
            },
        })
    }

    fn moment_of(&mut self, expr: &crate::syntax::expression::Expr) -> Option<stepcare_core::value::id::ExprId> {
        let value = self.value_of(expr)?;
        let is = |ty: &Type| matches!(ty, Type::Date | Type::Instant);
        self.expect(value, "a date or a point in time", is).map(|typed| typed.id)
    }

    pub(super) fn series(
        &mut self,
        aggregate: &(String, Span),
        column: Option<&Name>,
        of: &Name,
        clauses: &[RowClause],
        span: Span,
    ) -> Option<Typed> {
        let which = aggregate_of(&aggregate.0)?;
        if let Some(typed) = self.any_member(which, of, clauses, span) {
            return Some(typed);
        }
        let (source, clauses) = self.rows_of(of, clauses)?;
        let value = |cx: &mut Self| {
            let name = column.map_or(of.text.as_str(), |c| c.text.as_str());
            if name == "at" {
                return Some((None, Type::Instant));
            }
            // A fact's history has one column: `latest potassium`, and through a define of it `latest recent`.
            let name = match (source, column) {
                (Source::Fact(id), None) => cx.out.facts.get(id.index())?.name.clone(),
                _ => name.into(),
            };
            match cx.column(source, &name) {
                Some((column, ty)) => Some((Some(column), ty)),
                None => {
                    let at = column.unwrap_or(of);
                    let error = match column {
                        Some(_) => {
                            let message = format!("`{}` has no column `{name}`", of.text);
                            Diagnostic::new(code::NO_FIELD, at.span, message, "not one of its columns")
                                .did_you_mean(&name, cx.columns(source))
                        }
                        None => {
                            let message = format!("`{}` has several columns", of.text);
                            Diagnostic::new(code::NO_FIELD, at.span, message, "say which")
                                .help(format!("write `{} COLUMN of {}`", aggregate.0, of.text))
                        }
                    };
                    cx.fail(error)
                }
            }
        };
        let (column, ty) = match which {
            Aggregate::Count | Aggregate::CountDays => (None, Type::Number(Unit::ONE)),
            Aggregate::Any | Aggregate::No => (None, Type::Condition),
            Aggregate::Latest | Aggregate::Earliest => value(self)?,
            Aggregate::Least | Aggregate::Greatest | Aggregate::Mean | Aggregate::Sum => {
                let (column, ty) = value(self)?;
                if !matches!(ty, Type::Number(_)) {
                    let message = format!("`{}` is asked of numbers", aggregate.0);
                    let error = Diagnostic::new(code::NOT_A_VALUE, span, message, format!("this is {}", ty.words()));
                    return self.fail(error);
                }
                (column, ty)
            }
        };
        let declared = self.scope.values.place(&of.text);
        let step = Step::Series(SeriesExpr { aggregate: which, column, of: source, clauses });
        Some(Typed { declared, ..self.push(step, ty, span) })
    }

    /// `any symptoms`, `no symptoms`, of an `any of` fact or column.
    fn any_member(&mut self, which: Aggregate, of: &Name, clauses: &[RowClause], span: Span) -> Option<Typed> {
        if !clauses.is_empty() || !matches!(which, Aggregate::Any | Aggregate::No) {
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
        Some(self.negated(any, which == Aggregate::No))
    }
}

fn aggregate_of(word: &str) -> Option<Aggregate> {
    Some(match word {
        "count" => Aggregate::Count,
        "count days" => Aggregate::CountDays,
        "any" => Aggregate::Any,
        "no" => Aggregate::No,
        "latest" => Aggregate::Latest,
        "earliest" => Aggregate::Earliest,
        "least" => Aggregate::Least,
        "greatest" => Aggregate::Greatest,
        "mean" => Aggregate::Mean,
        "sum" => Aggregate::Sum,
        _ => return None,
    })
}
