//! Every diagnostic as its author reads it: each `diagnostics/NAME.care` beside what is said of it, `NAME.txt`. To take
//! over what is said now, run with `STEPCARE_WRITE=1` and read the difference before it is committed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use stepcare_dsl::diagnostic::code::ALL;
use stepcare_dsl::{Diagnostic, Files, Severity, Sources, check, limits};

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        let bytes = std::fs::read(self.0.join(path)).map_err(|_| "there is no such file".to_string())?;
        String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_string())
    }
}

fn said(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
        writeln!(out, "{severity}[{}]: {}", diagnostic.code, diagnostic.message).unwrap();
        for (span, label) in &diagnostic.labels {
            let at = sources.place(*span);
            writeln!(out, "  {}:{}:{} `{}` {label}", at.file, at.line, at.column, sources.text(*span)).unwrap();
        }
        for help in &diagnostic.help {
            writeln!(out, "  = {help}").unwrap();
        }
        for note in &diagnostic.notes {
            writeln!(out, "  = note: {note}").unwrap();
        }
    }
    out
}

/// Texts too long to lie beside their words.
fn made() -> [(&'static str, String); 2] {
    let head = "care edition 2026\nruleset demo version \"1\" effective 2026-01-01\n";
    [
        ("large_file", format!("{head}{}", "// a comment\n".repeat(limits::FILE_BYTES / 13))),
        ("many_clauses", format!("{head}facts {{\n{}}}\n", "a : kg from chart\n".repeat(limits::ITEMS))),
    ]
}

/// The names of the texts that lie in the folder.
fn lying(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str().and_then(|n| n.strip_suffix(".care")).map(String::from))
        .collect();
    names.sort();
    assert!(names.len() > 5, "the folder of texts is not there");
    names
}

#[test]
fn each_text_is_said_to_be_wrong_in_the_words_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let lying = lying(&folder).into_iter().map(|name| {
        let (diagnostics, sources) = check(&format!("{name}.care"), &Folder(folder.clone()));
        let said = said(&diagnostics, &sources);
        (name, said)
    });
    let made = made().map(|(name, text)| {
        let file = format!("{name}.care");
        let (diagnostics, sources) = check(&file, &BTreeMap::from([(file.clone(), text)]));
        // One of several thousand says what they all say.
        (name.to_string(), said(diagnostics.get(..1).unwrap(), &sources))
    });
    let mut differences = Vec::new();
    for (name, said) in lying.chain(made) {
        let beside = folder.join(format!("{name}.txt"));
        if std::env::var_os("STEPCARE_WRITE").is_some() {
            std::fs::write(&beside, &said).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if said != expected {
            differences.push(format!("---- {name}: expected\n{expected}---- {name}: said\n{said}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Said of what is proved of a ruleset that compiles, which the face does: shown by `tests/diagnostics/proofs.care`.
const OF_PROOFS: [&str; 5] = ["E0601", "E0602", "E0603", "E0604", "W0111"];

#[test]
fn every_code_is_said_of_a_text_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let names = lying(&folder).into_iter().chain(made().map(|(name, _)| name.to_string()));
    let said: String = names.map(|name| std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap()).collect();
    let missing: Vec<&str> = ALL
        .iter()
        .filter(|code| !said.contains(&format!("[{}]", code.text())))
        .map(|code| code.id())
        .filter(|id| !OF_PROOFS.contains(id))
        .collect();
    assert!(missing.is_empty(), "no text of {} shows {missing:?}", folder.display());
}
