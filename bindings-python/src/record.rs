//! Python values to JSON text, digit for digit: what cannot be said exactly is refused, never rounded.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use stepcare::{Limits, json_text};

use crate::error::usage;
use crate::place::{Place, Step, pointer};
use crate::scalar;

/// Why no more is written.
pub enum Halt {
    /// The value cannot be said.
    Refused(PyErr),
    /// What was written so far is already more than the engine reads: it says so itself, in the words of every host.
    Beyond,
}

impl From<PyErr> for Halt {
    fn from(error: PyErr) -> Halt {
        Halt::Refused(error)
    }
}

/// The record's JSON text: as it is when it is text, else written from a mapping.
pub fn text(record: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = record.cast::<PyString>() {
        // Half a character becomes bytes that are no UTF-8, which the engine refuses.
        let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
        return Ok(bytes.cast::<PyBytes>()?.as_bytes().to_vec());
    }
    if let Ok(bytes) = record.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if let Ok(bytes) = record.cast::<PyByteArray>() {
        return Ok(bytes.to_vec());
    }
    let mut writer = Writer { out: String::new(), limits: Limits::default() };
    match writer.value(record, None) {
        Ok(()) | Err(Halt::Beyond) => Ok(writer.out.into_bytes()),
        Err(Halt::Refused(error)) => Err(error),
    }
}

struct Writer {
    out: String,
    limits: Limits,
}

impl Writer {
    fn value(&mut self, value: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> Result<(), Halt> {
        if value.is_none() {
            self.out.push_str("null");
        } else if let Ok(truth) = value.cast::<PyBool>() {
            self.out.push_str(if truth.is_true() { "true" } else { "false" });
        } else if let Ok(text) = value.cast::<PyString>() {
            let Ok(text) = text.to_cow() else {
                let help = "the text holds half a character; read it as UTF-8";
                return Err(usage(value.py(), &pointer(at), "text in Unicode", help).into());
            };
            json_text(&mut self.out, &text);
        } else if value.is_instance_of::<PyInt>() {
            self.out.push_str(&scalar::integer(value, at)?);
        } else if let Ok(float) = value.cast::<PyFloat>() {
            self.out.push_str(&scalar::float(float, at)?);
        } else if let Ok(dict) = value.cast::<PyDict>() {
            self.object(value, dict.as_mapping(), at)?;
        } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            self.list(value, at)?;
        } else if let Some(json) = scalar::other(value, at)? {
            match json {
                scalar::Json::Bare(text) => self.out.push_str(&text),
                scalar::Json::Text(text) => json_text(&mut self.out, &text),
            }
        } else if let Ok(mapping) = value.cast::<PyMapping>() {
            self.object(value, mapping, at)?;
        } else {
            return Err(scalar::no_json(value, at).into());
        }
        if self.out.len() > self.limits.record_bytes {
            return Err(Halt::Beyond);
        }
        Ok(())
    }

    fn object(
        &mut self,
        holder: &Bound<'_, PyAny>,
        mapping: &Bound<'_, PyMapping>,
        at: Option<&Place<'_>>,
    ) -> Result<(), Halt> {
        let depth = self.open('{', holder, at)?;
        // A copy of the pairs: what runs below may change the mapping.
        for (index, pair) in mapping.items()?.iter().enumerate() {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let key = key.cast::<PyString>().ok().and_then(|key| key.to_cow().ok());
            let Some(key) = key else {
                return Err(usage(holder.py(), &pointer(at), "keys that are text", "JSON has no other keys").into());
            };
            if index > 0 {
                self.out.push(',');
            }
            json_text(&mut self.out, &key);
            self.out.push(':');
            self.value(&value, Some(&Place { up: at, step: Step::Member(&key), holder, depth }))?;
        }
        self.out.push('}');
        Ok(())
    }

    fn list(&mut self, holder: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> Result<(), Halt> {
        let depth = self.open('[', holder, at)?;
        for (index, value) in holder.try_iter()?.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.value(&value?, Some(&Place { up: at, step: Step::Item(index), holder, depth }))?;
        }
        self.out.push(']');
        Ok(())
    }

    /// Opens a container, and tells how many are open with it. One that stands inside itself has no end.
    fn open(&mut self, bracket: char, holder: &Bound<'_, PyAny>, at: Option<&Place<'_>>) -> Result<usize, Halt> {
        let mut above = at;
        while let Some(place) = above {
            if place.holder.is(holder) {
                let help = "this value holds itself; write out what it stands for";
                return Err(usage(holder.py(), &pointer(at), "a value that ends", help).into());
            }
            above = place.up;
        }
        self.out.push(bracket);
        let depth = at.map_or(0, |place| place.depth).saturating_add(1);
        if depth > self.limits.levels() {
            return Err(Halt::Beyond);
        }
        Ok(depth)
    }
}
