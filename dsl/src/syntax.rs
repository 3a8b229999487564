//! The tree of a file: items, each a clause of one line, with or without a block of items of its own. Items keep their
//! spans, comments theirs, and what lies between is blank: with the text the tree loses nothing.

pub mod expression;

use crate::diagnostic::{Diagnostic, code};
use crate::layout::{self, Layout};
use crate::limits;
use crate::source::Span;

/// A file as items.
#[derive(Debug, Clone)]
pub struct File {
    /// Its number in [`Sources`](crate::Sources).
    pub number: u32,
    /// Its items, in order.
    pub items: Vec<Item>,
    /// Its text, laid out.
    pub layout: Layout,
}

/// One clause, and its block if it has one.
#[derive(Debug, Clone)]
pub struct Item {
    /// What stands before the block, or all of it.
    pub head: Span,
    /// The head's text, comments and line ends as spaces.
    pub text: String,
    /// What stands between its braces.
    pub body: Option<Vec<Item>>,
    /// All of it.
    pub span: Span,
}

impl Item {
    /// The word it starts with; empty when it starts with something else.
    #[must_use]
    pub fn word(&self) -> &str {
        let end = self.text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.text.len());
        self.text.get(..end).unwrap_or_default()
    }

    /// The items of its block.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        self.body.as_deref().unwrap_or_default()
    }

    /// The place of its first word.
    #[must_use]
    pub fn word_span(&self) -> Span {
        let len = u32::try_from(self.word().len().max(1)).unwrap_or(1);
        Span { end: self.head.start.saturating_add(len).min(self.head.end.max(self.head.start)), ..self.head }
    }
}

/// Splits a file into its items. Every error is added to `errors`; what can be told of the rest is in the tree.
pub fn split(text: &str, number: u32, errors: &mut Vec<Diagnostic>) -> File {
    let layout = layout::lay_out(text, number, errors);
    let items = Splitter::new(&layout.text, number).run(errors);
    File { number, items, layout }
}

/// A block that is being read.
struct Open {
    head: (usize, usize),
    brace: usize,
    items: Vec<Item>,
}

struct Splitter<'t> {
    text: &'t str,
    file: u32,
    open: Vec<Open>,
    top: Vec<Item>,
    /// Where the clause at hand started.
    start: Option<usize>,
    /// How many items were added.
    count: usize,
}

