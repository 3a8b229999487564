//! How values and expressions are written in a reason.

use alloc::{string::String, vec::Vec};

use super::{Aggregate, ArithmeticOp, DatePart, Field, Machine, Node, Row, Shown, Source};
use crate::value::id::{ColumnId, DecisionId, ExprId, SeriesId};
use crate::value::text::text;
use crate::value::{Instant, Listed, Symbol, Value};

impl Machine<'_> {
    /// A value as text.
    pub(super) fn text(&self, value: &Value) -> String {
        match value {
            Value::Truth(true) => "yes".into(),
            Value::Truth(false) => "no".into(),
            Value::Number(n) => text![n],
            Value::Range(Some(low), Some(high)) => text![low, " .. ", high],
            Value::Range(Some(low), None) => text!["at least ", low],
            Value::Range(None, Some(high)) => text!["at most ", high],
            Value::Range(None, None) => "unknown".into(),
            Value::Date(date) => text![date],
            Value::Instant(Instant::MAX) => "ongoing".into(),
            Value::Instant(at) => text![at],
            Value::Time(time) => text![time],
            Value::Symbol(symbol) => self.symbol(*symbol),
            Value::Symbols(symbols) => listed(symbols.iter().map(|symbol| self.symbol(*symbol))),
            Value::Codes(codes) => listed(codes.iter().map(|code| text![code])),
            Value::Text(text) => text.clone(),
        }
    }

    /// A value as it stands in a reason.
    pub(super) fn shown(&self, value: &Value) -> Shown {
        match value {
            Value::Number(n) => Shown::Number(*n),
            Value::Symbols(symbols) => Shown::List(symbols.iter().map(|symbol| self.symbol(*symbol)).listed()),
            Value::Codes(codes) => Shown::List(codes.iter().map(|code| text![code]).listed()),
            other => Shown::Text(self.text(other)),
        }
    }

    /// Several words: one stands alone.
    pub(super) fn words(words: Vec<String>) -> Shown {
        match <[String; 1]>::try_from(words) {
            Ok([word]) => Shown::Text(word),
            Err(words) => Shown::List(words),
        }
    }

    pub(super) fn symbol(&self, symbol: Symbol) -> String {
        let at = usize::try_from(symbol.0).ok();
        at.and_then(|at| self.terms.declared.symbols.get(at)).cloned().unwrap_or_default()
    }

    pub(super) fn decision_name(&self, decision: DecisionId) -> String {
        self.terms.decisions.get(decision.index()).cloned().unwrap_or_default()
    }

    /// A source's name, as declared.
    pub(super) fn source_name(&self, source: Source) -> String {
        let declared = self.terms.declared;
        match source {
            Source::Series(series) => declared.series.get(series.index()).map(|series| series.name.clone()),
            Source::Fact(fact) => declared.facts.get(fact.index()).map(|fact| fact.name.clone()),
        }
        .unwrap_or_default()
    }

    /// A column's name; a fact's history has the fact's.
    pub(super) fn column_name(&self, source: Source, column: ColumnId) -> String {
        match source {
            Source::Series(series) => self.series_column(series, column).unwrap_or_default(),
            Source::Fact(_) => self.source_name(source),
        }
    }

    fn series_column(&self, series: SeriesId, column: ColumnId) -> Option<String> {
        let series = self.terms.declared.series.get(series.index())?;
        series.columns.get(column.index()).map(|column| column.name.clone())
    }

    /// What an expression is called; a literal has no name.
    pub(super) fn name(&mut self, expr: ExprId, row: Option<&Row>) -> Option<String> {
        let program = self.terms.program;
        match program.node(expr)? {
            Node::Arithmetic { op, left, right } => {
                let sign = match op {
                    ArithmeticOp::Add => '+',
                    ArithmeticOp::Subtract => '-',
                    ArithmeticOp::Multiply => '*',
                    ArithmeticOp::Divide => '/',
                };
                // Both by name, or no name: a long formula is not spelled out.
                Some(text![self.short_name(*left, row)?, " ", sign, " ", self.short_name(*right, row)?])
            }
            Node::Whole { unit, from, .. } => {
                Some(text!["whole ", unit.unit().shown(), " from ", self.short_name(*from, row)?])
            }
            Node::Shift { of, by, back } => {
                let side = if *back { "before" } else { "after" };
                Some(text![by, " ", side, " ", self.short_name(*of, row)?])
            }
            Node::Else { of, otherwise } => {
                let used = if self.get(*of, row).is_some() { *of } else { *otherwise };
                self.short_name(used, row).or_else(|| self.short_name(*of, row))
            }
            _ => self.short_name(expr, row),
        }
    }

    fn short_name(&mut self, expr: ExprId, row: Option<&Row>) -> Option<String> {
        let program = self.terms.program;
        Some(match program.node(expr)? {
            Node::Named { name, .. } => name.clone(),
            Node::Fact(fact) => self.source_name(Source::Fact(*fact)),
            Node::Setting(setting) => self.terms.setting_names.get(setting.index())?.clone(),
            Node::Column(column) => self.column_name(row?.source, *column),
            Node::Outer(of) => {
                let outer = row?.outside()?;
                text!["it.", self.short_name(*of, Some(&outer))?]
            }
            Node::RowTime => "at".into(),
            Node::Linked { .. } => "linked".into(),
            Node::Part { of, part: DatePart::Day } => return self.short_name(*of, row),
            Node::Part { part: DatePart::YearStart, .. } => "start of this year".into(),
            Node::Part { part: DatePart::YearEnd, .. } => "end of this year".into(),
            Node::Today => "today".into(),
            Node::Now => "now".into(),
            Node::Scale { of, .. } => return self.short_name(*of, row),
            Node::TakesClass(_) => "medications".into(),
            Node::CountClasses => "count of classes of medications".into(),
            Node::LastDoseChange => "last dose change".into(),
            Node::OutcomeIs { decision, .. } => self.decision_name(*decision),
            Node::OutcomeField { decision, field } => {
                let field = match field {
                    Field::Reported(column) => {
                        let of = self.terms.averages.get(decision.index()).copied().flatten();
                        of.and_then(|series| self.series_column(series, *column))?
                    }
                    Field::Missing => "missing".into(),
                    Field::StepsTaken => "steps_taken".into(),
                    Field::Output(at) => self.outcome(*decision)?.outputs.get(usize::try_from(*at).ok()?)?.name.clone(),
                    Field::Points => return Some(self.decision_name(*decision)),
                };
                text![self.decision_name(*decision), ".", field]
            }
            Node::Series(series) => {
                let source = self.source_name(series.of);
                let asked = aggregate(series.aggregate);
                match series.value {
                    Some(value) => match self.short_name(value, Some(&Row::inside(row, series.of, 0)))? {
                        of if of == source => text![asked, " ", source],
                        of => text![asked, " ", of, " of ", source],
                    },
                    None if matches!(series.aggregate, Aggregate::Any | Aggregate::No) => source,
                    None => text![asked, " of ", source],
                }
            }
            _ => return None,
        })
    }
}

fn listed(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.listed();
    if words.is_empty() { "none".into() } else { words.join(", ") }
}

fn aggregate(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Count => "count",
        Aggregate::CountDays => "count days",
        Aggregate::Any => "any",
        Aggregate::No => "no",
        Aggregate::Latest => "latest",
        Aggregate::Earliest => "earliest",
        Aggregate::Least => "least",
        Aggregate::Greatest => "greatest",
        Aggregate::Mean => "mean",
        Aggregate::Sum => "sum",
    }
}
