//! The language for a page: texts in, JSON text out. The typed face is `bindings-wasm/src/author.ts`.

mod finding;
mod tree;

use std::collections::BTreeMap;

use serde::Serialize;
use stepcare::{Checked, LoadOptions, TextError};
use wasm_bindgen::prelude::wasm_bindgen;

use finding::{Finding, findings};

/// The tree of one text: its items with their places, and what breaks it.
#[wasm_bindgen]
#[must_use]
pub fn parse(text: &str) -> String {
    write(&tree::parse(text))
}

/// Every finding of a text and the files that it names; `files` is JSON `{path: text}`.
#[wasm_bindgen]
#[must_use]
pub fn check(main: &str, files: &str) -> String {
    let files = match read(files) {
        Ok(files) => files,
        Err(refused) => return refused,
    };
    let Checked { diagnostics, sources } = stepcare::check_text(main, &files);
    write(&Said { findings: findings(&diagnostics, &sources), ..Said::default() })
}

/// A text in the language's one layout; where its blocks cannot be told apart, what was found.
#[wasm_bindgen]
#[must_use]
pub fn format(name: &str, text: &str) -> String {
    match stepcare::format_text(name, text) {
        Ok(text) => write(&Said { text: Some(text), ..Said::default() }),
        Err(error) => refuse(error),
    }
}

/// The bundle of a text that compiles, and its hash; else what was found.
#[wasm_bindgen]
#[must_use]
pub fn compile(main: &str, files: &str) -> String {
    let files = match read(files) {
        Ok(files) => files,
        Err(refused) => return refused,
    };
    match stepcare::load_text(main, &files, LoadOptions::default()) {
        Ok(ruleset) => {
            write(&Said { bundle: Some(ruleset.to_bundle()), hash: Some(ruleset.hash().to_owned()), ..Said::default() })
        }
        Err(error) => refuse(error),
    }
}

/// What became of a text's `test` blocks; what was found where it does not compile.
#[wasm_bindgen]
#[must_use]
pub fn test(main: &str, files: &str) -> String {
    let files = match read(files) {
        Ok(files) => files,
        Err(refused) => return refused,
    };
    match stepcare::test_text(main, &files, LoadOptions::default()) {
        Ok(tested) => {
            let results = tested.results.iter().map(|result| finding::tested(result, &tested.sources)).collect();
            write(&Said { tests: Some(results), ..Said::default() })
        }
        Err(error) => refuse(error),
    }
}

/// What a call gives.
#[derive(Debug, Default, Serialize)]
struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tests: Option<Vec<finding::Tested>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    findings: Vec<Finding>,
}

fn refuse(error: TextError) -> String {
    match error {
        TextError::Text { diagnostics, sources } => {
            write(&Said { findings: findings(&diagnostics, &sources), ..Said::default() })
        }
        TextError::Load(error) => write(&Said { findings: vec![Finding::load(&error)], ..Said::default() }),
    }
}

fn read(files: &str) -> Result<BTreeMap<String, String>, String> {
    serde_json::from_str(files).map_err(|_| write(&Said { findings: vec![Finding::usage()], ..Said::default() }))
}

fn write(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use serde_json::{Value, json};

    const TEXT: &str = "care edition 2026
ruleset joining version \"1\" effective 2026-01-01
source protocol \"Programme protocol\" choice
facts { birth_date : date  required  from chart }
define age = whole years from birth_date to today
screening eligibility {
  exclude under_age when age < 18 years  cite protocol
  otherwise eligible
}
test \"18 today\" {
  as of 2026-03-02T09:00 in America/New_York
  given birth_date is 2008-03-02
  expect eligibility is eligible
}
";

    fn files(text: &str) -> String {
        json!({ "a.care": text }).to_string()
    }

    fn said(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_sound_text_has_no_findings_and_its_tests_pass() {
        assert_eq!(said(&super::check("a.care", &files(TEXT))), json!({ "findings": [] }));
        let tested = said(&super::test("a.care", &files(TEXT)));
        assert_eq!(tested["tests"][0]["name"], "18 today");
        assert_eq!(tested["tests"][0]["failed"], json!([]));
    }

    #[test]
    fn a_test_that_does_not_hold_says_what_was_found() {
        let text = TEXT.replace("2008-03-02", "2008-03-03");
        let tested = said(&super::test("a.care", &files(&text)));
        assert_eq!(tested["tests"][0]["failed"][0]["expected"], "expect eligibility is eligible");
        assert_eq!(tested["tests"][0]["failed"][0]["place"]["line"], 13);
    }

    #[test]
    fn a_finding_has_its_place_in_utf_16_as_an_editor_counts() {
        let text = TEXT.replace("Programme protocol", "Für 🫀").replace("age < 18", "agee < 18");
        let checked = said(&super::check("a.care", &files(&text)));
        let place = &checked["findings"][0]["labels"][0]["place"];
        assert_eq!((&place["file"], &place["line"]), (&json!("a.care"), &json!(7)));
        let start = usize::try_from(place["start"].as_u64().unwrap()).unwrap();
        let units: Vec<u16> = text.encode_utf16().collect();
        assert!(String::from_utf16(&units[start..]).unwrap().starts_with("agee"));
    }

    #[test]
    fn the_bundle_of_a_text_is_the_one_that_the_library_writes() {
        let compiled = said(&super::compile("a.care", &files(TEXT)));
        let bundle = compiled["bundle"].as_str().unwrap();
        let ruleset = stepcare::load_bundle(bundle.as_bytes(), stepcare::LoadOptions::default()).unwrap();
        assert_eq!(compiled["hash"], ruleset.hash());
    }

    #[test]
    fn a_text_is_laid_out_and_keeps_its_hash() {
        let typed = TEXT.replace("  exclude", "exclude").replace(" : date  required", ":date required");
        let laid = said(&super::format("a.care", &typed));
        assert_eq!(laid["findings"], json!([]));
        let laid = laid["text"].as_str().unwrap();
        assert!(laid.contains("facts { birth_date : date required from chart }\n"), "{laid}");
        let hash = |text: &str| said(&super::compile("a.care", &files(text)))["hash"].clone();
        assert_eq!(hash(laid), hash(TEXT));
    }

    #[test]
    fn a_text_whose_braces_do_not_match_is_refused() {
        let refused = said(&super::format("a.care", "facts {"));
        assert!(refused.get("text").is_none());
        assert_eq!(refused["findings"][0]["code"], "care::E0102");
    }

    #[test]
    fn a_tree_holds_items_with_their_blocks() {
        let tree = said(&super::parse(TEXT));
        assert_eq!(tree["findings"], json!([]));
        let words: Vec<_> = tree["items"].as_array().unwrap().iter().map(|item| item["word"].clone()).collect();
        assert_eq!(words, ["care", "ruleset", "source", "facts", "define", "screening", "test"]);
        assert_eq!(tree["items"][5]["items"][1]["text"], "otherwise eligible");
    }

    #[test]
    fn files_that_are_no_texts_by_path_are_a_wrong_call() {
        assert_eq!(said(&super::check("a.care", "[]"))["findings"][0]["code"], "care::H0201");
    }
}
