//! The grammar's door: one clause in, one tree of nodes out, or one error in the author's words.

mod forms;
mod words;

use pest::Parser;
use pest::iterators::Pair;

use crate::diagnostic::{Checked, Diagnostic, code};
use crate::limits;
use crate::source::Span;

/// The parser that pest makes of the grammar files: the base, then one beside each construct.
#[derive(pest_derive::Parser)]
#[grammar = "care.pest"]
#[grammar = "declare/declare.pest"]
#[grammar = "testing/testing.pest"]
#[grammar = "construct/screening.pest"]
#[grammar = "construct/average.pest"]
#[grammar = "construct/alert.pest"]
#[grammar = "construct/goal.pest"]
#[grammar = "construct/contraindication.pest"]
#[grammar = "construct/check.pest"]
#[grammar = "construct/ladder.pest"]
#[grammar = "construct/table.pest"]
#[grammar = "construct/message.pest"]
#[grammar = "construct/reminder.pest"]
#[grammar = "construct/formulary.pest"]
#[grammar = "construct/when.pest"]
#[grammar = "construct/score.pest"]
#[grammar = "construct/cards.pest"]
#[grammar = "construct/measure.pest"]
struct Grammar;

/// A stretch of a clause that one rule of the grammar has read.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// Which rule.
    pub rule: Rule,
    /// Where, in the file.
    pub span: Span,
    /// Its text, comments and line breaks as spaces.
    pub text: String,
    /// What stands inside.
    pub children: Vec<Node>,
}

impl Node {
    fn new(pair: Pair<'_, Rule>, file: u32, offset: usize) -> Node {
        let at = |byte: usize| u32::try_from(byte.saturating_add(offset)).unwrap_or(u32::MAX);
        let (rule, text) = (pair.as_rule(), pair.as_str().trim_end().to_string());
        let start = pair.as_span().start();
        let span = Span { file, start: at(start), end: at(start.saturating_add(text.len())) };
        let children = pair.into_inner().filter(|p| p.as_rule() != Rule::EOI);
        Node { rule, span, text, children: children.map(|p| Node::new(p, file, offset)).collect() }
    }

    /// The first child of a rule.
    pub fn child(&self, rule: Rule) -> Option<&Node> {
        self.children.iter().find(|n| n.rule == rule)
    }

    /// Every child of a rule.
    pub fn all(&self, rule: Rule) -> impl Iterator<Item = &Node> {
        self.children.iter().filter(move |n| n.rule == rule)
    }

    /// Whether there is a child of a rule.
    pub fn has(&self, rule: Rule) -> bool {
        self.child(rule).is_some()
    }

    /// The first name inside.
    pub fn name(&self) -> Option<&Node> {
        self.child(Rule::name)
    }

    /// Of a `text` node, what stands between the quotes, escapes undone.
    pub fn unquoted(&self) -> String {
        let inner = self.text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(&self.text);
        let mut out = String::with_capacity(inner.len());
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
        }
        out
    }

    /// The words of a text inside, if there is one.
    pub fn words(&self) -> Option<String> {
        self.child(Rule::text).map(Node::unquoted)
    }
}

/// Reads the clause that stands at `offset` of a file by its rule.
pub(crate) fn parse(rule: Rule, clause: &str, file: u32, offset: usize) -> Checked<Node> {
    check_length(clause, file, offset)?;
    match Grammar::parse(rule, clause) {
        Ok(mut pairs) => {
            let node = pairs.next().map(|pair| Node::new(pair, file, offset));
            let node = node.ok_or_else(|| Box::new(words::nothing(Span { file, start: 0, end: 0 })))?;
            Ok(node)
        }
        Err(error) => Err(Box::new(words::translate(rule, &error, clause, file, offset))),
    }
}

/// A clause is read, checked and worked out by functions that call themselves for what stands inside: its length and the
/// depth of its brackets are bounded before any of them starts.
fn check_length(clause: &str, file: u32, offset: usize) -> Checked<()> {
    let (mut words, mut depth, mut in_text) = (0_usize, 0_usize, false);
    let mut before = ' ';
    for (at, c) in clause.char_indices() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        match c {
            '"' if before != '\\' => in_text = !in_text,
            _ if in_text => {}
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let goes_on = is_word(c) && is_word(before);
        if !(in_text || c.is_whitespace() || goes_on) {
            words = words.saturating_add(1);
        }
        before = if in_text && before == '\\' { ' ' } else { c };
        let here = crate::layout::span(file, offset.saturating_add(at), offset.saturating_add(at).saturating_add(1));
        if depth > limits::NESTING {
            let label = format!("more than {} brackets inside one another", limits::NESTING);
            return Err(Box::new(
                Diagnostic::new(code::TOO_DEEP, here, "brackets are nested too deeply", label)
                    .help("give parts of it names of their own: `define NAME = …`"),
            ));
        }
        if words > limits::CLAUSE_TERMS {
            let label = format!("more than {} words and signs up to here", limits::CLAUSE_TERMS);
            return Err(Box::new(
                Diagnostic::new(code::TOO_LONG, here, "this clause is too long to be read with care", label)
                    .help("give parts of it names of their own: `define NAME = …`"),
            ));
        }
    }
    Ok(())
}