impl<'t> Splitter<'t> {
    fn new(text: &'t str, file: u32) -> Splitter<'t> {
        Splitter { text, file, open: Vec::new(), top: Vec::new(), start: None, count: 0 }
    }

    fn run(mut self, errors: &mut Vec<Diagnostic>) -> Vec<Item> {
        let (mut in_text, mut escaped, mut line_start) = (false, false, true);
        for (at, c) in self.text.char_indices() {
            if in_text {
                match c {
                    '\n' => in_text = false,
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => in_text = false,
                    _ => {}
                }
                if c != '\n' {
                    continue;
                }
            }
            // Such a line ends every block, so that one missing brace does not hide the rest of the file.
            if line_start && !self.open.is_empty() && outside_only(self.text.get(at..)) {
                for open in &self.open {
                    errors.push(never_closed(self.file, open.brace));
                }
                self.end_clause(at);
                while !self.open.is_empty() {
                    self.close(at);
                }
            }
            line_start = c == '\n';
            match c {
                '\n' | ';' => self.end_clause(at),
                ' ' | '\t' => {}
                '{' => {
                    let start = self.start.take().unwrap_or(at);
                    if self.open.len() == limits::NESTING {
                        let place = layout::span(self.file, at, at.saturating_add(1));
                        let label = format!("more than {} levels", limits::NESTING);
                        errors.push(Diagnostic::new(code::TOO_DEEP, place, "blocks are nested too deeply", label));
                    }
                    self.open.push(Open { head: (start, at), brace: at, items: Vec::new() });
                }
                '}' => {
                    self.end_clause(at);
                    if self.open.is_empty() {
                        let place = layout::span(self.file, at, at.saturating_add(1));
                        errors.push(
                            Diagnostic::new(code::BRACE, place, "a `}` without a `{`", "nothing is open here")
                                .help("remove it, or add the `{` that it should end"),
                        );
                    } else {
                        self.close(at.saturating_add(1));
                    }
                }
                _ => {
                    in_text = c == '"';
                    self.start.get_or_insert(at);
                }
            }
        }
        let end = self.text.len();
        self.end_clause(end);
        for open in &self.open {
            errors.push(never_closed(self.file, open.brace));
        }
        while !self.open.is_empty() {
            self.close(end);
        }
        if self.count > limits::ITEMS {
            let place = self.top.last().map_or(layout::span(self.file, 0, 0), |item| item.span.head());
            let message = format!("this file has {} clauses", self.count);
            errors.push(
                Diagnostic::new(code::TOO_LARGE, place, message, format!("at most {}", limits::ITEMS)).help(
                    "give tests a file of their own (`tests for NAME from \"FILE\"`), and large code sets a list",
                ),
            );
        }
        self.top
    }

    fn end_clause(&mut self, at: usize) {
        if let Some(start) = self.start.take() {
            let item = self.item(start, at, None, at);
            self.add(item);
        }
    }

    fn close(&mut self, end: usize) {
        if let Some(open) = self.open.pop() {
            // Nothing below the limit is looked at, by anyone.
            let items = if self.open.len() >= limits::NESTING { Vec::new() } else { open.items };
            let item = self.item(open.head.0, open.head.1, Some(items), end);
            self.add(item);
        }
    }

    fn add(&mut self, item: Item) {
        self.count = self.count.saturating_add(1);
        if self.count > limits::ITEMS {
            return;
        }
        match self.open.last_mut() {
            Some(open) => open.items.push(item),
            None => self.top.push(item),
        }
    }

    fn item(&self, start: usize, head_end: usize, body: Option<Vec<Item>>, end: usize) -> Item {
        let text = self.text.get(start..head_end).unwrap_or_default().trim_end();
        let head = layout::span(self.file, start, start.saturating_add(text.len()));
        let end = if body.is_some() { end } else { start.saturating_add(text.len()) };
        Item { head, text: text.into(), body, span: layout::span(self.file, start, end) }
    }
}

fn never_closed(file: u32, brace: usize) -> Diagnostic {
    let place = layout::span(file, brace, brace.saturating_add(1));
    Diagnostic::new(code::BRACE, place, "a block is never closed", "it is opened here").help("end it with `}`")
}

/// Whether a line that is not indented starts with a word that only stands outside every block, and declares no fact of
/// that name.
fn outside_only(line: Option<&str>) -> bool {
    let line = line.unwrap_or_default();
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end).unwrap_or_default();
    OUTSIDE_ONLY.contains(&word) && !rest.trim_start().starts_with(':')
}

const OUTSIDE_ONLY: [&str; 25] = [
    "care",
    "ruleset",
    "uses",
    "source",
    "role",
    "channel",
    "topic",
    "setting",
    "facts",
    "series",
    "codes",
    "define",
    "screening",
    "average",
    "alert",
    "goal",
    "contraindicated",
    "check",
    "titration",
    "reminder",
    "score",
    "cards",
    "measure",
    "test",
    "pathway",
];

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::{Item, split};

    fn items(text: &str) -> (Vec<Item>, Vec<String>) {
        let mut errors = Vec::new();
        let file = split(text, 0, &mut errors);
        (file.items, errors.into_iter().map(|e| e.message).collect())
    }

    #[test]
    fn a_block_holds_its_clauses_whether_on_lines_or_between_semicolons() {
        let (items, errors) =
            items("title \"x\"\ncodes a { icd10 E10 \"T1\"; icd10 E11 \"T2\" }\nfacts {\n  a : date\n}");
        assert!(errors.is_empty());
        let heads: Vec<&str> = items.iter().map(|i| i.text.as_str()).collect();
        assert_eq!(heads, ["title \"x\"", "codes a", "facts"]);
        assert_eq!(items[1].items()[1].text, "icd10 E11 \"T2\"");
        assert_eq!(items[2].items()[0].text, "a : date");
    }

    #[test]
    fn blocks_stand_inside_blocks() {
        let (items, _) = items("ladder { path a when x { step 1 start y; step 2 raise y }\n wait 4 weeks }");
        assert_eq!(items[0].items()[0].items().len(), 2);
        assert_eq!(items[0].items()[1].text, "wait 4 weeks");
    }

    #[test]
    fn a_brace_that_is_never_closed_hides_only_its_own_block() {
        let (items, errors) = items("screening a {\n  otherwise eligible\n\nalert b on each c {\n  x\n}\n");
        assert_eq!(errors, ["a block is never closed"]);
        assert_eq!(items.len(), 2);
        assert_eq!(items[1].word(), "alert");
    }

    #[test]
    fn a_closing_brace_too_many_is_reported() {
        assert_eq!(items("a { b }\n}\nc").1, ["a `}` without a `{`"]);
    }
}
