//! Whether an exact number is what a decimal says, at as many significant digits as the decimal has.

use stepcare_core::value::Number;

/// Whether `value`, rounded half up to the significant digits of `decimal`, is `decimal`.
///
/// Digit by digit, since a decimal may be finer than a number that is kept: `1.05700083402461546370946e-18`.
#[must_use]
pub fn agrees(value: Number, decimal: &str) -> bool {
    let (unsigned, negative) = decimal.strip_prefix('-').map_or((decimal, false), |rest| (rest, true));
    let Some((digits, exponent)) = significant(unsigned) else { return false };
    if digits.is_empty() {
        return value == Number::ZERO;
    }
    let sign = (value < Number::ZERO) == negative && value != Number::ZERO;
    sign && rounded(value, digits.len()).is_some_and(|(found, at)| found == digits && at == exponent)
}

/// A decimal's significant digits, and the power of ten of the first.
fn significant(text: &str) -> Option<(Vec<u8>, i64)> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    if all.is_empty() || !all.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let zeros = all.iter().take_while(|digit| **digit == b'0').count();
    let first = i64::try_from(whole.len()).ok()? - 1 - i64::try_from(zeros).ok()?;
    Some((all.into_iter().skip(zeros).map(|digit| digit - b'0').collect(), exponent + first))
}

/// The first so many digits of a number that is not 0, rounded half up, and the power of ten of the first.
fn rounded(value: Number, count: usize) -> Option<(Vec<u8>, i64)> {
    let (mut above, mut below) = (value.numerator().unsigned_abs(), value.denominator().unsigned_abs());
    let mut exponent = 0;
    while above / below >= 10 {
        below = below.checked_mul(10)?;
        exponent += 1;
    }
    while above < below {
        above = above.checked_mul(10)?;
        exponent -= 1;
    }
    let mut digits = Vec::new();
    for _ in 0..count {
        digits.push(u8::try_from(above / below).ok()?);
        above = (above % below).checked_mul(10)?;
    }
    if above / below >= 5 {
        let nines = digits.iter().rev().take_while(|digit| **digit == 9).count();
        let kept = count - nines;
        digits.truncate(kept);
        match digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                digits.push(1);
                exponent += 1;
            }
        }
        digits.resize(count, 0);
    }
    Some((digits, exponent))
}

#[cfg(test)]
mod tests {
    use super::agrees;
    use stepcare_core::value::Number;

    fn ratio(above: i128, below: i128) -> Number {
        Number::ratio(above, below).unwrap()
    }

    #[test]
    fn as_many_digits_count_as_the_decimal_has() {
        assert!(agrees(ratio(252, 10), "25") && agrees(ratio(252, 10), "25.2") && agrees(ratio(252, 10), "25.20"));
        assert!(!agrees(ratio(252, 10), "25.3") && !agrees(ratio(252, 10), "25.21") && !agrees(ratio(252, 10), "252"));
        assert!(agrees(ratio(4, 3), "1.3") && agrees(ratio(4, 3), "1.33333") && !agrees(ratio(4, 3), "1.34"));
        assert!(agrees(ratio(16_002, 100_000), "0.160") && agrees(ratio(16_002, 100_000), "1.6002e-1"));
        assert!(agrees(ratio(6300, 1), "6300") && !agrees(ratio(6304, 1), "6300"));
    }

    #[test]
    fn half_is_rounded_up_through_nines() {
        assert!(agrees(ratio(25, 100), "0.3") && agrees(ratio(996, 100), "10") && !agrees(ratio(996, 100), "10.0"));
        assert!(agrees(ratio(99_996, 1), "1.000e5"));
    }

    #[test]
    fn a_decimal_may_be_finer_than_a_number_that_is_kept() {
        assert!(agrees(ratio(1, 946_073_047_258_080_000), "1.05700083402461546370946e-18"));
        assert!(!agrees(ratio(1, 946_073_047_258_080_000), "1.05700083402461546370947e-18"));
    }

    #[test]
    fn signs_and_zero_count_and_no_number_agrees_with_nothing() {
        assert!(agrees(ratio(-5, 2), "-2.5") && !agrees(ratio(-5, 2), "2.5") && !agrees(ratio(5, 2), "-2.5"));
        assert!(agrees(Number::ZERO, "0.0") && !agrees(ratio(1, 100), "0") && !agrees(Number::ZERO, "1"));
        assert!(!agrees(Number::ONE, "") && !agrees(Number::ONE, "one"));
    }
}
