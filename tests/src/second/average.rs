//! An average by trying every way in which the rows that nobody knows about may turn out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, Timelike};
use stepcare_core::construct::Decision;
use stepcare_core::construct::average::{Anchor, Average, Need, Statistic, Take};
use stepcare_core::expression::{Source, Status};
use stepcare_core::value::{Instant, LocalTime, Number, Truth, Value};

use super::expression::At;
use super::read::Held;
use super::reasons::Missing;
use super::regimen::LastChange;
use super::rows::Row;
use super::{NotYet, Second, Worked};

/// More rows than this that may or may not count are not tried.
const TRIED: usize = 12;

/// Whether a row can count.
#[derive(Debug, Clone, PartialEq)]
enum Fate {
    Counts,
    /// It may count. Whether its day has a reading even if it does not: a reading that is rejected is one.
    May {
        is_reading: bool,
    },
    Out(&'static str),
}

struct Reading<'r> {
    row: &'r Row,
    at: Instant,
    day: NaiveDate,
    session: Option<usize>,
    values: Vec<Option<Number>>,
    fate: Fate,
}

impl Reading<'_> {
    fn whole(&self) -> bool {
        self.values.iter().all(Option::is_some)
    }
}

/// A window, one way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Taken {
    /// Positions among the readings.
    used: Vec<usize>,
    left_out: Vec<(String, &'static str)>,
    ready: bool,
}

/// Whether there are enough.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    Ready,
    /// The window that ended on this day stands.
    Stands(NaiveDate),
    Insufficient,
    Open(Missing),
}

/// What an average comes to.
#[derive(Debug, Clone)]
pub struct Mean {
    pub(super) verdict: Verdict,
    /// Reported values by column, where it is ready.
    pub(super) values: Vec<(usize, Option<Number>)>,
    /// What is said of the window in force.
    pub(super) said: BTreeMap<&'static str, String>,
    /// More readings may exist.
    pub(super) behind: bool,
}

impl Mean {
    /// The statuses that are possible.
    #[must_use]
    pub fn possible(&self) -> BTreeSet<Status> {
        match self.verdict {
            Verdict::Ready | Verdict::Stands(_) => BTreeSet::from([Status::Ready]),
            Verdict::Insufficient => BTreeSet::from([Status::Insufficient]),
            Verdict::Open(_) => BTreeSet::from([Status::Ready, Status::Insufficient]),
        }
    }
}

/// From when readings count.
enum From {
    Ever,
    After(Instant),
    Unknown(Missing),
}

/// A stretch of time up to a local day.
struct Window {
    first_day: Option<NaiveDate>,
    first: Option<Instant>,
    last: NaiveDate,
}

impl Window {
    fn holds(&self, at: Instant, day: NaiveDate) -> bool {
        day <= self.last
            && self.first_day.is_none_or(|first| day >= first)
            && self.first.is_none_or(|first| at >= first)
    }
}

