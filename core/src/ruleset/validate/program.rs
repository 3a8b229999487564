//! The program, in one pass: operands before the nodes that use them, so each node knows all that is under it.

use alloc::{format, string::String, vec::Vec};

use super::{Checked, Compiled, at_most_days, require, unfit, within};
use crate::construct::Decision;
use crate::error::{LoadError, load};
use crate::expression::{Clause, Field, Node, SeriesExpr, Source};
use crate::value::id::{ClassId, DecisionId, FactId};
use crate::value::{Constant, Symbol};

/// Nodes above one another: working one out descends once each, and stacks are small.
const DEEPEST: u32 = 200;
/// Nodes under one node, counted as often as they are used: what working it out may cost where nothing is kept.
const LARGEST: u32 = 100_000;
/// Series asked for inside conditions on rows of a series: each multiplies the cost by its rows.
const DEEPEST_SERIES: u32 = 3;
/// A hundred years: no clause looks further.
const LONGEST_DAYS: u64 = 36_600;

/// What is known of a node and everything under it.
#[derive(Default, Clone, Copy)]
pub(super) struct Walked {
    depth: u32,
    size: u32,
    series: u32,
    /// The last decision it uses.
    pub decision: Option<usize>,
    /// The last column that it reads of the row at hand.
    pub column: Option<usize>,
    /// The last column that it reads of the row outside that.
    pub outer: Option<usize>,
}

impl Walked {
    fn over(mut self, under: Walked) -> Walked {
        self.depth = self.depth.max(under.depth.saturating_add(1));
        self.size = self.size.saturating_add(under.size);
        self.series = self.series.max(under.series);
        self.decision = self.decision.max(under.decision);
        self.column = self.column.max(under.column);
        self.outer = self.outer.max(under.outer);
        self
    }
}

/// Checks every node and says what is under it.
pub(super) fn walk(compiled: &Compiled) -> Result<Vec<Walked>, LoadError> {
    let program = Program { compiled };
    let mut walked: Vec<Walked> = Vec::with_capacity(compiled.program.nodes.len());
    for (position, node) in compiled.program.nodes.iter().enumerate() {
        let owner = format!("node {position}");
        program.ids(&owner, node)?;
        let mut known = Walked { depth: 1, size: 1, ..Walked::default() };
        for operand in node.operands() {
            let Some(under) = walked.get(operand.index()) else {
                let what = format!("{owner} uses node {}, which is not before it", operand.index());
                return Err(LoadError::new(load::ORDER, what));
            };
            known = known.over(match node {
                Node::Series(series) => program.inside(&owner, series, *under)?,
                _ => *under,
            });
        }
        match node {
            Node::Column(column) => known.column = known.column.max(Some(column.index())),
            Node::OuterColumn(column) => known.outer = known.outer.max(Some(column.index())),
            Node::OutcomeIs { decision, .. } | Node::OutcomeField { decision, .. } => {
                known.decision = known.decision.max(Some(decision.index()));
            }
            Node::Series(_) => known.series = known.series.saturating_add(1),
            _ => {}
        }
        if known.depth > DEEPEST || known.size > LARGEST || known.series > DEEPEST_SERIES {
            return Err(LoadError::new(load::ORDER, format!("{owner} nests deeper than is worked out")));
        }
        walked.push(known);
    }
    Ok(walked)
}

struct Program<'a> {
    compiled: &'a Compiled,
}

