//! What is taken, by drug of the formulary, and every change of it up to now.

use std::collections::BTreeMap;

use stepcare_core::expression::{ArithmeticOp, CompareOp, Formulary, Source};
use stepcare_core::record::{FactKind, Item};
use stepcare_core::value::id::{ClassId, ExprId, FactId};
use stepcare_core::value::{Code, CodeSystem, Instant, Number, Truth, Unit, Value};

use super::expression::arithmetic;
use super::facts::{State, same};
use super::read::Held;
use super::{NotYet, Second, Worked};

/// When the regimen last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastChange {
    /// No list was supplied, or a line that nobody can tell may have changed later.
    Unknown,
    /// A list without a change.
    Never,
    /// The latest start, stop or change of dose.
    At(Instant),
}

/// A change of one drug.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub at: Instant,
    pub drug: usize,
    /// mg a day; `None` is unknown, 0 not taken.
    pub before: Option<Number>,
    pub after: Option<Number>,
    pub line: String,
}

impl Change {
    pub fn is_start(&self) -> bool {
        self.before == Some(Number::ZERO) && self.after != Some(Number::ZERO)
    }

    pub fn is_raise(&self) -> bool {
        matches!((self.before, self.after), (Some(before), Some(after)) if before > Number::ZERO && after > before)
    }
}

/// What is taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Regimen {
    /// By drug, mg a day.
    pub taken: BTreeMap<usize, Option<Number>>,
    /// A line that may be taken is not mapped.
    pub unmapped: bool,
    /// Of a line of a formulary drug it is not known whether it is taken.
    pub uncertain: bool,
    /// Of any line it is not known whether it is taken.
    pub open: bool,
    /// Oldest first.
    pub changes: Vec<Change>,
    /// Up to when lines that nobody can tell may have changed it.
    pub unclear_until: Option<Instant>,
}

impl Regimen {
    pub fn is_clear(&self) -> bool {
        !self.unmapped && !self.uncertain
    }
}

/// A line of the list.
struct Line {
    id: String,
    /// `None`: neither mapped nor known to be outside.
    contents: Option<Vec<(usize, Option<Number>)>>,
    active: Option<bool>,
    from: Option<Instant>,
    to: Option<Instant>,
}

impl Line {
    fn is_taken(&self, now: Instant) -> Truth {
        Truth::of(self.active)
            .and(Truth::of(self.from.map(|from| from <= now)))
            .and(Truth::of(Some(self.to.is_none_or(|to| now < to))))
    }
}

