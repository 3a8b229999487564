//! `titration`.

use stepcare_core::construct::ladder::{Ladder, Move};
use stepcare_core::construct::{Act, Decision};
use stepcare_core::value::Duration;
use stepcare_core::value::id::DrugId;

use crate::shared::{AVERAGE, FORMULARY, GOAL, all_said, compiled, decision, number, refused};

const STEPS: &str = "    step 1 start losartan 50 mg or, if contraindicated or not tolerated, lisinopril 10 mg\n\
                     \n    step 2 raise the step 1 drug one dose\n    step 3 add amlodipine 5 mg\n    step 4 raise amlodipine to 10 mg\n";

fn with_steps(steps: &str, lines: &str) -> String {
    format!("{AVERAGE}{GOAL}titration ladder for target {{\n  path standard otherwise {{\n{steps}  }}\n{lines}\n}}\n")
}

fn ladder(lines: &str) -> String {
    with_steps(STEPS, lines)
}

fn read(text: &str) -> Ladder {
    match decision(&compiled(text), "ladder") {
        Decision::Ladder(ladder) => ladder.clone(),
        other => panic!("{other:?}"),
    }
}

/// Asserts that the steps of a path have exactly one error.
#[track_caller]
fn refused_steps(steps: &str, pieces: &[&str]) {
    refused(&with_steps(&format!("{steps}\n"), ""), pieces);
}

#[test]
fn steps_start_and_raise_drugs_in_order() {
    let read = read(&ladder(""));
    let steps: Vec<&[Vec<Move>]> = read.paths[0].steps.iter().map(|s| s.alternatives.as_slice()).collect();
    let start = |drug, dose| vec![Move::Start { drug: DrugId(drug), dose: number(dose) }];
    assert_eq!(steps[0], [start(2, "50"), start(1, "10")]);
    assert_eq!(steps[1], [vec![Move::RaiseStepDrug { step: 1 }]]);
    assert_eq!(steps[2], [start(0, "5")]);
    assert_eq!(steps[3], [vec![Move::RaiseTo { drug: DrugId(0), dose: number("10") }]]);
}

#[test]
fn every_clause_of_a_ladder_is_kept() {
    let read = read(&ladder(
        "  hold when mean_bp.systolic < 100 mmHg then task look for clinician again after 14 days\n\
         \n  step then task look for clinician due in 2 business days\n  wait 4 weeks after each change or review\n\
         \n  require potassium, creatinine before acei, arb then order labs\n  exhausted then refer clinic\n",
    ));
    assert_eq!((read.holds.len(), read.require.len(), read.wait), (1, 1, Some(Duration::parse("4 weeks").unwrap())));
    assert!(matches!(read.step.unwrap().act, Act::Task { role: Some(_), .. }));
    assert_eq!((read.require[0].facts.len(), read.require[0].classes.len()), (2, 2));
    assert!(read.exhausted.is_some());
}

#[test]
fn a_hold_cites_what_its_ladder_cites_where_it_names_no_source() {
    let text =
        ladder("  hold when frail\n  hold when any symptoms cite paper").replace("for target", "for target cite local");
    let compiled = compiled(&text);
    let Decision::Ladder(ladder) = decision(&compiled, "ladder") else { panic!() };
    let name = |at: usize| compiled.sources[ladder.holds[at].cite[0].source.index()].name.as_str();
    assert_eq!((name(0), name(1)), ("local", "paper"));
}

#[test]
fn a_ladder_cites_a_source_where_every_rule_does() {
    let cited =
        ladder("").replace("of home_bp", "of home_bp cite local").replace("80 otherwise", "80 otherwise cite local");
    refused(&format!("  every clinical rule cites a source\n{cited}"), &["E0401 this ladder cites no source"]);
}

#[test]
fn a_ladder_has_a_path_and_a_path_a_step() {
    refused(
        &format!("{AVERAGE}{GOAL}titration ladder for target {{\n  wait 4 weeks after each change or review\n}}\n"),
        &["E0304 this ladder has no path"],
    );
    refused_steps("", &["E0304 this path has no step", "step 1 start DRUG 5 mg"]);
}

#[test]
fn a_path_says_for_whom_it_is_and_none_stands_behind_otherwise() {
    let path = |head: &str| {
        format!(
            "{}  path {head} {{\n    step 1 start amlodipine 5 mg\n  }}\n}}\n",
            ladder("").trim_end().trim_end_matches('}')
        )
    };
    refused(&path("late when frail"), &["E0403 a path after `otherwise` is never taken", "move it above `otherwise`"]);
    refused(
        &path("standard when frail").replace("standard otherwise", "standard when frail"),
        &["E0202 the path `standard` is declared twice"],
    );
    refused(
        &ladder("").replace(" otherwise {\n    step", " {\n    step"),
        &["E0304 this path does not say for whom it is"],
    );
}

