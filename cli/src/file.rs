//! Reading files. An error names the path as it was given, and nothing of what the file holds.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::Failure;

/// All bytes of a file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path).map_err(|why| Failure::new(format!("{}: {why}", path.display())))
}

/// Writes a file whole.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure::new(format!("{}: {}", path.display(), words(&error))))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    if path.is_dir() {
        return Err("is a folder; expected a file".into());
    }
    std::fs::read(path).map_err(|error| words(&error))
}

fn words(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file; check the path".into(),
        ErrorKind::PermissionDenied => "may not be opened; check its permissions".into(),
        kind => format!("cannot be read or written: {kind}"),
    }
}

/// The files on disk that a ruleset is made of; the language says which it needs beside the main one.
pub struct Disk<'a> {
    main: &'a Path,
}

impl Disk<'_> {
    pub fn new(main: &Path) -> Disk<'_> {
        Disk { main }
    }
}

impl stepcare::Files for Disk<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let path = Path::new(path);
        let bytes = read(path)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            format!("is not UTF-8 text (byte {at}); save it as UTF-8")
        })?;
        looks_like_care(&text, path == self.main).map(|()| text)
    }
}

/// A record handed over in a ruleset's place must not be drawn on standard error as a text full of mistakes.
fn looks_like_care(text: &str, main: bool) -> Result<(), String> {
    if text.trim_start().starts_with(['{', '[']) {
        return Err("is JSON and no text of a ruleset; are ruleset and record in the right order?".into());
    }
    if main && !text.lines().any(|line| line.trim_start().starts_with("care edition")) {
        return Err("is no ruleset: one says `care edition 2026` on a line of its own".into());
    }
    Ok(())
}

/// The files to test, in order of name: those named, and in a folder every `.care` file with a `test` block.
pub fn with_tests(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| Failure::new(format!("{}: {}", folder.display(), words(&error))))?;
    let mut paths: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "care") && has_test(&bytes(&path)?) {
            found.push(path);
        }
    }
    Ok(())
}

/// A line that starts a `test` block, or says whose tests these are.
fn has_test(text: &[u8]) -> bool {
    let starts = |line: &[u8]| line.starts_with(b"test ") || line.starts_with(b"tests ");
    text.split(|byte| *byte == b'\n').any(|line| starts(line.trim_ascii_start()))
}
