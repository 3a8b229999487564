//! A hostile or broken bundle is refused here, once, so that nothing later has to wonder: every position points at a
//! thing of the right kind, every order can be worked out, and no count asks for more steps than a ruleset needs.

mod decisions;
mod declarations;
mod program;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::cast_possible_truncation)]
mod tests;

use super::Compiled;
use crate::error::{Kind, LoadError, load};
use crate::expression::{Cite, Source};
use crate::value::id::{ClassId, ExprId, FactId};
use crate::value::text::text;
use crate::value::{Duration, SortedSet, Symbol, TimeUnit};
use alloc::{string::String, vec::Vec};
use program::Walked;

/// Checks a compiled form in full.
pub(super) fn check(compiled: &Compiled) -> Result<(), LoadError> {
    let mut check = Check { compiled, nodes: Vec::new(), owner: String::new(), first: None };
    check.program();
    check.declarations();
    check.decisions();
    check.messages();
    check.reminders();
    check.first.map_or(Ok(()), Err)
}

/// The check goes on after what it refuses, so that nothing has to look whether it should stop: the first fault counts.
struct Check<'a> {
    compiled: &'a Compiled,
    /// What is known of each node and everything under it.
    nodes: Vec<Walked>,
    /// What is being checked, as an error names it.
    owner: String,
    first: Option<LoadError>,
}

impl Check<'_> {
    /// What follows is about this.
    fn about(&mut self, kind: &str, name: &str) {
        self.owner = text![kind, " `", name, "`"];
    }

    #[inline(never)]
    fn refuse(&mut self, kind: Kind, what: &str) {
        if self.first.is_none() {
            self.first = Some(LoadError::new(kind, text![self.owner, what]));
        }
    }

    #[inline(never)]
    fn require(&mut self, holds: bool, what: &str) {
        if !holds {
            self.refuse(load::UNFIT, &text![": ", what]);
        }
    }

    /// A position that must be in a list of this length.
    #[inline(never)]
    fn within(&mut self, what: &str, position: usize, length: usize) {
        if position >= length {
            self.refuse(load::NOWHERE, &text![": ", what, " ", position, " of ", length]);
        }
    }

    /// Names of one kind are distinct.
    #[inline(never)]
    fn distinct(&mut self, what: &str, names: Names<'_, '_>) {
        let mut seen = SortedSet::new();
        while let Some(name) = names() {
            if !seen.insert(name) {
                self.about(what, name);
                self.require(false, "the name stands twice");
            }
        }
    }

    /// An expression: in the program, reading rows only where there is one (of so many columns), and using only the
    /// first so many decisions.
    #[inline(never)]
    fn expression(&mut self, id: ExprId, columns: usize, decisions: usize) {
        self.within("expression", id.index(), self.nodes.len());
        let Some(node) = self.nodes.get(id.index()).copied() else { return };
        if let Some(outer) = node.outer {
            self.within("column of an outer row", outer, 0);
        }
        if let Some(column) = node.column {
            self.within("column", column, columns);
        }
        if let Some(decision) = node.decision {
            self.before(decision, decisions);
        }
    }

    fn optional(&mut self, expression: Option<ExprId>, decisions: usize) {
        if let Some(expression) = expression {
            self.expression(expression, 0, decisions);
        }
    }

    /// A decision stands before what uses it.
    fn before(&mut self, decision: usize, decisions: usize) {
        if decision >= decisions {
            self.refuse(load::ORDER, &text![" uses decision ", decision, ", which is not before it"]);
        }
    }

    fn symbols(&mut self, symbols: &[Symbol]) {
        let length = self.compiled.symbols.len();
        symbols.iter().for_each(|symbol| self.within("symbol", symbol.0 as usize, length));
    }

    fn fact(&mut self, fact: FactId) {
        self.within("fact", fact.index(), self.compiled.facts.len());
    }

    fn classes(&mut self, classes: &[ClassId]) {
        let length = self.compiled.formulary.as_ref().map_or(0, |formulary| formulary.classes.len());
        classes.iter().for_each(|class| self.within("class", class.index(), length));
    }

    fn cites(&mut self, cites: &[Cite]) {
        let length = self.compiled.sources.len();
        cites.iter().for_each(|cite| self.within("source", cite.source.index(), length));
    }

    /// How many columns rows of a source have: a fact's history has one.
    fn columns(&mut self, source: Source) -> usize {
        let all = &self.compiled.series;
        match source {
            Source::Series(series) => {
                self.within("series", series.index(), all.len());
                all.get(series.index()).map_or(0, |series| series.columns.len())
            }
            Source::Fact(fact) => {
                self.fact(fact);
                1
            }
        }
    }
}

/// Names, one after another.
type Names<'n, 'c> = &'n mut dyn FnMut() -> Option<&'c str>;

/// Names for [`Check::distinct`]. `dyn Iterator` would link all else that an iterator does, once for each kind.
fn each<'c>(mut names: impl Iterator<Item = &'c str>) -> impl FnMut() -> Option<&'c str> {
    move || names.next()
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
