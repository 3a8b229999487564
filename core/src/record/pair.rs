//! Halves of one row that were sent apart: a systolic and a diastolic value of one instant.

use alloc::vec::Vec;

use super::{Cell, ChartRow};
use crate::value::id::ColumnId;
use crate::value::sorted::sort_by;

/// Rows of one instant that are looked at for partners; of more, none is paired.
const MOST: usize = 100;

/// Two rows of one time that are equal in these columns are one, where each is the only partner of the other. It keeps
/// the lesser id.
pub(super) fn paired(mut rows: Vec<ChartRow>, on: &[ColumnId]) -> Vec<ChartRow> {
    sort_by(&mut rows, &mut |a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut partners: Vec<Option<usize>> = Vec::with_capacity(rows.len());
    let mut from = 0;
    while let Some(first) = rows.get(from) {
        let end = from + rows.iter().skip(from).take_while(|row| row.at == first.at).count();
        for this in from..end {
            let known = first.at.is_some() && end - from <= MOST;
            partners.push(if known { only_partner(&rows, this, from, end, on) } else { None });
        }
        from = end;
    }
    let mut whole: Vec<ChartRow> = Vec::with_capacity(rows.len());
    for this in 0..rows.len() {
        let Some(row) = rows.get(this) else { continue };
        let partner = partners.get(this).copied().flatten();
        let mutual = partner.filter(|other| partners.get(*other).copied().flatten() == Some(this));
        match mutual.and_then(|other| rows.get(other).map(|half| (other, half))) {
            Some((other, _)) if other < this => {}
            Some((_, half)) => whole.push(joined(row, half)),
            None => whole.push(row.clone()),
        }
    }
    whole
}

fn only_partner(rows: &[ChartRow], this: usize, from: usize, end: usize, on: &[ColumnId]) -> Option<usize> {
    let row = rows.get(this)?;
    let mut found = None;
    for other in from..end {
        if other != this && rows.get(other).is_some_and(|other| are_halves(row, other, on)) {
            if found.is_some() {
                return None;
            }
            found = Some(other);
        }
    }
    found
}

/// Whether each holds something that the other lacks, and they agree on all else.
fn are_halves(a: &ChartRow, b: &ChartRow, on: &[ColumnId]) -> bool {
    let (mut a_adds, mut b_adds) = (false, false);
    for (at, (one, other)) in a.cells.iter().zip(&b.cells).enumerate() {
        let must_agree = on.iter().any(|column| column.index() == at);
        match (one, other) {
            (Cell::Refused, _) | (_, Cell::Refused) => return false,
            _ if one == other => {}
            (_, Cell::Absent) if !must_agree => a_adds = true,
            (Cell::Absent, _) if !must_agree => b_adds = true,
            _ => return false,
        }
    }
    a_adds && b_adds && a.device == b.device && a.day_only == b.day_only
}

fn joined(row: &ChartRow, half: &ChartRow) -> ChartRow {
    let mut whole = row.clone();
    for (cell, other) in whole.cells.iter_mut().zip(&half.cells) {
        if *cell == Cell::Absent {
            *cell = other.clone();
        }
    }
    whole.received = row.received.max(half.received);
    whole
}
