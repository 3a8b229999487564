//! What was found in a text, drawn with the source line and a marker under it; in colour only on a terminal.

use codespan_reporting::diagnostic::{Diagnostic as Drawn, Label, LabelStyle, Severity as Grade};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term::{self, Config};
use stepcare::{Diagnostic, Severity, Sources};

use crate::Failure;

/// Draws findings on standard error, and tells how many are errors.
pub fn draw(diagnostics: &[Diagnostic], sources: &Sources) -> Result<usize, Failure> {
    let mut files = SimpleFiles::new();
    for source in sources.files() {
        files.add(source.name.as_str(), source.text.as_str());
    }
    let mut text = String::new();
    for found in diagnostics {
        let mut buffer = term::termcolor::Buffer::ansi();
        term::emit_to_write_style(&mut buffer, &Config::default(), &files, &drawn(found))
            .map_err(|_| Failure::new("a place in the text could not be shown"))?;
        text.push_str(&String::from_utf8_lossy(buffer.as_slice()));
    }
    anstream::eprint!("{text}");
    Ok(diagnostics.iter().filter(|found| found.severity == Severity::Error).count())
}

fn drawn(found: &Diagnostic) -> Drawn<usize> {
    let grade = match found.severity {
        Severity::Error => Grade::Error,
        Severity::Warning => Grade::Warning,
    };
    let labels = found.labels.iter().enumerate().map(|(i, (span, words))| {
        let style = if i == 0 { LabelStyle::Primary } else { LabelStyle::Secondary };
        Label::new(style, span.file as usize, span.start as usize..span.end as usize).with_message(words)
    });
    let short = found.code.strip_prefix("care::").unwrap_or(&found.code);
    let more = format!("`stepcare explain {short}` says more");
    let notes = found.help.iter().chain(&found.notes).cloned().chain([more]).collect();
    Drawn::new(grade)
        .with_code(&found.code)
        .with_message(&found.message)
        .with_labels(labels.collect())
        .with_notes(notes)
}
