//! The one-patient door: a record in, an evaluation out.

use alloc::string::String;

use crate::error::EvaluateError;
use crate::evaluation::Evaluation;
use crate::record::Record;
use crate::ruleset::Ruleset;
use crate::value::{Instant, Zone};

impl Ruleset {
    /// Evaluates one patient as of an instant, in a zone. Problems of the record stand inside the evaluation.
    ///
    /// # Errors
    /// Only when no evaluation can be given at all: a limit exceeded.
    pub fn evaluate(&self, _record: &Record, _as_of: Instant, _zone: &Zone) -> Result<Evaluation, EvaluateError> {
        todo!("helper: evaluate")
    }

    /// The same, JSON in and JSON out: the bytes every host gets.
    ///
    /// # Errors
    /// A record that is not JSON, names an unknown format, or exceeds a limit; an unknown zone; an as-of that is no instant.
    pub fn evaluate_json(&self, _record: &[u8], _as_of: &str, _zone: &str) -> Result<String, EvaluateError> {
        todo!("helper: evaluate")
    }
}
