//! Medications, intolerances and consents, line by line. A line that cannot be read never looks as if it were not
//! there: a medication stays as one that is not mapped, an intolerance or a revocation leaves its whole list unknown.

use alloc::vec::Vec;

use super::bind_value::{Reader, elements, system_of};
use super::problem::{
    MISSING_FIELD, NUMBER_TOO_LARGE, OUT_OF_RANGE, Problem, ROW_WITHOUT_ID, UNKNOWN_STATUS, UNKNOWN_UNIT,
    UNREADABLE_LINE, WRONG_KIND, WRONG_UNIT, below,
};
use super::{Consent, ConsentScope, Intolerance, Item, Medication};
use crate::value::text::text;
use crate::value::{Code, CodeSystem, Instant, Number, Symbol, Unit};

/// The system of a code that cannot be read: no formulary maps it, so the regimen is not taken for complete.
const UNREADABLE: &str = "urn:stepcare:unreadable";

impl Reader<'_> {
    /// The medication list: a line each, less those entered in error.
    pub(super) fn medications(&mut self, item: &Item, pointer: &str) -> Vec<Medication> {
        let mut lines = Vec::new();
        for (at, (line, pointer)) in elements(item, pointer).iter().enumerate() {
            if let Some(line) = self.medication(line, pointer, at) {
                lines.push(line);
            }
        }
        lines
    }

    fn medication(&mut self, item: &Item, pointer: &str, position: usize) -> Option<Medication> {
        let mut line = Medication {
            id: text!["#", position],
            code: Code::new(CodeSystem::Other(UNREADABLE.into()), ""),
            dose: None,
            counted: None,
            per_day: None,
            from: None,
            to: None,
            active: None,
            pointer: pointer.into(),
        };
        let Item::Object(members) = item else {
            self.unreadable(item, pointer, "an object with id, code, dose, per_day, from and status");
            return Some(line);
        };
        const KNOWN: &[&str] =
            &["id", "code", "system", "display", "dose", "unit", "per_day", "from", "to", "status", "source"];
        self.unknown_members(members, pointer, KNOWN);
        let status = self.status(item, pointer);
        if status == Some(Status::EnteredInError) {
            return None;
        }
        line.active = status.map(|status| status == Status::Active);
        match item.get("id").map(Item::text) {
            Some(Some(id)) if !id.is_empty() => line.id = id.into(),
            _ => self.problems.push(
                Problem::new(ROW_WITHOUT_ID, below(pointer, "id"), "the id of the line, as text")
                    .help("give each line an id that stays the same whenever the record is sent"),
            ),
        }
        if let Some(code) = self.coded(item, pointer, CodeSystem::RxNorm) {
            line.code = code;
        }
        (line.dose, line.counted) = self.dose(item, pointer);
        line.per_day = item.get("per_day").and_then(|n| self.not_negative(n, &below(pointer, "per_day")));
        line.from = self.time(item, pointer, "from").unwrap_or_default();
        match self.time(item, pointer, "to") {
            Ok(to) => line.to = to,
            // Until when is unknown, and no `to` would mean until further notice.
            Err(()) => line.active = None,
        }
        if item.get("from").is_none() {
            let expected = "from when it is taken";
            self.problems.push(Problem::new(MISSING_FIELD, below(pointer, "from"), expected));
        }
        Some(line)
    }

    fn status(&mut self, item: &Item, pointer: &str) -> Option<Status> {
        let pointer = below(pointer, "status");
        let Some(status) = item.get("status") else {
            self.problems.push(Problem::new(MISSING_FIELD, pointer, "active, or why it is not"));
            return None;
        };
        let known = match status.text() {
            Some("active") => Some(Status::Active),
            Some("entered_in_error" | "entered-in-error") => Some(Status::EnteredInError),
            Some("stopped" | "completed" | "inactive" | "ended" | "cancelled" | "on_hold" | "on-hold") => {
                Some(Status::Ended)
            }
            _ => None,
        };
        if known.is_none() && *status != Item::Refused {
            self.problem(UNKNOWN_STATUS, &pointer, "the status of a medication", status);
        }
        known
    }

    /// One dose in mg, or in tablets; and which of the two was written.
    fn dose(&mut self, item: &Item, pointer: &str) -> (Option<Number>, Option<bool>) {
        let at = below(pointer, "dose");
        let (number, unit, unit_at, number_at) = match item.get("dose") {
            None => return (None, None),
            Some(dose @ Item::Object(members)) => {
                self.unknown_members(members, &at, &["value", "unit"]);
                (dose.get("value"), dose.get("unit"), below(&at, "unit"), below(&at, "value"))
            }
            Some(dose) => (Some(dose), item.get("unit"), below(pointer, "unit"), at),
        };
        let Some(number) = number.and_then(|n| self.not_negative(n, &number_at)) else { return (None, None) };
        let unit = match unit {
            None => return (Some(number), None),
            Some(Item::Text(unit)) => unit.as_str(),
            Some(other) => {
                self.unreadable(other, &unit_at, "a unit, as text");
                return (None, None);
            }
        };
        if matches!(unit, "{tbl}" | "{tablet}" | "{tablets}" | "tablet" | "tablets") {
            return (Some(number), Some(true));
        }
        let known = Unit::ucum(unit);
        match known.and_then(|unit| unit.factor_to(Unit::MG)) {
            Some(factor) => {
                let mg = number.mul(factor);
                if mg.is_none() {
                    self.problems.push(Problem::new(NUMBER_TOO_LARGE, number_at, "a dose that fits 128 bits in mg"));
                }
                (mg, Some(false))
            }
            None => {
                let kind = if known.is_some() { WRONG_UNIT } else { UNKNOWN_UNIT };
                let expected = "a unit of mass, as mg, or {tbl} for tablets";
                self.problems.push(Problem::new(kind, unit_at, expected).found(super::item::capped(unit)));
                (None, None)
            }
        }
    }

    /// Intolerances; `None`, unknown, when a line cannot be read.
    pub(super) fn intolerances(&mut self, item: &Item, pointer: &str) -> Option<Vec<Intolerance>> {
        let mut found = Vec::new();
        let mut sound = true;
        for (line, pointer) in elements(item, pointer) {
            let Item::Object(members) = line else {
                self.unreadable(line, &pointer, "an object with system and code");
                sound = false;
                continue;
            };
            self.unknown_members(members, &pointer, &["id", "code", "system", "display", "at", "source"]);
            // A time that cannot be read leaves the intolerance as it is: not tolerated, since when is unknown.
            let at = self.time(line, &pointer, "at").unwrap_or_default();
            match self.coded(line, &pointer, CodeSystem::RxNorm) {
                Some(code) => found.push(Intolerance { code, at }),
                None => sound = false,
            }
        }
        sound.then_some(found)
    }

    /// Consents; `None`, unknown, when a line that revokes one cannot be read. A line that gives one and cannot be read
    /// gives nothing.
    pub(super) fn consents(&mut self, item: &Item, pointer: &str, channels: &[Symbol]) -> Option<Vec<Consent>> {
        let mut found = Vec::new();
        let mut sound = true;
        for (line, pointer) in elements(item, pointer) {
            match self.consent(line, &pointer, channels) {
                Some(consent) => found.push(consent),
                None => sound &= matches!(line, Item::Object(_)) && line.get("revoked_at").is_none(),
            }
        }
        sound.then_some(found)
    }

    fn consent(&mut self, item: &Item, pointer: &str, channels: &[Symbol]) -> Option<Consent> {
        let Item::Object(members) = item else {
            self.unreadable(item, pointer, "an object with topic, channel, version and given_at");
            return None;
        };
        const KNOWN: &[&str] = &["id", "topic", "channel", "version", "given_at", "revoked_at", "scope", "source"];
        self.unknown_members(members, pointer, KNOWN);
        let scope = match item.get("scope") {
            None => ConsentScope::Topic,
            Some(scope) => match scope.text() {
                Some("topic") => ConsentScope::Topic,
                Some("channel") => ConsentScope::Channel,
                Some("all") => ConsentScope::All,
                _ => {
                    self.unreadable(scope, &below(pointer, "scope"), "topic, channel or all");
                    return None;
                }
            },
        };
        let topic = self.optional_text(item, pointer, "topic").ok()?;
        if topic.is_none() && scope == ConsentScope::Topic {
            self.problems.push(Problem::new(MISSING_FIELD, below(pointer, "topic"), "the topic, or a wider scope"));
            return None;
        }
        let channel = match item.get("channel") {
            None if scope == ConsentScope::All => None,
            None => {
                let expected = "the channel, or scope all";
                self.problems.push(Problem::new(MISSING_FIELD, below(pointer, "channel"), expected));
                return None;
            }
            Some(channel) => {
                let symbol = self.symbol(channel, &below(pointer, "channel"), channels)?;
                self.declared.symbols.get(symbol.0 as usize).cloned()
            }
        };
        let version = self.optional_text(item, pointer, "version").ok()?;
        let given_at = self.time(item, pointer, "given_at").ok()?;
        let revoked_at = self.time(item, pointer, "revoked_at").ok()?;
        if given_at.is_none() && revoked_at.is_none() {
            self.problems.push(Problem::new(MISSING_FIELD, below(pointer, "given_at"), "when it was given"));
            return None;
        }
        Some(Consent { topic, channel, version, given_at, revoked_at, scope })
    }

    /// The code of a line: a text, of `system` or the system that is usual here; or an object of both.
    fn coded(&mut self, item: &Item, pointer: &str, usual: CodeSystem) -> Option<Code> {
        let (holder, pointer) = match item.get("code") {
            Some(code @ Item::Object(members)) => {
                let pointer = below(pointer, "code");
                self.unknown_members(members, &pointer, &["system", "code", "display"]);
                (code, pointer)
            }
            _ => (item, pointer.into()),
        };
        let code = self.needed_text(holder, &pointer, "code")?;
        let system = match holder.get("system") {
            None => usual,
            Some(Item::Text(system)) if !system.is_empty() => system_of(system),
            Some(other) => {
                self.unreadable(other, &below(&pointer, "system"), "a code system, as text");
                return None;
            }
        };
        Some(Code::new(system, code))
    }

    /// A number of 0 or more; anything else is unknown, with its problem.
    fn not_negative(&mut self, item: &Item, pointer: &str) -> Option<Number> {
        match item {
            Item::Number(number) if *number >= Number::ZERO => return Some(*number),
            Item::Number(_) => self.problem(OUT_OF_RANGE, pointer, "a number of 0 or more", item),
            Item::Refused => {}
            _ => self.problem(WRONG_KIND, pointer, "a number", item),
        }
        None
    }

    /// A time that may be absent; `Err` when it was there and cannot be read.
    fn time(&mut self, item: &Item, pointer: &str, name: &str) -> Result<Option<Instant>, ()> {
        match item.get(name) {
            None => Ok(None),
            Some(at) => self.instant(at, &below(pointer, name)).map(Some).ok_or(()),
        }
    }

    /// A text that may be absent; `Err` when it was there and is no text.
    fn optional_text(&mut self, item: &Item, pointer: &str, name: &str) -> Result<Option<alloc::string::String>, ()> {
        match item.get(name) {
            None => Ok(None),
            Some(Item::Text(text)) => Ok(Some(text.clone())),
            Some(other) => {
                self.unreadable(other, &below(pointer, name), "a text");
                Err(())
            }
        }
    }

    fn unreadable(&mut self, item: &Item, pointer: &str, expected: &str) {
        if *item != Item::Refused {
            self.problem(UNREADABLE_LINE, pointer, expected, item);
        }
    }
}

/// Whether a medication is taken, by its status.
#[derive(Clone, Copy, PartialEq)]
enum Status {
    Active,
    Ended,
    EnteredInError,
}