impl Second<'_> {
    /// The list that counts; `None` where none was supplied, or it cannot be gone by.
    fn lines(&self, formulary: &Formulary) -> Worked<Option<Vec<Line>>> {
        let Some(decl) = self.rules.facts.iter().find(|fact| fact.kind == FactKind::Medications) else {
            return Ok(None);
        };
        let entries: Vec<_> = self.entries(decl).into_iter().filter(|entry| entry.value != Item::Null).collect();
        let entry = match entries.as_slice() {
            [] => return Ok(None),
            [one] => *one,
            _ => return Err(NotYet("several medication lists")),
        };
        if entry.refused || entry.value == Item::Refused || self.is_ahead(entry.at) {
            return Ok(None);
        }
        if let Some(valid) = decl.valid {
            let Some(at) = entry.at else { return Ok(None) };
            let Some(last) = valid.add_to_date(self.day(at), false) else { return Err(NotYet("validity by hours")) };
            if self.today() > last {
                return Ok(None);
            }
        }
        let items = match &entry.value {
            Item::List(items) => items.iter().collect(),
            single => vec![single],
        };
        let mut lines = Vec::new();
        for (at, item) in items.into_iter().enumerate() {
            lines.extend(line(item, at, formulary)?);
        }
        Ok(Some(lines))
    }

    /// What is taken now.
    pub(super) fn regimen(&self) -> Worked<Option<Regimen>> {
        let Some(formulary) = &self.rules.formulary else { return Ok(None) };
        let Some(lines) = self.lines(formulary)? else { return Ok(None) };
        let now = self.as_of;
        let mut regimen = Regimen::default();
        let mut totals: BTreeMap<usize, Vec<Option<Number>>> = BTreeMap::new();
        let mut courses: BTreeMap<usize, Vec<(&Line, Option<Number>)>> = BTreeMap::new();
        for line in &lines {
            let taken = line.is_taken(now);
            let known = line.contents.as_ref();
            regimen.open |= taken == Truth::Unknown;
            if known.is_some_and(Vec::is_empty) {
                continue;
            }
            if known.is_none() || taken == Truth::Unknown {
                regimen.unmapped |= known.is_none() && taken != Truth::No;
                regimen.uncertain |= known.is_some();
                for end in [line.from.or(Some(now)), line.to].into_iter().flatten().filter(|end| *end <= now) {
                    regimen.unclear_until = regimen.unclear_until.max(Some(end));
                }
                continue;
            }
            for (drug, daily) in known.into_iter().flatten() {
                if taken == Truth::Yes {
                    totals.entry(*drug).or_default().push(*daily);
                }
                courses.entry(*drug).or_default().push((line, *daily));
            }
        }
        regimen.taken = totals.into_iter().map(|(drug, doses)| (drug, total(doses))).collect();
        regimen.taken.retain(|_, daily| *daily != Some(Number::ZERO));
        for (drug, courses) in courses {
            regimen.changes.extend(changes(drug, &courses, now));
        }
        regimen.changes.sort_by_key(|change| (change.at, change.drug));
        Ok(Some(regimen))
    }

    /// The latest start, stop or change of a formulary drug up to as-of.
    ///
    /// # Errors
    /// Several lists.
    pub fn last_change(&self) -> Worked<LastChange> {
        let Some(regimen) = self.regimen()? else { return Ok(LastChange::Unknown) };
        let last = regimen.changes.last().map(|change| change.at);
        Ok(match last {
            _ if regimen.unclear_until > last => LastChange::Unknown,
            Some(last) => LastChange::At(last),
            None => LastChange::Never,
        })
    }

    pub(super) fn class_of(&self, drug: usize) -> Option<ClassId> {
        self.rules.formulary.as_ref()?.drugs.get(drug).map(|drug| drug.class)
    }

    pub(super) fn takes(&self, classes: &[ClassId]) -> Worked<Truth> {
        let Some(regimen) = self.regimen()? else { return Ok(Truth::Unknown) };
        let taken = regimen.taken.keys().any(|drug| self.class_of(*drug).is_some_and(|c| classes.contains(&c)));
        Ok(if taken {
            Truth::Yes
        } else if regimen.is_clear() {
            Truth::No
        } else {
            Truth::Unknown
        })
    }

    pub(super) fn count_classes(&self) -> Worked<Option<Value>> {
        let Some(regimen) = self.regimen()? else { return Ok(None) };
        let classes: std::collections::BTreeSet<_> =
            regimen.taken.keys().filter_map(|drug| self.class_of(*drug)).collect();
        let count = Number::integer(classes.len() as i128);
        Ok(Some(if regimen.is_clear() { Value::Number(count) } else { Value::Range(Some(count), None) }))
    }

    /// Whether a laboratory value changed since the latest start, by how much, and against what.
    #[allow(clippy::type_complexity)]
    pub(super) fn baseline(
        &self,
        fact: FactId,
        classes: &[ClassId],
        op: CompareOp,
        limit: ExprId,
        relative: bool,
    ) -> Worked<(Truth, Option<(Value, Value)>)> {
        let open = (Truth::Unknown, None);
        let Some(regimen) = self.regimen()? else { return Ok(open) };
        let of_class = |change: &&Change| self.class_of(change.drug).is_some_and(|class| classes.contains(&class));
        let start = regimen.changes.iter().rev().filter(of_class).find(|change| change.is_start()).map(|c| c.at);
        if regimen.unclear_until > start {
            return Ok(open);
        }
        let Some(start) = start else { return Ok((Truth::No, None)) };
        // The last before the start: the values of its instant agree, and none of them is refused.
        let rows = self.rows(Source::Fact(fact)).rows;
        let last = rows.iter().filter_map(|row| row.at).filter(|at| *at < start).max();
        let cells: Vec<&Held> =
            rows.iter().filter(|row| last.is_some() && row.at == last).filter_map(|row| row.cells.first()).collect();
        let Some(Held::Known(before)) = cells.first() else { return Ok(open) };
        if !cells.iter().all(|cell| matches!(cell, Held::Known(value) if same(value, before))) {
            return Ok(open);
        }
        let State::Known(after, Some(at)) = self.state(fact)? else { return Ok(open) };
        if at <= start {
            return Ok(open);
        }
        let change = arithmetic(ArithmeticOp::Subtract, &after, before);
        let change = if relative { change.and_then(|c| arithmetic(ArithmeticOp::Divide, &c, before)) } else { change };
        let asked = match (self.value(limit, None)?, self.unnamed(limit)) {
            (Some(value), Some(stepcare_core::expression::Node::Constant { unit: Some(unit), .. })) if relative => unit
                .factor_to(Unit::ONE)
                .and_then(|factor| arithmetic(ArithmeticOp::Multiply, &value, &Value::Number(factor))),
            (value, _) => value,
        };
        let (Some(change), Some(asked)) = (change, asked) else { return Ok(open) };
        Ok((self.compare(op, &change, &asked)?, Some((change, asked))))
    }
}

