//! One pass: every decision in order, then what they want, at one instant.

use alloc::{string::String, vec::Vec};

use super::IsGiven;
use crate::construct::action::desired;
use crate::construct::{Action, Decided, Decision, Desk, Said, Waiting};
use crate::expression::{FactState, FeedState, Horizon, Input, Machine, Terms, Unknown};
use crate::record::Chart;
use crate::record::problem::{self, Problem, below};
use crate::ruleset::{Ruleset, inputs::inputs};
use crate::value::SortedSet;
use crate::value::id::{DecisionId, SeriesId};
use crate::value::text::text;
use crate::value::{Instant, LocalTime};

/// One patient before one ruleset.
pub(super) struct Patient<'a> {
    pub ruleset: &'a Ruleset,
    pub chart: &'a Chart,
    /// What is taken as given.
    pub given: &'a IsGiven<'a>,
    names: Vec<String>,
    averages: Vec<Option<SeriesId>>,
    sources: Vec<String>,
    settings: Vec<String>,
}

/// Everything of the evaluation that must stay the same while it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// By `DecisionId`.
    pub said: Vec<Said>,
    /// By `DecisionId`: what was missing where it is not settled.
    pub missing: Vec<SortedSet<Input>>,
    pub actions: Vec<Action>,
    pub not_needed: Vec<Unknown>,
    pub problems: Vec<Problem>,
    /// Whether more rows were looked at than is allowed.
    pub exhausted: bool,
    /// Not part of the answer; see [`Answer::differs`].
    pub waiting: Vec<Waiting>,
}

impl<'a> Patient<'a> {
    pub fn new(ruleset: &'a Ruleset, chart: &'a Chart, given: &'a IsGiven<'a>) -> Patient<'a> {
        let compiled = &ruleset.compiled;
        Patient {
            ruleset,
            chart,
            given,
            names: compiled.decisions.iter().map(|d| d.name().into()).collect(),
            averages: compiled.decisions.iter().map(average_of).collect(),
            sources: compiled.sources.iter().map(|s| s.name.clone()).collect(),
            settings: compiled.settings.iter().map(|s| s.name.clone()).collect(),
        }
    }

    /// Names of decisions, by `DecisionId`.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn machine(&self, at: Instant, feeds_at: Instant) -> Machine<'_> {
        let compiled = &self.ruleset.compiled;
        let terms = Terms {
            program: &compiled.program,
            declared: compiled.declared(),
            code_sets: &compiled.code_sets,
            formulary: compiled.formulary.as_ref(),
            settings: &self.ruleset.settings,
            setting_names: &self.settings,
            decisions: &self.names,
            averages: &self.averages,
            sources: &self.sources,
            spans: &self.ruleset.spans,
        };
        Machine::new(terms, self.chart, at, feeds_at)
    }

    pub fn desk(&self) -> Desk<'_> {
        let compiled = &self.ruleset.compiled;
        Desk {
            decisions: &compiled.decisions,
            formulary: compiled.formulary.as_ref(),
            tasks: &compiled.tasks,
            roles: &compiled.roles,
            channels: &compiled.channels,
            topics: &compiled.topics,
            messages: &compiled.messages,
        }
    }

    /// Works one decision out, or takes it as given.
    pub fn decide(&self, id: DecisionId, machine: &mut Machine<'_>) -> Option<Decided> {
        let decision = self.ruleset.compiled.decisions.get(id.index())?;
        machine.rule = decision.name().into();
        Some((self.given)(id, decision).unwrap_or_else(|| decision.evaluate(machine, &self.desk())))
    }

    /// The answer at an instant, feeds judged at another, and when it could change by time alone.
    pub fn answer(&self, at: Instant, feeds_at: Instant) -> (Answer, Horizon) {
        let compiled = &self.ruleset.compiled;
        let mut machine = self.machine(at, feeds_at);
        let mut decided = Vec::with_capacity(compiled.decisions.len());
        for id in (0u32..).map(DecisionId).take(compiled.decisions.len()) {
            if let Some(one) = self.decide(id, &mut machine) {
                machine.decided(one.outcome.clone());
                decided.push(one);
            }
        }
        let mut wanted = Vec::new();
        for (at, one) in compiled.declared.iter().filter_map(|at| Some((at, decided.get(*at as usize)?))) {
            if !compiled.silent.contains(at) {
                wanted.extend_from_slice(&one.wanted);
            }
        }
        for reminder in &compiled.reminders {
            machine.rule.clone_from(&reminder.name);
            wanted.extend(reminder.evaluate(&mut machine, &self.desk()));
        }
        let secret = &self.ruleset.secret;
        let (actions, waiting) = desired(wanted, &mut machine, &self.desk(), secret, &compiled.name);
        let problems = self.problems(&mut machine);
        let not_needed = self.not_needed(&mut machine, &decided);
        let answer = Answer {
            missing: decided.iter().map(|d| d.outcome.missing.clone()).collect(),
            said: decided.into_iter().map(|d| d.said).collect(),
            actions,
            waiting,
            not_needed,
            problems,
            exhausted: machine.is_exhausted(),
        };
        (answer, machine.horizon)
    }

    /// The record's problems, and those that depend on the instant: rows dated in the future, a ruleset not yet in force.
    fn problems(&self, machine: &mut Machine<'_>) -> Vec<Problem> {
        let mut problems = self.chart.problems.clone();
        for id in (0u32..).map(SeriesId).take(self.chart.series.len()) {
            let future = machine.future_rows(id);
            for row in future {
                problems.push(from_the_future(&row.pointer, row.at));
            }
        }
        problems.append(&mut machine.problems);
        let effective = self.ruleset.compiled.effective.earliest();
        if machine.today() < effective {
            let from = self.chart.timeline.instant(effective, LocalTime::MIDNIGHT);
            machine.note(from, "the ruleset comes into force", None);
            let expected = text!["an as-of on ", effective, " or later"];
            problems.push(Problem::new(problem::BEFORE_EFFECTIVE, "", expected));
        }
        problems
    }

    /// What is unknown and keeps nothing open, of the facts and series that the ruleset reads.
    fn not_needed(&self, machine: &mut Machine<'_>, decided: &[Decided]) -> Vec<Unknown> {
        let mut idle = inputs(&self.ruleset.compiled);
        idle.retain(|input| {
            decided.iter().all(|one| !one.outcome.missing.contains(input)) && is_unknown(*input, machine)
        });
        machine.unknowns(&idle)
    }
}

