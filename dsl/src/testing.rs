//! `test` blocks: examples that must hold, as the ruleset's author writes them.

mod clock;
pub mod coverage;
mod data;
mod expect;
mod given;
pub(crate) mod parse;
mod rows;
mod run;
mod setting;

use stepcare_core::evaluate::Given;
use stepcare_core::expression::{Shown, Status};
use stepcare_core::record::Record;
use stepcare_core::value::{Instant, Number, Zone};

use crate::source::Span;
pub use run::{Failed, TestResult, run};

/// A test, read and resolved.
#[derive(Debug, Clone)]
pub struct TestBlock {
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// As of when the patient is looked at.
    pub as_of: Instant,
    /// In which zone.
    pub zone: Zone,
    /// What is given of the patient. A fact without `at` is dated as-of; what is not given is not supplied.
    pub record: Record,
    /// Decisions taken as given.
    pub given: Vec<Given>,
    /// Settings that differ from the default, by name, as text.
    pub settings: Vec<(String, String)>,
    /// What must hold.
    pub expects: Vec<Expect>,
}

/// One `expect` line.
#[derive(Debug, Clone)]
pub struct Expect {
    /// Its words, as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What is expected; with `no` or `not`, its denial.
    pub what: Expected,
    /// `no …`, `is not …`.
    pub denied: bool,
}

/// What a test can expect.
#[derive(Debug, Clone)]
pub enum Expected {
    /// A decision's status; [`Status::Undetermined`] too.
    Status(String, Status),
    /// An alert's level, by its name.
    Level(String, String),
    /// An alert on any row, or one that could not be decided.
    Alert(String),
    /// A task, order, referral or message that should exist now: its kind and name.
    Action(&'static str, String),
    /// A fact that some undetermined decision asks for.
    Ask(String),
    /// What a table says in a column: table, column, value.
    Says(String, String, Shown),
    /// A card on the screen, by its words.
    Card(String),
    /// A score's points, or the number that a measure reports.
    Points(String, Number),
    /// How an alert's second reading came out: `awaiting`, `confirmed`, `unconfirmed`, `same_day_review`.
    Confirmation(String, String),
    /// A value that an average reports: average, column, the least and the greatest that it may be.
    Value(String, String, Number, Number),
    /// Something among what a decision names: a row, or a rule that holds.
    Includes(String, String),
    /// The step that a ladder proposes: ladder, drug, mg a day.
    Proposes(String, Vec<(String, Number)>),
}
