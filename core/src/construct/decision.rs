//! The registry of decisions, and what working one out takes and gives.

use alloc::{string::String, vec::Vec};

use super::{
    Alert, AlertReport, Average, AverageReport, Channel, Check, Contraindication, Goal, Ladder, Measure, Message,
    Report, Score, Screening, Table, TaskDecl, Topic, Wanted, When,
};
use crate::expression::{Formulary, Machine, Outcome};

/// A decision of a ruleset. Decisions stand in an order in which each uses only those before it.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// Who may join.
    Screening(Screening),
    /// A mean of readings.
    Average(Average),
    /// Bounds on each row.
    Alert(Alert),
    /// Whether an average is within its limits.
    Goal(Goal),
    /// What must not be given.
    Contraindication(Contraindication),
    /// A laboratory result due after a change.
    Check(Check),
    /// Which medication step comes next.
    Ladder(Ladder),
    /// Rows of conditions, and what each says.
    Table(Table),
    /// Something to do while a condition holds.
    When(When),
    /// Points, added up.
    Score(Score),
    /// Whether a patient is counted.
    Measure(Measure),
}

impl Decision {
    /// Its name in the ruleset and in the evaluation.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Decision::Screening(d) => &d.name,
            Decision::Average(d) => &d.name,
            Decision::Alert(d) => &d.name,
            Decision::Goal(d) => &d.name,
            Decision::Contraindication(d) => &d.name,
            Decision::Check(d) => &d.name,
            Decision::Ladder(d) => &d.name,
            Decision::Table(d) => &d.name,
            Decision::When(d) => &d.name,
            Decision::Score(d) => &d.name,
            Decision::Measure(d) => &d.name,
        }
    }
}

/// What evaluating a decision gives.
#[derive(Debug, Clone)]
pub struct Decided {
    /// As other rules see it.
    pub outcome: Outcome,
    /// As the evaluation shows it.
    pub said: Said,
    /// What it wants to exist now.
    pub wanted: Vec<Wanted>,
}

/// A decision as the evaluation shows it.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // One a decision, never in bulk: a box would save nothing.
pub enum Said {
    /// Screening, goal, contraindication, check, ladder, table.
    Report(Report),
    /// Average.
    Average(AverageReport),
    /// Alert: one a row that fired or could not be decided.
    Alert(Vec<AlertReport>),
}

/// What constructs need of the ruleset beside its expressions.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// All decisions, in order of evaluation.
    pub decisions: &'a [Decision],
    /// The formulary.
    pub formulary: Option<&'a Formulary>,
    /// Tasks, orders and referrals.
    pub tasks: &'a [TaskDecl],
    /// Roles.
    pub roles: &'a [String],
    /// Channels.
    pub channels: &'a [Channel],
    /// Topics.
    pub topics: &'a [Topic],
    /// Messages.
    pub messages: &'a [Message],
}

impl Decision {
    /// Works the decision out. Those it uses must have been decided before it.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        match self {
            Decision::Screening(d) => d.evaluate(machine),
            Decision::Average(d) => d.evaluate(machine),
            Decision::Alert(d) => d.evaluate(machine),
            Decision::Goal(d) => d.evaluate(machine, desk),
            Decision::Contraindication(d) => d.evaluate(machine, desk),
            Decision::Check(d) => d.evaluate(machine, desk),
            Decision::Ladder(d) => d.evaluate(machine, desk),
            Decision::Table(d) => d.evaluate(machine),
            Decision::When(d) => d.evaluate(machine, desk),
            Decision::Score(d) => d.evaluate(machine),
            Decision::Measure(d) => d.evaluate(machine),
        }
    }
}
