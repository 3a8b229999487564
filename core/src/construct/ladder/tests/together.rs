//! Steps that move two drugs at once, as a tablet of both does (D-16).

use alloc::{format, vec, vec::Vec};

use super::*;
use crate::construct::ladder::{Move, Step};
use crate::construct::practice::{HERE, drug, number};
use crate::expression::Status;
use crate::expression::formulary::Product;
use crate::value::{Code, CodeSystem};

const SINCE: &str = "2026-01-05 09:00";

fn start(name: &str, mg: &str) -> Move {
    Move::Start { drug: drug(name), dose: number(mg) }
}

/// Half a tablet, one, two of lisinopril 20 mg with chlorthalidone 25 mg; or losartan with it.
fn of_two() -> Practice {
    let mut practice = Practice::new();
    let pill = |of: &str, mg: &str, code: &str| Product {
        code: Code::new(CodeSystem::RxNorm, code),
        display: format!("{of} {mg} mg / chlorthalidone 25 mg"),
        contains: vec![(drug("chlorthalidone"), number("25")), (drug(of), number(mg))],
        halves: of == "lisinopril",
    };
    practice.formulary.products.extend([pill("lisinopril", "20", "2"), pill("losartan", "100", "3")]);
    let Some(Decision::Ladder(ladder)) = practice.decisions.get_mut(5) else { panic!("a ladder") };
    let step =
        |alternatives: &[&[Move]]| Step { alternatives: alternatives.iter().map(|m| m.to_vec()).collect(), at: HERE };
    let raise = Move::RaiseStepDrug { step: 1 };
    let (lisinopril, losartan) = (start("lisinopril", "10"), start("losartan", "50"));
    let chlorthalidone = start("chlorthalidone", "12.5");
    ladder.paths.get_mut(1).unwrap().steps = vec![
        step(&[&[lisinopril, chlorthalidone.clone()], &[losartan, chlorthalidone]]),
        step(&[core::slice::from_ref(&raise)]),
        step(&[&[raise]]),
        step(&[&[start("amlodipine", "5")]]),
    ];
    practice
}

fn on(lines: &[(&str, &str)]) -> Vec<String> {
    lines.iter().enumerate().map(|(n, (name, mg))| takes(&format!("m{n}"), name, mg, SINCE)).collect()
}

fn seen(lines: &[(&str, &str)], potassium: &str) -> Seen {
    with(&of_two(), &on(lines), potassium, "2026-03-02 09:00")
}

#[test]
fn both_are_started_and_a_product_of_both_is_named_in_halves() {
    let seen = seen(&[], "4.4");
    let expected =
        "1: lisinopril 10 mg with chlorthalidone 12.5 mg (half a tablet of lisinopril 20 mg / chlorthalidone 25 mg)";
    assert_eq!(seen.proposed(), expected);
    assert_eq!(seen.only().anchor, "step:standard:1:none");
    let step = seen.ladder_value().step.clone().unwrap();
    assert_eq!((step.with.len(), step.with[0].from, step.product.unwrap().count), (1, None, number("0.5")));
}

#[test]
fn both_are_raised_one_dose() {
    let raised = seen(&[("lisinopril", "10"), ("chlorthalidone", "12.5")], "4.4");
    let expected = "2: lisinopril 10 mg to 20 mg with chlorthalidone 12.5 mg to 25 mg (1 tablet of lisinopril 20 mg / chlorthalidone 25 mg)";
    assert_eq!((raised.proposed().as_str(), raised.ladder_value().steps_taken), (expected, Some(1)));
    // Chlorthalidone is at its top dose: lisinopril goes on by itself.
    let on = seen(&[("lisinopril", "20"), ("chlorthalidone", "25")], "4.4");
    let expected =
        "3: lisinopril 20 mg to 40 mg (1 tablet of 40 mg) with chlorthalidone 25 mg as now (1 tablet of 25 mg)";
    assert_eq!(on.proposed(), expected);
    let done = seen(&[("lisinopril", "40"), ("chlorthalidone", "25")], "4.4");
    assert_eq!(
        (done.proposed().as_str(), done.ladder_value().steps_taken),
        ("4: amlodipine 5 mg (1 tablet of 5 mg)", Some(3))
    );
}

#[test]
fn a_step_is_held_only_when_both_are_taken_at_their_doses() {
    for (lines, expected) in [
        (
            &[("lisinopril", "10")][..],
            "1: chlorthalidone 12.5 mg with lisinopril 10 mg as now (half a tablet of lisinopril 20 mg / chlorthalidone 25 mg)",
        ),
        // More of one than the step gives stays.
        (
            &[("chlorthalidone", "25")][..],
            "1: lisinopril 10 mg (1 tablet of 10 mg) with chlorthalidone 25 mg as now (1 tablet of 25 mg)",
        ),
    ] {
        let seen = seen(lines, "4.4");
        assert_eq!((seen.proposed().as_str(), seen.ladder_value().steps_taken), (expected, Some(0)));
    }
}

