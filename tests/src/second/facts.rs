//! A fact now: the value of its latest instant, while it is valid; what is assumed otherwise, and why.

use stepcare_core::expression::Why;
use stepcare_core::record::{FactDecl, FactEntry, FactKind, Item};
use stepcare_core::value::id::FactId;
use stepcare_core::value::{Constant, Instant, Value};

use super::read::Held;
use super::rows::FUTURE;
use super::{NotYet, Second, Worked};

/// What a fact comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// The record says so, of this instant.
    Known(Value, Option<Instant>),
    /// The ruleset says what to take, since it is unknown for this reason.
    Assumed(Value, Why),
    /// Unknown, and since when.
    Unknown(Why, Option<Instant>),
}

impl Second<'_> {
    /// The entries of a fact, in no order.
    #[must_use]
    pub fn entries(&self, decl: &FactDecl) -> Vec<&FactEntry> {
        let found = self.record.facts.iter().find(|(name, _)| **name == decl.name);
        found.map(|(_, entries)| entries.iter().collect()).unwrap_or_default()
    }

    /// Whether something of this instant is more than ten minutes ahead.
    #[must_use]
    pub fn is_ahead(&self, at: Option<Instant>) -> bool {
        at.is_some_and(|at| self.as_of.checked_add_ms(FUTURE).is_some_and(|limit| at > limit))
    }

    /// Its value at as-of.
    ///
    /// # Errors
    /// Lists of medications, intolerances and consents are not worked out here.
    pub fn fact(&self, fact: FactId) -> Worked<Option<Value>> {
        Ok(match self.state(fact)? {
            State::Known(value, _) | State::Assumed(value, _) => Some(value),
            State::Unknown(..) => None,
        })
    }

    /// What it comes to.
    ///
    /// # Errors
    /// As [`Second::fact`].
    pub fn state(&self, fact: FactId) -> Worked<State> {
        let Some(decl) = self.rules.facts.get(fact.index()) else { return Ok(State::Unknown(Why::Absent, None)) };
        if matches!(decl.kind, FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_)) {
            return Err(NotYet("a list of medications, intolerances or consents"));
        }
        let without = |why, since| match &decl.assume {
            Some(given) if matches!(why, Why::Absent | Why::Undated | Why::Stale) => {
                State::Assumed(assumption(given, &decl.kind), why)
            }
            _ => State::Unknown(why, since),
        };
        let mut sound: Vec<(Option<Instant>, Value)> = Vec::new();
        let mut refused: Vec<Option<Instant>> = Vec::new();
        for entry in self.entries(decl).into_iter().filter(|entry| !self.is_ahead(entry.at)) {
            match self.entry(decl, entry) {
                Held::Known(value) => sound.push((entry.at, value)),
                Held::Absent => {}
                Held::OutOfRange(_) | Held::Refused => refused.push(entry.at),
            }
        }
        let Some(latest) = sound.iter().map(|(at, _)| *at).max() else {
            return Ok(without(if refused.is_empty() { Why::Absent } else { Why::Refused }, None));
        };
        // Without a time a refused value may be the latest.
        if refused.iter().any(|at| at.is_none() || *at >= latest) {
            return Ok(without(Why::Refused, None));
        }
        let mut now = sound.iter().filter(|(at, _)| *at == latest).map(|(_, value)| value);
        let Some(value) = now.next() else { return Ok(without(Why::Absent, None)) };
        if now.any(|other| !same(other, value)) {
            return Ok(without(Why::Conflict, latest));
        }
        let Some(valid) = decl.valid else { return Ok(State::Known(value.clone(), latest)) };
        let Some(at) = latest else { return Ok(without(Why::Undated, None)) };
        // Hours are exact, and their last instant counts; days through the end of the local day.
        let stale = match valid.ms() {
            Some(ms) => at.checked_add_ms(ms).and_then(|last| last.checked_add_ms(1)),
            None => valid.add_to_date(self.day(at), false).map(|last| self.end_of_day(last)),
        };
        match stale {
            Some(stale) if stale <= self.as_of => Ok(without(Why::Stale, Some(stale))),
            _ => Ok(State::Known(value.clone(), latest)),
        }
    }

    /// One entry as it is read.
    pub(super) fn entry(&self, decl: &FactDecl, entry: &FactEntry) -> Held {
        let lists = matches!(decl.kind, FactKind::AnyOf(_) | FactKind::Codes);
        match &entry.value {
            _ if entry.refused => Held::Refused,
            Item::List(items) if items.is_empty() && !lists => Held::Absent,
            // What stood beside its value has been read; another object is no value.
            Item::Object(_) if !lists => Held::Refused,
            value => self.held(&decl.kind, value, entry.unit.as_deref()),
        }
    }
}

/// `none` is the empty list of the fact's kind.
#[must_use]
pub fn assumption(given: &Constant, kind: &FactKind) -> Value {
    match (given, kind) {
        (Constant::None, FactKind::AnyOf(_)) => Value::Symbols(Vec::new()),
        _ => given.value(),
    }
}

/// Lists are the same when they hold the same.
#[must_use]
pub fn same(a: &Value, b: &Value) -> bool {
    fn members<T: PartialEq>(a: &[T], b: &[T]) -> bool {
        a.iter().all(|x| b.contains(x)) && b.iter().all(|x| a.contains(x))
    }
    match (a, b) {
        (Value::Symbols(a), Value::Symbols(b)) => members(a, b),
        (Value::Codes(a), Value::Codes(b)) => members(a, b),
        _ => a == b,
    }
}
