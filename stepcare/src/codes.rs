//! Every code that an error, a problem or a finding may carry, from the tables that stand beside where each is raised.

use stepcare_core::error::{Explained, evaluate, host, load};
use stepcare_core::record::problem::PROBLEMS;

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// `E0214`, `P0031`, `H0101`: without `care::`.
    pub code: &'static str,
    /// What is wrong, in a line.
    pub title: &'static str,
    /// What to do, in a line; empty where the long form says it.
    pub help: &'static str,
    /// The long form: why it is a fault, what follows, what to do.
    pub long: &'static str,
}

impl From<&Explained> for Explanation {
    fn from(table: &Explained) -> Explanation {
        let code = table.code.strip_prefix("care::").unwrap_or(table.code);
        Explanation { code, title: table.title, help: table.help, long: table.explain }
    }
}

/// Every code, in order: H (a bundle or record could not be read, or a call not be carried out), P (a problem of a
/// record), and with the feature `dsl` E and W (errors and warnings of a text).
///
/// ```
/// assert!(stepcare::codes().iter().any(|known| known.code == "P0025"));
/// ```
#[must_use]
pub fn codes() -> Vec<Explanation> {
    let all = load::ALL.iter().chain(evaluate::ALL).chain(host::ALL).chain(PROBLEMS).map(Explanation::from);
    #[cfg(feature = "dsl")]
    let all = all.chain(stepcare_dsl::diagnostic::code::ALL.iter().map(|code| Explanation {
        code: code.id(),
        title: code.title(),
        help: "",
        long: stepcare_dsl::explain(code.id()).unwrap_or_default(),
    }));
    all.collect()
}

/// What a code stands for, with or without `care::`, whatever its case; `None` for no code.
///
/// ```
/// assert_eq!(stepcare::explain("care::p0025"), stepcare::explain("P0025"));
/// assert_eq!(stepcare::explain("P9999"), None);
/// ```
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    let code = code.trim().to_ascii_uppercase();
    let code = code.strip_prefix("CARE::").unwrap_or(&code);
    codes().into_iter().find(|known| known.code == code)
}
