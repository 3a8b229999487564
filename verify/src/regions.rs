//! Conditions over inputs of which some are settled and some are open: yes, no, or not decided yet.

use std::collections::{BTreeMap, BTreeSet};

use stepcare_core::construct::table::{Cell, Policy, Table};
use stepcare_core::construct::{Decision, screening};
use stepcare_core::expression::{CompareOp, Field, Node, Status};
use stepcare_core::record::FactKind;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::{DecisionId, ExprId};
use stepcare_core::value::{Constant, Number, Symbol, Truth};

use crate::input::{Input, Point, Range, behind, kind, range, statuses};
use crate::linear::{One, linear};

/// What of a ruleset conditions read, and where their answers turn.
pub(crate) struct Regions<'a> {
    pub compiled: &'a Compiled,
    /// The values of each number at which a comparison turns, in order; of several inputs, of them taken together.
    cuts: Vec<(Sum, BTreeSet<Number>)>,
}

/// Numbers, each times another, added up.
type Sum = Vec<(ExprId, Number)>;

/// What is settled.
pub(crate) type Settled = BTreeMap<Input, Point>;

/// One look at conditions.
pub(crate) struct Look<'r, 'a> {
    pub regions: &'r Regions<'a>,
    pub settled: &'r Settled,
    /// The first open input that keeps a condition undecided; one that a witness can be given, if there is one.
    pub open: Option<Input>,
    /// Every open input that was met.
    met: BTreeSet<Input>,
    known: BTreeMap<ExprId, (Truth, Option<Input>)>,
}

impl<'a> Regions<'a> {
    /// The regions of what these conditions read.
    pub fn new(compiled: &'a Compiled, conditions: &[ExprId]) -> Regions<'a> {
        let mut regions = Regions { compiled, cuts: Vec::new() };
        let mut open = conditions.to_vec();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match compiled.program.node(id) {
                Some(Node::Compare { left, right, .. }) => {
                    let difference = linear(compiled, *left).less(&linear(compiled, *right));
                    if let Some(one) = difference.and_then(|difference| difference.one())
                        && let Some(root) = one.root()
                    {
                        regions.cut(one.of, root);
                    }
                    open.extend([*left, *right]);
                }
                Some(Node::OutcomeIs { decision, .. } | Node::OutcomeField { decision, .. }) => {
                    open.extend(regions.decision(*decision).map(Decision::conditions).unwrap_or_default());
                }
                Some(Node::Series(_)) | None => {}
                Some(node) => open.extend(node.operands()),
            }
        }
        regions
    }

    fn cut(&mut self, of: Vec<(ExprId, Number)>, at: Number) {
        match self.cuts.iter_mut().find(|(known, _)| *known == of) {
            Some((_, cuts)) => drop(cuts.insert(at)),
            None => self.cuts.push((of, BTreeSet::from([at]))),
        }
    }

    /// Inputs as they are named: those that are taken together one by one.
    pub fn named(&self, inputs: impl IntoIterator<Item = Input>) -> Vec<Input> {
        let mut named = Vec::new();
        for input in inputs {
            match input {
                Input::Together(at) => {
                    let of = self.cuts.get(at).map_or(&[][..], |(of, _)| of.as_slice());
                    named.extend(of.iter().map(|(id, _)| Input::Number(*id)));
                }
                input => named.push(input),
            }
        }
        named
    }

    fn decision(&self, id: DecisionId) -> Option<&'a Decision> {
        self.compiled.decisions.get(id.index())
    }

    /// What an input may be: of a number one value of each region.
    pub fn points(&self, input: Input) -> Vec<Point> {
        match input {
            Input::Number(id) => {
                let cuts = self.cuts.iter().find(|(of, _)| matches!(of.as_slice(), [(one, _)] if *one == id));
                numbers(cuts.map(|(_, cuts)| cuts), range(self.compiled, id)).into_iter().map(Point::Number).collect()
            }
            Input::Together(at) => {
                let cuts = self.cuts.get(at).map(|(_, cuts)| cuts);
                numbers(cuts, Range::default()).into_iter().map(Point::Number).collect()
            }
            Input::Truth(_) | Input::Has(..) | Input::Code(..) => vec![Point::Truth(true), Point::Truth(false)],
            Input::Word(id) => match kind(self.compiled, id) {
                Some(FactKind::OneOf(words)) => words.iter().copied().map(Point::Word).collect(),
                _ => Vec::new(),
            },
            Input::Status(id) => {
                self.decision(id).map(statuses).unwrap_or_default().into_iter().map(Point::Status).collect()
            }
        }
    }

    /// Whether a witness can be given any value of it.
    pub fn is_real(&self, input: Input) -> bool {
        let fact = |id| kind(self.compiled, id).is_some();
        match input {
            Input::Number(id) => range(self.compiled, id).real,
            Input::Truth(id) | Input::Word(id) | Input::Has(id, _) | Input::Code(id, _) => fact(id),
            Input::Status(_) => true,
            Input::Together(_) => false,
        }
    }
}

