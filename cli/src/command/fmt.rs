//! `stepcare fmt`: one canonical layout of `.care` texts.

use std::io::{Read, Write};
use std::path::Path;

use crate::arguments::Fmt;
use crate::{Failure, Outcome, file, load};

pub fn fmt(arguments: &Fmt) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Good;
    for path in &arguments.files {
        let name = load::name(path)?;
        let text = if name == "-" { standard_input()? } else { read(path)? };
        let formatted = match stepcare::format_text(name, &text) {
            Ok(formatted) => formatted,
            // The other files are formatted all the same.
            Err(why) => {
                let Failure(words) = load::refused(name, "cannot be formatted", why);
                anstream::eprintln!("error: {words}");
                outcome = Outcome::Bad;
                continue;
            }
        };
        if arguments.check {
            if formatted != text {
                anstream::println!("{name}");
                outcome = Outcome::Bad;
            }
        } else if name == "-" {
            standard_output(&formatted)?;
        } else if formatted != text {
            file::write(path, &formatted)?;
        }
    }
    Ok(outcome)
}

fn read(path: &Path) -> Result<String, Failure> {
    text(&path.display().to_string(), file::bytes(path)?)
}

fn standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(format!("-: {}", stepcare::file_error(&error))))?;
    text("-", bytes)
}

/// As it is: the streams of other commands leave out what a terminal would obey, here it stands in the author's text.
fn standard_output(text: &str) -> Result<(), Failure> {
    let written = std::io::stdout().write_all(text.as_bytes());
    written.map_err(|error| Failure::new(format!("-: {}", stepcare::file_error(&error))))
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    stepcare::file_text(bytes).map_err(|why| Failure::new(format!("{name}: {why}")))
}
