//! First stage: from a file's text to a text of the same length in which every clause stands on one line. Comments, and
//! the ends of lines that go on, become spaces; nothing moves, so a place in one text is the place in the other.

use std::collections::BTreeSet;

use crate::diagnostic::{Checked, Diagnostic, code};
use crate::limits;
use crate::source::Span;

/// A line that starts with one of these continues the one above.
const CONTINUE: [&str; 8] = ["and", "or", "when", "then", "else", "cite", "shows", "with"];

/// A line that ends with one of these goes on below.
const GO_ON: [&str; 15] = [",", "=", "+", "-", "*", "/", "<", ">", "..", ":", "and", "or", "not", "of", "("];

/// Declarations, which have no `when`: one below them starts a clause of its own.
const DECLARE: [&str; 10] =
    ["define", "source", "role", "task", "order", "referral", "channel", "topic", "setting", "title"];

/// A file, laid out.
#[derive(Debug, Clone)]
pub struct Layout {
    /// As long as the file's text, byte for byte; no comments, one clause a line.
    pub text: String,
    /// The comments, in order, from `//` to the end of the line.
    pub comments: Vec<Span>,
}

/// What the scanner is inside of.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Piece {
    Space,
    Newline,
    Comment,
    Text,
    Word,
    Sign,
}

/// Lays a file out. A text in quotes that does not end on its line is reported and taken to end there.
pub fn lay_out(text: &str, file: u32, errors: &mut Vec<Diagnostic>) -> Layout {
    let pieces = pieces(text, file, errors);
    let mut out = String::with_capacity(text.len());
    let mut comments = Vec::new();
    let open = opens(&pieces, text);
    let ahead = ahead(&pieces);
    let mut brackets = 0_usize;
    // What stood last on the line so far, blanks and comments apart, and whether the clause takes no further `when`.
    let (mut last, mut has_when) = ("", false);
    let mut blocks = 0_usize;
    for (n, (piece, start, end)) in pieces.iter().enumerate() {
        let word = text.get(*start..*end).unwrap_or_default();
        match piece {
            Piece::Comment => {
                comments.push(span(file, *start, *end));
                out.extend(std::iter::repeat_n(' ', word.len()));
            }
            Piece::Space => out.extend(std::iter::repeat_n(' ', word.len())),
            Piece::Newline => {
                let (next, blank) = ahead.get(n).copied().unwrap_or_default();
                let next = next.and_then(|(start, end)| text.get(start..end)).unwrap_or_default();
                // An empty line ends a clause: what follows it continues nothing. A clause has one `when`: the next
                // is another's.
                let continues = !blank && CONTINUE.contains(&next) && !(has_when && next == "when");
                let goes_on = brackets > 0 || GO_ON.contains(&last) || continues || next == "{";
                // The line above must be a clause for this one to continue.
                out.push(if goes_on && !matches!(last, "" | "{" | "}" | ";") { ' ' } else { '\n' });
                if !out.ends_with(' ') {
                    (last, has_when) = ("", false);
                }
            }
            Piece::Text | Piece::Word | Piece::Sign => {
                match word {
                    "(" if open.contains(&n) => brackets = brackets.saturating_add(1),
                    ")" => brackets = brackets.saturating_sub(1),
                    _ => {}
                }
                out.push_str(word);
                if last.is_empty() && blocks == 0 {
                    has_when = DECLARE.contains(&word);
                }
                has_when |= word == "when";
                match word {
                    "{" => (blocks, has_when) = (blocks.saturating_add(1), false),
                    "}" => (blocks, has_when) = (blocks.saturating_sub(1), false),
                    ";" => has_when = false,
                    _ => {}
                }
                last = word;
            }
        }
    }
    Layout { text: out, comments }
}

/// What comes after each piece: where the next word, text or sign stands, and whether an empty line comes before it.
fn ahead(pieces: &[(Piece, usize, usize)]) -> Vec<(Option<(usize, usize)>, bool)> {
    let mut out = Vec::with_capacity(pieces.len());
    let (mut next, mut blank, mut line_is_empty) = (None, false, false);
    for (piece, start, end) in pieces.iter().rev() {
        out.push((next, blank || (*piece == Piece::Newline && line_is_empty)));
        match piece {
            Piece::Newline => {
                blank |= line_is_empty;
                line_is_empty = true;
            }
            Piece::Space => {}
            Piece::Comment => line_is_empty = false,
            Piece::Text | Piece::Word | Piece::Sign => {
                (next, blank, line_is_empty) = (Some((*start, *end)), false, false)
            }
        }
    }
    out.reverse();
    out
}

/// The brackets that are closed before the block ends; one that is not must not swallow the clauses below it.
fn opens(pieces: &[(Piece, usize, usize)], text: &str) -> BTreeSet<usize> {
    let (mut closed, mut waiting) = (BTreeSet::new(), Vec::new());
    for (n, (_, start, end)) in pieces.iter().enumerate() {
        match text.get(*start..*end) {
            Some("(") => waiting.push(n),
            Some(")") => closed.extend(waiting.pop()),
            Some("{" | "}") => waiting.clear(),
            _ => {}
        }
    }
    closed
}

