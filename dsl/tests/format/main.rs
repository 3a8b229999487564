//! What the formatter does to a text, and what it never does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod respaced;
mod rules;
mod shipped;
mod snapshots;

use stepcare_dsl::format;
use stepcare_dsl::syntax::{Item, split};

/// A text without its blanks, those in texts and comments too; a mark of the byte order is one.
fn bare(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '\u{feff}').collect()
}

/// What a text holds but for blanks between words: its clauses and blocks, its texts in quotes, its comments.
fn held(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    fn clauses(items: &[Item], depth: usize, out: &mut Vec<String>) {
        for item in items {
            out.push(format!("{depth} {} {}", bare(&item.text), item.body.is_some()));
            clauses(item.items(), depth + 1, out);
        }
    }
    let mut errors = Vec::new();
    let file = split(text, 0, &mut errors);
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    let mut all = Vec::new();
    clauses(&file.items, 0, &mut all);
    let quotes = file.layout.text.split('"').skip(1).step_by(2).map(String::from).collect();
    let comment = |span: &stepcare_dsl::Span| text[span.start as usize..span.end as usize].trim_end().to_string();
    (all, quotes, file.layout.comments.iter().map(comment).collect())
}

/// Formats a text, and holds the formatter to its promises.
fn formatted(text: &str) -> String {
    let once = format("a.care", text).unwrap_or_else(|failure| panic!("{failure}\n{text}"));
    let twice = format("a.care", &once).unwrap_or_else(|failure| panic!("{failure}\n{once}"));
    assert_eq!(twice, once, "a second time it changes what it wrote, of\n{text}");
    assert_eq!(bare(&once), bare(text), "it changed more than blanks, of\n{text}");
    assert_eq!(held(&once), held(text), "it changed clauses, texts or comments, of\n{text}");
    assert!(!once.contains("\n\n\n") && !once.starts_with('\n') && !once.ends_with("\n\n"), "{once}");
    assert!(!once.lines().any(|line| line.ends_with(' ')), "{once}");
    once
}
