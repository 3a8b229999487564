//! One value, read as its declaration says: in the declared unit, within its range, from its list.

use alloc::{string::String, vec::Vec};

use super::problem::{
    BAD_DATE, BAD_TIME, CODE_WITHOUT_SYSTEM, MISSING_FIELD, NO_OFFSET, NOT_ON_LIST, NUMBER_TOO_LARGE, OUT_OF_RANGE,
    Problem, TOO_FINE, UNIT_WITHOUT_NUMBER, UNKNOWN_FIELD, UNKNOWN_UNIT, WRONG_KIND, WRONG_UNIT, below,
};
use super::{Declared, FactKind, Item, nearest};
use crate::error::Kind;
use crate::value::date::InstantError;
use crate::value::sorted;
use crate::value::text::text;
use crate::value::{Code, CodeSystem, Date, Instant, Number, Symbol, Unit, Value};

/// A value as read.
pub(super) enum Bound {
    /// Nothing was there.
    Absent,
    /// It counts.
    Known(Value),
    /// A number outside its plausible range; its problem is noted.
    OutOfRange(Value),
    /// Unreadable; its problem is noted.
    Refused,
}

/// Reads values by their declarations and notes what is wrong with them.
pub(super) struct Reader<'a> {
    /// Facts, series, symbols.
    pub declared: Declared<'a>,
    /// What was found wrong so far.
    pub problems: Vec<Problem>,
}

/// Where a value stands, and the unit beside it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// JSON pointer of the value.
    pub pointer: &'a str,
    /// The unit written beside it.
    pub unit: Option<&'a str>,
}

/// The unit beside a value; none where it is only another way in which the declared one is written.
pub(super) fn other_unit<'u>(unit: Option<&'u str>, also_written: &[String]) -> Option<&'u str> {
    unit.filter(|unit| !also_written.iter().any(|written| written == unit))
}

impl<'a> Reader<'a> {
    /// Notes a problem with what was found.
    pub fn problem(&mut self, kind: Kind, pointer: &str, expected: impl Into<String>, item: &Item) {
        self.problems.push(Problem::new(kind, pointer, expected).found(item.found()));
    }

