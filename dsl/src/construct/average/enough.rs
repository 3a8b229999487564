//! How much is enough: sessions, what is taken of each, what is needed; and whether that can ever be reached.

use stepcare_core::construct::average::{Need, Points, Session, Skip, Take};
use stepcare_core::expression::{Node as Step, Source};
use stepcare_core::value::{Constant, Duration, LocalTime, Number};

use crate::construct::block::Block;
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::source::Span;
use crate::syntax::expression::name;

/// A whole number from 1.
pub(super) fn positive(cx: &mut Lower<'_>, node: &Node, what: &str) -> Option<u32> {
    match cx.whole(node)? {
        0 => cx.fail(Diagnostic::new(code::BAD_NUMBER, node.span, what, "expected 1 or more")),
        n => Some(n),
    }
}

/// `session morning 04:00 .. 12:00, evening 16:00 .. 24:00`: no two share a minute, so that a reading is in one at most.
pub(super) fn sessions(cx: &mut Lower<'_>, node: &Node) -> Option<Vec<Session>> {
    let (mut sessions, mut whole) = (Vec::<(Session, &Node)>::new(), true);
    for one in node.all(Rule::session) {
        match session(cx, one) {
            Some(session) => sessions.push((session, one)),
            None => whole = false,
        }
    }
    for (n, (session, node)) in sessions.iter().enumerate() {
        for (other, first) in sessions.iter().take(n) {
            let error = if other.name == session.name {
                let message = format!("two sessions are called `{}`", session.name);
                Diagnostic::new(code::TWICE, node.span, message, "again here").label(first.span, "first here")
            } else if other.from < session.to && session.from < other.to {
                let message = format!("the sessions `{}` and `{}` overlap", other.name, session.name);
                Diagnostic::new(code::CONTRADICTS, node.span, message, "a reading would be in both")
                    .label(first.span, "the other one")
                    .help("a session includes its start and excludes its end")
            } else {
                continue;
            };
            cx.errors.push(error);
            whole = false;
        }
    }
    whole.then(|| sessions.into_iter().map(|(session, _)| session).collect())
}

fn session(cx: &mut Lower<'_>, node: &Node) -> Option<Session> {
    let mut ends = node.all(Rule::clock).map(|clock| (LocalTime::parse(&clock.text), clock));
    let ((from, from_node), (to, to_node)) = (ends.next()?, ends.next()?);
    for (end, clock) in [(from, from_node), (to, to_node)] {
        if end.is_none() {
            let message = format!("there is no such time of day: {}", clock.text);
            cx.errors.push(Diagnostic::new(code::BAD_DATE, clock.span, message, "00:00 to 24:00"));
        }
    }
    let (from, to) = (from?, to?);
    if from >= to {
        let message = "a session ends after it starts, on the same day";
        let error = Diagnostic::new(code::CONTRADICTS, node.span, message, "its end is not after its start");
        return cx.fail(error.help("24:00 is the end of the day; a session does not run past it"));
    }
    Some(Session { name: node.name()?.text.clone(), from, to })
}

/// `take first 2 in each session`, `take first 12` where the day has no sessions, or `take newest until …`.
pub(super) fn take(cx: &mut Lower<'_>, node: &Node, has_sessions: bool, row: Option<Source>) -> Option<Take> {
    if let Some(newest) = node.child(Rule::take_newest) {
        return newest_until(cx, newest, row);
    }
    let n = positive(cx, node.child(Rule::whole)?, "readings are taken from 1");
    let error = match (node.has(Rule::in_each), has_sessions) {
        (true, false) => Some(("this average has no sessions", "add `session morning 04:00 .. 12:00, …`")),
        (false, true) => Some(("taken of what: of each session?", "write `in each session`")),
        _ => None,
    };
    if let Some((message, help)) = error {
        let label = "and the average's `session` says otherwise";
        let label = if has_sessions { label } else { "there is no session to take from" };
        return cx.fail(Diagnostic::new(code::CONTRADICTS, node.span, message, label).help(help));
    }
    Some(if node.has(Rule::k_last) { Take::LastInEachSession(n?) } else { Take::FirstInEachSession(n?) })
}

