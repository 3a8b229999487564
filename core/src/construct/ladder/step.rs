//! The next step: the first that is not held and has an alternative that may be used.

use alloc::{string::String, vec, vec::Vec};

use super::answer::{Answer, Look};
use super::barred::{Barred, against, never_together};
use super::position::{Walk, next_dose, taken};
use super::proposal::tablets;
use super::{Move, PassedOver, Proposal, Step};
use crate::expression::{FactState, Formulary, Input, Regimen, Status, Unknown};
use crate::value::SortedSet;
use crate::value::id::DrugId;
use crate::value::text::text;
use crate::value::{Listed, Number, Truth};

/// A change of the regimen that a step's alternative comes to.
struct Candidate {
    drug: DrugId,
    from: Option<Number>,
    to: Number,
}

/// Why an alternative comes to none, and of which drug.
struct NoChange(Option<DrugId>, &'static str);

impl Look<'_, '_, '_> {
    /// Adds the answers that a path leaves: the first usable step, those that may be usable before it, or the end.
    pub(super) fn walk(&mut self, path: Option<usize>) {
        let place = path.and_then(|at| self.ladder.paths.get(at).map(|path| (at, path)));
        let known = self.regimen.clone().filter(|_| !self.is_unclear());
        let (Some((at, path)), Some(regimen), Some(formulary)) = (place, known, self.desk.formulary) else {
            return self.unplaced(path.and_then(|at| self.ladder.paths.get(at)).map(|p| p.name.clone()));
        };
        let walk = Walk::of(path);
        let held = walk.held(&regimen, formulary);
        if held.contains(&Truth::Unknown) {
            self.met.list_unclear(self.machine, Some(&regimen));
            return self.unplaced(Some(path.name.clone()));
        }
        for ((step, held), number) in path.steps.iter().zip(held).zip(1_u32..) {
            if held == Truth::No && self.step(at, &walk, number, step, &regimen, formulary) {
                return;
            }
        }
        self.add(Answer::Exhausted { path: at }, vec![text![self.ladder.name, "/", path.name]]);
    }

    /// Where the patient stands on the path is not known.
    fn unplaced(&mut self, path: Option<String>) {
        let rules: Vec<String> = path.map(|path| text![self.ladder.name, "/", path]).into_iter().listed();
        for status in [Status::Step, Status::Blocked, Status::Exhausted] {
            self.add(Answer::Unplaced(status), rules.clone());
        }
    }

    /// Scans a step's alternatives. Whether one of them is certain, so that nothing after it can be next.
    fn step(
        &mut self,
        path: usize,
        walk: &Walk<'_>,
        number: u32,
        step: &Step,
        regimen: &Regimen,
        formulary: &Formulary,
    ) -> bool {
        for alternative in &step.alternatives {
            let candidate = match candidate(alternative, walk, regimen, formulary) {
                Ok(candidate) => candidate,
                Err(NoChange(drug, why)) => {
                    self.pass(number, drug, why, formulary);
                    continue;
                }
            };
            let barred = against(self.machine, self.desk, &mut self.met, candidate.drug, true);
            let together = never_together(formulary, regimen, candidate.drug);
            let certain = barred.iter().find(|b| b.truth == Truth::Yes).map(|b| b.why.clone()).or(together);
            if let Some(why) = certain {
                self.pass(number, Some(candidate.drug), &why, formulary);
                continue;
            }
            let (missing, rules) = self.required(candidate.drug, formulary);
            if self.propose(path, &walk.path.name, number, &candidate, barred, missing, rules, formulary) {
                return true;
            }
        }
        false
    }

    /// Adds a candidate's answer: the step, or what blocks it. Whether it is certain.
    ///
    /// A candidate that only the missing results leave open is blocked, and certainly so: they come first.
    #[allow(clippy::too_many_arguments)]
    fn propose(
        &mut self,
        path: usize,
        name: &str,
        step: u32,
        candidate: &Candidate,
        open: Vec<Barred>,
        missing: Vec<(Input, Unknown)>,
        rules: Vec<usize>,
        formulary: &Formulary,
    ) -> bool {
        let wanting: SortedSet<Input> = missing.iter().map(|(input, _)| *input).collect();
        let by_results = |b: &Barred| !b.missing.is_empty() && b.missing.is_subset(&wanting);
        let certain = open.iter().all(by_results);
        if !certain {
            for barred in open {
                self.met.missing.extend(barred.missing);
                self.met.reasons.push(barred.reason);
            }
        }
        let Some(drug) = formulary.drugs.get(candidate.drug.index()) else { return false };
        let rule = text![self.ladder.name, "/", name, "/", step, " ", drug.name, " ", candidate.to, " mg"];
        if missing.is_empty() {
            let (from, to) = (candidate.from, candidate.to);
            let proposal = Proposal { step, drug: drug.name.clone(), from, to, tablets: tablets(drug, to) };
            self.add(Answer::Step { path, proposal }, vec![rule]);
        } else {
            let names = missing.iter().map(|(_, unknown)| unknown.name.clone()).listed();
            for one in missing {
                if !self.met.deciding.contains(&one) {
                    self.met.deciding.push(one);
                }
            }
            self.add(Answer::Blocked { missing: names, rules, path, step }, vec![rule]);
        }
        certain
    }

    /// The results that must be known before a drug is started or raised and are not, and the `require` lines that ask.
    fn required(&mut self, drug: DrugId, formulary: &Formulary) -> (Vec<(Input, Unknown)>, Vec<usize>) {
        let (mut missing, mut rules) = (Vec::new(), Vec::new());
        let Some(class) = formulary.drugs.get(drug.index()).map(|d| d.class) else { return (missing, rules) };
        for (at, require) in self.ladder.require.iter().enumerate() {
            if !require.classes.contains(&class) {
                continue;
            }
            let before = missing.len();
            for fact in &require.facts {
                let (why, since) = match self.machine.fact(*fact) {
                    FactState::Known { .. } => continue,
                    FactState::Assumed { why, .. } => (why, None),
                    FactState::Unknown { why, since } => (why, since),
                };
                let name = self.machine.terms.declared.facts.get(fact.index()).map_or("", |f| &f.name);
                let one = (Input::Fact(*fact), Unknown { name: name.into(), why, since });
                if !missing.contains(&one) {
                    missing.push(one);
                }
            }
            if missing.len() > before {
                rules.push(at);
            }
        }
        (missing, rules)
    }

    fn pass(&mut self, step: u32, drug: Option<DrugId>, why: &str, formulary: &Formulary) {
        let drug = drug.and_then(|d| formulary.drugs.get(d.index())).map_or("", |d| &d.name);
        let passed = PassedOver { step, drug: drug.into(), why: why.into() };
        if !self.passed_over.contains(&passed) {
            self.passed_over.push(passed);
        }
    }
}