impl Second<'_> {
    /// The average at a position among the decisions.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn average_of(&self, decision: usize) -> Worked<Mean> {
        match self.rules.decisions.get(decision) {
            Some(Decision::Average(average)) => self.average(average),
            _ => Err(NotYet("a goal of something else")),
        }
    }

    fn window(&self, average: &Average, last: NaiveDate) -> Worked<Window> {
        let by = average.window;
        let end = if last == self.today() { self.as_of } else { self.end_of_day(last) };
        Ok(match (by.ms(), by.days()) {
            (Some(ms), _) => Window { first_day: None, first: end.checked_add_ms(-ms), last },
            (None, Some(days)) => {
                let back = u64::try_from(days - 1).map_err(|_| NotYet("a window of no day"))?;
                Window { first_day: last.checked_sub_days(Days::new(back)), first: None, last }
            }
            (None, None) => Window { first_day: by.add_to_date(last, true), first: None, last },
        })
    }

    fn counts_from(&self, average: &Average) -> Worked<From> {
        let Some(after) = &average.after else { return Ok(From::Ever) };
        let wait = after.wait;
        let later = |at: Instant| match wait.ms() {
            _ if wait.count == 0 => Some(at),
            Some(ms) => at.checked_add_ms(ms),
            None => wait.add_to_date(self.day(at), false).map(|day| self.end_of_day(day)),
        };
        let bound = match &after.of {
            Anchor::LastDoseChange => match self.last_change()? {
                LastChange::Unknown => return Ok(From::Unknown(self.list_missing()?)),
                LastChange::Never => return Ok(From::Ever),
                LastChange::At(at) => later(at),
            },
            Anchor::Expr(expr) => match self.value(*expr, None)? {
                Some(Value::Instant(at)) => later(at),
                // A date ends with its day.
                Some(Value::Date(date)) if date.earliest() == date.latest() => {
                    let day = wait.add_to_date(date.earliest(), false).unwrap_or(date.earliest());
                    let end = self.end_of_day(day);
                    wait.ms().map_or(Some(end), |ms| end.checked_add_ms(ms))
                }
                _ => return Ok(From::Unknown(self.missing(&[*expr], None)?)),
            },
        };
        Ok(From::After(bound.ok_or(NotYet("a bound past all time"))?))
    }

    /// The rows that have a time, each with what may come of it, and what leaves it open.
    fn readings<'r>(&self, average: &Average, rows: &'r [Row], after: Option<Instant>) -> Worked<Vec<Reading<'r>>> {
        let of = Source::Series(average.of);
        let mut readings = Vec::new();
        for row in rows {
            let Some(at) = row.at else { continue };
            let here = Some(At { of, row, as_given: false, outer: None });
            let cells: Vec<Result<Number, &'static str>> =
                average.report.iter().map(|r| cell(row.cells.get(r.column.index()))).collect();
            let ms = LocalTime::from(self.zone_at(at).local(at).time()).ms();
            debug_assert!(self.zone_at(at).local(at).hour() < 24);
            let inside = |s: &stepcare_core::construct::average::Session| {
                let (from, to) = (s.from.ms(), s.to.ms());
                if from <= to { from <= ms && ms < to } else { from <= ms || ms < to }
            };
            let session = average.sessions.iter().position(inside);
            let mut only = Truth::Yes;
            for when in &average.only {
                only = only.and(self.holds(*when, here)?);
            }
            let mut rejected = Truth::No;
            for reject in &average.reject {
                rejected = rejected.or(self.holds(reject.when, here)?);
            }
            let lacking = cells.iter().find_map(|cell| cell.err());
            let lacking = lacking.filter(|_| average.need.is_some() || cells.iter().all(Result::is_err));
            let fate = if only == Truth::No {
                Fate::Out("not_selected")
            } else if after.is_some_and(|after| at <= after) {
                Fate::Out("before_change")
            } else if let Some(why) = lacking {
                Fate::Out(why)
            } else if session.is_none() && !average.sessions.is_empty() {
                Fate::Out("no_session")
            } else if rejected == Truth::Yes {
                Fate::Out("rejected")
            } else if only == Truth::Yes && rejected == Truth::No {
                Fate::Counts
            } else {
                Fate::May { is_reading: only == Truth::Yes }
            };
            let values = cells.into_iter().map(Result::ok).collect();
            readings.push(Reading { row, at, day: self.day(at), session, values, fate });
        }
        Ok(readings)
    }

    /// Every way a window may turn out; the first has none of the rows that may count.
    fn ways_of_window(&self, average: &Average, readings: &[Reading<'_>], window: &Window) -> Worked<Vec<Taken>> {
        let inside: Vec<usize> =
            (0..readings.len()).filter(|n| readings.get(*n).is_some_and(|r| window.holds(r.at, r.day))).collect();
        let fate = |n: usize| readings.get(n).map(|r| r.fate.clone());
        let open: Vec<usize> = inside.iter().copied().filter(|n| matches!(fate(*n), Some(Fate::May { .. }))).collect();
        if open.len() > TRIED {
            return Err(NotYet("more than twelve rows that may count"));
        }
        let mut ways = Vec::new();
        for bits in 0..1_usize << open.len() {
            let counts = |n: usize| open.iter().position(|o| *o == n).is_none_or(|bit| bits >> bit & 1 == 1);
            ways.push(take(average, readings, &inside, window, &counts));
        }
        Ok(ways)
    }

    /// What an average comes to.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn average(&self, average: &Average) -> Worked<Mean> {
        if average.skip_readings > 0 || average.rows.is_some() || matches!(average.take, Some(Take::NewestUntil { .. }))
        {
            return Err(NotYet("readings skipped, chosen rows, rows by their points"));
        }
        let source = Source::Series(average.of);
        let rows = self.rows(source);
        let from = self.counts_from(average)?;
        let after = if let From::After(at) = from { Some(at) } else { None };
        let readings = self.readings(average, &rows.rows, after)?;
        let today = self.today();
        let series = || self.why_source(source).map(|why| Missing::from([why]));
        // What leaves rows open, wherever they stand in the window.
        let of_rows = |window: &Window| -> Worked<Missing> {
            let mut missing = Missing::new();
            for reading in readings.iter().filter(|r| matches!(r.fate, Fate::May { .. }) && window.holds(r.at, r.day)) {
                let here = Some(At { of: source, row: reading.row, as_given: false, outer: None });
                let mut asked: Vec<_> = average.only.clone();
                asked.extend(average.reject.iter().map(|reject| reject.when));
                missing.extend(self.missing(&asked, here)?);
            }
            Ok(missing)
        };
        let mut window = self.window(average, today)?;
        let mut ways = self.ways_of_window(average, &readings, &window)?;
        let verdict = if !rows.supplied {
            Verdict::Open(series()?)
        } else {
            match settled(average, &ways) {
                None => Verdict::Open(of_rows(&window)?),
                Some(true) => Verdict::Ready,
                Some(false) if rows.behind => Verdict::Open(series()?),
                Some(false) => {
                    let mut verdict = Verdict::Insufficient;
                    for back in 1..average.stands_days.unwrap_or(0) {
                        let Some(last) = today.checked_sub_days(Days::new(back.into())) else { break };
                        let earlier = self.window(average, last)?;
                        let then = self.ways_of_window(average, &readings, &earlier)?;
                        match settled(average, &then) {
                            Some(false) => continue,
                            Some(true) => {
                                verdict = Verdict::Stands(last);
                                (window, ways) = (earlier, then);
                            }
                            None => verdict = Verdict::Open(of_rows(&earlier)?),
                        }
                        break;
                    }
                    verdict
                }
            }
        };
        // From when readings count is not known: any of them may not count, and with none there are never enough.
        let verdict = match (from, verdict) {
            (From::Unknown(_), Verdict::Insufficient) => Verdict::Insufficient,
            (From::Unknown(mut missing), Verdict::Open(more)) => {
                missing.extend(more);
                Verdict::Open(missing)
            }
            (From::Unknown(missing), _) => Verdict::Open(missing),
            (_, verdict) => verdict,
        };
        let ready = matches!(verdict, Verdict::Ready | Verdict::Stands(_));
        let first = ways.first().cloned();
        let values = first.as_ref().map(|taken| self.values(average, &readings, taken, ready)).unwrap_or_default();
        let mut said = BTreeMap::new();
        if let (Some(taken), false) = (&first, matches!(verdict, Verdict::Open(_)))
            && (ready || ways.len() == 1)
        {
            said = self.said(average, &readings, taken, &values, ready);
            let mut left: Vec<String> = taken.left_out.iter().map(|(id, why)| format!("{id} {why}")).collect();
            left.extend(rows.rows.iter().filter(|row| row.at.is_none()).map(|row| format!("{} unknown", row.id)));
            let future = rows.future.iter().filter(|row| row.at.is_some_and(|at| window.holds(at, self.day(at))));
            left.extend(future.map(|row| format!("{} from_the_future", row.id)));
            left.sort();
            said.insert("left out", left.join(", "));
        }
        if let Verdict::Stands(last) = verdict {
            said.insert("stands from", last.to_string());
        }
        let values = if ready { values } else { values.into_iter().map(|(column, _)| (column, None)).collect() };
        Ok(Mean { verdict, values, said, behind: rows.behind })
    }

    fn said(
        &self,
        average: &Average,
        readings: &[Reading<'_>],
        taken: &Taken,
        values: &[(usize, Option<Number>)],
        ready: bool,
    ) -> BTreeMap<&'static str, String> {
        let used: Vec<&Reading<'_>> = taken.used.iter().filter_map(|n| readings.get(*n)).collect();
        let mut reported = Vec::new();
        for (n, (reported_as, (_, value))) in average.report.iter().zip(values).enumerate() {
            let rows = used.iter().filter(|r| r.values.get(n).is_some_and(Option::is_some)).count();
            let value = value.filter(|_| ready);
            let shown = value.zip(average.shown_to).and_then(|(value, step)| value.round_half_up(step));
            reported.push(format!("{} {value:?} {shown:?} of {rows}", reported_as.statistic.name()));
        }
        let days: BTreeSet<NaiveDate> = used.iter().map(|r| r.day).collect();
        BTreeMap::from([
            ("report", reported.join("; ")),
            ("used", used.iter().map(|r| r.row.id.clone()).collect::<Vec<_>>().join(", ")),
            ("days", format!("{} {:?} {:?}", days.len(), days.first(), days.last())),
        ])
    }

    fn values(
        &self,
        average: &Average,
        readings: &[Reading<'_>],
        taken: &Taken,
        ready: bool,
    ) -> Vec<(usize, Option<Number>)> {
        let mut values = Vec::new();
        for (n, reported) in average.report.iter().enumerate() {
            let used = taken.used.iter().filter_map(|at| readings.get(*at));
            let held: Vec<Number> = used.filter_map(|r| r.values.get(n).copied().flatten()).collect();
            let value = match reported.statistic {
                _ if !ready => None,
                Statistic::Least => held.iter().min().copied(),
                Statistic::Greatest => held.iter().max().copied(),
                Statistic::Mean => {
                    let sum = held.iter().try_fold(Number::ZERO, |sum, n| sum.add(*n)).filter(|_| !held.is_empty());
                    sum.and_then(|sum| sum.div(Number::integer(held.len() as i128)))
                }
            };
            values.push((reported.column.index(), value));
        }
        values
    }
}

