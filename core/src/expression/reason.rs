//! What a person is shown of an answer: both sides of each comparison, what was assumed, what was unknown and why.
//! Reasons hold instants, never ages: an age prints the date at which the comparison turns.

use alloc::{string::String, vec::Vec};

use crate::value::id::SourceId;
use crate::value::{Date, Instant, Number, Truth, Unit};

/// A value as it stands in a reason: a JSON number (or an exact fraction), a text, or a list of texts.
#[derive(Clone, PartialEq)]
pub enum Shown {
    /// A number, exact.
    Number(Number),
    /// Dates, instants, symbols, yes and no, as text.
    Text(String),
    /// Several of them.
    List(Vec<String>),
}

/// A value of a patient: not for logs.
impl core::fmt::Debug for Shown {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Shown(..)")
    }
}

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    /// What was read: `home_average.systolic`, `age`.
    pub name: Option<String>,
    /// Its value; absent when it is unknown, or when it moves with time (see `turns`).
    pub value: Option<Shown>,
    /// The value rounded for display, where the ruleset says how.
    pub shown: Option<Number>,
    /// UCUM unit of the value.
    pub unit: Option<Unit>,
    /// When it was measured or recorded.
    pub at: Option<Instant>,
    /// Where it came from.
    pub source: Option<String>,
    /// For what moves with time: the date on which the comparison turns.
    pub turns: Option<Date>,
}

impl Side {
    /// A side of this name and value, and nothing beside them.
    #[inline(never)]
    #[must_use]
    pub fn new(name: Option<String>, value: Option<Shown>) -> Side {
        Side { name, value, ..Side::default() }
    }
}

/// A comparison that a rule made.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Left side.
    pub left: Side,
    /// `<`, `<=`, …, `is`, `has`, `is known`.
    pub op: String,
    /// Right side.
    pub right: Side,
    /// yes, no or unknown.
    pub holds: Truth,
    /// Left less right, without its sign: how far the comparison is from turning, in the unit of its sides.
    pub margin: Option<Number>,
}

impl Comparison {
    /// A comparison of which it does not matter how far it is from turning.
    #[inline(never)]
    #[must_use]
    pub fn new(left: Side, op: &str, right: Side, holds: Truth) -> Comparison {
        Comparison { left, op: op.into(), right, holds, margin: None }
    }
}

/// A place in the ruleset's text, 1-based; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file as the author named it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A citation of a declared source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The source.
    pub source: SourceId,
    /// A note beside it: a requirement's number, a page.
    pub note: Option<String>,
}

/// Why a rule gave its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The rule: `target/2` is the second line of `target`; `eligibility/pregnancy` a line with a name.
    pub rule: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// The sources it cites: `gordon_2021`, or `gordon_2021 "P-042"` with the note beside it.
    pub cite: Vec<String>,
    /// What it says to a person, where the ruleset gives words.
    pub text: Option<String>,
    /// The comparisons it made.
    pub comparisons: Vec<Comparison>,
    /// How many rules before it did not hold.
    pub rows_passed_over: u32,
}

/// Something taken as given because it was unknown and the ruleset says what to take.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assumption {
    /// The fact, column or expression that was unknown.
    pub name: String,
    /// What was taken instead, as text.
    pub value: String,
    /// Why it was unknown.
    pub why: Why,
}

/// Why something is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Not in the record.
    Absent,
    /// It has a validity and no date.
    Undated,
    /// Older than its validity.
    Stale,
    /// Values at the latest instant differ.
    Conflict,
    /// The value was refused, with a problem.
    Refused,
    /// Only part of it is known (a partial date, an unknown dose).
    Partial,
    /// The series, or the list of events, was not supplied.
    NotSupplied,
    /// The feed is behind.
    FeedBehind,
    /// The series is supplied and has no row that counts.
    NoRows,
    /// A medication is neither mapped by the formulary nor known to be outside it.
    Unmapped,
}

/// Something unknown that a decision met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The fact or series.
    pub name: String,
    /// Why it is unknown.
    pub why: Why,
    /// Since when, where that is known (stale, behind).
    pub since: Option<Instant>,
}
