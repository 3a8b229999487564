//! An expression's value, by the tree: every operand is worked out, nothing is remembered.

use chrono::{Datelike, NaiveDate};
use stepcare_core::expression::{ArithmeticOp, CompareOp, Node, Source};
use stepcare_core::record::Column;
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Date, Number, TimeUnit, Truth, Value};

use super::facts::assumption;
use super::read::Held;
use super::rows::Row;
use super::{NotYet, Second, Worked};

/// The row that a condition looks at.
#[derive(Debug, Clone, Copy)]
pub struct At<'r> {
    /// Where it comes from.
    pub of: Source,
    /// The row.
    pub row: &'r Row,
    /// Numbers out of range count as given.
    pub as_given: bool,
}

impl Second<'_> {
    /// A condition.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn holds(&self, expr: ExprId, at: Option<At<'_>>) -> Worked<Truth> {
        Ok(match self.value(expr, at)? {
            Some(Value::Truth(true)) => Truth::Yes,
            Some(Value::Truth(false)) => Truth::No,
            _ => Truth::Unknown,
        })
    }

    /// A value; `None` is unknown.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn value(&self, expr: ExprId, at: Option<At<'_>>) -> Worked<Option<Value>> {
        let Some(node) = self.rules.program.nodes.get(expr.index()) else { return Ok(None) };
        let truth = |t: Truth| match t {
            Truth::Yes => Some(Value::Truth(true)),
            Truth::No => Some(Value::Truth(false)),
            Truth::Unknown => None,
        };
        Ok(match node {
            Node::Constant { value, .. } => Some(value.value()),
            Node::Fact(fact) => self.fact(*fact)?,
            Node::Setting(setting) => self.rules.settings.get(setting.index()).map(|s| s.default.value()),
            Node::Named { of, .. } => self.value(*of, at)?,
            Node::Column(column) => at.and_then(|at| self.cell(at, column.index())),
            Node::Today => Some(Value::Date(Date::Day(self.today()))),
            Node::Now => Some(Value::Instant(self.as_of)),
            Node::RowTime => at.and_then(|at| at.row.at).map(Value::Instant),
            Node::Negate(of) => number(self.value(*of, at)?).and_then(Number::neg).map(Value::Number),
            Node::Scale { of, by } => number(self.value(*of, at)?).and_then(|n| n.mul(*by)).map(Value::Number),
            Node::Arithmetic { op, left, right } => {
                let (left, right) = (self.value(*left, at)?, self.value(*right, at)?);
                if matches!(left, Some(Value::Range(..))) || matches!(right, Some(Value::Range(..))) {
                    return Err(NotYet("arithmetic on ranges"));
                }
                match (number(left), number(right)) {
                    (Some(a), Some(b)) => match op {
                        ArithmeticOp::Add => a.add(b),
                        ArithmeticOp::Subtract => a.sub(b),
                        ArithmeticOp::Multiply => a.mul(b),
                        ArithmeticOp::Divide => a.div(b),
                    }
                    .map(Value::Number),
                    _ => None,
                }
            }
            Node::Compare { op, left, right, .. } => match (self.value(*left, at)?, self.value(*right, at)?) {
                (Some(left), Some(right)) => truth(self.compare(*op, &left, &right)?),
                _ => None,
            },
            Node::All(of) => {
                let truths = of.iter().map(|x| self.holds(*x, at)).collect::<Worked<Vec<_>>>()?;
                truth(if truths.contains(&Truth::No) {
                    Truth::No
                } else if truths.contains(&Truth::Unknown) {
                    Truth::Unknown
                } else {
                    Truth::Yes
                })
            }
            Node::Any(of) => {
                let truths = of.iter().map(|x| self.holds(*x, at)).collect::<Worked<Vec<_>>>()?;
                truth(if truths.contains(&Truth::Yes) {
                    Truth::Yes
                } else if truths.contains(&Truth::Unknown) {
                    Truth::Unknown
                } else {
                    Truth::No
                })
            }
            Node::Not(of) => truth(match self.holds(*of, at)? {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                Truth::Unknown => Truth::Unknown,
            }),
            Node::IsOneOf { of, symbols } => match self.value(*of, at)? {
                Some(Value::Symbol(symbol)) => Some(Value::Truth(symbols.contains(&symbol))),
                _ => None,
            },
            Node::HasSymbol { of, symbols } => match self.value(*of, at)? {
                Some(Value::Symbols(held)) if symbols.is_empty() => Some(Value::Truth(!held.is_empty())),
                Some(Value::Symbols(held)) => Some(Value::Truth(held.iter().any(|s| symbols.contains(s)))),
                _ => None,
            },
            Node::HasCode { of, set } => match (self.value(*of, at)?, self.rules.code_sets.get(set.index())) {
                (Some(Value::Codes(codes)), Some(set)) => {
                    if codes.is_empty() && at.is_some() {
                        return Ok(None);
                    }
                    let member = |code: &stepcare_core::value::Code| {
                        set.members.iter().any(|m| *code == m.code || (m.and_below && code.is_or_is_below(&m.code)))
                    };
                    Some(Value::Truth(codes.iter().any(member)))
                }
                _ => None,
            },
            Node::IsKnown(of) => Some(Value::Truth(match self.unnamed(*of) {
                Some(Node::Fact(fact)) => self.fact_said(*fact)?.1,
                _ => self.value(*of, at)?.is_some_and(|v| !matches!(v, Value::Range(..))),
            })),
            Node::Else { of, otherwise } => match self.value(*of, at)? {
                Some(value) => Some(value),
                None => self.value(*otherwise, at)?,
            },
            Node::Whole { unit: TimeUnit::Years, from, to } => match (self.value(*from, at)?, self.value(*to, at)?) {
                (Some(Value::Date(from)), Some(Value::Date(to))) => {
                    let least = years(from.latest(), to.earliest());
                    let most = years(from.earliest(), to.latest());
                    if least == most {
                        Some(Value::Number(whole(least)))
                    } else {
                        Some(Value::Range(Some(whole(least)), Some(whole(most))))
                    }
                }
                (None, _) | (_, None) => None,
                _ => return Err(NotYet("whole years of instants")),
            },
            Node::Whole { .. } => return Err(NotYet("whole months, weeks, days")),
            Node::Series(series) => self.of_series(series)?,
            Node::OutcomeIs { decision, statuses } => {
                let possible = self.possible(decision.index())?;
                let among = possible.iter().filter(|s| statuses.contains(s)).count();
                match among {
                    0 => Some(Value::Truth(false)),
                    n if n == possible.len() => Some(Value::Truth(true)),
                    _ => None,
                }
            }
            Node::OutcomeField { .. } => return Err(NotYet("a decision's value")),
            Node::Outer(_) | Node::IsIt | Node::Linked { .. } => return Err(NotYet("the outer row")),
            Node::Part { .. } => return Err(NotYet("a day of the calendar")),
            Node::Shift { .. } => return Err(NotYet("date arithmetic")),
            Node::TakesClass(_) | Node::CountClasses | Node::LastDoseChange | Node::ChangeFromBaseline { .. } => {
                return Err(NotYet("the regimen"));
            }
        })
    }

    fn unnamed(&self, mut expr: ExprId) -> Option<&Node> {
        while let Some(Node::Named { of, .. }) = self.rules.program.nodes.get(expr.index()) {
            expr = *of;
        }
        self.rules.program.nodes.get(expr.index())
    }

    /// A column of the row at hand.
    #[must_use]
    pub fn cell(&self, at: At<'_>, column: usize) -> Option<Value> {
        match at.row.cells.get(column)? {
            Held::Known(value) => Some(value.clone()),
            Held::OutOfRange(value) => Some(value.clone()).filter(|_| at.as_given),
            Held::Refused => None,
            Held::Absent => {
                let Source::Series(series) = at.of else { return None };
                let Column { kind, assume, .. } = self.rules.series.get(series.index())?.columns.get(column)?;
                assume.as_ref().map(|given| assumption(given, kind))
            }
        }
    }

    fn compare(&self, op: CompareOp, left: &Value, right: &Value) -> Worked<Truth> {
        let (l, r) = match (left, right) {
            (Value::Date(a), Value::Date(b)) => {
                let days =
                    |d: &Date| (i64::from(d.earliest().num_days_from_ce()), i64::from(d.latest().num_days_from_ce()));
                return Ok(spans(op, days(a), days(b)));
            }
            (Value::Instant(a), Value::Instant(b)) => return Ok(spans(op, (*a, *a), (*b, *b))),
            (Value::Truth(a), Value::Truth(b)) => return Ok(spans(op, (*a, *a), (*b, *b))),
            (Value::Instant(a), Value::Date(b)) => {
                let day = self.day(*a);
                return Ok(spans(op, (day, day), (b.earliest(), b.latest())));
            }
            _ => (ends(left)?, ends(right)?),
        };
        Ok(spans(op, l, r))
    }
}

