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
use crate::expression::{Cite, Machine, Node, Row, Side, Status};
use crate::value::id::{ExprId, SpanId};
use crate::value::{Truth, Unit, Value};

/// `measure bp_controlled { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// `for each S`: a count of the rows that are measured one by one, in place of the patient.
    pub each: Option<ExprId>,
    /// Its lines, in the order of scanning.
    pub lines: Vec<Line>,
    /// What it is where no line holds.
    pub otherwise: Status,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCount {
    /// Which.
    pub status: Status,
    /// How many.
    pub rows: u32,
}

impl Measure {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let mut value = MeasureValue::default();
        for split in &self.split {
            value.split.push(machine.described(*split, None));
        }
        if let Some(each) = self.each {
            return self.each(machine, each, value);
        }
        let mut met = Met::default();
        let possible = self.scan(machine, None, &mut met);
        let mut open = possible.len() > 1;
        if let (Some((of, unit)), true) = (self.value, possible.iter().any(|p| p.status == Status::Counted)) {
            value.value = Some(machine.described(of, Some(unit)));
            // A number that is not known cannot be added up, and 0 would be another one.
            if !matches!(machine.value(of, None), Some(Value::Number(_))) {
                met.missing.extend(machine.missing(of, None));
                open = true;
            }
        }
        let (outcome, report) = met.decided(machine, possible, open, said(value));
        Decided { outcome, said: Said::Report(report), wanted: Vec::new() }
    }

    /// What the patient, or a row, may be, each with the lines that say so; reasons are given where it is the patient.
    fn scan(&self, machine: &mut Machine<'_>, row: Option<&Row>, met: &mut Met) -> Vec<Possible> {
        let mut possible: Vec<Possible> = Vec::new();
        let (mut passed, mut last) = (0, None);
        for (at, line) in self.lines.iter().enumerate() {
            let truth = machine.truth(line.when, row);
            gather::assume(&mut met.assumed, machine.assumptions(line.when, row));
            if truth == Truth::No {
                passed += 1;
                continue;
            }
            let rule = gather::numbered(&self.name, at);
            if row.is_none() {
                let reason = machine.reason(rule.clone(), line.at, &line.cite, None, &[line.when], None, passed);
                met.reasons.push(reason);
            }
            add(&mut possible, line.status, Some(rule));
            last = Some(truth);
            if truth == Truth::Yes {
                break;
            }
            met.missing.extend(machine.missing(line.when, row));
        }
        if last != Some(Truth::Yes) {
            add(&mut possible, self.otherwise, None);
            if possible.len() == 1 && row.is_none() {
                let passed = gather::count(self.lines.len());
                let reason = machine.reason(self.name.clone(), self.at, &[], None, &[], None, passed);
                met.reasons.push(reason);
            }
        }
        possible
    }

    /// Rows are counted by what they are. A feed that is behind, or not there, leaves it open how many there will be.
    fn each(&self, machine: &mut Machine<'_>, each: ExprId, mut value: MeasureValue) -> Decided {
        let mut met = Met::default();
        let Some(Node::Series(series)) = machine.terms.program.node(each) else {
            let (outcome, report) = met.decided(machine, Vec::new(), false, None);
            return Decided { outcome, said: Said::Report(report), wanted: Vec::new() };
        };
        for (index, kept) in machine.select(series, None) {
            let row = Row { source: series.of, index, outer: None, as_given: false };
            let possible = self.scan(machine, Some(&row), &mut met);
            let status = match possible.as_slice() {
                [only] if kept == Truth::Yes => only.status,
                _ => Status::Undetermined,
            };
            match value.rows.iter_mut().find(|count| count.status == status) {
                Some(count) => count.rows = count.rows.saturating_add(1),
                None => value.rows.push(RowCount { status, rows: 1 }),
            }
        }
        let mut open = value.rows.iter().any(|count| count.status == Status::Undetermined);
        if !matches!(machine.value(each, None), Some(Value::Number(_))) {
            met.missing.extend(machine.missing(each, None));
            open = true;
        }
        let reason = machine.reason(self.name.clone(), self.at, &[], None, &[], None, 0);
        met.reasons.push(reason);
        let mut possible = Vec::new();
        add(&mut possible, Status::Counted, None);
        let (outcome, report) = met.decided(machine, possible, open, said(value));
        Decided { outcome, said: Said::Report(report), wanted: Vec::new() }
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