#[test]
fn what_bars_one_of_them_bars_both_and_the_alternative_is_next() {
    let facts = [medications(&[]), labs("4.4")];
    let intolerance = r#""intolerances":[{"code":"29046"}]"#;
    let facts = [NOT_PREGNANT, STEADY, NO_DIABETES, intolerance, &facts[0], &facts[1]];
    let other = of_two().seen(&facts, &[], "2026-03-02 09:00");
    let expected = "1: losartan 50 mg (1 tablet of 50 mg) with chlorthalidone 12.5 mg (half a tablet of 25 mg)";
    assert_eq!(other.proposed(), expected);
    let passed = &other.ladder_value().passed_over[0];
    assert_eq!((passed.step, passed.drug.as_str(), passed.why.as_str()), (1, "lisinopril", "not_tolerated"));
    // The same thiazide is in both: nothing of step 1 is left, and nothing to raise.
    let intolerance = r#""intolerances":[{"code":"2409"}]"#;
    let facts = [facts[0], facts[1], facts[2], intolerance, facts[4], facts[5]];
    let last = of_two().seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!(last.proposed(), "4: amlodipine 5 mg (1 tablet of 5 mg)");
}

#[test]
fn potassium_of_5_0_may_start_both_5_1_neither_and_5_6_holds_whoever_takes_two_tablets() {
    assert_eq!(seen(&[], "5.0").ladder().status, Status::Step);
    assert_eq!(seen(&[], "5.1").proposed(), "4: amlodipine 5 mg (1 tablet of 5 mg)");
    let two_tablets =
        r#"{"id":"p","code":"2","dose":2,"unit":"tablet","per_day":1,"from":"2026-01-05T14:00:00Z","status":"active"}"#;
    let two = |potassium| with(&of_two(), &[two_tablets.into()], potassium, "2026-03-02 09:00");
    assert_eq!(two("5.5").ladder_value().steps_taken, Some(3));
    assert_eq!(two("5.6").ladder_value().holds, ["contraindicated_2"]);
}

#[test]
fn results_that_one_of_them_needs_block_both() {
    let list = medications(&[]);
    let seen = of_two().seen(&[NOT_PREGNANT, STEADY, NO_DIABETES, &list], &[], "2026-03-02 09:00");
    assert_eq!(seen.ladder().status, Status::Blocked);
    let rules: Vec<_> = seen.ladder().reasons.iter().map(|reason| reason.rule.as_str()).collect();
    assert_eq!(rules.first().copied(), Some("ladder/standard/1"));
}

#[test]
fn a_dose_of_one_of_them_that_nobody_knows_leaves_the_position_unknown() {
    let lines = [on(&[("lisinopril", "10")])[0].replace(r#""dose":10,"#, "")];
    let seen = with(&of_two(), &lines, "4.4", "2026-03-02 09:00");
    assert_eq!((seen.ladder().status, seen.ladder_value().steps_taken), (Status::Undetermined, None));
    let rules: Vec<_> = seen.ladder().possible.iter().flat_map(|possible| &possible.rules).collect();
    assert!(rules.iter().all(|rule| *rule == "ladder/standard"), "{rules:?}");
}

#[test]
fn alternatives_that_share_a_drug_are_doubled_only_by_what_they_do_not_share() {
    let mut practice = of_two();
    practice.formulary.never_together.clear();
    let holds =
        |lines: &[(&str, &str)]| with(&practice, &on(lines), "4.4", "2026-03-02 09:00").ladder_value().holds.clone();
    assert!(holds(&[("lisinopril", "10"), ("chlorthalidone", "12.5")]).is_empty());
    assert_eq!(holds(&[("lisinopril", "10"), ("losartan", "50")]), ["ladder/standard/1"]);
}

#[test]
fn a_rule_that_may_answer_names_both_drugs() {
    let facts = [medications(&[]), labs("4.4")];
    let seen = of_two().seen(&[STEADY, NO_DIABETES, &facts[0], &facts[1]], &[], "2026-03-02 09:00");
    let rules: Vec<_> = seen.ladder().possible.iter().flat_map(|possible| &possible.rules).collect();
    let expected = [
        "ladder/standard/1 lisinopril 10 mg with chlorthalidone 12.5 mg",
        "ladder/standard/1 losartan 50 mg with chlorthalidone 12.5 mg",
        "ladder/standard/4 amlodipine 5 mg",
    ];
    assert_eq!(rules, expected);
}
