//! Stepcare for Rust hosts: load a ruleset, evaluate a patient, read the reasons. It recommends; a clinician decides.
//!
//! ```
//! # #[cfg(feature = "dsl")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use stepcare::{FactEntry, Instant, LoadOptions, Record, Status, Zone};
//!
//! let text = r#"
//! care edition 2026
//! ruleset joining version "1" effective 2026-01-01
//! source protocol "Programme protocol" choice
//! facts {
//!   birth_date : date          required   from chart
//!   pregnant   : yes/no/maybe  valid 60 days  ask patient
//! }
//! define age = whole years from birth_date to today
//! screening eligibility {
//!   exclude under_age when age < 18 years                 cite protocol
//!   refer   pregnancy when pregnant is one of yes, maybe  cite protocol
//!   otherwise eligible
//! }
//! "#;
//! let files = std::collections::BTreeMap::from([("joining.care".to_string(), text.to_string())]);
//! let ruleset = stepcare::load_text("joining.care", &files, LoadOptions::default())?;
//!
//! let mut record = Record::new("p-001");
//! record.fact("birth_date", FactEntry::new("1961-04-01"));
//! let as_of = Instant::parse("2026-03-02T09:00:00-05:00")?;
//! let zone = Zone::named("America/New_York").ok_or("no such zone")?;
//! let evaluation = ruleset.evaluate(&record, as_of, &zone)?;
//!
//! // Nobody asked about pregnancy: that is not a no.
//! let eligibility = evaluation.decisions.get("eligibility").ok_or("no such decision")?;
//! assert_eq!(eligibility.status, Status::Undetermined);
//! assert_eq!(eligibility.ask[0].facts, ["pregnant"]);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "dsl"))]
//! # fn main() {}
//! ```
#![forbid(unsafe_code)]

mod codes;
#[cfg(feature = "dsl")]
mod file;
#[cfg(feature = "verify")]
mod proof;
#[cfg(feature = "render")]
pub mod render;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "dsl")]
mod text;

// Load a ruleset.
#[cfg(feature = "dsl")]
pub use file::{Disk, file_error, file_text, read_file};
pub use stepcare_core::error::LoadError;
pub use stepcare_core::ruleset::{BUNDLE_FORMAT, Limits, LoadOptions, Ruleset};
pub use stepcare_core::value::key::KeySecret;
#[cfg(feature = "dsl")]
pub use text::{
    Checked, Condition, Coverage, Covered, Diagnostic, Failed, Files, Severity, Sources, TestResult, Tested, TextError,
    check_text, format_text, load_text, test_text,
};

// Know what it reads.
#[cfg(feature = "schema")]
pub use schema::record_schema;

// Say who the patient is, when, and where.
pub use stepcare_core::record::{
    Event, EventKind, FactEntry, Item, RECORD_FORMAT, Record, Row, SeriesEntry, ZoneFrom, read_record,
};
pub use stepcare_core::value::json::write::text as json_text;
pub use stepcare_core::value::{Instant, Zone};

// Read the answer.
pub use stepcare_core::error::EvaluateError;
pub use stepcare_core::evaluation::{
    Card, CardSet, EVALUATION_FORMAT, Evaluation, Feed, Named, RulesetName, ValidUntil,
};

pub use stepcare_core::construct::average::{LeftOut, ReportedValue};
pub use stepcare_core::construct::report::{CheckValue, MeasureValue, RowCount, ScoreValue};
pub use stepcare_core::construct::report::{
    LadderValue, PassedOver, ProductCount, Proposal, ProposedDose, TabletCount,
};
pub use stepcare_core::construct::table::{TableOutput, TableRow};
pub use stepcare_core::construct::{
    Action, AlertReport, Ask, AverageReport, Component, Do, Possible, Report, ReportValue, Waiting,
};
pub use stepcare_core::expression::{Assumption, Cause, Comparison, Reason, Shown, Side, Span, Status, Unknown, Why};
pub use stepcare_core::record::Problem;

// The values in it.
pub use stepcare_core::value::{Date, Number, Truth, Unit};

// Say more about what went wrong.
pub use codes::{Explanation, codes, explain};
pub use stepcare_core::error::{Explained, Kind, host};
pub use stepcare_core::record::problem::below as pointer_below;

/// Loads a bundle: a ruleset compiled by `stepcare compile` or [`Ruleset::to_bundle`], as JSON.
///
/// # Errors
/// Not JSON, an unknown format, a hash that does not match, an index that points nowhere, a setting that is unknown or
/// out of its range. See [`LoadError`].
///
/// ```
/// let error = stepcare::load_bundle(b"{", stepcare::LoadOptions::default()).unwrap_err();
/// assert!(error.code.starts_with("care::"));
/// ```
pub fn load_bundle(bytes: &[u8], options: LoadOptions) -> Result<Ruleset, LoadError> {
    Ruleset::from_bundle(bytes, options)
}

/// A ruleset is shared between threads as it is.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Ruleset>();
};
