//! What is asked of a series, by following every way in which its rows may be chosen.

use std::collections::BTreeSet;

use stepcare_core::expression::{Aggregate, Clause, CompareOp, SeriesExpr};
use stepcare_core::value::{Duration, Instant, Number, Truth, Value};

use super::expression::At;
use super::facts::same;
use super::rows::{Row, Rows};
use super::{NotYet, Second, Worked};

/// More ways than this are not followed.
const WAYS: usize = 4096;

/// Of more open rows than this each is looked at by itself.
const FOLLOWED: usize = 6;

/// Rows that are in it, by position, and whether that is certain.
pub(super) type Way = Vec<(usize, Truth)>;

impl Second<'_> {
    /// The value of a series expression.
    ///
    /// # Errors
    /// Too many ways.
    pub fn of_series(&self, asked: &SeriesExpr, outer: Option<At<'_>>) -> Worked<Option<Value>> {
        let rows = self.rows(asked.of);
        if !rows.supplied {
            return Ok(None);
        }
        let newest = asked.clauses.iter().filter(|clause| matches!(clause, Clause::Newest(_))).count();
        let last = matches!(asked.clauses.last(), Some(Clause::Newest(_)));
        // A row that was not heard of may push one of these out of the newest.
        if rows.behind && (newest > 1 || (newest == 1 && !last)) {
            return Ok(None);
        }
        let mut found: Option<Value> = None;
        for (n, way) in self.ways(asked, &rows, outer)?.iter().enumerate() {
            let Some(value) = self.aggregate(asked, &rows, way, outer)? else { return Ok(None) };
            let Some(known) = found.filter(|_| n > 0) else {
                found = Some(value);
                continue;
            };
            found = match asked.aggregate {
                Aggregate::Count | Aggregate::CountDays => hull(&known, &value),
                _ if same(&known, &value) => Some(known),
                _ => return Ok(None),
            };
        }
        Ok(found)
    }

    /// Every way in which the rows may be chosen.
    pub(super) fn ways(&self, asked: &SeriesExpr, rows: &Rows, outer: Option<At<'_>>) -> Worked<Vec<Way>> {
        let mut ways: Vec<Way> = vec![(0..rows.rows.len()).map(|n| (n, Truth::Yes)).collect()];
        for clause in &asked.clauses {
            let mut next: Vec<Way> = Vec::new();
            for way in ways {
                if let Clause::Newest(n) = clause {
                    next.extend(newest(&way, *n as usize, rows)?);
                    continue;
                }
                let mut kept = Way::new();
                for (at, so_far) in way {
                    let Some(row) = rows.rows.get(at) else { continue };
                    let here = so_far.and(self.clause(clause, asked, row, outer)?);
                    if here != Truth::No {
                        kept.push((at, here));
                    }
                }
                next.push(kept);
            }
            next.sort();
            next.dedup();
            if next.len() > WAYS {
                return Err(NotYet("very many ways in which rows may be chosen"));
            }
            ways = next;
        }
        Ok(ways)
    }

    fn clause(&self, clause: &Clause, asked: &SeriesExpr, row: &Row, outer: Option<At<'_>>) -> Worked<Truth> {
        let after = |at: Option<Instant>, op: CompareOp, bound: Option<Value>| match (at, bound) {
            (Some(at), Some(bound)) => self.compare(op, &Value::Instant(at), &bound),
            _ => Ok(Truth::Unknown),
        };
        Ok(match clause {
            Clause::Where(when) => {
                let as_given = outer.is_some_and(|outer| outer.as_given);
                let outer = outer.map(|outer| (outer.of, outer.row));
                self.holds(*when, Some(At { of: asked.of, row, as_given, outer }))?
            }
            Clause::InLast(by) => self.in_last(row.at, *by),
            Clause::Since(x) => after(row.at, CompareOp::Greater, self.value(*x, outer)?)?,
            Clause::ReceivedSince(x) => after(row.received.or(row.at), CompareOp::Greater, self.value(*x, outer)?)?,
            Clause::Between(a, b) => after(row.at, CompareOp::AtLeast, self.value(*a, outer)?)?.and(after(
                row.at,
                CompareOp::AtMost,
                self.value(*b, outer)?,
            )?),
            Clause::Newest(_) => Truth::Yes,
            #[allow(unreachable_patterns)]
            _ => return Err(NotYet("a clause of later")),
        })
    }

    fn aggregate(&self, asked: &SeriesExpr, rows: &Rows, way: &Way, outer: Option<At<'_>>) -> Worked<Option<Value>> {
        let sure = way.iter().filter(|(_, in_it)| *in_it == Truth::Yes).count();
        let open = sure < way.len();
        let row = |at: &usize| rows.rows.get(*at);
        let days = |only_sure: bool| {
            let among = way.iter().filter(|(_, t)| !only_sure || *t == Truth::Yes);
            let ats: Vec<Option<Instant>> = among.filter_map(|(at, _)| row(at)).map(|row| row.at).collect();
            let known: BTreeSet<_> = ats.iter().flatten().map(|at| self.day(*at)).collect();
            (known.len(), ats.iter().filter(|at| at.is_none()).count())
        };
        Ok(match asked.aggregate {
            Aggregate::Any | Aggregate::No => {
                let any = if sure > 0 { Some(true) } else { Some(false).filter(|_| !open && !rows.behind) };
                any.map(|any| Value::Truth(any == (asked.aggregate == Aggregate::Any)))
            }
            Aggregate::Count => Some(counted(sure, (!rows.behind).then_some(way.len().min(most(asked))))),
            Aggregate::CountDays => {
                let ((low, undated), (high, more)) = (days(true), days(false));
                let low = if low == 0 { undated.min(1) } else { low };
                Some(counted(low, (!rows.behind).then_some((high + more).min(most(asked)))))
            }
            _ if open || rows.behind => None,
            Aggregate::Latest | Aggregate::Earliest => {
                if way.iter().any(|(at, _)| row(at).is_none_or(|row| row.at.is_none())) {
                    return Ok(None);
                }
                let end = if asked.aggregate == Aggregate::Latest { way.last() } else { way.first() };
                let Some(end) = end.and_then(|(at, _)| row(at)) else { return Ok(None) };
                match asked.value {
                    None => return Err(NotYet("the latest of nothing")),
                    Some(value) => self.value(value, Some(here(asked, end, outer)))?,
                }
            }
            aggregate => {
                let Some(value) = asked.value else { return Ok(None) };
                let mut numbers = Vec::new();
                for row in way.iter().filter_map(|(at, _)| row(at)) {
                    match self.value(value, Some(here(asked, row, outer)))? {
                        Some(Value::Number(number)) => numbers.push(number),
                        None => return Ok(None),
                        Some(_) => return Err(NotYet("an aggregate of what is no number")),
                    }
                }
                match aggregate {
                    Aggregate::Least => numbers.iter().min().copied(),
                    Aggregate::Greatest => numbers.iter().max().copied(),
                    Aggregate::Sum | Aggregate::Mean => {
                        let sum = numbers.iter().try_fold(Number::ZERO, |sum, n| sum.add(*n));
                        let sum = sum.filter(|_| !numbers.is_empty());
                        if aggregate == Aggregate::Sum {
                            sum
                        } else {
                            sum.and_then(|sum| sum.div(Number::integer(numbers.len() as i128)))
                        }
                    }
                    _ => return Err(NotYet("this aggregate")),
                }
                .map(Value::Number)
            }
        })
    }

    /// Whether an instant stands in the last days (local, today included), months or hours (exact).
    #[must_use]
    pub fn in_last(&self, at: Option<Instant>, by: Duration) -> Truth {
        let Some(at) = at else { return Truth::Unknown };
        Truth::of(Some(match (by.ms(), by.days()) {
            (Some(ms), _) => self.as_of.checked_add_ms(-ms).is_none_or(|from| at >= from),
            (None, Some(days)) => (self.today() - self.day(at)).num_days() < days,
            (None, None) => by.add_to_date(self.today(), true).is_none_or(|from| self.day(at) >= from),
        }))
    }
}

