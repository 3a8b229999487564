//! Numbers, dates and instants of Python and numpy as JSON, exactly; what has no exact form is refused.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyFloat, PyInt, PyType};

use crate::error::usage;
use crate::place::{Place, pointer};

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// A scalar's JSON.
pub enum Json {
    /// As it stands.
    Bare(String),
    /// In quotes.
    Text(String),
}

/// All digits of an integer.
pub fn integer(value: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> PyResult<String> {
    if let Ok(small) = value.extract::<i64>() {
        return Ok(small.to_string());
    }
    // By the type's own method: a subclass may show itself otherwise.
    let digits = value.py().get_type::<PyInt>().call_method1("__repr__", (value,));
    match digits {
        Ok(digits) => digits.extract(),
        Err(_) => Err(usage(value.py(), &pointer(at), "a number of fewer digits", "no reading is this large")),
    }
}

/// The shortest digits that read back as the same float: 133.75 is 133.75.
pub fn float(value: &Bound<'_, PyFloat>, at: Option<&Place<'_>>) -> PyResult<String> {
    finite(value.py(), value.value().is_finite(), at)?;
    value.py().get_type::<PyFloat>().call_method1("__repr__", (value,))?.extract()
}

/// Decimals, dates and instants, numpy's scalars; `None` for what is none of these.
pub fn other(value: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> PyResult<Option<Json>> {
    let py = value.py();
    let decimal = DECIMAL.import(py, "decimal", "Decimal")?;
    if value.is_instance(decimal)? {
        finite(py, value.call_method0("is_finite")?.is_truthy()?, at)?;
        return Ok(Some(Json::Bare(decimal.call_method1("__str__", (value,))?.extract()?)));
    }
    if value.is_instance(DATETIME.import(py, "datetime", "datetime")?)? {
        return Ok(Some(Json::Text(instant(value, &pointer(at), "a time with its offset")?)));
    }
    if value.is_instance(DATE.import(py, "datetime", "date")?)? {
        return Ok(Some(Json::Text(value.call_method0("isoformat")?.extract()?)));
    }
    numpy(value, at)
}

/// A datetime with its offset; a naive one is refused.
pub fn instant(value: &Bound<'_, PyAny>, pointer: &str, expected: &str) -> PyResult<String> {
    let py = value.py();
    if !value.is_instance(DATETIME.import(py, "datetime", "datetime")?)? {
        let help = format!("found a {}; give text, or a datetime that has a tzinfo", value.get_type().name()?);
        return Err(usage(py, pointer, expected, &help));
    }
    // pandas' NaT is a datetime, and not equal to itself.
    if value.ne(value)? {
        return Err(usage(py, pointer, expected, "leave the value out where it is unknown: NaT is no time"));
    }
    if value.call_method0("utcoffset")?.is_none() {
        let help = "give the datetime a tzinfo: the same local time is another instant in another zone";
        return Err(usage(py, pointer, expected, help));
    }
    value.call_method0("isoformat")?.extract()
}

fn numpy(value: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> PyResult<Option<Json>> {
    let py = value.py();
    let module = value.get_type().getattr("__module__")?;
    if module.extract::<String>().ok().as_deref() != Some("numpy") {
        return Ok(None);
    }
    let numpy = py.import("numpy")?;
    let is = |name: &str| value.is_instance(&numpy.getattr(name)?);
    if is("ndarray")? {
        return Err(usage(py, &pointer(at), "a value that JSON has", "found an array; write it as `.tolist()`"));
    }
    // A duration counts as an integer to numpy, so it is looked at before one.
    if is("timedelta64")? {
        return Err(no_json(value, at));
    }
    if is("datetime64")? {
        return datetime64(&numpy, value, at).map(|date| Some(Json::Text(date)));
    }
    if is("bool_")? {
        return Ok(Some(Json::Bare(if value.is_truthy()? { "true" } else { "false" }.to_owned())));
    }
    if is("integer")? {
        return integer(&value.call_method0("item")?, at).map(|digits| Some(Json::Bare(digits)));
    }
    if is("floating")? {
        finite(py, numpy.call_method1("isfinite", (value,))?.is_truthy()?, at)?;
        // The shortest digits of its own width: a float32 of 133.7 is 133.7, not 133.6999969482422.
        let options =
            [("unique", true.into_pyobject(py)?.to_owned().into_any()), ("trim", "-".into_pyobject(py)?.into_any())];
        let options = pyo3::types::IntoPyDict::into_py_dict(options, py)?;
        return numpy
            .call_method("format_float_positional", (value,), Some(&options))?
            .extract()
            .map(Json::Bare)
            .map(Some);
    }
    Err(no_json(value, at))
}

/// A day is a date. Finer units are local times without an offset, coarser ones have no day.
fn datetime64(numpy: &Bound<'_, PyModule>, value: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> PyResult<String> {
    let unit: String = numpy.call_method1("datetime_data", (value.getattr("dtype")?,))?.get_item(0)?.extract()?;
    if numpy.call_method1("isnat", (value,))?.is_truthy()? {
        let help = "leave the value out where it is unknown: NaT is no time";
        return Err(usage(value.py(), &pointer(at), "a date, or a time with its offset", help));
    }
    if unit != "D" {
        let help = format!("found a datetime64[{unit}], which has no offset; give a datetime that has a tzinfo");
        return Err(usage(value.py(), &pointer(at), "a date, or a time with its offset", &help));
    }
    Ok(value.str()?.to_cow()?.into_owned())
}

/// A value that JSON does not have; of it only its kind is told.
pub fn no_json(value: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> PyErr {
    let kind = value.get_type().name().map_or_else(|_| "value".to_owned(), |name| name.to_string());
    let help =
        format!("found a {kind}; give text, a number, a truth value, a time with its offset, a list or a mapping");
    usage(value.py(), &pointer(at), "a value that JSON has", &help)
}

fn finite(py: Python<'_>, is: bool, at: Option<&Place<'_>>) -> PyResult<()> {
    if is {
        return Ok(());
    }
    let help = "leave the value out where it is unknown: NaN and infinity are no readings";
    Err(usage(py, &pointer(at), "a finite number", help))
}
