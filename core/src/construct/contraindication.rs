//! Contraindication: what must not be given, or not be started. It also holds the ladder when one is already taken.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Then;
use super::{Decided, Desk};
use crate::expression::Cite;
use crate::expression::Machine;
use crate::value::id::{ClassId, DrugId, ExprId, SpanId};

/// `contraindicated acei, arb when pregnant is one of yes, maybe cite acc_2017`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contraindication {
    /// `contraindicated_1`, by its place among its kind in the ruleset.
    pub name: String,
    /// Of these classes.
    pub classes: Vec<ClassId>,
    /// Of these drugs.
    pub drugs: Vec<DrugId>,
    /// `start of`: only a new start or a raise is barred, not what is already taken.
    pub start_only: bool,
    /// When.
    pub when: ExprId,
    /// What is done when it applies to a drug that is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

impl Contraindication {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        todo!("helper")
    }
}
