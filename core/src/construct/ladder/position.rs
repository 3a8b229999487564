//! Where the patient stands on a path: which steps are held by what is taken. A proposal not acted on is not a step.

use alloc::vec::Vec;

use super::{Move, Path};
use crate::expression::{Formulary, Regimen, Taken};
use crate::value::id::DrugId;
use crate::value::{Number, Truth};

/// A path with the drugs of each step worked out.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub path: &'a Path,
    /// By step: the drugs that its alternatives are about.
    drugs: Vec<Vec<DrugId>>,
}

impl<'a> Walk<'a> {
    /// `raise the step 1 drug` is about every drug of step 1; it can only name a step before its own.
    pub(super) fn of(path: &'a Path) -> Walk<'a> {
        let mut drugs: Vec<Vec<DrugId>> = Vec::new();
        for step in &path.steps {
            let mut of_step: Vec<DrugId> = Vec::new();
            for alternative in &step.alternatives {
                let about = match alternative {
                    Move::Start { drug, .. } | Move::RaiseTo { drug, .. } => core::slice::from_ref(drug),
                    Move::RaiseStepDrug { step } => drugs_of(&drugs, *step),
                };
                for drug in about {
                    if !of_step.contains(drug) {
                        of_step.push(*drug);
                    }
                }
            }
            drugs.push(of_step);
        }
        Walk { path, drugs }
    }

    /// The drugs of a step, numbered from 1.
    pub(super) fn drugs(&self, step: u32) -> &[DrugId] {
        drugs_of(&self.drugs, step)
    }

    /// By step: whether one of its alternatives is taken at its dose or more; unknown where a dose is.
    pub(super) fn held(&self, regimen: &Regimen, formulary: &Formulary) -> Vec<Truth> {
        let mut held = alloc::vec![Truth::No; self.path.steps.len()];
        for taken in &regimen.taken {
            for (step, dose) in held.iter_mut().zip(self.doses(taken.drug, formulary)) {
                let Some(dose) = dose else { continue };
                *step = step.or(Truth::of(taken.daily.map(|daily| daily >= dose)));
            }
        }
        held
    }

    /// By step: the daily dose of a drug at which the step is held; none where it is not about the drug, or where the
    /// formulary has no higher dose.
    fn doses(&self, drug: DrugId, formulary: &Formulary) -> Vec<Option<Number>> {
        let mut so_far: Option<Number> = None;
        let mut doses = Vec::new();
        for step in &self.path.steps {
            let dose = step.alternatives.iter().find_map(|alternative| match alternative {
                Move::Start { drug: of, dose } | Move::RaiseTo { drug: of, dose } => {
                    Some(*dose).filter(|_| *of == drug)
                }
                Move::RaiseStepDrug { step } if self.drugs(*step).contains(&drug) => {
                    next_dose(formulary, drug, so_far?)
                }
                Move::RaiseStepDrug { .. } => None,
            });
            so_far = so_far.max(dose);
            doses.push(dose);
        }
        doses
    }

    /// The first step of which two alternatives are taken at once, numbered from 1.
    pub(super) fn doubled(&self, regimen: &Regimen) -> Option<u32> {
        let twice = |drugs: &Vec<DrugId>| drugs.iter().filter(|d| taken(regimen, **d).is_some()).count() > 1;
        let at = self.drugs.iter().position(twice)?;
        u32::try_from(at).ok()?.checked_add(1)
    }
}

fn drugs_of(drugs: &[Vec<DrugId>], step: u32) -> &[DrugId] {
    let at = (step as usize).checked_sub(1);
    at.and_then(|at| drugs.get(at)).map_or(&[], Vec::as_slice)
}

/// The drug as it is taken; none when it is not.
pub(super) fn taken(regimen: &Regimen, drug: DrugId) -> Option<&Taken> {
    regimen.taken.iter().find(|t| t.drug == drug)
}

/// The formulary's next daily dose above this one; none at the top.
pub(super) fn next_dose(formulary: &Formulary, drug: DrugId, above: Number) -> Option<Number> {
    let drug = formulary.drugs.get(drug.index())?;
    drug.doses.iter().copied().filter(|dose| *dose > above).min()
}
