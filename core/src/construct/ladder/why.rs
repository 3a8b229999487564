//! Why a ladder answers as it does: the goal, the wait, the path, what is missing.

use alloc::{string::String, vec, vec::Vec};

use super::answer::{Answer, Held, Look};
use super::{LadderValue, Proposal};
use crate::construct::action::after;
use crate::construct::met::{against_now, side};
use crate::expression::{Comparison, Outcome, Reason, Side, Status};
use crate::value::Listed;
use crate::value::Truth;
use crate::value::id::ExprId;
use crate::value::text::text;

impl<'l> Look<'l, '_, '_> {
    pub(super) fn goal_name(&self) -> String {
        self.machine.terms.decisions.get(self.ladder.goal.index()).cloned().unwrap_or_default()
    }

    /// What the answer says beside its status.
    pub(super) fn fill(&self, value: &mut LadderValue, answer: &Answer, held: &[Held<'l>]) {
        match answer {
            Answer::Hold => value.holds = held.iter().map(|h| h.rule.clone()).listed(),
            Answer::Wait(until) => {
                value.until = *until;
                value.wait_for = Some("time".into());
            }
            Answer::WaitForReadings => value.wait_for = Some("readings".into()),
            Answer::Blocked { missing, .. } => value.missing.clone_from(missing),
            Answer::Step { proposal, .. } => value.step = Some(proposal.clone()),
            Answer::Stay | Answer::Exhausted { .. } | Answer::DoesNotApply | Answer::Unplaced(_) => {}
        }
    }

    /// The reasons of a settled answer: the goal, the wait, the path, and the results that are missing.
    pub(super) fn why(&mut self, answer: &Answer) -> Vec<Reason> {
        let (at, rule) = match answer {
            Answer::Step { path, proposal: Proposal { step, .. } } | Answer::Blocked { path, step, .. } => {
                let path = self.ladder.paths.get(*path);
                let at = path.and_then(|p| p.steps.get((*step as usize).saturating_sub(1))).map(|s| s.at);
                (at, path.map(|p| text![self.ladder.name, "/", p.name, "/", step]))
            }
            Answer::Exhausted { path } => {
                let path = self.ladder.paths.get(*path);
                (path.map(|p| p.at), path.map(|p| text![self.ladder.name, "/", p.name]))
            }
            _ => (None, None),
        };
        let rule = rule.unwrap_or_else(|| self.ladder.name.clone());
        let cite = &self.ladder.cite;
        let mut reason = self.machine.reason(rule, at.unwrap_or(self.ladder.at), cite, None, &[], None, self.not_held);
        reason.comparisons.push(self.goal_reached(answer));
        reason.comparisons.extend(self.waited(answer));
        if let Answer::Blocked { missing, .. } = answer {
            for name in missing {
                let known = Comparison::new(side(name, None), "is known", side("", None), Truth::No);
                reason.comparisons.push(known);
            }
        }
        let mut reasons = vec![reason];
        if let Answer::Step { path, .. } | Answer::Blocked { path, .. } | Answer::Exhausted { path } = answer {
            reasons.extend(self.path_reason(*path));
        }
        reasons
    }

    /// The goal against what the answer takes it for: reached, or not.
    fn goal_reached(&self, answer: &Answer) -> Comparison {
        let goal = self.machine.outcome(self.ladder.goal);
        let status = goal.map_or(Status::Undetermined, Outcome::status);
        let asked = match (answer, status) {
            (Answer::Stay, Status::BelowRange) => Status::BelowRange,
            (Answer::Stay, _) => Status::AtGoal,
            _ => Status::AboveGoal,
        };
        Comparison {
            left: side(&self.goal_name(), Some(status.word().into())),
            op: "is".into(),
            right: side("", Some(asked.word().into())),
            holds: goal.map_or(Truth::Unknown, |goal| goal.is(&[asked])),
            margin: None,
        }
    }

    /// The wait: over, or until when.
    fn waited(&mut self, answer: &Answer) -> Option<Comparison> {
        let by = self.ladder.wait.filter(|_| *answer != Answer::Stay)?;
        let change = self.machine.last_dose_change().ok()??;
        let until = after(&self.machine.chart.timeline, change, by)?;
        let left = Side { at: Some(change), ..side(&text![by, " after last dose change"], Some(text![until])) };
        let turns = self.machine.chart.timeline.date(until);
        Some(against_now(left, ">", turns, self.machine.as_of < until))
    }

    fn path_reason(&mut self, at: usize) -> Option<Reason> {
        let path = self.ladder.paths.get(at)?;
        let when: Vec<ExprId> = path.when.into_iter().listed();
        let rule = text![self.ladder.name, "/", path.name];
        let before = u32::try_from(at).unwrap_or(u32::MAX);
        Some(self.machine.reason(rule, path.at, &self.ladder.cite, None, &when, None, before))
    }

    /// The conditions of paths that kept the answer open.
    pub(super) fn open_paths(&mut self, paths: &[Option<usize>]) {
        let unknown = if paths.len() > 1 { paths } else { &[] };
        for at in unknown.iter().flatten() {
            if self.ladder.paths.get(*at).is_some_and(|p| p.when.is_some()) {
                let reason = self.path_reason(*at);
                self.met.reasons.extend(reason);
            }
        }
    }
}
