//! Each row of the series as the average sees it, whichever window it falls in: its local day and session, its values,
//! and whether it can count.

use alloc::{string::String, vec::Vec};

use chrono::NaiveDate;

use super::{After, Anchor, Average, LeftOut, Session, Take};
use crate::construct::gather;
use crate::construct::span::Span;
use crate::expression::{Assumption, Input, Machine, Node, Row, SeriesExpr, Source};
use crate::record::{Cell, ChartRow, FactKind};
use crate::value::SortedSet;
use crate::value::id::{ExprId, FactId};
use crate::value::{Duration, Instant, Listed, LocalTime, Number, Truth, Value};

/// A row of the series.
#[derive(Clone)]
pub(super) struct Reading {
    /// Its id.
    pub id: String,
    /// When it was measured.
    pub at: Instant,
    /// The local day that is on.
    pub day: NaiveDate,
    /// The session it falls in; none where the average has no sessions.
    pub session: Option<u32>,
    /// Its values, in the order of `report`.
    pub values: Vec<Option<Number>>,
    /// It holds every reported column.
    pub whole: bool,
    /// What it is worth where points are counted: where that is open, the most.
    pub points: Number,
    /// Whether it can count.
    pub fate: Fate,
}

/// Whether a row can count.
#[derive(Clone, PartialEq)]
pub(super) enum Fate {
    /// It can.
    Counts,
    /// It can, if something unknown turns out that way. `is_reading`: only a `reject` is open, and a reading that is rejected
    /// is one of its day all the same.
    Unsure { is_reading: bool },
    /// It cannot: why, and words beside it.
    Out(&'static str, Option<String>),
}

impl Reading {
    /// Measured in the time and under the conditions that are asked for: its day has a reading, whatever comes of it. Whether
    /// one that is unsure was, `unsure_count` says.
    pub fn is_of_its_day(&self, unsure_count: bool) -> bool {
        match &self.fate {
            Fate::Out(why, _) => !matches!(*why, "not_selected" | "before_change"),
            Fate::Unsure { is_reading } => *is_reading || unsure_count,
            Fate::Counts => true,
        }
    }
}

/// The rows that a window can hold, in order.
#[derive(Default)]
pub(super) struct Readings {
    /// Those that have a time.
    pub rows: Vec<Reading>,
    /// Those that have none.
    pub undated: Vec<LeftOut>,
    /// What keeps rows unsure.
    pub missing: SortedSet<Input>,
    /// What was taken as given.
    pub assumed: Vec<Assumption>,
}

/// From when readings count.
pub(super) enum CountsFrom {
    /// From ever.
    Ever,
    /// After this instant: a reading at it does not count (D-06).
    After(Instant),
    /// It is not known from when.
    Unknown(SortedSet<Input>),
}

impl Average {
    /// From when readings count. An earlier window has the same bound as today's: a dose change after its end leaves it no
    /// reading that is late enough, so the change ends it.
    pub(super) fn counts_from(&self, machine: &mut Machine<'_>) -> CountsFrom {
        let Some(after) = &self.after else { return CountsFrom::Ever };
        let found = match after.of {
            Anchor::LastDoseChange => match machine.last_dose_change() {
                Ok(None) => return CountsFrom::Ever,
                Ok(Some(change)) => bound(machine, after.wait, change),
                Err(()) => return CountsFrom::Unknown(medications(machine)),
            },
            Anchor::Expr(expr) => match machine.value(expr, None) {
                Some(Value::Instant(at)) => bound(machine, after.wait, at),
                Some(Value::Date(date)) if date.earliest() == date.latest() => {
                    let day = after.wait.add_to_date(date.earliest(), false).unwrap_or(date.earliest());
                    let end = machine.chart.timeline.end_of_day(day);
                    after.wait.ms().map_or(Some(end), |ms| end.checked_add_ms(ms))
                }
                _ => return CountsFrom::Unknown(machine.missing(expr, None)),
            },
        };
        // Past the last instant there is, no reading counts.
        let bound = found.unwrap_or(Instant::MAX);
        machine.note(bound, "readings count from now on", None);
        CountsFrom::After(bound)
    }

