//! What to ask: the smallest sets of unknown inputs which, however they are answered, leave one outcome.
//!
//! A set is tried, not argued about: each of its facts takes every answer that could matter (the members of a list, the
//! values at and between the limits it is compared with), each condition that reads only inputs of the set takes yes and
//! no, and each earlier decision that waits only for them takes each status it could have. What is left out of the set
//! stays unknown. If every combination leaves one outcome, the set settles the decision.

use alloc::{string::String, vec, vec::Vec};

use super::answer::{Answer, Patient};
use crate::construct::uses::reachable;
use crate::construct::{Ask, Decision, Said};
use crate::expression::{Input, Machine, Node, Outcome, Status};
use crate::record::{FactKind, Getting};
use crate::value::date::date_of_age;
use crate::value::id::{DecisionId, ExprId, FactId};
use crate::value::sorted;
use crate::value::{Constant, Date, Instant, Number, TimeUnit, Value};
use crate::value::{SortedMap, SortedSet};

/// Up to so many unknowns every set is tried; above, one set is named and marked `not_reduced`.
const EXHAUSTIVE: usize = 12;
/// Up to so many trials for one decision; then the sets found so far stand beside the whole, marked `not_reduced`.
const TRIALS: usize = 4_000;

/// One thing that a trial gives an answer to.
#[derive(Debug, Clone)]
enum Question {
    Fact(FactId, Vec<Value>),
    Condition(ExprId),
    Decision(DecisionId, SortedSet<Status>),
}

/// What of a decision is open: facts with the answers that matter, and conditions and earlier decisions with the inputs
/// that they wait for.
#[derive(Debug)]
struct Open {
    needed: SortedSet<DecisionId>,
    facts: Vec<(FactId, Vec<Value>)>,
    decisions: Vec<(DecisionId, SortedSet<Input>, SortedSet<Status>)>,
    conditions: Vec<(ExprId, SortedSet<Input>)>,
}

/// A combination of answers.
#[derive(Debug, Clone, Default)]
struct Answers {
    facts: SortedMap<FactId, Value>,
    conditions: SortedMap<ExprId, bool>,
    outcomes: SortedMap<DecisionId, Status>,
}

