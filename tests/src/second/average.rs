//! An average by trying every way in which the rows that nobody knows about may turn out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Timelike;
use stepcare_core::construct::average::{Average, Need, Statistic, Take};
use stepcare_core::construct::{Decision, average::Anchor};
use stepcare_core::expression::{Source, Status};
use stepcare_core::value::{Number, Truth, Value};

use super::expression::At;
use super::regimen::LastChange;
use super::rows::Row;
use super::{NotYet, Second, Worked};

/// More rows than this that may or may not count are not tried.
const TRIED: usize = 10;

/// Reported values by column; `None` for one of which no row holds a value.
pub type Values = Vec<(usize, Option<Number>)>;

/// What an average may come to.
#[derive(Debug, Clone, Default)]
pub struct Mean {
    /// One for each way the unknown rows may turn out; `None` where there are not enough readings.
    pub completions: Vec<Option<Values>>,
    /// More rows may exist.
    pub behind: bool,
    /// The series was not supplied.
    pub not_supplied: bool,
}

impl Mean {
    /// The statuses that are possible.
    #[must_use]
    pub fn possible(&self) -> BTreeSet<Status> {
        let status = |c: &Option<Values>| if c.is_some() { Status::Ready } else { Status::Insufficient };
        let mut possible: BTreeSet<Status> = self.completions.iter().map(status).collect();
        if self.not_supplied || (self.behind && possible.contains(&Status::Insufficient)) {
            possible.extend([Status::Ready, Status::Insufficient]);
        }
        possible
    }
}

