//! Goal: whether an average is within its limits. The comparator is written, never implied: 130/80 is not below 130/80.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{Decided, Desk};
use crate::expression::Cite;
use crate::expression::Machine;
use crate::value::Unit;
use crate::value::id::{ColumnId, DecisionId, ExprId, SpanId};

/// `goal target for home_average { … }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// Its name.
    pub name: String,
    /// The average that is judged.
    pub average: DecisionId,
    /// Its lines; the first that holds sets the limits.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: SpanId,
}

/// `below 140/90 when age >= 85 years and frail cite local_2026`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// When; none is `otherwise`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<ExprId>,
    /// The limit of each component.
    pub limits: Vec<Limit>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// A component's limit, in the unit of its column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// The reported column.
    pub column: ColumnId,
    /// The bound.
    pub bound: Bound,
    /// The column's unit.
    pub unit: Unit,
}

/// A bound; the limits are expressions, constants as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Strictly below.
    Below(ExprId),
    /// At or below.
    AtMost(ExprId),
    /// Both ends in; under the lower end is "below range".
    Within(ExprId, ExprId),
}

impl Goal {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        todo!("helper")
    }
}
