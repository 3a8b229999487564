//! The author's module: the language for a page, built with wasm-bindgen.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, pass, root, succeeds};
use crate::wasm;

/// What wasm-bindgen writes for. It has a standard library, which the language uses.
const TARGET: &str = "wasm32-unknown-unknown";

/// Where the module and the JavaScript around it are left.
pub fn folder() -> PathBuf {
    root().join("target/author")
}

const BUILD: [&str; 9] =
    ["rustc", "--profile", "wasm", "--package", "stepcare-author", "--target", TARGET, "--crate-type", "cdylib"];

/// Builds the module, then the JavaScript around it.
pub fn build() -> Result<(), String> {
    if !installed() {
        wasm::install_debian()?;
        return build_by_debian();
    }
    pass(&mut cargo(&BUILD))?;
    bind(&root().join("target"))
}

/// The same by Debian's toolchain, which builds the standard library from its source.
pub fn build_by_debian() -> Result<(), String> {
    let std = ["-Z", "build-std=std,panic_abort"];
    pass(wasm::debian(&mut Command::new(wasm::DEBIAN_CARGO)).args(BUILD).args(std))?;
    bind(&wasm::debian_folder())
}

fn bind(target: &Path) -> Result<(), String> {
    let mut bindgen =
        cargo(&["run", "--quiet", "--package", "xtask", "--features", "bindgen", "--bin", "bindgen", "--"]);
    pass(bindgen.arg(target.join(TARGET).join("wasm/stepcare_author.wasm")).arg(folder()))
}

/// Whether the toolchain in use has the target's library, now or after rustup was asked for it.
fn installed() -> bool {
    let rustup = || succeeds(Command::new("rustup").current_dir(root()).args(["target", "add", TARGET]));
    wasm::installed(TARGET) || (rustup() && wasm::installed(TARGET))
}
