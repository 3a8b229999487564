//! The chart: a record read by a ruleset's declarations. It holds no as-of: staleness, the future and a feed's
//! silence are judged by whoever reads it at an instant.

use alloc::{string::String, vec::Vec};

use super::{Event, Problem, Timeline};
use crate::value::{Code, Instant, Number, Value};

/// One patient, slot by slot.
#[derive(Clone)]
pub struct Chart {
    /// The patient's identifier.
    pub patient: String,
    /// Each declared fact's history, by `FactId`.
    pub facts: Vec<FactEntries>,
    /// Each declared series, by `SeriesId`.
    pub series: Vec<SeriesRows>,
    /// The medication list; `None` when it was not supplied.
    pub medications: Option<Vec<Medication>>,
    /// Intolerances; `None` when not supplied.
    pub intolerances: Option<Vec<Intolerance>>,
    /// Consents; `None` when not supplied.
    pub consents: Option<Vec<Consent>>,
    /// Events, oldest first; `None` when not supplied.
    pub events: Option<Vec<Event>>,
    /// Where the patient's days begin and end.
    pub timeline: Timeline,
    /// What was found wrong: in reading first, then by fact and by series.
    pub problems: Vec<Problem>,
}

/// A fact's history.
#[derive(Clone, Default)]
pub struct FactEntries {
    /// Its values, oldest first; undated ones before dated ones.
    pub entries: Vec<Entry>,
    /// A value was there and was refused (unit, range, spelling): the fact is unknown for that reason, and its
    /// assumption does not apply, unless a later sound value stands.
    pub refused: Vec<Refused>,
}

/// A value of a fact that was refused.
#[derive(Clone, PartialEq)]
pub struct Refused {
    /// When it was measured or recorded.
    pub at: Option<Instant>,
    /// A number out of its range, which alerts use as it was given; nobody else does.
    pub given: Option<Entry>,
}

/// One value of a fact, in its declared unit.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// The value.
    pub value: Value,
    /// When it was measured or recorded.
    pub at: Option<Instant>,
    /// Its identity.
    pub id: Option<String>,
    /// Where it came from.
    pub source: Option<String>,
    /// Its JSON pointer in the record.
    pub pointer: String,
}

/// A series as it is read: corrections applied, duplicates joined, in order of time, then id.
#[derive(Clone, Default)]
pub struct SeriesRows {
    /// Whether the record holds it at all.
    pub supplied: bool,
    /// It was there and could not be read, so it is not supplied, and no assumption takes its place.
    pub refused: bool,
    /// How far the feed has been heard from.
    pub through: Option<Instant>,
    /// Its rows; undated ones last.
    pub rows: Vec<ChartRow>,
}

/// One row.
#[derive(Clone)]
pub struct ChartRow {
    /// The row's identity: its first id through amendments, or `#n` by position where it has none.
    pub id: String,
    /// When it was measured; of one whose time is a date, the start of that day.
    pub at: Option<Instant>,
    /// Its time is known to the day only.
    pub day_only: bool,
    /// When it arrived.
    pub received: Option<Instant>,
    /// The device's id.
    pub device: Option<String>,
    /// The host's status, as given.
    pub status: Option<String>,
    /// By `ColumnId`.
    pub cells: Vec<Cell>,
    /// Its JSON pointer in the record.
    pub pointer: String,
}

/// A column of a row.
#[derive(Clone, Default, PartialEq)]
pub enum Cell {
    /// Not there.
    #[default]
    Absent,
    /// There, and within its range.
    Known(Value),
    /// There, and out of its range: not for averages and goals, used as given by alerts.
    OutOfRange(Value),
    /// There, and unreadable: unknown.
    Refused,
}

/// A line of the medication list.
#[derive(Clone)]
pub struct Medication {
    /// Its identity.
    pub id: String,
    /// The code in the record: an ingredient, or a product of the formulary.
    pub code: Code,
    /// One dose: mg of an ingredient, or tablets of a product; `None` is unknown. `counted` says which was written.
    pub dose: Option<Number>,
    /// Tablets (yes) or mg (no), where the record writes a unit; a dose in mg of a product, or in tablets of an
    /// ingredient, is an unknown dose.
    pub counted: Option<bool>,
    /// Doses a day; `None` is unknown.
    pub per_day: Option<Number>,
    /// From when it is taken.
    pub from: Option<Instant>,
    /// Until when, not included.
    pub to: Option<Instant>,
    /// Whether its status is active; `None` is unknown.
    pub active: Option<bool>,
    /// Its JSON pointer in the record.
    pub pointer: String,
}

/// Something not tolerated.
#[derive(Clone)]
pub struct Intolerance {
    /// What.
    pub code: Code,
    /// Since when.
    pub at: Option<Instant>,
}

/// A consent, given or revoked.
#[derive(Clone)]
pub struct Consent {
    /// Of which topic; `None` with a wider scope.
    pub topic: Option<String>,
    /// On which channel; `None` with scope `all`.
    pub channel: Option<String>,
    /// Which version of the wording.
    pub version: Option<String>,
    /// When it was given.
    pub given_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// How far a revocation reaches.
    pub scope: ConsentScope,
}

/// How far a consent or its revocation reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentScope {
    /// One topic on one channel.
    Topic,
    /// All topics on one channel: a bare STOP.
    Channel,
    /// Everything.
    All,
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        /// A patient's data: not for logs.
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}

redacted! { Chart FactEntries Refused Entry SeriesRows ChartRow Cell Medication Intolerance Consent }
