//! Actions: what should exist now. A task, message, order or referral is wanted by a rule; the host creates it once,
//! whatever it retries, because its key is made of what it is about and never of when it was worked out.

mod consent;
mod desired;
mod due;
mod events;
mod place;

pub(super) use consent::may_send;
pub use desired::desired;
pub(super) use due::{after, due_day};

use alloc::{string::String, vec, vec::Vec};

use crate::expression::Assumption;
use crate::value::id::{ChannelId, FactId, MessageId, RoleId, SpanId, TaskId};
use crate::value::{Date, Duration, Instant, LocalTime};

/// What a person can be given to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// `task`.
    Task,
    /// `order`: one per patient while open.
    Order,
    /// `referral`: one per patient while open.
    Referral,
}

/// `task prepare_summary "Prepare the clinical summary" shows conditions, medications`.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskDecl {
    /// Task, order or referral.
    pub kind: TaskKind,
    /// Its name.
    pub name: String,
    /// Its words.
    pub text: String,
    /// What it shows, by name.
    pub shows: Vec<String>,
    /// Where it is declared.
    pub at: SpanId,
}

/// A channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Its name, a member of `preferred_channel` too.
    pub name: String,
    /// `are tasks for navigator due in 2 business days`; none is `are sent`.
    pub task: Option<(RoleId, Option<Due>)>,
}

/// `topic monitoring "…" with consent version "2" or "1" only 08:00 .. 20:00 patient time`.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its words.
    pub text: String,
    /// What consent it needs.
    pub consent: ConsentRule,
    /// Allowed hours on the patient's clock: start included, end not.
    pub hours: Option<(LocalTime, LocalTime)>,
    /// Where it is declared.
    pub at: SpanId,
}

/// What consent a topic needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentRule {
    /// `with consent version "2" or "1"`.
    Versions(Vec<String>),
    /// `before consent by email, portal`: by these channels while no consent is recorded.
    Before(Vec<ChannelId>),
}

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// The end of the anchor's local day.
    Today,
    /// The end of the n-th local day after it.
    Days(u32),
    /// The end of the n-th business day after it: Monday to Friday.
    BusinessDays(u32),
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq)]
pub struct Then {
    /// What.
    pub act: Act,
    /// When it is due.
    pub due: Option<Due>,
    /// `again after 14 days`, once it was done.
    pub again_after: Option<Duration>,
}

/// A task, order or referral, or a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// `task call_setup for navigator`, `order bmp`, `refer high_touch`.
    Task {
        /// Which.
        task: TaskId,
        /// Whose.
        role: Option<RoleId>,
    },
    /// `message check_your_bp by preferred_channel, else sms, else phone`.
    Message {
        /// Which.
        message: MessageId,
        /// By what, in order; the first that may be used is.
        by: Vec<By>,
    },
}

/// A channel, or the fact that names the patient's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// This channel.
    Channel(ChannelId),
    /// The channel this fact names; passed over when it is unknown.
    Preferred(FactId),
}

/// Something a rule wants to exist now, before keys and events.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// What the rule does.
    pub then: Then,
    /// The rule, part of the key.
    pub rule: String,
    /// What it is about, part of the key: `row:home_bp:r1`, `fact:cuff_sent_at:2026-02-01T…`. Identity, never an instant of evaluation.
    pub anchor: String,
    /// When that happened: due dates count from here; none counts from `opened`, else as-of.
    pub since: Option<Instant>,
    /// Every instant at which it was wanted anew, oldest first (an alert: when each of its rows came); empty where the
    /// anchor happens once. The first one after the action was `done` makes the next occurrence, due counted from it:
    /// a second critical reading in the evening is not answered by the task that was done at noon.
    pub causes: Vec<Instant>,
    /// Which time around, from 0, part of the key.
    pub occurrence: u32,
    /// The rule could not be decided and the action is wanted all the same.
    pub undecided: bool,
    /// The rules that want it, for the evaluation.
    pub because: Vec<String>,
    /// A word beside it: an alert's level and state (`critical, awaiting`), a proposed step.
    pub note: Option<String>,
    /// Not before this instant (hours); while it is later than as-of the action is waiting.
    pub not_before: Option<Instant>,
    /// A due date already fixed by the construct.
    pub due_date: Option<Date>,
    /// Whether it is to exist, or only to stay where it does.
    pub wish: Wish,
    /// What was called off is not called off for good: it is wanted anew after the same time as what was done.
    pub recurs: bool,
}

/// What a rule wishes for its action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// That it exist: it is created where it does not.
    Exist,
    /// That it stay as it is: it is kept while it is open, and not created.
    Stay,
    /// That it end: it is closed while it is open.
    End,
}

impl Wanted {
    /// An action wanted by one rule about one thing.
    #[must_use]
    pub fn new(then: Then, rule: String, anchor: String) -> Wanted {
        Wanted {
            then,
            because: vec![rule.clone()],
            rule,
            anchor,
            since: None,
            causes: Vec::new(),
            occurrence: 0,
            undecided: false,
            note: None,
            not_before: None,
            due_date: None,
            wish: Wish::Exist,
            recurs: false,
        }
    }
}

/// What to do with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Do {
    /// It should exist and does not.
    Create,
    /// It exists, as it should.
    Keep,
    /// It exists with another content.
    Update,
    /// It exists and should not.
    Close,
}

/// An action of the desired set.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The same for the same cause, however often it is worked out: 32 characters of base32.
    pub key: String,
    /// The same bits as a GUID.
    pub key_guid: String,
    /// Digest of what the host writes; another digest means update.
    pub content: String,
    /// What to do.
    pub do_: Do,
    /// task, order, referral or message.
    pub kind: String,
    /// Its name in the ruleset.
    pub name: String,
    /// Its words; a message's text in the patient's language.
    pub text: String,
    /// Whose it is.
    pub role: Option<String>,
    /// By which channel a message goes.
    pub channel: Option<String>,
    /// A message's language.
    pub language: Option<String>,
    /// The last local day on which it is in time.
    pub due_date: Option<Date>,
    /// The end of that day.
    pub due_at: Option<Instant>,
    /// The rules that want it.
    pub because: Vec<String>,
    /// A word beside it: an alert's level, a proposed step.
    pub note: Option<String>,
    /// What it is about: a row, a fact, a step.
    pub anchor: String,
    /// Which time around, from 0.
    pub occurrence: u32,
    /// The rule could not be decided; it is wanted all the same.
    pub undecided: bool,
    /// What its due date takes as given: business days without a list of holidays.
    pub assumed: Vec<Assumption>,
}

/// A message that waits for its allowed hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// The message.
    pub name: String,
    /// From when it may be sent.
    pub send_from: Instant,
    /// The rules that want it.
    pub because: Vec<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
