//! What other rules read of a table: each column's value, and where the answer is open the values that it may have.

use alloc::{vec, vec::Vec};

use super::policy::{Answer, Scan};
use super::{Cell, Policy, Table};
use crate::expression::{Field, OpenField, Outcome, Shown};
use crate::value::text::text;
use crate::value::{Constant, Number, Value};

impl Table {
    /// Fills in what the columns hold. No row, and rows that conflict, hold nothing.
    pub(super) fn fields(&self, scan: &Scan, outcome: &mut Outcome) {
        for (output, at) in self.outputs.iter().zip(0_usize..) {
            let mut possible: Vec<Option<Value>> = Vec::new();
            for value in self.values(scan, at) {
                if !possible.contains(&value) {
                    possible.push(value);
                }
            }
            outcome.fields.push((Field::Output(super::gather::count(at)), together(&possible)));
            outcome.outputs.push(OpenField { name: output.name.clone(), possible });
        }
    }

    /// The values of one column, an answer each. With `all rows` every answer lies between what the sure rows say and
    /// what all rows say that may hold.
    fn values(&self, scan: &Scan, column: usize) -> Vec<Option<Value>> {
        if self.policy == Policy::All {
            let most = scan.answers.iter().find_map(|a| if let Answer::Rows(rows) = a { Some(rows) } else { None });
            let most = most.map_or(&[][..], Vec::as_slice);
            return vec![self.together(&scan.sure, column), self.together(most, column)];
        }
        // No row is none of a list's words, and so `is` asked for one of them is no. It is no number and no date.
        let nothing = || matches!(self.cell(0, column), Some(Cell::Value(Constant::Symbol(_)))).then(no_word);
        let value = |row: &usize| self.cell(*row, column).map(Cell::value);
        let mut values = Vec::new();
        for answer in &scan.answers {
            match answer {
                Answer::Rows(rows) => values.push(rows.first().and_then(value)),
                Answer::NoRow => values.push(nothing()),
                // Any of them may be right, and none of them is known to be.
                Answer::Conflict(rows) => {
                    values.extend(rows.iter().map(value));
                    values.push(nothing());
                }
            }
        }
        values
    }

    /// The words of a column in these rows, each once; a column of anything else is not read by other rules.
    fn together(&self, rows: &[usize], column: usize) -> Option<Value> {
        let mut symbols = Vec::new();
        for row in rows {
            match self.cell(*row, column)? {
                Cell::Value(Constant::Symbol(symbol)) if symbols.contains(symbol) => {}
                Cell::Value(Constant::Symbol(symbol)) => symbols.push(*symbol),
                _ => return None,
            }
        }
        Some(Value::Symbols(symbols))
    }

    fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.says.get(column)
    }
}

/// The value of a column of words where there is none.
fn no_word() -> Value {
    Value::Symbols(Vec::new())
}

/// The value, where every answer gives the same; of different numbers, what they lie between.
fn together(possible: &[Option<Value>]) -> Option<Value> {
    if let [only] = possible {
        return only.clone().filter(|value| *value != no_word());
    }
    let mut ends: Option<(Number, Number)> = None;
    for value in possible {
        let Some(Value::Number(number)) = value else { return None };
        let (low, high) = ends.unwrap_or((*number, *number));
        ends = Some((low.min(*number), high.max(*number)));
    }
    ends.map(|(low, high)| Value::Range(Some(low), Some(high)))
}

impl Cell {
    /// As other rules read it.
    pub(super) fn value(&self) -> Value {
        match self {
            Cell::Value(constant) => constant.value(),
            Cell::Wait(duration) => Value::Text(text![duration]),
            Cell::Words(words) => Value::Text(words.clone()),
        }
    }

    /// As the evaluation shows it.
    #[must_use]
    pub fn shown(&self, symbols: &[alloc::string::String]) -> Shown {
        match self.value() {
            Value::Number(number) => Shown::Number(number),
            Value::Truth(truth) => Shown::Text(if truth { "yes" } else { "no" }.into()),
            Value::Symbol(symbol) => Shown::Text(symbols.get(symbol.0 as usize).cloned().unwrap_or_default()),
            Value::Date(date) => Shown::Text(text![date]),
            Value::Instant(at) => Shown::Text(text![at]),
            Value::Time(time) => Shown::Text(text![time]),
            Value::Text(words) => Shown::Text(words),
            Value::Range(..) | Value::Symbols(_) | Value::Codes(_) => Shown::Text("none".into()),
        }
    }
}
