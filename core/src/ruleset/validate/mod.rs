//! A hostile or broken bundle is refused here, once, so that nothing later has to wonder: every position points at a
//! thing of the right kind, every order can be worked out, and no count asks for more steps than a ruleset needs.

mod decisions;
mod declarations;
mod program;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::cast_possible_truncation)]
mod tests;

use alloc::format;

use super::Compiled;
use crate::error::{LoadError, load};
use crate::value::SortedSet;
use crate::value::id::ExprId;
use crate::value::{Duration, Symbol, TimeUnit};
use program::Walked;

type Checked = Result<(), LoadError>;

/// Checks a compiled form in full.
pub(super) fn check(compiled: &Compiled) -> Checked {
    let check = Check { compiled, nodes: program::walk(compiled)? };
    check.declarations()?;
    check.decisions()?;
    check.messages()?;
    check.reminders()
}

struct Check<'a> {
    compiled: &'a Compiled,
    /// What is known of each node and everything under it.
    nodes: alloc::vec::Vec<Walked>,
}

impl Check<'_> {
    /// An expression: in the program, reading rows only where there is one (of so many columns), and using only the
    /// first so many decisions.
    fn expression(&self, owner: &str, id: ExprId, columns: Option<usize>, decisions: usize) -> Checked {
        let Some(node) = self.nodes.get(id.index()) else {
            return Err(nowhere(owner, "expression", id.index(), self.nodes.len()));
        };
        if let Some(outer) = node.outer {
            return Err(nowhere(owner, "column of an outer row", outer, 0));
        }
        if let Some(column) = node.column {
            within(owner, "column", column, columns.unwrap_or(0))?;
        }
        match node.decision {
            Some(decision) if decision >= decisions => {
                Err(LoadError::new(load::ORDER, format!("{owner} uses decision {decision}, which is not before it")))
            }
            _ => Ok(()),
        }
    }

    fn symbol(&self, owner: &str, symbol: Symbol) -> Checked {
        within(owner, "symbol", symbol.0 as usize, self.compiled.symbols.len())
    }
}

/// A position that must be in a list of this length.
fn within(owner: &str, what: &str, position: usize, length: usize) -> Checked {
    if position < length { Ok(()) } else { Err(nowhere(owner, what, position, length)) }
}

fn nowhere(owner: &str, what: &str, position: usize, length: usize) -> LoadError {
    LoadError::new(load::NOWHERE, format!("{owner}: {what} {position} of {length}"))
}

fn unfit(owner: &str, what: &str) -> LoadError {
    LoadError::new(load::UNFIT, format!("{owner}: {what}"))
}

fn require(holds: bool, owner: &str, what: &str) -> Checked {
    if holds { Ok(()) } else { Err(unfit(owner, what)) }
}

/// Names of one kind are distinct.
fn distinct<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> Checked {
    let mut seen = SortedSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(unfit(&format!("{what} `{name}`"), "the name stands twice"));
        }
    }
    Ok(())
}

/// Whether a duration is at most so many days, a month counted as 31 and a year as 366.
fn at_most_days(duration: Duration, days: u64) -> bool {
    let count = u64::from(duration.count);
    let seconds = match duration.unit {
        TimeUnit::Years => count * 366 * 86_400,
        TimeUnit::Months => count * 31 * 86_400,
        TimeUnit::Weeks => count * 7 * 86_400,
        TimeUnit::Days => count * 86_400,
        TimeUnit::Hours => count * 3600,
        TimeUnit::Minutes => count * 60,
        TimeUnit::Seconds => count,
    };
    seconds <= days * 86_400
}
