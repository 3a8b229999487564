//! Who does what, and how a patient is reached: roles, tasks, orders, referrals, channels, topics.

use stepcare_core::construct::{Channel, TaskDecl, TaskKind, Topic, action::ConsentRule};
use stepcare_core::value::LocalTime;
use stepcare_core::value::id::{ChannelId, RoleId, TaskId, TopicId};

use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::syntax::Item;
use crate::syntax::expression::{name, names};

fn next(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

pub(super) fn role(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::role_line, item) else { return };
    for named in node.child(Rule::names).map(names).unwrap_or_default() {
        let added = cx.scope.roles.add(&named, RoleId(next(cx.out.roles.len())));
        if cx.take(added).is_some() {
            cx.out.roles.push(named.text);
        }
    }
}

pub(super) fn task(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::task_line, item) else { return };
    let Some(named) = node.name().map(name) else { return };
    let kind = match node.children.first().map(|n| n.rule) {
        Some(Rule::k_order) => TaskKind::Order,
        Some(Rule::k_referral) => TaskKind::Referral,
        _ => TaskKind::Task,
    };
    let added = cx.scope.tasks.add(&named, TaskId(next(cx.out.tasks.len())));
    if cx.take(added).is_none() {
        return;
    }
    let shown = node.child(Rule::names).map(names).unwrap_or_default();
    // What is shown is looked up when every name is declared.
    cx.shown.extend(shown.iter().cloned());
    let shows = shown.into_iter().map(|n| n.text).collect();
    let at = cx.at(item.head);
    cx.out.tasks.push(TaskDecl { kind, name: named.text, text: node.words().unwrap_or_default(), shows, at });
}

pub(super) fn channel(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::channel_line, item) else { return };
    let task = match node.child(Rule::for_role).and_then(Node::name) {
        Some(role) => {
            let role = cx.scope.roles.resolve(&name(role));
            let due = node.child(Rule::due).and_then(|due| cx.due(due));
            // A channel whose role is unknown is still declared: one error is enough.
            cx.take(role).map(|role| (role, due))
        }
        None => None,
    };
    for named in node.child(Rule::names).map(names).unwrap_or_default() {
        let added = cx.scope.channels.add(&named, ChannelId(next(cx.out.channels.len())));
        if cx.take(added).is_some() {
            cx.out.channels.push(Channel { name: named.text, task });
        }
    }
}

pub(super) fn topic(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::topic_line, item) else { return };
    let Some(named) = node.name().map(name) else { return };
    if let Some(cap) = node.child(Rule::topic_cap) {
        cx.errors.push(crate::later::not_yet(cap.span, "a cap on messages (`at most …`)"));
    }
    let consent = match (node.child(Rule::topic_versions), node.child(Rule::topic_before)) {
        (Some(versions), _) => ConsentRule::Versions(versions.all(Rule::text).map(Node::unquoted).collect()),
        (None, before) => {
            let mut channels = Vec::new();
            for named in before.and_then(|b| b.child(Rule::names)).map(names).unwrap_or_default() {
                let channel = cx.scope.channels.resolve(&named);
                channels.extend(cx.take(channel));
            }
            ConsentRule::Before(channels)
        }
    };
    let hours = node.child(Rule::topic_hours).and_then(|hours| self::hours(hours, cx));
    let added = cx.scope.topics.add(&named, TopicId(next(cx.out.topics.len())));
    if cx.take(added).is_some() {
        let at = cx.at(item.head);
        cx.out.topics.push(Topic { name: named.text, text: node.words().unwrap_or_default(), consent, hours, at });
    }
}

fn hours(node: &Node, cx: &mut Lower<'_>) -> Option<(LocalTime, LocalTime)> {
    let mut clocks = node.all(Rule::clock).map(|c| cx.clock(c)).collect::<Vec<_>>().into_iter();
    let (from, to) = (clocks.next()??, clocks.next()??);
    if from >= to {
        let message = "these hours end before they begin";
        return cx.fail(Diagnostic::new(code::DECLARATION, node.span, message, "no time of day is inside"));
    }
    Some((from, to))
}
