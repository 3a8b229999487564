//! The examples of the language. ```` ```care ```` is a file of its own: a ruleset, a formulary. ```` ```care,fragment ````
//! stands in the prelude of the page `language/examples.md`. With `refused=CODE` it is refused, and with that code alone;
//! with `warned=CODE` it compiles with that warning. Whatever compiles passes its tests.

use std::collections::BTreeMap;

use stepcare::{Files, LoadOptions, Severity};
use stepcare_tests::root;

use super::page::{Block, Page, bless, pages};

/// An example's file and those that its page shows, as they would lie beside the pages, and whatever lies in the repository.
struct Beside(BTreeMap<String, String>);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<String, String> {
        if let Some(text) = self.0.get(path) {
            return Ok(text.clone());
        }
        std::fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))
    }
}

const NAME: &str = "docs/language/example.care";

fn prelude() -> String {
    let pages = pages();
    let mut found = pages.iter().flat_map(Page::blocks).filter(|block| block.is("prelude"));
    let prelude = found.next().expect("a page has the prelude").text;
    assert!(found.next().is_none(), "there is one prelude");
    prelude
}

/// What is wrong with an example, in a line or more.
fn wrong(block: &Block, of_page: &[Block], prelude: &str) -> Option<String> {
    let text = if block.is("fragment") { format!("{prelude}\n{}", block.text) } else { block.text.clone() };
    let shown = of_page
        .iter()
        .filter_map(|shown| Some((format!("docs/language/{}", shown.value("file")?), shown.text.clone())));
    let files = Beside(shown.chain([(NAME.into(), text.clone())]).collect());
    let checked = stepcare::check_text(NAME, &files);
    let codes = |severity| {
        let found = checked.diagnostics.iter().filter(move |found| found.severity == severity);
        found.map(|found| found.code.trim_start_matches("care::").to_string()).collect::<Vec<_>>()
    };
    let expected = |word| block.value(word).map(str::to_string).into_iter().collect::<Vec<_>>();
    let (errors, warnings) = (codes(Severity::Error), codes(Severity::Warning));
    if errors != expected("refused") || warnings != expected("warned") {
        // A line of the page, whatever stands before it.
        let above = text.lines().count() - block.text.lines().count();
        let line = |span| (checked.sources.place(span).line as usize + block.line).saturating_sub(above);
        let told =
            checked.diagnostics.iter().map(|d| format!("{} {} (line {})", d.code, d.message, line(d.labels[0].0)));
        return Some(told.collect::<Vec<_>>().join("\n"));
    }
    if !errors.is_empty() || is_formulary(&text) {
        return None;
    }
    let tested = stepcare::test_text(NAME, &files, LoadOptions::default()).unwrap();
    let failed: Vec<String> = tested
        .results
        .iter()
        .flat_map(|test| {
            test.failed.iter().map(move |f| format!("\"{}\": {}; found {}", test.name, f.expected, f.found))
        })
        .collect();
    (!failed.is_empty()).then(|| failed.join("\n"))
}

/// A file that the page's commands are run on; what they print is compared.
fn of_commands(block: &Block) -> bool {
    block.value("file").or(block.value("append")).is_some()
}

fn is_formulary(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("formulary "))
}

#[test]
fn every_example_compiles_and_passes_its_tests() {
    let prelude = prelude();
    let mut all = Vec::new();
    for page in pages() {
        let blocks = page.blocks();
        for block in blocks.iter().filter(|block| block.is("care") && !of_commands(block)) {
            if let Some(why) = wrong(block, &blocks, &prelude) {
                all.push(format!("{}:{}: {why}", page.name(), block.line));
            }
        }
    }
    assert!(all.is_empty(), "\n{}\n", all.join("\n\n"));
}

#[test]
fn every_example_is_laid_out_as_the_formatter_lays_it_out() {
    let mut all = Vec::new();
    for page in pages() {
        let laid = |block: &Block| match stepcare::format_text(NAME, &block.text) {
            Ok(text) if block.is("care") => text,
            _ => block.text.clone(),
        };
        let (blocks, name) = (page.blocks(), page.name());
        let formatted: Vec<String> = blocks.iter().map(laid).collect();
        if bless() {
            page.rewrite(&formatted);
        }
        let differ = blocks.iter().zip(&formatted).filter(|(block, formatted)| block.text != **formatted);
        all.extend(differ.map(|(block, formatted)| format!("{name}:{} should be\n{formatted}", block.line)));
    }
    assert!(all.is_empty() || bless(), "\n{}\n", all.join("\n"));
}

/// Pages of the language that need no `test` of their own: what they show decides nothing.
const WITHOUT_TESTS: [&str; 2] = ["docs/language/examples.md", "docs/language/text.md"];

#[test]
fn every_page_of_the_language_shows_what_it_says_by_a_test() {
    let mut missing = Vec::new();
    for page in pages().iter().filter(|page| page.name().starts_with("docs/language/")) {
        let shows = page.blocks().iter().any(|block| block.is("care") && block.text.contains("\ntest \""));
        if !shows && !WITHOUT_TESTS.contains(&page.name().as_str()) {
            missing.push(page.name());
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_words_on_a_fence_are_those_that_mean_something() {
    let known = BTreeMap::from([
        ("care", &["fragment", "prelude", "refused=", "warned=", "file=", "append="][..]),
        ("console", &[]),
        ("csv", &["file="]),
        ("json", &["file="]),
    ]);
    for page in pages() {
        for block in page.blocks() {
            let Some(words) = known.get(block.words[0].as_str()) else { continue };
            for word in block.words.iter().skip(1) {
                let means = words.iter().any(|known| word == known || known.ends_with('=') && word.starts_with(known));
                assert!(means, "{}:{}: `{word}` means nothing", page.name(), block.line);
            }
        }
    }
}
