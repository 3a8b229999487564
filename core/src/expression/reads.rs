//! What a node reads beside the record, worked out once for a program: operands stand before their node, so one pass is enough.

use alloc::vec::Vec;

use super::{Clause, Node, Program};
use crate::record::Declared;
use crate::value::id::ExprId;

/// What a node's value depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reads {
    /// The row at hand.
    pub(super) row: bool,
    /// The row outside it, `it`.
    pub(super) outer: bool,
    /// Its value moves as time passes: an age, a day counted from today.
    pub(super) moves: bool,
    /// It may rest on an assumption.
    pub(super) assumes: bool,
}

impl Reads {
    fn and(self, other: Reads) -> Reads {
        Reads {
            row: self.row || other.row,
            outer: self.outer || other.outer,
            moves: self.moves || other.moves,
            assumes: self.assumes || other.assumes,
        }
    }
}

/// By `ExprId`.
pub(super) fn of_program(program: &Program, declared: &Declared<'_>) -> Vec<Reads> {
    let columns_assume = declared.series.iter().flat_map(|s| &s.columns).any(|c| c.assume.is_some());
    let mut all: Vec<Reads> = Vec::with_capacity(program.nodes.len());
    for node in &program.nodes {
        let of = |id: &ExprId| all.get(id.index()).copied().unwrap_or_default();
        let operands = node.operands().iter().map(of).fold(Reads::default(), Reads::and);
        let reads = match node {
            Node::Column(_) => Reads { row: true, assumes: columns_assume, ..Reads::default() },
            Node::OuterColumn(_) => Reads { outer: true, assumes: columns_assume, ..Reads::default() },
            Node::RowTime => Reads { row: true, ..Reads::default() },
            Node::Today | Node::Now => Reads { moves: true, ..Reads::default() },
            Node::Fact(fact) => Reads {
                assumes: declared.facts.get(fact.index()).is_some_and(|f| f.assume.is_some()),
                ..Reads::default()
            },
            Node::Else { .. } => Reads { assumes: true, ..operands },
            Node::Named { .. }
            | Node::Negate(_)
            | Node::Arithmetic { .. }
            | Node::Scale { .. }
            | Node::Shift { .. }
            | Node::Whole { .. } => operands,
            Node::Series(series) => {
                let silent = declared.series.iter().any(|s| s.assume_none_when_not_supplied);
                let start = Reads { assumes: silent, ..Reads::default() };
                let clauses = series.clauses.iter().fold(start, |reads, clause| {
                    reads.and(match clause {
                        // Its row is the series' own; what it calls `it` is the row around this node.
                        Clause::Where(x) => Reads { row: of(x).outer, outer: false, ..of(x) },
                        Clause::WithinBeforeIt(_) => Reads { row: true, ..Reads::default() },
                        _ => clause.operands().iter().map(of).fold(Reads::default(), Reads::and),
                    })
                });
                Reads { moves: false, ..clauses }
            }
            // A condition is yes, no or unknown; it turns, but it does not move.
            _ => Reads { moves: false, ..operands },
        };
        all.push(reads);
    }
    all
}
