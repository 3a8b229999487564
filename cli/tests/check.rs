//! `stepcare check --format json`, read as a program reads it.
#![allow(clippy::unwrap_used)]

use std::process::Command;

/// Exit code and standard output of a check of one text.
fn checked(name: &str, text: &str) -> (Option<i32>, String) {
    let folder = std::env::temp_dir().join(format!("stepcare-check-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.care"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_stepcare"));
    let output = command.current_dir(&folder).args(["check", "--format", "json", "a.care"]).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(output.stderr.is_empty(), "a program reads one document and nothing beside it");
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

const HEAD: &str = "care edition 2026\nruleset demo version \"1\" effective 2026-01-01\n";

#[test]
fn a_sound_text_has_no_findings() {
    let (code, out) = checked("sound", HEAD);
    assert_eq!((code, out.as_str()), (Some(0), "{\"format\":1,\"findings\":[]}\n"));
}

#[test]
fn a_finding_has_its_code_its_words_and_its_places_in_lines_and_bytes() {
    let (code, out) = checked("mistake", &format!("{HEAD}define ü = weigth > 3 kg"));
    assert_eq!(code, Some(1));
    assert!(out.starts_with("{\"format\":1,\"findings\":[{\"code\":\"care::E0101\",\"severity\":\"error\","), "{out}");
    let place = "{\"file\":\"a.care\",\"line\":3,\"column\":8,\"end_line\":3,\"end_column\":9,\"start\":71,\"end\":73,";
    assert!(out.contains(place), "{out}");
}
