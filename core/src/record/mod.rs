//! Second floor: what came in. A [`Record`] is the host's document, as it was sent; a [`Chart`] is that record
//! read by a ruleset's declarations: every value in its declared unit, every refusal a [`Problem`] with a pointer.

mod bind;
mod bind_lists;
mod bind_series;
mod bind_time;
mod bind_value;
pub mod chart;
pub mod declared;
pub mod document;
pub mod item;
mod json;
pub mod limits;
mod nearest;
mod pair;
pub mod problem;
pub mod read;
pub mod timeline;

pub(crate) use bind_value::row_id;
pub use chart::{
    Cell, Chart, ChartRow, Consent, ConsentScope, Entry, FactEntries, Intolerance, Medication, Refused, SeriesRows,
};
pub use declared::{Column, Declared, FactDecl, FactKind, Getting, SeriesDecl};
pub use document::{Event, EventKind, FactEntry, RECORD_FORMAT, Record, Row, SeriesEntry, ZoneFrom};
pub use item::Item;
pub(crate) use json::deeper_than;
pub use json::read_item;
pub use limits::Limits;
pub use nearest::nearest;
pub use problem::{PROBLEMS, Problem};
pub use read::read_record;
pub use timeline::Timeline;
