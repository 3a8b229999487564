//! The constructs: each file reads what the file of the same name in the engine runs. To add one is to add its `.pest`
//! and `.rs` file here, its grammar in `grammar.rs`, and one line in [`CONSTRUCTS`].

pub(crate) mod average;
pub(crate) mod formulary;
pub(crate) mod table;

mod alert;
mod block;
mod cards;
mod check;
mod contraindication;
mod drugs;
mod goal;
mod ladder;
mod measure;
mod message;
mod reminder;
mod score;
mod screening;
mod when;

use stepcare_core::construct::{Decision, Message, Reminder};

use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::DecisionKind;
use crate::syntax::Item;

/// A construct of the language.
pub(crate) struct Construct {
    /// The word it starts with.
    pub word: &'static str,
    /// The rule of its head; where it has no block, of all of it.
    pub head: Rule,
    /// What it declares. The first name of a head is its own; the second what it is of or for.
    pub declares: Declares,
    /// Reads its block's clauses for their errors alone, where its head is broken.
    pub look_over: fn(&Item, &mut Lower<'_>),
    /// What it lowers to. Everything is declared by then; an error that it reports gives nothing.
    pub lower: fn(&Found<'_>, &mut Lower<'_>) -> Option<Built>,
}

/// What a construct declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declares {
    /// A decision with a name.
    Decision(DecisionKind),
    /// A decision named by what it is about: `contraindicated_start_acei_arb`, `check_potassium`.
    ByContent(DecisionKind),
    /// A message.
    Message,
    /// A reminder.
    Reminder,
}

/// A construct as it stands in a file.
pub(crate) struct Found<'t> {
    /// Which construct.
    pub construct: &'static Construct,
    /// Its name.
    pub name: String,
    /// Its head, read.
    pub head: Node,
    /// The whole item.
    pub item: &'t Item,
}

/// What a construct became.
#[allow(clippy::large_enum_variant)] // One lives at a time, on its way into a list.
pub(crate) enum Built {
    Decision(Decision),
    Message(Message),
    Reminder(Reminder),
}

/// Every construct.
pub(crate) static CONSTRUCTS: [Construct; 14] = [
    screening::CONSTRUCT,
    average::CONSTRUCT,
    alert::CONSTRUCT,
    goal::CONSTRUCT,
    contraindication::CONSTRUCT,
    check::CONSTRUCT,
    ladder::CONSTRUCT,
    table::CONSTRUCT,
    message::CONSTRUCT,
    reminder::CONSTRUCT,
    when::CONSTRUCT,
    score::CONSTRUCT,
    cards::CONSTRUCT,
    measure::CONSTRUCT,
];
