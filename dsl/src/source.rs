//! The texts of a ruleset: each file as it was read, and places in them.

use stepcare_core::expression;

/// How a host gives the files of a ruleset. The language opens none itself.
pub trait Files {
    /// The text of a file, by the path that `compile` was given or that a `from "…"` names.
    ///
    /// # Errors
    /// In words for the author: why it cannot be read.
    fn read(&self, path: &str) -> Result<String, String>;
}

/// Files held in memory, by name.
impl Files for std::collections::BTreeMap<String, String> {
    fn read(&self, path: &str) -> Result<String, String> {
        self.get(path).cloned().ok_or_else(|| "there is no such file".into())
    }
}

/// A stretch of one file's text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which file, by its place in [`Sources`].
    pub file: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// From the start of this one to the end of another of the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end.max(self.end), ..self }
    }

    /// Its first byte alone: where something was opened.
    #[must_use]
    pub fn head(self) -> Span {
        Span { end: self.start.saturating_add(1).min(self.end.max(self.start)), ..self }
    }
}

/// One file.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file as the author named it.
    pub name: String,
    /// Its text, as read.
    pub text: String,
    /// Where each line starts, the first apart.
    lines: Vec<u32>,
}

/// Every file that a compilation read, the main one first.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and gives its number.
    pub(crate) fn add(&mut self, name: &str, text: String) -> u32 {
        let lines = text.match_indices('\n').filter_map(|(at, _)| u32::try_from(at.saturating_add(1)).ok()).collect();
        self.files.push(Source { name: name.into(), text, lines });
        u32::try_from(self.files.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The files, in the order in which they were read.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// The file of a span.
    #[must_use]
    pub fn file(&self, span: Span) -> Option<&Source> {
        self.files.get(span.file as usize)
    }

    /// The text of a span; empty for one from elsewhere.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span).and_then(|f| f.text.get(span.start as usize..span.end as usize)).unwrap_or_default()
    }

    /// A span with the whole of the characters that it begins and ends in.
    pub(crate) fn whole(&self, span: Span) -> Span {
        let text = self.file(span).map(|file| file.text.as_str()).unwrap_or_default();
        let mut whole = span;
        while !text.is_char_boundary(whole.start as usize) && whole.start > 0 {
            whole.start = whole.start.saturating_sub(1);
        }
        while !text.is_char_boundary(whole.end as usize) && (whole.end as usize) < text.len() {
            whole.end = whole.end.saturating_add(1);
        }
        whole
    }

    /// File, line and column of a span's start; lines and columns from 1, columns in characters.
    #[must_use]
    pub fn place(&self, span: Span) -> expression::Span {
        let Some(source) = self.file(span) else {
            return expression::Span { file: String::new(), line: 1, column: 1 };
        };
        let mut end = (span.start as usize).min(source.text.len());
        while !source.text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let line = source.lines.partition_point(|start| *start as usize <= end);
        let start = line.checked_sub(1).and_then(|n| source.lines.get(n)).map_or(0, |start| *start as usize);
        let column = source.text.get(start..end).unwrap_or_default().chars().count().saturating_add(1);
        let line = line.saturating_add(1);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        expression::Span { file: source.name.clone(), line: small(line), column: small(column) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sources, Span};

    #[test]
    fn a_place_is_line_and_column_in_characters_from_one() {
        let mut sources = Sources::default();
        sources.add("a.care", "eins\nzwei für\n\nvier".into());
        let place = |start| {
            let at = sources.place(Span { file: 0, start, end: start });
            (at.line, at.column)
        };
        assert_eq!([place(0), place(4), place(5)], [(1, 1), (1, 5), (2, 1)]);
        // After the two bytes of the u with two dots, and at the end of the text.
        assert_eq!([place(13), place(15), place(19)], [(2, 8), (3, 1), (4, 4)]);
        assert_eq!(place(4000), (4, 5));
    }
}
