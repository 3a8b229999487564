//! The same bytes everywhere: every case of `stepcare-tests` through every host, outputs compared byte for byte.
//!
//! `target/same-bytes` holds `cases.json`, the bundles and the records; each host's runner reads it and writes one line a
//! case, `SHA-256 text`, where the text is the evaluation, or the error as every host has it.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{cargo, pass, root};
use crate::{npm, python};

/// A host, and the command that runs the cases in it.
type Host = (&'static str, fn() -> Command);

const HOSTS: [Host; 4] = [
    ("Rust", || cases("run")),
    ("Python", || runner(python::program("python"), "python.py")),
    ("WebAssembly", || runner("node", "wasm.mjs")),
    ("plain JavaScript", || runner("node", "js.mjs")),
];

/// Builds what the hosts run, then compares.
pub fn run(records: Option<&Path>) -> Result<(), String> {
    npm::build()?;
    python::build()?;
    compare(records)
}

/// Compares hosts that are built: as [`run`], once the packages' own tests have built them.
pub fn compare(records: Option<&Path>) -> Result<(), String> {
    let folder = root().join("target/same-bytes");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let mut write = cases("write");
    write.arg(&folder);
    if let Some(records) = records {
        // As the caller sees it, not as the root of the repository does.
        write.arg(fs::canonicalize(records).map_err(|e| format!("{}: {e}", records.display()))?);
    }
    pass(&mut write)?;
    let mut outputs = Vec::new();
    for (name, host) in HOSTS {
        let file = folder.join(format!("{}.txt", name.to_lowercase().replace(' ', "-")));
        pass(host().arg(&folder).arg(&file))?;
        outputs.push((name, fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?));
    }
    let differences = differences(&outputs);
    let [(_, first), ..] = outputs.as_slice() else { return Err("there is no host".into()) };
    let count = first.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    let names = outputs.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    println!(
        "\n{count} cases, {} hosts ({names}), {} identical",
        outputs.len(),
        count.saturating_sub(differences.len())
    );
    for difference in differences.iter().take(20) {
        println!("{difference}");
    }
    if !differences.is_empty() {
        return Err(format!("{} cases differ; outputs stand in target/same-bytes", differences.len()));
    }
    if records.is_none() {
        pass(cases("table").arg(&folder).arg(folder.join("rust.txt")))?;
    }
    Ok(())
}

/// The cases that are not the same in every host, each in a line that shows where they part.
fn differences(outputs: &[(&str, Vec<u8>)]) -> Vec<String> {
    let lines: Vec<Vec<&[u8]>> =
        outputs.iter().map(|(_, output)| output.split(|byte| *byte == b'\n').collect()).collect();
    let longest = lines.iter().map(Vec::len).max().unwrap_or(0);
    let mut found = Vec::new();
    for case in 0..longest {
        let line = |host: usize| lines.get(host).and_then(|lines| lines.get(case)).copied().unwrap_or(b"(nothing)");
        let Some(other) = (1..outputs.len()).find(|host| line(*host) != line(0)) else { continue };
        let (one, two) = (line(0), line(other));
        let text = |line: &[u8]| line.get(65..).unwrap_or(line).to_vec();
        let (one, two) = (text(one), text(two));
        let at = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
        let near = |text: &[u8]| {
            let from = at.saturating_sub(60).min(text.len());
            String::from_utf8_lossy(text.get(from..text.len().min(at + 60)).unwrap_or_default()).into_owned()
        };
        let name = outputs.get(other).map_or("", |(name, _)| name);
        found.push(format!("case {case}, byte {at}:\n  Rust {}\n  {name} {}", near(&one), near(&two)));
    }
    found
}

/// The program that writes the cases, runs them in Rust, and counts what they cover.
fn cases(command: &str) -> Command {
    cargo(&["run", "--quiet", "--package", "stepcare-tests", "--bin", "same-bytes", "--", command])
}

/// A runner script of `tests/hosts`.
fn runner(program: impl AsRef<OsStr>, script: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).arg(root().join("tests/hosts").join(script));
    command
}
