//! What a decision reads: its conditions on the patient, its conditions on rows, and the decisions before it. One place
//! for everyone who walks a ruleset: the check of a bundle, the order of evaluation, and the search for what to ask.

use alloc::{vec, vec::Vec};

use super::Decision;
use super::goal::Bound;
use crate::expression::{Node, Program};
use crate::value::Listed;
use crate::value::SortedSet;
use crate::value::id::{DecisionId, ExprId, FactId};

impl Decision {
    /// Conditions and values worked out once for the patient.
    #[must_use]
    pub fn conditions(&self) -> Vec<ExprId> {
        match self {
            Decision::Screening(d) => d.lines.iter().map(|l| l.when).listed(),
            Decision::Average(d) => match &d.after {
                Some(super::average::After { of: super::average::Anchor::Expr(e), .. }) => vec![*e],
                _ => Vec::new(),
            },
            Decision::Alert(d) => d.confirm.iter().filter_map(|c| c.unless).listed(),
            Decision::Goal(d) => {
                let limits = d.lines.iter().flat_map(|l| &l.limits).flat_map(|l| match l.bound {
                    Bound::Below(e) | Bound::AtMost(e) => vec![e],
                    Bound::Within(low, high) => vec![low, high],
                });
                d.lines.iter().filter_map(|l| l.when).chain(limits).listed()
            }
            Decision::Contraindication(d) => vec![d.when],
            Decision::Check(_) => Vec::new(),
            Decision::Ladder(d) => d.paths.iter().filter_map(|p| p.when).chain(d.holds.iter().map(|h| h.when)).listed(),
        }
    }

    /// Conditions worked out for each row.
    #[must_use]
    pub fn row_conditions(&self) -> Vec<ExprId> {
        match self {
            Decision::Average(d) => d.only.iter().copied().chain(d.reject.iter().map(|r| r.when)).listed(),
            Decision::Alert(d) => d.lines.iter().map(|l| l.when).listed(),
            _ => Vec::new(),
        }
    }

    /// Facts it reads beside its expressions.
    #[must_use]
    pub fn facts(&self) -> Vec<FactId> {
        match self {
            Decision::Check(d) => d.facts.clone(),
            Decision::Ladder(d) => d.require.iter().flat_map(|r| r.facts.iter().copied()).listed(),
            _ => Vec::new(),
        }
    }

    /// The decisions it uses: those its expressions name, a goal's average, a ladder's goal and every contraindication
    /// (a ladder reads them all). `all` are the ruleset's decisions.
    #[must_use]
    pub fn uses(&self, program: &Program, all: &[Decision]) -> Vec<DecisionId> {
        let mut used = match self {
            Decision::Goal(d) => vec![d.average],
            Decision::Ladder(d) => {
                let barred = all.iter().enumerate().filter(|(_, d)| matches!(d, Decision::Contraindication(_)));
                let barred = barred.filter_map(|(at, _)| u32::try_from(at).ok().map(DecisionId));
                core::iter::once(d.goal).chain(barred).listed()
            }
            _ => Vec::new(),
        };
        for node in reachable(program, self.conditions().into_iter().chain(self.row_conditions())) {
            if let Some(Node::OutcomeIs { decision, .. } | Node::OutcomeField { decision, .. }) = program.node(node) {
                used.push(*decision);
            }
        }
        crate::value::sorted::sort(&mut used);
        used.dedup();
        used
    }
}

/// Every node under some expressions, each once, themselves included.
pub fn reachable(program: &Program, from: impl IntoIterator<Item = ExprId>) -> Vec<ExprId> {
    let mut seen = SortedSet::new();
    let mut open: Vec<ExprId> = from.into_iter().listed();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(program.node(id).map(Node::operands).unwrap_or_default());
        }
    }
    seen.into_iter().listed()
}
