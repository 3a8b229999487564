//! When could the answer change if nothing new arrives? Whatever reads the time says so here, and never later than the truth.

use alloc::{string::String, vec::Vec};

use crate::value::Instant;

/// Why the answer may change at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The rule that would change.
    pub rule: String,
    /// What happens then, for a person: "a reading leaves the window", "potassium goes stale".
    pub what: String,
    /// The row it concerns.
    pub row: Option<String>,
}

/// The earliest instant after as-of at which something that was read would read otherwise, with every reason noted for it.
#[derive(Debug, Clone, Default)]
pub struct Horizon(Option<(Instant, Vec<Cause>)>);

impl Horizon {
    /// Notes that what was read could read otherwise at `at`. Instants not after `now` are ignored.
    pub fn note(&mut self, now: Instant, at: Instant, cause: impl FnOnce() -> Cause) {
        if at <= now {
            return;
        }
        match &mut self.0 {
            Some((known, _)) if *known < at => {}
            Some((known, causes)) if *known == at => causes.push(cause()),
            _ => self.0 = Some((at, alloc::vec![cause()])),
        }
    }

    /// The earliest instant noted, and its causes in the order noted.
    #[must_use]
    pub fn earliest(&self) -> Option<(Instant, &[Cause])> {
        self.0.as_ref().map(|(at, causes)| (*at, causes.as_slice()))
    }
}
