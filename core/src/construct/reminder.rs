//! Reminder: after how long, what; until it is no longer needed. Unknown `stop`: nothing automated, people's tasks still.

mod schedule;

use alloc::{string::String, vec::Vec};

use super::{Act, Desk, Then, Wanted};
use crate::expression::{Cite, FactState, Machine, Node};
use crate::record::problem::{Problem, UNSTABLE_ANCHOR, below};
use crate::value::id::{ExprId, SettingId, SpanId};
use crate::value::text::text;
use crate::value::{Date, Duration, Instant, TimeUnit, Truth, Value};
use schedule::Schedule;

/// `reminder first_readings { start at … stop when … after 3 days message … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reminder {
    /// Its name.
    pub name: String,
    /// The anchor: an instant or a date; unknown is not started.
    pub start: ExprId,
    /// Ends it.
    pub stop: Option<ExprId>,
    /// Its lines, each a series of its own.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: SpanId,
}

/// `after 7 days task call_setup for navigator due in 2 days`, with its `every 7 days up to 2 times`.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How long after the anchor: due at that local day's start (hours: exact).
    pub after: Delay,
    /// What.
    pub then: Then,
    /// Only when this holds.
    pub when: Option<ExprId>,
    /// Again after this, counted on the anchor's dates.
    pub every: Option<Duration>,
    /// How often again, the first not counted; none is without end.
    pub up_to: Option<u32>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// How long after: parts add up (`6 months and 7 days`); a setting is a number of its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Delay {
    /// Written parts.
    pub parts: Vec<Duration>,
    /// A setting that holds a number, and the unit it is a number of.
    pub setting: Option<(SettingId, TimeUnit)>,
}

impl Reminder {
    /// What its lines want now: people's tasks, and messages where it is known that they are still needed.
    ///
    /// Of a line's messages only the newest that is due; of its tasks every one. Notes when the next falls due.
    pub fn evaluate(&self, machine: &mut Machine<'_>, _desk: &Desk<'_>) -> Vec<Wanted> {
        machine.rule.clone_from(&self.name);
        let Some(anchor) = self.anchor(machine) else { return Vec::new() };
        let stop = self.stop.map_or(Truth::No, |stop| machine.truth(stop, None));
        if stop == Truth::Yes {
            return Vec::new();
        }
        let mut wanted = Vec::new();
        for (line, number) in self.lines.iter().zip(1_u32..) {
            machine.rule = text![self.name, "/", number];
            let Some(schedule) = Schedule::of(line, anchor, machine) else { continue };
            let (due, next) = schedule.until(machine.as_of);
            if let Some(next) = next {
                machine.note(next, "a reminder falls due", None);
            }
            let when = line.when.map_or(Truth::Yes, |when| machine.truth(when, None));
            if when == Truth::No || due.is_empty() {
                continue;
            }
            let about = identity(machine, self.start);
            let undecided = stop == Truth::Unknown || when == Truth::Unknown;
            let latest = match line.then.act {
                Act::Message { .. } => due.len().saturating_sub(1),
                Act::Task { .. } => 0,
            };
            for (occurrence, since) in due.into_iter().skip(latest) {
                let mut one = Wanted::new(line.then.clone(), machine.rule.clone(), about.clone());
                (one.occurrence, one.since, one.undecided) = (occurrence, Some(since), undecided);
                wanted.push(one);
            }
        }
        wanted
    }

    /// When it starts: an instant, or the start of a date's local day. A partial date is not known well enough.
    fn anchor(&self, machine: &mut Machine<'_>) -> Option<Instant> {
        match machine.value(self.start, None)? {
            Value::Instant(at) => Some(at),
            Value::Date(Date::Day(day)) => Some(machine.chart.timeline.start_of_day(day)),
            _ => None,
        }
    }
}

/// What the start is about: the fact it comes from, by its id, else by its value. Never the time of looking.
fn identity(machine: &mut Machine<'_>, start: ExprId) -> String {
    let program = machine.terms.program;
    let mut at = start;
    // Operands stand before the nodes that use them, so this comes to an end.
    while let Some(node) = program.node(at) {
        at = match node {
            Node::Named { of, .. } | Node::Shift { of, .. } => *of,
            Node::Else { of, otherwise } => {
                if machine.value(*of, None).is_some() {
                    *of
                } else {
                    *otherwise
                }
            }
            Node::Fact(fact) => {
                let name = machine.terms.declared.facts.get(fact.index()).map_or("", |f| &f.name);
                if let FactState::Known { id: Some(id), .. } = machine.fact(*fact) {
                    return text!["fact:", name, ":", id];
                }
                machine.found(Problem::new(UNSTABLE_ANCHOR, below("/facts", name), "an `id` beside the value"));
                return text!["fact:", name, ":", value_text(machine, at)];
            }
            _ => break,
        };
    }
    text!["at:", value_text(machine, at)]
}

fn value_text(machine: &mut Machine<'_>, expr: ExprId) -> String {
    match machine.value(expr, None) {
        Some(Value::Instant(at)) => text![at],
        Some(Value::Date(date)) => text![date],
        _ => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
