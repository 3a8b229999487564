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
    /// By step: its alternatives, each as the drugs that it gives.
    steps: Vec<Vec<Given>>,
}

/// The drugs of an alternative.
pub(super) type Given = Vec<Part>;

/// A drug of an alternative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub drug: DrugId,
    /// The daily dose from which on the step is held; none where the formulary has no higher one.
    pub dose: Option<Number>,
}

impl<'a> Walk<'a> {
    /// `raise the step 1 drug` is about what step 1 gives; it can only name a step before its own.
    pub(super) fn of(path: &'a Path, formulary: &Formulary) -> Walk<'a> {
        let mut walk = Walk { path, steps: Vec::new() };
        for step in &path.steps {
            let mut alternatives: Vec<Given> = Vec::new();
            for moves in &step.alternatives {
                let mut given = Given::new();
                for one in moves {
                    match one {
                        Move::Start { drug, dose } | Move::RaiseTo { drug, dose } => {
                            given.push(Part { drug: *drug, dose: Some(*dose) });
                        }
                        Move::RaiseStepDrug { step } => {
                            for earlier in walk.alternatives(*step) {
                                let mut raised = Given::new();
                                for part in earlier {
                                    let highest = walk.highest(part.drug);
                                    let dose = highest.and_then(|dose| next_dose(formulary, part.drug, dose));
                                    raised.push(Part { drug: part.drug, dose });
                                }
                                alternatives.push(raised);
                            }
                        }
                    }
                }
                if !given.is_empty() {
                    alternatives.push(given);
                }
            }
            walk.steps.push(alternatives);
        }
        walk
    }

    /// The alternatives of a step, numbered from 1.
    pub(super) fn alternatives(&self, step: u32) -> &[Given] {
        let at = (step as usize).checked_sub(1);
        at.and_then(|at| self.steps.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The drugs of a step, numbered from 1, each once.
    pub(super) fn drugs(&self, step: u32) -> Vec<DrugId> {
        let mut drugs = Vec::new();
        for part in self.alternatives(step).iter().flatten() {
            if !drugs.contains(&part.drug) {
                drugs.push(part.drug);
            }
        }
        drugs
    }

    /// The highest dose that a step so far gives of a drug.
    fn highest(&self, drug: DrugId) -> Option<Number> {
        let mut highest = None;
        for part in self.steps.iter().flatten().flatten() {
            if part.drug == drug {
                highest = highest.max(part.dose);
            }
        }
        highest
    }

    /// By step: whether one of its alternatives is taken at its doses or more; unknown where a dose is.
    pub(super) fn held(&self, regimen: &Regimen) -> Vec<Truth> {
        let mut held = Vec::new();
        for alternatives in &self.steps {
            let mut step = Truth::No;
            for given in alternatives {
                step = step.or(is_given(given, regimen));
            }
            held.push(step);
        }
        held
    }

    /// The first step of which two alternatives are taken at once, numbered from 1: a drug of each that the other has not.
    pub(super) fn doubled(&self, regimen: &Regimen) -> Option<u32> {
        let only_of = |one: &Given, other: &Given| {
            one.iter().any(|part| taken(regimen, part.drug).is_some() && !other.iter().any(|o| o.drug == part.drug))
        };
        for (alternatives, step) in self.steps.iter().zip(1_u32..) {
            for (at, one) in alternatives.iter().enumerate() {
                if alternatives.iter().skip(at).any(|other| only_of(one, other) && only_of(other, one)) {
                    return Some(step);
                }
            }
        }
        None
    }
}

/// Whether every drug of an alternative is taken at its dose or more. Where one is taken in a dose that nobody knows,
/// nobody knows how far the alternative has been moved.
fn is_given(given: &[Part], regimen: &Regimen) -> Truth {
    let mut all = Truth::of(Some(given.iter().any(|part| part.dose.is_some())));
    for part in given {
        all = match (taken(regimen, part.drug), part.dose) {
            (Some(Taken { daily: None, .. }), Some(_)) => return Truth::Unknown,
            (Some(Taken { daily: Some(daily), .. }), Some(dose)) => all.and(Truth::of(Some(*daily >= dose))),
            (Some(_), None) => all,
            (None, _) => Truth::No,
        };
    }
    all
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
