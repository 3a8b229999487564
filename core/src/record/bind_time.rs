//! When a row was: its own `at`, a column that says so, or a period.

use super::bind_value::Reader;
use super::problem::{PERIOD_BACKWARDS, Problem};
use super::{Cell, FactKind, Row, SeriesDecl, Timeline};
use crate::value::{Date, Instant, Value};

impl Reader<'_> {
    /// When a row was, and whether that is known to the day only: by the first of its series' time columns that is there,
    /// else by its own `at`. A month or a year is no point in time: such a row is undated.
    pub(super) fn row_time(
        &mut self,
        series: &SeriesDecl,
        row: &Row,
        cells: &mut [Cell],
        pointer: &str,
        timeline: &Timeline,
    ) -> (Option<Instant>, bool) {
        let own = row.at.filter(|_| !row.refused);
        self.period(series, own, cells, pointer, timeline);
        for column in &series.times {
            match cells.get(column.index()) {
                Some(Cell::Absent) | None => {}
                Some(Cell::Known(Value::Instant(at))) => return (Some(*at), false),
                Some(Cell::Known(Value::Date(Date::Day(day)))) => return (Some(timeline.start_of_day(*day)), true),
                Some(_) => return (None, false),
            }
        }
        (own, false)
    }

    /// A point in time is a period that starts and ends there; a period that ends before it starts is neither.
    fn period(
        &mut self,
        series: &SeriesDecl,
        own: Option<Instant>,
        cells: &mut [Cell],
        pointer: &str,
        timeline: &Timeline,
    ) {
        let (mut start, mut end) = (None, None);
        for (column, cell) in series.columns.iter().zip(cells) {
            match column.kind {
                FactKind::Start => start = Some(cell),
                FactKind::End => end = Some(cell),
                _ => {}
            }
        }
        let (Some(start), Some(end)) = (start, end) else { return };
        if let (Some(at), Cell::Absent, Cell::Absent) = (own, &*start, &*end) {
            *start = Cell::Known(Value::Instant(at));
            *end = start.clone();
        }
        if last(Some(end), timeline) < first(start, timeline) {
            self.problems.push(Problem::new(PERIOD_BACKWARDS, pointer, "an end that is not before the start"));
            *start = Cell::Refused;
            *end = Cell::Refused;
        }
    }
}

/// The first instant that a date or an instant may be.
fn first(cell: &Cell, timeline: &Timeline) -> Instant {
    match cell {
        Cell::Known(Value::Instant(at)) => *at,
        Cell::Known(Value::Date(date)) => timeline.start_of_day(date.earliest()),
        _ => Instant::MIN,
    }
}

/// The last instant that a date or an instant may be; of one that is not known, the last of all.
pub(super) fn last(cell: Option<&Cell>, timeline: &Timeline) -> Instant {
    match cell {
        Some(Cell::Known(Value::Instant(at))) => *at,
        Some(Cell::Known(Value::Date(date))) => {
            let end = timeline.end_of_day(date.latest());
            end.checked_add_ms(-1).unwrap_or(end)
        }
        _ => Instant::MAX,
    }
}
