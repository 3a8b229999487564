//! A fact: a value, an entry of one, or a history of either.

use stepcare_core::record::{FactDecl, FactKind, Item};

use super::Schema;
use super::json::{any_of, object, reference, set};

impl Schema<'_> {
    /// Every fact by name.
    pub fn facts(&mut self) -> Item {
        let facts = &self.ruleset.facts;
        Item::Object(facts.iter().map(|fact| (fact.name.clone(), self.fact(fact))).collect())
    }

    fn fact(&mut self, fact: &FactDecl) -> Item {
        let name = match self.shared(&fact.kind) {
            Some(shared) => shared.to_string(),
            None => format!("facts.{}", fact.name),
        };
        let value = self.value(&fact.kind, &name);
        let known = self.define(&format!("{name}.fact"), |schema| schema.forms(&fact.kind, &name, value));
        let mut property =
            object([("title", fact.name.replace('_', " ").into()), ("description", self.fact_words(fact).into())]);
        set(&mut property, &["$ref"], known.get("$ref").cloned().unwrap_or(Item::Null));
        if fact.required {
            let valueless = if is_list(&fact.kind) { "valueless_list" } else { "valueless" };
            set(&mut property, &["not"], reference(valueless));
        }
        property
    }

    /// The forms that a fact of a kind may have.
    fn forms(&mut self, kind: &FactKind, name: &str, value: Item) -> Item {
        let absent = reference(if is_list(kind) { "absent_list" } else { "absent" });
        let entry = self.define(&format!("{name}.entry"), |schema| schema.entry(kind, &value, &absent));
        let each = any_of([value.clone(), entry.clone(), absent.clone()]);
        let mut history = object([]);
        // No number is a text or an object: any list of them is a history.
        if !matches!(kind, FactKind::Number { .. }) {
            set(&mut history, &["$ref"], "#/$defs/history".into());
        }
        set(&mut history, &["type"], "array".into());
        set(&mut history, &["items"], each);
        any_of([value, entry, absent, history])
    }

    /// A value with its unit, time, source and identity.
    fn entry(&mut self, kind: &FactKind, value: &Item, absent: &Item) -> Item {
        let mut entry = self.general("entry");
        set(&mut entry, &["properties", "value"], any_of([value.clone(), absent.clone()]));
        match kind {
            FactKind::Number { unit, low, high } => {
                // Its range holds in the declared unit alone.
                let number = any_of([object([("type", "number".into())]), absent.clone()]);
                set(&mut entry, &["properties", "value"], number);
                self.number_with_unit(&mut entry, *unit, *low, *high);
            }
            // Of these the unit is not read.
            FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_) => {}
            _ => set(&mut entry, &["properties", "unit"], reference("no_unit")),
        }
        entry
    }
}

/// Kinds of which a list is one value, and the empty list says "none".
fn is_list(kind: &FactKind) -> bool {
    matches!(
        kind,
        FactKind::AnyOf(_) | FactKind::Codes | FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_)
    )
}
