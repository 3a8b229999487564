//! The formatter: one canonical spacing, indentation and alignment of a `.care` text.
//!
//! It moves blanks and nothing else. Lines stay the author's, since where a line ends says what belongs together; in a
//! line the blanks between words are made one, clauses are indented by their blocks, and what stands in columns is
//! aligned. Blanks are put between words or taken away only where the grammar reads both alike, so a formatted text
//! compiles to the same bytes.

mod columns;
mod place;
mod token;
mod tree;

use crate::Failure;
use crate::compile::told;
use crate::layout;
use crate::source::Sources;
use crate::syntax;

/// A text, formatted. It needs not compile: only its braces and its quotes must match.
///
/// # Errors
/// A text whose blocks cannot be told apart (a brace or a quote is missing, it nests too deeply, it is too large) is
/// refused with what was found; `name` is what the file is called there.
///
/// ```
/// let text = "facts {\nage:years valid   1 year//asked\n pregnant : yes/no/maybe  valid 60 days\n}";
/// let formatted = "\
/// facts {
///   age      : years         valid 1 year  //asked
///   pregnant : yes/no/maybe  valid 60 days
/// }
/// ";
/// assert_eq!(stepcare_dsl::format("a.care", text)?, formatted);
/// assert!(stepcare_dsl::format("a.care", "facts {").is_err());
/// # Ok::<(), stepcare_dsl::Failure>(())
/// ```
pub fn format(name: &str, text: &str) -> Result<String, Failure> {
    let mut sources = Sources::default();
    let number = sources.add(name, text.into());
    let mut errors = Vec::new();
    if let Err(error) = layout::check_size(name, text, number) {
        return Err(Failure { diagnostics: vec![*error], sources });
    }
    let file = syntax::split(text, number, &mut errors);
    if !errors.is_empty() {
        return Err(Failure { diagnostics: told(errors, &sources), sources });
    }
    let lines = token::lines(text, &file.layout.text);
    let blocks = tree::blocks(&lines);
    let out = place::write(&lines, &blocks);
    // Columns take room: what could no longer be read is not written.
    match layout::check_size(name, &out, number) {
        Ok(()) => Ok(out),
        Err(error) => Err(Failure { diagnostics: vec![*error], sources }),
    }
}
