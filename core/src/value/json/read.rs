//! Reads JSON a piece at a time, by its grammar and nothing looser. It holds no value but the text at hand, and does
//! not descend: whoever does has looked at the depth before.

use alloc::string::String;

/// A text that is read from its start to its end.
///
/// ```
/// use stepcare_core::value::json::{Piece, Reader};
/// let mut reader = Reader::new("[0.10, true]");
/// assert!(matches!(reader.value(), Ok(Piece::List)));
/// assert!(reader.item(true).unwrap());
/// assert!(matches!(reader.value(), Ok(Piece::Number("0.10"))));
/// ```
#[derive(Clone)]
pub struct Reader<'t> {
    text: &'t str,
    at: usize,
}

/// What a value is, and all of it unless it holds others.
pub enum Piece<'t> {
    /// `null`.
    Null,
    /// `true`, `false`.
    Flag(bool),
    /// The number's digits as they stand.
    Number(&'t str),
    /// A text, its escapes resolved.
    Text(Result<String, NotUnicode>),
    /// A list begins; see [`Reader::item`].
    List,
    /// An object begins; see [`Reader::member`].
    Object,
}

/// A text with half of a surrogate pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotUnicode;

/// Where a text breaks the grammar. It holds nothing of the text: that is a patient's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The bytes up to the fault, with the one at which it is seen; of a text that goes on, those of its value.
    pub at: usize,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// How a text breaks the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A byte that cannot stand there.
    Wrong,
    /// The text ends before it is complete.
    Ends,
    /// The text goes on after its one value.
    GoesOn,
}

impl Fault {
    /// Line and column in the text, from 1, columns in bytes; column 0 is before a line's first.
    #[must_use]
    pub fn place(self, text: &str) -> (usize, usize) {
        let (mut line, mut column) = (1, 0);
        for byte in text.bytes().take(self.at) {
            (line, column) = if byte == b'\n' { (line + 1, 0) } else { (line, column + 1) };
        }
        (line, column)
    }
}

