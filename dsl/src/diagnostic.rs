//! What is wrong with a text, for its author: what was found, what was expected, what to do. How it is drawn on a
//! terminal is the caller's; places are spans, and [`Sources::place`](crate::Sources::place) gives line and column.

pub mod code;

use crate::source::Span;
pub use code::{Code, explain};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The ruleset does not compile.
    Error,
    /// It compiles, and may not mean what its author thinks.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code, `care::E0214`; [`explain`] has the long form.
    pub code: String,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, with words beside each place; the first is the main one.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub help: Vec<String>,
    /// What else there is to know.
    pub notes: Vec<String>,
}

/// A value, or what is wrong with the text that should have given it.
pub(crate) type Checked<T> = Result<T, Box<Diagnostic>>;

impl Diagnostic {
    /// A finding at a place, with words beside the place.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>, label: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: code.text(),
            severity: code.severity(),
            message: message.into(),
            labels: vec![(span, label.into())],
            help: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// With another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push((span, text.into()));
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// With the likeliest of some names as help, if one is near enough to what was written.
    #[must_use]
    pub fn did_you_mean<'n>(self, written: &str, names: impl IntoIterator<Item = &'n str>) -> Diagnostic {
        match nearest(written, names) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// With what else there is to know.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }
}

/// The name that was likely meant: the nearest, if not more than a third of its letters differ.
pub(crate) fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let near = |name: &&str| strsim::damerau_levenshtein(written, name) * 3 <= written.len().max(name.len());
    names
        .into_iter()
        .filter(|name| *name != written)
        .filter(near)
        .min_by_key(|name| strsim::damerau_levenshtein(written, name))
}

/// Names as a person lists them: `a, b or c`.
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().into(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", first.join(", "), last.as_ref())
        }
    }
}
