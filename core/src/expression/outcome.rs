//! What one decision may be asked by another: its possible statuses, and its values.

use alloc::{string::String, vec::Vec};

use crate::value::SortedSet;
use crate::value::id::{ColumnId, FactId, SeriesId};
use crate::value::{Truth, Value};

/// The status of a decision. Each construct names the ones that are its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Screening: no exclusion and no referral holds.
    Eligible,
    /// Screening: at least one exclusion holds.
    Excluded,
    /// Screening: a referral holds and no exclusion does.
    Referred,
    /// Average: there are enough readings.
    Ready,
    /// Average: there are not.
    Insufficient,
    /// Goal: every component is within its limit.
    AtGoal,
    /// Goal: at least one component is over its limit.
    AboveGoal,
    /// Goal: a component is under its range and none is over.
    BelowRange,
    /// Goal: the average is not there to be judged.
    NotAssessable,
    /// Alert: at least one row fired.
    Fired,
    /// Alert: no row fired.
    Quiet,
    /// Contraindication: applies.
    Applies,
    /// Contraindication, check: does not apply.
    DoesNotApply,
    /// Check: its window has not begun, or has begun without a result.
    Due,
    /// Check: its window has passed without a result.
    Overdue,
    /// Check: a result is there.
    Done,
    /// Ladder: nothing to change.
    Stay,
    /// Ladder: a step is proposed.
    Step,
    /// Ladder: a hold holds.
    Hold,
    /// Ladder: too early, or waiting for readings.
    Wait,
    /// Ladder: laboratory results are missing.
    Blocked,
    /// Ladder: no step is left.
    Exhausted,
    /// Table: a row holds.
    Matched,
    /// Table: no row holds.
    NoRow,
    /// Table: rows hold that may not hold together.
    RowsConflict,
    /// When: its condition holds.
    Holds,
    /// When: its condition does not hold.
    DoesNotHold,
    /// Score: its points are known.
    Scored,
    /// Measure: it is not about this patient.
    NotAmong,
    /// Measure: left out.
    Excepted,
    /// Measure: counted.
    Counted,
    /// Measure: not counted, and for a reason that excuses it.
    Excused,
    /// Measure: not counted.
    Uncounted,
    /// More than one outcome is possible.
    Undetermined,
}

/// A value of a decision, beside its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// An average's reported value of a column.
    Reported(ColumnId),
    /// An average's missing readings, as words for a patient.
    Missing,
    /// A ladder's count of held steps.
    StepsTaken,
    /// What a table says in an output column, by its place.
    Output(u32),
    /// A score's points.
    Points,
}

/// Something a record can supply, and whose absence can leave a decision open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// A fact.
    Fact(FactId),
    /// A series: not supplied, or its feed is behind, or rows of it lack a column.
    Series(SeriesId),
    /// The list of events.
    Events,
}

/// A decision as other rules see it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The statuses that some completion of what is unknown may give; one means settled.
    pub possible: SortedSet<Status>,
    /// Its values; `None` inside means unknown.
    pub fields: Vec<(Field, Option<Value>)>,
    /// What is missing, where it is not settled.
    pub missing: SortedSet<Input>,
    /// A table's output columns, in order.
    pub outputs: Vec<OpenField>,
}

/// An output column of a table: its name, and what it may hold.
#[derive(Debug, Clone)]
pub struct OpenField {
    /// The column's name.
    pub name: String,
    /// The values that it may have, each once; `None` is an answer that gives it no value.
    pub possible: Vec<Option<Value>>,
}

impl Outcome {
    /// A settled outcome without values.
    #[must_use]
    pub fn settled(status: Status) -> Outcome {
        Outcome { possible: SortedSet::from([status]), ..Outcome::default() }
    }

    /// The one possible status, or [`Status::Undetermined`].
    #[must_use]
    pub fn status(&self) -> Status {
        let mut possible = self.possible.iter();
        match (possible.next(), possible.next()) {
            (Some(only), None) => *only,
            _ => Status::Undetermined,
        }
    }

    /// `d is v`: yes if v is the only possible outcome, no if v is not possible, else unknown.
    #[must_use]
    pub fn is(&self, statuses: &[Status]) -> Truth {
        let among = self.possible.iter().filter(|s| statuses.contains(s)).count();
        match among {
            _ if self.possible.is_empty() => Truth::Unknown,
            0 => Truth::No,
            n if n == self.possible.len() => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    /// A value of the decision; `None` when it is unknown or the decision has no such value.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&Value> {
        self.fields.iter().find(|(f, _)| *f == field).and_then(|(_, v)| v.as_ref())
    }
}
