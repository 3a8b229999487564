//! The Python package: its environment, its build, its tests.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{pass, root, succeeds};

/// What the environment holds.
const PACKAGES: [&str; 5] = ["maturin>=1.9,<2", "pytest>=8", "mypy>=1.15", "numpy>=2", "wasmtime>=30"];

/// A program of the environment.
pub fn program(name: &str) -> PathBuf {
    root().join("target/python/bin").join(name)
}

/// The package's folder.
pub fn folder() -> PathBuf {
    root().join("bindings-python")
}

/// Makes the environment `target/python`, unless it is there.
pub fn setup() -> Result<(), String> {
    let imports = "import maturin, pytest, mypy, numpy, wasmtime";
    if succeeds(Command::new(program("python")).args(["-c", imports])) {
        return Ok(());
    }
    println!("setup: making target/python with {}", PACKAGES.join(", "));
    pass(Command::new("python3").current_dir(root()).args(["-m", "venv", "target/python"]))?;
    pass(Command::new(program("python")).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))
}

/// Builds the package and installs it into the environment.
pub fn build() -> Result<(), String> {
    setup()?;
    let mut maturin = Command::new(program("maturin"));
    pass(maturin.current_dir(folder()).env("VIRTUAL_ENV", root().join("target/python")).args(["develop", "--quiet"]))
}

/// Builds and tests the package.
pub fn test() -> Result<(), String> {
    build()?;
    pass(Command::new(program("pytest")).current_dir(folder()).arg("--quiet"))?;
    pass(&mut Command::new(program("mypy")).current_dir(folder()))
}

/// Builds wheel and source distribution into a folder.
pub fn wheel(into: &std::path::Path) -> Result<(), String> {
    setup()?;
    let mut maturin = Command::new(program("maturin"));
    pass(maturin.current_dir(folder()).args(["build", "--release", "--sdist", "--out"]).arg(into))
}
