//! The desired set: keys, events, joining, and by which channel.

mod channels;
mod events;

use alloc::{format, string::String, vec::Vec};

use crate::construct::Then;
use crate::construct::practice::{HERE, Practice, Seen, at};
use crate::construct::reminder::{Delay, Line, Reminder};
use crate::record::FactKind;
use crate::value::Duration;

/// A practice in which one line is wanted from `wanted_at` on, about that fact.
fn wanting(thens: Vec<Then>) -> Practice {
    let mut practice = Practice::empty();
    let start = practice.fact("wanted_at", FactKind::Instant, None);
    let line = |then| Line {
        after: Delay { parts: Vec::from([Duration::parse("0 hours").unwrap()]), setting: None },
        then,
        when: None,
        every: None,
        up_to: None,
        cite: Vec::new(),
        at: HERE,
    };
    let lines = thens.into_iter().map(line).collect();
    practice.reminders.push(Reminder { name: "reminder".into(), start, stop: None, lines, at: HERE });
    practice
}

fn wanted_at(local: &str) -> String {
    format!(r#""wanted_at":"{}""#, at(local))
}