impl Second<'_> {
    /// The average at a position among the decisions.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn average_of(&self, decision: usize) -> Worked<Mean> {
        match self.rules.decisions.get(decision) {
            Some(Decision::Average(average)) => self.average(average),
            _ => Err(NotYet("a goal of something else")),
        }
    }

    /// What an average may come to.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn average(&self, average: &Average) -> Worked<Mean> {
        let cut = match average.after.as_ref().map(|after| (&after.of, after.wait)) {
            None => None,
            Some((Anchor::Expr(_), _)) => return Err(NotYet("an average after an instant")),
            Some((Anchor::LastDoseChange, wait)) => match self.last_change()? {
                LastChange::Unknown => return Err(NotYet("an average after a dose change nobody knows")),
                LastChange::Never => None,
                // Of calendar units, from that local day's end.
                LastChange::At(change) => match wait.ms() {
                    Some(_) => return Err(NotYet("an exact wait after a dose change")),
                    None => wait.add_to_date(self.day(change), false).map(|day| self.zone_at(change).end_of_day(day)),
                },
            },
        };
        if average.skip.is_some() || average.skip_readings > 0 || average.stands_days.is_some() {
            return Err(NotYet("days or readings skipped, an average that stands"));
        }
        if average.rows.is_some() {
            return Err(NotYet("an average of chosen rows"));
        }
        let of = Source::Series(average.of);
        let rows = self.rows(of);
        let mut candidates: Vec<(&Row, Truth)> = Vec::new();
        for row in &rows.rows {
            let at = Some(At { of, row, as_given: false });
            let mut counts = self.in_last(row, average.window);
            // Without a time a row stands in no window.
            if counts != Truth::Yes || cut.is_some_and(|cut| row.at.is_some_and(|at| at < cut)) {
                continue;
            }
            for only in &average.only {
                counts = both(counts, self.holds(*only, at)?);
            }
            let held = average.report.iter().filter(|r| self.reported(of, row, r.column.index()).is_some()).count();
            // With `need` a row holds every reported column, without it any.
            if held == 0 || (average.need.is_some() && held < average.report.len()) {
                continue;
            }
            for reject in &average.reject {
                counts = both(counts, not(self.holds(reject.when, at)?));
            }
            if counts != Truth::No {
                candidates.push((row, counts));
            }
        }
        let open: Vec<usize> =
            candidates.iter().enumerate().filter(|(_, (_, t))| *t == Truth::Unknown).map(|(n, _)| n).collect();
        if open.len() > TRIED {
            return Err(NotYet("more than ten rows that may count"));
        }
        let mut mean = Mean { behind: rows.behind || !rows.supplied, not_supplied: !rows.supplied, ..Mean::default() };
        for bits in 0..(1_usize << open.len()) {
            let out = |n: &usize| open.iter().position(|o| o == n).is_some_and(|bit| bits >> bit & 1 == 0);
            let rows: Vec<&Row> =
                candidates.iter().enumerate().filter(|(n, _)| !out(n)).map(|(_, (row, _))| *row).collect();
            let values = self.values(average, of, &rows)?;
            if !mean.completions.contains(&values) {
                mean.completions.push(values);
            }
        }
        Ok(mean)
    }

    fn reported(&self, of: Source, row: &Row, column: usize) -> Option<Number> {
        match self.cell(At { of, row, as_given: false }, column) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        }
    }

    fn values(&self, average: &Average, of: Source, rows: &[&Row]) -> Worked<Option<Values>> {
        // Day and session (none where there are no sessions), each with its rows in order.
        let mut parts: BTreeMap<(chrono::NaiveDate, usize), Vec<&Row>> = BTreeMap::new();
        for row in rows {
            let Some(at) = row.at else { continue };
            let local = self.zone_at(at).local(at);
            let ms = local.num_seconds_from_midnight() * 1000 + local.nanosecond() / 1_000_000;
            let session = average.sessions.iter().position(|s| s.from.ms() <= ms && ms < s.to.ms());
            match session {
                Some(session) => parts.entry((local.date(), session)).or_default().push(row),
                None if average.sessions.is_empty() => parts.entry((local.date(), 0)).or_default().push(row),
                None => {}
            }
        }
        if average.take.is_some() && average.sessions.is_empty() {
            return Err(NotYet("`take` without sessions"));
        }
        for part in parts.values_mut() {
            match &average.take {
                Some(Take::FirstInEachSession(n)) => part.truncate(*n as usize),
                Some(Take::LastInEachSession(n)) => {
                    let from = part.len().saturating_sub(*n as usize);
                    part.drain(..from);
                }
                Some(Take::NewestUntil { .. }) => return Err(NotYet("rows by their points")),
                None => {}
            }
        }
        let taken: Vec<&Row> = parts.values().flatten().copied().collect();
        let enough = match &average.need {
            None => !taken.is_empty(),
            Some(Need::Readings(n)) => taken.len() >= *n as usize,
            Some(Need::Days { days, each }) => {
                let all: BTreeSet<_> = parts.keys().map(|(day, _)| *day).collect();
                let has = |day, session: u32| parts.get(&(day, session as usize)).map_or(0, Vec::len);
                let counts = all.iter().filter(|day| each.iter().all(|(s, n)| has(**day, *s) >= *n as usize));
                counts.count() >= *days as usize
            }
        };
        if !enough {
            return Ok(None);
        }
        let mut values = Values::new();
        for reported in &average.report {
            let column = reported.column.index();
            let held: Vec<Number> = taken.iter().filter_map(|row| self.reported(of, row, column)).collect();
            let value = match reported.statistic {
                Statistic::Least => held.iter().min().copied(),
                Statistic::Greatest => held.iter().max().copied(),
                Statistic::Mean => {
                    let sum = held.iter().try_fold(Number::ZERO, |sum, n| sum.add(*n));
                    let count = Number::ratio(i128::try_from(held.len()).unwrap_or(0), 1);
                    sum.zip(count).filter(|_| !held.is_empty()).and_then(|(sum, n)| sum.div(n))
                }
            };
            values.push((column, value));
        }
        Ok(Some(values))
    }
}

fn both(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::No, _) | (_, Truth::No) => Truth::No,
        (Truth::Yes, Truth::Yes) => Truth::Yes,
        _ => Truth::Unknown,
    }
}

fn not(a: Truth) -> Truth {
    match a {
        Truth::Yes => Truth::No,
        Truth::No => Truth::Yes,
        Truth::Unknown => Truth::Unknown,
    }
}
