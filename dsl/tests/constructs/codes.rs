//! `codes`, written out or from a list that the host hands over.

use std::collections::BTreeMap;

use stepcare_core::ruleset::Compiled;
use stepcare_dsl::{Compilation, Diagnostic, Failure, compile};

use crate::shared::{FORMULARY, HEAD, in_order, said};

/// A list as value sets are exported: one row a code and set; a cell may hold several meanings.
const LIST: &str = "\
system,code,display,value_set,meaning
http://hl7.org/fhir/sid/icd-10-cm,N18.6,End stage renal disease,End Stage Renal Disease,ESRD; kidney
http://snomed.info/sct,236436003,End stage renal failure with renal transplant,End Stage Renal Disease,ESRD
urn:oid:2.16.840.1.113883.6.96,46177005,End-stage renal disease,End Stage Renal Disease,ESRD
http://hl7.org/fhir/sid/icd-10-cm,R26.89,\"Other abnormalities of gait, and mobility\",Frailty Symptom,frail
http://www.ama-assn.org/go/cpt,99509,,Frailty Encounter,
http://loinc.org,8480-6,Systolic blood pressure,systolic,
http://hl7.org/fhir/sid/icd-10-cm,N18.6,End stage renal disease,Kidney,
";

fn with(body: &str, list: &str) -> Result<Compilation, Failure> {
    let files = BTreeMap::from([
        ("demo.care".to_string(), format!("{HEAD}{body}")),
        ("drugs.care".to_string(), FORMULARY.to_string()),
        ("codes.csv".to_string(), list.to_string()),
    ]);
    compile("demo.care", &files)
}

fn compiled(body: &str) -> Compiled {
    with(body, LIST).unwrap_or_else(|failure| panic!("{failure}")).compiled
}

/// The codes of the first set.
fn codes(body: &str) -> Vec<String> {
    compiled(body).code_sets[0].members.iter().map(|member| member.code.code.clone()).collect()
}

fn warnings(body: &str) -> Vec<Diagnostic> {
    with(body, LIST).unwrap_or_else(|failure| panic!("{failure}")).warnings
}

#[track_caller]
fn refused_of(body: &str, list: &str, pieces: &[&str]) -> String {
    let Err(failure) = with(body, list) else { panic!("it compiles:\n{body}") };
    let all: Vec<String> = failure.diagnostics.iter().map(said).collect();
    assert_eq!(all.len(), 1, "one error is expected of\n{body}\n{all:#?}");
    in_order(&all[0], pieces);
    let (span, _) = failure.diagnostics[0].labels[0];
    let place = failure.sources.place(span);
    format!("{}:{}:{}", place.file, place.line, place.column)
}

#[track_caller]
fn refused(body: &str, pieces: &[&str]) -> String {
    refused_of(body, LIST, pieces)
}

#[test]
fn a_column_has_a_value_where_its_cell_is_it_or_lists_it_between_semicolons() {
    let all = ["N18.6", "236436003", "46177005"];
    assert_eq!(codes("codes esrd from \"codes.csv\" where meaning has \"ESRD\", 3 codes\n"), all);
    assert_eq!(codes("codes esrd from \"codes.csv\" where value_set is \"End Stage Renal Disease\", 3 codes\n"), all);
    assert_eq!(codes("codes kidney from \"codes.csv\" where meaning has \"kidney\", 1 codes\n"), ["N18.6"]);
    let whole_cell = refused("codes esrd from \"codes.csv\" where meaning is \"kidney\"\n", &["E0323 no line"]);
    assert_eq!(whole_cell, "demo.care:35:46");
}

#[test]
fn a_set_may_be_of_several_values_and_each_code_is_in_it_once() {
    let text = "codes some from \"codes.csv\" where value_set has one of \"Kidney\", \"End Stage Renal Disease\",\n  \"Frailty Symptom\", 4 codes\n";
    assert_eq!(codes(text), ["N18.6", "236436003", "46177005", "R26.89"]);
}

#[test]
fn without_where_a_list_is_the_set() {
    assert_eq!(codes("codes every from \"codes.csv\", 6 codes\n").len(), 6);
}

#[test]
fn a_system_is_known_by_its_uri_oid_or_word_and_any_other_stays() {
    let compiled = compiled("codes every from \"codes.csv\", 6 codes\n");
    let systems: Vec<&str> = compiled.code_sets[0].members.iter().map(|m| m.code.system.uri()).collect();
    assert_eq!(systems[2], "http://snomed.info/sct");
    assert_eq!(systems[4], "http://www.ama-assn.org/go/cpt");
}

#[test]
fn codes_of_a_list_may_stand_beside_codes_of_the_text() {
    let text = "codes esrd from \"codes.csv\" where meaning has \"kidney\", 1 codes {\n  icd10 Z99.2 \"Dependence on renal dialysis\"\n}\n";
    assert_eq!(codes(text), ["N18.6", "Z99.2"]);
}

