//! From the tree to the compiled form: names resolved, types and units checked, expressions as nodes of one program.
//! Each construct's file says what its clauses lower to; what they share stands here and in this folder.

pub(crate) mod clause;
pub(crate) mod compare;
mod define;
pub(crate) mod expression;
mod field;
pub(crate) mod is;
pub(crate) mod order;
pub(crate) mod period;
mod relation;
pub(crate) mod series;
mod time;

use std::collections::BTreeMap;

use stepcare_core::expression::{Clause, Source};
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::{ColumnId, ExprId, SeriesId, SpanId};

use crate::construct::table::Outputs;
use crate::data::Data;
use crate::diagnostic::{Checked, Diagnostic, code, listed};
use crate::grammar::{self, Node, Rule};
use crate::limits;
use crate::scope::Scope;
use crate::source::{Files, Sources, Span};
use crate::syntax::Item;
use crate::syntax::expression::{Expr, Name};
use crate::types::Typed;

/// A define, and what has become of it.
pub(crate) struct Define {
    pub name: Name,
    /// Of which rows it is a column: `for each`.
    pub each: Option<Name>,
    pub expr: Expr,
    pub state: DefineState,
}

/// How far a define has been worked out.
#[derive(Debug, Clone)]
pub(crate) enum DefineState {
    Waiting,
    /// It is being lowered: to meet it again is a circle.
    Open,
    /// A value.
    Value(Typed),
    /// Rows by name.
    Rows(Source, Vec<Clause>),
    /// A column of each row of a source.
    Column(Source, Typed),
    /// It has an error, which was reported.
    Broken,
}

/// The work of lowering: what is there, what comes out, what is wrong.
pub(crate) struct Lower<'a> {
    /// The host's files.
    pub files: &'a dyn Files,
    /// Every name.
    pub scope: Scope,
    /// What comes out.
    pub out: Compiled,
    /// What is wrong.
    pub errors: Vec<Diagnostic>,
    /// What may not be meant, told where nothing is wrong.
    pub warnings: Vec<Diagnostic>,
    /// The files that were read, data among them.
    pub sources: Sources,
    /// The data that was read, and the names that texts and data give to codes.
    pub data: Data,
    /// Places, by `SpanId`.
    pub spans: Vec<Span>,
    /// The defines, in the order of the text.
    pub defines: Vec<Define>,
    /// Defines that are being lowered, outermost first.
    pub open_defines: Vec<usize>,
    /// The rows at hand, outermost first.
    pub rows: Vec<Source>,
    /// `it` is the row at hand itself: outside of every `where`, and in what bounds a window.
    pub it_is_here: bool,
    /// `link to` of each series: its place, the column's, and the name of the other series.
    pub links: Vec<(usize, usize, Name)>,
    /// Names that tasks show, looked up when everything is declared.
    pub shown: Vec<Name>,
    /// What each average reports, by its place among the decisions: its series and the columns, in order.
    pub reports: BTreeMap<usize, (SeriesId, Vec<ColumnId>)>,
    /// What each table says, by its place among the decisions.
    pub tables: BTreeMap<usize, Outputs>,
    /// `every clinical rule cites a source`.
    pub cites_required: bool,
    /// Where each condition stands; one that is written twice alike is one expression, at two places.
    pub conditions: BTreeMap<ExprId, Vec<Span>>,
    span_ids: BTreeMap<Span, SpanId>,
}

impl<'a> Lower<'a> {
    pub fn new(files: &'a dyn Files, out: Compiled) -> Lower<'a> {
        Lower {
            files,
            scope: Scope::new(),
            out,
            errors: Vec::new(),
            warnings: Vec::new(),
            sources: Sources::default(),
            data: Data::default(),
            spans: Vec::new(),
            defines: Vec::new(),
            open_defines: Vec::new(),
            rows: Vec::new(),
            it_is_here: true,
            links: Vec::new(),
            shown: Vec::new(),
            reports: BTreeMap::new(),
            tables: BTreeMap::new(),
            cites_required: false,
            conditions: BTreeMap::new(),
            span_ids: BTreeMap::new(),
        }
    }

    /// Reports an error and gives nothing: `return cx.fail(…)`.
    pub fn fail<T>(&mut self, error: Diagnostic) -> Option<T> {
        self.errors.push(error);
        None
    }

    /// The value, or nothing and its error reported.
    pub fn take<T>(&mut self, result: Checked<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => self.fail(*error),
        }
    }

    /// A place as the compiled form keeps it.
    pub fn at(&mut self, span: Span) -> SpanId {
        let next = SpanId(u32::try_from(self.spans.len()).unwrap_or(u32::MAX));
        let id = *self.span_ids.entry(span).or_insert(next);
        if id == next {
            self.spans.push(span);
        }
        id
    }

    /// Reads an item's head by one rule.
    pub fn parse(&mut self, rule: Rule, item: &Item) -> Option<Node> {
        // Beyond so many errors nobody reads on, and each costs a search for what was meant.
        if self.errors.len() > limits::ERRORS {
            return None;
        }
        let read = grammar::parse(rule, &item.text, item.head.file, item.head.start as usize);
        self.take(read)
    }

    /// Reads a clause of a block by the rule that belongs to its first word; a word that is not among them is an error.
    pub fn clause(&mut self, item: &Item, inside: &str, rules: &[(&str, Rule)]) -> Option<Node> {
        match rules.iter().find(|(word, _)| *word == item.word()) {
            Some((_, rule)) => {
                self.no_block(item);
                self.parse(*rule, item)
            }
            None => {
                let words: Vec<&str> = rules.iter().map(|(word, _)| *word).collect();
                self.unknown_clause(item, inside, &words);
                None
            }
        }
    }

    /// Reports a block of a clause that has none.
    pub fn no_block(&mut self, item: &Item) {
        if let Some(block) = item.body.as_deref() {
            let label = format!("`{}` has no block", item.word());
            let block = block.first().map_or(item.span, |first| first.span);
            let error = Diagnostic::new(code::SYNTAX, block, "a block where none belongs", label);
            self.errors.push(error.help("take the braces and what is in them away"));
        }
    }

    /// Reports a clause whose first word can start nothing in its block.
    pub fn unknown_clause(&mut self, item: &Item, inside: &str, words: &[&str]) {
        if self.errors.len() > limits::ERRORS {
            return;
        }
        if let Some(error) = crate::later::refuse(item) {
            return self.errors.push(error);
        }
        let word = item.word();
        let message = match word {
            "" => format!("a clause of {inside} starts with a word"),
            word => format!("`{word}` starts no clause of {inside}"),
        };
        let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
        let label = format!("expected {}", listed(&quoted));
        let error = Diagnostic::new(code::UNKNOWN_CLAUSE, item.word_span(), message, label);
        self.errors.push(error.did_you_mean(word, words.iter().copied()));
    }

    /// Reports a clause that may stand once and stands again.
    pub fn once<T>(&mut self, slot: &mut Option<T>, item: &Item, value: Option<T>) {
        if slot.is_some() {
            let message = format!("`{}` stands twice here", item.word());
            self.errors.push(Diagnostic::new(code::ONCE, item.word_span(), message, "again here").help("keep one"));
        } else {
            *slot = value;
        }
    }

    /// Reports a block that lacks a clause it needs.
    pub fn lacks(&mut self, item: &Item, what: &str) {
        let message = format!("this `{}` lacks {what}", item.word());
        self.errors.push(Diagnostic::new(code::EMPTY, item.word_span(), message, format!("add {what}")));
    }
}
