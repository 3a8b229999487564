//! The example patients: record, expected lines, golden evaluation, and the ruleset they belong to.

use std::path::{Path, PathBuf};

use serde_json::Value;
use stepcare::{LoadOptions, Ruleset};

use crate::expect::Expected;
use crate::root;

/// One patient of `rulesets/*/patients/`.
#[derive(Debug)]
pub struct Patient {
    /// `rulesets/remote-hypertension/patients/01-….json`.
    pub record: PathBuf,
    /// What its worked note expects.
    pub expected: Expected,
    /// Where its golden evaluation stands.
    pub golden: PathBuf,
}

/// A ruleset and its patients.
#[derive(Debug)]
pub struct Programme {
    /// The `.care` file.
    pub main: PathBuf,
    /// It, compiled.
    pub ruleset: Ruleset,
    /// Its patients, in order of name.
    pub patients: Vec<Patient>,
}

impl Patient {
    fn read(expect: &Path) -> Patient {
        let text = text(expect);
        let expected = Expected::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", expect.display()));
        Patient { record: expect.with_extension("json"), expected, golden: expect.with_extension("evaluation.json") }
    }

    /// Its file's name without the ending.
    #[must_use]
    pub fn name(&self) -> String {
        self.record.file_stem().expect("a record has a name").to_string_lossy().into_owned()
    }

    /// The record as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&text(&self.record)).unwrap_or_else(|e| panic!("{}: {e}", self.record.display()))
    }
}

/// Every ruleset that has patients with `.expect` lines.
#[must_use]
pub fn programmes() -> Vec<Programme> {
    let mut found = Vec::new();
    for folder in children(&root().join("rulesets")) {
        let expects = children(&folder.join("patients")).into_iter().filter(|p| has_ending(p, "expect"));
        let patients: Vec<Patient> = expects.map(|p| Patient::read(&p)).collect();
        if patients.is_empty() {
            continue;
        }
        let main = main_file(&folder);
        let ruleset = load(&main);
        found.push(Programme { main, ruleset, patients });
    }
    found
}

/// Compiles a ruleset of the repository.
#[must_use]
pub fn load(main: &Path) -> Ruleset {
    let folder = main.parent().expect("a ruleset stands in a folder");
    let name = main.file_name().expect("a ruleset has a name").to_string_lossy();
    let loaded = stepcare::load_text(&name, &Folder(folder.into()), LoadOptions::default());
    loaded.unwrap_or_else(|why| panic!("{}: {why}", main.display()))
}

/// The `.care` file that declares a ruleset and bears the folder's name.
fn main_file(folder: &Path) -> PathBuf {
    let name = folder.file_name().expect("a folder has a name").to_string_lossy().replace('-', "_");
    let main = folder.join(format!("{name}.care"));
    assert!(main.exists(), "{} has patients and no {name}.care", folder.display());
    main
}

/// Files as they lie beside a ruleset.
pub struct Folder(pub PathBuf);

impl stepcare::Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| error.to_string())
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a folder holds, in order of name; nothing where there is no folder.
fn children(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be read").path()).collect();
    paths.sort();
    paths
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|e| e == ending)
}
