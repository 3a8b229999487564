//! The public suites: cases that nobody in this project wrote, read where they lie and never copied.
//!
//! Each set is one file: an adapter that reads its cases and asks the language or the engine, never works anything out
//! itself. A case that is not run is a failure. What a pass means stands in the README of each set.

mod bp_series;
mod cql;
mod csv;
mod digits;
mod dmn;
mod feel;
mod foreign;
mod report;
mod ucum;
mod waiting;

use std::path::{Path, PathBuf};

pub use report::{Report, Tally};

/// A set: the folder it is read from, and its reader. Without its folder it is not run.
type Set = (&'static str, fn(&Path) -> Result<Vec<Report>, String>);

const SETS: [Set; 7] = [
    ("cql-tests", cql::run),
    ("dmn-tck", dmn_tck),
    ("ucum", ucum::run),
    ("bp-series", bp_series::run),
    ("htn-u18", waiting::htn_u18),
    ("ecqm-cms165", waiting::ecqm_cms165),
    ("ecqm-cms22", waiting::ecqm_cms22),
];

/// Its tables, and its expressions.
fn dmn_tck(folder: &Path) -> Result<Vec<Report>, String> {
    Ok(vec![dmn::run(folder)?, feel::run(folder)?])
}

/// Runs every set that is found in a folder, or that the folder is. A set that cannot be read is a failure of its own.
#[must_use]
pub fn run(folder: &Path) -> Vec<Report> {
    let mut reports = Vec::new();
    for (name, set) in SETS {
        let Some(found) = find(folder, name) else { continue };
        match set(&found) {
            Ok(ran) => reports.extend(ran),
            Err(why) => reports.push(Report::unreadable(name, why)),
        }
    }
    reports
}

/// The folder of a set: within the one given, or that one itself.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let inside = folder.join(name);
    let itself = || folder.is_dir() && folder.file_name().is_some_and(|own| own == name);
    if inside.is_dir() { Some(inside) } else { itself().then(|| folder.to_path_buf()) }
}

/// A file's text.
fn read(folder: &Path, name: &str) -> Result<String, String> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).map_err(|why| format!("{name} cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use super::{find, run};
    use std::fs;

    #[test]
    fn a_set_is_found_in_a_folder_or_is_the_folder_and_what_cannot_be_read_fails() {
        let folder = std::env::temp_dir().join(format!("stepcare-conformance-{}", std::process::id()));
        let set = folder.join("ucum");
        fs::create_dir_all(&set).unwrap();
        assert_eq!(find(&folder, "ucum"), Some(set.clone()));
        assert_eq!(find(&set, "ucum"), Some(set.clone()));
        assert_eq!(find(&folder, "bp-series"), None);
        let reports = run(&folder);
        assert!(reports.len() == 1 && !reports[0].holds, "{reports:?}");
        fs::remove_dir_all(&folder).unwrap();
        assert!(run(&folder).is_empty());
    }
}
