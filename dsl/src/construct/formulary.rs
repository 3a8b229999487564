//! A formulary, in a file of its own: `formulary NAME version "…"`, classes, drugs, products, what never goes together.

use stepcare_core::expression::Formulary;

use crate::lower::Lower;
use crate::syntax::File;

/// Reads a formulary's file: its classes and drugs become names of the scope. Its `source` lines were read before.
pub(crate) fn read(file: &File, cx: &mut Lower<'_>) -> Option<Formulary> {
    let span = file.items.first().map(|item| item.word_span())?;
    cx.fail(crate::later::not_yet(span, "`formulary`"))
}
