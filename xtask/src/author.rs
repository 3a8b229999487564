//! The author's module: the language for a page, built with wasm-bindgen.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, output, pass, root, succeeds};
use crate::wasm;

/// What wasm-bindgen writes for. It has a standard library, which the language uses.
const TARGET: &str = "wasm32-unknown-unknown";

/// Where the module and the JavaScript around it are left.
pub fn folder() -> PathBuf {
    root().join("target/author")
}

/// Builds the module, then the JavaScript around it.
pub fn build() -> Result<(), String> {
    let build =
        ["rustc", "--profile", "wasm", "--package", "stepcare-author", "--target", TARGET, "--crate-type", "cdylib"];
    let target = if installed() {
        pass(&mut cargo(&build))?;
        root().join("target")
    } else {
        wasm::install_debian()?;
        pass(
            wasm::debian(&mut Command::new(wasm::DEBIAN_CARGO)).args(build).args(["-Z", "build-std=std,panic_abort"]),
        )?;
        wasm::debian_folder()
    };
    let mut bindgen =
        cargo(&["run", "--quiet", "--package", "xtask", "--features", "bindgen", "--bin", "bindgen", "--"]);
    pass(bindgen.arg(target.join(TARGET).join("wasm/stepcare_author.wasm")).arg(folder()))
}

/// Whether the toolchain in use has the target's library, now or after rustup was asked for it.
fn installed() -> bool {
    let there = || {
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        let folder = output(rustc.current_dir(root()).args(["--print", "target-libdir", "--target", TARGET]));
        folder.is_some_and(|folder| Path::new(folder.trim()).is_dir())
    };
    there() || (succeeds(Command::new("rustup").current_dir(root()).args(["target", "add", TARGET])) && there())
}
