//! Findings and places as JSON.

use serde::Serialize;
use stepcare::{Diagnostic, LoadError, Severity, Sources, TestResult};
use stepcare_dsl::Span;

/// A place: as a person reads it, and as an editor marks it.
#[derive(Debug, Serialize)]
pub struct Place {
    file: String,
    /// From 1.
    line: u32,
    /// From 1, in characters.
    column: u32,
    /// In UTF-16 units from the start of the file.
    start: usize,
    end: usize,
}

/// Words beside a place.
#[derive(Debug, Serialize)]
pub struct Label {
    place: Place,
    text: String,
}

/// An error or a warning.
#[derive(Debug, Serialize)]
pub struct Finding {
    code: String,
    severity: &'static str,
    message: String,
    labels: Vec<Label>,
    help: Vec<String>,
    notes: Vec<String>,
}

/// A test, and what of it does not hold.
#[derive(Debug, Serialize)]
pub struct Tested {
    name: String,
    place: Place,
    failed: Vec<Failed>,
}

#[derive(Debug, Serialize)]
struct Failed {
    expected: String,
    found: String,
    place: Place,
}

impl Place {
    /// A place in a text that has no name yet.
    pub fn within(text: &str, span: Span) -> Place {
        let (mut line, mut column) = (1, 1);
        for (_, c) in text.char_indices().take_while(|(at, _)| *at < span.start as usize) {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        Place { file: String::new(), line, column, start: units(text, span.start), end: units(text, span.end) }
    }
}

impl Finding {
    /// The text compiles and cannot be loaded.
    pub fn load(error: &LoadError) -> Finding {
        Finding::plain(error.code, &error.message, &error.help)
    }

    /// The call itself is wrong.
    pub fn usage() -> Finding {
        Finding::plain("care::H0201", "expected texts by path", "hand over an object: {\"ruleset.care\": text}")
    }

    fn plain(code: &str, message: &str, help: &str) -> Finding {
        Finding {
            code: code.into(),
            severity: "error",
            message: message.into(),
            labels: Vec::new(),
            help: vec![help.into()],
            notes: Vec::new(),
        }
    }
}

/// Findings, in their order.
pub fn findings(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Finding> {
    diagnostics.iter().map(|found| finding(found, |span| place(sources, span))).collect()
}

/// One finding, with a way to find its places.
pub fn finding(found: &Diagnostic, place: impl Fn(Span) -> Place) -> Finding {
    Finding {
        code: found.code.clone(),
        severity: match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: found.message.clone(),
        labels: found.labels.iter().map(|(span, text)| Label { place: place(*span), text: text.clone() }).collect(),
        help: found.help.clone(),
        notes: found.notes.clone(),
    }
}

/// A test's result.
pub fn tested(result: &TestResult, sources: &Sources) -> Tested {
    let failed = result.failed.iter().map(|failed| Failed {
        expected: failed.expected.clone(),
        found: failed.found.clone(),
        place: place(sources, failed.span),
    });
    Tested { name: result.name.clone(), place: place(sources, result.span), failed: failed.collect() }
}

fn place(sources: &Sources, span: Span) -> Place {
    let at = sources.place(span);
    let text = sources.file(span).map_or("", |file| file.text.as_str());
    Place {
        file: at.file,
        line: at.line,
        column: at.column,
        start: units(text, span.start),
        end: units(text, span.end),
    }
}

/// How many UTF-16 units stand before a byte.
fn units(text: &str, byte: u32) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte as usize).map(|(_, c)| c.len_utf16()).sum()
}
