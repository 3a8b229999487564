//! Facts and feeds at as-of: which value counts, when it goes stale, and what is still from the future.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::compare::{just_after, same};
use super::machine::Held;
use super::{FactState, FeedState, Machine, Rows, Source, Why};
use crate::record::{Cell, ChartRow, Entry, FactDecl, FactKind, Timeline};
use crate::value::id::{FactId, SeriesId};
use crate::value::text::text;
use crate::value::{Constant, Duration, Instant, Listed, Value};

/// How far a clock may run ahead before what it dates is from the future.
const AHEAD_MS: i64 = 10 * 60 * 1000;

/// What a fact comes to before its assumption.
enum Read<'a> {
    Sound(&'a Entry),
    List(Value),
    Not(Why, Option<Instant>),
}

impl<'a> Machine<'a> {
    /// A fact at as-of. Notes when it goes stale.
    pub fn fact(&mut self, fact: FactId) -> FactState {
        self.refresh();
        self.fact_state(fact)
    }

    pub(super) fn fact_state(&mut self, fact: FactId) -> FactState {
        if let Some(state) = self.facts.get(&fact) {
            return state.clone();
        }
        let state = match self.tried_facts.get(&fact) {
            Some(value) => FactState::Known { value: value.clone(), at: None, source: None, id: None },
            None => self.read_fact(fact),
        };
        self.facts.insert(fact, state.clone());
        state
    }

    fn read_fact(&mut self, fact: FactId) -> FactState {
        let declared: &'a [FactDecl] = self.terms.declared.facts;
        let Some(decl) = declared.get(fact.index()) else {
            return FactState::Unknown { why: Why::Absent, since: None };
        };
        let mut read = self.entries(fact, decl);
        if decl.kind == FactKind::Medications && matches!(read, Read::Sound(_) | Read::Not(Why::Absent, _)) {
            read = self.medications();
        }
        match read {
            Read::Sound(entry) => FactState::Known {
                value: entry.value.clone(),
                at: entry.at,
                source: entry.source.clone(),
                id: entry.id.clone(),
            },
            Read::List(value) => FactState::Known { value, at: None, source: None, id: None },
            Read::Not(why, since) => match &decl.assume {
                Some(value) if matches!(why, Why::Absent | Why::Undated | Why::Stale) => {
                    FactState::Assumed { value: assumed(value, &decl.kind), why }
                }
                _ => FactState::Unknown { why, since },
            },
        }
    }

