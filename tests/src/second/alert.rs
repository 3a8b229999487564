//! An alert by its rows: which level, whether it is known to fire, whether another reading bears it out, and its tasks.

use std::collections::BTreeSet;

use stepcare_core::construct::alert::Confirm;
use stepcare_core::construct::{Act, Alert};
use stepcare_core::expression::{Source, Status};
use stepcare_core::value::{Instant, Truth};

use super::actions::Wanted;
use super::expression::At;
use super::reasons::Missing;
use super::rows::Row;
use super::told::{Told, reason};
use super::{NotYet, Second, Worked};

/// A row that asks for a task, by the line at that place, and whether that is decided.
type Job<'s> = (&'s Seen<'s>, usize, bool);

/// A row that fired or may.
struct Seen<'r> {
    row: &'r Row,
    /// From the future: nothing that it says is believed.
    aside: bool,
    /// Lines that may hold before the first that does.
    may: Vec<usize>,
    holds: Option<usize>,
    came: Option<Instant>,
    confirmation: Option<&'static str>,
}

impl Seen<'_> {
    fn urgent(&self) -> Option<usize> {
        self.may.first().copied().or(self.holds)
    }
}

/// The most urgent first.
const CONFIRMATIONS: [&str; 4] = ["confirmed", "awaiting", "unconfirmed", "same_day_review"];

