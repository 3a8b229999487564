//! What the rows come to by each policy. Unknown rows are taken as independent: each may turn out either way.

use alloc::{vec, vec::Vec};

use super::{Policy, Row, Table};
use crate::value::{Listed, Truth};

/// An answer that is possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// What these rows say: each the same, or with `all rows` one after the other.
    Rows(Vec<usize>),
    /// No row holds.
    NoRow,
    /// These rows hold, or may, and may not hold together.
    Conflict(Vec<usize>),
}

/// What the rows come to.
pub(super) struct Scan {
    /// The answers that are possible.
    pub answers: Vec<Answer>,
    /// The unknown rows that leave the answer open; none where it is settled.
    pub keep_open: Vec<usize>,
    /// The rows that a reader is shown.
    pub shown: Vec<usize>,
    /// The rows that the answer rests on.
    pub read: Vec<usize>,
    /// With `all rows`: those that are known to hold.
    pub sure: Vec<usize>,
}

impl Table {
    pub(super) fn scan(&self, truths: &[Truth]) -> Scan {
        let of = |wanted: Truth| {
            let rows = truths.iter().enumerate().filter(|(_, truth)| **truth == wanted);
            rows.map(|(at, _)| at).listed()
        };
        let (sure, unsure): (Vec<usize>, Vec<usize>) = (of(Truth::Yes), of(Truth::Unknown));
        let read = (0..self.rows.len()).listed();
        let (answers, keep_open) = match self.policy {
            Policy::First => return self.first(truths),
            Policy::ExactlyOne => self.one(&sure, unsure, false),
            Policy::Agreeing => self.one(&sure, unsure, true),
            Policy::All => {
                let mut either = [sure.as_slice(), unsure.as_slice()].concat();
                crate::value::sorted::sort(&mut either);
                let mut answers = Vec::new();
                if !either.is_empty() {
                    answers.push(Answer::Rows(either));
                }
                if sure.is_empty() {
                    answers.push(Answer::NoRow);
                }
                (answers, unsure)
            }
        };
        let mut shown = [sure.as_slice(), keep_open.as_slice()].concat();
        crate::value::sorted::sort(&mut shown);
        Scan { answers, keep_open, shown, read, sure }
    }

    /// The first that holds: an unknown row before it adds what it says.
    fn first(&self, truths: &[Truth]) -> Scan {
        let mut answers = Vec::new();
        let (mut unsure, mut shown, mut sure) = (Vec::new(), Vec::new(), Vec::new());
        for (at, truth) in truths.iter().enumerate().filter(|(_, truth)| **truth != Truth::No) {
            self.add(&mut answers, at);
            shown.push(at);
            if *truth == Truth::Yes {
                sure.push(at);
                break;
            }
            unsure.push(at);
        }
        if sure.is_empty() {
            answers.push(Answer::NoRow);
        }
        let last = sure.first().map_or(self.rows.len(), |at| at.saturating_add(1));
        // Where it is settled the row that holds is the one to name, and not those that would have said the same.
        if answers.len() == 1 {
            unsure.clear();
            shown.clone_from(&sure);
            if !sure.is_empty() {
                answers = vec![Answer::Rows(sure.clone())];
            }
        }
        Scan { answers, keep_open: unsure, shown, read: (0..last).listed(), sure }
    }

    /// One answer: `exactly one row`, where no two rows hold at once, and `agreeing rows`, where no two that differ do.
    fn one(&self, sure: &[usize], unsure: Vec<usize>, agreeing: bool) -> (Vec<Answer>, Vec<usize>) {
        let clash = |a: usize, b: usize| !agreeing || self.says(a) != self.says(b);
        let first = sure.first().copied();
        if sure.iter().skip(1).any(|at| first.is_some_and(|first| clash(first, *at))) {
            return (vec![Answer::Conflict(sure.to_vec())], Vec::new());
        }
        let mut answers = Vec::new();
        if let Some(first) = first {
            let keep_open = unsure.into_iter().filter(|at| clash(first, *at)).listed();
            answers.push(Answer::Rows(sure.to_vec()));
            if !keep_open.is_empty() {
                answers.push(Answer::Conflict([sure, keep_open.as_slice()].concat()));
            }
            return (answers, keep_open);
        }
        for at in &unsure {
            self.add(&mut answers, *at);
        }
        let clashes = |at: &usize| unsure.iter().any(|other| other != at && clash(*at, *other));
        let clashing: Vec<usize> = unsure.iter().copied().filter(clashes).listed();
        answers.push(Answer::NoRow);
        if !clashing.is_empty() {
            answers.push(Answer::Conflict(clashing));
        }
        (answers, unsure)
    }

    /// Adds a row to the answer that says the same, or as an answer of its own.
    fn add(&self, answers: &mut Vec<Answer>, row: usize) {
        for answer in answers.iter_mut() {
            if let Answer::Rows(rows) = answer
                && rows.first().is_some_and(|first| self.says(*first) == self.says(row))
            {
                rows.push(row);
                return;
            }
        }
        answers.push(Answer::Rows(vec![row]));
    }

    fn says(&self, at: usize) -> Option<&[super::Cell]> {
        self.rows.get(at).map(|row: &Row| row.says.as_slice())
    }
}
