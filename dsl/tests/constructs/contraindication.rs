//! `contraindicated`.

use stepcare_core::construct::{Contraindication, Decision};

use crate::shared::{compiled, decision, refused};

fn read(text: &str, name: &str) -> Contraindication {
    match decision(&compiled(text), name) {
        Decision::Contraindication(barred) => barred.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_contraindication_bars_classes_and_drugs_and_is_named_by_what_it_bars() {
    let text = "contraindicated acei, losartan when frail then task look for clinician due today again after 14 days cite local\n\
                contraindicated start of arb when potassium > 5.0 mmol/L\n";
    let first = read(text, "contraindicated_acei_losartan");
    assert_eq!((first.classes.len(), first.drugs.len(), first.start_only), (1, 1, false));
    assert!(first.then.unwrap().again_after.is_some() && first.cite.len() == 1);
    let second = read(text, "contraindicated_start_arb");
    assert!(second.start_only && second.then.is_none());
}

#[test]
fn a_second_of_the_same_name_is_numbered_and_another_line_above_changes_no_name() {
    let two = "contraindicated acei when frail\ncontraindicated acei when potassium > 5.0 mmol/L\n";
    read(two, "contraindicated_acei");
    read(two, "contraindicated_acei_2");
    let three = format!("contraindicated arb when frail\n{two}");
    read(&three, "contraindicated_acei_2");
}

#[test]
fn classes_and_drugs_are_those_of_the_formulary() {
    refused("contraindicated acie when frail\n", &["E0201 there is no class or drug `acie`", "did you mean `acei`?"]);
    refused("contraindicated amlodipin when frail\n", &["E0201", "did you mean `amlodipine`?"]);
    refused("contraindicated acei, acei when frail\n", &["E0402 `acei` stands twice in this list"]);
}

#[test]
fn its_condition_is_one() {
    refused("contraindicated acei when potassium\n", &["E0211 a condition is expected here"]);
    refused("contraindicated acei\n", &["E0101 a `contraindicated` clause ends too early"]);
    refused(
        "contraindicated acei when frail {\n  x\n}\n",
        &["E0101 a block where none belongs; `contraindicated` has no block"],
    );
}

#[test]
fn it_cites_a_source_where_every_rule_does() {
    let every = "  every clinical rule cites a source\n";
    refused(&format!("{every}contraindicated acei when frail\n"), &["E0401 this contraindication cites no source"]);
}
