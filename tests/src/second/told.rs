//! What a decision says, as text that both evaluators can be held to.

use std::collections::{BTreeMap, BTreeSet};

use stepcare_core::expression::Status;

use super::reasons::{Missing, status_of};
use super::{NotYet, Worked};

/// What a decision says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// The statuses that are possible, each with the rules that may give it.
    pub possible: BTreeMap<Status, Vec<String>>,
    /// More than one answer of one status is possible.
    pub open: bool,
    /// What keeps it open.
    pub missing: Missing,
    /// Everything else, by name.
    pub said: BTreeMap<&'static str, String>,
    /// What is not worked out.
    pub not_yet: Vec<NotYet>,
    /// What it wants done.
    pub wanted: Vec<super::actions::Wanted>,
}

impl Told {
    /// A status that is possible by a rule.
    pub fn may(&mut self, status: Status, rule: Option<String>) {
        self.possible.entry(status).or_default().extend(rule);
    }

    /// The statuses.
    pub fn statuses(&self) -> BTreeSet<Status> {
        self.possible.keys().copied().collect()
    }

    /// Something said.
    pub fn say(&mut self, name: &'static str, text: impl Into<String>) {
        self.said.insert(name, text.into());
    }

    /// Something said, where it is worked out.
    pub fn say_if(&mut self, name: &'static str, text: Worked<String>) {
        match text {
            Ok(text) => self.say(name, text),
            Err(why) => self.not_yet.push(why),
        }
    }

    /// With status and possible outcomes among what is said.
    pub fn finished(mut self) -> Told {
        let status = if self.open { Status::Undetermined } else { status_of(&self.statuses()) };
        self.say("status", status.word());
        if status == Status::Undetermined {
            let rules: Vec<String> = self.possible.iter().map(|(status, rules)| possible(*status, rules)).collect();
            self.say("possible", rules.join("; "));
        }
        self
    }
}

/// A possible outcome with its rules.
pub(super) fn possible(status: Status, rules: &[String]) -> String {
    let mut rules = rules.to_vec();
    rules.sort();
    format!("{} by {}", status.word(), rules.join(", "))
}

/// A reason.
pub(super) fn reason(rule: &str, passed_over: u32, comparisons: &[String]) -> String {
    format!("{rule} after {passed_over}: {}", comparisons.join(" & "))
}