    /// The latest `at` counts, unless a refusal may be as late, a second value of that instant differs, or it is stale.
    fn entries(&mut self, fact: FactId, decl: &FactDecl) -> Read<'a> {
        let chart = self.chart;
        let Some(history) = chart.facts.get(fact.index()) else { return Read::Not(Why::Absent, None) };
        let present: Vec<&Entry> = history.entries.iter().filter(|e| self.is_present(e.at, &decl.name)).listed();
        let refused: Vec<Option<Instant>> =
            history.refused.iter().map(|one| one.at).filter(|at| self.is_present(*at, &decl.name)).listed();
        let Some(latest) = present.iter().max_by_key(|entry| entry.at) else {
            return Read::Not(if refused.is_empty() { Why::Absent } else { Why::Refused }, None);
        };
        // An undated refusal may be the latest of all.
        if refused.iter().any(|at| at.is_none() || *at >= latest.at) {
            return Read::Not(Why::Refused, None);
        }
        let mut rivals = present.iter().filter(|entry| entry.at == latest.at);
        if rivals.any(|rival| same(&rival.value, &latest.value) != Some(true)) {
            return Read::Not(Why::Conflict, latest.at);
        }
        let Some(valid) = decl.valid else { return Read::Sound(latest) };
        let Some(at) = latest.at else { return Read::Not(Why::Undated, None) };
        match self.stale_from(at, valid) {
            Some(stale) if stale <= self.as_of => Read::Not(Why::Stale, Some(stale)),
            Some(stale) => {
                self.note(stale, &text![decl.name, " goes stale"], None);
                Read::Sound(latest)
            }
            None => Read::Sound(latest),
        }
    }

    /// The first instant at which a value of this instant is too old; `None` beyond the calendar.
    fn stale_from(&self, at: Instant, valid: Duration) -> Option<Instant> {
        match valid.ms() {
            Some(ms) => at.checked_add_ms(ms).map(just_after),
            None => {
                let last = valid.add_to_date(self.chart.timeline.date(at), false)?;
                Some(self.chart.timeline.end_of_day(last))
            }
        }
    }

    /// Whether something of this instant is not from the future; its arrival in the present is noted.
    fn is_present(&mut self, at: Option<Instant>, name: &str) -> bool {
        match at.and_then(|at| self.arrives(at)) {
            Some(arrival) => {
                self.note(arrival, &text![name, ": a value from the future becomes present"], None);
                false
            }
            None => true,
        }
    }

    /// When something of this instant ceases to be from the future; `None` if it is not.
    fn arrives(&self, at: Instant) -> Option<Instant> {
        let arrival = at.checked_add_ms(-AHEAD_MS).unwrap_or(Instant::MIN);
        (arrival > self.as_of).then_some(arrival)
    }

    /// The codes of what is taken; unknown while it is open whether a line is.
    fn medications(&mut self) -> Read<'a> {
        let chart = self.chart;
        let Some(lines) = chart.medications.as_ref().filter(|_| !self.list_is_ahead()) else {
            return Read::Not(Why::Absent, None);
        };
        let mut codes = Vec::new();
        for line in lines {
            match super::regimen::is_taken(line, self.as_of) {
                Some(true) => codes.push(line.code.clone()),
                Some(false) => {}
                None => return Read::Not(Why::Partial, None),
            }
        }
        for line in lines.iter().filter(|line| line.active != Some(false)) {
            for at in [line.from, line.to].into_iter().flatten() {
                self.note(at, "a medication starts or stops", Some(&line.id));
            }
        }
        Read::List(Value::Codes(codes))
    }

    /// Whether the medication list that the chart holds is one from the future.
    fn list_is_ahead(&self) -> bool {
        let history = self.medication_list().and_then(|fact| self.chart.facts.get(fact.index()));
        let entries = history.map_or(&[][..], |history| history.entries.as_slice());
        entries.iter().any(|entry| entry.at.is_some_and(|at| self.arrives(at).is_some()))
    }

    /// Whether the medication list may be gone by: supplied, and neither stale, refused, in conflict nor from the future.
    pub(super) fn list_counts(&mut self) -> bool {
        let Some(fact) = self.medication_list() else { return true };
        let why = match self.fact_state(fact) {
            FactState::Known { .. } => None,
            FactState::Assumed { why, .. } | FactState::Unknown { why, .. } => Some(why),
        };
        !self.list_is_ahead() && !matches!(why, Some(Why::Stale | Why::Undated | Why::Conflict | Why::Refused))
    }

    /// A feed.
    pub fn feed(&mut self, series: SeriesId) -> FeedState {
        let declared = self.terms.declared.series.get(series.index());
        let (Some(decl), Some(rows)) = (declared, self.chart.series.get(series.index())) else {
            return FeedState::NotSupplied;
        };
        if !rows.supplied {
            let taken_as_none = decl.assume_none_when_not_supplied && !rows.refused;
            return if taken_as_none { FeedState::Current } else { FeedState::NotSupplied };
        }
        let Some(within) = decl.current_within else { return FeedState::Current };
        // As the evaluation prints it: the two can never disagree.
        let until = rows.through.map(|through| current_until(&self.chart.timeline, through, within));
        if until.is_some_and(|until| self.feeds_at <= until) { FeedState::Current } else { FeedState::Behind }
    }

    /// The rows of a source as of now, in order: those from the future are set aside (and their arrival in the present
    /// is noted). A fact's history is rows of one column, each with its entry's id, else its value as text.
    pub fn rows_of(&mut self, source: Source) -> Rows<'a> {
        self.refresh();
        self.present_rows(source)
    }

    pub(super) fn present_rows(&mut self, source: Source) -> Rows<'a> {
        if !self.rows.contains_key(&source) {
            let all: Vec<Cow<'a, ChartRow>> = match source {
                Source::Series(series) => {
                    let chart = self.chart;
                    let rows = chart.series.get(series.index()).map_or(&[][..], |s| s.rows.as_slice());
                    rows.iter().map(Cow::Borrowed).listed()
                }
                Source::Fact(fact) => self.history(fact).into_iter().map(Cow::Owned).listed(),
            };
            let mut next: Option<(Instant, String)> = None;
            let present = all.into_iter().filter(|row| {
                if let Some(arrival) = row.at.and_then(|at| self.arrives(at)) {
                    if !came_before_it_was(row) && next.as_ref().is_none_or(|(known, _)| arrival < *known) {
                        next = Some((arrival, row.id.clone()));
                    }
                    return false;
                }
                !came_before_it_was(row)
            });
            let held = Held { rows: present.collect(), next };
            self.rows.insert(source, held);
        }
        let Some(held) = self.rows.get(&source) else { return Rows::from([]) };
        let rows = held.rows.clone();
        let next = held.next.clone();
        if let (true, Some((at, row))) = (self.noted.insert(source), next) {
            self.note(at, "a reading from the future becomes present", Some(&row));
        }
        rows
    }

    /// Rows of a series set aside as from the future: more than 10 minutes after their `received` (else as-of).
    pub fn future_rows(&mut self, series: SeriesId) -> Vec<&'a ChartRow> {
        let chart = self.chart;
        let rows = chart.series.get(series.index()).map_or(&[][..], |s| s.rows.as_slice());
        rows.iter()
            .filter(|row| came_before_it_was(row) || row.at.is_some_and(|at| self.arrives(at).is_some()))
            .listed()
    }

    /// A fact's history as rows. A refused value is a row that cannot be read, so that whoever looks at each row sees it;
    /// a number out of its range is one that alerts read as it was given.
    fn history(&self, fact: FactId) -> Vec<ChartRow> {
        let Some(history) = self.chart.facts.get(fact.index()) else { return Vec::new() };
        let row = |id: String, at: Option<Instant>, cell: Cell, pointer: &str| ChartRow {
            id,
            at,
            day_only: false,
            received: None,
            device: None,
            status: None,
            cells: alloc::vec![cell],
            pointer: pointer.into(),
        };
        let of = |entry: &Entry, cell: fn(Value) -> Cell| {
            let id = entry.id.clone().unwrap_or_else(|| self.text(&entry.value));
            row(id, entry.at, cell(entry.value.clone()), &entry.pointer)
        };
        let mut rows: Vec<ChartRow> = history.entries.iter().map(|entry| of(entry, Cell::Known)).listed();
        for (n, refused) in history.refused.iter().enumerate() {
            rows.push(match &refused.given {
                Some(entry) => of(entry, Cell::OutOfRange),
                None => row(text!["refused-", n.saturating_add(1)], refused.at, Cell::Refused, ""),
            });
        }
        if let Some(tried) = self.tried_facts.get(&fact) {
            rows.push(row(self.text(tried), Some(self.as_of), Cell::Known(tried.clone()), ""));
        }
        // As series do: by time, undated ones last. Stable: of one instant, as the record has them.
        crate::value::sorted::sort_by(&mut rows, &mut |a, b| (a.at.is_none(), a.at).cmp(&(b.at.is_none(), b.at)));
        rows
    }

    /// Whether a source is silent: a series by its feed, a fact without any value.
    pub(super) fn source_state(&mut self, source: Source) -> FeedState {
        match source {
            Source::Series(series) => self.feed(series),
            Source::Fact(_) if self.present_rows(source).is_empty() => FeedState::NotSupplied,
            Source::Fact(_) => FeedState::Current,
        }
    }
}

/// The last instant at which a feed heard of up to `through` is current. Where a clock change skips the time of day that it
/// would be, so long before the first instant after the gap is already later than `through`: it ends with the gap.
pub(crate) fn current_until(timeline: &Timeline, through: Instant, within: Duration) -> Instant {
    let until = timeline.shift(through, within, false).unwrap_or(Instant::MAX);
    if timeline.shift(until, within, true).is_some_and(|back| back > through) {
        return until.checked_add_ms(-1).unwrap_or(until);
    }
    until
}

/// A row dated more than 10 minutes after it arrived: its clock is wrong, and no passing of time makes it right.
fn came_before_it_was(row: &ChartRow) -> bool {
    match (row.at, row.received) {
        (Some(at), Some(received)) => received.checked_add_ms(AHEAD_MS).is_some_and(|latest| at > latest),
        _ => false,
    }
}

/// `assume none` is the empty list of what the fact holds.
pub(super) fn assumed(value: &Constant, kind: &FactKind) -> Value {
    match (value, kind) {
        (Constant::None, FactKind::AnyOf(_)) => Value::Symbols(Vec::new()),
        _ => value.value(),
    }
}
