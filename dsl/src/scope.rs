//! Names: what each stands for, where it was declared, and what was likely meant by one that was not.

use std::collections::BTreeMap;

use stepcare_core::value::id::{
    ChannelId, ClassId, CodeSetId, DrugId, FactId, MessageId, RoleId, SeriesId, SettingId, SourceId, TaskId, TopicId,
};

use crate::diagnostic::{Checked, Diagnostic, code};
use crate::source::Span;
use crate::syntax::expression::Name;

/// Names of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Table<T> {
    what: &'static str,
    entries: BTreeMap<String, (T, Span)>,
}

impl<T: Copy> Table<T> {
    /// An empty table; `what` names its kind in messages: "role".
    pub fn new(what: &'static str) -> Table<T> {
        Table { what, entries: BTreeMap::new() }
    }

    /// Adds a name; an error if it is there already, and the first stays.
    pub fn add(&mut self, name: &Name, id: T) -> Checked<()> {
        if let Some((_, first)) = self.entries.get(&name.text) {
            return Err(Box::new(twice(self.what, name, *first)));
        }
        self.entries.insert(name.text.clone(), (id, name.span));
        Ok(())
    }

    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<T> {
        self.entries.get(name).map(|(id, _)| *id)
    }

    /// Where a name was declared.
    pub fn place(&self, name: &str) -> Option<Span> {
        self.entries.get(name).map(|(_, span)| *span)
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// What a name stands for, or an error with the likeliest that was meant.
    pub fn resolve(&self, name: &Name) -> Checked<T> {
        self.get(&name.text).ok_or_else(|| {
            let message = format!("there is no {} `{}`", self.what, name.text);
            let label = format!("not the name of a {}", self.what);
            let error = Diagnostic::new(code::UNKNOWN_NAME, name.span, message, label);
            let near = crate::diagnostic::nearest(&name.text, self.names());
            Box::new(match near {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None if self.entries.is_empty() => error.note(format!("this ruleset declares no {}", self.what)),
                None if self.entries.len() <= 12 => {
                    let all: Vec<&str> = self.names().collect();
                    error.note(format!("there is {}", all.join(", ")))
                }
                None => error,
            })
        })
    }
}

pub(crate) fn twice(what: &str, name: &Name, first: Span) -> Diagnostic {
    let message = format!("the {what} `{}` is declared twice", name.text);
    let error = Diagnostic::new(code::TWICE, name.span, message, "again here").label(first, "first here");
    if first.file == name.span.file {
        return error.help("give one of them another name");
    }
    error.help("a name stands for one thing in all files of a ruleset: take one out, or give it another name")
}

/// What a name means in an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Meaning {
    Fact(FactId),
    Series(SeriesId),
    Setting(SettingId),
    /// By its place among the defines.
    Define(usize),
    /// By its place among the decisions in the text.
    Decision(usize),
}

/// What kind of decision a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecisionKind {
    Screening,
    Average,
    Alert,
    Goal,
    Contraindication,
    Check,
    Ladder,
    Table,
    When,
    Score,
    Cards,
    Measure,
}

/// A decision as it was declared.
#[derive(Debug, Clone)]
pub(crate) struct DecisionDecl {
    pub name: String,
    pub kind: DecisionKind,
    pub span: Span,
}

/// Every name of a ruleset.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    /// Facts, series, settings, defines and decisions: what an expression can name.
    pub values: Table<Meaning>,
    pub decisions: Vec<DecisionDecl>,
    pub code_sets: Table<CodeSetId>,
    pub roles: Table<RoleId>,
    pub tasks: Table<TaskId>,
    pub channels: Table<ChannelId>,
    pub topics: Table<TopicId>,
    pub messages: Table<MessageId>,
    pub reminders: Table<()>,
    pub classes: Table<ClassId>,
    pub drugs: Table<DrugId>,
    /// The files that the ruleset uses, whose sources it may cite.
    pub used_files: Vec<u32>,
    /// Sources, file by file: a formulary cites its own.
    sources: BTreeMap<u32, Table<SourceId>>,
}

impl Scope {
    pub fn new() -> Scope {
        Scope {
            values: Table::new("name"),
            decisions: Vec::new(),
            code_sets: Table::new("code set"),
            roles: Table::new("role"),
            tasks: Table::new("task, order or referral"),
            channels: Table::new("channel"),
            topics: Table::new("topic"),
            messages: Table::new("message"),
            reminders: Table::new("reminder"),
            classes: Table::new("class of drugs"),
            drugs: Table::new("drug"),
            used_files: Vec::new(),
            sources: BTreeMap::new(),
        }
    }

    /// The sources that one file declares.
    pub fn sources(&mut self, file: u32) -> &mut Table<SourceId> {
        self.sources.entry(file).or_insert_with(|| Table::new("source"))
    }

    /// Where another file declares a source of the same name.
    pub fn source_elsewhere(&self, name: &Name) -> Option<Span> {
        let others = self.sources.iter().filter(|(file, _)| **file != name.span.file);
        others.filter_map(|(_, table)| table.place(&name.text)).next()
    }

    /// A source by the name that a file, or one that is used, gives it.
    pub fn source(&self, name: &Name) -> Checked<SourceId> {
        let files = [name.span.file].into_iter().chain(self.used_files.iter().copied());
        let tables = files.filter_map(|file| self.sources.get(&file));
        if let Some(source) = tables.filter_map(|table| table.get(&name.text)).next() {
            return Ok(source);
        }
        match self.sources.get(&name.span.file) {
            Some(table) => table.resolve(name),
            None => Table::new("source").resolve(name),
        }
    }
}
