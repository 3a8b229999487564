//! What the host says became of an action, by its key.

use crate::expression::Machine;
use crate::record::EventKind;
use crate::value::Instant;

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing<'a> {
    /// Nothing is known of it, or the engine closed it: it may be created.
    Fresh,
    /// It exists, with this content where the host said which.
    Open {
        /// Since when.
        at: Instant,
        /// Digest of what the host wrote.
        content: Option<&'a str>,
    },
    /// It was done: not made again under this key.
    Done(Instant),
    /// A person called it off.
    Cancelled(Instant),
    /// It could not be done.
    Failed,
}

/// Where the action of this key stands at as-of. Without a list of events everything is fresh: the key keeps a host
/// from creating it twice. Notes events dated ahead.
pub(super) fn standing<'a>(machine: &mut Machine<'a>, key: &str) -> Standing<'a> {
    let chart = machine.chart;
    let mut standing = Standing::Fresh;
    for event in chart.events.iter().flatten().filter(|e| e.key.as_deref() == Some(key)) {
        if event.at > machine.as_of {
            machine.note(event.at, "something happened to an action", None);
            continue;
        }
        let content = event.content.as_deref();
        standing = match (event.kind, standing) {
            // What has ended stays ended under its key, in whatever order a host reports.
            (_, ended @ (Standing::Done(_) | Standing::Cancelled(_) | Standing::Failed)) => ended,
            (EventKind::Done, _) => Standing::Done(event.at),
            (EventKind::Cancelled, _) => Standing::Cancelled(event.at),
            (EventKind::Failed, _) => Standing::Failed,
            (EventKind::Closed, _) => Standing::Fresh,
            (EventKind::Opened, Standing::Open { at, content: known }) => {
                Standing::Open { at, content: content.or(known) }
            }
            (EventKind::Opened, _) => Standing::Open { at: event.at, content },
            (EventKind::Updated, Standing::Open { at, content: known }) => {
                Standing::Open { at, content: content.or(known) }
            }
            (EventKind::Updated | EventKind::Read | EventKind::StageEntered, other) => other,
        };
    }
    standing
}
