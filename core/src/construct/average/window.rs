//! One window: which of its rows are taken, which are left out and why, and whether they are enough.

use alloc::{string::String, vec::Vec};

use chrono::{Days, NaiveDate};

use super::readings::{Fate, Reading, Readings};
use super::{Average, LeftOut, Need, Take};
use crate::construct::gather;
use crate::construct::span::Span;
use crate::value::{Listed, Number, SortedMap, SortedSet};

/// What a window comes to.
pub(super) struct Taken<'a> {
    /// The rows that count, in order of time, then id.
    pub used: Vec<&'a Reading>,
    /// Its other rows, in the same order.
    pub left_out: Vec<LeftOut>,
    /// What is counted: days, readings or points.
    pub count: Number,
    /// Whether that is enough.
    pub ready: bool,
    /// Its oldest row: the first to leave it.
    pub oldest: Option<&'a Reading>,
}

impl Average {
    /// What a window comes to, and whether that is sure whichever way the rows that are unsure turn out.
    pub(super) fn settle<'a>(&self, readings: &'a Readings, span: &Span) -> (Taken<'a>, bool) {
        let without = self.take(&readings.rows, span, false);
        if !readings.rows.iter().any(|r| matches!(r.fate, Fate::Unsure { .. }) && span.holds(r.at, r.day)) {
            return (without, true);
        }
        // More rows never make a window less ready, so all and none of them are the two ends of what is possible. But where
        // the first readings of the whole window are taken and days are needed: there one more may take a later day's place.
        let with = self.take(&readings.rows, span, true);
        let same = without.used.len() == with.used.len()
            && without.used.iter().zip(&with.used).all(|(a, b)| core::ptr::eq(*a, *b));
        let takes_places =
            self.take.is_some() && self.sessions.is_empty() && matches!(self.need, Some(Need::Days { .. }));
        let sure = same || (!with.ready && !takes_places);
        (without, sure)
    }

    /// Takes a window's rows; those that are unsure count, or do not.
    pub(super) fn take<'a>(&self, rows: &'a [Reading], span: &Span, unsure_count: bool) -> Taken<'a> {
        let rows: Vec<&Reading> = rows.iter().filter(|r| span.holds(r.at, r.day)).listed();
        let skipped = self.skipped(&rows, span, unsure_count);
        let mut slots = Slots { filled: SortedMap::new(), begun: SortedMap::new(), points: Number::ZERO };
        let mut fates: Vec<(&Reading, Verdict)> = Vec::with_capacity(rows.len());
        for row in &rows {
            let fate = match &row.fate {
                Fate::Unsure { .. } if !unsure_count => {
                    if row.is_of_its_day(false) {
                        slots.begins(row, self.skip_readings);
                    }
                    Err(("unknown", None))
                }
                _ if skipped.contains(&row.day) && !matches!(row.fate, Fate::Out(..)) => Err(("skipped_day", None)),
                // What was taken first is the first reading of its session, whatever else is wrong with it.
                _ if row.is_of_its_day(unsure_count) && slots.begins(row, self.skip_readings) => {
                    Err(("skipped_reading", None))
                }
                Fate::Out(why, detail) => Err((*why, detail.clone())),
                _ => Ok(()),
            };
            fates.push((row, fate));
        }
        let from_the_newest = matches!(self.take, Some(Take::LastInEachSession(_) | Take::NewestUntil { .. }));
        if from_the_newest {
            fates.reverse();
        }
        for (row, fate) in &mut fates {
            if fate.is_ok() {
                *fate = self.slot(&mut slots, row);
            }
        }
        if from_the_newest {
            fates.reverse();
        }
        let mut taken = Taken {
            used: Vec::new(),
            left_out: Vec::new(),
            count: Number::ZERO,
            ready: false,
            oldest: rows.first().copied(),
        };
        for (row, fate) in fates {
            match fate {
                Ok(()) => taken.used.push(row),
                Err((why, detail)) => taken.left_out.push(LeftOut { row: row.id.clone(), why: why.into(), detail }),
            }
        }
        taken.count = match self.take {
            Some(Take::NewestUntil { .. }) => slots.points,
            _ => Number::integer(self.count(&taken.used).into()),
        };
        taken.ready = taken.count >= self.enough();
        taken
    }

    /// Gives a row its place in its session, or in the window where there are no sessions. Only a whole row fills one.
    fn slot(&self, slots: &mut Slots, row: &Reading) -> Verdict {
        let most = match &self.take {
            None => return Ok(()),
            Some(Take::NewestUntil { points, .. }) => {
                if slots.points >= *points {
                    return Err(("not_needed", None));
                }
                // A sum that does not fit stays too small, and the window is not enough.
                slots.points = slots.points.add(row.points).unwrap_or(slots.points);
                return Ok(());
            }
            Some(Take::FirstInEachSession(most) | Take::LastInEachSession(most)) => *most,
        };
        let filled = slots.filled.slot(place(row));
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
        let mut days: SortedSet<NaiveDate> =
            rows.iter().filter(|r| skip.of_window || r.is_of_its_day(unsure_count)).map(|r| r.day).collect();
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

    /// How much is enough of what is counted; without `need` or points, one row.
    pub(super) fn enough(&self) -> Number {
        let n = match (&self.need, &self.take) {
            (_, Some(Take::NewestUntil { points, .. })) => return *points,
            (None, _) => 1,
            (Some(Need::Readings(n)), _) => *n,
            (Some(Need::Days { days, .. }), _) => *days,
        };
        Number::integer(n.into())
    }
}

/// Whether a row is taken; if not, why, and words beside it.
type Verdict = Result<(), (&'static str, Option<String>)>;

/// A session of a day; all of the window where there are no sessions.
type Place = (Option<NaiveDate>, Option<u32>);

fn place(row: &Reading) -> Place {
    (row.session.map(|_| row.day), row.session)
}

/// How far sessions have been filled, and the points so far.
struct Slots {
    filled: SortedMap<Place, u32>,
    /// Readings at the start of a session that were left out.
    begun: SortedMap<Place, u32>,
    points: Number,
}

impl Slots {
    /// Whether a row is among the first of its session; it is counted then.
    fn begins(&mut self, row: &Reading, skipped: u32) -> bool {
        if row.session.is_none() || skipped == 0 {
            return false;
        }
        let begun = self.begun.slot(place(row));
        let begins = *begun < skipped;
        *begun = begun.saturating_add(u32::from(begins));
        begins
    }
}
