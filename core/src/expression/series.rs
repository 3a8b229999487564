//! The one form for everything about a series: which rows, and what is asked of them.
//!
//! A row whose membership is unknown stays, as unknown. Where it leaves open which rows are the newest, each way that it
//! may be is followed, and only an answer on which all of them agree is one.

use alloc::{borrow::Cow, vec, vec::Vec};

use super::compare::{self, between, holds, just_after};
use super::{Aggregate, Clause, CompareOp, FeedState, Machine, Row, SeriesExpr, Source};
use crate::record::ChartRow;
use crate::value::SortedSet;
use crate::value::id::ColumnId;
use crate::value::sorted;
use crate::value::{Duration, Instant, Listed, Number, TimeUnit, Truth, Value};

/// Rows that are kept: their positions, and whether that is certain.
type Kept = Vec<(usize, Truth)>;

/// How many ways the newest rows may be before it is simply open.
const WAYS: usize = 64;

/// A local day that begins at most this much from where a window is cut lies wholly inside or outside of it.
const MARGIN_MS: i64 = 48 * 60 * 60 * 1000;

/// The rows in hand while a series is worked out.
struct Selection<'s> {
    source: Source,
    rows: super::Rows<'s>,
}

impl<'a> Machine<'a> {
    /// Positions of the rows that a series expression keeps, each with how certain that is (yes or unknown), in order.
    pub fn select(&mut self, series: &SeriesExpr, row: Option<&Row>) -> Vec<(usize, Truth)> {
        self.refresh();
        let ways = self.ways(series, row);
        self.note_leaving(series, &ways);
        let mut all: Vec<usize> = ways.iter().flatten().map(|(index, _)| *index).listed();
        sorted::sort(&mut all);
        all.dedup();
        let certain = |index: &usize| ways.iter().all(|way| way.contains(&(*index, Truth::Yes)));
        all.into_iter().map(|index| (index, if certain(&index) { Truth::Yes } else { Truth::Unknown })).listed()
    }

    /// What a series expression comes to.
    pub(super) fn series(&mut self, series: &SeriesExpr, row: Option<&Row>) -> Option<Value> {
        let state = self.source_state(series.of);
        if state == FeedState::NotSupplied || self.is_exhausted() {
            return None;
        }
        let ways = self.ways(series, row);
        self.note_turning(series, &ways);
        let as_given = row.is_some_and(|row| row.as_given);
        let mut answers = Vec::new();
        for way in &ways {
            answers.push(self.aggregate(series, way, state, as_given)?);
        }
        let mut answers = answers.into_iter();
        let mut merged = answers.next()?;
        for answer in answers {
            merged = merge(series.aggregate, merged, answer)?;
        }
        Some(merged)
    }

    /// Every way in which the rows may be chosen: one, unless it is open which are newest.
    fn ways(&mut self, series: &SeriesExpr, row: Option<&Row>) -> Vec<Kept> {
        let rows = self.present_rows(series.of);
        let selection = Selection { source: series.of, rows };
        let mut ways: Vec<Kept> = vec![self.first_cut(series, &selection.rows, row)];
        for clause in &series.clauses {
            self.spend(ways.iter().map(Vec::len).sum());
            if self.is_exhausted() {
                return vec![(0..selection.rows.len()).map(|index| (index, Truth::Unknown)).listed()];
            }
            ways = match clause {
                Clause::Newest(n) => newest(&ways, usize::try_from(*n).unwrap_or(usize::MAX), &selection),
                _ => ways.into_iter().map(|way| self.narrow(clause, way, &selection, row)).listed(),
            };
        }
        ways
    }

