use alloc::vec::Vec;

use super::{Line, Screening, Verdict};
use crate::construct::testing::{Evaluated, HERE, World};
use crate::construct::{Decision, ReportValue};
use crate::expression::{CompareOp, Input, Status};
use crate::record::FactKind;
use crate::value::id::FactId;
use crate::value::{Truth, Unit};

/// Excludes under 22 cm and over 42 cm and on dialysis; refers a kidney transplant, then pregnancy.
fn world() -> World {
    let mut world = World::new();
    let cm = Unit::written("cm").unwrap();
    let (_, arm) = world.fact("arm", FactKind::Number { unit: cm, low: None, high: None });
    let (least, greatest) = (world.quantity(22, cm), world.quantity(42, cm));
    let small = world.compare(arm, CompareOp::Less, least);
    let large = world.compare(arm, CompareOp::Greater, greatest);
    let lines = [
        ("small", Verdict::Exclude, small),
        ("large", Verdict::Exclude, large),
        ("kidney", Verdict::Refer, world.yes_no("kidney")),
        ("dialysis", Verdict::Exclude, world.yes_no("dialysis")),
        ("pregnancy", Verdict::Refer, world.yes_no("pregnant")),
    ];
    let line = |(name, verdict, when): &(&str, Verdict, _)| Line {
        name: (*name).into(),
        verdict: *verdict,
        when: *when,
        text: Some("Words".into()),
        cite: Vec::new(),
        at: HERE,
    };
    let lines = lines.iter().map(line).collect();
    world.push(Decision::Screening(Screening { name: "eligibility".into(), lines, at: HERE }));
    world
}

fn with(arm: Option<i64>, kidney: Option<bool>, dialysis: Option<bool>, pregnant: Option<bool>) -> Evaluated {
    let mut world = world();
    if let Some(arm) = arm {
        world.record.fact("arm", crate::record::FactEntry::new(arm).unit("cm"));
    }
    for (name, value) in [("kidney", kidney), ("dialysis", dialysis), ("pregnant", pregnant)] {
        if let Some(value) = value {
            world.answer(name, value);
        }
    }
    world.evaluate("2026-03-02 09:00")
}

fn possible(of: &Evaluated) -> Vec<(Status, Vec<&str>)> {
    let possible = of.report(0).possible.iter();
    possible.map(|p| (p.status, p.rules.iter().map(|r| r.as_str()).collect())).collect()
}

#[test]
fn an_arm_of_exactly_22_or_42_cm_fits_and_one_beside_it_does_not() {
    let no = Some(false);
    for (arm, status) in
        [(21, Status::Excluded), (22, Status::Eligible), (42, Status::Eligible), (43, Status::Excluded)]
    {
        assert_eq!(with(Some(arm), no, no, no).report(0).status, status, "{arm} cm");
    }
}

#[test]
fn eligible_is_one_reason_that_counts_the_lines_that_do_not_hold() {
    let all = with(Some(30), Some(false), Some(false), Some(false));
    let [reason] = all.report(0).reasons.as_slice() else { panic!("one reason") };
    assert_eq!((reason.rule.as_str(), reason.rows_passed_over), ("eligibility/otherwise", 5));
    assert!(reason.comparisons.is_empty());
    assert_eq!(all.report(0).value, None);
}

#[test]
fn every_exclusion_known_to_hold_is_a_reason_and_what_is_unknown_changes_nothing() {
    let excluded = with(Some(43), None, Some(true), None);
    let report = excluded.report(0);
    assert_eq!(report.status, Status::Excluded);
    assert_eq!(report.value, Some(ReportValue::Lines { reasons: alloc::vec!["large".into(), "dialysis".into()] }));
    assert!(report.unknown.is_empty() && excluded.decided(0).outcome.missing.is_empty());
    let reasons: Vec<_> = report.reasons.iter().map(|r| (r.rule.as_str(), r.rows_passed_over)).collect();
    // Exclusions are scanned before referrals: `small` stands before both.
    assert_eq!(reasons, [("eligibility/large", 1), ("eligibility/dialysis", 1)]);
    assert_eq!(report.reasons.first().unwrap().text.as_deref(), Some("Words"));
}

#[test]
fn a_referral_is_settled_only_when_no_exclusion_may_hold() {
    let open = with(Some(30), Some(true), None, None);
    assert_eq!(open.report(0).status, Status::Undetermined);
    assert_eq!(
        possible(&open),
        [(Status::Excluded, alloc::vec!["dialysis"]), (Status::Referred, alloc::vec!["kidney", "pregnancy"])]
    );
    // Pregnancy does not matter any more: only dialysis keeps it open.
    assert_eq!(open.decided(0).outcome.missing, [Input::Fact(FactId(2))].into());
    assert_eq!(with(Some(30), Some(true), Some(false), None).report(0).status, Status::Referred);
}

#[test]
fn an_unknown_arm_is_never_eligible() {
    let open = with(None, Some(false), Some(false), Some(false));
    assert_eq!(possible(&open), [(Status::Excluded, alloc::vec!["small", "large"]), (Status::Eligible, Vec::new())]);
    let unknown: Vec<_> = open.report(0).unknown.iter().map(|u| u.name.as_str()).collect();
    assert_eq!(unknown, ["arm"]);
    let first = open.report(0).reasons.first().unwrap();
    assert_eq!(first.comparisons.first().unwrap().holds, Truth::Unknown);
}

#[test]
fn pregnancy_unknown_may_be_referred_or_eligible() {
    let open = with(Some(30), Some(false), Some(false), None);
    assert_eq!(possible(&open), [(Status::Referred, alloc::vec!["pregnancy"]), (Status::Eligible, Vec::new())]);
    assert_eq!(open.decided(0).outcome.is(&[Status::Eligible]), Truth::Unknown);
    assert_eq!(open.decided(0).outcome.is(&[Status::Excluded]), Truth::No);
}
