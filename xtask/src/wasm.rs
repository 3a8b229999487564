//! The raw module: which toolchain builds it here, and its build.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, output, pass, root, succeeds};

/// WebAssembly 1.0 without a standard library: nothing can link one unseen, and any host of the last ten years runs it.
const TARGET: &str = "wasm32v1-none";

/// Debian's toolchain for the web, where rustup cannot download a target.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
/// Debian's cargo; rustup's comes first on the path.
pub const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// How the module is built on this machine.
pub enum Route {
    /// The target of the toolchain in use.
    Target,
    /// Debian's toolchain, which builds `core` and `alloc` from their source.
    Debian,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Route::Target => write!(f, "the target {TARGET} of the toolchain in use"),
            Route::Debian => write!(f, "Debian's toolchain ({})", DEBIAN_PACKAGES.join(", ")),
        }
    }
}

/// Finds a route, and installs one where there is none. Says what it installs.
pub fn install() -> Result<Route, String> {
    if installed(TARGET) {
        return Ok(Route::Target);
    }
    println!("setup: installing the target {TARGET} with rustup");
    if succeeds(Command::new("rustup").current_dir(root()).args(["target", "add", TARGET])) && installed(TARGET) {
        return Ok(Route::Target);
    }
    println!("setup: rustup gives no target");
    install_debian()?;
    Ok(Route::Debian)
}

/// Installs Debian's toolchain, unless it is there.
pub fn install_debian() -> Result<(), String> {
    if debian_is_there() {
        return Ok(());
    }
    let packages = DEBIAN_PACKAGES.join(", ");
    println!("setup: installing Debian's {packages}");
    pass(Command::new("apt-get").args(["update", "--quiet"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "--quiet", "-y", "--no-install-recommends"]);
    pass(install.args(DEBIAN_PACKAGES)).map_err(|e| format!("{e}; install {packages} as root, then run this again"))
}

/// Where a build of this route leaves the module.
pub fn module(route: &Route) -> PathBuf {
    target_folder(route).join(TARGET).join("wasm/stepcare_raw.wasm")
}

/// Builds the module.
pub fn build(route: &Route) -> Result<(), String> {
    let build =
        ["rustc", "--profile", "wasm", "--package", "stepcare-raw", "--target", TARGET, "--crate-type", "cdylib"];
    match route {
        Route::Target => pass(&mut cargo(&build))?,
        Route::Debian => {
            pass(debian(&mut Command::new(DEBIAN_CARGO)).args(build).args(["-Z", "build-std=core,alloc"]))?
        }
    }
    let size = std::fs::metadata(module(route)).map_err(|e| format!("{}: {e}", module(route).display()))?.len();
    println!("wasm: {size} bytes, by {route}");
    Ok(())
}

/// Sets a command of Debian's cargo up: its own compiler and linker, and the standard library from its source.
pub fn debian(command: &mut Command) -> &mut Command {
    command
        .current_dir(root())
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        // Set by rustup's cargo, which may have started this.
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("CARGO_TARGET_WASM32V1_NONE_LINKER", "wasm-ld-19")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19")
        .env("CARGO_TARGET_DIR", debian_folder())
}

/// Where Debian's toolchain builds: two compilers never share a folder.
pub fn debian_folder() -> PathBuf {
    root().join("target/debian")
}

fn target_folder(route: &Route) -> PathBuf {
    match route {
        Route::Target => root().join("target"),
        Route::Debian => debian_folder(),
    }
}

/// Whether the toolchain in use has a target's library.
pub fn installed(target: &str) -> bool {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let folder = output(rustc.current_dir(root()).args(["--print", "target-libdir", "--target", target]));
    folder.is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

fn debian_is_there() -> bool {
    Path::new(DEBIAN_CARGO).exists()
        && Path::new(DEBIAN_RUSTC).exists()
        && succeeds(Command::new("wasm-ld-19").arg("--version"))
        && succeeds(Command::new("dpkg").args(["--status", "rust-web-src"]))
}
