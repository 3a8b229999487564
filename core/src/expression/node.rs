//! What each kind of node comes to.

use super::{Field, Machine, Node, Row, Source, arithmetic, compare};
use crate::record::{Cell, row_id};
use crate::value::id::{CodeSetId, ColumnId, ExprId};
use crate::value::{Code, Symbol, Truth, Value};

impl Machine<'_> {
    /// Works a node out from its operands.
    pub(super) fn work_out(&mut self, expr: ExprId, row: Option<&Row>) -> Option<Value> {
        let program = self.terms.program;
        match program.node(expr)? {
            Node::Constant { value, .. } => Some(value.value()),
            Node::Setting(setting) => self.terms.settings.get(setting.index()).map(crate::value::Constant::value),
            Node::Fact(fact) => self.fact_value(*fact),
            Node::Named { of, .. } => self.get(*of, row),
            Node::Column(column) => row.and_then(|row| self.cell(row.source, row.index, *column, row.as_given)),
            Node::Outer(of) => {
                let outer = row?.outside()?;
                let set_aside = self.leave_row();
                let value = self.get(*of, Some(&outer));
                self.enter_row(set_aside);
                value
            }
            Node::RowTime => {
                let row = row?;
                let rows = self.present_rows(row.source);
                self.time_of(rows.get(row.index)?)
            }
            Node::IsIt => row.map(|row| Value::Truth(row.outer == Some((row.source, row.index)))),
            Node::Linked { column, of_it } => truth(self.linked(*column, *of_it, row?)),
            Node::Part { of, part } => {
                if self.is_clock(expr) {
                    return self.read_clock(expr);
                }
                let of = self.get(*of, row)?;
                self.part_of(&of, *part)
            }
            Node::Today | Node::Now => self.read_clock(expr),
            Node::Negate(of) => {
                let of = self.get(*of, row)?;
                self.fits(arithmetic::negate(&of))
            }
            Node::Scale { of, by } => {
                let of = self.get(*of, row)?;
                self.fits(arithmetic::scale(&of, *by))
            }
            Node::Arithmetic { op, left, right } => {
                let (left, right) = (self.get(*left, row)?, self.get(*right, row)?);
                let result = arithmetic::combine(*op, &left, &right);
                if arithmetic::has_a_result(*op, &right) { self.fits(result) } else { result }
            }
            Node::Compare { op, left, right, .. } => {
                let holds = match self.turning(*op, *left, *right, row) {
                    Some(turning) => {
                        if let Some(at) = turning.turns {
                            self.note(at, "a comparison with the date turns", None);
                        }
                        turning.holds
                    }
                    None => {
                        let (left, right) = (self.get(*left, row)?, self.get(*right, row)?);
                        compare::holds(*op, &left, &right, &self.chart.timeline)
                    }
                };
                truth(holds)
            }
            // The first operand that decides is enough: what stands after it cannot change the answer while it stands.
            Node::All(of) => truth(self.fold(of, row, Truth::Yes, Truth::and, Truth::No)),
            Node::Any(of) => truth(self.fold(of, row, Truth::No, Truth::or, Truth::Yes)),
            Node::Not(of) => truth(!self.holds(*of, row)),
            Node::IsOneOf { of, symbols } => match self.get(*of, row) {
                Some(value) => is_one_of(&value, symbols),
                None => self.whatever_it_is(*of, &|value| is_one_of(value, symbols)),
            },
            Node::HasSymbol { of, symbols } => match self.get(*of, row) {
                Some(value) => has_symbol(&value, symbols),
                None => self.whatever_it_is(*of, &|value| has_symbol(value, symbols)),
            },
            Node::HasCode { of, set } => {
                let value = self.get(*of, row)?;
                let of_row = matches!(program.node(self.unnamed(*of)), Some(Node::Column(_) | Node::Outer(_)));
                self.has_code(&value, *set, of_row)
            }
            Node::TakesClass(classes) => truth(self.takes_class(classes)),
            Node::CountClasses => self.count_classes(),
            Node::IsKnown(of) => Some(Value::Truth(self.is_known(*of, row))),
            Node::Else { of, otherwise } => match self.get(*of, row) {
                Some(value) => Some(value),
                None => self.get(*otherwise, row),
            },
            Node::Whole { .. } => self.whole_between(expr, row),
            Node::Shift { .. } => self.shift(expr, row),
            Node::Series(series) => self.series(series, row),
            Node::OutcomeIs { decision, statuses } => truth(self.outcome(*decision)?.is(statuses)),
            Node::OutcomeField { decision, field } => self.outcome(*decision)?.field(*field).cloned(),
            Node::LastDoseChange => self.dose_change().ok().flatten().map(Value::Instant),
            Node::ChangeFromBaseline { .. } => truth(self.changed_from_baseline(expr, row).holds),
        }
    }

    fn fold(
        &mut self,
        of: &[ExprId],
        row: Option<&Row>,
        start: Truth,
        join: fn(Truth, Truth) -> Truth,
        decides: Truth,
    ) -> Truth {
        let mut holds = start;
        for operand in of {
            holds = join(holds, self.holds(*operand, row));
            if holds == decides {
                break;
            }
        }
        holds
    }

    /// What is asked of a table's column whose answer is open, where every value that it may have gives the same.
    fn whatever_it_is(&self, of: ExprId, asked: &dyn Fn(&Value) -> Option<Value>) -> Option<Value> {
        let Some(Node::OutcomeField { decision, field: Field::Output(at) }) = self.terms.program.node(self.unnamed(of))
        else {
            return None;
        };
        let column = self.outcome(*decision)?.outputs.get(usize::try_from(*at).ok()?)?;
        let mut answers = column.possible.iter().map(|value| asked(value.as_ref()?));
        let first = answers.next()??;
        answers.all(|answer| answer.as_ref() == Some(&first)).then_some(first)
    }

    fn fact_value(&mut self, fact: crate::value::id::FactId) -> Option<Value> {
        match self.fact_state(fact) {
            super::FactState::Known { value, .. } | super::FactState::Assumed { value, .. } => Some(value),
            super::FactState::Unknown { .. } => None,
        }
    }

    /// A column of a row. Its assumption covers a value that is not there, never one that was refused or is out of range.
    pub(super) fn cell(&mut self, source: Source, index: usize, column: ColumnId, as_given: bool) -> Option<Value> {
        let rows = self.present_rows(source);
        match rows.get(index)?.cells.get(column.index()).unwrap_or(&Cell::Absent) {
            Cell::Known(value) => Some(value.clone()),
            Cell::OutOfRange(value) => as_given.then(|| value.clone()),
            Cell::Refused => None,
            Cell::Absent => self.column_assumption(source, column),
        }
    }

    /// Whether a row and the one outside it are linked, by the ids that a column of either holds.
    fn linked(&mut self, column: ColumnId, of_it: bool, row: &Row) -> Truth {
        let Some((source, index)) = row.outer else { return Truth::Unknown };
        let (here, outer) = (self.present_rows(row.source), self.present_rows(source));
        let (Some(here), Some(outer)) = (here.get(row.index), outer.get(index)) else { return Truth::Unknown };
        let (holder, held) = if of_it { (outer, here) } else { (here, outer) };
        match holder.cells.get(column.index()) {
            Some(Cell::Known(Value::Codes(links))) => Truth::of(Some(links.contains(&row_id(&held.id)))),
            Some(Cell::Absent) => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// What is taken when a row lacks a column.
    pub(super) fn column_assumption(&self, source: Source, column: ColumnId) -> Option<Value> {
        let Source::Series(series) = source else { return None };
        let declared = self.terms.declared.series.get(series.index())?.columns.get(column.index())?;
        declared.assume.as_ref().map(|value| super::facts::assumed(value, &declared.kind))
    }

    /// `is known`: the record says so. What is assumed, and a count that is still open, is not.
    fn is_known(&mut self, of: ExprId, row: Option<&Row>) -> bool {
        if let Some(Node::Fact(fact)) = self.terms.program.node(self.unnamed(of)) {
            return matches!(self.fact_state(*fact), super::FactState::Known { .. });
        }
        self.get(of, row).is_some_and(|value| !matches!(value, Value::Range(..)))
    }

    /// A row that has no code leaves it open; a fact that is an empty list says that there is none.
    fn has_code(&self, value: &Value, set: CodeSetId, of_row: bool) -> Option<Value> {
        let (Value::Codes(codes), Some(set)) = (value, self.terms.code_sets.get(set.index())) else { return None };
        if codes.is_empty() && of_row {
            return None;
        }
        Some(Value::Truth(codes.iter().any(|code: &Code| set.holds(code))))
    }
}

fn is_one_of(value: &Value, symbols: &[Symbol]) -> Option<Value> {
    match value {
        Value::Symbol(symbol) => Some(Value::Truth(symbols.contains(symbol))),
        // A table's column where no row holds: it is none of them.
        Value::Symbols(none) if none.is_empty() => Some(Value::Truth(false)),
        _ => None,
    }
}

fn has_symbol(value: &Value, symbols: &[Symbol]) -> Option<Value> {
    let held = match value {
        Value::Symbols(held) => held.as_slice(),
        Value::Symbol(held) => core::slice::from_ref(held),
        // `else none` of a list is the empty list.
        Value::Codes(none) if none.is_empty() => &[],
        _ => return None,
    };
    let has = if symbols.is_empty() { !held.is_empty() } else { held.iter().any(|s| symbols.contains(s)) };
    Some(Value::Truth(has))
}

fn truth(holds: Truth) -> Option<Value> {
    holds.known().map(Value::Truth)
}
