//! A formulary, in a file of its own.

use stepcare_core::expression::Formulary;

use crate::shared::{FORMULARY, in_order, number, said, with_formulary};

fn read(text: &str) -> Formulary {
    with_formulary("", text).unwrap_or_else(|failure| panic!("{failure}")).compiled.formulary.unwrap()
}

/// Asserts that a formulary has exactly one error, and that it reads so.
#[track_caller]
fn refused(text: &str, pieces: &[&str]) {
    let Err(failure) = with_formulary("", text) else { panic!("it compiles:\n{text}") };
    let said: Vec<String> = failure.diagnostics.iter().map(said).collect();
    assert_eq!(said.len(), 1, "one error is expected of\n{text}\n{said:#?}");
    in_order(&said[0], pieces);
}

/// The formulary with a line more.
fn with(line: &str) -> String {
    format!("{FORMULARY}{line}\n")
}

#[test]
fn classes_drugs_products_and_what_never_goes_together_are_kept() {
    let read = read(FORMULARY);
    assert_eq!((read.name.as_str(), read.version.as_str()), ("drugs", "1"));
    assert_eq!(read.classes, ["acei", "arb", "ccb"]);
    let amlodipine = &read.drugs[0];
    assert_eq!(
        (amlodipine.class.0, amlodipine.code.code.as_str(), amlodipine.display.as_str()),
        (2, "17767", "amlodipine")
    );
    assert_eq!(amlodipine.doses, [number("2.5"), number("5"), number("10")]);
    let tablets: Vec<(String, bool)> = amlodipine.tablets.iter().map(|t| (t.mg.to_string(), t.halves)).collect();
    assert_eq!(tablets, [("5".to_string(), true), ("10".to_string(), false)]);
    let contains: Vec<(u32, String)> = read.products[0].contains.iter().map(|(d, mg)| (d.0, mg.to_string())).collect();
    assert_eq!(contains, [(1, "10".to_string()), (0, "5".to_string())]);
    assert_eq!(read.outside[0].display, "aspirin");
    assert_eq!(read.never_together.len(), 2);
    assert!(read.never_together[1].classes.is_none());
}

#[test]
fn doses_may_be_written_in_grams_and_are_kept_in_milligrams() {
    let text = FORMULARY.replace("doses 50 mg, 100 mg daily", "doses 0.05 g, 100 mg daily");
    assert_eq!(read(&text).drugs[2].doses, [number("50"), number("100")]);
    refused(
        &FORMULARY.replace("doses 50 mg, 100 mg", "doses 50 mmHg, 100 mg"),
        &["E0214 a pressure (mmHg) where a mass (mg)"],
    );
}

#[test]
fn doses_rise_and_are_above_zero() {
    refused(
        &FORMULARY.replace("doses 50 mg, 100 mg", "doses 100 mg, 50 mg"),
        &["E0305 50 mg stands after 100 mg", "doses rise"],
    );
    refused(&FORMULARY.replace("doses 50 mg, 100 mg", "doses 0 mg, 50 mg"), &["E0219 a dose is above 0"]);
    refused(&FORMULARY.replace("tablets 50 mg", "tablets 50 mg, 50 mg"), &["E0402 a tablet of 50 mg stands twice"]);
}

#[test]
fn a_code_has_one_name_and_stands_for_one_thing() {
    refused(
        &with("outside rxnorm 17767 \"atorvastatin\""),
        &["E0308 rxnorm 17767 is \"amlodipine\" and \"atorvastatin\"", "another name here"],
    );
    refused(&with("outside rxnorm 17767 \"amlodipine\""), &["E0202 rxnorm 17767 stands twice"]);
    refused(&with("outside rxnorm 1191 \"aspirine\""), &["E0308 rxnorm 1191 is \"aspirin\" and \"aspirine\""]);
    refused(
        &with("outside rxnorn 83367 \"atorvastatin\""),
        &["E0201 `rxnorn` is not a code system", "did you mean `rxnorm`?"],
    );
    refused(&with("outside rxnorm 83367 \" \""), &["E0304 a code stands with its name"]);
}

