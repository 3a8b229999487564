//! Check: a laboratory result due within a window of two ends after a drug was started or raised (D-13).

use alloc::{string::String, vec, vec::Vec};

use super::action::due_day;
use super::met::{Met, side};
use super::report::CheckValue;
use super::{Decided, Desk, Possible, ReportValue, Said, Then, Wanted};
use crate::expression::regimen::Change;
use crate::expression::{Cite, Comparison, Formulary, Machine, Reason, Side, Source, Status};
use crate::record::{Cell, ChartRow};
use crate::value::SortedSet;
use crate::value::id::{ClassId, FactId, SpanId};
use crate::value::text::text;
use crate::value::{Date, Instant, Listed, Number, Truth};
use chrono::{Days, NaiveDate};

/// `check potassium, creatinine between 7 and 28 days after start or raise of acei, arb then order bmp, overdue then task …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// `check_potassium_creatinine`, by the facts it is about; a second of the same name is `…_2`.
    pub name: String,
    /// The facts whose results are due.
    pub facts: Vec<FactId>,
    /// First day of the window, counted from the local day of the change; a result before it does not satisfy.
    pub from_days: u32,
    /// Last day of the window; after it the check is overdue.
    pub to_days: u32,
    /// A start counts.
    pub on_start: bool,
    /// A raise counts.
    pub on_raise: bool,
    /// Of these classes.
    pub classes: Vec<ClassId>,
    /// What is done when the window opens.
    pub then: Then,
    /// What is done when it has passed.
    pub overdue: Option<Then>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

