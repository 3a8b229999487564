//! Reads an expression of CQL and works it out as it goes, by the precedence of its grammar.
//!
//! What is refused is refused only once all of the expression was read: a text that is not read is never a refusal.

use stepcare_core::value::{Number, TimeUnit, Zone};

use super::timing;
use crate::conformance::foreign::lexer::{Token, Tokens};
use crate::conformance::foreign::operations::{self as op, condition};
use crate::conformance::foreign::value::Value;
use crate::conformance::foreign::{Answer, ZONE};

/// An expression as far as it is read: `Err` is what could not be read, `Ok(Err)` a refusal.
pub type Read = Result<Answer, String>;

/// One expression being read.
#[derive(Debug)]
pub struct Parser {
    pub tokens: Tokens,
    pub zone: Zone,
    /// Whether days and weeks between instants are elapsed hours, as a case's note rewrites them.
    pub elapsed: bool,
}

/// What the expression comes to.
pub fn answer(text: &str, elapsed: bool) -> Read {
    let zone = Zone::named(ZONE).ok_or("the zone that is stated does not exist")?;
    let mut parser = Parser { tokens: Tokens::new(text)?, zone, elapsed };
    let answer = parser.expression()?;
    parser.tokens.end()?;
    Ok(answer)
}

/// An operation on two operands, unless one is refused already.
pub fn both(left: Answer, right: Answer, of: impl FnOnce(&Value, &Value) -> Answer) -> Answer {
    of(&left?, &right?)
}

impl Parser {
    /// `implies` binds loosest.
    pub fn expression(&mut self) -> Read {
        let mut left = self.disjunction()?;
        while self.tokens.eat(&["implies"]) {
            let right = self.disjunction()?;
            left = both(left, right, |a, b| op::or(&op::not(a)?, b));
        }
        Ok(left)
    }

    fn disjunction(&mut self) -> Read {
        let mut left = self.conjunction()?;
        loop {
            if self.tokens.eat(&["or"]) {
                left = both(left, self.conjunction()?, op::or);
            } else if self.tokens.eat(&["xor"]) {
                left = both(left, self.conjunction()?, |a, b| op::and(&op::or(a, b)?, &op::not(&op::and(a, b)?)?));
            } else {
                return Ok(left);
            }
        }
    }

    fn conjunction(&mut self) -> Read {
        let mut left = self.equality()?;
        while self.tokens.eat(&["and"]) {
            left = both(left, self.equality()?, op::and);
        }
        Ok(left)
    }

    fn equality(&mut self) -> Read {
        let mut left = self.timing()?;
        while let Some(sign) = ["=", "!=", "~"].into_iter().find(|sign| self.tokens.eat(&[sign])) {
            left = both(left, self.timing()?, |a, b| op::compare(sign, a, b));
        }
        Ok(left)
    }

    fn timing(&mut self) -> Read {
        let mut left = self.inequality()?;
        while let Some(phrase) = timing::phrase(self)? {
            let right = self.inequality()?;
            left = both(left, right, |a, b| phrase.holds(a, b, &self.zone));
        }
        Ok(left)
    }

    fn inequality(&mut self) -> Read {
        let mut left = self.negation()?;
        while let Some(sign) = ["<=", ">=", "<", ">"].into_iter().find(|sign| self.tokens.eat(&[sign])) {
            left = both(left, self.negation()?, |a, b| op::compare(sign, a, b));
        }
        Ok(left)
    }

    fn negation(&mut self) -> Read {
        if self.tokens.eat(&["not"]) {
            let of = self.negation()?;
            return Ok(of.and_then(|of| op::not(&of)));
        }
        let mut left = match self.duration_between()? {
            Some(count) => count,
            None => self.sum()?,
        };
        loop {
            if self.tokens.eat(&["between"]) {
                let low = self.sum()?;
                self.tokens.need(&["and"])?;
                let high = self.sum()?;
                left = left.and_then(|of| op::between(&of, &low?, &high?));
            } else if self.tokens.eat(&["as"]) {
                self.type_name()?;
            } else if self.tokens.eat(&["is"]) {
                let negated = self.tokens.eat(&["not"]);
                let what = self.tokens.next();
                let Some(Token::Word(what)) = what else { return Err("`is` of what?".into()) };
                let held = left.and_then(|of| is(&what, &of));
                left = if negated { held.and_then(|of| op::not(&of)) } else { held };
            } else {
                return Ok(left);
            }
        }
    }

