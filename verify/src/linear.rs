//! A number as a multiple of one input and a constant: `weight / 2 + 3 kg`.

use stepcare_core::expression::{ArithmeticOp, Node};
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Constant, Number};

use crate::input::behind;

/// `times` of an input, and `plus`; without an input a constant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Linear {
    pub of: Option<ExprId>,
    pub times: Number,
    pub plus: Number,
}

impl Linear {
    fn constant(plus: Number) -> Linear {
        Linear { of: None, times: Number::integer(0), plus }
    }

    fn scaled(self, by: Number) -> Option<Linear> {
        let (times, plus) = (self.times.mul(by)?, self.plus.mul(by)?);
        Some(if times == Number::integer(0) { Linear::constant(plus) } else { Linear { times, plus, ..self } })
    }

    /// Both together; nothing where they are of two inputs.
    fn add(self, other: Linear) -> Option<Linear> {
        let of = match (self.of, other.of) {
            (Some(one), Some(two)) if one != two => return None,
            (one, two) => one.or(two),
        };
        let (times, plus) = (self.times.add(other.times)?, self.plus.add(other.plus)?);
        Some(if times == Number::integer(0) { Linear::constant(plus) } else { Linear { of, times, plus } })
    }

    /// What it is less another.
    pub fn less(self, other: Linear) -> Option<Linear> {
        self.add(other.scaled(Number::integer(-1))?)
    }

    /// The value of the input at which it is zero.
    pub fn root(self) -> Option<Number> {
        self.of?;
        self.plus.neg()?.div(self.times)
    }

    /// What it is where the input is this.
    pub fn at(self, input: Number) -> Option<Number> {
        self.times.mul(input)?.add(self.plus)
    }
}

/// A node as a multiple of one input; what is nothing of the kind is an input itself.
pub(crate) fn linear(compiled: &Compiled, id: ExprId) -> Linear {
    let id = behind(compiled, id);
    let itself = Linear { of: Some(id), times: Number::integer(1), plus: Number::integer(0) };
    let of = |id: ExprId| linear(compiled, id);
    let found = match compiled.program.node(id) {
        Some(Node::Constant { value: Constant::Number(number), .. }) => Some(Linear::constant(*number)),
        Some(Node::Setting(setting)) => match compiled.settings.get(setting.index()).map(|s| &s.default) {
            Some(Constant::Number(number)) => Some(Linear::constant(*number)),
            _ => None,
        },
        Some(Node::Negate(x)) => of(*x).scaled(Number::integer(-1)),
        Some(Node::Scale { of: x, by }) => of(*x).scaled(*by),
        Some(Node::Arithmetic { op, left, right }) => {
            let (left, right) = (of(*left), of(*right));
            match op {
                ArithmeticOp::Add => left.add(right),
                ArithmeticOp::Subtract => left.less(right),
                ArithmeticOp::Multiply if right.of.is_none() => left.scaled(right.plus),
                ArithmeticOp::Multiply if left.of.is_none() => right.scaled(left.plus),
                ArithmeticOp::Divide if right.of.is_none() => {
                    Number::integer(1).div(right.plus).and_then(|by| left.scaled(by))
                }
                _ => None,
            }
        }
        _ => None,
    };
    found.unwrap_or(itself)
}
