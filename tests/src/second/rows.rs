//! The rows of a series as they count: corrections applied, duplicates joined, rows from the future set aside.

use stepcare_core::expression::Source;
use stepcare_core::record::{FactKind, Item, Row as Given, SeriesDecl};
use stepcare_core::value::Instant;

use super::Second;
use super::read::Held;

/// How far a clock may run ahead.
pub(super) const FUTURE: i64 = 10 * 60 * 1000;

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id, or a mark of its place.
    pub id: String,
    /// When it was measured.
    pub at: Option<Instant>,
    /// When it arrived.
    pub received: Option<Instant>,
    /// What measured it.
    pub device: Option<String>,
    /// Its columns.
    pub cells: Vec<Held>,
}

/// The rows of a source.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Whether the record holds the series.
    pub supplied: bool,
    /// Whether what has not been seen may yet exist.
    pub behind: bool,
    /// In order of time, then id; undated rows last.
    pub rows: Vec<Row>,
    /// Set aside.
    pub future: Vec<Row>,
}

impl Second<'_> {
    /// Rows of a series, or a fact's history.
    #[must_use]
    pub fn rows(&self, of: Source) -> Rows {
        let mut rows = match of {
            Source::Series(id) => self.rules.series.get(id.index()).map(|s| self.rows_of_series(s)),
            Source::Fact(id) => self.rules.facts.get(id.index()).map(|fact| {
                let entries = self.entries(fact);
                let row = |(n, entry): (usize, &&stepcare_core::record::FactEntry)| {
                    let cell = self.entry(fact, entry);
                    // A fact's identity is its id, else its value.
                    let value = match &cell {
                        Held::Known(value) | Held::OutOfRange(value) => self.written(value),
                        Held::Absent | Held::Refused => format!("refused {n}"),
                    };
                    let id = entry.id.clone().unwrap_or(value);
                    Row { id, at: entry.at, received: None, device: None, cells: vec![cell] }
                };
                let mut rows: Vec<Row> = entries.iter().enumerate().map(row).collect();
                rows.retain(|row| row.cells != [Held::Absent]);
                let supplied = rows.iter().any(|row| !self.is_ahead(row.at));
                Rows { supplied, rows, ..Rows::default() }
            }),
        }
        .unwrap_or_default();
        let late = |row: &Row| {
            // Received after as-of, it is from the future all the same: nothing of it is seen yet.
            let heard = row.received.map_or(self.as_of, |received| received.min(self.as_of));
            row.at.is_some_and(|at| heard.checked_add_ms(FUTURE).is_some_and(|limit| at > limit))
        };
        let (future, mut kept): (Vec<Row>, Vec<Row>) = rows.rows.into_iter().partition(late);
        // Undated ones last; of one instant by id, a fact's values as the record has them, those refused last.
        if let Source::Fact(_) = of {
            kept.sort_by_key(|row| !matches!(row.cells.first(), Some(Held::Known(_))));
        }
        kept.sort_by_key(|row| (row.at.is_none(), row.at));
        if let Source::Series(_) = of {
            kept.sort_by(|a, b| (a.at.is_none(), a.at, &a.id).cmp(&(b.at.is_none(), b.at, &b.id)));
        }
        rows.rows = kept;
        rows.future = future;
        rows
    }

    fn rows_of_series(&self, series: &SeriesDecl) -> Rows {
        let Some((_, entry)) = self.record.series.iter().find(|(name, _)| **name == series.name) else {
            return Rows { supplied: series.assume_none_when_not_supplied, ..Rows::default() };
        };
        if entry.refused {
            return Rows::default();
        }
        let mut standing: Vec<(&Given, usize)> = Vec::new();
        for (place, row) in entry.rows.iter().enumerate() {
            let status = row.status.as_deref().unwrap_or_default();
            let same = |other: &Given| row.id.is_some() && other.id == row.id;
            match status {
                "amended" | "corrected" => {
                    let newer = standing.iter().any(|(o, _)| same(o) && amended(o) && o.received > row.received);
                    if !newer {
                        standing.retain(|(other, _)| !same(other));
                        standing.push((row, place));
                    }
                }
                "entered_in_error" | "entered-in-error" => standing.retain(|(other, _)| !same(other)),
                // One id sent twice without a correction is one row: the last received stands.
                _ => match standing.iter_mut().find(|(other, _)| same(other)) {
                    Some(earlier) => {
                        if row.received >= earlier.0.received
                            && !matches!(earlier.0.status.as_deref(), Some("amended" | "corrected"))
                        {
                            *earlier = (row, place);
                        }
                    }
                    None => standing.push((row, place)),
                },
            }
        }
        // In error, in whichever order it was sent, takes all of its id away.
        let wrong = |row: &Given| matches!(row.status.as_deref(), Some("entered_in_error" | "entered-in-error"));
        standing.retain(|(row, _)| row.id.is_none() || !entry.rows.iter().any(|o| wrong(o) && o.id == row.id));
        let mut rows: Vec<(Option<String>, Row)> = Vec::new();
        // Of two uploads of one reading the one first received stays, of equals that with the least id.
        standing.sort_by_key(|(given, place)| {
            (given.received.is_none(), given.received, given.id.clone().unwrap_or_else(|| format!("#{place}")))
        });
        for (given, place) in standing {
            let row = self.row(series, given, place);
            let twin = |(device, other): &(Option<String>, Row)| {
                *device == given.device
                    && other.at.is_some()
                    && other.at == row.at
                    && other.cells == row.cells
                    && !row.cells.contains(&Held::Refused)
            };
            if !rows.iter().any(twin) {
                rows.push((given.device.clone(), row));
            }
        }
        let behind = series.current_within.is_some_and(|within| {
            // Counted back from as-of. Where clocks are set back, what was behind once does not become current again: that
            // long after `through` has passed, too.
            let limit = self.shift(self.as_of, within, true);
            let over = |through| self.shift(through, within, false).is_some_and(|until| self.as_of > until);
            entry.through.is_none_or(|through| limit.is_some_and(|limit| through < limit) || over(through))
        });
        Rows { supplied: true, behind, rows: rows.into_iter().map(|(_, row)| row).collect(), future: Vec::new() }
    }

    fn row(&self, series: &SeriesDecl, given: &Given, place: usize) -> Row {
        let cell = |name: &str, kind: &FactKind| {
            let item = given.columns.iter().find(|(n, _)| n == name).map(|(_, item)| item.clone());
            let beside = match name {
                "status" => given.status.clone().map(Item::Text),
                "device" => given.device.clone().map(Item::Text),
                _ => None,
            };
            match beside.or(item) {
                Some(item) => self.held(kind, &item, None),
                None if given.refused && given.columns.is_empty() => Held::Refused,
                None => Held::Absent,
            }
        };
        Row {
            id: given.id.clone().unwrap_or_else(|| format!("#{place}")),
            at: given.at.filter(|_| !given.refused),
            received: given.received,
            device: given.device.clone(),
            cells: series.columns.iter().map(|column| cell(&column.name, &column.kind)).collect(),
        }
    }
}

fn amended(row: &Given) -> bool {
    matches!(row.status.as_deref(), Some("amended" | "corrected"))
}