impl<'t> Reader<'t> {
    /// At the start of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Reader<'t> {
        Reader { text, at: 0 }
    }

    /// How many bytes were read.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Reads a value, or the beginning of one that holds others.
    ///
    /// # Errors
    /// Where there is none.
    pub fn value(&mut self) -> Result<Piece<'t>, Fault> {
        let piece = match self.after_space() {
            Some(b'"') => return self.quoted().map(Piece::Text),
            Some(b'[') => Piece::List,
            Some(b'{') => Piece::Object,
            Some(b'n') => return self.word("null", Piece::Null),
            Some(b't') => return self.word("true", Piece::Flag(true)),
            Some(b'f') => return self.word("false", Piece::Flag(false)),
            Some(b'-' | b'0'..=b'9') => return self.number(),
            _ => return Err(self.wrong()),
        };
        self.at += 1;
        Ok(piece)
    }

    /// Whether a list has an item to come, which is then read as a value; false is the end of the list.
    ///
    /// # Errors
    /// Where there is neither.
    pub fn item(&mut self, first: bool) -> Result<bool, Fault> {
        self.more(first, b']')
    }

    /// The name of an object's member to come, which is then read as a value; none is the end of the object.
    ///
    /// # Errors
    /// Where there is neither.
    pub fn member(&mut self, first: bool) -> Result<Option<Result<String, NotUnicode>>, Fault> {
        if !self.more(first, b'}')? {
            return Ok(None);
        }
        if self.after_space() != Some(b'"') {
            return Err(self.wrong());
        }
        let name = self.quoted()?;
        self.after_space();
        if self.take(b':') { Ok(Some(name)) } else { Err(self.wrong()) }
    }

    /// Passes over the rest of a value that began. Descends as deep as it nests.
    ///
    /// # Errors
    /// Where it breaks the grammar.
    pub fn rest_of(&mut self, piece: &Piece<'_>) -> Result<(), Fault> {
        let mut first = true;
        while match piece {
            Piece::List => self.item(first)?,
            Piece::Object => self.member(first)?.is_some(),
            _ => false,
        } {
            first = false;
            let inner = self.value()?;
            self.rest_of(&inner)?;
        }
        Ok(())
    }

    /// Passes over what may stand after the one value of a text.
    ///
    /// # Errors
    /// Where anything but space follows.
    pub fn end(&mut self) -> Result<(), Fault> {
        let at = self.at;
        self.after_space().map_or(Ok(()), |_| Err(Fault { at, kind: FaultKind::GoesOn }))
    }

    fn more(&mut self, first: bool, close: u8) -> Result<bool, Fault> {
        match self.after_space() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(_) if first || self.take(b',') => Ok(true),
            _ => Err(self.wrong()),
        }
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.next() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// The next byte that is no space.
    fn after_space(&mut self) -> Option<u8> {
        loop {
            match self.next() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                next => return next,
            }
        }
    }

    /// The next byte is none that may stand here, or there is none.
    fn wrong(&self) -> Fault {
        match self.next() {
            Some(_) => Fault { at: self.at.saturating_add(1), kind: FaultKind::Wrong },
            None => self.ends(),
        }
    }

    fn ends(&self) -> Fault {
        Fault { at: self.text.len(), kind: FaultKind::Ends }
    }

    fn word(&mut self, word: &str, piece: Piece<'t>) -> Result<Piece<'t>, Fault> {
        for byte in word.bytes() {
            if !self.take(byte) {
                return Err(self.wrong());
            }
        }
        self.alone(piece)
    }

    /// A word or a number ends where something else may begin: `1x` is none.
    fn alone(&self, piece: Piece<'t>) -> Result<Piece<'t>, Fault> {
        match self.next() {
            None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'[' | b']' | b'{' | b'}' | b',' | b':') => Ok(piece),
            Some(_) => Err(self.wrong()),
        }
    }

    fn number(&mut self) -> Result<Piece<'t>, Fault> {
        let start = self.at;
        self.take(b'-');
        // A zero stands alone; at the end of the text digits that are missing were not cut off but never there.
        let whole = if self.take(b'0') { !matches!(self.next(), Some(b'0'..=b'9')) } else { self.digits() };
        let sound = whole && (!self.take(b'.') || self.digits()) && (!self.exponent() || self.digits());
        if !sound {
            return Err(Fault { kind: FaultKind::Wrong, ..self.wrong() });
        }
        self.alone(Piece::Number(self.text.get(start..self.at).unwrap_or_default()))
    }

    /// `e`, and its sign.
    fn exponent(&mut self) -> bool {
        let there = self.take(b'e') || self.take(b'E');
        let _sign = there && (self.take(b'+') || self.take(b'-'));
        there
    }

    /// One digit or more.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.next(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    /// A text, from its first quotation mark to behind its last.
    fn quoted(&mut self) -> Result<Result<String, NotUnicode>, Fault> {
        self.at += 1;
        let mut text = Ok(String::new());
        loop {
            let start = self.at;
            while !matches!(self.next(), None | Some(b'"' | b'\\' | ..0x20)) {
                self.at += 1;
            }
            if let Ok(text) = &mut text {
                text.push_str(self.text.get(start..self.at).unwrap_or_default());
            }
            if self.take(b'"') {
                return Ok(text);
            }
            if !self.take(b'\\') {
                let control = Fault { at: self.at, kind: FaultKind::Wrong };
                return Err(self.next().map_or(self.ends(), |_| control));
            }
            text = match (self.escape()?, text) {
                (Some(c), Ok(mut text)) => {
                    text.push(c);
                    Ok(text)
                }
                _ => Err(NotUnicode),
            };
        }
    }

    /// What follows a backslash; `None` for half of a surrogate pair.
    fn escape(&mut self) -> Result<Option<char>, Fault> {
        let plain = match self.next() {
            Some(c @ (b'"' | b'\\' | b'/')) => c,
            Some(b'b') => 0x08,
            Some(b'f') => 0x0c,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.wrong()),
        };
        self.at += 1;
        Ok(Some(plain.into()))
    }

    /// What follows `\u`: a character, or the first half of one whose other half stands in a second escape.
    fn unicode(&mut self) -> Result<Option<char>, Fault> {
        let first = self.hexadecimal()?;
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !(0xd800..0xdc00).contains(&first) || !rest.starts_with(b"\\u") {
            return Ok(char::from_u32(first));
        }
        self.at += 2;
        let second = self.hexadecimal()?;
        let pair = 0x1_0000 + ((first & 0x3ff) << 10 | second & 0x3ff);
        Ok(if (0xdc00..0xe000).contains(&second) { char::from_u32(pair) } else { None })
    }

    /// Four digits.
    fn hexadecimal(&mut self) -> Result<u32, Fault> {
        let end = self.at.saturating_add(4);
        let Some(digits) = self.text.as_bytes().get(self.at..end) else {
            return Err(self.ends());
        };
        self.at = end;
        let value = digits.iter().try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?));
        value.ok_or(Fault { at: end, kind: FaultKind::Wrong })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
