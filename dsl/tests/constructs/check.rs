//! `check`.

use stepcare_core::construct::{Act, Check, Decision};

use crate::shared::{compiled, decision, refused};

const LINE: &str = "check potassium, creatinine between 7 and 28 days after start or raise of acei, arb\n  then order labs, overdue then task call for navigator\n  cite local\n";

fn read(text: &str) -> Check {
    match decision(&compiled(text), "check_potassium_creatinine") {
        Decision::Check(check) => check.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_check_keeps_its_window_its_results_and_both_actions() {
    let read = read(LINE);
    assert_eq!((read.from_days, read.to_days), (7, 28));
    assert_eq!((read.facts.len(), read.classes.len()), (2, 2));
    assert_eq!((read.on_start, read.on_raise), (true, true));
    assert!(matches!(read.then.act, Act::Task { role: None, .. }));
    assert!(matches!(read.overdue.unwrap().act, Act::Task { role: Some(_), .. }));
    assert_eq!(read.cite.len(), 1);
}

#[test]
fn a_check_may_be_of_starts_alone_or_of_raises_alone() {
    let changes = |words: &str| {
        let check = read(&LINE.replace("start or raise", words));
        (check.on_start, check.on_raise)
    };
    assert_eq!(
        [changes("start"), changes("raise"), changes("raise or start")],
        [(true, false), (false, true), (true, true)]
    );
}

#[test]
fn a_window_stands_in_order_and_in_days() {
    refused(
        &LINE.replace("7 and 28", "28 and 7"),
        &["E0305 no day is between 28 and 7 days", "write `between 7 and 28 days`"],
    );
    refused(&LINE.replace("28 days", "4 weeks"), &["E0219 the window of a check is counted in days"]);
    assert_eq!(read(&LINE.replace("7 and 28", "7 and 7")).to_days, 7);
}

#[test]
fn a_check_says_what_is_done() {
    refused(
        "check potassium between 7 and 28 days after start of acei\n",
        &["E0304 this check does not say what is done", "add `then order NAME`"],
    );
}

#[test]
fn facts_and_classes_are_declared_ones() {
    refused(
        &LINE.replace("potassium", "potasium"),
        &["E0201 there is no fact `potasium`", "did you mean `potassium`?"],
    );
    refused(
        &LINE.replace("acei, arb", "acei, abr"),
        &["E0201 there is no class of drugs `abr`", "did you mean `arb`?"],
    );
    refused(&LINE.replace("creatinine", "potassium"), &["E0402 `potassium` stands twice in this list"]);
    refused(&LINE.replace("order labs", "task labs"), &["E0204 `labs` is declared as `order`", "write `order labs`"]);
}

#[test]
fn it_cites_a_source_where_every_rule_does() {
    let text = format!("  every clinical rule cites a source\n{}", LINE.replace("  cite local\n", ""));
    refused(&text, &["E0401 this check cites no source"]);
}
