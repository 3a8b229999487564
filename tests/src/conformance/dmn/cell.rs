//! A unary test of FEEL as the cell, or the condition, that says the same.

/// What a test compares with.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    Text(String),
    Number(String),
    Truth(bool),
    /// A date, a time or both, or a duration: what stands between the quotes.
    Literal(String),
    /// A name, with dots.
    Name(String),
}

/// One test of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// `<`, `<=`, `>`, `>=`, `=`.
    Compare(&'static str, Operand),
    /// `[a..b]`: with whether each end is in it.
    Range(Operand, bool, Operand, bool),
}

/// The tests of a cell, one of which holds; with whether none of them is to hold. None is `-`.
pub fn tests(cell: &str) -> Result<Option<(bool, Vec<Test>)>, String> {
    let cell = cell.trim();
    if cell.is_empty() || cell == "-" {
        return Ok(None);
    }
    let denied = cell.strip_prefix("not").map(str::trim).and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
    let all = split(denied.unwrap_or(cell)).into_iter().map(test).collect::<Result<Vec<_>, _>>()?;
    Ok(Some((denied.is_some(), all)))
}

/// At its commas, those inside quotes and brackets left alone.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth, mut quoted) = (Vec::new(), 0, 0_i32, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(from..));
    parts.into_iter().map(str::trim).collect()
}

fn test(text: &str) -> Result<Test, String> {
    if let Some((low, high)) = text.split_once("..").filter(|_| !text.starts_with('"')) {
        let (first, low) = low.split_at_checked(1).ok_or("a range without its start")?;
        let (high, last) = high.split_at_checked(high.len().saturating_sub(1)).ok_or("a range without its end")?;
        if !matches!(first, "[" | "(" | "]") || !matches!(last, "]" | ")" | "[") {
            return Err(format!("`{text}` is no range"));
        }
        return Ok(Test::Range(operand(low)?, first == "[", operand(high)?, last == "]"));
    }
    for op in ["<=", ">=", "<", ">", "="] {
        if let Some(rest) = text.strip_prefix(op) {
            return Ok(Test::Compare(op, operand(rest)?));
        }
    }
    Ok(Test::Compare("=", operand(text)?))
}

/// A literal or a name.
pub fn operand(text: &str) -> Result<Operand, String> {
    let text = text.trim();
    let quoted = |text: &str| text.strip_prefix('"')?.strip_suffix('"').map(String::from);
    if let Some(words) = quoted(text) {
        return Ok(Operand::Text(words));
    }
    if text == "true" || text == "false" {
        return Ok(Operand::Truth(text == "true"));
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        let is_number = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
        let padded = if digits.starts_with('.') { format!("0{digits}") } else { digits.to_string() };
        let sign = if text.starts_with('-') { "-" } else { "" };
        return if is_number { Ok(Operand::Number(format!("{sign}{padded}"))) } else { Err(unread(text)) };
    }
    for function in ["date and time", "date", "time", "duration"] {
        let inside =
            text.strip_prefix(function).map(str::trim).and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
        if let Some(words) = inside.and_then(|inside| quoted(inside.trim())) {
            return Ok(Operand::Literal(words));
        }
    }
    if let Some(words) = text.strip_prefix('@').and_then(quoted) {
        return Ok(Operand::Literal(words));
    }
    let is_name = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ' '));
    if is_name && text.starts_with(char::is_alphabetic) && text != "null" {
        return Ok(Operand::Name(text.into()));
    }
    Err(unread(text))
}

fn unread(text: &str) -> String {
    format!("`{text}` is no literal and no name")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Operand, Test, tests};

    #[test]
    fn a_cell_is_read_as_its_tests() {
        let number = |n: &str| Operand::Number(n.into());
        assert_eq!(tests("-").unwrap(), None);
        let two = vec![Test::Compare("<", number("18")), Test::Compare(">=", number("60"))];
        assert_eq!(tests("<18,>=60").unwrap(), Some((false, two)));
        let range = vec![Test::Range(number("15"), true, number("30"), false)];
        assert_eq!(tests("[15..30)").unwrap(), Some((false, range)));
        let words =
            vec![Test::Compare("=", Operand::Text("a, b".into())), Test::Compare("=", Operand::Text("c".into()))];
        assert_eq!(tests("not(\"a, b\",\"c\")").unwrap(), Some((true, words)));
        let date = vec![Test::Compare(">", Operand::Literal("2016-10-01".into()))];
        assert_eq!(tests(">date(\"2016-10-01\")").unwrap(), Some((false, date)));
        assert!(tests("x + 1").is_err() && tests("null").is_err());
    }
}
