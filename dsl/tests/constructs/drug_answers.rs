//! From text to answer: ladders, checks and contraindications as published protocols say them, each at its boundary.

use std::collections::BTreeMap;

use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_dsl::{compile, testing};

const FORMULARY: &str = r#"care edition 2026
formulary drugs version "1"
source label "Label" url "https://example.org"
class acei, arb, ccb, thiazide, mra, beta_blocker
drug amlodipine class ccb rxnorm 17767 "amlodipine" doses 2.5 mg, 5 mg, 10 mg daily tablets 2.5 mg, 5 mg, 10 mg
drug lisinopril class acei rxnorm 29046 "lisinopril" doses 10 mg, 20 mg, 40 mg daily tablets 5 mg, 10 mg, 20 mg, 40 mg
drug losartan class arb rxnorm 52175 "losartan" also written "losartan potassium" doses 25 mg, 50 mg, 100 mg daily tablets 25 mg, 50 mg, 100 mg
drug olmesartan class arb rxnorm 321064 "olmesartan" also written "olmesartan medoxomil" doses 20 mg, 40 mg daily tablets 20 mg, 40 mg
drug hydrochlorothiazide class thiazide rxnorm 5487 "hydrochlorothiazide" doses 12.5 mg, 25 mg, 50 mg daily tablets 12.5 mg, 25 mg
drug chlorthalidone class thiazide rxnorm 2409 "chlorthalidone" doses 12.5 mg, 25 mg daily tablets 25 mg in halves, 50 mg
drug spironolactone class mra rxnorm 9997 "spironolactone" doses 12.5 mg, 25 mg, 50 mg daily tablets 25 mg in halves, 50 mg
drug bisoprolol class beta_blocker rxnorm 19484 "bisoprolol" doses 2.5 mg, 5 mg, 10 mg daily tablets 2.5 mg, 5 mg
product "lisinopril 20 mg / hydrochlorothiazide 25 mg" rxnorm 197887 contains lisinopril 20 mg, hydrochlorothiazide 25 mg in halves
outside rxnorm 1191 "aspirin"
products from "products.csv"
never together acei, arb
never together two of one class
"#;

/// Codes and strengths of RxNorm.
const PRODUCTS: &str = "\
rxnorm_scd,name,ingredients_mg
197361,amlodipine 5 MG Oral Tablet,amlodipine=5
308135,amlodipine 10 MG Oral Tablet,amlodipine=10
197885,hydrochlorothiazide 12.5 MG / lisinopril 10 MG Oral Tablet,hydrochlorothiazide=12.5; lisinopril=10
197887,hydrochlorothiazide 25 MG / lisinopril 20 MG Oral Tablet,hydrochlorothiazide=25; lisinopril=20
979468,hydrochlorothiazide 12.5 MG / losartan potassium 50 MG Oral Tablet,hydrochlorothiazide=12.5; losartan potassium=50
730872,amlodipine 5 MG / olmesartan medoxomil 40 MG Oral Tablet,amlodipine=5; olmesartan medoxomil=40
999996,amlodipine 5 MG / hydrochlorothiazide 12.5 MG / olmesartan medoxomil 40 MG Oral Tablet,amlodipine=5; hydrochlorothiazide=12.5; olmesartan medoxomil=40
243670,aspirin 81 MG Oral Tablet,aspirin=81
";

const HEAD: &str = r#"care edition 2026
ruleset demo version "1" effective 2026-01-01
  uses drugs from "drugs.care"
role pharmacist
task review "Review"
order bmp "Basic metabolic panel"
facts {
  potassium   : mmol/L in 1.5 .. 9.0 valid 90 days from lab
  creatinine  : mg/dL in 0.1 .. 25 valid 90 days from lab
  egfr        : mL/min/1.73m2 in 0 .. 200 valid 90 days from lab
  pulse       : /min in 20 .. 250 valid 90 days from chart
  diabetes    : yes/no from chart
  medications : medications from chart
  intolerances : intolerances assume none when unknown from chart
}
series home_bp { systolic : mmHg in 50 .. 300; diastolic : mmHg in 30 .. 200 }
average mean_bp of home_bp { window last 7 days; report mean systolic, mean diastolic }
goal target for mean_bp { below 130/80 otherwise }
"#;

