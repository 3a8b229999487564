//! What a ruleset is loaded from: a path, a ruleset's text, or a bundle.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyString};
use stepcare::{Disk, KeySecret, LoadOptions, Ruleset, host};

use crate::error;

/// What a text is called that comes from no file.
const UNNAMED: &str = "ruleset.care";

enum Given {
    Bundle(Vec<u8>),
    Text(String),
    /// A text on disk, by its path as given.
    File(String),
}

/// Loads from whatever was given; the interpreter is free meanwhile.
pub fn ruleset(source: &Bound<'_, PyAny>, options: LoadOptions) -> PyResult<Ruleset> {
    let py = source.py();
    match told_apart(source)? {
        Given::Bundle(bytes) => {
            py.detach(move || stepcare::load_bundle(&bytes, options)).map_err(|why| error::load(py, &why))
        }
        Given::Text(text) => {
            let files = BTreeMap::from([(UNNAMED.to_owned(), text)]);
            py.detach(move || stepcare::load_text(UNNAMED, &files, options)).map_err(|why| error::text(py, &why))
        }
        Given::File(path) => {
            let disk = Disk::new(Path::new(&path));
            py.detach(move || stepcare::load_text(&path, &disk, options)).map_err(|why| error::text(py, &why))
        }
    }
}

/// What a site sets.
pub fn options(
    py: Python<'_>,
    settings: Option<&Bound<'_, PyAny>>,
    key_secret: Option<&Bound<'_, PyAny>>,
) -> PyResult<LoadOptions> {
    let mut options = LoadOptions::default();
    if let Some(settings) = settings {
        let help = "write a setting as its unit is written, as in {\"critical_systolic\": \"170 mmHg\"}";
        let wrong = |_| error::usage(py, "", "settings: a mapping of text to text", help);
        let items = settings.call_method0("items").map_err(wrong)?;
        for pair in items.try_iter()? {
            let (name, value): (String, String) = pair?.extract().map_err(wrong)?;
            options.settings.insert(name, value);
        }
    }
    if let Some(secret) = key_secret {
        let wrong = |_| error::usage(py, "", "key_secret: text", "keep the secret as text, and out of the code");
        let secret: String = secret.extract().map_err(wrong)?;
        options.key_secret = Some(KeySecret::new(secret.as_bytes()));
    }
    Ok(options)
}

fn told_apart(source: &Bound<'_, PyAny>) -> PyResult<Given> {
    if let Ok(bytes) = source.cast::<PyBytes>() {
        return Ok(of_bytes(bytes.as_bytes().to_vec()));
    }
    if let Ok(bytes) = source.cast::<PyByteArray>() {
        return Ok(of_bytes(bytes.to_vec()));
    }
    if let Ok(text) = source.cast::<PyString>() {
        let Ok(text) = text.to_cow() else {
            let help = "the text holds half a character; read it as UTF-8";
            return Err(error::usage(source.py(), "", "a path, a ruleset's text or a bundle, in Unicode", help));
        };
        if text.trim_start().starts_with('{') {
            return Ok(Given::Bundle(text.into_owned().into_bytes()));
        }
        if text.contains('\n') {
            return Ok(Given::Text(text.into_owned()));
        }
        return of_file(source.py(), PathBuf::from(text.as_ref()));
    }
    match source.extract::<PathBuf>() {
        Ok(path) => of_file(source.py(), path),
        Err(_) => {
            let kind = source.get_type().name()?;
            let help = format!("found a {kind}; read it into text or bytes, or give its path");
            Err(error::usage(source.py(), "", "a path, a ruleset's text or a bundle", &help))
        }
    }
}

/// Bytes are a bundle, unless they are the text of a ruleset.
fn of_bytes(bytes: Vec<u8>) -> Given {
    let bundle = bytes.trim_ascii_start().first() == Some(&b'{');
    match String::from_utf8(bytes) {
        Ok(text) if !bundle && text.lines().any(|line| line.trim_start().starts_with("care edition")) => {
            Given::Text(text)
        }
        Ok(text) => Given::Bundle(text.into_bytes()),
        Err(not_text) => Given::Bundle(not_text.into_bytes()),
    }
}

/// A file that begins with a brace is a bundle: no text does.
fn of_file(py: Python<'_>, path: PathBuf) -> PyResult<Given> {
    let Some(name) = path.to_str() else {
        return Err(error::file(py, &path.display().to_string(), "is no path in UTF-8"));
    };
    if name.is_empty() {
        return Err(error::usage(py, "", "a path, a ruleset's text or a bundle", host::NO_FILE.help));
    }
    let bytes = stepcare::read_file(&path).map_err(|why| error::file(py, name, &why))?;
    if bytes.trim_ascii_start().first() == Some(&b'{') {
        return Ok(Given::Bundle(bytes));
    }
    Ok(Given::File(name.to_owned()))
}
