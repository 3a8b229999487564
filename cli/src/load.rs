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
    match why {
        TextError::Load(error) => Err(Failure::new(format!("{name}: {error}"))),
        TextError::Text { diagnostics, sources } => {
            let errors = diagnostics::draw(&diagnostics, &sources)?;
            Err(Failure::new(format!("{name} does not compile: {}", errors_words(errors))))
        }
    }
}

/// The path as the author gave it.
pub fn name(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| Failure::new(format!("{}: expected a path in UTF-8", path.display())))
}

pub fn errors_words(errors: usize) -> String {
    if errors == 1 { "1 error".into() } else { format!("{errors} errors") }
}
