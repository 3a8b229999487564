//! How many base units one of a unit is: an exact number with its powers of 2, 5 and π kept apart.
//!
//! Prefixes and powers of ten reach from 10^-34 to 10^24 and further in products; kept as exponents they cancel before
//! anything is multiplied out, so that what fits at the end never overflows on the way.

use crate::value::Number;

/// A convergent of π's continued fraction, right to 20 digits and small enough to be multiplied.
const PI: (i128, i128) = (21_053_343_141, 6_701_487_259);

/// `number × 2^twos × 5^fives × π^pi`, where the number's numerator and denominator hold no 2 and no 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Factor {
    number: Number,
    twos: i32,
    fives: i32,
    pi: i32,
}

impl Factor {
    pub(super) const PI: Factor = Factor { number: Number::ONE, twos: 0, fives: 0, pi: 1 };

    pub(super) fn of(number: Number) -> Factor {
        let (above, twos_above, fives_above) = without_tens(number.numerator());
        let (below, twos_below, fives_below) = without_tens(number.denominator());
        // What was a fraction in lowest terms still is one, and smaller.
        let stripped = Number::ratio(above, below).unwrap_or(number);
        Factor { number: stripped, twos: twos_above - twos_below, fives: fives_above - fives_below, pi: 0 }
    }

    pub(super) fn times(self, other: Factor) -> Option<Factor> {
        Some(Factor {
            number: self.number.mul(other.number)?,
            twos: self.twos.checked_add(other.twos)?,
            fives: self.fives.checked_add(other.fives)?,
            pi: self.pi.checked_add(other.pi)?,
        })
    }

    pub(super) fn over(self, other: Factor) -> Option<Factor> {
        self.times(other.power(-1)?)
    }

    pub(super) fn power(self, exponent: i32) -> Option<Factor> {
        let number = power(self.number, exponent.unsigned_abs())?;
        Some(Factor {
            number: if exponent < 0 { Number::ONE.div(number)? } else { number },
            twos: self.twos.checked_mul(exponent)?,
            fives: self.fives.checked_mul(exponent)?,
            pi: self.pi.checked_mul(exponent)?,
        })
    }

    /// Whether π is left in it, which no fraction is.
    pub(super) fn has_pi(self) -> bool {
        self.pi != 0
    }

    /// Multiplied out, with π to 20 digits; `None` if it does not fit.
    pub(super) fn value(self) -> Option<Number> {
        let mut value = self.number;
        for (base, exponent) in
            [(Number::integer(2), self.twos), (Number::integer(5), self.fives), (Number::ratio(PI.0, PI.1)?, self.pi)]
        {
            let power = power(base, exponent.unsigned_abs())?;
            value = if exponent < 0 { value.div(power)? } else { value.mul(power)? };
        }
        Some(value)
    }
}

/// A whole number without its factors 2 and 5, and how many of each there were. 0 has none to take.
fn without_tens(mut number: i128) -> (i128, i32, i32) {
    let mut count = |prime: i128| {
        let mut times = 0;
        while number != 0 && number % prime == 0 {
            number /= prime;
            times += 1;
        }
        times
    };
    let (twos, fives) = (count(2), count(5));
    (number, twos, fives)
}

/// By squaring; `None` if it does not fit, found out after a few steps however great the exponent.
fn power(base: Number, mut exponent: u32) -> Option<Number> {
    let (mut result, mut square) = (Number::ONE, base);
    loop {
        if exponent % 2 == 1 {
            result = result.mul(square)?;
        }
        exponent /= 2;
        if exponent == 0 {
            return Some(result);
        }
        square = square.mul(square)?;
    }
}