#[test]
fn a_set_of_another_size_than_stated_is_refused() {
    let text = "codes esrd from \"codes.csv\" where meaning has \"ESRD\", 4 codes\n";
    refused(text, &["E0324 `esrd` has 3 codes, and 4 are stated", "cut off"]);
}

#[test]
fn a_set_whose_size_nobody_states_is_a_warning_one_for_a_list() {
    let text = "codes esrd from \"codes.csv\" where meaning has \"ESRD\"\ncodes frail_signs from \"codes.csv\" where meaning has \"frail\"\n";
    let found = warnings(text);
    assert_eq!(found.len(), 1, "{found:#?}");
    in_order(&said(&found[0]), &["W0121 how many codes 2 sets of `codes.csv` have is not said", "`, 12 codes`"]);
    assert_eq!(found[0].notes, ["so is it of frail_signs"]);
    assert!(warnings(&text.replace("\"\n", "\", may be empty\n")).is_empty());
}

#[test]
fn a_set_that_holds_nothing_is_refused_unless_it_may() {
    let text = "codes esrd from \"codes.csv\" where meaning has \"ESDR\"\n";
    refused(text, &["E0323 no line of `codes.csv` has \"ESDR\"", "did you mean \"ESRD\"?", "`, may be empty`"]);
    let empty = "codes dialysis from \"codes.csv\" where value_set has \"Dialysis Services\", may be empty\n";
    assert!(codes(empty).is_empty() && warnings(empty).is_empty());
    // What is this near to another value was hardly meant.
    let found = warnings(&text.replace("\"\n", "\", may be empty\n"));
    in_order(&said(&found[0]), &["W0122 no line of `codes.csv` has \"ESDR\"", "did you mean \"ESRD\"?"]);
    let only_head = LIST.lines().next().unwrap();
    refused_of(
        "codes every from \"codes.csv\"\n",
        only_head,
        &["E0323 `every` holds nothing: `codes.csv` has no lines"],
    );
}

#[test]
fn a_value_that_adds_nothing_to_its_set_is_a_warning() {
    let text = "codes some from \"codes.csv\" where value_set has one of \"Kidney\", \"Dialysis Services\", 1 codes\n";
    let found = warnings(text);
    in_order(&said(&found[0]), &["W0122 no line of `codes.csv` has \"Dialysis Services\"", "adds nothing"]);
    assert!(warnings(&text.replace("1 codes", "may be empty")).is_empty());
}

#[test]
fn a_column_is_one_of_the_first_line() {
    refused(
        "codes esrd from \"codes.csv\" where meanign has \"ESRD\"\n",
        &["E0322 `codes.csv` has no column `meanign`", "did you mean `meaning`?"],
    );
    let other = LIST.replace("display", "label");
    refused_of("codes esrd from \"codes.csv\"\n", &other, &["E0322 `codes.csv` has no column `display`, or `name`"]);
    let other = LIST.replace("system", "whose");
    refused_of(
        "codes esrd from \"codes.csv\"\n",
        &other,
        &["E0322", "no column `system` and `code`, or one named for"],
    );
}

#[test]
fn a_list_of_one_systems_codes_has_a_column_named_for_it() {
    let list = "rxnorm_scd,name\n197361,amlodipine 5 MG Oral Tablet\n";
    let compiled = with("codes tablets from \"codes.csv\", 1 codes\n", list).unwrap().compiled;
    assert_eq!(compiled.code_sets[0].members[0].code.to_string(), "http://www.nlm.nih.gov/research/umls/rxnorm|197361");
}

#[test]
fn what_is_wrong_with_a_list_is_told_at_its_line() {
    let every = "codes every from \"codes.csv\"\n";
    let short = LIST.replace("Frailty Encounter,\n", "Frailty Encounter\n");
    let place = refused_of(every, &short, &["E0321 this line has 4 values, and the first line names 5"]);
    assert_eq!(place, "codes.csv:6:1");
    let open = LIST.replace("and mobility\"", "and mobility");
    assert_eq!(refused_of(every, &open, &["E0321 a quote of this line does not end"]), "codes.csv:5:1");
    let mistyped = LIST.replace("236436003", "236436004");
    assert_eq!(refused_of(every, &mistyped, &["E0303 the check digit of SNOMED CT 236436004"]), "codes.csv:3:1");
    let other_system = LIST.replace("http://loinc.org,8480-6", "http://loinc.org,271649006");
    assert_eq!(refused_of(every, &other_system, &["E0325 271649006 is no code of LOINC"]), "codes.csv:7:1");
    let no_code = LIST.replace("8480-6", "");
    assert_eq!(refused_of(every, &no_code, &["E0321 this line has no code"]), "codes.csv:7:1");
    refused_of(every, "", &["E0321 `codes.csv` is empty"]);
    refused_of(every, &LIST.replace("meaning", "code"), &["E0321 the column `code` stands twice"]);
}

