//! What is asked of a series: each row is in it, not in it, or nobody knows.

use std::collections::BTreeSet;

use stepcare_core::expression::{Aggregate, Clause, SeriesExpr};
use stepcare_core::value::{Duration, Number, Truth, Value};

use super::expression::At;
use super::rows::Row;
use super::{NotYet, Second, Worked};

impl Second<'_> {
    /// The value of a series expression.
    ///
    /// # Errors
    /// Clauses and aggregates that are not worked out here.
    pub fn of_series(&self, asked: &SeriesExpr) -> Worked<Option<Value>> {
        let rows = self.rows(asked.of);
        if !rows.supplied {
            return Ok(None);
        }
        let mut kept: Vec<(&Row, Truth)> = rows.rows.iter().map(|row| (row, Truth::Yes)).collect();
        for clause in &asked.clauses {
            for (row, in_it) in &mut kept {
                let holds = match clause {
                    Clause::Where(when) => self.holds(*when, Some(At { of: asked.of, row, as_given: false }))?,
                    Clause::InLast(by) => self.in_last(row, *by),
                    Clause::Since(_) | Clause::ReceivedSince(_) | Clause::Between(..) => {
                        return Err(NotYet("since and between"));
                    }
                    Clause::Newest(_) | Clause::LatestDay => return Err(NotYet("the newest")),
                };
                *in_it = match (*in_it, holds) {
                    (Truth::No, _) | (_, Truth::No) => Truth::No,
                    (Truth::Yes, Truth::Yes) => Truth::Yes,
                    _ => Truth::Unknown,
                };
            }
        }
        kept.retain(|(_, in_it)| *in_it != Truth::No);
        let sure = kept.iter().filter(|(_, in_it)| *in_it == Truth::Yes).count();
        let open = sure < kept.len();
        Ok(match asked.aggregate {
            Aggregate::Any | Aggregate::No => {
                let any = if sure > 0 { Some(true) } else { Some(false).filter(|_| !open && !rows.behind) };
                any.map(|any| Value::Truth(any == (asked.aggregate == Aggregate::Any)))
            }
            Aggregate::Count | Aggregate::CountDays => {
                let count = |only_sure: bool| {
                    let among = kept.iter().filter(|(_, t)| !only_sure || *t == Truth::Yes);
                    let n = if asked.aggregate == Aggregate::Count {
                        among.count()
                    } else {
                        among.filter_map(|(row, _)| row.at).map(|at| self.day(at)).collect::<BTreeSet<_>>().len()
                    };
                    Number::ratio(i128::try_from(n).unwrap_or(0), 1).unwrap_or(Number::ZERO)
                };
                let (low, high) = (count(true), count(false));
                if rows.behind {
                    Some(Value::Range(Some(low), None))
                } else if low == high {
                    Some(Value::Number(low))
                } else {
                    Some(Value::Range(Some(low), Some(high)))
                }
            }
            Aggregate::Latest => {
                let Some(value) = asked.value else { return Err(NotYet("the latest of nothing")) };
                if open || rows.behind || kept.iter().any(|(row, _)| row.at.is_none()) {
                    return Ok(None);
                }
                match kept.last() {
                    Some((row, _)) => self.value(value, Some(At { of: asked.of, row, as_given: false }))?,
                    None => None,
                }
            }
            _ => return Err(NotYet("this aggregate")),
        })
    }

    /// Whether a row stands in the last days (local, today included) or hours (exact).
    #[must_use]
    pub fn in_last(&self, row: &Row, by: Duration) -> Truth {
        let Some(at) = row.at else { return Truth::Unknown };
        let inside = match (by.ms(), by.days()) {
            (Some(ms), _) => self.as_of.checked_add_ms(-ms).is_none_or(|from| at >= from),
            (None, Some(days)) => (self.today() - self.day(at)).num_days() < days,
            (None, None) => by.add_to_date(self.today(), true).is_none_or(|from| self.day(at) >= from),
        };
        if inside { Truth::Yes } else { Truth::No }
    }
}
