//! An expression's value, by the tree: every operand is worked out, nothing is remembered.

use chrono::{Datelike, NaiveDate};
use stepcare_core::expression::{ArithmeticOp, CompareOp, Node, Source};
use stepcare_core::record::Column;
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Date, Duration, Number, TimeUnit, Truth, Value};

use super::facts::{State, assumption, same};
use super::read::Held;
use super::regimen::LastChange;
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
    /// The row around it, `it`.
    pub outer: Option<(Source, &'r Row)>,
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
            Node::Negate(of) => {
                let minus = Value::Number(Number::integer(-1));
                self.value(*of, at)?.and_then(|of| arithmetic(ArithmeticOp::Multiply, &of, &minus))
            }
            Node::Scale { of, by } => {
                self.value(*of, at)?.and_then(|of| arithmetic(ArithmeticOp::Multiply, &of, &Value::Number(*by)))
            }
            Node::Arithmetic { op, left, right } => match (self.value(*left, at)?, self.value(*right, at)?) {
                (Some(left), Some(right)) => arithmetic(*op, &left, &right),
                _ => None,
            },
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
                Some(value) => is_one_of(&value, symbols),
                None => self.whatever_it_is(*of, &|value| is_one_of(value, symbols))?,
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
                Some(Node::Fact(fact)) => matches!(self.state(*fact)?, State::Known(..)),
                _ => self.value(*of, at)?.is_some_and(|v| !matches!(v, Value::Range(..))),
            })),
            Node::Else { of, otherwise } => match self.value(*of, at)? {
                Some(value) => Some(value),
                None => self.value(*otherwise, at)?,
            },
            Node::Whole { unit, from, to } => match (self.value(*from, at)?, self.value(*to, at)?) {
                (Some(from), Some(to)) => self.whole(*unit, &from, &to)?,
                _ => None,
            },
            Node::Series(series) => self.of_series(series, at)?,
            Node::OutcomeIs { decision, statuses } => {
                let possible = self.possible(decision.index())?;
                let among = possible.iter().filter(|s| statuses.contains(s)).count();
                match among {
                    0 => Some(Value::Truth(false)),
                    n if n == possible.len() => Some(Value::Truth(true)),
                    _ => None,
                }
            }
            Node::OutcomeField { decision, field } => self.field(decision.index(), *field)?,
            Node::Outer(of) => match at.and_then(|at| at.outer.map(|(source, row)| (at.as_given, source, row))) {
                Some((as_given, of_outer, row)) => {
                    self.value(*of, Some(At { of: of_outer, row, as_given, outer: None }))?
                }
                None => None,
            },
            Node::IsIt => at.map(|at| {
                let itself = |(of, row): (Source, &Row)| of == at.of && row.id == at.row.id && row.at == at.row.at;
                Value::Truth(at.outer.is_some_and(itself))
            }),
            Node::Linked { .. } => return Err(NotYet("linked rows")),
            Node::Part { .. } => return Err(NotYet("a day of the calendar")),
            Node::Shift { of, by, back } => self.value(*of, at)?.and_then(|of| self.shifted(&of, *by, *back)),
            Node::TakesClass(classes) => truth(self.takes(classes)?),
            Node::CountClasses => self.count_classes()?,
            Node::LastDoseChange => match self.last_change()? {
                LastChange::At(at) => Some(Value::Instant(at)),
                LastChange::Never | LastChange::Unknown => None,
            },
            Node::ChangeFromBaseline { fact, classes, op, limit, relative } => {
                truth(self.baseline(*fact, classes, *op, *limit, *relative)?.0)
            }
            #[allow(unreachable_patterns)]
            _ => return Err(NotYet("an expression of later")),
        })
    }

    /// What is asked of a table's column that is open, where every value that it may have gives the same.
    fn whatever_it_is(&self, of: ExprId, asked: &dyn Fn(&Value) -> Option<Value>) -> Worked<Option<Value>> {
        let Some(Node::OutcomeField { decision, field }) = self.unnamed(of) else { return Ok(None) };
        let stepcare_core::expression::Field::Output(column) = field else { return Ok(None) };
        let all = self.output(decision.index(), *column as usize)?;
        let mut answers = all.iter().map(|value| value.as_ref().and_then(asked));
        let Some(Some(first)) = answers.next() else { return Ok(None) };
        Ok(answers.all(|answer| answer.as_ref() == Some(&first)).then_some(first))
    }

    pub(super) fn unnamed(&self, mut expr: ExprId) -> Option<&Node> {
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

    /// Completed units between two dates or instants.
    fn whole(&self, unit: TimeUnit, from: &Value, to: &Value) -> Worked<Option<Value>> {
        if let Some(ms) = (Duration { count: 1, unit }).ms() {
            let (Value::Instant(from), Value::Instant(to)) = (from, to) else { return Ok(None) };
            return Ok(Some(Value::Number(whole((to.ms() - from.ms()).div_euclid(ms)))));
        }
        let day = |value: &Value| match value {
            Value::Date(date) => Some((date.earliest(), date.latest())),
            Value::Instant(at) => Some((self.day(*at), self.day(*at))),
            _ => None,
        };
        let (Some((a, b)), Some((c, d))) = (day(from), day(to)) else { return Err(NotYet("whole units of such")) };
        let count = |from: NaiveDate, to: NaiveDate| match unit {
            TimeUnit::Years => i64::from(years(from, to)),
            TimeUnit::Months => stepcare_core::value::date::whole_months(from, to),
            TimeUnit::Weeks => (to - from).num_days().div_euclid(7),
            _ => (to - from).num_days(),
        };
        let (low, high) = (count(b, c), count(a, d));
        Ok(Some(if low == high {
            Value::Number(whole(low))
        } else {
            Value::Range(Some(whole(low)), Some(whole(high)))
        }))
    }

    /// `7 days after x`: of an instant the end of that local day, by hours exact; of a date a date.
    pub(super) fn shifted(&self, of: &Value, by: Duration, back: bool) -> Option<Value> {
        match (of, by.ms()) {
            (Value::Instant(at), Some(ms)) => at.checked_add_ms(if back { -ms } else { ms }).map(Value::Instant),
            (Value::Instant(at), None) => {
                let day = by.add_to_date(self.day(*at), back)?;
                Some(Value::Instant(self.end_of_day(day)))
            }
            (Value::Date(Date::Day(day)), None) => by.add_to_date(*day, back).map(|day| Value::Date(Date::Day(day))),
            (Value::Date(Date::Month(..)), None) if matches!(by.unit, TimeUnit::Months | TimeUnit::Years) => {
                let Value::Date(date) = of else { return None };
                by.add_to_date(date.earliest(), back).map(|d| Value::Date(Date::Month(d.year(), d.month())))
            }
            (Value::Date(Date::Year(year)), None) if by.unit == TimeUnit::Years => {
                let first = NaiveDate::from_ymd_opt(*year, 1, 1)?;
                by.add_to_date(first, back).map(|d| Value::Date(Date::Year(d.year())))
            }
            _ => None,
        }
    }

    /// Decided when every pair of values that both sides may have decides alike.
    pub(super) fn compare(&self, op: CompareOp, left: &Value, right: &Value) -> Worked<Truth> {
        let days = |value: &Value| match value {
            Value::Date(date) => Some((date.earliest(), date.latest())),
            Value::Instant(at) => Some((self.day(*at), self.day(*at))),
            _ => None,
        };
        if let (Value::Instant(a), Value::Instant(b)) = (left, right) {
            return Ok(spans(op, (*a, *a), (*b, *b)));
        }
        if let (Some(a), Some(b)) = (days(left), days(right)) {
            return Ok(spans(op, a, b));
        }
        let numeric = |value: &Value| matches!(value, Value::Number(_) | Value::Range(..));
        if numeric(left) && numeric(right) {
            return Ok(spans(op, ends(left)?, ends(right)?));
        }
        if core::mem::discriminant(left) != core::mem::discriminant(right) {
            return Ok(Truth::Unknown);
        }
        Ok(match op {
            CompareOp::Equal => Truth::of(Some(same(left, right))),
            CompareOp::NotEqual => Truth::of(Some(!same(left, right))),
            _ => Truth::Unknown,
        })
    }
}

