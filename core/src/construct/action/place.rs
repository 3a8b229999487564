//! Which action a wanted one is: its key, after what was done, called off or failed before it.

use alloc::string::String;

use super::Wanted;
use super::due::after;
use super::events::{Standing, standing};
use crate::expression::Machine;
use crate::value::Instant;
use crate::value::key::{KeySecret, action_key, key_guid, key_text};

/// What keys are made with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys<'k> {
    /// The caller's secret.
    pub secret: &'k KeySecret,
    /// The ruleset's name.
    pub ruleset: &'k str,
}

/// A wanted action under its key.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    /// The key.
    pub key: String,
    /// The same bits as a GUID.
    pub guid: String,
    /// Which time around.
    pub occurrence: u32,
    /// Which try: a channel that failed gives way to the next.
    pub attempt: u32,
    /// Fresh or open.
    pub standing: Standing<'a>,
    /// From when its due date counts.
    pub since: Option<Instant>,
}

impl Keys<'_> {
    /// Key and GUID of one occurrence and attempt.
    pub(super) fn of(
        self,
        machine: &Machine<'_>,
        rule: &str,
        wanted: &Wanted,
        occurrence: u32,
        attempt: u32,
    ) -> (String, String) {
        let parts: [&[u8]; 6] = [
            self.ruleset.as_bytes(),
            rule.as_bytes(),
            machine.chart.patient.as_bytes(),
            wanted.anchor.as_bytes(),
            &occurrence.to_be_bytes(),
            &attempt.to_be_bytes(),
        ];
        let key = action_key(self.secret, &parts);
        (key_text(key), key_guid(key))
    }

    /// The action that is fresh or open; `None` where it has ended and is not to be made again, or not yet.
    pub(super) fn place<'a>(self, machine: &mut Machine<'a>, rule: &str, wanted: &Wanted) -> Option<Placed<'a>> {
        let (mut occurrence, mut attempt, mut since) = (wanted.occurrence, 0_u32, wanted.since);
        // Each round is over an event of another key, so there are no more rounds than events.
        loop {
            let (key, guid) = self.of(machine, rule, wanted, occurrence, attempt);
            let ended = match standing(machine, &key) {
                Standing::Failed => {
                    attempt = attempt.checked_add(1)?;
                    continue;
                }
                Standing::Done(at) => (at, wanted.then.again_after),
                Standing::Cancelled(at) => (at, wanted.then.again_after.filter(|_| wanted.recurs)),
                standing => return Some(Placed { key, guid, occurrence, attempt, standing, since }),
            };
            since = Some(anew(machine, wanted, ended)?);
            occurrence = occurrence.checked_add(1)?;
            attempt = 0;
        }
    }
}

/// From when an action that ended is wanted anew: its first cause after the end, or the time after which it is looked at again.
fn anew(
    machine: &mut Machine<'_>,
    wanted: &Wanted,
    (ended, again): (Instant, Option<crate::value::Duration>),
) -> Option<Instant> {
    if let Some(cause) = wanted.causes.iter().find(|cause| **cause > ended) {
        return Some(*cause);
    }
    let until = after(&machine.chart.timeline, ended, again?)?;
    if machine.as_of < until {
        machine.note(until, "it is looked at again", None);
        return None;
    }
    Some(until)
}
