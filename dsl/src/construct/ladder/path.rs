//! A path's steps: numbered from 1 in order, each a drug started at a dose of the formulary or one raised that an earlier
//! step has started.

use stepcare_core::construct::ladder::{Move, Step};
use stepcare_core::value::Number;
use stepcare_core::value::id::DrugId;

use crate::construct::block::{Words, empty};
use crate::construct::drugs;
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::source::Span;
use crate::syntax::Item;
use crate::syntax::expression::name;

pub(super) const CLAUSES: &Words = &[("step", Rule::path_step)];

/// The steps of a path, in order.
pub(super) fn steps(cx: &mut Lower<'_>, item: &Item) -> Option<Vec<Step>> {
    if item.items().is_empty() {
        empty(cx, item, "this path has no step", "step 1 start DRUG 5 mg");
        return None;
    }
    let (mut so_far, mut ok) = (SoFar::default(), true);
    for (n, clause) in item.items().iter().enumerate() {
        let Some(node) = cx.clause(clause, "a path", CLAUSES) else {
            ok = false;
            so_far.steps.push(None);
            continue;
        };
        ok &= numbered(cx, &node, n);
        let step = so_far.step(cx, &node);
        ok &= step.is_some();
        so_far.steps.push(step.map(|step| (step, node.span)));
    }
    let steps: Vec<Step> = so_far.steps.into_iter().flatten().map(|(step, _)| step).collect();
    ok.then_some(steps)
}

/// Steps are counted from 1 and none is left out, so that "step 3" is the same step for everybody who reads it.
fn numbered(cx: &mut Lower<'_>, node: &Node, before: usize) -> bool {
    let Some(written) = node.child(Rule::whole) else { return false };
    let due = before.saturating_add(1);
    if cx.whole(written).and_then(|n| usize::try_from(n).ok()) == Some(due) {
        return true;
    }
    let message = format!("step {} stands where step {due} is due", written.text);
    let error = Diagnostic::new(code::STEPS, written.span, message, "steps are numbered from 1, in order");
    cx.errors.push(error.help(format!("write `step {due}`")));
    false
}

/// The steps read so far; one that is broken is nothing, and what it would have started is not known.
#[derive(Default)]
struct SoFar {
    steps: Vec<Option<(Step, Span)>>,
}

impl SoFar {
    fn step(&self, cx: &mut Lower<'_>, node: &Node) -> Option<Step> {
        let what =
            node.children.iter().find(|n| matches!(n.rule, Rule::start_drug | Rule::raise_to | Rule::raise_step))?;
        let first = match what.rule {
            Rule::raise_step => self.raise_of_step(cx, what).map(|raise| vec![raise]),
            _ => self.moves(cx, what),
        };
        let mut alternatives = vec![first];
        for other in node.all(Rule::alternative) {
            alternatives.push(self.moves(cx, other));
        }
        cx.cite_if_any(node);
        let alternatives: Vec<Vec<Move>> = alternatives.into_iter().collect::<Option<_>>()?;
        for (n, other) in alternatives.iter().enumerate() {
            let drugs = drugs_of(other);
            if !drugs.is_empty() && alternatives.iter().take(n).any(|first| drugs_of(first) == drugs) {
                let message = match drugs.len() {
                    1 => "both alternatives of this step are the same drug",
                    _ => "both alternatives of this step are the same drugs",
                };
                let error = Diagnostic::new(code::TWICE, node.span, message, "the second can never be chosen");
                return cx.fail(error.help("name another drug, or leave it out"));
            }
        }
        let step = Step { alternatives, at: cx.at(node.span) };
        self.together(cx, &step, node.span)?;
        Some(step)
    }

