//! Errors: when no evaluation, or no ruleset, could be produced at all. Each has a code, what was expected and what to
//! do; none carries a patient's value.

use alloc::string::String;

/// Why a bundle could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}{}{help}", if help.is_empty() { "" } else { "; " })]
pub struct LoadError {
    /// `care::H0001`.
    pub code: &'static str,
    /// What is wrong, and where.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Why a record could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}{}{pointer}: expected {expected}; {help}", if pointer.is_empty() { "" } else { " at " })]
pub struct EvaluateError {
    /// `care::H0101`.
    pub code: &'static str,
    /// JSON pointer into the record, or empty.
    pub pointer: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub help: String,
}
