//! What is unknown leaves every answer that it could give, and nothing is proposed.

use alloc::{vec, vec::Vec};

use super::*;
use crate::expression::Status::{
    AboveGoal, AtGoal, Blocked, Exhausted, Hold, NotAssessable, Stay, Step, Undetermined, Wait,
};
use crate::expression::Why;

fn unknown(seen: &Seen) -> Vec<(&str, Why)> {
    seen.ladder().unknown.iter().map(|u| (u.name.as_str(), u.why)).collect()
}

#[test]
fn without_a_medication_list_nothing_is_known_but_that_at_goal_no_step_comes() {
    let mut practice = Practice::new();
    let labs = labs("4.4");
    let facts = [NOT_PREGNANT, STEADY, NO_DIABETES, &labs];
    let above = practice.seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!(above.ladder().status, Undetermined);
    assert_eq!(above.ladder_can_be(), [Step, Hold, Wait, Blocked, Exhausted]);
    assert!(above.actions.is_empty());
    assert_eq!(unknown(&above), [("medications", Why::NotSupplied)]);
    practice.goal = vec![AtGoal];
    assert_eq!(practice.seen(&facts, &[], "2026-03-02 09:00").ladder_can_be(), [Stay, Hold]);
}

#[test]
fn a_hold_that_is_known_holds_without_a_medication_list() {
    let facts = [r#""lightheaded":true"#, NOT_PREGNANT, NO_DIABETES];
    let seen = Practice::new().seen(&facts, &[], "2026-03-02 09:00");
    assert_eq!((seen.ladder().status, seen.only().anchor.as_str()), (Hold, "hold:ladder/hold_1:none"));
    assert!(seen.ladder().unknown.is_empty());
}

#[test]
fn a_product_that_nobody_knows_leaves_the_ladder_undetermined_and_aspirin_does_not() {
    let line = |code: &str| takes("x", "amlodipine", "100", "2026-01-05 09:00").replace("17767", code);
    let seen = sound(&[on_amlodipine(), line("999999")]);
    assert_eq!(seen.ladder().status, Undetermined);
    assert_eq!(unknown(&seen), [("medications", Why::Unmapped)]);
    assert_eq!(seen.ladder_value().steps_taken, None);
    assert_eq!(sound(&[on_amlodipine(), line("1191")]).ladder().status, Step);
}

#[test]
fn an_unknown_dose_leaves_the_position_unknown() {
    let line = on_amlodipine().replace(r#""dose":10,"#, "");
    let seen = sound(&[line]);
    assert_eq!(seen.ladder_can_be(), [Step, Blocked, Exhausted]);
    assert_eq!((seen.ladder_value().steps_taken, unknown(&seen)), (None, vec![("medications", Why::Partial)]));
}

#[test]
fn an_unknown_path_leaves_a_step_of_each_and_proposes_none() {
    let facts = [medications(&[]), labs("4.4")];
    let seen = Practice::new().seen(&[NOT_PREGNANT, STEADY, &facts[0], &facts[1]], &[], "2026-03-02 09:00");
    assert_eq!((seen.ladder().status, seen.ladder_can_be()), (Undetermined, vec![Step]));
    let rules: Vec<_> = seen.ladder().possible.iter().flat_map(|p| &p.rules).collect();
    assert_eq!(rules, ["ladder/ras/1 losartan 50 mg", "ladder/standard/1 amlodipine 5 mg"]);
    assert!(seen.actions.is_empty() && seen.ladder_value().step.is_none());
    assert_eq!(unknown(&seen), [("diabetes", Why::Absent)]);
}

#[test]
fn an_unknown_contraindication_leaves_the_drug_and_what_would_come_after_it() {
    let facts = [medications(&[on_amlodipine()]), labs("4.4")];
    let seen = Practice::new().seen(&[STEADY, NO_DIABETES, &facts[0], &facts[1]], &[], "2026-03-02 09:00");
    let rules: Vec<_> = seen.ladder().possible.iter().flat_map(|p| &p.rules).collect();
    let expected = [
        "ladder/standard/3 losartan 50 mg",
        "ladder/standard/3 lisinopril 10 mg",
        "ladder/standard/5 chlorthalidone 12.5 mg",
    ];
    assert_eq!(rules, expected);
    assert_eq!(unknown(&seen), [("pregnant", Why::Absent)]);
}

#[test]
fn a_drug_that_is_taken_and_may_be_contraindicated_may_be_a_hold() {
    let facts = [medications(&[takes("m1", "losartan", "50", "2026-01-05 09:00")]), labs("4.4")];
    let mut practice = Practice::new();
    practice.goal = vec![AtGoal];
    let seen = practice.seen(&[STEADY, NO_DIABETES, &facts[0], &facts[1]], &[], "2026-03-02 09:00");
    assert_eq!(seen.ladder_can_be(), [Stay, Hold]);
    assert!(seen.ladder().reasons.iter().any(|r| r.rule == "contraindicated_1"));
    assert!(seen.actions.is_empty());
}

#[test]
fn a_hold_that_is_not_known_is_possible_and_the_scan_goes_on() {
    let facts = [medications(&[on_amlodipine()]), labs("4.4")];
    let seen = Practice::new().seen(&[NOT_PREGNANT, NO_DIABETES, &facts[0], &facts[1]], &[], "2026-03-02 09:00");
    assert_eq!(seen.ladder_can_be(), [Step, Hold]);
    assert_eq!(unknown(&seen), [("lightheaded", Why::Absent)]);
    assert!(seen.actions.is_empty());
}

#[test]
fn an_unknown_goal_leaves_what_each_of_its_answers_would_give() {
    let mut practice = Practice::new();
    practice.goal = vec![AtGoal, AboveGoal];
    let seen = with(&practice, &[on_amlodipine()], "4.4", "2026-03-02 09:00");
    assert_eq!(seen.ladder_can_be(), [Stay, Step]);
    practice.goal = vec![AboveGoal, NotAssessable];
    let waiting = [takes("m1", "amlodipine", "5", "2026-02-20 10:00")];
    // Both wait for the same time.
    assert_eq!(with(&practice, &waiting, "4.4", "2026-03-02 09:00").ladder().status, Wait);
}

#[test]
fn intolerances_not_supplied_are_none_only_where_the_ruleset_says_so() {
    let mut practice = Practice::new();
    let seen = with(&practice, &[on_amlodipine()], "4.4", "2026-03-02 09:00");
    assert_eq!(seen.ladder().status, Step);
    assert!(seen.ladder().assumed.iter().any(|a| a.name == "intolerances" && a.value == "none"));
    practice.facts.iter_mut().filter(|f| f.name == "intolerances").for_each(|f| f.assume = None);
    let seen = with(&practice, &[on_amlodipine()], "4.4", "2026-03-02 09:00");
    assert_eq!(seen.ladder().status, Undetermined);
    assert_eq!(unknown(&seen), [("intolerances", Why::Absent)]);
}

#[test]
fn an_intolerance_that_the_formulary_does_not_map_is_not_read_as_tolerated() {
    let seen = |code: &str| {
        let intolerance = alloc::format!(r#""intolerances":[{{{code}}}]"#);
        let facts = [medications(&[on_amlodipine()]), labs("4.4")];
        let all = [NOT_PREGNANT, STEADY, NO_DIABETES, &facts[0], &facts[1], &intolerance];
        Practice::new().seen(&all, &[], "2026-03-02 09:00")
    };
    // Bisoprolol is another substance, and so is aspirin, which stands outside.
    assert_eq!(seen(r#""code":"19484""#).ladder().status, Step);
    assert_eq!(seen(r#""code":"1191""#).ladder().status, Step);
    // Losartan in SNOMED CT, and a tablet of losartan that no list maps.
    for code in [r#""system":"snomed","code":"386873009""#, r#""system":"rxnorm","code":"979494""#] {
        assert_eq!(seen(code).ladder().status, Undetermined, "{code}");
        assert_eq!(unknown(&seen(code))[0], ("intolerances", Why::Unmapped));
    }
}