    /// Reads a value of a kind. Lists of medications, intolerances and consents are read elsewhere.
    pub fn value(&mut self, kind: &FactKind, item: &Item, place: Place<'_>) -> Bound {
        match item {
            Item::Null => return Bound::Absent,
            // Its problem was noted when it was read.
            Item::Refused => return Bound::Refused,
            _ => {}
        }
        if let (Some(unit), false) = (place.unit, matches!(kind, FactKind::Number { .. })) {
            let expected = "no unit: the value is no number";
            let problem = Problem::new(UNIT_WITHOUT_NUMBER, beside(place.pointer, "unit"), expected);
            self.problems.push(problem.found(super::item::capped(unit)));
        }
        let value = match kind {
            FactKind::Number { unit, low, high } => return self.number(item, place, *unit, *low, *high),
            FactKind::YesNo => self.yes_no(item, place),
            FactKind::Date => self.date(item, place),
            FactKind::Instant => self.instant(item, place.pointer).map(Value::Instant),
            FactKind::OneOf(symbols) => self.symbol(item, place.pointer, symbols).map(Value::Symbol),
            FactKind::AnyOf(symbols) => self.symbols(item, place, symbols),
            FactKind::Codes => self.codes(item, place),
            FactKind::End if item.text() == Some("ongoing") => Some(Value::Instant(Instant::MAX)),
            // A date is shorter than any instant, and has no `T`.
            FactKind::Start | FactKind::End => match item.text() {
                Some(text) if text.contains('T') => self.instant(item, place.pointer).map(Value::Instant),
                _ => self.date(item, place),
            },
            FactKind::Links(_) => self.links(item, place),
            FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_) => {
                self.problem(WRONG_KIND, place.pointer, "a single value", item);
                None
            }
        };
        value.map_or(Bound::Refused, Bound::Known)
    }

    /// A number, converted exactly; without a unit it is in the declared one.
    fn number(
        &mut self,
        item: &Item,
        place: Place<'_>,
        declared: Unit,
        low: Option<Number>,
        high: Option<Number>,
    ) -> Bound {
        let Item::Number(number) = item else {
            self.problem(WRONG_KIND, place.pointer, text!["a number in ", declared], item);
            return Bound::Refused;
        };
        let factor = match place.unit.map(|unit| (unit, Unit::ucum(unit))) {
            None => Some(Number::ONE),
            Some((_, Some(unit))) if unit == declared => Some(Number::ONE),
            Some((text, known)) => {
                let factor = known.and_then(|unit| unit.factor_to(declared));
                if factor.is_none() {
                    let kind = if known.is_some() { WRONG_UNIT } else { UNKNOWN_UNIT };
                    let expected = text!["a number in ", declared, ", or in another unit of the same kind"];
                    let problem = Problem::new(kind, beside(place.pointer, "unit"), expected);
                    self.problems.push(problem.found(super::item::capped(text)));
                }
                factor
            }
        };
        let Some(factor) = factor else { return Bound::Refused };
        let Some(number) = number.mul(factor) else {
            self.problem(NUMBER_TOO_LARGE, place.pointer, text!["a number that fits 128 bits in ", declared], item);
            return Bound::Refused;
        };
        if low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high) {
            self.problem(OUT_OF_RANGE, place.pointer, range(low, high, declared), item);
            return Bound::OutOfRange(Value::Number(number));
        }
        Bound::Known(Value::Number(number))
    }

    fn yes_no(&mut self, item: &Item, place: Place<'_>) -> Option<Value> {
        let yes = match (item, item.text()) {
            (Item::Flag(flag), _) => Some(*flag),
            (_, Some("yes")) => Some(true),
            (_, Some("no")) => Some(false),
            _ => None,
        };
        if yes.is_none() {
            let kind = if item.text().is_some() { NOT_ON_LIST } else { WRONG_KIND };
            self.problem(kind, place.pointer, "yes or no (true or false)", item);
        }
        yes.map(Value::Truth)
    }

    fn date(&mut self, item: &Item, place: Place<'_>) -> Option<Value> {
        let date = item.text().and_then(Date::parse);
        if date.is_none() {
            self.problem(BAD_DATE, place.pointer, "a date", item);
        }
        date.map(Value::Date)
    }

    /// An instant, which needs its offset.
    pub fn instant(&mut self, item: &Item, pointer: &str) -> Option<Instant> {
        instant(item, pointer, &mut self.problems)
    }

    /// One member of a list; `true` and `false` are its `yes` and `no`.
    pub fn symbol(&mut self, item: &Item, pointer: &str, symbols: &[Symbol]) -> Option<Symbol> {
        let text = match item {
            Item::Text(text) => Some(text.as_str()),
            Item::Flag(true) => Some("yes"),
            Item::Flag(false) => Some("no"),
            _ => None,
        };
        let named = |symbol: &Symbol| self.declared.symbols.get(symbol.0 as usize).map(String::as_str);
        let found = symbols.iter().find(|symbol| text.is_some() && named(symbol) == text).copied();
        if found.is_none() {
            let kind = if item.text().is_some() { NOT_ON_LIST } else { WRONG_KIND };
            let names: Vec<&str> = symbols.iter().filter_map(named).collect();
            let expected = text!["one of ", names.join(", ")];
            let mut problem = Problem::new(kind, pointer, expected).found(item.found());
            if let Some(near) = text.and_then(|text| nearest(text, names)) {
                problem = problem.help(text!["did you mean ", near, "?"]);
            }
            self.problems.push(problem);
        }
        found
    }

    /// Several members of a list. One that is not on it leaves the whole unknown.
    fn symbols(&mut self, item: &Item, place: Place<'_>, symbols: &[Symbol]) -> Option<Value> {
        let mut found = Vec::new();
        let mut sound = true;
        for (item, pointer) in elements(item, place.pointer) {
            match self.symbol(item, &pointer, symbols) {
                Some(symbol) => found.push(symbol),
                None => sound = false,
            }
        }
        sound.then(|| Value::Symbols(sorted::unique(found)))
    }

    /// Codes. One that cannot be read leaves the whole unknown.
    fn codes(&mut self, item: &Item, place: Place<'_>) -> Option<Value> {
        let mut found = Vec::new();
        let mut sound = true;
        for (item, pointer) in elements(item, place.pointer) {
            match self.code(item, &pointer) {
                Some(code) => found.push(code),
                None => sound = false,
            }
        }
        sound.then_some(Value::Codes(found))
    }

    /// The ids of rows, as codes of no system.
    fn links(&mut self, item: &Item, place: Place<'_>) -> Option<Value> {
        let mut found = Some(Vec::new());
        for (item, pointer) in elements(item, place.pointer) {
            match item.text() {
                Some(id) => {
                    if let Some(found) = &mut found {
                        found.push(row_id(id));
                    }
                }
                None => {
                    self.problem(WRONG_KIND, &pointer, "the id of a row, as text", item);
                    found = None;
                }
            }
        }
        found.map(Value::Codes)
    }

    /// `{"system": "icd10", "code": "I10"}`; a `display` beside it is not read.
    fn code(&mut self, item: &Item, pointer: &str) -> Option<Code> {
        let Item::Object(members) = item else {
            if *item != Item::Refused {
                let kind = if item.text().is_some() { CODE_WITHOUT_SYSTEM } else { WRONG_KIND };
                self.problem(kind, pointer, "an object with system and code", item);
            }
            return None;
        };
        self.unknown_members(members, pointer, &["system", "code", "display"]);
        let code = self.needed_text(item, pointer, "code")?;
        match item.get("system") {
            Some(Item::Text(system)) if !system.is_empty() => Some(Code::new(system_of(system), code)),
            other => {
                let found = other.unwrap_or(&Item::Null);
                self.problem(CODE_WITHOUT_SYSTEM, &below(pointer, "system"), "the system of the code", found);
                None
            }
        }
    }

    /// A member that must be a text and not empty.
    pub fn needed_text<'i>(&mut self, item: &'i Item, pointer: &str, name: &str) -> Option<&'i str> {
        match item.get(name) {
            Some(Item::Text(text)) if !text.trim().is_empty() => Some(text),
            None => {
                let problem = Problem::new(MISSING_FIELD, below(pointer, name), text!["a text as `", name, "`"]);
                self.problems.push(problem);
                None
            }
            Some(Item::Refused) => None,
            Some(other) => {
                self.problem(WRONG_KIND, &below(pointer, name), text!["a text as `", name, "`"], other);
                None
            }
        }
    }

    /// A problem for each member that has no meaning here.
    pub fn unknown_members(&mut self, members: &[(String, Item)], pointer: &str, known: &[&'static str]) {
        unknown_members(members, pointer, known, &mut self.problems);
    }
}

