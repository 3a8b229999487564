//! A text as lines of tokens: what stands between blanks, and the signs that stand apart whether blanks do or not.

use stepcare_core::value::CodeSystem;

use crate::layout::{self, Piece};

/// A word with all that is glued to it (`130/80`, `mL/min`, `08:00`), a text in quotes, or a sign.
#[derive(Debug, Clone, Copy)]
pub struct Token<'t> {
    /// As written.
    pub text: &'t str,
    /// Where it starts in the text.
    start: usize,
    /// Whether nothing stands between it and the one before.
    glued: bool,
}

impl Token<'_> {
    /// Whether it is a text in quotes.
    pub fn is_text(&self) -> bool {
        self.text.starts_with('"')
    }

    fn end(&self) -> usize {
        self.start.saturating_add(self.text.len())
    }

    /// Whether a blank stands between the one before and this one. Glued to an operator that the grammar reads
    /// otherwise on its own, as in `-(a)` and `(a)/2`, a bracket stays glued.
    pub fn apart(&self, before: &Token<'_>) -> bool {
        let operator = |c: char| matches!(c, '-' | '+' | '/' | '.' | '%');
        match (before.text, self.text) {
            ("(", _) | (_, ")" | "," | ";") | ("{", "}") => false,
            (word, "(") => !(self.glued && word.ends_with(operator)),
            (")", word) => !(self.glued && word.starts_with(operator)),
            _ => true,
        }
    }
}

/// A line that is not empty, or the part of one that follows a brace which is closed further down.
#[derive(Debug, Default)]
pub struct Line<'t> {
    /// Its tokens; none in a line that is a comment.
    pub tokens: Vec<Token<'t>>,
    /// The comment that ends it, with its slashes.
    pub comment: Option<&'t str>,
    /// Whether an empty line stands above it.
    pub blank: bool,
    /// Whether its first token continues the clause of a line above.
    pub continues: bool,
    /// Whether it stands behind the one before, whose last token opens a block: the lines below hang from it.
    pub behind: bool,
}

impl<'t> Line<'t> {
    /// The line, parted behind each brace that is not closed on it.
    fn parts(mut self) -> Vec<Line<'t>> {
        let mut open = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            match token.text {
                "{" => open.push(at.saturating_add(1)),
                "}" => {
                    open.pop();
                }
                _ => {}
            }
        }
        let mut parts = Vec::new();
        for at in open.into_iter().rev().filter(|at| *at < self.tokens.len()).collect::<Vec<_>>() {
            let (tokens, comment) = (self.tokens.split_off(at), self.comment.take());
            parts.push(Line { tokens, comment, behind: true, ..Line::default() });
        }
        parts.push(self);
        parts.reverse();
        parts
    }
}

/// The lines of a text; `laid` is the same text laid out.
pub fn lines<'t>(text: &'t str, laid: &str) -> Vec<Line<'t>> {
    let mut scan = Scan { text, laid, lines: Vec::new(), line: Line::default(), word: None, end: 0 };
    for (piece, start, end) in layout::pieces(text, 0, &mut Vec::new()) {
        let stretch = text.get(start..end).unwrap_or_default();
        match piece {
            Piece::Newline => scan.end_line(start),
            Piece::Space => scan.end_word(start),
            Piece::Comment => {
                scan.end_word(start);
                scan.line.comment = Some(stretch.trim_end());
            }
            Piece::Text => {
                scan.end_word(start);
                scan.add(start, end);
            }
            Piece::Sign if stands_apart(stretch) && !scan.in_code(start, stretch) => {
                scan.end_word(start);
                scan.sign(start, end);
            }
            Piece::Word | Piece::Sign => {
                scan.word.get_or_insert(start);
            }
        }
    }
    scan.end_line(text.len());
    scan.lines
}

fn stands_apart(sign: &str) -> bool {
    matches!(sign, "," | ";" | "(" | ")" | "{" | "}" | "*" | "|" | ".." | "<" | ">" | "=" | "!")
}

struct Scan<'t, 'l> {
    text: &'t str,
    laid: &'l str,
    lines: Vec<Line<'t>>,
    line: Line<'t>,
    /// Where the word at hand started.
    word: Option<usize>,
    /// Where the last token ended.
    end: usize,
}

impl<'t> Scan<'t, '_> {
    fn add(&mut self, start: usize, end: usize) {
        let Some(text) = self.text.get(start..end).filter(|text| !text.is_empty()) else { return };
        let first = self.line.tokens.is_empty();
        if first {
            let between = self.laid.get(self.end..start).unwrap_or_default();
            self.line.continues = self.end > 0 && !between.contains('\n');
        }
        self.line.tokens.push(Token { text, start, glued: !first && self.end == start });
        self.end = end;
    }

    /// A sign; `<=` and `||` are one.
    fn sign(&mut self, start: usize, end: usize) {
        let joins = |sign: &str| matches!(sign, "<" | ">" | "=" | "!" | "|");
        let text = self.text;
        let sign = text.get(start..end).unwrap_or_default();
        match self.line.tokens.last_mut() {
            Some(last)
                if last.end() == start
                    && joins(sign)
                    && last.text.chars().all(|c| joins(c.encode_utf8(&mut [0; 4]))) =>
            {
                last.text = text.get(last.start..end).unwrap_or(last.text);
                self.end = end;
            }
            _ => self.add(start, end),
        }
    }

    /// Whether this sign is part of a code: `..` glued to the letters and digits that follow the word of a system. What
    /// holds a colon is parted into a name and a colon, and is none.
    fn in_code(&self, start: usize, sign: &str) -> bool {
        let system = |token: &Token<'_>| CodeSystem::written(token.text).is_some();
        let code = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        let word = self.word.and_then(|word| self.text.get(word..start));
        sign == ".." && word.is_some_and(code) && self.line.tokens.last().is_some_and(system)
    }

    /// Ends the word at hand; `name:` is a name and a colon, `08:00` is a time of day.
    fn end_word(&mut self, end: usize) {
        let Some(mut start) = self.word.take() else { return };
        while let Some(word) = self.text.get(start..end).filter(|word| !word.is_empty()) {
            let name = word.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(word.len());
            let is_name = !word.starts_with(|c: char| c.is_ascii_digit());
            if !is_name || word.get(name..).is_none_or(|rest| !rest.starts_with(':')) {
                return self.add(start, end);
            }
            let colon = start.saturating_add(name);
            self.add(start, colon);
            self.add(colon, colon.saturating_add(1));
            start = colon.saturating_add(1);
        }
    }

    fn end_line(&mut self, at: usize) {
        self.end_word(at);
        let line = std::mem::take(&mut self.line);
        if line.tokens.is_empty() && line.comment.is_none() {
            self.line.blank = true;
        } else {
            self.lines.extend(line.parts());
        }
    }
}
