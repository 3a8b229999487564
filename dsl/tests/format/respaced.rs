//! Random texts: the shipped ones with every blank, line end and comment that means nothing written otherwise, and words
//! of the language in any order.

use std::collections::BTreeMap;

use proptest::prelude::*;
use stepcare_dsl::{compile, format, layout};

use super::formatted;

const RULESET: &str = include_str!("../../../rulesets/remote-hypertension/remote_hypertension.care");
const FORMULARY: &str = include_str!("../../../rulesets/formulary/antihypertensives.care");
const TESTS: &str = include_str!("../../../rulesets/remote-hypertension/tests/screening.care");
const SMALL: &str = include_str!("../../../tests/small.care");

/// The shipped formulary with one product of ten: they take most of the time to read.
fn drugs() -> String {
    let kept = FORMULARY.lines().enumerate().filter(|(n, line)| !line.starts_with("product") || n % 10 == 0);
    kept.map(|(_, line)| format!("{line}\n")).collect()
}

/// Chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// One time in so many.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn blanks(&mut self, least: usize) -> String {
        (0..least + self.below(5)).map(|_| if self.one_in(4) { '\t' } else { ' ' }).collect()
    }
}

/// A text that says the same: blanks, line ends and comments at random, one change in so many places.
fn respaced(text: &str, seed: u64, rate: usize) -> String {
    let mut chance = Chance(seed);
    let laid = layout::lay_out(text, 0, &mut Vec::new());
    let comment_at = |at: usize| laid.comments.iter().find(|c| c.start as usize == at).map(|c| c.end as usize);
    let bytes = laid.text.as_bytes();
    let (mut out, mut at, mut depth, mut commented) = (String::new(), 0, 0_usize, false);
    // Signs that need no blank beside them.
    let loose = |c: Option<char>| c.is_some_and(|c| ",=<>:(){};".contains(c));
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next().unwrap();
        let last = out.trim_end_matches([' ', '\t']).chars().next_back();
        if let Some(end) = comment_at(at) {
            out.push_str(&text[at..end]);
            (at, commented) = (end, true);
            continue;
        }
        match c {
            '"' => {
                let mut end = at + 1;
                while bytes[end] != b'"' {
                    end += if bytes[end] == b'\\' { 2 } else { 1 };
                }
                out.push_str(&text[at..=end]);
                at = end;
            }
            ' ' if out.ends_with('\n') => out.push_str(&" ".repeat(chance.below(4) + 1)),
            ' ' => {
                let blanks = rest.len() - rest.trim_start_matches(' ').len();
                let next = rest.trim_start_matches(' ');
                let range = next.starts_with("..") || out.ends_with("..");
                let free = loose(last) || loose(next.chars().next()) || range;
                // A comment after a word, or a `/` after a `/`, would not be what it was.
                let glue = free && !next.starts_with('/') && chance.one_in(rate);
                out.push_str(&if glue { String::new() } else { chance.blanks(1) });
                at += blanks - 1;
            }
            ',' => {
                out.push(',');
                if text[at + 1..].starts_with(' ') && chance.one_in(rate) {
                    out.push_str(&format!("{}\n ", if chance.one_in(3) { " // here" } else { "" }));
                }
            }
            '\n' => {
                let fresh = bytes[at] == b'\n';
                let below = text[at + 1..].trim_start_matches(' ');
                let next = below.chars().next();
                let change = chance.one_in(rate);
                let clause = !matches!(last, Some('{' | '}' | ';' | '\n') | None);
                let inside = fresh && depth > 0;
                let word = next.is_some_and(char::is_alphanumeric);
                let joins = !fresh && word || inside && (next == Some('}') || last == Some('{') && next != Some('\n'));
                if change && !commented && joins {
                    out.push(' ');
                } else if change && !commented && inside && clause && word {
                    out.push(';');
                } else {
                    if !commented && chance.one_in(rate) {
                        out.push_str("// said");
                    }
                    out.push('\n');
                    while fresh && chance.one_in(rate + 1) {
                        out.push_str(&chance.blanks(0));
                        out.push_str(["\n", "\n", "// more\n", "// more \r\n"][chance.below(4)]);
                    }
                    if depth > 0 && next != Some('\n') {
                        out.push(' ');
                    }
                }
                commented = false;
            }
            _ => {
                depth = depth + usize::from(c == '{') - usize::from(c == '}');
                out.push(c);
            }
        }
        at += if c == '"' { 1 } else { c.len_utf8() };
    }
    out
}

fn hash(main: &str, files: &[(&str, &str)]) -> String {
    let files: BTreeMap<String, String> = files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    compile(main, &files).unwrap_or_else(|failure| panic!("{failure}\n{}", files[main])).compiled.hash()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_ruleset_and_its_formulary_keep_their_hash(seed in any::<u64>(), rate in 2..12_usize) {
        let drugs = drugs();
        let (ruleset, formulary) = (respaced(RULESET, seed, rate), respaced(&drugs, seed, rate));
        let of = |ruleset: &str, formulary: &str| {
            let names = ["r/remote_hypertension.care", "formulary/antihypertensives.care"];
            hash(names[0], &[(names[0], ruleset), (names[1], formulary)])
        };
        let before = of(&ruleset, &formulary);
        prop_assert_eq!(&of(&formatted(&ruleset), &formatted(&formulary)), &before);
        prop_assert_eq!(of(RULESET, &drugs), before, "the text that was made says something else");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_small_ruleset_keeps_its_hash(seed in any::<u64>(), rate in 2..12_usize) {
        let text = respaced(SMALL, seed, rate);
        let before = hash("small.care", &[("small.care", &text)]);
        prop_assert_eq!(&hash("small.care", &[("small.care", &formatted(&text))]), &before);
        prop_assert_eq!(hash("small.care", &[("small.care", SMALL)]), before);
    }

    #[test]
    fn tests_keep_what_they_hold(seed in any::<u64>(), rate in 2..12_usize) {
        formatted(&respaced(TESTS, seed, rate));
    }

    #[test]
    fn words_of_the_language_in_any_order_keep_what_they_are(
        words in prop::collection::vec((prop::sample::select(vec![
            "facts", "series", "screening", "average", "goal", "alert", "titration", "path", "table", "codes", "test", "uses",
            "{", "}", "(", ")", "\n", "\n", "\n\n", ";", ",", ":", "=", "..", "...", "\"a  b\"", "a", "age", "a:kg", "130/80",
            "3", "-", "/", "+", "*", "!", "<", ">", "|", "||", ".", "%", "[", "]", "08:00", "2026-01-01T09:00", "icd10", "A..B",
            "when", "then", "is", "not", "of", "in", "or", "and", "else", "cite", "task", "step", "otherwise", "ruleset",
            "// said\n", "//\n", "\r\n", "ä", "\u{feff}",
        ]), prop::sample::select(vec!["", " ", "  ", "\t"])), 0..80)
    ) {
        let text: String = words.iter().flat_map(|(word, blank)| [*word, *blank]).collect();
        // A text whose braces do not match is refused.
        if format("a.care", &text).is_ok() {
            formatted(&text);
        }
    }
}
