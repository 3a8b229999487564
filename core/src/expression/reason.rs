//! What a person is shown of an answer: both sides of each comparison, what was assumed, what was unknown and why.
//! Reasons hold instants, never ages: an age prints the date at which the comparison turns.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::value::id::SourceId;
use crate::value::{Date, Instant, Number, Truth, Unit};

/// A value as it stands in a reason: a JSON number (or an exact fraction), a text, or a list of texts.
#[derive(Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Shown {
    /// A number, exact.
    Number(Number),
    /// Dates, instants, symbols, yes and no, as text.
    Text(String),
    /// Several of them.
    List(Vec<String>),
}

/// Told apart by its first character: serde's own way with untagged types would take a number through a float.
impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Shown, D::Error> {
        let raw = alloc::boxed::Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        let shown = match text.bytes().next() {
            Some(b'"') => serde_json::from_str(text).map(Shown::Text),
            Some(b'[') => serde_json::from_str(text).map(Shown::List),
            _ => serde_json::from_str(text).map(Shown::Number),
        };
        shown.map_err(serde::de::Error::custom)
    }
}

/// A value of a patient: not for logs.
impl core::fmt::Debug for Shown {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Shown(..)")
    }
}

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// What was read: `home_average.systolic`, `age`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its value; absent when it is unknown, or when it moves with time (see `turns`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Shown>,
    /// The value rounded for display, where the ruleset says how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Number>,
    /// UCUM unit of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// When it was measured or recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// For what moves with time: the date on which the comparison turns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turns: Option<Date>,
}

/// A comparison that a rule made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Number>,
}

/// A place in the ruleset's text, 1-based; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file as the author named it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A citation of a declared source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cite {
    /// The source.
    pub source: SourceId,
    /// A note beside it: a requirement's number, a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Why a rule gave its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule: `target/2` is the second line of `target`; `eligibility/pregnancy` a line with a name.
    pub rule: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The sources it cites: `gordon_2021`, or `gordon_2021 "P-042"` with the note beside it.
    pub cite: Vec<String>,
    /// What it says to a person, where the ruleset gives words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The comparisons it made.
    pub comparisons: Vec<Comparison>,
    /// How many rules before it did not hold.
    pub rows_passed_over: u32,
}

/// Something taken as given because it was unknown and the ruleset says what to take.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Assumption {
    /// The fact, column or expression that was unknown.
    pub name: String,
    /// What was taken instead, as text.
    pub value: String,
    /// Why it was unknown.
    pub why: Why,
}

/// Why something is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unknown {
    /// The fact or series.
    pub name: String,
    /// Why it is unknown.
    pub why: Why,
    /// Since when, where that is known (stale, behind).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
}