/// Whether an input as a whole is unknown; what is assumed stands among the assumptions of whoever used it.
fn is_unknown(input: Input, machine: &mut Machine<'_>) -> bool {
    match input {
        Input::Fact(fact) => matches!(machine.fact(fact), FactState::Unknown { .. }),
        Input::Series(series) => machine.feed(series) != FeedState::Current,
        Input::Events => machine.chart.events.is_none(),
    }
}

fn average_of(decision: &Decision) -> Option<SeriesId> {
    match decision {
        Decision::Average(average) => Some(average.of),
        _ => None,
    }
}

/// The words hold no as-of: the problem stays the same until the row's time has come.
fn from_the_future(row: &str, at: Option<Instant>) -> Problem {
    let mut problem = Problem::new(problem::FUTURE_ROW, below(row, "at"), "a time that has passed");
    problem.found = at.map(|at| text![at]);
    problem
}

impl Answer {
    /// The first rule whose answer is another, by name; `Some("record")` where only the problems differ.
    pub fn differs<'n>(&'n self, from: &'n Answer, names: &'n [String]) -> Option<&'n str> {
        let changed = self.said.iter().zip(&from.said).position(|(a, b)| a != b);
        let changed = changed.and_then(|at| names.get(at)).map(String::as_str);
        changed
            .or_else(|| self.other_action(from))
            .or_else(|| (self.not_needed != from.not_needed || self.problems != from.problems).then_some("record"))
    }

    /// The rule of the first action that is in one answer and not in the other.
    fn other_action<'n>(&'n self, from: &'n Answer) -> Option<&'n str> {
        let (a, b) = (&self.actions, &from.actions);
        let only = |x: &'n [Action], y: &'n [Action]| x.iter().find(|action| !y.contains(action));
        let action = only(a, b).or_else(|| only(b, a)).or_else(|| (a != b).then(|| a.first()).flatten())?;
        Some(action.because.first().map_or("actions", String::as_str))
    }
}
