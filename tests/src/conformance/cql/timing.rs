//! CQL's timing phrases: `before day of`, `starts 1 day or less on or after`, `overlaps after`, `same hour or before`.

use stepcare_core::value::{TimeUnit, Truth, Zone};

use super::parser::Parser;
use crate::conformance::foreign::Answer;
use crate::conformance::foreign::lexer::Token;
use crate::conformance::foreign::operations as op;
use crate::conformance::foreign::relation::{Relation, relate};
use crate::conformance::foreign::value::Value;

/// A phrase between two operands.
#[derive(Debug)]
pub struct Phrase {
    /// Of the left operand, what is meant.
    edge: Edge,
    relation: Asked,
    /// How far the left lies from the right.
    offset: Option<(Far, Answer)>,
    unit: Option<TimeUnit>,
    /// And not the same.
    properly: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Whole,
    Start,
    End,
}

/// A relation of ours, or of the operands changed over.
#[derive(Debug, Clone, Copy)]
enum Asked {
    Of(Relation),
    Turned(Relation),
    /// Within so much on either side.
    Within,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Far {
    Just,
    AtMost,
    AtLeast,
    Under,
    Over,
}

/// The phrase that comes next, if one does.
pub fn phrase(parser: &mut Parser) -> Result<Option<Phrase>, String> {
    let tokens = &mut parser.tokens;
    let edge = match () {
        () if tokens.eat(&["starts"]) => Edge::Start,
        () if tokens.eat(&["ends"]) => Edge::End,
        () if tokens.eat(&["occurs"]) => Edge::Whole,
        () => Edge::Whole,
    };
    let offset = offset(parser)?;
    if parser.tokens.eat(&["within"]) {
        let far = parser.sum()?;
        parser.tokens.need(&["of"])?;
        return Ok(Some(Phrase {
            edge,
            relation: Asked::Within,
            offset: Some((Far::AtMost, far)),
            unit: None,
            properly: false,
        }));
    }
    let properly = parser.tokens.eat(&["properly"]);
    let Some((relation, unit)) = relation(parser)? else {
        return match (edge, offset) {
            (Edge::Whole, None) if !properly => Ok(None),
            // Without more, `starts` and `ends` are relations themselves.
            (Edge::Start, None) => Ok(Some(whole(Relation::Starts, of_unit(parser)?))),
            (Edge::End, None) => Ok(Some(whole(Relation::Ends, of_unit(parser)?))),
            _ => Err(format!("a relation is expected {}", parser.tokens.place())),
        };
    };
    Ok(Some(Phrase { edge, relation, offset, unit, properly }))
}

fn whole(relation: Relation, unit: Option<TimeUnit>) -> Phrase {
    Phrase { edge: Edge::Whole, relation: Asked::Of(relation), offset: None, unit, properly: false }
}

/// `1 day or less`, `more than 2 days`, `3 days`.
fn offset(parser: &mut Parser) -> Result<Option<(Far, Answer)>, String> {
    for (words, far) in [(["less", "than"], Far::Under), (["more", "than"], Far::Over)] {
        if parser.tokens.eat(&words) {
            return Ok(Some((far, parser.sum()?)));
        }
    }
    if !matches!(parser.tokens.peek(0), Some(Token::Number(_)))
        || !matches!(parser.tokens.peek(1), Some(Token::Word(word)) if TimeUnit::written(word).is_some())
    {
        return Ok(None);
    }
    let by = parser.sum()?;
    let far = match () {
        () if parser.tokens.eat(&["or", "less"]) => Far::AtMost,
        () if parser.tokens.eat(&["or", "more"]) => Far::AtLeast,
        () => Far::Just,
    };
    Ok(Some((far, by)))
}

/// A relation's words and the unit that it is asked by.
fn relation(parser: &mut Parser) -> Result<Option<(Asked, Option<TimeUnit>)>, String> {
    use Asked::{Of, Turned};
    if parser.tokens.eat(&["same"]) {
        let unit = unit(parser);
        let asked = match () {
            () if parser.tokens.eat(&["or", "before"]) => Of(Relation::OnOrBefore),
            () if parser.tokens.eat(&["or", "after"]) => Turned(Relation::OnOrBefore),
            () => {
                parser.tokens.need(&["as"])?;
                Of(Relation::Same)
            }
        };
        return Ok(Some((asked, unit)));
    }
    let asked = [
        (&["on", "or", "before"][..], Of(Relation::OnOrBefore)),
        (&["on", "or", "after"], Turned(Relation::OnOrBefore)),
        (&["before", "or", "on"], Of(Relation::OnOrBefore)),
        (&["after", "or", "on"], Turned(Relation::OnOrBefore)),
        (&["before"], Of(Relation::Before)),
        (&["after"], Turned(Relation::Before)),
        (&["included", "in"], Turned(Relation::Includes)),
        (&["during"], Turned(Relation::Includes)),
        (&["in"], Turned(Relation::Includes)),
        (&["includes"], Of(Relation::Includes)),
        (&["contains"], Of(Relation::Includes)),
        (&["meets", "before"], Of(Relation::Meets)),
        (&["meets", "after"], Turned(Relation::Meets)),
        (&["meets"], Of(Relation::MeetsEither)),
        (&["overlaps", "before"], Of(Relation::OverlapsBefore)),
        (&["overlaps", "after"], Of(Relation::OverlapsAfter)),
        (&["overlaps"], Of(Relation::Overlaps)),
    ];
    let Some((_, asked)) = asked.into_iter().find(|(words, _)| parser.tokens.eat(words)) else { return Ok(None) };
    Ok(Some((asked, of_unit(parser)?)))
}

/// `day of`, if it comes next.
fn of_unit(parser: &mut Parser) -> Result<Option<TimeUnit>, String> {
    let has_unit = matches!(parser.tokens.peek(1), Some(Token::Word(word)) if word == "of");
    let unit = if has_unit { unit(parser) } else { None };
    if unit.is_some() {
        parser.tokens.need(&["of"])?;
    }
    Ok(unit)
}

fn unit(parser: &mut Parser) -> Option<TimeUnit> {
    let unit = match parser.tokens.peek(0) {
        Some(Token::Word(word)) => TimeUnit::written(word)?,
        _ => return None,
    };
    parser.tokens.next();
    Some(unit)
}

impl Phrase {
    /// Whether the left operand lies so to the right one.
    pub fn holds(&self, left: &Value, right: &Value, zone: &Zone) -> Answer {
        let left = match self.edge {
            Edge::Whole => left.clone(),
            Edge::Start => start(left)?,
            Edge::End => end(left)?,
        };
        let truth = match &self.offset {
            None => self.asked(&left, right)?,
            Some((far, by)) => self.apart(*far, &left, right, &by.clone()?, zone)?,
        };
        let differs = if self.properly { !relate(Relation::Same, self.unit, &left, right)? } else { Truth::Yes };
        Ok(Value::truth(truth.and(differs)))
    }

