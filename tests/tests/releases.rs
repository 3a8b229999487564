//! Bundles of every release go on loading, and go on answering the same: byte for byte, record, as-of and zone as stored.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use serde_json::{Value, json};
use stepcare::LoadOptions;
use stepcare_tests::cases::{all, run, write};
use stepcare_tests::root;

/// Of the cases, those that a release keeps: enough of each ruleset to meet every construct, few enough to read.
const KEPT: [(&str, usize); 3] = [("remote_hypertension", 4), ("clinic", 12), ("halves", 1)];

/// `releases/0.1.0`, …; with `STEPCARE_BLESS` this version's is written first, where it is not there.
fn releases() -> Vec<PathBuf> {
    static BLESS: Once = Once::new();
    BLESS.call_once(|| {
        if std::env::var_os("STEPCARE_BLESS").is_some() {
            bless();
        }
    });
    let entries = fs::read_dir(root().join("releases")).expect("a folder of releases");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    assert!(!folders.is_empty(), "releases/ holds no release");
    folders
}

fn evaluations(folder: &Path) -> Vec<String> {
    fs::read_to_string(folder.join("evaluations.txt")).unwrap().lines().map(Into::into).collect()
}

/// Writes the folder of this version, where it is not there.
fn bless() {
    let folder = root().join("releases").join(env!("CARGO_PKG_VERSION"));
    if folder.exists() {
        return;
    }
    let mut cases = all();
    let mut seen = [0_usize; KEPT.len()];
    cases.cases.retain(|case| {
        let kept = KEPT.iter().position(|(bundle, _)| case.bundle == *bundle).map(|at| (at, KEPT[at].1));
        kept.is_some_and(|(at, every)| {
            seen[at] += 1;
            (seen[at] - 1) % every == 0
        })
    });
    cases.bundles.retain(|(name, _)| KEPT.iter().any(|(bundle, _)| name == bundle));
    write(&cases, &folder).unwrap();
    fs::write(folder.join("evaluations.txt"), run(&folder).unwrap().join("\n") + "\n").unwrap();
}

#[test]
fn every_bundle_of_every_release_answers_as_it_did() {
    for folder in releases() {
        let (then, now) = (evaluations(&folder), run(&folder).unwrap());
        assert_eq!(then.len(), now.len(), "{}", folder.display());
        for (case, (then, now)) in then.iter().zip(&now).enumerate() {
            assert!(then == now, "{}: case {case} answers otherwise:\n  then {then}\n  now  {now}", folder.display());
        }
    }
}

#[test]
fn a_release_holds_evaluations_and_a_refused_record_is_none_of_them() {
    for folder in releases() {
        let answered = evaluations(&folder);
        assert!(answered.len() >= 40, "{}: {}", folder.display(), answered.len());
        let formats = answered.iter().map(|text| serde_json::from_str::<Value>(text).unwrap()["format"].clone());
        assert!(formats.filter(|format| *format == json!(1)).count() > answered.len() / 2);
    }
}

#[test]
fn a_bundle_of_a_release_is_of_the_format_that_is_frozen() {
    for folder in releases() {
        for entry in fs::read_dir(folder.join("bundles")).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            assert!(stepcare::load_bundle(&bytes, LoadOptions::default()).is_ok());
        }
    }
}