    /// `months between a and b`, `difference in days between a and b`.
    fn duration_between(&mut self) -> Result<Option<Answer>, String> {
        let difference = self.tokens.eat(&["difference", "in"]);
        let explicit = difference || self.tokens.eat(&["duration", "in"]);
        let unit = match self.tokens.peek(0) {
            Some(Token::Word(word)) => TimeUnit::written(word),
            _ => None,
        };
        let Some(unit) = unit.filter(|_| matches!(self.tokens.peek(1), Some(Token::Word(word)) if word == "between"))
        else {
            return if explicit {
                Err(format!("a unit of time is expected {}", self.tokens.place()))
            } else {
                Ok(None)
            };
        };
        self.tokens.next();
        self.tokens.next();
        let from = self.sum()?;
        self.tokens.need(&["and"])?;
        let to = self.sum()?;
        Ok(Some(both(from, to, |from, to| {
            let instants = matches!((from, to), (Value::Instant(_), Value::Instant(_)));
            let days = match unit {
                TimeUnit::Days => 1,
                TimeUnit::Weeks => 7,
                _ => 0,
            };
            if !difference && instants && self.elapsed && days > 0 {
                let hours = op::completed(TimeUnit::Hours, false, from, to, &self.zone)?;
                return op::arithmetic("/", &hours, &Value::whole(24 * days), &self.zone).map(floored);
            }
            op::completed(unit, difference, from, to, &self.zone)
        })))
    }

    pub fn sum(&mut self) -> Read {
        let mut left = self.product()?;
        while let Some(sign) = ["+", "-"].into_iter().find(|sign| self.tokens.eat(&[sign])) {
            let right = self.product()?;
            left = both(left, right, |a, b| op::arithmetic(sign, a, b, &self.zone));
        }
        Ok(left)
    }

    fn product(&mut self) -> Read {
        let mut left = self.signed()?;
        while let Some(sign) = ["*", "/", "div", "mod"].into_iter().find(|sign| self.tokens.eat(&[sign])) {
            let right = self.signed()?;
            left = both(left, right, |a, b| op::arithmetic(sign, a, b, &self.zone));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Read {
        if self.tokens.eat(&["-"]) {
            let of = self.signed()?;
            return Ok(of.and_then(|of| op::negated(&of)));
        }
        if self.tokens.eat(&["+"]) {
            return self.signed();
        }
        self.term()
    }

    /// `Integer`, `Interval<Date>`.
    fn type_name(&mut self) -> Result<(), String> {
        if !matches!(self.tokens.next(), Some(Token::Word(_))) {
            return Err("a type is expected".into());
        }
        while self.tokens.eat(&["."]) {
            self.tokens.next();
        }
        if self.tokens.eat(&["<"]) {
            self.type_name()?;
            self.tokens.need(&[">"])?;
        }
        Ok(())
    }

    /// `if c then a else b`: a table of one row.
    pub fn conditional(&mut self) -> Read {
        let when = self.expression()?;
        self.tokens.need(&["then"])?;
        let then = self.expression()?;
        self.tokens.need(&["else"])?;
        let otherwise = self.expression()?;
        Ok(when.and_then(|when| Ok(op::scanned(vec![(condition(&when)?, then?)], otherwise?))))
    }

    /// `case when c then a else b end`, `case x when 5 then a else b end`: a table scanned as "first row".
    pub fn case(&mut self) -> Read {
        let of = if self.tokens.see(&["when"]) { None } else { Some(self.expression()?) };
        let mut rows = Vec::new();
        while self.tokens.eat(&["when"]) {
            let when = self.expression()?;
            self.tokens.need(&["then"])?;
            rows.push((when, self.expression()?));
        }
        self.tokens.need(&["else"])?;
        let otherwise = self.expression()?;
        self.tokens.need(&["end"])?;
        let table = || {
            let of = of.transpose()?;
            let mut table = Vec::new();
            for (when, then) in rows {
                let when = match &of {
                    Some(of) => op::compare("=", of, &when?)?,
                    None => when?,
                };
                table.push((condition(&when)?, then?));
            }
            Ok(op::scanned(table, otherwise?))
        };
        Ok(table())
    }
}

/// `is null`, `is true`, `is false`. Only whether a thing is known is known of an unknown.
pub fn is(what: &str, of: &Value) -> Answer {
    match what {
        "null" => Ok(Value::Truth(matches!(of, Value::Unknown))),
        "true" => Ok(Value::truth(condition(of)?)),
        "false" => Ok(Value::truth(!condition(of)?)),
        other => Err(format!("the language does not ask whether a value is of the type {other}")),
    }
}

/// Without what is after the point.
fn floored(of: Value) -> Value {
    let cut = |n: Number| if n < Number::ZERO { n.neg()?.floor().neg() } else { Some(n.floor()) };
    match of {
        Value::Number(number, grain) => Value::Number(number.map(cut), grain),
        other => other,
    }
}
