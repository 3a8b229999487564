//! `given home_bp is 128/78 at …, 131/- office at …`: the rows of a series.

use stepcare_core::record::{FactKind, Item as Value, Record, Row};
use stepcare_core::value::id::SeriesId;
use stepcare_core::value::{Date, Instant, LocalTime, Unit};

use super::clock::Clock;
use super::given::quantity;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::syntax::expression::{Name, name};

/// A column that a row's words or numbers may be of.
struct Column {
    name: String,
    /// Of a number.
    unit: Option<Unit>,
    /// The members of a list.
    members: Vec<String>,
}

/// Adds the rows of one line.
pub(super) fn series(node: &Node, named: &Name, id: SeriesId, clock: &Clock, record: &mut Record, cx: &mut Lower<'_>) {
    let columns = columns(id, cx);
    let mut rows = Vec::new();
    for part in node.all(Rule::given_row) {
        let times = match (part.child(Rule::times_on), part.child(Rule::moment)) {
            (Some(times), _) => times_on(times, clock, cx),
            (_, Some(moment)) => vec![cx.moment_in(moment, &clock.zone)],
            _ => vec![Some(clock.as_of)],
        };
        let (numbers, words) = (numbers(part, &columns, cx), words(part, &columns, cx));
        let (Some(mut values), Some(words)) = (numbers, words) else { continue };
        values.extend(words);
        rows.extend(times.into_iter().map(|at| (at, values.clone())));
    }
    let entry = record.series(named.text.clone());
    entry.through = Some(clock.as_of);
    for (at, columns) in rows {
        let id = Some(format!("r{}", entry.rows.len().saturating_add(1)));
        entry.rows.push(Row { id, at, columns, ..Row::default() });
    }
}

/// The most days that one line gives readings of.
const MOST_DAYS: u64 = 400;

/// `07:00, 20:00 on 2026-02-28 .. 2026-03-02`: each time of the first day, then of the next.
fn times_on(node: &Node, clock: &Clock, cx: &mut Lower<'_>) -> Vec<Option<Instant>> {
    let mut times = Vec::new();
    for written in node.all(Rule::clock) {
        match LocalTime::parse(&written.text) {
            Some(time) => times.push(time),
            None => {
                let message = "there is no such time of day";
                cx.errors.push(Diagnostic::new(code::BAD_DATE, written.span, message, "not a time"));
            }
        }
    }
    let mut ends = Vec::new();
    for written in node.all(Rule::date) {
        match Date::parse(&written.text) {
            Some(Date::Day(day)) => ends.push(day),
            _ => {
                let message = "there is no such day";
                cx.errors.push(Diagnostic::new(code::BAD_DATE, written.span, message, "not in the calendar"));
            }
        }
    }
    let (Some(first), Some(last)) = (ends.first().copied(), ends.last().copied()) else { return Vec::new() };
    let days = last.signed_duration_since(first).num_days().saturating_add(1);
    let days = u64::try_from(days).unwrap_or(0);
    if days == 0 || days > MOST_DAYS {
        let message = if days == 0 { "these days end before they begin" } else { "these are too many days" };
        let label = format!("from one day to one at most {MOST_DAYS} days later");
        cx.errors.push(Diagnostic::new(code::TEST, node.span, message, label));
        return Vec::new();
    }
    let all = first.iter_days().take(usize::try_from(days).unwrap_or(0));
    all.flat_map(|day| times.iter().map(move |time| Some(clock.zone.instant(day, *time))).collect::<Vec<_>>()).collect()
}

fn columns(id: SeriesId, cx: &Lower<'_>) -> Vec<Column> {
    let Some(series) = cx.out.series.get(id.index()) else { return Vec::new() };
    let column = |column: &stepcare_core::record::Column| {
        let (unit, symbols) = match &column.kind {
            FactKind::Number { unit, .. } => (Some(*unit), &[][..]),
            FactKind::OneOf(symbols) | FactKind::AnyOf(symbols) => (None, symbols.as_slice()),
            _ => (None, &[][..]),
        };
        let members = symbols.iter().filter_map(|s| cx.out.symbols.get(s.0 as usize).cloned()).collect();
        Column { name: column.name.clone(), unit, members }
    };
    series.columns.iter().map(column).collect()
}

/// `125/75`, `125/-`: the numbers of a row, in the order of its columns and in their units.
fn numbers(part: &Node, columns: &[Column], cx: &mut Lower<'_>) -> Option<Vec<(String, Value)>> {
    let columns: Vec<(&str, Unit)> = columns.iter().filter_map(|c| Some((c.name.as_str(), c.unit?))).collect();
    let Some(list) = part.child(Rule::row_numbers) else {
        let written = part.children.first()?;
        let [(only, unit)] = columns.as_slice() else {
            return wrong_count(part, 1, &columns, cx);
        };
        let (number, given) = quantity(written, *unit, cx)?;
        let value = vec![("value".into(), Value::Number(number)), ("unit".into(), Value::from(given.code()))];
        return Some(vec![((*only).into(), Value::Object(value))]);
    };
    let written: Vec<&Node> = list.all(Rule::row_number).collect();
    if written.len() != columns.len() {
        return wrong_count(part, written.len(), &columns, cx);
    }
    let mut values = Vec::new();
    for (node, (column, _)) in written.into_iter().zip(columns) {
        // `-`: this row lacks the column.
        if let Some(number) = node.child(Rule::number) {
            values.push((column.into(), Value::Number(cx.number(number)?)));
        }
    }
    Some(values)
}

/// `office`: a member of the one list that has it.
fn words(part: &Node, columns: &[Column], cx: &mut Lower<'_>) -> Option<Vec<(String, Value)>> {
    let (mut values, mut whole) = (Vec::new(), true);
    for word in part.all(Rule::row_word).filter_map(Node::name).map(name) {
        let of: Vec<&Column> = columns.iter().filter(|c| c.members.contains(&word.text)).collect();
        let error = match of.as_slice() {
            [only] => {
                values.push((only.name.clone(), Value::Text(word.text)));
                continue;
            }
            [] => {
                let all: Vec<&str> = columns.iter().flat_map(|c| c.members.iter().map(String::as_str)).collect();
                let message = format!("`{}` is a word of none of its columns", word.text);
                let error = Diagnostic::new(code::NOT_A_CHOICE, word.span, message, "not in any of their lists");
                error.did_you_mean(&word.text, all)
            }
            several => {
                let names: Vec<&str> = several.iter().map(|c| c.name.as_str()).collect();
                let message = format!("`{}` is a word of {}", word.text, listed(&names));
                Diagnostic::new(code::TEST, word.span, message, "it is open which column is meant")
            }
        };
        cx.errors.push(error);
        whole = false;
    }
    whole.then_some(values)
}

fn wrong_count<T>(part: &Node, found: usize, columns: &[(&str, Unit)], cx: &mut Lower<'_>) -> Option<T> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let many = if found == 1 { "1 number".into() } else { format!("{found} numbers") };
    let message = format!("{many}, and a row has {}", columns.len());
    let error = Diagnostic::new(code::TEST, part.span, message, format!("in order: {}", names.join("/")));
    cx.fail(error)
}
