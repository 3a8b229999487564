//! Ladder: which medication step comes next. Position is read from what the patient takes; holds come first, even at goal.

mod answer;
mod barred;
mod position;
mod proposal;
mod step;
mod wanted;
mod why;

use alloc::{string::String, vec::Vec};

use super::Then;
pub use super::report::{LadderValue, PassedOver, ProductCount, Proposal, ProposedDose, TabletCount};
use crate::expression::Cite;
use crate::value::id::{ClassId, DecisionId, DrugId, ExprId, FactId, SpanId};
use crate::value::{Duration, Number};

/// `titration ladder for target when ras_first { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// Its name.
    pub name: String,
    /// The goal it works towards.
    pub goal: DecisionId,
    /// For whom it is; none is everybody.
    pub when: Option<ExprId>,
    /// Its paths; the first whose condition holds is taken.
    pub paths: Vec<Path>,
    /// What holds every step.
    pub holds: Vec<Hold>,
    /// What is done about a proposed step.
    pub step: Option<Then>,
    /// `wait 4 weeks after each change or review`.
    pub wait: Option<Duration>,
    /// `require potassium, creatinine before acei, arb then order bmp`.
    pub require: Vec<Require>,
    /// `exhausted then refer high_touch`.
    pub exhausted: Option<Then>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// `path ras when ras_first { step 1 … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Its name.
    pub name: String,
    /// When; none is `otherwise`.
    pub when: Option<ExprId>,
    /// Its steps, in order; step 1 first.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub at: SpanId,
}

/// `step 3 add lisinopril 10 mg or, if contraindicated or not tolerated, losartan 50 mg`.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Each the moves that are made together, mostly one; the first of which none is contraindicated or not tolerated is
    /// proposed.
    pub alternatives: Vec<Vec<Move>>,
    /// Where it stands.
    pub at: SpanId,
}

/// What a step does to a drug of the regimen; doses are a day's total in mg. `start lisinopril 10 mg with
/// hydrochlorothiazide 12.5 mg` is two.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// `start` or `add`: a drug at a dose.
    Start {
        /// The drug.
        drug: DrugId,
        /// mg a day.
        dose: Number,
    },
    /// `raise amlodipine to 10 mg`.
    RaiseTo {
        /// The drug.
        drug: DrugId,
        /// mg a day.
        dose: Number,
    },
    /// `raise the step 1 drug one dose`: the alternative of that step which is taken, each drug of it to its next dose in
    /// the formulary. It stands alone.
    RaiseStepDrug {
        /// The step, from 1.
        step: u32,
    },
}

/// `hold when home_average.systolic < 100 mmHg then task …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Hold {
    /// When.
    pub when: ExprId,
    /// What is done.
    pub then: Option<Then>,
    /// Where it comes from; the ladder's own where it names none.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// Laboratory results that must be there before a class is started or raised.
#[derive(Debug, Clone, PartialEq)]
pub struct Require {
    /// The facts.
    pub facts: Vec<FactId>,
    /// Before these classes.
    pub classes: Vec<ClassId>,
    /// What is done when one is missing.
    pub then: Option<Then>,
    /// Where it stands.
    pub at: SpanId,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod tests;
