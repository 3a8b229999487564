//! The calls, on bytes: what the module does with the buffers it is handed, and what any host's test can do without one.

use alloc::string::String;

use stepcare_core::error::host::USAGE;
use stepcare_core::error::{EvaluateError, LoadError};
use stepcare_core::record::{Item, Limits, read_item};
use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_core::value::json::object;
use stepcare_core::value::key::KeySecret;

use crate::{describe, rulesets};

/// What a host may say when it loads a ruleset; `None` for anything else.
fn options(json: &[u8]) -> Option<LoadOptions> {
    let (document, problems) = read_item(json, &Limits::default()).ok()?;
    let Item::Object(members) = document else { return None };
    let mut options = LoadOptions::default();
    for (name, value) in members {
        match (name.as_str(), value) {
            ("settings", Item::Object(settings)) => {
                for (setting, value) in settings {
                    options.settings.insert(setting, value.text()?.into());
                }
            }
            ("key_secret", Item::Text(secret)) => options.key_secret = Some(KeySecret::new(secret.as_bytes())),
            ("key_secret", Item::Null) => {}
            _ => return None,
        }
    }
    problems.is_empty().then_some(options)
}

/// `load`.
#[must_use]
pub fn load(bundle: Option<&[u8]>, options: Option<&[u8]>) -> String {
    let Some(bundle) = bundle else { return usage("a buffer that holds a bundle") };
    let Some(options) = options.map_or_else(|| Some(LoadOptions::default()), self::options) else {
        return usage("options as JSON: {\"settings\": {name: text}, \"key_secret\": text}");
    };
    match Ruleset::from_bundle(bundle, options) {
        Ok(ruleset) => match rulesets::keep(ruleset) {
            Some(handle) => ok(&object(&[("ruleset", &handle)])),
            None => usage("fewer rulesets at once; free those that are no longer used"),
        },
        Err(LoadError { code, message, help }) => refusal(code, "", &message, &help),
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
        Some(Ok(evaluation)) => ok(&evaluation),
        Some(Err(EvaluateError { code, pointer, expected, help })) => {
            refusal(code, &pointer, &["expected ", &expected].concat(), &help)
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
        Some(text) => ok(&text),
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

/// What came of a call.
fn ok(what: &str) -> String {
    ["{\"ok\":", what, "}"].concat()
}

/// The call itself was wrong: no fault of a bundle or a record.
fn usage(expected: &str) -> String {
    refusal(USAGE.code, "", &["expected ", expected].concat(), USAGE.help)
}

/// An error as every host sees it. `pointer` is empty where there is no place in a record to point to.
fn refusal(code: &str, pointer: &str, message: &str, help: &str) -> String {
    let error = object(&[("code", &code), ("pointer", &pointer), ("message", &message), ("help", &help)]);
    ["{\"error\":", &error, "}"].concat()
}