impl Patient<'_> {
    /// Puts `ask` into every undetermined report.
    pub fn fill_asks(&self, answer: &mut Answer, as_of: Instant) {
        for at in 0..answer.said.len() {
            let open = matches!(answer.said.get(at), Some(Said::Report(r)) if r.status == Status::Undetermined);
            let id = u32::try_from(at).map(DecisionId);
            if let (true, Ok(id)) = (open, id) {
                let asks = self.asks(id, &answer.missing, as_of);
                if let Some(Said::Report(report)) = answer.said.get_mut(at) {
                    report.ask = asks;
                }
            }
        }
    }

    fn asks(&self, id: DecisionId, missing: &[SortedSet<Input>], as_of: Instant) -> Vec<Ask> {
        let Some(unknown) = missing.get(id.index()).filter(|unknown| !unknown.is_empty()) else { return Vec::new() };
        let unknown: Vec<Input> = unknown.iter().copied().collect();
        if unknown.len() > EXHAUSTIVE {
            return vec![self.ask(&unknown, true)];
        }
        let open = self.open(id, &unknown, missing, as_of);
        let (mut found, mut trials): (Vec<Vec<Input>>, usize) = (Vec::new(), 0);
        for size in 1..unknown.len() {
            for set in subsets(&unknown, size) {
                if found.iter().any(|smaller| smaller.iter().all(|input| set.contains(input))) {
                    continue;
                }
                match self.settles(id, &open.questions(&set), &open.needed, as_of, &mut trials) {
                    Some(true) => found.push(set),
                    Some(false) => {}
                    None => return self.sorted(found, Some(unknown)),
                }
            }
        }
        // Where nothing smaller will do, all of them are needed.
        if found.is_empty() { vec![self.ask(&unknown, false)] } else { self.sorted(found, None) }
    }

    /// Whether every combination of answers leaves one outcome; `None` when the trials are used up.
    fn settles(
        &self,
        id: DecisionId,
        questions: &[Question],
        needed: &SortedSet<DecisionId>,
        as_of: Instant,
        trials: &mut usize,
    ) -> Option<bool> {
        let mut combinations = vec![Answers::default()];
        for question in questions {
            let mut with = Vec::new();
            combinations.iter().for_each(|so_far| so_far.with(question, &mut with));
            combinations = with;
            if combinations.len().saturating_add(*trials) > TRIALS {
                return None;
            }
        }
        for answers in combinations {
            *trials += 1;
            if self.tried(id, as_of, answers, needed).len() != 1 {
                return Some(false);
            }
        }
        Some(true)
    }

    /// The statuses a decision could have when some facts, conditions and decisions are answered as given.
    fn tried(
        &self,
        id: DecisionId,
        as_of: Instant,
        answers: Answers,
        needed: &SortedSet<DecisionId>,
    ) -> SortedSet<Status> {
        let mut machine = self.machine(as_of, as_of);
        machine.tried_facts = answers.facts;
        machine.tried_conditions = answers.conditions;
        for earlier in (0..id.0).map(DecisionId) {
            let outcome = match answers.outcomes.get(&earlier) {
                Some(status) => Outcome::settled(*status),
                None if needed.contains(&earlier) => self.outcome(earlier, &mut machine),
                None => Outcome::default(),
            };
            machine.decided(outcome);
        }
        self.outcome(id, &mut machine).possible
    }

    fn outcome(&self, id: DecisionId, machine: &mut Machine<'_>) -> Outcome {
        self.decide(id, machine).map(|decided| decided.outcome).unwrap_or_default()
    }

    /// What of a decision is open, and on which inputs each part of it waits.
    fn open(&self, id: DecisionId, unknown: &[Input], missing: &[SortedSet<Input>], as_of: Instant) -> Open {
        let needed = self.needed(id);
        let cone = self.cone(id, &needed);
        let mut facts = Vec::new();
        for input in unknown {
            if let Input::Fact(fact) = input
                && let Some(answers) = self.answers_of(*fact, &cone, as_of)
            {
                facts.push((*fact, answers));
            }
        }
        let mut machine = self.machine(as_of, as_of);
        let mut decisions = Vec::new();
        for earlier in (0..id.0).map(DecisionId) {
            let mut outcome = self.outcome(earlier, &mut machine);
            if !needed.contains(&earlier) {
                outcome = Outcome::default();
            } else if let Some(reads) = missing.get(earlier.index()).filter(|reads| !reads.is_empty()) {
                decisions.push((earlier, reads.clone(), outcome.possible.clone()));
            }
            machine.decided(outcome);
        }
        let mut conditions = Vec::new();
        for atom in cone.iter().filter(|node| self.is_atom(**node, &cone)) {
            let reads = machine.missing(*atom, None);
            if !reads.is_empty() {
                conditions.push((*atom, reads));
            }
        }
        Open { needed, facts, decisions, conditions }
    }

    /// The nodes that this decision and those it needs work out for the patient.
    fn cone(&self, id: DecisionId, needed: &SortedSet<DecisionId>) -> Vec<ExprId> {
        let compiled = &self.ruleset.compiled;
        let mut conditions = compiled.decisions.get(id.index()).map(Decision::conditions).unwrap_or_default();
        for decision in needed.iter().filter_map(|decision| compiled.decisions.get(decision.index())) {
            conditions.extend(decision.conditions());
        }
        reachable(&compiled.program, conditions)
    }

    /// A condition that is not made of conditions: what `and`, `or` and `not` join.
    fn is_atom(&self, node: ExprId, cone: &[ExprId]) -> bool {
        let program = &self.ruleset.compiled.program;
        let is_condition = matches!(
            program.node(node),
            Some(
                Node::Compare { .. }
                    | Node::IsOneOf { .. }
                    | Node::HasSymbol { .. }
                    | Node::HasCode { .. }
                    | Node::TakesClass(_)
                    | Node::ChangeFromBaseline { .. }
                    | Node::Fact(_)
                    | Node::Series(_)
            )
        );
        // A node read only as part of another atom (a fact inside a comparison) is not one itself.
        let joined = |parent: &ExprId| match program.node(*parent) {
            Some(Node::All(of) | Node::Any(of)) => of.contains(&node),
            Some(Node::Not(of) | Node::Named { of, .. }) => *of == node,
            Some(Node::Else { of, otherwise }) => *of == node || *otherwise == node,
            _ => false,
        };
        let compiled = &self.ruleset.compiled;
        let root = || compiled.decisions.iter().any(|d| d.conditions().contains(&node));
        is_condition && (root() || cone.iter().any(joined))
    }

    /// The answers of a fact that could matter: all members of a list, or the values at and between the limits it is
    /// compared with. `None` where it is read in a way that this cannot enumerate.
    fn answers_of(&self, fact: FactId, cone: &[ExprId], as_of: Instant) -> Option<Vec<Value>> {
        let compiled = &self.ruleset.compiled;
        let declared = compiled.facts.get(fact.index())?;
        match &declared.kind {
            FactKind::YesNo => Some(vec![Value::Truth(true), Value::Truth(false)]),
            FactKind::OneOf(members) => Some(members.iter().map(|m| Value::Symbol(*m)).collect()),
            FactKind::AnyOf(members) => {
                let mut sets: Vec<Value> = members.iter().map(|m| Value::Symbols(vec![*m])).collect();
                sets.push(Value::Symbols(Vec::new()));
                sets.push(Value::Symbols(members.clone()));
                Some(sets)
            }
            FactKind::Number { low, high, .. } => {
                let cuts = self.cuts(cone, &|node| matches!(node, Node::Fact(f) if *f == fact))?;
                Some(around(cuts, *low, *high).into_iter().map(Value::Number).collect())
            }
            FactKind::Date => {
                let program = &compiled.program;
                let is_age = |node: &Node| match node {
                    Node::Whole { unit: TimeUnit::Years, from, to } => {
                        matches!(program.node(*from), Some(Node::Fact(f)) if *f == fact)
                            && matches!(program.node(*to), Some(Node::Today))
                    }
                    _ => false,
                };
                if !self.only_read_by(fact, cone, &is_age) {
                    return None;
                }
                let today = self.chart.timeline.date(as_of);
                let mut dates = vec![today];
                for years in self.cuts(cone, &is_age)? {
                    let birthday = birth_date(today, years.floor().to_i64()?)?;
                    dates.push(birthday);
                    dates.extend(birthday.succ_opt());
                    dates.extend(birthday.pred_opt());
                }
                Some(dates.into_iter().map(|d| Value::Date(Date::Day(d))).collect())
            }
            _ => None,
        }
    }

    /// The constants that a value is compared with; `None` when it is used in any way but comparisons with constants.
    fn cuts(&self, cone: &[ExprId], is_value: &dyn Fn(&Node) -> bool) -> Option<Vec<Number>> {
        let program = &self.ruleset.compiled.program;
        let mut values: SortedSet<ExprId> = SortedSet::new();
        let mut cuts = Vec::new();
        // Operands stand before their users, and the cone is sorted: one walk sees a name after what it names.
        for id in cone {
            let node = program.node(*id)?;
            match node {
                Node::Named { of, .. } if values.contains(of) => {
                    values.insert(*id);
                }
                Node::Compare { left, right, .. } if values.contains(left) || values.contains(right) => {
                    let other = if values.contains(left) { right } else { left };
                    cuts.push(self.constant(*other)?);
                }
                Node::IsKnown(of) if values.contains(of) => {}
                _ if node.operands().iter().any(|operand| values.contains(operand)) => return None,
                _ => {}
            }
            if is_value(node) {
                values.insert(*id);
            }
        }
        Some(cuts)
    }

    fn only_read_by(&self, fact: FactId, cone: &[ExprId], reader: &dyn Fn(&Node) -> bool) -> bool {
        let program = &self.ruleset.compiled.program;
        let is_fact = |id: &ExprId| matches!(program.node(*id), Some(Node::Fact(f)) if *f == fact);
        cone.iter().filter_map(|id| program.node(*id)).all(|node| !node.operands().iter().any(is_fact) || reader(node))
    }

    fn constant(&self, id: ExprId) -> Option<Number> {
        match self.ruleset.compiled.program.node(id)? {
            Node::Constant { value: Constant::Number(n), .. } => Some(*n),
            Node::Setting(setting) => match self.ruleset.settings.get(setting.index())? {
                Constant::Number(n) => Some(*n),
                _ => None,
            },
            _ => None,
        }
    }

    /// The decisions that this one needs, through others too.
    fn needed(&self, id: DecisionId) -> SortedSet<DecisionId> {
        let compiled = &self.ruleset.compiled;
        let (mut needed, mut open) = (SortedSet::new(), vec![id]);
        while let Some(next) = open.pop() {
            let Some(decision) = compiled.decisions.get(next.index()) else { continue };
            for used in decision.uses(&compiled.program, &compiled.decisions) {
                if needed.insert(used) {
                    open.push(used);
                }
            }
        }
        needed
    }

    fn sorted(&self, mut sets: Vec<Vec<Input>>, whole: Option<Vec<Input>>) -> Vec<Ask> {
        sorted::sort_by(&mut sets, &mut |a, b| (self.dearest(a), a.len(), a).cmp(&(self.dearest(b), b.len(), b)));
        let mut asks: Vec<Ask> = sets.iter().map(|set| self.ask(set, false)).collect();
        if let Some(all) = whole {
            asks.push(self.ask(&all, true));
        }
        asks
    }

    fn ask(&self, set: &[Input], not_reduced: bool) -> Ask {
        let compiled = &self.ruleset.compiled;
        let name = |input: &Input| match input {
            Input::Fact(f) => compiled.facts.get(f.index()).map(|f| f.name.clone()),
            Input::Series(s) => compiled.series.get(s.index()).map(|s| s.name.clone()),
            Input::Events => Some(String::from("events")),
        };
        let from = self.dearest(set).map(|getting| match getting {
            Getting::Patient => "patient",
            Getting::Chart => "chart",
            Getting::Lab => "lab",
        });
        Ask { facts: set.iter().filter_map(name).collect(), from: from.map(String::from), not_reduced }
    }

    /// The dearest way of getting one of a set; what has no declared way counts as nothing.
    fn dearest(&self, set: &[Input]) -> Option<Getting> {
        let facts = &self.ruleset.compiled.facts;
        let way = |input: &Input| match input {
            Input::Fact(f) => facts.get(f.index()).and_then(|f| f.getting),
            Input::Series(_) | Input::Events => None,
        };
        set.iter().filter_map(way).max()
    }
}

