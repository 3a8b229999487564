//! Stepcare for Python. It translates and nothing else: no decision is taken here.

mod error;
mod place;
mod record;
mod scalar;
mod source;

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyString;
use stepcare::{Zone, host, render};

/// The evaluation of one patient at one instant.
#[pyclass(frozen, module = "stepcare")]
struct Evaluation {
    json: String,
    evaluation: stepcare::Evaluation,
}

#[pymethods]
impl Evaluation {
    /// The document's own bytes: the same from every host.
    fn to_json(&self) -> &str {
        &self.json
    }

    /// The document as Python values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (&self.json,))
    }

    fn _repr_html_(&self) -> Option<String> {
        Zone::named(&self.evaluation.zone).map(|zone| render::html(&self.evaluation, &zone))
    }

    /// Carries no value of the patient: a notebook's log must not hold one.
    fn __repr__(&self) -> &'static str {
        "<stepcare.Evaluation>"
    }
}

/// A loaded ruleset: immutable, safe to use from many threads.
#[pyclass(frozen, module = "stepcare")]
struct Ruleset {
    ruleset: Arc<stepcare::Ruleset>,
}

#[pymethods]
impl Ruleset {
    #[getter]
    fn name(&self) -> &str {
        &self.ruleset.compiled().name
    }

    #[getter]
    fn version(&self) -> &str {
        &self.ruleset.compiled().version
    }

    #[getter]
    fn hash(&self) -> &str {
        self.ruleset.hash()
    }

    /// Evaluates one patient as of an instant, in a zone.
    // Both are asked for; they are optional here so that leaving one out is the same error as in every host.
    #[pyo3(signature = (record, *, as_of = None, zone = None), text_signature = "($self, record, *, as_of, zone)")]
    fn evaluate(
        &self,
        py: Python<'_>,
        record: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
        zone: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Evaluation> {
        let expected = "as_of: an instant with its offset, as text or as a datetime that has a tzinfo";
        let as_of = required(py, as_of, expected)?;
        let as_of = match as_of.cast::<PyString>() {
            Ok(text) => unicode(text, expected)?,
            Err(_) => scalar::instant(&as_of, "", expected)?,
        };
        let expected = "zone: an IANA zone, as text or as a ZoneInfo";
        let zone = required(py, zone, expected)?;
        let zone = match zone.cast::<PyString>() {
            Ok(text) => unicode(text, expected)?,
            Err(_) => zone
                .getattr("key")
                .and_then(|key| key.extract())
                .map_err(|_| error::usage(py, "", expected, "give its name, as in \"America/New_York\" or \"UTC\""))?,
        };
        let record = record::text(record)?;
        let ruleset = Arc::clone(&self.ruleset);
        let answer = py.detach(move || {
            ruleset.evaluate_text(&record, &as_of, &zone).map(|evaluation| (evaluation.to_json(), evaluation))
        });
        let (json, evaluation) = answer.map_err(|error| error::evaluate(py, &error))?;
        Ok(Evaluation { json, evaluation })
    }

    /// The compiled ruleset as a bundle, which every host loads.
    fn to_bundle(&self) -> String {
        self.ruleset.to_bundle()
    }

    fn __repr__(&self) -> String {
        format!("<stepcare.Ruleset {} {}>", self.name(), self.version())
    }
}

fn required<'py>(py: Python<'py>, value: Option<&Bound<'py, PyAny>>, expected: &str) -> PyResult<Bound<'py, PyAny>> {
    let given = value.filter(|value| !value.is_none()).cloned();
    given.ok_or_else(|| error::usage(py, "", expected, host::USAGE.help))
}

fn unicode(text: &Bound<'_, PyString>, expected: &str) -> PyResult<String> {
    match text.to_cow() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(error::usage(text.py(), "", expected, "the text holds half a character")),
    }
}

/// Loads a ruleset: the path of a `.care` file or a bundle, a ruleset's text, or a bundle's text.
#[pyfunction]
#[pyo3(signature = (source, *, settings = None, key_secret = None))]
fn load(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    settings: Option<&Bound<'_, PyAny>>,
    key_secret: Option<&Bound<'_, PyAny>>,
) -> PyResult<Ruleset> {
    let options = source::options(py, settings, key_secret)?;
    Ok(Ruleset { ruleset: Arc::new(source::ruleset(source, options)?) })
}

// What is added is also listed in `__all__`.
#[pymodule]
fn _stepcare(py: Python<'_>, module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Evaluation>()?;
    module.add_class::<Ruleset>()?;
    module.add_function(wrap_pyfunction!(load, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("StepcareError", py.get_type::<error::StepcareError>())?;
    module.add("UsageError", py.get_type::<error::UsageError>())?;
    module.add("FileError", py.get_type::<error::FileError>())?;
    module.add("LoadError", py.get_type::<error::LoadError>())?;
    module.add("EvaluateError", py.get_type::<error::EvaluateError>())?;
    module.add("RulesetError", py.get_type::<error::RulesetError>())?;
    Ok(())
}
