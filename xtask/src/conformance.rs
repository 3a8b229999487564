//! The public suites, run on data that lies outside the repository.

use std::env;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};

use crate::run::{cargo, root};

/// Runs what the folders hold; its exit code says whether every bound holds, or that there is no data.
pub fn run(folders: &[String]) -> ExitCode {
    let mut command = cargo(&["run", "--quiet", "--package", "stepcare-tests", "--bin", "conformance", "--"]);
    match command.args(self::folders(folders)).stdin(Stdio::null()).status() {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("xtask: cargo could not be started: {error}");
            ExitCode::FAILURE
        }
    }
}

/// As a stage of the tests: on the data beside the project. Where there is none it is left out, and says so; that is no
/// pass.
pub fn stage() -> Result<(), String> {
    let missing: Vec<String> =
        folders(&[]).iter().filter(|folder| !folder.is_dir()).map(|folder| folder.display().to_string()).collect();
    if !missing.is_empty() {
        println!("left out: there is no data at {}", missing.join(", "));
        return Ok(());
    }
    if run(&[]) == ExitCode::SUCCESS { Ok(()) } else { Err("a bound of a public suite does not hold".into()) }
}

/// The folders given, else those of `STEPCARE_DATA`, else the one beside the project, if it is there.
fn folders(given: &[String]) -> Vec<PathBuf> {
    let here = env::current_dir().unwrap_or_default();
    if !given.is_empty() {
        // As the caller sees them, not as the root of the repository does.
        return given.iter().map(|folder| here.join(folder)).collect();
    }
    match env::var_os("STEPCARE_DATA") {
        Some(data) => env::split_paths(&data).map(|folder| here.join(folder)).collect(),
        None => vec![root().join("../shared/conformance")],
    }
}
