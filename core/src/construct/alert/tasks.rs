//! What an alert wants done. Several rows may share one task, and its key is that of the row (or the day) it began with,
//! so that a row that arrives late changes no key.

use alloc::{string::String, vec::Vec};

use super::Alert;
use super::rows::{Confirmation, Seen};
use crate::construct::action::Wish;
use crate::construct::{Act, Wanted, gather};
use crate::expression::{Machine, Source};
use crate::value::Instant;
use crate::value::text::text;
use crate::value::{Listed, SortedMap, SortedSet};

/// A row beside one of its lines that wants a task.
struct Job<'a> {
    seen: &'a Seen,
    line: usize,
    decided: bool,
}

impl Alert {
    /// The tasks: one a row and task, or one a day; rows within the confirming time of each other share one in any case.
    pub(super) fn tasks(&self, machine: &Machine<'_>, seen: &[Seen]) -> Vec<Wanted> {
        // By the first line that wants the same task, which names the rule in the key; then by anchor.
        let mut groups: SortedMap<(usize, usize), (String, Vec<Job<'_>>)> = SortedMap::new();
        for task in 0..self.lines.len() {
            let jobs = self.jobs(task, seen);
            let anchors = self.anchors(machine, &jobs);
            let mut places: SortedMap<String, usize> = SortedMap::new();
            for (job, anchor) in jobs.into_iter().zip(anchors) {
                let next = places.len();
                let place = places.get(&anchor).copied().unwrap_or(next);
                if place == next {
                    places.insert(anchor.clone(), place);
                }
                let (known, jobs) = groups.slot((task, place));
                *known = anchor;
                jobs.push(job);
            }
        }
        groups.into_iter().filter_map(|((task, _), (anchor, jobs))| self.wanted(task, anchor, &jobs)).listed()
    }

    /// The first line that wants what a line wants.
    fn task_of(&self, line: usize) -> usize {
        let act = self.lines.get(line).map(|l| &l.then.act);
        self.lines.iter().position(|l| act.is_some_and(|act| same(act, &l.then.act))).unwrap_or(line)
    }

    /// The rows that want a task. A row of which a line is known to hold wants that line's task, and that of the most
    /// urgent line that may hold before it where it is another one, undecided; any other row wants the latter alone.
    fn jobs<'a>(&self, task: usize, seen: &'a [Seen]) -> Vec<Job<'a>> {
        let mut jobs = Vec::new();
        for one in seen {
            let urgent = one.level.most_urgent();
            match (urgent, one.level.holds) {
                (Some(urgent), Some(holds)) if self.task_of(urgent) == self.task_of(holds) => {
                    jobs.push(Job { seen: one, line: urgent, decided: true });
                }
                (urgent, holds) => {
                    jobs.extend(urgent.map(|line| Job { seen: one, line, decided: false }));
                    jobs.extend(holds.map(|line| Job { seen: one, line, decided: true }));
                }
            }
        }
        jobs.retain(|job| self.task_of(job.line) == task);
        jobs
    }

    /// The anchor of each row's task.
    fn anchors(&self, machine: &Machine<'_>, jobs: &[Job<'_>]) -> Vec<String> {
        let declared = machine.terms.declared;
        let (what, name) = match self.on {
            Source::Series(s) => ("row", declared.series.get(s.index()).map(|s| s.name.as_str())),
            Source::Fact(f) => ("fact", declared.facts.get(f.index()).map(|f| f.name.as_str())),
        };
        let name = name.unwrap_or_default();
        let row = |seen: &Seen| text![what, ":", name, ":", seen.id];
        let day = |seen: &Seen| seen.day.map_or_else(|| row(seen), |day| text!["day:", name, ":", day]);
        let heads = self.heads(machine, jobs);
        let anchored = jobs.iter().zip(heads).map(|(job, head)| match (job.decided, self.one_task_a_day) {
            // What could not be decided makes one task a day, whatever else the alert says.
            (false, _) => day(job.seen),
            (true, true) => day(head),
            (true, false) => row(head),
        });
        anchored.listed()
    }

    /// Of each row, the row that its task began with: of those within the confirming time of one another, the first that came.
    fn heads<'a>(&self, machine: &Machine<'_>, jobs: &[Job<'a>]) -> Vec<&'a Seen> {
        let mut heads: Vec<&Seen> = jobs.iter().map(|job| job.seen).listed();
        let Some(confirm) = &self.confirm else { return heads };
        let mut chains: Vec<Vec<usize>> = Vec::new();
        let mut joins_until: Option<Instant> = None;
        for (at, job) in jobs.iter().enumerate() {
            let (Some(measured), true) = (job.seen.at, job.decided) else { continue };
            match chains.last_mut() {
                Some(chain) if joins_until.is_some_and(|until| measured <= until) => chain.push(at),
                _ => chains.push(alloc::vec![at]),
            }
            joins_until = machine.chart.timeline.shift(measured, confirm.within, false);
        }
        for chain in chains {
            let rows = chain.iter().filter_map(|at| jobs.get(*at)).map(|job| job.seen);
            let Some(first) = rows.min_by(|a, b| (a.came, a.at, &a.id).cmp(&(b.came, b.at, &b.id))) else { continue };
            for at in chain {
                if let Some(head) = heads.get_mut(at) {
                    *head = first;
                }
            }
        }
        heads
    }

    fn wanted(&self, task: usize, anchor: String, jobs: &[Job<'_>]) -> Option<Wanted> {
        let rank = |job: &&Job<'_>| (job.line, job.seen.confirmation.unwrap_or(Confirmation::Confirmed));
        let first = jobs.iter().min_by_key(rank)?;
        let line = self.lines.get(first.line)?;
        let confirmed = first.seen.confirmation.map(|c| text![line.level, ", ", c.text()]);
        let came: SortedSet<Instant> = jobs.iter().filter_map(|job| job.seen.came).collect();
        let lines: SortedSet<usize> = jobs.iter().map(|job| job.line).collect();
        Some(Wanted {
            then: line.then.clone(),
            rule: gather::numbered(&self.name, task),
            anchor,
            since: came.first().copied(),
            causes: came.into_iter().listed(),
            occurrence: 0,
            undecided: jobs.iter().all(|job| !job.decided),
            because: lines.into_iter().map(|line| gather::numbered(&self.name, line)).listed(),
            note: Some(confirmed.unwrap_or_else(|| line.level.clone())),
            not_before: None,
            due_date: None,
            wish: Wish::Exist,
            recurs: false,
        })
    }
}

/// The same task, whoever does it: one action, and the more urgent line says whose it is and by when.
fn same(a: &Act, b: &Act) -> bool {
    match (a, b) {
        (Act::Task { task: a, .. }, Act::Task { task: b, .. }) => a == b,
        (Act::Message { message: a, .. }, Act::Message { message: b, .. }) => a == b,
        _ => false,
    }
}
