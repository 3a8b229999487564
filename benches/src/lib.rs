//! What benchmarks measure: the example ruleset and patient, and the same decision written by hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod by_hand;

use std::path::{Path, PathBuf};

use stepcare::{LoadOptions, Ruleset};

/// As of when the patient is evaluated: a Monday morning in New York.
pub const AS_OF: &str = "2026-03-02T14:00:00Z";

/// Where the patient lives.
pub const ZONE: &str = "America/New_York";

/// The example ruleset's folder.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../rulesets/remote-hypertension")
}

/// The ruleset's texts, in memory, so that no disk is measured.
#[must_use]
pub fn texts() -> std::collections::BTreeMap<String, String> {
    let read = |name: &str| std::fs::read_to_string(folder().join(name)).expect("the example ruleset is there");
    [MAIN, "../formulary/antihypertensives.care"].into_iter().map(|name| (name.to_string(), read(name))).collect()
}

/// The ruleset's main file.
pub const MAIN: &str = "remote_hypertension.care";

/// The example ruleset, compiled.
#[must_use]
pub fn ruleset() -> Ruleset {
    stepcare::load_text(MAIN, &texts(), LoadOptions::default()).expect("the example ruleset compiles")
}

/// The first example patient's record.
#[must_use]
pub fn record() -> Vec<u8> {
    let entries = std::fs::read_dir(folder().join("patients")).expect("there are example patients");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be read").path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("01-") && name.ends_with(".json") && !name.ends_with(".evaluation.json")
    });
    std::fs::read(paths.first().expect("there is a first patient")).expect("it can be read")
}
