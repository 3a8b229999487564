//! `message NAME topic TOPIC { en "…"; es "…" }`: one text a language, with values put in between braces. Every language a patient may have needs its text.

use stepcare_core::construct::message::{Message, Piece, Text};
use stepcare_core::record::FactKind;

use super::block::empty;
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{self, Node, Rule};
use crate::layout;
use crate::lower::Lower;
use crate::source::Span;
use crate::syntax::Item;
use crate::syntax::expression::{Name, name};
use crate::types::Type;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "message",
    head: Rule::message_head,
    declares: Declares::Message,
    look_over: |item, cx| {
        for clause in item.items() {
            cx.no_block(clause);
            cx.parse(Rule::message_text, clause);
        }
    },
    lower,
};

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let item = found.item;
    let languages = languages(cx, item);
    let mut texts: Vec<(Name, Option<Text>)> = Vec::new();
    for clause in item.items() {
        cx.no_block(clause);
        let Some(node) = cx.parse(Rule::message_text, clause) else { continue };
        let Some(language) = node.name().map(name) else { continue };
        if let Some(known) = &languages
            && !known.contains(&language.text)
        {
            let message = format!("no patient has the language `{}`", language.text);
            let error = Diagnostic::new(code::NOT_A_CHOICE, language.span, message, "not a value of `language`");
            let error = error.did_you_mean(&language.text, known.iter().map(String::as_str));
            cx.errors.push(error.note(format!("the fact `language` is one of {}", known.join(", "))));
        }
        if let Some((first, _)) = texts.iter().find(|(first, _)| first.text == language.text) {
            let message = format!("two texts in `{}`", language.text);
            let error = Diagnostic::new(code::ONCE, language.span, message, "again here");
            cx.errors.push(error.label(first.span, "first here").help("keep one"));
            continue;
        }
        let text = node.child(Rule::text).and_then(|text| pieces(cx, text));
        let symbol = cx.symbol(&language.text);
        texts.push((language, text.map(|pieces| Text { language: symbol, pieces })));
    }
    complete(cx, item, languages.as_deref(), &texts);
    let topic = found.head.all(Rule::name).nth(1).map(name)?;
    let topic = cx.scope.topics.resolve(&topic);
    let topic = cx.take(topic)?;
    let texts = texts.into_iter().map(|(_, text)| text).collect::<Option<Vec<_>>>()?;
    Some(Built::Message(Message { name: found.name.clone(), topic, texts, at: cx.at(item.head) }))
}

/// The languages that a patient may have; `None` where the ruleset does not ask.
fn languages(cx: &mut Lower<'_>, item: &Item) -> Option<Vec<String>> {
    let fact = cx.out.facts.iter().find(|fact| fact.name == "language")?;
    match &fact.kind {
        FactKind::OneOf(symbols) => {
            Some(symbols.iter().filter_map(|s| cx.out.symbols.get(s.0 as usize).cloned()).collect())
        }
        _ => {
            let message = "the fact `language` does not say which languages there are";
            let error = Diagnostic::new(code::WRONG_KIND, item.word_span(), message, "no text can be chosen by it");
            cx.fail(error.help("declare it as a list: `language : one of en, es  ask patient`"))
        }
    }
}

/// A patient whose language has no text would get none, and nobody would notice.
fn complete(cx: &mut Lower<'_>, item: &Item, languages: Option<&[String]>, texts: &[(Name, Option<Text>)]) {
    // A text that could not be read was reported; it is there all the same.
    let written = |language: &str| item.items().iter().any(|clause| clause.word() == language);
    if item.items().is_empty() {
        return empty(cx, item, "this message has no text", "en \"…\"");
    }
    match languages {
        Some(languages) => {
            let missing: Vec<String> = languages.iter().filter(|l| !written(l)).map(|l| format!("`{l}`")).collect();
            if !missing.is_empty() {
                let message = format!("this message has no text in {}", missing.join(", "));
                let error = Diagnostic::new(code::NO_TEXT, item.word_span(), message, "not for every patient");
                cx.errors.push(error.help("add a text for each language of the fact `language`"));
            }
        }
        None => {
            if let Some((second, _)) = texts.get(1) {
                let message = "nothing says which of these texts a patient gets";
                let error = Diagnostic::new(code::NO_TEXT, second.span, message, "a second language");
                cx.errors.push(error.help("declare the fact: `language : one of en, es  ask patient`"));
            }
        }
    }
}

/// A text's pieces: words, and what stands between braces.
fn pieces(cx: &mut Lower<'_>, text: &Node) -> Option<Vec<Piece>> {
    let quoted = text.text.get(1..text.text.len().saturating_sub(1)).unwrap_or_default();
    let from = (text.span.start as usize).saturating_add(1);
    let place = |at: usize, len: usize| {
        let start = from.saturating_add(at);
        layout::span(text.span.file, start, start.saturating_add(len))
    };
    let (mut pieces, mut whole) = (Vec::new(), true);
    let mut at = 0_usize;
    while let Some(rest) = quoted.get(at..).filter(|rest| !rest.is_empty()) {
        let words = rest.find(['{', '}']).unwrap_or(rest.len());
        if words > 0 {
            pieces.push(Piece::Words(unescaped(rest.get(..words).unwrap_or_default())));
            at = at.saturating_add(words);
            continue;
        }
        let inner = rest.strip_prefix('{').and_then(|rest| rest.find(['{', '}']).map(|end| rest.split_at(end)));
        match inner {
            Some((slot, end)) if end.starts_with('}') => {
                let slot_at = at.saturating_add(1);
                match self::slot(cx, slot, place(slot_at, slot.len())) {
                    Some(piece) => pieces.push(piece),
                    None => whole = false,
                }
                at = slot_at.saturating_add(slot.len()).saturating_add(1);
            }
            _ => {
                let message = "a brace that does not pair";
                let error = Diagnostic::new(code::BRACE, place(at, 1), message, "braces put in a value");
                cx.errors.push(error.help("write `{home_average.missing}`, or leave the brace out"));
                return None;
            }
        }
    }
    whole.then_some(pieces)
}

fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut chars = words.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    out
}

/// A value put into a text: something that can be said exactly in words.
fn slot(cx: &mut Lower<'_>, written: &str, span: Span) -> Option<Piece> {
    if written.trim().is_empty() {
        let error = Diagnostic::new(code::SYNTAX, span, "nothing stands between these braces", "a value is expected");
        return cx.fail(error.help("write `{home_average.missing}`"));
    }
    let read = grammar::parse(Rule::message_slot, written, span.file, span.start as usize);
    let node = cx.take(read)?;
    let typed = cx.value(node.child(Rule::expression)?)?;
    match typed.ty {
        Type::Words | Type::Number(_) | Type::Date | Type::Instant | Type::Clock | Type::OneOf(_) => {
            let unit = if let Type::Number(unit) = typed.ty { Some(unit) } else { None };
            Some(Piece::Slot(typed.id, unit))
        }
        other => {
            let message = format!("{} cannot be put into a text", other.words());
            let error = Diagnostic::new(code::NOT_A_VALUE, span, message, "no value that can be read aloud");
            cx.fail(error.help("put in a number, a date, or the words `home_average.missing`"))
        }
    }
}
