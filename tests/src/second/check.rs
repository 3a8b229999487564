//! A check: the window after the latest start or raise, and which results are in it.

use chrono::{Days, NaiveDate};
use stepcare_core::construct::Check;
use stepcare_core::expression::{Source, Status, Why};
use stepcare_core::value::Number;

use super::actions::Wanted;
use super::read::Held;
use super::regimen::Change;
use super::told::Told;
use super::{NotYet, Second, Worked};

/// Where a check stands.
struct Window {
    from: NaiveDate,
    to: NaiveDate,
    missing: Vec<String>,
    late: Vec<String>,
}

impl Second<'_> {
    /// What a check says.
    pub(super) fn check(&self, check: &Check) -> Worked<Told> {
        let regimen = self.regimen()?;
        let changes = regimen.as_ref().map_or(&[][..], |regimen| regimen.changes.as_slice());
        let of_class = |c: &Change| self.class_of(c.drug).is_some_and(|class| check.classes.contains(&class));
        let sets = |c: &&Change| of_class(c) && ((check.on_start && c.is_start()) || (check.on_raise && c.is_raise()));
        // A change of a dose that is not known may be a raise.
        let taken = |dose: Option<Number>| dose != Some(Number::ZERO);
        let may = |c: &&Change| {
            check.on_raise
                && of_class(c)
                && (c.before.is_none() || c.after.is_none())
                && taken(c.before)
                && taken(c.after)
        };
        let latest = changes.iter().rev().find(sets);
        let unsure = changes.iter().rev().find(may);
        let unsure = unsure.filter(|c| latest.is_none_or(|l| c.at >= l.at && c.line != l.line));
        let hidden = match &regimen {
            None => true,
            Some(regimen) => !regimen.is_clear() && regimen.unclear_until >= latest.map(|c| c.at),
        };
        let mut told = Told::default();
        let rule = || Some(check.name.clone());
        match latest {
            None => told.may(Status::DoesNotApply, rule()),
            Some(change) => {
                let window = self.check_window(check, change)?;
                let stands = self.stands(&window);
                told.possible.insert(stands, vec![check.name.clone()]);
                told.say(
                    "window",
                    format!(
                        "{} to {} of {} missing {:?} late {:?}",
                        window.from, window.to, change.line, window.missing, window.late
                    ),
                );
                if matches!(stands, Status::Due | Status::Overdue) && self.today() >= window.from {
                    let mut order = Wanted::new(&check.then, &check.name, &change.line);
                    let own = check.then.due.map(|due| self.due(due, window.from)).transpose()?;
                    order.due = Some(own.filter(|own| *own < window.to).unwrap_or(window.to));
                    told.wanted.push(order);
                    if let (Some(overdue), Status::Overdue) = (&check.overdue, stands) {
                        let mut task = Wanted::new(
                            overdue,
                            &format!("{}/overdue", check.name),
                            &format!("change {}", change.line),
                        );
                        let day = window.to.succ_opt().ok_or(NotYet("a window past all time"))?;
                        task.due = overdue.due.map(|due| self.due(due, day)).transpose()?;
                        told.wanted.push(task);
                    }
                }
            }
        }
        if let Some(change) = unsure {
            let stands = self.stands(&self.check_window(check, change)?);
            told.possible.insert(stands, vec![check.name.clone()]);
        }
        if hidden {
            for status in [Status::Due, Status::Overdue, Status::Done] {
                told.possible.insert(status, vec![check.name.clone()]);
            }
        }
        let open = told.possible.len() > 1;
        if open {
            let why = match &regimen {
                None => Why::NotSupplied,
                Some(regimen) if regimen.unmapped => Why::Unmapped,
                Some(_) => Why::Partial,
            };
            told.missing = self.list_missing()?.into_keys().map(|name| (name, why)).collect();
        }
        told.wanted.iter_mut().for_each(|wanted| wanted.undecided = open);
        Ok(told)
    }

    fn check_window(&self, check: &Check, change: &Change) -> Worked<Window> {
        let day = self.day(change.at);
        let later = |n: u32| day.checked_add_days(Days::new(n.into())).ok_or(NotYet("a window past all time"));
        let (from, to) = (later(check.from_days)?, later(check.to_days)?);
        let mut window = Window { from, to, missing: Vec::new(), late: Vec::new() };
        for fact in &check.facts {
            let name = self.rules.facts.get(fact.index()).map(|f| f.name.clone()).unwrap_or_default();
            let rows = self.rows(Source::Fact(*fact)).rows;
            let known = rows.iter().filter(|row| matches!(row.cells.first(), Some(Held::Known(_))));
            // A result before the window does not satisfy; the first after that does, late or not.
            let first = known.filter_map(|row| row.at).map(|at| self.day(at)).filter(|day| *day >= from).min();
            match first {
                None => window.missing.push(name),
                Some(day) if day > to => window.late.push(name),
                Some(_) => {}
            }
        }
        Ok(window)
    }

    fn stands(&self, window: &Window) -> Status {
        if window.missing.is_empty() {
            Status::Done
        } else if self.today() <= window.to {
            Status::Due
        } else {
            Status::Overdue
        }
    }
}
