//! The machine: one patient, one instant. It works out nodes of the program over a chart, and notes what time could change.

use alloc::{borrow::Cow, rc::Rc, string::String, vec::Vec};

use super::reads::{self, Reads};
use super::{CodeSet, Formulary, Horizon, Node, Outcome, Program, Regimen, Source, Span, Why};
use crate::record::problem::{self, Problem};
use crate::record::{Chart, ChartRow, Declared};
use crate::value::id::{DecisionId, ExprId, FactId, SeriesId};
use crate::value::text::text;
use crate::value::{Constant, Instant, Truth, Value};
use crate::value::{SortedMap, SortedSet};

/// How many times over an expression may look at the rows supplied.
const ROWS_EACH: u64 = 64;
/// As if a record held so many rows more: what is small is never refused.
const ROWS_FREE: u64 = 1_000;

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
    /// Names of settings, by `SettingId`, for reasons.
    pub setting_names: &'a [String],
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Row {
    /// The row outside it, as the row at hand.
    #[must_use]
    pub fn outside(&self) -> Option<Row> {
        let (source, index) = self.outer?;
        Some(Row { source, index, outer: None, as_given: self.as_given })
    }

    /// A row of a series that is looked at for this one.
    #[must_use]
    pub fn inside(of: Option<&Row>, source: Source, index: usize) -> Row {
        let outer = of.map(|row| (row.source, row.index));
        Row { source, index, outer, as_given: of.is_some_and(|row| row.as_given) }
    }
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

/// Rows of a source as they were set apart, and the first instant at which one from the future becomes present.
#[derive(Debug)]
pub(super) struct Held<'a> {
    pub(super) rows: Rows<'a>,
    pub(super) next: Option<(Instant, String)>,
}

/// What was worked out, so that a value used twice is worked out once.
#[derive(Debug, Default)]
struct Memo {
    /// Of the patient.
    patient: SortedMap<ExprId, Option<Value>>,
    /// Of the row at hand.
    row: RowMemo,
}

