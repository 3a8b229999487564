//! Files on disk: reading one, and the files that a ruleset's text is made of. What is told of a failure names nothing
//! of what a file holds.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use crate::Files;

/// All bytes of a file.
///
/// # Errors
/// In words that go on after the path: `is a folder; expected a file`.
pub fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    if path.is_dir() {
        return Err("is a folder; expected a file".into());
    }
    std::fs::read(path).map_err(|error| file_error(&error))
}

/// What a file holds, as text.
///
/// # Errors
/// In words that go on after the path: `is not UTF-8 text (byte 7); save it as UTF-8`.
pub fn file_text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("is not UTF-8 text (byte {at}); save it as UTF-8")
    })
}

/// What went wrong with a file, in words that go on after its path.
#[must_use]
pub fn file_error(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file; check the path".into(),
        ErrorKind::PermissionDenied => "may not be opened; check its permissions".into(),
        kind => format!("cannot be read or written: {kind}"),
    }
}

/// The files on disk that a ruleset is made of; the language says which it needs beside the main one.
#[derive(Debug, Clone)]
pub struct Disk {
    main: PathBuf,
}

impl Disk {
    /// Of a main file.
    #[must_use]
    pub fn new(main: &Path) -> Disk {
        Disk { main: main.into() }
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        let path = Path::new(path);
        let bytes = read_file(path)?;
        let text = file_text(bytes)?;
        looks_like_care(&text, path == self.main).map(|()| text)
    }
}

/// A record handed over in a ruleset's place must not be told as a text full of mistakes.
fn looks_like_care(text: &str, main: bool) -> Result<(), String> {
    if text.trim_start().starts_with(['{', '[']) {
        return Err("is JSON and no text of a ruleset; are ruleset and record in the right order?".into());
    }
    if main && !text.lines().any(|line| line.trim_start().starts_with("care edition")) {
        return Err("is no ruleset: one says `care edition 2026` on a line of its own".into());
    }
    Ok(())
}
