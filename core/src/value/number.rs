//! Exact rational numbers. A mean of 401/3 stays 401/3; nothing is rounded but where a ruleset writes it.
//!
//! Arithmetic is checked: a result that does not fit two `i128` is `None`, never a wrong number.

mod json;
mod median;
mod text;

pub use median::median;

use core::fmt;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub};

/// An exact number: a numerator over a positive denominator, in lowest terms, each an `i128`.
///
/// ```
/// use stepcare_core::value::Number;
/// let mean = Number::integer(401).div(Number::integer(3)).unwrap();
/// assert!(mean > Number::parse("133.666666666666").unwrap());
/// assert_eq!(mean.to_string(), "401/3");
/// assert_eq!(Number::parse("133.750"), Number::ratio(535, 4));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
// An `i128` stands at multiples of 16 bytes, and so would the tag of all that may hold a number be 16 bytes wide.
#[repr(Rust, packed(4))]
pub struct Number(Ratio<i128>);

impl Number {
    /// 0.
    pub const ZERO: Number = Number::integer(0);
    /// 1.
    pub const ONE: Number = Number::integer(1);

    /// The whole number `value`.
    #[must_use]
    pub const fn integer(value: i128) -> Number {
        Number(Ratio::new_raw(value, 1))
    }

    /// `num / den` in lowest terms; `None` if `den` is 0 or the result does not fit.
    #[must_use]
    pub fn ratio(num: i128, den: i128) -> Option<Number> {
        Number::integer(num).div(Number::integer(den))
    }

