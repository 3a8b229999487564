//! One window: which of its rows are taken, which are left out and why, and whether they are enough.

use alloc::{string::String, vec::Vec};

use chrono::{Days, NaiveDate};

use super::readings::{Fate, Reading, Readings};
use super::{Average, LeftOut, Need, Take};
use crate::construct::gather;
use crate::construct::span::Span;
use crate::value::{Listed, SortedMap, SortedSet};

/// What a window comes to.
pub(super) struct Taken<'a> {
    /// The rows that count, in order of time, then id.
    pub used: Vec<&'a Reading>,
    /// Its other rows, in the same order.
    pub left_out: Vec<LeftOut>,
    /// What `need` counts: days, or readings.
    pub count: u32,
    /// Whether that is enough.
    pub ready: bool,
    /// Its oldest row: the first to leave it.
    pub oldest: Option<&'a Reading>,
}

impl Average {
    /// What a window comes to, and whether that is sure whichever way the rows that are unsure turn out.
    pub(super) fn settle<'a>(&self, readings: &'a Readings, span: &Span) -> (Taken<'a>, bool) {
        let without = self.take(&readings.rows, span, false);
        if !readings.rows.iter().any(|r| r.fate == Fate::Unsure && span.holds(r.at, r.day)) {
            return (without, true);
        }
        // More rows never make a window less ready, so all and none of them are the two ends of what is possible.
        let with = self.take(&readings.rows, span, true);
        let same = without.used.len() == with.used.len()
            && without.used.iter().zip(&with.used).all(|(a, b)| core::ptr::eq(*a, *b));
        let sure = !with.ready || (without.ready && same);
        (without, sure)
    }

    /// Takes a window's rows; those that are unsure count, or do not.
    pub(super) fn take<'a>(&self, rows: &'a [Reading], span: &Span, unsure_count: bool) -> Taken<'a> {
        let rows: Vec<&Reading> = rows.iter().filter(|r| span.holds(r.at, r.day)).listed();
        let skipped = self.skipped(&rows, span, unsure_count);
        let mut slots: SortedMap<(Option<NaiveDate>, Option<u32>), u32> = SortedMap::new();
        let mut fates: Vec<Result<(), (&'static str, Option<String>)>> = alloc::vec![Ok(()); rows.len()];
        let mut order: Vec<(usize, &Reading)> = rows.iter().copied().enumerate().listed();
        if let Some(Take::LastInEachSession(_)) = self.take {
            order.reverse();
        }
        for (position, row) in order {
            let fate = match &row.fate {
                Fate::Out(why, detail) => Err((*why, detail.clone())),
                Fate::Unsure if !unsure_count => Err(("unknown", None)),
                _ if skipped.contains(&row.day) => Err(("skipped_day", None)),
                _ => self.slot(&mut slots, row),
            };
            if let Some(at) = fates.get_mut(position) {
                *at = fate;
            }
        }
        let mut taken =
            Taken { used: Vec::new(), left_out: Vec::new(), count: 0, ready: false, oldest: rows.first().copied() };
        for (row, fate) in rows.into_iter().zip(fates) {
            match fate {
                Ok(()) => taken.used.push(row),
                Err((why, detail)) => taken.left_out.push(LeftOut { row: row.id.clone(), why: why.into(), detail }),
            }
        }
        taken.count = self.count(&taken.used);
        taken.ready = taken.count >= self.enough();
        taken
    }

    /// Gives a row its place in its session, or in the window where there are no sessions. Only a whole row fills one.
    fn slot(
        &self,
        slots: &mut SortedMap<(Option<NaiveDate>, Option<u32>), u32>,
        row: &Reading,
    ) -> Result<(), (&'static str, Option<String>)> {
        let Some(Take::FirstInEachSession(most) | Take::LastInEachSession(most)) = self.take else { return Ok(()) };
        let day = row.session.map(|_| row.day);
        let filled = slots.slot((day, row.session));
        if *filled >= most {
            return Err(("extra_in_session", None));
        }
        *filled = filled.saturating_add(u32::from(row.whole));
        Ok(())
    }

    /// The local days at the start that are left out.
    fn skipped(&self, rows: &[&Reading], span: &Span, unsure_count: bool) -> SortedSet<NaiveDate> {
        let Some(skip) = &self.skip else { return SortedSet::new() };
        let most = usize::try_from(skip.days).unwrap_or(usize::MAX);
        let mut days: SortedSet<NaiveDate> = rows
            .iter()
            .filter(|r| skip.of_window || r.is_of_its_day() && (unsure_count || r.fate != Fate::Unsure))
            .map(|r| r.day)
            .collect();
        if skip.of_window {
            // Only days that have a row can matter; those from here on are not skipped.
            let first_left = span.first_day().and_then(|d| d.checked_add_days(Days::new(u64::from(skip.days))));
            days.retain(|day| first_left.is_none_or(|first| *day < first));
            days
        } else {
            days.into_iter().take(most).collect()
        }
    }

    /// What `need` counts among the rows taken.
    fn count(&self, used: &[&Reading]) -> u32 {
        let whole = used.iter().filter(|r| r.whole);
        match &self.need {
            None => gather::count(used.len()),
            Some(Need::Readings(_)) => gather::count(whole.count()),
            Some(Need::Days { each, .. }) => {
                let mut days: SortedMap<NaiveDate, SortedMap<Option<u32>, u32>> = SortedMap::new();
                for row in whole {
                    let readings = days.slot(row.day).slot(row.session);
                    *readings = readings.saturating_add(1);
                }
                let enough = |sessions: &SortedMap<Option<u32>, u32>| {
                    each.iter().all(|(session, n)| sessions.get(&Some(*session)).copied().unwrap_or(0) >= *n)
                };
                gather::count(days.values().filter(|sessions| enough(sessions)).count())
            }
        }
    }

    /// How much is enough of what `need` counts; without it, one row.
    pub(super) fn enough(&self) -> u32 {
        match &self.need {
            None => 1,
            Some(Need::Readings(n)) => *n,
            Some(Need::Days { days, .. }) => *days,
        }
    }
}
