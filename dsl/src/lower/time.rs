//! Dates and instants: moved by durations, counted between, and the change since a drug was started.

use stepcare_core::expression::Node as Step;
use stepcare_core::value::{Duration, TimeUnit, Unit};

use super::Lower;
use super::expression::compare_op;
use crate::diagnostic::{Diagnostic, code};
use crate::source::Span;
use crate::syntax::expression::{Expr, Name};
use crate::types::{Type, Typed};

impl Lower<'_> {
    pub(super) fn shift(&mut self, by: &str, back: bool, of: &Expr, span: Span) -> Option<Typed> {
        let by = self.duration_text(by, span);
        let of = self.value_of(of)?;
        let of = self.expect(of, "a date or a point in time", |ty| ty.is_moment())?;
        let by = by?;
        if of.ty == Type::Date && by.is_exact() {
            let message = "a date has no hours to count from";
            let error = Diagnostic::new(code::NOT_A_VALUE, of.span, message, "this is a date");
            return self.fail(error.help("count days, weeks, months or years"));
        }
        let ty = of.ty.clone();
        Some(self.push(Step::Shift { of: of.id, by, back }, ty, span))
    }

    pub(super) fn whole_time(&mut self, unit: &str, from: &Expr, to: &Expr, span: Span) -> Option<Typed> {
        let unit = TimeUnit::written(unit)?;
        let (from, to) = (self.value_of(from), self.value_of(to));
        let moment = |ty: &Type| ty.is_moment();
        let from = self.expect(from?, "a date or a point in time", moment)?;
        let to = self.expect(to?, "a date or a point in time", moment)?;
        if (Duration { count: 1, unit }).is_exact() {
            let message = "whole hours are not counted";
            let error = Diagnostic::new(code::NOT_A_VALUE, span, message, "years, months, weeks or days");
            return self.fail(error);
        }
        Some(self.push(Step::Whole { unit, from: from.id, to: to.id }, Type::Number(unit.unit()), span))
    }

    pub(super) fn change(
        &mut self,
        fact: &Name,
        classes: &[Name],
        op: &(String, Span),
        limit: &Expr,
        span: Span,
    ) -> Option<Typed> {
        let (id, classes) = (self.fact(fact), self.classes_named(classes));
        let limit = self.value_of(limit)?;
        let id = id?;
        let Type::Number(unit) = Type::of(&self.out.facts.get(id.index())?.kind) else {
            let message = format!("`{}` is not a number, and its change cannot be measured", fact.text);
            return self.fail(Diagnostic::new(code::NOT_A_VALUE, fact.span, message, "not a number"));
        };
        let relative = matches!(limit.ty, Type::Number(u) if u == Unit::PERCENT);
        let limit = self.in_unit(limit, if relative { Unit::ONE } else { unit })?;
        let classes = classes?;
        let step = Step::ChangeFromBaseline { fact: id, classes, op: compare_op(&op.0), limit: limit.id, relative };
        Some(self.push(step, Type::Condition, span))
    }
}
