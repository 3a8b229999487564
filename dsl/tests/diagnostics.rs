//! Every diagnostic as its author reads it: each `diagnostics/NAME.care` beside what is said of it, `NAME.txt`. To take
//! over what is said now, run with `STEPCARE_WRITE=1` and read the difference before it is committed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use stepcare_dsl::{Diagnostic, Files, Severity, Sources, check};

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

#[test]
fn each_text_is_said_to_be_wrong_in_the_words_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str().and_then(|n| n.strip_suffix(".care")).map(String::from))
        .collect();
    names.sort();
    assert!(names.len() > 5, "the folder of texts is not there");
    let mut differences = Vec::new();
    for name in names {
        let (diagnostics, sources) = check(&format!("{name}.care"), &Folder(folder.clone()));
        let said = said(&diagnostics, &sources);
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
