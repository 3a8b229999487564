//! A number as text: the JSON grammar going in, the one canonical spelling coming out.

use super::Number;
use crate::value::text::{Padded, Part, display_of_part, text};
use alloc::string::String;

/// A number is written as a decimal if it ends within this many places.
const PLACES: u32 = 12;

/// One in the last of [`PLACES`].
const SCALE: u128 = 10_u128.pow(PLACES);

impl Number {
    /// Reads a number in exactly JSON's grammar: sign, digits, fraction, exponent; no leading zero, no `+`, no space.
    ///
    /// The value is exact. `None` if the text is not such a number or the value does not fit. Takes time in the
    /// length of the text only: a huge exponent is refused, not computed.
    ///
    /// ```
    /// use stepcare_core::value::Number;
    /// assert_eq!(Number::parse("1e2"), Some(Number::integer(100)));
    /// assert_eq!(Number::parse("-0.5"), Number::ratio(-1, 2));
    /// assert_eq!(Number::parse("+1"), None);
    /// assert_eq!(Number::parse("1e999999999999"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, rest) = digits(rest)?;
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => digits(rest)?,
            None => ("", rest),
        };
        let exponent = match rest.strip_prefix(['e', 'E']) {
            Some(rest) => exponent(rest)?,
            None if rest.is_empty() => 0,
            None => return None,
        };
        let mut mantissa = Mantissa::default();
        for digit in whole.bytes().chain(fraction.bytes()) {
            mantissa.push(digit)?;
        }
        let power = exponent.checked_add(mantissa.zeros)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        scaled(negative, mantissa.value, power)
    }

    /// Reads what [`Number`]'s `Display` writes, and nothing else: a canonical decimal, or `num/den` in lowest terms.
    ///
    /// ```
    /// use stepcare_core::value::Number;
    /// assert_eq!(Number::parse_canonical("401/3"), Number::ratio(401, 3));
    /// assert_eq!(Number::parse_canonical("1.50"), None);
    /// ```
    #[must_use]
    pub fn parse_canonical(text: &str) -> Option<Number> {
        let number = match text.split_once('/') {
            Some((num, den)) => Number::ratio(num.parse().ok()?, den.parse().ok()?)?,
            None => Number::parse(text)?,
        };
        (text![number] == text).then_some(number)
    }

    /// The canonical decimal if the number ends within 12 places: no exponent, no trailing zero, no `-0`.
    ///
    /// ```
    /// use stepcare_core::value::Number;
    /// assert_eq!(Number::ratio(535, 4).unwrap().decimal().as_deref(), Some("133.75"));
    /// assert_eq!(Number::ratio(401, 3).unwrap().decimal(), None);
    /// ```
    #[must_use]
    pub fn decimal(self) -> Option<String> {
        let denominator = self.denominator().unsigned_abs();
        // Ends within 12 places: the denominator divides 10^12.
        SCALE.is_multiple_of(denominator).then(|| self.rounded_decimal())
    }

    /// The decimal, rounded half away from zero to 12 places.
    pub(super) fn rounded_decimal(self) -> String {
        let (numerator, denominator) = (self.numerator().unsigned_abs(), self.denominator().unsigned_abs());
        let (mut whole, mut rest) = (numerator / denominator, numerator % denominator);
        let mut fraction = 0;
        for _ in 0..PLACES {
            let digit;
            (digit, rest) = next_digit(rest, denominator);
            fraction = fraction * 10 + digit;
        }
        if rest * 2 >= denominator {
            fraction += 1;
        }
        if fraction == SCALE {
            (whole, fraction) = (whole + 1, 0);
        }
        let sign = if self < Number::ZERO && (whole, fraction) != (0, 0) { "-" } else { "" };
        if fraction == 0 {
            return text![sign, whole];
        }
        let fraction = text![Padded(fraction, PLACES as usize)];
        text![sign, whole, ".", fraction.trim_end_matches('0')]
    }
}

