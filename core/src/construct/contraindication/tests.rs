//! What a contraindication says, and when it makes its task.

use alloc::{format, vec, vec::Vec};

use super::*;
use crate::construct::practice::{Practice, Seen, takes};

fn seen(pregnant: &str, medications: &[String]) -> Seen {
    let list = format!(r#""medications":[{}]"#, medications.join(","));
    let mut facts = vec![list.as_str()];
    facts.extend(Some(pregnant).filter(|p| !p.is_empty()));
    Practice::new().seen(&facts, &[], "2026-03-02 09:00")
}

fn wanted(seen: &Seen, number: usize) -> &[Wanted] {
    &seen.decided.get(number - 1).unwrap().wanted
}

fn lisinopril() -> String {
    takes("m1", "lisinopril", "10", "2026-01-05 09:00")
}

#[test]
fn it_applies_to_a_drug_that_is_taken_and_makes_its_task() {
    let seen = seen(r#""pregnant":"maybe""#, &[lisinopril()]);
    assert_eq!(seen.contraindicated(1).status, Status::Applies);
    assert_eq!(wanted(&seen, 1).iter().map(|w| w.anchor.as_str()).collect::<Vec<_>>(), ["taken:m1"]);
}

#[test]
fn it_applies_and_makes_no_task_when_no_such_drug_is_taken() {
    let seen = seen(r#""pregnant":"yes""#, &[takes("m1", "amlodipine", "5", "2026-01-05 09:00")]);
    assert_eq!(seen.contraindicated(1).status, Status::Applies);
    assert!(wanted(&seen, 1).is_empty());
}

#[test]
fn unknown_is_neither_and_makes_no_task() {
    let seen = seen("", &[lisinopril()]);
    assert_eq!(seen.contraindicated(1).status, Status::Undetermined);
    let possible: Vec<Status> = seen.contraindicated(1).possible.iter().map(|p| p.status).collect();
    assert_eq!(possible, [Status::Applies, Status::DoesNotApply]);
    assert_eq!(seen.contraindicated(1).unknown.first().map(|u| u.name.as_str()), Some("pregnant"));
    assert!(wanted(&seen, 1).is_empty());
}

#[test]
fn known_not_to_hold_it_does_not_apply() {
    assert_eq!(seen(r#""pregnant":"no""#, &[lisinopril()]).contraindicated(1).status, Status::DoesNotApply);
}
