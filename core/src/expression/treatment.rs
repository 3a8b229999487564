//! What conditions ask of the regimen: classes taken, the last dose change, the change of a laboratory value since a start.

use alloc::rc::Rc;

use super::regimen::Change;
use super::{ArithmeticOp, FactState, Machine, Node, Regimen, Row, Source, arithmetic, compare};
use crate::record::{Cell, FactKind};
use crate::value::SortedSet;
use crate::value::id::{ClassId, ExprId, FactId};
use crate::value::{Instant, Number, Truth, Unit, Value};

/// How a laboratory value has changed since a start.
pub(super) struct Baseline {
    /// Whether the change is as asked.
    pub(super) holds: Truth,
    /// By how much, where it is known.
    pub(super) change: Option<Value>,
    /// What it was asked against.
    pub(super) limit: Option<Value>,
    /// What left it open.
    pub(super) open: SortedSet<FactId>,
}

impl Baseline {
    fn without_change(holds: Truth, open: impl IntoIterator<Item = FactId>) -> Baseline {
        Baseline { holds, change: None, limit: None, open: open.into_iter().collect() }
    }
}

impl Machine<'_> {
    /// The regimen at as-of; `None` without a list or a formulary. Notes when it changes by itself.
    pub fn regimen(&mut self) -> Option<Rc<Regimen>> {
        if self.regimen.is_none() {
            let formulary = self.terms.formulary.filter(|_| self.list_counts());
            let found = formulary.and_then(|formulary| Regimen::at(self.chart, formulary, self.as_of));
            if let Some(at) = found.as_ref().and_then(|(_, next)| *next) {
                self.note(at, "a medication starts or stops", None);
            }
            self.regimen = Some(found.map(|(regimen, _)| Rc::new(regimen)));
        }
        self.regimen.clone().flatten()
    }

    /// The latest start, stop or change of a formulary drug: `Ok(None)` when a supplied list holds none, `Err` when it is
    /// unknown. A line that is not mapped, or not known to be taken, leaves it unknown where it may be the later one.
    #[allow(clippy::result_unit_err)]
    pub fn last_dose_change(&mut self) -> Result<Option<Instant>, ()> {
        self.dose_change()
    }

    pub(super) fn dose_change(&mut self) -> Result<Option<Instant>, ()> {
        let regimen = self.regimen().ok_or(())?;
        let last = regimen.changes.last().map(|change| change.at);
        if regimen.unclear_until > last { Err(()) } else { Ok(last) }
    }

    /// `medications has class x`: taken is yes; not found is no only where every line is understood.
    pub(super) fn takes_class(&mut self, classes: &[ClassId]) -> Truth {
        let (Some(regimen), Some(formulary)) = (self.regimen(), self.terms.formulary) else {
            return Truth::Unknown;
        };
        let taken = classes.iter().any(|class| !regimen.of_class(formulary, *class).is_empty());
        match (taken, regimen.is_clear()) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::No,
            (false, false) => Truth::Unknown,
        }
    }

    /// `count of classes of medications`: at least so many where a line is not understood.
    pub(super) fn count_classes(&mut self) -> Option<Value> {
        let (regimen, formulary) = (self.regimen()?, self.terms.formulary?);
        let class = |drug: usize| formulary.drugs.get(drug).map(|drug| drug.class);
        let classes: SortedSet<ClassId> = regimen.taken.iter().filter_map(|taken| class(taken.drug.index())).collect();
        let count = Number::integer(i128::try_from(classes.len()).ok()?);
        Some(compare::between(Some(count), regimen.is_clear().then_some(count)))
    }

    /// The fact that is the medication list.
    pub(super) fn medication_list(&self) -> Option<FactId> {
        let facts = self.terms.declared.facts;
        let at = facts.iter().position(|fact| fact.kind == FactKind::Medications)?;
        u32::try_from(at).ok().map(FactId)
    }

    /// `change of creatinine from last before start of acei, arb > 30%`. No start in a supplied list is no; a start
    /// without an earlier value, or without a later one that counts, is unknown.
    pub(super) fn changed_from_baseline(&mut self, expr: ExprId, row: Option<&Row>) -> Baseline {
        let program = self.terms.program;
        let Some(Node::ChangeFromBaseline { fact, classes, op, limit, relative }) = program.node(expr) else {
            return Baseline::without_change(Truth::Unknown, None);
        };
        let start = match self.latest_start(classes) {
            Err(()) => return Baseline::without_change(Truth::Unknown, self.medication_list()),
            Ok(None) => return Baseline::without_change(Truth::No, None),
            Ok(Some(start)) => start,
        };
        let (before, after) = (self.last_before(*fact, start), self.current_after(*fact, start));
        let (Some(before), Some(after)) = (before, after) else {
            return Baseline::without_change(Truth::Unknown, Some(*fact));
        };
        let difference = arithmetic::combine(ArithmeticOp::Subtract, &after, &before);
        let change = match difference {
            Some(change) if *relative => arithmetic::combine(ArithmeticOp::Divide, &change, &before),
            difference => difference,
        };
        let limit = self.limit(*limit, *relative, row);
        let holds = match (&change, &limit) {
            (Some(change), Some(limit)) => compare::holds(*op, change, limit, &self.chart.timeline),
            _ => Truth::Unknown,
        };
        Baseline { holds, change, limit, open: SortedSet::new() }
    }

    /// The latest start of a drug of one of the classes.
    fn latest_start(&mut self, classes: &[ClassId]) -> Result<Option<Instant>, ()> {
        let (regimen, formulary) = (self.regimen().ok_or(())?, self.terms.formulary.ok_or(())?);
        let class = |change: &Change| formulary.drugs.get(change.drug.index()).map(|drug| drug.class);
        let is_asked = |change: &&Change| class(change).is_some_and(|class| classes.contains(&class));
        let start = regimen.changes.iter().rev().filter(is_asked).find(|change| change.is_start());
        let start = start.map(|change| change.at);
        if regimen.unclear_until > start { Err(()) } else { Ok(start) }
    }

    /// The last value strictly before an instant, where it is the only one of its instant and none refused is as late.
    fn last_before(&mut self, fact: FactId, start: Instant) -> Option<Value> {
        let rows = self.present_rows(Source::Fact(fact));
        let earlier = |at: Option<Instant>| at.is_some_and(|at| at < start);
        let last = rows.iter().rev().find(|row| earlier(row.at))?;
        let mut cells = rows.iter().filter(|row| row.at == last.at).map(|row| row.cells.first());
        let Some(Some(Cell::Known(value))) = cells.next() else { return None };
        let agrees =
            |cell: Option<&Cell>| matches!(cell, Some(Cell::Known(v)) if compare::same(v, value) == Some(true));
        cells.all(agrees).then(|| value.clone())
    }

    /// The current value, if it is known and of after an instant.
    fn current_after(&mut self, fact: FactId, start: Instant) -> Option<Value> {
        match self.fact_state(fact) {
            FactState::Known { value, at: Some(at), .. } if at > start => Some(value),
            // An answer tried for it is one of now.
            FactState::Known { value, at: None, .. } if self.tried_facts.contains_key(&fact) => Some(value),
            _ => None,
        }
    }

    /// The limit of a change: of a ratio, 30% is 3/10.
    fn limit(&mut self, limit: ExprId, relative: bool, row: Option<&Row>) -> Option<Value> {
        let value = self.get(limit, row)?;
        match self.terms.program.node(self.unnamed(limit)) {
            Some(Node::Constant { unit: Some(unit), .. }) if relative => {
                arithmetic::scale(&value, unit.factor_to(Unit::ONE)?)
            }
            _ => Some(value),
        }
    }
}