    /// The rows of the series that are not before a span.
    pub(super) fn readings(&self, machine: &mut Machine<'_>, span: &Span, from: &CountsFrom) -> Readings {
        let source = Source::Series(self.of);
        let mut readings = Readings::default();
        if let Some(After { of: Anchor::Expr(expr), .. }) = self.after {
            gather::assume(&mut readings.assumed, machine.assumptions(expr, None));
        }
        if let Some(rows) = self.rows {
            gather::assume(&mut readings.assumed, machine.assumptions(rows, None));
        }
        let selected = self.rows.and_then(|rows| Some(machine.select(series(machine, rows)?, None)));
        for (index, row) in machine.rows_of(source).iter().enumerate() {
            let Some(at) = row.at else {
                readings.undated.push(LeftOut {
                    row: row.id.clone(),
                    why: "unknown".into(),
                    detail: Some("at".into()),
                });
                continue;
            };
            if span.is_long_after(at) {
                continue;
            }
            let day = machine.chart.timeline.date(at);
            if !span.has_begun(at, day) {
                continue;
            }
            let here = Row { source, index, outer: None, as_given: false };
            let session = self.session(machine.chart.timeline.time_of_day(at));
            let cells: Vec<_> = self.report.iter().map(|r| number(row.cells.get(r.column.index()))).listed();
            let selected = selected.as_deref().map_or(Truth::Yes, |rows| kept(rows, index));
            let (mut fate, mut points) = (Fate::Out("not_selected", None), Number::ZERO);
            if selected != Truth::No {
                fate = self.fate(machine, row, &here, session, &cells, from, &mut readings);
                points = self.worth(machine, &here, &mut fate, &mut readings);
            }
            if selected == Truth::Unknown && fate == Fate::Counts {
                fate = Fate::Unsure { is_reading: false };
                readings.missing.extend(gather::missing(machine, self.rows.as_slice(), None));
            }
            readings.rows.push(Reading {
                id: row.id.clone(),
                at,
                day,
                session,
                whole: cells.iter().all(Result::is_ok),
                values: cells.into_iter().map(Result::ok).listed(),
                points,
                fate,
            });
        }
        readings
    }

    #[allow(clippy::too_many_arguments)]
    fn fate(
        &self,
        machine: &mut Machine<'_>,
        row: &ChartRow,
        here: &Row,
        session: Option<u32>,
        cells: &[Result<Number, &'static str>],
        from: &CountsFrom,
        readings: &mut Readings,
    ) -> Fate {
        let mut unknown: Vec<ExprId> = Vec::new();
        for condition in &self.only {
            match machine.truth(*condition, Some(here)) {
                Truth::No => return Fate::Out("not_selected", None),
                Truth::Unknown => unknown.push(*condition),
                Truth::Yes => {}
            }
        }
        if let CountsFrom::After(bound) = from
            && row.at.is_some_and(|at| at <= *bound)
        {
            return Fate::Out("before_change", None);
        }
        if let Some((why, column)) = self.lacks(machine, cells) {
            return Fate::Out(why, Some(column));
        }
        if session.is_none() && !self.sessions.is_empty() {
            return Fate::Out("no_session", None);
        }
        for reject in &self.reject {
            match machine.truth(reject.when, Some(here)) {
                Truth::Yes => return Fate::Out("rejected", Some(reject.text.clone())),
                Truth::Unknown => unknown.push(reject.when),
                Truth::No => {}
            }
        }
        for condition in &self.only {
            gather::assume(&mut readings.assumed, machine.assumptions(*condition, Some(here)));
        }
        for reject in &self.reject {
            gather::assume(&mut readings.assumed, machine.assumptions(reject.when, Some(here)));
        }
        if unknown.is_empty() {
            return Fate::Counts;
        }
        readings.missing.extend(gather::missing(machine, &unknown, Some(here)));
        Fate::Unsure { is_reading: !unknown.iter().any(|condition| self.only.contains(condition)) }
    }

    /// What a row that may count is worth; one that is worth nothing does not.
    fn worth(&self, machine: &mut Machine<'_>, here: &Row, fate: &mut Fate, readings: &mut Readings) -> Number {
        let (mut most, mut unknown) = (Number::ZERO, Vec::new());
        let Some(Take::NewestUntil { each, .. }) = &self.take else { return most };
        if let Fate::Out(..) = fate {
            return most;
        }
        for line in each {
            let holds = machine.truth(line.when, Some(here));
            if holds == Truth::No {
                continue;
            }
            most = most.max(line.points);
            gather::assume(&mut readings.assumed, machine.assumptions(line.when, Some(here)));
            if holds == Truth::Yes {
                break;
            }
            unknown.push(line.when);
        }
        if most == Number::ZERO {
            *fate = Fate::Out("not_selected", None);
        } else if !unknown.is_empty() {
            *fate = Fate::Unsure { is_reading: false };
            readings.missing.extend(gather::missing(machine, &unknown, Some(here)));
        }
        most
    }

    /// What a row lacks to count: with `need` or points, any reported column; without, all of them.
    fn lacks(&self, machine: &Machine<'_>, cells: &[Result<Number, &'static str>]) -> Option<(&'static str, String)> {
        let counted = self.need.is_some() || matches!(self.take, Some(Take::NewestUntil { .. }));
        if !counted && cells.iter().any(Result::is_ok) {
            return None;
        }
        let (why, reported) = cells.iter().zip(&self.report).find_map(|(cell, r)| cell.err().map(|why| (why, r)))?;
        Some((why, gather::column_name(&machine.terms, self.of, reported.column).into()))
    }

