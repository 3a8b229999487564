//! One line's limits against the average's values.

use alloc::{string::String, vec::Vec};

use super::{Bound, Limit, Line};
use crate::construct::{Average, Component, gather};
use crate::expression::{CompareOp, Comparison, Field, Machine, Node, Outcome, Shown, Side, Status};
use crate::value::SortedSet;
use crate::value::id::ExprId;
use crate::value::text::text;
use crate::value::{Listed, Number, Truth, Unit, Value};

/// What a line makes of the values.
pub(super) struct Judged {
    /// The statuses it may give: one, unless a limit is unknown.
    pub statuses: SortedSet<Status>,
    /// Each component against its limits.
    pub comparisons: Vec<Comparison>,
    /// Each component whose limit is known.
    pub components: Vec<Component>,
    /// Limits that are unknown.
    pub unknown: Vec<ExprId>,
}

/// An average as a goal reads it.
pub(super) struct Mean<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it says, where the ruleset has it at hand.
    pub average: Option<&'a Average>,
    /// What it came to.
    pub outcome: &'a Outcome,
}

/// A component: over its upper limit, under its lower one.
struct Place {
    known: bool,
    over: Truth,
    under: Truth,
}

/// Judges one line. Over wins, since what is known to be over stays over whatever else is unknown; then a component
/// without a value, which no limit can help; only then is an unknown limit a question.
pub(super) fn judge(line: &Line, mean: &Mean<'_>, machine: &mut Machine<'_>) -> Judged {
    let mut judged =
        Judged { statuses: SortedSet::new(), comparisons: Vec::new(), components: Vec::new(), unknown: Vec::new() };
    let places: Vec<Place> = line.limits.iter().map(|limit| mean.place(limit, machine, &mut judged)).listed();
    if places.iter().any(|p| p.over == Truth::Yes) {
        judged.statuses.insert(Status::AboveGoal);
    } else if places.is_empty() || places.iter().any(|p| !p.known) {
        judged.statuses.insert(Status::NotAssessable);
    } else {
        if places.iter().any(|p| p.over == Truth::Unknown) {
            judged.statuses.insert(Status::AboveGoal);
        }
        let under = places.iter().map(|p| p.under).max().unwrap_or(Truth::No);
        if under != Truth::No {
            judged.statuses.insert(Status::BelowRange);
        }
        if under != Truth::Yes {
            judged.statuses.insert(Status::AtGoal);
        }
    }
    judged
}

impl Mean<'_> {
    fn place(&self, limit: &Limit, machine: &mut Machine<'_>, judged: &mut Judged) -> Place {
        let value = match self.outcome.field(Field::Reported(limit.column)) {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        };
        let (low, high) = match limit.bound {
            Bound::Below(high) => (None, (high, CompareOp::Less)),
            Bound::AtMost(high) => (None, (high, CompareOp::AtMost)),
            Bound::Within(low, high) => (Some((low, CompareOp::AtLeast)), (high, CompareOp::AtMost)),
            Bound::WithinBefore(low, high) => (Some((low, CompareOp::AtLeast)), (high, CompareOp::Less)),
        };
        let left = self.left(limit, value, machine);
        let mut against = |(expr, op): (ExprId, CompareOp)| {
            let bound = match machine.value(expr, None) {
                Some(Value::Number(n)) => Some(n),
                _ => None,
            };
            if bound.is_none() {
                judged.unknown.push(expr);
            }
            let comparison = compare(left.clone(), value, op, bound, named(machine, expr), limit.unit);
            let holds = comparison.holds;
            judged.comparisons.push(comparison);
            (bound, holds)
        };
        let under = low.map(&mut against);
        let (upper, within) = against(high);
        if let Some(upper) = upper {
            judged.components.push(Component {
                column: self.column(limit, machine),
                bound: limit.bound.text().into(),
                limit: upper,
                low: under.and_then(|(low, _)| low),
                over_by: value.and_then(|v| v.sub(upper)),
                unit: limit.unit,
            });
        }
        Place { known: value.is_some(), over: !within, under: under.map_or(Truth::No, |(_, holds)| !holds) }
    }

    fn column(&self, limit: &Limit, machine: &Machine<'_>) -> String {
        self.average.map_or("", |a| gather::column_name(&machine.terms, a.of, limit.column)).into()
    }

    /// The component as a reason names it: exact, with the rounding that the average is shown in.
    fn left(&self, limit: &Limit, value: Option<Number>, machine: &Machine<'_>) -> Side {
        let step = self.average.and_then(|a| a.shown_to);
        Side {
            name: Some(text![self.name, ".", self.column(limit, machine)]),
            value: value.map(Shown::Number),
            shown: value.zip(step).and_then(|(v, step)| v.round_half_up(step)),
            unit: Some(limit.unit),
            ..Side::default()
        }
    }
}

/// The name of what a limit reads, where it is not written out.
fn named(machine: &Machine<'_>, limit: ExprId) -> Option<String> {
    match machine.terms.program.node(limit)? {
        Node::Named { name, .. } => Some(name.clone()),
        Node::Fact(fact) => machine.terms.declared.facts.get(fact.index()).map(|f| f.name.clone()),
        _ => None,
    }
}

fn compare(
    left: Side,
    value: Option<Number>,
    op: CompareOp,
    bound: Option<Number>,
    name: Option<String>,
    unit: Unit,
) -> Comparison {
    let both = value.zip(bound);
    let holds = both.map(|(v, b)| match op {
        CompareOp::Less => v < b,
        CompareOp::AtMost => v <= b,
        CompareOp::AtLeast => v >= b,
        CompareOp::Greater => v > b,
        CompareOp::Equal => v == b,
        CompareOp::NotEqual => v != b,
    });
    Comparison {
        left,
        op: op.text().into(),
        right: Side { name, value: bound.map(Shown::Number), unit: Some(unit), ..Side::default() },
        holds: Truth::of(holds),
        margin: both.and_then(|(v, b)| gather::margin(v, b)),
    }
}
