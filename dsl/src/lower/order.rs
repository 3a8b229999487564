//! The order of evaluation: each decision after those it uses. Until it is known, a decision's number is its place in
//! the text.

use stepcare_core::construct::Decision;
use stepcare_core::expression::Node as Step;
use stepcare_core::value::id::DecisionId;

use super::Lower;
use crate::diagnostic::{Diagnostic, code};

/// A decision's number while the order is not known.
pub(crate) fn provisional(at: usize) -> DecisionId {
    DecisionId(u32::try_from(at).unwrap_or(u32::MAX))
}

impl Lower<'_> {
    /// Puts the decisions, given in the order of the text, into the order of evaluation. A circle is an error.
    pub(crate) fn in_order(&mut self, decisions: Vec<Decision>) {
        let uses: Vec<Vec<usize>> = decisions
            .iter()
            .map(|d| d.uses(&self.out.program, &decisions).into_iter().map(DecisionId::index).collect())
            .collect();
        let mut order: Vec<usize> = Vec::new();
        let mut placed = vec![false; decisions.len()];
        let mut waiting: Vec<usize> = (0..decisions.len()).collect();
        while !waiting.is_empty() {
            // The first in the text that waits for nobody, so that the order stays the text's where it can.
            let there = |used: &usize| placed.get(*used).is_some_and(|placed| *placed);
            let ready = |at: &usize| uses.get(*at).is_none_or(|uses| uses.iter().all(there));
            match waiting.iter().position(ready) {
                Some(at) => {
                    let next = waiting.remove(at);
                    order.push(next);
                    if let Some(placed) = placed.get_mut(next) {
                        *placed = true;
                    }
                }
                None => return self.circle(&waiting, &uses),
            }
        }
        let mut places = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(place) = places.get_mut(*old) {
                *place = new;
            }
        }
        let place = |old: usize| places.get(old).copied().unwrap_or(old);
        let moved = |id: DecisionId| provisional(place(id.index()));
        for node in &mut self.out.program.nodes {
            if let Step::OutcomeIs { decision, .. } | Step::OutcomeField { decision, .. } = node {
                *decision = moved(*decision);
            }
        }
        self.out.declared = (0..decisions.len()).map(|old| provisional(place(old)).0).collect();
        let mut slots: Vec<Option<Decision>> = decisions.into_iter().map(Some).collect();
        for old in &order {
            let Some(mut decision) = slots.get_mut(*old).and_then(Option::take) else { continue };
            match &mut decision {
                Decision::Goal(goal) => goal.average = moved(goal.average),
                Decision::Ladder(ladder) => ladder.goal = moved(ladder.goal),
                _ => {}
            }
            self.out.decisions.push(decision);
        }
    }

    /// Reports a circle among decisions of which each waits for another.
    fn circle(&mut self, waiting: &[usize], uses: &[Vec<usize>]) {
        let next = |at: usize| uses.get(at).and_then(|u| u.iter().copied().find(|u| waiting.contains(u)));
        let mut path: Vec<usize> = Vec::new();
        let mut at = waiting.first().copied();
        while let Some(here) = at {
            if path.contains(&here) {
                path.push(here);
                break;
            }
            path.push(here);
            at = next(here);
        }
        let closes = path.last().copied();
        let circle: Vec<usize> = path.into_iter().skip_while(|p| Some(*p) != closes).collect();
        let decls: Vec<_> = circle.iter().filter_map(|at| self.scope.decisions.get(*at)).collect();
        let words: Vec<&str> = decls.iter().map(|d| d.name.as_str()).collect();
        let Some(first) = decls.first() else { return };
        let message = format!("these decisions use each other: {}", words.join(" → "));
        let mut error = Diagnostic::new(code::CYCLE, first.span, message, "the circle starts and ends here");
        for decl in decls.iter().skip(1).take(decls.len().saturating_sub(2)) {
            error = error.label(decl.span, "part of the circle");
        }
        self.errors.push(error.help("let one of them read facts or series directly"));
    }
}
