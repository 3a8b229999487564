//! The Python package: its environment, its build, its tests.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{pass, root, succeeds};
use crate::wasm;

/// What the environment holds.
const PACKAGES: [&str; 6] = ["maturin>=1.9,<2", "ziglang>=0.13", "pytest>=8", "mypy>=1.15", "numpy>=2", "wasmtime>=30"];

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
    let imports = "import maturin, ziglang, pytest, mypy, numpy, wasmtime";
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

/// Builds and tests the package: types first, then behaviour, with the raw module as a second host to compare with.
pub fn test() -> Result<(), String> {
    build()?;
    pass(Command::new(program("mypy")).current_dir(folder()).arg("--no-error-summary"))?;
    let stubs = ["-m", "mypy.stubtest", "stepcare", "--concise", "--allowlist", "stubtest.txt"];
    pass(Command::new(program("python")).current_dir(folder()).args(stubs))?;
    let route = wasm::install()?;
    wasm::build(&route)?;
    let mut pytest = Command::new(program("pytest"));
    pass(pytest.current_dir(folder()).env("STEPCARE_WASM", wasm::module(&route)).arg("--quiet"))
}

/// Builds wheel and source distribution into a folder. Zig links against the C library of `manylinux_2_28`, which is older
/// than the machine's own; maturin finds it as a package of the Python that is first on the path.
pub fn wheel(into: &std::path::Path) -> Result<(), String> {
    setup()?;
    let environment = root().join("target/python");
    let mut path = environment.join("bin").into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut maturin = Command::new(program("maturin"));
    maturin.current_dir(folder()).env("PATH", path).env("VIRTUAL_ENV", environment);
    let built = ["build", "--release", "--zig", "--compatibility", "manylinux_2_28", "--sdist", "--out"];
    pass(maturin.args(built).arg(into))
}