    /// The moves of an alternative, which are made together: `lisinopril 10 mg with hydrochlorothiazide 12.5 mg`.
    fn moves(&self, cx: &mut Lower<'_>, node: &Node) -> Option<Vec<Move>> {
        let mut moves: Vec<Option<Move>> = Vec::new();
        for one in node.children.iter().filter(|n| matches!(n.rule, Rule::drug_dose | Rule::raise_dose)) {
            moves.push(if one.rule == Rule::raise_dose { self.raise(cx, one) } else { self.start(cx, one) });
        }
        let moves: Vec<Move> = moves.into_iter().collect::<Option<_>>()?;
        for (n, one) in moves.iter().enumerate() {
            for other in moves.iter().take(n) {
                let (Some(a), Some(b)) = (drug_of(other), drug_of(one)) else { continue };
                let (first, second) = (drugs::called(cx, a), drugs::called(cx, b));
                if a == b {
                    let message = format!("{first} stands twice in one move");
                    let error = Diagnostic::new(code::ONCE, node.span, message, "one dose of a drug");
                    return cx.fail(error.help("name the day's total once"));
                }
                if drugs::never_together(cx, a, b) {
                    let message = format!("{first} and {second} never go together, says the formulary");
                    let error = Diagnostic::new(code::CONTRADICTS, node.span, message, "given together here");
                    return cx.fail(error.help("choose another drug for one of them"));
                }
            }
        }
        Some(moves)
    }

    /// Whether an earlier step is broken: then what is started is not known, and an error would be about nothing.
    fn unsure(&self) -> bool {
        self.steps.iter().any(Option::is_none)
    }

    /// `start amlodipine 5 mg`, `add amlodipine 5 mg`.
    fn start(&self, cx: &mut Lower<'_>, node: &Node) -> Option<Move> {
        let (drug, dose) = drugs::at_dose(cx, node)?;
        let first =
            self.steps.iter().flatten().find(|(step, _)| step.alternatives.iter().flatten().any(|m| starts(m, drug)));
        if let Some((_, first)) = first.filter(|(step, _)| step.alternatives.len() == 1) {
            let message = format!("an earlier step starts {}", drugs::called(cx, drug));
            let error =
                Diagnostic::new(code::TWICE, node.span, message, "started again here").label(*first, "first here");
            return cx.fail(error.help("raise it: `raise DRUG to DOSE`"));
        }
        Some(Move::Start { drug, dose })
    }

    /// Two steps that could only ever give what never goes together: nobody could take the second.
    fn together(&self, cx: &mut Lower<'_>, step: &Step, span: Span) -> Option<()> {
        let given = started(step);
        for (earlier, place) in self.steps.iter().flatten() {
            let before = started(earlier);
            let barred = |of: &[DrugId], with: &[DrugId]| {
                of.iter().find_map(|a| Some((*a, *with.iter().find(|b| drugs::never_together(cx, *a, **b))?)))
            };
            let pairs = || before.iter().flat_map(|before| given.iter().map(move |given| (before, given)));
            let found = pairs().next().and_then(|(before, given)| barred(before, given));
            let Some((a, b)) = found.filter(|_| pairs().all(|(before, given)| barred(before, given).is_some())) else {
                continue;
            };
            let (a, b) = (drugs::called(cx, a), drugs::called(cx, b));
            let message = format!("{a} and {b} never go together, says the formulary");
            let error = Diagnostic::new(code::CONTRADICTS, span, message, "added here");
            return cx.fail(error.label(*place, "given here").help("choose another drug for one of these steps"));
        }
        Some(())
    }

    /// `raise amlodipine to 10 mg`: started before, at a lower dose.
    fn raise(&self, cx: &mut Lower<'_>, node: &Node) -> Option<Move> {
        let (drug, dose) = drugs::at_dose(cx, node)?;
        match self.highest(drug) {
            None if self.unsure() => {}
            None => {
                let called = drugs::called(cx, drug);
                let message = format!("no earlier step of this path starts {called}");
                let label = "nothing to raise";
                let error = Diagnostic::new(code::STEPS, name(node.name()?).span, message, label);
                return cx.fail(error.help(format!("start it: `step N start {called} {dose} mg`")));
            }
            Some(before) if before >= dose => {
                let message = format!("{dose} mg is not above the {before} mg of an earlier step");
                let span = node.child(Rule::quantity)?.span;
                return cx.fail(Diagnostic::new(code::STEPS, span, message, "not a raise"));
            }
            Some(_) => {}
        }
        Some(Move::RaiseTo { drug, dose })
    }

