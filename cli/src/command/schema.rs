//! `stepcare schema`: what record a ruleset reads.

use stepcare::LoadOptions;

use crate::arguments::Schema;
use crate::{Failure, Outcome, load};

pub fn schema(arguments: &Schema) -> Result<Outcome, Failure> {
    let ruleset = load::ruleset(&arguments.ruleset, LoadOptions::default())?;
    anstream::print!("{}", stepcare::record_schema(&ruleset));
    Ok(Outcome::Good)
}
