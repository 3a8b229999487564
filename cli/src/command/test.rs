//! `stepcare test`: the tests written in rulesets.
use crate::arguments::Test;
use crate::{Failure, Outcome};
pub fn test(_arguments: &Test) -> Result<Outcome, Failure> {
    let _ = crate::file::rulesets;
    Ok(Outcome::Good)
}
