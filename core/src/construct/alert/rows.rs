//! Each row as the alert sees it: which lines hold for it, which may, and whether a second reading bears it out.

use alloc::{string::String, vec::Vec};

use chrono::NaiveDate;

use super::{Alert, Confirm};
use crate::construct::gather;
use crate::construct::span::{Span, leaves};
use crate::expression::{Input, Machine, Row, Source};
use crate::record::ChartRow;
use crate::value::SortedSet;
use crate::value::{Instant, Listed, Truth};

/// A row that fired or that could not be decided.
pub(super) struct Seen {
    /// Its position among the source's rows; none for one that was set aside as from the future.
    pub index: Option<usize>,
    /// Its id.
    pub id: String,
    /// When it was measured.
    pub at: Option<Instant>,
    /// When it came: received, else measured. Of a row from the future only `received` is believed.
    pub came: Option<Instant>,
    /// The local day it was measured on, else received.
    pub day: Option<NaiveDate>,
    /// What its lines come to.
    pub level: Level,
    /// Whether a second reading bears it out; none where the alert does not ask for one.
    pub confirmation: Option<Confirmation>,
}

/// What the lines say of a row.
#[derive(Default)]
pub(super) struct Level {
    /// Lines that may hold, before the first that does, most urgent first.
    pub may: Vec<usize>,
    /// The first line known to hold.
    pub holds: Option<usize>,
}

impl Level {
    /// No line holds, and none may.
    pub fn is_quiet(&self) -> bool {
        self.may.is_empty() && self.holds.is_none()
    }

    /// The most urgent line that holds or may hold: an undecided urgency takes the more urgent.
    pub fn most_urgent(&self) -> Option<usize> {
        self.may.first().copied().or(self.holds)
    }
}

/// What a second reading said. The most urgent first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Confirmation {
    /// Another reading within the time fired as well, or none was needed.
    Confirmed,
    /// The time for another reading is not over.
    Awaiting,
    /// The time is over without a reading that says anything: it stays as urgent as it was.
    Unconfirmed,
    /// The next reading within the time did not fire: less urgent, and still to be looked at (D-04).
    SameDayReview,
}

impl Confirmation {
    /// As the evaluation names it.
    pub fn text(self) -> &'static str {
        match self {
            Confirmation::Confirmed => "confirmed",
            Confirmation::Awaiting => "awaiting",
            Confirmation::Unconfirmed => "unconfirmed",
            Confirmation::SameDayReview => "same_day_review",
        }
    }
}

impl Seen {
    /// A line is known to hold for it, and it is known to be within the horizon.
    pub fn fired(&self) -> bool {
        self.level.holds.is_some()
    }
}

impl Alert {
    /// The row at a position, with values out of range as they were given.
    pub(super) fn here(&self, index: usize) -> Row {
        Row { source: self.on, index, outer: None, as_given: true }
    }

    /// The alert's source, as an input.
    pub(super) fn input(&self) -> Input {
        match self.on {
            Source::Series(series) => Input::Series(series),
            Source::Fact(fact) => Input::Fact(fact),
        }
    }

    fn level(&self, machine: &mut Machine<'_>, index: usize) -> Level {
        let mut level = Level::default();
        for (at, line) in self.lines.iter().enumerate() {
            match machine.truth(line.when, Some(&self.here(index))) {
                Truth::No => {}
                Truth::Unknown => level.may.push(at),
                Truth::Yes => {
                    level.holds = Some(at);
                    break;
                }
            }
        }
        level
    }

