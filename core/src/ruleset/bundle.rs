//! The bundle: a compiled ruleset as one JSON document that `core` alone loads. The compiled form and the table of spans
//! are binary (see [`Wire`](crate::value::wire::Wire)) in base64. The hash is taken over the compiled form's bytes; the
//! spans stand beside it, so that moving a line or a comment changes no hash.

use alloc::{string::String, vec::Vec};

use super::Compiled;
use crate::error::{LoadError, load};
use crate::expression::Span;
use crate::record::{Limits, deeper_than};
use crate::value::base::{base64, from_base64};
use crate::value::json::{Fault, FaultKind, NotUnicode, Piece, Reader, written};
use crate::value::key::sha256_hex;
use crate::value::text::text;
use crate::value::wire::{from_bytes, to_bytes};

/// The bundle format this version writes and reads.
pub const BUNDLE_FORMAT: u32 = 1;

/// What a bundle holds.
pub(super) struct Bundle {
    /// `sha256:…` of the compiled form's bytes: its own, not only what it says.
    pub hash: String,
    /// The compiled form.
    pub compiled: Compiled,
    /// Places in the text, by `SpanId`.
    pub spans: Vec<Span>,
}

impl Bundle {
    /// Reads a bundle, whose hash must be that of its content.
    pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Bundle, LoadError> {
        if let Some(at) = deeper_than(bytes, limits.levels()) {
            return Err(LoadError::new(load::TOO_DEEP, text!["more than ", limits.levels(), " levels at byte ", at]));
        }
        let text = core::str::from_utf8(bytes).map_err(|error| {
            let kind = if error.error_len().is_none() { load::TRUNCATED } else { load::NOT_JSON };
            LoadError::new(kind, text!["no UTF-8 after byte ", error.valid_up_to()])
        })?;
        let envelope = envelope(text).map_err(|fault| {
            let (line, column) = fault.place(text);
            let kind = if fault.kind == FaultKind::Ends { load::TRUNCATED } else { load::NOT_JSON };
            LoadError::new(kind, text!["line ", line, ", column ", column])
        })?;
        let parts = envelope.ok_or_else(|| foreign("not an object with `format`"))?;
        let part = |name: &str| {
            let mut found = parts.iter().filter(|(other, _)| other == name).map(|(_, part)| part);
            match (found.next(), found.next()) {
                (Some(part), None) => Ok(part),
                (None, _) => Err(foreign(&text!["no `", name, "`"])),
                (Some(_), Some(_)) => Err(foreign(&text!["`", name, "` twice"])),
            }
        };
        let text = |name: &str| match part(name)? {
            Piece::Text(Ok(text)) => Ok(text.as_str()),
            _ => Err(foreign(&text!["in `", name, "`: expected text"])),
        };
        let binary = |name: &str| from_base64(text(name)?).ok_or_else(|| foreign(&text!["in `", name, "`: no base64"]));
        let format = part("format")?;
        let hash = text("hash")?;
        part("compiled")?;
        if !matches!(format, Piece::Number(digits) if *digits == text![BUNDLE_FORMAT]) {
            return Err(LoadError::new(load::UNKNOWN_FORMAT, text!["expected format ", BUNDLE_FORMAT]));
        }
        let (compiled, spans) = (binary("compiled")?, binary("spans")?);
        if digest(&compiled) != hash {
            return Err(LoadError::new(load::HASH_MISMATCH, "the content is not what was compiled"));
        }
        let unread = |name: &str| foreign(&text!["in `", name, "`: not the form that this version reads"]);
        let compiled: Compiled = from_bytes(&compiled).ok_or_else(|| unread("compiled"))?;
        let spans: Option<Vec<Span>> = from_bytes(&spans);
        // Lines and columns count from 1.
        let places = spans.filter(|spans| !spans.iter().any(|span| span.line == 0 || span.column == 0));
        let spans = places.ok_or_else(|| unread("spans"))?;
        if (text("name")?, text("version")?) != (compiled.name.as_str(), compiled.version.as_str()) {
            return Err(LoadError::new(load::HASH_MISMATCH, "`name` and `version` are not those that were compiled"));
        }
        Ok(Bundle { hash: hash.into(), compiled, spans })
    }
}

impl Compiled {
    /// `sha256:…` of the compiled form's bytes. Tests and comments are not in it, and of a place in the text only its
    /// number: moving a line changes no hash.
    #[must_use]
    pub fn hash(&self) -> String {
        digest(&to_bytes(self))
    }
}

/// The members of the envelope, of those that hold others no more than that; `None` for another document.
fn envelope(text: &str) -> Result<Option<Vec<(String, Piece<'_>)>>, Fault> {
    let mut reader = Reader::new(text);
    let whole = reader.value()?;
    let mut parts = Some(Vec::new());
    if let Piece::Object = whole {
        let mut first = true;
        while let Some(name) = reader.member(first)? {
            first = false;
            let part = reader.value()?;
            reader.rest_of(&part)?;
            match (name, &mut parts) {
                (Ok(name), Some(parts)) => parts.push((name, part)),
                (Ok(_), None) => {}
                (Err(NotUnicode), _) => parts = None,
            }
        }
    } else {
        reader.rest_of(&whole)?;
        parts = None;
    }
    reader.end()?;
    Ok(parts)
}

/// The JSON of a bundle.
pub(super) fn write(hash: &str, compiled: &Compiled, spans: &Vec<Span>) -> String {
    text![
        "{\"format\":",
        BUNDLE_FORMAT,
        ",\"name\":",
        written(&compiled.name),
        ",\"version\":",
        written(&compiled.version),
        ",\"hash\":",
        written(&hash),
        ",\"compiled\":\"",
        base64(&to_bytes(compiled)),
        "\",\"spans\":\"",
        base64(&to_bytes(spans)),
        "\"}"
    ]
}

/// `sha256:…` of bytes.
pub(super) fn digest(bytes: &[u8]) -> String {
    text!["sha256:", sha256_hex(bytes)]
}

fn foreign(what: &str) -> LoadError {
    LoadError::new(load::FOREIGN, what)
}
