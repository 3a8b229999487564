//! JSON, as much of it as the engine needs: a reader that keeps every number's digits.

pub mod read;

pub use read::{Fault, FaultKind, NotUnicode, Piece, Reader};