/// What an alternative comes to for this patient.
fn candidate(
    alternative: &Move,
    walk: &Walk<'_>,
    regimen: &Regimen,
    formulary: &Formulary,
) -> Result<Candidate, NoChange> {
    let daily = |drug| taken(regimen, drug).and_then(|t| t.daily);
    let top = |drug: DrugId| formulary.drugs.get(drug.index()).and_then(|d| d.doses.iter().max()).copied();
    match alternative {
        Move::Start { drug, dose } | Move::RaiseTo { drug, dose } if top(*drug).is_some_and(|top| *dose > top) => {
            Err(NoChange(Some(*drug), "top_dose"))
        }
        Move::Start { drug, dose } => Ok(Candidate { drug: *drug, from: daily(*drug), to: *dose }),
        Move::RaiseTo { drug, dose } => match daily(*drug) {
            Some(from) => Ok(Candidate { drug: *drug, from: Some(from), to: *dose }),
            None => Err(NoChange(Some(*drug), "not_taken")),
        },
        Move::RaiseStepDrug { step } => {
            let of_step = walk.drugs(*step);
            let Some((drug, from)) = of_step.iter().find_map(|d| daily(*d).map(|daily| (*d, daily))) else {
                return Err(NoChange(of_step.first().copied(), "not_taken"));
            };
            match next_dose(formulary, drug, from) {
                Some(to) => Ok(Candidate { drug, from: Some(from), to }),
                None => Err(NoChange(Some(drug), "top_dose")),
            }
        }
    }
}
