//! Bad rulesets and bundles: every error of a text, with its place and what to do; no bundle is taken on trust.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use stepcare::{Diagnostic, LoadOptions, TextError};
use stepcare_tests::command::{Scratch, stepcare};
use stepcare_tests::small::{AS_OF, TEXT, ZONE, load, record, ruleset, text_with};

/// What is found in a text that does not compile, and the lines it is found on.
fn found(text: &str) -> (Vec<Diagnostic>, Vec<u32>) {
    match load(text) {
        Err(TextError::Text { diagnostics, sources }) => {
            let lines = diagnostics.iter().map(|d| sources.place(d.labels[0].0).line).collect();
            (diagnostics, lines)
        }
        Err(TextError::Load(error)) => panic!("it compiles, and does not load: {error}"),
        Ok(_) => panic!("it compiles"),
    }
}

/// The line of a part of the small ruleset.
fn line_of(part: &str) -> u32 {
    let at = TEXT.find(part).expect("the part is there");
    u32::try_from(TEXT[..at].matches('\n').count()).unwrap() + 1
}

/// All that a finding says.
fn words(found: &Diagnostic) -> String {
    let labels = found.labels.iter().map(|(_, words)| words.clone());
    let all = std::iter::once(found.message.clone()).chain(labels).chain(found.help.clone()).chain(found.notes.clone());
    all.collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_syntax_error_is_found_on_its_line() {
    let (found, lines) = found(&text_with("exclude under_age when age < 18 years", "exclude under_age when age <"));
    assert_eq!(lines[0], line_of("exclude under_age"), "{found:?}");
    assert!(found[0].code.starts_with("care::E"));
}

#[test]
fn one_broken_block_hides_no_other() {
    let text = text_with("exclude under_age when age < 18 years", "exclude under_age when age <");
    let text = text.replacen("below 130/80 otherwise", "below otherwise", 1);
    let (_, lines) = found(&text);
    for part in ["exclude under_age", "below 130/80"] {
        assert!(lines.contains(&line_of(part)), "{part}: {lines:?}");
    }
}

#[test]
fn a_misspelt_name_gets_a_did_you_mean() {
    let (found, lines) = found(&text_with("when pregnant is one of", "when pregnent is one of"));
    assert_eq!(lines, [line_of("refer   pregnancy")]);
    assert!(words(&found[0]).contains("did you mean `pregnant`"), "{}", words(&found[0]));
}

#[test]
fn a_mass_does_not_compare_with_a_length() {
    let (found, lines) = found(&text_with("weight > 200 kg", "weight > 200 cm"));
    assert_eq!(lines, [line_of("exclude too_heavy")]);
    assert!(words(&found[0]).contains("kg") && words(&found[0]).contains("cm"), "{}", words(&found[0]));
}

#[test]
fn a_quantity_without_its_unit_is_an_error() {
    let (found, lines) = found(&text_with("weight > 200 kg", "weight > 200"));
    assert_eq!(lines, [line_of("exclude too_heavy")], "{found:?}");
}

#[test]
fn names_that_stand_for_each_other_in_a_circle_are_an_error() {
    let (found, _) = found(&text_with(
        "define age = whole years from birth_date to today",
        "define age = older\ndefine older = age",
    ));
    assert!(found.iter().any(|d| words(d).contains("older")), "{found:?}");
}

#[test]
fn a_file_that_is_not_there_is_an_error_at_the_line_that_names_it() {
    let (found, _) =
        found(&text_with("  every clinical rule", "  uses drugs from \"drugs.care\"\n  every clinical rule"));
    assert!(found.iter().any(|d| words(d).contains("drugs.care")), "{found:?}");
}

#[test]
fn the_command_draws_the_line_and_exits_with_1() {
    let scratch = Scratch::new("check");
    let path = scratch.file("small.care", text_with("when pregnant is one of", "when pregnent is one of"));
    let ran = stepcare(&["check", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    for part in
        ["error[care::E", "pregnent is one of yes, maybe", "^^^^^^^^", "did you mean `pregnant`?", "stepcare explain E"]
    {
        assert!(ran.err.contains(part), "{part}:\n{}", ran.err);
    }
    assert!(!ran.err.contains('\x1b'), "no colour where it is no terminal");
    let good = scratch.file("good.care", TEXT);
    assert_eq!(stepcare(&["check", good.to_str().unwrap()]).code, 0);
}

#[test]
fn the_command_says_when_a_ruleset_is_not_text_or_not_there() {
    let scratch = Scratch::new("nontext");
    let path = scratch.file("small.care", b"care edition 2026\n\xff\xfe");
    let ran = stepcare(&["check", path.to_str().unwrap()]);
    assert!(ran.code == 1 && ran.err.contains("UTF-8"), "{}", ran.err);
    let ran = stepcare(&["check", "nowhere.care"]);
    assert!(ran.code == 1 && ran.err.contains("nowhere.care"), "{}", ran.err);
}

// ---- bundles --------------------------------------------------------------------------------------------

fn refused(bundle: &[u8]) -> &'static str {
    stepcare::load_bundle(bundle, LoadOptions::default()).expect_err("the bundle is refused").code
}

#[test]
fn a_bundle_cut_off_anywhere_is_refused() {
    let bundle = ruleset().to_bundle();
    for part in 0..50 {
        let cut = bundle.len() * part / 50;
        let code = refused(&bundle.as_bytes()[..cut]);
        assert!(code.starts_with("care::H00"), "{code}");
    }
}

#[test]
fn a_foreign_document_is_refused_as_what_it_is() {
    assert_eq!(refused(b"not json"), "care::H0001");
    assert_eq!(refused(b"{\"name\": \"a recipe\"}"), "care::H0004");
    assert_eq!(refused(record().to_string().as_bytes()), "care::H0004");
    assert_eq!(refused(ruleset().to_bundle().replacen("\"format\":1", "\"format\":99", 1).as_bytes()), "care::H0003");
}

#[test]
fn a_change_anywhere_in_the_compiled_form_no_longer_has_the_bundle_s_hash() {
    let bundle = ruleset().to_bundle();
    let (head, compiled) = bundle.split_once("\"compiled\":\"").expect("a compiled form");
    for at in [0, 1, 100, 200] {
        let (before, after) = compiled.split_at(at);
        let other = if after.starts_with('A') { 'B' } else { 'A' };
        let changed = format!("{head}\"compiled\":\"{before}{other}{}", &after[1..]);
        assert_eq!(refused(changed.as_bytes()), "care::H0005");
    }
}

#[test]
fn the_command_compiles_a_bundle_that_runs_as_the_text_does() {
    let scratch = Scratch::new("compile");
    let text = scratch.file("small.care", TEXT);
    let record = scratch.file("record.json", record().to_string());
    let bundle = scratch.path().join("small.bundle.json");
    let compiled = stepcare(&["compile", text.to_str().unwrap(), "-o", bundle.to_str().unwrap()]);
    assert_eq!(compiled.code, 0, "{}", compiled.err);
    let run = |ruleset: &str| {
        stepcare(&["run", ruleset, record.to_str().unwrap(), "--as-of", AS_OF, "--in", ZONE, "--format", "json"])
    };
    let (from_text, from_bundle) = (run(text.to_str().unwrap()), run(bundle.to_str().unwrap()));
    assert_eq!((from_text.code, &from_text.out), (0, &from_bundle.out));
    let evaluation: Value = serde_json::from_str(&from_bundle.out).unwrap();
    assert!(compiled.out.contains(evaluation.pointer("/ruleset/hash").and_then(Value::as_str).unwrap()));
}

#[test]
fn a_setting_that_the_ruleset_does_not_have_is_refused() {
    let options = LoadOptions { settings: [("no_such".into(), "1 mmHg".into())].into(), ..LoadOptions::default() };
    let refused = stepcare::load_bundle(ruleset().to_bundle().as_bytes(), options).unwrap_err();
    assert_eq!(refused.code, "care::H0009");
}
