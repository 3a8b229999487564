//! Screening: who may join. Any certain exclusion excludes, else any referral refers, else eligible.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Decided;
use crate::expression::Cite;
use crate::expression::Machine;
use crate::value::id::{ExprId, SpanId};

/// `screening eligibility { exclude … refer … otherwise eligible }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// Its name.
    pub name: String,
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: SpanId,
}

/// What a line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// `exclude`.
    Exclude,
    /// `refer`.
    Refer,
}

/// `exclude under_age when age < 18 years "Words" cite gordon_2021`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its name, shown as the reason.
    pub name: String,
    /// Exclude or refer.
    pub verdict: Verdict,
    /// When.
    pub when: ExprId,
    /// Words for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

impl Screening {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        todo!("helper")
    }
}
