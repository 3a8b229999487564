//! `stepcare compile`: text to bundle.

use stepcare::LoadOptions;

use crate::arguments::Compile;
use crate::{Failure, Outcome, file, load};

pub fn compile(arguments: &Compile) -> Result<Outcome, Failure> {
    let ruleset = load::text(&arguments.ruleset, LoadOptions::default())?;
    file::write(&arguments.output, &ruleset.to_bundle())?;
    anstream::println!("{}  {}", ruleset.hash(), arguments.output.display());
    Ok(Outcome::Good)
}
