//! The report that every decision gives: its status, what it says beside it, why, and what is still open.

use alloc::{string::String, vec::Vec};

pub use super::measure::{MeasureValue, RowCount};
pub use super::score::ScoreValue;
use crate::expression::{Assumption, Reason, Status, Unknown};
use crate::value::{Date, Instant, Number, Unit};

/// What a decision says, as it stands in the evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its status; `undetermined` when more than one is possible.
    pub status: Status,
    /// What it says beside its status.
    pub value: Option<ReportValue>,
    /// When undetermined: the outcomes that are still possible.
    pub possible: Vec<Possible>,
    /// When undetermined: the smallest sets of facts that settle it however answered, easiest to get first.
    pub ask: Vec<Ask>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was taken as given.
    pub assumed: Vec<Assumption>,
    /// What was unknown and kept it open.
    pub unknown: Vec<Unknown>,
}

/// An outcome that is still possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    /// The status.
    pub status: Status,
    /// The rules that could give it, by their names or numbers.
    pub rules: Vec<String>,
}

/// Facts to get, which together settle a decision however they are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Facts and series, by name.
    pub facts: Vec<String>,
    /// The dearest way of getting one of them: `patient`, `chart`, `lab`; absent where the ruleset does not say.
    pub from: Option<String>,
    /// The set may be larger than need be: there were too many unknowns to try every set.
    pub not_reduced: bool,
}

/// What a decision says beside its status.
#[derive(Debug, Clone, PartialEq)]
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
    Ladder(LadderValue),
    /// Check: its window.
    Check(CheckValue),
    /// Table: the row that gives the answer; with `all rows` each one, in order.
    Table(Vec<super::table::TableRow>),
    /// Score: its points.
    Score(ScoreValue),
    /// Measure: what it reports of a member.
    Measure(MeasureValue),
}

/// One component of a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The column.
    pub column: String,
    /// The limit, as written: `below`, `at_most`, `within`; `below` beside a lower end is a range without its upper end.
    pub bound: String,
    /// The limit's value (for a range, its upper end).
    pub limit: Number,
    /// For a range, its lower end.
    pub low: Option<Number>,
    /// Exact value less limit: positive is over it; 0 is at it, which `below` does not allow.
    pub over_by: Option<Number>,
    /// UCUM unit.
    pub unit: Unit,
}

/// Where a check stands.
#[derive(Debug, Clone, PartialEq)]
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

/// What a ladder says beside its status.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LadderValue {
    /// The path taken.
    pub path: Option<String>,
    /// How many steps are held.
    pub steps_taken: Option<u32>,
    /// The proposed step.
    pub step: Option<Proposal>,
    /// wait: until when; absent when it waits for readings.
    pub until: Option<Instant>,
    /// wait: for what: `time` or `readings`.
    pub wait_for: Option<String>,
    /// blocked: the results that are missing.
    pub missing: Vec<String>,
    /// hold: which holds, by rule.
    pub holds: Vec<String>,
    /// Steps and alternatives passed over, with why.
    pub passed_over: Vec<PassedOver>,
}

/// A step as it is proposed to a clinician.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Its number, from 1.
    pub step: u32,
    /// The drug.
    pub drug: String,
    /// The present daily dose in mg; absent for a start.
    pub from: Option<Number>,
    /// The proposed daily dose in mg.
    pub to: Number,
    /// Tablets a day, by strength.
    pub tablets: Option<TabletCount>,
    /// What a step that moves several drugs gives with it: each of them, those that stay as they are last.
    pub with: Vec<ProposedDose>,
    /// A product that holds just these drugs in these doses.
    pub product: Option<ProductCount>,
}

/// One more drug of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedDose {
    /// The drug.
    pub drug: String,
    /// The present daily dose in mg; absent for a start. The proposed one where it stays.
    pub from: Option<Number>,
    /// The proposed daily dose in mg.
    pub to: Number,
    /// Tablets a day, by strength.
    pub tablets: Option<TabletCount>,
}

/// So many tablets of one strength.
#[derive(Debug, Clone, PartialEq)]
pub struct TabletCount {
    /// How many a day; a half is 0.5.
    pub count: Number,
    /// Strength in mg.
    pub mg: Number,
}

/// So many tablets of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductCount {
    /// How many a day; a half is 0.5.
    pub count: Number,
    /// The product's name.
    pub name: String,
}

/// Something passed over on the way to the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The step.
    pub step: u32,
    /// The drug.
    pub drug: String,
    /// The rule that passed it over, or `not_tolerated`, `top_dose`.
    pub why: String,
}
