//! The one form for everything about a series: which rows, and what is asked of them.
//!
//! A row whose membership is unknown stays, as unknown. Where it leaves open which rows are the newest, each way that it
//! may be is followed, and only an answer on which all of them agree is one.

use alloc::{borrow::Cow, vec, vec::Vec};

use super::compare::{self, between, holds, just_after};
use super::{Aggregate, Clause, CompareOp, FeedState, Machine, Row, SeriesExpr, Source, newest};
use crate::record::{ChartRow, FactKind};
use crate::value::SortedSet;
use crate::value::id::ExprId;
use crate::value::sorted;
use crate::value::{Duration, Instant, Listed, Number, TimeUnit, Truth, Value};

/// Rows that are kept: their positions, and whether that is certain.
pub(super) type Kept = Vec<(usize, Truth)>;

/// A local day that begins at most this much from where a window is cut lies wholly inside or outside of it.
const MARGIN_MS: i64 = 48 * 60 * 60 * 1000;

/// The rows in hand while a series is worked out.
struct Selection<'s> {
    source: Source,
    rows: super::Rows<'s>,
}

impl Selection<'_> {
    fn is_dated(&self, index: usize) -> bool {
        self.rows.get(index).is_some_and(|row| row.at.is_some())
    }
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
        let mut answers = Vec::new();
        for way in &ways {
            answers.push(self.aggregate(series, way, state, row)?);
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
                Clause::Newest(n) => {
                    newest::newest(&ways, usize::try_from(*n).unwrap_or(usize::MAX), &|index| selection.is_dated(index))
                }
                Clause::LatestDay => {
                    let timeline = &self.chart.timeline;
                    newest::latest_day(&ways, &|index| selection.rows.get(index)?.at.map(|at| timeline.date(at)))
                }
                _ => ways.into_iter().map(|way| self.narrow(clause, way, &selection, row)).listed(),
            };
        }
        ways
    }

    /// The rows that the first clause can keep, roughly: rows stand in order of time, so a window of time is cut out of
    /// them without looking at each, and undated ones stand at the end.
    fn first_cut(&mut self, series: &SeriesExpr, rows: &[Cow<'_, ChartRow>], row: Option<&Row>) -> Kept {
        let (from, to) = match series.clauses.first() {
            // Rows with a period stand in the order of their ends.
            _ if self.has_period(series.of) => (Instant::MIN, Instant::MAX),
            Some(Clause::InLast(length)) => (self.window_start(*length), Instant::MAX),
            Some(Clause::Between(a, b)) => (self.cut(*a, row, true), self.cut(*b, row, false)),
            _ => (Instant::MIN, Instant::MAX),
        };
        let dated = rows.partition_point(|row| row.at.is_some());
        let first = rows.partition_point(|row| row.at.is_some_and(|at| at < from));
        let end = rows.partition_point(|row| row.at.is_some_and(|at| at <= to));
        (first..end).chain(dated..rows.len()).map(|index| (index, Truth::Yes)).listed()
    }

    fn has_period(&self, source: Source) -> bool {
        let Source::Series(series) = source else { return false };
        let declared = self.terms.declared.series.get(series.index());
        declared.is_some_and(|series| series.columns.iter().any(|column| column.kind == FactKind::End))
    }

    /// Before this, no row is within so long before now.
    fn window_start(&self, length: Duration) -> Instant {
        let start = match length.ms() {
            Some(ms) => self.as_of.checked_add_ms(ms.saturating_neg()),
            None => {
                let day = length.add_to_date(self.today(), true);
                day.and_then(|day| self.chart.timeline.start_of_day(day).checked_add_ms(-MARGIN_MS))
            }
        };
        start.unwrap_or(Instant::MIN)
    }

    /// Before this end of a range no row is in it, or after it.
    fn cut(&mut self, bound: ExprId, row: Option<&Row>, lower: bool) -> Instant {
        let value = self.get(bound, row);
        let days = value.and_then(|value| compare::days(&value, &self.chart.timeline));
        let (far, margin) = if lower { (Instant::MIN, -MARGIN_MS) } else { (Instant::MAX, MARGIN_MS) };
        let day = days.map(|(first, last)| if lower { first } else { last });
        day.and_then(|day| self.chart.timeline.start_of_day(day).checked_add_ms(margin)).unwrap_or(far)
    }

    fn narrow(&mut self, clause: &Clause, way: Kept, selection: &Selection<'_>, row: Option<&Row>) -> Kept {
        let bounds = match clause {
            Clause::Since(x) | Clause::ReceivedSince(x) => (self.get(*x, row), None),
            Clause::Between(a, b) => (self.get(*a, row), self.get(*b, row)),
            _ => (None, None),
        };
        let set_aside = self.leave_row();
        let keep = way.into_iter().filter_map(|(index, so_far)| {
            let this = selection.rows.get(index)?;
            let holds = match clause {
                Clause::Where(condition) => self.holds(*condition, Some(&Row::inside(row, selection.source, index))),
                Clause::InLast(length) => this.at.map_or(Truth::Unknown, |at| self.in_last(*length, at)),
                Clause::Since(_) => self.order(self.time_of(this), CompareOp::Greater, bounds.0.as_ref()),
                Clause::ReceivedSince(_) => {
                    let came = this.received.map(Value::Instant).or_else(|| self.time_of(this));
                    self.order(came, CompareOp::Greater, bounds.0.as_ref())
                }
                Clause::Between(..) => {
                    let from = self.order(self.time_of(this), CompareOp::AtLeast, bounds.0.as_ref());
                    from.and(self.order(self.time_of(this), CompareOp::AtMost, bounds.1.as_ref()))
                }
                Clause::Newest(_) | Clause::LatestDay => so_far,
            };
            let kept = so_far.and(holds);
            (kept != Truth::No).then_some((index, kept))
        });
        let kept = keep.listed();
        self.enter_row(set_aside);
        kept
    }

    fn order(&self, at: Option<Value>, op: CompareOp, bound: Option<&Value>) -> Truth {
        match (at, bound) {
            (Some(at), Some(bound)) => holds(op, &at, bound, &self.chart.timeline),
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

    fn aggregate(&mut self, series: &SeriesExpr, kept: &Kept, state: FeedState, row: Option<&Row>) -> Option<Value> {
        let rows = self.present_rows(series.of);
        let behind = state == FeedState::Behind;
        // Behind, a row not yet here may push one of these out of the newest, and a later clause may then say otherwise.
        let picks = |clause: &Clause| matches!(clause, Clause::Newest(_) | Clause::LatestDay);
        let ends_newest = series.clauses.last().is_none_or(picks);
        let newest = series.clauses.iter().filter(|clause| picks(clause)).count();
        // A later day may have fewer rows than this one.
        let counts_a_day = series.clauses.last() == Some(&Clause::LatestDay) && series.aggregate == Aggregate::Count;
        if behind && (newest > 1 || (newest == 1 && !ends_newest) || counts_a_day) {
            return None;
        }
        let certain = kept.iter().filter(|(_, kept)| *kept == Truth::Yes);
        // However many may be among the newest three, there are no more than three.
        let mut most = (!behind).then_some(kept.len());
        for clause in &series.clauses {
            if let (Clause::Newest(n), Some(known)) = (clause, most) {
                most = Some(known.min(usize::try_from(*n).unwrap_or(usize::MAX)));
            }
        }
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
            Aggregate::Count => count(certain.count(), most),
            Aggregate::CountDays => {
                let (days, undated) = self.days_of(&rows, certain.map(|(index, _)| *index));
                let (all_days, all_undated) = self.days_of(&rows, kept.iter().map(|(index, _)| *index));
                // Rows without a day may all be of one that is counted, or each of a day of its own.
                let least = if days == 0 && undated > 0 { 1 } else { days };
                count(least, most.map(|most| most.min(all_days.saturating_add(all_undated))))
            }
            _ if behind || kept.iter().any(|(_, kept)| *kept != Truth::Yes) => None,
            aggregate => {
                let positions: Vec<usize> = kept.iter().map(|(index, _)| *index).listed();
                let set_aside = self.leave_row();
                let value = self.value_of(aggregate, series.of, series.value?, &positions, row);
                self.enter_row(set_aside);
                value
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
        value: ExprId,
        kept: &[usize],
        row: Option<&Row>,
    ) -> Option<Value> {
        let rows = self.present_rows(source);
        if let Aggregate::Latest | Aggregate::Earliest = aggregate {
            // An undated row may be the latest, or the earliest.
            if kept.iter().any(|index| rows.get(*index).is_none_or(|row| row.at.is_none())) {
                return None;
            }
            let index = *(if aggregate == Aggregate::Latest { kept.last() } else { kept.first() })?;
            return self.get(value, Some(&Row::inside(row, source, index)));
        }
        let mut cells = Vec::new();
        for index in kept {
            cells.push(self.get(value, Some(&Row::inside(row, source, *index)))?);
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
