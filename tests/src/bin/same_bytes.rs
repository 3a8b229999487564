//! `same-bytes write FOLDER [RECORDS]`, `same-bytes run FOLDER OUT`, `same-bytes table FOLDER OUT`: writes the cases that
//! every host is compared on, runs them in Rust, and counts what they reach.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use stepcare_tests::cases::cover::Cover;
use stepcare_tests::cases::{all, of_folder, rulesets, run, write};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", folder] => write(&all(), Path::new(folder)),
        ["write", folder, records] => of_folder(Path::new(records)).and_then(|cases| write(&cases, Path::new(folder))),
        ["run", folder, out] => answer(Path::new(folder), Path::new(out)),
        ["table", folder, out] => table(Path::new(folder), Path::new(out)),
        _ => Err("usage: same-bytes write FOLDER [RECORDS] | run FOLDER OUT | table FOLDER OUT".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("same-bytes: {what}");
            ExitCode::FAILURE
        }
    }
}

/// One line a case: SHA-256, then the answer.
fn answer(folder: &Path, out: &Path) -> Result<(), String> {
    let mut lines = String::new();
    for answer in run(folder)? {
        let hash = stepcare_core::value::key::sha256_hex(answer.as_bytes());
        writeln!(lines, "{hash} {answer}").map_err(|error| error.to_string())?;
    }
    std::fs::write(out, lines).map_err(|error| format!("{}: {error}", out.display()))
}

fn table(folder: &Path, out: &Path) -> Result<(), String> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let cases: serde_json::Value =
        serde_json::from_str(&read(&folder.join("cases.json"))?).map_err(|error| error.to_string())?;
    let cases = cases.get("cases").and_then(serde_json::Value::as_array).ok_or("no cases")?;
    let rulesets: BTreeMap<String, _> =
        rulesets().into_iter().map(|(name, ruleset)| (format!("bundles/{name}.json"), ruleset)).collect();
    let mut cover = Cover::default();
    for (case, line) in cases.iter().zip(read(out)?.lines()) {
        let bundle = case.get("bundle").and_then(serde_json::Value::as_str).unwrap_or_default();
        cover.add(rulesets.get(bundle), line.split_once(' ').map_or("", |(_, answer)| answer));
    }
    let (table, empty) = cover.table();
    print!("\n{table}");
    if empty.is_empty() { Ok(()) } else { Err(format!("nothing reaches {}", empty.join("; "))) }
}