fn here<'r>(asked: &SeriesExpr, row: &'r Row, outer: Option<At<'r>>) -> At<'r> {
    At { of: asked.of, row, as_given: outer.is_some_and(|outer| outer.as_given), outer: None }
}

/// There are no more than the newest n.
fn most(asked: &SeriesExpr) -> usize {
    let newest = |clause: &Clause| if let Clause::Newest(n) = clause { Some(*n as usize) } else { None };
    asked.clauses.iter().filter_map(newest).min().unwrap_or(usize::MAX)
}

fn counted(low: usize, high: Option<usize>) -> Value {
    let whole = |n: usize| Number::integer(n as i128);
    if high == Some(low) { Value::Number(whole(low)) } else { Value::Range(Some(whole(low)), high.map(whole)) }
}

fn hull(a: &Value, b: &Value) -> Option<Value> {
    let ends = |value: &Value| match value {
        Value::Number(n) => Some((Some(*n), Some(*n))),
        Value::Range(low, high) => Some((*low, *high)),
        _ => None,
    };
    let ((a, b), (c, d)) = (ends(a)?, ends(b)?);
    let (low, high) = (a.zip(c).map(|(a, c)| a.min(c)), b.zip(d).map(|(b, d)| b.max(d)));
    Some(match (low, high) {
        (Some(low), Some(high)) if low == high => Value::Number(low),
        _ => Value::Range(low, high),
    })
}