    fn asked(&self, left: &Value, right: &Value) -> Result<Truth, String> {
        match self.relation {
            Asked::Of(relation) => relate(relation, self.unit, left, right),
            Asked::Turned(relation) => relate(relation, self.unit, right, left),
            Asked::Within => Err("`within` has no distance".into()),
        }
    }

    /// With a distance: on the side that is asked for, and so far from it.
    fn apart(&self, far: Far, left: &Value, right: &Value, by: &Value, zone: &Zone) -> Result<Truth, String> {
        let at_most = |a: &Value, b: &Value| relate(Relation::OnOrBefore, self.unit, a, b);
        let (sooner, later) = (op::arithmetic("-", right, by, zone)?, op::arithmetic("+", right, by, zone)?);
        let after = match self.relation {
            Asked::Within => return Ok(at_most(&sooner, left)?.and(at_most(left, &later)?)),
            Asked::Of(Relation::Before | Relation::OnOrBefore) => false,
            Asked::Turned(Relation::Before | Relation::OnOrBefore) => true,
            _ => return Err("only before and after have a distance".into()),
        };
        let (near, beyond) = if after {
            (at_most(left, &later)?, at_most(&later, left)?)
        } else {
            (at_most(&sooner, left)?, at_most(left, &sooner)?)
        };
        Ok(self.asked(left, right)?.and(match far {
            Far::Just => near.and(beyond),
            Far::AtMost => near,
            Far::AtLeast => beyond,
            Far::Under => !beyond,
            Far::Over => !near,
        }))
    }
}

/// `start of`: the first point of a period.
pub fn start(of: &Value) -> Answer {
    match of {
        Value::Interval(interval) => Ok(interval.start.clone()),
        Value::Unknown => Ok(Value::Unknown),
        other => Err(format!("{} has no start", other.kind())),
    }
}

/// `end of`: the last point of a period.
pub fn end(of: &Value) -> Answer {
    match of {
        Value::Interval(interval) if interval.ongoing => Err("an ongoing period has no end".into()),
        Value::Interval(interval) => Ok(interval.end.clone()),
        Value::Unknown => Ok(Value::Unknown),
        other => Err(format!("{} has no end", other.kind())),
    }
}
