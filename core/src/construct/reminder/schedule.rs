//! When a reminder's line falls due: occurrence k is the anchor, the delay, and k times `every`, added up once and never
//! chained, so that a month from 31 January is the last day of February and two months are 31 March.

use alloc::vec::Vec;

use super::Line;
use crate::expression::Machine;
use crate::record::Timeline;
use crate::value::{Constant, Duration, Instant, Listed, TimeUnit};

/// Of tasks that were never looked at, the newest so many are made: a step budget, far beyond any programme.
const MOST: u32 = 1000;

/// A sum of durations: months, days and exact time each on its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    months: u32,
    days: u32,
    ms: i64,
    /// Has a part in hours, minutes or seconds.
    exact: bool,
    /// Has a part in days, weeks, months or years, if only 0 days.
    calendar: bool,
}

impl Sum {
    fn add(self, by: Duration, times: u32) -> Option<Sum> {
        let count = by.count.checked_mul(times)?;
        let mut sum = self;
        match by.unit {
            TimeUnit::Years => sum.months = sum.months.checked_add(count.checked_mul(12)?)?,
            TimeUnit::Months => sum.months = sum.months.checked_add(count)?,
            TimeUnit::Weeks => sum.days = sum.days.checked_add(count.checked_mul(7)?)?,
            TimeUnit::Days => sum.days = sum.days.checked_add(count)?,
            TimeUnit::Hours | TimeUnit::Minutes | TimeUnit::Seconds => {
                sum.ms = sum.ms.checked_add(by.ms()?.checked_mul(times.into())?)?;
            }
        }
        sum.exact |= by.is_exact();
        sum.calendar |= !by.is_exact();
        Some(sum)
    }
}

/// The occurrences of one line.
pub(super) struct Schedule<'a> {
    timeline: &'a Timeline,
    anchor: Instant,
    after: Sum,
    every: Option<Duration>,
    /// The last occurrence, from 0.
    last: u32,
}

impl<'a> Schedule<'a> {
    /// A line's schedule from its anchor; `None` where its setting is no number of its unit, or beyond the calendar.
    pub(super) fn of(line: &Line, anchor: Instant, machine: &Machine<'a>) -> Option<Schedule<'a>> {
        let mut after = Sum::default();
        for part in &line.after.parts {
            after = after.add(*part, 1)?;
        }
        if let Some((setting, unit)) = line.after.setting {
            let Constant::Number(number) = machine.terms.settings.get(setting.index())? else { return None };
            let count = u32::try_from(number.to_i64()?).ok()?;
            after = after.add(Duration { count, unit }, 1)?;
        }
        let every = line.every.filter(|every| every.count > 0);
        let last = if every.is_some() { line.up_to.unwrap_or(u32::MAX) } else { 0 };
        Some(Schedule { timeline: &machine.chart.timeline, anchor, after, every, last })
    }

    /// When an occurrence falls due; `None` beyond the calendar. Later occurrences never fall due earlier.
    fn due(&self, occurrence: u32) -> Option<Instant> {
        let sum = match self.every {
            Some(every) => self.after.add(every, occurrence)?,
            None => self.after,
        };
        if !sum.calendar {
            return self.anchor.checked_add_ms(sum.ms);
        }
        let local = self.timeline.local(self.anchor);
        let months = Duration { count: sum.months, unit: TimeUnit::Months };
        let days = Duration { count: sum.days, unit: TimeUnit::Days };
        let day = days.add_to_date(months.add_to_date(local.date(), false)?, false)?;
        let at = if self.after.exact {
            self.timeline.instant(day, local.time().into())
        } else {
            self.timeline.start_of_day(day)
        };
        // "After 0 days" starts with the day, but not before what it is about.
        Some(at.checked_add_ms(sum.ms)?.max(self.anchor))
    }

    /// The occurrences due by now, each with its number, oldest first, and when the next one is due.
    pub(super) fn until(&self, now: Instant) -> (Vec<(u32, Instant)>, Option<Instant>) {
        let is_due = |k: u32| self.due(k).is_some_and(|at| at <= now);
        if !is_due(0) {
            return (Vec::new(), self.due(0));
        }
        // The newest that is due, by halving: an anchor may lie years back.
        let (mut due, mut not) = (0, self.last.saturating_add(1));
        while not - due > 1 {
            let middle = due + (not - due) / 2;
            if is_due(middle) { due = middle } else { not = middle }
        }
        let from = due.saturating_sub(MOST - 1);
        let list = (from..=due).filter_map(|k| self.due(k).map(|at| (k, at))).listed();
        let next = if due < self.last { self.due(due.saturating_add(1)) } else { None };
        (list, next)
    }
}
