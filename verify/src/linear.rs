//! A number as multiples of inputs and a constant: `weight / 2 + 3 kg`, `systolic - diastolic`.

use stepcare_core::expression::{ArithmeticOp, Node};
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Constant, Number};

use crate::input::behind;

/// Each input with how many times it is taken, in order, and `plus`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Linear {
    pub of: Vec<(ExprId, Number)>,
    pub plus: Number,
}

const NONE: Number = Number::integer(0);

impl Linear {
    fn scaled(&self, by: Number) -> Option<Linear> {
        let mut of = Vec::new();
        for (id, times) in &self.of {
            of.push((*id, times.mul(by)?));
        }
        of.retain(|(_, times)| *times != NONE);
        Some(Linear { of, plus: self.plus.mul(by)? })
    }

    fn add(&self, other: &Linear) -> Option<Linear> {
        let mut of = self.of.clone();
        for (id, times) in &other.of {
            match of.iter_mut().find(|(known, _)| known == id) {
                Some((_, so_far)) => *so_far = so_far.add(*times)?,
                None => of.push((*id, *times)),
            }
        }
        of.retain(|(_, times)| *times != NONE);
        of.sort_by_key(|(id, _)| *id);
        Some(Linear { of, plus: self.plus.add(other.plus)? })
    }

    /// What it is less another.
    pub fn less(&self, other: &Linear) -> Option<Linear> {
        self.add(&other.scaled(Number::integer(-1))?)
    }

    /// The same as a multiple of one number and a constant: of the one input, or of several taken together, the first
    /// of them once.
    pub fn one(&self) -> Option<One> {
        let (_, times) = *self.of.first()?;
        let by = Number::integer(1).div(times)?;
        Some(One { of: Linear { plus: NONE, ..self.clone() }.scaled(by)?.of, times, plus: self.plus })
    }
}

/// `times` of one number, and `plus`.
#[derive(Debug, Clone)]
pub(crate) struct One {
    pub of: Vec<(ExprId, Number)>,
    times: Number,
    plus: Number,
}

impl One {
    /// The value of the number at which it is zero.
    pub fn root(&self) -> Option<Number> {
        self.plus.neg()?.div(self.times)
    }

    /// What it is where the number is this.
    pub fn at(&self, number: Number) -> Option<Number> {
        self.times.mul(number)?.add(self.plus)
    }
}

/// A node as multiples of inputs; what is nothing of the kind is an input itself.
pub(crate) fn linear(compiled: &Compiled, id: ExprId) -> Linear {
    let id = behind(compiled, id);
    let of = |id: ExprId| linear(compiled, id);
    let constant = |plus: Number| Linear { of: Vec::new(), plus };
    let found = match compiled.program.node(id) {
        Some(Node::Constant { value: Constant::Number(number), .. }) => Some(constant(*number)),
        Some(Node::Setting(setting)) => match compiled.settings.get(setting.index()).map(|s| &s.default) {
            Some(Constant::Number(number)) => Some(constant(*number)),
            _ => None,
        },
        Some(Node::Negate(x)) => of(*x).scaled(Number::integer(-1)),
        Some(Node::Scale { of: x, by }) => of(*x).scaled(*by),
        Some(Node::Arithmetic { op, left, right }) => {
            let (left, right) = (of(*left), of(*right));
            match op {
                ArithmeticOp::Add => left.add(&right),
                ArithmeticOp::Subtract => left.less(&right),
                ArithmeticOp::Multiply if right.of.is_empty() => left.scaled(right.plus),
                ArithmeticOp::Multiply if left.of.is_empty() => right.scaled(left.plus),
                ArithmeticOp::Divide if right.of.is_empty() => {
                    Number::integer(1).div(right.plus).and_then(|by| left.scaled(by))
                }
                _ => None,
            }
        }
        _ => None,
    };
    found.unwrap_or_else(|| Linear { of: vec![(id, Number::integer(1))], plus: NONE })
}
