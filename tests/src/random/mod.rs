//! Random rulesets as text and random records of what they declare, both drawn from a seed: what the second evaluator is
//! held against the first on.

pub mod condition;
pub mod patient;
pub mod ruleset;
pub mod run;
pub mod shrink;
pub mod unknown;

use std::collections::BTreeMap;

use stepcare::{LoadOptions, Ruleset};
use stepcare_core::record::{Limits, Record, read_record};
use stepcare_core::value::{Instant, Zone};

use crate::second::compare::{Compared, sides};

/// The formulary of every random ruleset.
pub const FORMULARY: &str = include_str!("../../random/formulary.care");

/// A ruleset's text with a patient, as of an instant, in a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Lines that belong together: a declaration, a decision.
    pub blocks: Vec<String>,
    /// The record.
    pub record: serde_json::Value,
    /// As of when.
    pub as_of: String,
    /// Where.
    pub zone: String,
}

impl Trial {
    /// A trial that was kept: its as-of and zone, the text, a line of dashes, the record.
    #[must_use]
    pub fn kept(text: &str) -> Option<Trial> {
        let (moment, rest) = text.split_once('\n')?;
        let (as_of, zone) = moment.split_once(' ')?;
        let (text, record) = rest.split_once("---\n")?;
        let record = serde_json::from_str(record).ok()?;
        Some(Trial { blocks: vec![text.into()], record, as_of: as_of.into(), zone: zone.into() })
    }

    /// The ruleset's text.
    #[must_use]
    pub fn text(&self) -> String {
        self.blocks.join("\n")
    }

    /// The ruleset, where the text compiles.
    #[must_use]
    pub fn ruleset(&self) -> Option<Ruleset> {
        compiled(&self.text()).ok()
    }

    /// Both evaluators on it; nothing where it is no case.
    #[must_use]
    pub fn sides(&self) -> Vec<Compared> {
        let Some(ruleset) = self.ruleset() else { return Vec::new() };
        self.record_read().map(|(record, as_of, zone)| sides(&ruleset, &record, as_of, &zone)).unwrap_or_default()
    }

    /// The record, read.
    #[must_use]
    pub fn record_read(&self) -> Option<(Record, Instant, Zone)> {
        let record = read_record(self.record.to_string().as_bytes(), &Limits::default()).ok()?;
        Some((record, Instant::parse(&self.as_of).ok()?, Zone::named(&self.zone)?))
    }

    /// As a person reads it.
    #[must_use]
    pub fn shown(&self) -> String {
        let differs: Vec<String> = self.differs().iter().map(|words| format!("    {words}")).collect();
        format!("--- {} {}\n{}\n{}\n{}", self.as_of, self.zone, self.text(), self.record, differs.join("\n"))
    }

    /// Where the evaluators differ, in words.
    #[must_use]
    pub fn differs(&self) -> Vec<String> {
        self.sides().into_iter().filter_map(|compared| compared.differs).collect()
    }
}

/// Compiles a random ruleset's text.
///
/// # Errors
/// The diagnostics, in words.
pub fn compiled(text: &str) -> Result<Ruleset, String> {
    let files = BTreeMap::from([
        ("random.care".to_string(), text.to_string()),
        ("formulary.care".to_string(), FORMULARY.to_string()),
    ]);
    // When an answer turns is another test's; looking ahead would take most of the time.
    let limits = Limits { horizon_steps: 0, ..Limits::default() };
    let options = LoadOptions { limits, ..LoadOptions::default() };
    stepcare::load_text("random.care", &files, options).map_err(|error| error.to_string())
}
