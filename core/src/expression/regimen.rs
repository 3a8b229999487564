//! The regimen: what the patient takes at an instant, by drug of the formulary, and when it last changed.

use alloc::{string::String, vec::Vec};

use super::Formulary;
use crate::record::{Chart, Medication};
use crate::value::SortedMap;
use crate::value::id::{ClassId, DrugId};
use crate::value::sorted;
use crate::value::{Instant, Listed, Number, Truth};

/// What is taken at an instant.
#[derive(Debug, Default)]
pub struct Regimen {
    /// By drug: the day's total over all lines. Drugs not taken are not here.
    pub taken: Vec<Taken>,
    /// Lines whose code is neither mapped by the formulary nor known to be outside it, by JSON pointer: the ladder cannot
    /// answer (D-31). Lines known not to be taken are not among them.
    pub unmapped: Vec<String>,
    /// Lines of formulary drugs of which it is not known whether they are taken (no status, no start), by JSON pointer.
    pub uncertain: Vec<String>,
    /// Every start, stop or change of a formulary drug up to the instant, oldest first.
    pub changes: Vec<Change>,
    /// Up to when unmapped or uncertain lines may have changed the regimen; a change after it is known to be the last.
    pub unclear_until: Option<Instant>,
}

/// A drug that is taken.
#[derive(Debug)]
pub struct Taken {
    /// Which.
    pub drug: DrugId,
    /// mg a day; `None` when a dose is unknown.
    pub daily: Option<Number>,
}

/// A change of the regimen.
#[derive(Debug)]
pub struct Change {
    /// When.
    pub at: Instant,
    /// Which drug.
    pub drug: DrugId,
    /// Daily mg before; `None` inside is unknown, 0 is not taken.
    pub before: Option<Number>,
    /// Daily mg after.
    pub after: Option<Number>,
    /// The medication line that changed, its id.
    pub line: String,
}

/// What a line says of one drug over time.
struct Course<'a> {
    line: &'a str,
    daily: Option<Number>,
    /// `None`: from before anything that is known.
    from: Option<Instant>,
    /// `None`: it goes on.
    to: Option<Instant>,
    /// Its line is no longer active and does not say since when: it made way for the next line of the drug, if there is one.
    faded: bool,
}

/// Something that happens to a drug: a course begins or ends.
struct Turn<'a> {
    at: Instant,
    begins: bool,
    daily: Option<Number>,
    line: &'a str,
}

impl Regimen {
    /// The regimen at an instant; `None` when no medication list was supplied. Also gives the next instant at which it
    /// changes by itself (a line's `from` or `to` in the future).
    #[must_use]
    pub fn at(chart: &Chart, formulary: &Formulary, instant: Instant) -> Option<(Regimen, Option<Instant>)> {
        let lines = chart.medications.as_ref()?;
        let mut regimen = Regimen::default();
        let mut next: Option<Instant> = None;
        let mut courses: SortedMap<DrugId, Vec<Course<'_>>> = SortedMap::new();
        let mut taken: SortedMap<DrugId, Total> = SortedMap::new();
        for line in lines {
            let known_outside = formulary.outside.iter().any(|n| n.code == line.code);
            let contents = contents(line, formulary);
            if contents.is_empty() && known_outside {
                continue;
            }
            if line.active != Some(false) {
                for at in [line.from, line.to].into_iter().flatten() {
                    if at > instant && next.is_none_or(|next| at < next) {
                        next = Some(at);
                    }
                }
            }
            let is_taken = is_taken(line, instant);
            if contents.is_empty() {
                if is_taken != Some(false) {
                    regimen.unmapped.push(line.pointer.clone());
                }
                regimen.unclear(line, instant);
                continue;
            }
            if is_taken.is_none() {
                regimen.uncertain.push(line.pointer.clone());
                regimen.unclear(line, instant);
                continue;
            }
            for (drug, daily) in contents {
                if is_taken == Some(true) {
                    taken.slot(drug).add(daily);
                }
                if let Some(course) = course(line, daily, instant) {
                    courses.slot(drug).push(course);
                }
            }
        }
        let totals = taken.into_iter().map(|(drug, total)| Taken { drug, daily: total.daily() });
        regimen.taken = totals.filter(|taken| taken.daily != Some(Number::ZERO)).listed();
        for (drug, courses) in courses {
            changes(drug, &courses, &mut regimen.changes);
        }
        sorted::sort_by(&mut regimen.changes, &mut |a, b| (a.at, a.drug).cmp(&(b.at, b.drug)));
        Some((regimen, next))
    }

    /// Drugs taken of a class.
    #[must_use]
    pub fn of_class<'a>(&'a self, formulary: &'a Formulary, class: ClassId) -> Vec<&'a Taken> {
        let is = |t: &&Taken| formulary.drugs.get(t.drug.index()).is_some_and(|d| d.class == class);
        self.taken.iter().filter(is).listed()
    }

    /// Whether every line is understood: mapped, and known to be taken or not.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.unmapped.is_empty() && self.uncertain.is_empty()
    }

    /// A line that may be a formulary drug, or may be taken, may have changed the regimen at its ends; without a start, at
    /// any time.
    fn unclear(&mut self, line: &Medication, instant: Instant) {
        for end in [line.from.or(Some(instant)), line.to] {
            if end <= Some(instant) {
                self.unclear_until = self.unclear_until.max(end);
            }
        }
    }
}

