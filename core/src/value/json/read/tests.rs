//! The reader against serde_json, which takes and refuses the same texts and reads the same out of them.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use proptest::prelude::*;
use serde_json::value::RawValue;

use super::{Fault, FaultKind, Piece, Reader};

/// A whole text as it was read, written without spaces: numbers by their digits, texts as serde_json writes them, those
/// that are no Unicode as `?`.
fn read(text: &str) -> Result<String, Fault> {
    let mut reader = Reader::new(text);
    let read = value(&mut reader)?;
    reader.end()?;
    Ok(read)
}

fn value(reader: &mut Reader<'_>) -> Result<String, Fault> {
    Ok(match reader.value()? {
        Piece::Null => "null".into(),
        Piece::Flag(flag) => flag.to_string(),
        Piece::Number(digits) => digits.into(),
        Piece::Text(text) => text.map_or("?".into(), |text| serde_json::to_string(&text).unwrap()),
        Piece::List => {
            let mut items = Vec::new();
            while reader.item(items.is_empty())? {
                items.push(value(reader)?);
            }
            format!("[{}]", items.join(","))
        }
        Piece::Object => {
            let mut members = Vec::new();
            while let Some(name) = reader.member(members.is_empty())? {
                let name = name.map_or("?".into(), |name| serde_json::to_string(&name).unwrap());
                members.push(format!("{name}:{}", value(reader)?));
            }
            format!("{{{}}}", members.join(","))
        }
    })
}

/// The same by serde_json, which keeps numbers and order in [`RawValue`]s alone.
fn by_serde(text: &str) -> String {
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    match text.bytes().next() {
        Some(b'"') => serde_json::from_str::<String>(text).map_or("?".into(), |t| serde_json::to_string(&t).unwrap()),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).unwrap();
            format!("[{}]", items.iter().map(|item| by_serde(item.get())).collect::<Vec<_>>().join(","))
        }
        _ => text.into(),
    }
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    match (read(text), serde_json::from_str::<&RawValue>(text)) {
        (Ok(read), Ok(_)) if !text.contains('{') => prop_assert_eq!(read, by_serde(text)),
        (Ok(read), Ok(raw)) => {
            // Names that stand twice and halves of pairs are left to whoever uses the reader.
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(raw.get()) {
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&read).unwrap(), value);
            }
        }
        (Err(fault), Err(error)) => {
            prop_assert_eq!(fault.kind == FaultKind::Ends, error.is_eof(), "{}", text);
            if fault.kind != FaultKind::GoesOn {
                prop_assert_eq!(fault.place(text), (error.line(), error.column()), "{}", text);
            }
        }
        (read, raw) => prop_assert!(false, "{:?}, serde_json {:?}: {}", read, raw.map(RawValue::get), text),
    }
    Ok(())
}

#[test]
fn every_short_text_of_json_s_letters_is_taken_or_refused_as_serde_json_does() {
    let letters = ["", "[", "]", "{", "}", "\"", ":", ",", "-", "0", "1", ".", "e", " ", "\n", "\\", "null", "\u{1}"];
    for (a, b) in letters.iter().flat_map(|a| letters.iter().map(move |b| (a, b))) {
        for (c, d) in letters.iter().flat_map(|c| letters.iter().map(move |d| (c, d))) {
            agree(&format!("{a}{b}{c}{d}")).unwrap();
        }
    }
}

#[test]
fn escapes_are_those_of_serde_json() {
    for text in [
        r#""\"\\\/\b\f\n\r\t""#,
        r#""é\u00e9\u00E9\ud834\udd1e""#,
        r#""\ud834""#,
        r#""\udd1e\ud834""#,
        r#""\ud834\n""#,
        r#""\ud834\ud834\udd1e""#,
        r#""\ud834\u0041""#,
        r#""\u00g0""#,
        r#""\u00"#,
        r#""\u00é0""#,
        r#""\x""#,
        "\"\\",
        "\"\u{1f}\"",
        "\"\u{7f}\u{2028}\"",
    ] {
        agree(text).unwrap();
    }
}

#[test]
fn a_number_s_digits_are_those_that_stand_there() {
    for digits in ["0", "-0", "0.10", "1E+2", "1e-999999999", "340282366920938463463374607431768211456.0"] {
        assert_eq!(read(&format!(" [{digits}]")).as_deref(), Ok(format!("[{digits}]").as_str()));
    }
}

proptest! {
    #[test]
    fn any_text_of_json_s_letters_is_read_as_serde_json_does(text in r#"[\[\]{}:,"\\0-9.eE+\- \nntfudD8acé]{0,40}"#) {
        agree(&text)?;
    }

    #[test]
    fn any_number_is_read_as_serde_json_does(text in r"-?[0-9]{0,3}(\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?[ x,]?") {
        agree(&text)?;
    }

    #[test]
    fn any_text_in_quotation_marks_is_read_as_serde_json_does(text in r#""(\\u[dD][89a-fA-F][0-9a-f]{2}|\\.|[ -~é]){0,6}""#) {
        agree(&text)?;
    }

    #[test]
    fn a_document_changed_in_one_place_is_read_as_serde_json_does(at in 0_usize..400, to in r#"[ -~\n]{0,2}"#, cut in 0_usize..3) {
        let sound = r#"{"format":1,"patient":"p\u0031 é","facts":{"birth_date":[{"value":"1961-04-01","at":null}],"x":-0.5e1},
            "series":{"home_bp":{"rows":[{"id":"r\"1","systolic":134.50,"taken":true},{},[]]}}}"#;
        let before: String = sound.chars().take(at).collect();
        let after: String = sound.chars().skip(at.saturating_add(cut)).collect();
        agree(&format!("{before}{to}{after}"))?;
        agree(&before)?;
    }
}
