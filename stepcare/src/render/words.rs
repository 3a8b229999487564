//! Values in words: local dates as people say them, numbers without noise, statuses and causes in English.

use crate::{Date, Instant, Number, Shown, Status, Unit, Why, Zone};
use chrono::{Datelike, NaiveDate};

/// Dates on the patient's calendar; the year is left out where it is that of as-of.
pub struct Calendar<'a> {
    pub zone: &'a Zone,
    year: i32,
}

impl<'a> Calendar<'a> {
    pub fn new(zone: &'a Zone, as_of: Instant) -> Calendar<'a> {
        Calendar { zone, year: zone.date(as_of).year() }
    }

    /// `Tue 3 Mar`, `Wed 4 Dec 2025`.
    pub fn day(&self, day: NaiveDate) -> String {
        let format = if day.year() == self.year { "%a %-d %b" } else { "%a %-d %b %Y" };
        day.format(format).to_string()
    }

    /// A date as it was given: a month or a year alone stays one.
    pub fn date(&self, date: Date) -> String {
        match date {
            Date::Day(day) => self.day(day),
            partial => partial.to_string(),
        }
    }

    /// `Tue 3 Mar 07:00`.
    pub fn moment(&self, at: Instant) -> String {
        let local = self.zone.local(at);
        format!("{} {}", self.day(local.date()), local.time().format("%H:%M"))
    }

    /// `Tue 3 Mar 2026 07:00`.
    pub fn full_moment(&self, at: Instant) -> String {
        self.zone.local(at).format("%a %-d %b %Y %H:%M").to_string()
    }

    /// A value of a reason; dates and instants in words.
    pub fn shown(&self, value: &Shown) -> String {
        match value {
            Shown::Number(n) => number(*n),
            Shown::Text(text) => self.text(text),
            Shown::List(items) if items.is_empty() => "none".into(),
            Shown::List(items) => items.iter().map(|item| self.text(item)).collect::<Vec<_>>().join(", "),
        }
    }

    fn text(&self, text: &str) -> String {
        if let Ok(at) = Instant::parse(text) {
            return self.moment(at);
        }
        match Date::parse(text) {
            Some(Date::Day(day)) => self.day(day),
            _ => spaced(text),
        }
    }
}

/// Two decimals, or as many as it takes that a number with a fraction does not look like a whole one: 129.999 is not 130.
pub fn number(n: Number) -> String {
    let rounded = |places: u32| n.round_half_up(Number::ratio(1, 10_i128.pow(places))?);
    let told = [2, 4, 6, 8, 10, 12].into_iter().filter_map(rounded).find(|r| n.is_integer() || !r.is_integer());
    told.unwrap_or(n).to_string()
}

/// `+3.75`, `-4`, `0`.
pub fn signed(n: Number) -> String {
    let text = number(n);
    if n > Number::ZERO { format!("+{text}") } else { text }
}

/// `1.02 mg/dL`; a plain number has no unit.
pub fn quantity(value: &str, unit: Option<Unit>) -> String {
    match unit.map(Unit::shown) {
        None | Some("" | "1") => value.into(),
        Some("%") => format!("{value}%"),
        Some(unit) => format!("{value} {unit}"),
    }
}

/// `1 reading`, `2 readings`.
pub fn count(n: usize, one: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {one}{s}")
}

/// `a, b and c`, or with `or`.
pub fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A snake_case name of the format as words.
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

pub fn status(status: Status) -> &'static str {
    match status {
        Status::Eligible => "eligible",
        Status::Excluded => "excluded",
        Status::Referred => "referred",
        Status::Ready => "ready",
        Status::Insufficient => "not enough readings",
        Status::AtGoal => "at goal",
        Status::AboveGoal => "above goal",
        Status::BelowRange => "below range",
        Status::NotAssessable => "not assessable",
        Status::Fired => "fired",
        Status::Quiet => "quiet",
        Status::Applies => "applies",
        Status::DoesNotApply => "does not apply",
        Status::Holds => "holds",
        Status::DoesNotHold => "does not hold",
        Status::Scored => "scored",
        Status::NotAmong => "not among those measured",
        Status::Excepted => "left out",
        Status::Counted => "counted",
        Status::Excused => "not counted, and excused",
        Status::Uncounted => "not counted",
        Status::Due => "due",
        Status::Overdue => "overdue",
        Status::Done => "done",
        Status::Stay => "stay",
        Status::Step => "a step",
        Status::Hold => "hold",
        Status::Wait => "wait",
        Status::Blocked => "blocked",
        Status::Exhausted => "no step left",
        Status::Matched => "a row holds",
        Status::NoRow => "no row holds",
        Status::RowsConflict => "rows conflict",
        Status::Undetermined => "cannot say yet",
    }
}

pub fn why(why: Why) -> &'static str {
    match why {
        Why::Absent => "not in the record",
        Why::Undated => "undated",
        Why::Stale => "stale",
        Why::Conflict => "in conflict",
        Why::Refused => "refused, see PROBLEMS",
        Why::Partial => "known only in part",
        Why::NotSupplied => "not supplied",
        Why::FeedBehind => "the feed is behind",
        Why::NoRows => "no rows",
        Why::Unmapped => "not mapped by the formulary",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Calendar, count, list, number, quantity, signed};
    use crate::{Instant, Number, Unit, Zone};

    #[test]
    fn a_moment_is_local_and_names_its_year_only_where_it_is_another() {
        let zone = Zone::named("America/New_York").unwrap();
        let calendar = Calendar::new(&zone, Instant::parse("2026-03-02T14:00:00Z").unwrap());
        let moment = |text| calendar.moment(Instant::parse(text).unwrap());
        assert_eq!(moment("2026-03-03T12:00:00Z"), "Tue 3 Mar 07:00");
        assert_eq!(moment("2026-01-01T04:59:00Z"), "Wed 31 Dec 2025 23:59");
        assert_eq!(moment("2026-03-08T07:00:00Z"), "Sun 8 Mar 03:00", "after the clock change");
    }

    #[test]
    fn numbers_are_short_and_never_look_whole_when_they_are_not() {
        assert_eq!(number(Number::ratio(401, 3).unwrap()), "133.67");
        assert_eq!(number(Number::parse("133.75").unwrap()), "133.75");
        assert_eq!(number(Number::integer(130)), "130");
        assert_eq!(number(Number::parse("129.999").unwrap()), "129.999");
        assert_eq!(number(Number::parse("-0.0001").unwrap()), "-0.0001");
        assert_eq!(signed(Number::parse("3.75").unwrap()), "+3.75");
        assert_eq!(signed(Number::ZERO), "0");
        assert_eq!(quantity("30", Unit::written("%")), "30%");
        assert_eq!(quantity("1.02", Unit::written("mg/dL")), "1.02 mg/dL");
    }

    #[test]
    fn lists_and_counts_read_as_english() {
        assert_eq!((count(1, "reading"), count(2, "day")), ("1 reading".into(), "2 days".into()));
        assert_eq!(list(&["a".into(), "b".into(), "c".into()], "and"), "a, b and c");
    }
}
