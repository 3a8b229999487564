//! The bundle: a compiled ruleset as one JSON document that `core` alone loads. The hash is taken over the compiled
//! form; the table of spans stands beside it, so that moving a line or a comment changes no hash.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Compiled;
use crate::expression::Span;

/// The bundle format this version writes and reads.
pub const BUNDLE_FORMAT: u32 = 1;

/// A bundle. Fields are only added within a major version; an unknown format is an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// [`BUNDLE_FORMAT`].
    pub format: u32,
    /// SHA-256 over the compiled form's canonical JSON: `sha256:…`. A bundle whose hash is another is refused.
    pub hash: String,
    /// The compiled form.
    pub ruleset: Compiled,
    /// Places in the text, by `SpanId`.
    pub spans: Vec<Span>,
}
