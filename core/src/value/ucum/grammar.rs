//! The grammar of a code, as UCUM's specification has it:
//!
//! ```text
//! code       = "/" term | term | nothing
//! term       = component { ("." | "/") component }        left to right
//! component  = unit [exponent] [annotation] | number [annotation] | annotation | "(" term ")"
//! unit       = atom | prefix atom                         symbols may hold […], and anything in it
//! ```
//!
//! An annotation after a number other than 1 is not in the specification's rules but in its own list of common codes,
//! `/100{WBC}`. What stands in brackets is one symbol, so that `B[10.nV]` is no product.

use super::{Number, Problem, Ucum, UcumError};

/// Brackets in brackets: enough for any unit, and no text can exhaust the stack.
const DEEPEST: u32 = 16;

/// What a symbol without its exponent means.
type Meaning = dyn Fn(&str) -> Result<Ucum, Problem>;

/// Reads a code, given what a symbol means.
pub(super) fn parse(code: &str, meaning: &Meaning) -> Result<Ucum, UcumError> {
    let mut reader = Reader { code, meaning, at: 0, depth: 0 };
    let unity = Ucum::number(Number::ONE);
    if code.is_empty() {
        return Ok(unity);
    }
    let unit = if reader.take('/') {
        let first = reader.component()?;
        let inverse = reader.fits(unity.over(&first), 0)?;
        reader.term(inverse)?
    } else {
        let first = reader.component()?;
        reader.term(first)?
    };
    match reader.rest().chars().next() {
        None => Ok(unit),
        Some(')' | '}' | ']') => Err(reader.problem(1, Problem::Unpaired)),
        Some(_) => Err(reader.problem(reader.rest().len(), Problem::NoOperator)),
    }
}

struct Reader<'a> {
    code: &'a str,
    meaning: &'a Meaning,
    /// The next byte to read; always at the start of a character.
    at: usize,
    depth: u32,
}

impl<'a> Reader<'a> {
    /// What follows the first component.
    fn term(&mut self, first: Ucum) -> Result<Ucum, UcumError> {
        let mut product = first;
        loop {
            let from = self.at;
            product = if self.take('.') {
                let next = self.component()?;
                self.fits(product.times(&next), from)?
            } else if self.take('/') {
                let next = self.component()?;
                self.fits(product.over(&next), from)?
            } else {
                return Ok(product);
            };
        }
    }

    fn component(&mut self) -> Result<Ucum, UcumError> {
        match self.rest().chars().next() {
            Some('(') => self.group(),
            Some('{') => {
                self.annotation()?;
                Ok(Ucum::number(Number::ONE))
            }
            Some(first) if !matches!(first, '.' | '/' | ')' | '}' | ']' | '+' | '-') => {
                let unit = self.unit()?;
                if self.rest().starts_with('{') {
                    self.annotation()?;
                }
                Ok(unit)
            }
            Some(first) => Err(self.problem(first.len_utf8(), Problem::Missing)),
            None => Err(self.problem(0, Problem::Missing)),
        }
    }

    fn group(&mut self) -> Result<Ucum, UcumError> {
        let open = self.at;
        if self.depth == DEEPEST {
            return Err(self.problem(1, Problem::TooDeep));
        }
        self.depth += 1;
        self.at += 1;
        let first = self.component()?;
        let unit = self.term(first)?;
        self.depth -= 1;
        if self.take(')') {
            return Ok(unit);
        }
        match self.rest() {
            "" => {
                self.at = open;
                Err(self.problem(1, Problem::Unpaired))
            }
            rest => Err(self.problem(rest.len(), Problem::NoOperator)),
        }
    }

    fn annotation(&mut self) -> Result<(), UcumError> {
        let rest = self.rest();
        let Some(end) = rest.find('}') else { return Err(self.problem(1, Problem::Unpaired)) };
        let inside = rest.get(1..end).unwrap_or_default();
        if inside.is_empty() || !inside.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'{') {
            return Err(self.problem(end + 1, Problem::Annotation));
        }
        self.at += end + 1;
        Ok(())
    }

    /// A number, or a unit with its exponent.
    fn unit(&mut self) -> Result<Ucum, UcumError> {
        let symbol = self.symbol()?;
        let number = digits(symbol);
        // `10*` and `10^` are the two units that begin with a digit.
        if number > 0 && !symbol.starts_with("10*") && !symbol.starts_with("10^") {
            if number < symbol.len() {
                return Err(self.problem(symbol.len(), Problem::NumberWithoutOperator));
            }
            let Ok(value) = symbol.parse() else { return Err(self.problem(symbol.len(), Problem::TooLarge)) };
            self.at += symbol.len();
            return Ok(Ucum::number(Number::integer(value)));
        }
        let (name, exponent) = exponent(symbol);
        let unit = (self.meaning)(name).map_err(|problem| self.problem(symbol.len(), problem))?;
        let from = self.at;
        self.at += symbol.len();
        if exponent.is_empty() {
            return Ok(unit);
        }
        let power = exponent.parse().ok().and_then(|exponent| unit.power(exponent));
        self.fits(power, from)
    }

    /// Up to the next operator, brace or parenthesis outside brackets.
    fn symbol(&self) -> Result<&'a str, UcumError> {
        let rest = self.rest();
        let mut open = None;
        for (at, character) in rest.char_indices() {
            match (character, open) {
                ('[', None) => open = Some(at),
                (']', Some(_)) => open = None,
                ('.' | '/' | '(' | ')' | '{' | '}' | ']', None) => return Ok(rest.get(..at).unwrap_or_default()),
                _ => {}
            }
        }
        match open {
            None => Ok(rest),
            Some(at) => Err(UcumError { at: self.at + at, found: "[".into(), problem: Problem::Unpaired }),
        }
    }

    fn fits(&self, unit: Option<Ucum>, from: usize) -> Result<Ucum, UcumError> {
        let found = || self.code.get(from..self.at).unwrap_or_default().into();
        unit.ok_or_else(|| UcumError { at: from, found: found(), problem: Problem::TooLarge })
    }

    fn take(&mut self, sign: char) -> bool {
        let is_next = self.rest().starts_with(sign);
        self.at += if is_next { sign.len_utf8() } else { 0 };
        is_next
    }

    fn rest(&self) -> &'a str {
        self.code.get(self.at..).unwrap_or_default()
    }

    /// What is wrong with the next so many bytes.
    fn problem(&self, length: usize, problem: Problem) -> UcumError {
        UcumError { at: self.at, found: self.rest().get(..length).unwrap_or_default().into(), problem }
    }
}

/// How many digits a symbol begins with.
fn digits(symbol: &str) -> usize {
    symbol.bytes().take_while(u8::is_ascii_digit).count()
}

/// A symbol without the exponent at its end, and that exponent: `m` and `-2`.
fn exponent(symbol: &str) -> (&str, &str) {
    let name = symbol.trim_end_matches(|c: char| c.is_ascii_digit());
    let unsigned = name.strip_suffix(['+', '-']);
    let name = if name.len() < symbol.len() { unsigned.unwrap_or(name) } else { name };
    symbol.split_at(name.len())
}
