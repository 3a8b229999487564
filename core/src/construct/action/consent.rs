//! Consent: what may be sent by which channel. Revoked or unknown never sends; a person's call goes on.

use super::{ConsentRule, Topic};
use crate::construct::met::{assumed_empty, fact_of_kind};
use crate::expression::Machine;
use crate::record::chart::ConsentScope;
use crate::record::{Consent, FactKind};
use crate::value::Instant;
use crate::value::id::ChannelId;

/// Whether the topic may be sent by this channel now. Notes when a consent or a revocation dated ahead comes into force.
pub(in crate::construct) fn may_send(machine: &mut Machine<'_>, topic: &Topic, channel: ChannelId, name: &str) -> bool {
    let Some(consents) = consents(machine) else { return false };
    let (given, revoked) = latest(machine, consents, &topic.name, name);
    let newest = given.iter().map(|(at, _)| *at).max();
    // At one instant, revoked wins.
    let stands = newest.filter(|at| revoked.is_none_or(|r| r < *at));
    match &topic.consent {
        ConsentRule::Versions(accepted) => stands.is_some_and(|at| {
            given.iter().any(|(g, version)| *g == at && version.is_some_and(|v| accepted.iter().any(|a| a == v)))
        }),
        ConsentRule::Before(channels) => match (newest, revoked) {
            (None, None) => channels.contains(&channel),
            _ => stands.is_some(),
        },
    }
}

/// The list; `None` is unknown. The author may say that none supplied is none.
fn consents<'a>(machine: &Machine<'a>) -> Option<&'a [Consent]> {
    let supplied = machine.chart.consents.as_deref();
    supplied.or_else(|| {
        let (fact, _) = fact_of_kind(machine, |k| matches!(k, FactKind::Consents(_)))?;
        assumed_empty(machine, fact).then_some(&[][..])
    })
}

type Given<'a> = alloc::vec::Vec<(Instant, Option<&'a str>)>;

/// Consents in force that cover the topic on the channel, and the latest revocation that does.
fn latest<'a>(
    machine: &mut Machine<'_>,
    consents: &'a [Consent],
    topic: &str,
    channel: &str,
) -> (Given<'a>, Option<Instant>) {
    let (mut given, mut revoked) = (Given::new(), None);
    for consent in consents {
        if let Some(at) = consent.given_at.filter(|_| gives(consent, topic, channel)) {
            if at <= machine.as_of {
                given.push((at, consent.version.as_deref()));
            } else {
                machine.note(at, "a consent comes into force", None);
            }
        }
        if let Some(at) = consent.revoked_at.filter(|_| revokes(consent, topic, channel)) {
            if at <= machine.as_of {
                revoked = revoked.max(Some(at));
            } else {
                machine.note(at, "a consent is revoked", None);
            }
        }
    }
    (given, revoked)
}

/// A consent that names a topic is for that topic alone, whatever a later revocation of it reached.
fn gives(consent: &Consent, topic: &str, channel: &str) -> bool {
    let of_topic = match &consent.topic {
        Some(named) => named == topic,
        None => consent.scope != ConsentScope::Topic,
    };
    let on_channel = match &consent.channel {
        Some(named) => named == channel,
        None => consent.scope == ConsentScope::All,
    };
    of_topic && on_channel
}

/// What a revocation leaves unsaid, it covers: a bare STOP ends all topics on its channel.
fn revokes(consent: &Consent, topic: &str, channel: &str) -> bool {
    let on_channel = consent.channel.as_ref().is_none_or(|c| c == channel);
    let of_topic = consent.topic.as_ref().is_none_or(|t| t == topic);
    match consent.scope {
        ConsentScope::All => true,
        ConsentScope::Channel => on_channel,
        ConsentScope::Topic => on_channel && of_topic,
    }
}
