//! What belongs to the language and not to this version of it: recognised by its first word and refused, so that it is
//! neither a riddle of syntax nor left out in silence.

use crate::diagnostic::{Diagnostic, code};
use crate::source::Span;
use crate::syntax::Item;

/// Words that start an item or a clause of a later version, with what they start.
const LATER: [(&str, &str); 9] = [
    ("pathway", "a pathway"),
    ("stage", "a pathway's stage"),
    ("runs", "a pathway's `runs`"),
    ("experiment", "an experiment"),
    ("ask", "`ask … with …`"),
    ("always", "a promise (`always`)"),
    ("if", "`if nothing is open`"),
    ("holidays", "a calendar of holidays"),
    ("unless", "`unless` by itself"),
];

/// The words that start something of a later version.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    LATER.iter().map(|(word, _)| *word)
}

/// The refusal of an item, if its first word belongs to a later version.
pub(crate) fn refuse(item: &Item) -> Option<Diagnostic> {
    let (_, what) = LATER.iter().find(|(word, _)| *word == item.word())?;
    Some(not_yet(item.word_span(), what))
}

/// Words inside a clause that belong to a later version, with what they say.
const LATER_INSIDE: [(&str, &str); 3] = [("ask", "`ask … with …`"), ("proposes", "`proposes`"), ("most", "`at most`")];

/// The refusal of a clause that stopped at a word of a later version.
pub(crate) fn refuse_inside(word: &str, span: Span) -> Option<Diagnostic> {
    let (_, what) = LATER_INSIDE.iter().find(|(later, _)| *later == word)?;
    Some(not_yet(span, what))
}

/// The refusal of something that a later version will read.
pub(crate) fn not_yet(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(code::NOT_YET, span, format!("{what}: not in this version yet"), "this version cannot read it")
        .help("take it out; leaving it out in silence would change what the ruleset means")
}
