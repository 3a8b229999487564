//! A table by trying every way in which its unknown rows may turn out, and a score by its lines.

use std::collections::BTreeSet;

use stepcare_core::construct::score::Score;
use stepcare_core::construct::table::{Cell, Policy, Table};
use stepcare_core::expression::Status;
use stepcare_core::value::{Constant, Number, Truth, Value};

use super::reasons::Missing;
use super::told::{Told, reason};
use super::{NotYet, Second, Worked};

/// What one way of the rows comes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Rows(Vec<usize>),
    NoRow,
    Conflict,
}

/// The points of a score.
pub(super) struct Points {
    least: Number,
    most: Number,
}

impl Points {
    pub fn value(&self) -> Option<Value> {
        Some(if self.least == self.most {
            Value::Number(self.least)
        } else {
            Value::Range(Some(self.least), Some(self.most))
        })
    }
}

impl Second<'_> {
    fn rows_of_table(&self, table: &Table) -> Worked<Vec<Truth>> {
        table.rows.iter().map(|row| row.when.map_or(Ok(Truth::Yes), |when| self.holds(when, None))).collect()
    }

    /// Every answer that some way of the unknown rows gives.
    fn answers(&self, table: &Table, truths: &[Truth]) -> Worked<BTreeSet<Answer>> {
        let open: Vec<usize> = (0..truths.len()).filter(|n| truths.get(*n) == Some(&Truth::Unknown)).collect();
        if open.len() > 12 {
            return Err(NotYet("more than twelve unknown rows"));
        }
        let says = |n: &usize| table.rows.get(*n).map(|row| &row.says);
        let mut answers = BTreeSet::new();
        for bits in 0..1_usize << open.len() {
            let holds = |n: &usize| match open.iter().position(|o| o == n) {
                Some(bit) => bits >> bit & 1 == 1,
                None => truths.get(*n) == Some(&Truth::Yes),
            };
            let holding: Vec<usize> = (0..truths.len()).filter(holds).collect();
            let Some(first) = holding.first().copied() else {
                answers.insert(Answer::NoRow);
                continue;
            };
            let alike = holding.iter().all(|n| says(n) == says(&first));
            answers.insert(match table.policy {
                Policy::First => Answer::Rows(vec![first]),
                Policy::All => Answer::Rows(holding),
                Policy::ExactlyOne if holding.len() > 1 => Answer::Conflict,
                Policy::Agreeing if !alike => Answer::Conflict,
                Policy::ExactlyOne | Policy::Agreeing => Answer::Rows(vec![first]),
            });
        }
        Ok(answers)
    }

    /// What a table says.
    pub(super) fn table(&self, table: &Table) -> Worked<Told> {
        let truths = self.rows_of_table(table)?;
        let answers = self.answers(table, &truths)?;
        let says = |n: &usize| table.rows.get(*n).map(|row| &row.says);
        let same = |a: &Answer, b: &Answer| match (a, b) {
            (Answer::Rows(a), Answer::Rows(b)) if table.policy == Policy::All => a == b,
            (Answer::Rows(a), Answer::Rows(b)) => a.iter().map(says).eq(b.iter().map(says)),
            (a, b) => a == b,
        };
        let first = answers.first().cloned().unwrap_or(Answer::NoRow);
        let settled = answers.iter().all(|answer| same(answer, &first));
        let mut told = Told { open: !settled, ..Told::default() };
        for answer in &answers {
            told.may(
                match answer {
                    Answer::Rows(_) => Status::Matched,
                    Answer::NoRow => Status::NoRow,
                    Answer::Conflict => Status::RowsConflict,
                },
                None,
            );
        }
        // Rows after the first that holds are not read.
        let until = truths.iter().position(|t| *t == Truth::Yes).filter(|_| table.policy == Policy::First);
        let until = until.unwrap_or(table.rows.len());
        let read: Vec<_> = table.rows.iter().take(until.saturating_add(1)).filter_map(|row| row.when).collect();
        if settled {
            let sure: Vec<usize> = (0..truths.len()).filter(|n| truths.get(*n) == Some(&Truth::Yes)).collect();
            let holding = match (&first, table.policy) {
                (Answer::Rows(_), Policy::First) => sure.first().copied().into_iter().collect(),
                (Answer::Rows(_), _) => sure.clone(),
                _ => Vec::new(),
            };
            if !holding.is_empty() {
                told.say("table", holding.iter().map(|n| (n + 1).to_string()).collect::<Vec<_>>().join(", "));
            }
            let shown = if let Answer::Conflict = first { sure } else { holding };
            let mut reasons = Vec::new();
            for n in &shown {
                let passed = truths.iter().take(*n).filter(|t| **t == Truth::No).count();
                let when = table.rows.get(*n).and_then(|row| row.when);
                let comparisons = self.comparisons(when.as_slice(), None)?;
                reasons.push(reason(&format!("{}/{}", table.name, n + 1), passed as u32, &comparisons));
            }
            if shown.is_empty() {
                reasons.push(reason(&format!("{}/no_row", table.name), table.rows.len() as u32, &[]));
            }
            told.say("reasons", reasons.join(" | "));
        } else {
            let mut missing = Missing::new();
            for (n, row) in table.rows.iter().enumerate() {
                if truths.get(n) != Some(&Truth::Unknown) || n > until {
                    continue;
                }
                // A row that says what the sure rows say anyway keeps nothing open.
                let sure = (0..truths.len()).find(|s| truths.get(*s) == Some(&Truth::Yes));
                let agrees = table.policy == Policy::Agreeing && sure.is_some_and(|s| says(&s) == says(&n));
                if !agrees {
                    missing.extend(self.missing(row.when.as_slice(), None)?);
                }
            }
            told.missing = missing;
        }
        let assumed = self.assumed(&read, None);
        told.say_if("assumed", assumed.map(|all| all.into_iter().collect::<Vec<_>>().join(", ")));
        Ok(told)
    }

    /// The values that a column may have, an answer each.
    pub(super) fn output(&self, decision: usize, column: usize) -> Worked<Vec<Option<Value>>> {
        let Some(stepcare_core::construct::Decision::Table(table)) = self.rules.decisions.get(decision) else {
            return Err(NotYet("a column of what is no table"));
        };
        self.outputs(table, column)
    }

    fn outputs(&self, table: &Table, column: usize) -> Worked<Vec<Option<Value>>> {
        if table.policy == Policy::All {
            return Err(NotYet("a column of all rows"));
        }
        let truths = self.rows_of_table(table)?;
        let cell = |n: usize| table.rows.get(n).and_then(|row| row.says.get(column));
        let value = |n: usize| match cell(n) {
            Some(Cell::Value(constant)) => Ok(Some(constant.value())),
            Some(_) => Err(NotYet("a column of words or waits")),
            None => Ok(None),
        };
        let words = matches!(cell(0), Some(Cell::Value(Constant::Symbol(_))));
        let nothing = || words.then(|| Value::Symbols(Vec::new()));
        let mut all: Vec<Option<Value>> = Vec::new();
        for answer in self.answers(table, &truths)? {
            let more = match answer {
                Answer::Rows(rows) => vec![rows.first().map_or(Ok(None), |n| value(*n))?],
                Answer::NoRow => vec![nothing()],
                // Any row that holds, or may, may be the right one, and none is known to be.
                Answer::Conflict => {
                    let may = (0..truths.len()).filter(|n| truths.get(*n) != Some(&Truth::No));
                    let mut found = may.map(value).collect::<Worked<Vec<_>>>()?;
                    found.push(nothing());
                    found
                }
            };
            for value in more {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
        }
        Ok(all)
    }

    /// A column's value: the one that every answer gives; of numbers, what they lie between.
    pub(super) fn column(&self, table: &Table, column: usize) -> Worked<Option<Value>> {
        let all = self.outputs(table, column)?;
        if let [only] = all.as_slice() {
            return Ok(only.clone().filter(|value| *value != Value::Symbols(Vec::new())));
        }
        let numbers: Option<Vec<Number>> =
            all.iter().map(|value| if let Some(Value::Number(n)) = value { Some(*n) } else { None }).collect();
        Ok(numbers.map(|numbers| Value::Range(numbers.iter().min().copied(), numbers.iter().max().copied())))
    }

    /// The fewest and the most points.
    pub(super) fn points(&self, score: &Score) -> Worked<Points> {
        let mut points = Points { least: Number::ZERO, most: Number::ZERO };
        for line in &score.lines {
            let truth = self.holds(line.when, None)?;
            let add = |to: Number, counts: bool| {
                if counts { to.add(line.points).ok_or(NotYet("points past all numbers")) } else { Ok(to) }
            };
            let adds = line.points > Number::ZERO;
            points.least = add(points.least, truth == Truth::Yes || (truth == Truth::Unknown && !adds))?;
            points.most = add(points.most, truth == Truth::Yes || (truth == Truth::Unknown && adds))?;
        }
        Ok(points)
    }

    /// What a score says.
    pub(super) fn score(&self, score: &Score) -> Worked<Told> {
        let points = self.points(score)?;
        let mut told = Told { open: points.least != points.most, ..Told::default() };
        let (mut reasons, mut passed, mut counted, mut open) = (Vec::new(), 0, Vec::new(), Vec::new());
        for (n, line) in score.lines.iter().enumerate() {
            let rule = format!("{}/{}", score.name, n + 1);
            match self.holds(line.when, None)? {
                Truth::No => {
                    passed += 1;
                    continue;
                }
                Truth::Yes => counted.push(rule.clone()),
                Truth::Unknown => open.push(rule.clone()),
            }
            reasons.push(reason(&rule, passed, &self.comparisons(&[line.when], None)?));
        }
        if reasons.is_empty() {
            reasons.push(reason(&score.name, score.lines.len() as u32, &[]));
        }
        let all: Vec<_> = score.lines.iter().map(|line| line.when).collect();
        told.possible.insert(Status::Scored, if told.open { open.clone() } else { Vec::new() });
        if told.open {
            told.missing = self.missing(&all, None)?;
        }
        told.say("score", format!("{:?} .. {:?} by {counted:?}, open {open:?}", points.least, points.most));
        told.say("reasons", reasons.join(" | "));
        let assumed = self.assumed(&all, None);
        told.say_if("assumed", assumed.map(|all| all.into_iter().collect::<Vec<_>>().join(", ")));
        Ok(told)
    }
}
