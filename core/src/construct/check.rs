//! Check: a laboratory result due within a window of two ends after a drug was started or raised (D-13).

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Then;
use super::{Decided, Desk};
use crate::expression::Cite;
use crate::expression::Machine;
use crate::value::Date;
use crate::value::id::{ClassId, FactId, SpanId};

/// `check potassium, creatinine between 7 and 28 days after start or raise of acei, arb then order bmp, overdue then task …`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// `check_1`, by its place among its kind in the ruleset.
    pub name: String,
    /// The facts whose results are due.
    pub facts: Vec<FactId>,
    /// First day of the window, counted from the local day of the change; a result before it does not satisfy.
    pub from_days: u32,
    /// Last day of the window; after it the check is overdue.
    pub to_days: u32,
    /// A start counts.
    pub on_start: bool,
    /// A raise counts.
    pub on_raise: bool,
    /// Of these classes.
    pub classes: Vec<ClassId>,
    /// What is done when the window opens.
    pub then: Then,
    /// What is done when it has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<Then>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// Where a check stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckValue {
    /// The change that set it: the medication line's id.
    pub change: String,
    /// First local day of the window.
    pub from: Date,
    /// Last local day of the window.
    pub to: Date,
    /// The facts without a result in it.
    pub missing: Vec<String>,
    /// The facts whose result came after it.
    pub late: Vec<String>,
}

impl Check {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        todo!("helper")
    }
}
