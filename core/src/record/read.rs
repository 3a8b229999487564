//! JSON to record: every number exact, every mistake with its pointer.

use alloc::{string::String, vec::Vec};

use super::bind_value::{instant, unknown_members};
use super::problem::{MISSING_FIELD, Problem, UNKNOWN_EVENT, WRONG_KIND, below};
use super::{
    Event, EventKind, FactEntry, Item, Limits, RECORD_FORMAT, Record, Row, SeriesEntry, ZoneFrom, nearest, read_item,
};
use crate::error::{EvaluateError, evaluate};
use crate::value::text::text;
use crate::value::{Instant, Number};

/// Reads a record's JSON. What cannot be read stands in its `problems`, each with a JSON pointer, and what it stood for is
/// refused, never absent; names and values are judged when the record is bound to a ruleset.
///
/// ```
/// use stepcare_core::record::{Limits, read_record};
/// let json = br#"{"format": 1, "patient": "p-001", "facts": {"cuff_sent_at": {"value": "2026-03-02", "at": "today"}}}"#;
/// let record = read_record(json, &Limits::default())?;
/// assert_eq!(record.problems[0].pointer, "/facts/cuff_sent_at/at");
/// # Ok::<(), stepcare_core::error::EvaluateError>(())
/// ```
///
/// # Errors
/// When there is no record to speak of: not JSON, truncated, too large or too deep, an unknown format, no patient.
pub fn read_record(json: &[u8], limits: &Limits) -> Result<Record, EvaluateError> {
    let (document, problems) = read_item(json, limits)?;
    let Item::Object(members) = &document else {
        return Err(EvaluateError::new(evaluate::NOT_A_RECORD, "", "an object"));
    };
    check_format(&document)?;
    let patient = match document.get("patient") {
        Some(Item::Text(patient)) if !patient.trim().is_empty() => patient.clone(),
        _ => return Err(EvaluateError::new(evaluate::NO_PATIENT, "/patient", "the patient's identifier, as text")),
    };
    let mut shape = Shape { problems };
    unknown_members(members, "", &["format", "patient", "facts", "series", "events", "zones"], &mut shape.problems);
    let mut record = Record { patient, ..Record::default() };
    let facts = section(&document, "facts")?.iter();
    record.facts = facts.map(|(name, item)| (name.clone(), shape.fact(item, &below("/facts", name)))).collect();
    let mut series_by_name = Vec::new();
    for (name, item) in section(&document, "series")? {
        if let Some(series) = shape.series(item, &below("/series", name), limits)? {
            series_by_name.push((name.clone(), series));
        }
    }
    record.series = series_by_name.into_iter().collect();
    if let Some(events) = list(&document, "events")? {
        let mut read = Vec::new();
        for (at, item) in events.iter().enumerate() {
            if let Some(event) = shape.event(item, &text!["/events/", at]) {
                read.push(event);
            }
        }
        record.events = Some(read);
    }
    if let Some(zones) = list(&document, "zones")? {
        for (at, item) in zones.iter().enumerate() {
            if let Some(zone) = shape.zone(item, &text!["/zones/", at]) {
                record.zones.push(zone);
            }
        }
    }
    record.problems = shape.problems;
    Ok(record)
}

fn check_format(document: &Item) -> Result<(), EvaluateError> {
    let expected = text!["format ", RECORD_FORMAT];
    match document.get("format") {
        None => Err(EvaluateError::new(evaluate::NO_FORMAT, "/format", expected)),
        Some(Item::Number(format)) if *format == Number::integer(RECORD_FORMAT.into()) => Ok(()),
        Some(_) => Err(EvaluateError::new(evaluate::UNKNOWN_FORMAT, "/format", expected)),
    }
}

/// The members of a part of the record that is an object.
fn section<'i>(document: &'i Item, name: &str) -> Result<&'i [(String, Item)], EvaluateError> {
    match document.get(name) {
        None => Ok(&[]),
        Some(Item::Object(members)) => Ok(members),
        Some(_) => Err(EvaluateError::new(evaluate::NOT_A_RECORD, below("", name), "an object, once")),
    }
}

/// The items of a part of the record that is a list; `None` when it is not there.
fn list<'i>(document: &'i Item, name: &str) -> Result<Option<&'i [Item]>, EvaluateError> {
    match document.get(name) {
        None => Ok(None),
        Some(Item::List(items)) => Ok(Some(items)),
        Some(_) => Err(EvaluateError::new(evaluate::NOT_A_RECORD, below("", name), "a list, once")),
    }
}

/// Reads the parts of a record and notes what is wrong with them.
struct Shape {
    problems: Vec<Problem>,
}

