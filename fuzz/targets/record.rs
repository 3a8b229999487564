//! The JSON of a record.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepcare_tests::fuzz::record::holds(bytes));