/// Of one row; another row takes its place.
#[derive(Debug, Default)]
pub(super) struct RowMemo {
    of: Option<Row>,
    values: SortedMap<ExprId, Option<Value>>,
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
    /// The instant at which feeds are judged: as-of, or, when looking ahead for `valid_until`, the as-of looked ahead
    /// from (feeds are taken to stay current).
    pub feeds_at: Instant,
    /// The rule being worked out, for causes.
    pub rule: String,
    /// When time alone could change what was read.
    pub horizon: Horizon,
    /// What working it out found wrong.
    pub problems: Vec<Problem>,
    /// Answers tried for unknown facts (`ask`); they replace the record's.
    pub tried_facts: SortedMap<FactId, Value>,
    /// Answers tried for conditions that read something unknown (`ask`).
    pub tried_conditions: SortedMap<ExprId, bool>,
    outcomes: Vec<Outcome>,
    reads: Vec<Reads>,
    memo: Memo,
    /// The answers that everything remembered was worked out with.
    remembered_with: (SortedMap<FactId, Value>, SortedMap<ExprId, bool>),
    pub(super) facts: SortedMap<FactId, FactState>,
    pub(super) rows: SortedMap<Source, Held<'a>>,
    /// The sources whose next arrival is noted for this decision.
    pub(super) noted: SortedSet<Source>,
    pub(super) regimen: Option<Option<Rc<Regimen>>>,
    /// How many more rows may be looked at.
    budget: u64,
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
            problems: Vec::new(),
            tried_facts: SortedMap::new(),
            tried_conditions: SortedMap::new(),
            outcomes: Vec::new(),
            reads: reads::of_program(terms.program, &terms.declared),
            memo: Memo::default(),
            remembered_with: Default::default(),
            facts: SortedMap::new(),
            rows: SortedMap::new(),
            noted: SortedSet::new(),
            regimen: None,
            budget: budget(&terms, chart),
        }
    }

    /// Whether more rows were looked at than the ruleset's size and the rows supplied allow: conditions on rows inside
    /// conditions on rows, over many rows. Every series is unknown from then on, and the evaluation is to be refused.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.budget == 0
    }

    pub(super) fn spend(&mut self, rows: usize) {
        self.budget = self.budget.saturating_sub(u64::try_from(rows).unwrap_or(u64::MAX));
    }

    /// The local date of as-of.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.chart.timeline.date(self.as_of)
    }

    /// A condition's truth; a node that is no condition is unknown.
    pub fn truth(&mut self, expr: ExprId, row: Option<&Row>) -> Truth {
        self.refresh();
        self.holds(expr, row)
    }

    /// A node's value; `None` is unknown.
    pub fn value(&mut self, expr: ExprId, row: Option<&Row>) -> Option<Value> {
        self.refresh();
        self.get(expr, row)
    }

    /// Something that working the patient out found wrong, each once.
    pub fn found(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Passes a result on; one that is not there, of parts that are, did not fit.
    pub(crate) fn fits<T>(&mut self, result: Option<T>) -> Option<T> {
        if result.is_none() {
            let expected = text!["results in `", self.rule, "` of at most 128 bits"];
            self.found(Problem::new(problem::OVERFLOW, "", expected));
        }
        result
    }

    /// Notes that what was read could read otherwise at an instant.
    pub fn note(&mut self, at: Instant, what: &str, row: Option<&str>) {
        let (rule, now) = (&self.rule, self.as_of);
        self.horizon.note(now, at, || super::Cause { rule: rule.clone(), what: what.into(), row: row.map(Into::into) });
    }

    /// Adds the outcome of the next decision, in order. What the next one reads, it notes for itself.
    pub fn decided(&mut self, outcome: Outcome) {
        self.outcomes.push(outcome);
        self.memo = Memo::default();
        self.facts.clear();
        self.noted.clear();
        self.regimen = None;
    }

    /// A decision's outcome; `None` before it was decided.
    #[must_use]
    pub fn outcome(&self, decision: DecisionId) -> Option<&Outcome> {
        self.outcomes.get(decision.index())
    }

    /// Forgets what was worked out with other answers than those tried now.
    pub(super) fn refresh(&mut self) {
        if self.remembered_with.0 != self.tried_facts || self.remembered_with.1 != self.tried_conditions {
            self.remembered_with = (self.tried_facts.clone(), self.tried_conditions.clone());
            self.memo = Memo::default();
            self.facts.clear();
            self.rows.clear();
        }
    }

    pub(super) fn reads_of(&self, expr: ExprId) -> Reads {
        self.reads.get(expr.index()).copied().unwrap_or_default()
    }

    /// A node's truth, as [`Machine::truth`] gives it.
    pub(super) fn holds(&mut self, expr: ExprId, row: Option<&Row>) -> Truth {
        match self.get(expr, row) {
            Some(Value::Truth(known)) => Truth::of(Some(known)),
            _ => Truth::Unknown,
        }
    }

    /// A node's value, as [`Machine::value`] gives it: tried, remembered, or worked out.
    pub(super) fn get(&mut self, expr: ExprId, row: Option<&Row>) -> Option<Value> {
        if let Some(tried) = self.tried_conditions.get(&expr) {
            return Some(Value::Truth(*tried));
        }
        if let Some(Node::Constant { value, .. }) = self.terms.program.node(expr) {
            return Some(value.value());
        }
        let reads = self.reads_of(expr);
        let row = row.filter(|_| reads.row || reads.outer);
        if let Some(known) = self.remembered(row).get(&expr) {
            return known.clone();
        }
        let value = self.work_out(expr, row);
        self.remembered(row).insert(expr, value.clone());
        value
    }

    fn remembered(&mut self, row: Option<&Row>) -> &mut SortedMap<ExprId, Option<Value>> {
        match row {
            None => &mut self.memo.patient,
            Some(row) => {
                if self.memo.row.of != Some(*row) {
                    self.memo.row = RowMemo { of: Some(*row), values: SortedMap::new() };
                }
                &mut self.memo.row.values
            }
        }
    }

    /// Sets the memory of the row at hand aside while other rows are looked at.
    pub(super) fn leave_row(&mut self) -> RowMemo {
        core::mem::take(&mut self.memo.row)
    }

    /// Takes it up again.
    pub(super) fn enter_row(&mut self, memo: RowMemo) {
        self.memo.row = memo;
    }
}

/// Each series expression may look at all rows, and at some for each of them.
fn budget(terms: &Terms<'_>, chart: &Chart) -> u64 {
    let expressions = terms.program.nodes.iter().filter(|node| matches!(node, Node::Series(_))).count();
    let rows = chart.series.iter().map(|s| s.rows.len()).chain(chart.facts.iter().map(|f| f.entries.len()));
    let rows = u64::try_from(rows.sum::<usize>()).unwrap_or(u64::MAX);
    let expressions = u64::try_from(expressions).unwrap_or(u64::MAX);
    ROWS_EACH.saturating_mul(expressions.saturating_add(1)).saturating_mul(rows.saturating_add(ROWS_FREE))
}
