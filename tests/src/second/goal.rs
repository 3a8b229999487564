//! A goal by its lines, the first that holds; unknown ones add what they would say and go on.

use std::collections::BTreeSet;

use stepcare_core::construct::Goal;
use stepcare_core::construct::goal::{Bound, Line};
use stepcare_core::expression::Status;
use stepcare_core::value::{Number, Truth, Value};

use super::average::Mean;
use super::{NotYet, Second, Worked};

impl Second<'_> {
    /// The statuses that are possible.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn goal(&self, goal: &Goal) -> Worked<BTreeSet<Status>> {
        let mean = self.average_of(goal.average.index())?;
        let mut possible = BTreeSet::new();
        for line in &goal.lines {
            let holds = line.when.map_or(Ok(Truth::Yes), |when| self.holds(when, None))?;
            if holds != Truth::No {
                possible.extend(self.judged(line, &mean)?);
            }
            if holds == Truth::Yes {
                return Ok(possible);
            }
        }
        // No line holds: there is no limit to judge by.
        possible.insert(Status::NotAssessable);
        Ok(possible)
    }

    fn judged(&self, line: &Line, mean: &Mean) -> Worked<BTreeSet<Status>> {
        let mut possible = BTreeSet::new();
        for completion in &mean.completions {
            let Some(values) = completion else {
                possible.insert(Status::NotAssessable);
                continue;
            };
            possible.append(&mut self.against(line, values)?);
        }
        let ranged = line.limits.iter().any(|limit| matches!(limit.bound, Bound::Within(..) | Bound::WithinBefore(..)));
        // A mean known to be incomplete is not assessable, whatever the feed may bring.
        let incomplete =
            mean.completions.iter().all(Option::is_some) && possible == BTreeSet::from([Status::NotAssessable]);
        if mean.behind && !incomplete && possible.iter().any(|s| *s != Status::AboveGoal) {
            possible.extend([Status::AtGoal, Status::AboveGoal]);
            if ranged {
                possible.insert(Status::BelowRange);
            }
        }
        Ok(possible)
    }

    fn against(&self, line: &Line, values: &[(usize, Option<Number>)]) -> Worked<BTreeSet<Status>> {
        let (mut over, mut under, mut absent, mut open, mut ranged) = (false, false, false, false, false);
        for limit in &line.limits {
            let value = values.iter().find(|(column, _)| *column == limit.column.index()).and_then(|(_, v)| *v);
            let number = |expr| match self.value(expr, None)? {
                Some(Value::Number(n)) => Ok(Some(n)),
                None => Ok(None),
                _ => Err(NotYet("a limit that is no number")),
            };
            let (low, high, strict) = match limit.bound {
                Bound::Below(high) => (None, number(high)?, true),
                Bound::AtMost(high) => (None, number(high)?, false),
                Bound::Within(low, high) => (Some(number(low)?), number(high)?, false),
                Bound::WithinBefore(low, high) => (Some(number(low)?), number(high)?, true),
            };
            ranged |= low.is_some();
            match (value, high) {
                (None, _) => absent = true,
                (Some(_), None) => open = true,
                (Some(value), Some(high)) => over |= value > high || (strict && value == high),
            }
            match (value, low) {
                (Some(_), Some(None)) => open = true,
                (Some(value), Some(Some(low))) => under |= value < low,
                _ => {}
            }
        }
        Ok(match (over, absent, open) {
            (true, ..) => BTreeSet::from([Status::AboveGoal]),
            (_, true, _) => BTreeSet::from([Status::NotAssessable]),
            (_, _, true) => {
                let settled = if under { Status::BelowRange } else { Status::AtGoal };
                let mut all = BTreeSet::from([settled, Status::AboveGoal]);
                if ranged {
                    all.insert(Status::BelowRange);
                }
                all
            }
            _ if under => BTreeSet::from([Status::BelowRange]),
            _ => BTreeSet::from([Status::AtGoal]),
        })
    }
}
