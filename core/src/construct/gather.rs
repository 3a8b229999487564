//! What several conditions rest on and lack, each once, in the order met.

use alloc::{string::String, vec::Vec};

use crate::expression::{Assumption, Input, Machine, Row, Terms};
use crate::value::Number;
use crate::value::SortedSet;
use crate::value::id::{ColumnId, ExprId, SeriesId};
use crate::value::text::text;

/// Adds assumptions that are not there yet.
pub(super) fn assume(to: &mut Vec<Assumption>, more: Vec<Assumption>) {
    for assumption in more {
        if !to.contains(&assumption) {
            to.push(assumption);
        }
    }
}

/// The assumptions that some expressions rest on.
pub(super) fn assumptions(machine: &mut Machine<'_>, exprs: &[ExprId], row: Option<&Row>) -> Vec<Assumption> {
    let mut all = Vec::new();
    for expr in exprs {
        assume(&mut all, machine.assumptions(*expr, row));
    }
    all
}

/// The inputs whose absence leaves some expressions unknown.
pub(super) fn missing(machine: &mut Machine<'_>, exprs: &[ExprId], row: Option<&Row>) -> SortedSet<Input> {
    let mut all = SortedSet::new();
    for expr in exprs {
        all.extend(machine.missing(*expr, row));
    }
    all
}

/// A count as a reason writes it.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How far apart two numbers are.
pub(super) fn margin(a: Number, b: Number) -> Option<Number> {
    a.sub(b).and_then(Number::abs)
}

/// A line without a name of its own: `target/2`, counted from 1.
pub(super) fn numbered(name: &str, index: usize) -> String {
    text![name, "/", index.saturating_add(1)]
}

/// A column's name, or nothing for a column from elsewhere.
pub(super) fn column_name<'a>(terms: &Terms<'a>, series: SeriesId, column: ColumnId) -> &'a str {
    let declared = terms.declared.series.get(series.index()).and_then(|s| s.columns.get(column.index()));
    declared.map_or("", |c| c.name.as_str())
}