fn ends(value: &Value) -> Worked<(Number, Number)> {
    match value {
        Value::Number(n) => Ok((*n, *n)),
        Value::Range(Some(low), Some(high)) => Ok((*low, *high)),
        Value::Range(low, high) => {
            let far = Number::ratio(i128::from(i64::MAX), 1).ok_or(NotYet("a far end"))?;
            let near = far.neg().ok_or(NotYet("a far end"))?;
            Ok((low.unwrap_or(near), high.unwrap_or(far)))
        }
        _ => Err(NotYet("a comparison of such values")),
    }
}

/// Decided when every pair decides alike.
fn spans<T: PartialOrd>(op: CompareOp, (a, b): (T, T), (c, d): (T, T)) -> Truth {
    let of = |yes: bool, no: bool| {
        if yes {
            Truth::Yes
        } else if no {
            Truth::No
        } else {
            Truth::Unknown
        }
    };
    match op {
        CompareOp::Less => of(b < c, a >= d),
        CompareOp::AtMost => of(b <= c, a > d),
        CompareOp::Greater => of(a > d, b <= c),
        CompareOp::AtLeast => of(a >= d, b < c),
        CompareOp::Equal => of(a == b && c == d && a == c, b < c || a > d),
        CompareOp::NotEqual => of(b < c || a > d, a == b && c == d && a == c),
    }
}

fn number(value: Option<Value>) -> Option<Number> {
    if let Some(Value::Number(n)) = value { Some(n) } else { None }
}

fn whole(n: i32) -> Number {
    Number::ratio(i128::from(n), 1).unwrap_or(Number::ZERO)
}

/// Birthdays passed; one of 29 February is on 1 March of a common year.
fn years(from: NaiveDate, to: NaiveDate) -> i32 {
    let passed = (to.month(), to.day()) >= (from.month(), from.day());
    to.year() - from.year() - i32::from(!passed)
}
