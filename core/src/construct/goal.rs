//! Goal: whether an average is within its limits. The comparator is written, never implied: 130/80 is not below 130/80.

use alloc::{string::String, vec::Vec};

use super::{Component, Decided, Decision, Desk, Possible, Report, ReportValue, Said, gather};
use crate::expression::{Cite, Comparison, FeedState, Input, Machine, Outcome, Reason, Shown, Side, Status};
use crate::value::SortedSet;
use crate::value::id::{ColumnId, DecisionId, ExprId, SpanId};
use crate::value::{Truth, Unit};

mod judge;

use judge::{Mean, judge};

/// `goal target for home_average { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Its name.
    pub name: String,
    /// The average that is judged.
    pub average: DecisionId,
    /// Its lines; the first that holds sets the limits.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: SpanId,
}

/// `below 140/90 when age >= 85 years and frail cite local_2026`.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// When; none is `otherwise`.
    pub when: Option<ExprId>,
    /// The limit of each component.
    pub limits: Vec<Limit>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// A component's limit, in the unit of its column.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The reported column.
    pub column: ColumnId,
    /// The bound.
    pub bound: Bound,
    /// The column's unit.
    pub unit: Unit,
}

/// A bound; the limits are expressions, constants as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Strictly below.
    Below(ExprId),
    /// At or below.
    AtMost(ExprId),
    /// Both ends in; under the lower end is "below range".
    Within(ExprId, ExprId),
    /// The lower end in, the upper not: `120 .. before 130`.
    WithinBefore(ExprId, ExprId),
}

impl Bound {
    /// As the evaluation names it; a component with a lower end that is `below` its limit is in a range without its end.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Bound::Below(_) | Bound::WithinBefore(..) => "below",
            Bound::AtMost(_) => "at_most",
            Bound::Within(..) => "within",
        }
    }
}

/// What the lines come to, put together as they are scanned.
#[derive(Default)]
struct Scan {
    possible: Vec<Possible>,
    reasons: Vec<Reason>,
    components: Vec<Vec<Component>>,
    /// What was read.
    read: Vec<ExprId>,
    /// What keeps it open, where it is.
    missing: SortedSet<Input>,
}

