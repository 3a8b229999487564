//! What a ladder's answer wants to exist. An anchor is the answer, the path, the step and the last change, so that a
//! review is one for as long as nothing changes.

use alloc::{string::String, vec::Vec};

use super::answer::{Answer, Held, Look};
use crate::construct::{Then, Wanted};
use crate::value::text::text;
use crate::value::{Duration, TimeUnit};

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
        let mut wanted = Vec::new();
        let mut want = |then: &Then, again: Option<Duration>, rule: String, anchor: String, note: Option<String>| {
            let then = Then { again_after: then.again_after.or(again), ..then.clone() };
            wanted.push(Wanted { note, ..Wanted::new(then, rule, anchor) });
        };
        match answer {
            Answer::Hold => {
                for hold in held {
                    if let Some(then) = hold.then {
                        want(then, Some(AGAIN), hold.rule.clone(), text!["hold:", hold.rule, ":", last], None);
                    }
                }
            }
            Answer::Step { path: at, proposal } => {
                if let Some(then) = &self.ladder.step {
                    let anchor = text!["step:", path(at), ":", proposal.step, ":", last];
                    // "After each change or review": once reviewed and not acted on, it is proposed again after the wait.
                    let again = self.ladder.wait.unwrap_or(AGAIN);
                    want(then, Some(again), text![name, "/step"], anchor, Some(proposal.words()));
                }
            }
            Answer::Blocked { rules, path: at, step, missing } => {
                for n in rules {
                    if let Some(then) = self.ladder.require.get(*n).and_then(|require| require.then.as_ref()) {
                        let (rule, anchor) =
                            (text![name, "/require_", n + 1], text!["blocked:", path(at), ":", step, ":", last]);
                        want(then, Some(AGAIN), rule, anchor, Some(missing.join(", ")));
                    }
                }
            }
            Answer::Exhausted { path: at } => {
                if let Some(then) = &self.ladder.exhausted {
                    want(then, None, text![name, "/exhausted"], text!["exhausted:", path(at), ":", last], None);
                }
            }
            Answer::Stay | Answer::Wait(_) | Answer::WaitForReadings | Answer::DoesNotApply | Answer::Unplaced(_) => {}
        }
        wanted
    }
}