#[test]
fn a_drug_is_declared_once_with_a_class_that_there_is() {
    refused(
        &with("drug losartan class arb rxnorm 1 \"losartan potassium\" doses 50 mg daily"),
        &["E0202 the drug `losartan` is declared twice"],
    );
    refused(
        &FORMULARY.replace("losartan class arb", "losartan class abr"),
        &["E0201 there is no class of drugs `abr`", "did you mean `arb`?"],
    );
    refused(&with("class arb"), &["E0202 the class of drugs `arb` is declared twice"]);
    refused(
        &with("drug ccb class arb rxnorm 1 \"x\" doses 1 mg daily"),
        &["E0202 the class or drug `ccb` is declared twice"],
    );
}

#[test]
fn a_drug_that_is_broken_keeps_its_name() {
    let text = FORMULARY.replace("doses 10 mg, 20 mg daily", "doses 20 mg, 10 mg daily");
    refused(&text, &["E0305 10 mg stands after 20 mg"]);
}

#[test]
fn a_product_is_of_drugs_that_there_are() {
    refused(
        &with("product \"x\" rxnorm 1 contains lisinoprl 10 mg"),
        &["E0201 there is no drug `lisinoprl`", "did you mean `lisinopril`?"],
    );
    refused(&with("product \"x\" rxnorm 1 contains acei 10 mg"), &["E0204 `acei` is a class of drugs"]);
    refused(
        &with("product \"x\" rxnorm 1 contains losartan 50 mg, losartan 50 mg"),
        &["E0402 `losartan` stands twice in this product"],
    );
}

#[test]
fn two_classes_never_go_together_and_it_is_said_once() {
    refused(&with("never together acei"), &["E0101 two classes never go together"]);
    refused(&with("never together acei, arb, ccb"), &["E0101 two classes never go together", "one line for each pair"]);
    refused(&with("never together acei, acei"), &["E0402 `acei` with itself", "two of one class"]);
    refused(&with("never together arb, acei"), &["E0402 this is said twice"]);
    refused(&with("never together two of one class"), &["E0402 this is said twice"]);
    refused(&with("never together acei, abr"), &["E0201", "did you mean `arb`?"]);
}

#[test]
fn an_unknown_line_names_those_that_there_are() {
    refused(&with("drg x"), &["E0107 `drg` starts no clause of a formulary", "did you mean `drug`?"]);
    refused(&with("drug x class arb"), &["E0101 the `drug` of a formulary ends too early"]);
}

#[test]
fn a_formulary_has_its_head_once() {
    refused(
        &FORMULARY.replace("formulary drugs version \"1\"\n", ""),
        &["E0301 this formulary has no `formulary` line"],
    );
    refused(&FORMULARY.replace("care edition 2026\n", ""), &["E0301 this formulary has no `care` line"]);
    refused(&with("formulary other version \"2\""), &["E0301 a file holds one formulary"]);
    refused(
        &FORMULARY.replace("formulary drugs", "formulary other"),
        &["E0204 the formulary in \"drugs.care\" is called `other`"],
    );
}

#[test]
fn its_citations_are_of_its_own_sources() {
    refused(
        &FORMULARY.replace("tablets 10 mg cite label", "tablets 10 mg cite local"),
        &["E0201 there is no source `local`"],
    );
}

#[test]
fn two_files_mean_the_same_by_one_name_of_a_source() {
    let same = with("source local \"Protocol\" choice");
    assert_eq!(with_formulary("", &same).unwrap().compiled.sources.iter().filter(|s| s.name == "local").count(), 1);
    refused(
        &with("source local \"Another protocol\" choice"),
        &["E0202 another file declares the source `local` otherwise", "the same title and place"],
    );
}

#[test]
fn a_formulary_cites_its_sources_where_its_ruleset_asks_for_them() {
    let every = "  every clinical rule cites a source\n";
    let refused = |text: &str, words: &str| {
        let failure = with_formulary(every, text).unwrap_err();
        let said: Vec<String> = failure.diagnostics.iter().map(said).collect();
        assert!(said.len() == 1 && said[0].starts_with(words), "{said:#?}");
    };
    refused(&FORMULARY.replace("tablets 10 mg cite label", "tablets 10 mg"), "E0401 this drug cites no source");
    refused(&FORMULARY.replace("arb cite label", "arb"), "E0401 this cites no source");
    assert!(with_formulary(every, FORMULARY).is_ok());
    assert!(with_formulary("", &FORMULARY.replace("arb cite label", "arb")).is_ok());
}
