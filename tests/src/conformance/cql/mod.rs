//! `cql-tests`: expressions of the Clinical Quality Language, and what they come to there.

mod parser;
mod term;
mod timing;

use std::path::Path;

use serde::Deserialize;

use super::foreign::value::{Value, shown};
use super::{Report, Tally, read};

/// A case of the set.
#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    transfers: Transfers,
    note: Option<String>,
    expression: String,
    expected: Option<String>,
    /// The source expects an error.
    invalid: Option<serde_json::Value>,
}

/// How a case carries over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Transfers {
    /// The same operation gives the same value.
    Yes,
    /// The same after what its note says, or a refusal.
    Adapt,
    /// The source's value is wrong here.
    Differs,
}

/// How a case came out.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Refused,
    Failed(String),
}

/// `yes` and `differs` must all pass, `adapt` pass or be refused.
pub fn run(folder: &Path) -> Result<Vec<Report>, String> {
    let cases: Vec<Case> = serde_json::from_str(&read(folder, "cases.json")?).map_err(|why| why.to_string())?;
    let mut tallies = [Tally::default(); 3];
    let (mut refused, mut failures) = (0, Vec::new());
    for case in &cases {
        let outcome = judge(case);
        let passed = !matches!(outcome, Outcome::Failed(_));
        let [yes, adapt, differs] = &mut tallies;
        match case.transfers {
            Transfers::Yes => yes.add(passed),
            Transfers::Adapt => adapt.add(passed),
            Transfers::Differs => differs.add(passed),
        }
        refused += usize::from(outcome == Outcome::Refused);
        if let Outcome::Failed(why) = outcome {
            failures.push(format!("{}: `{}` {why}", case.id, case.expression));
        }
    }
    let [yes, adapt, differs] = tallies;
    let mut report = Report::all_must_pass("cql-tests", yes + adapt + differs, failures);
    let valued = adapt.passed - refused;
    report.note = format!("(yes {yes}, adapt {}: passed {valued}, refused {refused}, differs {differs})", adapt.total);
    Ok(vec![report])
}

