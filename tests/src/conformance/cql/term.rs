//! CQL's literals, intervals, lists and functions.

use stepcare_core::value::ucum::Ucum;
use stepcare_core::value::{Bounds, Date, Number, TimeUnit};

use super::parser::{Parser, Read, is};
use super::timing::{end, start};
use crate::conformance::foreign::Answer;
use crate::conformance::foreign::lexer::Token;
use crate::conformance::foreign::moment::{date_and_time, time_of_day, written};
use crate::conformance::foreign::operations as op;
use crate::conformance::foreign::relation::{Relation, days, neighbour, relate};
use crate::conformance::foreign::value::{Grain, Interval, Measure, Value};

impl Parser {
    pub fn term(&mut self) -> Read {
        let Some(token) = self.tokens.next() else { return Err("an expression is expected at the end".into()) };
        match token {
            Token::Sign("(") => {
                let inside = self.expression()?;
                self.tokens.need(&[")"])?;
                Ok(inside)
            }
            Token::Sign("{") => self.list("}"),
            Token::Number(text) => self.number(&text),
            Token::Single(text) | Token::Double(text) => Ok(Ok(Value::Text(text))),
            Token::At(text) => {
                let time = text.strip_prefix('T').map(|time| time_of_day(time).map(Value::Time));
                let moment = time.unwrap_or_else(|| date_and_time(&text, &self.zone));
                Ok(moment.ok_or_else(|| format!("`{text}` does not exist")))
            }
            Token::Word(word) => self.word(&word),
            other => Err(format!("an expression is expected, and found {other:?}")),
        }
    }

    fn word(&mut self, word: &str) -> Read {
        match word {
            "null" => Ok(Ok(Value::Unknown)),
            "true" => Ok(Ok(Value::Truth(true))),
            "false" => Ok(Ok(Value::Truth(false))),
            "if" => self.conditional(),
            "case" => self.case(),
            "Interval" => self.interval(),
            "List" if self.tokens.eat(&["{"]) => self.list("}"),
            "start" if self.tokens.eat(&["of"]) => Ok(self.term()?.and_then(|of| start(&of))),
            "end" if self.tokens.eat(&["of"]) => Ok(self.term()?.and_then(|of| end(&of))),
            "point" | "width" | "predecessor" | "successor"
                if self.tokens.eat(&["of"]) || self.tokens.eat(&["from"]) =>
            {
                Ok(self.term()?.and_then(|_| Err(format!("the language has no `{word}`"))))
            }
            "date" | "time" | "timezoneoffset" | "timezone" | "year" | "month" | "day" | "hour" | "minute"
            | "second" | "millisecond"
                if self.tokens.eat(&["from"]) =>
            {
                let of = self.term()?;
                Ok(of.and_then(|of| if word == "date" { self.date_of(&of) } else { part(word) }))
            }
            _ if self.tokens.eat(&["("]) => self.call(word),
            _ => Err(format!("`{word}` is not known")),
        }
    }

    /// The local date of an instant.
    fn date_of(&self, of: &Value) -> Answer {
        match of {
            Value::Unknown => Ok(Value::Unknown),
            Value::Date(date) => Ok(Value::Date(*date)),
            other => {
                Ok(days(other, None, &self.zone)?.known().map_or(Value::Unknown, |day| Value::Date(Date::Day(day))))
            }
        }
    }

    /// A number, or with what follows it a quantity.
    fn number(&mut self, text: &str) -> Read {
        let number = Number::parse(text).ok_or_else(|| format!("`{text}` cannot be kept"))?;
        let grain = if text.contains('.') { Grain::Decimal } else { Grain::Whole };
        match self.tokens.peek(0).cloned() {
            Some(Token::Single(code)) => {
                self.tokens.next();
                let unit = Ucum::parse(&code).map_err(|why| format!("`{code}`: {why}"));
                Ok(unit.map(|unit| Value::Quantity(number, Measure::Ucum(unit))))
            }
            Some(Token::Word(word)) => match TimeUnit::written(&word) {
                Some(unit) => {
                    self.tokens.next();
                    Ok(Ok(Value::Quantity(number, Measure::Time(unit))))
                }
                None => Ok(Ok(Value::Number(Bounds::exactly(number), grain))),
            },
            _ => Ok(Ok(Value::Number(Bounds::exactly(number), grain))),
        }
    }

    /// `Interval[1, 10)`: an open end is the point beside it.
    fn interval(&mut self) -> Read {
        let open_start = self.bracket("[", "(")?;
        let low = self.expression()?;
        self.tokens.need(&[","])?;
        let high = self.expression()?;
        let open_end = self.bracket("]", ")")?;
        let made = || {
            let (low, high) = (low?, high?);
            let known = (!matches!(low, Value::Unknown), !matches!(high, Value::Unknown));
            if known == (false, true) && !open_start {
                return Err("the language has no period without a start, only one whose start is unknown".into());
            }
            // A closed end that is null beside a start is "no limit"; with neither there is not even a kind.
            let ongoing = known == (true, false) && !open_end;
            let start = if open_start { neighbour(&low, true)? } else { low };
            let end = if open_end { neighbour(&high, false)? } else { high };
            let made = Value::Interval(Box::new(Interval { start, end, ongoing }));
            // One whose ends are of two kinds, or the wrong way round, is no period.
            relate(Relation::Same, None, &made, &made)?;
            Ok(made)
        };
        Ok(made())
    }