/// The whole text in pieces, nothing left out.
pub(crate) fn pieces(text: &str, file: u32, errors: &mut Vec<Diagnostic>) -> Vec<(Piece, usize, usize)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut at = 0_usize;
    while let Some(first) = rest.chars().next() {
        let (piece, len) = match first {
            '\n' => (Piece::Newline, 1),
            ' ' | '\t' | '\r' | '\u{feff}' => (Piece::Space, first.len_utf8()),
            '/' if rest.starts_with("//") => (Piece::Comment, line_end(rest)),
            '"' => match text_end(rest) {
                Some(len) => (Piece::Text, len),
                None => {
                    let len = line_end(rest);
                    errors.push(
                        Diagnostic::new(
                            code::OPEN_TEXT,
                            span(file, at, at.saturating_add(1)),
                            "a text in quotes does not end on its line",
                            "it starts here",
                        )
                        .help("end it with `\"`; inside a text, a quote is written `\\\"`"),
                    );
                    (Piece::Sign, len)
                }
            },
            '.' if rest.starts_with("..") => (Piece::Sign, 2),
            c if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                (Piece::Word, end)
            }
            c => (Piece::Sign, c.len_utf8()),
        };
        pieces.push((piece, at, at.saturating_add(len)));
        at = at.saturating_add(len);
        rest = rest.get(len..).unwrap_or_default();
    }
    pieces
}

fn line_end(rest: &str) -> usize {
    let line = rest.split('\n').next().unwrap_or_default();
    line.strip_suffix('\r').unwrap_or(line).len()
}

/// The length of a text in quotes, with them; `None` if it does not end on its line.
fn text_end(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(i.saturating_add(1)),
            _ => {}
        }
    }
    None
}

pub(crate) fn span(file: u32, start: usize, end: usize) -> Span {
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span { file, start: byte(start), end: byte(end) }
}

/// Whether a text is short enough to be read at all.
pub(crate) fn check_size(name: &str, text: &str, file: u32) -> Checked<()> {
    if text.len() <= limits::FILE_BYTES {
        return Ok(());
    }
    let message = format!("{name} is too large: {} bytes", text.len());
    let label = format!("at most {}", limits::FILE_BYTES);
    Err(Box::new(
        Diagnostic::new(code::TOO_LARGE, span(file, 0, 0), message, label)
            .help("give tests a file of their own (`tests for NAME from \"FILE\"`), and large code sets a list"),
    ))
}

#[cfg(test)]
mod tests {
    use super::lay_out;

    fn laid(text: &str) -> String {
        lay_out(text, 0, &mut Vec::new()).text
    }

    #[test]
    fn a_comment_becomes_blanks_and_nothing_moves() {
        assert_eq!(laid("define a = 1 // one\ndefine b = 2"), "define a = 1       \ndefine b = 2");
    }

    #[test]
    fn a_line_that_starts_with_and_continues_the_one_above_across_comments() {
        assert_eq!(laid("x when a // first\n// second\n  and b\ny"), "x when a                      and b\ny");
    }

    #[test]
    fn a_line_goes_on_after_a_comma_an_operator_or_inside_a_bracket() {
        assert_eq!(laid("a,\nb\nc (\nd\n)\ne"), "a, b\nc ( d )\ne");
        assert_eq!(laid("define x =\n 3"), "define x =  3");
    }

    #[test]
    fn an_empty_line_ends_a_clause_and_a_comment_does_not() {
        assert_eq!(laid("define a = 1\n\nwhen b then c"), "define a = 1\n\nwhen b then c");
        assert_eq!(laid("define a = b\n//\nand c"), "define a = b    and c");
    }

    #[test]
    fn a_clause_has_one_when_and_the_next_starts_another() {
        assert_eq!(laid("when a then b\nwhen c\nthen d"), "when a then b\nwhen c then d");
        assert_eq!(laid("x { when a }\nwhen b\n  and c\nwhen d"), "x { when a }\nwhen b   and c\nwhen d");
        assert_eq!(laid("define a = b\nwhen a then c"), "define a = b\nwhen a then c");
        assert_eq!(laid("contraindicated a\nwhen b then c"), "contraindicated a when b then c");
        assert_eq!(laid("stage a { task b\nwhen c }"), "stage a { task b when c }");
    }

    #[test]
    fn a_bracket_that_is_never_closed_swallows_no_line() {
        assert_eq!(laid("a (b\nc (d\ne)\nf"), "a (b\nc (d e)\nf");
    }

    #[test]
    fn slashes_and_braces_inside_a_text_are_words() {
        assert_eq!(laid("en \"see https://x {slot}\""), "en \"see https://x {slot}\"");
    }

    #[test]
    fn lines_may_end_as_windows_ends_them() {
        assert_eq!(laid("a // c\r\nb\r\n"), "a      \nb \n");
    }

    #[test]
    fn the_layout_is_as_long_as_the_text() {
        for text in ["ä // ü\n \"ö", "\u{feff}a", "(\n(\n", "a =\n\n\n}"] {
            assert_eq!(laid(text).len(), text.len(), "{text:?}");
        }
    }
}
