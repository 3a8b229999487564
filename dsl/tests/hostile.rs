//! Whatever the text, compiling it ends in a ruleset or in errors: no panic, no endless work, no overflow of the stack.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use stepcare_dsl::{Failure, compile, limits};

const RULESET: &str = include_str!("../../rulesets/remote-hypertension/remote_hypertension.care");
const FORMULARY: &str = include_str!("../../rulesets/formulary/antihypertensives.care");
const TESTS: &str = include_str!("../../rulesets/remote-hypertension/tests/screening.care");

/// A text as each kind of file: a ruleset, a formulary, a file of tests.
fn try_all(text: &str) {
    let files = |ruleset: &str, formulary: &str, tests: &str| {
        BTreeMap::from([
            ("a/ruleset.care".to_string(), ruleset.to_string()),
            ("formulary/antihypertensives.care".to_string(), formulary.to_string()),
            ("a/b/tests.care".to_string(), tests.to_string()),
        ])
    };
    let _ = compile("a/ruleset.care", &files(text, FORMULARY, ""));
    let _ = compile("a/ruleset.care", &files(&format!("{HEAD}{text}"), FORMULARY, ""));
    let _ = compile(
        "a/ruleset.care",
        &files(&format!("{HEAD}uses x from \"../formulary/antihypertensives.care\""), text, ""),
    );
    let _ = compile("a/b/tests.care", &files(HEAD, FORMULARY, text));
}

const HEAD: &str = "care edition 2026\nruleset demo version \"1\" effective 2026-01-01\n";

fn errors(body: &str) -> Vec<String> {
    let files = BTreeMap::from([("demo.care".to_string(), format!("{HEAD}{body}"))]);
    match compile("demo.care", &files) {
        Ok(_) => Vec::new(),
        Err(Failure { diagnostics, .. }) => diagnostics.into_iter().map(|d| d.code).collect(),
    }
}

/// Where a text may be cut without splitting a character.
fn cut(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_of_any_kind_end_in_errors(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        try_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn words_of_the_language_in_any_order_end_in_errors(
        words in prop::collection::vec(prop::sample::select(vec![
            "facts", "series", "screening", "average", "goal", "alert", "titration", "ladder", "define", "codes", "test",
            "{", "}", "(", ")", "\n", ";", ",", ":", "=", "..", "\"", "a", "b", "age", "kg", "130/80", "3", "2026-01-01",
            "when", "then", "is", "not", "known", "of", "in", "last", "days", "7", "any", "count", "where", "it", ".",
            "else", "cite", "task", "for", "due", "step", "path", "hold", "given", "expect", "as", "start", "raise",
        ]), 0..120)
    ) {
        try_all(&words.join(" "));
    }

    #[test]
    fn a_shipped_text_with_a_stretch_taken_out_doubled_or_replaced_ends(
        which in 0..3_usize, from in 0..30_000_usize, len in 0..300_usize, with in "[ -~\n]{0,8}", double in any::<bool>()
    ) {
        let text = [RULESET, FORMULARY, TESTS][which];
        let start = cut(text, from % text.len());
        let end = cut(text, start + len);
        let stretch = if double { &text[start..end] } else { "" };
        let changed = format!("{}{}{}{}", &text[..start], stretch.repeat(2), with, &text[end..]);
        let mut files = BTreeMap::from([
            ("r/remote_hypertension.care".to_string(), RULESET.to_string()),
            ("formulary/antihypertensives.care".to_string(), FORMULARY.to_string()),
            ("r/tests/screening.care".to_string(), TESTS.to_string()),
        ]);
        let names = ["r/remote_hypertension.care", "formulary/antihypertensives.care", "r/tests/screening.care"];
        files.insert(names[which].to_string(), changed);
        let _ = compile("r/tests/screening.care", &files);
    }
}

#[test]
fn a_hundred_brackets_inside_one_another_are_too_many() {
    let text = format!("facts {{ a : kg }}\ndefine x = {}a{} > 3 kg", "(".repeat(100), ")".repeat(100));
    assert_eq!(errors(&text), ["care::E0105"]);
}

#[test]
fn a_hundred_blocks_inside_one_another_are_too_many() {
    let codes = errors(&format!("{}{}", "facts { ".repeat(100), "}".repeat(100)));
    assert_eq!(codes.iter().filter(|code| *code == "care::E0105").count(), 1);
}

#[test]
fn chains_without_brackets_end_at_the_length_of_a_clause() {
    for link in ["not ", "- ", "1 day after ", "a > 3 kg and ", "any a where ", "a + ", "a, else "] {
        let text = format!("facts {{ a : kg }}\ndefine x = {}a", link.repeat(5000));
        assert!(errors(&text).contains(&"care::E0106".to_string()), "{link}");
    }
}

#[test]
fn a_chain_just_short_of_the_limit_is_read_to_its_end() {
    let within = limits::CLAUSE_TERMS / 2 - 4;
    let text = format!("facts {{ a : yes/no }}\ndefine x = {}a", "a or ".repeat(within));
    assert_eq!(errors(&text), Vec::<String>::new());
}

#[test]
fn names_that_stand_for_names_end_at_a_depth() {
    let defines: Vec<String> = (0..5000).map(|n| format!("define a{n} = a{}", n + 1)).collect();
    let codes = errors(&format!("{}\ndefine a5000 = 3", defines.join("\n")));
    assert!(codes.contains(&"care::E0105".to_string()));
}

#[test]
fn a_file_that_is_too_large_is_refused_unread() {
    assert_eq!(errors(&"// a comment\n".repeat(limits::FILE_BYTES / 12)), ["care::E0104"]);
}

#[test]
fn a_file_just_short_of_too_large_is_answered_whatever_it_repeats() {
    for line in ["\n", "// a\n", "(", "\"", "{", "}", "a\n", "define a = b\n", "define a = (\n", ";", "titration x\n"] {
        errors(&line.repeat((limits::FILE_BYTES - 200) / line.len()));
    }
    let many = |line: &dyn Fn(usize) -> String| (0..5_000).map(line).collect::<Vec<_>>().join("\n");
    errors(&many(&|n| format!("define a{n} = b{n}")));
    errors(&many(&|n| format!("define a{n} = {n} > 3")));
    errors(&many(&|n| format!("contraindicated x{n} when a{n} > 3")));
    errors(&format!("facts {{ {} }}", many(&|n| format!("a{n} : kg"))));
    errors(&format!("screening s {{ {} }}", many(&|n| format!("exclude a{n} when a{n}"))));
}

#[test]
fn a_finding_stands_at_whole_characters() {
    for body in ["é", "screening x {\n é when y\n}", "// file\nüber 3", "„\n{"] {
        let files = BTreeMap::from([("demo.care".to_string(), format!("{HEAD}{body}"))]);
        let Err(Failure { diagnostics, sources }) = compile("demo.care", &files) else { panic!("{body} compiles") };
        for (span, _) in diagnostics.iter().flat_map(|found| &found.labels) {
            let text = &sources.files()[span.file as usize].text;
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of\n{text}");
        }
    }
}