impl Goal {
    /// Works it out. The first line that holds sets the limits; a line that may hold adds what it would say.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let average = match desk.decisions.get(self.average.index()) {
            Some(Decision::Average(average)) => Some(average),
            _ => None,
        };
        let outcome = machine.outcome(self.average).cloned().unwrap_or_default();
        let name = machine.terms.decisions.get(self.average.index()).map_or("", String::as_str);
        let mean = Mean { name, average, outcome: &outcome };
        let scan = match outcome.status() {
            Status::Ready => self.scan(machine, &mean),
            Status::Insufficient => self.insufficient(&mean, machine),
            _ => self.any(machine, &mean),
        };
        self.decided(machine, scan)
    }

    /// There is no average: nothing to judge, whatever the limits.
    fn insufficient(&self, mean: &Mean<'_>, machine: &mut Machine<'_>) -> Scan {
        let mut scan = Scan::default();
        scan.add(Status::NotAssessable, None);
        scan.reasons.push(self.readiness(machine, mean, Truth::No));
        scan
    }

    /// It is not known whether there is an average, or of what: every line that may hold may say anything.
    fn any(&self, machine: &mut Machine<'_>, mean: &Mean<'_>) -> Scan {
        let mut scan = Scan::default();
        scan.reasons.push(self.readiness(machine, mean, Truth::Unknown));
        for (index, line) in self.lines.iter().enumerate() {
            let holds = line.when.map_or(Truth::Yes, |when| machine.truth(when, None));
            scan.read.extend(line.when);
            if holds == Truth::No {
                continue;
            }
            let rule = gather::numbered(&self.name, index);
            for status in line.range() {
                scan.add(status, Some(&rule));
            }
            if holds == Truth::Yes {
                break;
            }
            scan.missing.extend(gather::missing(machine, line.when.as_slice(), None));
        }
        scan.add(Status::NotAssessable, None);
        scan.missing.extend(&mean.outcome.missing);
        scan
    }

    fn scan(&self, machine: &mut Machine<'_>, mean: &Mean<'_>) -> Scan {
        // A series that was not supplied gives no average; with one at hand it was given, and no silence is in question.
        let feed = mean.average.map(|a| a.of).filter(|of| machine.feed(*of) == FeedState::Behind);
        let (mut scan, mut passed_over, mut settled) = (Scan::default(), 0, false);
        for (index, line) in self.lines.iter().enumerate() {
            let holds = line.when.map_or(Truth::Yes, |when| machine.truth(when, None));
            scan.read.extend(line.when);
            if holds == Truth::No {
                passed_over += 1;
                continue;
            }
            let rule = gather::numbered(&self.name, index);
            let mut judged = judge(line, mean, machine);
            scan.read.extend(line.limits.iter().flat_map(Limit::reads));
            // Readings that were not heard of may raise a mean: above goal stands, at goal and below range may not.
            if let Some(series) = feed
                && (judged.statuses.contains(&Status::AtGoal) || judged.statuses.contains(&Status::BelowRange))
            {
                judged.statuses.extend(line.range());
                scan.missing.insert(Input::Series(series));
            }
            if judged.statuses.len() > 1 {
                scan.missing.extend(gather::missing(machine, &judged.unknown, None));
            }
            let mut reason =
                machine.reason(rule.clone(), line.at, &line.cite, None, line.when.as_slice(), None, passed_over);
            reason.comparisons.append(&mut judged.comparisons);
            scan.reasons.push(reason);
            scan.components.push(judged.components);
            for status in judged.statuses {
                scan.add(status, Some(&rule));
            }
            if holds == Truth::Yes {
                settled = true;
                break;
            }
            scan.missing.extend(gather::missing(machine, line.when.as_slice(), None));
        }
        if !settled {
            scan.add(Status::NotAssessable, None);
            let text = Some("no line holds");
            scan.reasons.push(machine.reason(self.name.clone(), self.at, &[], text, &[], None, passed_over));
        }
        scan
    }

    /// Whether the average is ready, as a reason.
    fn readiness(&self, machine: &mut Machine<'_>, mean: &Mean<'_>, holds: Truth) -> Reason {
        let mut reason = machine.reason(self.name.clone(), self.at, &[], None, &[], None, 0);
        let word = if holds == Truth::No { "insufficient" } else { "undetermined" };
        let left = Side::new(Some(mean.name.into()), Some(Shown::Text(word.into())));
        let right = Side::new(None, Some(Shown::Text("ready".into())));
        reason.comparisons.push(Comparison::new(left, "is", right, holds));
        reason
    }

    fn decided(&self, machine: &mut Machine<'_>, scan: Scan) -> Decided {
        let open = scan.possible.len() > 1;
        let outcome = Outcome {
            possible: scan.possible.iter().map(|p| p.status).collect(),
            fields: Vec::new(),
            missing: if open { scan.missing } else { SortedSet::new() },
            outputs: Vec::new(),
        };
        // By how much is said of one line's limits; of several that may hold, each reason has its own.
        let mut components = scan.components.into_iter();
        let value = match (components.next(), components.next()) {
            (Some(only), None) if !only.is_empty() => Some(ReportValue::Goal(only)),
            _ => None,
        };
        let report = Report {
            status: outcome.status(),
            value,
            possible: if open { scan.possible } else { Vec::new() },
            ask: Vec::new(),
            reasons: scan.reasons,
            assumed: gather::assumptions(machine, &scan.read, None),
            unknown: machine.unknowns(&outcome.missing),
        };
        Decided { outcome, said: Said::Report(report), wanted: Vec::new() }
    }
}

impl Scan {
    /// Adds a possible status, and the line that may give it.
    fn add(&mut self, status: Status, rule: Option<&String>) {
        let at = self.possible.iter().position(|p| p.status == status).unwrap_or_else(|| {
            self.possible.push(Possible { status, rules: Vec::new() });
            self.possible.len() - 1
        });
        if let Some(possible) = self.possible.get_mut(at) {
            possible.rules.extend(rule.cloned());
        }
    }
}

impl Line {
    /// What it can say of values that are there.
    fn range(&self) -> impl Iterator<Item = Status> + use<> {
        let range = |limit: &Limit| matches!(limit.bound, Bound::Within(..) | Bound::WithinBefore(..));
        let ranged = self.limits.iter().any(range);
        [Status::AtGoal, Status::AboveGoal].into_iter().chain(ranged.then_some(Status::BelowRange))
    }
}

impl Limit {
    pub(super) fn reads(&self) -> Vec<ExprId> {
        match self.bound {
            Bound::Below(high) | Bound::AtMost(high) => alloc::vec![high],
            Bound::Within(low, high) | Bound::WithinBefore(low, high) => alloc::vec![low, high],
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
