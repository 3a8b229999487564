//! The regimen: what the patient takes at an instant, by drug of the formulary, and when it last changed.

use alloc::{string::String, vec::Vec};

use super::Formulary;
use crate::record::Chart;
use crate::value::id::{ClassId, DrugId};
use crate::value::{Instant, Number};

/// What is taken at an instant.
#[derive(Debug, Clone, Default)]
pub struct Regimen {
    /// By drug: the day's total over all lines. Drugs not taken are not here.
    pub taken: Vec<Taken>,
    /// Lines whose code is neither mapped by the formulary nor known to be outside it, by JSON pointer: the ladder cannot answer (D-31).
    pub unmapped: Vec<String>,
    /// Lines of formulary drugs of which it is not known whether they are taken (no status, no start).
    pub uncertain: Vec<String>,
    /// Every start, stop or change of a formulary drug up to the instant, oldest first.
    pub changes: Vec<Change>,
}

/// A drug that is taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Which.
    pub drug: DrugId,
    /// mg a day; `None` when a dose is unknown.
    pub daily: Option<Number>,
}

/// A change of the regimen.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub at: Instant,
    /// Which drug.
    pub drug: DrugId,
    /// Daily mg before; `None` inside is unknown, 0 is not taken.
    pub before: Option<Number>,
    /// Daily mg after.
    pub after: Option<Number>,
    /// The medication line that changed, its id.
    pub line: String,
}

impl Regimen {
    /// The regimen at an instant; `None` when no medication list was supplied. Also gives the next instant at which it
    /// changes by itself (a line's `from` or `to` in the future).
    #[must_use]
    pub fn at(_chart: &Chart, _formulary: &Formulary, _instant: Instant) -> Option<(Regimen, Option<Instant>)> {
        todo!("helper: machine")
    }

    /// Drugs taken of a class.
    #[must_use]
    pub fn of_class<'a>(&'a self, formulary: &'a Formulary, class: ClassId) -> Vec<&'a Taken> {
        let is = |t: &&Taken| formulary.drugs.get(t.drug.index()).is_some_and(|d| d.class == class);
        self.taken.iter().filter(is).collect()
    }
}

impl Change {
    /// Not taken before, taken after.
    #[must_use]
    pub fn is_start(&self) -> bool {
        self.before == Some(Number::ZERO) && self.after != Some(Number::ZERO)
    }

    /// Taken before, and more after; unknown doses do not count as a raise.
    #[must_use]
    pub fn is_raise(&self) -> bool {
        matches!((self.before, self.after), (Some(b), Some(a)) if b > Number::ZERO && a > b)
    }
}
