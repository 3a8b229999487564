//! The calls, on bytes: what the module does with the buffers it is handed, and what any host's test can do without one.

use alloc::{borrow::ToOwned, collections::BTreeMap, format, string::String};

use serde::{Deserialize, Serialize};
use stepcare_core::error::host::USAGE;
use stepcare_core::error::{EvaluateError, LoadError};
use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_core::value::key::KeySecret;

use crate::{describe, rulesets};

/// An error as every host sees it. `pointer` is empty where there is no place in a record to point to.
#[derive(Debug, Serialize)]
struct Refusal<'a> {
    code: &'a str,
    pointer: &'a str,
    message: &'a str,
    help: &'a str,
}

/// What a host may say when it loads a ruleset.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Options {
    settings: BTreeMap<String, String>,
    key_secret: Option<String>,
}

/// `load`.
#[must_use]
pub fn load(bundle: Option<&[u8]>, options: Option<&[u8]>) -> String {
    let Some(bundle) = bundle else { return usage("a buffer that holds a bundle") };
    let options = match options.map(serde_json::from_slice::<Options>) {
        None => Options::default(),
        Some(Ok(options)) => options,
        Some(Err(_)) => return usage("options as JSON: {\"settings\": {name: text}, \"key_secret\": text}"),
    };
    let options = LoadOptions {
        settings: options.settings,
        key_secret: options.key_secret.map(|secret| KeySecret::new(secret.as_bytes())),
        ..LoadOptions::default()
    };
    match Ruleset::from_bundle(bundle, options) {
        Ok(ruleset) => match rulesets::keep(ruleset) {
            Some(handle) => format!("{{\"ok\":{{\"ruleset\":{handle}}}}}"),
            None => usage("fewer rulesets at once; free those that are no longer used"),
        },
        Err(LoadError { code, message, help }) => {
            refusal(&Refusal { code, pointer: "", message: &message, help: &help })
        }
    }
}

/// `evaluate`.
#[must_use]
pub fn evaluate(ruleset: u32, record: Option<&[u8]>, as_of: Option<&[u8]>, zone: Option<&[u8]>) -> String {
    let (Some(record), Some(as_of), Some(zone)) = (record, text(as_of), text(zone)) else {
        return usage("three buffers: a record, an as-of and a zone");
    };
    let answer = rulesets::with(ruleset, |ruleset| ruleset.evaluate_json(record, as_of, zone));
    match answer {
        Some(Ok(evaluation)) => format!("{{\"ok\":{evaluation}}}"),
        Some(Err(EvaluateError { code, pointer, expected, help })) => {
            let message = format!("expected {expected}");
            refusal(&Refusal { code, pointer: &pointer, message: &message, help: &help })
        }
        None => usage("a ruleset's handle that `load` gave and `free` has not taken back"),
    }
}

/// `describe`.
#[must_use]
pub fn describe(ruleset: u32) -> String {
    let described = match ruleset {
        0 => Some(describe::engine()),
        handle => rulesets::with(handle, describe::ruleset),
    };
    match described {
        Some(text) => format!("{{\"ok\":{text}}}"),
        None => usage("a ruleset's handle that `load` gave and `free` has not taken back, or 0"),
    }
}

/// `free`, of a ruleset; false when this is no handle of one.
#[must_use]
pub fn free(ruleset: u32) -> bool {
    rulesets::unload(ruleset)
}

fn text(buffer: Option<&[u8]>) -> Option<&str> {
    buffer.and_then(|bytes| core::str::from_utf8(bytes).ok())
}

/// The call itself was wrong: no fault of a bundle or a record.
fn usage(expected: &str) -> String {
    let message = format!("expected {expected}");
    refusal(&Refusal { code: USAGE.code, pointer: "", message: &message, help: USAGE.help })
}

fn refusal(refusal: &Refusal<'_>) -> String {
    let text = serde_json::to_string(refusal).unwrap_or_else(|_| "{}".to_owned());
    format!("{{\"error\":{text}}}")
}