impl Check {
    /// Works it out: the latest start or raise sets the window; a newer one replaces the older check.
    ///
    /// A result counts by the local day on which it was taken. One without a date cannot be in a window, and is none.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let mut met = Met::default();
        let mut answers = SortedSet::new();
        let (mut value, mut wanted) = (None, Vec::new());
        let regimen = machine.regimen().zip(desk.formulary);
        let latest = regimen.as_ref().and_then(|(r, f)| r.changes.iter().rev().find(|c| self.sets(c, f)));
        // Whether a line that nobody can tell (no list, an unmapped product) may have changed later.
        let hidden = regimen.as_ref().is_none_or(|(r, _)| !r.is_clear() && r.unclear_until >= latest.map(|c| c.at));
        let possible = regimen.as_ref().and_then(|(r, f)| r.changes.iter().rev().find(|c| self.may_set(c, f)));
        let unsure = possible.filter(|p| latest.is_none_or(|l| p.at >= l.at && p.line != l.line));
        match latest.and_then(|change| self.window(machine, change).map(|window| (change, window))) {
            Some((change, window)) => {
                let drug = regimen.as_ref().and_then(|(_, f)| f.drugs.get(change.drug.index()));
                let stands = self.stands(machine, &window);
                met.reasons.push(self.reason(machine, change, drug.map_or("", |d| &d.name), &window));
                wanted = self.wanted(machine, stands, &window);
                answers.insert(stands);
                value = Some(ReportValue::Check(window));
            }
            None => {
                answers.insert(Status::DoesNotApply);
            }
        }
        if let Some(window) = unsure.and_then(|change| self.window(machine, change)) {
            answers.insert(self.stands(machine, &window));
        }
        if hidden {
            answers.extend([Status::Due, Status::Overdue, Status::Done]);
        }
        if hidden || unsure.is_some() {
            met.list_unclear(machine, regimen.as_ref().map(|(r, _)| &**r));
        }
        let open = answers.len() > 1;
        wanted.iter_mut().for_each(|w| w.undecided = open);
        let possible = answers.into_iter().map(|status| Possible { status, rules: vec![self.name.clone()] }).listed();
        let (outcome, report) = met.decided(machine, possible, open, value);
        Decided { outcome, said: Said::Report(report), wanted }
    }

    fn of_class(&self, change: &Change, formulary: &Formulary) -> bool {
        formulary.drugs.get(change.drug.index()).is_some_and(|d| self.classes.contains(&d.class))
    }

    fn sets(&self, change: &Change, formulary: &Formulary) -> bool {
        self.of_class(change, formulary)
            && ((self.on_start && change.is_start()) || (self.on_raise && change.is_raise()))
    }

    /// Whether it may be a raise that an unknown dose hides.
    fn may_set(&self, change: &Change, formulary: &Formulary) -> bool {
        let taken = |dose: Option<Number>| dose != Some(Number::ZERO);
        let unknown = change.before.is_none() || change.after.is_none();
        self.on_raise && unknown && taken(change.before) && taken(change.after) && self.of_class(change, formulary)
    }

    /// The window after a change, and which results are in it, late or missing. `None` beyond the calendar.
    fn window(&self, machine: &mut Machine<'_>, change: &Change) -> Option<CheckValue> {
        let day = machine.chart.timeline.date(change.at);
        let from = day.checked_add_days(Days::new(self.from_days.into()))?;
        let to = day.checked_add_days(Days::new(self.to_days.into()))?;
        let mut window = CheckValue {
            change: change.line.clone(),
            from: Date::Day(from),
            to: Date::Day(to),
            missing: Vec::new(),
            late: Vec::new(),
        };
        for fact in &self.facts {
            let Some(decl) = machine.terms.declared.facts.get(fact.index()) else { continue };
            match self.result(machine, *fact, from).map(|at| machine.chart.timeline.date(at)) {
                None => window.missing.push(decl.name.clone()),
                Some(day) if day > to => window.late.push(decl.name.clone()),
                Some(_) => {}
            }
        }
        Some(window)
    }

    /// The first result on or after the window's first day: one before it does not satisfy.
    fn result(&self, machine: &mut Machine<'_>, fact: FactId, from: NaiveDate) -> Option<Instant> {
        let rows = machine.rows_of(Source::Fact(fact));
        let known = |r: &ChartRow| matches!(r.cells.first(), Some(Cell::Known(_)));
        let times = rows.iter().filter(|r| known(r)).filter_map(|r| r.at);
        times.filter(|at| machine.chart.timeline.date(*at) >= from).min()
    }

    /// Where it stands today; notes the midnights at which its window opens and has passed.
    fn stands(&self, machine: &mut Machine<'_>, window: &CheckValue) -> Status {
        if window.missing.is_empty() {
            return Status::Done;
        }
        let (opens, passed) = bounds(machine, window);
        machine.note(opens, "the window of a check opens", None);
        machine.note(passed, "the window of a check has passed", None);
        if machine.as_of < passed { Status::Due } else { Status::Overdue }
    }

    fn wanted(&self, machine: &Machine<'_>, stands: Status, window: &CheckValue) -> Vec<Wanted> {
        let (opens, passed) = bounds(machine, window);
        let anchor = text!["change:", window.change];
        let mut wanted = Vec::new();
        if !matches!(stands, Status::Due | Status::Overdue) || machine.as_of < opens {
            return wanted;
        }
        let mut order = Wanted::new(self.then.clone(), self.name.clone(), anchor.clone());
        order.since = Some(opens);
        // The author's own due date counts from the opening; the window's last day bounds it.
        let due = self.then.due.and_then(|due| due_day(due, window.from.earliest()));
        order.due_date = Some(due.filter(|day| *day < window.to.latest()).map_or(window.to, Date::Day));
        wanted.push(order);
        if let Some(overdue) = self.overdue.as_ref().filter(|_| stands == Status::Overdue) {
            let mut task = Wanted::new(overdue.clone(), text![self.name, "/overdue"], anchor);
            task.since = Some(passed);
            wanted.push(task);
        }
        wanted
    }

    fn reason(&self, machine: &mut Machine<'_>, change: &Change, drug: &str, window: &CheckValue) -> Reason {
        let mut reason = machine.reason(self.name.clone(), self.at, &self.cite, None, &[], None, 0);
        for fact in &self.facts {
            let Some(decl) = machine.terms.declared.facts.get(fact.index()) else { continue };
            let at = self.result(machine, *fact, window.from.earliest());
            let day = at.map(|at| text![Date::Day(machine.chart.timeline.date(at))]);
            let left = Side { at, ..side(&decl.name, day) };
            let changed = if change.is_start() { "start of" } else { "change of" };
            let days = text![self.from_days, " to ", self.to_days, " days after ", changed, " ", drug];
            let right = Side { at: Some(change.at), ..side(&days, Some(text![window.from, " to ", window.to])) };
            let inside = !window.missing.contains(&decl.name) && !window.late.contains(&decl.name);
            reason.comparisons.push(Comparison::new(left, "in", right, Truth::of(Some(inside))));
        }
        reason
    }
}

/// The instant at which a window opens, and the first after it.
fn bounds(machine: &Machine<'_>, window: &CheckValue) -> (Instant, Instant) {
    let timeline = &machine.chart.timeline;
    (timeline.start_of_day(window.from.earliest()), timeline.end_of_day(window.to.latest()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod tests;
