//! Errors as Python exceptions, with the same code, pointer and help as everywhere.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::{PyErr, create_exception};

create_exception!(_stepcare, StepcareError, PyException, "Why there is no answer. It never holds a patient's value.");
create_exception!(_stepcare, UsageError, StepcareError, "The call itself was wrong.");
create_exception!(_stepcare, LoadError, StepcareError, "The bundle, or a setting, was refused.");
create_exception!(_stepcare, EvaluateError, StepcareError, "The record could not be evaluated at all.");
create_exception!(_stepcare, RulesetError, StepcareError, "The ruleset's text has errors.");

/// Puts code, pointer and help on an exception.
fn marked(py: Python<'_>, error: PyErr, code: &str, pointer: &str, help: &str) -> PyErr {
    let value = error.value(py);
    for (name, text) in [("code", code), ("pointer", pointer), ("help", help)] {
        if let Err(failed) = value.setattr(name, text) {
            return failed;
        }
    }
    error
}

/// The call itself was wrong.
pub fn usage(py: Python<'_>, pointer: &str, expected: &str, help: &str) -> PyErr {
    let at = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
    let error = UsageError::new_err(format!("care::H0201{at}: expected {expected}; {help}"));
    marked(py, error, "care::H0201", pointer, help)
}

/// A bundle or a setting was refused.
pub fn load(py: Python<'_>, error: &stepcare::LoadError) -> PyErr {
    marked(py, LoadError::new_err(error.to_string()), error.code, "", &error.help)
}

/// A record could not be evaluated.
pub fn evaluate(py: Python<'_>, error: &stepcare::EvaluateError) -> PyErr {
    marked(py, EvaluateError::new_err(error.to_string()), error.code, &error.pointer, &error.help)
}
