//! JSON text to [`Item`]. Every number keeps its digits: a level is read as pieces of text, and the first byte of a
//! piece tells what it is. Nothing of the text is repeated in an error: it is a patient's.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use serde::de::{Deserialize, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::problem::{DUPLICATE_KEY, NOT_UNICODE, NUMBER_TOO_LARGE, Problem, below};
use super::{Item, Limits};
use crate::error::{EvaluateError, evaluate};
use crate::value::Number;
use crate::value::SortedMap;
use crate::value::sorted;

/// Reads one JSON document, and notes what in it is refused.
pub(super) fn parse(bytes: &[u8], limits: &Limits) -> Result<(Item, Vec<Problem>), EvaluateError> {
    if bytes.len() > limits.record_bytes {
        return Err(EvaluateError::new(evaluate::TOO_LARGE, "", format!("at most {} bytes", limits.record_bytes)));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(EvaluateError::new(evaluate::BYTE_ORDER_MARK, "", "JSON from the first byte on"));
    }
    let text = core::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        match error.error_len() {
            None => EvaluateError::new(evaluate::TRUNCATED, "", format!("the rest of a character after byte {at}")),
            Some(_) => EvaluateError::new(evaluate::NOT_UTF8, "", format!("UTF-8 at byte {at}")),
        }
    })?;
    if let Some(at) = deeper_than(bytes, limits.levels()) {
        let expected = format!("at most {} levels of nesting, passed at byte {at}", limits.levels());
        return Err(EvaluateError::new(evaluate::TOO_DEEP, "", expected));
    }
    let mut reader = Reader { problems: Vec::new() };
    let item = reader.item(document(text)?.get(), &mut String::new());
    Ok((item, reader.problems))
}

/// The first byte at which brackets nest deeper than this; text that is no JSON is read all the same.
pub(crate) fn deeper_than(json: &[u8], levels: usize) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in json.iter().enumerate() {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > levels {
            return Some(at);
        }
    }
    None
}

/// The one value of the text, its grammar checked.
fn document(text: &str) -> Result<&RawValue, EvaluateError> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let value = match stream.next() {
        Some(Ok(value)) => value,
        None => return Err(EvaluateError::new(evaluate::TRUNCATED, "", "a record, and not nothing")),
        Some(Err(error)) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            return Err(if error.is_eof() {
                EvaluateError::new(evaluate::TRUNCATED, "", format!("more JSON at the end ({place})"))
            } else {
                EvaluateError::new(evaluate::NOT_JSON, "", format!("JSON at {place}"))
            });
        }
    };
    let rest = text.get(stream.byte_offset()..).unwrap_or_default();
    if rest.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')) {
        Ok(value)
    } else {
        let end = stream.byte_offset();
        Err(EvaluateError::new(evaluate::TRAILING, "", format!("the end of the text at byte {end}")))
    }
}

struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    /// A piece of text that is one value. Descends as deep as the text nests, which has a limit.
    fn item(&mut self, piece: &str, pointer: &mut String) -> Item {
        match piece.as_bytes().first() {
            Some(b'n') => Item::Null,
            Some(b't') => Item::Flag(true),
            Some(b'f') => Item::Flag(false),
            Some(b'"') => match serde_json::from_str(piece) {
                Ok(text) => Item::Text(text),
                Err(_) => self.refused(Problem::new(NOT_UNICODE, pointer.as_str(), "well-formed Unicode")),
            },
            Some(b'[') => self.list(piece, pointer),
            Some(b'{') => self.object(piece, pointer),
            _ => match Number::parse(piece) {
                Some(number) => Item::Number(number),
                None => {
                    let expected = "a number that fits 128 bits";
                    let problem = Problem::new(NUMBER_TOO_LARGE, pointer.as_str(), expected);
                    self.refused(problem.found(super::item::capped(piece)))
                }
            },
        }
    }

    fn list(&mut self, piece: &str, pointer: &mut String) -> Item {
        // The grammar was checked: what is left that can go wrong is an escape inside, which is met further down.
        let pieces: Vec<&RawValue> = serde_json::from_str(piece).unwrap_or_default();
        let above = pointer.len();
        let items = pieces.iter().enumerate().map(|(at, piece)| {
            pointer.push_str(&format!("/{at}"));
            let item = self.item(piece.get(), pointer);
            pointer.truncate(above);
            item
        });
        Item::List(items.collect())
    }

    fn object(&mut self, piece: &str, pointer: &str) -> Item {
        let Ok(Members(pieces)) = serde_json::from_str(piece) else {
            let expected = "names of fields in well-formed Unicode";
            return self.refused(Problem::new(NOT_UNICODE, pointer, expected));
        };
        let mut twice = twice(&pieces);
        let mut members = Vec::with_capacity(pieces.len());
        for (name, piece) in &pieces {
            let mut pointer = below(pointer, name);
            match twice.get_mut(&name.as_str()) {
                None => members.push((name.clone(), self.item(piece.get(), &mut pointer))),
                Some(said) => {
                    if !core::mem::replace(said, true) {
                        let problem = Problem::new(DUPLICATE_KEY, pointer, "the field once");
                        members.push((name.clone(), self.refused(problem)));
                    }
                }
            }
        }
        Item::Object(members)
    }

    fn refused(&mut self, problem: Problem) -> Item {
        self.problems.push(problem);
        Item::Refused
    }
}

