//! What stands in columns, clause by clause: the one place to add a line to when the language gains a construct.

use stepcare_core::value::CodeSystem;

use super::token::Token;

/// A column: what starts it, and how many blanks stand before it at least.
pub struct Column(Starts, pub usize);

enum Starts {
    /// One of these words or signs.
    At(&'static [&'static str]),
    /// A text in quotes.
    Text,
    /// The word of a coding system.
    System,
    /// `or, if …`: another drug.
    Alternative,
    /// Whatever follows so many words: a keyword stands alone in the column before.
    After(usize),
}

use Starts::{After, Alternative, At, System, Text};

/// What ends a clause, and stands in columns in every one.
const EVERYWHERE: [Column; 2] = [Column(At(&["{"]), 1), Column(At(&["cite"]), 2)];

/// A table has as many columns as its author gives it; what comes after so many is not aligned.
const TABLE: [Column; 16] = [const { Column(At(&["|", "||"]), 1) }; 16];

/// The columns of a clause by the block that it stands in and its first word.
pub fn columns(block: &str, word: &str) -> &'static [Column] {
    match (block, word) {
        ("", "title" | "uses") => &[Column(After(1), 1)],
        ("", "source") => &[Column(Text, 2), Column(At(&["doi", "url", "note", "choice"]), 2)],
        ("", "task" | "order" | "referral") => &[Column(Text, 2), Column(At(&["shows"]), 2)],
        ("", "topic") => &[Column(Text, 2), Column(At(&["with", "before"]), 2), Column(At(&["only"]), 2)],
        ("", "setting") => &[Column(At(&[":"]), 1), Column(At(&["="]), 1), Column(At(&["from"]), 1)],
        ("", "codes") => &[Column(At(&["from"]), 1)],
        ("", "define") => &[Column(At(&["="]), 1)],
        ("", "when" | "contraindicated") => &[Column(At(&["when"]), 1), Column(At(&["then"]), 2)],
        ("", "drug") => &[
            Column(At(&["class"]), 1),
            Column(System, 2),
            Column(Text, 2),
            Column(At(&["doses"]), 2),
            Column(At(&["tablets"]), 2),
        ],
        ("", "product") => &[Column(System, 2), Column(At(&["contains"]), 2)],
        ("", "outside") => &[Column(Text, 2)],
        ("facts" | "series", _) => &[
            Column(At(&[":"]), 1),
            Column(At(&["required", "valid", "assume"]), 2),
            Column(At(&["coded", "assume"]), 2),
            Column(At(&["from", "ask"]), 2),
        ],
        ("screening", "exclude" | "refer") => &[Column(After(1), 1), Column(At(&["when"]), 1), Column(Text, 2)],
        ("goal", _) => &[Column(At(&["when", "otherwise"]), 1)],
        ("titration", "path") => &[],
        ("alert", "one") => &[],
        ("alert" | "titration", _) => &[Column(After(1), 1), Column(At(&["then"]), 2)],
        ("path", "step") => &[Column(After(2), 2), Column(Alternative, 1)],
        ("reminder", "after") => {
            &[Column(After(1), 1), Column(At(&["message", "task", "order", "refer"]), 2), Column(At(&["when"]), 2)]
        }
        ("average" | "reminder" | "message" | "measure", _) => &[Column(After(1), 1)],
        ("cards", _) => &[Column(After(1), 1), Column(At(&["when", "otherwise"]), 2)],
        ("score", _) => &[Column(At(&["when"]), 1)],
        ("table", _) => &TABLE,
        _ => &[],
    }
}

/// Whether what continues a clause with these columns stands under what follows its keyword.
pub fn hangs(columns: &[Column]) -> bool {
    columns.first().is_some_and(|first| matches!(first.0, After(1)))
}

/// Clauses that stand together at the top of a file are aligned with those of their own kind.
pub fn kind(word: &str) -> &str {
    match word {
        "title" | "uses" | "every" => "title",
        "task" | "order" | "referral" => "task",
        _ => word,
    }
}

/// The columns of a clause and those that every clause has, each with its place among all: a line has them in this order.
pub fn places(columns: &'static [Column]) -> impl Iterator<Item = (usize, &'static Column)> {
    let everywhere = (COMMENT.saturating_sub(EVERYWHERE.len())..).zip(&EVERYWHERE);
    (1..).zip(columns).chain(everywhere)
}

/// The place of the column of comments, the last.
pub const COMMENT: usize = TABLE.len() + EVERYWHERE.len() + 1;

/// Whether a token starts a column; `next` is the one after it, `at` is how many tokens stand before it in its clause,
/// where that is on its line.
pub fn starts(column: &Column, token: &Token<'_>, next: Option<&Token<'_>>, at: Option<usize>) -> bool {
    match column.0 {
        At(words) => words.contains(&token.text),
        Text => token.is_text(),
        System => CodeSystem::written(token.text).is_some(),
        Alternative => token.text == "or" && next.is_some_and(|next| next.text == ","),
        After(words) => at == Some(words),
    }
}