/// The newest n, every way that the open rows and those without a time may turn out.
fn newest(way: &Way, n: usize, rows: &Rows) -> Worked<Vec<Way>> {
    let open: Vec<usize> = way.iter().filter(|(_, t)| *t != Truth::Yes).map(|(at, _)| *at).collect();
    let undated: Vec<usize> =
        way.iter().map(|(at, _)| *at).filter(|at| rows.rows.get(*at).is_none_or(|row| row.at.is_none())).collect();
    if open.len() + undated.len() > 14 {
        return Err(NotYet("very many rows that may be the newest"));
    }
    let chosen =
        |of: &[usize], bits: usize, at: usize| of.iter().position(|o| *o == at).is_none_or(|bit| bits >> bit & 1 == 1);
    if way.len() <= n {
        return Ok(vec![way.clone()]);
    }
    let mut found: BTreeSet<Way> = BTreeSet::new();
    for there in 0..1_usize << open.len() {
        let present: Vec<usize> = way.iter().map(|(at, _)| *at).filter(|at| chosen(&open, there, *at)).collect();
        for above in 0..1_usize << undated.len() {
            let place = |top: bool| {
                present
                    .iter()
                    .copied()
                    .filter(|at| undated.contains(at) && chosen(&undated, above, *at) == top)
                    .collect::<Vec<usize>>()
            };
            let dated = present.iter().copied().filter(|at| !undated.contains(at));
            // Oldest first: those taken to be older than all, the dated, those taken to be newer than all.
            let order: Vec<usize> = place(false).into_iter().chain(dated).chain(place(true)).collect();
            let mut kept: Vec<usize> = order.iter().skip(order.len().saturating_sub(n)).copied().collect();
            kept.sort_unstable();
            found.insert(kept.into_iter().map(|at| (at, Truth::Yes)).collect());
        }
    }
    if !undated.is_empty() || open.len() > FOLLOWED {
        // Where rows without a time may be the newest, or very many may, each row is among them for certain, or nobody knows.
        let all: BTreeSet<usize> = found.iter().flatten().map(|(at, _)| *at).collect();
        let certain = |at: &usize| Truth::of(found.iter().all(|way| way.contains(&(*at, Truth::Yes))).then_some(true));
        return Ok(vec![all.iter().map(|at| (*at, certain(at))).collect()]);
    }
    Ok(found.into_iter().collect())
}
