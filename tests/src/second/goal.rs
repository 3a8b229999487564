//! A goal by its lines, the first that holds; unknown ones add what they would say and go on.

use std::collections::BTreeMap;

use stepcare_core::construct::Goal;
use stepcare_core::construct::goal::{Bound, Limit, Line};
use stepcare_core::expression::{Source, Status};
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Number, Truth, Value};

use super::average::{Mean, Verdict};
use super::reasons::Missing;
use super::told::{Told, reason};
use super::{NotYet, Second, Worked};

impl Second<'_> {
    /// What a goal says.
    pub(super) fn goal(&self, goal: &Goal) -> Worked<Told> {
        let mean = self.average_of(goal.average.index())?;
        let mut told = Told::default();
        let mut read: Vec<ExprId> = Vec::new();
        let mut missing = Missing::new();
        let mut reasons = Vec::new();
        let numbered = |n: usize| format!("{}/{}", goal.name, n + 1);
        match &mean.verdict {
            Verdict::Insufficient => {
                told.may(Status::NotAssessable, None);
                reasons.push(reason(&goal.name, 0, &["insufficient is ready: No".into()]));
            }
            Verdict::Open(why) => {
                reasons.push(reason(&goal.name, 0, &["undetermined is ready: Unknown".into()]));
                for (n, line) in goal.lines.iter().enumerate() {
                    read.extend(line.when);
                    let holds = self.when(line.when)?;
                    if holds == Truth::No {
                        continue;
                    }
                    for status in says(line) {
                        told.may(status, Some(numbered(n)));
                    }
                    if holds == Truth::Yes {
                        break;
                    }
                    missing.extend(self.missing(line.when.as_slice(), None)?);
                }
                told.may(Status::NotAssessable, None);
                missing.extend(why.clone());
            }
            Verdict::Ready | Verdict::Stands(_) => {
                let (mut passed, mut stopped) = (0, false);
                for (n, line) in goal.lines.iter().enumerate() {
                    read.extend(line.when);
                    let holds = self.when(line.when)?;
                    if holds == Truth::No {
                        passed += 1;
                        continue;
                    }
                    read.extend(line.limits.iter().flat_map(bounds));
                    let (mut statuses, limits, open) = self.against(line, &mean)?;
                    // What was not heard of may raise it: above goal stands.
                    if mean.behind && statuses.iter().any(|s| matches!(s, Status::AtGoal | Status::BelowRange)) {
                        statuses = says(line);
                        let of = match self.rules.decisions.get(goal.average.index()) {
                            Some(stepcare_core::construct::Decision::Average(average)) => average.of,
                            _ => return Err(NotYet("a goal of something else")),
                        };
                        missing.extend([self.why_source(Source::Series(of))?]);
                    }
                    if statuses.len() > 1 {
                        missing.extend(self.missing(&open, None)?);
                    }
                    let mut comparisons = self.comparisons(line.when.as_slice(), None)?;
                    comparisons.extend(limits);
                    reasons.push(reason(&numbered(n), passed, &comparisons));
                    for status in statuses {
                        told.may(status, Some(numbered(n)));
                    }
                    if holds == Truth::Yes {
                        stopped = true;
                        break;
                    }
                    missing.extend(self.missing(line.when.as_slice(), None)?);
                }
                if !stopped {
                    told.may(Status::NotAssessable, None);
                    reasons.push(reason(&goal.name, passed, &[]));
                }
            }
        }
        if told.possible.len() > 1 {
            told.missing = missing;
        }
        told.say("reasons", reasons.join(" | "));
        let assumed = self.assumed(&read, None);
        told.say_if("assumed", assumed.map(|all| all.into_iter().collect::<Vec<_>>().join(", ")));
        Ok(told)
    }

    fn when(&self, when: Option<ExprId>) -> Worked<Truth> {
        when.map_or(Ok(Truth::Yes), |when| self.holds(when, None))
    }

    /// What a line makes of the values, its comparisons, and the limits that are unknown.
    #[allow(clippy::type_complexity)]
    fn against(&self, line: &Line, mean: &Mean) -> Worked<(Vec<Status>, Vec<String>, Vec<ExprId>)> {
        let (mut over, mut under, mut absent) = (Truth::No, Truth::No, line.limits.is_empty());
        let (mut comparisons, mut open) = (Vec::new(), Vec::new());
        for limit in &line.limits {
            let value = mean.values.iter().find(|(column, _)| *column == limit.column.index()).and_then(|(_, v)| *v);
            absent |= value.is_none();
            let mut side = |expr: ExprId, op: &str, holds: &dyn Fn(Number, Number) -> bool| -> Worked<Truth> {
                let bound = match self.value(expr, None)? {
                    Some(Value::Number(n)) => Some(n),
                    _ => None,
                };
                if bound.is_none() {
                    open.push(expr);
                }
                let both = value.zip(bound);
                let holds = Truth::of(both.map(|(value, bound)| holds(value, bound)));
                let text = |n: Option<Number>| n.map_or_else(|| "_".into(), |n| n.to_string());
                let margin = both.and_then(|(a, b)| a.sub(b)?.abs()).map_or(String::new(), |m| format!(" by {m}"));
                comparisons.push(format!("{} {op} {}: {holds:?}{margin}", text(value), text(bound)));
                Ok(holds)
            };
            let within = match limit.bound {
                Bound::Below(high) => side(high, "<", &|value, bound| value < bound)?,
                Bound::AtMost(high) => side(high, "<=", &|value, bound| value <= bound)?,
                Bound::Within(low, high) => {
                    under = under.or(!side(low, ">=", &|value, bound| value >= bound)?);
                    side(high, "<=", &|value, bound| value <= bound)?
                }
                Bound::WithinBefore(low, high) => {
                    under = under.or(!side(low, ">=", &|value, bound| value >= bound)?);
                    side(high, "<", &|value, bound| value < bound)?
                }
            };
            over = over.or(!within);
        }
        // What is known to be over stays over; what no limit can help is not assessable; only then is a limit a question.
        let statuses = if over == Truth::Yes {
            vec![Status::AboveGoal]
        } else if absent {
            vec![Status::NotAssessable]
        } else {
            let mut all = BTreeMap::new();
            all.insert(Status::AboveGoal, over != Truth::No);
            all.insert(Status::BelowRange, under != Truth::No);
            all.insert(Status::AtGoal, under != Truth::Yes);
            all.into_iter().filter(|(_, may)| *may).map(|(status, _)| status).collect()
        };
        Ok((statuses, comparisons, open))
    }
}

/// What a line may say of values that are there.
fn says(line: &Line) -> Vec<Status> {
    let ranged = line.limits.iter().any(|limit| matches!(limit.bound, Bound::Within(..) | Bound::WithinBefore(..)));
    let mut all = vec![Status::AtGoal, Status::AboveGoal];
    if ranged {
        all.push(Status::BelowRange);
    }
    all
}

fn bounds(limit: &Limit) -> Vec<ExprId> {
    match limit.bound {
        Bound::Below(high) | Bound::AtMost(high) => vec![high],
        Bound::Within(low, high) | Bound::WithinBefore(low, high) => vec![low, high],
    }
}
