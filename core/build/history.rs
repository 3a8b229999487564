//! What the clocks of one zone did and will do, without what the engine has no use for: abbreviations, whether an offset
//! is called daylight saving, changes of these alone.

use tz::timezone::{AlternateTime, RuleDay, TimeZone, TransitionRule};

/// Instants are seconds since 1970-01-01T00:00Z; offsets are seconds east of UTC.
#[derive(PartialEq, Eq, Hash, Clone)]
pub struct History {
    /// The offset at the start of 1970, and before the first change.
    pub first: i32,
    /// Each change listed: its instant and the offset from it on.
    pub changes: Vec<(i64, i32)>,
    /// The two changes of every year from the last one listed on, or none: then its offset stays.
    pub future: Option<[Yearly; 2]>,
}

/// A change of every year. Its `Debug` is a Rust expression for the type of this name that the tables are read into.
#[derive(PartialEq, Eq, Hash, Clone, Debug)]
pub struct Yearly {
    /// The day is the first such weekday (0 is Sunday) on or after this date.
    pub month: u8,
    pub day: u8,
    pub weekday: u8,
    /// From that day's 00:00 in UTC; the change may lie on the day before or after.
    pub second: i32,
    /// From then on.
    pub offset: i32,
}

impl History {
    pub fn read(name: &str, tzif: &[u8]) -> History {
        let zone = TimeZone::from_tz_data(tzif).unwrap_or_else(|error| panic!("{name}: {error}"));
        let zone = zone.as_ref();
        assert!(zone.leap_seconds().is_empty(), "{name} counts leap seconds, which UTC does not");
        let offset_of = |kind: usize| zone.local_time_types().get(kind).expect("checked by the parser").ut_offset();
        let future = match zone.extra_rule() {
            Some(TransitionRule::Alternate(rule)) => Some(yearly(name, rule)),
            Some(TransitionRule::Fixed(_)) | None => None,
        };
        let first = offset_of(0);
        let (mut changes, mut offset) = (Vec::new(), first);
        for (at, transition) in zone.transitions().iter().enumerate() {
            let next = offset_of(transition.local_time_type_index());
            // From the last one on the future holds, even where it changes nothing itself.
            let future_starts = future.is_some() && at + 1 == zone.transitions().len();
            if next != offset || future_starts {
                changes.push((transition.unix_leap_time(), next));
            }
            offset = next;
        }
        if let Some(TransitionRule::Fixed(kind)) = zone.extra_rule() {
            assert_eq!(kind.ut_offset(), offset, "{name}: the offset that stays is the last one's");
        }
        from_1970(first, changes, future)
    }
}

/// What happened since 1970. Before that the IANA data is not meant to hold for every place of a zone's name, and it is half of
/// all changes.
fn from_1970(mut first: i32, mut changes: Vec<(i64, i32)>, future: Option<[Yearly; 2]>) -> History {
    // A future begins with the last change.
    let last = changes.len().saturating_sub(future.is_some().into());
    let before = changes.iter().take(last).take_while(|(instant, _)| *instant <= 0);
    for (_, offset) in changes.drain(..before.count()) {
        first = offset;
    }
    History { first, changes, future }
}

fn yearly(name: &str, rule: &AlternateTime) -> [Yearly; 2] {
    let (standard, summer) = (rule.std().ut_offset(), rule.dst().ut_offset());
    [
        change(name, rule.dst_start(), rule.dst_start_time(), standard, summer),
        change(name, rule.dst_end(), rule.dst_end_time(), summer, standard),
    ]
}

/// The change on that day, at that second of the wall clock before it.
fn change(name: &str, day: &RuleDay, second: i32, before: i32, offset: i32) -> Yearly {
    let RuleDay::MonthWeekDay(rule) = day else {
        panic!("{name} changes its clock on a day of the year: only months, weeks and weekdays are known");
    };
    // The last week begins on a date of its own, which February does not have; a change around New Year would belong to
    // another year in UTC.
    let day = match (rule.week(), rule.month()) {
        (week @ 1..=4, 2..=11) => week * 7 - 6,
        (5, 4 | 6 | 9 | 11) => 24,
        (5, 3 | 5 | 7 | 8 | 10) => 25,
        (week, month) => panic!("{name} changes its clock in week {week} of month {month}: not known"),
    };
    Yearly { month: rule.month(), day, weekday: rule.week_day(), second: second - before, offset }
}
