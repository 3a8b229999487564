//! What end-to-end tests share: the repository's files, the built command, and the `.expect` lines beside each patient.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod cases;
pub mod command;
pub mod conformance;
pub mod expect;
pub mod faults;
pub mod fuzz;
pub mod patient;
pub mod place;
pub mod random;
pub mod second;
pub mod small;

use std::path::{Path, PathBuf};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the crate stands in the repository").to_path_buf()
}
