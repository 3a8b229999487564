//! What moves with time: today, ages, days counted from them. Whoever reads one notes the instant at which it reads otherwise.

use alloc::vec::Vec;

use chrono::{Datelike, Days, NaiveDate};

use super::compare::{self, between, holds, just_after};
use super::{CompareOp, DatePart, Machine, Node, Row};
use crate::record::ChartRow;
use crate::value::date::{date_of_age, date_of_months, whole_months, whole_years};
use crate::value::id::ExprId;
use crate::value::sorted;
use crate::value::{Date, Duration, Instant, Listed, Number, TimeUnit, Truth, Value};

/// A comparison of something that moves with something that stands still.
pub(super) struct Turning {
    /// Whether it holds now.
    pub(super) holds: Truth,
    /// The next instant at which it holds otherwise, if nothing but time changes.
    pub(super) turns: Option<Instant>,
}

/// Which operand stands still, and its value.
struct Fixed<'v> {
    left: bool,
    value: &'v Value,
}

impl Machine<'_> {
    /// The node behind any names.
    pub(super) fn unnamed(&self, mut expr: ExprId) -> ExprId {
        while let Some(Node::Named { of, .. }) = self.terms.program.node(expr) {
            expr = *of;
        }
        expr
    }

    /// A comparison one side of which moves: whether it holds and when it turns. `None` where it has no such shape;
    /// then each side is worked out by itself, and notes its own next change.
    pub(super) fn turning(&mut self, op: CompareOp, left: ExprId, right: ExprId, row: Option<&Row>) -> Option<Turning> {
        let (moving, still, still_is_left) = match (self.reads_of(left).moves, self.reads_of(right).moves) {
            (true, false) => (self.unnamed(left), right, false),
            (false, true) => (self.unnamed(right), left, true),
            _ => return None,
        };
        if !self.is_clock(moving) && !self.is_age(moving) {
            return None;
        }
        let Some(value) = self.get(still, row) else {
            return Some(Turning { holds: Truth::Unknown, turns: None });
        };
        let fixed = Fixed { left: still_is_left, value: &value };
        let instants = if self.is_clock(moving) {
            self.clock_reaches(moving, &value)
        } else {
            self.age_reaches(moving, &value, row)?
        };
        let holds = self.compared_at(op, moving, &fixed, self.as_of, row);
        let mut later: Vec<Instant> = instants.into_iter().filter(|at| *at > self.as_of).listed();
        sorted::sort(&mut later);
        let turns = later.into_iter().find(|at| self.compared_at(op, moving, &fixed, *at, row) != holds);
        Some(Turning { holds, turns })
    }

    /// The comparison as it stands at an instant.
    fn compared_at(
        &mut self,
        op: CompareOp,
        moving: ExprId,
        fixed: &Fixed<'_>,
        at: Instant,
        row: Option<&Row>,
    ) -> Truth {
        let value = if self.is_clock(moving) { self.clock_at(moving, at) } else { self.age_at(moving, at, row) };
        match value {
            Some(value) if fixed.left => holds(op, fixed.value, &value, &self.chart.timeline),
            Some(value) => holds(op, &value, fixed.value, &self.chart.timeline),
            None => Truth::Unknown,
        }
    }

    /// Today, now, or counted from one of them.
    pub(super) fn is_clock(&self, expr: ExprId) -> bool {
        match self.terms.program.node(expr) {
            Some(Node::Today | Node::Now) => true,
            Some(Node::Named { of, .. } | Node::Shift { of, .. } | Node::Part { of, .. }) => self.is_clock(*of),
            _ => false,
        }
    }

    /// Completed years (months, weeks, days) of something that stands still, up to today or now.
    fn is_age(&self, expr: ExprId) -> bool {
        match self.terms.program.node(expr) {
            Some(Node::Whole { from, to, .. }) => {
                let to = self.terms.program.node(self.unnamed(*to));
                matches!(to, Some(Node::Today | Node::Now)) && !self.reads_of(*from).moves
            }
            _ => false,
        }
    }

    /// What a clock reads at an instant.
    fn clock_at(&self, expr: ExprId, at: Instant) -> Option<Value> {
        match self.terms.program.node(expr)? {
            Node::Today => Some(Value::Date(Date::Day(self.chart.timeline.date(at)))),
            Node::Now => Some(Value::Instant(at)),
            Node::Named { of, .. } => self.clock_at(*of, at),
            Node::Shift { of, by, back } => {
                let of = self.clock_at(*of, at)?;
                self.shifted(&of, *by, *back)
            }
            Node::Part { of, part } => {
                let of = self.clock_at(*of, at)?;
                self.part_of(&of, *part)
            }
            _ => None,
        }
    }

    /// A day that belongs to a date or an instant.
    pub(super) fn part_of(&self, of: &Value, part: DatePart) -> Option<Value> {
        let (first, last) = compare::days(of, &self.chart.timeline)?;
        Some(Value::Date(match (part, of) {
            (DatePart::Day, Value::Date(date)) => *date,
            (DatePart::Day, _) => Date::Day(first),
            (DatePart::YearStart, _) => Date::Day(Date::Year(first.year()).earliest()),
            (DatePart::YearEnd, _) => Date::Day(Date::Year(last.year()).latest()),
        }))
    }

    /// When a row was: an instant, or a date where it is known to the day.
    pub(super) fn time_of(&self, row: &ChartRow) -> Option<Value> {
        let at = row.at?;
        Some(if row.day_only { Value::Date(Date::Day(self.chart.timeline.date(at))) } else { Value::Instant(at) })
    }

    /// When a clock reaches, and when it passes, each end of a value.
    fn clock_reaches(&self, clock: ExprId, value: &Value) -> Vec<Instant> {
        let mut found = Vec::new();
        let reads_instant = matches!(self.clock_at(clock, self.as_of), Some(Value::Instant(_)));
        match value {
            Value::Instant(at) if reads_instant => {
                found.extend([*at, just_after(*at)].map(|at| {
                    self.first_instant(clock, &|read, _| match read {
                        Value::Instant(read) => *read >= at,
                        _ => true,
                    })
                }));
            }
            _ => {
                let Some((first, last)) = compare::days(value, &self.chart.timeline) else { return found };
                let plain = matches!(self.terms.program.node(clock), Some(Node::Today | Node::Now));
                for day in [Some(first), first.succ_opt(), Some(last), last.succ_opt()].into_iter().flatten() {
                    found.push(if plain {
                        self.chart.timeline.start_of_day(day)
                    } else {
                        self.first_instant(clock, &|read, days| days(read).is_none_or(|read| read >= day))
                    });
                }
            }
        }
        found
    }

    /// The first instant from as-of on at which what a clock reads has arrived. A clock never runs backwards: halve.
    #[allow(clippy::type_complexity)]
    fn first_instant(
        &self,
        clock: ExprId,
        arrived: &dyn Fn(&Value, &dyn Fn(&Value) -> Option<NaiveDate>) -> bool,
    ) -> Instant {
        let day = |value: &Value| compare::days(value, &self.chart.timeline).map(|(first, _)| first);
        let arrived = |at: i64| {
            let read = Instant::from_ms(at).and_then(|at| self.clock_at(clock, at));
            read.is_none_or(|read| arrived(&read, &day))
        };
        let (mut before, mut after) = (self.as_of.ms(), Instant::MAX.ms());
        if arrived(before) {
            return self.as_of;
        }
        while after.saturating_sub(before) > 1 {
            let middle = before.midpoint(after);
            if arrived(middle) { after = middle } else { before = middle }
        }
        Instant::from_ms(after).unwrap_or(Instant::MAX)
    }

    /// An age at an instant.
    fn age_at(&mut self, expr: ExprId, at: Instant, row: Option<&Row>) -> Option<Value> {
        let Some(Node::Whole { unit, from, to }) = self.terms.program.node(expr) else { return None };
        let from = self.get(*from, row)?;
        let to = self.clock_at(self.unnamed(*to), at)?;
        self.whole(*unit, &from, &to)
    }

    /// When an age reaches the numbers at which a comparison with a value can turn.
    fn age_reaches(&mut self, expr: ExprId, value: &Value, row: Option<&Row>) -> Option<Vec<Instant>> {
        let Value::Number(limit) = value else { return None };
        let Some(Node::Whole { unit, from, .. }) = self.terms.program.node(expr) else { return None };
        let mut found = Vec::new();
        let Some(from) = self.get(*from, row) else { return Some(found) };
        let floor = limit.floor();
        let ceiling = if limit.is_integer() { floor } else { floor.add(Number::ONE)? };
        for count in [ceiling, floor.add(Number::ONE)?] {
            found.extend(self.reaches(*unit, &from, count.to_i64()?));
        }
        Some(found)
    }

    /// The instants at which the count of completed units since a date or an instant reaches `count`: two of them where
    /// the date is partial.
    fn reaches(&self, unit: TimeUnit, from: &Value, count: i64) -> Vec<Instant> {
        if let Some(ms) = exact_ms(unit) {
            let Value::Instant(from) = from else { return Vec::new() };
            return count.checked_mul(ms).and_then(|ms| from.checked_add_ms(ms)).into_iter().listed();
        }
        let Some((first, last)) = compare::days(from, &self.chart.timeline) else { return Vec::new() };
        let reached = |day: NaiveDate| match unit {
            TimeUnit::Years => date_of_age(day, count),
            TimeUnit::Months => date_of_months(day, count),
            TimeUnit::Weeks => plus_days(day, count.checked_mul(7)?),
            _ => plus_days(day, count),
        };
        [reached(first), reached(last)].into_iter().flatten().map(|d| self.chart.timeline.start_of_day(d)).listed()
    }

    /// Today, by itself: the next midnight is noted.
    pub(super) fn read_clock(&mut self, expr: ExprId) -> Option<Value> {
        let now = self.clock_at(expr, self.as_of);
        let next = match self.terms.program.node(expr) {
            Some(Node::Today) => self.chart.timeline.end_of_day(self.today()),
            Some(Node::Now) => just_after(self.as_of),
            _ => self.first_instant(expr, &|read, _| Some(read) != now.as_ref()),
        };
        self.note(next, "a new day begins", None);
        now
    }

    /// `7 days after x`.
    pub(super) fn shift(&mut self, expr: ExprId, row: Option<&Row>) -> Option<Value> {
        if self.is_clock(expr) {
            return self.read_clock(expr);
        }
        let Some(Node::Shift { of, by, back }) = self.terms.program.node(expr) else { return None };
        let of = self.get(*of, row)?;
        self.shifted(&of, *by, *back)
    }

    /// Of a date, a date: a partial one moves by what it is known to. Of an instant: exact by hours, else the end of the
    /// local day reached.
    fn shifted(&self, of: &Value, by: Duration, back: bool) -> Option<Value> {
        match of {
            Value::Date(date) => shifted_date(*date, by, back).map(Value::Date),
            Value::Instant(at) => {
                let at = match by.ms() {
                    Some(ms) => at.checked_add_ms(if back { ms.checked_neg()? } else { ms })?,
                    None => {
                        let day = by.add_to_date(self.chart.timeline.date(*at), back)?;
                        self.chart.timeline.end_of_day(day)
                    }
                };
                Some(Value::Instant(at))
            }
            _ => None,
        }
    }

    /// `whole years from a to b`. An age by itself notes the day on which it is another.
    pub(super) fn whole_between(&mut self, expr: ExprId, row: Option<&Row>) -> Option<Value> {
        let Some(Node::Whole { unit, from, to }) = self.terms.program.node(expr) else { return None };
        if !self.is_age(expr) {
            let (from, to) = (self.get(*from, row)?, self.get(*to, row)?);
            return self.whole(*unit, &from, &to);
        }
        let age = self.age_at(expr, self.as_of, row)?;
        let from = self.get(*from, row)?;
        let (low, high) = compare::numbers(&age)?;
        for completed in [low, high].into_iter().flatten() {
            for at in self.reaches(*unit, &from, completed.to_i64()?.checked_add(1)?) {
                self.note(at, "an age turns", None);
            }
        }
        Some(age)
    }

    /// Completed units between two dates or instants; a range where a partial date leaves it open.
    fn whole(&self, unit: TimeUnit, from: &Value, to: &Value) -> Option<Value> {
        if let Some(ms) = exact_ms(unit) {
            let (Value::Instant(from), Value::Instant(to)) = (from, to) else { return None };
            let count = to.ms().checked_sub(from.ms())?.checked_div_euclid(ms)?;
            return Some(Value::Number(Number::integer(count.into())));
        }
        let (first, last) = compare::days(from, &self.chart.timeline)?;
        let (soonest, latest) = compare::days(to, &self.chart.timeline)?;
        let count = |from: NaiveDate, to: NaiveDate| {
            let days = to.signed_duration_since(from).num_days();
            Number::integer(i128::from(match unit {
                TimeUnit::Years => whole_years(from, to),
                TimeUnit::Months => whole_months(from, to),
                TimeUnit::Weeks => days.div_euclid(7),
                _ => days,
            }))
        };
        Some(between(Some(count(last, soonest)), Some(count(first, latest))))
    }
}

/// Milliseconds in one; `None` for a unit of the calendar.
fn exact_ms(unit: TimeUnit) -> Option<i64> {
    Duration { count: 1, unit }.ms()
}

fn plus_days(day: NaiveDate, count: i64) -> Option<NaiveDate> {
    let days = Days::new(count.unsigned_abs());
    if count < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}

/// A date moved by the calendar, earlier if `back`. A partial one moves by what it is known to: a month by months and
/// years, a year by years. `None` is unknown, and for a duration that says nothing of dates.
#[must_use]
pub fn shifted_date(date: Date, by: Duration, back: bool) -> Option<Date> {
    let first = by.add_to_date(date.earliest(), back);
    match (date, by.unit) {
        (Date::Day(_), _) => first.map(Date::Day),
        (Date::Month(..), TimeUnit::Years | TimeUnit::Months) => first.map(month_of),
        (Date::Year(_), TimeUnit::Years) => first.map(|day| Date::Year(day.year())),
        // Some day of a month, moved by days, is no month.
        _ => None,
    }
}

fn month_of(day: NaiveDate) -> Date {
    Date::Month(day.year(), day.month())
}
