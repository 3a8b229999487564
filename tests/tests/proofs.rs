//! What is proved of tables, as its author reads it: `diagnostics/proofs.care` beside what is said of it. To take over what
//! is said now, run with `STEPCARE_WRITE=1` and read the difference before it is committed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write;

use stepcare_tests::patient::Folder;
use stepcare_tests::root;

#[test]
fn each_finding_is_said_in_the_words_beside_its_text() {
    let folder = root().join("tests/diagnostics");
    let checked = stepcare::check_text("proofs.care", &Folder(folder.clone()));
    let mut said = String::new();
    for found in &checked.diagnostics {
        writeln!(said, "[{}]: {}", found.code, found.message).unwrap();
        for (span, label) in &found.labels {
            let at = checked.sources.place(*span);
            writeln!(said, "  {}:{} `{}` {label}", at.line, at.column, checked.sources.text(*span)).unwrap();
        }
        for more in found.help.iter().chain(&found.notes) {
            writeln!(said, "  = {more}").unwrap();
        }
    }
    let beside = folder.join("proofs.txt");
    if std::env::var_os("STEPCARE_WRITE").is_some() {
        std::fs::write(&beside, &said).unwrap();
    }
    assert_eq!(said, std::fs::read_to_string(beside).unwrap_or_default());
    for code in ["E0601", "E0602", "E0603", "E0604", "W0111"] {
        assert!(said.contains(code), "no table shows {code}");
    }
}
