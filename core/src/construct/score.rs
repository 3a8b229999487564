//! Score: points for each line that holds, added up.
//!
//! ```text
//! score risk  cite local_2026 {
//!   2 when conditions has heart_failure
//!   1 when egfr < 60 mL/min/1.73m2
//! }
//! ```
//!
//! A line that is unknown may or may not add its points: the score is then a range, and a comparison with it decides
//! when all of the range does. Nothing that is missing counts as no points.

use alloc::{string::String, vec, vec::Vec};

use super::met::Met;
use super::{Decided, Possible, ReportValue, Said, gather};
use crate::expression::{Cite, Field, Machine, Status};
use crate::value::id::{ExprId, SpanId};
use crate::value::{Number, Truth, Value};

/// `score risk cite local_2026 { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Its name.
    pub name: String,
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: SpanId,
}

/// `2 when conditions has heart_failure`.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How many points; less than 0 takes some away.
    pub points: Number,
    /// When.
    pub when: ExprId,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// What a score says beside its status.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoreValue {
    /// The points, where every line that could change them is known.
    pub points: Option<Number>,
    /// The fewest points that are possible.
    pub least: Option<Number>,
    /// The most points that are possible.
    pub most: Option<Number>,
    /// The lines that hold, by their numbers: `risk/1`.
    pub counted: Vec<String>,
    /// The lines of which it is unknown.
    pub open: Vec<String>,
}

impl Score {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let mut met = Met::default();
        let (mut least, mut most) = (Some(Number::ZERO), Some(Number::ZERO));
        let (mut value, mut passed) = (ScoreValue::default(), 0);
        for (at, line) in self.lines.iter().enumerate() {
            let truth = met.truth(machine, line.when);
            if truth == Truth::No {
                passed += 1;
                continue;
            }
            let rule = gather::numbered(&self.name, at);
            met.reasons.push(machine.reason(rule.clone(), line.at, &line.cite, None, &[line.when], None, passed));
            let (fewer, more) = (line.points.min(Number::ZERO), line.points.max(Number::ZERO));
            let (low, high, list) = match truth {
                Truth::Unknown => (fewer, more, &mut value.open),
                _ => (line.points, line.points, &mut value.counted),
            };
            list.push(rule);
            least = least.and_then(|sum| sum.add(low));
            most = most.and_then(|sum| sum.add(high));
        }
        if met.reasons.is_empty() {
            let rule = self.name.clone();
            met.reasons.push(machine.reason(rule, self.at, &[], None, &[], None, gather::count(self.lines.len())));
        }
        machine.fits(least.and(most));
        (value.least, value.most) = (least, most);
        value.points = least.filter(|_| least == most);
        let open = value.points.is_none();
        let points = match (value.points, least, most) {
            (Some(points), ..) => Some(Value::Number(points)),
            (None, None, None) => None,
            _ => Some(Value::Range(least, most)),
        };
        let rules = if open { value.open.clone() } else { Vec::new() };
        let possible = vec![Possible { status: Status::Scored, rules }];
        let (mut outcome, report) = met.decided(machine, possible, open, Some(ReportValue::Score(value)));
        outcome.fields = vec![(Field::Points, points)];
        Decided { outcome, said: Said::Report(report), wanted: Vec::new() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
