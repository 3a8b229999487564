//! A second evaluator: slow, straight from the model and the written meaning. It shares with the first the ground floor of
//! values and the plain data of ruleset and record, and no decision. What it does not work out it says.

mod actions;
mod alert;
pub mod average;
mod check;
pub mod compare;
mod decide;
pub mod drawn;
pub mod expression;
pub mod facts;
mod goal;
mod ladder;
pub mod read;
pub mod reasons;
pub mod regimen;
pub mod rows;
pub mod series;
mod table;
mod told;

use chrono::NaiveDate;
use stepcare_core::record::Record;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::{Duration, Instant, LocalTime, Zone};

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

    /// The first instant at which the patient's clock shows this date and time of day or a later one.
    #[must_use]
    pub fn instant_of(&self, day: NaiveDate, time: LocalTime) -> Instant {
        let mut changes: Vec<(Instant, Zone)> = vec![(Instant::MIN, self.zone.clone())];
        for change in &self.record.zones {
            changes.extend(Zone::named(&change.zone).map(|zone| (change.from, zone)));
        }
        changes.sort_by_key(|(from, _)| *from);
        for (n, (from, zone)) in changes.iter().enumerate() {
            let until = changes.get(n + 1).map_or(Instant::MAX, |(next, _)| *next);
            let at = zone.instant(day, time).max(*from);
            if at < until || until == Instant::MAX {
                return at;
            }
        }
        Instant::MAX
    }

    /// The first instant after a local day.
    #[must_use]
    pub fn end_of_day(&self, day: NaiveDate) -> Instant {
        self.instant_of(day, LocalTime::END)
    }

    /// The instant this much later or earlier: of calendar units, the same time of another day.
    #[must_use]
    pub fn shift(&self, from: Instant, by: Duration, back: bool) -> Option<Instant> {
        if let Some(ms) = by.ms() {
            return from.checked_add_ms(if back { -ms } else { ms });
        }
        let local = self.zone_at(from).local(from);
        let day = by.add_to_date(local.date(), back)?;
        Some(if day == local.date() { from } else { self.instant_of(day, local.time().into()) })
    }

    /// The local day of as-of.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.day(self.as_of)
    }
}
