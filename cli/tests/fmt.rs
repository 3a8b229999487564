//! `stepcare fmt`, run as a person runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const UGLY: &str = "role   navigator ,pharmacist\n";
const NEAT: &str = "role navigator, pharmacist\n";

/// A folder of a test's own with these files, removed when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let folder = std::env::temp_dir().join(format!("stepcare-fmt-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        Folder(folder)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn fmt(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stepcare"));
        command.arg("fmt").args(arguments).current_dir(&self.0);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn files_are_rewritten_in_place() {
    let folder = Folder::new("write", &[("a.care", UGLY), ("b.care", NEAT)]);
    let ran = folder.fmt(&["a.care", "b.care"], "");
    assert_eq!((ran.status.code(), said(&ran.stdout), said(&ran.stderr)), (Some(0), String::new(), String::new()));
    assert_eq!((folder.read("a.care"), folder.read("b.care")), (NEAT.into(), NEAT.into()));
}

#[test]
fn a_check_lists_what_would_change_and_writes_nothing() {
    let folder = Folder::new("check", &[("a.care", UGLY), ("b.care", NEAT), ("c.care", UGLY)]);
    let ran = folder.fmt(&["--check", "a.care", "b.care", "c.care"], "");
    assert_eq!((ran.status.code(), said(&ran.stdout)), (Some(1), "a.care\nc.care\n".into()));
    assert_eq!(folder.read("a.care"), UGLY);
    assert_eq!(folder.fmt(&["b.care", "--check"], "").status.code(), Some(0));
}

#[test]
fn a_dash_is_standard_input_and_output() {
    let folder = Folder::new("dash", &[]);
    let ran = folder.fmt(&["-"], UGLY);
    assert_eq!((ran.status.code(), said(&ran.stdout)), (Some(0), NEAT.into()));
    let checked = folder.fmt(&["--check", "-"], UGLY);
    assert_eq!((checked.status.code(), said(&checked.stdout)), (Some(1), "-\n".into()));
}

#[test]
fn what_a_terminal_would_obey_passes_standard_output_as_it_stands() {
    let folder = Folder::new("escape", &[]);
    let text = "topic a  \"\x1b[31mb\x01c\"  // \x1b[0m\n";
    assert_eq!(said(&folder.fmt(&["-"], text).stdout), text);
}

#[test]
fn a_text_that_is_refused_stays_as_it_is_and_the_others_are_formatted() {
    let folder = Folder::new("refused", &[("a.care", "facts {\n"), ("b.care", UGLY)]);
    let ran = folder.fmt(&["a.care", "b.care"], "");
    assert_eq!(ran.status.code(), Some(1));
    let words = said(&ran.stderr);
    assert!(words.contains("care::E0102") && words.contains("a.care cannot be formatted: 1 error"), "{words}");
    assert_eq!((folder.read("a.care"), folder.read("b.care")), ("facts {\n".into(), NEAT.into()));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let ran = Folder::new("none", &[]).fmt(&["a.care"], "");
    assert_eq!(ran.status.code(), Some(1));
    assert!(said(&ran.stderr).contains("a.care: there is no such file"), "{}", said(&ran.stderr));
}
