//! A second evaluator: slow, straight from the model and the written meaning. It shares with the first the ground floor of
//! values and the plain data of ruleset and record, and no decision. What it does not work out it says.

pub mod alert;
pub mod average;
pub mod compare;
pub mod decide;
pub mod drawn;
pub mod expression;
pub mod facts;
pub mod goal;
pub mod read;
pub mod regimen;
pub mod rows;
pub mod series;

use chrono::NaiveDate;
use stepcare_core::record::Record;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::{Instant, Zone};

/// Something the second evaluator does not work out: what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotYet(pub &'static str);

/// Known, unknown (`None`), or not worked out here.
pub type Worked<T> = Result<T, NotYet>;

/// One patient at one instant under one ruleset.
#[derive(Debug, Clone, Copy)]
pub struct Second<'a> {
    /// The ruleset, with its default settings.
    pub rules: &'a Compiled,
    /// The host's document.
    pub record: &'a Record,
    /// As of when.
    pub as_of: Instant,
    /// The zone where the record lists none.
    pub zone: &'a Zone,
}

impl Second<'_> {
    /// The zone in force at an instant.
    #[must_use]
    pub fn zone_at(&self, at: Instant) -> Zone {
        let known = self.record.zones.iter().filter(|z| z.from <= at);
        let known = known.filter_map(|z| Zone::named(&z.zone).map(|zone| (z.from, zone)));
        known.max_by_key(|(from, _)| *from).map_or_else(|| self.zone.clone(), |(_, zone)| zone)
    }

    /// The local day of an instant.
    #[must_use]
    pub fn day(&self, at: Instant) -> NaiveDate {
        self.zone_at(at).date(at)
    }

    /// The local day of as-of.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.day(self.as_of)
    }
}