impl Program<'_> {
    /// A clause's expression is about the rows of its series; the row at hand is outside those.
    fn inside(&self, owner: &str, series: &SeriesExpr, under: Walked) -> Result<Walked, LoadError> {
        if let Some(column) = under.column {
            within(owner, "column", column, self.columns(owner, series.of)?)?;
        }
        Ok(Walked { column: under.outer, outer: None, ..under })
    }

    /// How many columns rows of a source have.
    fn columns(&self, owner: &str, source: Source) -> Result<usize, LoadError> {
        columns(self.compiled, owner, source)
    }

    /// The positions that a node names itself.
    fn ids(&self, owner: &str, node: &Node) -> Checked {
        let c = self.compiled;
        match node {
            Node::Constant { value: Constant::Symbol(symbol), .. } => self.symbols(owner, &[*symbol]),
            Node::Fact(fact) => self.fact(owner, *fact),
            Node::Setting(setting) => within(owner, "setting", setting.index(), c.settings.len()),
            Node::All(of) | Node::Any(of) => require(!of.is_empty(), owner, "a condition of nothing"),
            Node::IsOneOf { symbols, .. } | Node::HasSymbol { symbols, .. } => self.symbols(owner, symbols),
            Node::HasCode { set, .. } => within(owner, "code set", set.index(), c.code_sets.len()),
            Node::TakesClass(classes) => self.classes(owner, classes),
            Node::CountClasses | Node::LastDoseChange => require(c.formulary.is_some(), owner, "no formulary"),
            Node::Shift { by, .. } => require(at_most_days(*by, LONGEST_DAYS), owner, "a shift of centuries"),
            Node::Series(series) => self.series(owner, series),
            Node::OutcomeIs { decision, .. } => within(owner, "decision", decision.index(), c.decisions.len()),
            Node::OutcomeField { decision, field } => self.field(owner, *decision, *field),
            Node::ChangeFromBaseline { fact, classes, .. } => {
                self.fact(owner, *fact)?;
                self.classes(owner, classes)
            }
            Node::Constant { .. }
            | Node::Named { .. }
            | Node::Column(_)
            | Node::OuterColumn(_)
            | Node::RowTime
            | Node::Today
            | Node::Now
            | Node::Negate(_)
            | Node::Arithmetic { .. }
            | Node::Scale { .. }
            | Node::Compare { .. }
            | Node::Not(_)
            | Node::IsKnown(_)
            | Node::Else { .. }
            | Node::Whole { .. } => Ok(()),
        }
    }

    fn fact(&self, owner: &str, fact: FactId) -> Checked {
        within(owner, "fact", fact.index(), self.compiled.facts.len())
    }

    fn classes(&self, owner: &str, classes: &[ClassId]) -> Checked {
        let length = self.compiled.formulary.as_ref().map_or(0, |formulary| formulary.classes.len());
        classes.iter().try_for_each(|class| within(owner, "class", class.index(), length))
    }

    fn symbols(&self, owner: &str, symbols: &[Symbol]) -> Checked {
        let length = self.compiled.symbols.len();
        symbols.iter().try_for_each(|symbol| within(owner, "symbol", symbol.0 as usize, length))
    }

    fn series(&self, owner: &str, series: &SeriesExpr) -> Checked {
        let columns = self.columns(owner, series.of)?;
        if let Some(column) = series.column {
            within(owner, "column", column.index(), columns)?;
        }
        series.clauses.iter().try_for_each(|clause| match clause {
            Clause::InLast(by) | Clause::WithinBeforeIt(by) => {
                require(at_most_days(*by, LONGEST_DAYS), owner, "a window of centuries")
            }
            Clause::Newest(0) => Err(unfit(owner, "the newest none")),
            _ => Ok(()),
        })
    }

    /// A value that its decision reports.
    fn field(&self, owner: &str, decision: DecisionId, field: Field) -> Checked {
        let decisions = &self.compiled.decisions;
        within(owner, "decision", decision.index(), decisions.len())?;
        let reports = match (decisions.get(decision.index()), field) {
            (Some(Decision::Average(average)), Field::Reported(column)) => {
                average.report.iter().any(|reported| reported.column == column)
            }
            (Some(Decision::Average(_)), Field::Missing) | (Some(Decision::Ladder(_)), Field::StepsTaken) => true,
            _ => false,
        };
        require(reports, owner, "a value that its decision does not report")
    }
}

/// How many columns rows of a source have: a fact's history has one.
pub(super) fn columns(compiled: &Compiled, owner: &str, source: Source) -> Result<usize, LoadError> {
    match source {
        Source::Series(series) => {
            let declared = compiled.series.get(series.index()).map(|series| series.columns.len());
            declared.ok_or_else(|| super::nowhere(owner, "series", series.index(), compiled.series.len()))
        }
        Source::Fact(fact) => {
            within(owner, "fact", fact.index(), compiled.facts.len())?;
            Ok(1)
        }
    }
}

/// How an error names a node's owner.
pub(super) fn named(kind: &str, name: &str) -> String {
    format!("{kind} `{name}`")
}
