//! `reminder NAME { start at …; stop when …; after 3 days …; every 7 days up to 2 times }`: when it starts, what ends it, and after how long what is done.

use stepcare_core::construct::reminder::{Delay, Line, Reminder};
use stepcare_core::value::Duration;

use super::block::{Block, Words, empty, optional, starts};
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::{Meaning, twice};
use crate::syntax::Item;
use crate::syntax::expression::name;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "reminder",
    head: Rule::reminder_head,
    declares: Declares::Reminder,
    look_over: |item, cx| {
        Block::read(cx, item, "a reminder", CLAUSES, &["start", "stop"]);
    },
    lower,
};

const CLAUSES: &Words = &[
    ("start", Rule::reminder_start),
    ("stop", Rule::reminder_stop),
    ("after", Rule::reminder_after),
    ("every", Rule::reminder_every),
];

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let item = found.item;
    unique(cx, found);
    let block = Block::read(cx, item, "a reminder", CLAUSES, &["start", "stop"]);
    block.need(cx, "start", "start at cuff_sent_at");
    if !starts(item, "after") {
        empty(cx, item, "this reminder reminds of nothing", "after 3 days task NAME for ROLE due in 2 days");
    }
    let start = block.clause(Rule::reminder_start).and_then(|node| cx.moment(node.child(Rule::expression)?));
    let stop = block.clause(Rule::reminder_stop).map(|node| {
        cx.cite_if_any(node);
        cx.condition(node.child(Rule::expression)?)
    });
    let lines = lines(cx, item, &block);
    let (start, stop) = (start?.id, optional(stop)?);
    let at = cx.at(item.head);
    Some(Built::Reminder(Reminder { name: found.name.clone(), start, stop, lines: lines?, at }))
}

/// A reminder's name is part of its actions' keys, as a decision's is: it stands for nothing else.
fn unique(cx: &mut Lower<'_>, found: &Found<'_>) {
    let Some(own) = found.head.name().map(name) else { return };
    let first = cx.scope.values.place(&own.text).or_else(|| cx.scope.reminders.place(&own.text));
    match first {
        Some(first) => cx.errors.push(twice("name", &own, first)),
        None => {
            let added = cx.scope.reminders.add(&own, ());
            cx.take(added);
        }
    }
}

/// The lines in order; an `every` belongs to the `after` above it.
fn lines(cx: &mut Lower<'_>, item: &Item, block: &Block<'_>) -> Option<Vec<Line>> {
    let (mut lines, mut whole) = (Vec::<Line>::new(), true);
    // The clause that an `every` would belong to.
    let mut above: Option<(&Item, bool)> = None;
    for clause in item.items() {
        let node = block.clauses.iter().find(|(of, _)| std::ptr::eq(*of, clause)).map(|(_, node)| node);
        match clause.word() {
            "after" => {
                above = Some((clause, false));
                match node.and_then(|node| line(cx, node)) {
                    Some(line) => lines.push(line),
                    None => whole = false,
                }
            }
            "every" => match above {
                Some((_, false)) => {
                    above = Some((clause, true));
                    match node.and_then(|node| repeat(cx, node)) {
                        Some((every, up_to)) => {
                            if let Some(line) = lines.last_mut().filter(|_| whole) {
                                (line.every, line.up_to) = (Some(every), up_to);
                            }
                        }
                        None => whole = false,
                    }
                }
                Some((first, true)) => {
                    let message = "`every` stands twice after one line";
                    let error = Diagnostic::new(code::ONCE, clause.word_span(), message, "again here");
                    cx.errors.push(error.label(first.word_span(), "first here").help("keep one"));
                }
                None => {
                    let message = "`every` repeats the line above it, and there is none";
                    let error = Diagnostic::new(code::EMPTY, clause.word_span(), message, "nothing to repeat");
                    cx.errors.push(error.help("put it below the `after …` line that it repeats"));
                }
            },
            _ => {}
        }
    }
    whole.then_some(lines)
}

/// `after 3 days message … by …`.
fn line(cx: &mut Lower<'_>, node: &Node) -> Option<Line> {
    let after = node.child(Rule::delay).and_then(|delay| self::delay(cx, delay));
    let then = node.child(Rule::action).and_then(|action| cx.action(action));
    let when = node.child(Rule::expression).map(|when| cx.condition(when));
    let cite = cx.cite_if_any(node);
    let when = optional(when)?;
    Some(Line { after: after?, then: then?, when, every: None, up_to: None, cite, at: cx.at(node.span) })
}

/// `6 months and 7 days`, or a setting that holds a number of days or hours.
fn delay(cx: &mut Lower<'_>, node: &Node) -> Option<Delay> {
    if let Some(setting) = node.name() {
        let named = name(setting);
        let Some(Meaning::Setting(id)) = cx.scope.values.get(&named.text) else {
            let message = format!("`{}` is not a setting", named.text);
            let error = Diagnostic::new(code::UNKNOWN_NAME, named.span, message, "expected a duration or a setting");
            let settings: Vec<&str> = cx.out.settings.iter().map(|s| s.name.as_str()).collect();
            let error = error.did_you_mean(&named.text, settings);
            return cx.fail(error);
        };
        let declared = cx.out.settings.get(id.index());
        let Some(time) = declared.and_then(|setting| setting.time) else {
            let message = format!("the setting `{}` is not a duration", named.text);
            let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "a duration is expected here");
            return cx.fail(error.help("declare it in days: `setting NAME : days = 7 days`"));
        };
        return Some(Delay { parts: Vec::new(), setting: Some((id, time.unit)) });
    }
    let parts: Vec<Option<Duration>> = node.all(Rule::duration).map(|part| cx.duration(part)).collect();
    let parts: Vec<Duration> = parts.into_iter().collect::<Option<_>>()?;
    if parts.iter().any(|p| p.is_exact()) && parts.iter().any(|p| !p.is_exact()) {
        let message = "elapsed time and days of the calendar do not add up";
        let label = "a day may have 23 or 25 hours";
        return cx.fail(Diagnostic::new(code::MISMATCH, node.span, message, label).help("write it in one of them"));
    }
    Some(Delay { parts, setting: None })
}

/// `every 7 days up to 2 times`.
fn repeat(cx: &mut Lower<'_>, node: &Node) -> Option<(Duration, Option<u32>)> {
    cx.cite_if_any(node);
    let every = cx.duration(node)?;
    let up_to = match node.child(Rule::up_to).and_then(|up_to| up_to.child(Rule::whole)) {
        Some(times) => Some((cx.whole(times)?, times.span)),
        None => None,
    };
    let zero = match up_to {
        Some((0, span)) => Some(span),
        _ if every.count == 0 => node.child(Rule::duration).map(|d| d.span),
        _ => None,
    };
    if let Some(span) = zero {
        let error = Diagnostic::new(code::BAD_NUMBER, span, "a line is not repeated so", "expected 1 or more");
        return cx.fail(error.help("leave `every` out, or say how often"));
    }
    if every.ms().is_some_and(|ms| ms < 3_600_000) {
        let span = node.child(Rule::duration)?.span;
        let error =
            Diagnostic::new(code::BAD_NUMBER, span, "a reminder is repeated once an hour at most", "more often");
        return cx.fail(error.help("write `every 1 hour`, or days"));
    }
    Some((every, up_to.map(|(times, _)| times)))
}