impl Change {
    /// Not taken before, taken after.
    #[must_use]
    pub fn is_start(&self) -> bool {
        self.before == Some(Number::ZERO) && self.after != Some(Number::ZERO)
    }

    /// Taken before, and more after; unknown doses do not count as a raise.
    #[must_use]
    pub fn is_raise(&self) -> bool {
        matches!((self.before, self.after), (Some(b), Some(a)) if b > Number::ZERO && a > b)
    }
}

/// Active and `from` <= instant < `to`; `None` while a part of that is not known and none of it is known to fail.
pub(super) fn is_taken(line: &Medication, instant: Instant) -> Option<bool> {
    let begun = Truth::of(line.from.map(|from| from <= instant));
    let goes_on = Truth::of(Some(line.to.is_none_or(|to| instant < to)));
    Truth::of(line.active).and(begun).and(goes_on).known()
}

/// The drugs of a line, each with its mg a day; none for a code that the formulary does not map. A dose in mg of a
/// product, or in tablets of an ingredient, is an unknown dose.
fn contents(line: &Medication, formulary: &Formulary) -> Vec<(DrugId, Option<Number>)> {
    let daily = |unit_mg: Number| line.dose?.mul(line.per_day?)?.mul(unit_mg);
    let ingredient = formulary.drugs.iter().position(|drug| drug.code == line.code);
    if let Some(drug) = ingredient.and_then(|at| u32::try_from(at).ok()) {
        let mg = if line.counted == Some(true) { None } else { daily(Number::ONE) };
        return alloc::vec![(DrugId(drug), mg)];
    }
    let product = formulary.products.iter().find(|product| product.code == line.code);
    let contains = product.map_or(&[][..], |product| product.contains.as_slice());
    let mg = |each: Number| if line.counted == Some(false) { None } else { daily(each) };
    contains.iter().map(|(drug, each)| (*drug, mg(*each))).listed()
}

/// What a line adds to a drug's history up to the instant.
fn course<'a>(line: &'a Medication, daily: Option<Number>, instant: Instant) -> Option<Course<'a>> {
    let to = line.to.filter(|to| *to <= instant);
    let begun = line.from.is_some_and(|from| from <= instant);
    // Without a known start, and without an end, nothing is known to have happened.
    if !(begun || (line.from.is_none() && to.is_some())) {
        return None;
    }
    if line.from.zip(to).is_some_and(|(from, to)| from >= to) {
        return None;
    }
    Some(Course { line: &line.id, daily, from: line.from, to, faded: line.active == Some(false) && to.is_none() })
}

/// Every instant at which the day's total of a drug changes.
fn changes(drug: DrugId, courses: &[Course<'_>], found: &mut Vec<Change>) {
    let mut total = Total::default();
    let mut turns: Vec<Turn<'_>> = Vec::new();
    let mut starts: Vec<Instant> = courses.iter().filter_map(|course| course.from).listed();
    sorted::sort(&mut starts);
    for course in courses {
        match course.from {
            Some(at) => turns.push(Turn { at, begins: true, daily: course.daily, line: course.line }),
            None => total.add(course.daily),
        }
        let next_start = || starts.iter().copied().find(|start| Some(*start) > course.from);
        let to = if course.faded { next_start() } else { course.to };
        if let Some(at) = to {
            turns.push(Turn { at, begins: false, daily: course.daily, line: course.line });
        }
    }
    sorted::sort_by(&mut turns, &mut |a, b| (a.at, a.line).cmp(&(b.at, b.line)));
    let mut rest = turns.as_slice();
    while let Some(at) = rest.first().map(|turn| turn.at) {
        let (now, later) = rest.split_at(rest.partition_point(|turn| turn.at <= at));
        rest = later;
        let before = total.daily();
        for turn in now {
            if turn.begins { total.add(turn.daily) } else { total.remove(turn.daily) }
        }
        let after = total.daily();
        // An unknown dose beside another may be the same or not: as if it changed.
        if before != after || before.is_none() {
            let line = now.iter().find(|turn| turn.begins).or(now.first()).map_or("", |turn| turn.line);
            found.push(Change { at, drug, before, after, line: line.into() });
        }
    }
}

/// A day's total over lines.
struct Total {
    /// Of the known doses; `None` once it did not fit.
    mg: Option<Number>,
    /// How many doses are unknown.
    unknown: usize,
}

impl Default for Total {
    fn default() -> Total {
        Total { mg: Some(Number::ZERO), unknown: 0 }
    }
}

impl Total {
    fn add(&mut self, daily: Option<Number>) {
        match daily {
            Some(mg) => self.mg = self.mg.and_then(|sum| sum.add(mg)),
            None => self.unknown = self.unknown.saturating_add(1),
        }
    }

    fn remove(&mut self, daily: Option<Number>) {
        match daily {
            Some(mg) => self.mg = self.mg.and_then(|sum| sum.sub(mg)),
            None => self.unknown = self.unknown.saturating_sub(1),
        }
    }

    /// `None` is unknown.
    fn daily(&self) -> Option<Number> {
        if self.unknown == 0 { self.mg } else { None }
    }
}
