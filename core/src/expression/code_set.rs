//! Code sets: the concepts a condition can ask for by name. A code always stands with its name.

use alloc::{string::String, vec::Vec};

use crate::value::Code;
use crate::value::id::SpanId;

/// `codes angioedema { icd10 T78.3 and below "…"; snomed 41291007 "…" }`.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeSet {
    /// Its name.
    pub name: String,
    /// Its members.
    pub members: Vec<Member>,
    /// Where it is declared.
    pub at: SpanId,
}

/// A code of a set.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The code.
    pub code: Code,
    /// The code's name.
    pub display: String,
    /// Codes below it too.
    pub and_below: bool,
}

impl CodeSet {
    /// Whether the set holds a code.
    #[must_use]
    pub fn holds(&self, code: &Code) -> bool {
        self.members.iter().any(|m| if m.and_below { code.is_or_is_below(&m.code) } else { *code == m.code })
    }
}