/// One number of each region between the cuts, inside the range.
fn numbers(cuts: Option<&BTreeSet<Number>>, range: Range) -> Vec<Number> {
    let cuts: Vec<Number> = cuts.into_iter().flatten().copied().collect();
    let inside = |n: &Number| range.low.is_none_or(|low| low <= *n) && range.high.is_none_or(|high| *n <= high);
    let one = Number::integer(1);
    let (Some(first), Some(last)) = (cuts.first().copied(), cuts.last().copied()) else {
        return range.low.or(range.high).or(Some(Number::integer(0))).into_iter().collect();
    };
    // The ends of the range stand for what lies beyond the cuts; without an end, a number further out does.
    let mut points = Vec::new();
    points.extend(range.low.or_else(|| first.floor().sub(one)));
    for pair in cuts.windows(2) {
        let [low, high] = pair else { continue };
        let (from, to) = (range.low.map_or(*low, |l| l.max(*low)), range.high.map_or(*high, |h| h.min(*high)));
        points.push(*low);
        points.extend(between(from, to, range.whole));
    }
    points.push(last);
    points.extend(between_ends(range, first, last));
    points.extend(range.high.or_else(|| last.floor().add(one)));
    points.retain(|n| inside(n) && (!range.whole || n.is_integer()));
    points.sort();
    points.dedup();
    points
}

/// Between the ends of the range and the outermost cuts, where the end itself is a cut's neighbour of another region.
fn between_ends(range: Range, first: Number, last: Number) -> Vec<Number> {
    let below = range.low.and_then(|low| between(low, first, range.whole));
    let above = range.high.and_then(|high| between(last, high, range.whole));
    below.into_iter().chain(above).collect()
}

/// A number between two others, a whole one if there is one.
fn between(low: Number, high: Number, whole: bool) -> Option<Number> {
    let middle = low.add(high)?.div(Number::integer(2))?;
    let candidates = [middle.floor(), low.floor().add(Number::integer(1))?];
    let inside = |n: &Number| low < *n && *n < high;
    candidates.into_iter().find(inside).or(Some(middle).filter(|m| !whole && inside(m)))
}

impl<'r, 'a> Look<'r, 'a> {
    pub fn new(regions: &'r Regions<'a>, settled: &'r Settled) -> Look<'r, 'a> {
        Look { regions, settled, open: None, met: BTreeSet::new(), known: BTreeMap::new() }
    }

    /// Every input that a condition may need.
    pub fn all(regions: &Regions<'_>, condition: ExprId) -> Vec<Input> {
        let nothing = Settled::new();
        let mut look = Look::new(regions, &nothing);
        look.truth(condition);
        regions.named(look.met)
    }

    fn input(&mut self, input: Input) -> Option<Point> {
        let found = self.settled.get(&input).copied();
        if found.is_none() {
            self.met.insert(input);
            let better = |met: Input| !self.regions.is_real(met) && self.regions.is_real(input);
            if self.open.is_none_or(better) {
                self.open = Some(input);
            }
        }
        found
    }

    /// A condition's truth as far as it is settled.
    pub fn truth(&mut self, id: ExprId) -> Truth {
        let id = behind(self.regions.compiled, id);
        if let Some((truth, open)) = self.known.get(&id).copied() {
            self.open = self.open.or(open);
            return truth;
        }
        let before = self.open.take();
        let truth = self.work_out(id);
        if truth != Truth::Unknown {
            self.open = None;
        }
        self.known.insert(id, (truth, self.open));
        self.open = before.or(self.open);
        truth
    }

