//! A number in the evaluation's JSON: `133.75`, or `{"num":401,"den":3,"shown":133.666666666667}` where no decimal is exact.
//!
//! Digits pass through [`RawValue`] and never through a float, so reading and writing work with serde_json alone, and
//! not below `#[serde(flatten)]` or a tagged enumeration, which buffer what they read.

use super::Number;
use alloc::{boxed::Box, string::String};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

/// The form of a number that does not end within 12 places.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fraction {
    num: i128,
    den: i128,
    /// The decimal rounded half up to 12 places, for people; the value is `num / den`.
    shown: Box<RawValue>,
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.decimal() {
            Some(decimal) => raw(decimal)?.serialize(serializer),
            None => {
                let shown = raw(self.rounded_decimal())?;
                Fraction { num: self.numerator(), den: self.denominator(), shown }.serialize(serializer)
            }
        }
    }
}

fn raw<E: ser::Error>(text: String) -> Result<Box<RawValue>, E> {
    RawValue::from_string(text).map_err(E::custom)
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        // The message says what was expected and not what was found: it may be a patient's value.
        let unfit = || de::Error::custom("expected a number, or a fraction {num, den, shown}, that fits 128 bits");
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let text = json.get();
        if !text.starts_with('{') {
            return Number::parse(text).ok_or_else(unfit);
        }
        let fraction: Fraction = serde_json::from_str(text).map_err(|_| unfit())?;
        let number = Number::ratio(fraction.num, fraction.den).ok_or_else(unfit)?;
        // Parts that contradict each other, or that would have been written as a decimal, were not written here.
        let parts = (fraction.num, fraction.den, fraction.shown.get());
        let shown = number.rounded_decimal();
        if number.decimal().is_none() && parts == (number.numerator(), number.denominator(), shown.as_str()) {
            Ok(number)
        } else {
            Err(unfit())
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Number;
    use alloc::{format, vec, vec::Vec};
    use proptest::prelude::*;

    #[test]
    fn a_decimal_keeps_its_digits_and_a_fraction_its_parts() {
        for (number, json) in [
            (Number::ratio(535, 4), "133.75"),
            (Number::ratio(-1, 2), "-0.5"),
            (Number::ratio(401, 3), r#"{"num":401,"den":3,"shown":133.666666666667}"#),
            (Some(Number::integer(i128::MAX)), "170141183460469231731687303715884105727"),
            (Some(Number::integer(i128::MIN)), "-170141183460469231731687303715884105728"),
            (
                Number::ratio(i128::MIN, i128::MAX),
                concat!(
                    r#"{"num":-170141183460469231731687303715884105728,"#,
                    r#""den":170141183460469231731687303715884105727,"shown":-1}"#
                ),
            ),
        ] {
            let number = number.unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), json);
            assert_eq!(serde_json::from_str::<Number>(json).unwrap(), number);
        }
    }

    #[test]
    fn numbers_are_read_inside_a_list_exactly() {
        let read: Vec<Number> = serde_json::from_str("[ 0.1, 1e2 , 0.30000000000000004 ]").unwrap();
        let exact = Number::ratio(30_000_000_000_000_004, 100_000_000_000_000_000).unwrap();
        assert_eq!(read, vec![Number::ratio(1, 10).unwrap(), Number::integer(100), exact]);
    }

    #[test]
    fn what_is_not_a_number_is_refused_without_being_shown() {
        for json in [
            r#""12345""#,
            "null",
            "true",
            "[1]",
            r#"{"num":12345,"den":0,"shown":0}"#,
            r#"{"num":12345,"den":3}"#,
            r#"{"num":12345,"den":2,"shown":6172.5}"#,
            r#"{"num":802,"den":6,"shown":133.666666666667}"#,
            r#"{"num":401,"den":3,"shown":1}"#,
            r#"{"num":401,"den":3,"shown":133.666666666667,"more":12345}"#,
            "1234512345123451234512345123451234512345",
        ] {
            let error = format!("{}", serde_json::from_str::<Number>(json).unwrap_err());
            assert!(!error.contains("12345"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(num in any::<i128>(), den in 1..=i128::MAX) {
            let number = Number::ratio(num, den).unwrap();
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<Number>(&json).unwrap(), number);
        }
    }
}