/// `newest until points >= 4, points 1 when setting is office, 0.334 when setting is home`.
fn newest_until(cx: &mut Lower<'_>, node: &Node, row: Option<Source>) -> Option<Take> {
    let points = points(cx, node);
    let (mut each, mut whole, mut always) = (Vec::new(), true, None::<Span>);
    for one in node.all(Rule::worth) {
        if let Some(first) = always {
            let error =
                Diagnostic::new(code::LAST, one.span, "points after `otherwise` are never given", "never reached");
            cx.errors.push(error.label(first, "every other row has these").help("move them above `otherwise`"));
        }
        let worth = self::points(cx, one);
        let when = match one.child(Rule::condition) {
            // Without its rows no column has a meaning.
            Some(condition) => row.and_then(|row| cx.on_rows(row, |cx| cx.condition(condition))),
            None => {
                always = always.or(Some(one.span));
                Some(cx.out.program.push(Step::Constant { value: Constant::Truth(true), unit: None }))
            }
        };
        match worth.zip(when) {
            Some((points, when)) => each.push(Points { points, when }),
            None => whole = false,
        }
    }
    whole.then_some(Take::NewestUntil { points: points?, each })
}

/// A number of points, above 0.
fn points(cx: &mut Lower<'_>, node: &Node) -> Option<Number> {
    let written = node.child(Rule::number)?;
    let points = cx.number(written)?;
    if points > Number::ZERO {
        return Some(points);
    }
    let error = Diagnostic::new(code::BAD_NUMBER, written.span, "points are above 0", "not such a number");
    cx.fail(error.help("leave out what rows are worth nothing for: a row without points does not count"))
}

/// Reports a need beside points: which of them says how much is enough?
pub(super) fn one_measure(cx: &mut Lower<'_>, block: &Block<'_>) {
    let points = block.clause(Rule::average_take).and_then(|take| take.child(Rule::take_newest));
    if let (Some(points), Some(need)) = (points, block.clause(Rule::average_need)) {
        let message = "points say how much is enough, and `need` says it again";
        let error = Diagnostic::new(code::CONTRADICTS, need.span, message, "another measure");
        cx.errors.push(error.label(points.span, "enough by these points").help("keep one of the two"));
    }
}

/// `skip first day`, `skip first 2 window days`, and beside it `skip first reading in each session`.
pub(super) fn skips(cx: &mut Lower<'_>, block: &Block<'_>, has_sessions: bool) -> Option<(Option<Skip>, u32)> {
    let (mut days, mut readings, mut whole) = (None, None, true);
    for (clause, node) in block.clauses.iter().filter(|(_, node)| node.rule == Rule::average_skip) {
        let of_readings = node.child(Rule::skip_readings);
        let (written, what) = match of_readings {
            Some(readings) => (readings.child(Rule::whole), "readings are skipped from 1"),
            None => (node.child(Rule::whole), "days are skipped from 1"),
        };
        let count = written.map_or(Some(1), |written| positive(cx, written, what));
        whole &= count.is_some();
        let Some(count) = count else { continue };
        if of_readings.is_none() {
            cx.once(&mut days, clause, Some(Skip { days: count, of_window: node.has(Rule::k_window) }));
            continue;
        }
        cx.once(&mut readings, clause, Some(count));
        if !has_sessions {
            let message = "this average has no sessions";
            let error = Diagnostic::new(code::CONTRADICTS, node.span, message, "there is no session to skip in");
            cx.errors.push(error.help("add `session morning 04:00 .. 12:00, …`"));
        }
    }
    whole.then_some((days, readings.unwrap_or(0)))
}

