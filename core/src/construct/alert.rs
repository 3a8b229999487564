//! Alert: bounds on each row, those that averages reject too. An alert that cannot be decided still makes its task.

use alloc::{string::String, vec::Vec};

use super::{Decided, Said, Then, gather};
use crate::expression::{Cite, FeedState, Machine, Outcome, Reason, Source, Status, Unknown};
use crate::value::SortedSet;
use crate::value::id::{ExprId, SpanId};
use crate::value::{Duration, Instant};

mod rows;
mod tasks;

use rows::Seen;

/// `alert out_of_bounds on each home_bp in last 14 days { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Its name.
    pub name: String,
    /// The rows it looks at: a series, or a fact's history.
    pub on: Source,
    /// How far back, by `received`, else `at`.
    pub horizon: Duration,
    /// Its lines, most urgent first.
    pub lines: Vec<Line>,
    /// `confirm by another reading within 30 minutes`.
    pub confirm: Option<Confirm>,
    /// `one task a day`: rows of one local day share a task.
    pub one_task_a_day: bool,
    /// Where it stands.
    pub at: SpanId,
}

/// `critical when systolic >= 180 mmHg then task review_reading for clinician due today cite local_2026`.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The level's name.
    pub level: String,
    /// When a row fires.
    pub when: ExprId,
    /// What is done.
    pub then: Then,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// A second reading changes urgency, never existence.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// Within how long after the first.
    pub within: Duration,
    /// Known to hold, it skips the confirmation.
    pub unless: Option<ExprId>,
}

/// An alert on one row.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertReport {
    /// The alert.
    pub alert: String,
    /// The row (or a fact's value), by id; absent when the whole alert could not be decided.
    pub row: Option<String>,
    /// When it was measured.
    pub at: Option<Instant>,
    /// The most urgent level that holds, or that could hold.
    pub level: String,
    /// `fired` or `undetermined`.
    pub status: String,
    /// `awaiting`, `confirmed`, `unconfirmed`, `same_day_review`; absent without `confirm`, and where nothing is known to hold.
    pub confirmation: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was unknown.
    pub unknown: Vec<Unknown>,
}

impl Alert {
    /// Works it out. Rows that average or goal leave out are seen too, and values out of range as they were given (D-08).
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let seen = self.look(machine);
        let mut missing = SortedSet::new();
        let mut reports: Vec<AlertReport> = Vec::with_capacity(seen.len());
        for one in &seen {
            let lacks = self.lacks(machine, one);
            reports.push(AlertReport {
                alert: self.name.clone(),
                row: Some(one.id.clone()),
                at: one.at,
                level: self.level_name(one.level.most_urgent()),
                status: if one.fired() { "fired" } else { "undetermined" }.into(),
                confirmation: one.confirmation.map(|c| c.text().into()),
                reasons: self.reasons(machine, one),
                unknown: machine.unknowns(&lacks),
            });
            missing.extend(lacks);
        }
        let fired = seen.iter().any(Seen::fired);
        if !fired && self.is_silent(machine) {
            // Nobody can look at a reading that is not there: it is said, and no task is made of it.
            let silent = SortedSet::from([self.input()]);
            reports.push(AlertReport {
                alert: self.name.clone(),
                row: None,
                at: None,
                level: self.level_name(Some(0)),
                status: "undetermined".into(),
                confirmation: None,
                reasons: Vec::new(),
                unknown: machine.unknowns(&silent),
            });
            missing.extend(silent);
        }
        let possible: &[Status] = match (fired, reports.is_empty()) {
            (true, _) => &[Status::Fired],
            (false, true) => &[Status::Quiet],
            (false, false) => &[Status::Fired, Status::Quiet],
        };
        let outcome = Outcome {
            possible: possible.iter().copied().collect(),
            fields: Vec::new(),
            missing: if fired { SortedSet::new() } else { missing },
            outputs: Vec::new(),
        };
        let wanted = self.tasks(machine, &seen);
        Decided { outcome, said: Said::Alert(reports), wanted }
    }

    /// Whether rows may be missing: a series not supplied or behind, a fact without any value.
    fn is_silent(&self, machine: &mut Machine<'_>) -> bool {
        match self.on {
            Source::Series(series) => machine.feed(series) != FeedState::Current,
            Source::Fact(_) => machine.rows_of(self.on).is_empty(),
        }
    }

    fn level_name(&self, line: Option<usize>) -> String {
        line.and_then(|at| self.lines.get(at)).map(|line| line.level.clone()).unwrap_or_default()
    }

    /// A reason a line that holds or may hold.
    fn reasons(&self, machine: &mut Machine<'_>, seen: &Seen) -> Vec<Reason> {
        let Some(index) = seen.index else {
            let text = Some("dated in the future, and set aside: what it says cannot be relied on");
            return alloc::vec![machine.reason(self.name.clone(), self.at, &[], text, &[], None, 0)];
        };
        let here = self.here(index);
        let mut reasons = Vec::new();
        for at in seen.level.may.iter().copied().chain(seen.level.holds) {
            let Some(line) = self.lines.get(at) else { continue };
            let open = seen.level.may.iter().filter(|may| **may < at).count();
            let passed_over = gather::count(at.saturating_sub(open));
            let rule = gather::numbered(&self.name, at);
            reasons.push(machine.reason(rule, line.at, &line.cite, None, &[line.when], Some(&here), passed_over));
        }
        reasons
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
