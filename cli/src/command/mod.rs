//! One file a command.

pub mod check;
pub mod compile;
mod coverage;
pub mod explain;
pub mod fmt;
pub mod run;
pub mod schema;
pub mod test;
