//! A series' rows, read column by column; then corrections applied, halves paired, repeated uploads joined, all in order
//! of time.

use alloc::{string::String, vec::Vec};

use super::bind::meant;
use super::bind_time::last;
use super::bind_value::{Bound, Place, Reader, other_unit};
use super::pair::paired;
use super::problem::{
    AMENDED_WITHOUT_ID, DUPLICATE_ID, Problem, ROW_WITHOUT_ID, ROW_WITHOUT_TIME, UNKNOWN_COLUMN, WRONG_KIND, below,
};
use super::{Cell, ChartRow, Column, FactKind, Item, Row, SeriesDecl, SeriesEntry, SeriesRows, Timeline, nearest};
use crate::value::sorted::sort_by;
use crate::value::text::{Part, text};
use crate::value::{Instant, SortedMap, Value};

/// What a row's status does to the series; other statuses are the ruleset's to filter.
#[derive(Clone, Copy, PartialEq)]
enum Correction {
    None,
    Amended,
    EnteredInError,
}

/// A row on its way into the chart.
struct Draft {
    row: ChartRow,
    correction: Correction,
    /// Whether the id is the record's own.
    named: bool,
}

impl Reader<'_> {
    /// A series as it is read.
    pub(super) fn series(&mut self, series: &SeriesDecl, entry: &SeriesEntry, timeline: &Timeline) -> SeriesRows {
        if entry.refused {
            return SeriesRows { refused: true, ..SeriesRows::default() };
        }
        let pointer = below(&below("/series", &series.name), "rows");
        let mut undeclared = Vec::new();
        for row in &entry.rows {
            for (name, _) in &row.columns {
                if series.columns.iter().all(|column| column.name != *name) {
                    undeclared.push((name.as_str(), false));
                }
            }
        }
        let mut unknown: Said<'_> = undeclared.into_iter().collect();
        let mut first_without_id = None;
        let mut drafts = Vec::with_capacity(entry.rows.len());
        for (position, row) in entry.rows.iter().enumerate() {
            let pointer = text![pointer, "/", position];
            let draft = self.row(series, row, position, &pointer, &mut unknown, timeline);
            if !draft.named && first_without_id.is_none() {
                first_without_id = Some(pointer);
            }
            drafts.push(draft);
        }
        if let Some(pointer) = first_without_id {
            let without = drafts.iter().filter(|draft| !draft.named).count();
            self.problems.push(
                Problem::new(ROW_WITHOUT_ID, below(&pointer, "id"), "an id, as text")
                    .found(text![without, " rows without an id"]),
            );
        }
        let mut rows = self.corrected(drafts);
        if let Some(on) = &series.pair {
            rows = paired(rows, on);
        }
        let mut rows = joined(rows);
        let end = series.columns.iter().position(|column| column.kind == FactKind::End);
        sort_by(&mut rows, &mut |a, b| order(a, end, timeline).cmp(&order(b, end, timeline)));
        SeriesRows { supplied: true, refused: false, through: entry.through, rows }
    }

    fn row(
        &mut self,
        series: &SeriesDecl,
        row: &Row,
        position: usize,
        pointer: &str,
        unknown: &mut Said<'_>,
        timeline: &Timeline,
    ) -> Draft {
        let correction = match row.status.as_deref() {
            Some("amended" | "corrected") => Correction::Amended,
            Some("entered_in_error" | "entered-in-error") => Correction::EnteredInError,
            _ => Correction::None,
        };
        if correction != Correction::None && row.id.is_none() {
            let expected = "the id of the row that is corrected";
            self.problems.push(Problem::new(AMENDED_WITHOUT_ID, below(pointer, "id"), expected));
        }
        let timeless = row.at.is_none() && !row.refused && series.times.is_empty();
        if timeless && correction != Correction::EnteredInError {
            self.problems.push(Problem::new(ROW_WITHOUT_TIME, below(pointer, "at"), "when it was measured"));
        }
        // Of a row of which nothing could be read every column is unknown, not absent.
        let unread = row.refused && row.columns.is_empty();
        let mut cells: Vec<Cell> =
            series.columns.iter().map(|_| if unread { Cell::Refused } else { Cell::Absent }).collect();
        for (name, item) in &row.columns {
            let found = series.columns.iter().zip(&mut cells).find(|(column, _)| column.name == *name);
            match found {
                Some((column, cell)) => *cell = self.cell(column, item, &below(pointer, name)),
                None if first(unknown.get_mut(name.as_str())) => {
                    let near = nearest(name, series.columns.iter().map(|column| column.name.as_str()));
                    let expected = "a column that the series declares";
                    self.problems.push(meant(Problem::new(UNKNOWN_COLUMN, below(pointer, name), expected), near));
                }
                None => {}
            }
        }
        // A ruleset that filters by them declares them as columns.
        for (name, given) in [("status", &row.status), ("device", &row.device)] {
            // That a row is no row is said by a word that no list has.
            if correction == Correction::EnteredInError {
                continue;
            }
            let found = series.columns.iter().zip(&mut cells).find(|(column, _)| column.name == name);
            if let (Some((column, cell)), Some(text)) = (found, given) {
                *cell = self.cell(column, &Item::Text(text.clone()), &below(pointer, name));
            }
        }
        let (at, day_only) = self.row_time(series, row, &mut cells, pointer, timeline);
        Draft {
            row: ChartRow {
                id: row.id.clone().unwrap_or_else(|| text!["#", position]),
                at,
                day_only,
                received: row.received,
                device: row.device.clone(),
                status: row.status.clone(),
                cells,
                pointer: pointer.into(),
            },
            correction,
            named: row.id.is_some(),
        }
    }

    /// A column of a row: a value, or `{"value", "unit"}`.
    fn cell(&mut self, column: &Column, item: &Item, pointer: &str) -> Cell {
        let bound = match item {
            Item::Object(members) if matches!(column.kind, FactKind::Number { .. }) => {
                self.unknown_members(members, pointer, &["value", "unit"]);
                let value = item.get("value").unwrap_or(&Item::Null);
                let value_at = below(pointer, "value");
                match item.get("unit") {
                    None => self.value(&column.kind, value, Place { pointer: &value_at, unit: None }),
                    Some(Item::Text(unit)) => {
                        let unit = other_unit(Some(unit), &column.also_written);
                        self.value(&column.kind, value, Place { pointer: &value_at, unit })
                    }
                    Some(other) => {
                        self.problem(WRONG_KIND, &below(pointer, "unit"), "a unit, as text", other);
                        Bound::Refused
                    }
                }
            }
            _ => self.value(&column.kind, item, Place { pointer, unit: None }),
        };
        match bound {
            Bound::Absent => Cell::Absent,
            Bound::Known(value) => Cell::Known(value),
            Bound::OutOfRange(value) => Cell::OutOfRange(value),
            Bound::Refused => Cell::Refused,
        }
    }

    /// One row an id. A row entered in error takes all of its id away, in whichever order they were sent; of amended
    /// ones the last received stands.
    fn corrected(&mut self, drafts: Vec<Draft>) -> Vec<ChartRow> {
        let mut kept: Vec<Option<Draft>> = Vec::with_capacity(drafts.len());
        let ids = drafts.iter().filter(|draft| draft.named).map(|draft| (draft.row.id.clone(), None));
        let mut places: SortedMap<String, Option<usize>> = ids.collect();
        for draft in drafts {
            let place = if draft.named { places.get_mut(&draft.row.id) } else { None };
            let earlier = place.and_then(|place| place.replace(place.unwrap_or(kept.len())));
            let Some(slot) = earlier.and_then(|at| kept.get_mut(at)) else {
                kept.push(Some(draft));
                continue;
            };
            if let Some(standing) = slot.take() {
                *slot = Some(self.later(standing, draft));
            }
        }
        let mut rows = Vec::with_capacity(kept.len());
        for draft in kept.into_iter().flatten() {
            if draft.correction != Correction::EnteredInError {
                rows.push(draft.row);
            }
        }
        rows
    }

    /// Which of two rows of one id stands.
    fn later(&mut self, standing: Draft, next: Draft) -> Draft {
        use Correction::{Amended, EnteredInError, None};
        match (standing.correction, next.correction) {
            (EnteredInError, _) => return standing,
            (_, EnteredInError) => return next,
            (Amended, None) => return standing,
            (None, Amended) => return next,
            // The same row sent again is no mistake.
            (None, None) if !same(&standing.row, &next.row) => {
                let expected = "one row of this id, or status amended on the correction";
                self.problems.push(Problem::new(DUPLICATE_ID, below(&next.row.pointer, "id"), expected));
            }
            (None, None) | (Amended, Amended) => {}
        }
        if next.row.received >= standing.row.received { next } else { standing }
    }
}

