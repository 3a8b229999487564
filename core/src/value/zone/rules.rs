//! The rules of a zone, from the tables that `build/` writes out of the IANA data.

use alloc::vec::Vec;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime};

include!(concat!(env!("OUT_DIR"), "/zones.rs"));

/// The release of the IANA data.
pub const VERSION: &str = env!("STEPCARE_ZONE_RULES");

const DAY: i64 = 86_400;

/// Instants are seconds since 1970-01-01T00:00Z; offsets are seconds east of UTC.
pub struct Rules {
    pub name: &'static str,
    /// The offset at the start of 1970, and before the first change.
    first: i32,
    /// The instant of each change listed and the offset from it on.
    changes: Vec<(i64, i32)>,
    /// What happens every year from the last one listed on; without it the last offset stays.
    future: Option<&'static [Yearly; 2]>,
}

/// A change of every year.
struct Yearly {
    /// Its day is the first such weekday (0 is Sunday) on or after this date.
    month: u8,
    day: u8,
    weekday: u8,
    /// From that day's 00:00 in UTC; the change may lie on the day before or after.
    second: i32,
    /// The offset from then on.
    offset: i32,
}

impl Rules {
    /// The rules of the zone of exactly that name.
    pub fn named(name: &str) -> Option<Rules> {
        let (zone, name) = NAMES
            .split('\n')
            .enumerate()
            .find_map(|(zone, names)| Some((zone, names.split(' ').find(|known| *known == name)?)))?;
        let from = CHANGES.get(..zone)?.iter().map(|changes| usize::from(*changes)).sum();
        let to = from + usize::from(*CHANGES.get(zone)?);
        let first = *FIRST.get(zone)?;
        let (mut day, mut before, mut offset) = (FIRST_DAY, first, *THEN.get(zone)?);
        let mut changes = Vec::with_capacity(to - from);
        for (days, kind) in DAYS.get(from..to)?.iter().zip(KINDS.get(from..to)?) {
            let (second, more) = KIND.get(usize::from(*kind))?;
            day += i64::from(*days);
            offset += more;
            changes.push((day * DAY + i64::from(second - before), offset));
            before = offset;
        }
        // No future is 0: no place is one less.
        let future = FUTURES.get(usize::from(*FUTURE.get(zone)?).wrapping_sub(1));
        Some(Rules { name, first, changes, future })
    }

    /// The offset at an instant.
    pub fn offset(&self, instant: i64) -> i32 {
        let past = self.changes.partition_point(|(change, _)| *change <= instant);
        let yearly = self.future.filter(|_| past == self.changes.len());
        yearly.and_then(|future| latest(future, instant)).unwrap_or_else(|| {
            let change = past.checked_sub(1).and_then(|last| self.changes.get(last));
            change.map_or(self.first, |(_, offset)| *offset)
        })
    }

    /// Every offset that the zone has ever had, in milliseconds, some more than once.
    pub fn offsets(&self) -> Vec<i64> {
        let mut offsets = alloc::vec![i64::from(self.first) * 1000];
        for (_, offset) in &self.changes {
            offsets.push(i64::from(*offset) * 1000);
        }
        for change in self.future.map_or(&[][..], |future| future) {
            offsets.push(i64::from(change.offset) * 1000);
        }
        offsets
    }
}

/// The offset from the last change of every year that is not after the instant; `None` beyond the calendar.
fn latest(future: &[Yearly; 2], instant: i64) -> Option<i32> {
    let year = DateTime::from_timestamp(instant, 0)?.year();
    // Before this year's changes, one of the last year holds.
    [year, year - 1].into_iter().find_map(|year| {
        let changes = future.iter().filter_map(|change| Some((change.instant(year)?, change.offset)));
        changes.filter(|(at, _)| *at <= instant).max().map(|(_, offset)| offset)
    })
}

impl Yearly {
    fn instant(&self, year: i32) -> Option<i64> {
        let date = NaiveDate::from_ymd_opt(year, self.month.into(), self.day.into())?;
        let wait = (u32::from(self.weekday) + 7 - date.weekday().num_days_from_sunday()) % 7;
        Some(date.and_time(NaiveTime::MIN).and_utc().timestamp() + i64::from(wait) * DAY + i64::from(self.second))
    }
}
