//! The Stepcare engine: one patient's record and a compiled ruleset in, one evaluation with its reasons out.
//!
//! Seven floors, ground first; a file uses its own floor and those below it, never one above:
//! `value`, `record`, `expression`, `construct`, `ruleset`, `evaluation`, `evaluate`.
//!
//! The crate is `no_std` with `alloc`: it opens no file, reads no clock, starts no thread, logs nothing,
//! and returns an error or a problem where other code would panic.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

pub mod construct;
pub mod error;
pub mod evaluate;
pub mod evaluation;
pub mod expression;
pub mod record;
pub mod ruleset;
pub mod value;
