//! Stepcare for Python. It translates and nothing else: no decision is taken here.

mod error;
mod load;
mod record;

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// The evaluation of one patient at one instant.
#[pyclass(frozen, module = "stepcare")]
struct Evaluation {
    json: String,
    html: String,
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

    fn _repr_html_(&self) -> &str {
        &self.html
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
    #[pyo3(signature = (record, *, as_of = None, zone = None))]
    fn evaluate(
        &self,
        py: Python<'_>,
        record: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
        zone: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Evaluation> {
        let as_of = required(py, as_of, "as_of", "an instant with its offset, as text or as an aware datetime")?;
        let zone = required(py, zone, "zone", "an IANA zone, as text or as a ZoneInfo")?;
        let as_of = match as_of.cast::<PyString>() {
            Ok(text) => text.to_cow()?.into_owned(),
            Err(_) => record::instant_or_date(&as_of, "as_of")?,
        };
        let zone = match zone.cast::<PyString>() {
            Ok(text) => text.to_cow()?.into_owned(),
            Err(_) => zone.getattr("key")?.extract()?,
        };
        let record = record::text(record)?;
        let ruleset = Arc::clone(&self.ruleset);
        let answer = py.detach(move || ruleset.evaluate_json(&record, &as_of, &zone));
        let json = answer.map_err(|error| error::evaluate(py, &error))?;
        let html = stepcare::html(&json).unwrap_or_default();
        Ok(Evaluation { json, html })
    }

    /// The compiled ruleset as a bundle, which every host loads.
    fn to_bundle(&self) -> String {
        self.ruleset.to_bundle()
    }

    fn __repr__(&self) -> String {
        format!("<stepcare.Ruleset {} {}>", self.name(), self.version())
    }
}

fn required<'py>(
    py: Python<'py>,
    value: Option<&Bound<'py, PyAny>>,
    name: &str,
    expected: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let given = value.filter(|value| !value.is_none()).cloned();
    given.ok_or_else(|| error::usage(py, name, expected, "there is no default: the same record answers otherwise elsewhere"))
}

#[pyfunction]
#[pyo3(signature = (source, *, settings = None, key_secret = None))]
fn load(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    settings: Option<&Bound<'_, PyDict>>,
    key_secret: Option<String>,
) -> PyResult<Ruleset> {
    let options = load::options(settings, key_secret)?;
    Ok(Ruleset { ruleset: Arc::new(load::ruleset(py, source, options)?) })
}

#[pymodule]
fn _stepcare(py: Python<'_>, module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Evaluation>()?;
    module.add_class::<Ruleset>()?;
    module.add_function(wrap_pyfunction!(load, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("StepcareError", py.get_type::<error::StepcareError>())?;
    module.add("UsageError", py.get_type::<error::UsageError>())?;
    module.add("LoadError", py.get_type::<error::LoadError>())?;
    module.add("EvaluateError", py.get_type::<error::EvaluateError>())?;
    module.add("RulesetError", py.get_type::<error::RulesetError>())?;
    module.add(
        "__all__",
        [
            "Evaluation", "EvaluateError", "LoadError", "Ruleset", "RulesetError", "StepcareError", "UsageError",
            "__version__", "load",
        ],
    )?;
    Ok(())
}
