//! The reference is what the engine does: every example compiles, is laid out and passes its own tests; every command
//! prints what the page says; every table that is worked out is worked out here. To write anew what is worked out or
//! printed, run with `STEPCARE_BLESS=1` and read the difference before it is committed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod commands;
mod contents;
mod examples;
mod page;
mod tables;
