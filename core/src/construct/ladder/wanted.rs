//! What a ladder's answer wants to exist. An anchor is the answer, the path, the step and the last change, so that a
//! review is one for as long as nothing changes.

use alloc::{format, vec::Vec};

use super::answer::{Answer, Held, Look};
use crate::construct::{Then, Wanted};
use crate::value::{Duration, Listed, TimeUnit};

/// A review that is done is looked at again after this long, where its rule does not say.
const AGAIN: Duration = Duration { count: 30, unit: TimeUnit::Days };

impl<'l> Look<'l, '_, '_> {
    /// The id of the medication line that changed last, part of every anchor.
    fn last_change(&self) -> &str {
        self.regimen.as_ref().and_then(|r| r.changes.last()).map_or("none", |c| &c.line)
    }

    /// What a settled answer wants to exist.
    pub(super) fn wanted(&self, answer: &Answer, held: &[Held<'l>]) -> Vec<Wanted> {
        let (name, last) = (&self.ladder.name, self.last_change());
        let path = |at: &usize| self.ladder.paths.get(*at).map_or("", |p| p.name.as_str());
        let again = |then: &Then, by: Duration| Then { again_after: then.again_after.or(Some(by)), ..then.clone() };
        match answer {
            Answer::Hold => {
                let thens = held.iter().filter_map(|h| h.then.map(|then| (h, then)));
                let of = |(h, then): (&Held<'l>, &Then)| {
                    Wanted::new(again(then, AGAIN), h.rule.clone(), format!("hold:{}:{last}", h.rule))
                };
                thens.map(of).listed()
            }
            Answer::Step { path: at, proposal } => {
                let anchor = format!("step:{}:{}:{last}", path(at), proposal.step);
                let then = self.ladder.step.iter();
                // "After each change or review": once reviewed and not acted on, it is proposed again after the wait.
                let of = |then: &Then| Wanted {
                    note: Some(proposal.words()),
                    ..Wanted::new(
                        again(then, self.ladder.wait.unwrap_or(AGAIN)),
                        format!("{name}/step"),
                        anchor.clone(),
                    )
                };
                then.map(of).listed()
            }
            Answer::Blocked { rules, path: at, step, missing } => {
                let required = |n: &usize| self.ladder.require.get(*n).and_then(|r| r.then.as_ref()).map(|t| (*n, t));
                let of = |(n, then): (usize, &Then)| Wanted {
                    note: Some(missing.join(", ")),
                    ..Wanted::new(
                        again(then, AGAIN),
                        format!("{name}/require_{}", n + 1),
                        format!("blocked:{}:{step}:{last}", path(at)),
                    )
                };
                rules.iter().filter_map(required).map(of).listed()
            }
            Answer::Exhausted { path: at } => {
                let anchor = format!("exhausted:{}:{last}", path(at));
                let of = |then: &Then| Wanted::new(then.clone(), format!("{name}/exhausted"), anchor.clone());
                self.ladder.exhausted.iter().map(of).listed()
            }
            Answer::Stay | Answer::Wait(_) | Answer::WaitForReadings | Answer::Unplaced(_) => Vec::new(),
        }
    }
}
