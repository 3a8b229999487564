//! The bundle: a compiled ruleset as one JSON document that `core` alone loads. The hash is taken over the compiled
//! form; the table of spans stands beside it, so that moving a line or a comment changes no hash.

use alloc::{format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Compiled;
use crate::error::{LoadError, load};
use crate::expression::Span;
use crate::record::{Limits, deeper_than};
use crate::value::key::sha256_hex;

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

/// The parts of a bundle before any of them is trusted.
#[derive(Deserialize)]
struct Parts<'t> {
    #[serde(borrow, default)]
    format: Option<&'t RawValue>,
    #[serde(borrow, default)]
    hash: Option<&'t RawValue>,
    #[serde(borrow, default)]
    ruleset: Option<&'t RawValue>,
    #[serde(borrow, default)]
    spans: Option<&'t RawValue>,
}

impl Bundle {
    /// Reads a bundle; its hash and its content are not yet held against each other.
    pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Bundle, LoadError> {
        if let Some(at) = deeper_than(bytes, limits.levels()) {
            return Err(LoadError::new(load::TOO_DEEP, format!("more than {} levels at byte {at}", limits.levels())));
        }
        let json: &RawValue = serde_json::from_slice(bytes).map_err(|error| {
            let kind = if error.is_eof() { load::TRUNCATED } else { load::NOT_JSON };
            LoadError::new(kind, format!("line {}, column {}", error.line(), error.column()))
        })?;
        let foreign = |what: &str| LoadError::new(load::FOREIGN, what);
        let parts: Parts<'_> = serde_json::from_str(json.get()).map_err(|_| foreign("not an object with `format`"))?;
        let format = parts.format.ok_or_else(|| foreign("no `format`"))?;
        let (Some(hash), Some(ruleset)) = (parts.hash, parts.ruleset) else {
            return Err(foreign("no `hash`, or no `ruleset`"));
        };
        if format.get() != format!("{BUNDLE_FORMAT}") {
            return Err(LoadError::new(load::UNKNOWN_FORMAT, format!("expected format {BUNDLE_FORMAT}")));
        }
        let spans = parts.spans.ok_or_else(|| foreign("no `spans`"))?;
        let misread = |part: &str, error: serde_json::Error| foreign(&format!("in `{part}`: {error}"));
        Ok(Bundle {
            format: BUNDLE_FORMAT,
            hash: serde_json::from_str(hash.get()).map_err(|error| misread("hash", error))?,
            ruleset: serde_json::from_str(ruleset.get()).map_err(|error| misread("ruleset", error))?,
            spans: serde_json::from_str(spans.get()).map_err(|error| misread("spans", error))?,
        })
    }
}

impl Compiled {
    /// `sha256:…` of the compiled form's JSON. Tests and comments are not in it, and of a place in the text only its
    /// number: moving a line changes no hash.
    ///
    /// # Errors
    /// None that is known: every compiled form can be written.
    pub fn hash(&self) -> Result<String, LoadError> {
        digest(self)
    }
}

/// The JSON of a bundle.
pub(super) fn write(hash: &str, ruleset: &Compiled, spans: &[Span]) -> Result<String, LoadError> {
    #[derive(Serialize)]
    struct Borrowed<'a> {
        format: u32,
        hash: &'a str,
        ruleset: &'a Compiled,
        spans: &'a [Span],
    }
    json(&Borrowed { format: BUNDLE_FORMAT, hash, ruleset, spans })
}

/// `sha256:…` of a value's compact JSON, whose key order is that of its type.
pub(super) fn digest(value: &impl Serialize) -> Result<String, LoadError> {
    Ok(format!("sha256:{}", sha256_hex(json(value)?.as_bytes())))
}

fn json(value: &impl Serialize) -> Result<String, LoadError> {
    serde_json::to_string(value).map_err(|error| LoadError::new(load::UNFIT, format!("it cannot be written: {error}")))
}