fn judge(case: &Case) -> Outcome {
    let note = case.note.as_deref().unwrap_or("");
    let came = match parser::answer(&case.expression, case.transfers == Transfers::Adapt && note.contains("elapsed")) {
        Ok(came) => came,
        Err(why) => return Outcome::Failed(format!("is not read: {why}")),
    };
    let expected = match &case.expected {
        Some(text) => match parser::answer(text, false) {
            Ok(Ok(expected)) => Some(expected),
            Ok(Err(why)) | Err(why) => return Outcome::Failed(format!("expects `{text}`, which is not read: {why}")),
        },
        None => None,
    };
    let invalid = case.invalid.as_ref().is_some_and(|invalid| !invalid.is_null());
    let is_expected = |came: &Value| expected.as_ref().is_some_and(|expected| came.is_same_answer(expected));
    match (&came, case.transfers) {
        // The source's value must not come, and that is all that is asked.
        (Ok(came), Transfers::Differs) if is_expected(came) => Outcome::Failed("gives the source's value".into()),
        (_, Transfers::Differs) => Outcome::Passed,
        (Ok(came), _) if is_expected(came) => Outcome::Passed,
        // Two cases of the source contradict each other: unknown is right for either.
        (Ok(Value::Unknown), Transfers::Adapt) if note.contains("disputed") => Outcome::Passed,
        (Err(_), Transfers::Adapt) => Outcome::Refused,
        (Err(_), Transfers::Yes) if invalid => Outcome::Passed,
        (Ok(came), _) => Outcome::Failed(format!("is {} where {:?} is expected", shown(came), case.expected)),
        (Err(why), _) => Outcome::Failed(format!("is refused ({why}) where {:?} is expected", case.expected)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Value, judge, parser::answer, shown};
    use serde_json::json;

    fn case(transfers: &str, expression: &str, expected: &str, note: &str) -> Outcome {
        let case = json!({ "id": "x", "area": "", "transfers": transfers, "note": note, "expression": expression,
            "expected": expected, "invalid": null });
        judge(&serde_json::from_value(case).unwrap())
    }

    fn came(expression: &str) -> String {
        shown(&answer(expression, false).unwrap().unwrap_or(Value::Text(String::new())))
    }

    #[test]
    fn operators_bind_as_in_the_grammar() {
        for (expression, expected) in [
            ("not false and null", "an unknown"),
            ("1 + 2 * 3 = 7 and 4 - 1 > 2", "true"),
            ("null as String = null", "an unknown"),
            ("true or null implies false", "false"),
            ("months between @2014-01-31 and @2014-03-01 > 0", "true"),
            ("start of Interval(1, 10] in Interval[2, 4]", "true"),
            ("if 1 > 2 then 3 else -4", "-4"),
            ("if null then 3 else 3.0", "3"),
            ("if null then 3 else 4", "an unknown"),
            ("case 10 when 5 then 12 when 10 then 15 else 1 end", "15"),
            ("5 is not null", "true"),
        ] {
            assert_eq!(came(expression), expected, "{expression}");
        }
        for unread in ["1 +", "1 2", "Interval[1, 2", "5 frobs 6", "x"] {
            assert!(answer(unread, false).is_err(), "{unread}");
        }
    }

    #[test]
    fn timing_phrases_are_asked_by_their_unit_and_distance() {
        for (phrase, expected) in [
            ("@2026-03-02T10:59 before hour of @2026-03-02T11:00", "true"),
            ("@2026-03-02T10:15 same hour or after @2026-03-02T10:45", "true"),
            ("@2026-03 same day as @2026-03-02", "an unknown"),
            ("@2026-03-02 3 days or less before @2026-03-05", "true"),
            ("@2026-03-02 less than 3 days before @2026-03-05", "false"),
            ("@2026-03-02 3 days after @2026-02-27", "true"),
            ("@2026-03-02 within 2 days of @2026-03-05", "false"),
            ("Interval[1, 10] starts Interval[1, 11]", "true"),
            ("Interval[@2026-03-02, @2026-03-04] ends before day of @2026-03-05", "true"),
            ("Interval[@2026-03-02, null] includes @2030-01-01", "true"),
            ("Interval[@2026-03-02, null) includes @2030-01-01", "an unknown"),
            ("Interval[1, 10] properly includes Interval[1, 10]", "false"),
            ("Interval[1, 10] properly includes Interval[1, 9]", "true"),
            ("Interval[1, 4] meets before Interval[5, 9]", "true"),
            ("Interval[1, 4) overlaps Interval[4, 9]", "false"),
        ] {
            assert_eq!(came(phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn what_the_language_refuses_is_a_refusal_once_it_is_read() {
        for refused in [
            "1 week = 1 'wk'",
            "1 'g' = 1 'cm'",
            "1 = 1 'cm'",
            "@2026-03-02 + 5 hours",
            "@2026 + 5 days",
            "width of Interval[1, 2]",
            "true and 5",
            "Interval[10, 1]",
            "Interval[null, 5] contains 1",
            "7 mod 2",
        ] {
            assert!(answer(refused, false).unwrap().is_err(), "{refused}");
        }
    }

    #[test]
    fn a_pass_is_what_each_kind_of_case_says() {
        assert_eq!(case("yes", "1 'm' > 10 'cm'", "true", ""), Outcome::Passed);
        assert!(matches!(case("yes", "1 week = 1 'wk'", "true", ""), Outcome::Failed(_)));
        assert_eq!(case("adapt", "1 week = 1 'wk'", "true", ""), Outcome::Refused);
        assert!(matches!(case("adapt", "1 = 1", "false", ""), Outcome::Failed(_)));
        assert!(matches!(case("adapt", "1 frobs 1", "true", ""), Outcome::Failed(_)));
        assert_eq!(case("differs", "AllTrue({null})", "true", ""), Outcome::Passed);
        assert!(matches!(case("differs", "AllTrue({})", "true", ""), Outcome::Failed(_)));
        let weeks = "weeks between @2012-03-10T22:05:09 and @2012-03-24T07:19:33";
        assert_eq!(case("adapt", weeks, "1", "whole weeks elapsed"), Outcome::Passed);
        assert_eq!(case("yes", weeks, "2", ""), Outcome::Passed);
    }
}