impl Second<'_> {
    fn alert_lines(&self, alert: &Alert, row: &Row) -> Worked<(Vec<usize>, Option<usize>)> {
        let here = Some(At { of: alert.on, row, as_given: true, outer: None });
        let mut may = Vec::new();
        for (n, line) in alert.lines.iter().enumerate() {
            match self.holds(line.when, here)? {
                Truth::No => {}
                Truth::Unknown => may.push(n),
                Truth::Yes => return Ok((may, Some(n))),
            }
        }
        Ok((may, None))
    }

    /// What an alert says.
    pub(super) fn alert(&self, alert: &Alert) -> Worked<Told> {
        let rows = self.rows(alert.on);
        let mut seen: Vec<Seen<'_>> = Vec::new();
        for row in &rows.rows {
            let came = row.received.or(row.at);
            // The horizon counts by `received`, else `at`; whether an undated row is within it nobody knows.
            if came.is_some() && self.in_last(came, alert.horizon) == Truth::No {
                continue;
            }
            let (mut may, mut holds) = self.alert_lines(alert, row)?;
            if may.is_empty() && holds.is_none() {
                continue;
            }
            if came.is_none() {
                may.extend(holds.take());
            }
            seen.push(Seen { row, aside: false, may, holds, came, confirmation: None });
        }
        if let Some(confirm) = &alert.confirm {
            self.confirm(alert, confirm, &rows.rows, &mut seen)?;
        }
        for row in &rows.future {
            if row.received.is_some() && self.in_last(row.received, alert.horizon) == Truth::No {
                continue;
            }
            let may = (0..alert.lines.len()).collect();
            seen.push(Seen { row, aside: true, may, holds: None, came: row.received, confirmation: None });
        }
        let itself = self.why_source(alert.on);
        let mut told = Told::default();
        let mut said = Vec::new();
        let mut missing = Missing::new();
        for one in &seen {
            let level = one.urgent().and_then(|n| alert.lines.get(n)).map_or("", |line| &line.level);
            let status = if one.holds.is_some() { "fired" } else { "undetermined" };
            let here = Some(At { of: alert.on, row: one.row, as_given: true, outer: None });
            let mut reasons = Vec::new();
            for n in one.may.iter().copied().chain(one.holds).filter(|_| !one.aside) {
                let Some(line) = alert.lines.get(n) else { continue };
                let passed = n - one.may.iter().filter(|may| **may < n).count();
                let comparisons = self.comparisons(&[line.when], here)?;
                reasons.push(reason(&format!("{}/{}", alert.name, n + 1), passed as u32, &comparisons));
            }
            let mut lacks = Missing::new();
            if one.aside {
                reasons.push(reason(&alert.name, 0, &[]));
                lacks.extend([itself.clone()?]);
            } else {
                let open: Vec<_> = one.may.iter().filter_map(|n| alert.lines.get(*n)).map(|line| line.when).collect();
                lacks = self.missing(&open, here)?;
                if one.came.is_none() {
                    lacks.extend([itself.clone()?]);
                }
            }
            let id = if matches!(alert.on, Source::Series(_)) { one.row.id.as_str() } else { "-" };
            said.push(format!(
                "{id} at {:?} {level} {status} {} lacks {lacks:?} {}",
                one.row.at,
                one.confirmation.unwrap_or("-"),
                reasons.join(" | ")
            ));
            missing.extend(lacks);
        }
        let fired = seen.iter().any(|one| one.holds.is_some());
        let silent = !rows.supplied || rows.behind || (matches!(alert.on, Source::Fact(_)) && rows.rows.is_empty());
        if !fired && silent {
            let level = alert.lines.first().map_or("", |line| &line.level);
            said.push(format!("the whole {level} undetermined lacks {:?}", Missing::from([itself.clone()?])));
            missing.extend([itself?]);
        }
        if fired || !said.is_empty() {
            told.may(Status::Fired, None);
        }
        if !fired {
            told.may(Status::Quiet, None);
        }
        told.missing = if fired { Missing::new() } else { missing };
        said.sort();
        told.say("rows", said.join("\n      "));
        told.wanted = self.alert_tasks(alert, &seen)?;
        Ok(told)
    }

    /// The first later row within the time: high confirms, else same-day review; none yet: awaiting.
    fn confirm(&self, alert: &Alert, confirm: &Confirm, rows: &[Row], seen: &mut [Seen<'_>]) -> Worked<()> {
        let within = confirm.within.ms().ok_or(NotYet("a confirmation by days"))?;
        let close = |at: Instant| at.checked_add_ms(within).unwrap_or(at);
        let fired: Vec<Instant> = seen.iter().filter(|one| one.holds.is_some()).filter_map(|one| one.row.at).collect();
        let mut before: Option<Instant> = None;
        for one in seen.iter_mut() {
            let (Some(at), Some(_)) = (one.row.at, one.holds) else { continue };
            let here = Some(At { of: alert.on, row: one.row, as_given: true, outer: None });
            let unless = confirm.unless.map_or(Ok(Truth::No), |unless| self.holds(unless, here))?;
            let next = rows.iter().filter(|row| row.at.is_some_and(|later| later > at && later <= close(at)));
            let next = next.min_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
            // It is itself the second reading of one that fired before it.
            let second = before.is_some_and(|before| at <= close(before));
            debug_assert!(fired.contains(&at));
            one.confirmation = Some(if unless == Truth::Yes || second {
                "confirmed"
            } else if let Some(next) = next {
                match self.alert_lines(alert, next)? {
                    (_, Some(_)) => "confirmed",
                    (may, None) if may.is_empty() => "same_day_review",
                    _ => "unconfirmed",
                }
            } else if self.as_of <= close(at) {
                "awaiting"
            } else {
                "unconfirmed"
            });
            before = Some(at);
        }
        Ok(())
    }

    /// One task a row, or a day; rows within the confirming time of one another share one; what is undecided, one a day.
    fn alert_tasks(&self, alert: &Alert, seen: &[Seen<'_>]) -> Worked<Vec<Wanted>> {
        let act = |n: usize| alert.lines.get(n).map(|line| &line.then.act);
        let same = |a: usize, b: usize| match (act(a), act(b)) {
            (Some(Act::Task { task: a, .. }), Some(Act::Task { task: b, .. })) => a == b,
            _ => a == b,
        };
        let first_of = |n: usize| (0..alert.lines.len()).find(|m| same(*m, n)).unwrap_or(n);
        let day = |one: &Seen<'_>| one.row.at.or(one.row.received).map(|at| self.day(at));
        let mut wanted = Vec::new();
        for task in 0..alert.lines.len() {
            let mut jobs: Vec<(&Seen<'_>, usize, bool)> = Vec::new();
            for one in seen {
                match (one.urgent(), one.holds) {
                    (Some(urgent), Some(holds)) if same(urgent, holds) => jobs.push((one, urgent, true)),
                    (urgent, holds) => {
                        jobs.extend(urgent.map(|n| (one, n, false)));
                        jobs.extend(holds.map(|n| (one, n, true)));
                    }
                }
            }
            jobs.retain(|(_, n, _)| first_of(*n) == task);
            // Rows that fired within the confirming time of one another, by the first of them that came.
            let mut heads: Vec<&Seen<'_>> = jobs.iter().map(|(one, ..)| *one).collect();
            if let Some(within) = alert.confirm.as_ref().and_then(|confirm| confirm.within.ms()) {
                let mut chain: Vec<usize> = Vec::new();
                let mut chains: Vec<Vec<usize>> = Vec::new();
                let mut until: Option<Instant> = None;
                for (n, (one, _, decided)) in jobs.iter().enumerate() {
                    let (Some(at), true) = (one.row.at, *decided) else { continue };
                    if until.is_none_or(|until| at > until) {
                        chains.push(std::mem::take(&mut chain));
                    }
                    chain.push(n);
                    until = at.checked_add_ms(within);
                }
                chains.push(chain);
                for chain in chains {
                    let first = chain.iter().filter_map(|n| jobs.get(*n)).map(|(one, ..)| *one);
                    let first = first.min_by_key(|one| (one.came, one.row.at, one.row.id.clone()));
                    for n in chain {
                        if let (Some(head), Some(first)) = (heads.get_mut(n), first) {
                            *head = first;
                        }
                    }
                }
            }
            let mut groups: Vec<(String, Vec<Job<'_>>)> = Vec::new();
            for ((one, n, decided), head) in jobs.into_iter().zip(heads) {
                let row = |one: &Seen<'_>| format!("row {}", one.row.id);
                let about = match (decided, alert.one_task_a_day) {
                    (false, _) => day(one).map_or_else(|| row(one), |day| format!("day {day}")),
                    (true, true) => day(head).map_or_else(|| row(head), |day| format!("day {day}")),
                    (true, false) => row(head),
                };
                match groups.iter_mut().find(|(known, _)| *known == about) {
                    Some((_, group)) => group.push((one, n, decided)),
                    None => groups.push((about, vec![(one, n, decided)])),
                }
            }
            for (about, jobs) in groups {
                let rank = |(one, n, _): &&Job<'_>| {
                    let state = one.confirmation.and_then(|c| CONFIRMATIONS.iter().position(|known| *known == c));
                    (*n, state.unwrap_or(0))
                };
                let Some((one, n, _)) = jobs.iter().min_by_key(rank) else { continue };
                let Some(line) = alert.lines.get(*n) else { continue };
                let mut action = Wanted::new(&line.then, &format!("{}/{}", alert.name, task + 1), &about);
                // The same task about the same row is one, whichever alert wants it.
                action.about = format!("{:?} {about}", alert.on);
                action.since = jobs.iter().filter_map(|(one, ..)| one.came).min();
                let lines: BTreeSet<usize> = jobs.iter().map(|(_, n, _)| *n).collect();
                action.because = lines.iter().map(|n| format!("{}/{}", alert.name, n + 1)).collect();
                action.undecided = jobs.iter().all(|(.., decided)| !decided);
                action.note = Some(match one.confirmation {
                    Some(confirmation) => format!("{}, {confirmation}", line.level),
                    None => line.level.clone(),
                });
                wanted.push(action);
            }
        }
        Ok(wanted)
    }
}
