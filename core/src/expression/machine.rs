//! The machine: one patient, one instant. It works out nodes of the program over a chart, and notes what time could change.

use alloc::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    string::String,
    vec::Vec,
};

use super::{
    Assumption, Cite, CodeSet, Comparison, Formulary, Horizon, Input, Outcome, Program, Reason, Regimen, SeriesExpr,
    Source, Span, Unknown, Why,
};
use crate::record::{Chart, ChartRow, Declared};
use crate::value::id::{DecisionId, ExprId, FactId, SeriesId, SpanId};
use crate::value::{Constant, Instant, Truth, Value};

/// What the ruleset says, as far as expressions need it.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Every expression.
    pub program: &'a Program,
    /// Facts, series, symbols.
    pub declared: Declared<'a>,
    /// Code sets.
    pub code_sets: &'a [CodeSet],
    /// The formulary, if one is used.
    pub formulary: Option<&'a Formulary>,
    /// Settings' values, by `SettingId`.
    pub settings: &'a [Constant],
    /// Names of decisions, by `DecisionId`, for reasons.
    pub decisions: &'a [String],
    /// By `DecisionId`: the series that an average is of, so that its columns have their names in reasons; `None` for
    /// other decisions.
    pub averages: &'a [Option<SeriesId>],
    /// Names of sources, by `SourceId`, for reasons.
    pub sources: &'a [String],
    /// Places in the text, by `SpanId`, for reasons.
    pub spans: &'a [Span],
}

/// The rows of a source at an instant, in order; each reads as a [`ChartRow`]. A clone shares them.
pub type Rows<'a> = Rc<[Cow<'a, ChartRow>]>;

/// The row at hand, and the one outside it (`it`).
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Of which source.
    pub source: Source,
    /// Its position among the source's rows ([`Machine::rows_of`]).
    pub index: usize,
    /// The outer row's source and position.
    pub outer: Option<(Source, usize)>,
    /// Values out of range are used as given (alerts), else they are unknown.
    pub as_given: bool,
}

/// A fact at as-of.
#[derive(Debug, Clone, PartialEq)]
pub enum FactState {
    /// Its value counts.
    Known {
        /// The value.
        value: Value,
        /// When it was measured or recorded.
        at: Option<Instant>,
        /// Where it came from.
        source: Option<String>,
        /// Its identity in the record.
        id: Option<String>,
    },
    /// It is unknown and the ruleset says what to take.
    Assumed {
        /// What is taken.
        value: Value,
        /// Why it is unknown.
        why: Why,
    },
    /// It is unknown.
    Unknown {
        /// Why.
        why: Why,
        /// Since when.
        since: Option<Instant>,
    },
}

/// A feed at as-of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedState {
    /// The record does not hold the series.
    NotSupplied,
    /// Heard from too long ago: what was seen stands, silence says nothing.
    Behind,
    /// Complete up to now, as far as the ruleset asks.
    Current,
}

/// The machine.
#[derive(Debug)]
pub struct Machine<'a> {
    /// What the ruleset says.
    pub terms: Terms<'a>,
    /// The patient.
    pub chart: &'a Chart,
    /// The instant that is looked at.
    pub as_of: Instant,
    /// The instant at which feeds are judged: as-of, or, when looking ahead for `valid_until`, the as-of looked ahead from (feeds are taken to stay current).
    pub feeds_at: Instant,
    /// The rule being worked out, for causes.
    pub rule: String,
    /// When time alone could change what was read.
    pub horizon: Horizon,
    /// Answers tried for unknown facts (`ask`); they replace the record's.
    pub tried_facts: BTreeMap<FactId, Value>,
    /// Answers tried for conditions that read something unknown (`ask`).
    pub tried_conditions: BTreeMap<ExprId, bool>,
    outcomes: Vec<Outcome>,
}