impl Shape {
    /// A fact: a value, an entry, or a list of either. A list of texts or of objects without `value` is one value.
    fn fact(&mut self, item: &Item, pointer: &str) -> Vec<FactEntry> {
        match item {
            Item::List(items) if is_history(items) => {
                let mut entries = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    if let Some(entry) = self.entry(item, &text![pointer, "/", at]) {
                        entries.push(entry);
                    }
                }
                entries
            }
            one => self.entry(one, pointer).into_iter().collect(),
        }
    }

    /// One value of a fact; `null` is none.
    fn entry(&mut self, item: &Item, pointer: &str) -> Option<FactEntry> {
        let Item::Object(members) = item else {
            let pointer = Some(pointer.into());
            return (*item != Item::Null).then(|| FactEntry { pointer, ..FactEntry::new(item.clone()) });
        };
        if !has_value(members) {
            let pointer = Some(pointer.into());
            return Some(FactEntry { pointer, ..FactEntry::new(item.clone()) });
        }
        unknown_members(members, pointer, &["id", "value", "unit", "at", "source"], &mut self.problems);
        let mut entry = FactEntry::new(item.get("value")?.clone());
        entry.pointer = Some(below(pointer, "value"));
        entry.id = self.text(item, pointer, "id").unwrap_or_default();
        entry.source = self.text(item, pointer, "source").unwrap_or_default();
        (entry.at, entry.refused) = split(self.time(item, pointer, "at"));
        match self.text(item, pointer, "unit") {
            Ok(unit) => entry.unit = unit,
            // In which unit the number is cannot be told.
            Err(()) => entry.refused = true,
        }
        Some(entry)
    }

    /// A series; `null` is not supplied.
    fn series(&mut self, item: &Item, pointer: &str, limits: &Limits) -> Result<Option<SeriesEntry>, EvaluateError> {
        let refused = SeriesEntry { refused: true, ..SeriesEntry::default() };
        let Item::Object(members) = item else {
            if *item == Item::Null {
                return Ok(None);
            }
            self.wrong(item, pointer, "an object with through and rows");
            return Ok(Some(refused));
        };
        unknown_members(members, pointer, &["through", "rows"], &mut self.problems);
        let rows_at = below(pointer, "rows");
        let rows = match item.get("rows") {
            Some(Item::List(rows)) => rows,
            Some(other) => {
                self.wrong(other, &rows_at, "a list of rows");
                return Ok(Some(refused));
            }
            None => {
                // A list that was forgotten is not an empty one.
                self.problems.push(Problem::new(MISSING_FIELD, rows_at, "a list of rows, empty where there are none"));
                return Ok(Some(refused));
            }
        };
        if rows.len() > limits.rows {
            let expected = text!["at most ", limits.rows, " rows"];
            return Err(EvaluateError::new(evaluate::TOO_MANY_ROWS, rows_at, expected));
        }
        // A time that cannot be read leaves the feed as far behind as one without it.
        let through = self.time(item, pointer, "through").unwrap_or_default();
        let rows = rows.iter().enumerate().map(|(at, row)| self.row(row, &text![rows_at, "/", at])).collect();
        Ok(Some(SeriesEntry { through, rows, refused: false }))
    }

    /// A row; one that cannot be read keeps its place.
    fn row(&mut self, item: &Item, pointer: &str) -> Row {
        let Item::Object(members) = item else {
            self.wrong(item, pointer, "an object");
            return Row { refused: true, ..Row::default() };
        };
        let mut row = Row {
            id: self.text(item, pointer, "id").unwrap_or_default().filter(|id| !id.is_empty()),
            device: self.text(item, pointer, "device").unwrap_or_default(),
            status: self.text(item, pointer, "status").unwrap_or_default(),
            received: self.time(item, pointer, "received").unwrap_or_default(),
            ..Row::default()
        };
        (row.at, row.refused) = split(self.time(item, pointer, "at"));
        let own = ["id", "at", "received", "device", "status"];
        let columns = members.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        row.columns = columns.cloned().collect();
        row
    }

    /// An event; one that cannot be read is left out, with its problem.
    fn event(&mut self, item: &Item, pointer: &str) -> Option<Event> {
        let Item::Object(members) = item else {
            self.wrong(item, pointer, "an object");
            return None;
        };
        const KNOWN: &[&str] = &["event", "key", "at", "content", "pathway", "stage", "ruleset"];
        unknown_members(members, pointer, KNOWN, &mut self.problems);
        let kind = self.event_kind(item, pointer)?;
        let at = self.needed(item, pointer, "at", |shape| shape.time(item, pointer, "at"))?;
        let text = |shape: &mut Shape, name: &str| shape.text(item, pointer, name);
        let mut event = Event {
            kind,
            at,
            key: text(self, "key").ok()?,
            content: text(self, "content").unwrap_or_default(),
            pathway: text(self, "pathway").ok()?,
            stage: text(self, "stage").ok()?,
            ruleset: text(self, "ruleset").ok()?,
        };
        if kind == EventKind::StageEntered {
            event.pathway = Some(self.needed(item, pointer, "pathway", |_| Ok(event.pathway.take()))?);
            event.stage = Some(self.needed(item, pointer, "stage", |_| Ok(event.stage.take()))?);
        } else {
            event.key = Some(self.needed(item, pointer, "key", |_| Ok(event.key.take()))?);
        }
        Some(event)
    }

    fn event_kind(&mut self, item: &Item, pointer: &str) -> Option<EventKind> {
        let name = self.needed(item, pointer, "event", |shape| shape.text(item, pointer, "event"))?;
        let found = EVENTS.iter().find(|(event, _)| *event == name).map(|(_, kind)| *kind);
        if found.is_none() {
            let expected = "opened, updated, done, cancelled, failed, read, closed or stage_entered";
            let mut problem = Problem::new(UNKNOWN_EVENT, below(pointer, "event"), expected);
            if let Some(near) = nearest(&name, EVENTS.iter().map(|(event, _)| *event)) {
                problem = problem.help(text!["did you mean ", near, "?"]);
            }
            self.problems.push(problem.found(super::item::capped(&name)));
        }
        found
    }

    /// A change of zone; one that cannot be read is left out, with its problem.
    fn zone(&mut self, item: &Item, pointer: &str) -> Option<ZoneFrom> {
        let Item::Object(members) = item else {
            self.wrong(item, pointer, "an object with zone and from");
            return None;
        };
        unknown_members(members, pointer, &["zone", "from"], &mut self.problems);
        let zone = self.needed(item, pointer, "zone", |shape| shape.text(item, pointer, "zone"))?;
        let from = self.needed(item, pointer, "from", |shape| shape.time(item, pointer, "from"))?;
        Some(ZoneFrom { zone, from })
    }

    /// What must be there; its absence is a problem.
    fn needed<T>(
        &mut self,
        item: &Item,
        pointer: &str,
        name: &str,
        read: impl FnOnce(&mut Shape) -> Result<Option<T>, ()>,
    ) -> Option<T> {
        if item.get(name).is_none() {
            self.problems.push(Problem::new(MISSING_FIELD, below(pointer, name), text!["`", name, "`"]));
        }
        read(self).ok().flatten()
    }

    /// A text that may be absent; `Err` when it was there and is no text.
    fn text(&mut self, item: &Item, pointer: &str, name: &str) -> Result<Option<String>, ()> {
        match item.get(name) {
            None => Ok(None),
            Some(Item::Text(text)) => Ok(Some(text.clone())),
            Some(other) => {
                self.wrong(other, &below(pointer, name), "a text");
                Err(())
            }
        }
    }

    /// A time that may be absent; `Err` when it was there and cannot be read.
    fn time(&mut self, item: &Item, pointer: &str, name: &str) -> Result<Option<Instant>, ()> {
        match item.get(name) {
            None => Ok(None),
            Some(at) => instant(at, &below(pointer, name), &mut self.problems).map(Some).ok_or(()),
        }
    }

    /// The wrong kind of value; what was refused before has its problem.
    fn wrong(&mut self, item: &Item, pointer: &str, expected: &str) {
        if *item != Item::Refused {
            self.problems.push(Problem::new(WRONG_KIND, pointer, expected).found(item.found()));
        }
    }
}

const EVENTS: [(&str, EventKind); 8] = [
    ("opened", EventKind::Opened),
    ("updated", EventKind::Updated),
    ("done", EventKind::Done),
    ("cancelled", EventKind::Cancelled),
    ("failed", EventKind::Failed),
    ("read", EventKind::Read),
    ("closed", EventKind::Closed),
    ("stage_entered", EventKind::StageEntered),
];

/// Whether an object is an entry and not a value.
fn has_value(members: &[(String, Item)]) -> bool {
    members.iter().any(|(name, _)| name == "value")
}

/// Whether a list is a fact's history: an entry is in it, or nothing that a list-like value is made of.
fn is_history(items: &[Item]) -> bool {
    let mut made_of = items.iter().filter(|item| matches!(item, Item::Text(_) | Item::Object(_))).peekable();
    if made_of.peek().is_none() {
        return !items.is_empty();
    }
    made_of.any(|item| matches!(item, Item::Object(members) if has_value(members)))
}

/// A time, and whether it was there and could not be read.
fn split(time: Result<Option<Instant>, ()>) -> (Option<Instant>, bool) {
    time.map_or((None, true), |at| (at, false))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
pub(super) mod tests;
