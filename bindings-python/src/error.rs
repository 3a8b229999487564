//! Errors as Python exceptions, with the same code, pointer and help as everywhere.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3::{PyErr, create_exception};
use stepcare::{Diagnostic, Kind, Severity, Sources, TextError, host};

create_exception!(stepcare, StepcareError, PyException, "Why there is no answer. It never holds a patient's value.");
create_exception!(stepcare, UsageError, StepcareError, "The call itself is wrong.");
create_exception!(stepcare, FileError, StepcareError, "A ruleset's file cannot be read.");
create_exception!(stepcare, LoadError, StepcareError, "The bundle, or a setting, was refused.");
create_exception!(stepcare, EvaluateError, StepcareError, "The record could not be evaluated at all.");
create_exception!(
    stepcare,
    RulesetError,
    StepcareError,
    "The ruleset's text has errors; every one is in `diagnostics`."
);

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

/// The call itself is wrong: at a JSON pointer into the record, or empty.
pub fn usage(py: Python<'_>, pointer: &str, expected: &str, help: &str) -> PyErr {
    let Kind { code, .. } = host::USAGE;
    let at = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
    let error = UsageError::new_err(format!("{code}{at}: expected {expected}; {help}"));
    marked(py, error, code, pointer, help)
}

/// A file cannot be read; `why` goes on after its path.
pub fn file(py: Python<'_>, path: &str, why: &str) -> PyErr {
    let Kind { code, help } = host::NO_FILE;
    marked(py, FileError::new_err(format!("{code}: {path}: {why}")), code, "", help)
}

/// A bundle or a setting was refused.
pub fn load(py: Python<'_>, error: &stepcare::LoadError) -> PyErr {
    marked(py, LoadError::new_err(error.to_string()), error.code, "", &error.help)
}

/// A record could not be evaluated.
pub fn evaluate(py: Python<'_>, error: &stepcare::EvaluateError) -> PyErr {
    marked(py, EvaluateError::new_err(error.to_string()), error.code, &error.pointer, &error.help)
}

/// A text could not be loaded: its own errors, or a setting's. Code and help are those of the first error.
pub fn text(py: Python<'_>, error: &TextError) -> PyErr {
    let (diagnostics, sources) = match error {
        TextError::Load(error) => return load(py, error),
        TextError::Text { diagnostics, sources } => (diagnostics, sources),
    };
    let first = diagnostics.iter().find(|found| found.severity == Severity::Error);
    let (code, help) = first.map_or(("", ""), |found| (&found.code, found.help.first().map_or("", |help| help)));
    let raised = marked(py, RulesetError::new_err(error.to_string()), code, "", help);
    let told: PyResult<Vec<_>> = diagnostics.iter().map(|found| diagnostic(py, found, sources)).collect();
    match told.and_then(|all| raised.value(py).setattr("diagnostics", all)) {
        Ok(()) => raised,
        Err(failed) => failed,
    }
}

fn diagnostic<'py>(py: Python<'py>, found: &Diagnostic, sources: &Sources) -> PyResult<Bound<'py, PyDict>> {
    let labels = PyList::empty(py);
    for (span, text) in &found.labels {
        let place = sources.place(*span);
        let label = PyDict::new(py);
        label.set_item("file", place.file)?;
        label.set_item("line", place.line)?;
        label.set_item("column", place.column)?;
        label.set_item("text", text)?;
        labels.append(label)?;
    }
    let told = PyDict::new(py);
    told.set_item("code", &found.code)?;
    told.set_item("severity", if found.severity == Severity::Error { "error" } else { "warning" })?;
    told.set_item("message", &found.message)?;
    told.set_item("labels", labels)?;
    told.set_item("help", &found.help)?;
    told.set_item("notes", &found.notes)?;
    Ok(told)
}
