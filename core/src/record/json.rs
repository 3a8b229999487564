//! JSON text to [`Item`], every number exact. Nothing of the text is repeated in an error: it is a patient's.

use alloc::{string::String, vec::Vec};

use super::problem::{DUPLICATE_KEY, NOT_UNICODE, NUMBER_TOO_LARGE, Problem, below};
use super::{Item, Limits};
use crate::error::{EvaluateError, evaluate};
use crate::value::json::{Fault, FaultKind, NotUnicode, Piece, Reader};
use crate::value::text::text;
use crate::value::{Number, SortedMap, sorted};

/// Reads one JSON document, with the problem of each value in it that is refused.
///
/// # Errors
/// When there is none: not JSON, truncated, more than one, too large or too deep.
pub fn read_item(bytes: &[u8], limits: &Limits) -> Result<(Item, Vec<Problem>), EvaluateError> {
    if bytes.len() > limits.record_bytes {
        return Err(EvaluateError::new(evaluate::TOO_LARGE, "", text!["at most ", limits.record_bytes, " bytes"]));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(EvaluateError::new(evaluate::BYTE_ORDER_MARK, "", "JSON from the first byte on"));
    }
    let text = core::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        match error.error_len() {
            None => EvaluateError::new(evaluate::TRUNCATED, "", text!["the rest of a character after byte ", at]),
            Some(_) => EvaluateError::new(evaluate::NOT_UTF8, "", text!["UTF-8 at byte ", at]),
        }
    })?;
    if let Some(at) = deeper_than(bytes, limits.levels()) {
        let expected = text!["at most ", limits.levels(), " levels of nesting, passed at byte ", at];
        return Err(EvaluateError::new(evaluate::TOO_DEEP, "", expected));
    }
    document(text).map_err(|fault| {
        let (line, column) = fault.place(text);
        let (kind, expected) = match fault.kind {
            FaultKind::Ends if text.trim_ascii().is_empty() => {
                (evaluate::TRUNCATED, "a record, and not nothing".into())
            }
            FaultKind::Ends => {
                (evaluate::TRUNCATED, text!["more JSON at the end (line ", line, ", column ", column, ")"])
            }
            FaultKind::Wrong => (evaluate::NOT_JSON, text!["JSON at line ", line, ", column ", column]),
            FaultKind::GoesOn => (evaluate::TRAILING, text!["the end of the text at byte ", fault.at]),
        };
        EvaluateError::new(kind, "", expected)
    })
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

/// Reads the one value of a text; the caller has looked at how deep it nests.
fn document(text: &str) -> Result<(Item, Vec<Problem>), Fault> {
    let mut document = Document { reader: Reader::new(text), problems: Vec::new() };
    let item = document.item(&mut String::new())?;
    document.reader.end()?;
    Ok((item, document.problems))
}

struct Document<'t> {
    reader: Reader<'t>,
    problems: Vec<Problem>,
}

impl Document<'_> {
    /// One value. Descends as deep as the text nests, which has a limit.
    fn item(&mut self, pointer: &mut String) -> Result<Item, Fault> {
        Ok(match self.reader.value()? {
            Piece::Null => Item::Null,
            Piece::Flag(flag) => Item::Flag(flag),
            Piece::Text(Ok(text)) => Item::Text(text),
            Piece::Text(Err(NotUnicode)) => {
                self.refused(Problem::new(NOT_UNICODE, pointer.as_str(), "well-formed Unicode"))
            }
            Piece::Number(digits) => match Number::parse(digits) {
                Some(number) => Item::Number(number),
                None => {
                    let problem = Problem::new(NUMBER_TOO_LARGE, pointer.as_str(), "a number that fits 128 bits");
                    self.refused(problem.found(super::item::capped(digits)))
                }
            },
            Piece::List => self.list(pointer)?,
            Piece::Object => self.object(pointer)?,
        })
    }

    fn list(&mut self, pointer: &mut String) -> Result<Item, Fault> {
        let (mut items, above) = (Vec::new(), pointer.len());
        while self.reader.item(items.is_empty())? {
            pointer.push_str(&text!["/", items.len()]);
            items.push(self.item(pointer)?);
            pointer.truncate(above);
        }
        Ok(Item::List(items))
    }

    fn object(&mut self, pointer: &str) -> Result<Item, Fault> {
        let before = self.problems.len();
        let mut members: Vec<Member> = Vec::new();
        let (mut first, mut named) = (true, true);
        while let Some(name) = self.reader.member(first)? {
            first = false;
            named &= name.is_ok();
            let name = name.unwrap_or_default();
            let from = self.problems.len();
            let item = self.item(&mut below(pointer, &name))?;
            members.push(Member { name, item, problems: self.problems.len().saturating_sub(from) });
        }
        if !named {
            self.problems.truncate(before);
            return Ok(self.refused(Problem::new(NOT_UNICODE, pointer, "names of fields in well-formed Unicode")));
        }
        self.once(pointer, &mut members, before);
        Ok(Item::Object(members.into_iter().map(|member| (member.name, member.item)).collect()))
    }

    /// Puts one refusal in place of all the members of a name, and one problem in place of theirs.
    fn once(&mut self, pointer: &str, members: &mut Vec<Member>, before: usize) {
        let mut twice = twice(members);
        if twice.is_empty() {
            return;
        }
        let mut problems = self.problems.split_off(before).into_iter();
        members.retain_mut(|member| {
            let of_member = problems.by_ref().take(member.problems);
            let Some(said) = twice.get_mut(&member.name) else {
                self.problems.extend(of_member);
                return true;
            };
            of_member.for_each(drop);
            member.item = Item::Refused;
            let again = core::mem::replace(said, true);
            if !again {
                self.problems.push(Problem::new(DUPLICATE_KEY, below(pointer, &member.name), "the field once"));
            }
            !again
        });
    }

    fn refused(&mut self, problem: Problem) -> Item {
        self.problems.push(problem);
        Item::Refused
    }
}

