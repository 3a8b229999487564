//! What goes out. Key order is fixed, numbers are exact, instants are UTC with milliseconds: the same inputs give the
//! same bytes on every host.

use alloc::{string::String, vec::Vec};

use crate::construct::table::TableOutput;
use crate::construct::{Action, AlertReport, AverageReport, Report, Waiting};
use crate::expression::{Cause, Shown, Status, Unknown};
use crate::record::Problem;
use crate::value::json::write::{close, json_object, member, open};
use crate::value::json::{ToJson, written};
use crate::value::{Instant, SortedMap};

/// The evaluation format this version writes.
pub const EVALUATION_FORMAT: u32 = 1;

/// The evaluation of one patient at one instant.
#[derive(Debug, Clone, PartialEq)]
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
    pub feeds: SortedMap<String, Feed>,
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
    /// Cards for a screen: those of a topic together, in declared order. A set that is undetermined says so.
    pub cards: Vec<CardSet>,
    /// Measures, in declared order.
    pub measures: Named<Report>,
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
        written(self)
    }
}

/// Which ruleset gave the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct RulesetName {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its compiled form.
    pub hash: String,
    /// Settings that differ from their default.
    pub settings: SortedMap<String, String>,
    /// SHA-256 of hash and all settings.
    pub settings_hash: String,
}

/// The cards of one set.
#[derive(Debug, Clone, PartialEq)]
pub struct CardSet {
    /// The topic that they stand under.
    pub topic: String,
    /// The set's name, a decision that has the reasons.
    pub name: String,
    /// `matched`, `no_row` or `undetermined`; with `all rows` the cards that are sure stand beside the latter.
    pub status: Status,
    /// The cards that are shown, in order.
    pub cards: Vec<Card>,
}

/// A card: `kind` (`critical`, `warning`, `info`), `text`, and where they are given `link` and `detail`.
#[derive(Debug, Clone, PartialEq)]
pub struct Card(pub Vec<TableOutput>);

impl Card {
    /// What it says under a name.
    #[must_use]
    pub fn says(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|output| output.column == name)?;
        if let Shown::Text(text) = &found.value { Some(text) } else { None }
    }
}

impl ToJson for Card {
    fn json(&self, to: &mut String) {
        open(to, '{');
        for output in &self.0 {
            member(to, &output.column, &output.value);
        }
        close(to, '}');
    }
}

/// Until when an answer holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidUntil {
    /// The first instant at which it could be another.
    pub at: Instant,
    /// Why.
    pub because: Cause,
}

/// A feed's own time.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// How far it was heard from.
    pub through: Option<Instant>,
    /// Through this instant its silence does not matter; `null` where it is already behind, or has no `current within`.
    pub current_until: Option<Instant>,
}

/// Entries by name in declared order, written as one JSON object.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: ToJson> ToJson for Named<T> {
    fn json(&self, to: &mut String) {
        open(to, '{');
        for (name, value) in &self.0 {
            member(to, name, value);
        }
        close(to, '}');
    }
}

impl<T> Named<T> {
    /// The entry of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }
}

json_object! {
    Evaluation {
        "format": format, "ruleset": ruleset, "patient": patient, "as_of": as_of, "zone": zone,
        "zone_rules": zone_rules, "key_secret": key_secret, "valid_until": valid_until, "feeds": feeds,
        "decisions": decisions, "averages": averages, "alerts": alerts, "actions": actions, "waiting": waiting,
        "next": next, "cards": cards, "measures": measures, "undetermined": undetermined, "not_needed": not_needed,
        "problems": problems,
    }
    RulesetName {
        "name": name, "version": version, "hash": hash, "settings": settings, "settings_hash": settings_hash,
    }
    CardSet { "topic": topic, "name": name, "status": status, "cards": cards }
    ValidUntil { "at": at, "because": because }
    Feed { "through": through, "current_until": current_until }
}
