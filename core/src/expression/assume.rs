//! What a value rests on that the record does not say: facts and columns assumed, `else` used, a list taken as complete.

use alloc::{string::String, vec::Vec};

use super::{Assumption, Clause, FactState, Machine, Node, Row, Source, Why};
use crate::record::{Cell, ChartRow};
use crate::value::Listed;
use crate::value::SortedSet;
use crate::value::Value;
use crate::value::id::{ColumnId, ExprId, FactId};

/// What was looked at already: a node, for a row.
type Seen = SortedSet<(Option<(Source, usize)>, ExprId)>;

impl Machine<'_> {
    /// The assumptions this node's value rests on, in order of name.
    pub fn assumptions(&mut self, expr: ExprId, row: Option<&Row>) -> Vec<Assumption> {
        self.refresh();
        let mut found = SortedSet::new();
        self.assumed(expr, row, &mut Seen::new(), &mut found);
        found.into_iter().listed()
    }

    fn assumed(&mut self, expr: ExprId, row: Option<&Row>, seen: &mut Seen, found: &mut SortedSet<Assumption>) {
        let reads = self.reads_of(expr);
        if !reads.assumes || self.tried_conditions.contains_key(&expr) {
            return;
        }
        let row = row.filter(|_| reads.row || reads.outer);
        if !seen.insert((row.map(|row| (row.source, row.index)), expr)) {
            return;
        }
        let program = self.terms.program;
        let Some(node) = program.node(expr) else { return };
        match node {
            Node::Fact(fact) => found.extend(self.assumed_fact(*fact)),
            Node::Column(column) => {
                found.extend(row.and_then(|row| self.assumed_cell(row.source, row.index, *column)));
            }
            Node::Outer(of) => {
                let Some(outer) = row.and_then(Row::outside) else { return };
                let set_aside = self.leave_row();
                self.assumed(*of, Some(&outer), seen, found);
                self.enter_row(set_aside);
            }
            Node::Else { of, otherwise } => {
                if self.get(*of, row).is_some() {
                    self.assumed(*of, row, seen, found);
                    return;
                }
                if let Some(value) = self.get(*otherwise, row) {
                    let name = self.name(*of, row).unwrap_or_default();
                    let value = self.name(*otherwise, row).unwrap_or_else(|| self.text(&value));
                    found.insert(Assumption { name, value, why: self.why(*of, row) });
                }
                self.assumed(*otherwise, row, seen, found);
            }
            Node::Series(series) => {
                if let Source::Series(id) = series.of {
                    let declared = self.terms.declared.series.get(id.index());
                    let rows = self.chart.series.get(id.index());
                    let silent = declared.is_some_and(|series| series.assume_none_when_not_supplied)
                        && rows.is_some_and(|rows| !rows.supplied && !rows.refused);
                    if silent {
                        let name = self.source_name(series.of);
                        found.insert(Assumption { name, value: "none".into(), why: Why::NotSupplied });
                    }
                }
                let kept: Vec<usize> = self.select(series, row).into_iter().map(|(index, _)| index).listed();
                for clause in &series.clauses {
                    match clause {
                        Clause::Where(condition) => {
                            let all = (0..self.present_rows(series.of).len()).listed();
                            self.assumed_rows(*condition, series.of, row, all, seen, found);
                        }
                        clause => {
                            clause.operands().iter().for_each(|operand| self.assumed(*operand, row, seen, found));
                        }
                    }
                }
                if let Some(value) = series.value {
                    self.assumed_rows(value, series.of, row, kept, seen, found);
                }
            }
            other => other.operands().iter().for_each(|operand| self.assumed(*operand, row, seen, found)),
        }
    }

    /// What is asked of rows: each may have assumptions of its own.
    #[allow(clippy::too_many_arguments)]
    fn assumed_rows(
        &mut self,
        asked: ExprId,
        source: Source,
        row: Option<&Row>,
        rows: Vec<usize>,
        seen: &mut Seen,
        found: &mut SortedSet<Assumption>,
    ) {
        if !self.reads_of(asked).assumes || self.is_exhausted() {
            return;
        }
        let set_aside = self.leave_row();
        for index in rows {
            self.assumed(asked, Some(&Row::inside(row, source, index)), seen, found);
        }
        self.enter_row(set_aside);
    }

    fn assumed_fact(&mut self, fact: FactId) -> Option<Assumption> {
        match self.fact_state(fact) {
            FactState::Assumed { value, why } => {
                Some(Assumption { name: self.source_name(Source::Fact(fact)), value: self.text(&value), why })
            }
            _ => None,
        }
    }

    fn assumed_cell(&mut self, source: Source, index: usize, column: ColumnId) -> Option<Assumption> {
        let rows = self.present_rows(source);
        let absent = |row: &ChartRow| matches!(row.cells.get(column.index()), None | Some(Cell::Absent));
        let value: Value =
            rows.get(index).filter(|row| absent(row)).and_then(|_| self.column_assumption(source, column))?;
        let name: String = self.column_name(source, column);
        Some(Assumption { name, value: self.text(&value), why: Why::Absent })
    }
}