const ABOVE: &str = "given mean_bp is ready with 148/91";

/// What fails of a test's lines with these rules: each failed expectation and what was found instead.
#[track_caller]
fn failed(rules: &str, lines: &str) -> Vec<String> {
    let test = format!(
        "test \"it\" {{\n  as of 2026-03-02T09:00 in America/New_York\n  {}\n}}\n",
        lines.replace("; ", "\n  ")
    );
    let files = BTreeMap::from([
        ("demo.care".to_string(), format!("{HEAD}{rules}{test}")),
        ("drugs.care".to_string(), FORMULARY.to_string()),
        ("products.csv".to_string(), PRODUCTS.to_string()),
    ]);
    let compilation = compile("demo.care", &files).unwrap_or_else(|failure| panic!("{failure}"));
    let ruleset = Ruleset::new(compilation.compiled, compilation.spans, LoadOptions::default()).unwrap();
    let results = testing::run(&compilation.tests, &ruleset);
    results[0].failed.iter().map(|f| f.found.clone()).collect()
}

#[track_caller]
fn holds(rules: &str, lines: &str) {
    assert_eq!(failed(rules, lines), [""; 0], "{lines}");
}

/// Half a tablet, one, two of lisinopril 20 mg / hydrochlorothiazide 25 mg, as Kaiser Permanente steps it.
const KAISER: &str = "\
contraindicated acei          when potassium > 5.5 mmol/L
contraindicated start of acei when potassium > 5.0 mmol/L
titration ladder for target {
  path all otherwise {
    step 1 start lisinopril 10 mg with hydrochlorothiazide 12.5 mg or, if contraindicated or not tolerated, amlodipine 5 mg
    step 2 raise the step 1 drugs one dose
    step 3 raise the step 1 drugs one dose
    step 4 add amlodipine 5 mg
  }
}
";

#[test]
fn a_tablet_of_two_drugs_is_stepped_by_halves_and_both_move() {
    let known = format!("{ABOVE}; given potassium is 4.4 mmol/L; given medications are");
    let tablets = |n: &str| {
        format!("{known} {n} tablets of \"lisinopril 20 mg / hydrochlorothiazide 25 mg\" daily from 2026-01-05")
    };
    holds(KAISER, &format!("{known} none; expect ladder proposes lisinopril 10 mg with hydrochlorothiazide 12.5 mg"));
    holds(
        KAISER,
        &format!("{}; expect ladder proposes lisinopril 20 mg with hydrochlorothiazide 25 mg", tablets("0.5")),
    );
    holds(KAISER, &format!("{}; expect ladder proposes lisinopril 40 mg with hydrochlorothiazide 50 mg", tablets("1")));
    holds(KAISER, &format!("{}; expect ladder proposes amlodipine 5 mg", tablets("2")));
    // The same product by another tablet of the list.
    let other = format!(
        "{known} 1 tablet of \"hydrochlorothiazide 12.5 MG / lisinopril 10 MG Oral Tablet\" daily from 2026-01-05"
    );
    holds(KAISER, &format!("{other}; expect ladder proposes lisinopril 20 mg with hydrochlorothiazide 25 mg"));
}

#[test]
fn a_tablet_of_two_drugs_passes_the_checks_of_both() {
    let two =
        "given medications are 2 tablets of \"lisinopril 20 mg / hydrochlorothiazide 25 mg\" daily from 2026-01-05";
    let with =
        |potassium: &str, medications: &str| format!("{ABOVE}; given potassium is {potassium} mmol/L; {medications}");
    holds(KAISER, &format!("{}; expect ladder is not hold", with("5.5", two)));
    holds(KAISER, &format!("{}; expect ladder is hold", with("5.6", two)));
    let none = "given medications are none";
    holds(KAISER, &format!("{}; expect ladder proposes lisinopril 10 mg", with("5.0", none)));
    holds(KAISER, &format!("{}; expect ladder proposes amlodipine 5 mg", with("5.1", none)));
    let not_tolerated = format!("{}; given intolerances are hydrochlorothiazide", with("4.4", none));
    holds(KAISER, &format!("{not_tolerated}; expect ladder proposes amlodipine 5 mg"));
    let unknown = format!("{ABOVE}; {none}");
    holds(KAISER, &format!("{unknown}; expect ladder is undetermined; expect ask potassium"));
}

