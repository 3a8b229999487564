//! The desired set: what should exist now, what the host already has of it, and what waits for its hours.

use alloc::{string::String, vec::Vec};

use super::due::{due_at, due_day};
use super::events::{Standing, standing};
use super::place::{Keys, Placed};
use super::{Act, Action, By, Do, Due, TaskKind, Waiting, Wanted, Wish};
use crate::construct::message::{Hours, Route, hours};
use crate::construct::{Desk, Message};
use crate::expression::{Assumption, Machine, Why};
use crate::value::Date;
use crate::value::Listed;
use crate::value::id::{ChannelId, RoleId, TaskId};
use crate::value::json::write::list;
use crate::value::key::{KeySecret, content_digest};
use crate::value::text::text;

/// How far back skipped messages are counted.
const MOST_SKIPPED: usize = 100;

/// What should exist now, with keys, channels and due dates, and what waits for its allowed hours; in the order wanted.
///
/// Orders and referrals are one per patient: whoever wants the same one joins the first. Tasks join where the same one
/// is wanted about the same thing. What was done or called off is not made again, unless its rule says after how long.
pub fn desired(
    wanted: Vec<Wanted>,
    machine: &mut Machine<'_>,
    desk: &Desk<'_>,
    secret: &KeySecret,
    ruleset: &str,
) -> (Vec<Action>, Vec<Waiting>) {
    let mut set = Set { keys: Keys { secret, ruleset }, machine, desk, actions: Vec::new(), waiting: Vec::new() };
    for group in joined(wanted, desk) {
        match group.first().map(|w| w.then.act.clone()) {
            Some(Act::Task { task, .. }) => set.task(task, &group),
            Some(Act::Message { message, by }) => {
                if let Some((message, wanted)) = desk.messages.get(message.index()).zip(group.first()) {
                    set.message(message, &by, wanted);
                }
            }
            None => {}
        }
    }
    (set.actions, set.waiting)
}

/// What is wanted, with those together that are one action.
fn joined(wanted: Vec<Wanted>, desk: &Desk<'_>) -> Vec<Vec<Wanted>> {
    let mut groups: Vec<Vec<Wanted>> = Vec::new();
    for wanted in wanted {
        let same = |group: &&mut Vec<Wanted>| group.first().is_some_and(|first| is_same(first, &wanted, desk));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(wanted),
            None => groups.push(alloc::vec![wanted]),
        }
    }
    groups
}

fn is_same(a: &Wanted, b: &Wanted, desk: &Desk<'_>) -> bool {
    let (Act::Task { task, role }, Act::Task { task: other, role: other_role }) = (&a.then.act, &b.then.act) else {
        return false;
    };
    let once = desk.tasks.get(task.index()).is_some_and(|t| t.kind != TaskKind::Task);
    task == other && (once || (role == other_role && a.anchor == b.anchor && a.occurrence == b.occurrence))
}

struct Set<'m, 'a, 'd> {
    keys: Keys<'d>,
    machine: &'m mut Machine<'a>,
    desk: &'d Desk<'d>,
    actions: Vec<Action>,
    waiting: Vec<Waiting>,
}

/// What an action says beside what it takes from its rule.
struct Content<'c> {
    kind: &'c str,
    name: &'c str,
    text: String,
    role: Option<RoleId>,
    channel: Option<ChannelId>,
    language: Option<String>,
    due: Option<DueDate>,
    note: Option<String>,
}

