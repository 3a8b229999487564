//! A fact now: the value of its latest instant, while it is valid; what is assumed otherwise.

use stepcare_core::record::{FactDecl, FactEntry, FactKind};
use stepcare_core::value::id::FactId;
use stepcare_core::value::{Constant, Value};

use super::read::Held;
use super::{NotYet, Second, Worked};

impl Second<'_> {
    /// The entries of a fact, in no order.
    #[must_use]
    pub fn entries(&self, decl: &FactDecl) -> Vec<&FactEntry> {
        let found = self.record.facts.iter().find(|(name, _)| **name == decl.name);
        found.map(|(_, entries)| entries.iter().collect()).unwrap_or_default()
    }

    /// Its value at as-of.
    ///
    /// # Errors
    /// Lists of medications, intolerances and consents are not worked out here.
    pub fn fact(&self, fact: FactId) -> Worked<Option<Value>> {
        Ok(self.fact_said(fact)?.0)
    }

    /// Its value, and whether the record says so itself.
    ///
    /// # Errors
    /// As [`Second::fact`].
    pub fn fact_said(&self, fact: FactId) -> Worked<(Option<Value>, bool)> {
        let Some(decl) = self.rules.facts.get(fact.index()) else { return Ok((None, false)) };
        if matches!(decl.kind, FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_)) {
            return Err(NotYet("a list of medications, intolerances or consents"));
        }
        let assumed = (decl.assume.as_ref().map(|given| assumption(given, &decl.kind)), false);
        let entries = self.entries(decl);
        let latest = entries.iter().map(|entry| entry.at).max();
        let Some(latest) = latest else { return Ok(assumed) };
        let mut values: Vec<Held> = Vec::new();
        for entry in entries.iter().filter(|entry| entry.at == latest) {
            let held = self.held(&decl.kind, &entry.value, entry.unit.as_deref());
            let held = if entry.refused { Held::Refused } else { held };
            if !values.contains(&held) {
                values.push(held);
            }
        }
        // In conflict, refused, out of range: unknown, and no assumption covers it.
        let [one] = values.as_slice() else { return Ok((None, false)) };
        let value = match one {
            Held::Absent => return Ok(assumed),
            Held::Known(value) => value.clone(),
            Held::OutOfRange(_) | Held::Refused => return Ok((None, false)),
        };
        let Some(valid) = decl.valid else { return Ok((Some(value), true)) };
        let Some(at) = latest else { return Ok(assumed) };
        let still = match valid.ms() {
            Some(ms) => at.checked_add_ms(ms).is_none_or(|end| self.as_of <= end),
            None => valid.add_to_date(self.day(at), false).is_none_or(|last| self.today() <= last),
        };
        Ok(if still { (Some(value), true) } else { assumed })
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
