//! A host's value read by its declared kind.

use stepcare_core::record::{FactKind, Item};
use stepcare_core::value::{Code, CodeSystem, Date, Instant, Symbol, Unit, Value};

use super::Second;

/// What a place of the record holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// Nothing.
    Absent,
    /// A value.
    Known(Value),
    /// A number outside its range.
    OutOfRange(Value),
    /// Something that is no such value.
    Refused,
}

impl Second<'_> {
    /// Reads a value; `{"value", "unit"}` is opened first.
    #[must_use]
    pub fn held(&self, kind: &FactKind, item: &Item, unit: Option<&str>) -> Held {
        match (kind, item) {
            (_, Item::Null) => Held::Absent,
            (FactKind::Number { .. }, Item::Object(_)) => match item.get("unit") {
                None => item.get("value").map_or(Held::Absent, |value| self.held(kind, value, None)),
                Some(Item::Text(unit)) => item.get("value").map_or(Held::Absent, |v| self.held(kind, v, Some(unit))),
                Some(_) => Held::Refused,
            },
            (FactKind::Number { unit: declared, low, high }, Item::Number(number)) => {
                let factor = match unit {
                    None => Some(stepcare_core::value::Number::ONE),
                    Some(text) => Unit::ucum(text).and_then(|given| given.factor_to(*declared)),
                };
                let Some(number) = factor.and_then(|factor| number.mul(factor)) else { return Held::Refused };
                if low.is_some_and(|low| number < low) || high.is_some_and(|high| high < number) {
                    return Held::OutOfRange(Value::Number(number));
                }
                Held::Known(Value::Number(number))
            }
            _ => self.plain(kind, item).map_or(Held::Refused, Held::Known),
        }
    }

    fn plain(&self, kind: &FactKind, item: &Item) -> Option<Value> {
        Some(match kind {
            FactKind::Date => Value::Date(Date::parse(item.text()?)?),
            FactKind::Instant => Value::Instant(Instant::parse(item.text()?).ok()?),
            FactKind::YesNo => Value::Truth(match item {
                Item::Flag(flag) => *flag,
                Item::Text(text) if text == "yes" => true,
                Item::Text(text) if text == "no" => false,
                _ => return None,
            }),
            FactKind::OneOf(members) => Value::Symbol(self.member(item, members)?),
            FactKind::AnyOf(members) => {
                let Item::List(items) = item else { return None };
                Value::Symbols(items.iter().map(|i| self.member(i, members)).collect::<Option<_>>()?)
            }
            FactKind::Codes => {
                let Item::List(items) = item else { return None };
                Value::Codes(items.iter().map(code).collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }

    fn member(&self, item: &Item, members: &[Symbol]) -> Option<Symbol> {
        let text = match item {
            Item::Flag(true) => "yes",
            Item::Flag(false) => "no",
            other => other.text()?,
        };
        members.iter().copied().find(|m| self.rules.symbols.get(m.0 as usize).is_some_and(|name| name == text))
    }
}

fn code(item: &Item) -> Option<Code> {
    let system = item.get("system")?.text()?;
    let system = CodeSystem::written(system).unwrap_or_else(|| CodeSystem::of_uri(system));
    Some(Code::new(system, item.get("code")?.text()?))
}
