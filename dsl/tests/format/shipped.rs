//! The texts of the repository: those that are shipped stay formatted, and all keep what they hold.

use std::path::{Path, PathBuf};

use super::formatted;

fn texts(folder: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|ending| ending == "care") {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder), &mut out);
    out
}

#[test]
fn every_shipped_text_is_formatted() {
    let texts = texts("rulesets");
    assert!(texts.len() >= 7, "{texts:?}");
    for path in texts {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(formatted(&text) == text, "run `stepcare fmt {}`", path.display());
    }
}

#[test]
fn every_text_of_the_tests_keeps_what_it_holds() {
    // A brace or a quote is missing in these, or there are too many of them.
    let broken = |path: &PathBuf| {
        ["braces.care", "syntax.care", "limits.care"].iter().any(|name| path.ends_with(format!("diagnostics/{name}")))
    };
    let texts = [texts("tests"), texts("dsl/tests")].concat();
    assert!(texts.len() > 15, "{texts:?}");
    for path in texts.iter().filter(|path| !broken(path)) {
        formatted(&std::fs::read_to_string(path).unwrap());
    }
}
