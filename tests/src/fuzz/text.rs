//! The text of a ruleset. An input may hold several files: a line `// file: NAME` begins one; the first is the main one.

use std::collections::BTreeMap;

use stepcare::{Diagnostic, LoadOptions, Ruleset, Sources, TextError};

use super::{comes_back, evaluates_soundly};
use crate::small::{AS_OF, ZONE};

/// What begins another file.
pub const FILE: &str = "// file: ";

const MAIN: &str = "main.care";

/// Longer than this, an input says nothing that a shorter one could not.
const LONGEST: usize = 64 << 10;

/// Checking, formatting, compiling, testing and evaluating end without a panic; every finding has a code that is
/// explained and a place in the text; formatting a second time changes nothing, and at no time what the text means; what
/// compiles loads, and its bundle gives the same ruleset.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if text.len() > LONGEST {
        return;
    }
    let files = files(text);
    for (name, text) in files.iter().filter(|(name, _)| is_text(name)) {
        let checked = stepcare::check_text(name, &files);
        told_well(&checked.diagnostics, &checked.sources);
        if let Ok(formatted) = stepcare::format_text(name, text) {
            let twice = stepcare::format_text(name, &formatted);
            assert_eq!(twice.ok().as_deref(), Some(formatted.as_str()), "formatting a second time changes {name}");
        }
    }
    let formatted: BTreeMap<String, String> = files
        .iter()
        .map(|(name, text)| {
            let formatted = stepcare::format_text(name, text).ok().filter(|_| is_text(name));
            (name.clone(), formatted.unwrap_or_else(|| text.clone()))
        })
        .collect();
    let (loaded, same) = (load(&files), load(&formatted));
    let (before, after) = (loaded.as_ref().map(Ruleset::hash), same.as_ref().map(Ruleset::hash));
    assert_eq!(before, after, "formatting changed what the text means");
    if let Ok(ruleset) = loaded {
        let again = comes_back(&ruleset);
        let record = include_bytes!("../../small.json");
        evaluates_soundly(&ruleset, record, AS_OF, ZONE);
        evaluates_soundly(&again, br#"{"format":1,"patient":"p"}"#, AS_OF, ZONE);
        let _ = stepcare::test_text(MAIN, &files, LoadOptions::default());
        let _ = stepcare::record_schema(&ruleset);
    }
}

/// The ruleset, or the codes of its errors. What compiles also loads.
fn load(files: &BTreeMap<String, String>) -> Result<Ruleset, Vec<String>> {
    stepcare::load_text(MAIN, files, LoadOptions::default()).map_err(|error| match error {
        TextError::Load(error) => panic!("it compiles and does not load: {error}"),
        TextError::Text { diagnostics, sources } => {
            told_well(&diagnostics, &sources);
            assert!(!diagnostics.is_empty(), "it does not compile, and nothing says why");
            let mut codes: Vec<String> = diagnostics.into_iter().map(|found| found.code).collect();
            codes.sort();
            codes
        }
    })
}

fn told_well(diagnostics: &[Diagnostic], sources: &Sources) {
    for found in diagnostics {
        assert!(stepcare::explain(&found.code).is_some(), "{} is not explained", found.code);
        assert!(!found.message.is_empty() && !found.labels.is_empty(), "{} says nothing", found.code);
        for (span, _) in &found.labels {
            let place = sources.place(*span);
            let text = sources.files().get(span.file as usize).map(|file| file.text.as_str()).unwrap_or_default();
            let inside = text.get(span.start as usize..span.end as usize).is_some();
            assert!(inside, "{} stands at {span:?}, outside {}", found.code, place.file);
        }
    }
}

/// Whether a file is a text of the language, and no list of codes.
fn is_text(name: &str) -> bool {
    name.ends_with(".care")
}

/// The files of an input.
fn files(text: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let (mut name, mut body) = (MAIN.to_string(), String::new());
    for line in text.split_inclusive('\n') {
        match line.strip_prefix(FILE) {
            Some(next) => {
                files.insert(std::mem::replace(&mut name, next.trim().into()), std::mem::take(&mut body));
            }
            None => body.push_str(line),
        }
    }
    files.insert(name, body);
    files
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn a_line_that_names_a_file_begins_one() {
        let files = files("a\n// file: drugs.care\nb\nc");
        assert_eq!(files.get("main.care").map(String::as_str), Some("a\n"));
        assert_eq!(files.get("drugs.care").map(String::as_str), Some("b\nc"));
    }
}
