//! `stepcare test --coverage`, run as a person runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::process::{Command, Output};

const RULESET: &str = "care edition 2026
ruleset demo version \"1\" effective 2026-01-01
facts { weight : kg in 20 .. 400 from chart }
screening fit {
  exclude heavy when weight > 200 kg
  otherwise eligible
}
test \"201 kg\" {
  as of 2026-03-02T09:00 in UTC
  given weight is 201 kg
  expect fit is excluded
}
";

/// What the first test leaves: a weight that fits, and one that nobody knows.
const MORE: &str = "care edition 2026
tests for demo from \"demo.care\"
test \"200 kg\" { as of 2026-03-02T09:00 in UTC; given weight is 200 kg; expect fit is eligible }
test \"unknown\" { as of 2026-03-02T09:00 in UTC; given nothing; expect fit is undetermined }
";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("stepcare-coverage-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("demo.care", RULESET), ("more.care", MORE)] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        Folder(folder)
    }

    fn test(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stepcare"));
        command.arg("test").args(arguments).current_dir(&self.0).output().expect("the command runs")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn said(ran: &Output) -> String {
    String::from_utf8(ran.stdout.clone()).unwrap()
}

#[test]
fn what_was_never_seen_is_listed_and_a_threshold_is_an_exit_code() {
    let folder = Folder::new("threshold");
    let ran = folder.test(&["demo.care", "--coverage"]);
    assert_eq!(ran.status.code(), Some(0));
    let lines = said(&ran);
    assert!(lines.contains("coverage of demo.care: 33%, 1 of 3 outcomes of 1 condition"), "{lines}");
    assert!(lines.contains("5:22 fit/heavy: `weight > 200 kg` never false, unknown"), "{lines}");
    assert_eq!(folder.test(&["demo.care", "--at-least", "33"]).status.code(), Some(0));
    let ran = folder.test(&["demo.care", "--at-least", "34"]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(said(&ran).contains("less than the 34% that are asked for"), "{}", said(&ran));
}

#[test]
fn files_of_tests_add_up_to_the_coverage_of_their_ruleset() {
    let folder = Folder::new("adds");
    let ran = folder.test(&["demo.care", "more.care", "--at-least", "100"]);
    assert_eq!(ran.status.code(), Some(0));
    assert!(said(&ran).contains("coverage of demo.care: 100%, 3 of 3 outcomes of 1 condition"), "{}", said(&ran));
}

#[test]
fn a_tracefile_has_a_branch_for_each_outcome() {
    let folder = Folder::new("lcov");
    assert_eq!(folder.test(&["demo.care", "--lcov", "out.info"]).status.code(), Some(0));
    let written = std::fs::read_to_string(folder.0.join("out.info")).unwrap();
    let expected = "TN:\nSF:demo.care\nBRDA:5,0,0,1\nBRDA:5,0,1,0\nBRDA:5,0,2,0\nBRF:3\nBRH:1\nDA:5,1\nLF:1\nLH:1\nend_of_record\n";
    assert_eq!(written, expected);
}
