//! `uses NAME from "FILE"`: the other files that a ruleset is made of. What they declare is the ruleset's, and a name
//! stands for one thing in all of them. A file is read once, however many use it; files that use each other in a circle
//! are refused.
//!
//! A `shared` file is part of each ruleset that uses it. Of another `ruleset` its declarations and its decisions are
//! used: what it does (its actions, reminders, cards, measures) is its own business, and is not done twice.

use crate::compile::{Kind, beside, kind, read};
use crate::construct::formulary;
use crate::declare;
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::source::Span;
use crate::syntax::expression::{Name, name};
use crate::syntax::{File, Item};

/// What a file is to the ruleset at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The ruleset's own.
    Own,
    /// Shared: as if it stood in the ruleset's own.
    Shared,
    /// Another ruleset.
    Ruleset,
}

impl Part {
    /// Whether an item of a file of this part is the ruleset's.
    pub fn takes(self, word: &str) -> bool {
        match self {
            Part::Own => true,
            Part::Shared => word != "uses",
            Part::Ruleset => {
                !["ruleset", "title", "every", "uses", "test", "tests", "when", "reminder", "cards", "measure"]
                    .contains(&word)
            }
        }
    }
}

/// The files that a file uses, and those that they use, each once and behind those that it uses itself.
pub(crate) fn gather(path: &str, file: &File, cx: &mut Lower<'_>) -> Vec<(File, Part)> {
    let mut gather = Gather { open: vec![path.into()], read: Vec::new(), formulary: None, files: Vec::new() };
    gather.of(path, file, cx);
    gather.files
}

struct Gather {
    /// The files that are being read, outermost first.
    open: Vec<String>,
    /// Those that were.
    read: Vec<String>,
    /// Where the formulary stands.
    formulary: Option<String>,
    files: Vec<(File, Part)>,
}

impl Gather {
    fn of(&mut self, path: &str, file: &File, cx: &mut Lower<'_>) {
        for item in file.items.iter().filter(|item| item.word() == "uses") {
            let Some(node) = cx.parse(Rule::uses_line, item) else { continue };
            let (Some(named), Some(from)) = (node.name().map(name), node.words()) else { continue };
            self.one(&named, &beside(path, &from), node.span, item, cx);
        }
    }

    fn one(&mut self, named: &Name, path: &str, at: Span, item: &Item, cx: &mut Lower<'_>) {
        if let Some(first) = self.open.iter().position(|open| open == path) {
            let circle: Vec<&str> = self.open.iter().skip(first).map(String::as_str).chain([path]).collect();
            let message = format!("these files use each other: {}", circle.join(" → "));
            let error = Diagnostic::new(code::CYCLE, at, message, "the circle closes here");
            cx.errors.push(error.help("put what both need into a third file, and let both use that"));
            return;
        }
        if self.read.iter().any(|read| read == path) {
            return;
        }
        let Some(file) = read(path, Some(at), cx) else { return };
        self.read.push(path.into());
        match kind(&file) {
            Kind::Formulary => self.formulary(named, path, &file, item, cx),
            Kind::Tests => {
                let message = format!("\"{path}\" holds tests");
                let error = Diagnostic::new(code::HEADER, at, message, "nothing that a ruleset could use");
                cx.errors.push(error.help("use a formulary, a `shared` file or another ruleset"));
            }
            Kind::Ruleset if !has(&file, &["ruleset"]) => {
                // Drugs without a head: the formulary says what is missing.
                if has(&file, &["class", "drug", "product"]) {
                    return self.formulary(named, path, &file, item, cx);
                }
                let message = format!("\"{path}\" does not say what it is");
                let error = Diagnostic::new(code::HEADER, at, message, "no head");
                cx.errors.push(error.help(format!("start it with `shared {} version \"2026.1\"`", named.text)));
            }
            Kind::Shared => self.part(named, path, file, Part::Shared, cx),
            Kind::Ruleset => self.part(named, path, file, Part::Ruleset, cx),
        }
    }

    fn part(&mut self, named: &Name, path: &str, file: File, part: Part, cx: &mut Lower<'_>) {
        let (word, what) = if part == Part::Shared { ("shared", "shared file") } else { ("ruleset", "ruleset") };
        let head = file.items.iter().find(|item| item.word() == word);
        let written = head.and_then(|item| item.text.split_whitespace().nth(1)).unwrap_or_default();
        if !written.is_empty() && written != named.text {
            wrong_name(named, what, written, path, cx);
        }
        if part == Part::Shared {
            declare::shared(&file, cx);
        }
        cx.scope.used_files.push(file.number);
        self.open.push(path.into());
        self.of(path, &file, cx);
        self.open.pop();
        self.files.push((file, part));
    }

    fn formulary(&mut self, named: &Name, path: &str, file: &File, item: &Item, cx: &mut Lower<'_>) {
        if let Some(other) = &self.formulary {
            let message = format!("a ruleset uses one formulary, and \"{other}\" is used already");
            cx.errors.push(Diagnostic::new(code::ONCE, item.head, message, "a second one here"));
            return;
        }
        for source in file.items.iter().filter(|item| item.word() == "source") {
            declare::source(source, cx);
        }
        let Some(read) = formulary::read(file, cx) else { return };
        if read.name != named.text {
            wrong_name(named, "formulary", &read.name, path, cx);
        }
        self.formulary = Some(path.into());
        cx.out.formulary = Some(read);
    }
}

/// Whether a file has an item that starts with one of these words.
fn has(file: &File, words: &[&str]) -> bool {
    file.items.iter().any(|item| words.contains(&item.word()))
}

fn wrong_name(named: &Name, what: &str, written: &str, path: &str, cx: &mut Lower<'_>) {
    let message = format!("the {what} in \"{path}\" is called `{written}`");
    let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "another name here");
    cx.errors.push(error.help(format!("write `uses {written} from \"{path}\"`")));
}
