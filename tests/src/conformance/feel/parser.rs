//! Reads an expression of FEEL and works it out as it goes.

use std::collections::BTreeMap;

use stepcare_core::value::{Bounds, Number, TimeUnit, Zone};

use crate::conformance::foreign::lexer::{Token, Tokens};
use crate::conformance::foreign::moment::{date_and_time, time_of_day};
use crate::conformance::foreign::operations as op;
use crate::conformance::foreign::value::{Grain, Measure, Value};
use crate::conformance::foreign::{Answer as Operation, ZONE};

/// Why the language refuses an expression.
#[derive(Debug, Clone)]
pub struct Refused {
    pub why: String,
    /// An operand is of a kind that the operation does not take: the checker's to find.
    pub wrong_type: bool,
}

/// What an expression comes to.
type Answer = Result<Value, Refused>;

/// Works an expression out; an error is what could not be read.
pub fn answer(text: &str, inputs: BTreeMap<String, Value>) -> Result<Answer, String> {
    let zone = Zone::named(ZONE).ok_or("the zone that is stated does not exist")?;
    let mut parser = Parser { tokens: Tokens::new(text)?, inputs, zone };
    let answer = parser.expression()?;
    parser.tokens.end()?;
    Ok(answer)
}

/// A decimal.
pub fn number_of(text: &str) -> Option<Value> {
    let grain = if text.contains('.') { Grain::Decimal } else { Grain::Whole };
    Number::parse(text).map(|number| Value::Number(Bounds::exactly(number), grain))
}

/// `P1Y8M` in months, `-P2D` in days, `PT5H` in hours; nothing that mixes them.
pub fn duration(text: &str) -> Option<Value> {
    let (text, negative) = text.strip_prefix('-').map_or((text, false), |rest| (rest, true));
    let text = text.strip_prefix('P')?;
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let count = |text: &str| text.parse::<i128>().ok();
    let (count, unit) = match (date, time) {
        ("", time) => (count(time.strip_suffix('H')?)?, TimeUnit::Hours),
        (date, "") => match date.strip_suffix('D') {
            Some(days) => (count(days)?, TimeUnit::Days),
            None => {
                let (years, months) = match date.split_once('Y') {
                    Some((years, months)) => (count(years)?, months),
                    None => (0, date),
                };
                let months = if months.is_empty() { 0 } else { count(months.strip_suffix('M')?)? };
                (years.checked_mul(12)?.checked_add(months)?, TimeUnit::Months)
            }
        },
        _ => return None,
    };
    Some(Value::Quantity(Number::integer(if negative { -count } else { count }), Measure::Time(unit)))
}

/// An operation's own refusal is of its operands' kinds.
fn typed(operation: Operation) -> Answer {
    operation.map_err(|why| Refused { why, wrong_type: true })
}

fn refused<T>(why: String) -> Result<T, Refused> {
    Err(Refused { why, wrong_type: false })
}

fn both(left: Answer, right: Answer, of: impl FnOnce(&Value, &Value) -> Operation) -> Answer {
    typed(of(&left?, &right?))
}

/// The functions, longest name first, and the names of their operands.
const FUNCTIONS: [(&[&str], &[&str]); 7] = [
    (&["years", "and", "months", "duration", "("], &["from", "to"]),
    (&["date", "and", "time", "("], &["from"]),
    (&["round", "half", "up", "("], &["n", "scale"]),
    (&["duration", "("], &["from"]),
    (&["date", "("], &["from"]),
    (&["time", "("], &["from"]),
    (&["not", "("], &["negand"]),
];

struct Parser {
    tokens: Tokens,
    inputs: BTreeMap<String, Value>,
    zone: Zone,
}

impl Parser {
    fn expression(&mut self) -> Result<Answer, String> {
        let mut left = self.conjunction()?;
        while self.tokens.eat(&["or"]) {
            left = both(left, self.conjunction()?, op::or);
        }
        Ok(left)
    }

