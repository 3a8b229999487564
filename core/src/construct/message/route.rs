//! By which channel a message goes: the first that may be used. A channel that is tasks, or a person's task at the end,
//! catches what may not be sent.

use alloc::{string::String, vec::Vec};

use super::Message;
use super::text::NoText;
use crate::construct::Desk;
use crate::construct::action::{By, may_send};
use crate::expression::{FactState, Machine};
use crate::value::Value;
use crate::value::id::ChannelId;

/// A way for a message to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::construct) enum Route {
    /// Sent by the host.
    Sent(ChannelId),
    /// A person's task, for the channel's role.
    Task(ChannelId),
    /// A person's task, for want of any channel.
    Nobody,
}

impl Message {
    /// The usable channels, in order; the last of all is a person's task, so that there always is one.
    pub(in crate::construct) fn routes(
        &self,
        machine: &mut Machine<'_>,
        desk: &Desk<'_>,
        by: &[By],
        text: &Result<(String, String), NoText>,
    ) -> Vec<Route> {
        let mut routes = Vec::new();
        for by in by {
            let Some(id) = channel(machine, desk, *by) else { continue };
            let Some(channel) = desk.channels.get(id.index()) else { continue };
            let route = if channel.task.is_some() {
                Route::Task(id)
            } else {
                let topic = desk.topics.get(self.topic.index());
                if text.is_err() || !topic.is_some_and(|topic| may_send(machine, topic, id, &channel.name)) {
                    continue;
                }
                Route::Sent(id)
            };
            if !routes.contains(&route) {
                routes.push(route);
            }
        }
        if !routes.iter().any(|r| matches!(r, Route::Task(_))) {
            let tasks = desk.channels.iter().position(|c| c.task.is_some()).and_then(|at| u32::try_from(at).ok());
            routes.push(tasks.map_or(Route::Nobody, |at| Route::Task(ChannelId(at))));
        }
        routes
    }
}

/// The channel; a preferred one that is unknown is passed over.
fn channel(machine: &mut Machine<'_>, desk: &Desk<'_>, by: By) -> Option<ChannelId> {
    let fact = match by {
        By::Channel(id) => return Some(id),
        By::Preferred(fact) => fact,
    };
    let (FactState::Known { value: Value::Symbol(symbol), .. }
    | FactState::Assumed { value: Value::Symbol(symbol), .. }) = machine.fact(fact)
    else {
        return None;
    };
    let name = machine.terms.declared.symbols.get(symbol.0 as usize)?;
    let at = desk.channels.iter().position(|c| c.name == *name)?;
    u32::try_from(at).ok().map(ChannelId)
}
