//! `products from "…"`: a list of tablets and combinations beside a formulary.

use std::collections::BTreeMap;

use stepcare_core::expression::Formulary;
use stepcare_dsl::{Compilation, Failure, compile};

use crate::shared::{HEAD, in_order, number, said};

/// Strengths and codes as RxNorm has them: a salt is not the name of its drug, and a combination may hold a drug that the
/// formulary does not have.
const LIST: &str = "\
rxnorm_scd,name,ingredients_mg
197361,amlodipine 5 MG Oral Tablet,amlodipine=5
898353,amlodipine 5 MG / benazepril hydrochloride 10 MG Oral Capsule,amlodipine=5; benazepril hydrochloride=10
979468,hydrochlorothiazide 12.5 MG / losartan potassium 50 MG Oral Tablet,hydrochlorothiazide=12.5; losartan potassium=50
243670,aspirin 81 MG Oral Tablet,aspirin=81
";

const FORMULARY: &str = r#"care edition 2026
formulary drugs version "1"
source label "Label" url "https://example.org"
class acei, arb, ccb, thiazide
drug amlodipine class ccb rxnorm 17767 "amlodipine" doses 5 mg, 10 mg daily tablets 5 mg cite label
drug lisinopril class acei rxnorm 29046 "lisinopril" doses 10 mg, 20 mg daily tablets 10 mg cite label
drug losartan class arb rxnorm 52175 "losartan" also written "losartan potassium" doses 50 mg daily tablets 50 mg cite label
drug hydrochlorothiazide class thiazide rxnorm 5487 "hydrochlorothiazide" doses 12.5 mg, 25 mg daily cite label
product "losartan 50 mg / hydrochlorothiazide 12.5 mg" rxnorm 979468 contains losartan 50 mg, hydrochlorothiazide 12.5 mg in halves
outside rxnorm 1191 "aspirin"
products from "rxnorm_products.csv"
"#;

fn with(formulary: &str, list: &str) -> Result<Compilation, Failure> {
    let files = BTreeMap::from([
        ("demo.care".to_string(), HEAD.to_string()),
        ("drugs.care".to_string(), formulary.to_string()),
        ("rxnorm_products.csv".to_string(), list.to_string()),
    ]);
    compile("demo.care", &files)
}

fn read(formulary: &str, list: &str) -> Formulary {
    with(formulary, list).unwrap_or_else(|failure| panic!("{failure}")).compiled.formulary.unwrap()
}

#[track_caller]
fn refused(formulary: &str, list: &str, pieces: &[&str]) {
    let Err(failure) = with(formulary, list) else { panic!("it compiles") };
    let said: Vec<String> = failure.diagnostics.iter().map(said).collect();
    assert_eq!(said.len(), 1, "{said:#?}");
    in_order(&said[0], pieces);
}

/// The contents of a product by its code: drugs by place, and mg.
fn contains(formulary: &Formulary, code: &str) -> Vec<(u32, String)> {
    let product = formulary.products.iter().find(|product| product.code.code == code).unwrap();
    product.contains.iter().map(|(drug, mg)| (drug.0, mg.to_string())).collect()
}

#[test]
fn a_product_is_told_apart_by_the_names_of_its_ingredients() {
    let read = read(FORMULARY, LIST);
    assert_eq!(contains(&read, "197361"), [(0, "5".to_string())]);
    // `losartan potassium` is losartan: the formulary says so.
    assert_eq!(contains(&read, "979468"), [(2, "50".to_string()), (3, "12.5".to_string())]);
}

#[test]
fn a_product_of_what_is_outside_is_outside() {
    let read = read(FORMULARY, LIST);
    let codes: Vec<&str> = read.outside.iter().map(|named| named.code.code.as_str()).collect();
    assert_eq!(codes, ["1191", "243670"]);
    let with_aspirin = LIST.replace("amlodipine=5\n", "amlodipine=5; aspirin=81\n");
    assert_eq!(contains(&self::read(FORMULARY, &with_aspirin), "197361"), [(0, "5".to_string())]);
}

