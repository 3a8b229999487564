//! What the tests need beside the toolchain that `rust-toolchain.toml` names. Each part looks first and installs only
//! what is not there, and says so.

use std::process::Command;

use crate::run::succeeds;
use crate::{fuzz, npm, python, wasm};

/// Installs everything.
pub fn all() -> Result<(), String> {
    for (program, what) in [("node", "Node 18 or later"), ("npm", "npm"), ("python3", "Python 3.11 or later")] {
        if !succeeds(Command::new(program).arg("--version")) {
            return Err(format!("`{program}` cannot be run; install {what}, then run this again"));
        }
    }
    fuzz::install()?;
    println!("setup: a C++ compiler for the fuzzer is there");
    let route = wasm::install()?;
    println!("setup: WebAssembly by {route}");
    npm::install()?;
    println!("setup: Binaryen, esbuild and TypeScript stand in bindings-wasm/node_modules");
    python::setup()?;
    println!("setup: the Python environment stands in target/python");
    Ok(())
}
