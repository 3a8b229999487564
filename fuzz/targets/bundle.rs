//! A bundle: its JSON, or its binary form with a record behind it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepcare_tests::fuzz::bundle::holds(bytes));
