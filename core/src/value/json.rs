//! JSON, as much of it as the engine needs: a reader that keeps every number's digits, a writer whose bytes are fixed.

pub mod read;
pub mod write;

pub use read::{Fault, FaultKind, NotUnicode, Piece, Reader};
pub use write::{ToJson, object, written};
