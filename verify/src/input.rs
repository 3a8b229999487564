//! What a condition is varied over, and what it may be.

use stepcare_core::construct::Decision;
use stepcare_core::construct::goal::Bound;
use stepcare_core::expression::{Aggregate, Field, Node, SeriesExpr, Source, Status};
use stepcare_core::record::FactKind;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::{CodeSetId, ColumnId, DecisionId, ExprId};
use stepcare_core::value::{Number, Symbol, TimeUnit};

/// One thing about a patient that may be this or that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// A number: a fact, an age, a mean, a count.
    Number(ExprId),
    /// Several numbers taken together, by their place among those of the regions: one less another.
    Together(usize),
    /// Yes or no: a fact, or a condition that is not looked into.
    Truth(ExprId),
    /// One word of a list.
    Word(ExprId),
    /// Whether a list holds a word.
    Has(ExprId, Symbol),
    /// Whether there is a code of a set.
    Code(ExprId, CodeSetId),
    /// How a decision stands.
    Status(DecisionId),
}

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    Number(Number),
    Truth(bool),
    Word(Symbol),
    Status(Status),
}

/// Between what a number lies, and how a patient comes to have it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Range {
    pub low: Option<Number>,
    pub high: Option<Number>,
    /// Whole numbers only.
    pub whole: bool,
    /// A witness can be given any of them.
    pub real: bool,
}

/// What a node stands for: behind its name, and known where it says what holds otherwise.
pub(crate) fn behind(compiled: &Compiled, mut id: ExprId) -> ExprId {
    while let Some(Node::Named { of, .. } | Node::Else { of, .. }) = compiled.program.node(id) {
        id = *of;
    }
    id
}

/// The kind of a fact or of a column of the row at hand.
pub(crate) fn kind(compiled: &Compiled, id: ExprId) -> Option<&FactKind> {
    match compiled.program.node(id)? {
        Node::Fact(fact) => compiled.facts.get(fact.index()).map(|fact| &fact.kind),
        _ => None,
    }
}

/// Between what a number lies.
pub(crate) fn range(compiled: &Compiled, id: ExprId) -> Range {
    let zero = Some(Number::integer(0));
    let of_kind = |kind: Option<&FactKind>, real| match kind {
        Some(FactKind::Number { low, high, .. }) => Range { low: *low, high: *high, whole: false, real },
        _ => Range::default(),
    };
    match compiled.program.node(id) {
        Some(Node::Fact(_)) => of_kind(kind(compiled, id), true),
        Some(Node::Whole { unit, from, to }) => {
            let dated = matches!(kind(compiled, behind(compiled, *from)), Some(FactKind::Date));
            let until_now = matches!(compiled.program.node(behind(compiled, *to)), Some(Node::Today));
            let real = dated && until_now && matches!(unit, TimeUnit::Years | TimeUnit::Months | TimeUnit::Days);
            Range { low: zero.filter(|_| real), high: None, whole: true, real }
        }
        Some(Node::OutcomeField { decision, field }) => match (compiled.decisions.get(decision.index()), field) {
            (Some(Decision::Average(average)), Field::Reported(column)) => {
                let series = compiled.series.get(average.of.index());
                of_kind(series.and_then(|series| series.columns.get(column.index())).map(|c| &c.kind), true)
            }
            (Some(Decision::Ladder(ladder)), Field::StepsTaken) => {
                let most = ladder.paths.iter().map(|path| path.steps.len()).max().unwrap_or(0);
                let high = i128::try_from(most).ok().map(Number::integer);
                Range { low: zero, high, whole: true, real: true }
            }
            _ => Range::default(),
        },
        Some(Node::Series(series)) => match (series.aggregate, asked(compiled, series), series.of) {
            (Aggregate::Count | Aggregate::CountDays, ..) => Range { low: zero, high: None, whole: true, real: false },
            (Aggregate::Sum, ..) => Range::default(),
            (_, Some(column), Source::Series(of)) => {
                let series = compiled.series.get(of.index());
                of_kind(series.and_then(|series| series.columns.get(column.index())).map(|c| &c.kind), false)
            }
            (_, _, Source::Fact(fact)) => of_kind(compiled.facts.get(fact.index()).map(|fact| &fact.kind), false),
            _ => Range::default(),
        },
        _ => Range::default(),
    }
}

/// The column that is asked of rows; none where it is worked out of several.
pub(crate) fn asked(compiled: &Compiled, series: &SeriesExpr) -> Option<ColumnId> {
    match compiled.program.node(behind(compiled, series.value?)) {
        Some(Node::Column(column)) => Some(*column),
        _ => None,
    }
}

/// How a decision may stand, where it is taken as given.
pub(crate) fn statuses(decision: &Decision) -> Vec<Status> {
    match decision {
        Decision::Average(_) => vec![Status::Ready, Status::Insufficient],
        Decision::Alert(_) => vec![Status::Fired, Status::Quiet],
        Decision::Goal(goal) => {
            let mut all = vec![Status::AtGoal, Status::AboveGoal, Status::NotAssessable];
            let limits = goal.lines.iter().flat_map(|line| &line.limits);
            if limits.into_iter().any(|limit| matches!(limit.bound, Bound::Within(..))) {
                all.push(Status::BelowRange);
            }
            all
        }
        Decision::Check(_) => vec![Status::DoesNotApply, Status::Due, Status::Overdue, Status::Done],
        Decision::Ladder(_) => {
            use Status::{Blocked, Exhausted, Hold, Stay, Step, Wait};
            vec![Stay, Step, Hold, Wait, Blocked, Exhausted]
        }
        // These are worked out from what they read, or not looked into.
        _ => Vec::new(),
    }
}