/// The canonical decimal if the number ends within 12 places, else `num/den`.
impl Part for Number {
    fn put(&self, to: &mut String) {
        match self.decimal() {
            Some(decimal) => to.push_str(&decimal),
            None => text![self.numerator(), "/", self.denominator()].put(to),
        }
    }
}

display_of_part!(Number);

/// Splits one or more digits off the front; `None` if there is none.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    if end == 0 { None } else { text.split_at_checked(end) }
}

/// The exponent's value, held within what `i64` can count; `None` if the text is not a sign and digits.
fn exponent(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, "") = digits(unsigned)? else {
        return None;
    };
    // Digits that do not fit are further out than any value: the middle of the range says so as well.
    let size = digits.parse().unwrap_or(i64::MAX / 2).min(i64::MAX / 2);
    Some(if text.starts_with('-') { -size } else { size })
}

/// Digits read so far. Trailing zeros are counted, not multiplied out, so that `1.000…0` fits whatever its length.
#[derive(Default)]
struct Mantissa {
    value: u128,
    zeros: i64,
}

impl Mantissa {
    fn push(&mut self, digit: u8) -> Option<()> {
        let digit = u128::from(digit.checked_sub(b'0')?);
        if digit != 0 {
            let shift = u32::try_from(self.zeros).ok()?.checked_add(1)?;
            if self.value != 0 {
                self.value = self.value.checked_mul(10_u128.checked_pow(shift)?)?;
            }
            self.value = self.value.checked_add(digit)?;
            self.zeros = 0;
        } else if self.value != 0 {
            self.zeros = self.zeros.checked_add(1)?;
        }
        Some(())
    }
}

/// `value * 10^power` with its sign; `None` if it does not fit.
fn scaled(negative: bool, value: u128, power: i64) -> Option<Number> {
    if value == 0 {
        return Some(Number::ZERO);
    }
    let places = u32::try_from(power.unsigned_abs()).ok()?;
    if power >= 0 {
        return Number::signed(negative, value.checked_mul(10_u128.checked_pow(places)?)?);
    }
    // The denominator is 2^places * 5^places, less what cancels. At most 127 twos and 55 fives are in `value`.
    let (value, twos) = cancel(value, 2, places);
    let (value, fives) = cancel(value, 5, places);
    let denominator = 2_i128.checked_pow(twos)?.checked_mul(5_i128.checked_pow(fives)?)?;
    Number::signed(negative, value)?.div(Number::integer(denominator))
}

/// Divides `factor` out of `value`, at most `times`; with it, how many times are left.
fn cancel(mut value: u128, factor: u128, mut times: u32) -> (u128, u32) {
    while times > 0 && value.is_multiple_of(factor) {
        (value, times) = (value / factor, times - 1);
    }
    (value, times)
}

/// The first digit after the point of `rest / denominator`, and what is left of it, for `rest < denominator <= i128::MAX`.
fn next_digit(rest: u128, denominator: u128) -> (u128, u128) {
    // Ten times `rest` may not fit a u128, twice it does: 10 = 2 * (2 * 2 + 1).
    let double = |(digit, rest): (u128, u128)| carry(digit * 2, rest * 2, denominator);
    let (digit, four) = double(double((0, rest)));
    double(carry(digit, four + rest, denominator))
}