/// The names that stand more than once, of none of which it was said yet.
fn twice<'m>(members: &'m [(String, &RawValue)]) -> SortedMap<&'m str, bool> {
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    sorted::sort(&mut names);
    let pairs = names.iter().zip(names.iter().skip(1));
    pairs.filter(|(a, b)| a == b).map(|(name, _)| (*name, false)).collect()
}

/// An object's members in order, their values as text.
pub(crate) struct Members<'t>(pub(crate) Vec<(String, &'t RawValue)>);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: serde::Deserializer<'t>>(deserializer: D) -> Result<Members<'t>, D::Error> {
        deserializer.deserialize_map(Collect)
    }
}

struct Collect;

impl<'t> Visitor<'t> for Collect {
    type Value = Members<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Members<'t>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::{deeper_than, parse};
    use crate::record::{Item, Limits};
    use crate::value::Number;
    use alloc::{format, string::String, string::ToString, vec, vec::Vec};
    use proptest::prelude::*;

    fn item(text: &str) -> Item {
        let (item, problems) = parse(text.as_bytes(), &Limits::default()).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        item
    }

    fn refusals(text: &str) -> (Item, Vec<(String, String)>) {
        let (item, problems) = parse(text.as_bytes(), &Limits::default()).unwrap();
        (item, problems.into_iter().map(|p| (p.code, p.pointer)).collect())
    }

    fn error(bytes: &[u8]) -> (&'static str, String) {
        let error = parse(bytes, &Limits::default()).unwrap_err();
        (error.code, error.expected)
    }

    #[test]
    fn numbers_keep_their_digits_and_keys_their_order() {
        let expected = Item::Object(vec![
            ("b".into(), Item::List(vec![Item::Number(Number::parse("0.1").unwrap()), Item::Null])),
            ("a".into(), Item::Number(Number::integer(12_345_678_901_234_567_890_123))),
            ("é/".into(), Item::Text("\u{1d11e}\n".into())),
        ]);
        let text = r#" {"b": [0.1, null], "a": 12345678901234567890123, "\u00e9/": "\ud834\udd1e\n"} "#;
        assert!(item(text) == expected);
        assert!(item("[true,false,-0.50e1]") == Item::List(vec![true.into(), false.into(), (-5).into()]));
    }