#[test]
fn steps_are_numbered_from_1_in_order() {
    refused_steps("    step 2 start amlodipine 5 mg", &["E0306 step 2 stands where step 1 is due", "write `step 1`"]);
    refused_steps(
        "    step 1 start amlodipine 5 mg\n    step 3 raise amlodipine to 10 mg",
        &["E0306 step 3 stands where step 2 is due"],
    );
}

#[test]
fn a_dose_is_one_of_the_formulary() {
    refused_steps(
        "    step 1 start amlodipine 7.5 mg",
        &["E0307 the formulary has no dose of 7.5 mg of amlodipine", "its doses are 2.5 mg, 5 mg or 10 mg a day"],
    );
    refused_steps(
        "    step 1 start losartan 50 mg or, if contraindicated or not tolerated, lisinopril 5 mg",
        &["E0307 the formulary has no dose of 5 mg of lisinopril"],
    );
    refused_steps("    step 1 start amlodipine 5", &["E0213 5 is not 5 mg", "write `5 mg`"]);
}

#[test]
fn a_drug_is_one_of_the_formulary() {
    refused_steps(
        "    step 1 start amlodipin 5 mg",
        &["E0201 there is no drug `amlodipin`", "did you mean `amlodipine`?"],
    );
    refused_steps("    step 1 start ccb 5 mg", &["E0204 `ccb` is a class of drugs", "a step names the drug"]);
}

#[test]
fn a_drug_is_raised_that_an_earlier_step_started_to_a_higher_dose() {
    let first = "    step 1 start amlodipine 5 mg\n";
    refused_steps(
        &format!("{first}    step 2 raise losartan to 100 mg"),
        &["E0306 no earlier step of this path starts losartan"],
    );
    refused_steps(
        &format!("{first}    step 2 raise amlodipine to 5 mg"),
        &["E0306 5 mg is not above the 5 mg of an earlier step"],
    );
    refused_steps(
        &format!("{first}    step 2 start amlodipine 10 mg"),
        &["E0202 an earlier step starts amlodipine", "raise DRUG to DOSE"],
    );
}

#[test]
fn the_drug_of_a_step_is_that_of_an_earlier_step_that_starts_one() {
    let first = "    step 1 start amlodipine 5 mg\n";
    refused_steps(&format!("{first}    step 2 raise the step 2 drug one dose"), &["E0306 there is no earlier step 2"]);
    refused_steps(&format!("{first}    step 2 raise the step 0 drug one dose"), &["E0306 there is no earlier step 0"]);
    refused_steps(
        &format!("{first}    step 2 raise the step 1 drug one dose\n    step 3 raise the step 2 drug one dose"),
        &["E0306 step 2 starts no drug", "name the step that starts the drug"],
    );
    refused_steps(
        "    step 1 start amlodipine 10 mg\n    step 2 raise the step 1 drug one dose",
        &["E0307 the drug of step 1 has no dose left to raise to"],
    );
    refused_steps(
        "    step 1 start lisinopril 10 mg\n    step 2 raise the step 1 drug one dose\n    step 3 raise the step 1 drug one dose",
        &["E0307 the drug of step 1 has no dose left to raise to"],
    );
}

#[test]
fn alternatives_are_different_drugs() {
    refused_steps(
        "    step 1 start losartan 50 mg or, if contraindicated or not tolerated, losartan 100 mg",
        &["E0202 both alternatives of this step are the same drug"],
    );
}

#[test]
fn a_ladder_works_towards_a_goal() {
    let text = |subject| ladder("").replace("ladder for target", subject);
    refused(&text("ladder for taget"), &["E0201 there is no goal `taget`", "did you mean `target`?"]);
    refused(&text("ladder for mean_bp"), &["E0204 `mean_bp` is not a goal", "a ladder works towards a goal"]);
}

#[test]
fn clauses_of_a_ladder_stand_once_but_holds_and_requirements() {
    let wait = "  wait 4 weeks after each change or review\n";
    refused(&ladder(&format!("{wait}{wait}")), &["E0402 `wait` stands twice here"]);
    refused(&ladder("  step then task look\n  step then task call"), &["E0402 `step` stands twice here"]);
    refused(
        &ladder("  exhausted then refer clinic\n  exhausted then task call"),
        &["E0402 `exhausted` stands twice here"],
    );
    assert_eq!(read(&ladder("  hold when frail\n  hold when any symptoms")).holds.len(), 2);
}

#[test]
fn what_is_required_and_waited_for_can_be() {
    refused(
        &ladder("  require potasium before acei"),
        &["E0201 there is no fact `potasium`", "did you mean `potassium`?"],
    );
    refused(
        &ladder("  require potassium before acie"),
        &["E0201 there is no class of drugs `acie`", "did you mean `acei`?"],
    );
    refused(&ladder("  wait 0 weeks after each change or review"), &["E0219 a ladder waits for days of the calendar"]);
    refused(&ladder("  hold when potassium"), &["E0211 a condition is expected here"]);
}