impl Open {
    /// What a set of inputs answers. What follows from a fact's own answers is worked out, not asked again.
    fn questions(&self, set: &[Input]) -> Vec<Question> {
        let (mut questions, mut by_value) = (Vec::new(), SortedSet::new());
        for (fact, values) in &self.facts {
            if set.contains(&Input::Fact(*fact)) {
                by_value.insert(Input::Fact(*fact));
                questions.push(Question::Fact(*fact, values.clone()));
            }
        }
        let asked =
            |reads: &SortedSet<Input>| reads.iter().all(|input| set.contains(input)) && !reads.is_subset(&by_value);
        for (decision, reads, possible) in &self.decisions {
            if asked(reads) {
                questions.push(Question::Decision(*decision, possible.clone()));
            }
        }
        for (node, reads) in &self.conditions {
            if asked(reads) {
                questions.push(Question::Condition(*node));
            }
        }
        questions
    }
}

impl Answers {
    /// These answers with each answer to one more question.
    fn with(&self, question: &Question, combinations: &mut Vec<Answers>) {
        let mut add = |answer: &dyn Fn(&mut Answers)| {
            let mut answers = self.clone();
            answer(&mut answers);
            combinations.push(answers);
        };
        match question {
            Question::Fact(fact, values) => {
                for value in values {
                    add(&|answers| {
                        answers.facts.insert(*fact, value.clone());
                    });
                }
            }
            Question::Condition(node) => {
                for truth in [true, false] {
                    add(&|answers| {
                        answers.conditions.insert(*node, truth);
                    });
                }
            }
            Question::Decision(decision, statuses) => {
                for status in statuses {
                    add(&|answers| {
                        answers.outcomes.insert(*decision, *status);
                    });
                }
            }
        }
    }
}

