//! Second floor: what came in. A [`Record`] is the host's document, as it was sent; a [`Chart`] is that record
//! read by a ruleset's declarations: every value in its declared unit, every refusal a [`Problem`] with a pointer.

pub mod chart;
pub mod declared;
pub mod document;
pub mod item;
pub mod problem;
pub mod read;
pub mod timeline;

pub use chart::{Cell, Chart, ChartRow, Consent, Entry, FactEntries, Intolerance, Medication, SeriesRows};
pub use declared::{Column, Declared, FactDecl, FactKind, Getting, SeriesDecl};
pub use document::{Event, EventKind, FactEntry, Record, Row, SeriesEntry, ZoneFrom};
pub use item::Item;
pub use problem::{Problem, ProblemCode};
pub use read::{ReadError, read_record};
pub use timeline::Timeline;
