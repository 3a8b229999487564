//! A ruleset from a path: text, or a bundle.

use std::path::Path;

use stepcare::{Disk, LoadOptions, Ruleset, TextError};

use crate::{Failure, diagnostics, file};

/// Text or bundle: a bundle is JSON, and no text starts with a brace.
pub fn ruleset(path: &Path, options: LoadOptions) -> Result<Ruleset, Failure> {
    let bytes = file::bytes(path)?;
    if bytes.trim_ascii_start().first() == Some(&b'{') {
        return stepcare::load_bundle(&bytes, options).map_err(|e| Failure::new(format!("{}: {e}", path.display())));
    }
    text(path, options)
}

/// A text; what is wrong with it is drawn.
pub fn text(path: &Path, options: LoadOptions) -> Result<Ruleset, Failure> {
    let name = name(path)?;
    stepcare::load_text(name, &Disk::new(path), options).or_else(|why| failed(name, why))
}

/// Draws what is wrong with a text, and gives the failure.
pub fn failed<T>(name: &str, why: TextError) -> Result<T, Failure> {
    Err(refused(name, "does not compile", why))
}

/// Draws what is wrong with a text, and says what cannot be done with it.
pub fn refused(name: &str, cannot: &str, why: TextError) -> Failure {
    match why {
        TextError::Load(error) => Failure::new(format!("{name}: {error}")),
        TextError::Text { diagnostics, sources } => match diagnostics::draw(&diagnostics, &sources) {
            Ok(errors) => Failure::new(format!("{name} {cannot}: {}", errors_words(errors))),
            Err(failure) => failure,
        },
    }
}

/// The path as the author gave it.
pub fn name(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| Failure::new(format!("{}: expected a path in UTF-8", path.display())))
}

pub fn errors_words(errors: usize) -> String {
    if errors == 1 { "1 error".into() } else { format!("{errors} errors") }
}
