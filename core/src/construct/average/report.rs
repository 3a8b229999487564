//! The average as a whole: which window is in force, and what is said of it.

use alloc::{string::String, vec::Vec};

use chrono::Days;

use super::readings::{CountsFrom, Reading, Readings};
use super::window::Taken;
use super::{Average, AverageReport, LeftOut, Need, ReportedValue, Statistic, Take};
use crate::construct::span::{Span, leaves};
use crate::construct::{Decided, Said, gather};
use crate::expression::{Comparison, FeedState, Field, Input, Machine, Outcome, Reason, Shown, Side, Status};
use crate::record::FactKind;
use crate::value::SortedSet;
use crate::value::text::text;
use crate::value::{Date, Listed, Number, Truth, Unit, Value};

/// An earlier window is looked for on at most so many days: ten years.
const MOST_DAYS_BACK: u32 = 3653;

/// What is said of the window in force.
#[derive(PartialEq)]
enum Verdict {
    /// It is enough, and ends today.
    Ready,
    /// It was enough on its last day, and stands.
    Stands,
    /// It is not enough.
    Insufficient,
    /// Not known, for want of these.
    Open(SortedSet<Input>),
}

impl Average {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let (from, readings, span, verdict) = self.look(machine);
        let (taken, _) = self.settle(&readings, &span);
        self.note(machine, &readings, &taken, &span, &verdict);