    fn work_out(&mut self, id: ExprId) -> Truth {
        let compiled = self.regions.compiled;
        let Some(node) = compiled.program.node(id) else { return Truth::Unknown };
        match node {
            Node::Constant { value: Constant::Truth(truth), .. } => Truth::of(Some(*truth)),
            Node::All(of) => of.iter().fold(Truth::Yes, |so_far, x| so_far.and(self.truth(*x))),
            Node::Any(of) => of.iter().fold(Truth::No, |so_far, x| so_far.or(self.truth(*x))),
            Node::Not(of) => !self.truth(*of),
            Node::Compare { op, left, right, .. } => self.compare(id, *op, *left, *right),
            Node::IsOneOf { of, symbols } => self.word(id, behind(compiled, *of), symbols),
            Node::HasSymbol { of, symbols } => self.holds(id, behind(compiled, *of), symbols),
            Node::HasCode { of, set } => self.flag(Input::Code(behind(compiled, *of), *set)),
            Node::OutcomeIs { decision, statuses } => self.stands(id, *decision, statuses),
            Node::OutcomeField { decision, field: Field::Output(column) } => {
                self.says(id, *decision, *column, &|cell| *cell == Cell::Value(Constant::Truth(true)))
            }
            _ => self.flag(Input::Truth(id)),
        }
    }

    fn flag(&mut self, input: Input) -> Truth {
        match self.input(input) {
            Some(Point::Truth(truth)) => Truth::of(Some(truth)),
            _ => Truth::Unknown,
        }
    }

    fn compare(&mut self, id: ExprId, op: CompareOp, left: ExprId, right: ExprId) -> Truth {
        let compiled = self.regions.compiled;
        let difference = linear(compiled, left).less(&linear(compiled, right));
        let Some(difference) = difference else { return self.flag(Input::Truth(id)) };
        let Some(one) = difference.one() else {
            return if difference.of.is_empty() {
                against_zero(op, difference.plus)
            } else {
                self.flag(Input::Truth(id))
            };
        };
        let input = match one.of.as_slice() {
            [(of, _)] => {
                if let Some(Node::OutcomeField { decision, field: Field::Output(column) }) = compiled.program.node(*of)
                {
                    return self.says(id, *decision, *column, &|cell| holds_for(cell, &one, op));
                }
                Input::Number(*of)
            }
            _ => match self.regions.cuts.iter().position(|(known, _)| *known == one.of) {
                Some(at) => Input::Together(at),
                None => Input::Truth(id),
            },
        };
        match self.input(input) {
            Some(Point::Number(number)) => one.at(number).map_or(Truth::Unknown, |d| against_zero(op, d)),
            Some(Point::Truth(truth)) => Truth::of(Some(truth)),
            _ => Truth::Unknown,
        }
    }

    /// `is one of`.
    fn word(&mut self, id: ExprId, of: ExprId, symbols: &[Symbol]) -> Truth {
        let compiled = self.regions.compiled;
        if let Some(Node::OutcomeField { decision, field: Field::Output(column) }) = compiled.program.node(of) {
            return self.says(id, *decision, *column, &|cell| is_word(cell, symbols));
        }
        match kind(compiled, of) {
            Some(FactKind::OneOf(_)) => match self.input(Input::Word(of)) {
                Some(Point::Word(word)) => Truth::of(Some(symbols.contains(&word))),
                _ => Truth::Unknown,
            },
            _ => self.flag(Input::Truth(id)),
        }
    }

    /// `has`, or whether there is any at all.
    fn holds(&mut self, id: ExprId, of: ExprId, symbols: &[Symbol]) -> Truth {
        let compiled = self.regions.compiled;
        if let Some(Node::OutcomeField { decision, field: Field::Output(column) }) = compiled.program.node(of) {
            return self.says(id, *decision, *column, &|cell| symbols.is_empty() || is_word(cell, symbols));
        }
        let Some(FactKind::AnyOf(all)) = kind(compiled, of) else { return self.flag(Input::Truth(id)) };
        let wanted = if symbols.is_empty() { all.as_slice() } else { symbols };
        wanted.iter().fold(Truth::No, |so_far, word| so_far.or(self.flag(Input::Has(of, *word))))
    }

