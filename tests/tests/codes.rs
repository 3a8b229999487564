//! `docs/codes.md` is written from the tables of codes.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write;

use stepcare_tests::root;

fn page() -> String {
    let mut page = String::from(
        "# Codes\n\nWritten from the tables in the code by `STEPCARE_BLESS=1 cargo test -p stepcare-tests --test codes`.\n\
         H: a bundle or a record could not be read, or a call not be carried out, and there is no answer. P: a problem of a\n\
         record; the rest is still answered. E and W: errors and warnings of a `.care` text. `stepcare explain CODE` prints\n\
         the same.\n",
    );
    for known in stepcare::codes() {
        write!(page, "\n## {}: {}\n{}\n", known.code, known.title.trim_end_matches('.'), known.long.trim()).unwrap();
        if !known.help.is_empty() {
            writeln!(page, "\nWhat to do: {}.", known.help).unwrap();
        }
    }
    page
}

#[test]
fn the_page_of_codes_is_that_of_the_tables() {
    let path = root().join("docs/codes.md");
    if std::env::var_os("STEPCARE_BLESS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == page(),
        "write it again: STEPCARE_BLESS=1 cargo test -p stepcare-tests --test codes"
    );
}

#[test]
fn no_code_stands_for_two_things() {
    let codes = stepcare::codes();
    let different: BTreeSet<_> = codes.iter().map(|known| known.code).collect();
    assert_eq!(different.len(), codes.len());
}
