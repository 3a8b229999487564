//! The registry of decisions, and the report that every decision gives.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    Alert, AlertReport, Average, AverageReport, Channel, Check, Contraindication, Goal, Ladder, Message, Screening,
    TaskDecl, Topic, Wanted,
};
use crate::expression::{Assumption, Formulary, Machine, Outcome, Reason, Status, Unknown};
use crate::value::{Number, Unit};

/// A decision of a ruleset. Decisions stand in an order in which each uses only those before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Screening, goal, contraindication, check, ladder.
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
        }
    }
}

/// What a decision says, as it stands in the evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its status; `undetermined` when more than one is possible.
    pub status: Status,
    /// What it says beside its status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<ReportValue>,
    /// When undetermined: the outcomes that are still possible.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<Possible>,
    /// When undetermined: the smallest sets of facts that settle it however answered, easiest to get first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<Ask>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was taken as given.
    pub assumed: Vec<Assumption>,
    /// What was unknown and kept it open.
    pub unknown: Vec<Unknown>,
}

/// An outcome that is still possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Possible {
    /// The status.
    pub status: Status,
    /// The rules that could give it, by their names or numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

/// Facts to get, which together settle a decision however they are answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Facts and series, by name.
    pub facts: Vec<String>,
    /// The dearest way of getting one of them: `patient`, `chart`, `lab`; absent where the ruleset does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The set may be larger than need be: there were too many unknowns to try every set.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub not_reduced: bool,
}

/// What a decision says beside its status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)] // One a decision, never in bulk: a box would save nothing.
pub enum ReportValue {
    /// Screening: the lines that hold.
    Lines {
        /// Their names.
        reasons: Vec<String>,
    },
    /// Goal: each component against its limit.
    Goal(Vec<Component>),
    /// Ladder: where the patient stands and what is proposed.
    Ladder(super::ladder::LadderValue),
    /// Check: its window.
    Check(super::check::CheckValue),
}

/// One component of a goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// The column.
    pub column: String,
    /// The limit, as written: `below`, `at_most`, `within`.
    pub bound: String,
    /// The limit's value (for a range, its upper end).
    pub limit: Number,
    /// For a range, its lower end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Number>,
    /// Exact value less limit: positive is over it; 0 is at it, which `below` does not allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_by: Option<Number>,
    /// UCUM unit.
    pub unit: Unit,
}