fn carry(digit: u128, rest: u128, denominator: u128) -> (u128, u128) {
    if rest >= denominator { (digit + 1, rest - denominator) } else { (digit, rest) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Number;
    use alloc::{format, string::ToString};
    use proptest::prelude::*;

    #[test]
    fn the_grammar_is_json_s_and_no_wider() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0e5", "0"),
            ("1e2", "100"),
            ("1E+2", "100"),
            ("12.50e-1", "1.25"),
            ("133.75", "133.75"),
            ("-0.5", "-0.5"),
            ("100e-2", "1"),
            ("0e999999999999999999999", "0"),
            ("0.000000000001", "0.000000000001"),
            ("0.0000000000001", "1/10000000000000"),
        ] {
            assert_eq!(Number::parse(text).unwrap().to_string(), shown, "{text}");
        }
        for text in [
            "", "-", "+1", "01", "-01", "00", ".5", "1.", "1.e2", "1e", "1e+", "1e2.0", " 1", "1 ", "1_0", "0x1",
            "NaN", "Infinity", "1/2", "--1", "1e--2", "٣", "1e1e1",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_that_fits_is_read_however_it_is_written() {
        assert_eq!(Number::parse(&i128::MAX.to_string()), Some(Number::integer(i128::MAX)));
        assert_eq!(Number::parse(&i128::MIN.to_string()), Some(Number::integer(i128::MIN)));
        assert_eq!(Number::parse("170141183460469231731687303715884105728"), None);
        assert_eq!(Number::parse("1e38"), Some(Number::integer(10_i128.pow(38))));
        assert_eq!(Number::parse("1e39"), None);
        assert_eq!(Number::parse("1e-38"), Number::ratio(1, 10_i128.pow(38)));
        assert_eq!(Number::parse("1e-39"), None);
        // 2^100 / 10^40 is 2^60 / 5^40.
        assert_eq!(Number::parse(&format!("{}e-40", 1_u128 << 100)), Number::ratio(1 << 60, 5_i128.pow(40)));
        for text in ["1e2147483648", "1e-2147483648", "1e99999999999999999999", "-1e-99999999999999999999"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        let zeros = "0".repeat(10_000);
        assert_eq!(Number::parse(&format!("1.{zeros}")), Some(Number::ONE));
        assert_eq!(Number::parse(&format!("1{zeros}e-10000")), Some(Number::ONE));
        assert_eq!(Number::parse(&format!("0.{zeros}1e10001")), Some(Number::ONE));
        assert_eq!(Number::parse(&format!("1.{zeros}1")), None);
    }

    #[test]
    fn only_the_canonical_spelling_is_canonical() {
        for text in ["401/3", "133.75", "-0.5", "0", "-401/3", "1/10000000000000"] {
            assert_eq!(Number::parse_canonical(text).unwrap().to_string(), text);
        }
        for text in ["1.50", "-0", "1e2", "802/6", "1/2", "4/2", "1/0", "/3", "1/", "+1/3", "1/-3", "1/ 3"] {
            assert_eq!(Number::parse_canonical(text), None, "{text}");
        }
    }

    #[test]
    fn rounding_to_twelve_places_carries_and_never_overflows() {
        let shown = |num, den| Number::ratio(num, den).unwrap().rounded_decimal();
        assert_eq!(shown(401, 3), "133.666666666667");
        assert_eq!(shown(-1, 3), "-0.333333333333");
        assert_eq!(shown(-1, i128::MAX), "0");
        assert_eq!(shown(i128::MAX - 1, i128::MAX), "1");
        assert_eq!(shown(i128::MAX / 2, i128::MAX), "0.5");
        assert_eq!(shown(1, 2_000_000_000_000), "0.000000000001");
        assert_eq!(shown(i128::MIN, 3), "-56713727820156410577229101238628035242.666666666667");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(num in any::<i128>(), den in 1..=i128::MAX) {
            let number = Number::ratio(num, den).unwrap();
            prop_assert_eq!(Number::parse_canonical(&number.to_string()), Some(number));
        }

        #[test]
        fn a_decimal_is_read_back(num in any::<i64>(), places in 0_u32..13) {
            let number = Number::ratio(num.into(), 10_i128.pow(places)).unwrap();
            let text = number.decimal().unwrap();
            prop_assert_eq!(Number::parse(&text), Some(number));
            prop_assert_eq!(Number::parse_canonical(&text), Some(number));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-+.eE0-9/]{0,60}") {
            let _ = (Number::parse(&text), Number::parse_canonical(&text));
        }
    }
}