    #[test]
    fn a_number_that_does_not_fit_is_refused_at_its_place() {
        let (item, problems) = refusals(r#"{"a": [1, 1e999999999], "b": 2}"#);
        assert!(item.get("a") == Some(&Item::List(vec![1.into(), Item::Refused])) && item.get("b") == Some(&2.into()));
        assert_eq!(problems, [("care::P0001".into(), "/a/1".into())]);
    }

    #[test]
    fn a_field_that_stands_twice_is_refused_once() {
        let (item, problems) = refusals(r#"{"x": {"a/b": 1, "c": 2, "a/b": 1, "a/b": 3}}"#);
        assert!(item.get("x").unwrap().get("a/b") == Some(&Item::Refused));
        assert!(item.get("x").unwrap().get("c") == Some(&2.into()));
        assert_eq!(problems, [("care::P0002".into(), "/x/a~1b".into())]);
    }

    #[test]
    fn a_lone_surrogate_is_refused_at_its_place() {
        let (item, problems) = refusals(r#"{"a": "\ud800", "b": {"\udc00": 1}}"#);
        assert!(item.get("a") == Some(&Item::Refused) && item.get("b") == Some(&Item::Refused));
        assert_eq!(problems, [("care::P0003".into(), "/a".into()), ("care::P0003".into(), "/b".into())]);
    }

    #[test]
    fn what_is_not_json_is_an_error_with_its_place_and_none_of_its_text() {
        for (bytes, code, expected) in [
            (&b"PLANTED"[..], "care::H0104", "JSON at line 1, column 1"),
            (b"{\"a\": PLANTED}", "care::H0104", "JSON at line 1, column 7"),
            (b"[1,]", "care::H0104", "JSON at line 1, column 4"),
            (b"[01]", "care::H0104", "JSON at line 1, column 3"),
            (b"[1\n,NaN]", "care::H0104", "JSON at line 2, column 2"),
            (b"", "care::H0105", "a record, and not nothing"),
            (b"  ", "care::H0105", "a record, and not nothing"),
            (b"{\"a\": \"PLANT", "care::H0105", "more JSON at the end (line 1, column 12)"),
            (b"{\"a\": [1, 2", "care::H0105", "more JSON at the end (line 1, column 11)"),
            (b"{} {}", "care::H0106", "the end of the text at byte 2"),
            (b"{}PLANTED", "care::H0106", "the end of the text at byte 2"),
            (b"\xef\xbb\xbf{}", "care::H0103", "JSON from the first byte on"),
            (b"{\"a\": \"\xff\"}", "care::H0102", "UTF-8 at byte 7"),
            (b"{\"a\": \"\xc3", "care::H0105", "the rest of a character after byte 7"),
            (b"\xff\xfe{\0}\0", "care::H0102", "UTF-8 at byte 0"),
        ] {
            assert_eq!(error(bytes), (code, expected.into()), "{bytes:?}");
        }
        assert!(!parse(b"{\"a\": PLANTED}", &Limits::default()).unwrap_err().to_string().contains("PLANTED"));
    }

    #[test]
    fn nesting_is_read_to_the_limit_and_refused_beyond_it() {
        let nested = |levels: usize| [&b"[".repeat(levels)[..], &b"]".repeat(levels)].concat();
        assert!(parse(&nested(64), &Limits::default()).is_ok());
        assert_eq!(error(&nested(65)).0, "care::H0107");
        assert_eq!(error(&nested(100)), ("care::H0107", "at most 64 levels of nesting, passed at byte 64".into()));
        assert_eq!(error(&b"{\"a\":".repeat(100)).0, "care::H0107");
        assert_eq!(error(&b"[".repeat(1_000_000)).0, "care::H0107");
        let unlimited = Limits { nesting: usize::MAX, ..Limits::default() };
        assert!(parse(&nested(96), &unlimited).is_ok());
        assert_eq!(parse(&nested(97), &unlimited).unwrap_err().code, "care::H0107");
    }

    #[test]
    fn brackets_inside_a_text_do_not_nest() {
        assert_eq!(deeper_than(br#"["[[[\"[[\\", [1]]"#, 2), None);
        assert_eq!(deeper_than(br#"["[[[\"[[\\", [1]]"#, 1), Some(14));
    }

    #[test]
    fn a_record_above_the_limit_of_bytes_is_refused_unread() {
        let limits = Limits { record_bytes: 2, ..Limits::default() };
        assert!(parse(b"{}", &limits).is_ok());
        assert_eq!(parse(b"{} ", &limits).unwrap_err().code, "care::H0101");
    }

    #[test]
    fn ten_megabytes_are_read_row_by_row() {
        let row = r#"{"id":"r000001","at":"2026-02-26T07:12:00-05:00","systolic":134,"diastolic":82}"#;
        let rows = vec![row; 10_000_000 / row.len()].join(",");
        let Item::List(items) = item(&format!("[{rows}]")) else { panic!("a list") };
        assert_eq!(items.len(), 10_000_000 / row.len());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes, &Limits::default());
        }

        #[test]
        fn no_text_of_json_s_letters_panics(text in r#"[\[\]{}:,"\\0-9.eE+\- ntfu]{0,60}"#) {
            let _ = parse(text.as_bytes(), &Limits::default());
        }
    }
}
