//! The built command, run as a person runs it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::root;

/// What a run of the command gave.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it printed on standard error.
    pub err: String,
}

/// Runs `stepcare` with these arguments, from the root of the repository.
#[must_use]
pub fn stepcare<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Ran {
    stepcare_in(&root(), arguments)
}

/// Runs `stepcare` with these arguments from a folder.
#[must_use]
pub fn stepcare_in<A: AsRef<std::ffi::OsStr>>(folder: &Path, arguments: &[A]) -> Ran {
    let output = Command::new(binary()).current_dir(folder).args(arguments).output().expect("the command runs");
    Ran {
        code: output.status.code().expect("the command ends by itself: no panic aborts it, no signal"),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// The command, built once for a test program.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .current_dir(root())
            .args(["build", "--quiet", "--package", "stepcare-cli", "--message-format=json"])
            .output()
            .expect("cargo runs");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let messages = String::from_utf8(built.stdout).expect("cargo writes UTF-8");
        let executable = |line: &str| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message.get("executable")?.as_str().map(PathBuf::from)
        };
        messages.lines().filter_map(executable).next_back().expect("cargo names the command it built")
    })
}

/// A folder of a test's own, removed when it is dropped.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// An empty folder of this name.
    #[must_use]
    pub fn new(name: &str) -> Scratch {
        let folder = std::env::temp_dir().join(format!("stepcare-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        Scratch(folder)
    }

    /// Writes a file in it.
    #[must_use]
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a file can be written");
        path
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
