//! Whatever the bytes, every entry point gives an answer or an error: no panic, no abort.
#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use proptest::prelude::*;
use stepcare::{Limits, LoadOptions, Ruleset};
use stepcare_tests::small::{AS_OF, TEXT, ZONE, load, record, ruleset};

fn shared() -> &'static Ruleset {
    static RULESET: OnceLock<Ruleset> = OnceLock::new();
    RULESET.get_or_init(ruleset)
}

/// A sound text with a stretch of it replaced by random bytes: it gets further into a reader than noise does.
fn damaged(sound: String) -> impl Strategy<Value = Vec<u8>> {
    let length = sound.len();
    (0..length, 0..40_usize, proptest::collection::vec(any::<u8>(), 0..12)).prop_map(move |(at, gone, bytes)| {
        let sound = sound.as_bytes();
        let end = (at + gone).min(length);
        [sound.get(..at).unwrap(), &bytes, sound.get(end..).unwrap()].concat()
    })
}

/// A sound text with one word or sign replaced by another that it also holds.
fn shuffled(sound: String) -> impl Strategy<Value = String> {
    let words: Vec<String> = sound.split_inclusive(|c: char| !c.is_alphanumeric()).map(Into::into).collect();
    let count = words.len();
    (0..count, 0..count).prop_map(move |(to, from)| {
        let mut words = words.clone();
        if let (Some(word), Some(place)) = (words.get(from).cloned(), words.get_mut(to)) {
            *place = word;
        }
        words.concat()
    })
}

fn every_door(bytes: &[u8]) {
    let _ = stepcare::read_record(bytes, &Limits::default());
    let _ = stepcare::load_bundle(bytes, LoadOptions::default());
    let _ = shared().evaluate_json(bytes, AS_OF, ZONE);
    let text = String::from_utf8_lossy(bytes);
    let _ = load(&text);
    let _ = shared().evaluate_json(b"{}", &text, &text);
    let _ = stepcare::explain(&text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_an_entry_point_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        every_door(&bytes);
    }

    #[test]
    fn no_damaged_record_makes_the_engine_panic(bytes in damaged(record().to_string())) {
        let _ = shared().evaluate_json(&bytes, AS_OF, ZONE);
    }

    #[test]
    fn no_shuffled_record_makes_the_engine_panic(text in shuffled(record().to_string())) {
        let _ = shared().evaluate_json(text.as_bytes(), AS_OF, ZONE);
    }

    #[test]
    fn no_damaged_bundle_makes_loading_panic(bytes in damaged(shared().to_bundle())) {
        let _ = stepcare::load_bundle(&bytes, LoadOptions::default());
    }

    #[test]
    fn no_damaged_text_makes_compiling_panic(bytes in damaged(TEXT.into())) {
        let _ = load(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_shuffled_text_makes_compiling_panic(text in shuffled(TEXT.into())) {
        let _ = load(&text);
    }
}
