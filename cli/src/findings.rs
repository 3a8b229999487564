//! What was found in texts, for a program to read: one JSON document on standard output.

use stepcare::{Diagnostic, Severity, Sources, json_text};

/// The format of the document. Within it fields are only added.
const FORMAT: u32 = 1;

/// Findings of several files, as JSON.
#[derive(Default)]
pub struct Findings {
    written: String,
}

impl Findings {
    /// Adds what was found in one file.
    pub fn add(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        for found in diagnostics {
            if !self.written.is_empty() {
                self.written.push(',');
            }
            self.written.push_str(&finding(found, sources));
        }
    }

    /// The document.
    pub fn document(&self) -> String {
        format!("{{\"format\":{FORMAT},\"findings\":[{}]}}", self.written)
    }
}

fn finding(found: &Diagnostic, sources: &Sources) -> String {
    let severity = if found.severity == Severity::Error { "error" } else { "warning" };
    let labels: Vec<String> = found
        .labels
        .iter()
        .map(|(span, words)| {
            let mut behind = *span;
            behind.start = span.end;
            let (at, end) = (sources.place(*span), sources.place(behind));
            format!(
                "{{\"file\":{},\"line\":{},\"column\":{},\"end_line\":{},\"end_column\":{},\"start\":{},\"end\":{},\"text\":{}}}",
                text(&at.file),
                at.line,
                at.column,
                end.line,
                end.column,
                span.start,
                span.end,
                text(words)
            )
        })
        .collect();
    format!(
        "{{\"code\":{},\"severity\":\"{severity}\",\"message\":{},\"labels\":[{}],\"help\":{},\"notes\":{}}}",
        text(&found.code),
        text(&found.message),
        labels.join(","),
        texts(&found.help),
        texts(&found.notes)
    )
}

fn texts(all: &[String]) -> String {
    let all: Vec<String> = all.iter().map(|one| text(one)).collect();
    format!("[{}]", all.join(","))
}

fn text(words: &str) -> String {
    let mut out = String::new();
    json_text(&mut out, words);
    out
}
