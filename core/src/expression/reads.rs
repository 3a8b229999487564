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

/// Of what is asked of the rows of a series: they are its own, and what it calls `it` is the row around the node.
fn inside(reads: Reads) -> Reads {
    Reads { row: reads.outer, outer: false, ..reads }
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
            Node::Outer(_) => Reads { row: false, outer: operands.row, ..operands },
            Node::RowTime => Reads { row: true, ..Reads::default() },
            Node::IsIt | Node::Linked { .. } => Reads { row: true, outer: true, ..Reads::default() },
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
            | Node::Part { .. }
            | Node::Whole { .. } => operands,
            Node::Series(series) => {
                let silent = declared.series.iter().any(|s| s.assume_none_when_not_supplied);
                let start = Reads { assumes: silent, ..Reads::default() };
                let clauses = series.clauses.iter().fold(start, |reads, clause| {
                    reads.and(match clause {
                        Clause::Where(x) => inside(of(x)),
                        _ => clause.operands().iter().map(of).fold(Reads::default(), Reads::and),
                    })
                });
                let value = series.value.as_ref().map(of).unwrap_or_default();
                Reads { moves: false, ..clauses.and(inside(value)) }
            }
            // A condition is yes, no or unknown; it turns, but it does not move.
            _ => Reads { moves: false, ..operands },
        };
        all.push(reads);
    }
    all
}
