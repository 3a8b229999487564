//! Two evaluators that share no decision, on random rulesets and records: they say the same, reasons included.

#![allow(clippy::unwrap_used)]

use stepcare_tests::random::run::{Run, run};

#[test]
fn the_two_evaluators_say_the_same_of_random_rulesets_and_records() {
    let found = run(&Run { rulesets: 150, seed: 5, shown: 3 }, &mut |line| println!("{line}"));
    assert_eq!(found.table.differences(), 0, "what differs is shown above, shrunk");
    assert!(found.cases > 5_000, "{} cases", found.cases);
    assert!(found.refused * 20 < 150, "{} rulesets do not compile", found.refused);
    let (outcomes, low) = found.table.outcomes();
    assert!(low.is_empty(), "under half a percent: {low:?}\n{outcomes}");
}

#[test]
fn the_two_evaluators_say_the_same_of_every_case_that_hosts_are_compared_on() {
    let table = stepcare_tests::random::run::known();
    assert_eq!(table.differences(), 0, "{}", table.text(3));
}

#[test]
fn every_fault_to_plant_stands_where_it_says_once() {
    for fault in stepcare_tests::faults::FAULTS {
        let text = std::fs::read_to_string(stepcare_tests::root().join(fault.file)).unwrap();
        assert_eq!(text.matches(fault.before).count(), 1, "{}: {}", fault.file, fault.before);
    }
}

/// Each was found by chance, shrunk, and settled by the written meaning; `tests/second/NAME.trial`.
#[test]
fn what_the_evaluators_once_differed_on_they_say_alike() {
    let mut kept = 0;
    for entry in std::fs::read_dir(stepcare_tests::root().join("tests/second")).unwrap() {
        let path = entry.unwrap().path();
        let trial = stepcare_tests::random::Trial::kept(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(!trial.sides().is_empty(), "{} does not compile or is no case", path.display());
        assert_eq!(trial.differs(), [""; 0], "{}", path.display());
        kept += 1;
    }
    assert!(kept >= 9);
}
