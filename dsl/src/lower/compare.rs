//! Comparisons and arithmetic: both sides in one unit, converted exactly; never across dimensions.

use stepcare_core::expression::{ArithmeticOp, CompareOp, Node as Step};
use stepcare_core::value::{Constant, Number, Unit};

use super::Lower;
use crate::diagnostic::{Diagnostic, code};
use crate::source::Span;
use crate::syntax::expression::{Expr, Range};
use crate::types::{Type, Typed, quantity};

impl Lower<'_> {
    /// A number converted to a unit; an error for another dimension, or for a bare number where a quantity is expected.
    pub(super) fn in_unit(&mut self, value: Typed, unit: Unit) -> Option<Typed> {
        let Type::Number(from) = value.ty else {
            let what = quantity(unit);
            return self.expect(value, &what, |_| false);
        };
        if from == unit {
            return Some(value);
        }
        if from == Unit::ONE && value.literal {
            return self.fail(self.without_unit(&value, unit));
        }
        let Some(by) = from.factor_to(unit) else {
            let message = format!("{} where {} is expected", quantity(from), quantity(unit));
            let mut error = Diagnostic::new(code::MISMATCH, value.span, message, format!("this is {}", quantity(from)));
            if let Some(declared) = value.declared {
                error = error.label(declared, "declared here");
            }
            return self.fail(error);
        };
        self.scaled(value, by, unit)
    }

    /// The value times an exact factor; a constant is worked out on the spot.
    fn scaled(&mut self, value: Typed, by: Number, unit: Unit) -> Option<Typed> {
        if by == Number::integer(1) {
            return Some(Typed { ty: Type::Number(unit), ..value });
        }
        if let Some(Step::Constant { value: Constant::Number(number), .. }) = self.out.program.node(value.id) {
            let Some(number) = number.mul(by) else {
                let label = "too large or too fine to be kept exactly";
                return self.fail(Diagnostic::new(code::BAD_NUMBER, value.span, "a number that cannot be kept", label));
            };
            return Some(self.constant(Constant::Number(number), Type::Number(unit), value.span));
        }
        let scaled = self.push(Step::Scale { of: value.id, by }, Type::Number(unit), value.span);
        Some(Typed { declared: value.declared, ..scaled })
    }

    fn without_unit(&self, value: &Typed, unit: Unit) -> Diagnostic {
        let number = match self.out.program.node(value.id) {
            Some(Step::Constant { value: Constant::Number(number), .. }) => number.to_string(),
            _ => "this number".into(),
        };
        let message = format!("{number} is not {number} {}", unit.shown());
        Diagnostic::new(code::NO_UNIT, value.span, message, "a number without its unit")
            .help(format!("write `{number} {}`", unit.shown()))
    }

    /// A comparison. An end that may be absent is not before its start, which decides some.
    pub(super) fn compare(&mut self, left: Typed, op: CompareOp, right: Typed, span: Span) -> Option<Typed> {
        if left.floor.is_some() || right.floor.is_some() {
            return self.compare_ends(left, op, right, span);
        }
        self.compare_known(left, op, right, span)
    }

    pub(super) fn compare_known(&mut self, left: Typed, op: CompareOp, right: Typed, span: Span) -> Option<Typed> {
        let (left, right, unit) = match (&left.ty, &right.ty) {
            (Type::Number(a), Type::Number(b)) => {
                let (a, b) = (*a, *b);
                if a.dimension() != b.dimension() {
                    let bare = |v: &Typed, u: Unit| v.literal && u == Unit::ONE;
                    return match (bare(&left, a), bare(&right, b)) {
                        (true, false) => self.fail(self.without_unit(&left, b)),
                        (false, true) => self.fail(self.without_unit(&right, a)),
                        _ => self.mismatch(&left, &right),
                    };
                }
                // A constant takes the unit of what was measured, so that a reason shows what the record holds.
                if left.literal && !right.literal {
                    (self.in_one_dimension(left, b)?, right, Some(b))
                } else {
                    let right = self.in_one_dimension(right, a)?;
                    (left, right, Some(a))
                }
            }
            (a, b) if (a.is_moment() && b.is_moment()) || (*a == Type::Clock && *b == Type::Clock) => {
                (left, right, None)
            }
            (Type::OneOf(_), Type::OneOf(_)) if matches!(op, CompareOp::Equal | CompareOp::NotEqual) => {
                (left, right, None)
            }
            _ => return self.mismatch(&left, &right),
        };
        let step = Step::Compare { op, left: left.id, right: right.id, unit };
        Some(self.push(step, Type::Condition, span))
    }

    fn in_one_dimension(&mut self, value: Typed, unit: Unit) -> Option<Typed> {
        match &value.ty {
            Type::Number(from) if *from != unit => {
                let by = from.factor_to(unit)?;
                self.scaled(value, by, unit)
            }
            _ => Some(value),
        }
    }

    fn mismatch(&mut self, left: &Typed, right: &Typed) -> Option<Typed> {
        let short = |ty: &Type| match ty {
            Type::Number(unit) => crate::types::dimension(unit.dimension()).to_string(),
            other => other.words(),
        };
        let message = format!("these cannot be compared: {} with {}", short(&left.ty), short(&right.ty));
        let mut error = Diagnostic::new(code::MISMATCH, left.span, message, left.ty.words());
        error = error.label(right.span, right.ty.words());
        for side in [left, right] {
            if let Some(declared) = side.declared {
                error = error.label(declared, "declared here");
            }
        }
        if matches!(left.ty, Type::Condition) && matches!(right.ty, Type::Number(_)) {
            error =
                error.help("a condition after `where` reaches as far as it can: put brackets around what is counted");
        }
        let names = self.facts_like(right);
        if let Some(name) = names.first().filter(|_| !left.literal && right.literal) {
            error = error.help(format!("did you mean `{name}`?"));
        }
        self.fail(error)
    }

    /// Facts that measure what a quantity measures.
    fn facts_like(&self, value: &Typed) -> Vec<String> {
        let Type::Number(unit) = &value.ty else { return Vec::new() };
        let like = |ty: Type| matches!(ty, Type::Number(u) if u.dimension() == unit.dimension() && u != Unit::ONE);
        self.out.facts.iter().filter(|f| like(Type::of(&f.kind))).map(|f| f.name.clone()).collect()
    }

    pub(super) fn outside(&mut self, of: &Expr, range: &Range, span: Span) -> Option<Typed> {
        let (of, low, high) = (self.value_of(of), self.value_of(&range.low), self.value_of(&range.high));
        let (of, low, high) = (of?, low?, high?);
        let under = if range.above { CompareOp::AtMost } else { CompareOp::Less };
        let over = if range.before { CompareOp::AtLeast } else { CompareOp::Greater };
        let ends = low.span.to(high.span);
        let low = self.compare(of.clone(), under, Typed { span: ends, ..low }, span)?;
        let high = self.compare(of, over, Typed { span: ends, ..high }, span)?;
        Some(self.push(Step::Any(vec![low.id, high.id]), Type::Condition, span))
    }

    pub(super) fn arithmetic(&mut self, left: Typed, op: ArithmeticOp, right: Typed, span: Span) -> Option<Typed> {
        let (Type::Number(a), Type::Number(b)) = (&left.ty, &right.ty) else {
            return self.not_arithmetic(&left, &right);
        };
        let (a, b) = (*a, *b);
        let plain = |unit: Unit| unit.dimension() == Unit::ONE.dimension();
        let (left, right, unit) = match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => {
                if a.dimension() != b.dimension() {
                    let (bare_left, bare_right) = (left.literal && a == Unit::ONE, right.literal && b == Unit::ONE);
                    return match (bare_left, bare_right) {
                        (true, false) => self.fail(self.without_unit(&left, b)),
                        (false, true) => self.fail(self.without_unit(&right, a)),
                        _ => self.not_arithmetic(&left, &right),
                    };
                }
                if left.literal && !right.literal {
                    (self.in_one_dimension(left, b)?, right, b)
                } else {
                    let right = self.in_one_dimension(right, a)?;
                    (left, right, a)
                }
            }
            ArithmeticOp::Multiply if plain(a) => (self.in_one_dimension(left, Unit::ONE)?, right, b),
            ArithmeticOp::Multiply | ArithmeticOp::Divide if plain(b) => {
                let right = self.in_one_dimension(right, Unit::ONE)?;
                (left, right, a)
            }
            ArithmeticOp::Divide if a.dimension() == b.dimension() => {
                let right = self.in_one_dimension(right, a)?;
                (left, right, Unit::ONE)
            }
            _ => return self.not_arithmetic(&left, &right),
        };
        let literal = left.literal && right.literal;
        let step = Step::Arithmetic { op, left: left.id, right: right.id };
        let typed = self.push(step, Type::Number(unit), span);
        Some(Typed { literal: literal && unit == Unit::ONE, ..typed })
    }

    fn not_arithmetic(&mut self, left: &Typed, right: &Typed) -> Option<Typed> {
        let message = format!("these cannot be worked out together: {} and {}", left.ty.words(), right.ty.words());
        let mut error = Diagnostic::new(code::ARITHMETIC, left.span, message, left.ty.words());
        error = error.label(right.span, right.ty.words());
        let moment = |ty: &Type| ty.is_moment();
        if moment(&left.ty) && moment(&right.ty) {
            error = error.help("write `whole days from x to y`");
        } else if moment(&left.ty) || moment(&right.ty) {
            error = error.help("write `7 days after x` or `7 days before x`");
        }
        self.fail(error)
    }
}
