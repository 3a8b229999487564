//! `dmn-tck`'s literal expressions, in FEEL.

mod parser;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::foreign::value::{Value, shown};
use super::{Report, Tally, read};
use parser::{Refused, answer, duration, number_of};

/// A case of the set.
#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    expression: String,
    inputs: Option<Map<String, Json>>,
    expected: Json,
}

/// The bound of the set: three of its cases are of years below 0, which no date here has.
const MAY_FAIL: usize = 7;

/// All pass but so many.
pub fn run(folder: &Path) -> Result<Report, String> {
    let cases: Vec<Case> = serde_json::from_str(&read(folder, "expressions.json")?).map_err(|why| why.to_string())?;
    let (mut tally, mut refused, mut failures) = (Tally::default(), 0, Vec::new());
    for case in &cases {
        let outcome = judge(case);
        tally.add(outcome.is_ok());
        match outcome {
            Ok(Pass::Value) => {}
            Ok(Pass::Refusal) => refused += 1,
            Err(why) => failures.push(format!("{}: `{}` {why}", case.id, case.expression)),
        }
    }
    let mut report = Report::all_must_pass("dmn-tck-expressions", tally, failures);
    report.holds = tally.total > 0 && tally.total - tally.passed <= MAY_FAIL;
    report.note = format!("(values {}, refused by type {refused})", tally.passed - refused);
    Ok(report)
}

/// How a case passed.
enum Pass {
    /// With the value that is expected.
    Value,
    /// `null` there, and an error of the checker here; or a condition that is none, which is an error of the checker
    /// whatever it is there.
    Refusal,
}

fn judge(case: &Case) -> Result<Pass, String> {
    let inputs = case.inputs.as_ref().map(given).unwrap_or_default();
    let expected = expected(&case.expected).ok_or_else(|| format!("expects {}, which is not read", case.expected))?;
    match answer(&case.expression, inputs).map_err(|why| format!("is not read: {why}"))? {
        Ok(came) if came.is_same_answer(&expected) => Ok(Pass::Value),
        Ok(came) => Err(format!("is {} where {} is expected", shown(&came), case.expected)),
        Err(Refused { no_condition: true, .. }) => Ok(Pass::Refusal),
        Err(_) if matches!(expected, Value::Unknown) => Ok(Pass::Refusal),
        Err(Refused { why, .. }) => Err(format!("is refused ({why}) where {} is expected", case.expected)),
    }
}

fn given(inputs: &Map<String, Json>) -> BTreeMap<String, Value> {
    inputs.iter().filter_map(|(name, value)| Some((name.clone(), expected(value)?))).collect()
}

fn expected(value: &Json) -> Option<Value> {
    match value {
        Json::Null => Some(Value::Unknown),
        Json::Bool(truth) => Some(Value::Truth(*truth)),
        Json::Number(number) => number_of(&number.to_string()),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Object(typed) => {
            let text = typed.get("text")?.as_str()?;
            match typed.get("type")?.as_str()? {
                "duration" => duration(text),
                "decimal" | "double" | "integer" => number_of(text),
                _ => None,
            }
        }
        Json::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pass, expected, judge};
    use serde_json::json;

    fn pass(expression: &str, expected: serde_json::Value) -> Result<bool, String> {
        let case =
            json!({ "id": "x", "expression": expression, "inputs": { "A": true, "B": null }, "expected": expected });
        judge(&serde_json::from_value(case).unwrap()).map(|pass| matches!(pass, Pass::Value))
    }

    #[test]
    fn expressions_are_worked_out_by_the_engine() {
        for (expression, expected) in [
            ("A and B", json!(null)),
            ("A or B", json!(true)),
            ("not(A) and B", json!(false)),
            ("2 between 1 and 10", json!(true)),
            ("1 between 1 and null", json!(null)),
            ("date(\"2018-12-02\") between date(\"2018-12-02\") and date(\"2018-12-04\")", json!(true)),
            ("duration(\"P3Y\") < duration(\"P40M\")", json!(true)),
            ("3 in (1..3] and not(1 in (1..3])", json!(true)),
            ("2 in (1, 2, null)", json!(true)),
            ("3 in (< 2, > 5)", json!(false)),
            ("if 1 > 2 then 3 else max(4, 5, 1)", json!(5)),
            ("if B then 3 else 4", json!(null)),
            ("any([false, null])", json!(null)),
            ("all([false, null])", json!(false)),
            ("@\"2026-01-31\" + duration(\"P1M\") = date(\"2026-02-28\")", json!(true)),
            ("duration(\"PT90M\") = duration(\"PT1H30M\")", json!(true)),
            ("round half up(scale: 1, n: -2.25)", json!({ "type": "decimal", "text": "-2.3" })),
            (
                "years and months duration(date(\"2013-08-24\"), date and time(\"2011-12-22T10:00:00@Etc/UTC\"))",
                json!({ "type": "duration", "text": "-P1Y8M" }),
            ),
        ] {
            assert_eq!(pass(expression, expected), Ok(true), "{expression}");
        }
    }

    #[test]
    fn a_wrong_type_is_refused_and_a_wrong_value_fails() {
        assert_eq!(pass("false and 123", json!(false)), Ok(false));
        assert_eq!(pass("date(\"2018-12-02\") between \"a\" and \"b\"", json!(null)), Ok(false));
        // That the language has no such operation is no wrong operand.
        assert!(pass("\"a\" + \"b\"", json!("ab")).is_err());
        assert_eq!(pass("round half up(1, 2, 3)", json!(null)), Ok(false));
        assert!(pass("1 between 2 and 3", json!(true)).is_err());
        assert!(pass("date(\"-2018-12-02\") < date(\"2018-12-02\")", json!(true)).is_err());
        assert!(pass("for x in A return x", json!(null)).is_err());
        assert!(expected(&json!([1])).is_none());
    }
}
