//! Alert: bounds on each row, those that averages reject too. An alert that cannot be decided still makes its task.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Decided;
use super::Then;
use crate::expression::Machine;
use crate::expression::{Cite, Reason, Source, Unknown};
use crate::value::id::{ExprId, SpanId};
use crate::value::{Duration, Instant};

/// `alert out_of_bounds on each home_bp in last 14 days { … }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Its name.
    pub name: String,
    /// The rows it looks at: a series, or a fact's history.
    pub on: Source,
    /// How far back, by `received`, else `at`.
    pub horizon: Duration,
    /// Its lines, most urgent first.
    pub lines: Vec<Line>,
    /// `confirm by another reading within 30 minutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<Confirm>,
    /// `one task a day`: rows of one local day share a task.
    pub one_task_a_day: bool,
    /// Where it stands.
    pub at: SpanId,
}

/// `critical when systolic >= 180 mmHg then task review_reading for clinician due today cite local_2026`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The level's name.
    pub level: String,
    /// When a row fires.
    pub when: ExprId,
    /// What is done.
    pub then: Then,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// A second reading changes urgency, never existence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confirm {
    /// Within how long after the first.
    pub within: Duration,
    /// Known to hold, it skips the confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<ExprId>,
}

/// An alert on one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertReport {
    /// The alert.
    pub alert: String,
    /// The row (or a fact's value), by id; absent when the whole alert could not be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// When it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// The most urgent level that holds, or that could hold.
    pub level: String,
    /// `fired` or `undetermined`.
    pub status: String,
    /// `awaiting`, `confirmed`, `same_day_review`; absent without `confirm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was unknown.
    pub unknown: Vec<Unknown>,
}

impl Alert {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        todo!("helper")
    }
}
