//! What a decision meets on the way to its answer: conditions with their assumptions, what is missing, and why.

use alloc::{string::String, vec, vec::Vec};

use super::gather::assume;
use super::report::{Possible, Report, ReportValue};
use crate::expression::{Assumption, Comparison, Input, Machine, Outcome, Reason, Regimen, Side, Status, Unknown, Why};
use crate::record::{FactDecl, FactKind};
use crate::value::SortedSet;
use crate::value::id::{ExprId, FactId};
use crate::value::{Constant, Date, Truth};

/// Gathered while a decision is worked out.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was taken as given, each once, as met.
    pub assumed: Vec<Assumption>,
    /// What is missing where an answer is left open.
    pub missing: SortedSet<Input>,
    /// In better words than the machine has for an input: an unmapped product in a list that was supplied.
    pub unknown: Vec<Unknown>,
    /// What decides an answer by being unknown (a blocked step), and so is shown beside a settled one too.
    pub deciding: Vec<(Input, Unknown)>,
}

impl Met {
    /// A condition's truth, with its assumptions; what leaves it unknown is missing.
    pub(super) fn truth(&mut self, machine: &mut Machine<'_>, condition: ExprId) -> Truth {
        let truth = machine.truth(condition, None);
        let assumed = machine.assumptions(condition, None);
        assume(&mut self.assumed, assumed);
        if truth == Truth::Unknown {
            self.missing.extend(machine.missing(condition, None));
        }
        truth
    }

    /// The medication list leaves something open: not supplied, a product that nobody knows, a dose that is not there.
    pub(super) fn list_unclear(&mut self, machine: &Machine<'_>, regimen: Option<&Regimen>) {
        let Some((fact, decl)) = fact_of_kind(machine, |k| *k == FactKind::Medications) else { return };
        self.missing.insert(Input::Fact(fact));
        let why = match regimen {
            None => Why::NotSupplied,
            Some(regimen) if !regimen.unmapped.is_empty() => Why::Unmapped,
            Some(_) => Why::Partial,
        };
        self.unknown.push(Unknown { name: decl.name.clone(), why, since: None });
    }

    /// What a condition leaves possible: the one status where it holds, the other where it does not.
    pub(super) fn either(truth: Truth, rule: &str, holds: Status, not: Status) -> Vec<Possible> {
        let mut possible = Vec::new();
        for (status, excluded) in [(holds, Truth::No), (not, Truth::Yes)] {
            if truth != excluded {
                possible.push(Possible { status, rules: vec![rule.into()] });
            }
        }
        possible
    }

    /// The outcome and the report of these statuses. `open`: more than one answer is possible, though they may share a
    /// status (two different steps); then the outcome is undetermined too.
    pub(super) fn decided(
        mut self,
        machine: &mut Machine<'_>,
        possible: Vec<Possible>,
        open: bool,
        value: Option<ReportValue>,
    ) -> (Outcome, Report) {
        let mut outcome = Outcome { possible: possible.iter().map(|p| p.status).collect(), ..Outcome::default() };
        if open && outcome.possible.len() == 1 {
            outcome.possible.insert(Status::Undetermined);
        }
        let status = outcome.status();
        let settled = status != Status::Undetermined;
        if settled {
            self.missing.clear();
            self.unknown.clear();
        }
        // Missing results matter to a blocked step, though it is settled.
        let (mut inputs, mut unknown) = (Vec::new(), Vec::new());
        for (input, why) in self.deciding {
            inputs.push(input);
            unknown.push(why);
        }
        self.unknown.append(&mut machine.unknowns(&self.missing));
        for met in self.unknown {
            if !unknown.iter().any(|u| u.name == met.name) {
                unknown.push(met);
            }
        }
        outcome.missing = self.missing;
        outcome.missing.extend(inputs);
        let report = Report {
            status,
            value,
            possible: if settled { Vec::new() } else { possible },
            ask: Vec::new(),
            reasons: self.reasons,
            assumed: self.assumed,
            unknown,
        };
        (outcome, report)
    }
}

/// The declared fact of a kind, the first if there are several.
pub(super) fn fact_of_kind<'a>(
    machine: &Machine<'a>,
    is: impl Fn(&FactKind) -> bool,
) -> Option<(FactId, &'a FactDecl)> {
    let facts = machine.terms.declared.facts;
    let (at, decl) = facts.iter().enumerate().find(|(_, f)| is(&f.kind))?;
    Some((FactId(u32::try_from(at).ok()?), decl))
}

/// Whether a list that was not supplied is taken as empty: the author's word. One that was refused is not.
pub(super) fn assumed_empty(machine: &Machine<'_>, fact: FactId) -> bool {
    let none = |decl: &FactDecl| decl.assume == Some(Constant::None);
    let refused = machine.chart.facts.get(fact.index()).is_some_and(|f| !f.refused.is_empty());
    !refused && machine.terms.declared.facts.get(fact.index()).is_some_and(none)
}

/// One side of a comparison: a name and a date or another text that stays.
pub(super) fn side(name: &str, value: Option<String>) -> Side {
    let value = value.map(crate::expression::Shown::Text);
    Side::new(Some(name.into()).filter(|n: &String| !n.is_empty()), value)
}

/// A comparison with what moves with time: only the date on which it turns is shown.
pub(super) fn against_now(left: Side, op: &str, turns: chrono::NaiveDate, holds: bool) -> Comparison {
    let mut right = side("now", None);
    right.turns = Some(Date::Day(turns));
    Comparison::new(left, op, right, Truth::of(Some(holds)))
}
