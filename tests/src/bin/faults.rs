//! Plants every fault of `tests/src/faults.rs` in a copy of the workspace (`target/faults`), builds it once, and lets the second
//! evaluator look for each: says how many records it took, or that it was not found. Exit 1 when one is not found.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use stepcare_tests::faults::{FAULTS, SWITCH};
use stepcare_tests::root;

/// What the copy needs to be built.
const PARTS: [&str; 9] =
    ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "core", "dsl", "stepcare", "tests", "verify", "schemas"];

fn main() -> ExitCode {
    let copy = root().join("target/faults");
    match plant(&copy) {
        Ok(()) => {}
        Err(why) => {
            println!("{why}");
            return ExitCode::FAILURE;
        }
    }
    // A folder of its own: in a shared one the copy's crates would pass for these.
    let target = copy.join("target");
    let built = Command::new("cargo")
        .args(["run", "--offline", "-p", "stepcare-tests", "--bin", "planted"])
        .current_dir(&copy)
        .env("CARGO_TARGET_DIR", target)
        .status();
    if built.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Copies the workspace and plants.
fn plant(copy: &Path) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    for part in PARTS {
        let (from, to) = (root().join(part), copy.join(part));
        if from.exists() {
            copied(&from, &to).map_err(|error| told(&from, error))?;
        }
    }
    let manifest = copy.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|error| told(&manifest, error))?;
    fs::write(&manifest, smaller(&text)).map_err(|error| told(&manifest, error))?;
    for (number, fault) in (1..).zip(FAULTS) {
        let path = copy.join(fault.file);
        let text = fs::read_to_string(&path).map_err(|error| told(&path, error))?;
        if text.matches(fault.before).count() != 1 {
            return Err(format!("{number}: {} does not hold `{}` once", fault.file, fault.before));
        }
        let planted = text.replacen(fault.before, &fault.switched(number), 1);
        fs::write(&path, planted).map_err(|error| told(&path, error))?;
    }
    let switch = copy.join("core/src/lib.rs");
    let text = fs::read_to_string(&switch).map_err(|error| told(&switch, error))?;
    fs::write(&switch, text + SWITCH).map_err(|error| told(&switch, error))?;
    let planted = copy.join("tests/src/bin/planted.rs");
    fs::write(&planted, include_str!("../../faults/planted.rs")).map_err(|error| told(&planted, error))
}

/// The workspace without the crates that are not copied.
fn smaller(manifest: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for line in manifest.lines() {
        let begins = line.starts_with("members =") || line.starts_with("default-members =");
        if begins {
            let name = line.split(' ').next().unwrap_or_default();
            text.push_str(&format!("{name} = [\"core\", \"dsl\", \"stepcare\", \"tests\", \"verify\"]\n"));
            inside = !line.contains(']');
        } else if inside {
            inside = !line.starts_with(']');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        // A file that is the same keeps its time, and is not built again.
        let text = fs::read(from)?;
        return if fs::read(to).is_ok_and(|known| known == text) { Ok(()) } else { fs::write(to, text) };
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_name() != "target" {
            copied(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