    /// The number above the line, in lowest terms; it carries the sign.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        let ratio = self.0;
        *ratio.numer()
    }

    /// The number below the line, in lowest terms; always 1 or more.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        let ratio = self.0;
        *ratio.denom()
    }

    /// Whether there is nothing after the decimal point.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        self.denominator() == 1
    }

    /// The value as an `i64`; `None` if it is not whole or does not fit.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        if self.is_integer() { i64::try_from(self.numerator()).ok() } else { None }
    }

    /// The sum; `None` if it does not fit.
    // Not `std::ops::Add`: an operator could not say that the result does not fit.
    #[allow(clippy::should_implement_trait)]
    #[must_use]
    pub fn add(self, other: Number) -> Option<Number> {
        if self.is_integer() && other.is_integer() {
            // Most sums are of whole numbers: no common denominator to look for.
            return self.numerator().checked_add(other.numerator()).map(Number::integer);
        }
        { self.0 }.checked_add(&{ other.0 }).map(Number)
    }

    /// The difference; `None` if it does not fit.
    #[allow(clippy::should_implement_trait)]
    #[must_use]
    pub fn sub(self, other: Number) -> Option<Number> {
        if self.is_integer() && other.is_integer() {
            return self.numerator().checked_sub(other.numerator()).map(Number::integer);
        }
        { self.0 }.checked_sub(&{ other.0 }).map(Number)
    }

    /// The product; `None` if it does not fit.
    #[allow(clippy::should_implement_trait)]
    #[must_use]
    pub fn mul(self, other: Number) -> Option<Number> {
        if self.is_integer() && other.is_integer() {
            return self.numerator().checked_mul(other.numerator()).map(Number::integer);
        }
        { self.0 }.checked_mul(&{ other.0 }).map(Number)
    }

    /// The quotient; `None` if `other` is 0 or the result does not fit.
    #[allow(clippy::should_implement_trait)]
    #[must_use]
    pub fn div(self, other: Number) -> Option<Number> {
        if self == Number::ZERO {
            // num-rational would look for the greatest common divisor of 0 and `i128::MIN`, which overflows.
            return if other == Number::ZERO { None } else { Some(Number::ZERO) };
        }
        { self.0 }.checked_div(&{ other.0 }).map(Number)
    }

    /// The number with the other sign; `None` only for a numerator of `i128::MIN`.
    #[allow(clippy::should_implement_trait)]
    #[must_use]
    pub fn neg(self) -> Option<Number> {
        let numerator = self.numerator().checked_neg()?;
        Some(Number(Ratio::new_raw(numerator, self.denominator())))
    }

    /// The number without its sign; `None` only for a numerator of `i128::MIN`.
    #[must_use]
    pub fn abs(self) -> Option<Number> {
        if self < Number::ZERO { self.neg() } else { Some(self) }
    }

    /// The greatest whole number that is not above this one: 2 for 2.5, -3 for -2.5.
    #[must_use]
    pub fn floor(self) -> Number {
        Number::integer(self.numerator().div_euclid(self.denominator()))
    }

    /// The multiple of `step` that is nearest; of two as near, the one further from 0.
    ///
    /// `None` if `step` is not above 0 or the result does not fit.
    ///
    /// ```
    /// use stepcare_core::value::Number;
    /// let to_1 = |text| Number::parse(text)?.round_half_up(Number::ONE)?.to_i64();
    /// assert_eq!((to_1("129.5"), to_1("129.49"), to_1("-0.5")), (Some(130), Some(129), Some(-1)));
    /// ```
    #[must_use]
    pub fn round_half_up(self, step: Number) -> Option<Number> {
        if step <= Number::ZERO {
            return None;
        }
        let steps = self.div(step)?;
        let (numerator, denominator) = (steps.numerator().unsigned_abs(), steps.denominator().unsigned_abs());
        let (whole, rest) = (numerator / denominator, numerator % denominator);
        // `rest < denominator <= i128::MAX`: twice it fits a u128, and so does one more than `whole`.
        let rounded = if rest * 2 >= denominator { whole + 1 } else { whole };
        Number::signed(steps < Number::ZERO, rounded)?.mul(step)
    }

    /// The whole number of this size, below 0 if `negative`; `None` if it does not fit an `i128`.
    fn signed(negative: bool, size: u128) -> Option<Number> {
        let value = if negative { 0_i128.checked_sub_unsigned(size)? } else { i128::try_from(size).ok()? };
        Some(Number::integer(value))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Number;
    use alloc::string::ToString;
    use proptest::prelude::*;

    const MIN: Number = Number::integer(i128::MIN);
    const MAX: Number = Number::integer(i128::MAX);

    #[test]
    fn a_ratio_is_kept_in_lowest_terms_with_the_sign_above() {
        let half = Number::ratio(-3, -6).unwrap();
        assert_eq!((half.numerator(), half.denominator()), (1, 2));
        let minus = Number::ratio(4, -6).unwrap();
        assert_eq!((minus.numerator(), minus.denominator()), (-2, 3));
        assert_eq!(Number::ratio(0, -7), Some(Number::ZERO));
        assert_eq!(Number::ratio(1, 0), None);
        assert_eq!(Number::ratio(0, 0), None);
    }

    #[test]
    fn what_does_not_fit_is_none_and_nothing_panics_at_the_ends() {
        assert_eq!(MAX.add(Number::ONE), None);
        assert_eq!(MIN.sub(Number::ONE), None);
        assert_eq!(MAX.mul(Number::integer(2)), None);
        assert_eq!((MIN.neg(), MIN.abs()), (None, None));
        assert_eq!(MIN.div(MIN), Some(Number::ONE));
        assert_eq!(MIN.div(Number::integer(-1)), None);
        assert_eq!(MIN.div(Number::integer(-2)), Number::integer(1 << 126).mul(Number::ONE));
        assert_eq!(Number::ZERO.div(MIN), Some(Number::ZERO));
        assert_eq!(Number::ZERO.div(Number::ratio(i128::MIN, 3).unwrap()), Some(Number::ZERO));
        assert_eq!(Number::ratio(1, i128::MIN), None);
        let third = Number::ratio(1, 3).unwrap();
        assert_eq!(MIN.mul(third).and_then(|n| n.mul(Number::integer(3))), Some(MIN));
        assert_eq!(MIN.div(third), None);
        assert_eq!(Number::ratio(i128::MIN, 3).unwrap().div(Number::ratio(i128::MIN, 5).unwrap()), Number::ratio(5, 3));
        assert_eq!(MIN.floor(), MIN);
        assert_eq!(MAX.round_half_up(Number::ONE), Some(MAX));
        assert_eq!(MIN.round_half_up(Number::ONE), Some(MIN));
    }

    #[test]
    fn numbers_order_exactly_where_a_float_would_not() {
        let mean = Number::ratio(401, 3).unwrap();
        assert!(mean > Number::parse("133.6666666666666666666666666666").unwrap());
        assert!(
            Number::ratio(i128::MAX - 1, i128::MAX).unwrap() > Number::ratio(i128::MAX - 2, i128::MAX - 1).unwrap()
        );
        assert!(MIN < MAX && Number::ratio(i128::MIN, 3).unwrap() < Number::ZERO);
    }

    #[test]
    fn half_a_step_rounds_away_from_zero() {
        let round = |n: &str, step: &str| {
            Number::parse(n).unwrap().round_half_up(Number::parse(step).unwrap()).map(|n| n.to_string())
        };
        assert_eq!(round("134.5", "1").as_deref(), Some("135"));
        assert_eq!(round("-134.5", "1").as_deref(), Some("-135"));
        assert_eq!(round("0.25", "0.1").as_deref(), Some("0.3"));
        assert_eq!(round("62.4", "5").as_deref(), Some("60"));
        assert_eq!(round("-0.4", "1").as_deref(), Some("0"));
        assert_eq!(round("1", "0"), None);
        assert_eq!(round("1", "-1"), None);
    }

    #[test]
    fn floor_goes_down_on_both_sides_of_zero() {
        assert_eq!(Number::ratio(5, 2).unwrap().floor(), Number::integer(2));
        assert_eq!(Number::ratio(-5, 2).unwrap().floor(), Number::integer(-3));
        assert_eq!(Number::integer(-3).floor(), Number::integer(-3));
    }

    #[test]
    fn only_a_whole_number_that_fits_is_an_i64() {
        assert_eq!(Number::integer(-7).to_i64(), Some(-7));
        assert_eq!(Number::ratio(1, 2).unwrap().to_i64(), None);
        assert_eq!(Number::integer(1 << 63).to_i64(), None);
    }

    fn any_number() -> impl Strategy<Value = Number> {
        (any::<i64>(), 1..=i64::MAX).prop_map(|(n, d)| Number::ratio(n.into(), d.into()).unwrap())
    }

    proptest! {
        #[test]
        fn what_is_added_can_be_taken_away(a in any_number(), b in any_number()) {
            if let Some(sum) = a.add(b) {
                prop_assert_eq!(sum.sub(b), Some(a));
            }
        }

        #[test]
        fn what_is_multiplied_can_be_divided(a in any_number(), b in any_number()) {
            prop_assume!(b != Number::ZERO);
            if let Some(product) = a.mul(b) {
                prop_assert_eq!(product.div(b), Some(a));
            }
        }

        #[test]
        fn order_agrees_with_cross_multiplication(a in any::<i32>(), b in 1..i32::MAX, c in any::<i32>(), d in 1..i32::MAX) {
            let (left, right) = (Number::ratio(a.into(), b.into()).unwrap(), Number::ratio(c.into(), d.into()).unwrap());
            prop_assert_eq!(left.cmp(&right), (i64::from(a) * i64::from(d)).cmp(&(i64::from(c) * i64::from(b))));
        }

        #[test]
        fn no_operation_panics(a in any::<i128>(), b in any::<i128>(), c in any::<i128>(), d in any::<i128>()) {
            let (Some(left), Some(right)) = (Number::ratio(a, b), Number::ratio(c, d)) else { return Ok(()) };
            let _ = (left.add(right), left.sub(right), left.mul(right), left.div(right), left.cmp(&right));
            let _ = (left.round_half_up(right), left.floor(), left.neg(), left.abs(), left.to_string());
        }
    }
}
