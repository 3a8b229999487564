//! Declarations: what there is, in the order in which an index is given to each. Every name is known before any body is
//! lowered, so that a ruleset may be written in any order.

mod codes;
mod facts;
pub(crate) mod header;
mod people;

pub(crate) use header::{care as edition, source};

use stepcare_core::value::Symbol;

use crate::construct::{CONSTRUCTS, Declares, Found};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::grammar::{Node, Rule};
use crate::imports::Part;
use crate::limits;
use crate::lower::{Define, DefineState, Lower};
use crate::scope::{DecisionDecl, DecisionKind, Meaning};
use crate::syntax::expression::{Name, build, name, names};
use crate::syntax::{File, Item};

/// What the bodies of a ruleset are, once everything is declared.
#[derive(Default)]
pub(crate) struct Bodies<'t> {
    /// Constructs, in the order of the text.
    pub constructs: Vec<Found<'t>>,
    /// `test` blocks.
    pub tests: Vec<&'t Item>,
}

/// How one kind of line is declared.
type Declare = fn(&Item, &mut Lower<'_>);

/// Lines that declare something, by their first word.
const LINES: [(&str, Declare); 19] = [
    ("care", header::care),
    ("ruleset", header::ruleset),
    ("shared", header::shared),
    ("title", header::title),
    ("uses", header::uses),
    ("every", header::every),
    ("source", source),
    ("role", people::role),
    ("task", people::task),
    ("order", people::task),
    ("referral", people::task),
    ("channel", people::channel),
    ("topic", people::topic),
    ("setting", facts::setting),
    ("facts", facts::facts),
    ("series", facts::series),
    ("codes", codes::codes),
    ("define", define),
    ("formulary", header::formulary_here),
];

/// Declares everything that the files of a ruleset hold; its own is the last.
pub(crate) fn declare<'t>(files: &[(&'t File, Part)], cx: &mut Lower<'_>) -> Bodies<'t> {
    let mut bodies = Bodies::default();
    let taken = |(file, part): &(&'t File, Part)| -> Vec<&'t Item> {
        let part = *part;
        file.items.iter().filter(move |item| part.takes(item.word())).collect()
    };
    // Roles, channels, sources and code sets are named by other declarations, wherever they stand.
    for pass in [&["source", "role", "codes"][..], &["channel"][..]] {
        for item in files.iter().flat_map(taken).filter(|item| pass.contains(&item.word())) {
            line(item, cx);
        }
    }
    let first = ["source", "role", "codes", "channel"];
    for item in files.iter().flat_map(taken).filter(|item| !first.contains(&item.word())) {
        if is_test(item) {
            bodies.tests.push(item);
        } else if let Some(construct) = CONSTRUCTS.iter().find(|c| c.word == item.word()) {
            bodies.constructs.extend(head(construct, item, cx));
        } else {
            line(item, cx);
        }
    }
    facts::links(cx);
    if let Some((file, _)) = files.last()
        && !file.items.iter().any(|item| item.word() == "shared")
    {
        header::complete(file, cx);
    }
    bodies
}

/// The head of a shared file, and what cannot stand in one.
pub(crate) fn shared(file: &File, cx: &mut Lower<'_>) {
    if !file.items.iter().any(|item| item.word() == "care") {
        let start = crate::layout::span(file.number, 0, 0);
        let message = "this file does not say which edition of the language it is written in";
        let error = Diagnostic::new(code::HEADER, start, message, "it belongs at the start");
        cx.errors.push(error.help("write `care edition 2026`"));
    }
    for item in file.items.iter().filter(|item| is_test(item)) {
        let message = "tests stand in the ruleset that uses this file, or in a file of tests";
        cx.errors.push(Diagnostic::new(code::HEADER, item.word_span(), message, "a test in a shared file"));
    }
}

/// A test, or tests as data.
fn is_test(item: &Item) -> bool {
    item.word() == "test" || crate::testing::parse::is_data(item)
}

fn line(item: &Item, cx: &mut Lower<'_>) {
    let Some((_, declare)) = LINES.iter().find(|(word, _)| *word == item.word()) else {
        return unknown(item, cx);
    };
    let has_block = ["facts", "series", "codes"].contains(&item.word());
    match (&item.body, has_block) {
        (None, true) if !item.text.contains(" from ") => cx.lacks(item, "its block `{ … }`"),
        (Some(_), false) => {
            let message = format!("`{}` has no block", item.word());
            cx.errors.push(Diagnostic::new(code::SYNTAX, item.word_span(), message, "a block follows here"));
        }
        _ => {}
    }
    declare(item, cx);
}

fn unknown(item: &Item, cx: &mut Lower<'_>) {
    if cx.errors.len() > limits::ERRORS {
        return;
    }
    if let Some(error) = crate::later::refuse(item) {
        return cx.errors.push(error);
    }
    let word = item.word();
    let known = LINES
        .iter()
        .map(|(word, _)| *word)
        .chain(CONSTRUCTS.iter().map(|c| c.word))
        .chain(["test"])
        .chain(crate::later::words());
    let message = match word {
        "" => "a line of a ruleset starts with a word".into(),
        word => format!("`{word}` starts nothing in a ruleset"),
    };
    let mut error = Diagnostic::new(code::UNKNOWN_CLAUSE, item.word_span(), message, "not understood");
    error = match nearest(word, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => {
            error.help("a line that continues the one above starts with and, or, when, then, else, cite, shows or with")
        }
    };
    cx.errors.push(error);
}

/// A construct's head: its name becomes known.
fn head<'t>(construct: &'static crate::construct::Construct, item: &'t Item, cx: &mut Lower<'_>) -> Option<Found<'t>> {
    let read = cx.parse(construct.head, item);
    if matches!(construct.declares, Declares::ByContent(_)) {
        cx.no_block(item);
    }
    let Some(head) = read else {
        // A head that is broken hides nothing of its block.
        (construct.look_over)(item, cx);
        return None;
    };
    let mut names = head.all(Rule::name).map(name).collect::<Vec<_>>().into_iter();
    let own = match construct.declares {
        Declares::ByContent(_) => Name { text: by_content(construct.word, &head, cx), span: item.word_span() },
        _ => names.next()?,
    };
    match construct.declares {
        Declares::Decision(kind) | Declares::ByContent(kind) => decision(own.clone(), kind, cx),
        Declares::Message => {
            let id = cx.scope.messages.names().count();
            let id = stepcare_core::value::id::MessageId(u32::try_from(id).unwrap_or(u32::MAX));
            let added = cx.scope.messages.add(&own, id);
            cx.take(added);
        }
        Declares::Reminder => {}
    }
    Some(Found { construct, name: own.text, head, item })
}

