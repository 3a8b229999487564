//! A value as a host sent it, before any ruleset has read it: JSON with every number exact.

use alloc::{string::String, vec::Vec};

use crate::value::Number;
use crate::value::text::text;

/// JSON, numbers exact. Key order is kept.
#[derive(Clone, PartialEq)]
pub enum Item {
    /// `null`: the same as absent.
    Null,
    /// `true`, `false`.
    Flag(bool),
    /// A number, exact.
    Number(Number),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Item>),
    /// An object.
    Object(Vec<(String, Item)>),
    /// It was there and could not be read (a number that does not fit, a field that stands twice): a problem says so,
    /// and what it stood for is unknown, never absent.
    Refused,
}

/// The characters of what was found that a problem repeats.
const SHOWN: usize = 80;

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
            Item::Refused => "something unreadable",
        }
    }

    /// The value as a problem's `found` shows it: scalars as they are, cut off where they are long, the rest by kind.
    #[must_use]
    pub fn found(&self) -> String {
        match self {
            Item::Flag(flag) => text![flag],
            Item::Number(number) => capped(&text![number]),
            Item::Text(text) => capped(text),
            other => other.kind().into(),
        }
    }

    /// A member of an object; `null` is absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Item> {
        let Item::Object(members) = self else { return None };
        members.iter().find(|(member, _)| member == name).map(|(_, item)| item).filter(|item| **item != Item::Null)
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Item::Text(text) = self { Some(text) } else { None }
    }
}

/// The first characters of a text.
pub(super) fn capped(text: &str) -> String {
    let mut capped: String = text.chars().take(SHOWN).collect();
    if capped.len() < text.len() {
        capped.push('…');
    }
    capped
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

#[cfg(test)]
mod tests {
    use super::Item;
    use crate::value::Number;
    use alloc::{format, vec};

    #[test]
    fn debug_shows_the_kind_and_never_the_value() {
        let item = Item::List(vec![Item::from("PLANTED")]);
        assert_eq!(format!("{item:?} {:?}", Item::from("PLANTED")), "a list a text");
    }

    #[test]
    fn what_was_found_is_shown_up_to_80_characters() {
        assert_eq!(Item::from(true).found(), "true");
        assert_eq!(Item::Number(Number::integer(401)).found(), "401");
        let long = Item::from("é".repeat(81).as_str()).found();
        assert_eq!(long, format!("{}…", "é".repeat(80)));
        assert_eq!(Item::from("é".repeat(80).as_str()).found(), "é".repeat(80));
        assert_eq!(Item::Object(vec![]).found(), "an object");
    }

    #[test]
    fn a_member_that_is_null_is_absent() {
        let item = Item::Object(vec![("a".into(), Item::Null), ("b".into(), Item::from(1))]);
        assert_eq!((item.get("a"), item.get("b"), item.get("c")), (None, Some(&Item::from(1)), None));
    }
}
