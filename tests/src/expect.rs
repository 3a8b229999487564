//! What a worked note expects of an evaluation, one line each, written before the engine was run:
//!
//! ```text
//! as_of 2026-03-02T09:00:00-05:00
//! zone America/New_York
//! // words for a reader
//! /decisions/target/status = "above_goal"
//! /actions contains {"name": "review_titration", "do": "create"}
//! ```

use serde_json::Value;

use crate::place::{contains, reach};

/// A patient's `.expect` file.
#[derive(Debug)]
pub struct Expected {
    /// As of when.
    pub as_of: String,
    /// In which zone.
    pub zone: String,
    /// What must hold.
    pub lines: Vec<Line>,
}

/// One line that must hold.
#[derive(Debug)]
pub struct Line {
    /// Its number in the file.
    pub number: usize,
    /// Where to look.
    pub pointer: String,
    /// Equal to the value, or containing it.
    pub how: How,
    /// The value.
    pub value: Value,
}

/// How a line compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Some value the pointer reaches equals it.
    Equals,
    /// Some value the pointer reaches contains it.
    Contains,
    /// No value the pointer reaches contains it.
    Lacks,
}

impl Expected {
    /// Reads an `.expect` file.
    ///
    /// # Errors
    /// In words, with the line's number: a line that says nothing is never passed over.
    pub fn parse(text: &str) -> Result<Expected, String> {
        let (mut as_of, mut zone, mut lines) = (None, None, Vec::new());
        for (number, line) in (1..).zip(text.lines().map(str::trim)) {
            if line.is_empty() || line.starts_with("//") || line.starts_with('#') {
            } else if let Some(rest) = line.strip_prefix("as_of ") {
                as_of = Some(rest.trim().to_string());
            } else if let Some(rest) = line.strip_prefix("zone ") {
                zone = Some(rest.trim().to_string());
            } else {
                lines
                    .push(Line::parse(number, line).ok_or_else(|| format!("line {number} is not understood: {line}"))?);
            }
        }
        if lines.is_empty() {
            return Err("nothing is expected".into());
        }
        Ok(Expected { as_of: as_of.ok_or("no as_of")?, zone: zone.ok_or("no zone")?, lines })
    }

    /// The lines that an evaluation does not fulfil, in words.
    #[must_use]
    pub fn unmet(&self, evaluation: &Value) -> Vec<String> {
        self.lines.iter().filter_map(|line| line.unmet(evaluation)).collect()
    }
}

impl Line {
    fn parse(number: usize, line: &str) -> Option<Line> {
        let words = [(" = ", How::Equals), (" contains ", How::Contains), (" lacks ", How::Lacks)];
        let found = words.iter().filter_map(|(word, how)| Some((line.find(word)?, word, *how)));
        let (at, word, how) = found.min_by_key(|(at, ..)| *at)?;
        let (pointer, value) = (line.get(..at)?.trim(), line.get(at + word.len()..)?.trim());
        let pointer = pointer.starts_with('/').then(|| pointer.to_string())?;
        Some(Line { number, pointer, how, value: serde_json::from_str(value).ok()? })
    }

    fn unmet(&self, evaluation: &Value) -> Option<String> {
        let there = reach(evaluation, &self.pointer);
        let met = match self.how {
            // `null` is also what is not there.
            How::Equals if self.value.is_null() && there.is_empty() => true,
            How::Equals => there.contains(&&self.value),
            How::Contains => there.iter().any(|value| contains(value, &self.value)),
            How::Lacks => !there.iter().any(|value| contains(value, &self.value)),
        };
        let found = there.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
        let found = if found.is_empty() { "nothing".into() } else { found };
        (!met).then(|| format!("line {}: {} {:?} {}, found {found}", self.number, self.pointer, self.how, self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::Expected;
    use serde_json::json;

    const HEAD: &str = "as_of 2026-03-02T09:00:00-05:00\nzone America/New_York\n";

    fn unmet(line: &str) -> usize {
        let expected = Expected::parse(&format!("{HEAD}{line}")).unwrap();
        expected.unmet(&json!({ "status": "at_goal", "value": 133.75, "actions": [{ "name": "bmp" }] })).len()
    }

    #[test]
    fn a_line_is_met_or_told() {
        assert_eq!(unmet("/status = \"at_goal\""), 0);
        assert_eq!(unmet("/status = \"above_goal\""), 1);
        assert_eq!(unmet("/value = 133.75"), 0);
        assert_eq!(unmet("/actions/*/name = \"bmp\""), 0);
        assert_eq!(unmet("/actions contains {\"name\": \"call\"}"), 1);
        assert_eq!(unmet("/actions lacks {\"name\": \"bmp\"}"), 1);
        assert_eq!(unmet("/nothing = null"), 0);
        assert_eq!(unmet("/nothing = 1"), 1);
    }

    #[test]
    fn a_line_that_is_not_understood_is_an_error() {
        for line in ["", "/status is \"at_goal\"", "status = 1", "/status = at_goal"] {
            assert!(Expected::parse(&format!("{HEAD}{line}")).is_err(), "{line}");
        }
    }
}
