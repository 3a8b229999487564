//! Average: when there are enough readings, and what they come to. Exact; which rows were used, which were left out and why.

use alloc::{string::String, vec::Vec};

use crate::expression::{Assumption, Cite, Reason, Status, Unknown};
use crate::value::id::{ColumnId, ExprId, SeriesId, SpanId};
use crate::value::{Date, Duration, LocalTime, Number, Unit};

mod missing;
mod readings;
mod report;
mod window;

/// `average home_average of home_bp { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Average {
    /// Its name.
    pub name: String,
    /// The series it reads.
    pub of: SeriesId,
    /// Which of its rows are looked at, where a name narrows them by more than conditions (`newest 2`): a `Node::Series`.
    pub rows: Option<ExprId>,
    /// Conditions on rows, in the order written: `where`.
    pub only: Vec<ExprId>,
    /// `window last 7 days`: local days, today included.
    pub window: Duration,
    /// `after 2 weeks after last dose change`: readings up to then do not count.
    pub after: Option<After>,
    /// `skip first day`, `skip first 2 days`, `skip first window day`.
    pub skip: Option<Skip>,
    /// `skip first reading in each session`: how many, of those that the other clauses leave.
    pub skip_readings: u32,
    /// `session morning 04:00 .. 12:00, evening 16:00 .. 24:00`: start included, end not.
    pub sessions: Vec<Session>,
    /// `take first 2 in each session`.
    pub take: Option<Take>,
    /// `reject when … "why"`.
    pub reject: Vec<Reject>,
    /// `need 3 days with 2 morning and 2 evening`, `need 12`.
    pub need: Option<Need>,
    /// `stands 14 days`: the newest window ending on one of the last 14 local days that was ready is the average.
    pub stands_days: Option<u32>,
    /// `report mean systolic, mean diastolic`.
    pub report: Vec<Reported>,
    /// `shown to 1 mmHg`.
    pub shown_to: Option<Number>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// From when readings count.
#[derive(Debug, Clone, PartialEq)]
pub struct After {
    /// How long after; of calendar units, at the end of that local day.
    pub wait: Duration,
    /// After what.
    pub of: Anchor,
}

/// What `after` counts from.
#[derive(Debug, Clone, PartialEq)]
pub enum Anchor {
    /// `last dose change`; a supplied list without one sets no bound.
    LastDoseChange,
    /// An instant or a date.
    Expr(ExprId),
}

/// Days left out at the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Skip {
    /// How many days.
    pub days: u32,
    /// True: the first days of the window; false: the first days in it that have a reading.
    pub of_window: bool,
}

/// A part of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Its name.
    pub name: String,
    /// Start, included.
    pub from: LocalTime,
    /// End, not included.
    pub to: LocalTime,
}

/// Which readings of a session, or of the window where there are no sessions, are taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Take {
    /// The first n by time, then id.
    FirstInEachSession(u32),
    /// The last n.
    LastInEachSession(u32),
    /// `newest until points >= 4, points 1 when setting is office, 0.334 when setting is home`: row by row from the newest,
    /// until their points come to so much; less is not enough.
    NewestUntil {
        /// How many points are enough.
        points: Number,
        /// What a row is worth: the first line that holds; a row of which none holds does not count.
        each: Vec<Points>,
    },
}

/// `0.334 when setting is home`.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// What a row is worth.
    pub points: Number,
    /// When.
    pub when: ExprId,
}

/// `reject when systolic - diastolic < 10 mmHg "implausible pulse pressure"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reject {
    /// When a row is left out.
    pub when: ExprId,
    /// Why, in words.
    pub text: String,
    /// Where it stands.
    pub at: SpanId,
}

/// How much is enough, counted over rows that are taken and hold every reported column.
#[derive(Debug, Clone, PartialEq)]
pub enum Need {
    /// So many readings.
    Readings(u32),
    /// So many days, each with so many readings in each of some sessions (by position in `sessions`).
    Days {
        /// Days.
        days: u32,
        /// Session position and readings.
        each: Vec<(u32, u32)>,
    },
}

/// `mean systolic`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// Which statistic.
    pub statistic: Statistic,
    /// Of which column.
    pub column: ColumnId,
}

/// A statistic of an average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The exact mean.
    Mean,
    /// The least value.
    Least,
    /// The greatest value.
    Greatest,
}

impl Statistic {
    /// Its name in the evaluation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Statistic::Mean => "mean",
            Statistic::Least => "least",
            Statistic::Greatest => "greatest",
        }
    }
}

/// What an average says.
#[derive(Debug, Clone, PartialEq)]
pub struct AverageReport {
    /// ready, insufficient or undetermined.
    pub status: Status,
    /// When undetermined: what is still possible.
    pub possible: Vec<Status>,
    /// Reported values, in the order of `report`.
    pub report: Vec<ReportedValue>,
    /// First local day that gave a row.
    pub first_day: Option<Date>,
    /// Last local day that gave a row.
    pub last_day: Option<Date>,
    /// Days that gave a row to the mean, or give one so far.
    pub days: u32,
    /// Rows that count, by id: the mean is over them, or would be so far.
    pub used: Vec<String>,
    /// Rows left out of the window, and why.
    pub left_out: Vec<LeftOut>,
    /// insufficient: what is missing, in words.
    pub missing: Option<String>,
    /// insufficient: the earliest local day on which it can be ready.
    pub earliest: Option<Date>,
    /// The last day of an earlier window that stands, where the average is not of today's.
    pub stands_from: Option<Date>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was taken as given.
    pub assumed: Vec<Assumption>,
    /// What was unknown and kept it open.
    pub unknown: Vec<Unknown>,
}

/// A reported value of an average.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedValue {
    /// mean, least or greatest.
    pub statistic: String,
    /// The column.
    pub column: String,
    /// The exact value; absent when it is unknown.
    pub value: Option<Number>,
    /// Rounded for display, half up.
    pub shown: Option<Number>,
    /// UCUM unit.
    pub unit: Unit,
    /// How many rows it is of.
    pub rows: u32,
}

/// A row in the window that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub row: String,
    /// `extra_in_session`, `no_session`, `rejected`, `before_change`, `incomplete`, `out_of_range`, `skipped_day`,
    /// `skipped_reading`, `not_needed`, `not_selected`, `from_the_future`, `unknown`.
    pub why: String,
    /// Words or column beside it: the reject's text, the column that is missing.
    pub detail: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
