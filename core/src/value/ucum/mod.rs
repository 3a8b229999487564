//! A reader of UCUM, the Unified Code for Units of Measure, by its grammar: which codes are valid, what each measures,
//! and conversion between any two of one dimension, exact where the factor is.
//!
//! It serves whoever meets a unit that the language does not know: the checker of a ruleset ("did you mean"), a reader
//! of other people's data, the public test suites. An evaluation needs only the closed table of [`Unit`](super::Unit),
//! so no other file of this crate names this module, and a linker leaves it out of what evaluates.
//!
//! ```
//! use stepcare_core::value::{Number, ucum::Ucum};
//! let (inch, cm) = (Ucum::parse("[in_i]").unwrap(), Ucum::parse("cm").unwrap());
//! assert_eq!(inch.convert(Number::integer(5), &cm).unwrap().value, Number::parse("12.7").unwrap());
//! assert!(Ucum::parse("mmHg").is_err(), "the code is mm[Hg]");
//! ```

mod atom;
mod convert;
mod dimension;
mod factor;
mod grammar;
mod meaning;
mod problem;
mod row;
mod table;

pub use convert::{Converted, NotConvertible};
pub use problem::{Problem, UcumError};

use super::Number;
use dimension::Dimension;
use factor::Factor;

/// What a UCUM code says: how many base units one of it is, of which dimension, on which kind of scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Ucum {
    factor: Factor,
    dimension: Dimension,
    scale: Scale,
    /// False where a constant of nature that is known by measurement went in, or a value that UCUM gives in rounded
    /// form.
    exact: bool,
}

/// How numbers in a unit go with what they measure.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    /// Twice the number is twice as much. Nearly every unit.
    Ratio,
    /// As `Ratio`, counted from another zero: so many base units are added. Celsius, Fahrenheit, Réaumur.
    Shifted(Number),
    /// A logarithm, a root or a tangent; converts only to itself with another prefix. The symbol is the atom's.
    Curve(&'static str),
    /// Shifted or curved, and multiplied with another unit or raised to a power: a valid code without a meaning in
    /// numbers.
    Mixed,
}

impl Ucum {
    /// Reads a case-sensitive UCUM code. The empty code is the unity, as 1 is.
    ///
    /// # Errors
    /// What is wrong, where, and what was expected.
    pub fn parse(code: &str) -> Result<Ucum, UcumError> {
        meaning::parse(code)
    }

    /// The codes of all units without prefix, in the table's order.
    pub fn atoms() -> impl Iterator<Item = &'static str> {
        atom::all().map(|atom| atom.code)
    }

    /// The product of two units; `None` if its exponents do not fit.
    #[must_use]
    pub fn times(&self, other: &Ucum) -> Option<Ucum> {
        Some(Ucum {
            factor: self.factor.times(other.factor)?,
            dimension: self.dimension.times(&other.dimension, 1)?,
            scale: match (self.scale, other.scale) {
                (Scale::Ratio, Scale::Ratio) => Scale::Ratio,
                // A special unit keeps its scale only beside a number: ten decibels are a bel, a bel a second is
                // nothing.
                (scale, Scale::Ratio) if other.dimension.is_none() => scale,
                (Scale::Ratio, scale) if self.dimension.is_none() => scale,
                _ => Scale::Mixed,
            },
            exact: self.exact && other.exact,
        })
    }

    /// One unit over another; `None` if its exponents do not fit.
    #[must_use]
    pub fn over(&self, other: &Ucum) -> Option<Ucum> {
        self.times(&other.power(-1)?)
    }

    /// The unit raised to a whole power; `None` if its exponents do not fit.
    #[must_use]
    pub fn power(&self, exponent: i32) -> Option<Ucum> {
        Some(Ucum {
            factor: self.factor.power(exponent)?,
            dimension: self.dimension.power(exponent)?,
            scale: if exponent == 1 || self.scale == Scale::Ratio { self.scale } else { Scale::Mixed },
            exact: self.exact,
        })
    }

    /// Whether both measure the same, by UCUM, where moles and events are plain numbers and a day is 24 hours.
    #[must_use]
    pub fn measures_as(&self, other: &Ucum) -> bool {
        self.dimension == other.dimension
    }

    /// A plain number as a unit.
    fn number(number: Number) -> Ucum {
        Ucum { factor: Factor::of(number), dimension: Dimension::NONE, scale: Scale::Ratio, exact: true }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
