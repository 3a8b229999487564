//! The tree of one text as JSON: items, blocks, places.

use serde::Serialize;
use stepcare_dsl::syntax::{self, Item};

use crate::finding::{Finding, Place, finding};

/// The tree.
#[derive(Debug, Serialize)]
pub struct Tree {
    items: Vec<Node>,
    findings: Vec<Finding>,
}

/// A clause, and its block if it has one.
#[derive(Debug, Serialize)]
struct Node {
    word: String,
    text: String,
    /// In UTF-16 units from the start of the text, block and all.
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<Node>>,
}

/// Splits a text into its items; what can be told of a broken one is in the tree all the same.
pub fn parse(text: &str) -> Tree {
    let mut errors = Vec::new();
    let file = syntax::split(text, 0, &mut errors);
    let before = units_before(text);
    Tree {
        items: file.items.iter().map(|item| node(item, &before)).collect(),
        findings: errors.iter().map(|error| finding(error, |span| Place::within(text, span))).collect(),
    }
}

/// Items nest no deeper than the language allows, which is what `split` sees to.
fn node(item: &Item, before: &[usize]) -> Node {
    let units = |byte: u32| before.get(byte as usize).or(before.last()).copied().unwrap_or(0);
    Node {
        word: item.word().to_owned(),
        text: item.text.trim().to_owned(),
        start: units(item.span.start),
        end: units(item.span.end),
        items: item.body.as_ref().map(|items| items.iter().map(|item| node(item, before)).collect()),
    }
}

/// How many UTF-16 units stand before each byte of a text, and before its end: a tree has a place for every item.
fn units_before(text: &str) -> Vec<usize> {
    let (mut before, mut units) = (Vec::with_capacity(text.len().saturating_add(1)), 0_usize);
    for c in text.chars() {
        before.resize(before.len().saturating_add(c.len_utf8()), units);
        units = units.saturating_add(c.len_utf16());
    }
    before.push(units);
    before
}
