//! The next step: the first that is not held and has an alternative that may be used.

use alloc::{string::String, vec, vec::Vec};

use super::answer::{Answer, Look};
use super::barred::{Barred, against, never_together};
use super::position::{Walk, next_dose, taken};
use super::proposal::{product, tablets};
use super::{Move, PassedOver, Proposal, ProposedDose, Step};
use crate::expression::{FactState, Formulary, Input, Regimen, Status, Unknown};
use crate::value::SortedSet;
use crate::value::id::DrugId;
use crate::value::text::text;
use crate::value::{Listed, Number, Truth};

/// A drug of a step's alternative as it comes to stand.
pub(super) struct Candidate {
    pub drug: DrugId,
    pub from: Option<Number>,
    pub to: Number,
}

impl Candidate {
    /// Whether it starts or is raised, and does not stay as it is taken.
    fn moves(&self) -> bool {
        self.from != Some(self.to)
    }
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
        let walk = Walk::of(path, formulary);
        let held = walk.held(&regimen);
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
        for moves in &step.alternatives {
            let drugs = match candidates(moves, walk, regimen, formulary) {
                Ok(drugs) => drugs,
                Err(NoChange(drug, why)) => {
                    self.pass(number, drug, why, formulary);
                    continue;
                }
            };
            let Some(open) = self.may_move(number, &drugs, regimen, formulary) else { continue };
            if self.propose(path, &walk.path.name, number, &drugs, open, formulary) {
                return true;
            }
        }
        false
    }

    /// What may speak against the drugs that an alternative moves; none where something is known to, of one of them.
    fn may_move(
        &mut self,
        step: u32,
        drugs: &[Candidate],
        regimen: &Regimen,
        formulary: &Formulary,
    ) -> Option<Vec<Barred>> {
        let mut open = Vec::new();
        for one in drugs.iter().filter(|one| one.moves()) {
            let mut barred = against(self.machine, self.desk, &mut self.met, one.drug, true);
            let together = never_together(formulary, regimen, one.drug);
            let certain = barred.iter().find(|b| b.truth == Truth::Yes).map(|b| b.why.clone()).or(together);
            if let Some(why) = certain {
                self.pass(step, Some(one.drug), &why, formulary);
                return None;
            }
            open.append(&mut barred);
        }
        Some(open)
    }

    /// Adds an alternative's answer: the step, or what blocks it. Whether it is certain.
    ///
    /// One that only the missing results leave open is blocked, and certainly so: they come first.
    fn propose(
        &mut self,
        path: usize,
        name: &str,
        step: u32,
        drugs: &[Candidate],
        open: Vec<Barred>,
        formulary: &Formulary,
    ) -> bool {
        let (missing, rules) = self.required(drugs, formulary);
        let wanting: SortedSet<Input> = missing.iter().map(|(input, _)| *input).collect();
        let by_results = |b: &Barred| !b.missing.is_empty() && b.missing.is_subset(&wanting);
        let certain = open.iter().all(by_results);
        if !certain {
            for barred in open {
                self.met.missing.extend(barred.missing);
                self.met.reasons.push(barred.reason);
            }
        }
        let Some(proposal) = proposal(step, drugs, formulary) else { return false };
        let mut rule = text![self.ladder.name, "/", name, "/", step, " ", proposal.drug, " ", proposal.to, " mg"];
        for also in &proposal.with {
            rule.push_str(&text![" with ", also.drug, " ", also.to, " mg"]);
        }
        if missing.is_empty() {
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
    fn required(&mut self, drugs: &[Candidate], formulary: &Formulary) -> (Vec<(Input, Unknown)>, Vec<usize>) {
        let (mut missing, mut rules) = (Vec::new(), Vec::new());
        for (at, require) in self.ladder.require.iter().enumerate() {
            let asks = |drug: DrugId| {
                formulary.drugs.get(drug.index()).is_some_and(|drug| require.classes.contains(&drug.class))
            };
            if !drugs.iter().any(|one| one.moves() && asks(one.drug)) {
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

/// What an alternative comes to for this patient: its drugs, those that move first.
fn candidates(
    moves: &[Move],
    walk: &Walk<'_>,
    regimen: &Regimen,
    formulary: &Formulary,
) -> Result<Vec<Candidate>, NoChange> {
    let daily = |drug| taken(regimen, drug).and_then(|t| t.daily);
    let mut found: Vec<Candidate> = Vec::new();
    for one in moves {
        match one {
            Move::Start { drug, dose } | Move::RaiseTo { drug, dose } => {
                let from = daily(*drug);
                let top = formulary.drugs.get(drug.index()).and_then(|d| d.doses.iter().max());
                if top.is_some_and(|top| dose > top) {
                    return Err(NoChange(Some(*drug), "top_dose"));
                }
                if from.is_none() && matches!(one, Move::RaiseTo { .. }) {
                    return Err(NoChange(Some(*drug), "not_taken"));
                }
                // More than the step gives stays: a step never lowers a dose.
                found.push(Candidate { drug: *drug, from, to: (*dose).max(from.unwrap_or(*dose)) });
            }
            Move::RaiseStepDrug { step } => {
                let alternatives = walk.alternatives(*step);
                let all_taken =
                    |given: &&Vec<super::position::Part>| given.iter().all(|part| daily(part.drug).is_some());
                let Some(given) = alternatives.iter().find(all_taken) else {
                    return Err(NoChange(walk.drugs(*step).first().copied(), "not_taken"));
                };
                for part in given {
                    let Some(from) = daily(part.drug) else { continue };
                    let to = next_dose(formulary, part.drug, from).unwrap_or(from);
                    found.push(Candidate { drug: part.drug, from: Some(from), to });
                }
            }
        }
    }
    let (mut moving, staying): (Vec<Candidate>, Vec<Candidate>) = found.into_iter().partition(Candidate::moves);
    if moving.is_empty() {
        return Err(NoChange(staying.first().map(|one| one.drug), "top_dose"));
    }
    moving.extend(staying);
    Ok(moving)
}

/// The step as a clinician reads it.
fn proposal(step: u32, drugs: &[Candidate], formulary: &Formulary) -> Option<Proposal> {
    let mut doses: Vec<ProposedDose> = Vec::new();
    for one in drugs {
        let drug = formulary.drugs.get(one.drug.index())?;
        let tablets = tablets(&drug.tablets, one.to);
        doses.push(ProposedDose { drug: drug.name.clone(), from: one.from, to: one.to, tablets });
    }
    let mut doses = doses.into_iter();
    let ProposedDose { drug, from, to, tablets } = doses.next()?;
    Some(Proposal { step, drug, from, to, tablets, with: doses.listed(), product: product(drugs, formulary) })
}