    /// The first session that a time of day falls in.
    fn session(&self, time: LocalTime) -> Option<u32> {
        self.sessions.iter().position(|session| session.holds(time)).map(gather::count)
    }
}

impl Session {
    /// Start included, end not; one that ends before it starts runs over midnight, and its readings belong to the local
    /// day they were taken on.
    fn holds(&self, time: LocalTime) -> bool {
        if self.from <= self.to { self.from <= time && time < self.to } else { self.from <= time || time < self.to }
    }
}

/// `2 weeks after` an instant: the end of that local day; hours are exact; no wait at all is the instant itself.
fn bound(machine: &Machine<'_>, wait: Duration, from: Instant) -> Option<Instant> {
    let timeline = &machine.chart.timeline;
    match wait.ms() {
        _ if wait.count == 0 => Some(from),
        Some(ms) => from.checked_add_ms(ms),
        None => wait.add_to_date(timeline.date(from), false).map(|day| timeline.end_of_day(day)),
    }
}

/// A cell as an average reads it: a number within its range, or why there is none.
fn number(cell: Option<&Cell>) -> Result<Number, &'static str> {
    match cell {
        Some(Cell::Known(Value::Number(n))) => Ok(*n),
        Some(Cell::OutOfRange(_)) => Err("out_of_range"),
        _ => Err("incomplete"),
    }
}

/// How certain it is that a row is among those selected, which stand in order.
fn kept(selected: &[(usize, Truth)], index: usize) -> Truth {
    let at = selected.partition_point(|(kept, _)| *kept < index);
    selected.get(at).filter(|(kept, _)| *kept == index).map_or(Truth::No, |(_, holds)| *holds)
}

/// The rows that an expression is about.
fn series<'a>(machine: &Machine<'a>, rows: ExprId) -> Option<&'a SeriesExpr> {
    match machine.terms.program.node(rows) {
        Some(Node::Series(series)) => Some(series),
        _ => None,
    }
}

/// The medication list, as an input.
fn medications(machine: &Machine<'_>) -> SortedSet<Input> {
    let facts = machine.terms.declared.facts.iter().enumerate();
    let lists = facts.filter(|(_, fact)| fact.kind == FactKind::Medications);
    lists.map(|(at, _)| Input::Fact(FactId(gather::count(at)))).collect()
}
