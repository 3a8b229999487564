//! The npm package: its tools, its build, its tests.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::author;
use crate::run::{cargo, pass, root};
use crate::wasm;

/// The package's folder.
pub fn folder() -> PathBuf {
    root().join("bindings-wasm")
}

/// Installs the tools that `package-lock.json` names, unless they are there.
pub fn install() -> Result<(), String> {
    let modified = |path: &str| fs::metadata(folder().join(path)).and_then(|m| m.modified()).ok();
    let installed = modified("node_modules/.package-lock.json");
    if installed.is_some() && installed >= modified("package-lock.json") {
        return Ok(());
    }
    println!("setup: installing the npm set of bindings-wasm/package-lock.json");
    pass(Command::new("npm").current_dir(folder()).args(["ci", "--no-audit", "--no-fund"]))
}

/// Builds `bindings-wasm/dist` from freshly built modules. What did not change is not built again.
pub fn build() -> Result<(), String> {
    install()?;
    let route = wasm::install()?;
    wasm::build(&route)?;
    author::build()?;
    let mut build = Command::new("node");
    pass(build.current_dir(folder()).arg("build.mjs").arg(wasm::module(&route)).arg(author::folder()))
}

/// Builds and tests the package.
pub fn test() -> Result<(), String> {
    build()?;
    // What goes wrong, and what Rust says of it: the package must say the same.
    let mut bad_input = cargo(&["run", "--quiet", "--package", "stepcare-tests", "--bin", "bad-input", "--"]);
    pass(bad_input.arg(folder().join("build/bad-input.json")))?;
    pass(Command::new("npm").current_dir(folder()).args(["run", "--silent", "types"]))?;
    pass(Command::new("npm").current_dir(folder()).args(["test", "--silent"]))
}
