//! The head of a ruleset, the files it uses, the sources it cites.

use stepcare_core::ruleset::SourceDecl;
use stepcare_core::ruleset::compiled::Found;
use stepcare_core::value::Date;
use stepcare_core::value::id::SourceId;

use crate::diagnostic::{Diagnostic, code};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::syntax::expression::name;
use crate::syntax::{File, Item};

/// The editions of the language that this version reads.
const EDITIONS: [u32; 1] = [2026];

pub(crate) fn care(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::care_line, item) else { return };
    let Some(year) = node.child(Rule::whole).and_then(|n| cx.whole(n)) else { return };
    if !EDITIONS.contains(&year) {
        let message = format!("this version does not read edition {year}");
        let error = Diagnostic::new(code::HEADER, node.span, message, "not an edition that it knows");
        let help = if EDITIONS.iter().all(|known| year > *known) {
            "use a newer version of Stepcare, or write the text for `care edition 2026`"
        } else {
            "write `care edition 2026`"
        };
        cx.errors.push(error.help(help));
    }
    cx.out.edition = year;
}

pub(super) fn ruleset(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::ruleset_line, item) else { return };
    if !cx.out.name.is_empty() {
        cx.errors.push(Diagnostic::new(code::HEADER, node.span, "a file holds one ruleset", "another starts here"));
        return;
    }
    cx.out.name = node.name().map(|n| n.text.clone()).unwrap_or_default();
    cx.out.version = node.words().unwrap_or_default();
    let date = node.child(Rule::date);
    match date.and_then(|d| Date::parse(&d.text)) {
        Some(date) => cx.out.effective = date,
        None => {
            let span = date.map_or(node.span, |d| d.span);
            cx.errors.push(Diagnostic::new(code::BAD_DATE, span, "there is no such day", "not in the calendar"));
        }
    }
}

/// `shared NAME version "…"`: its name is looked at by who uses it.
pub(super) fn shared(item: &Item, cx: &mut Lower<'_>) {
    cx.parse(Rule::shared_line, item);
}

pub(super) fn title(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::title_line, item) else { return };
    let mut title = cx.out.title.take();
    cx.once(&mut title, item, node.words());
    cx.out.title = title;
}

pub(super) fn every(item: &Item, cx: &mut Lower<'_>) {
    if cx.parse(Rule::every_line, item).is_some() {
        cx.cites_required = true;
    }
}

/// `uses` lines are followed before anything else is declared; here only their grammar is looked at.
pub(super) fn uses(_item: &Item, _cx: &mut Lower<'_>) {}

pub(super) fn formulary_here(item: &Item, cx: &mut Lower<'_>) {
    let message = "a formulary stands in a file of its own";
    let error = Diagnostic::new(code::HEADER, item.word_span(), message, "it starts here");
    cx.errors.push(error.help("a ruleset names it: `uses NAME from \"FILE.care\"`"));
}

pub(crate) fn source(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::source_line, item) else { return };
    let Some(named) = node.name().map(name) else { return };
    let mut found = Found::Nowhere;
    let mut choice = false;
    for part in node.all(Rule::source_found) {
        let words = part.words().unwrap_or_default();
        let this = match part.children.first().map(|n| n.rule) {
            Some(Rule::k_doi) => Found::Doi(words),
            Some(Rule::k_url) => Found::Url(words),
            Some(Rule::k_note) => Found::Note(words),
            _ => {
                choice = true;
                continue;
            }
        };
        if found != Found::Nowhere {
            let message = "a source is found at one place";
            cx.errors.push(Diagnostic::new(code::ONCE, part.span, message, "a second one here"));
        }
        found = this;
    }
    if found == Found::Nowhere && !choice {
        let message = format!("it is not said where `{}` is found", named.text);
        let error = Diagnostic::new(code::DECLARATION, node.span, message, "add where");
        cx.errors.push(error.help("write `doi \"…\"`, `url \"…\"` or `note \"…\"`; a programme's own is `choice`"));
    }
    let title = node.words().unwrap_or_default();
    let decl = SourceDecl { name: named.text.clone(), title, found, choice };
    // A formulary may declare a source that its ruleset declares too: the same is the same.
    // Reasons name a source by its name alone: two files cannot mean two things by it.
    if let Some(place) = cx.scope.source_elsewhere(&named)
        && cx.out.sources.iter().any(|s| s.name == decl.name && *s != decl)
    {
        let message = format!("another file declares the source `{}` otherwise", named.text);
        let error = Diagnostic::new(code::TWICE, named.span, message, "not the same as there").label(place, "there");
        cx.errors.push(error.help("give both the same title and place, or one of them another name"));
        return;
    }
    let at = cx.out.sources.iter().position(|s| *s == decl).unwrap_or_else(|| {
        cx.out.sources.push(decl);
        cx.out.sources.len().saturating_sub(1)
    });
    let id = SourceId(u32::try_from(at).unwrap_or(u32::MAX));
    let added = cx.scope.sources(item.head.file).add(&named, id);
    cx.take(added);
}

/// What a ruleset cannot be without.
pub(super) fn complete(file: &File, cx: &mut Lower<'_>) {
    let start = crate::layout::span(file.number, 0, 0);
    for (word, line) in
        [("care", "care edition 2026"), ("ruleset", "ruleset NAME version \"2026.1\" effective 2026-01-01")]
    {
        let lines: Vec<&Item> = file.items.iter().filter(|item| item.word() == word).collect();
        match lines.as_slice() {
            [] => {
                let message = format!("this ruleset has no `{word}` line");
                let error = Diagnostic::new(code::HEADER, start, message, "it belongs at the start");
                cx.errors.push(error.help(format!("write `{line}`")));
            }
            [_, again, ..] if word == "care" => {
                let message = "the edition is said once";
                cx.errors.push(Diagnostic::new(code::ONCE, again.head, message, "again here"));
            }
            _ => {}
        }
    }
}
