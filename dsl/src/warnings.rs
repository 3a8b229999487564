//! What compiles and may not mean what its author thinks.

use crate::diagnostic::Diagnostic;
use crate::lower::Lower;

/// Looks a compiled ruleset over.
pub(crate) fn warn(_cx: &Lower<'_>) -> Vec<Diagnostic> {
    Vec::new()
}
