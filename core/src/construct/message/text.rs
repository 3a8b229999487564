//! The text of a message in the patient's language, its slots filled. What cannot be said exactly is not sent.

use crate::value::text::{Padded, text};
use alloc::string::String;

use chrono::Timelike;

use super::{Message, Piece};
use crate::construct::{Average, Decision, Desk};
use crate::expression::{FactState, Field, Machine, Node};
use crate::value::id::{DecisionId, ExprId, FactId};
use crate::value::{Date, Number, Symbol, Unit, Value};

/// Why there is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::construct) enum NoText {
    /// None is approved in the patient's language, or the language is unknown.
    Language,
    /// A value to be put in is unknown.
    Slot,
}

impl NoText {
    /// In words, for the person who makes the call instead.
    pub(in crate::construct) fn words(self) -> &'static str {
        match self {
            NoText::Language => "no approved text in the patient's language",
            NoText::Slot => "a value of the text is unknown",
        }
    }
}

impl Message {
    /// The language and the text.
    pub(in crate::construct) fn text(
        &self,
        machine: &mut Machine<'_>,
        desk: &Desk<'_>,
    ) -> Result<(String, String), NoText> {
        let language = self.language(machine).ok_or(NoText::Language)?;
        let name = machine.terms.declared.symbols.get(language.0 as usize).cloned().unwrap_or_default();
        let text = self.texts.iter().find(|t| t.language == language).ok_or(NoText::Language)?;
        let mut words = String::new();
        for piece in &text.pieces {
            match piece {
                Piece::Words(written) => words.push_str(written),
                Piece::Slot(expr, unit) => {
                    words.push_str(&slot(machine, desk, (*expr, *unit), &name).ok_or(NoText::Slot)?)
                }
            }
        }
        Ok((name, words))
    }

    /// The patient's language: the fact of that name. A ruleset that declares none and has one text speaks that language.
    fn language(&self, machine: &mut Machine<'_>) -> Option<Symbol> {
        let declared = machine.terms.declared.facts.iter().position(|f| f.name == "language");
        let Some(fact) = declared else {
            return if self.texts.len() == 1 { self.texts.first().map(|t| t.language) } else { None };
        };
        match machine.fact(FactId(u32::try_from(fact).ok()?)) {
            FactState::Known { value: Value::Symbol(language), .. }
            | FactState::Assumed { value: Value::Symbol(language), .. } => Some(language),
            _ => None,
        }
    }
}

/// A value as words; `None` where it is unknown or has no exact, plain form.
fn slot(
    machine: &mut Machine<'_>,
    desk: &Desk<'_>,
    (expr, unit): (ExprId, Option<Unit>),
    language: &str,
) -> Option<String> {
    let program = machine.terms.program;
    let mut node = program.node(expr)?;
    while let Node::Named { of, .. } = node {
        node = program.node(*of)?;
    }
    if let Node::OutcomeField { decision, field: Field::Missing } = node {
        return average(desk, *decision)?.missing_words(machine, language);
    }
    Some(match machine.value(expr, None)? {
        Value::Number(number) => quantity(shown(number, node, desk)?, unit)?,
        Value::Date(date) => text![date],
        Value::Instant(at) => {
            let local = machine.chart.timeline.local(at);
            text![Date::Day(local.date()), " ", Padded(local.hour().into(), 2), ":", Padded(local.minute().into(), 2)]
        }
        Value::Time(time) => text![time],
        Value::Symbol(symbol) => machine.terms.declared.symbols.get(symbol.0 as usize)?.clone(),
        Value::Text(text) => text,
        Value::Truth(_) | Value::Range(..) | Value::Symbols(_) | Value::Codes(_) => return None,
    })
}

fn average<'a>(desk: &Desk<'a>, decision: DecisionId) -> Option<&'a Average> {
    match desk.decisions.get(decision.index())? {
        Decision::Average(average) => Some(average),
        _ => None,
    }
}

/// Rounded only where the average says how it is shown.
fn shown(number: Number, node: &Node, desk: &Desk<'_>) -> Option<Number> {
    let Node::OutcomeField { decision, .. } = node else { return Some(number) };
    match average(desk, *decision).and_then(|a| a.shown_to) {
        Some(step) => number.round_half_up(step),
        None => Some(number),
    }
}

fn quantity(number: Number, unit: Option<Unit>) -> Option<String> {
    let decimal = number.decimal()?;
    Some(match unit.filter(|u| *u != Unit::ONE) {
        Some(unit) => text![decimal, " ", unit.shown()],
        None => decimal,
    })
}
