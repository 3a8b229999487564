//! The cases that every host is compared on: (bundle, record, as-of, zone), by hand and drawn from a seed, and what of
//! each construct they reach.

pub mod bad;
pub mod clinic;
pub mod cover;
pub mod draw;
pub mod follow;
pub mod halves;
pub mod outreach;
pub mod rows;
pub mod shipped;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use stepcare::{EvaluateError, LoadError, LoadOptions, Ruleset};

use crate::patient::load;
use crate::root;

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is about.
    pub name: String,
    /// Which of the bundles.
    pub bundle: String,
    /// The record's bytes, sound or not.
    pub record: Vec<u8>,
    /// As of when.
    pub as_of: String,
    /// In which zone.
    pub zone: String,
}

impl Case {
    /// A case of a bundle.
    #[must_use]
    pub fn new(name: impl Into<String>, bundle: &str, record: impl Into<Vec<u8>>, as_of: &str, zone: &str) -> Case {
        let record = record.into();
        Case { name: name.into(), bundle: bundle.into(), record, as_of: as_of.into(), zone: zone.into() }
    }
}

/// Bundles by name, and the cases over them.
#[derive(Debug, Default)]
pub struct Cases {
    /// Name and bytes.
    pub bundles: Vec<(String, Vec<u8>)>,
    /// In order.
    pub cases: Vec<Case>,
}

/// The rulesets of the cases, by the name of their bundle.
#[must_use]
pub fn rulesets() -> Vec<(&'static str, Ruleset)> {
    let files = [
        ("clinic", "tests/cases/clinic.care"),
        ("halves", "tests/cases/halves.care"),
        ("outreach", "tests/cases/outreach.care"),
        ("rows", "tests/cases/rows.care"),
        ("remote_hypertension", "rulesets/remote-hypertension/remote_hypertension.care"),
    ];
    files.into_iter().map(|(name, path)| (name, load(&root().join(path)))).collect()
}

/// Every case of the repository.
#[must_use]
pub fn all() -> Cases {
    let rulesets = rulesets();
    let ruleset = |name: &str| &rulesets.iter().find(|(n, _)| *n == name).expect("the ruleset is listed").1;
    let mut bundles: Vec<(String, Vec<u8>)> =
        rulesets.iter().map(|(name, ruleset)| ((*name).to_string(), ruleset.to_bundle().into_bytes())).collect();
    let clinic = clinic::by_hand();
    let mut cases = follow::up(ruleset("clinic"), &clinic);
    cases.extend(clinic);
    cases.extend(clinic::drawn(120));
    cases.extend(halves::all());
    let outreach = outreach::all();
    cases.extend(follow::up(ruleset("outreach"), &outreach));
    cases.extend(outreach);
    cases.extend(rows::all());
    cases.extend(shipped::all());
    cases.extend(bad::records());
    let (bad_bundles, bad_cases) = bad::bundles(&ruleset("halves").to_bundle());
    bundles.extend(bad_bundles);
    cases.extend(bad_cases);
    Cases { bundles, cases }
}

/// Anyone's records, `*.json` of a folder, through the shipped ruleset, as of their newest instant or a given one.
///
/// # Errors
/// In words, where the folder cannot be read or holds no record.
pub fn of_folder(folder: &Path) -> Result<Cases, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths: Vec<_> = fs::read_dir(folder).map_err(told)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|e| e == "json") && !path.to_string_lossy().contains(".evaluation.")
    });
    paths.sort();
    let mut cases = Cases::default();
    for (name, ruleset) in rulesets().into_iter().filter(|(name, _)| *name == "remote_hypertension") {
        cases.bundles.push((name.into(), ruleset.to_bundle().into_bytes()));
        for path in &paths {
            let record = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let title = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            for (as_of, zone) in shipped::MOMENTS {
                cases.cases.push(Case::new(format!("{title} {as_of} {zone}"), name, record.clone(), as_of, zone));
            }
        }
    }
    if cases.cases.is_empty() { Err(format!("{}: no record (*.json)", folder.display())) } else { Ok(cases) }
}

/// Writes bundles, records and `cases.json` into a folder, for the hosts to read.
///
/// # Errors
/// In words, where a file cannot be written.
pub fn write(cases: &Cases, folder: &Path) -> Result<(), String> {
    let put = |path: String, bytes: &[u8]| {
        let path = folder.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes))
    };
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    for (name, bytes) in &cases.bundles {
        put(format!("bundles/{name}.json"), bytes).map_err(told)?;
    }
    let mut listed = Vec::new();
    for (at, case) in cases.cases.iter().enumerate() {
        let record = format!("records/{at:04}.json");
        put(record.clone(), &case.record).map_err(told)?;
        let bundle = format!("bundles/{}.json", case.bundle);
        listed.push(json!({
            "name": case.name, "bundle": bundle, "record": record, "as_of": case.as_of, "zone": case.zone,
        }));
    }
    put("cases.json".into(), format!("{:#}\n", json!({ "cases": listed })).as_bytes()).map_err(told)
}

/// What Rust answers to each case of a folder: the evaluation, or the error as every host has it.
///
/// # Errors
/// In words, where the folder does not hold what [`write`] wrote.
pub fn run(folder: &Path) -> Result<Vec<String>, String> {
    let read = |path: &str| fs::read(folder.join(path)).map_err(|error| format!("{path}: {error}"));
    let cases: Value = serde_json::from_slice(&read("cases.json")?).map_err(|error| error.to_string())?;
    let mut loaded: Vec<(String, Result<Ruleset, LoadError>)> = Vec::new();
    let mut answers = Vec::new();
    for case in cases.pointer("/cases").and_then(Value::as_array).ok_or("no cases")? {
        let field = |name: &str| case.get(name).and_then(Value::as_str).ok_or_else(|| format!("no {name}"));
        let bundle = field("bundle")?;
        if !loaded.iter().any(|(path, _)| path == bundle) {
            loaded.push((bundle.into(), stepcare::load_bundle(&read(bundle)?, LoadOptions::default())));
        }
        let record = read(field("record")?)?;
        answers.push(match loaded.iter().find(|(path, _)| path == bundle) {
            Some((_, Ok(ruleset))) => match ruleset.evaluate_json(&record, field("as_of")?, field("zone")?) {
                Ok(evaluation) => evaluation,
                Err(EvaluateError { code, pointer, help, .. }) => refusal(code, &pointer, &help),
            },
            Some((_, Err(LoadError { code, help, .. }))) => refusal(code, "", help),
            None => return Err(format!("{bundle} was not loaded")),
        });
    }
    Ok(answers)
}

fn refusal(code: &str, pointer: &str, help: &str) -> String {
    #[derive(serde::Serialize)]
    struct Refusal<'a> {
        code: &'a str,
        pointer: &'a str,
        help: &'a str,
    }
    let refusal = serde_json::to_string(&Refusal { code, pointer, help }).expect("three texts are JSON");
    format!("{{\"error\":{refusal}}}")
}
