//! Python values to JSON text, digit for digit: what cannot be said exactly is refused, never rounded.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};

use crate::error::usage;

/// A record deeper than this is none; the engine's own limit is lower.
const DEEPEST: usize = 200;

/// The record's JSON text: as it is when it is text, else written from a mapping.
pub fn text(record: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = record.cast::<PyString>() {
        return Ok(text.to_str()?.as_bytes().to_vec());
    }
    if let Ok(bytes) = record.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    let mut out = String::new();
    write(record, "", 0, &mut out)?;
    Ok(out.into_bytes())
}

fn write(value: &Bound<'_, PyAny>, pointer: &str, depth: usize, out: &mut String) -> PyResult<()> {
    if depth > DEEPEST {
        return Err(usage(value.py(), pointer, "a record of a handful of levels", "look for a value that holds itself"));
    }
    if value.is_none() {
        out.push_str("null");
    } else if let Ok(truth) = value.cast::<PyBool>() {
        out.push_str(if truth.is_true() { "true" } else { "false" });
    } else if value.is_exact_instance_of::<PyInt>() || value.is_instance_of::<PyInt>() {
        out.push_str(&value.call_method0("__int__")?.str()?.to_cow()?);
    } else if let Ok(float) = value.cast::<PyFloat>() {
        finite(float.value().is_finite(), value, pointer)?;
        // The shortest text that reads back as the same float: 133.75 is 133.75.
        out.push_str(&value.call_method0("__float__")?.repr()?.to_cow()?);
    } else if let Ok(text) = value.cast::<PyString>() {
        string(&text.to_cow()?, out);
    } else if let Ok(dict) = value.cast::<PyDict>() {
        object(dict.as_mapping(), pointer, depth, out)?;
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        list(value, pointer, depth, out)?;
    } else {
        other(value, pointer, depth, out)?;
    }
    Ok(())
}

/// Decimals, dates and times, numpy's scalars, other mappings; everything else is refused.
fn other(value: &Bound<'_, PyAny>, pointer: &str, depth: usize, out: &mut String) -> PyResult<()> {
    let kind = value.get_type().name()?.to_string();
    if kind == "Decimal" {
        finite(value.call_method0("is_finite")?.is_truthy()?, value, pointer)?;
        out.push_str(&value.str()?.to_cow()?);
    } else if value.hasattr("isoformat")? {
        string(&instant_or_date(value, pointer)?, out);
    } else if value.hasattr("dtype")? && value.hasattr("item")? {
        let plain = value.call_method0("item")?;
        if plain.get_type().is(value.get_type()) {
            return refuse(value, pointer, &kind);
        }
        write(&plain, pointer, depth + 1, out)?;
    } else if let Ok(mapping) = value.cast::<PyMapping>() {
        object(mapping, pointer, depth, out)?;
    } else {
        return refuse(value, pointer, &kind);
    }
    Ok(())
}

fn refuse(value: &Bound<'_, PyAny>, pointer: &str, kind: &str) -> PyResult<()> {
    let help = format!("found a {kind}; give text, a number, a truth value, a time with its offset, a list or a mapping");
    Err(usage(value.py(), pointer, "a value that JSON has", &help))
}

fn finite(is: bool, value: &Bound<'_, PyAny>, pointer: &str) -> PyResult<()> {
    if is {
        return Ok(());
    }
    Err(usage(value.py(), pointer, "a finite number", "leave the value out where it is unknown: NaN and infinity are no readings"))
}

/// A date as it is; a time only with its offset.
pub fn instant_or_date(value: &Bound<'_, PyAny>, pointer: &str) -> PyResult<String> {
    if value.hasattr("utcoffset")? && value.call_method0("utcoffset")?.is_none() {
        let help = "give the datetime a tzinfo: the same local time is another instant in another zone";
        return Err(usage(value.py(), pointer, "a time with its offset", help));
    }
    Ok(value.call_method0("isoformat")?.str()?.to_cow()?.into_owned())
}

fn object(mapping: &Bound<'_, PyMapping>, pointer: &str, depth: usize, out: &mut String) -> PyResult<()> {
    out.push('{');
    for (at, pair) in mapping.items()?.iter().enumerate() {
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let Ok(key) = key.cast::<PyString>() else {
            return Err(usage(mapping.py(), pointer, "keys that are text", "JSON has no other keys"));
        };
        if at > 0 {
            out.push(',');
        }
        let key = key.to_cow()?;
        string(&key, out);
        out.push(':');
        write(&value, &stepcare::pointer_below(pointer, &key), depth + 1, out)?;
    }
    out.push('}');
    Ok(())
}

fn list(values: &Bound<'_, PyAny>, pointer: &str, depth: usize, out: &mut String) -> PyResult<()> {
    out.push('[');
    for (at, value) in values.try_iter()?.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(&value?, &stepcare::pointer_below(pointer, &at.to_string()), depth + 1, out)?;
    }
    out.push(']');
    Ok(())
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