/// A member of an object, and how many problems were found in it.
struct Member {
    name: String,
    item: Item,
    problems: usize,
}

/// The names that stand more than once, of none of which it was said yet.
fn twice(members: &[Member]) -> SortedMap<String, bool> {
    let mut names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    sorted::sort(&mut names);
    let mut twice = SortedMap::new();
    for pair in names.windows(2) {
        if let [a, b] = pair
            && a == b
        {
            twice.insert(String::from(*a), false);
        }
    }
    twice
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::{deeper_than, read_item};
    use crate::record::{Item, Limits};
    use crate::value::Number;
    use alloc::{format, string::String, string::ToString, vec, vec::Vec};
    use proptest::prelude::*;

    fn item(text: &str) -> Item {
        let (item, problems) = read_item(text.as_bytes(), &Limits::default()).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        item
    }

    fn refusals(text: &str) -> (Item, Vec<(String, String)>) {
        let (item, problems) = read_item(text.as_bytes(), &Limits::default()).unwrap();
        (item, problems.into_iter().map(|p| (p.code, p.pointer)).collect())
    }

    fn error(bytes: &[u8]) -> (&'static str, String) {
        let error = read_item(bytes, &Limits::default()).unwrap_err();
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
        assert!(!read_item(b"{\"a\": PLANTED}", &Limits::default()).unwrap_err().to_string().contains("PLANTED"));
    }

    #[test]
    fn nesting_is_read_to_the_limit_and_refused_beyond_it() {
        let nested = |levels: usize| [&b"[".repeat(levels)[..], &b"]".repeat(levels)].concat();
        assert!(read_item(&nested(64), &Limits::default()).is_ok());
        assert_eq!(error(&nested(65)).0, "care::H0107");
        assert_eq!(error(&nested(100)), ("care::H0107", "at most 64 levels of nesting, passed at byte 64".into()));
        assert_eq!(error(&b"{\"a\":".repeat(100)).0, "care::H0107");
        assert_eq!(error(&b"[".repeat(1_000_000)).0, "care::H0107");
        let unlimited = Limits { nesting: usize::MAX, ..Limits::default() };
        assert!(read_item(&nested(96), &unlimited).is_ok());
        assert_eq!(read_item(&nested(97), &unlimited).unwrap_err().code, "care::H0107");
    }

    #[test]
    fn brackets_inside_a_text_do_not_nest() {
        assert_eq!(deeper_than(br#"["[[[\"[[\\", [1]]"#, 2), None);
        assert_eq!(deeper_than(br#"["[[[\"[[\\", [1]]"#, 1), Some(14));
    }

    #[test]
    fn a_record_above_the_limit_of_bytes_is_refused_unread() {
        let limits = Limits { record_bytes: 2, ..Limits::default() };
        assert!(read_item(b"{}", &limits).is_ok());
        assert_eq!(read_item(b"{} ", &limits).unwrap_err().code, "care::H0101");
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
            let _ = read_item(&bytes, &Limits::default());
        }

        #[test]
        fn no_text_of_json_s_letters_panics(text in r#"[\[\]{}:,"\\0-9.eE+\- ntfu]{0,60}"#) {
            let _ = read_item(text.as_bytes(), &Limits::default());
        }
    }
}
