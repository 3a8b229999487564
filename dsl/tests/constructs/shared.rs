//! A small ruleset that every construct can stand in, and how a mistake in it reads.

use std::collections::BTreeMap;

use stepcare_core::construct::Decision;
use stepcare_core::expression::Node;
use stepcare_core::ruleset::{Compiled, LoadOptions, Ruleset};
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Constant, Number};
use stepcare_dsl::testing::run;
use stepcare_dsl::{Compilation, Diagnostic, Failure, compile};

pub const HEAD: &str = r#"care edition 2026
ruleset demo version "1" effective 2026-01-01
  uses drugs from "drugs.care"
source local "Protocol" choice
source paper "Paper" doi "10.1000/1"
role navigator, clinician
task call "Call"
task look "Look at it"
order labs "Laboratory results"
referral clinic "Clinic"
channel email, sms are sent
channel phone are tasks for navigator due in 2 business days
topic monitoring "Reminders" with consent version "1" only 08:00 .. 20:00 patient time
setting first : days = 7 days from 3 days .. 14 days
setting bound : mmHg = 180 mmHg from 160 mmHg .. 200 mmHg
facts {
  age : years in 0 .. 120 from chart
  frail : yes/no valid 1 year from chart
  symptoms : any of chest_pain, breathless valid 1 day ask patient
  potassium : mmol/L in 1.5 .. 9.0 valid 90 days from lab
  creatinine : mg/dL in 0.1 .. 25 valid 90 days from lab
  own_limit : mmHg in 90 .. 180 from chart
  medications : medications from chart
  conditions : codes from chart
  preferred : one of email, sms, phone ask patient
  language : one of en, es ask patient
  sent_at : instant from chart
}
series home_bp {
  systolic : mmHg in 50 .. 300
  diastolic : mmHg in 30 .. 200
  method : one of cuff, manual
  current within 1 day
}
"#;

pub const FORMULARY: &str = r#"care edition 2026
formulary drugs version "1"
source label "Label" url "https://example.org"
class acei, arb, ccb
drug amlodipine class ccb rxnorm 17767 "amlodipine" doses 2.5 mg, 5 mg, 10 mg daily tablets 5 mg in halves, 10 mg cite label
drug lisinopril class acei rxnorm 29046 "lisinopril" doses 10 mg, 20 mg daily tablets 10 mg cite label
drug losartan class arb rxnorm 52175 "losartan" doses 50 mg, 100 mg daily tablets 50 mg cite label
product "lisinopril 10 mg / amlodipine 5 mg" rxnorm 898342 contains lisinopril 10 mg, amlodipine 5 mg
outside rxnorm 1191 "aspirin"
never together acei, arb cite label
never together two of one class cite label
"#;

/// An average that a goal can judge.
pub const AVERAGE: &str =
    "average mean_bp of home_bp {\n  window last 7 days\n  report mean systolic, mean diastolic\n}\n";

/// A goal that a ladder can work towards.
pub const GOAL: &str = "goal target for mean_bp {\n  below 130/80 otherwise\n}\n";

/// Compiles the head with some more lines, beside a formulary.
pub fn with_formulary(body: &str, formulary: &str) -> Result<Compilation, Failure> {
    let files = BTreeMap::from([
        ("demo.care".to_string(), format!("{HEAD}{body}")),
        ("drugs.care".to_string(), formulary.to_string()),
    ]);
    compile("demo.care", &files)
}

/// What the head with some more lines compiles to.
pub fn compiled(body: &str) -> Compiled {
    with_formulary(body, FORMULARY).unwrap_or_else(|failure| panic!("{failure}")).compiled
}

/// The decision of a name.
pub fn decision<'c>(compiled: &'c Compiled, name: &str) -> &'c Decision {
    compiled.decisions.iter().find(|d| d.name() == name).unwrap()
}

/// The errors of the head with some more lines.
pub fn errors(body: &str) -> Vec<Diagnostic> {
    match with_formulary(body, FORMULARY) {
        Ok(_) => Vec::new(),
        Err(failure) => failure.diagnostics,
    }
}

/// An error as its author reads it: `E0305 message; label; help`.
pub fn said(error: &Diagnostic) -> String {
    let code = error.code.trim_start_matches("care::");
    let label = error.labels.first().map_or("", |(_, label)| label.as_str());
    [format!("{code} {}", error.message), label.into(), error.help.join("; ")].join("; ")
}

/// Asserts that every test of the head with some more lines holds.
#[track_caller]
pub fn passes(body: &str) {
    let compilation = with_formulary(body, FORMULARY).unwrap_or_else(|failure| panic!("{failure}"));
    let ruleset = Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default()).unwrap();
    let results = run(&compilation.tests, &ruleset);
    assert!(!results.is_empty(), "no test in\n{body}");
    for result in results {
        let failed: Vec<String> = result.failed.iter().map(|f| format!("{}: {}", f.expected, f.found)).collect();
        assert!(failed.is_empty(), "\"{}\": {}", result.name, failed.join("; "));
    }
}

/// The errors of a text, each as its author reads it.
pub fn all_said(body: &str) -> Vec<String> {
    errors(body).iter().map(said).collect()
}

/// Asserts that a text has exactly one error, and that it reads so: each piece stands in it, in order.
#[track_caller]
pub fn refused(body: &str, pieces: &[&str]) {
    let said = all_said(body);
    assert_eq!(said.len(), 1, "one error is expected of\n{body}\n{said:#?}");
    in_order(&said[0], pieces);
}

/// Asserts that some words stand in a text, in order.
#[track_caller]
pub fn in_order(text: &str, pieces: &[&str]) {
    let mut rest = text;
    for piece in pieces {
        let at = rest.find(piece).unwrap_or_else(|| panic!("`{piece}` is expected in order in\n{text}"));
        rest = &rest[at + piece.len()..];
    }
}

/// Runs tests over some more lines, each what is given and what is expected, as of 2 March 2026, 09:00 in New York;
/// gives what failed. The ruleset is one that was written to a bundle and read back, as a host has it.
pub fn failed(body: &str, tests: &[(&str, &str)]) -> Vec<String> {
    let mut text = body.to_string();
    for (n, (given, expect)) in tests.iter().enumerate() {
        text += &format!("test \"{n}\" {{\n  as of 2026-03-02T09:00 in America/New_York\n{given}\n{expect}\n}}\n");
    }
    let compilation = with_formulary(&text, FORMULARY).unwrap_or_else(|failure| panic!("{failure}"));
    let ruleset = Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default()).unwrap();
    let ruleset = Ruleset::from_bundle(ruleset.to_bundle().as_bytes(), LoadOptions::default()).unwrap();
    let results = run(&compilation.tests, &ruleset);
    assert_eq!(results.len(), tests.len());
    results.iter().flat_map(|r| &r.failed).map(|f| format!("{}: {}", f.expected, f.found)).collect()
}

/// The number of a constant node.
pub fn constant(compiled: &Compiled, id: ExprId) -> String {
    match compiled.program.node(id) {
        Some(Node::Constant { value: Constant::Number(number), unit }) => {
            format!("{number} {}", unit.map(|u| u.shown()).unwrap_or_default())
        }
        other => panic!("a constant is expected: {other:?}"),
    }
}

/// A number as it is written.
pub fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}