    /// The rows that the first clause can keep, roughly: rows stand in order of time, so a window of time is cut out of
    /// them without looking at each, and undated ones stand at the end.
    fn first_cut(&mut self, series: &SeriesExpr, rows: &[Cow<'_, ChartRow>], row: Option<&Row>) -> Kept {
        let (from, to) = match series.clauses.first() {
            Some(Clause::InLast(length)) => (self.window_start(*length, self.as_of), Instant::MAX),
            Some(Clause::WithinBeforeIt(length)) => {
                let it = row.and_then(|row| self.present_rows(row.source).get(row.index)?.at);
                it.map_or((Instant::MIN, Instant::MAX), |it| (self.window_start(*length, it), it))
            }
            _ => (Instant::MIN, Instant::MAX),
        };
        let dated = rows.partition_point(|row| row.at.is_some());
        let first = rows.partition_point(|row| row.at.is_some_and(|at| at < from));
        let end = rows.partition_point(|row| row.at.is_some_and(|at| at <= to));
        (first..end).chain(dated..rows.len()).map(|index| (index, Truth::Yes)).listed()
    }

    /// Before this, no row is within so long before an instant.
    fn window_start(&self, length: Duration, before: Instant) -> Instant {
        let start = match length.ms() {
            Some(ms) => before.checked_add_ms(ms.saturating_neg()),
            None => {
                let day = length.add_to_date(self.chart.timeline.date(before), true);
                day.and_then(|day| self.chart.timeline.start_of_day(day).checked_add_ms(-MARGIN_MS))
            }
        };
        start.unwrap_or(Instant::MIN)
    }

    fn narrow(&mut self, clause: &Clause, way: Kept, selection: &Selection<'_>, row: Option<&Row>) -> Kept {
        let bounds = match clause {
            Clause::Since(x) | Clause::ReceivedSince(x) => (self.get(*x, row), None),
            Clause::Between(a, b) => (self.get(*a, row), self.get(*b, row)),
            _ => (None, None),
        };
        let outer = row.map(|row| (row.source, row.index));
        let outer_at = outer.and_then(|(source, index)| self.present_rows(source).get(index)?.at);
        let set_aside = self.leave_row();
        let keep = way.into_iter().filter_map(|(index, so_far)| {
            let this = selection.rows.get(index)?;
            let holds = match clause {
                Clause::Where(condition) => {
                    let as_given = row.is_some_and(|row| row.as_given);
                    let inner = Row { source: selection.source, index, outer, as_given };
                    self.holds(*condition, Some(&inner))
                }
                Clause::InLast(length) => this.at.map_or(Truth::Unknown, |at| self.in_last(*length, at)),
                Clause::WithinBeforeIt(length) => match (this.at, outer_at) {
                    _ if outer == Some((selection.source, index)) => Truth::No,
                    (Some(at), Some(it)) => self.before_it(*length, at, it),
                    _ => Truth::Unknown,
                },
                Clause::Since(_) => self.order(this.at, CompareOp::Greater, bounds.0.as_ref()),
                Clause::ReceivedSince(_) => {
                    self.order(this.received.or(this.at), CompareOp::Greater, bounds.0.as_ref())
                }
                Clause::Between(..) => self.order(this.at, CompareOp::AtLeast, bounds.0.as_ref()).and(self.order(
                    this.at,
                    CompareOp::AtMost,
                    bounds.1.as_ref(),
                )),
                Clause::Newest(_) => so_far,
            };
            let kept = so_far.and(holds);
            (kept != Truth::No).then_some((index, kept))
        });
        let kept = keep.listed();
        self.enter_row(set_aside);
        kept
    }

    fn order(&self, at: Option<Instant>, op: CompareOp, bound: Option<&Value>) -> Truth {
        match (at, bound) {
            (Some(at), Some(bound)) => holds(op, &Value::Instant(at), bound, &self.chart.timeline),
            _ => Truth::Unknown,
        }
    }

    /// Local days with today the last of them; months from the same day of that month; hours exact.
    fn in_last(&self, length: Duration, at: Instant) -> Truth {
        Truth::of(self.leaves(length, at).map(|leaves| self.as_of < leaves).or(Some(true)))
    }

    /// The first instant at which `in last` no longer holds a row of this instant; `None` beyond the calendar.
    fn leaves(&self, length: Duration, at: Instant) -> Option<Instant> {
        let timeline = &self.chart.timeline;
        if let Some(ms) = length.ms() {
            return at.checked_add_ms(ms).map(just_after);
        }
        let day = timeline.date(at);
        let last = length.add_to_date(day, false)?;
        match length.unit {
            TimeUnit::Days | TimeUnit::Weeks => Some(timeline.start_of_day(last)),
            // The end of a month stands for all its missing days: the day whose own day so many months before is later.
            _ => {
                let mut end = last;
                while length.add_to_date(end, true).is_some_and(|from| from <= day) {
                    end = end.succ_opt()?;
                }
                Some(timeline.start_of_day(end))
            }
        }
    }

    fn before_it(&self, length: Duration, at: Instant, it: Instant) -> Truth {
        let near = match length.ms() {
            Some(ms) => it.checked_add_ms(ms.saturating_neg()).is_none_or(|from| from <= at),
            None => {
                let timeline = &self.chart.timeline;
                length.add_to_date(timeline.date(it), true).is_none_or(|from| from <= timeline.date(at))
            }
        };
        Truth::of(Some(at <= it && near))
    }

    /// `any` and `no` stand while one certain row stays: the newest stays longest. Anything else may change with the first
    /// row that leaves.
    fn note_turning(&mut self, series: &SeriesExpr, ways: &[Kept]) {
        let certain = match (series.aggregate, ways) {
            (Aggregate::Any | Aggregate::No, [way]) => way.iter().rev().find(|(_, kept)| *kept == Truth::Yes),
            _ => None,
        };
        match certain {
            Some(row) => self.note_leaving(series, &[vec![*row]]),
            None => self.note_leaving(series, ways),
        }
    }

    fn note_leaving(&mut self, series: &SeriesExpr, ways: &[Kept]) {
        if !series.clauses.iter().any(|clause| matches!(clause, Clause::InLast(_))) {
            return;
        }
        let rows = self.present_rows(series.of);
        // Of two rows the earlier leaves first.
        let mut first: Option<(Instant, &str)> = None;
        for (index, _) in ways.iter().flatten() {
            let Some(row) = rows.get(*index) else { continue };
            if let Some(at) = row.at
                && first.is_none_or(|(earliest, _)| at < earliest)
            {
                first = Some((at, &row.id));
            }
        }
        let Some((at, row)) = first else { return };
        for clause in &series.clauses {
            if let Clause::InLast(length) = clause
                && let Some(leaves) = self.leaves(*length, at)
            {
                self.note(leaves, "a reading leaves the window", Some(row));
            }
        }
    }

    fn aggregate(&mut self, series: &SeriesExpr, kept: &Kept, state: FeedState, as_given: bool) -> Option<Value> {
        let rows = self.present_rows(series.of);
        let behind = state == FeedState::Behind;
        // Behind, a row not yet here may push one of these out of the newest, and a later clause may then say otherwise.
        let ends_newest = matches!(series.clauses.last(), Some(Clause::Newest(_)) | None);
        let newest = series.clauses.iter().filter(|clause| matches!(clause, Clause::Newest(_))).count();
        if behind && (newest > 1 || (newest == 1 && !ends_newest)) {
            return None;
        }
        let certain = kept.iter().filter(|(_, kept)| *kept == Truth::Yes);
        match series.aggregate {
            Aggregate::Any | Aggregate::No => {
                let any = match (certain.count(), kept.len()) {
                    (0, 0) if !behind => Truth::No,
                    (0, _) => Truth::Unknown,
                    _ => Truth::Yes,
                };
                let holds = if series.aggregate == Aggregate::Any { any } else { !any };
                holds.known().map(Value::Truth)
            }
            Aggregate::Count => count(certain.count(), (!behind).then_some(kept.len())),
            Aggregate::CountDays => {
                let (days, undated) = self.days_of(&rows, certain.map(|(index, _)| *index));
                let (all_days, all_undated) = self.days_of(&rows, kept.iter().map(|(index, _)| *index));
                // Rows without a day may all be of one that is counted, or each of a day of its own.
                let least = if days == 0 && undated > 0 { 1 } else { days };
                count(least, (!behind).then(|| all_days.saturating_add(all_undated)))
            }
            _ if behind || kept.iter().any(|(_, kept)| *kept != Truth::Yes) => None,
            aggregate => {
                let positions: Vec<usize> = kept.iter().map(|(index, _)| *index).listed();
                self.value_of(aggregate, series.of, series.column, &positions, as_given)
            }
        }
    }

    fn days_of(&self, rows: &[Cow<'_, ChartRow>], kept: impl Iterator<Item = usize>) -> (usize, usize) {
        let (mut days, mut undated) = (SortedSet::new(), 0_usize);
        for row in kept.filter_map(|index| rows.get(index)) {
            match row.at {
                Some(at) => {
                    days.insert(self.chart.timeline.date(at));
                }
                None => undated = undated.saturating_add(1),
            }
        }
        (days.len(), undated)
    }

    /// A value of rows that are all certain. A row that lacks the column leaves it unknown: what is absent is not normal.
    fn value_of(
        &mut self,
        aggregate: Aggregate,
        source: Source,
        column: Option<ColumnId>,
        kept: &[usize],
        as_given: bool,
    ) -> Option<Value> {
        let rows = self.present_rows(source);
        if let Aggregate::Latest | Aggregate::Earliest = aggregate {
            // An undated row may be the latest, or the earliest.
            if kept.iter().any(|index| rows.get(*index).is_none_or(|row| row.at.is_none())) {
                return None;
            }
            let index = *(if aggregate == Aggregate::Latest { kept.last() } else { kept.first() })?;
            return match column {
                Some(column) => self.cell(source, index, column, as_given),
                None => rows.get(index)?.at.map(Value::Instant),
            };
        }
        let column = column?;
        let mut cells = Vec::new();
        for index in kept {
            cells.push(self.cell(source, *index, column, as_given)?);
        }
        match aggregate {
            Aggregate::Least => self.extreme(cells, CompareOp::Less),
            Aggregate::Greatest => self.extreme(cells, CompareOp::Greater),
            Aggregate::Sum | Aggregate::Mean => {
                let mut numbers = Vec::new();
                for cell in cells {
                    let Value::Number(n) = cell else { return None };
                    numbers.push(n);
                }
                let (first, rest) = numbers.split_first()?;
                let sum = rest.iter().try_fold(*first, |sum, n| sum.add(*n));
                let sum = self.fits(sum)?;
                if aggregate == Aggregate::Sum {
                    return Some(Value::Number(sum));
                }
                sum.div(whole(numbers.len())).map(Value::Number)
            }
            _ => None,
        }
    }

    /// The least or greatest, where every two of them can be told apart.
    fn extreme(&self, cells: Vec<Value>, op: CompareOp) -> Option<Value> {
        let mut cells = cells.into_iter();
        let first = cells.next()?;
        cells.try_fold(first, |best, cell| match holds(op, &cell, &best, &self.chart.timeline) {
            Truth::Yes => Some(cell),
            Truth::No => Some(best),
            Truth::Unknown => None,
        })
    }
}

/// The newest n of each way. A row that may or may not be there is followed both ways, while they are few; else, and
/// where a row has no time, a row is certain only if it is among the newest however the others turn out.
fn newest(ways: &[Kept], n: usize, selection: &Selection<'_>) -> Vec<Kept> {
    let dated = |index: &usize| selection.rows.get(*index).is_some_and(|row| row.at.is_some());
    let mut found = Vec::new();
    for way in ways {
        if way.len() <= n {
            found.push(way.clone());
            continue;
        }
        let open = way.iter().filter(|(_, kept)| *kept != Truth::Yes).count();
        let followed = u32::try_from(open).ok().and_then(|open| 1_usize.checked_shl(open)).filter(|w| *w <= WAYS);
        match followed {
            Some(count) if way.iter().all(|(index, _)| dated(index)) => {
                found.extend((0..count).map(|choice| newest_if(way, n, choice)));
            }
            _ => found.push(newest_at_best(way, n, &dated)),
        }
        if found.len() > WAYS {
            return ways.iter().map(|way| newest_at_best(way, n, &dated)).listed();
        }
    }
    found
}

/// The newest n if the open rows are there as the bits of `choice` say.
fn newest_if(way: &Kept, n: usize, choice: usize) -> Kept {
    let mut bit = 0_u32;
    let there = way.iter().filter(|(_, kept)| {
        let taken = *kept == Truth::Yes || choice.checked_shr(bit).is_some_and(|bits| bits & 1 == 1);
        bit = if *kept == Truth::Yes { bit } else { bit.saturating_add(1) };
        taken
    });
    let there: Kept = there.map(|(index, _)| (*index, Truth::Yes)).listed();
    there.iter().skip(there.len().saturating_sub(n)).copied().listed()
}

fn newest_at_best(way: &Kept, n: usize, dated: &dyn Fn(&usize) -> bool) -> Kept {
    let undated = way.iter().filter(|(index, _)| !dated(index)).count();
    let (mut sure, mut possible) = (0_usize, undated);
    let mut found = Vec::new();
    for (index, kept) in way.iter().rev() {
        if !dated(index) {
            found.push((*index, Truth::Unknown));
            continue;
        }
        if sure >= n {
            break;
        }
        found.push((*index, if possible < n { *kept } else { Truth::Unknown }));
        possible = possible.saturating_add(1);
        sure = sure.saturating_add(usize::from(*kept == Truth::Yes));
    }
    found.reverse();
    found
}

/// What two ways have in common: the same answer, or for a count everything between.
fn merge(aggregate: Aggregate, left: Value, right: Value) -> Option<Value> {
    if let (Aggregate::Count | Aggregate::CountDays, Some((a, b)), Some((c, d))) =
        (aggregate, compare::numbers(&left), compare::numbers(&right))
    {
        let low = a.zip(c).map(|(a, c)| a.min(c));
        let high = b.zip(d).map(|(b, d)| b.max(d));
        return Some(between(low, high));
    }
    (compare::same(&left, &right) == Some(true)).then_some(left)
}

fn count(least: usize, most: Option<usize>) -> Option<Value> {
    Some(between(Some(whole(least)), most.map(whole)))
}

fn whole(n: usize) -> Number {
    Number::integer(i128::try_from(n).unwrap_or(i128::MAX))
}
