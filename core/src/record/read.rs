//! JSON to record: every number exact, every mistake with its pointer.
use super::{Limits, Record};
use crate::error::EvaluateError;

/// Reads a record. (Being written.)
///
/// # Errors
/// Being written.
pub fn read_record(_json: &[u8], _limits: &Limits) -> Result<Record, EvaluateError> {
    todo!("record")
}
