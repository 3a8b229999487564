//! What every block does alike: its clauses read each by its own rule, so that a broken one hides no other; a clause that
//! stands twice; a clause that is missing.

use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::syntax::Item;

/// The words of a block's clauses, each with its rule.
pub(super) type Words = [(&'static str, Rule)];

/// A block whose clauses were read.
pub(super) struct Block<'i> {
    item: &'i Item,
    /// The clauses that could be read, in order.
    pub clauses: Vec<(&'i Item, Node)>,
}

impl<'i> Block<'i> {
    /// Reads a block's clauses; `inside` names the construct in messages: "an average". Those whose word is among `once`
    /// may not stand again.
    pub fn read(cx: &mut Lower<'_>, item: &'i Item, inside: &str, words: &Words, once: &[&str]) -> Block<'i> {
        let mut clauses: Vec<(&Item, Node)> = Vec::new();
        for clause in item.items() {
            let Some(node) = cx.clause(clause, inside, words) else { continue };
            let first = clauses.iter().find(|(_, first)| first.rule == node.rule).map(|(first, _)| first.word_span());
            match first.filter(|_| once.contains(&clause.word())) {
                Some(first) => {
                    let message = format!("`{}` stands twice here", clause.word());
                    let error = Diagnostic::new(code::ONCE, clause.word_span(), message, "again here");
                    cx.errors.push(error.label(first, "first here").help("keep one"));
                }
                None => clauses.push((clause, node)),
            }
        }
        Block { item, clauses }
    }

    /// The first clause of a rule.
    pub fn clause(&self, rule: Rule) -> Option<&Node> {
        self.clauses.iter().map(|(_, node)| node).find(|node| node.rule == rule)
    }

    /// Reports a clause that the block needs and lacks, unless one that starts so is there and broken.
    pub fn need(&self, cx: &mut Lower<'_>, word: &str, like: &str) {
        if !starts(self.item, word) {
            let message = format!("this {} has no `{word}`", self.item.word());
            let error = Diagnostic::new(code::EMPTY, self.item.word_span(), message, format!("`{word}` is missing"));
            cx.errors.push(error.help(format!("add a line like `{like}`")));
        }
    }
}

/// Whether a clause of an item starts with a word, broken or not.
pub(super) fn starts(item: &Item, word: &str) -> bool {
    item.items().iter().any(|clause| clause.word() == word)
}

/// Reports a block that has no clause of the kind it is made of.
pub(super) fn empty(cx: &mut Lower<'_>, item: &Item, message: &str, like: &str) {
    let error = Diagnostic::new(code::EMPTY, item.word_span(), message, "nothing is said here");
    cx.errors.push(error.help(format!("add a line like `{like}`")));
}

/// Of something that need not be written: absent is nothing, and what was written and is broken breaks the whole.
#[allow(clippy::option_option)]
pub(super) fn optional<T>(written: Option<Option<T>>) -> Option<Option<T>> {
    match written {
        None => Some(None),
        Some(read) => read.map(Some),
    }
}
