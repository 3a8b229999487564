//! The tree of one text as JSON: items, blocks, places.

use serde::Serialize;
use stepcare_dsl::syntax::{self, Item};

use crate::finding::{Finding, Place, finding, units};

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
    Tree {
        items: file.items.iter().map(|item| node(item, text)).collect(),
        findings: errors.iter().map(|error| finding(error, |span| Place::within(text, span))).collect(),
    }
}

/// Items nest no deeper than the language allows, which is what `split` sees to.
fn node(item: &Item, text: &str) -> Node {
    Node {
        word: item.word().to_owned(),
        text: item.text.trim().to_owned(),
        start: units(text, item.span.start),
        end: units(text, item.span.end),
        items: item.body.as_ref().map(|items| items.iter().map(|item| node(item, text)).collect()),
    }
}