/// Two uploads of one reading.
fn same(a: &ChartRow, b: &ChartRow) -> bool {
    a.at == b.at && a.device == b.device && a.cells == b.cells
}

/// The same device, instant and values count once; the id first received stays, of equals the least. An undated row and one
/// that holds something unreadable are never taken for another.
fn joined(mut rows: Vec<ChartRow>) -> Vec<ChartRow> {
    sort_by(&mut rows, &mut |a, b| first_received(a).cmp(&first_received(b)));
    let digests: Vec<Option<String>> = rows.iter().map(|row| digest(row, row.at?)).collect();
    let mut seen: Said<'_> = digests.iter().flatten().map(|digest| (digest.as_str(), false)).collect();
    let mut digests_of_rows = digests.iter();
    rows.retain(|_| match digests_of_rows.next() {
        Some(Some(digest)) => first(seen.get_mut(digest.as_str())),
        _ => true,
    });
    rows
}

/// Of each text, collected once and sorted, whether it was met.
type Said<'t> = SortedMap<&'t str, bool>;

/// Whether it is met for the first time.
fn first(said: Option<&mut bool>) -> bool {
    said.is_some_and(|said| !core::mem::replace(said, true))
}

fn first_received(row: &ChartRow) -> (bool, Option<Instant>, &str) {
    (row.received.is_none(), row.received, &row.id)
}