impl<'a> Set<'_, 'a, '_> {
    /// A task, order or referral, wanted by one rule or by several.
    fn task(&mut self, task: TaskId, group: &[Wanted]) {
        let desk = self.desk;
        let Some(decl) = desk.tasks.get(task.index()) else { return };
        let kind = match decl.kind {
            TaskKind::Task => "task",
            TaskKind::Order => "order",
            TaskKind::Referral => "referral",
        };
        // An order's key is made of its own name and not of the rule's, so that two rules about one thing have one key.
        let order = text![kind, ":", decl.name];
        let mut live: Vec<(&Wanted, Placed<'a>)> = Vec::new();
        for wanted in group {
            self.machine.rule.clone_from(&wanted.rule);
            let rule = if decl.kind == TaskKind::Task { &wanted.rule } else { &order };
            let placed = self.keys.place(self.machine, rule, wanted);
            live.extend(placed.filter(|placed| wanted.may(placed)).map(|placed| (wanted, placed)));
        }
        let open = live.iter().position(|(_, p)| matches!(p.standing, Standing::Open { .. })).unwrap_or(0);
        let dues: Vec<DueDate> = live.iter().filter_map(|(w, p)| self.due(w, w.then.due, p)).listed();
        let Some((first, placed)) = live.get(open) else { return };
        if matches!(placed.standing, Standing::Fresh) && self.is_early(&decl.name, first) {
            return;
        }
        let role = live.iter().find_map(|(w, _)| match w.then.act {
            Act::Task { role, .. } => role,
            Act::Message { .. } => None,
        });
        let content = Content {
            kind,
            name: &decl.name,
            text: decl.text.clone(),
            role,
            channel: None,
            language: None,
            due: dues.into_iter().min_by_key(|d| d.date.latest()),
            note: together(live.iter().filter_map(|(w, _)| w.note.as_deref()), "; "),
        };
        let mut action = self.action(first, placed, content);
        action.because = rules(live.iter().map(|(w, _)| *w));
        action.undecided = live.iter().all(|(w, _)| w.undecided);
        if live.iter().all(|(w, _)| w.wish == Wish::End) {
            action.do_ = Do::Close;
        }
        self.actions.push(action);
    }

    /// A message, by the channel that may be used at this try.
    fn message(&mut self, message: &Message, by: &[By], wanted: &Wanted) {
        self.machine.rule.clone_from(&wanted.rule);
        let placed = self.keys.place(self.machine, &wanted.rule, wanted);
        let Some(placed) = placed.filter(|placed| wanted.may(placed)) else { return };
        let text = message.text(self.machine, self.desk);
        let routes = message.routes(self.machine, self.desk, by, &text);
        let try_ = usize::try_from(placed.attempt).unwrap_or(usize::MAX);
        let Some(route) = routes.get(try_).or(routes.last()).copied() else { return };
        let fresh = matches!(placed.standing, Standing::Fresh);
        // Unknown whether it is still needed: nothing automated is started; a person's call is.
        if fresh && (self.is_early(&message.name, wanted) || self.waits(message, route, wanted)) {
            return;
        }
        let (language, words) = match text {
            Ok((language, words)) => (Some(language), words),
            Err(why) => {
                let topic = self.desk.topics.get(message.topic.index());
                (None, text![topic.map_or("", |t| &t.text), ": ", why.words()])
            }
        };
        let (kind, role, channel, due) = match route {
            Route::Sent(channel) => ("message", None, Some(channel), wanted.then.due),
            Route::Task(channel) => {
                let task = self.desk.channels.get(channel.index()).and_then(|c| c.task);
                ("task", task.map(|(role, _)| role), Some(channel), task.and_then(|(_, due)| due).or(wanted.then.due))
            }
            Route::Nobody => ("task", Some(RoleId(0)), None, wanted.then.due),
        };
        let note = together([wanted.note.as_deref(), self.skipped(wanted).as_deref()].into_iter().flatten(), "; ");
        let due = self.due(wanted, due, &placed);
        let content = Content { kind, name: &message.name, text: words, role, channel, language, due, note };
        let mut action = self.action(wanted, &placed, content);
        action.undecided |= route == Route::Nobody;
        if wanted.wish == Wish::End {
            action.do_ = Do::Close;
        }
        self.actions.push(action);
    }

    /// Whether a message that does not exist yet must not go now: it is not known to be needed, or it is outside its hours.
    fn waits(&mut self, message: &Message, route: Route, wanted: &Wanted) -> bool {
        if !matches!(route, Route::Sent(_)) {
            return false;
        }
        if wanted.undecided {
            return true;
        }
        let Some(allowed) = self.desk.topics.get(message.topic.index()).and_then(|t| t.hours) else { return false };
        match hours(&self.machine.chart.timeline, allowed, self.machine.as_of) {
            Hours::OpenUntil(closes) => {
                self.machine.note(closes, "the hours for messages end", None);
                false
            }
            Hours::ClosedUntil(opens) => {
                self.machine.note(opens, "the hours for messages begin", None);
                let because = wanted.because.clone();
                self.waiting.push(Waiting { name: message.name.clone(), send_from: opens, because });
                true
            }
        }
    }

    /// Whether its construct wants it later only.
    fn is_early(&mut self, name: &str, wanted: &Wanted) -> bool {
        let Some(send_from) = wanted.not_before.filter(|at| *at > self.machine.as_of) else { return false };
        self.machine.note(send_from, "an action may be started", None);
        self.waiting.push(Waiting { name: name.into(), send_from, because: wanted.because.clone() });
        true
    }

    /// Earlier occurrences that the host never had, back to the last that it had: the newest stands for them.
    fn skipped(&mut self, wanted: &Wanted) -> Option<String> {
        self.machine.chart.events.as_ref()?;
        let mut skipped = 0_u32;
        for occurrence in (0..wanted.occurrence).rev().take(MOST_SKIPPED) {
            let (key, _) = self.keys.of(self.machine, &wanted.rule, wanted, occurrence, 0);
            if standing(self.machine, &key) != Standing::Fresh {
                break;
            }
            skipped += 1;
        }
        (skipped > 0).then(|| text!["in place of ", skipped, " not sent"])
    }

    /// The due date: fixed by the construct, or counted from what it is about, from its opening, or from today.
    fn due(&mut self, wanted: &Wanted, due: Option<Due>, placed: &Placed<'_>) -> Option<DueDate> {
        if let Some(date) = wanted.due_date {
            return Some(DueDate { date, in_business_days: false });
        }
        let due = due?;
        let timeline = &self.machine.chart.timeline;
        let from = match (placed.since, placed.standing) {
            (Some(since), _) => timeline.date(since),
            (None, Standing::Open { at, .. }) => timeline.date(at),
            (None, _) => {
                let today = timeline.date(self.machine.as_of);
                let midnight = timeline.end_of_day(today);
                self.machine.note(midnight, "a due date is counted from the day on which it is opened", None);
                today
            }
        };
        let in_business_days = matches!(due, Due::BusinessDays(_));
        due_day(due, from).map(|day| DueDate { date: Date::Day(day), in_business_days })
    }

    fn action(&self, wanted: &Wanted, placed: &Placed<'_>, content: Content<'_>) -> Action {
        let role = content.role.and_then(|r| self.desk.roles.get(r.index())).cloned();
        let channel = content.channel.and_then(|c| self.desk.channels.get(c.index())).map(|c| c.name.clone());
        let due = content.due.as_ref().map(|d| text![d.date]);
        let written = list(&[&content.kind, &content.name, &content.text, &role, &channel, &due, &content.note]);
        let digest = content_digest(written.as_bytes());
        let do_ = match placed.standing {
            Standing::Open { content: Some(known), .. } if known != digest => Do::Update,
            Standing::Open { .. } => Do::Keep,
            _ => Do::Create,
        };
        Action {
            key: placed.key.clone(),
            key_guid: placed.guid.clone(),
            content: digest,
            do_,
            kind: content.kind.into(),
            name: content.name.into(),
            text: content.text,
            role,
            channel,
            language: content.language,
            due_date: content.due.as_ref().map(|d| d.date),
            due_at: content.due.as_ref().map(|d| due_at(d.date, &self.machine.chart.timeline)),
            because: wanted.because.clone(),
            note: content.note,
            anchor: wanted.anchor.clone(),
            occurrence: placed.occurrence,
            undecided: wanted.undecided,
            assumed: content.due.filter(|d| d.in_business_days).map(|_| no_holidays()).into_iter().listed(),
        }
    }
}

impl Wanted {
    /// Whether there is anything to say of it: what is only to stay, or to end, must be there.
    fn may(&self, placed: &Placed<'_>) -> bool {
        self.wish == Wish::Exist || matches!(placed.standing, Standing::Open { .. })
    }
}

/// Business days without a list of holidays.
fn no_holidays() -> Assumption {
    Assumption { name: "holidays".into(), value: "none".into(), why: Why::NotSupplied }
}

/// A due date, and whether it was counted in business days.
#[derive(Clone, Copy)]
struct DueDate {
    date: Date,
    in_business_days: bool,
}

/// Each text once, in order.
fn together<'t>(texts: impl Iterator<Item = &'t str>, between: &str) -> Option<String> {
    let mut once: Vec<&str> = Vec::new();
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    (!once.is_empty()).then(|| once.join(between))
}

/// The rules that want it, each once.
fn rules<'w>(wanted: impl Iterator<Item = &'w Wanted>) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for rule in wanted.flat_map(|w| &w.because) {
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
    rules
}