/// The cuts themselves, a value between each two neighbours, and one beyond each end, inside the plausible range.
fn around(cuts: Vec<Number>, low: Option<Number>, high: Option<Number>) -> Vec<Number> {
    let cuts = sorted::unique(cuts);
    let mut values = cuts.clone();
    let half = Number::ratio(1, 2).unwrap_or(Number::ONE);
    for pair in cuts.windows(2) {
        if let [a, b] = pair {
            values.extend(a.add(*b).and_then(|sum| sum.mul(half)));
        }
    }
    values.extend(cuts.first().and_then(|c| low.or_else(|| c.sub(Number::ONE))));
    values.extend(cuts.last().and_then(|c| high.or_else(|| c.add(Number::ONE))));
    values.retain(|v| low.is_none_or(|l| *v >= l) && high.is_none_or(|h| *v <= h));
    sorted::unique(values)
}

/// The latest birth date of someone who is so many years old on a day.
fn birth_date(today: chrono::NaiveDate, years: i64) -> Option<chrono::NaiveDate> {
    let months = u32::try_from(years.checked_mul(12)?).ok()?;
    let born = today.checked_sub_months(chrono::Months::new(months))?;
    (date_of_age(born, years)? <= today).then_some(born)
}

/// All sets of a size, in the order of the list.
fn subsets(of: &[Input], size: usize) -> Vec<Vec<Input>> {
    match (size, of.split_first()) {
        (0, _) => vec![Vec::new()],
        (_, None) => Vec::new(),
        (_, Some((first, rest))) => {
            let mut with: Vec<Vec<Input>> = subsets(rest, size - 1);
            with.iter_mut().for_each(|set| set.insert(0, *first));
            with.extend(subsets(rest, size));
            with
        }
    }
}