/// A name made of what the line is about: `contraindicated_start_acei_arb`, `check_potassium`, `when_nurse_call`; a second of the same name
/// is `…_2`. A rule's name is part of its actions' keys, so another line above must not change it.
fn by_content(word: &str, head: &Node, cx: &Lower<'_>) -> String {
    let mut parts = vec![word.to_string()];
    parts.extend(head.has(Rule::start_of).then(|| "start".to_string()));
    parts.extend(head.child(Rule::names).map(names).unwrap_or_default().into_iter().map(|n| n.text));
    if head.rule == Rule::when_line {
        let action = head.child(Rule::then).and_then(|then| then.child(Rule::action));
        parts.extend(action.and_then(|action| action.children.first()?.name()).map(|n| n.text.clone()));
    }
    let name = parts.join("_");
    let taken = |text: &String| cx.scope.decisions.iter().any(|d| d.name == *text);
    let mut numbered = (2..).map(|n| format!("{name}_{n}"));
    if taken(&name) { numbered.find(|text| !taken(text)).unwrap_or(name) } else { name }
}

fn decision(own: Name, kind: DecisionKind, cx: &mut Lower<'_>) {
    let at = cx.scope.decisions.len();
    let added = cx.scope.values.add(&own, Meaning::Decision(at));
    cx.take(added);
    cx.scope.decisions.push(DecisionDecl { name: own.text, kind, span: own.span });
}

fn define(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::define_line, item) else { return };
    let (Some(named), Some(expr)) = (node.name().map(name), node.children.last().and_then(build)) else {
        return;
    };
    let added = cx.scope.values.add(&named, Meaning::Define(cx.defines.len()));
    cx.take(added);
    let each = node.all(Rule::name).nth(1).map(name).filter(|_| node.has(Rule::k_each));
    cx.defines.push(Define { name: named, each, expr, state: DefineState::Waiting });
}

impl Lower<'_> {
    /// A word as a symbol of the ruleset.
    pub(crate) fn symbol(&mut self, text: &str) -> Symbol {
        let at = self.out.symbols.iter().position(|s| s == text).unwrap_or_else(|| {
            self.out.symbols.push(text.into());
            self.out.symbols.len().saturating_sub(1)
        });
        Symbol(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The words of a `names` node as symbols; one that stands twice is an error.
    pub(crate) fn symbols(&mut self, node: &Node) -> Vec<Symbol> {
        let mut symbols = Vec::new();
        for word in node.all(Rule::name) {
            let symbol = self.symbol(&word.text);
            if symbols.contains(&symbol) {
                let message = format!("`{}` stands twice in this list", word.text);
                self.errors.push(Diagnostic::new(code::TWICE, word.span, message, "again here"));
            } else {
                symbols.push(symbol);
            }
        }
        symbols
    }
}
