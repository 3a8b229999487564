//! What a decision reads: its conditions on the patient, its conditions on rows, and the decisions before it. One place
//! for everyone who walks a ruleset: the check of a bundle, the order of evaluation, and the search for what to ask.

use alloc::{vec, vec::Vec};

use super::Decision;
use super::average::{After, Anchor, Take};
use crate::expression::{Node, Program};
use crate::value::Listed;
use crate::value::SortedSet;
use crate::value::id::{DecisionId, ExprId, FactId};

impl Decision {
    /// Conditions and values worked out once for the patient.
    #[must_use]
    pub fn conditions(&self) -> Vec<ExprId> {
        let mut found = Vec::new();
        match self {
            Decision::Screening(d) => d.lines.iter().for_each(|line| found.push(line.when)),
            Decision::Average(d) => {
                if let Some(After { of: Anchor::Expr(anchor), .. }) = d.after {
                    found.push(anchor);
                }
            }
            Decision::Alert(d) => found.extend(d.confirm.as_ref().and_then(|confirm| confirm.unless)),
            Decision::Goal(d) => {
                d.lines.iter().for_each(|line| found.extend(line.when));
                for limit in d.lines.iter().flat_map(|line| &line.limits) {
                    found.extend(limit.reads());
                }
            }
            Decision::Contraindication(d) => found.push(d.when),
            Decision::When(d) => found.push(d.when),
            Decision::Score(d) => d.lines.iter().for_each(|line| found.push(line.when)),
            Decision::Measure(d) => {
                d.lines.iter().for_each(|line| found.push(line.when));
                d.rows.iter().for_each(|(_, count)| found.push(*count));
                found.extend(d.value.map(|(of, _)| of));
                found.extend_from_slice(&d.split);
            }
            Decision::Check(_) => {}
            Decision::Table(d) => d.rows.iter().for_each(|row| found.extend(row.when)),
            Decision::Ladder(d) => {
                found.extend(d.when);
                d.paths.iter().for_each(|path| found.extend(path.when));
                d.holds.iter().for_each(|hold| found.push(hold.when));
            }
        }
        found
    }

    /// Conditions worked out for each row.
    #[must_use]
    pub fn row_conditions(&self) -> Vec<ExprId> {
        let mut found = Vec::new();
        match self {
            Decision::Average(d) => {
                found.extend_from_slice(&d.only);
                found.extend(d.rows);
                if let Some(Take::NewestUntil { each, .. }) = &d.take {
                    each.iter().for_each(|line| found.push(line.when));
                }
                d.reject.iter().for_each(|reject| found.push(reject.when));
            }
            Decision::Alert(d) => d.lines.iter().for_each(|line| found.push(line.when)),
            _ => {}
        }
        found
    }

    /// Facts it reads beside its expressions.
    #[must_use]
    pub fn facts(&self) -> Vec<FactId> {
        match self {
            Decision::Check(d) => d.facts.clone(),
            Decision::Ladder(d) => {
                let mut found = Vec::new();
                d.require.iter().for_each(|require| found.extend_from_slice(&require.facts));
                found
            }
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
                let mut used = vec![d.goal];
                for (other, id) in all.iter().zip(0_u32..) {
                    if let Decision::Contraindication(_) = other {
                        used.push(DecisionId(id));
                    }
                }
                used
            }
            _ => Vec::new(),
        };
        let mut conditions = self.conditions();
        conditions.append(&mut self.row_conditions());
        for node in reachable(program, conditions) {
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
pub fn reachable(program: &Program, mut open: Vec<ExprId>) -> Vec<ExprId> {
    let mut seen = SortedSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(program.node(id).map(Node::operands).unwrap_or_default());
        }
    }
    seen.into_iter().listed()
}