/// Olmesartan 20, 40, with hydrochlorothiazide 12.5, 25, with amlodipine 5, 10; the goal is met at 130/85.
const OLMESARTAN: &str = "\
goal at_most for mean_bp { at most 130/85 otherwise }
titration olmesartan_steps for at_most {
  path all otherwise {
    step 1 start olmesartan 20 mg
    step 2 raise olmesartan to 40 mg
    step 3 add hydrochlorothiazide 12.5 mg
    step 4 raise hydrochlorothiazide to 25 mg
    step 5 add amlodipine 5 mg
    step 6 raise amlodipine to 10 mg
  }
  wait 4 weeks after each change or review
}
";

#[test]
fn a_published_ladder_is_walked_from_its_first_step_to_its_last() {
    let at = |medications: &str, expected: &str| {
        holds(OLMESARTAN, &format!("{ABOVE}; given medications are {medications}; expect olmesartan_steps {expected}"));
    };
    at("none", "proposes olmesartan 20 mg");
    at("olmesartan 20 mg from 2026-01-05", "proposes olmesartan 40 mg");
    at("olmesartan 40 mg from 2026-01-05", "proposes hydrochlorothiazide 12.5 mg");
    let two = "1 tablet of \"amlodipine 5 MG / olmesartan medoxomil 40 MG Oral Tablet\" from 2026-01-05";
    at(two, "proposes hydrochlorothiazide 12.5 mg");
    let three = "1 tablet of \"amlodipine 5 MG / hydrochlorothiazide 12.5 MG / olmesartan medoxomil 40 MG Oral Tablet\" from 2026-01-05";
    at(three, "proposes hydrochlorothiazide 25 mg");
    at(
        "olmesartan 40 mg from 2026-01-05, hydrochlorothiazide 25 mg from 2026-01-05, amlodipine 5 mg from 2026-01-05",
        "proposes amlodipine 10 mg",
    );
    at(
        "olmesartan 40 mg from 2026-01-05, hydrochlorothiazide 25 mg from 2026-01-05, amlodipine 10 mg from 2026-01-05",
        "is exhausted",
    );
    // Four weeks after 2 February end with 2 March.
    at("olmesartan 20 mg from 2026-02-02", "is wait");
    at("olmesartan 20 mg from 2026-02-01", "proposes olmesartan 40 mg");
}

#[test]
fn an_inclusive_goal_ends_a_ladder_at_exactly_its_limit() {
    let at = |mean: &str, expected: &str| {
        holds(
            OLMESARTAN,
            &format!(
                "given mean_bp is ready with {mean}; given medications are none; expect olmesartan_steps is {expected}"
            ),
        );
    };
    at("130/85", "stay");
    at("130.1/85", "step");
    at("130/85.1", "step");
}

/// Potassium of 4.5 or less: spironolactone; above it a beta-blocker, unless the pulse is too slow (NICE, step 4).
const FOURTH: &str = "\
contraindicated start of mra          when potassium > 4.5 mmol/L
contraindicated start of beta_blocker when pulse < 55 /min
titration ladder for target {
  path all otherwise { step 1 start spironolactone 25 mg or, if contraindicated or not tolerated, bisoprolol 2.5 mg }
}
";

#[test]
fn a_fourth_drug_turns_on_potassium_and_pulse() {
    let at = |potassium: &str, pulse: &str, expected: &str| {
        let given = format!(
            "{ABOVE}; given medications are none; given potassium is {potassium} mmol/L; given pulse is {pulse} /min"
        );
        holds(FOURTH, &format!("{given}; expect ladder {expected}"));
    };
    at("4.5", "60", "proposes spironolactone 25 mg");
    at("4.6", "55", "proposes bisoprolol 2.5 mg");
    at("4.6", "54", "is exhausted");
}