#[test]
fn a_product_with_an_ingredient_that_nobody_knows_stays_unmapped_and_is_told() {
    let done = with(FORMULARY, LIST).unwrap();
    assert!(done.compiled.formulary.unwrap().products.iter().all(|product| product.code.code != "898353"));
    assert_eq!(done.warnings.len(), 1);
    in_order(&said(&done.warnings[0]), &["W0123 1 products of `rxnorm_products.csv`", "unknown regimen", "`outside`"]);
    assert_eq!(done.warnings[0].notes, ["they are benazepril hydrochloride"]);
    // An ACE inhibitor that stays out of the formulary is declared as one, so that it bars losartan all the same.
    let drug = "drug benazepril class acei rxnorm 18867 \"benazepril\" also written \"benazepril hydrochloride\" doses 10 mg daily cite label\n";
    let done = with(&format!("{FORMULARY}{drug}"), LIST).unwrap();
    assert!(done.warnings.is_empty());
    assert_eq!(contains(&done.compiled.formulary.unwrap(), "898353").len(), 2);
}

#[test]
fn the_products_of_the_text_go_before_those_of_the_list_and_contain_the_same() {
    let read = read(FORMULARY, LIST);
    let product = read.products.iter().find(|product| product.code.code == "979468").unwrap();
    assert!(product.halves && product.display.starts_with("losartan"), "{product:?}");
    let other = FORMULARY.replace("contains losartan 50 mg", "contains losartan 100 mg");
    refused(&other, LIST, &["E0305 979468 contains something else in two places", "look the code up again"]);
    let other = FORMULARY.replace("rxnorm 1191 \"aspirin\"", "rxnorm 197361 \"aspirin\"");
    let with_name = LIST.replace("amlodipine 5 MG Oral Tablet", "aspirin").replace("aspirin=81", "amlodipine=81");
    refused(&other, &with_name, &["E0305 197361 is outside the formulary in one place"]);
}

#[test]
fn an_ingredient_of_the_list_has_the_name_of_its_drug() {
    let list = format!("{LIST}29046,losartan,lisinopril=10\n");
    refused(FORMULARY, &list, &["E0308 29046 is \"losartan\" in the list at hand, and \"lisinopril\" here"]);
    let list = format!("{LIST}29046,lisinopril,lisinopril=10\n");
    assert!(read(FORMULARY, &list).products.iter().all(|product| product.code.code != "29046"));
}

#[test]
fn a_line_that_cannot_be_read_is_refused() {
    for cell in ["amlodipine", "amlodipine=", "=5", "amlodipine=0", "amlodipine=5;", "amlodipine=five"] {
        let list = LIST.replacen("amlodipine=5", cell, 1);
        refused(FORMULARY, &list, &["E0321", "is no ingredient with its mg", "write `NAME=MG`"]);
    }
    refused(
        FORMULARY,
        &LIST.replace("ingredients_mg", "holds"),
        &["E0322 `rxnorm_products.csv` has no column `ingredients_mg`"],
    );
    refused(FORMULARY, &LIST.replace("197361", "x"), &["E0325 x is no code of RxNorm"]);
}

#[test]
fn a_name_is_of_one_ingredient() {
    let text = FORMULARY.replace("\"lisinopril\" doses", "\"lisinopril\" also written \"Losartan  Potassium\" doses");
    let head: String = LIST.lines().take(2).map(|line| format!("{line}\n")).collect();
    refused(&text, &head, &["E0308 \"losartan potassium\" is the name of two ingredients"]);
}

#[test]
fn the_doses_of_a_drug_that_a_list_names_otherwise_are_its_own() {
    let read = read(FORMULARY, LIST);
    assert_eq!(read.drugs[2].doses, [number("50")]);
    assert_eq!(read.drugs[2].display, "losartan");
}
