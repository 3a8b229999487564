//! Screening: who may join. Any certain exclusion excludes, else any referral refers, else eligible.

use alloc::{string::String, vec::Vec};

use super::{Decided, Possible, Report, ReportValue, Said, gather};
use crate::expression::{Cite, Machine, Outcome, Reason, Status};
use crate::value::Listed;
use crate::value::Truth;
use crate::value::id::{ExprId, SpanId};
use crate::value::text::text;

/// `screening eligibility { exclude … refer … otherwise eligible }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// Its name.
    pub name: String,
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: SpanId,
}

/// What a line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// `exclude`.
    Exclude,
    /// `refer`.
    Refer,
}

/// `exclude under_age when age < 18 years "Words" cite gordon_2021`.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its name, shown as the reason.
    pub name: String,
    /// Exclude or refer.
    pub verdict: Verdict,
    /// When.
    pub when: ExprId,
    /// Words for a person.
    pub text: Option<String>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

impl Screening {
    /// Works it out. Any exclusion known to hold settles it, whatever else is unknown; a referral is settled only when
    /// no exclusion can hold any more.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let truths: Vec<Truth> = self.lines.iter().map(|line| machine.truth(line.when, None)).listed();
        let of = |verdict, truth| Lines { screening: self, truths: &truths }.of(verdict, truth);

        let excluded = of(Verdict::Exclude, Truth::Yes);
        if !excluded.is_empty() {
            return self.settled(machine, &truths, Status::Excluded, &excluded);
        }
        let may_exclude = of(Verdict::Exclude, Truth::Unknown);
        let referred = of(Verdict::Refer, Truth::Yes);
        let may_refer = of(Verdict::Refer, Truth::Unknown);
        match (may_exclude.is_empty(), referred.is_empty(), may_refer.is_empty()) {
            (true, false, _) => self.settled(machine, &truths, Status::Referred, &referred),
            (true, true, true) => self.settled(machine, &truths, Status::Eligible, &[]),
            _ => self.open(machine, &truths, &may_exclude, &referred, &may_refer),
        }
    }

    fn settled(&self, machine: &mut Machine<'_>, truths: &[Truth], status: Status, holding: &[usize]) -> Decided {
        let reasons = if holding.is_empty() {
            // However many lines there are, one reason: that none of them holds.
            let rule = text![self.name, "/otherwise"];
            alloc::vec![machine.reason(rule, self.at, &[], None, &[], None, gather::count(self.lines.len()))]
        } else {
            self.reasons(machine, truths, holding)
        };
        let names = self.names(holding);
        let value = Some(ReportValue::Lines { reasons: names }).filter(|_| !holding.is_empty());
        self.decided(machine, Outcome::settled(status), value, Vec::new(), reasons)
    }

    fn open(
        &self,
        machine: &mut Machine<'_>,
        truths: &[Truth],
        may_exclude: &[usize],
        referred: &[usize],
        may_refer: &[usize],
    ) -> Decided {
        let mut possible = Vec::new();
        if !may_exclude.is_empty() {
            possible.push(Possible { status: Status::Excluded, rules: self.names(may_exclude) });
        }
        let refers: Vec<usize> =
            (0..self.lines.len()).filter(|i| referred.contains(i) || may_refer.contains(i)).listed();
        if !refers.is_empty() {
            possible.push(Possible { status: Status::Referred, rules: self.names(&refers) });
        }
        // A referral that holds leaves open only whether an exclusion comes before it.
        let kept_open: Vec<usize> = if referred.is_empty() {
            possible.push(Possible { status: Status::Eligible, rules: Vec::new() });
            may_exclude.iter().chain(may_refer).copied().listed()
        } else {
            may_exclude.to_vec()
        };
        let shown: Vec<usize> = kept_open.iter().chain(referred).copied().listed();
        let reasons = self.reasons(machine, truths, &shown);
        let conditions = kept_open.iter().filter_map(|i| self.lines.get(*i)).map(|line| line.when).listed();
        let missing = gather::missing(machine, &conditions, None);
        let outcome = Outcome { possible: possible.iter().map(|p| p.status).collect(), missing, ..Outcome::default() };
        self.decided(machine, outcome, None, possible, reasons)
    }

    fn decided(
        &self,
        machine: &mut Machine<'_>,
        outcome: Outcome,
        value: Option<ReportValue>,
        possible: Vec<Possible>,
        reasons: Vec<Reason>,
    ) -> Decided {
        let report = Report {
            status: outcome.status(),
            value,
            possible,
            ask: Vec::new(),
            reasons,
            assumed: gather::assumptions(machine, &self.lines.iter().map(|line| line.when).listed(), None),
            unknown: machine.unknowns(&outcome.missing),
        };
        Decided { outcome, said: Said::Report(report), wanted: Vec::new() }
    }

    /// A reason a line, with how many lines before it in the order of scanning (exclusions, then referrals) do not hold.
    fn reasons(&self, machine: &mut Machine<'_>, truths: &[Truth], lines: &[usize]) -> Vec<Reason> {
        let scanned = Lines { screening: self, truths }.scanned();
        let mut reasons = Vec::new();
        for index in lines {
            let Some(line) = self.lines.get(*index) else { continue };
            let before = scanned.iter().take_while(|i| *i != index);
            let passed = before.filter(|i| truths.get(**i) == Some(&Truth::No)).count();
            let rule = text![self.name, "/", line.name];
            let text = line.text.as_deref();
            let passed = gather::count(passed);
            reasons.push(machine.reason(rule, line.at, &line.cite, text, &[line.when], None, passed));
        }
        reasons
    }

    fn names(&self, lines: &[usize]) -> Vec<String> {
        lines.iter().filter_map(|i| self.lines.get(*i)).map(|line| line.name.clone()).listed()
    }
}

/// The lines beside what they came to.
struct Lines<'a> {
    screening: &'a Screening,
    truths: &'a [Truth],
}

impl Lines<'_> {
    /// Positions of the lines of a verdict that came to a truth.
    fn of(&self, verdict: Verdict, truth: Truth) -> Vec<usize> {
        let lines = self.screening.lines.iter().zip(self.truths).enumerate();
        lines.filter(|(_, (line, t))| line.verdict == verdict && **t == truth).map(|(i, _)| i).listed()
    }

    /// Positions in the order of scanning.
    fn scanned(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.screening.lines.len()).listed();
        let refers = |i: &usize| self.screening.lines.get(*i).is_some_and(|line| line.verdict == Verdict::Refer);
        crate::value::sorted::sort_by(&mut order, &mut |a, b| refers(a).cmp(&refers(b)));
        order
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
