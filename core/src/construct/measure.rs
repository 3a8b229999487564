//! Measure: whether one patient is counted. A host adds the patients up.
//!
//! ```text
//! measure bp_controlled {
//!   among    eligibility is eligible
//!   except   when conditions has end_stage_renal_disease
//!   counts   when target is at goal
//!   excused  when declined
//!   split    by language
//! }
//! ```
//!
//! The lines are scanned in this order, whatever their order in the text: not among, excepted, counted, excused (only
//! who is not counted can be), else not counted. Of lines of one kind any is enough. An unknown line adds what it would
//! say and the scan goes on: membership that is open is undetermined, and nobody is left out for want of a fact.

use alloc::{string::String, vec::Vec};

use super::met::Met;
use super::{Decided, Possible, ReportValue, Said, gather};
use crate::expression::{Cite, Machine, Shown, Side, Status};
use crate::value::id::{ExprId, SpanId};
use crate::value::{Truth, Unit, Value};

/// `measure bp_controlled { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// Its lines, in the order of scanning.
    pub lines: Vec<Line>,
    /// What it is where no line holds.
    pub otherwise: Status,
    /// `for each S`: how many rows are what, counted in place of the patient.
    pub rows: Vec<(Status, ExprId)>,
    /// `value …`: a number to be added up, with its unit.
    pub value: Option<(ExprId, Unit)>,
    /// `split by …`: what a host adds up apart.
    pub split: Vec<ExprId>,
    /// Where it stands.
    pub at: SpanId,
}

/// A line, and what it says where it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Which membership.
    pub status: Status,
    /// When.
    pub when: ExprId,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// What a measure says beside its status.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MeasureValue {
    /// The number that it reports, of a member.
    pub value: Option<Side>,
    /// By what it is split, with the patient's values; one without a value is unknown.
    pub split: Vec<Side>,
    /// `for each`: how many rows are what.
    pub rows: Vec<RowCount>,
}

/// So many rows of one membership.
#[derive(Debug, Clone, PartialEq)]
pub struct RowCount {
    /// Which.
    pub status: Status,
    /// How many: a number, else what it lies between (`2 .. 4`, `at least 2`); none where nothing is known.
    pub rows: Option<Shown>,
}

impl Measure {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let mut value = MeasureValue::default();
        for split in &self.split {
            value.split.push(machine.described(*split, None));
        }
        let mut met = Met::default();
        let possible = self.scan(machine, &mut met);
        let mut open = possible.len() > 1;
        for (status, count) in &self.rows {
            let rows = machine.described(*count, None).value;
            open |= !self.is_number(machine, *count, &mut met);
            value.rows.push(RowCount { status: *status, rows });
        }
        if let (Some((of, unit)), true) = (self.value, possible.iter().any(|p| p.status == Status::Counted)) {
            value.value = Some(machine.described(of, Some(unit)));
            // A number that is not known cannot be added up, and 0 would be another one.
            open |= !self.is_number(machine, of, &mut met);
        }
        let (outcome, report) = met.decided(machine, possible, open, said(value));
        Decided { outcome, said: Said::Report(report), wanted: Vec::new() }
    }

    /// Whether a number is known; what leaves it open is missing.
    fn is_number(&self, machine: &mut Machine<'_>, of: ExprId, met: &mut Met) -> bool {
        gather::assume(&mut met.assumed, machine.assumptions(of, None));
        let known = matches!(machine.value(of, None), Some(Value::Number(_)));
        if !known {
            met.missing.extend(machine.missing(of, None));
        }
        known
    }

    /// What the patient may be, each with the lines that say so.
    fn scan(&self, machine: &mut Machine<'_>, met: &mut Met) -> Vec<Possible> {
        let mut possible: Vec<Possible> = Vec::new();
        let (mut passed, mut last) = (0, None);
        for (at, line) in self.lines.iter().enumerate() {
            let truth = met.truth(machine, line.when);
            if truth == Truth::No {
                passed += 1;
                continue;
            }
            let rule = gather::numbered(&self.name, at);
            met.reasons.push(machine.reason(rule.clone(), line.at, &line.cite, None, &[line.when], None, passed));
            add(&mut possible, line.status, Some(rule));
            last = Some(truth);
            if truth == Truth::Yes {
                break;
            }
        }
        if last != Some(Truth::Yes) {
            add(&mut possible, self.otherwise, None);
            if possible.len() == 1 {
                let passed = gather::count(self.lines.len());
                let reason = machine.reason(self.name.clone(), self.at, &[], None, &[], None, passed);
                met.reasons.push(reason);
            }
        }
        possible
    }
}

/// Adds a membership, or the line to the one that is there.
fn add(possible: &mut Vec<Possible>, status: Status, rule: Option<String>) {
    match possible.iter_mut().find(|p| p.status == status) {
        Some(known) => known.rules.extend(rule),
        None => possible.push(Possible { status, rules: rule.into_iter().collect() }),
    }
}

/// Nothing beside the status is nothing.
fn said(value: MeasureValue) -> Option<ReportValue> {
    (value != MeasureValue::default()).then_some(ReportValue::Measure(value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
