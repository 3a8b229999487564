//! The search for a patient of whom some conditions hold and others do not.

use stepcare_core::construct::Decision;
use stepcare_core::expression::{Field, Node, Status};
use stepcare_core::value::Truth;
use stepcare_core::value::id::{DecisionId, ExprId, FactId};

use crate::input::{Input, Point, behind};
use crate::regions::{Look, Regions, Settled};

/// How often conditions are looked at for one question; a table that needs more is not proved.
const LOOKS: u32 = 20_000;

/// What was found.
pub(crate) enum Found {
    /// What such a patient is.
    Patient(Settled),
    /// There would be one if these could be what they are taken to be.
    Perhaps(Vec<Input>),
    /// There is none.
    Nobody,
    /// Too many regions.
    TooMany,
}

/// Conditions, and whether each is to hold.
pub(crate) type Wanted = Vec<(ExprId, bool)>;

struct Search<'r, 'a> {
    regions: &'r Regions<'a>,
    wanted: &'r Wanted,
    settled: Settled,
    looks: u32,
    /// Only what a witness can be given.
    real: bool,
    /// Something was left out for it.
    left_out: bool,
}

/// Looks for a patient of whom all is as wanted.
pub(crate) fn find(regions: &Regions<'_>, wanted: &Wanted) -> Found {
    let search = |real| {
        let mut search = Search { regions, wanted, settled: Settled::new(), looks: 0, real, left_out: false };
        let found = search.go_on();
        (found, search)
    };
    let (found, first) = search(true);
    if first.looks > LOOKS {
        return Found::TooMany;
    }
    if found {
        return Found::Patient(first.settled);
    }
    if !first.left_out {
        return Found::Nobody;
    }
    let (found, second) = search(false);
    if second.looks > LOOKS {
        Found::TooMany
    } else if found {
        let unreal: Vec<Input> = second.settled.keys().copied().filter(|input| !regions.is_real(*input)).collect();
        // All can be had one by one, and perhaps not together.
        Found::Perhaps(regions.named(if unreal.is_empty() { second.settled.keys().copied().collect() } else { unreal }))
    } else {
        Found::Nobody
    }
}

impl Search<'_, '_> {
    /// Settles one input after the other; true when all is as wanted.
    fn go_on(&mut self) -> bool {
        self.looks += 1;
        if self.looks > LOOKS {
            return false;
        }
        let mut look = Look::new(self.regions, &self.settled);
        let mut undecided = None;
        for (condition, holds) in self.wanted {
            look.open = None;
            match look.truth(*condition) {
                Truth::Unknown => undecided = undecided.or(look.open),
                truth if truth == Truth::of(Some(*holds)) => {}
                _ => return false,
            }
        }
        let Some(input) = undecided else {
            let together = !self.real || self.can_be_together();
            self.left_out |= !together;
            return together;
        };
        if self.real && !self.regions.is_real(input) {
            self.left_out = true;
            return false;
        }
        for point in self.regions.points(input) {
            self.settled.insert(input, point);
            if self.agrees() && self.go_on() {
                return true;
            }
        }
        self.settled.remove(&input);
        false
    }

    /// An average that reports is ready.
    fn agrees(&self) -> bool {
        self.settled.keys().all(|input| match self.reported(*input) {
            Some(average) => match self.settled.get(&Input::Status(average)) {
                Some(Point::Status(status)) => *status == Status::Ready,
                _ => true,
            },
            None => true,
        })
    }

    /// Whether nothing that is settled follows from something else that is.
    fn can_be_together(&self) -> bool {
        let compiled = self.regions.compiled;
        let inputs: Vec<Input> = self.settled.keys().copied().collect();
        let decided: Vec<DecisionId> = inputs.iter().filter_map(|input| self.decided(*input)).collect();
        let follows = |of: DecisionId| {
            let mut open = vec![of];
            let mut seen = Vec::new();
            while let Some(id) = open.pop() {
                let used = compiled.decisions.get(id.index()).map(|d| d.uses(&compiled.program, &compiled.decisions));
                for next in used.unwrap_or_default() {
                    if !seen.contains(&next) {
                        seen.push(next);
                        open.push(next);
                    }
                }
            }
            decided.iter().any(|other| *other != of && seen.contains(other))
        };
        let aged: Vec<FactId> = inputs.iter().filter_map(|input| self.counted_from(*input)).collect();
        let twice = aged.iter().enumerate().any(|(at, fact)| aged.iter().skip(at + 1).any(|other| other == fact));
        !twice && !decided.iter().any(|of| follows(*of))
    }

    /// The decision whose answer an input is; how many steps are taken follows from the medications alone.
    fn decided(&self, input: Input) -> Option<DecisionId> {
        if let Input::Status(id) = input { Some(id) } else { self.reported(input) }
    }

    fn reported(&self, input: Input) -> Option<DecisionId> {
        let Input::Number(id) = input else { return None };
        let compiled = self.regions.compiled;
        match compiled.program.node(id) {
            Some(Node::OutcomeField { decision, field: Field::Reported(_) })
                if matches!(compiled.decisions.get(decision.index()), Some(Decision::Average(_))) =>
            {
                Some(*decision)
            }
            _ => None,
        }
    }

    /// The date that an age is counted from.
    fn counted_from(&self, input: Input) -> Option<FactId> {
        let Input::Number(id) = input else { return None };
        let compiled = self.regions.compiled;
        let Some(Node::Whole { from, .. }) = compiled.program.node(id) else { return None };
        match compiled.program.node(behind(compiled, *from)) {
            Some(Node::Fact(fact)) => Some(*fact),
            _ => None,
        }
    }
}
