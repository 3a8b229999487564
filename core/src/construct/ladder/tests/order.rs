//! Hold, stay, wait, blocked, exhausted, step: in this order, each at its boundary.

use alloc::{format, string::ToString, vec, vec::Vec};

use super::*;
use crate::construct::practice::at;
use crate::expression::Status;

#[test]
fn at_goal_and_nothing_held_stays() {
    let mut practice = Practice::new();
    practice.goal = vec![Status::AtGoal];
    let seen = with(&practice, &[on_amlodipine()], "4.4", "2026-03-02 09:00");
    assert_eq!(seen.ladder().status, Status::Stay);
    assert!(seen.actions.is_empty());
    let because = &seen.ladder().reasons[0].comparisons[0];
    assert_eq!((because.left.name.as_deref(), because.op.as_str()), (Some("target"), "is"));
}

#[test]
fn below_range_stays() {
    let mut practice = Practice::new();
    practice.goal = vec![Status::BelowRange];
    assert_eq!(with(&practice, &[on_amlodipine()], "4.4", "2026-03-02 09:00").ladder().status, Status::Stay);
}

#[test]
fn a_hold_holds_even_at_goal_and_several_are_all_listed() {
    let mut practice = Practice::new();
    practice.goal = vec![Status::AtGoal];
    let facts = [medications(&[on_amlodipine()]), labs("4.4")];
    let facts = [r#""lightheaded":true,"unwell":true"#, NOT_PREGNANT, NO_DIABETES, &facts[0], &facts[1]];
    let seen = practice.seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!(seen.ladder().status, Status::Hold);
    assert_eq!(seen.ladder_value().holds, ["ladder/hold_1", "ladder/hold_2"]);
    assert_eq!(seen.to_do(), ["create call", "create call"]);
    assert_eq!(seen.actions[0].anchor, "hold:ladder/hold_1:m1");
}

#[test]
fn a_drug_that_is_taken_and_contraindicated_holds_and_the_contraindication_makes_its_task() {
    let mut practice = Practice::new();
    practice.goal = vec![Status::AtGoal];
    let facts = [medications(&[takes("m1", "losartan", "50", "2026-01-05 09:00")]), labs("4.4")];
    let facts = [r#""pregnant":"maybe""#, STEADY, NO_DIABETES, &facts[0], &facts[1]];
    let seen = practice.seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!(seen.ladder_value().holds, ["contraindicated_1"]);
    assert_eq!(seen.contraindicated(1).status, Status::Applies);
    assert_eq!(seen.to_do(), ["create review_patient"]);
    assert_eq!(seen.only().anchor, "taken:m1");
    assert_eq!(seen.only().due_date.map(|d| d.latest().to_string()).as_deref(), Some("2026-03-02"));
}

#[test]
fn potassium_of_5_5_may_continue_and_above_it_holds() {
    let losartan =
        [takes("m1", "losartan", "50", "2026-01-05 09:00"), takes("m2", "amlodipine", "10", "2026-01-05 09:00")];
    let seen = |potassium| with(&Practice::new(), &losartan, potassium, "2026-03-02 09:00");
    assert_ne!(seen("5.5").ladder().status, Status::Hold);
    assert_eq!(seen("5.6").ladder_value().holds, ["contraindicated_2"]);
}

#[test]
fn potassium_of_5_0_may_start_and_above_it_may_not() {
    let seen = |potassium| with(&Practice::new(), &[on_amlodipine()], potassium, "2026-03-02 09:00");
    assert_eq!(seen("5.0").proposed(), "3: losartan 50 mg (1 tablet of 50 mg)");
    let barred = seen("5.1");
    assert_eq!(barred.proposed(), "5: chlorthalidone 12.5 mg (half a tablet of 25 mg)");
    let passed = |step, drug: &str, why: &str| PassedOver { step, drug: drug.into(), why: why.into() };
    let expected = [
        passed(3, "losartan", "contraindicated_3"),
        passed(3, "lisinopril", "contraindicated_3"),
        passed(4, "losartan", "not_taken"),
    ];
    assert_eq!(barred.ladder_value().passed_over, expected);
}

#[test]
fn creatinine_up_by_exactly_30_per_cent_is_allowed_and_more_holds() {
    let seen = |now: &str| {
        let history = [result("1.0", "mg/dL", "2026-01-02 08:00"), result(now, "mg/dL", "2026-02-20 08:00")];
        let creatinine = format!(r#""creatinine":[{}]"#, history.join(","));
        let list = medications(&[takes("m1", "losartan", "50", "2026-01-05 09:00"), on_amlodipine()]);
        let potassium = measured("potassium", "4.4", "mmol/L", "2026-02-20 08:00");
        let facts = [NOT_PREGNANT, STEADY, NO_DIABETES, &list, &creatinine, &potassium];
        Practice::new().seen(&facts, &[], "2026-03-02 09:00")
    };
    assert_ne!(seen("1.3").ladder().status, Status::Hold);
    assert_eq!(seen("1.301").ladder_value().holds, ["ladder/hold_3"]);
}

#[test]
fn a_drug_that_is_taken_and_not_tolerated_holds() {
    let facts = [medications(&[on_amlodipine()]), labs("4.4")];
    let intolerances = r#""intolerances":[{"code":"17767"}]"#;
    let seen = Practice::new().seen(
        &[NOT_PREGNANT, STEADY, NO_DIABETES, intolerances, &facts[0], &facts[1]],
        &[],
        "2026-03-02 09:00",
    );
    assert_eq!(seen.ladder_value().holds, ["not_tolerated/amlodipine"]);
}

#[test]
fn two_alternatives_of_one_step_at_once_hold() {
    let mut practice = Practice::new();
    practice.formulary.never_together.clear();
    let both = [takes("m1", "losartan", "50", "2026-01-05 09:00"), takes("m2", "lisinopril", "10", "2026-01-05 09:00")];
    let seen = with(&practice, &both, "4.4", "2026-03-02 09:00");
    assert_eq!(seen.ladder_value().holds, ["ladder/standard/3"]);
}

#[test]
fn drugs_that_never_go_together_hold() {
    let both = [takes("m1", "losartan", "50", "2026-01-05 09:00"), takes("m2", "valsartan", "80", "2026-01-05 09:00")];
    assert_eq!(sound(&both).ladder_value().holds, ["never_together_2"]);
}

#[test]
fn the_wait_lasts_through_the_28th_day_and_the_step_comes_with_the_next() {
    let changed = [takes("m1", "amlodipine", "5", "2026-02-02 10:00")];
    let seen = |as_of| with(&Practice::new(), &changed, "4.4", as_of);
    let waiting = seen("2026-03-02 23:59:59.999");
    assert_eq!(waiting.ladder().status, Status::Wait);
    assert_eq!(waiting.ladder_value().until, Some(at("2026-03-03 00:00")));
    assert_eq!(waiting.ladder_value().wait_for.as_deref(), Some("time"));
    assert!(waiting.actions.is_empty());
    assert_eq!(waiting.horizon.earliest().map(|(at, _)| at), Some(at("2026-03-03 00:00")));
    let over = seen("2026-03-03 00:00");
    assert_eq!(over.proposed(), "2: amlodipine 5 mg to 10 mg (1 tablet of 10 mg)");
}

#[test]
fn without_an_average_it_waits_for_time_first_and_then_for_readings() {
    let mut practice = Practice::new();
    practice.goal = vec![Status::NotAssessable];
    let changed = [takes("m1", "amlodipine", "5", "2026-02-02 10:00")];
    let seen = |as_of| with(&practice, &changed, "4.4", as_of).ladder_value().clone();
    assert_eq!(seen("2026-03-02 09:00").wait_for.as_deref(), Some("time"));
    let (after, value) = ("2026-03-03 09:00", seen("2026-03-03 09:00"));
    assert_eq!((value.wait_for.as_deref(), value.until), (Some("readings"), None), "{after}");
}

#[test]
fn missing_results_block_a_drug_that_needs_them_and_order_them() {
    let list = medications(&[on_amlodipine()]);
    let creatinine = measured("creatinine", "0.98", "mg/dL", "2026-02-20 08:00");
    // Valid 90 days: through 24 February.
    let potassium = measured("potassium", "4.4", "mmol/L", "2025-11-26 08:00");
    let facts = [NOT_PREGNANT, STEADY, NO_DIABETES, &list, &creatinine, &potassium];
    let seen = Practice::new().seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!(seen.ladder().status, Status::Blocked);
    assert_eq!(seen.ladder_value().missing, ["potassium"]);
    assert_eq!(seen.to_do(), ["create bmp"]);
    assert_eq!(seen.only().anchor, "blocked:standard:3:m1");
    let unknown = &seen.ladder().unknown;
    assert_eq!(unknown.iter().map(|u| u.name.as_str()).collect::<Vec<_>>(), ["potassium"]);
    assert_eq!(unknown[0].since, Some(at("2026-02-25 00:00")));
}

#[test]
fn missing_results_do_not_block_a_drug_that_needs_none() {
    let list = medications(&[takes("m1", "amlodipine", "5", "2026-01-05 09:00")]);
    let seen = Practice::new().seen(&[NOT_PREGNANT, STEADY, NO_DIABETES, &list], &[], "2026-03-02 09:00");
    assert_eq!(seen.proposed(), "2: amlodipine 5 mg to 10 mg (1 tablet of 10 mg)");
}

#[test]
fn past_the_last_step_the_patient_is_referred() {
    let all = [
        ("m1", "amlodipine", "10"),
        ("m2", "losartan", "100"),
        ("m3", "chlorthalidone", "25"),
        ("m4", "spironolactone", "50"),
    ];
    let all = all.map(|(id, name, mg)| takes(id, name, mg, "2026-01-05 09:00"));
    let seen = sound(&all);
    assert_eq!(seen.ladder().status, Status::Exhausted);
    assert_eq!((seen.to_do(), seen.ladder_value().steps_taken), (vec!["create high_touch".into()], Some(8)));
    assert_eq!(seen.only().kind, "referral");
}

#[test]
fn a_step_is_reviewed_in_two_business_days_and_says_what_is_proposed() {
    let seen = sound(&[on_amlodipine()]);
    let review = seen.only();
    assert_eq!((review.name.as_str(), review.role.as_deref()), ("review_patient", Some("pharmacist")));
    assert_eq!(review.note.as_deref(), Some("losartan 50 mg (1 tablet of 50 mg)"));
    assert_eq!(review.anchor, "step:standard:3:m1");
    assert_eq!(review.due_date.map(|d| d.latest().to_string()).as_deref(), Some("2026-03-04"));
    assert_eq!(review.because, ["ladder/step"]);
}
