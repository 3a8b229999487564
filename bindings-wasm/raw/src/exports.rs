//! The five calls, as the module exports them.

use alloc::string::String;

use crate::{call, memory, region, rulesets};

/// A buffer of `length` bytes, all zero, with its length filled in; 0 when there is no memory for it.
#[allow(unsafe_code, reason = "an export of the module")]
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: u32) -> u32 {
    memory::alloc(length)
}

/// Gives back a buffer, or unloads a ruleset. Anything else is left alone.
#[allow(unsafe_code, reason = "an export of the module")]
#[unsafe(no_mangle)]
pub extern "C" fn free(buffer_or_ruleset: u32) {
    if call::free(buffer_or_ruleset) {
        memory::release(buffer_or_ruleset);
    } else {
        memory::free(buffer_or_ruleset);
    }
}

/// Loads a bundle; `options` is a buffer of JSON `{"settings": {name: text}, "key_secret": text}`, or 0.
#[allow(unsafe_code, reason = "an export of the module")]
#[unsafe(no_mangle)]
pub extern "C" fn load(bundle: u32, options: u32) -> u32 {
    let handle = rulesets::reserve();
    let work = || memory::with(bundle, |bundle| memory::with(options, |options| call::load(bundle, options)));
    let (buffer, region) = memory::call(work);
    if rulesets::is_loaded(handle) {
        memory::keep_region(handle, region);
    } else {
        region::release(region);
    }
    buffer
}

/// Evaluates a record as of an instant in a zone.
#[allow(unsafe_code, reason = "an export of the module")]
#[unsafe(no_mangle)]
pub extern "C" fn evaluate(ruleset: u32, record: u32, as_of: u32, zone: u32) -> u32 {
    answer(|| {
        memory::with(record, |record| {
            memory::with(as_of, |as_of| memory::with(zone, |zone| call::evaluate(ruleset, record, as_of, zone)))
        })
    })
}

/// Describes a ruleset: name, version, hash, settings, facts, series. 0 describes the engine.
#[allow(unsafe_code, reason = "an export of the module")]
#[unsafe(no_mangle)]
pub extern "C" fn describe(ruleset: u32) -> u32 {
    answer(|| call::describe(ruleset))
}

/// The buffer of a call that leaves nothing else behind.
fn answer(work: impl FnOnce() -> String) -> u32 {
    let (buffer, region) = memory::call(work);
    region::release(region);
    buffer
}
