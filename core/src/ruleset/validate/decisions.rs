//! Decisions, messages and reminders: what each refers to, and that what it uses stands before it.

use alloc::format;

use super::program::{columns, named};
use super::{Check, Checked, at_most_days, distinct, nowhere, require, unfit, within};
use crate::construct::action::{Act, By, Then};
use crate::construct::average::{Anchor, Average, Need};
use crate::construct::goal::{Bound, Goal};
use crate::construct::ladder::{Ladder, Move};
use crate::construct::message::Piece;
use crate::construct::{Alert, Contraindication, Decision, Screening};
use crate::error::{LoadError, load};
use crate::expression::{Cite, Source};
use crate::record::FactKind;
use crate::value::id::{ClassId, DecisionId, ExprId, FactId};
use crate::value::sorted;
use crate::value::{Constant, Duration, Number};

/// An average looks back ten years at most, and its result stands one.
const WINDOW_DAYS: u64 = 3660;
const STANDS_DAYS: u32 = 366;
/// A hundred years: nothing is waited for longer.
const LONGEST_DAYS: u64 = 36_600;

impl Check<'_> {
    pub(super) fn decisions(&self) -> Checked {
        let c = self.compiled;
        let rules = c.decisions.iter().map(Decision::name).chain(c.reminders.iter().map(|r| r.name.as_str()));
        distinct("rule", rules)?;
        let mut declared = c.declared.clone();
        sorted::sort(&mut declared);
        let each_once = declared.iter().enumerate().all(|(at, position)| at == *position as usize);
        if declared.len() != c.decisions.len() || !each_once {
            return Err(LoadError::new(load::NOWHERE, "`declared` does not name each decision once"));
        }
        let ladder = c.decisions.iter().position(|d| matches!(d, Decision::Ladder(_)));
        for (position, decision) in c.decisions.iter().enumerate() {
            let owner = named("decision", decision.name());
            match decision {
                Decision::Screening(d) => self.screening(&owner, d, position),
                Decision::Average(d) => self.average(&owner, d, position),
                Decision::Alert(d) => self.alert(&owner, d, position),
                Decision::Goal(d) => self.goal(&owner, d, position),
                Decision::Contraindication(d) => {
                    // A ladder reads them all.
                    if ladder.is_some_and(|ladder| ladder < position) {
                        return Err(LoadError::new(load::ORDER, format!("{owner} stands behind a ladder")));
                    }
                    self.contraindication(&owner, d, position)
                }
                Decision::Check(d) => {
                    d.facts.iter().try_for_each(|fact| self.fact(&owner, *fact))?;
                    self.classes(&owner, &d.classes)?;
                    require(!d.facts.is_empty() && d.from_days <= d.to_days, &owner, "a window that holds nothing")?;
                    require(u64::from(d.to_days) <= LONGEST_DAYS, &owner, "a window of centuries")?;
                    self.then(&owner, Some(&d.then))?;
                    self.then(&owner, d.overdue.as_ref())?;
                    self.cites(&owner, &d.cite)
                }
                Decision::Ladder(d) => self.ladder(&owner, d, position),
            }?;
        }
        Ok(())
    }

    fn screening(&self, owner: &str, screening: &Screening, position: usize) -> Checked {
        distinct(&format!("{owner}: line"), screening.lines.iter().map(|line| line.name.as_str()))?;
        screening.lines.iter().try_for_each(|line| {
            self.cites(owner, &line.cite)?;
            self.expression(owner, line.when, None, position)
        })
    }

    fn average(&self, owner: &str, average: &Average, position: usize) -> Checked {
        let of = columns(self.compiled, owner, Source::Series(average.of))?;
        for condition in average.only.iter().chain(average.reject.iter().map(|reject| &reject.when)) {
            self.expression(owner, *condition, Some(of), position)?;
        }
        if let Some(after) = &average.after {
            self.wait(owner, after.wait)?;
            match after.of {
                Anchor::LastDoseChange => require(self.compiled.formulary.is_some(), owner, "no formulary")?,
                Anchor::Expr(of) => self.expression(owner, of, None, position)?,
            }
        }
        require(at_most_days(average.window, WINDOW_DAYS), owner, "a window of more than ten years")?;
        require(average.stands_days.is_none_or(|days| days <= STANDS_DAYS), owner, "it stands more than a year")?;
        distinct(&format!("{owner}: session"), average.sessions.iter().map(|session| session.name.as_str()))?;
        require(average.sessions.iter().all(|s| s.from < s.to), owner, "a session that holds no time")?;
        if let Some(Need::Days { each, .. }) = &average.need {
            each.iter()
                .try_for_each(|(session, _)| within(owner, "session", *session as usize, average.sessions.len()))?;
        }
        require(!average.report.is_empty(), owner, "nothing to report")?;
        let declared = self.compiled.series.get(average.of.index()).map_or(&[][..], |series| &series.columns);
        for reported in &average.report {
            let Some(column) = declared.get(reported.column.index()) else {
                return Err(nowhere(owner, "column", reported.column.index(), of));
            };
            require(matches!(column.kind, FactKind::Number { .. }), owner, "a reported column that is no number")?;
        }
        require(average.shown_to.is_none_or(|step| step > Number::ZERO), owner, "shown to a step of nothing")?;
        self.cites(owner, &average.cite)
    }

    fn alert(&self, owner: &str, alert: &Alert, position: usize) -> Checked {
        let of = columns(self.compiled, owner, alert.on)?;
        self.wait(owner, alert.horizon)?;
        require(!alert.lines.is_empty(), owner, "no line")?;
        for line in &alert.lines {
            self.expression(owner, line.when, Some(of), position)?;
            self.then(owner, Some(&line.then))?;
            self.cites(owner, &line.cite)?;
        }
        alert.confirm.as_ref().map_or(Ok(()), |confirm| {
            self.wait(owner, confirm.within)?;
            let unless = confirm.unless;
            unless.map_or(Ok(()), |unless| self.expression(owner, unless, Some(of), position))
        })
    }

    fn goal(&self, owner: &str, goal: &Goal, position: usize) -> Checked {
        self.before(owner, goal.average, position)?;
        let Some(Decision::Average(average)) = self.compiled.decisions.get(goal.average.index()) else {
            return Err(unfit(owner, "a goal for what is no average"));
        };
        for line in &goal.lines {
            self.optional(owner, line.when, position)?;
            self.cites(owner, &line.cite)?;
            require(!line.limits.is_empty(), owner, "a line without a limit")?;
            for limit in &line.limits {
                let reported = average.report.iter().any(|reported| reported.column == limit.column);
                require(reported, owner, "a limit of a column that its average does not report")?;
                match limit.bound {
                    Bound::Below(bound) | Bound::AtMost(bound) => self.expression(owner, bound, None, position)?,
                    Bound::Within(low, high) => {
                        self.expression(owner, low, None, position)?;
                        self.expression(owner, high, None, position)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn contraindication(&self, owner: &str, barred: &Contraindication, position: usize) -> Checked {
        self.classes(owner, &barred.classes)?;
        barred.drugs.iter().try_for_each(|drug| self.drug(owner, *drug))?;
        self.expression(owner, barred.when, None, position)?;
        self.then(owner, barred.then.as_ref())?;
        self.cites(owner, &barred.cite)
    }

    fn ladder(&self, owner: &str, ladder: &Ladder, position: usize) -> Checked {
        self.before(owner, ladder.goal, position)?;
        let goal = self.compiled.decisions.get(ladder.goal.index());
        require(matches!(goal, Some(Decision::Goal(_))), owner, "a ladder for what is no goal")?;
        require(self.compiled.formulary.is_some(), owner, "no formulary")?;
        distinct(&format!("{owner}: path"), ladder.paths.iter().map(|path| path.name.as_str()))?;
        for path in &ladder.paths {
            self.optional(owner, path.when, position)?;
            require(!path.steps.is_empty(), owner, "a path without a step")?;
            for (step, at) in path.steps.iter().zip(1_u32..) {
                require(!step.alternatives.is_empty(), owner, "a step without a drug")?;
                for alternative in &step.alternatives {
                    match alternative {
                        Move::Start { drug, dose } | Move::RaiseTo { drug, dose } => {
                            self.drug(owner, *drug)?;
                            require(*dose > Number::ZERO, owner, "a step to no dose")?;
                        }
                        Move::RaiseStepDrug { step } => {
                            require((1..at).contains(step), owner, "a raise of a step that is not before it")?;
                        }
                    }
                }
            }
        }
        for hold in &ladder.holds {
            self.expression(owner, hold.when, None, position)?;
            self.then(owner, hold.then.as_ref())?;
            self.cites(owner, &hold.cite)?;
        }
        for require in &ladder.require {
            require.facts.iter().try_for_each(|fact| self.fact(owner, *fact))?;
            self.classes(owner, &require.classes)?;
            self.then(owner, require.then.as_ref())?;
        }
        self.then(owner, ladder.step.as_ref())?;
        self.then(owner, ladder.exhausted.as_ref())?;
        ladder.wait.map_or(Ok(()), |wait| self.wait(owner, wait))?;
        self.cites(owner, &ladder.cite)
    }

    pub(super) fn messages(&self) -> Checked {
        let c = self.compiled;
        distinct("message", c.messages.iter().map(|message| message.name.as_str()))?;
        for message in &c.messages {
            let owner = named("message", &message.name);
            within(&owner, "topic", message.topic.index(), c.topics.len())?;
            for text in &message.texts {
                self.symbol(&owner, text.language)?;
                for piece in &text.pieces {
                    if let Piece::Slot(value) = piece {
                        self.expression(&owner, *value, None, c.decisions.len())?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn reminders(&self) -> Checked {
        let all = self.compiled.decisions.len();
        for reminder in &self.compiled.reminders {
            let owner = named("reminder", &reminder.name);
            self.expression(&owner, reminder.start, None, all)?;
            self.optional(&owner, reminder.stop, all)?;
            for line in &reminder.lines {
                line.after.parts.iter().try_for_each(|part| self.wait(&owner, *part))?;
                if let Some((setting, _)) = line.after.setting {
                    let declared = self.compiled.settings.get(setting.index());
                    let Some(declared) = declared else {
                        return Err(nowhere(&owner, "setting", setting.index(), self.compiled.settings.len()));
                    };
                    let number = matches!(declared.default, Constant::Number(_));
                    require(number, &owner, "a delay by a setting that is no number")?;
                }
                self.optional(&owner, line.when, all)?;
                if let Some(every) = line.every {
                    // Occurrences are counted one by one from the anchor on.
                    let hour = every.ms().is_none_or(|ms| ms >= 3_600_000) && every.count > 0;
                    require(hour, &owner, "more than one occurrence an hour")?;
                    self.wait(&owner, every)?;
                }
                self.then(&owner, Some(&line.then))?;
                self.cites(&owner, &line.cite)?;
            }
        }
        Ok(())
    }

    /// What a rule does.
    fn then(&self, owner: &str, then: Option<&Then>) -> Checked {
        let (c, Some(then)) = (self.compiled, then) else { return Ok(()) };
        then.again_after.map_or(Ok(()), |again| self.wait(owner, again))?;
        match &then.act {
            Act::Task { task, role } => {
                within(owner, "task", task.index(), c.tasks.len())?;
                role.map_or(Ok(()), |role| within(owner, "role", role.index(), c.roles.len()))
            }
            Act::Message { message, by } => {
                within(owner, "message", message.index(), c.messages.len())?;
                by.iter().try_for_each(|by| match by {
                    By::Channel(channel) => within(owner, "channel", channel.index(), c.channels.len()),
                    By::Preferred(fact) => {
                        self.fact(owner, *fact)?;
                        let kind = c.facts.get(fact.index()).map(|fact| &fact.kind);
                        require(matches!(kind, Some(FactKind::OneOf(_))), owner, "a preferred channel of another kind")
                    }
                })
            }
        }
    }

    fn optional(&self, owner: &str, expression: Option<ExprId>, decisions: usize) -> Checked {
        expression.map_or(Ok(()), |expression| self.expression(owner, expression, None, decisions))
    }

    fn before(&self, owner: &str, decision: DecisionId, position: usize) -> Checked {
        within(owner, "decision", decision.index(), self.compiled.decisions.len())?;
        if decision.index() < position {
            return Ok(());
        }
        Err(LoadError::new(load::ORDER, format!("{owner} uses decision {}, which is not before it", decision.index())))
    }

    fn wait(&self, owner: &str, duration: Duration) -> Checked {
        require(at_most_days(duration, LONGEST_DAYS), owner, "a wait of centuries")
    }

    fn fact(&self, owner: &str, fact: FactId) -> Checked {
        within(owner, "fact", fact.index(), self.compiled.facts.len())
    }

    fn classes(&self, owner: &str, classes: &[ClassId]) -> Checked {
        let length = self.compiled.formulary.as_ref().map_or(0, |formulary| formulary.classes.len());
        classes.iter().try_for_each(|class| within(owner, "class", class.index(), length))
    }

    pub(super) fn cites(&self, owner: &str, cites: &[Cite]) -> Checked {
        let length = self.compiled.sources.len();
        cites.iter().try_for_each(|cite| within(owner, "source", cite.source.index(), length))
    }
}
