//! When and where a test looks at the patient, and the moments written in it.

use stepcare_core::value::{Date, Instant, LocalTime, Zone};

use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;

/// When and where a test looks at the patient.
pub(super) struct Clock {
    pub as_of: Instant,
    pub zone: Zone,
}

/// `as of INSTANT in ZONE`.
pub(super) fn clock(node: &Node, cx: &mut Lower<'_>) -> Option<Clock> {
    let named = node.child(Rule::zone)?;
    let Some(zone) = Zone::named(&named.text) else {
        let message = format!("there is no zone `{}`", named.text);
        let error = Diagnostic::new(code::BAD_DATE, named.span, message, "not an IANA zone");
        return cx.fail(error.help("zones are written as America/New_York, Europe/Madrid, UTC"));
    };
    let instant = node.child(Rule::instant)?;
    let as_of = cx.instant_in(instant, &zone)?;
    Some(Clock { as_of, zone })
}

impl Lower<'_> {
    /// An instant, of an `instant` or `partial` node; one without offset is a local time of the zone.
    pub(super) fn instant_in(&mut self, node: &Node, zone: &Zone) -> Option<Instant> {
        if let Ok(instant) = Instant::parse(&node.text) {
            return Some(instant);
        }
        let local = node.text.split_once('T').and_then(|(date, time)| match Date::parse(date)? {
            Date::Day(date) => Some(zone.instant(date, LocalTime::parse(time)?)),
            _ => None,
        });
        match local {
            Some(instant) => Some(instant),
            None => {
                let error = Diagnostic::new(code::BAD_DATE, node.span, "there is no such point in time", "not a time");
                self.fail(error.help("write a local time as 2026-01-31T09:00"))
            }
        }
    }

    /// An instant, of a `moment` node; a date is the start of its local day.
    pub(super) fn moment_in(&mut self, node: &Node, zone: &Zone) -> Option<Instant> {
        let of = node.children.first()?;
        if of.rule == Rule::instant {
            return self.instant_in(of, zone);
        }
        match Date::parse(&of.text) {
            Some(Date::Day(date)) => Some(zone.start_of_day(date)),
            _ => self.fail(Diagnostic::new(code::BAD_DATE, of.span, "there is no such day", "not in the calendar")),
        }
    }
}