    /// The highest dose that an earlier step of this path gives of a drug.
    fn highest(&self, drug: DrugId) -> Option<Number> {
        let moves = self.steps.iter().flatten().flat_map(|(step, _)| step.alternatives.iter().flatten());
        moves
            .filter_map(|m| match m {
                Move::Start { drug: of, dose } | Move::RaiseTo { drug: of, dose } if *of == drug => Some(*dose),
                _ => None,
            })
            .max()
    }

    /// `raise the step 1 drug one dose`: that step is an earlier one, and starts a drug that has a next dose.
    fn raise_of_step(&self, cx: &mut Lower<'_>, node: &Node) -> Option<Move> {
        let written = node.child(Rule::whole)?;
        let step = cx.whole(written)?;
        let place = usize::try_from(step).ok().and_then(|n| n.checked_sub(1));
        let Some(earlier) = place.and_then(|n| self.steps.get(n)) else {
            let message = format!("there is no earlier step {step}");
            let error = Diagnostic::new(code::STEPS, written.span, message, "not a step above this one");
            return cx.fail(error.help("name a step above it that starts a drug"));
        };
        let Some((of, span)) = earlier else {
            // That step is broken, which was reported.
            return Some(Move::RaiseStepDrug { step });
        };
        let starting = |moves: &Vec<Move>| {
            let started = moves.iter().filter_map(|m| match m {
                Move::Start { drug, dose } => Some((*drug, *dose)),
                _ => None,
            });
            started.collect::<Vec<(DrugId, Number)>>()
        };
        let started: Vec<(DrugId, Number)> = of.alternatives.iter().flat_map(starting).collect();
        if started.is_empty() {
            let message = format!("step {step} starts no drug");
            let error = Diagnostic::new(code::STEPS, written.span, message, "not a step that starts one");
            return cx.fail(error.label(*span, "it raises one").help("name the step that starts the drug"));
        }
        let raised = self.steps.iter().flatten().flat_map(|(step, _)| step.alternatives.iter().flatten());
        let raised = raised.filter(|m| matches!(m, Move::RaiseStepDrug { step: of } if *of == step)).count();
        let reachable = |(drug, dose): &(DrugId, Number)| {
            (0..=raised).try_fold(*dose, |dose, _| drugs::next_dose(cx, *drug, dose)).is_some()
        };
        if !started.iter().any(reachable) {
            let message = format!("the drug of step {step} has no dose left to raise to");
            let error = Diagnostic::new(code::NO_DOSE, node.span, message, "beyond the top dose for everybody");
            return cx.fail(error.label(*span, "started here").help("leave this step out"));
        }
        Some(Move::RaiseStepDrug { step })
    }
}

fn starts(a: &Move, drug: DrugId) -> bool {
    matches!(a, Move::Start { drug: of, .. } if *of == drug)
}

/// The drugs that each alternative of a step starts; none where one of them starts none.
fn started(step: &Step) -> Vec<Vec<DrugId>> {
    let of = |moves: &Vec<Move>| -> Vec<DrugId> {
        let start = |m: &Move| if let Move::Start { drug, .. } = m { Some(*drug) } else { None };
        moves.iter().filter_map(start).collect()
    };
    step.alternatives.iter().map(of).filter(|drugs| !drugs.is_empty()).collect()
}

/// The drugs that an alternative names, in order of the formulary.
fn drugs_of(moves: &[Move]) -> Vec<DrugId> {
    let mut drugs: Vec<DrugId> = moves.iter().filter_map(drug_of).collect();
    drugs.sort();
    drugs
}

fn drug_of(a: &Move) -> Option<DrugId> {
    match a {
        Move::Start { drug, .. } | Move::RaiseTo { drug, .. } => Some(*drug),
        Move::RaiseStepDrug { .. } => None,
    }
}
