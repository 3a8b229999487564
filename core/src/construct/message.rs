//! Message: one approved text a language. A missing translation is a task for a person, never silent English.

mod hours;
mod route;
mod text;

pub(super) use hours::{Hours, hours};
pub(super) use route::Route;

use alloc::{string::String, vec::Vec};

use crate::value::id::{ExprId, SpanId, TopicId};
use crate::value::{Symbol, Unit};

/// `message check_your_bp topic monitoring { en "…" es "…" }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its name.
    pub name: String,
    /// Its topic, which decides consent and hours.
    pub topic: TopicId,
    /// Its texts, by language.
    pub texts: Vec<Text>,
    /// Where it stands.
    pub at: SpanId,
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The language.
    pub language: Symbol,
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

/// Words, or a value put in; an unknown value means that the message is not sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// As written.
    Words(String),
    /// `{home_average.missing}`, and of a number its unit.
    Slot(ExprId, Option<Unit>),
}
