//! A bundle: its JSON, or the binary form of its compiled ruleset with a record behind it. A bundle's hash would stop
//! nearly every change that a fuzzer makes to its JSON; the binary form alone goes on to be read and checked.

use stepcare::{LoadOptions, Ruleset};
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::wire::from_bytes;

use super::{comes_back, evaluates_soundly};
use crate::small::{AS_OF, ZONE};

/// What stands between the binary form and the record.
pub const RECORD: &[u8] = b"\n{\"format\"";

/// Loading refuses it or gives a ruleset that writes itself, comes back with the same hash, and answers without a panic.
pub fn holds(bytes: &[u8]) {
    let at = bytes.windows(RECORD.len()).position(|window| window == RECORD);
    let (bundle, record) = bytes.split_at_checked(at.unwrap_or(bytes.len())).unwrap_or((bytes, b""));
    let loaded = if bundle.starts_with(b"{") {
        stepcare::load_bundle(bundle, LoadOptions::default())
    } else {
        let Some(compiled) = from_bytes::<Compiled>(bundle) else { return };
        Ruleset::new(compiled, Vec::new(), LoadOptions::default())
    };
    if let Ok(ruleset) = loaded {
        let again = comes_back(&ruleset);
        evaluates_soundly(&again, record, AS_OF, ZONE);
        evaluates_soundly(&again, br#"{"format":1,"patient":"p"}"#, AS_OF, ZONE);
        let _ = stepcare::record_schema(&ruleset);
    }
}
