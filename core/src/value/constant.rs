//! A value written in a ruleset.

use alloc::string::String;

use super::json::write::text;
use super::json::{ToJson, object};
use super::{Date, Instant, LocalTime, Number, Symbol, Value};

/// A value written in the ruleset.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// yes or no.
    Truth(bool),
    /// An exact number; its unit is the node's.
    Number(Number),
    /// A calendar date.
    Date(Date),
    /// A point in time.
    Instant(Instant),
    /// A time of day.
    Time(LocalTime),
    /// A member of an enumeration.
    Symbol(Symbol),
    /// The empty list: `none`.
    None,
}

impl Constant {
    /// As a run-time value; `none` is the empty list of whatever is asked for, here of codes.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Constant::Truth(t) => Value::Truth(*t),
            Constant::Number(n) => Value::Number(*n),
            Constant::Date(d) => Value::Date(*d),
            Constant::Instant(i) => Value::Instant(*i),
            Constant::Time(t) => Value::Time(*t),
            Constant::Symbol(s) => Value::Symbol(*s),
            Constant::None => Value::Codes(alloc::vec::Vec::new()),
        }
    }
}

/// `{"number": 7}`: named by its kind.
impl ToJson for Constant {
    fn json(&self, to: &mut String) {
        let (kind, value): (_, &dyn ToJson) = match self {
            Constant::Truth(truth) => ("truth", truth),
            Constant::Number(number) => ("number", number),
            Constant::Date(date) => ("date", date),
            Constant::Instant(at) => ("instant", at),
            Constant::Time(time) => ("time", time),
            Constant::Symbol(symbol) => ("symbol", &symbol.0),
            Constant::None => return text(to, "none"),
        };
        to.push_str(&object(&[(kind, value)]));
    }
}
