//! Reminder: after how long, what; until it is no longer needed. Unknown `stop`: nothing automated, people's tasks still.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{Desk, Then, Wanted};
use crate::expression::{Cite, Machine};
use crate::value::id::{ExprId, SettingId, SpanId};
use crate::value::{Duration, TimeUnit};

/// `reminder first_readings { start at … stop when … after 3 days message … }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its name.
    pub name: String,
    /// The anchor: an instant or a date; unknown is not started.
    pub start: ExprId,
    /// Ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<ExprId>,
    /// Its lines, each a series of its own.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: SpanId,
}

/// `after 7 days task call_setup for navigator due in 2 days`, with its `every 7 days up to 2 times`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// How long after the anchor: due at that local day's start (hours: exact).
    pub after: Delay,
    /// What.
    pub then: Then,
    /// Only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<ExprId>,
    /// Again after this, counted on the anchor's dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Duration>,
    /// How often again, the first not counted; none is without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u32>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// How long after: parts add up (`6 months and 7 days`); a setting is a number of its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delay {
    /// Written parts.
    pub parts: Vec<Duration>,
    /// A setting that holds a number, and the unit it is a number of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<(SettingId, TimeUnit)>,
}

impl Reminder {
    /// What its lines want now: people's tasks, and messages where it is known that they are still needed.
    pub fn evaluate(&self, _machine: &mut Machine<'_>, _desk: &Desk<'_>) -> Vec<Wanted> {
        todo!("helper: ladder")
    }
}
