//! From text to a compiled ruleset: the stages in order.

use stepcare_core::construct::{Decision, Screening};
use stepcare_core::expression;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::Date;

use crate::construct::{Built, Declares, Found, average, formulary, table};
use crate::declare;
use crate::diagnostic::{Diagnostic, Severity, code};
use crate::grammar::Rule;
use crate::imports::{self, Part};
use crate::layout;
use crate::limits;
use crate::lower::Lower;
use crate::source::{Files, Sources, Span};
use crate::syntax::{self, File, Item};
use crate::testing::TestBlock;
use crate::testing::coverage::Places;
use crate::warnings;

/// A ruleset that compiles.
#[derive(Debug, Clone)]
pub struct Compilation {
    /// What the engine runs.
    pub compiled: Compiled,
    /// Places in the text, by `SpanId`, for reasons.
    pub spans: Vec<expression::Span>,
    /// Where its rules and conditions stand, for the coverage of its tests.
    pub places: Places,
    /// Its `test` blocks.
    pub tests: Vec<TestBlock>,
    /// What may not mean what its author thinks.
    pub warnings: Vec<Diagnostic>,
    /// The files that were read.
    pub sources: Sources,
}

/// A ruleset that does not compile: every error that was found, and the files it was found in.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Errors and warnings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read.
    pub sources: Sources,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, diagnostic) in self.diagnostics.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            let place = diagnostic.labels.first().map(|(span, _)| self.sources.place(*span));
            match place {
                Some(at) => {
                    write!(f, "{}:{}:{}: {}: {}", at.file, at.line, at.column, diagnostic.code, diagnostic.message)?
                }
                None => write!(f, "{}: {}", diagnostic.code, diagnostic.message)?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// Compiles the ruleset of a file, with the files that it names; a path inside it is taken from where it stands. A file of
/// tests compiles the ruleset that it names and gives its own tests.
///
/// # Errors
/// Every error of the text, not the first: see [`Failure`].
pub fn compile(main: &str, files: &dyn Files) -> Result<Compilation, Failure> {
    let mut cx = Lower::new(files, empty());
    let mut tests = Vec::new();
    if let Some(file) = read(main, None, &mut cx) {
        tests = match kind(&file) {
            Kind::Ruleset => lower(main, &file, &mut cx),
            Kind::Tests => tests_alone(main, &file, &mut cx),
            Kind::Shared => {
                shared_alone(main, &file, &mut cx);
                let message = "this is a shared file, and no ruleset to compile";
                let span = file.items.first().map_or(layout::span(file.number, 0, 0), Item::word_span);
                let error = Diagnostic::new(code::HEADER, span, message, "it is part of the rulesets that use it");
                cx.errors.push(error.help("compile a ruleset that uses it"));
                Vec::new()
            }
            Kind::Formulary => {
                formulary_alone(&file, &mut cx);
                let message = "this is a formulary, and no ruleset to compile";
                let span = file.items.first().map_or(layout::span(file.number, 0, 0), Item::word_span);
                let error = Diagnostic::new(code::HEADER, span, message, "it holds drugs, and no decisions");
                cx.errors.push(error.help("compile the ruleset that uses it"));
                Vec::new()
            }
        };
    }
    finish(cx, tests)
}

/// Checks a file of any kind: a ruleset, a formulary, a file of tests. Errors first, warnings where there are none.
#[must_use]
pub fn check(main: &str, files: &dyn Files) -> (Vec<Diagnostic>, Sources) {
    let mut cx = Lower::new(files, empty());
    match read(main, None, &mut cx) {
        Some(file) if matches!(kind(&file), Kind::Formulary) => formulary_alone(&file, &mut cx),
        Some(file) if matches!(kind(&file), Kind::Shared) => shared_alone(main, &file, &mut cx),
        Some(_) => {
            return match compile(main, files) {
                Ok(done) => (done.warnings, done.sources),
                Err(failed) => (failed.diagnostics, failed.sources),
            };
        }
        None => {}
    }
    cx.names_agree();
    if cx.errors.is_empty() {
        cx.uncounted();
        cx.errors.append(&mut cx.warnings);
    }
    (told(cx.errors, &cx.sources), cx.sources)
}

/// What a file holds.
pub(crate) enum Kind {
    Ruleset,
    Formulary,
    /// Declarations and decisions that several rulesets share.
    Shared,
    Tests,
}

pub(crate) fn kind(file: &File) -> Kind {
    let has = |word: &str| file.items.iter().any(|item| item.word() == word);
    match (has("ruleset"), has("tests"), has("formulary"), has("shared")) {
        (false, true, ..) => Kind::Tests,
        (false, false, true, _) => Kind::Formulary,
        (false, false, false, true) => Kind::Shared,
        _ => Kind::Ruleset,
    }
}

/// A shared file by itself: what it says must hold together with the files that it uses.
fn shared_alone(main: &str, file: &File, cx: &mut Lower<'_>) {
    declare::shared(file, cx);
    lower(main, file, cx);
}

fn formulary_alone(file: &File, cx: &mut Lower<'_>) {
    for source in file.items.iter().filter(|item| item.word() == "source") {
        declare::source(source, cx);
    }
    formulary::read(file, cx);
}

/// `tests for NAME from "FILE"`: the ruleset that it names, and the tests of this file.
fn tests_alone(main: &str, file: &File, cx: &mut Lower<'_>) -> Vec<TestBlock> {
    let mut tests: Vec<&Item> = Vec::new();
    let mut of = None;
    for item in &file.items {
        match item.word() {
            "test" => tests.push(item),
            "care" => declare::edition(item, cx),
            "tests" if crate::testing::parse::is_data(item) => tests.push(item),
            "tests" => {
                let read = cx.parse(Rule::tests_line, item);
                cx.once(&mut of, item, Some(read));
            }
            _ => cx.unknown_clause(item, "a file of tests", &["care", "tests", "test"]),
        }
    }
    let Some(node) = of.flatten() else { return Vec::new() };
    let (Some(named), Some(path)) = (node.name(), node.words()) else { return Vec::new() };
    let path = beside(main, &path);
    let Some(ruleset) = read(&path, Some(node.span), cx) else { return Vec::new() };
    lower(&path, &ruleset, cx);
    if !cx.out.name.is_empty() && cx.out.name != named.text {
        let message = format!("the ruleset in \"{path}\" is called `{}`", cx.out.name);
        cx.errors.push(Diagnostic::new(code::WRONG_KIND, named.span, message, "another name here"));
    }
    tests.into_iter().flat_map(|item| crate::testing::parse::tests(item, cx)).collect()
}

/// A path that a file names, from where that file stands.
pub(crate) fn beside(file: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.into();
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match (part, parts.last()) {
            ("." | "", _) => {}
            ("..", Some(last)) if *last != ".." && !last.is_empty() => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

fn empty() -> Compiled {
    Compiled {
        edition: 0,
        name: String::new(),
        version: String::new(),
        effective: Date::Year(1),
        title: None,
        symbols: Vec::new(),
        sources: Vec::new(),
        roles: Vec::new(),
        tasks: Vec::new(),
        channels: Vec::new(),
        topics: Vec::new(),
        settings: Vec::new(),
        facts: Vec::new(),
        series: Vec::new(),
        code_sets: Vec::new(),
        formulary: None,
        program: expression::Program::default(),
        decisions: Vec::new(),
        declared: Vec::new(),
        messages: Vec::new(),
        reminders: Vec::new(),
        silent: Vec::new(),
    }
}

/// Reads a file and splits it into items.
pub(crate) fn read(path: &str, named_at: Option<Span>, cx: &mut Lower<'_>) -> Option<File> {
    let number = cx.open(path, named_at)?;
    let text = cx.sources.files().get(number as usize).map(|file| file.text.clone())?;
    if let Err(error) = layout::check_size(path, &text, number) {
        return cx.fail(*error);
    }
    Some(syntax::split(&text, number, &mut cx.errors))
}

/// Declares and lowers everything; gives the test blocks.
fn lower(main: &str, file: &File, cx: &mut Lower<'_>) -> Vec<TestBlock> {
    let used = imports::gather(main, file, cx);
    let mut parts: Vec<(&File, Part)> = used.iter().map(|(file, part)| (file, *part)).collect();
    parts.push((file, Part::Own));
    let bodies = declare::declare(&parts, cx);
    formulary::cited(cx);
    // What an average reports, and a table says, is known before anything asks for it: a define, a goal, a message.
    for found in &bodies.constructs {
        average::declare(found, cx);
        table::declare(found, cx);
    }
    // Every define is looked at, used or not.
    for at in 0..cx.defines.len() {
        if cx.errors.len() > limits::ERRORS {
            break;
        }
        if let Some(span) = cx.defines.get(at).map(|d| d.name.span) {
            cx.define(at, span);
        }
    }
    let others: Vec<u32> = parts.iter().filter(|(_, p)| *p == Part::Ruleset).map(|(file, _)| file.number).collect();
    let (mut decisions, mut silent) = (Vec::new(), Vec::new());
    for found in &bodies.constructs {
        if others.contains(&found.item.head.file) {
            silent.push(decisions.len());
        }
        let built = if cx.errors.len() > limits::ERRORS { None } else { (found.construct.lower)(found, cx) };
        match (found.construct.declares, built) {
            (Declares::Message, Some(Built::Message(message))) => cx.out.messages.push(message),
            (Declares::Reminder, Some(Built::Reminder(reminder))) => cx.out.reminders.push(reminder),
            (Declares::Decision(_) | Declares::ByContent(_), Some(Built::Decision(decision))) => {
                decisions.push(decision)
            }
            // A decision with an error keeps its place, so that circles among the others are still found.
            (Declares::Decision(_) | Declares::ByContent(_), _) => decisions.push(placeholder(found, cx)),
            _ => {}
        }
    }
    let shown = std::mem::take(&mut cx.shown);
    for name in shown.iter().filter(|name| cx.scope.values.get(&name.text).is_none()).collect::<Vec<_>>() {
        let error = cx.unknown_value(name, "fact or decision");
        cx.errors.push(error);
    }
    cx.in_order(decisions);
    // What another ruleset's decision wants is that ruleset's to do.
    cx.out.silent = silent.into_iter().filter_map(|at| cx.out.declared.get(at).copied()).collect();
    bodies.tests.iter().flat_map(|item| crate::testing::parse::tests(item, cx)).collect()
}

fn placeholder(found: &Found<'_>, cx: &mut Lower<'_>) -> Decision {
    let at = cx.at(found.item.head);
    Decision::Screening(Screening { name: found.name.clone(), lines: Vec::new(), at })
}

fn finish(mut cx: Lower<'_>, tests: Vec<TestBlock>) -> Result<Compilation, Failure> {
    cx.names_agree();
    let mut diagnostics = std::mem::take(&mut cx.errors);
    if diagnostics.is_empty() {
        diagnostics = warnings::warn(&cx);
        cx.uncounted();
        diagnostics.append(&mut cx.warnings);
    }
    let sources = std::mem::take(&mut cx.sources);
    let diagnostics = told(diagnostics, &sources);
    if diagnostics.iter().any(|d| d.severity == Severity::Error) {
        return Err(Failure { diagnostics, sources });
    }
    let spans = cx.spans.iter().map(|span| sources.place(*span)).collect();
    let places = Places { rules: cx.spans, conditions: cx.conditions };
    Ok(Compilation { compiled: cx.out, spans, places, tests, warnings: diagnostics, sources })
}

/// Findings as they are told: errors before warnings, each in the order of the text and once, at places of whole
/// characters, and no more than anyone reads.
pub(crate) fn told(mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    for (span, _) in diagnostics.iter_mut().flat_map(|d| &mut d.labels) {
        *span = sources.whole(*span);
    }
    diagnostics.sort_by_key(|d| d.labels.first().map(|(span, _)| *span));
    diagnostics.dedup();
    // A text that does not end cannot be read either: one error is enough.
    let place = |d: &Diagnostic| d.labels.first().map(|(span, _)| (span.file, span.start));
    let open: Vec<_> = diagnostics.iter().filter(|d| d.code == code::OPEN_TEXT.text()).map(place).collect();
    diagnostics.retain(|d| d.code != code::SYNTAX.text() || !open.contains(&place(d)));
    let (mut told, warnings): (Vec<_>, Vec<_>) = diagnostics.into_iter().partition(|d| d.severity == Severity::Error);
    let more = told.len().saturating_sub(limits::ERRORS);
    told.truncate(limits::ERRORS);
    if let (Some(last), true) = (told.last_mut(), more > 0) {
        last.notes.push("there are more errors, which are not listed".into());
    }
    told.extend(warnings);
    told
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_path_is_taken_from_where_the_file_that_names_it_stands() {
        for (file, path, expected) in [
            ("demo.care", "drugs.care", "drugs.care"),
            ("rules/htn/main.care", "../formulary/drugs.care", "rules/formulary/drugs.care"),
            ("../main.care", "../drugs.care", "../../drugs.care"),
            ("/srv/main.care", "./drugs.care", "/srv/drugs.care"),
            ("main.care", "/srv/drugs.care", "/srv/drugs.care"),
        ] {
            assert_eq!(beside(file, path), expected);
        }
    }
}
