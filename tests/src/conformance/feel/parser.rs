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
    /// Something that is no condition stands where one is asked for.
    pub no_condition: bool,
}

/// What an expression comes to.
type Answer = Result<Value, Refused>;

/// Works an expression out; an error is what could not be read.
pub fn answer(text: &str, inputs: BTreeMap<String, Value>) -> Result<Answer, String> {
    let zone = Zone::named(ZONE).ok_or("the zone that is stated does not exist")?;
    let mut parser = Parser { tokens: Tokens::new(text)?, inputs, zone, closed: false };
    let answer = parser.expression()?;
    parser.tokens.end()?;
    Ok(answer)
}

/// A decimal.
pub fn number_of(text: &str) -> Option<Value> {
    let grain = if text.contains('.') { Grain::Decimal } else { Grain::Whole };
    Number::parse(text).map(|number| Value::Number(Bounds::exactly(number), grain))
}

/// `P1Y8M` in months, `-P2D` in days, `PT5H30M` in minutes; nothing that mixes months, days and hours.
pub fn duration(text: &str) -> Option<Value> {
    use TimeUnit::{Days, Hours, Minutes, Months, Seconds};
    let (text, negative) = text.strip_prefix('-').map_or((text, false), |rest| (rest, true));
    let (date, time) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.strip_prefix('P')?, ""));
    let (count, unit) = if time.is_empty() {
        match date.strip_suffix('D') {
            Some(days) => (days.parse().ok()?, Days),
            None => (counted(date, &[('Y', 12), ('M', 1)])?, Months),
        }
    } else if date.is_empty() {
        match time.chars().last()? {
            'H' => (counted(time, &[('H', 1)])?, Hours),
            'M' => (counted(time, &[('H', 60), ('M', 1)])?, Minutes),
            _ => (counted(time, &[('H', 3600), ('M', 60), ('S', 1)])?, Seconds),
        }
    } else {
        return None;
    };
    let count = if negative { i128::checked_neg(count)? } else { count };
    Some(Value::Quantity(Number::integer(count), Measure::Time(unit)))
}

