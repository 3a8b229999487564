//! Fourth floor: the decisions and actions a ruleset is made of. Each file holds one construct: what the ruleset
//! says (a plain struct, written by the language, lowered to nodes of the program) and what it answers.
//! To add a construct is to add its file here, its file in the language, and one line in each registry.

pub mod action;
pub mod alert;
pub mod average;
pub mod check;
pub mod contraindication;
pub mod decision;
mod gather;
pub mod goal;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod horizon_tests;
mod json;
pub mod ladder;
pub mod measure;
pub mod message;
mod met;
#[cfg(test)]
mod practice;
pub mod reminder;
pub mod report;
pub mod score;
pub mod screening;
mod span;
pub mod table;
#[cfg(test)]
pub(crate) mod testing;
pub mod uses;
pub mod when;

pub use action::{Act, Action, Channel, Do, Due, TaskDecl, TaskKind, Then, Topic, Waiting, Wanted};
pub use alert::{Alert, AlertReport};
pub use average::{Average, AverageReport};
pub use check::Check;
pub use contraindication::Contraindication;
pub use decision::{Decided, Decision, Desk, Said};
pub use goal::Goal;
pub use ladder::Ladder;
pub use measure::Measure;
pub use message::Message;
pub use reminder::Reminder;
pub use report::{Ask, Component, Possible, Report, ReportValue};
pub use score::Score;
pub use screening::Screening;
pub use table::Table;
pub use when::When;
