//! Until when an answer holds: the first instant, of those at which something that was read would read otherwise, at
//! which the answer really is another. Exact because it is tried; never late because nothing that reads the time keeps quiet.

use super::answer::{Answer, Patient};
use crate::evaluation::ValidUntil;
use crate::expression::{Cause, Horizon};
use crate::value::Instant;

impl Patient<'_> {
    /// Looks ahead from `as_of`; feeds are taken to stay as they are. When the steps allowed are used up, the last
    /// candidate stands: it may be early, never late.
    pub fn valid_until(&self, answer: &Answer, horizon: Horizon, as_of: Instant) -> Option<ValidUntil> {
        let mut horizon = horizon;
        for step in 0..=self.ruleset.limits.horizon_steps {
            let (at, causes) = horizon.earliest()?;
            let (next, further) = self.answer(at, as_of);
            let changed = next.differs(answer, self.names());
            if changed.is_some() || step == self.ruleset.limits.horizon_steps {
                return because(changed, causes).map(|because| ValidUntil { at, because });
            }
            horizon = further;
        }
        None
    }
}

/// The cause noted for the rule that changes; else the first noted, under the name of the rule that changes.
fn because(changed: Option<&str>, causes: &[Cause]) -> Option<Cause> {
    let own = changed.and_then(|rule| causes.iter().find(|c| c.rule == rule));
    let mut cause = own.or_else(|| causes.first())?.clone();
    if let Some(rule) = changed {
        cause.rule = rule.into();
    }
    Some(cause)
}
