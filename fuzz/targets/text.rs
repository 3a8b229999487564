//! The text of a ruleset, and of the files that it names.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepcare_tests::fuzz::text::holds(bytes));
