//! A value as a host sent it, before any ruleset has read it: JSON with every number exact.

use alloc::{string::String, vec::Vec};

use crate::value::Number;

/// JSON, numbers exact. Key order is kept.
#[derive(Clone, PartialEq)]
pub enum Item {
    /// `null`: the same as absent.
    Null,
    /// `true`, `false`.
    Flag(bool),
    /// A number, exact. One that does not fit is refused when it is read.
    Number(Number),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Item>),
    /// An object.
    Object(Vec<(String, Item)>),
}

impl Item {
    /// The kind of value, for messages that must not carry the value.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Item::Null => "null",
            Item::Flag(_) => "true or false",
            Item::Number(_) => "a number",
            Item::Text(_) => "a text",
            Item::List(_) => "a list",
            Item::Object(_) => "an object",
        }
    }
}

/// Shows the kind and never the value.
impl core::fmt::Debug for Item {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.kind())
    }
}

macro_rules! item_from {
    ($($from:ty => $make:expr),* $(,)?) => {$(
        impl From<$from> for Item {
            fn from(value: $from) -> Item {
                #[allow(clippy::redundant_closure_call)]
                ($make)(value)
            }
        }
    )*};
}

item_from! {
    bool => Item::Flag,
    i64 => |n| Item::Number(Number::integer(i128::from(n))),
    i32 => |n| Item::Number(Number::integer(i128::from(n))),
    Number => Item::Number,
    &str => |t: &str| Item::Text(t.into()),
    String => Item::Text,
    Vec<Item> => Item::List,
}