/// `1Y8M` by the letters' sizes, in their order: each once or not at all.
fn counted(text: &str, letters: &[(char, i128)]) -> Option<i128> {
    let (mut rest, mut total) = (text, 0_i128);
    for (letter, size) in letters {
        if let Some((count, after)) = rest.split_once(*letter) {
            total = total.checked_add(count.parse::<i128>().ok()?.checked_mul(*size)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(total)
}

fn refused<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { why: why.into(), no_condition: false })
}

fn done(operation: Operation) -> Answer {
    operation.or_else(refused)
}

/// An operation on conditions.
fn logic(operation: Operation) -> Answer {
    operation.map_err(|why| Refused { why, no_condition: true })
}

fn both(left: Answer, right: Answer, of: impl FnOnce(&Value, &Value) -> Operation) -> Answer {
    done(of(&left?, &right?))
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
    /// Whether the range that was read closed the bracket before it.
    closed: bool,
}

impl Parser {
    fn expression(&mut self) -> Result<Answer, String> {
        let mut left = self.conjunction()?;
        while self.tokens.eat(&["or"]) {
            let right = self.conjunction()?;
            left = left.and_then(|left| logic(op::or(&left, &right?)));
        }
        Ok(left)
    }

    fn conjunction(&mut self) -> Result<Answer, String> {
        let mut left = self.comparison()?;
        while self.tokens.eat(&["and"]) {
            let right = self.comparison()?;
            left = left.and_then(|left| logic(op::and(&left, &right?)));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Answer, String> {
        let left = self.sum()?;
        if self.tokens.eat(&["between"]) {
            let low = self.sum()?;
            self.tokens.need(&["and"])?;
            let high = self.sum()?;
            let within = || done(op::between(&left?, &low?, &high?));
            return Ok(within());
        }
        if self.tokens.eat(&["in"]) {
            return self.tests(left);
        }
        match self.comparator() {
            Some(sign) => Ok(both(left, self.sum()?, |a, b| op::compare(sign, a, b))),
            None => Ok(left),
        }
    }

    fn comparator(&mut self) -> Option<&'static str> {
        ["<=", ">=", "!=", "<", ">", "="].into_iter().find(|sign| self.tokens.eat(&[sign]))
    }

    /// After `in`: one test, or several in brackets of which one must hold.
    fn tests(&mut self, of: Answer) -> Result<Answer, String> {
        let range_or_list = self.tokens.see(&["("]);
        if !range_or_list {
            return self.test(&of, false);
        }
        self.tokens.next();
        let mut any = self.test(&of, true)?;
        // The bracket was that of a range, and is closed with it.
        if self.closed {
            self.closed = false;
            return Ok(any);
        }
        while self.tokens.eat(&[","]) {
            let next = self.test(&of, false)?;
            any = any.and_then(|any| logic(op::or(&any, &next?)));
        }
        self.tokens.need(&[")"])?;
        Ok(any)
    }

    /// `< 5`, `[1..10)`, or what must be equal. `open`: a bracket stands before it that may be the start of a range.
    fn test(&mut self, of: &Answer, open: bool) -> Result<Answer, String> {
        if let Some(sign) = self.comparator() {
            return Ok(both(of.clone(), self.sum()?, |a, b| op::compare(sign, a, b)));
        }
        let bracket = ["[", "]", "("].into_iter().find(|sign| self.tokens.eat(&[sign]));
        let low = self.sum()?;
        if !self.tokens.eat(&[".."]) {
            if bracket.is_some() {
                return Err(format!("a range is expected {}", self.tokens.place()));
            }
            return Ok(both(of.clone(), low, |a, b| op::compare("=", a, b)));
        }
        let high = self.sum()?;
        let from = if bracket == Some("[") { ">=" } else { ">" };
        let to = if self.tokens.eat(&["]"]) { "<=" } else { "<" };
        if to == "<" && !self.tokens.eat(&[")"]) {
            self.tokens.need(&["["])?;
        }
        self.closed = open && bracket.is_none();
        let within = || {
            let (of, low, high) = (of.clone()?, low?, high?);
            let (above, below) = (done(op::compare(from, &of, &low))?, done(op::compare(to, &of, &high))?);
            logic(op::and(&above, &below))
        };
        Ok(within())
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
            return Ok(self.signed()?.and_then(|of| done(op::negated(&of))));
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
        for name in ["min", "max", "sum", "mean", "median", "count", "all", "any"] {
            if self.tokens.eat(&[name, "("]) {
                let rows = self.arguments(")")?;
                let rows: Result<Vec<Value>, Refused> = rows.into_iter().map(|(_, row)| row).collect();
                return Ok(rows.and_then(|rows| match rows.as_slice() {
                    [Value::List(rows)] => self.aggregate(name, rows),
                    rows => self.aggregate(name, rows),
                }));
            }
        }
        if self.tokens.eat(&["if"]) {
            return self.conditional();
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
            Some(Token::At(_)) => match self.tokens.next() {
                Some(Token::Double(text)) => {
                    let time = || time_of_day(&text).map(Value::Time);
                    let value = duration(&text).or_else(|| date_and_time(&text, &self.zone)).or_else(time);
                    return Ok(value.map_or_else(|| refused("there is no such time"), Ok));
                }
                _ => return Err("a time is expected after `@`".into()),
            },
            Some(Token::Word(word)) => match word.as_str() {
                "true" => Value::Truth(true),
                "false" => Value::Truth(false),
                "null" => Value::Unknown,
                name => self.inputs.get(name).cloned().ok_or_else(|| format!("`{name}` is not known"))?,
            },
            other => return Err(format!("an expression is expected, and found {other:?}")),
        }))
    }

    /// A table of one row.
    fn conditional(&mut self) -> Result<Answer, String> {
        let when = self.expression()?;
        self.tokens.need(&["then"])?;
        let then = self.expression()?;
        self.tokens.need(&["else"])?;
        let otherwise = self.expression()?;
        let scanned = || {
            let (when, then, otherwise) = (when?, then?, otherwise?);
            let when = op::condition(&when).map_err(|why| Refused { why, no_condition: true })?;
            Ok(op::scanned(vec![(when, then)], otherwise))
        };
        Ok(scanned())
    }

    fn aggregate(&self, name: &str, rows: &[Value]) -> Answer {
        match name {
            "all" => logic(rows.iter().try_fold(Value::Truth(true), |all, row| op::and(&all, row))),
            "any" => logic(rows.iter().try_fold(Value::Truth(false), |any, row| op::or(&any, row))),
            "min" => done(op::extreme(rows, "<")),
            "max" => done(op::extreme(rows, ">")),
            "sum" => done(op::sum(rows, &self.zone)),
            "mean" => done(op::mean(rows, &self.zone)),
            "median" => done(op::middle(rows)),
            _ => done(op::count(rows)),
        }
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
            ("not", [of]) => logic(op::not(of)),
            ("round half up", [of, places]) => done(op::rounded(of, places)),
            ("years and months duration", [from, to]) => {
                match done(op::completed(TimeUnit::Months, false, from, to, &self.zone))? {
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
                refused(format!("{name} of {}", kinds.join(" and ")))
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
            return refused("operands of other names");
        }
    }
    arguments.into_iter().map(|(_, answer)| answer).collect()
}
