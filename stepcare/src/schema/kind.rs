//! What a value may be, kind by kind.

use stepcare_core::record::{FactKind, Item};
use stepcare_core::value::{Dimension, Number, Symbol, Unit};

use super::Schema;
use super::json::{any_of, null, object, reference, set, texts};

const UNIT: &str = "A value is converted exactly to the declared unit. The engine also takes common other spellings \
    (lbs, mmol/l) and remarks in braces (mg/g{creat}); a text that is listed nowhere passes here, and the engine says \
    whether it knows it.";

impl Schema<'_> {
    /// A reference to what a value of a kind may be; of a list, the list or one of it. `name` is the definition's for
    /// kinds that are a fact's or column's own.
    pub fn value(&mut self, kind: &FactKind, name: &str) -> Item {
        let shared = self.shared(kind);
        match kind {
            FactKind::Medications => self.medication(),
            FactKind::Number { low, high, .. } => {
                return self.define(name, |_| {
                    let mut number = object([("type", "number".into())]);
                    within(&mut number, *low, *high);
                    number
                });
            }
            FactKind::OneOf(symbols) => {
                return self.define(name, |schema| object([("enum", Item::List(schema.members(symbols)))]));
            }
            FactKind::AnyOf(symbols) => {
                return self.define(name, |schema| {
                    list_or_one(
                        "An empty list says: none of them.",
                        object([("enum", Item::List(schema.members(symbols)))]),
                    )
                });
            }
            FactKind::Start => return any_of([reference("instant"), reference("date")]),
            FactKind::End => {
                let ongoing = object([("const", "ongoing".into())]);
                return any_of([reference("instant"), reference("date"), ongoing]);
            }
            FactKind::Links(_) => {
                let id = object([("type", "string".into())]);
                return any_of([id.clone(), object([("type", "array".into()), ("items", id)])]);
            }
            FactKind::Consents(channels) => {
                let line = self.consent(channels);
                return self.define(name, |_| list_or_one("Consents, given and revoked.", line));
            }
            _ => {}
        }
        reference(shared.unwrap_or(name))
    }

    /// The definition that all facts of a kind share.
    pub fn shared(&self, kind: &FactKind) -> Option<&'static str> {
        match kind {
            FactKind::Instant => Some("instant"),
            FactKind::Date => Some("date"),
            FactKind::YesNo => Some("yes_no"),
            FactKind::Codes => Some("codes"),
            FactKind::Medications => Some("medications"),
            FactKind::Intolerances => Some("intolerances"),
            FactKind::Number { .. } | FactKind::OneOf(_) | FactKind::AnyOf(_) | FactKind::Consents(_) => None,
            FactKind::Start | FactKind::End | FactKind::Links(_) => None,
        }
    }

    /// The words of a list; where yes and no are among them, `true` and `false` stand for them.
    pub fn members(&self, symbols: &[Symbol]) -> Vec<Item> {
        let names: Vec<&str> = symbols.iter().filter_map(|symbol| self.symbol(*symbol)).collect();
        let flags = [("yes", true), ("no", false)].into_iter().filter(|(word, _)| names.contains(word));
        names.iter().map(|name| Item::from(*name)).chain(flags.map(|(_, flag)| flag.into())).collect()
    }

    /// The text of a symbol.
    pub fn symbol(&self, symbol: Symbol) -> Option<&str> {
        self.ruleset.symbols.get(usize::try_from(symbol.0).ok()?).map(String::as_str)
    }

    /// Gives an object of `value` and `unit` the units of a kind and, where the unit is the declared one, the range.
    pub fn number_with_unit(&mut self, object_of: &mut Item, unit: Unit, low: Option<Number>, high: Option<Number>) {
        let accepted = self.unit(unit.dimension());
        set(object_of, &["properties", "unit"], any_of([accepted, null()]));
        let mut range = object([]);
        within(&mut range, low, high);
        if range == object([]) {
            return;
        }
        let declared = Item::List(spellings(unit).map(Item::from).chain([Item::Null]).collect());
        set(object_of, &["if", "properties", "unit", "enum"], declared);
        set(object_of, &["then", "properties", "value"], range);
    }

    /// A unit of a dimension. The engine takes more spellings than those listed, and a remark in braces anywhere: what is
    /// no listed unit of another kind passes.
    pub fn unit(&mut self, dimension: Dimension) -> Item {
        self.define("unit", |_| {
            object([
                ("description", "The engine's units, by UCUM code and as people write them.".into()),
                ("enum", texts(Unit::all().flat_map(spellings))),
            ])
        });
        self.define(&format!("unit.{}", snake(&format!("{dimension:?}"))), |_| {
            let of = Unit::all().filter(|unit| unit.dimension() == dimension);
            let of = object([("enum", texts(of.flat_map(spellings)))]);
            let unlisted = object([("not", reference("unit"))]);
            object([("description", UNIT.into()), ("type", "string".into()), ("anyOf", Item::List(vec![of, unlisted]))])
        })
    }
}

fn list_or_one(description: &str, element: Item) -> Item {
    let list = object([("type", "array".into()), ("items", element.clone())]);
    object([("description", description.into()), ("anyOf", Item::List(vec![element, list]))])
}

/// Least and greatest value. A bound that no decimal says is left to the engine.
fn within(number: &mut Item, low: Option<Number>, high: Option<Number>) {
    for (name, end) in [("minimum", low), ("maximum", high)] {
        if let Some(end) = end.filter(|end| end.decimal().is_some()) {
            set(number, &[name], end.into());
        }
    }
}

/// Its UCUM code, and how people write it.
fn spellings(unit: Unit) -> impl Iterator<Item = &'static str> {
    let shown = Some(unit.shown()).filter(|shown| *shown != unit.code());
    [unit.code()].into_iter().chain(shown)
}

/// `MassConcentration` as `mass_concentration`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
