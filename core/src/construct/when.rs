//! `when C then A again after D`: something to do for as long as a condition holds. What was done, or called off, is not
//! asked for again before D has passed; then, if C still holds, it is made anew.
//!
//! While C is unknown what is open is kept and nothing is started. Once C is known not to hold, what is open is closed,
//! but for what a person has to do where C looks at a stretch of time or at another decision: a window that moves on
//! must not take a task out of somebody's hands.

use alloc::{string::String, vec, vec::Vec};

use super::action::Wish;
use super::met::Met;
use super::uses::reachable;
use super::{Act, Decided, Desk, Said, TaskKind, Then, Wanted};
use crate::expression::{Cite, Clause, Machine, Node, Status};
use crate::value::Truth;
use crate::value::id::{ExprId, SpanId};
use crate::value::text::text;

/// `when worsening then task nurse_call for nurse due in 1 day again after 7 days`.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// `when_nurse_call`, by what it does; a second of the same name is `…_2`.
    pub name: String,
    /// When.
    pub when: ExprId,
    /// What is done, and after how long again.
    pub then: Then,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

impl When {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let mut met = Met::default();
        let truth = met.truth(machine, self.when);
        met.reasons.push(machine.reason(self.name.clone(), self.at, &self.cite, None, &[self.when], None, 0));
        let possible = Met::either(truth, &self.name, Status::Holds, Status::DoesNotHold);
        let (outcome, report) = met.decided(machine, possible, truth == Truth::Unknown, None);
        Decided { outcome, said: Said::Report(report), wanted: vec![self.wanted(machine, desk, truth)] }
    }

    /// Several lines that ask the same of the same people ask for one thing, with one key: what was done for one of them
    /// was done for all.
    fn wanted(&self, machine: &Machine<'_>, desk: &Desk<'_>, truth: Truth) -> Wanted {
        let (rule, anchor) = match self.then.act {
            Act::Task { task, role } => {
                let task = desk.tasks.get(task.index()).map_or("", |task| &task.name);
                let role = role.and_then(|role| desk.roles.get(role.index())).map_or("", |role| role);
                (String::from("when"), text![task, ':', role])
            }
            Act::Message { .. } => (self.name.clone(), String::from("patient")),
        };
        let mut wanted = Wanted::new(self.then.clone(), rule, anchor);
        wanted.because = vec![self.name.clone()];
        wanted.recurs = true;
        wanted.undecided = truth == Truth::Unknown;
        wanted.wish = match truth {
            Truth::Yes => Wish::Exist,
            Truth::Unknown => Wish::Stay,
            Truth::No if self.is_for_a_person(desk) && self.reads_time(machine) => Wish::Stay,
            Truth::No => Wish::End,
        };
        wanted
    }

    fn is_for_a_person(&self, desk: &Desk<'_>) -> bool {
        let Act::Task { task, .. } = self.then.act else { return false };
        desk.tasks.get(task.index()).is_none_or(|task| task.kind == TaskKind::Task)
    }

    /// Whether it may cease to hold without anything having been learned.
    fn reads_time(&self, machine: &Machine<'_>) -> bool {
        let program = machine.terms.program;
        for node in reachable(program, vec![self.when]) {
            match program.node(node) {
                Some(Node::Today | Node::Now | Node::OutcomeIs { .. } | Node::OutcomeField { .. }) => return true,
                Some(Node::Series(series)) if series.clauses.iter().any(|c| matches!(c, Clause::InLast(_))) => {
                    return true;
                }
                _ => {}
            }
        }
        false
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
