//! Time zones: the rules of one place, read from the IANA data that the crate carries, and what they say of a time.

mod rules;
mod start;

use super::{Duration, Instant, LocalTime};
use alloc::{sync::Arc, vec::Vec};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use core::fmt;
use rules::Rules;

pub use start::start_of;

/// The rules of one IANA zone, from 1970 on: before, it keeps the offset it had then. A clone shares them.
///
/// ```
/// use stepcare_core::value::{Instant, Zone};
/// let zone = Zone::named("America/New_York").unwrap();
/// let at = Instant::parse("2026-03-08T12:00:00Z")?;
/// assert_eq!(zone.local(at).to_string(), "2026-03-08 08:00:00");
/// assert_eq!(zone.start_of_day(zone.date(at)).to_string(), "2026-03-08T05:00:00.000Z");
/// # Ok::<(), stepcare_core::value::date::InstantError>(())
/// ```
#[derive(Clone)]
pub struct Zone(Arc<Inner>);

struct Inner {
    rules: Rules,
    /// Every offset from UTC that the zone has ever had, in milliseconds east, each once.
    offsets: Vec<i64>,
}

impl Zone {
    /// The zone of that IANA name, written as IANA writes it; `UTC` is one. `None` if the data has no such zone.
    #[must_use]
    pub fn named(name: &str) -> Option<Zone> {
        let rules = Rules::named(name)?;
        let offsets = super::sorted::unique(rules.offsets());
        Some(Zone(Arc::new(Inner { rules, offsets })))
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.rules.name
    }

    /// The release of the IANA data, which every result names: `2026a`.
    #[must_use]
    pub fn rules_version() -> &'static str {
        rules::VERSION
    }

    /// Milliseconds east of UTC at `ms` since 1970-01-01T00:00Z.
    fn offset(&self, ms: i64) -> i64 {
        i64::from(self.0.rules.offset(ms.div_euclid(1000))) * 1000
    }

    /// Milliseconds since 1970-01-01T00:00 that the wall clock shows at `ms`.
    fn wall(&self, ms: i64) -> i64 {
        ms.saturating_add(self.offset(ms))
    }

    /// The date and time of day that the wall clock shows.
    #[must_use]
    pub fn local(&self, at: Instant) -> NaiveDateTime {
        // chrono reaches far beyond an instant's years: the default is never taken.
        DateTime::from_timestamp_millis(self.wall(at.ms())).unwrap_or_default().naive_utc()
    }

    /// The date that the calendar on the wall shows.
    #[must_use]
    pub fn date(&self, at: Instant) -> NaiveDate {
        self.local(at).date()
    }

    /// The first instant at which the wall clock shows this time or, where a clock change skips it, a later one.
    ///
    /// So a skipped time is the first instant after the gap, and one that occurs twice is its first. 24:00 is the next
    /// day's 00:00. Beyond the years 1 to 9999 it is the nearest instant.
    #[must_use]
    pub fn instant(&self, date: NaiveDate, time: LocalTime) -> Instant {
        let wall = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis() + i64::from(time.ms());
        let shown_at = self.0.offsets.iter().map(|offset| wall - offset).filter(|ms| self.wall(*ms) == wall).min();
        let ms = shown_at.unwrap_or_else(|| self.end_of_gap(wall));
        Instant::from_ms(ms).unwrap_or(if ms < 0 { Instant::MIN } else { Instant::MAX })
    }

    /// The clock change that skips `wall`, a time that the wall clock never shows.
    fn end_of_gap(&self, wall: i64) -> i64 {
        let (Some(least), Some(greatest)) = (self.0.offsets.first(), self.0.offsets.last()) else {
            return wall;
        };
        // The clock is before `wall` at `before` and past it at `after`, both whole seconds: halve until they touch.
        let mut before = (wall - greatest).div_euclid(1000);
        let mut after = (wall - least).div_euclid(1000) + 1;
        while after - before > 1 {
            let middle = before.midpoint(after);
            if self.wall(middle * 1000) < wall { before = middle } else { after = middle }
        }
        after * 1000
    }

    /// The local day's first instant: 00:00, or the first after it where a clock change skips midnight.
    #[must_use]
    pub fn start_of_day(&self, date: NaiveDate) -> Instant {
        self.instant(date, LocalTime::MIDNIGHT)
    }

    /// The first instant after the local day: the start of the next.
    #[must_use]
    pub fn end_of_day(&self, date: NaiveDate) -> Instant {
        self.instant(date, LocalTime::END)
    }

    /// The instant this much later, or earlier if `back`; `None` beyond the years 1 to 9999.
    ///
    /// An exact duration is elapsed time. One of the calendar moves the local date and keeps the time of day.
    #[must_use]
    pub fn shift(&self, from: Instant, by: Duration, back: bool) -> Option<Instant> {
        if let Some(ms) = by.ms() {
            return from.checked_add_ms(if back { -ms } else { ms });
        }
        let local = self.local(from);
        let date = by.add_to_date(local.date(), back)?;
        // Not by way of the wall clock: `from` may be the second of a time that occurs twice.
        if date == local.date() { Some(from) } else { Some(self.instant(date, local.time().into())) }
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.0.rules.name == other.0.rules.name
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.0.rules.name)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod agreement;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
