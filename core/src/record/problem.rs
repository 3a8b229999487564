//! A problem found in a record: what, where, what was expected, what to do. The value found stays inside the
//! evaluation document; whatever is printed or logged carries code, pointer and what was expected, never the value.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// The code of a problem, `care::P0031`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProblemCode(pub u16);

impl core::fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "care::P{:04}", self.0)
    }
}

/// Something in the record that could not be used as it stands. Nothing is dropped in silence: each has its problem.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// `care::P0031`.
    pub code: String,
    /// JSON pointer into the record.
    pub pointer: String,
    /// What was found, as text: for the evaluation document only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub help: String,
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} at {}: expected {}; {}", self.code, self.pointer, self.expected, self.help)
    }
}

/// As displayed: without the value.
impl core::fmt::Debug for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(self, f)
    }
}
