//! Reading files. An error names the path as it was given, and nothing of what the file holds.

use std::path::{Path, PathBuf};

use stepcare::{file_error, read_file};

use crate::Failure;

/// All bytes of a file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    read_file(path).map_err(|why| Failure::new(format!("{}: {why}", path.display())))
}

/// Writes a file whole.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure::new(format!("{}: {}", path.display(), file_error(&error))))
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
        .map_err(|error| Failure::new(format!("{}: {}", folder.display(), file_error(&error))))?;
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
