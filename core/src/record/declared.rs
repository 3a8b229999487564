//! What a ruleset says a record may hold: its facts and series, with units, ranges and validity.

use alloc::{string::String, vec::Vec};

use crate::value::id::{ColumnId, SeriesId, SpanId};
use crate::value::json::write::{json_object, json_words, text};
use crate::value::json::{ToJson, object};
use crate::value::{Code, Constant, Duration, Number, Symbol, Unit};

/// Where a missing fact is to be had. The order is of cost, dearest last in life and first in `ask`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Getting {
    /// `ask patient`.
    Patient,
    /// `from chart`.
    Chart,
    /// `from lab`.
    Lab,
}

/// What a fact or a column may be.
#[derive(Debug, Clone, PartialEq)]
pub enum FactKind {
    /// A calendar date, possibly partial.
    Date,
    /// A point in time.
    Instant,
    /// A number in a unit, within a range (both ends in).
    Number {
        /// The declared unit; values in another unit of its dimension are converted exactly.
        unit: Unit,
        /// Least plausible value.
        low: Option<Number>,
        /// Greatest plausible value.
        high: Option<Number>,
    },
    /// yes or no.
    YesNo,
    /// One member of a list; `yes/no/maybe` is the list yes, no, maybe.
    OneOf(Vec<Symbol>),
    /// Any members of a list.
    AnyOf(Vec<Symbol>),
    /// Coded concepts.
    Codes,
    /// The medication list.
    Medications,
    /// Intolerances: codes with a time.
    Intolerances,
    /// Consents by topic and channel; the list of channels.
    Consents(Vec<Symbol>),
    /// When a row's period starts: a date, possibly partial, or an instant. Columns only.
    Start,
    /// When it ends: a date, an instant, or `ongoing`, which is [`Instant::MAX`](crate::value::Instant::MAX): later than
    /// everything. Absent, it is unknown. Columns only.
    End,
    /// The rows of a series that a row is linked to, by their ids. Columns only.
    Links(SeriesId),
}

/// A declared fact.
#[derive(Debug, Clone, PartialEq)]
pub struct FactDecl {
    /// Its name in ruleset and record.
    pub name: String,
    /// What it may be.
    pub kind: FactKind,
    /// Its absence is a problem (and still unknown).
    pub required: bool,
    /// How long a value counts; then it is stale.
    pub valid: Option<Duration>,
    /// What is taken when it is absent, undated or stale; never in conflict or refused.
    pub assume: Option<Constant>,
    /// The codes it has in FHIR; of a code set that holds nothing, none.
    pub coded: Option<Vec<Code>>,
    /// Other ways in which records write the declared unit: `Drinks/Day`.
    pub also_written: Vec<String>,
    /// Where it is to be had.
    pub getting: Option<Getting>,
    /// Where it is declared.
    pub at: SpanId,
}

/// A column of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub kind: FactKind,
    /// What is taken when a row lacks it.
    pub assume: Option<Constant>,
    /// The codes it has in FHIR; of a code set that holds nothing, none.
    pub coded: Option<Vec<Code>>,
    /// Other ways in which records write the declared unit: `Drinks/Day`.
    pub also_written: Vec<String>,
}

/// A declared series: timestamped rows of one patient.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesDecl {
    /// Its name in ruleset and record.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// When the feed is further behind than this, "none arrived" is unknown.
    pub current_within: Option<Duration>,
    /// Not supplied counts as empty, listed as an assumption.
    pub assume_none_when_not_supplied: bool,
    /// The columns that say when a row was, the first known of them: `at is started, else status_since`, or the start of
    /// its period. Where there are none, or none is known, it is the row's own `at`.
    pub times: Vec<ColumnId>,
    /// `pair rows where at and setting are equal`: two rows of one time that agree on these columns, and of which neither
    /// holds what the other says otherwise, are one, where each has no other such partner.
    pub pair: Option<Vec<ColumnId>>,
    /// Where it is declared.
    pub at: SpanId,
}

/// A ruleset's declarations, as a record is read by them.
#[derive(Debug, Clone, Copy)]
pub struct Declared<'a> {
    /// The facts, by `FactId`.
    pub facts: &'a [FactDecl],
    /// The series, by `SeriesId`.
    pub series: &'a [SeriesDecl],
    /// The texts of symbols, by `Symbol`.
    pub symbols: &'a [String],
}

json_object! {
    FactDecl {
        "name": name, "kind": kind, "required": required, "valid": valid, "assume": assume, "coded": coded,
        "also_written": also_written,
        "getting": getting, "at": at,
    }
    Column { "name": name, "kind": kind, "assume": assume, "coded": coded, "also_written": also_written }
}

json_words! { Getting { Patient => "patient", Chart => "chart", Lab => "lab" } }

/// Its word, or an object of it and what belongs to it.
impl ToJson for FactKind {
    fn json(&self, to: &mut String) {
        let word = match self {
            FactKind::Date => "date",
            FactKind::Instant => "instant",
            FactKind::YesNo => "yes_no",
            FactKind::Codes => "codes",
            FactKind::Medications => "medications",
            FactKind::Intolerances => "intolerances",
            FactKind::Start => "start",
            FactKind::End => "end",
            FactKind::Number { unit, low, high } => return of(to, "number", &Range { unit, low, high }),
            FactKind::OneOf(symbols) => return of(to, "one_of", symbols),
            FactKind::AnyOf(symbols) => return of(to, "any_of", symbols),
            FactKind::Consents(channels) => return of(to, "consents", channels),
            FactKind::Links(series) => return of(to, "links", series),
        };
        text(to, word);
    }
}

fn of(to: &mut String, kind: &str, value: &dyn ToJson) {
    to.push_str(&object(&[(kind, value)]));
}

struct Range<'k> {
    unit: &'k Unit,
    low: &'k Option<Number>,
    high: &'k Option<Number>,
}

impl ToJson for Range<'_> {
    fn json(&self, to: &mut String) {
        to.push_str(&object(&[("unit", self.unit), ("low", self.low), ("high", self.high)]));
    }
}
