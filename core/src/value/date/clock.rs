//! The time of day on a wall clock, without a date or a zone.

use super::number;
use crate::value::text::{Padded, Part, display_of_part, text};
use alloc::string::String;
use chrono::{NaiveTime, Timelike};

/// A time of day in whole milliseconds since midnight; 24:00 is the end of a day, and the start of none.
///
/// ```
/// use stepcare_core::value::LocalTime;
/// assert_eq!(LocalTime::parse("08:00").unwrap().ms(), 28_800_000);
/// assert!(LocalTime::parse("23:59:59").unwrap() < LocalTime::END);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(u32);

impl LocalTime {
    /// 00:00.
    pub const MIDNIGHT: LocalTime = LocalTime(0);
    /// 24:00.
    pub const END: LocalTime = LocalTime(86_400_000);

    /// Reads `08:00` or `08:00:30`, up to `24:00`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<LocalTime> {
        let mut parts = text.split(':');
        let hour = number(parts.next()?, 2)?;
        let minute = number(parts.next()?, 2).filter(|minute| *minute < 60)?;
        let second = match parts.next() {
            Some(second) => number(second, 2).filter(|second| *second < 60)?,
            None => 0,
        };
        let time = LocalTime::from_ms(((hour * 60 + minute) * 60 + second) * 1000)?;
        parts.next().is_none().then_some(time)
    }

    /// The time `ms` milliseconds after midnight; `None` beyond 24:00.
    #[must_use]
    pub fn from_ms(ms: u32) -> Option<LocalTime> {
        Some(LocalTime(ms)).filter(|time| *time <= LocalTime::END)
    }

    /// Milliseconds since midnight, 0 to 86,400,000.
    #[must_use]
    pub fn ms(self) -> u32 {
        self.0
    }
}

/// The time of day that chrono holds, less what is finer than a millisecond.
impl From<NaiveTime> for LocalTime {
    fn from(time: NaiveTime) -> LocalTime {
        // A leap second is counted in chrono's nanoseconds, so the sum may pass the end of the day.
        LocalTime(time.num_seconds_from_midnight() * 1000 + time.nanosecond() / 1_000_000)
            .min(LocalTime(LocalTime::END.0 - 1))
    }
}

/// `08:00`, with seconds and milliseconds only where they are not 0.
impl Part for LocalTime {
    fn put(&self, to: &mut String) {
        let (minutes, ms) = (self.0 / 60_000, self.0 % 60_000);
        let two = |part: u32| Padded(part.into(), 2);
        text![two(minutes / 60), ":", two(minutes % 60)].put(to);
        if ms > 0 {
            text![":", two(ms / 1000)].put(to);
        }
        if ms % 1000 > 0 {
            text![".", Padded((ms % 1000).into(), 3)].put(to);
        }
    }
}

display_of_part!(LocalTime);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::LocalTime;
    use alloc::string::ToString;
    use chrono::NaiveTime;

    #[test]
    fn times_of_a_day_are_read_and_written_to_its_end() {
        for text in ["00:00", "08:00", "08:00:30", "23:59:59", "24:00"] {
            let time = LocalTime::parse(text).unwrap();
            assert_eq!(time.to_string(), text);
        }
        assert_eq!(LocalTime::parse("24:00:00"), Some(LocalTime::END));
        for text in [
            "",
            "8:00",
            "08",
            "08:60",
            "08:00:60",
            "24:00:01",
            "24:01",
            "25:00",
            "08:00:00:00",
            "08:00 ",
            "+8:00",
            "99:99",
        ] {
            assert_eq!(LocalTime::parse(text), None, "{text}");
        }
        assert_eq!(LocalTime::from_ms(86_400_001), None);
    }

    #[test]
    fn a_leap_second_is_the_last_of_its_day() {
        let leap = NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).unwrap();
        assert_eq!(LocalTime::from(leap).to_string(), "23:59:59.999");
        assert_eq!(LocalTime::from(NaiveTime::from_hms_milli_opt(7, 12, 0, 250).unwrap()).to_string(), "07:12:00.250");
    }
}
