//! The program, in one pass: operands before the nodes that use them, so each node knows all that is under it.

use super::{Check, at_most_days};
use crate::construct::Decision;
use crate::error::load;
use crate::expression::{Aggregate, Clause, Field, Node, SeriesExpr};
use crate::value::Constant;
use crate::value::id::DecisionId;
use crate::value::text::text;

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

impl Check<'_> {
    /// Checks every node and notes what is under it.
    pub(super) fn program(&mut self) {
        for (position, node) in self.compiled.program.nodes.iter().enumerate() {
            self.owner = text!["node ", position];
            self.positions(node);
            let mut known = Walked { depth: 1, size: 1, ..Walked::default() };
            for operand in node.operands() {
                let Some(under) = self.nodes.get(operand.index()).copied() else {
                    self.refuse(load::ORDER, &text![" uses node ", operand.index(), ", which is not before it"]);
                    continue;
                };
                known = known.over(match node {
                    Node::Series(series) => self.inside(series, under),
                    Node::Outer(_) => Walked { column: None, outer: under.column.max(under.outer), ..under },
                    _ => under,
                });
            }
            match node {
                Node::Column(column) => known.column = known.column.max(Some(column.index())),
                Node::Linked { column, of_it: false } => known.column = known.column.max(Some(column.index())),
                Node::Linked { column, of_it: true } => known.outer = known.outer.max(Some(column.index())),
                Node::OutcomeIs { decision, .. } | Node::OutcomeField { decision, .. } => {
                    known.decision = known.decision.max(Some(decision.index()));
                }
                Node::Series(_) => known.series = known.series.saturating_add(1),
                _ => {}
            }
            if known.depth > DEEPEST || known.size > LARGEST || known.series > DEEPEST_SERIES {
                self.refuse(load::ORDER, " nests deeper than is worked out");
            }
            self.nodes.push(known);
        }
    }

    /// A clause's expression is about the rows of its series; the row at hand is outside those.
    fn inside(&mut self, series: &SeriesExpr, under: Walked) -> Walked {
        if let Some(column) = under.column {
            let columns = self.columns(series.of);
            self.within("column", column, columns);
        }
        Walked { column: under.outer, outer: None, ..under }
    }

    /// The positions that a node names itself.
    fn positions(&mut self, node: &Node) {
        let c = self.compiled;
        match node {
            Node::Constant { value: Constant::Symbol(symbol), .. } => self.symbols(&[*symbol]),
            Node::Fact(fact) => self.fact(*fact),
            Node::Setting(setting) => self.within("setting", setting.index(), c.settings.len()),
            Node::All(of) | Node::Any(of) => self.require(!of.is_empty(), "a condition of nothing"),
            Node::IsOneOf { symbols, .. } | Node::HasSymbol { symbols, .. } => self.symbols(symbols),
            Node::HasCode { set, .. } => self.within("code set", set.index(), c.code_sets.len()),
            Node::TakesClass(classes) => self.classes(classes),
            Node::CountClasses | Node::LastDoseChange => self.require(c.formulary.is_some(), "no formulary"),
            Node::Shift { by, .. } => self.require(at_most_days(*by, LONGEST_DAYS), "a shift of centuries"),
            Node::Series(series) => self.of_series(series),
            Node::OutcomeIs { decision, .. } => self.within("decision", decision.index(), c.decisions.len()),
            Node::OutcomeField { decision, field } => self.field(*decision, *field),
            Node::ChangeFromBaseline { fact, classes, .. } => {
                self.fact(*fact);
                self.classes(classes);
            }
            Node::Constant { .. }
            | Node::Named { .. }
            | Node::Column(_)
            | Node::Outer(_)
            | Node::IsIt
            | Node::Linked { .. }
            | Node::Part { .. }
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
            | Node::Whole { .. } => {}
        }
    }

    fn of_series(&mut self, series: &SeriesExpr) {
        self.columns(series.of);
        let asks =
            !matches!(series.aggregate, Aggregate::Count | Aggregate::CountDays | Aggregate::Any | Aggregate::No);
        self.require(series.value.is_some() == asks, "a series of which it is not said what is asked");
        for clause in &series.clauses {
            match clause {
                Clause::InLast(by) => {
                    self.require(at_most_days(*by, LONGEST_DAYS), "a window of centuries");
                }
                Clause::Newest(count) => self.require(*count > 0, "the newest none"),
                _ => {}
            }
        }
    }

    /// A value that its decision reports.
    fn field(&mut self, decision: DecisionId, field: Field) {
        let decisions = &self.compiled.decisions;
        self.within("decision", decision.index(), decisions.len());
        let reports = match (decisions.get(decision.index()), field) {
            (Some(Decision::Average(average)), Field::Reported(column)) => {
                average.report.iter().any(|reported| reported.column == column)
            }
            (Some(Decision::Table(table)), Field::Output(at)) => (at as usize) < table.outputs.len(),
            (Some(Decision::Average(_)), Field::Missing)
            | (Some(Decision::Ladder(_)), Field::StepsTaken)
            | (Some(Decision::Score(_)), Field::Points) => true,
            _ => false,
        };
        self.require(reports, "a value that its decision does not report");
    }
}