    /// How a decision stands: of those that scan conditions, what their conditions say.
    fn stands(&mut self, node: ExprId, id: DecisionId, wanted: &[Status]) -> Truth {
        let any = |look: &mut Self, conditions: &mut dyn Iterator<Item = ExprId>| {
            conditions.fold(Truth::No, |so_far, when| so_far.or(look.truth(when)))
        };
        match self.regions.decision(id) {
            Some(Decision::Contraindication(barred)) => {
                let applies = self.truth(barred.when);
                either(wanted, &[(Status::Applies, applies), (Status::DoesNotApply, !applies)])
            }
            Some(Decision::Screening(screening)) => {
                let lines = |verdict| screening.lines.iter().filter(move |l| l.verdict == verdict).map(|l| l.when);
                let excluded = any(self, &mut lines(screening::Verdict::Exclude));
                let referred = any(self, &mut lines(screening::Verdict::Refer));
                let (let_in, sent_on) = (!excluded.or(referred), referred.and(!excluded));
                let all = [(Status::Excluded, excluded), (Status::Referred, sent_on), (Status::Eligible, let_in)];
                either(wanted, &all)
            }
            Some(Decision::Table(table)) => {
                let matched = any(self, &mut table.rows.iter().filter_map(|row| row.when));
                let matched = if table.rows.iter().any(|row| row.when.is_none()) { Truth::Yes } else { matched };
                either(wanted, &[(Status::Matched, matched), (Status::NoRow, !matched)])
            }
            Some(decision) if statuses(decision).is_empty() => self.flag(Input::Truth(node)),
            Some(_) => match self.input(Input::Status(id)) {
                Some(Point::Status(status)) => Truth::of(Some(wanted.contains(&status))),
                _ => Truth::Unknown,
            },
            None => Truth::Unknown,
        }
    }

    /// Whether what a table says in a column is among what is wanted.
    fn says(&mut self, id: ExprId, of: DecisionId, column: u32, wanted: &dyn Fn(&Cell) -> bool) -> Truth {
        let Some(Decision::Table(table)) = self.regions.decision(of) else { return self.flag(Input::Truth(id)) };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let is_wanted: Vec<bool> = table.rows.iter().map(|row| row.says.get(column).is_some_and(wanted)).collect();
        let mut found = Truth::No;
        for (at, row) in table.rows.iter().enumerate().filter(|(at, _)| is_wanted.get(*at) == Some(&true)) {
            let mut holds = row.when.map_or(Truth::Yes, |when| self.truth(when));
            if table.policy == Policy::First {
                holds = holds.and(self.none_before(table, at, &is_wanted));
            }
            found = found.or(holds);
        }
        found
    }

    /// That no row before this one holds that says something else.
    fn none_before(&mut self, table: &Table, at: usize, is_wanted: &[bool]) -> Truth {
        let before = table.rows.iter().zip(is_wanted).take(at).filter(|(_, wanted)| !**wanted);
        let mut none = Truth::Yes;
        for (row, _) in before {
            none = none.and(row.when.map_or(Truth::No, |when| !self.truth(when)));
        }
        none
    }
}

fn is_word(cell: &Cell, symbols: &[Symbol]) -> bool {
    matches!(cell, Cell::Value(Constant::Symbol(word)) if symbols.contains(word))
}

fn holds_for(cell: &Cell, one: &One, op: CompareOp) -> bool {
    let Cell::Value(Constant::Number(number)) = cell else { return false };
    one.at(*number).is_some_and(|d| against_zero(op, d) == Truth::Yes)
}

fn against_zero(op: CompareOp, difference: Number) -> Truth {
    let zero = Number::integer(0);
    Truth::of(Some(match op {
        CompareOp::Less => difference < zero,
        CompareOp::AtMost => difference <= zero,
        CompareOp::Equal => difference == zero,
        CompareOp::NotEqual => difference != zero,
        CompareOp::AtLeast => difference >= zero,
        CompareOp::Greater => difference > zero,
    }))
}

/// Whether one of the wanted statuses holds.
fn either(wanted: &[Status], all: &[(Status, Truth)]) -> Truth {
    let held = all.iter().filter(|(status, _)| wanted.contains(status));
    held.fold(Truth::No, |so_far, (_, truth)| so_far.or(*truth))
}
