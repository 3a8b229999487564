//! `message`.

use stepcare_core::construct::Message;
use stepcare_core::construct::message::Piece;

use crate::shared::{AVERAGE, HEAD, compiled, in_order, refused};

fn message(lines: &str) -> String {
    format!("{AVERAGE}message hello topic monitoring {{\n{lines}\n}}\n")
}

fn read(lines: &str) -> Message {
    compiled(&message(lines)).messages[0].clone()
}

#[test]
fn a_message_keeps_a_text_for_each_language_with_its_slots() {
    let read = read("  en \"Still \\\"due\\\": {mean_bp.missing}.\"\n  es \"Faltan {mean_bp.missing}\"");
    assert_eq!(read.texts.len(), 2);
    let pieces = &read.texts[0].pieces;
    assert_eq!(pieces[0], Piece::Words("Still \"due\": ".into()));
    assert!(matches!(pieces[1], Piece::Slot(..)));
    assert_eq!(pieces[2], Piece::Words(".".into()));
    assert_eq!(read.texts[1].pieces.len(), 2);
}

#[test]
fn a_value_may_be_a_number_or_a_date() {
    assert_eq!(read("  en \"{mean_bp.systolic} since {sent_at}\"\n  es \"{potassium}\"").texts[0].pieces.len(), 3);
}

#[test]
fn every_language_of_a_patient_has_its_text() {
    refused(
        &message("  en \"Hello\""),
        &["E0309 this message has no text in `es`", "each language of the fact `language`"],
    );
    refused(&message(""), &["E0304 this message has no text"]);
    refused(&message("  en \"Hello\"\n  es \"Hola\"\n  en \"Hi\""), &["E0402 two texts in `en`"]);
    refused(
        &message("  en \"Hello\"\n  es \"Hola\"\n  pt \"Olá\""),
        &["E0216 no patient has the language `pt`", "not a value of `language`"],
    );
}

#[test]
fn without_a_fact_for_it_there_is_one_language() {
    let head =
        HEAD.replace("  language : one of en, es ask patient\n", "").replace("  uses drugs from \"drugs.care\"\n", "");
    let compile = |lines: &str| {
        let text = format!("{head}{}", message(lines));
        stepcare_dsl::compile("demo.care", &std::collections::BTreeMap::from([("demo.care".to_string(), text)]))
    };
    assert_eq!(compile("  en \"Hello\"").unwrap().compiled.messages[0].texts.len(), 1);
    let failure = compile("  en \"Hello\"\n  es \"Hola\"").unwrap_err();
    in_order(&failure.to_string(), &["E0309: nothing says which of these texts a patient gets"]);
}

#[test]
fn a_slot_is_a_value_that_there_is() {
    let en = |text: &str| message(&format!("  en \"{text}\"\n  es \"Hola\""));
    refused(&en("{link}"), &["E0201 there is no fact, setting or define `link`"]);
    refused(&en("{mean_bp.mising}"), &["E0217 `mean_bp` has no value `mising`", "did you mean `missing`?"]);
    refused(&en("{frail}"), &["E0212 a condition cannot be put into a text"]);
    refused(&en("{conditions}"), &["E0212 codes cannot be put into a text"]);
    refused(&en("{}"), &["E0101 nothing stands between these braces"]);
    refused(&en("{mean_bp"), &["E0102 a brace that does not pair"]);
    refused(&en("so } it"), &["E0102 a brace that does not pair"]);
    refused(&en("{age age}"), &["E0101"]);
}

#[test]
fn the_place_of_a_slot_s_error_is_the_slot() {
    let body = message("  en \"Hello {link}\"\n  es \"Hola\"");
    let files = std::collections::BTreeMap::from([
        ("demo.care".to_string(), format!("{HEAD}{body}")),
        ("drugs.care".to_string(), crate::shared::FORMULARY.to_string()),
    ]);
    let failure = stepcare_dsl::compile("demo.care", &files).unwrap_err();
    assert_eq!(failure.sources.text(failure.diagnostics[0].labels[0].0), "link");
}

#[test]
fn its_topic_is_declared() {
    let text = message("  en \"Hello\"\n  es \"Hola\"").replace("topic monitoring", "topic monitorin");
    refused(&text, &["E0201 there is no topic `monitorin`", "did you mean `monitoring`?"]);
}

#[test]
fn a_broken_text_is_not_a_missing_one() {
    refused(&message("  en \"Hello\"\n  es Hola"), &["E0101 `Hola` cannot stand here"]);
}

#[test]
fn the_fact_of_the_language_is_a_list() {
    let head =
        HEAD.replace("language : one of en, es", "language : codes").replace("  uses drugs from \"drugs.care\"\n", "");
    let files =
        std::collections::BTreeMap::from([("demo.care".to_string(), format!("{head}{}", message("  en \"Hello\"")))]);
    let failure = stepcare_dsl::compile("demo.care", &files).unwrap_err();
    in_order(&failure.to_string(), &["E0204: the fact `language` does not say which languages there are"]);
}

#[test]
fn a_number_in_a_text_has_its_unit_wherever_it_comes_from() {
    let unit = |slot: &str| {
        let read = read(&format!("  en \"{{{slot}}}\"\n  es \"{{{slot}}}\""));
        match &read.texts[0].pieces[0] {
            Piece::Slot(_, unit) => unit.map(|unit| unit.shown()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(unit("latest systolic of home_bp"), Some("mmHg"));
    assert_eq!(unit("own_limit - 10 mmHg"), Some("mmHg"));
    assert_eq!(unit("potassium"), Some("mmol/L"));
    assert_eq!(unit("sent_at"), None);
}
