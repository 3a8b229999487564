//! Contraindication: what must not be given, or not be started. It also holds the ladder when one is already taken.

use alloc::{string::String, vec::Vec};

use super::met::Met;
use super::{Decided, Desk, Said, Then, Wanted};
use crate::expression::{Cite, Formulary, Machine, Status};
use crate::value::Listed;
use crate::value::Truth;
use crate::value::id::{ClassId, DrugId, ExprId, SpanId};
use crate::value::text::text;

/// `contraindicated acei, arb when pregnant is one of yes, maybe cite acc_2017`.
#[derive(Debug, Clone, PartialEq)]
pub struct Contraindication {
    /// `contraindicated_start_acei_arb`, by what it bars; a second of the same name is `…_2`.
    pub name: String,
    /// Of these classes.
    pub classes: Vec<ClassId>,
    /// Of these drugs.
    pub drugs: Vec<DrugId>,
    /// `start of`: only a new start or a raise is barred, not what is already taken.
    pub start_only: bool,
    /// When.
    pub when: ExprId,
    /// What is done when it applies to a drug that is taken.
    pub then: Option<Then>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

impl Contraindication {
    /// Whether it bars a drug of the formulary.
    #[must_use]
    pub fn bars(&self, drug: DrugId, formulary: &Formulary) -> bool {
        let of_class = formulary.drugs.get(drug.index()).is_some_and(|d| self.classes.contains(&d.class));
        of_class || self.drugs.contains(&drug)
    }

    /// Works it out. Its task is wanted when it is known to apply and a drug that it bars is taken.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let mut met = Met::default();
        let truth = met.truth(machine, self.when);
        met.reasons.push(machine.reason(self.name.clone(), self.at, &self.cite, None, &[self.when], None, 0));
        let possible = Met::either(truth, &self.name, Status::Applies, Status::DoesNotApply);
        let wanted = if truth == Truth::Yes { self.wanted(machine, desk) } else { None };
        let (outcome, report) = met.decided(machine, possible, truth == Truth::Unknown, None);
        Decided { outcome, said: Said::Report(report), wanted: wanted.into_iter().listed() }
    }

    /// What it wants when it applies: anchored on the line that started the barred drug which is taken.
    fn wanted(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Option<Wanted> {
        let (then, formulary) = (self.then.as_ref()?, desk.formulary?);
        if self.start_only {
            return None;
        }
        let regimen = machine.regimen()?;
        let taken = regimen.taken.iter().find(|t| self.bars(t.drug, formulary))?;
        let started = regimen.changes.iter().rev().find(|c| c.drug == taken.drug && c.is_start());
        let drug = formulary.drugs.get(taken.drug.index())?;
        let anchor = match started {
            Some(change) => text!["taken:", change.line],
            None => text!["taken:", drug.name],
        };
        let mut wanted = Wanted::new(then.clone(), self.name.clone(), anchor);
        wanted.note = Some(drug.name.clone());
        Some(wanted)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
