//! What a host links: without the feature `dsl`, no parser.
#![allow(clippy::unwrap_used)]

use std::process::Command;

use stepcare_tests::root;

/// The crates that `stepcare` links, one a line.
fn tree(arguments: &[&str]) -> String {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root())
        .args(["tree", "--package", "stepcare", "--edges", "normal", "--prefix", "none"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_host_of_bundles_links_no_parser() {
    let linked = tree(&["--no-default-features"]);
    assert!(linked.contains("stepcare-core"), "{linked}");
    for parser in ["pest", "stepcare-dsl", "strsim"] {
        assert!(!linked.lines().any(|line| line.starts_with(parser)), "{linked}");
    }
}

#[test]
fn a_host_of_texts_links_it_by_default() {
    assert!(tree(&[]).lines().any(|line| line.starts_with("stepcare-dsl")));
}
