//! Third floor: what a ruleset can say about a patient, and how it is worked out for one of them.
//!
//! A construct's conditions are nodes of one flat [`Program`]. A [`Machine`] runs them over one patient's
//! [`Chart`](crate::record::Chart) at one instant, and keeps what a person needs to see: both sides of each
//! comparison, what was assumed, what was missing, and the earliest instant at which time alone could change it.

mod arithmetic;
mod assume;
mod blame;
pub mod code_set;
mod compare;
mod explain;
mod facts;
pub mod formulary;
mod json;
pub mod machine;
mod newest;
mod node;
pub mod outcome;
pub mod program;
mod reads;
pub mod reason;
pub mod regimen;
mod series;
mod shown;
#[cfg(test)]
mod tests;
mod time;
mod treatment;
pub mod validity;

pub use arithmetic::combine;
pub use code_set::{CodeSet, Member};
pub(crate) use facts::current_until;
pub use formulary::Formulary;
pub use machine::{FactState, FeedState, Machine, Row, Rows, Terms};
pub use outcome::{Field, Input, OpenField, Outcome, Status};
pub use program::{Aggregate, ArithmeticOp, Clause, CompareOp, DatePart, Node, Program, SeriesExpr, Source};
pub use reason::{Assumption, Cite, Comparison, Reason, Shown, Side, Span, Unknown, Why};
pub use regimen::{Regimen, Taken};
pub use time::shifted_date;
pub use validity::{Cause, Horizon};
