//! Ground floor: what a value is. Exact numbers with units, three-valued truth, dates and instants, zones, codes, keys.

pub mod base;
pub mod bounds;
pub mod code;
pub mod constant;
pub mod date;
pub mod first_row;
pub mod id;
pub mod json;
pub mod key;
pub mod listed;
pub mod number;
pub mod period;
pub mod sorted;
pub(crate) mod text;
pub mod truth;
pub mod ucum;
pub mod unit;
pub mod wire;
pub mod zone;

pub use bounds::Bounds;
pub use code::{Code, CodeSystem};
pub use constant::Constant;
pub use date::{Date, Duration, Instant, LocalTime, TimeUnit};
pub use first_row::first_row;
pub use listed::Listed;
pub use number::Number;
pub use period::Period;
pub use sorted::{SortedMap, SortedSet};
pub use truth::Truth;
pub use unit::{Dimension, Unit};
pub use zone::Zone;

use alloc::{string::String, vec::Vec};

/// A name interned in the ruleset's symbol table: an enumeration's member, a channel, a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl json::ToJson for Symbol {
    fn json(&self, to: &mut String) {
        self.0.json(to);
    }
}

/// A known value. What is unknown has no `Value`: it is `None` wherever one is asked for.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// yes or no.
    Truth(bool),
    /// An exact number, in the unit that its expression was declared in (units are static; see [`Unit`]).
    Number(Number),
    /// A number known only to lie between two bounds, both included: an age from a partial birth date, a count
    /// that an unknown row leaves open. `None` is no bound on that side.
    Range(Option<Number>, Option<Number>),
    /// A calendar date, possibly partial.
    Date(Date),
    /// A point in time.
    Instant(Instant),
    /// A time of day.
    Time(LocalTime),
    /// One member of an enumeration (yes/no/maybe included).
    Symbol(Symbol),
    /// Several members of an enumeration; may be empty, which says "none of them".
    Symbols(Vec<Symbol>),
    /// Coded concepts; may be empty, which says "none".
    Codes(Vec<Code>),
    /// Free text.
    Text(String),
}

/// Shows the kind of a value and never the value: a patient's data must not reach a log.
impl core::fmt::Debug for Value {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Value::Truth(_) => "Truth(..)",
            Value::Number(_) => "Number(..)",
            Value::Range(..) => "Range(..)",
            Value::Date(_) => "Date(..)",
            Value::Instant(_) => "Instant(..)",
            Value::Time(_) => "Time(..)",
            Value::Symbol(_) => "Symbol(..)",
            Value::Symbols(_) => "Symbols(..)",
            Value::Codes(_) => "Codes(..)",
            Value::Text(_) => "Text(..)",
        })
    }
}
