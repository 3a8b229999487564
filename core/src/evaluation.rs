//! What goes out. Key order is fixed, numbers are exact, instants are UTC with milliseconds: the same inputs give the
//! same bytes on every host.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::construct::{Action, AlertReport, AverageReport, Report, Waiting};
use crate::expression::{Cause, Unknown};
use crate::record::Problem;
use crate::value::Instant;

/// The evaluation format this version writes.
pub const EVALUATION_FORMAT: u32 = 1;

/// The evaluation of one patient at one instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// [`EVALUATION_FORMAT`].
    pub format: u32,
    /// Which ruleset, with which settings.
    pub ruleset: RulesetName,
    /// The patient's identifier, as the record gave it.
    pub patient: String,
    /// As of when.
    pub as_of: Instant,
    /// IANA zone.
    pub zone: String,
    /// Version of the zone rules.
    pub zone_rules: String,
    /// Digest of the secret that keys were made with; `fixed` where none was given.
    pub key_secret: String,
    /// The answer holds for [as_of, at) if nothing new arrives and feeds stay current; `null`: never changes by time alone.
    pub valid_until: Option<ValidUntil>,
    /// Each feed's own time, by series.
    pub feeds: BTreeMap<String, Feed>,
    /// Every decision but averages and alerts, in declared order.
    pub decisions: Named<Report>,
    /// Averages, in declared order.
    pub averages: Named<AverageReport>,
    /// Alerts that fired or could not be decided, in declared order, then by row.
    pub alerts: Vec<AlertReport>,
    /// The desired set, in declared order of rules.
    pub actions: Vec<Action>,
    /// Actions not yet allowed by hours; not part of the answer.
    pub waiting: Vec<Waiting>,
    /// Stages ahead (with the programme).
    pub next: Vec<String>,
    /// Cards for a screen (with the language).
    pub cards: Vec<String>,
    /// Measures (with the language).
    pub measures: BTreeMap<String, String>,
    /// Names of undetermined decisions.
    pub undetermined: Vec<String>,
    /// Facts and series that are unknown and do not matter to any answer now.
    pub not_needed: Vec<Unknown>,
    /// What was found wrong in the record.
    pub problems: Vec<Problem>,
}

impl Evaluation {
    /// The document: compact JSON, keys in a fixed order, numbers exact. The same evaluation gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every part writes itself from owned data with text keys, so nothing here can fail; were it to, the host
        // would get an empty text, which is no evaluation.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Which ruleset gave the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RulesetName {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its compiled form.
    pub hash: String,
    /// Settings that differ from their default.
    pub settings: BTreeMap<String, String>,
    /// SHA-256 of hash and all settings.
    pub settings_hash: String,
}

/// Until when an answer holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValidUntil {
    /// The first instant at which it could be another.
    pub at: Instant,
    /// Why.
    pub because: Cause,
}

/// A feed's own time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feed {
    /// How far it was heard from.
    pub through: Option<Instant>,
    /// Through this instant its silence does not matter; `null` where it is already behind, or has no `current within`.
    pub current_until: Option<Instant>,
}

/// Entries by name in declared order, written as one JSON object.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(core::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Entries<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Named(entries))
            }
        }
        deserializer.deserialize_map(Entries(core::marker::PhantomData))
    }
}

impl<T> Named<T> {
    /// The entry of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }
}