    fn bracket(&mut self, closed: &str, open: &str) -> Result<bool, String> {
        if self.tokens.eat(&[open]) { Ok(true) } else { self.tokens.need(&[closed]).map(|()| false) }
    }

    /// What stands between commas, up to a bracket.
    fn list(&mut self, end: &str) -> Read {
        let rows = self.arguments(end)?;
        Ok(rows.into_iter().collect::<Result<Vec<_>, _>>().map(Value::List))
    }

    fn arguments(&mut self, end: &str) -> Result<Vec<Answer>, String> {
        let mut found = Vec::new();
        if self.tokens.eat(&[end]) {
            return Ok(found);
        }
        loop {
            found.push(self.expression()?);
            if self.tokens.eat(&[end]) {
                return Ok(found);
            }
            self.tokens.need(&[","])?;
        }
    }

    fn call(&mut self, name: &str) -> Read {
        let arguments = self.arguments(")")?;
        let arguments: Vec<Value> = match arguments.into_iter().collect() {
            Ok(arguments) => arguments,
            Err(refused) => return Ok(Err(refused)),
        };
        Ok(match (name, arguments.as_slice()) {
            ("DateTime" | "Date", parts) => self.moment(parts),
            ("Abs", [of]) => op::absolute(of),
            ("Round", [of]) => op::rounded(of, &Value::whole(0)),
            ("Round", [of, places]) => op::rounded(of, places),
            ("Time", parts) => Self::time(parts),
            ("Coalesce", values) => {
                let values = if let [Value::List(rows)] = values { rows.as_slice() } else { values };
                let known = values.iter().find(|value| !matches!(value, Value::Unknown));
                Ok(known.cloned().unwrap_or(Value::Unknown))
            }
            ("IsNull", [of]) => is("null", of),
            ("IsTrue", [of]) => is("true", of),
            ("IsFalse", [of]) => is("false", of),
            (_, [rows]) if of_rows(name) => match rows {
                Value::List(rows) => self.aggregate(name, rows),
                Value::Unknown => Ok(Value::Unknown),
                other => Err(format!("{} is no series", other.kind())),
            },
            _ => Err(format!("the language has no `{name}` of {} operands", arguments.len())),
        })
    }

    fn aggregate(&self, name: &str, rows: &[Value]) -> Answer {
        match name {
            "AllTrue" => rows.iter().try_fold(Value::Truth(true), |all, row| op::and(&all, row)),
            "AnyTrue" => rows.iter().try_fold(Value::Truth(false), |any, row| op::or(&any, row)),
            "Count" => op::count(rows),
            "Sum" => op::sum(rows, &self.zone),
            "Median" => op::middle(rows),
            "Avg" => op::mean(rows, &self.zone),
            "Min" => op::extreme(rows, "<"),
            "Max" => op::extreme(rows, ">"),
            other => Err(format!("the language has no `{other}`")),
        }
    }

    /// `Time(23, 59, 59, 999)`.
    fn time(parts: &[Value]) -> Answer {
        let Some(texts) = texts(parts.iter())? else { return Ok(Value::Unknown) };
        let day = ["2000", "1", "1"].map(String::from);
        let text = written(&[day.as_slice(), &texts].concat(), None);
        let time = text.split_once('T').and_then(|(_, time)| time_of_day(time));
        time.map(Value::Time).ok_or_else(|| "no such time of day".into())
    }

    /// `DateTime(2014, 1, 5, 5, 0, 0, 0, -7.0)`: as many parts as are known, and the offset in hours.
    fn moment(&self, parts: &[Value]) -> Answer {
        let Some(texts) = texts(parts.iter().take(7))? else { return Ok(Value::Unknown) };
        let offset = match parts.get(7) {
            Some(Value::Number(hours, _)) => Some(offset(hours.known().ok_or("an offset is open")?)?),
            Some(other) => return Err(format!("{} is no offset", other.kind())),
            None => None,
        };
        let text = written(&texts, offset.as_deref());
        date_and_time(&text, &self.zone).ok_or_else(|| format!("`{text}` does not exist"))
    }
}

/// Parts of a date or a time as they are written; nothing where one is null.
fn texts<'v>(parts: impl Iterator<Item = &'v Value>) -> Result<Option<Vec<String>>, String> {
    let mut texts = Vec::new();
    for part in parts {
        match part {
            Value::Number(number, Grain::Whole) => texts.push(number.known().ok_or("a part is open")?.to_string()),
            Value::Unknown => return Ok(None),
            other => return Err(format!("{} is no part of a date", other.kind())),
        }
    }
    Ok(Some(texts))
}

fn of_rows(name: &str) -> bool {
    matches!(name, "AllTrue" | "AnyTrue" | "Count" | "Sum" | "Avg" | "Min" | "Max" | "Median" | "Mode" | "Product")
}

fn part(word: &str) -> Answer {
    Err(format!("the language does not take the {word} out of a time"))
}

/// Hours east of UTC as `+05:30`.
fn offset(hours: Number) -> Result<String, String> {
    let minutes = hours.mul(Number::integer(60)).and_then(Number::to_i64).ok_or("an offset of no whole minutes")?;
    let sign = if minutes < 0 { '-' } else { '+' };
    Ok(format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60))
}
