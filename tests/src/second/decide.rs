//! The statuses a decision may have.

use std::collections::BTreeSet;

use stepcare_core::construct::screening::Verdict;
use stepcare_core::construct::{Decision, Measure, Score, Screening};
use stepcare_core::expression::Status;
use stepcare_core::value::{Number, Truth};

use super::{NotYet, Second, Worked};

impl Second<'_> {
    /// The statuses that some completion of what is unknown gives.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn possible(&self, decision: usize) -> Worked<BTreeSet<Status>> {
        match self.rules.decisions.get(decision) {
            Some(Decision::Screening(screening)) => self.screening(screening),
            Some(Decision::Contraindication(barred)) => Ok(match self.holds(barred.when, None)? {
                Truth::Yes => BTreeSet::from([Status::Applies]),
                Truth::No => BTreeSet::from([Status::DoesNotApply]),
                Truth::Unknown => BTreeSet::from([Status::Applies, Status::DoesNotApply]),
            }),
            Some(Decision::When(line)) => Ok(match self.holds(line.when, None)? {
                Truth::Yes => BTreeSet::from([Status::Holds]),
                Truth::No => BTreeSet::from([Status::DoesNotHold]),
                Truth::Unknown => BTreeSet::from([Status::Holds, Status::DoesNotHold]),
            }),
            Some(Decision::Score(_)) => Ok(BTreeSet::from([Status::Scored])),
            Some(Decision::Measure(measure)) if measure.value.is_some() || !measure.rows.is_empty() => {
                Err(NotYet("a measure's number"))
            }
            Some(Decision::Measure(measure)) => self.measure(measure),
            Some(Decision::Average(average)) => Ok(self.average(average)?.possible()),
            Some(Decision::Goal(goal)) => self.goal(goal),
            Some(Decision::Alert(_)) => Err(NotYet("an alert's status")),
            Some(Decision::Check(_)) => Err(NotYet("check")),
            Some(Decision::Ladder(_)) => Err(NotYet("ladder")),
            Some(Decision::Table(_)) => Err(NotYet("table")),
            None => Err(NotYet("no such decision")),
        }
    }

    /// The fewest and the most points: every way in which the unknown lines may turn out lies between them, and both ends
    /// are one of them.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn points(&self, score: &Score) -> Worked<(Option<Number>, Option<Number>)> {
        let (mut least, mut most) = (Some(Number::ZERO), Some(Number::ZERO));
        for line in &score.lines {
            let (with, without) = match self.holds(line.when, None)? {
                Truth::No => continue,
                Truth::Yes => (line.points, line.points),
                Truth::Unknown => (line.points, Number::ZERO),
            };
            least = least.and_then(|sum| sum.add(with.min(without)));
            most = most.and_then(|sum| sum.add(with.max(without)));
        }
        Ok((least, most))
    }

    /// The first line that holds says it; every unknown one before it might.
    fn measure(&self, measure: &Measure) -> Worked<BTreeSet<Status>> {
        let mut possible = BTreeSet::new();
        for line in &measure.lines {
            let holds = self.holds(line.when, None)?;
            if holds != Truth::No {
                possible.insert(line.status);
            }
            if holds == Truth::Yes {
                return Ok(possible);
            }
        }
        possible.insert(measure.otherwise);
        Ok(possible)
    }

    /// Exclusions are scanned before referrals; every way in which the unknown lines may turn out is tried.
    fn screening(&self, screening: &Screening) -> Worked<BTreeSet<Status>> {
        let mut possible = BTreeSet::new();
        for (verdict, status) in [(Verdict::Exclude, Status::Excluded), (Verdict::Refer, Status::Referred)] {
            for line in screening.lines.iter().filter(|line| line.verdict == verdict) {
                match self.holds(line.when, None)? {
                    Truth::No => {}
                    Truth::Unknown => {
                        possible.insert(status);
                    }
                    // An exclusion that is certain settles it, whatever stands before it.
                    Truth::Yes => {
                        possible.insert(status);
                        return Ok(possible);
                    }
                }
            }
        }
        possible.insert(Status::Eligible);
        Ok(possible)
    }
}
