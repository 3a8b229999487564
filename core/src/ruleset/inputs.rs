//! Which facts and series a ruleset reads.

use super::Compiled;
use crate::construct::Decision;
use crate::expression::{Input, Node, Source};
use crate::record::FactKind;
use crate::value::SortedSet;
use crate::value::id::FactId;

/// The inputs that a ruleset reads anywhere.
pub fn inputs(compiled: &Compiled) -> SortedSet<Input> {
    let kind = |is: fn(&FactKind) -> bool| {
        let at = compiled.facts.iter().position(|f| is(&f.kind));
        at.and_then(|at| u32::try_from(at).ok()).map(|at| Input::Fact(FactId(at)))
    };
    let medications = kind(|k| matches!(k, FactKind::Medications));
    let intolerances = kind(|k| matches!(k, FactKind::Intolerances));
    let of = |source: &Source| match source {
        Source::Series(s) => Input::Series(*s),
        Source::Fact(f) => Input::Fact(*f),
    };
    let mut read = SortedSet::new();
    for node in &compiled.program.nodes {
        match node {
            Node::Fact(f) => drop(read.insert(Input::Fact(*f))),
            Node::Series(series) => drop(read.insert(of(&series.of))),
            Node::ChangeFromBaseline { fact, .. } => {
                read.extend([Some(Input::Fact(*fact)), medications].into_iter().flatten())
            }
            Node::TakesClass(_) | Node::CountClasses | Node::LastDoseChange => read.extend(medications),
            _ => {}
        }
    }
    for decision in &compiled.decisions {
        read.extend(decision.facts().into_iter().map(Input::Fact));
        match decision {
            Decision::Average(d) => drop(read.insert(Input::Series(d.of))),
            Decision::Alert(d) => drop(read.insert(of(&d.on))),
            Decision::Check(_) => read.extend(medications),
            Decision::Ladder(_) => read.extend([medications, intolerances].into_iter().flatten()),
            _ => {}
        }
    }
    read
}
