//! What the language compiles to: names resolved, units and types checked, decisions in an order in which each uses only those before it.

use alloc::{string::String, vec::Vec};

use crate::construct::{Channel, Decision, Message, Reminder, TaskDecl, Topic};
use crate::expression::{CodeSet, Formulary, Program};
use crate::record::{Declared, FactDecl, SeriesDecl};
use crate::value::id::SpanId;
use crate::value::json::write::json_object;
use crate::value::{Constant, Date, Duration, Unit};

/// A compiled ruleset. Its binary form, without spans, is what its hash is taken over.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// Language edition, a year.
    pub edition: u32,
    /// Its name, part of every action's key.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The first local date it is meant for; an earlier as-of is a problem, and still answered.
    pub effective: Date,
    /// Its title.
    pub title: Option<String>,
    /// Texts of symbols, by `Symbol`.
    pub symbols: Vec<String>,
    /// Sources of citations, by `SourceId`.
    pub sources: Vec<SourceDecl>,
    /// Roles, by `RoleId`.
    pub roles: Vec<String>,
    /// Tasks, orders and referrals, by `TaskId`.
    pub tasks: Vec<TaskDecl>,
    /// Channels, by `ChannelId`.
    pub channels: Vec<Channel>,
    /// Topics, by `TopicId`.
    pub topics: Vec<Topic>,
    /// Settings, by `SettingId`.
    pub settings: Vec<SettingDecl>,
    /// Facts, by `FactId`.
    pub facts: Vec<FactDecl>,
    /// Series, by `SeriesId`.
    pub series: Vec<SeriesDecl>,
    /// Code sets, by `CodeSetId`.
    pub code_sets: Vec<CodeSet>,
    /// The formulary it uses.
    pub formulary: Option<Formulary>,
    /// Every expression.
    pub program: Program,
    /// Decisions, by `DecisionId`, in order of evaluation.
    pub decisions: Vec<Decision>,
    /// The order in which the text declares them, for people: positions in `decisions`.
    pub declared: Vec<u32>,
    /// Messages, by `MessageId`.
    pub messages: Vec<Message>,
    /// Reminders.
    pub reminders: Vec<Reminder>,
    /// Decisions of other rulesets that this one reads, by `DecisionId`: what they want is done there, and not here.
    pub silent: Vec<u32>,
}

/// A source of citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDecl {
    /// Its short name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it is found.
    pub found: Found,
    /// The ruleset's own mark: a programme's choice, with no truth outside it.
    pub choice: bool,
}

/// Where a source is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// By DOI.
    Doi(String),
    /// At an address.
    Url(String),
    /// A note: no address.
    Note(String),
    /// Nowhere: the programme's own choice.
    Nowhere,
}

/// `setting critical_systolic : mmHg = 180 mmHg from 160 mmHg .. 200 mmHg`.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingDecl {
    /// Its name.
    pub name: String,
    /// Its unit; none for a number of days or hours (see `time`).
    pub unit: Option<Unit>,
    /// For a duration: one of its unit (`1 day`).
    pub time: Option<Duration>,
    /// What it is when nothing is set.
    pub default: Constant,
    /// Least allowed.
    pub low: Option<Constant>,
    /// Greatest allowed.
    pub high: Option<Constant>,
    /// Where it is declared.
    pub at: SpanId,
}

impl Compiled {
    /// The declarations a record is read by.
    #[must_use]
    pub fn declared(&self) -> Declared<'_> {
        Declared { facts: &self.facts, series: &self.series, symbols: &self.symbols }
    }
}

json_object! {
    SettingDecl {
        "name": name, "unit"? unit, "time"? time, "default": default, "low"? low, "high"? high, "at": at,
    }
}
