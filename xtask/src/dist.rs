//! What is released, into `target/dist`: wheel and source distribution, npm tarball, the command, the raw module, the
//! licences of everything that is linked, and checksums.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{cargo, output, pass, root};
use crate::{npm, python};

/// Builds everything anew.
pub fn build() -> Result<(), String> {
    let dist = root().join("target/dist");
    let failed = |what: std::io::Error| format!("{}: {what}", dist.display());
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(failed)?;
    }
    fs::create_dir_all(&dist).map_err(failed)?;
    npm::build()?;
    pass(Command::new("npm").current_dir(npm::folder()).args(["pack", "--silent", "--pack-destination"]).arg(&dist))?;
    fs::copy(npm::folder().join("dist/stepcare.wasm"), dist.join("stepcare.wasm")).map_err(failed)?;
    python::wheel(&dist)?;
    pass(&mut cargo(&["build", "--release", "--package", "stepcare-cli"]))?;
    fs::copy(root().join("target/release/stepcare"), dist.join("stepcare")).map_err(failed)?;
    fs::write(dist.join("LICENCES.txt"), licences()?).map_err(failed)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"] {
        fs::copy(root().join(licence), dist.join(licence)).map_err(failed)?;
    }
    let sums = checksums(&dist)?;
    fs::write(dist.join("SHA256SUMS"), &sums).map_err(failed)?;
    print!("\ntarget/dist\n{sums}");
    Ok(())
}

/// Name, version and licence of each crate that what is released links, and of those that core's tables are made with;
/// tests and tools are left out.
fn licences() -> Result<String, String> {
    let mut lines = BTreeSet::new();
    let released = ["stepcare-cli", "stepcare-raw", "stepcare-author", "stepcare-python"].map(|name| (name, "normal"));
    for (package, edges) in released.into_iter().chain([("stepcare-core", "build")]) {
        let tree = ["tree", "--package", package, "--edges", edges, "--prefix", "none", "--format", "{p}\t{l}"];
        let tree = output(&mut cargo(&tree)).ok_or_else(|| format!("`cargo tree` fails for {package}"))?;
        for line in tree.lines() {
            let (name, licence) = line.split_once('\t').ok_or_else(|| format!("no licence: {line}"))?;
            // A path stands in brackets behind a crate of this repository, and `(*)` behind one that was listed before.
            let name = name.split(" (").next().unwrap_or(name);
            let licence = licence.trim_end_matches(" (*)");
            if licence.is_empty() {
                return Err(format!("{name} names no licence"));
            }
            lines.insert(format!("{name}\t{licence}\n"));
        }
    }
    Ok(lines.into_iter().collect())
}

/// As `sha256sum` prints them, and `sha256sum --check` reads them.
fn checksums(folder: &Path) -> Result<String, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    output(Command::new("sha256sum").current_dir(folder).args(names)).ok_or_else(|| "`sha256sum` cannot be run".into())
}