#[test]
fn of_two_ladders_the_one_that_is_for_the_patient_answers() {
    let rules = "\
titration with_diabetes for target when diabetes { path all otherwise { step 1 start losartan 50 mg } }
titration without for target when not diabetes { path all otherwise { step 1 start amlodipine 5 mg } }
";
    let given = format!("{ABOVE}; given medications are none");
    holds(
        rules,
        &format!(
            "{given}; given diabetes is yes; expect with_diabetes proposes losartan 50 mg; expect without does not apply"
        ),
    );
    holds(
        rules,
        &format!(
            "{given}; given diabetes is no; expect with_diabetes does not apply; expect without proposes amlodipine 5 mg"
        ),
    );
    holds(
        rules,
        &format!("{given}; expect with_diabetes is undetermined; expect without is undetermined; expect ask diabetes"),
    );
}

#[test]
fn what_is_in_a_product_counts_for_what_never_goes_together() {
    let rules = "titration ladder for target { path all otherwise { step 1 start losartan 50 mg\n step 2 add chlorthalidone 12.5 mg\n step 3 add amlodipine 5 mg } }\n";
    let with_acei = "given medications are 1 tablet of \"hydrochlorothiazide 12.5 MG / lisinopril 10 MG Oral Tablet\" from 2026-01-05";
    // No ARB beside the ACE inhibitor of the tablet, no second thiazide beside its first.
    holds(rules, &format!("{ABOVE}; {with_acei}; expect ladder proposes amlodipine 5 mg"));
    let twice = "given medications are chlorthalidone 12.5 mg from 2026-01-05, 1 tablet of \"hydrochlorothiazide 12.5 MG / losartan potassium 50 MG Oral Tablet\" from 2026-01-05";
    holds(rules, &format!("{ABOVE}; {twice}; expect ladder is hold"));
    let with_aspirin = "given medications are losartan 50 mg from 2026-01-05, 1 tablet of \"amlodipine 5 MG Oral Tablet\" from 2026-01-05";
    holds(rules, &format!("{ABOVE}; {with_aspirin}; expect ladder proposes chlorthalidone 12.5 mg"));
}

const CHECK: &str = "\
check potassium between 7 and 28 days after start or raise of acei, arb, thiazide, mra
  then order bmp, overdue then task review for pharmacist
";

#[test]
fn a_result_of_day_6_does_not_satisfy_days_7_to_28_do_and_day_29_is_late() {
    let on = |day: &str, expected: &str| {
        let given = "given medications are losartan 50 mg from 2026-01-20";
        holds(
            CHECK,
            &format!("{given}; given potassium is 4.4 mmol/L at 2026-{day}; expect check_potassium {expected}"),
        );
    };
    on("01-26", "is overdue");
    on("01-27", "is done");
    on("02-17", "is done");
    on("02-18", "is done");
    let since = |from: &str, expected: &str| {
        let given =
            format!("given medications are losartan 50 mg from {from}; given potassium is 4.4 mmol/L at 2025-12-20");
        holds(CHECK, &format!("{given}; expect check_potassium is due; {expected}"));
    };
    since("2026-02-24", "expect no order bmp");
    since("2026-02-23", "expect order bmp");
    since("2026-02-02", "expect order bmp; expect no task review");
    let past = "given medications are losartan 50 mg from 2026-02-01; given potassium is 4.4 mmol/L at 2025-12-20";
    holds(CHECK, &format!("{past}; expect check_potassium is overdue; expect task review"));
}

#[test]
fn a_raise_sets_the_check_anew_and_a_drug_of_another_class_does_not() {
    let given = "given potassium is 4.4 mmol/L at 2026-02-10; given medications are losartan 50 mg from 2026-01-20 to 2026-02-20, losartan 100 mg from 2026-02-20";
    holds(CHECK, &format!("{given}; expect check_potassium is due"));
    let given = "given potassium is 4.4 mmol/L at 2026-02-10; given medications are losartan 50 mg from 2026-01-20, amlodipine 5 mg from 2026-02-20";
    holds(CHECK, &format!("{given}; expect check_potassium is done"));
}

