//! Times of rows: `it`, `period`, `start of`, `end of`, `this year`; and what an end that may be absent still decides.

use stepcare_core::expression::{Clause, CompareOp, DatePart, Node as Step, Source};
use stepcare_core::record::FactKind;
use stepcare_core::value::id::{ColumnId, ExprId};
use stepcare_core::value::{Constant, Duration, Number, TimeUnit, Unit};

use super::{DefineState, Lower};
use crate::diagnostic::{Diagnostic, code};
use crate::scope::Meaning;
use crate::source::Span;
use crate::syntax::expression::{Expr, Kind, Name, TimeSpan};
use crate::types::{Type, Typed};

/// From a time to a time; `above` and `before` leave an end out.
#[derive(Clone)]
pub(super) struct Stretch {
    pub low: Typed,
    pub high: Typed,
    pub above: bool,
    pub before: bool,
}

impl Lower<'_> {
    /// The row that `it` is, and whether it is the outer one.
    pub(super) fn it(&mut self, span: Span) -> Option<(Source, bool)> {
        let found = match self.it_is_here {
            true => self.rows.last().map(|source| (*source, false)),
            false => self.rows.iter().rev().nth(1).map(|source| (*source, true)),
        };
        if found.is_none() {
            let message = "`it` is the row outside the one at hand, and there is none";
            self.errors.push(Diagnostic::new(code::NO_ROW, span, message, "no outer row here"));
        }
        found
    }

    /// Works out what bounds a window: `it` is the row at hand.
    pub(super) fn in_bounds<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.it_is_here, true);
        let done = work(self);
        self.it_is_here = before;
        done
    }

    fn outer(&mut self, of: Typed) -> Typed {
        let floor = of.floor.map(|floor| self.push(Step::Outer(floor), of.ty.clone(), of.span).id);
        let outer = self.push(Step::Outer(of.id), of.ty, of.span);
        Typed { declared: of.declared, floor, ..outer }
    }

    fn of_row(&mut self, of: Typed, is_outer: bool) -> Typed {
        if is_outer { self.outer(of) } else { of }
    }

    /// What was worked out for the row at hand, inside a condition on rows that are looked at for it.
    pub(super) fn seen_from_inside(&mut self, of: Typed) -> Typed {
        if self.reads_row(of.id) { self.outer(of) } else { of }
    }

    fn reads_row(&self, id: ExprId) -> bool {
        match self.out.program.node(id) {
            Some(Step::Column(_) | Step::RowTime | Step::IsIt | Step::Linked { .. }) => true,
            Some(Step::Series(series)) => {
                let mut bounds = series.clauses.iter().filter(|clause| !matches!(clause, Clause::Where(_)));
                let inner = series.clauses.iter().filter(|clause| matches!(clause, Clause::Where(_)));
                let mut inner = inner.flat_map(Clause::operands).chain(series.value);
                bounds.any(|clause| clause.operands().into_iter().any(|of| self.reads_row(of)))
                    || inner.any(|of| self.reads_outer(of))
            }
            Some(Step::Outer(_)) | None => false,
            Some(node) => node.operands().into_iter().any(|of| self.reads_row(of)),
        }
    }

    fn reads_outer(&self, id: ExprId) -> bool {
        match self.out.program.node(id) {
            Some(Step::Outer(_) | Step::IsIt | Step::Linked { .. }) => true,
            Some(node) => node.operands().into_iter().any(|of| self.reads_outer(of)),
            None => false,
        }
    }

    /// `it.X`: a column of that row, its time, or a define for each of its rows. `None`: it has no such; `Some(None)`: an
    /// error, which was reported.
    pub(super) fn of_it(&mut self, it: (Source, bool), field: &Name, span: Span) -> Option<Option<Typed>> {
        let (source, is_outer) = it;
        let found = if let Some((column, ty)) = self.column(source, &field.text) {
            self.push(Step::Column(column), ty, span)
        } else if field.text == "at" {
            let ty = self.time_type(source);
            self.push(Step::RowTime, ty, span)
        } else if let Some(Meaning::Define(at)) = self.scope.values.get(&field.text) {
            match self.define(at, field.span) {
                Some(DefineState::Column(of, typed)) if of == source => {
                    self.push(Step::Named { name: field.text.clone(), of: typed.id }, typed.ty, span)
                }
                Some(_) => return None,
                None => return Some(None),
            }
        } else {
            return None;
        };
        Some(Some(self.of_row(found, is_outer)))
    }

    /// What a row's time is: a point in time, unless its series says otherwise.
    pub(super) fn time_type(&self, source: Source) -> Type {
        if self.times(source).iter().all(|kind| **kind == FactKind::Instant) { Type::Instant } else { Type::Moment }
    }

    fn times(&self, source: Source) -> Vec<&FactKind> {
        let Source::Series(id) = source else { return Vec::new() };
        let Some(series) = self.out.series.get(id.index()) else { return Vec::new() };
        series.times.iter().filter_map(|column| series.columns.get(column.index())).map(|column| &column.kind).collect()
    }

    /// Whether rows are dated by the day, so that hours cannot be counted from them.
    pub(super) fn is_by_day(&self, source: Source) -> bool {
        self.times(source).contains(&&FactKind::Date)
    }

    /// The columns of a period, where the rows have one.
    pub(super) fn period_of(&self, source: Source) -> Option<(ColumnId, ColumnId)> {
        let Source::Series(id) = source else { return None };
        let columns = &self.out.series.get(id.index())?.columns;
        let at = |kind: FactKind| {
            let at = columns.iter().position(|column| column.kind == kind)?;
            u32::try_from(at).ok().map(ColumnId)
        };
        Some((at(FactKind::Start)?, at(FactKind::End)?))
    }

    /// The period of a row at hand, or its time.
    pub(super) fn row_stretch(&mut self, source: Source, is_outer: bool, span: Span) -> Stretch {
        let (low, high) = match self.period_of(source) {
            Some((start, end)) => {
                let start = self.push(Step::Column(start), Type::Moment, span);
                let end = self.push(Step::Column(end), Type::Moment, span);
                (start.clone(), Typed { floor: Some(start.id), ..end })
            }
            None => {
                let ty = self.time_type(source);
                let at = self.push(Step::RowTime, ty, span);
                (at.clone(), at)
            }
        };
        let (low, high) = (self.of_row(low, is_outer), self.of_row(high, is_outer));
        Stretch { low, high, above: false, before: false }
    }

    fn own_period(&mut self, span: Span) -> Option<Stretch> {
        let source = self.rows.last().copied().filter(|source| self.period_of(*source).is_some());
        let Some(source) = source else {
            let message = "`period` is of a row that has one, and there is none at hand";
            let error = Diagnostic::new(code::NO_ROW, span, message, "no period here");
            return self
                .fail(error.help("give the series a line `period`, and ask in `where` or in `define … for each`"));
        };
        Some(self.row_stretch(source, false, span))
    }

    fn year(&mut self, back: bool, span: Span) -> Stretch {
        let today = self.push(Step::Today, Type::Date, span);
        let mut ends = [DatePart::YearStart, DatePart::YearEnd].map(|part| {
            let edge = self.push(Step::Part { of: today.id, part }, Type::Date, span);
            let by = Duration { count: 1, unit: TimeUnit::Years };
            if back { self.push(Step::Shift { of: edge.id, by, back }, Type::Date, span) } else { edge }
        });
        let [low, high] = &mut ends;
        Stretch { low: low.clone(), high: high.clone(), above: false, before: false }
    }

    /// `start of period`, `end of this year`.
    pub(super) fn edge(&mut self, end: bool, of: &Expr, span: Span) -> Option<Typed> {
        let stretch = match &of.kind {
            Kind::Name(name) if matches!(name.text.as_str(), "period" | "it") => self.stretch_of(of)?,
            Kind::Year(back) => self.year(*back, span),
            _ => {
                let message = "this has no start and no end of its own";
                let error = Diagnostic::new(code::NOT_A_VALUE, of.span, message, "not a stretch of time");
                return self.fail(error.help("write `start of period`, `start of it` or `start of this year`"));
            }
        };
        Some(Typed { span, ..if end { stretch.high } else { stretch.low } })
    }

    /// What stands for a stretch of time: a period, a row, a year, or a moment, which starts and ends there.
    pub(super) fn stretch_of(&mut self, of: &Expr) -> Option<Stretch> {
        match &of.kind {
            Kind::Name(name) if name.text == "period" => self.own_period(of.span),
            Kind::Name(name) if name.text == "it" => {
                let (source, is_outer) = self.it(of.span)?;
                Some(self.row_stretch(source, is_outer, of.span))
            }
            Kind::Year(back) => Some(self.year(*back, of.span)),
            _ => {
                let value = self.value_of(of)?;
                let at = self.expect(value, "a date or a point in time", Type::is_moment)?;
                Some(Stretch { low: at.clone(), high: at, above: false, before: false })
            }
        }
    }

    /// A stretch of time as it is written.
    pub(super) fn stretch(&mut self, of: &TimeSpan) -> Option<Stretch> {
        match of {
            TimeSpan::Last(text, span) => {
                let length = self.duration_text(text, *span)?;
                self.last(length, *span)
            }
            TimeSpan::Range(range) => {
                let (low, high) = (self.value_of(&range.low), self.value_of(&range.high));
                let low = self.expect(low?, "a date or a point in time", Type::is_moment);
                let high = self.expect(high?, "a date or a point in time", Type::is_moment);
                Some(Stretch { low: low?, high: high?, above: range.above, before: range.before })
            }
            TimeSpan::Of(of) => self.stretch_of(of),
        }
    }

    /// `last 7 days`, today included; months from the same day of the month; hours exact.
    pub(super) fn last(&mut self, length: Duration, span: Span) -> Option<Stretch> {
        let (now, ty) = if length.is_exact() { (Step::Now, Type::Instant) } else { (Step::Today, Type::Date) };
        let now = self.push(now, ty.clone(), span);
        let back = match length.days() {
            Some(days) => Duration { count: u32::try_from(days).ok()?.saturating_sub(1), unit: TimeUnit::Days },
            None => length,
        };
        let low = self.push(Step::Shift { of: now.id, by: back, back: true }, ty, span);
        Some(Stretch { low, high: now, above: false, before: false })
    }

    /// The local day of a time.
    pub(super) fn day(&mut self, of: Typed) -> Typed {
        if of.ty == Type::Date {
            return of;
        }
        let part = DatePart::Day;
        let floor = of.floor.map(|floor| self.push(Step::Part { of: floor, part }, Type::Date, of.span).id);
        let day = self.push(Step::Part { of: of.id, part }, Type::Date, of.span);
        Typed { floor, ..day }
    }

    /// `days of period`: each local day from its first to its last.
    pub(super) fn days_of(&mut self, of: Stretch, span: Span) -> Typed {
        let step = Step::Whole { unit: TimeUnit::Days, from: of.low.id, to: of.high.id };
        let between = self.push(step, Type::Number(Unit::DAYS), span);
        let one = self.constant(Constant::Number(Number::integer(1)), Type::Number(Unit::DAYS), span);
        let op = stepcare_core::expression::ArithmeticOp::Add;
        self.push(Step::Arithmetic { op, left: between.id, right: one.id }, Type::Number(Unit::DAYS), span)
    }

    /// A comparison with an end that may be absent: it is not before its start.
    pub(super) fn compare_ends(&mut self, left: Typed, op: CompareOp, right: Typed, span: Span) -> Option<Typed> {
        let (left, op, right) = match op {
            CompareOp::Greater => (right, CompareOp::Less, left),
            CompareOp::AtLeast => (right, CompareOp::AtMost, left),
            op => (left, op, right),
        };
        let floor = |of: &Typed| of.floor.map(|id| Typed { id, floor: None, ..of.clone() });
        let (left_floor, right_floor) = (floor(&left), floor(&right));
        let known = |of: Typed| Typed { floor: None, ..of };
        let (left, right) = (known(left), known(right));
        let base = self.compare_known(left.clone(), op, right.clone(), span)?;
        if let CompareOp::Equal | CompareOp::NotEqual = op {
            let mut all = vec![self.compare_known(left.clone(), CompareOp::Equal, right.clone(), span)?.id];
            if let Some(floor) = left_floor {
                all.push(self.compare_known(floor, CompareOp::AtMost, right.clone(), span)?.id);
            }
            if let Some(floor) = right_floor {
                all.push(self.compare_known(floor, CompareOp::AtMost, left, span)?.id);
            }
            let same = self.push(Step::All(all), Type::Condition, span);
            return Some(self.negated(same, op == CompareOp::NotEqual));
        }
        let mut holds = base;
        if let Some(floor) = right_floor {
            let at_floor = self.compare_known(left.clone(), op, floor, span)?;
            // An end that is known speaks for itself.
            let known = self.push(Step::IsKnown(right.id), Type::Condition, span);
            let absent = self.negated(known, true);
            let at_floor = self.push(Step::All(vec![absent.id, at_floor.id]), Type::Condition, span);
            holds = self.push(Step::Any(vec![holds.id, at_floor.id]), Type::Condition, span);
        }
        if let Some(floor) = left_floor {
            let not_over = self.compare_known(floor, op, right, span)?;
            holds = self.push(Step::All(vec![holds.id, not_over.id]), Type::Condition, span);
        }
        Some(holds)
    }
}