/// One line; none for one that was entered in error.
fn line(item: &Item, at: usize, formulary: &Formulary) -> Worked<Option<Line>> {
    let mut line = Line { id: format!("#{at}"), contents: None, active: None, from: None, to: None };
    let Item::Object(_) = item else { return Ok(Some(line)) };
    let text = |name: &str| item.get(name).and_then(Item::text);
    line.active = match text("status") {
        Some("entered_in_error" | "entered-in-error") => return Ok(None),
        Some("active") => Some(true),
        Some("stopped" | "completed" | "inactive" | "ended" | "cancelled" | "on_hold" | "on-hold") => Some(false),
        Some(_) | None => None,
    };
    line.id = text("id").unwrap_or(&line.id).into();
    let instant = |name: &str| match item.get(name) {
        None | Some(Item::Null) => Ok(None),
        Some(Item::Text(text)) => Instant::parse(text).map(Some).map_err(|_| NotYet("a time that is none")),
        Some(_) => Err(NotYet("a time that is none")),
    };
    (line.from, line.to) = (instant("from")?, instant("to")?);
    let number = |item: Option<&Item>| match item {
        None | Some(Item::Null) => Ok(None),
        Some(Item::Number(number)) if *number >= Number::ZERO => Ok(Some(*number)),
        Some(_) => Err(NotYet("a number that is none")),
    };
    let dose = item.get("dose");
    let (mg, tablets) = match dose {
        Some(Item::Object(_)) => {
            let value = number(dose.and_then(|dose| dose.get("value")))?;
            match dose.and_then(|dose| dose.get("unit")).and_then(Item::text) {
                Some("mg") => (value, None),
                Some("{tbl}") => (None, value),
                _ => return Err(NotYet("a dose without mg or tablets")),
            }
        }
        other if number(other)?.is_none() => (None, None),
        _ => return Err(NotYet("a dose without a unit")),
    };
    let a_day = |of: Option<Number>| of.zip(number(item.get("per_day")).ok().flatten()).and_then(|(n, k)| n.mul(k));
    let Some(code) = item.get("code").and_then(|code| {
        let holder = if matches!(code, Item::Object(_)) { code } else { item };
        let system = holder.get("system").map_or(Some("rxnorm"), Item::text)?;
        let system = CodeSystem::written(system).unwrap_or_else(|| CodeSystem::of_uri(system));
        Some(Code::new(system, holder.get("code")?.text()?))
    }) else {
        return Ok(Some(line));
    };
    let drug = formulary.drugs.iter().position(|drug| drug.code == code);
    let product = formulary.products.iter().find(|product| product.code == code);
    line.contents = match (drug, product) {
        (Some(drug), _) => Some(vec![(drug, a_day(mg))]),
        (None, Some(product)) => {
            let each = |(drug, each): &(stepcare_core::value::id::DrugId, Number)| {
                (drug.index(), a_day(tablets).and_then(|tablets| tablets.mul(*each)))
            };
            Some(product.contains.iter().map(each).collect())
        }
        (None, None) if formulary.outside.iter().any(|outside| outside.code == code) => Some(Vec::new()),
        (None, None) => None,
    };
    Ok(Some(line))
}

/// A day's total: unknown where one of its doses is.
fn total(doses: Vec<Option<Number>>) -> Option<Number> {
    doses.into_iter().try_fold(Number::ZERO, |sum, dose| sum.add(dose?))
}

/// Begin, end, dose, line.
type Course<'c> = (Option<Instant>, Option<Instant>, Option<Number>, &'c str);

/// Every instant up to now at which a drug's total of the day is another than just before.
fn changes(drug: usize, courses: &[(&Line, Option<Number>)], now: Instant) -> Vec<Change> {
    let starts: Vec<Instant> = courses.iter().filter_map(|(line, _)| line.from).filter(|from| *from <= now).collect();
    // A line that is no longer active and does not say since when ends where the next begins.
    let mut spans: Vec<Course<'_>> = Vec::new();
    for (line, daily) in courses {
        let ended = line.to.filter(|to| *to <= now);
        if line.from.is_some_and(|from| from > now) || (line.from.is_none() && ended.is_none()) {
            continue;
        }
        if line.from.zip(ended).is_some_and(|(from, to)| from >= to) {
            continue;
        }
        let next = starts.iter().copied().filter(|start| Some(*start) > line.from).min();
        let end = if line.active == Some(false) && ended.is_none() { next } else { ended };
        spans.push((line.from, end, *daily, &line.id));
    }
    let mut instants: Vec<Instant> = spans.iter().flat_map(|(from, to, ..)| [*from, *to]).flatten().collect();
    instants.sort();
    instants.dedup();
    let mut found = Vec::new();
    for at in instants {
        let sum = |inside: &dyn Fn(Option<Instant>, Option<Instant>) -> bool| {
            total(spans.iter().filter(|(from, to, ..)| inside(*from, *to)).map(|(_, _, daily, _)| *daily).collect())
        };
        let before = sum(&|from, to| from.is_none_or(|from| from < at) && to.is_none_or(|to| to >= at));
        let after = sum(&|from, to| from.is_none_or(|from| from <= at) && to.is_none_or(|to| to > at));
        if before == after && before.is_some() {
            continue;
        }
        let mut begun: Vec<&str> = spans.iter().filter(|s| s.0 == Some(at)).map(|s| s.3).collect();
        let mut ended: Vec<&str> = spans.iter().filter(|s| s.1 == Some(at)).map(|s| s.3).collect();
        begun.sort_unstable();
        ended.sort_unstable();
        let line = begun.first().or(ended.first()).copied().unwrap_or_default().to_string();
        found.push(Change { at, drug, before, after, line });
    }
    found
}
