//! What a screening compiles to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use stepcare_core::construct::{Decision, screening::Verdict};
use stepcare_core::expression::{CompareOp, Node};
use stepcare_core::value::{Constant, Number, Unit};

const HEAD: &str =
    "care edition 2026\nruleset demo version \"1\" effective 2026-01-01\nsource local \"Protocol\" choice\n";

fn compile(body: &str) -> Result<stepcare_dsl::Compilation, stepcare_dsl::Failure> {
    stepcare_dsl::compile("demo.care", &BTreeMap::from([("demo.care".into(), format!("{HEAD}{body}"))]))
}

#[test]
fn a_screening_keeps_its_lines_in_order_with_words_and_citations() {
    let compiled = compile(
        "facts {\n  birth_date : date required from chart\n  pregnant : yes/no/maybe valid 60 days ask patient\n}\n\
         define age = whole years from birth_date to today\n\
         screening eligibility {\n  exclude under_age when age < 18 years cite local \"P-017\"\n\
         \n  refer pregnancy when pregnant is one of yes, maybe \"With obstetrics\" cite local\n  otherwise eligible\n}\n",
    )
    .unwrap()
    .compiled;
    let Decision::Screening(screening) = &compiled.decisions[0] else { panic!() };
    let names: Vec<(&str, Verdict)> = screening.lines.iter().map(|l| (l.name.as_str(), l.verdict)).collect();
    assert_eq!(names, [("under_age", Verdict::Exclude), ("pregnancy", Verdict::Refer)]);
    assert_eq!(screening.lines[0].cite[0].note.as_deref(), Some("P-017"));
    assert_eq!(screening.lines[1].text.as_deref(), Some("With obstetrics"));
}

#[test]
fn a_limit_in_pounds_is_compared_in_the_fact_s_kilograms_exactly() {
    let compiled = compile(
        "facts {\n  weight : kg in 20 .. 400\n}\nscreening cuff {\n  exclude heavy when weight > 440 lb\n  otherwise eligible\n}\n",
    )
    .unwrap()
    .compiled;
    let Decision::Screening(screening) = &compiled.decisions[0] else { panic!() };
    let Some(Node::Compare { op: CompareOp::Greater, right, unit: Some(unit), .. }) =
        compiled.program.node(screening.lines[0].when)
    else {
        panic!()
    };
    assert_eq!(unit.shown(), "kg");
    let exact = Number::parse("199.5806428").unwrap();
    assert_eq!(
        compiled.program.node(*right),
        Some(&Node::Constant { value: Constant::Number(exact), unit: Unit::written("kg") })
    );
}

#[test]
fn a_source_cited_in_its_first_line_is_that_of_each_line_without_its_own() {
    let compiled = compile(
        "source other \"Guide\" choice\nfacts {\n  age : years in 0 .. 120\n}\nscreening eligibility cite local {\n  \
         exclude young when age < 18 years\n  exclude old when age > 99 years cite other\n  otherwise eligible\n}\n",
    )
    .unwrap()
    .compiled;
    let Decision::Screening(screening) = &compiled.decisions[0] else { panic!() };
    let cited: Vec<usize> = screening.lines.iter().map(|line| line.cite[0].source.index()).collect();
    assert_eq!(cited, [0, 1]);
}
