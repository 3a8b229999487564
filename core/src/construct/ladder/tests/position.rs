//! Where a patient stands, and what comes next.

use alloc::{format, vec::Vec};

use super::*;
use crate::expression::Status;

const SINCE: &str = "2026-01-05 09:00";

#[test]
fn nothing_taken_starts_at_the_first_step_without_a_wait() {
    let seen = sound(&[]);
    assert_eq!(
        (seen.proposed().as_str(), seen.ladder_value().steps_taken),
        ("1: amlodipine 5 mg (1 tablet of 5 mg)", Some(0))
    );
    assert_eq!(seen.only().anchor, "step:standard:1:none");
}

#[test]
fn the_first_path_whose_condition_holds_is_taken() {
    let facts = [medications(&[]), labs("4.4")];
    let facts = [r#""diabetes":true"#, NOT_PREGNANT, STEADY, &facts[0], &facts[1]];
    let seen = Practice::new().seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!(seen.ladder_value().path.as_deref(), Some("ras"));
    assert_eq!(seen.proposed(), "1: losartan 50 mg (1 tablet of 50 mg)");
}

#[test]
fn a_dose_below_the_step_s_is_raised_to_it_first() {
    let seen = sound(&[takes("m1", "amlodipine", "2.5", SINCE)]);
    assert_eq!(seen.proposed(), "1: amlodipine 2.5 mg to 5 mg (1 tablet of 5 mg)");
}

#[test]
fn the_step_s_drug_is_raised_one_dose() {
    let seen = sound(&[on_amlodipine(), takes("m2", "losartan", "50", SINCE)]);
    assert_eq!(seen.proposed(), "4: losartan 50 mg to 100 mg (1 tablet of 100 mg)");
    assert_eq!(seen.ladder_value().steps_taken, Some(3));
}

#[test]
fn the_step_s_drug_is_the_alternative_that_is_taken() {
    let seen = sound(&[on_amlodipine(), takes("m2", "lisinopril", "10", SINCE)]);
    assert_eq!(seen.proposed(), "4: lisinopril 10 mg to 20 mg (1 tablet of 20 mg)");
    let raised = sound(&[on_amlodipine(), takes("m2", "lisinopril", "20", SINCE)]);
    assert_eq!(raised.proposed(), "5: chlorthalidone 12.5 mg (half a tablet of 25 mg)");
}

#[test]
fn held_steps_count_wherever_they_stand_on_the_path() {
    let facts = [medications(&[on_amlodipine()]), labs("4.4")];
    let facts = [r#""diabetes":true"#, NOT_PREGNANT, STEADY, &facts[0], &facts[1]];
    let seen = Practice::new().seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!(
        (seen.proposed().as_str(), seen.ladder_value().steps_taken),
        ("1: losartan 50 mg (1 tablet of 50 mg)", Some(2))
    );
}

#[test]
fn a_product_counts_as_its_ingredients_and_doses_of_two_lines_add_up() {
    let product =
        r#"{"id":"p","code":"1","dose":1,"unit":"tablet","per_day":1,"from":"2026-01-05T14:00:00Z","status":"active"}"#;
    // lisinopril 20 mg, amlodipine 5 mg, and 5 mg of amlodipine beside it.
    let seen = sound(&[product.into(), takes("m1", "amlodipine", "5", SINCE)]);
    assert_eq!(seen.proposed(), "5: chlorthalidone 12.5 mg (half a tablet of 25 mg)");
}

#[test]
fn what_is_not_tolerated_is_passed_over_for_the_alternative() {
    for intolerance in ["52175", "1"] {
        let facts =
            [medications(&[on_amlodipine()]), labs("4.4"), format!(r#""intolerances":[{{"code":"{intolerance}"}}]"#)];
        let all = [NOT_PREGNANT, STEADY, NO_DIABETES, &facts[0], &facts[1], &facts[2]];
        let seen = Practice::new().seen(&all, &[], "2026-03-02 09:00");
        // Code 1 is a product of lisinopril and amlodipine, and amlodipine is taken.
        let holds = intolerance == "1";
        assert_eq!(seen.ladder().status == Status::Hold, holds);
        if !holds {
            assert_eq!(seen.proposed(), "3: lisinopril 10 mg (1 tablet of 10 mg)");
            assert_eq!(seen.ladder_value().passed_over[0].why, "not_tolerated");
        }
    }
}

#[test]
fn what_never_goes_with_a_drug_that_is_taken_is_passed_over() {
    // Valsartan is an ARB outside the ladder: no losartan beside it, and no ACE inhibitor.
    let seen = sound(&[on_amlodipine(), takes("m2", "valsartan", "80", SINCE)]);
    assert_eq!(seen.proposed(), "5: chlorthalidone 12.5 mg (half a tablet of 25 mg)");
    let why: Vec<&str> = seen.ladder_value().passed_over.iter().map(|p| p.why.as_str()).collect();
    assert_eq!(why, ["never_together_2", "never_together_1", "not_taken"]);
}

#[test]
fn a_raise_beyond_the_top_dose_is_passed_over() {
    let mut practice = Practice::new();
    if let Some(lisinopril) = practice.formulary.drugs.get_mut(2) {
        lisinopril.doses.truncate(1);
    }
    let lines = [on_amlodipine(), takes("m2", "lisinopril", "10", SINCE)];
    let seen = with(&practice, &lines, "4.4", "2026-03-02 09:00");
    assert_eq!(seen.proposed(), "5: chlorthalidone 12.5 mg (half a tablet of 25 mg)");
    let passed = &seen.ladder_value().passed_over[0];
    assert_eq!((passed.step, passed.drug.as_str(), passed.why.as_str()), (4, "lisinopril", "top_dose"));
}

#[test]
fn a_raise_past_40_mg_of_lisinopril_is_not_one_dose() {
    // Two raises of the step 3 drug in a row: 10, 20, 40 mg.
    let mut practice = Practice::new();
    if let Some(Decision::Ladder(ladder)) = practice.decisions.get_mut(5) {
        let standard = ladder.paths.get_mut(1).unwrap();
        let again = standard.steps.get(3).unwrap().clone();
        standard.steps.insert(4, again);
    }
    let at = |mg: &str| {
        let lines = [on_amlodipine(), takes("m2", "lisinopril", mg, SINCE)];
        with(&practice, &lines, "4.4", "2026-03-02 09:00").proposed()
    };
    assert_eq!(at("10"), "4: lisinopril 10 mg to 20 mg (1 tablet of 20 mg)");
    assert_eq!(at("20"), "5: lisinopril 20 mg to 40 mg (1 tablet of 40 mg)");
    assert_eq!(at("40"), "6: chlorthalidone 12.5 mg (half a tablet of 25 mg)");
}

#[test]
fn a_drug_stopped_is_not_taken_and_its_stop_is_the_last_change() {
    let stopped = takes("m2", "losartan", "50", SINCE)
        .replace(r#""status":"active""#, r#""to":"2026-02-16T15:00:00Z","status":"active""#);
    let seen = with(&Practice::new(), &[on_amlodipine(), stopped], "4.4", "2026-03-02 09:00");
    assert_eq!(seen.ladder().status, Status::Wait);
}