/// A cell as an average reads it.
fn cell(cell: Option<&Held>) -> Result<Number, &'static str> {
    match cell {
        Some(Held::Known(Value::Number(n))) => Ok(*n),
        Some(Held::OutOfRange(_)) => Err("out_of_range"),
        _ => Err("incomplete"),
    }
}

/// Ready or not, if every way says so and, where it is ready, of the same rows.
fn settled(average: &Average, ways: &[Taken]) -> Option<bool> {
    let first = ways.first()?;
    // A reading that may count may take a later day's place: then only the same rows say the same.
    let places =
        average.take.is_some() && average.sessions.is_empty() && matches!(average.need, Some(Need::Days { .. }));
    let alike = |way: &Taken| way.ready == first.ready && ((!way.ready && !places) || way.used == first.used);
    ways.iter().all(alike).then_some(first.ready)
}

/// Takes a window's rows.
fn take(
    average: &Average,
    readings: &[Reading<'_>],
    inside: &[usize],
    window: &Window,
    counts: &dyn Fn(usize) -> bool,
) -> Taken {
    let of = |n: &usize| readings.get(*n);
    let skipped: BTreeSet<NaiveDate> = match &average.skip {
        None => BTreeSet::new(),
        Some(skip) if skip.of_window => {
            (0..skip.days).filter_map(|n| window.first_day?.checked_add_days(Days::new(n.into()))).collect()
        }
        Some(skip) => {
            let is_reading = |n: &&usize| match of(n).map(|r| &r.fate) {
                Some(Fate::Out("not_selected" | "before_change")) | None => false,
                Some(Fate::May { is_reading }) => *is_reading || counts(**n),
                Some(_) => true,
            };
            let days: BTreeSet<NaiveDate> = inside.iter().filter(is_reading).filter_map(of).map(|r| r.day).collect();
            days.into_iter().take(skip.days as usize).collect()
        }
    };
    let mut order: Vec<usize> = inside.to_vec();
    if let Some(Take::LastInEachSession(_)) = average.take {
        order.reverse();
    }
    let mut filled: BTreeMap<(Option<NaiveDate>, Option<usize>), u32> = BTreeMap::new();
    let (mut used, mut left_out) = (Vec::new(), Vec::new());
    for n in order {
        let Some(reading) = of(&n) else { continue };
        let out = match &reading.fate {
            Fate::Out(why) => Some(*why),
            Fate::May { .. } if !counts(n) => Some("unknown"),
            _ if skipped.contains(&reading.day) => Some("skipped_day"),
            _ => match &average.take {
                None => None,
                Some(Take::FirstInEachSession(most) | Take::LastInEachSession(most)) => {
                    let filled = filled.entry((reading.session.map(|_| reading.day), reading.session)).or_default();
                    let full = *filled >= *most;
                    // Only a row that holds every reported column fills a place.
                    *filled += u32::from(!full && reading.whole());
                    full.then_some("extra_in_session")
                }
                Some(Take::NewestUntil { .. }) => None,
            },
        };
        match out {
            Some(why) => left_out.push((reading.row.id.clone(), why)),
            None => used.push(n),
        }
    }
    used.sort_unstable();
    let whole: Vec<&Reading<'_>> = used.iter().filter_map(of).filter(|r| r.whole()).collect();
    let ready = match &average.need {
        None => !used.is_empty(),
        Some(Need::Readings(n)) => whole.len() >= *n as usize,
        Some(Need::Days { days, each }) => {
            let all: BTreeSet<NaiveDate> = whole.iter().map(|r| r.day).collect();
            let has =
                |day: NaiveDate, s: u32| whole.iter().filter(|r| r.day == day && r.session == Some(s as usize)).count();
            all.iter().filter(|day| each.iter().all(|(s, n)| has(**day, *s) >= *n as usize)).count() >= *days as usize
        }
    };
    Taken { used, left_out, ready }
}