#[test]
fn an_unknown_clause_names_those_that_there_are_and_every_broken_one_is_reported() {
    refused(&ladder("  hodl when frail"), &["E0107 `hodl` starts no clause of a ladder", "did you mean `hold`?"]);
    let steps =
        "    step 1 strat amlodipine 5 mg\n    step 2 raise amlodipine to 11 mg\n    stpe 3 add losartan 50 mg\n";
    let said = all_said(&with_steps(steps, "  hold frail\n  wait long\n"));
    assert_eq!(said.len(), 5, "{said:#?}");
}

#[test]
fn without_a_formulary_there_is_no_ladder() {
    let head = crate::shared::HEAD.replace("  uses drugs from \"drugs.care\"\n", "");
    let files = std::collections::BTreeMap::from([
        ("demo.care".to_string(), format!("{head}{}", ladder(""))),
        ("drugs.care".to_string(), FORMULARY.to_string()),
    ]);
    let failure = stepcare_dsl::compile("demo.care", &files).unwrap_err();
    assert!(failure.to_string().contains("E0304: a ladder needs a formulary, and this ruleset uses none"), "{failure}");
}

#[test]
fn two_steps_do_not_give_what_never_goes_together() {
    refused_steps(
        "    step 1 start losartan 50 mg\n    step 2 add lisinopril 10 mg",
        &["E0305 losartan and lisinopril never go together, says the formulary", "choose another drug"],
    );
    // One of the alternatives can be given: which one is a question of the patient.
    let steps = "    step 1 start losartan 50 mg\n    step 2 add lisinopril 10 mg or, if contraindicated or not tolerated, amlodipine 5 mg\n";
    assert_eq!(read(&with_steps(steps, "")).paths[0].steps.len(), 2);
}

#[test]
fn a_broken_head_hides_no_error_of_its_block() {
    let text = ladder("  hold frail")
        .replace("ladder for target", "ladder of target")
        .replace("raise amlodipine to", "raise amlodipine");
    let said = all_said(&text);
    assert_eq!(said.len(), 3, "{said:#?}");
}

#[test]
fn a_step_may_move_two_drugs_at_once_and_so_may_its_alternatives() {
    let steps = "    step 1 start lisinopril 10 mg with amlodipine 2.5 mg\n      or, if contraindicated or not tolerated, losartan 50 mg with amlodipine 2.5 mg\n    step 2 raise the step 1 drugs one dose\n    step 3 raise amlodipine to 10 mg\n";
    let read = read(&with_steps(steps, ""));
    let of = |step: usize| read.paths[0].steps[step].alternatives.clone();
    let start = |drug, dose| Move::Start { drug: DrugId(drug), dose: number(dose) };
    assert_eq!(of(0), [[start(1, "10"), start(0, "2.5")], [start(2, "50"), start(0, "2.5")]]);
    assert_eq!(of(1), [[Move::RaiseStepDrug { step: 1 }]]);
    let steps = "    step 1 start lisinopril 10 mg\n    step 2 raise lisinopril to 20 mg with amlodipine 5 mg\n    step 3 raise amlodipine to 10 mg\n";
    let read = self::read(&with_steps(steps, ""));
    assert_eq!(
        read.paths[0].steps[1].alternatives,
        [[Move::RaiseTo { drug: DrugId(1), dose: number("20") }, start(0, "5")]]
    );
}

#[test]
fn what_is_given_together_may_go_together_and_each_drug_stands_once() {
    refused_steps(
        "    step 1 start lisinopril 10 mg with losartan 50 mg",
        &["E0305 lisinopril and losartan never go together, says the formulary", "choose another drug"],
    );
    refused_steps(
        "    step 1 start amlodipine 5 mg with amlodipine 5 mg",
        &["E0402 amlodipine stands twice in one move"],
    );
    refused_steps(
        "    step 1 start lisinopril 10 mg with amlodipine 7.5 mg",
        &["E0307 the formulary has no dose of 7.5 mg of amlodipine"],
    );
    refused_steps(
        "    step 1 start lisinopril 10 mg with amlodipine 5 mg\n    step 2 add losartan 50 mg",
        &["E0305 lisinopril and losartan never go together"],
    );
    refused_steps(
        "    step 1 start lisinopril 10 mg with amlodipine 5 mg or, if contraindicated or not tolerated, amlodipine 5 mg with lisinopril 10 mg",
        &["E0202 both alternatives of this step are the same drugs"],
    );
    refused_steps(
        "    step 1 start lisinopril 20 mg with amlodipine 10 mg\n    step 2 raise the step 1 drugs one dose",
        &["E0307 the drug of step 1 has no dose left to raise to"],
    );
}

#[test]
fn a_ladder_may_be_for_some_patients() {
    let of = |head: &str| ladder("").replace("ladder for target", head);
    assert!(read(&of("ladder for target when frail")).when.is_some());
    assert!(read(&ladder("")).when.is_none());
    refused(&of("ladder for target when potassium"), &["E0211 a condition is expected here"]);
    refused(&of("ladder for target otherwise"), &["E0101 `otherwise` cannot stand here in the first line of a ladder"]);
}
