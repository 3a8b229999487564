//! Expressions of other languages, as far as they say what ours says: their literals become values of the engine, their
//! operators calls of its operations. Nothing is worked out here.

pub mod lexer;
pub mod moment;
pub mod operations;
pub mod relation;
pub mod value;

/// What an expression comes to: a value, or why the language refuses it.
pub type Answer = Result<value::Value, String>;

/// The zone that is stated: one that keeps one offset, as an evaluation of those languages has one throughout.
pub const ZONE: &str = "America/Panama";
