//! The picture in the README is what its first command prints.
#![allow(clippy::unwrap_used)]

use stepcare_tests::command::stepcare;
use stepcare_tests::root;

const FENCE: &str = "```";

#[test]
fn the_picture_is_what_the_first_command_prints() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let command = "    cargo run -p stepcare-cli -- ";
    let line = readme.lines().find_map(|line| line.strip_prefix(command)).unwrap();
    let ran = stepcare(&line.split_whitespace().collect::<Vec<_>>());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));

    let (before, rest) = readme.split_once(&format!("{FENCE}text\n")).unwrap();
    let (picture, after) = rest.split_once(FENCE).unwrap();
    if std::env::var_os("STEPCARE_BLESS").is_some() {
        std::fs::write(path, format!("{before}{FENCE}text\n{}{FENCE}{after}", ran.out)).unwrap();
        return;
    }
    assert!(picture == ran.out, "draw it again: STEPCARE_BLESS=1 cargo test -p stepcare-tests --test readme");
}
