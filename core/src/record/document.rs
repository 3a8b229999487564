//! The record as a host sends it: one patient's facts, series and events by name.

use alloc::{string::String, vec::Vec};

use super::{Item, Problem};
use crate::value::{Instant, SortedMap};

/// The record format this version reads.
pub const RECORD_FORMAT: u32 = 1;

/// One patient. Built by [`read_record`](super::read_record) from JSON, or by hand:
///
/// ```
/// use stepcare_core::record::{FactEntry, Record};
/// let mut record = Record::new("p-001");
/// record.fact("birth_date", FactEntry::new("1961-04-01"));
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Record {
    /// The patient's identifier, as the host knows it.
    pub patient: String,
    /// By name, each a history; the latest `at` counts.
    pub facts: SortedMap<String, Vec<FactEntry>>,
    /// By name. A series that is not here was not supplied.
    pub series: SortedMap<String, SeriesEntry>,
    /// What happened to earlier actions and stages; `None` when the host supplied no list.
    pub events: Option<Vec<Event>>,
    /// Where the patient lives, over time; empty where the evaluation's zone always held.
    pub zones: Vec<ZoneFrom>,
    /// What reading the document already found wrong.
    pub problems: Vec<Problem>,
}

/// One value of a fact.
#[derive(Clone, PartialEq)]
pub struct FactEntry {
    /// Its identity, which keeps an action's key the same when the value is corrected.
    pub id: Option<String>,
    /// The value.
    pub value: Item,
    /// UCUM unit of a number.
    pub unit: Option<String>,
    /// When it was measured or recorded.
    pub at: Option<Instant>,
    /// Where it came from.
    pub source: Option<String>,
    /// An `at` was there and could not be read (a problem says so): the entry is refused, not undated.
    pub refused: bool,
    /// JSON pointer of the value in the document it was read from; none when it was built by hand.
    pub pointer: Option<String>,
}

/// A series.
#[derive(Clone, Default, PartialEq)]
pub struct SeriesEntry {
    /// How far the feed has been heard from.
    pub through: Option<Instant>,
    /// The rows, in any order, corrections and duplicates among them; positions are those of the document.
    pub rows: Vec<Row>,
    /// It was there and could not be read (a problem says so): unknown, neither empty nor merely not supplied.
    pub refused: bool,
}

/// A row of a series.
#[derive(Clone, Default, PartialEq)]
pub struct Row {
    /// Its identity.
    pub id: Option<String>,
    /// When it was measured.
    pub at: Option<Instant>,
    /// When it arrived.
    pub received: Option<Instant>,
    /// The device's id.
    pub device: Option<String>,
    /// `amended`, `entered_in_error`, …
    pub status: Option<String>,
    /// Its columns, by name; a number may be `{"value", "unit"}`.
    pub columns: Vec<(String, Item)>,
    /// A time was there and could not be read: the row is refused, with its problem.
    pub refused: bool,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The host created the action.
    Opened,
    /// The host took over a changed content.
    Updated,
    /// It was done (a message: delivered to its channel).
    Done,
    /// A person called it off.
    Cancelled,
    /// It could not be done.
    Failed,
    /// A message was read.
    Read,
    /// The host closed it because an evaluation said so.
    Closed,
    /// The patient entered a stage.
    StageEntered,
}

/// One event. Action events carry `key`; `stage_entered` carries pathway, stage and ruleset.
#[derive(Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Instant,
    /// The action's key.
    pub key: Option<String>,
    /// Digest of the action's content, as the host wrote it.
    pub content: Option<String>,
    /// The pathway.
    pub pathway: Option<String>,
    /// The stage.
    pub stage: Option<String>,
    /// The ruleset.
    pub ruleset: Option<String>,
}

/// From this instant on, this zone.
#[derive(Clone, PartialEq)]
pub struct ZoneFrom {
    /// IANA name.
    pub zone: String,
    /// From when.
    pub from: Instant,
}

impl Record {
    /// An empty record of a patient.
    #[must_use]
    pub fn new(patient: impl Into<String>) -> Record {
        Record { patient: patient.into(), ..Record::default() }
    }

    /// Adds a value to a fact's history.
    pub fn fact(&mut self, name: impl Into<String>, entry: FactEntry) -> &mut Record {
        self.facts.slot(name.into()).push(entry);
        self
    }

    /// The series of this name, supplied from now on, to add rows to.
    pub fn series(&mut self, name: impl Into<String>) -> &mut SeriesEntry {
        self.series.slot(name.into())
    }
}

impl FactEntry {
    /// A value without unit, date or source.
    #[must_use]
    pub fn new(value: impl Into<Item>) -> FactEntry {
        FactEntry { id: None, value: value.into(), unit: None, at: None, source: None, refused: false, pointer: None }
    }

    /// With its unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> FactEntry {
        self.unit = Some(unit.into());
        self
    }

    /// With its time.
    #[must_use]
    pub fn at(mut self, at: Instant) -> FactEntry {
        self.at = Some(at);
        self
    }
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

redacted! { Record FactEntry SeriesEntry Row Event ZoneFrom }
