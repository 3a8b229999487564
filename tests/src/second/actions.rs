//! What is wanted, as it stands in the evaluation: one action a task and cause, one an order or referral.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use stepcare_core::construct::{Act, Due, TaskKind, Then};
use stepcare_core::value::Instant;

use super::{NotYet, Second, Worked};

/// Something a rule wants.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub then: Then,
    /// What it is about: those of one task and one cause are one action.
    pub about: String,
    /// From when its due date counts; none counts from as-of.
    pub since: Option<Instant>,
    /// A due date fixed by the construct.
    pub due: Option<NaiveDate>,
    pub because: Vec<String>,
    /// An alert's level and state.
    pub note: Option<String>,
    pub undecided: bool,
}

impl Wanted {
    pub fn new(then: &Then, rule: &str, about: &str) -> Wanted {
        Wanted {
            then: then.clone(),
            about: about.into(),
            since: None,
            due: None,
            because: vec![rule.into()],
            note: None,
            undecided: false,
        }
    }
}

impl Second<'_> {
    /// The last day on which it is in time.
    pub(super) fn due(&self, due: Due, from: NaiveDate) -> Worked<NaiveDate> {
        let mut day = from;
        match due {
            Due::Today => {}
            Due::Days(n) => {
                day = day.checked_add_days(Days::new(n.into())).ok_or(NotYet("a due date past all time"))?
            }
            Due::BusinessDays(n) => {
                let mut left = n;
                while left > 0 {
                    day = day.succ_opt().ok_or(NotYet("a due date past all time"))?;
                    left -= u32::from(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
                }
            }
            #[allow(unreachable_patterns)]
            _ => return Err(NotYet("a due date of later")),
        }
        Ok(day)
    }

    /// Every action that decisions want, as text, in no order. Messages are left out.
    pub(crate) fn actions(&self, wanted: &[Wanted]) -> Worked<Vec<String>> {
        let mut groups: Vec<(String, Vec<&Wanted>)> = Vec::new();
        for one in wanted {
            let Act::Task { task, role } = &one.then.act else { continue };
            let Some(decl) = self.rules.tasks.get(task.index()) else { continue };
            let about = match decl.kind {
                TaskKind::Task => format!("{} {role:?} {}", decl.name, one.about),
                TaskKind::Order | TaskKind::Referral => decl.name.clone(),
            };
            match groups.iter_mut().find(|(known, _)| *known == about) {
                Some((_, group)) => group.push(one),
                None => groups.push((about, vec![one])),
            }
        }
        let mut actions = Vec::new();
        for (_, group) in groups {
            let mut dues = Vec::new();
            for one in &group {
                let from = one.since.map_or_else(|| self.today(), |since| self.day(since));
                match (one.due, one.then.due) {
                    (Some(due), _) => dues.push(due),
                    (None, Some(due)) => dues.push(self.due(due, from)?),
                    (None, None) => {}
                }
            }
            let because: BTreeSet<&String> = group.iter().flat_map(|one| &one.because).collect();
            let Some(Act::Task { task, .. }) = group.first().map(|one| &one.then.act) else { continue };
            let role = group.iter().find_map(|one| match one.then.act {
                Act::Task { role, .. } => role,
                _ => None,
            });
            let role = role.and_then(|role| self.rules.roles.get(role.index())).map_or("", String::as_str);
            let name = self.rules.tasks.get(task.index()).map_or("", |decl| &decl.name);
            let mut notes: Vec<&str> = Vec::new();
            for note in group.iter().filter_map(|one| one.note.as_deref()) {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
            let notes = if group.iter().all(|one| one.note.is_some()) { notes.join("; ") } else { String::new() };
            actions.push(format!(
                "{name} for {role} by {} because {because:?} note {notes}{}",
                dues.into_iter().min().map_or_else(|| "_".into(), |due| due.to_string()),
                if group.iter().all(|one| one.undecided) { " undecided" } else { "" }
            ));
        }
        actions.sort();
        Ok(actions)
    }
}
