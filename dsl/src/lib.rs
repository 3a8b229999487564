//! The Stepcare language: from the text of a `.care` file to the compiled form that `stepcare-core` runs, or to every
//! error in it, each with its place, what was found, what was expected and what to do.
//!
//! Stages, in order: `layout` (comments and continued lines become blanks), `syntax` (items and their blocks),
//! `grammar` (one clause, by pest), `declare` (every name), `lower` and `construct` (bodies to the compiled form).
//!
//! ```
//! use std::collections::BTreeMap;
//! let text = r#"
//! care edition 2026
//! ruleset demo version "1" effective 2026-01-01
//! source local "Programme protocol" choice
//! facts { weight : kg in 20 .. 400  from chart }
//! screening cuff {
//!   exclude too_heavy when weight > 440 lb "Beyond the cuff's range" cite local
//!   otherwise eligible
//! }
//! "#;
//! let files = BTreeMap::from([("demo.care".to_string(), text.to_string())]);
//! let compilation = stepcare_dsl::compile("demo.care", &files)?;
//! assert_eq!(compilation.compiled.decisions.len(), 1);
//! # Ok::<(), stepcare_dsl::Failure>(())
//! ```
#![forbid(unsafe_code)]

mod compile;
mod construct;
mod data;
mod declare;
pub mod diagnostic;
mod format;
mod grammar;
mod imports;
mod later;
pub mod layout;
pub mod limits;
mod lower;
mod scope;
pub mod source;
pub mod syntax;
pub mod testing;
mod types;
mod units;
mod warnings;

pub use compile::{Compilation, Failure, check, compile};
pub use diagnostic::{Diagnostic, Severity, explain};
pub use format::format;
pub use source::{Files, Source, Sources, Span};
pub use testing::TestBlock;