    /// The rows within the horizon that fired or could not be decided, in order; then those set aside as from the future.
    pub(super) fn look(&self, machine: &mut Machine<'_>) -> Vec<Seen> {
        let rows = machine.rows_of(self.on);
        let rows: Vec<&ChartRow> = rows.iter().map(|row| &**row).listed();
        let span = Span::now(machine, self.horizon);
        let mut seen = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let came = row.received.or(row.at);
            if came.is_some_and(|came| is_before(machine, &span, came)) {
                continue;
            }
            let mut level = self.level(machine, index);
            if level.is_quiet() {
                continue;
            }
            if came.is_none() {
                // Whether an undated row is within the horizon is unknown, and so is whether it fires.
                level.may.extend(level.holds.take());
            }
            self.note_leaving(machine, came, &row.id);
            let day = row.at.or(row.received).map(|at| machine.chart.timeline.date(at));
            seen.push(Seen {
                index: Some(index),
                id: row.id.clone(),
                at: row.at,
                came,
                day,
                level,
                confirmation: None,
            });
        }
        self.confirm(machine, &rows, &mut seen);
        self.set_aside(machine, &rows, &span, &mut seen);
        seen
    }

    fn note_leaving(&self, machine: &mut Machine<'_>, came: Option<Instant>, row: &str) {
        if let Some(at) = came.and_then(|came| leaves(&machine.chart.timeline, self.horizon, came)) {
            machine.note(at, "a reading leaves the alert's horizon", Some(row));
        }
    }

    /// Rows that are set aside: what they say may be true at another time than they say, so each may fire.
    fn set_aside(&self, machine: &mut Machine<'_>, present: &[&ChartRow], span: &Span, seen: &mut Vec<Seen>) {
        let any: Vec<usize> = (0..self.lines.len()).listed();
        let aside: Vec<(String, Option<Instant>, Option<Instant>)> = match self.on {
            Source::Series(series) => {
                machine.future_rows(series).iter().map(|row| (row.id.clone(), row.at, row.received)).listed()
            }
            Source::Fact(fact) => {
                let chart = machine.chart;
                let present: SortedSet<&str> = present.iter().map(|row| row.pointer.as_str()).collect();
                let mut aside = Vec::new();
                if let Some(history) = chart.facts.get(fact.index()) {
                    let out_of_range = history.refused.iter().filter_map(|refused| refused.given.as_ref());
                    for entry in history.entries.iter().chain(out_of_range) {
                        if !present.contains(&entry.pointer.as_str()) {
                            let id = entry.id.clone().unwrap_or_else(|| entry.pointer.clone());
                            aside.push((id, entry.at, None));
                        }
                    }
                }
                aside
            }
        };
        for (id, at, came) in aside {
            if came.is_some_and(|came| is_before(machine, span, came)) {
                continue;
            }
            self.note_leaving(machine, came, &id);
            let day = at.map(|at| machine.chart.timeline.date(at));
            let level = Level { may: any.clone(), holds: None };
            seen.push(Seen { index: None, id, at, came, day, level, confirmation: None });
        }
    }

    fn confirm(&self, machine: &mut Machine<'_>, rows: &[&ChartRow], seen: &mut [Seen]) {
        let Some(confirm) = &self.confirm else { return };
        let mut fired_before = None;
        for one in seen {
            let (Some(index), Some(at), true) = (one.index, one.at, one.fired()) else { continue };
            one.confirmation = Some(self.confirmation(machine, confirm, rows, index, at, fired_before));
            fired_before = Some(at);
        }
    }

    fn confirmation(
        &self,
        machine: &mut Machine<'_>,
        confirm: &Confirm,
        rows: &[&ChartRow],
        index: usize,
        at: Instant,
        fired_before: Option<Instant>,
    ) -> Confirmation {
        let unless = confirm.unless.map(|unless| machine.truth(unless, Some(&self.here(index))));
        if unless == Some(Truth::Yes) {
            return Confirmation::Confirmed;
        }
        let timeline = &machine.chart.timeline;
        let until = |from: Instant| timeline.shift(from, confirm.within, false).unwrap_or(Instant::MAX);
        // It is itself the second reading of one before it.
        if fired_before.is_some_and(|before| at <= until(before)) {
            return Confirmation::Confirmed;
        }
        let close = until(at);
        let after = rows.iter().enumerate().skip(index.saturating_add(1));
        let next = after.map(|(i, row)| (i, row.at)).find(|(_, later)| later.is_some_and(|later| later > at));
        match next {
            Some((next, Some(later))) if later <= close => {
                let level = self.level(machine, next);
                if level.holds.is_some() {
                    Confirmation::Confirmed
                } else if level.is_quiet() {
                    Confirmation::SameDayReview
                } else {
                    Confirmation::Unconfirmed
                }
            }
            // A reading at the very end of the time still counts.
            _ if machine.as_of <= close => {
                let over = close.checked_add_ms(1).unwrap_or(close);
                let row = rows.get(index).map(|row| row.id.as_str());
                machine.note(over, "the time for another reading ends", row);
                Confirmation::Awaiting
            }
            _ => Confirmation::Unconfirmed,
        }
    }

    /// What leaves the lines of a row open.
    pub(super) fn lacks(&self, machine: &mut Machine<'_>, seen: &Seen) -> SortedSet<Input> {
        let Some(index) = seen.index else { return SortedSet::from([self.input()]) };
        let lines = seen.level.may.iter().filter_map(|at| self.lines.get(*at)).map(|line| line.when).listed();
        let mut missing = gather::missing(machine, &lines, Some(&self.here(index)));
        if seen.came.is_none() {
            missing.insert(self.input());
        }
        missing
    }
}

fn is_before(machine: &Machine<'_>, span: &Span, at: Instant) -> bool {
    span.is_long_after(at) || !span.has_begun(at, machine.chart.timeline.date(at))
}
