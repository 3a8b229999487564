//! What is still missing, in words for a patient, and the earliest day on which there can be enough.

use alloc::{string::String, vec::Vec};

use chrono::{Days, NaiveDate};

use super::readings::{CountsFrom, Fate, Reading};
use super::window::Taken;
use super::{Average, Need, Take};
use crate::construct::gather;
use crate::construct::span::Span;
use crate::expression::Machine;
use crate::value::text::text;
use crate::value::{Instant, Listed, LocalTime, Number};

/// How far ahead the earliest day is looked for, and the most readings asked of one session.
const DAYS_AHEAD: i64 = 400;
const MOST_A_SESSION: u32 = 100;

impl Average {
    /// What is missing, as words that stand in a sentence ("We still need …"), in English (`en`) or Spanish (`es`); `None`
    /// for another language, and for a session whose name has no words in it.
    pub(super) fn words(&self, language: &str, taken: &Taken<'_>) -> Option<String> {
        let more = self.enough().sub(taken.count)?;
        let one = more == Number::ONE;
        match (language, &self.need) {
            // Points mean nothing to a patient.
            ("en", _) if self.points().is_some() => Some("more readings".into()),
            ("es", _) if self.points().is_some() => Some("más mediciones".into()),
            ("en", Some(Need::Days { each, .. })) => {
                let days = if one { "day" } else { "days" };
                let mut named = Vec::new();
                for (session, n) in each {
                    named.push(text![n, " ", self.session_name(*session)?]);
                }
                let with = match each.last() {
                    None => "a reading".into(),
                    Some((_, n)) => {
                        text![listed(&named, "and"), " ", if *n == 1 { "reading" } else { "readings" }]
                    }
                };
                Some(text![more, " more ", days, " with ", with])
            }
            ("es", Some(Need::Days { each, .. })) => {
                let days = if one { "día" } else { "días" };
                let mut named = Vec::new();
                for (position, (session, n)) in each.iter().enumerate() {
                    let when = spanish(self.session_name(*session)?)?;
                    let what = if *n == 1 { "medición " } else { "mediciones " };
                    named.push(text![n, " ", if position == 0 { what } else { "" }, when]);
                }
                let with = if named.is_empty() { "una medición".into() } else { listed(&named, "y") };
                Some(text![more, " ", days, " más con ", with])
            }
            ("en", _) => Some(text![more, " more ", if one { "reading" } else { "readings" }]),
            ("es", _) => Some(text![more, " ", if one { "medición" } else { "mediciones" }, " más"]),
            _ => None,
        }
    }

    /// What the best of rows is worth, where points are counted.
    fn points(&self) -> Option<Number> {
        match &self.take {
            Some(Take::NewestUntil { each, .. }) => each.iter().map(|line| line.points).max(),
            _ => None,
        }
    }

    fn session_name(&self, session: u32) -> Option<&str> {
        self.sessions.get(usize::try_from(session).ok()?).map(|s| s.name.as_str())
    }

    /// The earliest local day on which it can be ready: by adding the readings of a patient who measures all that is asked
    /// from now on, and taking the window again each day.
    pub(super) fn earliest(&self, machine: &Machine<'_>, rows: &[Reading], from: &CountsFrom) -> Option<NaiveDate> {
        let open_from = match from {
            CountsFrom::After(bound) => machine.as_of.max(*bound),
            CountsFrom::Ever | CountsFrom::Unknown(_) => machine.as_of,
        };
        let timeline = &machine.chart.timeline;
        let mut rows = rows.to_vec();
        // Each day from then on adds a full one: the days that are needed, those skipped, and the one already begun.
        let until_open = timeline.date(open_from).signed_duration_since(machine.today()).num_days();
        let skipped = self.skip.as_ref().map_or(0, |skip| i64::from(skip.days));
        let most = match &self.need {
            Some(Need::Readings(n) | Need::Days { days: n, .. }) => *n,
            None => 1,
        };
        let most = i64::from(most).saturating_add(skipped).saturating_add(until_open).saturating_add(2);
        for ahead in 0..most.min(DAYS_AHEAD) {
            let day = machine.today().checked_add_days(Days::new(u64::try_from(ahead).ok()?))?;
            for (session, to) in self.day_parts() {
                if timeline.instant(day, to) > open_from {
                    self.perfect(&mut rows, day, session, timeline.instant(day, to))?;
                }
            }
            let span =
                if ahead == 0 { Span::now(machine, self.window) } else { Span::ending(timeline, self.window, day) };
            if self.take(&rows, &span, false).ready {
                return Some(day);
            }
        }
        None
    }

    /// The parts of a day in which one can measure, and when each ends; one that runs over midnight ends with the day.
    pub(super) fn day_parts(&self) -> Vec<(Option<u32>, LocalTime)> {
        if self.sessions.is_empty() {
            return alloc::vec![(None, LocalTime::END)];
        }
        let parts = self.sessions.iter().enumerate();
        parts.map(|(at, s)| (Some(gather::count(at)), if s.from <= s.to { s.to } else { LocalTime::END })).listed()
    }

    /// Adds all the readings that a session can give; `None` where a ruleset asks for more than anyone can take.
    fn perfect(&self, rows: &mut Vec<Reading>, day: NaiveDate, session: Option<u32>, at: Instant) -> Option<()> {
        let wanted = match &self.need {
            None => 1,
            Some(Need::Readings(n)) => *n,
            Some(Need::Days { each, .. }) => each.iter().find(|(s, _)| Some(*s) == session).map_or(1, |(_, n)| *n),
        };
        let readings = match self.take {
            Some(Take::FirstInEachSession(n) | Take::LastInEachSession(n)) => wanted.min(n),
            Some(Take::NewestUntil { .. }) => MOST_A_SESSION,
            None => wanted,
        };
        if readings > MOST_A_SESSION || self.skip_readings > MOST_A_SESSION {
            return None;
        }
        let readings = readings.saturating_add(self.skip_readings);
        let points = self.points().unwrap_or(Number::ZERO);
        let reading = Reading {
            id: String::new(),
            at,
            day,
            session,
            values: Vec::new(),
            whole: true,
            points,
            fate: Fate::Counts,
        };
        rows.extend((0..readings).map(|_| reading.clone()));
        Some(())
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: &[String], and: &str) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => text![before.join(", "), " ", and, " ", last],
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// The usual names of sessions, in Spanish.
fn spanish(session: &str) -> Option<&'static str> {
    Some(match session {
        "morning" => "por la mañana",
        "midday" | "noon" => "al mediodía",
        "afternoon" => "por la tarde",
        "evening" | "night" => "por la noche",
        _ => return None,
    })
}
