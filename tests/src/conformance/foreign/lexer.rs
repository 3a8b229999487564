//! Words, numbers, quoted texts and signs, as CQL and FEEL write them.

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A name or a key word.
    Word(String),
    /// A number, as written.
    Number(String),
    /// In single quotes: a unit's code or a text.
    Single(String),
    /// In double quotes.
    Double(String),
    /// After `@`: a date, a time or both.
    At(String),
    /// Anything else, of one or two characters.
    Sign(&'static str),
}

/// Longest first.
const SIGNS: [&str; 21] =
    ["!=", "<=", ">=", "..", "<", ">", "=", "+", "-", "*", "/", "(", ")", "[", "]", "{", "}", ",", ":", "~", "."];

/// The tokens of a text; an error names what was not read.
pub fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' | '"' => quoted(rest, first)?,
            '@' => {
                let (at, after) = take(strip(rest, 1), |c| c.is_ascii_alphanumeric() || ":.-+".contains(c));
                (Token::At(at.into()), after)
            }
            '0'..='9' => number(rest),
            c if c.is_alphabetic() || c == '_' => {
                let (word, after) = take(rest, |c| c.is_alphanumeric() || c == '_');
                (Token::Word(word.into()), after)
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
                let sign = sign.ok_or_else(|| format!("`{first}` is not read"))?;
                (Token::Sign(sign), strip(rest, sign.len()))
            }
        };
        found.push(token);
        rest = after.trim_start();
    }
    Ok(found)
}

fn strip(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or("")
}

fn take(text: &str, of: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !of(c)).unwrap_or(text.len()))
}

fn quoted(text: &str, quote: char) -> Result<(Token, &str), String> {
    let (inside, after) = strip(text, 1).split_once(quote).ok_or("a quote does not end")?;
    Ok((if quote == '"' { Token::Double(inside.into()) } else { Token::Single(inside.into()) }, after))
}

/// Digits, and after a point more of them.
fn number(text: &str) -> (Token, &str) {
    let digits = |c: char| c.is_ascii_digit();
    let (whole, after) = take(text, digits);
    let fraction = after.strip_prefix('.').map(|after| take(after, digits)).filter(|(digits, _)| !digits.is_empty());
    match fraction {
        Some((fraction, after)) => (Token::Number(format!("{whole}.{fraction}")), after),
        None => (Token::Number(whole.into()), after),
    }
}

/// A text's tokens, read from the first on.
#[derive(Debug)]
pub struct Tokens {
    all: Vec<Token>,
    at: usize,
}

impl Tokens {
    pub fn new(text: &str) -> Result<Tokens, String> {
        Ok(Tokens { all: tokens(text)?, at: 0 })
    }

    /// The token so many after the next.
    pub fn peek(&self, ahead: usize) -> Option<&Token> {
        self.all.get(self.at + ahead)
    }

    pub fn next(&mut self) -> Option<Token> {
        let token = self.all.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Whether these words come next.
    pub fn see(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| match self.peek(ahead) {
            Some(Token::Word(found)) => found == word,
            Some(Token::Sign(found)) => found == word,
            _ => false,
        })
    }

    /// Reads these words or signs, if they come next.
    pub fn eat(&mut self, words: &[&str]) -> bool {
        let seen = self.see(words);
        if seen {
            self.at += words.len();
        }
        seen
    }

    /// These words or signs must come next.
    pub fn need(&mut self, words: &[&str]) -> Result<(), String> {
        if self.eat(words) { Ok(()) } else { Err(format!("`{}` is expected {}", words.join(" "), self.place())) }
    }

    /// Nothing may follow.
    pub fn end(&self) -> Result<(), String> {
        if self.at >= self.all.len() { Ok(()) } else { Err(format!("not read {}", self.place())) }
    }

    /// Where it stands, in words.
    pub fn place(&self) -> String {
        match self.peek(0) {
            Some(token) => format!("at {token:?}"),
            None => "at the end".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    #[test]
    fn words_numbers_quotes_moments_and_signs_are_told_apart() {
        let word = |word: &str| Token::Word(word.into());
        assert_eq!(
            tokens("[1'cm', 2.50)>=@T10:00:00.5 or x").unwrap(),
            [
                Token::Sign("["),
                Token::Number("1".into()),
                Token::Single("cm".into()),
                Token::Sign(","),
                Token::Number("2.50".into()),
                Token::Sign(")"),
                Token::Sign(">="),
                Token::At("T10:00:00.5".into()),
                word("or"),
                word("x"),
            ]
        );
        assert!(tokens("1 ? 2").is_err() && tokens("'cm").is_err());
    }
}