/// `need 3 days with 2 morning and 2 evening`, `need 12 readings`. `sessions` is what the average declares.
#[allow(clippy::option_option)]
pub(super) fn need(cx: &mut Lower<'_>, node: &Node, sessions: Option<&Option<Vec<Session>>>) -> Option<Need> {
    if let Some(readings) = node.child(Rule::need_readings) {
        return positive(cx, readings.child(Rule::whole)?, "readings are needed from 1").map(Need::Readings);
    }
    let clause = node.child(Rule::need_days)?;
    let days = positive(cx, clause.child(Rule::whole)?, "days are needed from 1");
    let sessions = match sessions {
        // The sessions are broken, which was reported; which of them is meant cannot be told.
        Some(None) => return None,
        Some(Some(sessions)) => sessions.as_slice(),
        None => &[],
    };
    let (mut each, mut whole) = (Vec::<(u32, u32)>::new(), true);
    for one in clause.all(Rule::in_session) {
        let named = name(one.name()?);
        let readings = positive(cx, one.child(Rule::whole)?, "readings are needed from 1");
        let Some(at) = sessions.iter().position(|session| session.name == named.text) else {
            let message = format!("there is no session `{}`", named.text);
            let error = Diagnostic::new(code::UNKNOWN_NAME, named.span, message, "not a session of this average");
            let names = sessions.iter().map(|session| session.name.as_str());
            let error = match sessions.is_empty() {
                true => error.help(format!("declare it: `session {} 04:00 .. 12:00`", named.text)),
                false => error.did_you_mean(&named.text, names),
            };
            cx.errors.push(error);
            whole = false;
            continue;
        };
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if each.iter().any(|(first, _)| *first == at) {
            let message = format!("the session `{}` stands twice", named.text);
            cx.errors.push(Diagnostic::new(code::ONCE, one.span, message, "again here").help("keep one"));
            whole = false;
        }
        match readings {
            Some(readings) => each.push((at, readings)),
            None => whole = false,
        }
    }
    whole.then_some(Need::Days { days: days?, each })
}

/// What bounds how many readings can ever count, as far as it is written and could be read.
pub(super) struct Counts<'c> {
    pub window: Option<Duration>,
    pub skip: Option<Skip>,
    pub take: Option<Take>,
    pub sessions: Option<Option<&'c [Session]>>,
}

/// Reports a need that no patient can meet: the average would be insufficient for everyone and for ever.
pub(super) fn reachable(cx: &mut Lower<'_>, block: &Block<'_>, counts: &Counts<'_>) {
    let Some(clause) = block.clause(Rule::average_need) else { return };
    let number = |node: &Node| node.child(Rule::whole).and_then(|n| n.text.parse::<i64>().ok());
    let taken = counts.take.as_ref().map(|take| match take {
        Take::FirstInEachSession(n) | Take::LastInEachSession(n) => i64::from(*n),
        Take::NewestUntil { .. } => i64::MAX,
    });
    let skipped = counts.skip.as_ref().map_or(0, |skip| i64::from(skip.days));
    let days = counts.window.and_then(Duration::days).map(|days| days.saturating_sub(skipped));
    if let Some(of) = clause.child(Rule::need_days) {
        for one in of.all(Rule::in_session) {
            if let (Some(needed), Some(taken)) = (number(one), taken)
                && needed > taken
            {
                let message = format!("{needed} are needed of each session and no more than {taken} taken");
                let error = Diagnostic::new(code::CONTRADICTS, one.span, message, "more than `take` allows");
                cx.errors.push(error.help(format!("take {needed} in each session, or need {taken}")));
            }
        }
        if let (Some(needed), Some(days)) = (number(of), days)
            && needed > days
        {
            let message = format!("{needed} days are needed and only {} can count", days.max(0));
            let error = Diagnostic::new(code::CONTRADICTS, of.span, message, "more than the window has");
            cx.errors.push(error.help("make the window longer, or need fewer days"));
        }
    } else if let (Some(of), Some(taken)) = (clause.child(Rule::need_readings), taken) {
        let slots = match counts.sessions {
            Some(Some(all)) => days.map(|days| days.saturating_mul(i64::try_from(all.len()).unwrap_or(i64::MAX))),
            Some(None) => None,
            // Without sessions the readings are taken of the whole window.
            None => Some(1),
        };
        if let (Some(needed), Some(most)) = (number(of), slots.map(|n| n.saturating_mul(taken)))
            && needed > most
        {
            let message = format!("{needed} readings are needed and at most {} are taken", most.max(0));
            let error = Diagnostic::new(code::CONTRADICTS, of.span, message, "more than `take` allows");
            cx.errors.push(error.help("take more in each session, make the window longer, or need fewer"));
        }
    }
}