/// By its end, an open one last, then by its start, then by id; a point in time is both. Undated rows last.
fn order<'r>(
    row: &'r ChartRow,
    end: Option<usize>,
    timeline: &Timeline,
) -> (bool, Option<Instant>, Option<Instant>, &'r str) {
    let end = end.map_or(row.at, |end| Some(last(row.cells.get(end), timeline)));
    (row.at.is_none(), end, row.at, &row.id)
}

/// Text that two rows share exactly when their instants, devices and cells are equal; `None` where a cell is unreadable.
fn digest(row: &ChartRow, at: Instant) -> Option<String> {
    let device = row.device.as_deref();
    let mut text = text![at, ";", device.map_or(0, |device| device.len() + 1), ";", device.unwrap_or_default(), ";"];
    for cell in &row.cells {
        let written = match cell {
            Cell::Absent => "-".into(),
            Cell::Known(value) | Cell::OutOfRange(value) => value_text(value)?,
            Cell::Refused => return None,
        };
        text.push_str(&written);
        text.push(';');
    }
    Some(text)
}

fn value_text(value: &Value) -> Option<String> {
    let mut text = String::new();
    match value {
        Value::Truth(truth) => truth.put(&mut text),
        Value::Number(number) => number.put(&mut text),
        Value::Date(date) => date.put(&mut text),
        Value::Instant(instant) => instant.put(&mut text),
        Value::Symbol(symbol) => symbol.0.put(&mut text),
        Value::Symbols(symbols) => symbols.iter().for_each(|symbol| text![symbol.0, ","].put(&mut text)),
        Value::Codes(codes) => codes.iter().for_each(|code| text![code.code.len(), ":", code, ","].put(&mut text)),
        // No column holds one.
        Value::Range(..) | Value::Time(_) | Value::Text(_) => return None,
    }
    Some(text)
}