#[test]
fn a_list_may_have_windows_line_ends_and_a_mark_of_the_byte_order() {
    let list = format!("\u{feff}{}", LIST.replace('\n', "\r\n"));
    let text = "codes esrd from \"codes.csv\" where meaning has \"ESRD\", 3 codes\n";
    assert_eq!(with(text, &list).unwrap().compiled.code_sets[0].members.len(), 3);
    let short = list.replace("Frailty Encounter,\r\n", "Frailty Encounter\r\n");
    assert_eq!(refused_of(text, &short, &["E0321 this line has 4 values"]), "codes.csv:6:1");
}

#[test]
fn a_list_that_nobody_hands_over_is_told_by_its_name() {
    let place = refused("codes esrd from \"code.csv\"\n", &["E0109 `code.csv` cannot be read: there is no such file"]);
    assert_eq!(place, "demo.care:35:17");
}

#[test]
fn a_code_of_the_text_has_the_name_that_the_list_gives_it() {
    let set = |display: &str| {
        format!(
            "codes esrd from \"codes.csv\" where meaning has \"frail\", 1 codes {{\n  icd10 N18.6 \"{display}\"\n}}\n"
        )
    };
    refused(
        &set("Heart failure"),
        &["E0308 N18.6 is \"End stage renal disease\" in the list at hand, and \"Heart failure\""],
    );
    assert_eq!(codes(&set("End stage  Renal disease")).len(), 2);
}

#[test]
fn a_code_is_written_as_its_system_writes_it() {
    let set = |code: &str| format!("codes one {{\n  {code} \"Name\"\n}}\n");
    for code in ["icd10 I10", "icd10 C7A.00", "icd10 T78.3XXA", "loinc 8480-6", "loinc LA33-6", "snomed 41291007"] {
        assert_eq!(codes(&set(code)).len(), 1, "{code}");
    }
    refused(&set("icd10 41291007"), &["E0325 41291007 is no code of ICD-10"]);
    refused(&set("icd10 I1"), &["E0325 I1 is no code of ICD-10"]);
    refused(&set("snomed I10"), &["E0325 I10 is no code of SNOMED CT"]);
    refused(&set("rxnorm I10"), &["E0325 I10 is no code of RxNorm"]);
    refused(&set("loinc 8480"), &["E0325 8480 is no code of LOINC"]);
    refused(&set("loinc 8480-5"), &["E0303 the check digit of LOINC 8480-5 is wrong"]);
    refused(&set("snomed 41291008"), &["E0303 the check digit of SNOMED CT 41291008 is wrong"]);
}

#[test]
fn a_unit_may_be_written_otherwise_by_records_but_not_as_another_unit() {
    let fact = |kind: &str, written: &str| format!("facts {{ intake : {kind} also written {written} ask patient }}\n");
    let series = "series drinking { drinks : drinks/day in 0 .. 100 also written \"Drinks/Day\", \"drinks a day\" }\n";
    let read = compiled(series);
    let column = &read.series.iter().find(|series| series.name == "drinking").unwrap().columns[0];
    assert_eq!(column.also_written, ["Drinks/Day", "drinks a day"]);
    assert_eq!(compiled(&fact("packs/day", "\"Packs/Day\"")).facts.last().unwrap().also_written, ["Packs/Day"]);
    refused(&fact("mg/dL", "\"mg/mL\""), &["E0214 \"mg/mL\" is a unit of its own, and not mg/dL"]);
    refused(&fact("yes/no", "\"YesNo\""), &["E0302 only a number has a unit that may be written otherwise"]);
    refused("facts { a : drinks/day from chart; b : packs/day from chart }\ndefine c = a > b\n", &["E0214"]);
}

#[test]
fn what_is_measured_is_coded_by_a_code_or_by_a_set() {
    let facts = |coded: &str| {
        format!(
            "facts {{ sodium : mmol/L coded {coded} from lab }}\n\
             codes readings from \"codes.csv\" where value_set has \"systolic\", 1 codes\n\
             codes nothing from \"codes.csv\" where value_set has \"other\", may be empty\n\
             codes below {{ icd10 E11 and below \"Type 2 diabetes\" }}\n"
        )
    };
    let coded = |by: &str| {
        let fact = compiled(&facts(by)).facts.iter().find(|fact| fact.name == "sodium").unwrap().coded.clone();
        fact.map(|codes| codes.iter().map(|code| code.code.clone()).collect::<Vec<_>>())
    };
    assert_eq!(coded("loinc 2951-2"), Some(vec!["2951-2".to_string()]));
    assert_eq!(coded("readings"), Some(vec!["8480-6".to_string()]));
    assert_eq!(coded("nothing"), Some(Vec::new()));
    refused(&facts("reading"), &["E0201 there is no code set `reading`", "did you mean `readings`?"]);
    refused(&facts("below"), &["E0204 `below` holds codes with all that is below them"]);
}
