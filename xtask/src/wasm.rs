//! The engine for WebAssembly: which toolchain builds it here, and whether it builds.

use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::run::{cargo, output, pass, root, succeeds};

/// Targets that can show it, the stricter first: the first has no standard library, so nothing can link one unseen.
const TARGETS: [&str; 2] = ["wasm32v1-none", "wasm32-unknown-unknown"];

/// Debian's toolchain for the web, where rustup cannot download a target.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// How the engine is built for WebAssembly on this machine.
pub enum Route {
    /// A target of the toolchain in use.
    Target(&'static str),
    /// Debian's toolchain, which builds the standard library from its source.
    Debian,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Route::Target(target) => write!(f, "the installed target {target}"),
            Route::Debian => write!(f, "Debian's toolchain ({})", DEBIAN_PACKAGES.join(", ")),
        }
    }
}

/// Finds a route, and installs one where there is none. Says what it installs.
pub fn install() -> Result<Route, String> {
    if let Some(target) = installed() {
        return Ok(Route::Target(target));
    }
    for target in TARGETS {
        println!("setup: installing the target {target} with rustup");
        if succeeds(Command::new("rustup").current_dir(root()).args(["target", "add", target])) && installed().is_some()
        {
            return Ok(Route::Target(target));
        }
    }
    if !debian_is_there() {
        println!("setup: rustup gives no target; installing Debian's {}", DEBIAN_PACKAGES.join(", "));
        pass(Command::new("apt-get").arg("update"))?;
        pass(Command::new("apt-get").args(["install", "-y", "--no-install-recommends"]).args(DEBIAN_PACKAGES))
            .map_err(|e| format!("{e}; install {} as root, then run this again", DEBIAN_PACKAGES.join(", ")))?;
    }
    Ok(Route::Debian)
}

/// Builds the engine for WebAssembly.
pub fn check() -> Result<(), String> {
    let route = install()?;
    println!("wasm-check: by {route}");
    match route {
        Route::Target(target) => {
            pass(&mut cargo(&["build", "--package", "stepcare-core", "--lib", "--target", target]))
        }
        Route::Debian => pass(
            Command::new(DEBIAN_CARGO)
                .current_dir(root())
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19")
                // Of another compiler than the one in use, so in a folder of its own.
                .env("CARGO_TARGET_DIR", root().join("target").join("debian"))
                .args(["build", "--release", "--package", "stepcare-core", "--lib"])
                .args(["--target", "wasm32-unknown-unknown", "-Z", "build-std=std,panic_abort"]),
        ),
    }
}

/// The first target whose library the toolchain in use has.
fn installed() -> Option<&'static str> {
    TARGETS.into_iter().find(|target| {
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        let folder = output(rustc.current_dir(root()).args(["--print", "target-libdir", "--target", target]));
        folder.is_some_and(|folder| Path::new(folder.trim()).is_dir())
    })
}

fn debian_is_there() -> bool {
    Path::new(DEBIAN_CARGO).exists()
        && Path::new(DEBIAN_RUSTC).exists()
        && succeeds(Command::new("wasm-ld-19").arg("--version"))
        && succeeds(Command::new("dpkg").args(["--status", "rust-web-src"]))
}