/// A row's id as a link to it holds it.
pub(crate) fn row_id(id: &str) -> Code {
    Code { system: CodeSystem::Other(String::new()), code: id.into() }
}

/// A problem for each member that has no meaning here.
pub(super) fn unknown_members(
    members: &[(String, Item)],
    pointer: &str,
    known: &[&'static str],
    problems: &mut Vec<Problem>,
) {
    for (name, _) in members.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        let expected = text!["one of ", known.join(", ")];
        let mut problem = Problem::new(UNKNOWN_FIELD, below(pointer, name), expected);
        if let Some(near) = nearest(name, known.iter().copied()) {
            problem = problem.help(text!["did you mean ", near, "?"]);
        }
        problems.push(problem);
    }
}

/// An instant, which needs its offset.
pub(super) fn instant(item: &Item, pointer: &str, problems: &mut Vec<Problem>) -> Option<Instant> {
    let kind = match item {
        Item::Text(text) => match Instant::parse(text) {
            Ok(instant) if instant >= Instant::ZONED => return Some(instant),
            Ok(_) => BAD_TIME,
            Err(InstantError::NoOffset) => NO_OFFSET,
            Err(InstantError::TooFine) => TOO_FINE,
            Err(InstantError::NotATime | InstantError::OutOfRange) => BAD_TIME,
        },
        Item::Refused => return None,
        _ => WRONG_KIND,
    };
    problems.push(Problem::new(kind, pointer, "an instant from 1970 on, with an offset").found(item.found()));
    None
}

/// The elements of a list with their pointers; a single value is a list of one.
pub(super) fn elements<'i>(item: &'i Item, pointer: &str) -> Vec<(&'i Item, String)> {
    match item {
        Item::List(items) => items.iter().enumerate().map(|(at, item)| (item, below(pointer, &text![at]))).collect(),
        single => alloc::vec![(single, pointer.into())],
    }
}

/// A system by the language's word for it, its URI or its OID.
pub(super) fn system_of(text: &str) -> CodeSystem {
    CodeSystem::written(text).unwrap_or_else(|| CodeSystem::of_uri(text))
}

/// The pointer of a field that stands beside `value`: a value's own pointer where it stands alone.
pub(super) fn beside(pointer: &str, field: &str) -> String {
    match pointer.strip_suffix("/value") {
        Some(entry) => below(entry, field),
        None => pointer.into(),
    }
}

/// A range in words.
fn range(low: Option<Number>, high: Option<Number>, unit: Unit) -> String {
    match (low, high) {
        (Some(low), Some(high)) => text![low, " to ", high, " ", unit],
        (Some(low), None) => text![low, " ", unit, " or more"],
        (None, Some(high)) => text![high, " ", unit, " or less"],
        (None, None) => text!["a number in ", unit],
    }
}
