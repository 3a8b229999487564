//! The Stepcare engine as a module of five calls: `alloc`, `free`, `load`, `evaluate`, `describe`.
//!
//! Every argument and every result is a 32-bit integer. A buffer is a pointer to its length (four bytes, little-endian)
//! followed by that many bytes; all text is UTF-8. `load`, `evaluate` and `describe` give a buffer that holds one JSON
//! envelope, `{"ok": …}` or `{"error": {"code", "message", …}}`, and that the host frees. The module imports nothing, keeps no
//! state but the rulesets that were loaded, and is not re-entrant.
//!
//! | call | takes | gives |
//! | --- | --- | --- |
//! | `alloc(n)` | a length | a buffer of n bytes, length filled in; 0 if there is no memory |
//! | `free(p)` | a buffer, or a ruleset's handle | nothing |
//! | `load(bundle, options)` | two buffers; options is JSON or 0 | an envelope with `{"ruleset": handle}` |
//! | `evaluate(ruleset, record, as_of, zone)` | a handle and three buffers | an envelope with the evaluation |
//! | `describe(ruleset)` | a handle, or 0 for the engine itself | an envelope with names, formats and facts |
#![cfg_attr(target_arch = "wasm32", no_std)]
extern crate alloc;

pub mod call;
mod describe;
#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod heap;
#[cfg(target_arch = "wasm32")]
mod memory;
#[cfg(target_arch = "wasm32")]
mod region;
mod rulesets;
mod state;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: region::Regions = region::Regions;

/// Nothing in the engine panics; were it to, the module traps and the host discards it.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