/// More creatinine by 30%, less eGFR by 25%: in a hold, a definition, a contraindication.
const BASELINE: &str = "\
define worse = change of creatinine from last before start of acei, arb > 30% or change of egfr from last before start of acei, arb < -25%
contraindicated acei, arb when change of egfr from last before start of acei, arb < -25%
titration ladder for target {
  path all otherwise { step 1 start losartan 50 mg\n step 2 raise losartan to 100 mg }
  hold when worse
}
screening kidneys {
  refer  creatinine_up when change of creatinine from last before start of acei, arb >= 0.3 mg/dL
  otherwise eligible
}
";

#[test]
fn a_rise_of_exactly_30_per_cent_and_a_fall_of_exactly_25_are_allowed() {
    let given = |creatinine: &str, egfr: &str| {
        format!(
            "{ABOVE}; given medications are losartan 50 mg from 2026-01-20\n  given creatinine is 1.0 mg/dL at 2026-01-10, {creatinine} mg/dL at 2026-02-20\n  given egfr is 80 mL/min/1.73m2 at 2026-01-10, {egfr} mL/min/1.73m2 at 2026-02-20"
        )
    };
    holds(
        BASELINE,
        &format!("{}; expect ladder is step; expect contraindicated_acei_arb does not apply", given("1.3", "60")),
    );
    holds(
        BASELINE,
        &format!("{}; expect ladder is hold; expect contraindicated_acei_arb does not apply", given("1.31", "60")),
    );
    holds(
        BASELINE,
        &format!("{}; expect ladder is hold; expect contraindicated_acei_arb applies", given("1.3", "59.9")),
    );
    // A change in its unit is as good as one in per cent.
    holds(BASELINE, &format!("{}; expect kidneys is referred", given("1.3", "60")));
    holds(BASELINE, &format!("{}; expect kidneys is eligible", given("1.29", "60")));
}

#[test]
fn without_a_start_nothing_has_changed_and_without_a_baseline_nobody_knows() {
    let labs = "given creatinine is 2.0 mg/dL; given egfr is 40 mL/min/1.73m2";
    holds(
        BASELINE,
        &format!("{ABOVE}; {labs}; given medications are none; expect ladder is step; expect kidneys is eligible"),
    );
    holds(
        BASELINE,
        &format!(
            "{ABOVE}; {labs}; given medications are losartan 50 mg from 2026-01-20; expect ladder is undetermined; expect kidneys is undetermined"
        ),
    );
    holds(BASELINE, &format!("{ABOVE}; {labs}; expect kidneys is undetermined"));
}

#[test]
fn classes_are_counted_and_asked_for_through_products() {
    let rules = "\
screening resistant {
  refer  many      when count of classes of medications >= 3 and medications has class thiazide
  exclude ras      when medications has class acei or medications has class arb
  otherwise eligible
}
";
    let three = "given medications are 1 tablet of \"amlodipine 5 MG / hydrochlorothiazide 12.5 MG / olmesartan medoxomil 40 MG Oral Tablet\" from 2026-01-05";
    holds(rules, &format!("{three}; expect resistant is excluded"));
    let rules = rules.replace("exclude ras", "refer ras").replace("acei or medications has class arb", "acei");
    holds(&rules, &format!("{three}; expect resistant is referred"));
    holds(
        &rules,
        "given medications are 1 tablet of \"amlodipine 5 MG Oral Tablet\" from 2026-01-05; expect resistant is eligible",
    );
    holds(&rules, "given nothing; expect resistant is undetermined");
}

#[test]
fn an_intolerance_that_the_formulary_does_not_map_leaves_a_start_open() {
    let rules = "titration ladder for target { path all otherwise { step 1 start amlodipine 5 mg } }\n";
    let given = |code: &str| format!("{ABOVE}; given medications are none; given intolerances are {code}");
    holds(rules, &format!("{}; expect ladder is step", given("rxnorm 1191")));
    holds(rules, &format!("{}; expect ladder is exhausted", given("rxnorm 197361")));
    holds(rules, &format!("{}; expect ladder is undetermined", given("rxnorm 7980")));
    holds(rules, &format!("{}; expect ladder is undetermined", given("snomed 386864001")));
}
