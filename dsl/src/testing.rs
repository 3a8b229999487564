//! `test` blocks: examples that must hold.

pub(crate) mod parse;

use crate::source::Span;

/// A test, read.
#[derive(Debug, Clone)]
pub struct TestBlock {
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}
