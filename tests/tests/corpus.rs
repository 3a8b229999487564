//! What fuzzing has kept: each input of `fuzz/corpus/` holds what must hold for every input of its target.
#![allow(clippy::unwrap_used)]

use std::fs;

use stepcare_tests::fuzz::TARGETS;
use stepcare_tests::root;

fn kept(target: &str) -> usize {
    let (_, holds) = TARGETS.into_iter().find(|(name, _)| *name == target).unwrap();
    let mut count = 0;
    for entry in fs::read_dir(root().join("fuzz/corpus").join(target)).unwrap() {
        let path = entry.unwrap().path();
        // Shown only where the test fails: which input it was.
        println!("{}", path.display());
        holds(&fs::read(path).unwrap());
        count += 1;
    }
    count
}

#[test]
fn every_kept_text_holds() {
    assert!(kept("text") >= 100);
}

#[test]
fn every_kept_record_holds() {
    assert!(kept("record") >= 100);
}

#[test]
fn every_kept_bundle_holds() {
    assert!(kept("bundle") >= 100);
}