impl<'a> Machine<'a> {
    /// A machine at an instant.
    #[must_use]
    pub fn new(terms: Terms<'a>, chart: &'a Chart, as_of: Instant, feeds_at: Instant) -> Machine<'a> {
        Machine {
            terms,
            chart,
            as_of,
            feeds_at,
            rule: String::new(),
            horizon: Horizon::default(),
            tried_facts: BTreeMap::new(),
            tried_conditions: BTreeMap::new(),
            outcomes: Vec::new(),
        }
    }

    /// The local date of as-of.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.chart.timeline.date(self.as_of)
    }

    /// A condition's truth; a node that is no condition is unknown.
    pub fn truth(&mut self, _expr: ExprId, _row: Option<&Row>) -> Truth {
        todo!("helper: machine")
    }

    /// A node's value; `None` is unknown.
    pub fn value(&mut self, _expr: ExprId, _row: Option<&Row>) -> Option<Value> {
        todo!("helper: machine")
    }

    /// The comparisons under a condition, each with both sides, in the order written. `and`, `or`, `not` and names are looked through.
    pub fn comparisons(&mut self, _expr: ExprId, _row: Option<&Row>) -> Vec<Comparison> {
        todo!("helper: machine")
    }

    /// A reason: the rule `NAME/LINE`, where it stands, what it cites, and the comparisons of its conditions.
    #[allow(clippy::too_many_arguments)]
    pub fn reason(
        &mut self,
        _rule: String,
        _at: SpanId,
        _cite: &[Cite],
        _text: Option<&str>,
        _conditions: &[ExprId],
        _row: Option<&Row>,
        _rows_passed_over: u32,
    ) -> Reason {
        todo!("helper: machine")
    }

    /// The inputs whose absence leaves this node unknown; empty when it is known.
    pub fn missing(&mut self, _expr: ExprId, _row: Option<&Row>) -> BTreeSet<Input> {
        todo!("helper: machine")
    }

    /// The assumptions this node's value rests on.
    pub fn assumptions(&mut self, _expr: ExprId, _row: Option<&Row>) -> Vec<Assumption> {
        todo!("helper: machine")
    }

    /// Inputs as they stand in the evaluation: name, why, since when.
    pub fn unknowns(&mut self, _inputs: &BTreeSet<Input>) -> Vec<Unknown> {
        todo!("helper: machine")
    }

    /// A fact at as-of. Notes when it goes stale.
    pub fn fact(&mut self, _fact: FactId) -> FactState {
        todo!("helper: machine")
    }

    /// A feed.
    pub fn feed(&mut self, _series: SeriesId) -> FeedState {
        todo!("helper: machine")
    }

    /// The rows of a source as of now, in order: those from the future are set aside (and their arrival in the present
    /// is noted). A fact's history is rows of one column, each with its entry's id, else its value as text.
    pub fn rows_of(&mut self, _source: Source) -> Rows<'a> {
        todo!("helper: machine")
    }

    /// Rows of a series set aside as from the future: more than 10 minutes after their `received` (else as-of).
    pub fn future_rows(&mut self, _series: SeriesId) -> Vec<&'a ChartRow> {
        todo!("helper: machine")
    }

    /// Positions of the rows that a series expression keeps, each with how certain that is (yes or unknown), in order.
    pub fn select(&mut self, _series: &SeriesExpr, _row: Option<&Row>) -> Vec<(usize, Truth)> {
        todo!("helper: machine")
    }

    /// The regimen at as-of; `None` without a list or a formulary. Notes when it changes by itself.
    pub fn regimen(&mut self) -> Option<Regimen> {
        todo!("helper: machine")
    }

    /// The latest start, stop or change of a formulary drug: `Ok(None)` when a supplied list holds none, `Err` when it is unknown.
    #[allow(clippy::result_unit_err)]
    pub fn last_dose_change(&mut self) -> Result<Option<Instant>, ()> {
        todo!("helper: machine")
    }

    /// Notes that what was read could read otherwise at an instant.
    pub fn note(&mut self, at: Instant, what: &str, row: Option<&str>) {
        let (rule, now) = (&self.rule, self.as_of);
        self.horizon.note(now, at, || super::Cause { rule: rule.clone(), what: what.into(), row: row.map(Into::into) });
    }

    /// Adds the outcome of the next decision, in order.
    pub fn decided(&mut self, outcome: Outcome) {
        self.outcomes.push(outcome);
    }

    /// A decision's outcome; `None` before it was decided.
    #[must_use]
    pub fn outcome(&self, decision: DecisionId) -> Option<&Outcome> {
        self.outcomes.get(decision.index())
    }
}
