//! The JSON Schema of the record that a ruleset reads. The general parts are those of `schemas/record.schema.json`, which
//! holds for every ruleset; what the ruleset declares takes the place of "any fact", "any series", "any column".

mod fact;
mod json;
mod kind;
mod lists;
mod series;
mod words;

use stepcare_core::record::{Item, Limits, read_item};
use stepcare_core::ruleset::{Compiled, Ruleset};

use json::{encoded, object, reference, set, take};

/// The schema of every record.
const GENERAL: &str = include_str!("../../../schemas/record.schema.json");

/// Definitions that only a ruleset's schema needs.
const PARTS: &str = include_str!("parts.json");

/// The JSON Schema (draft 2020-12) of exactly the record that a ruleset reads: its facts and series by name, with units,
/// ranges and enumerations. Keys stand in a fixed order: the same ruleset gives the same text.
///
/// A record that the engine reads without a problem validates, but for oddities that `docs/record.md` lists; one with a
/// name that the ruleset does not know, a value out of its range or off its list, or a unit of another kind does not.
/// Where the schema sees less than the engine (dates that no calendar has, the range of a value in another unit than the
/// declared one), the descriptions say so.
///
/// ```
/// # #[cfg(feature = "dsl")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = r#"
/// care edition 2026
/// ruleset joining version "1" effective 2026-01-01
/// source protocol "Programme protocol" choice
/// facts { weight : kg in 20 .. 400  from chart }
/// screening eligibility {
///   exclude too_heavy when weight > 200 kg  cite protocol
///   otherwise eligible
/// }
/// "#;
/// let files = std::collections::BTreeMap::from([("joining.care".to_string(), text.to_string())]);
/// let ruleset = stepcare::load_text("joining.care", &files, stepcare::LoadOptions::default())?;
/// let schema = stepcare::record_schema(&ruleset);
/// assert!(schema.contains(r#""title": "weight""#) && schema.contains(r#""maximum": 400"#));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "dsl"))]
/// # fn main() {}
/// ```
#[must_use]
pub fn record_schema(ruleset: &Ruleset) -> String {
    json::text(&Schema::new(ruleset.compiled()).document())
}

/// A schema in the making.
struct Schema<'r> {
    ruleset: &'r Compiled,
    /// The general schema, less its definitions.
    general: Item,
    /// Definitions by name: the general ones, then those made for the ruleset.
    definitions: Vec<(String, Item)>,
}

impl Schema<'_> {
    fn new(ruleset: &Compiled) -> Schema<'_> {
        let mut general = read(GENERAL);
        let mut definitions = Vec::new();
        for part in [take(&mut general, "$defs"), read(PARTS)] {
            if let Item::Object(members) = part {
                definitions.extend(members);
            }
        }
        Schema { ruleset, general, definitions }
    }

    fn document(mut self) -> Item {
        let Compiled { name, version, .. } = self.ruleset;
        let facts = self.facts();
        let series = self.every_series();
        let required: Vec<&str> =
            self.ruleset.facts.iter().filter(|fact| fact.required).map(|fact| fact.name.as_str()).collect();
        let mut whole = std::mem::replace(&mut self.general, Item::Null);
        set(&mut whole, &["$id"], format!("urn:stepcare:record:1:{}:{}", encoded(name), encoded(version)).into());
        set(&mut whole, &["title"], format!("Record of {name} {version}").into());
        set(&mut whole, &["description"], words::whole(self.ruleset).into());
        for (name, properties) in [("facts", facts), ("series", series)] {
            set(&mut whole, &["properties", name, "properties"], properties);
            set(&mut whole, &["properties", name, "additionalProperties"], false.into());
        }
        if !required.is_empty() {
            set(&mut whole, &["properties", "facts", "type"], "object".into());
            set(&mut whole, &["properties", "facts", "required"], json::texts(required));
            set(&mut whole, &["required"], json::texts(["format", "patient", "facts"]));
        }
        let definitions = self.used(&whole);
        set(&mut whole, &["$defs"], definitions);
        whole
    }

    /// Of the definitions those that are referred to, directly or by way of others.
    fn used(self, whole: &Item) -> Item {
        let mut wanted = Vec::new();
        json::references(whole, &mut wanted);
        let mut looked_at = 0;
        while let Some(name) = wanted.get(looked_at).cloned() {
            if let Some((_, item)) = self.definitions.iter().find(|(other, _)| refers(&name, other)) {
                let mut more = Vec::new();
                json::references(item, &mut more);
                more.retain(|name| !wanted.contains(name));
                wanted.extend(more);
            }
            looked_at += 1;
        }
        let used = |name: &str| wanted.iter().any(|wanted| refers(wanted, name));
        Item::Object(self.definitions.into_iter().filter(|(name, _)| used(name)).collect())
    }

    /// A reference to a definition, made now unless it was made before.
    fn define(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Item) -> Item {
        if self.definitions.iter().all(|(other, _)| other != name) {
            let item = make(self);
            self.definitions.push((name.into(), item));
        }
        reference(name)
    }

    /// A general definition, to build on.
    fn general(&self, name: &str) -> Item {
        let found = self.definitions.iter().find(|(other, _)| other == name);
        found.map_or_else(|| object([]), |(_, item)| item.clone())
    }
}

/// A text of this program, which a test reads: null, were it no JSON.
fn read(text: &str) -> Item {
    read_item(text.as_bytes(), &Limits::default()).map_or(Item::Null, |(item, _)| item)
}

/// Whether a reference is to the definition of this name.
fn refers(reference_text: &str, name: &str) -> bool {
    reference(name).get("$ref").and_then(Item::text) == Some(reference_text)
}

#[cfg(test)]
mod tests {
    use super::{GENERAL, PARTS, read};

    #[test]
    fn the_general_schema_holds_what_a_ruleset_s_is_built_on() {
        let general = read(GENERAL);
        for name in ["instant", "entry", "code", "medication", "intolerance", "consent", "series", "row"] {
            assert!(general.get("$defs").and_then(|all| all.get(name)).is_some(), "{name}");
        }
        for name in ["facts", "series"] {
            assert!(general.get("properties").and_then(|all| all.get(name)).is_some(), "{name}");
        }
        for name in ["absent", "valueless", "valueless_list", "history", "medication_rules", "consent_rules"] {
            assert!(read(PARTS).get(name).is_some(), "{name}");
        }
    }
}
