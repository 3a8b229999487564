//! Writes JSON: compact, keys in the order of their tables, the same bytes for the same value. What is common to all
//! types is written once here, so that a field of a table costs a module one call.

use crate::value::text::Part;
use alloc::{string::String, vec::Vec};

use crate::value::SortedMap;

/// What has a form in JSON.
pub trait ToJson {
    /// Writes it behind what is there.
    fn json(&self, to: &mut String);

    /// Nothing, an empty list or `false`: a field that may be left out is.
    fn is_nothing(&self) -> bool {
        false
    }
}

/// The JSON of a value.
///
/// ```
/// use stepcare_core::value::json::written;
/// assert_eq!(written(&"check your \"BP\"\n"), r#""check your \"BP\"\n""#);
/// ```
#[must_use]
pub fn written(value: &dyn ToJson) -> String {
    let mut json = String::new();
    value.json(&mut json);
    json
}

/// The JSON of an object of these members, in their order.
#[must_use]
pub fn object(members: &[(&str, &dyn ToJson)]) -> String {
    let mut json = String::new();
    open(&mut json, '{');
    for (name, value) in members {
        member(&mut json, name, *value);
    }
    close(&mut json, '}');
    json
}

/// The JSON of a list of values of several kinds.
pub(crate) fn list(items: &[&dyn ToJson]) -> String {
    let mut json = String::new();
    open(&mut json, '[');
    for value in items {
        item(&mut json, *value);
    }
    close(&mut json, ']');
    json
}

/// Begins a list or an object.
#[inline(never)]
pub fn open(to: &mut String, bracket: char) {
    to.push(bracket);
}

/// Ends a list or an object.
#[inline(never)]
pub fn close(to: &mut String, bracket: char) {
    to.push(bracket);
}

/// Writes an object's member.
#[inline(never)]
pub fn member(to: &mut String, name: &str, value: &dyn ToJson) {
    // Behind a bracket stands the first: no value ends in one that opens.
    if !to.ends_with('{') {
        to.push(',');
    }
    text(to, name);
    to.push(':');
    value.json(to);
}

/// Writes an object's member, if there is anything to say.
#[inline(never)]
pub fn member_if_any(to: &mut String, name: &str, value: &dyn ToJson) {
    if !value.is_nothing() {
        member(to, name, value);
    }
}

/// Writes a list's item.
#[inline(never)]
pub fn item(to: &mut String, value: &dyn ToJson) {
    if !to.ends_with('[') {
        to.push(',');
    }
    value.json(to);
}

/// Writes a text in quotation marks. Escaped are these marks, the backslash and control characters, nothing else.
#[inline(never)]
pub fn text(to: &mut String, text: &str) {
    to.push('"');
    for c in text.chars() {
        let short = match c {
            '"' | '\\' => c,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..' ' => {
                let code = u32::from(c);
                to.push_str("\\u00");
                to.extend([code >> 4, code & 0xf].into_iter().filter_map(|digit| char::from_digit(digit, 16)));
                continue;
            }
            c => {
                to.push(c);
                continue;
            }
        };
        to.push('\\');
        to.push(short);
    }
    to.push('"');
}

impl ToJson for String {
    fn json(&self, to: &mut String) {
        text(to, self);
    }
}

impl ToJson for &str {
    fn json(&self, to: &mut String) {
        text(to, self);
    }
}

impl ToJson for bool {
    fn json(&self, to: &mut String) {
        to.push_str(if *self { "true" } else { "false" });
    }

    fn is_nothing(&self) -> bool {
        !self
    }
}

impl ToJson for u32 {
    fn json(&self, to: &mut String) {
        self.put(to);
    }
}

/// `null`, where it is not left out.
impl<T: ToJson> ToJson for Option<T> {
    fn json(&self, to: &mut String) {
        match self {
            Some(value) => value.json(to),
            None => to.push_str("null"),
        }
    }

    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn json(&self, to: &mut String) {
        open(to, '[');
        for value in self {
            item(to, value);
        }
        close(to, ']');
    }

