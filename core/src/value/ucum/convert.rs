//! From a number in one unit to the number in another.

use core::fmt;

use super::factor::Factor;
use super::{Number, Scale, Ucum};

/// A converted number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Converted {
    /// The number in the unit asked for.
    pub value: Number,
    /// Whether it is that and not near it: false where π is left, which is then taken to 20 digits, and where a
    /// constant went in that UCUM gives in rounded form.
    pub exact: bool,
}

/// Why a number does not convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotConvertible {
    /// The units measure different things: kg and cm, mg/dL and mmol/L, two units of procedures.
    OtherDimension,
    /// One of the units is a logarithm, a root or a tangent: pH and mol/L, dB and 1.
    NotLinear,
    /// One of the units is such a unit, or a temperature with a zero of its own, in a product or a power: Cel/min.
    NoMeaning,
    /// The result is no number that can be kept exactly.
    TooLarge,
}

impl Ucum {
    /// A number of this unit as a number of another.
    ///
    /// ```
    /// use stepcare_core::value::{Number, ucum::{NotConvertible, Ucum}};
    /// let unit = |code| Ucum::parse(code).unwrap();
    /// let fever = unit("[degF]").convert(Number::parse("98.6").unwrap(), &unit("Cel")).unwrap();
    /// assert_eq!((fever.value, fever.exact), (Number::integer(37), true));
    /// let other = unit("mg/dL").convert(Number::ONE, &unit("mmol/L"));
    /// assert_eq!(other, Err(NotConvertible::OtherDimension), "it would need the substance");
    /// ```
    ///
    /// # Errors
    /// [`NotConvertible`] says why it cannot be done.
    pub fn convert(&self, value: Number, to: &Ucum) -> Result<Converted, NotConvertible> {
        if !self.measures_as(to) {
            return Err(NotConvertible::OtherDimension);
        }
        let shift = match (self.scale, to.scale) {
            (Scale::Mixed, _) | (_, Scale::Mixed) => return Err(NotConvertible::NoMeaning),
            (Scale::Curve(one), Scale::Curve(other)) if one == other => None,
            (Scale::Curve(_), _) | (_, Scale::Curve(_)) => return Err(NotConvertible::NotLinear),
            (Scale::Ratio, Scale::Ratio) => None,
            (one, other) => Some((one.zero(), other.zero())),
        };
        let (value, pi) = match shift {
            None => times(Factor::of(value), self.factor, to.factor),
            Some((from_zero, to_zero)) => shifted(value, self.factor, from_zero, to.factor, to_zero),
        }
        .ok_or(NotConvertible::TooLarge)?;
        Ok(Converted { value, exact: self.exact && to.exact && !pi })
    }
}

impl Scale {
    fn zero(self) -> Number {
        if let Scale::Shifted(zero) = self { zero } else { Number::ZERO }
    }
}

/// The number, and whether π is left in it.
fn times(value: Factor, from: Factor, to: Factor) -> Option<(Number, bool)> {
    let result = value.times(from.over(to)?)?;
    Some((result.value()?, result.has_pi()))
}

fn shifted(value: Number, from: Factor, from_zero: Number, to: Factor, to_zero: Number) -> Option<(Number, bool)> {
    let in_base = value.mul(from.value()?)?.add(from_zero)?;
    Some((in_base.sub(to_zero)?.div(to.value()?)?, from.has_pi() || to.has_pi()))
}

impl fmt::Display for NotConvertible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotConvertible::OtherDimension => "the units measure different things",
            NotConvertible::NotLinear => "a logarithmic or otherwise curved unit converts only to itself",
            NotConvertible::NoMeaning => "a unit with a scale of its own has no meaning in a product or a power",
            NotConvertible::TooLarge => "the result cannot be kept exactly",
        })
    }
}

impl core::error::Error for NotConvertible {}
