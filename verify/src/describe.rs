//! Inputs and what they are, in words.

use stepcare_core::construct::Decision;
use stepcare_core::expression::{Aggregate, Field, Node, Source, Status};
use stepcare_core::record::FactKind;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Number, Symbol, Unit};

use crate::input::{Input, Point};

/// What an input is called: the fact, the name that a define gives it, or what it is made of.
pub(crate) fn name(compiled: &Compiled, input: Input) -> String {
    match input {
        Input::Number(id) | Input::Truth(id) | Input::Word(id) => node(compiled, id),
        Input::Has(id, word) => format!("{} has {}", node(compiled, id), symbol(compiled, word)),
        Input::Code(id, set) => {
            let set = compiled.code_sets.get(set.index()).map_or("", |set| set.name.as_str());
            format!("{} has {set}", node(compiled, id))
        }
        // Named where the regions are known.
        Input::Together(_) => String::new(),
        Input::Status(id) => compiled.decisions.get(id.index()).map(|d| d.name().to_string()).unwrap_or_default(),
    }
}

/// `age is 70 years`, `frail is no`, `target is above goal`.
pub(crate) fn told(compiled: &Compiled, input: Input, point: Point) -> String {
    let name = name(compiled, input);
    match point {
        Point::Number(number) => {
            let Input::Number(id) = input else { return name };
            format!("{name} is {}", quantity(number, unit(compiled, id)))
        }
        Point::Truth(truth) => match (input, truth) {
            (Input::Has(..) | Input::Code(..), true) => name,
            (Input::Has(..) | Input::Code(..), false) => format!("not {name}"),
            (_, truth) => format!("{name} is {}", if truth { "yes" } else { "no" }),
        },
        Point::Word(word) => format!("{name} is {}", symbol(compiled, word)),
        Point::Status(status) => format!("{name} is {}", status_words(status)),
    }
}

pub(crate) fn symbol(compiled: &Compiled, symbol: Symbol) -> &str {
    compiled.symbols.get(symbol.0 as usize).map_or("", String::as_str)
}

fn quantity(number: Number, unit: Unit) -> String {
    if unit == Unit::ONE { number.to_string() } else { format!("{number} {}", unit.shown()) }
}

/// A status as the language writes it.
fn status_words(status: Status) -> &'static str {
    match status {
        Status::Ready => "ready",
        Status::Insufficient => "insufficient",
        Status::AtGoal => "at goal",
        Status::AboveGoal => "above goal",
        Status::BelowRange => "below range",
        Status::NotAssessable => "not assessable",
        Status::Fired => "fired",
        Status::Quiet => "quiet",
        Status::DoesNotApply => "does not apply",
        Status::Due => "due",
        Status::Overdue => "overdue",
        Status::Done => "done",
        Status::Stay => "stay",
        Status::Step => "step",
        Status::Hold => "hold",
        Status::Wait => "wait",
        Status::Blocked => "blocked",
        Status::Exhausted => "exhausted",
        _ => "decided otherwise",
    }
}

/// The unit that a number is in.
pub(crate) fn unit(compiled: &Compiled, id: ExprId) -> Unit {
    let of_kind = |kind: Option<&FactKind>| match kind {
        Some(FactKind::Number { unit, .. }) => *unit,
        _ => Unit::ONE,
    };
    let column = |series: stepcare_core::value::id::SeriesId, column: stepcare_core::value::id::ColumnId| {
        compiled.series.get(series.index()).and_then(|s| s.columns.get(column.index())).map(|c| &c.kind)
    };
    match compiled.program.node(id) {
        Some(Node::Fact(_)) => of_kind(crate::input::kind(compiled, id)),
        Some(Node::Whole { unit, .. }) => unit.unit(),
        Some(Node::OutcomeField { decision, field: Field::Reported(reported) }) => {
            match compiled.decisions.get(decision.index()) {
                Some(Decision::Average(average)) => of_kind(column(average.of, *reported)),
                _ => Unit::ONE,
            }
        }
        Some(Node::Series(series)) => match (series.aggregate, series.of, crate::input::asked(compiled, series)) {
            (Aggregate::Count | Aggregate::CountDays, ..) => Unit::ONE,
            (_, Source::Series(of), Some(read)) => of_kind(column(of, read)),
            (_, Source::Fact(fact), _) => of_kind(compiled.facts.get(fact.index()).map(|fact| &fact.kind)),
            _ => Unit::ONE,
        },
        _ => Unit::ONE,
    }
}

fn node(compiled: &Compiled, id: ExprId) -> String {
    let named = compiled.program.nodes.iter().find_map(|node| match node {
        Node::Named { name, of } if *of == id => Some(name.clone()),
        _ => None,
    });
    if let Some(name) = named {
        return name;
    }
    let fact = |id: &stepcare_core::value::id::FactId| {
        compiled.facts.get(id.index()).map(|fact| fact.name.clone()).unwrap_or_default()
    };
    let decision = |id: &stepcare_core::value::id::DecisionId| {
        compiled.decisions.get(id.index()).map(|d| d.name().to_string()).unwrap_or_default()
    };
    match compiled.program.node(id) {
        Some(Node::Fact(id)) => fact(id),
        Some(Node::Setting(id)) => compiled.settings.get(id.index()).map(|s| s.name.clone()).unwrap_or_default(),
        Some(Node::OutcomeField { decision: of, field }) => {
            let field = match (field, compiled.decisions.get(of.index())) {
                (Field::Reported(column), Some(Decision::Average(average))) => compiled
                    .series
                    .get(average.of.index())
                    .and_then(|series| series.columns.get(column.index()))
                    .map_or("value", |column| column.name.as_str()),
                (Field::StepsTaken, _) => "steps_taken",
                (Field::Output(at), Some(Decision::Table(table))) => {
                    table.outputs.get(*at as usize).map_or("value", |output| output.name.as_str())
                }
                _ => "value",
            };
            format!("{}.{field}", decision(of))
        }
        Some(Node::Series(series)) => {
            let of = match &series.of {
                Source::Series(id) => compiled.series.get(id.index()).map(|s| s.name.clone()).unwrap_or_default(),
                Source::Fact(id) => fact(id),
            };
            format!("what is asked of the rows of {of}")
        }
        Some(Node::IsKnown(of)) => format!("whether {} is known", node(compiled, crate::input::behind(compiled, *of))),
        Some(Node::Compare { left, op, right, .. }) => {
            let side = |id: &ExprId| node(compiled, crate::input::behind(compiled, *id));
            format!("{} {} {}", side(left), op.text(), side(right))
        }
        Some(Node::Arithmetic { left, right, .. }) => {
            let side = |id: &ExprId| node(compiled, crate::input::behind(compiled, *id));
            format!("{} with {}", side(left), side(right))
        }
        Some(Node::Constant { value: stepcare_core::value::Constant::Number(number), unit }) => {
            quantity(*number, unit.unwrap_or(Unit::ONE))
        }
        Some(Node::Whole { unit, from, .. }) => {
            let from = node(compiled, crate::input::behind(compiled, *from));
            format!("whole {} from {from}", unit.unit().shown())
        }
        Some(Node::TakesClass(_) | Node::CountClasses) => "the classes of the medications".into(),
        Some(Node::LastDoseChange) => "last dose change".into(),
        Some(Node::ChangeFromBaseline { fact: of, .. }) => format!("the change of {}", fact(of)),
        _ => "a value that is worked out".into(),
    }
}
