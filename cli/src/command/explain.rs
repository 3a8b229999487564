//! `stepcare explain`: the long form of a code.

use crate::arguments::Explain;
use crate::{Failure, Outcome};

pub fn explain(arguments: &Explain) -> Result<Outcome, Failure> {
    let Some(known) = stepcare::explain(&arguments.code) else {
        let words = format!("there is no code {}; codes look like E0214, P0031 or H0101", arguments.code);
        return Err(Failure::new(words));
    };
    anstream::println!("care::{}: {}\n\n{}", known.code, known.title, known.long.trim());
    if !known.help.is_empty() {
        anstream::println!("\nWhat to do: {}.", known.help);
    }
    Ok(Outcome::Good)
}