        let values: Vec<ReportedValue> =
            (0..self.report.len()).filter_map(|at| self.reported(machine, at, &taken, verdict.is_ready())).listed();
        let insufficient = verdict == Verdict::Insufficient;
        let missing = if insufficient { self.words("en", &taken) } else { None };
        let status = verdict.status();
        let report = AverageReport {
            status,
            possible: if status == Status::Undetermined {
                alloc::vec![Status::Ready, Status::Insufficient]
            } else {
                Vec::new()
            },
            // By the calendar: after a journey west a later row may be of an earlier day.
            first_day: taken.used.iter().map(|r| r.day).min().map(Date::Day),
            last_day: taken.used.iter().map(|r| r.day).max().map(Date::Day),
            days: gather::count(taken.used.iter().map(|r| r.day).collect::<SortedSet<_>>().len()),
            used: taken.used.iter().map(|r| r.id.clone()).listed(),
            earliest: if insufficient { self.earliest(machine, &readings.rows, &from).map(Date::Day) } else { None },
            stands_from: Some(Date::Day(span.last)).filter(|_| verdict == Verdict::Stands),
            reasons: alloc::vec![self.reason(machine, &taken, &verdict)],
            left_out: self.left_out(machine, taken, &readings, &span, &verdict),
            assumed: readings.assumed,
            unknown: machine.unknowns(verdict.missing()),
            missing: missing.clone(),
            report: values,
        };
        let reported = self.report.iter().zip(&report.report);
        let mut fields: Vec<_> =
            reported.map(|(r, value)| (Field::Reported(r.column), value.value.map(Value::Number))).listed();
        fields.push((Field::Missing, missing.map(Value::Text)));
        let outcome =
            Outcome { possible: verdict.possible(), fields, missing: verdict.missing().clone(), ..Outcome::default() };
        Decided { outcome, said: Said::Average(report), wanted: Vec::new() }
    }

    /// What is still missing, in words for a patient in this language (`en`, `es`); `None` when nothing is, when it is not
    /// known, and in a language that has no words here.
    pub fn missing_words(&self, machine: &mut Machine<'_>, language: &str) -> Option<String> {
        let (_, readings, span, verdict) = self.look(machine);
        let (taken, _) = self.settle(&readings, &span);
        if verdict == Verdict::Insufficient { self.words(language, &taken) } else { None }
    }

    /// The window in force: today's if it is enough, else the newest that was enough and stands.
    fn look(&self, machine: &mut Machine<'_>) -> (CountsFrom, Readings, Span, Verdict) {
        let series = || SortedSet::from([Input::Series(self.of)]);
        let feed = machine.feed(self.of);
        let from = self.counts_from(machine);
        let today = Span::now(machine, self.window);
        let readings = self.readings(machine, &today, &from);
        let (ready, sure) = {
            let (taken, sure) = self.settle(&readings, &today);
            (taken.ready, sure)
        };
        let (readings, span, verdict) = match feed {
            FeedState::NotSupplied => (readings, today, Verdict::Open(series())),
            _ if !sure => {
                let missing = readings.missing.clone();
                (readings, today, Verdict::Open(missing))
            }
            _ if ready => (readings, today, Verdict::Ready),
            // What was not heard of may make today's window ready, or a later one than any that stands.
            FeedState::Behind => (readings, today, Verdict::Open(series())),
            FeedState::Current => match self.standing(machine, &from) {
                Some((earlier, span, Verdict::Stands)) => (earlier, span, Verdict::Stands),
                Some((_, _, verdict)) => (readings, today, verdict),
                None => (readings, today, Verdict::Insufficient),
            },
        };
        // Without a bound the window holds all the readings it ever can: not enough then is not enough.
        let verdict = match (&from, verdict) {
            (CountsFrom::Unknown(_), Verdict::Insufficient) => Verdict::Insufficient,
            (CountsFrom::Unknown(missing), verdict) => Verdict::Open(missing.union(verdict.missing())),
            (_, verdict) => verdict,
        };
        match verdict {
            Verdict::Open(_) if span.last != today.last => {
                let readings = self.readings(machine, &today, &from);
                (from, readings, today, verdict)
            }
            verdict => (from, readings, span, verdict),
        }
    }

    /// How many days back a window that stands may end: of `the last 14 local days` today is one.
    fn last_to_stand(&self) -> Option<u32> {
        self.stands_days?.checked_sub(1).map(|days| days.min(MOST_DAYS_BACK))
    }

    /// The newest earlier window that was ready and still stands, or may have been.
    fn standing(&self, machine: &mut Machine<'_>, from: &CountsFrom) -> Option<(Readings, Span, Verdict)> {
        let back = self.last_to_stand()?;
        let timeline = &machine.chart.timeline;
        let today = machine.today();
        let oldest = Span::ending(timeline, self.window, today.checked_sub_days(Days::new(u64::from(back)))?);
        let readings = self.readings(machine, &oldest, from);
        for days in 1..=back {
            let last = today.checked_sub_days(Days::new(u64::from(days)))?;
            if readings.rows.first().is_none_or(|first| first.day > last) {
                return None;
            }
            let span = Span::ending(timeline, self.window, last);
            match self.settle(&readings, &span) {
                (_, false) => {
                    let missing = readings.missing.clone();
                    return Some((readings, span, Verdict::Open(missing)));
                }
                (taken, true) if taken.ready => return Some((readings, span, Verdict::Stands)),
                _ => {}
            }
        }
        None
    }

    /// When time alone changes what was said.
    fn note(&self, machine: &mut Machine<'_>, readings: &Readings, taken: &Taken<'_>, span: &Span, verdict: &Verdict) {
        let chart = machine.chart;
        let timeline = &chart.timeline;
        // A clock may run a little ahead: a reading of just after midnight is there before its day is.
        let today = machine.today();
        if let Some(row) = readings.rows.iter().find(|r| r.day > today) {
            machine.note(timeline.start_of_day(row.day), "a reading's day begins", Some(&row.id));
        }
        if *verdict == Verdict::Stands {
            let last = self.last_to_stand().and_then(|d| span.last.checked_add_days(Days::new(u64::from(d))));
            if let Some(last) = last {
                machine.note(timeline.end_of_day(last), "the earlier average no longer stands", None);
            }
            return;
        }
        if let Some(row) = taken.oldest
            && let Some(at) = leaves(timeline, self.window, row.at)
        {
            machine.note(at, "a reading leaves the window", Some(&row.id));
        }
        let tonight = timeline.end_of_day(span.last);
        if self.skip.as_ref().is_some_and(|skip| skip.of_window) {
            machine.note(tonight, "the days that are skipped move on", None);
        }
        if *verdict == Verdict::Insufficient {
            for (_, to) in self.day_parts() {
                let end = timeline.instant(span.last, to);
                machine.note(end, "a session ends, and with it the chance of its readings", None);
            }
            machine.note(tonight, "a day ends, and with it the chance of its readings", None);
        }
    }

    /// Why the window is enough or not.
    fn reason(&self, machine: &mut Machine<'_>, taken: &Taken<'_>, verdict: &Verdict) -> Reason {
        let mut reason = machine.reason(self.name.clone(), self.at, &self.cite, None, &[], None, 0);
        let counted = match (&self.need, &self.take) {
            (_, Some(Take::NewestUntil { .. })) => "points",
            (Some(Need::Days { .. }), _) => "days",
            _ => "readings",
        };
        let (have, need) = (taken.count, self.enough());
        let left = Side::new(Some(text![self.name, ".", counted]), Some(Shown::Number(have)));
        let holds = match verdict {
            Verdict::Ready | Verdict::Stands => Truth::Yes,
            Verdict::Insufficient => Truth::No,
            Verdict::Open(_) => Truth::Unknown,
        };
        let mut comparison = Comparison::new(left, ">=", Side::new(None, Some(Shown::Number(need))), holds);
        comparison.margin = gather::margin(have, need);
        reason.comparisons.push(comparison);
        reason
    }

    fn left_out(
        &self,
        machine: &mut Machine<'_>,
        taken: Taken<'_>,
        readings: &Readings,
        span: &Span,
        verdict: &Verdict,
    ) -> Vec<LeftOut> {
        let mut left_out = taken.left_out;
        left_out.extend(readings.undated.iter().cloned());
        for row in machine.future_rows(self.of) {
            let Some(at) = row.at else { continue };
            let day = machine.chart.timeline.date(at);
            if span.holds(at, day) {
                left_out.push(LeftOut { row: row.id.clone(), why: "from_the_future".into(), detail: None });
                if let Some(leaves) = leaves(&machine.chart.timeline, self.window, at)
                    && *verdict != Verdict::Stands
                {
                    machine.note(leaves, "a reading leaves the window", Some(&row.id));
                }
            } else if *verdict != Verdict::Stands && day > span.last {
                // Its day comes before it is believed, and then it is in the window.
                let begins = machine.chart.timeline.start_of_day(day);
                machine.note(begins, "the day begins that a reading from the future is dated", Some(&row.id));
            }
        }
        left_out
    }

    /// A reported value, of the rows taken that hold it.
    fn reported(&self, machine: &mut Machine<'_>, at: usize, taken: &Taken<'_>, ready: bool) -> Option<ReportedValue> {
        let reported = self.report.get(at)?;
        let column = machine.terms.declared.series.get(self.of.index())?.columns.get(reported.column.index())?;
        let unit = match &column.kind {
            FactKind::Number { unit, .. } => *unit,
            _ => Unit::ONE,
        };
        let values: Vec<Number> = taken.used.iter().filter_map(|r| value(r, at)).listed();
        let value = match reported.statistic {
            _ if !ready || values.is_empty() => None,
            Statistic::Mean => machine.fits(mean(&values)),
            Statistic::Least => values.iter().min().copied(),
            Statistic::Greatest => values.iter().max().copied(),
        };
        Some(ReportedValue {
            statistic: reported.statistic.name().into(),
            column: column.name.clone(),
            value,
            shown: value.zip(self.shown_to).and_then(|(v, step)| v.round_half_up(step)),
            unit,
            rows: gather::count(values.len()),
        })
    }
}

fn value(reading: &Reading, at: usize) -> Option<Number> {
    reading.values.get(at).copied().flatten()
}

/// The exact mean; `None` of nothing, and where a sum does not fit.
fn mean(values: &[Number]) -> Option<Number> {
    let sum = values.iter().try_fold(Number::ZERO, |sum, n| sum.add(*n))?;
    sum.div(Number::integer(i128::try_from(values.len()).ok()?))
}

impl Verdict {
    fn is_ready(&self) -> bool {
        matches!(self, Verdict::Ready | Verdict::Stands)
    }

    fn status(&self) -> Status {
        match self {
            Verdict::Ready | Verdict::Stands => Status::Ready,
            Verdict::Insufficient => Status::Insufficient,
            Verdict::Open(_) => Status::Undetermined,
        }
    }

    fn possible(&self) -> SortedSet<Status> {
        match self {
            Verdict::Open(_) => SortedSet::from([Status::Ready, Status::Insufficient]),
            settled => SortedSet::from([settled.status()]),
        }
    }

    fn missing(&self) -> &SortedSet<Input> {
        static NONE: SortedSet<Input> = SortedSet::new();
        match self {
            Verdict::Open(missing) => missing,
            _ => &NONE,
        }
    }
}
