//! From text: compiling `.care` files, and what was wrong with them.

use std::fmt;

use stepcare_core::error::LoadError;
use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_dsl::testing::coverage;
pub use stepcare_dsl::testing::coverage::{Condition, Coverage, Covered};
pub use stepcare_dsl::testing::{Failed, TestResult};
use stepcare_dsl::{Compilation, Failure};
pub use stepcare_dsl::{Diagnostic, Files, Severity, Sources};

/// Compiles a ruleset from text and loads it. `main` is the path of its main file, as `files` knows it.
///
/// # Errors
/// Every error of the text, not the first; or a setting that is unknown or out of its range.
///
/// ```
/// use std::collections::BTreeMap;
/// use stepcare::{LoadOptions, TextError};
/// let files = BTreeMap::from([("broken.care".to_string(), "care edition".to_string())]);
/// let Err(TextError::Text { diagnostics, .. }) = stepcare::load_text("broken.care", &files, LoadOptions::default())
/// else { panic!("it does not compile") };
/// assert!(diagnostics[0].code.starts_with("care::E"));
/// ```
pub fn load_text(main: &str, files: &dyn Files, options: LoadOptions) -> Result<Ruleset, TextError> {
    let compiled = compile(main, files)?;
    Ruleset::new(compiled.compiled, compiled.spans, options).map_err(TextError::Load)
}

/// A text whose `test` blocks were run.
#[derive(Debug)]
pub struct Tested {
    /// What became of each test, in the order of the text.
    pub results: Vec<TestResult>,
    /// Which conditions of the ruleset the tests have seen hold, not hold and be unknown.
    pub coverage: Coverage,
    /// The files that were read, to show the places.
    pub sources: Sources,
}

/// Compiles a text and runs its `test` blocks; an expectation that is unknown fails.
///
/// # Errors
/// As for [`load_text`].
///
/// ```
/// use stepcare::LoadOptions;
/// let text = r#"
/// care edition 2026
/// ruleset joining version "1" effective 2026-01-01
/// source protocol "Programme protocol" choice
/// facts { birth_date : date  required  from chart }
/// define age = whole years from birth_date to today
/// screening eligibility {
///   exclude under_age when age < 18 years  cite protocol
///   otherwise eligible
/// }
/// test "18 today" {
///   as of 2026-03-02T09:00 in America/New_York
///   given birth_date is 2008-03-02
///   expect eligibility is eligible
/// }
/// "#;
/// let files = std::collections::BTreeMap::from([("joining.care".to_string(), text.to_string())]);
/// let tested = stepcare::test_text("joining.care", &files, LoadOptions::default())?;
/// assert!(tested.results.iter().all(|test| test.failed.is_empty()));
/// # Ok::<(), stepcare::TextError>(())
/// ```
pub fn test_text(main: &str, files: &dyn Files, options: LoadOptions) -> Result<Tested, TextError> {
    let compilation = compile(main, files)?;
    let (compiled, spans) = (compilation.compiled.clone(), compilation.spans.clone());
    let ruleset = Ruleset::new(compiled, spans, options).map_err(TextError::Load)?;
    let results = stepcare_dsl::testing::run(&compilation.tests, &ruleset);
    let coverage = coverage::collect(&compilation, &ruleset);
    Ok(Tested { results, coverage, sources: compilation.sources })
}

/// A text that was checked: what was found, and the files that were read, to show the places.
#[derive(Debug)]
pub struct Checked {
    /// Errors and warnings, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files.
    pub sources: Sources,
}

/// Checks a file of any kind, a ruleset, a formulary, tests, without loading it: every error, and the warnings of one that
/// has none.
///
/// ```
/// use std::collections::BTreeMap;
/// let files = BTreeMap::from([("broken.care".to_string(), "care edition".to_string())]);
/// let checked = stepcare::check_text("broken.care", &files);
/// assert!(!checked.diagnostics.is_empty());
/// ```
#[must_use]
pub fn check_text(main: &str, files: &dyn Files) -> Checked {
    match stepcare_dsl::compile(main, files) {
        Ok(mut compiled) => {
            compiled.warnings.extend(proved(&compiled));
            compiled.warnings.sort_by_key(|found| found.labels.first().map(|(span, _)| *span));
            Checked { diagnostics: compiled.warnings, sources: compiled.sources }
        }
        // A formulary is checked too, and compiles to nothing by itself.
        Err(_) => {
            let (diagnostics, sources) = stepcare_dsl::check(main, files);
            Checked { diagnostics, sources }
        }
    }
}

/// A text whose every error was looked for, those that a proof finds among them.
fn compile(main: &str, files: &dyn Files) -> Result<Compilation, TextError> {
    let compiled = stepcare_dsl::compile(main, files)?;
    let diagnostics = proved(&compiled);
    if diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return Err(TextError::Text { diagnostics, sources: compiled.sources });
    }
    Ok(compiled)
}

#[cfg(feature = "verify")]
fn proved(compiled: &Compilation) -> Vec<Diagnostic> {
    crate::proof::findings(compiled)
}

#[cfg(not(feature = "verify"))]
fn proved(_: &Compilation) -> Vec<Diagnostic> {
    Vec::new()
}

/// A text in the language's one layout: spacing, indentation and columns. It moves blanks and nothing else, so that what
/// the text compiles to, and its hash, stay as they are. It needs not compile.
///
/// # Errors
/// A text whose blocks cannot be told apart: a brace or a quote is missing, it nests too deeply, it is too large.
///
/// ```
/// let formatted = stepcare::format_text("joining.care", "role navigator,pharmacist   // who")?;
/// assert_eq!(formatted, "role navigator, pharmacist  // who\n");
/// # Ok::<(), stepcare::TextError>(())
/// ```
pub fn format_text(name: &str, text: &str) -> Result<String, TextError> {
    Ok(stepcare_dsl::format(name, text)?)
}

/// Why a text could not be loaded.
#[derive(Debug)]
pub enum TextError {
    /// It does not compile.
    Text {
        /// Everything that was found.
        diagnostics: Vec<Diagnostic>,
        /// The files that were read.
        sources: Sources,
    },
    /// It compiles, and cannot be loaded with these options.
    Load(LoadError),
}

impl From<Failure> for TextError {
    fn from(Failure { diagnostics, sources }: Failure) -> TextError {
        TextError::Text { diagnostics, sources }
    }
}

/// One line an error: place, code and words.
impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (diagnostics, sources) = match self {
            TextError::Text { diagnostics, sources } => (diagnostics, sources),
            TextError::Load(error) => return error.fmt(f),
        };
        let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
        for (i, found) in errors.enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            if let Some((span, _)) = found.labels.first() {
                let place = sources.place(*span);
                write!(f, "{}:{}:{}: ", place.file, place.line, place.column)?;
            }
            write!(f, "{}: {}", found.code, found.message)?;
            if let Some(help) = found.help.first() {
                write!(f, "; {help}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for TextError {}