    fn conjunction(&mut self) -> Result<Answer, String> {
        let mut left = self.comparison()?;
        while self.tokens.eat(&["and"]) {
            left = both(left, self.comparison()?, op::and);
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Answer, String> {
        let left = self.sum()?;
        if self.tokens.eat(&["between"]) {
            let low = self.sum()?;
            self.tokens.need(&["and"])?;
            let high = self.sum()?;
            let within = || typed(op::between(&left?, &low?, &high?));
            return Ok(within());
        }
        match ["<=", ">=", "!=", "<", ">", "="].into_iter().find(|sign| self.tokens.eat(&[sign])) {
            Some(sign) => Ok(both(left, self.sum()?, |a, b| op::compare(sign, a, b))),
            None => Ok(left),
        }
    }

    fn sum(&mut self) -> Result<Answer, String> {
        let mut left = self.product()?;
        while let Some(sign) = ["+", "-"].into_iter().find(|sign| self.tokens.eat(&[sign])) {
            let right = self.product()?;
            left = both(left, right, |a, b| op::arithmetic(sign, a, b, &self.zone));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Answer, String> {
        let mut left = self.signed()?;
        while let Some(sign) = ["*", "/"].into_iter().find(|sign| self.tokens.eat(&[sign])) {
            let right = self.signed()?;
            left = both(left, right, |a, b| op::arithmetic(sign, a, b, &self.zone));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Answer, String> {
        if self.tokens.eat(&["-"]) {
            return Ok(self.signed()?.and_then(|of| typed(op::negated(&of))));
        }
        self.term()
    }

    fn term(&mut self) -> Result<Answer, String> {
        for (name, operands) in FUNCTIONS {
            if self.tokens.eat(name) {
                let arguments = self.arguments(")")?;
                let name = name.iter().filter(|word| **word != "(").copied().collect::<Vec<_>>().join(" ");
                let call = || self.call(&name, bind(operands, arguments)?);
                return Ok(call());
            }
        }
        Ok(Ok(match self.tokens.next() {
            Some(Token::Sign("(")) => {
                let inside = self.expression()?;
                self.tokens.need(&[")"])?;
                return Ok(inside);
            }
            Some(Token::Sign("[")) => {
                let rows = self.arguments("]")?;
                return Ok(rows.into_iter().map(|(_, row)| row).collect::<Result<_, _>>().map(Value::List));
            }
            Some(Token::Number(text)) => number_of(&text).ok_or_else(|| format!("`{text}` cannot be kept"))?,
            Some(Token::Double(text)) => Value::Text(text),
            Some(Token::Word(word)) => match word.as_str() {
                "true" => Value::Truth(true),
                "false" => Value::Truth(false),
                "null" => Value::Unknown,
                name => self.inputs.get(name).cloned().ok_or_else(|| format!("`{name}` is not known"))?,
            },
            other => return Err(format!("an expression is expected, and found {other:?}")),
        }))
    }

    /// Operands, by name or by place.
    fn arguments(&mut self, end: &str) -> Result<Vec<(Option<String>, Answer)>, String> {
        let mut found = Vec::new();
        if self.tokens.eat(&[end]) {
            return Ok(found);
        }
        loop {
            let name = match (self.tokens.peek(0), self.tokens.peek(1)) {
                (Some(Token::Word(name)), Some(Token::Sign(":"))) => Some(name.clone()),
                _ => None,
            };
            if name.is_some() {
                self.tokens.next();
                self.tokens.next();
            }
            found.push((name, self.expression()?));
            if self.tokens.eat(&[end]) {
                return Ok(found);
            }
            self.tokens.need(&[","])?;
        }
    }

    fn call(&self, name: &str, operands: Vec<Value>) -> Answer {
        let exists = |value: Option<Value>| match value {
            Some(value) => Ok(value),
            None => refused(format!("there is no such {name}")),
        };
        match (name, operands.as_slice()) {
            ("not", [of]) => typed(op::not(of)),
            ("round half up", [of, places]) => typed(op::rounded(of, places)),
            ("years and months duration", [from, to]) => {
                match typed(op::completed(TimeUnit::Months, false, from, to, &self.zone))? {
                    Value::Number(months, _) => match months.known() {
                        Some(months) => Ok(Value::Quantity(months, Measure::Time(TimeUnit::Months))),
                        None => Ok(Value::Unknown),
                    },
                    other => Ok(other),
                }
            }
            (_, [Value::Unknown]) => Ok(Value::Unknown),
            ("duration", [Value::Text(text)]) => exists(duration(text)),
            ("time", [Value::Text(text)]) => exists(time_of_day(text).map(Value::Time)),
            ("date", [Value::Text(text)]) if text.contains('T') => exists(None),
            ("date" | "date and time", [Value::Text(text)]) => exists(date_and_time(text, &self.zone)),
            (_, operands) => {
                let kinds: Vec<_> = operands.iter().map(Value::kind).collect();
                Err(Refused { why: format!("{name} of {}", kinds.join(" and ")), wrong_type: true })
            }
        }
    }
}

/// Operands in the order of a function's own.
fn bind(names: &[&str], mut arguments: Vec<(Option<String>, Answer)>) -> Result<Vec<Value>, Refused> {
    if arguments.len() != names.len() {
        return refused(format!("{} operands where {} are expected", arguments.len(), names.len()));
    }
    if arguments.iter().any(|(name, _)| name.is_some()) {
        let place = |name: &Option<String>| names.iter().position(|own| name.as_deref() == Some(*own));
        arguments.sort_by_key(|(name, _)| place(name));
        if arguments.iter().zip(names).any(|((name, _), own)| name.as_deref() != Some(*own)) {
            return refused("operands of other names".into());
        }
    }
    arguments.into_iter().map(|(_, answer)| answer).collect()
}
