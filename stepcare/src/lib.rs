//! Stepcare for Rust hosts: load a ruleset, evaluate a patient, read the reasons. It recommends; a clinician decides.
#![forbid(unsafe_code)]

// Load a ruleset.
pub use stepcare_core::error::LoadError;
pub use stepcare_core::ruleset::{BUNDLE_FORMAT, Limits, LoadOptions, Ruleset};
pub use stepcare_core::value::key::KeySecret;

// Say who the patient is, when, and where.
pub use stepcare_core::record::{Event, EventKind, FactEntry, Item, Record, Row, SeriesEntry, ZoneFrom};
pub use stepcare_core::value::{Instant, Zone};

// Read the answer.
pub use stepcare_core::error::EvaluateError;
pub use stepcare_core::evaluation::{EVALUATION_FORMAT, Evaluation, Feed, Named, RulesetName, ValidUntil};

pub use stepcare_core::construct::average::{LeftOut, ReportedValue};
pub use stepcare_core::construct::check::CheckValue;
pub use stepcare_core::construct::ladder::{LadderValue, PassedOver, Proposal, TabletCount};
pub use stepcare_core::construct::{
    Action, AlertReport, Ask, AverageReport, Component, Do, Possible, Report, ReportValue, Waiting,
};
pub use stepcare_core::expression::{Assumption, Cause, Comparison, Reason, Shown, Side, Span, Status, Unknown, Why};
pub use stepcare_core::record::Problem;

// The values in it.
pub use stepcare_core::value::{Date, Number, Truth, Unit};