/// By the corners of both ranges; what overflows, and a division by what may be 0, is unknown.
pub(super) fn arithmetic(op: ArithmeticOp, left: &Value, right: &Value) -> Option<Value> {
    let ends = |value: &Value| match value {
        Value::Number(n) => Some((Some(*n), Some(*n))),
        Value::Range(low, high) => Some((*low, *high)),
        _ => None,
    };
    let ((a, b), (c, d)) = (ends(left)?, ends(right)?);
    let of = |x: Number, y: Number| match op {
        ArithmeticOp::Add => x.add(y),
        ArithmeticOp::Subtract => x.sub(y),
        ArithmeticOp::Multiply => x.mul(y),
        ArithmeticOp::Divide => x.div(y),
    };
    let between = |low: Option<Number>, high: Option<Number>| match (low, high) {
        (Some(low), Some(high)) if low == high => Some(Value::Number(low)),
        (None, None) => None,
        _ => Some(Value::Range(low, high)),
    };
    // Both with both ends: the least and greatest of the corners.
    if let (Some(a), Some(b), Some(c), Some(d)) = (a, b, c, d) {
        if op == ArithmeticOp::Divide && c <= Number::ZERO && d >= Number::ZERO {
            return None;
        }
        let corners = [of(a, c)?, of(a, d)?, of(b, c)?, of(b, d)?];
        return between(corners.iter().min().copied(), corners.iter().max().copied());
    }
    // One without an end: only a known number can move it.
    let (range, by, op) = match (left, right, op) {
        (Value::Range(..), Value::Number(by), _) => ((a, b), *by, op),
        (Value::Number(by), Value::Range(..), ArithmeticOp::Add | ArithmeticOp::Multiply) => ((c, d), *by, op),
        (Value::Number(_), Value::Range(..), ArithmeticOp::Subtract) => {
            let minus = arithmetic(ArithmeticOp::Multiply, right, &Value::Number(Number::integer(-1)))?;
            return arithmetic(ArithmeticOp::Add, left, &minus);
        }
        (_, _, ArithmeticOp::Add) => {
            let sum = |x: Option<Number>, y: Option<Number>| x.zip(y).map(|(x, y)| x.add(y));
            let (low, high) = (sum(a, c), sum(b, d));
            if low == Some(None) || high == Some(None) {
                return None;
            }
            return between(low.flatten(), high.flatten());
        }
        _ => return None,
    };
    if matches!(op, ArithmeticOp::Multiply) && by == Number::ZERO {
        return Some(Value::Number(Number::ZERO));
    }
    let moved = |end: Option<Number>| match end {
        Some(end) => match op {
            ArithmeticOp::Add => end.add(by),
            ArithmeticOp::Subtract => end.sub(by),
            ArithmeticOp::Multiply => end.mul(by),
            ArithmeticOp::Divide => end.div(by),
        }
        .map(Some),
        None => Some(None),
    };
    let (low, high) = (moved(range.0)?, moved(range.1)?);
    let over = matches!(op, ArithmeticOp::Multiply | ArithmeticOp::Divide) && by < Number::ZERO;
    if over { between(high, low) } else { between(low, high) }
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

fn is_one_of(value: &Value, symbols: &[stepcare_core::value::Symbol]) -> Option<Value> {
    match value {
        Value::Symbol(symbol) => Some(Value::Truth(symbols.contains(symbol))),
        // No row of a table says none of its words.
        Value::Symbols(none) if none.is_empty() => Some(Value::Truth(false)),
        _ => None,
    }
}

fn whole(n: i64) -> Number {
    Number::integer(n.into())
}

/// Birthdays passed; one of 29 February is on 1 March of a common year.
fn years(from: NaiveDate, to: NaiveDate) -> i32 {
    let passed = (to.month(), to.day()) >= (from.month(), from.day());
    to.year() - from.year() - i32::from(!passed)
}
