//! A number in the evaluation's JSON: `133.75`, or `{"num":401,"den":3,"shown":133.666666666667}` where no decimal is exact.

use super::Number;
use crate::value::json::ToJson;
use crate::value::text::text;
use alloc::string::String;

impl ToJson for Number {
    fn json(&self, to: &mut String) {
        to.push_str(&match self.decimal() {
            Some(decimal) => decimal,
            // `shown` is the decimal rounded half up to 12 places, for people; the value is `num / den`.
            None => {
                let (num, den, shown) = (self.numerator(), self.denominator(), self.rounded_decimal());
                text!["{\"num\":", num, ",\"den\":", den, ",\"shown\":", shown, "}"]
            }
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Number;
    use crate::value::json::written;
    use alloc::vec;
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
            assert_eq!(written(&number), json);
        }
        assert_eq!(written(&vec![Number::ratio(1, 10).unwrap(), Number::integer(100)]), "[0.1,100]");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(num in any::<i128>(), den in 1..=i128::MAX) {
            let number = Number::ratio(num, den).unwrap();
            let json = written(&number);
            let parts = json.strip_prefix("{\"num\":").and_then(|rest| rest.split_once(",\"shown\":"));
            let read = match parts.and_then(|(parts, _)| parts.split_once(",\"den\":")) {
                Some((num, den)) => Number::ratio(num.parse().unwrap(), den.parse().unwrap()),
                None => Number::parse(&json),
            };
            prop_assert_eq!(read, Some(number));
        }
    }
}