    fn is_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl<T: ToJson> ToJson for SortedMap<String, T> {
    fn json(&self, to: &mut String) {
        open(to, '{');
        for (name, value) in self.iter() {
            member(to, name, value);
        }
        close(to, '}');
    }
}

/// `json_object! { Cause { "rule": rule, "what": what, "row"? row } }`: all fields, in the order in which they are
/// written; behind `?` one that is left out where it is nothing.
macro_rules! json_object {
    ($($name:ty { $($key:literal $how:tt $field:ident),* $(,)? })*) => {$(
        impl $crate::value::json::ToJson for $name {
            fn json(&self, to: &mut alloc::string::String) {
                let Self { $($field),* } = self;
                $crate::value::json::write::open(to, '{');
                $($crate::value::json::write::json_member!($how, to, $key, $field);)*
                $crate::value::json::write::close(to, '}');
            }
        }
    )*};
}

/// A field of [`json_object`].
macro_rules! json_member {
    (:, $to:ident, $key:literal, $field:ident) => {
        $crate::value::json::write::member($to, $key, $field)
    };
    (?, $to:ident, $key:literal, $field:ident) => {
        $crate::value::json::write::member_if_any($to, $key, $field)
    };
}

/// `json_words! { Truth { No => "no", Unknown => "unknown", Yes => "yes" } }`: the word of every variant.
macro_rules! json_words {
    ($($name:ident { $($variant:ident => $word:literal),* $(,)? })*) => {$(
        impl $name {
            /// Its word in the evaluation.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }
        }

        impl $crate::value::json::ToJson for $name {
            fn json(&self, to: &mut alloc::string::String) {
                $crate::value::json::write::text(to, self.word());
            }
        }
    )*};
}

/// `json_displayed! { Date Instant }`: types that are written as the text that they display.
macro_rules! json_displayed {
    ($($name:ty)*) => {$(
        impl $crate::value::json::ToJson for $name {
            fn json(&self, to: &mut alloc::string::String) {
                $crate::value::json::write::text(to, &$crate::value::text::text![self]);
            }
        }
    )*};
}

pub(crate) use {json_displayed, json_member, json_object, json_words};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{list, object, written};
    use crate::value::SortedMap;
    use alloc::{string::String, vec, vec::Vec};
    use proptest::prelude::*;

    struct Row {
        id: String,
        note: Option<String>,
        tags: Vec<String>,
        open: bool,
        count: Option<u32>,
    }

    json_object! { Row { "id": id, "note"? note, "tags"? tags, "open"? open, "count": count } }

    #[test]
    fn a_field_that_may_be_left_out_is_where_it_is_nothing() {
        let mut row = Row { id: "{".into(), note: None, tags: vec![], open: false, count: None };
        assert_eq!(written(&row), r#"{"id":"{","count":null}"#);
        row = Row { note: Some("é".into()), tags: vec!["[".into(), String::new()], open: true, count: Some(0), ..row };
        assert_eq!(written(&row), r#"{"id":"{","note":"é","tags":["[",""],"open":true,"count":0}"#);
    }

    #[test]
    fn lists_and_objects_of_nothing_and_of_several_kinds() {
        assert_eq!(
            (written(&Vec::<u32>::new()).as_str(), object(&[]).as_str(), list(&[]).as_str()),
            ("[]", "{}", "[]")
        );
        let nested = vec![vec![], vec![1_u32], vec![]];
        assert_eq!(written(&nested), "[[],[1],[]]");
        let map = SortedMap::from([(String::from("b"), 4_294_967_295_u32), (String::from("\n"), 0)]);
        assert_eq!(object(&[("a", &map), ("", &false)]), r#"{"a":{"\n":0,"b":4294967295},"":false}"#);
        assert_eq!(list(&[&"a", &None::<u32>, &true]), r#"["a",null,true]"#);
    }

    #[test]
    fn every_character_is_escaped_as_serde_json_escapes_it() {
        let all: String = (0..=0x1_0ffff).filter_map(char::from_u32).collect();
        assert_eq!(written(&all.as_str()), serde_json::to_string(&all).unwrap());
    }

    proptest! {
        #[test]
        fn any_text_is_written_as_serde_json_writes_it(text in any::<String>()) {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
