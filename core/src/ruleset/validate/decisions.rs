//! Decisions, messages and reminders: what each refers to, and that what it uses stands before it.

use super::{Check, Names, at_most_days, each};
use crate::construct::action::{Act, By, Then};
use crate::construct::average::{Anchor, Average, Need, Take};
use crate::construct::goal::{Bound, Goal};
use crate::construct::ladder::{Ladder, Move};
use crate::construct::message::Piece;
use crate::construct::table::{Cell, Table};
use crate::construct::{self, Alert, Contraindication, Decision, Screening};
use crate::error::load;
use crate::expression::{Node, Source};
use crate::record::FactKind;
use crate::value::id::DecisionId;
use crate::value::sorted;
use crate::value::text::text;
use crate::value::{Constant, Duration, Number};

/// An average looks back ten years at most, and its result stands one.
const WINDOW_DAYS: u64 = 3660;
const STANDS_DAYS: u32 = 366;
/// A hundred years: nothing is waited for longer.
const LONGEST_DAYS: u64 = 36_600;

impl Check<'_> {
    pub(super) fn decisions(&mut self) {
        let c = self.compiled;
        let rules = c.decisions.iter().map(Decision::name).chain(c.reminders.iter().map(|r| r.name.as_str()));
        self.distinct("rule", &mut each(rules));
        let mut declared = c.declared.clone();
        sorted::sort(&mut declared);
        let each_once = declared.iter().enumerate().all(|(at, position)| at == *position as usize);
        if declared.len() != c.decisions.len() || !each_once {
            self.owner = "`declared`".into();
            self.refuse(load::NOWHERE, " does not name each decision once");
        }
        c.silent.iter().for_each(|at| self.within("decision", *at as usize, c.decisions.len()));
        let ladder = c.decisions.iter().position(|d| matches!(d, Decision::Ladder(_)));
        for (position, decision) in c.decisions.iter().enumerate() {
            self.about("decision", decision.name());
            match decision {
                Decision::Screening(d) => self.screening(d, position),
                Decision::Average(d) => self.average(d, position),
                Decision::Alert(d) => self.alert(d, position),
                Decision::Goal(d) => self.goal(d, position),
                Decision::Contraindication(d) => {
                    // A ladder reads them all.
                    if ladder.is_some_and(|ladder| ladder < position) {
                        self.refuse(load::ORDER, " stands behind a ladder");
                    }
                    self.contraindication(d, position);
                }
                Decision::Check(d) => self.monitoring(d),
                Decision::Ladder(d) => self.ladder(d, position),
                Decision::Table(d) => self.table(d, position),
                Decision::Measure(d) => {
                    for line in &d.lines {
                        self.expression(line.when, 0, position);
                        self.cites(&line.cite);
                    }
                    d.rows.iter().for_each(|(_, count)| self.expression(*count, 0, position));
                    self.optional(d.value.map(|(of, _)| of), position);
                    d.split.iter().for_each(|split| self.expression(*split, 0, position));
                }
                Decision::Score(d) => {
                    for line in &d.lines {
                        self.expression(line.when, 0, position);
                        self.cites(&line.cite);
                    }
                }
                Decision::When(d) => {
                    self.expression(d.when, 0, position);
                    self.then(Some(&d.then));
                    self.cites(&d.cite);
                }
            }
        }
    }

    fn screening(&mut self, screening: &Screening, position: usize) {
        self.distinct_in("line", &mut each(screening.lines.iter().map(|line| line.name.as_str())));
        for line in &screening.lines {
            self.cites(&line.cite);
            self.expression(line.when, 0, position);
        }
    }

    fn average(&mut self, average: &Average, position: usize) {
        let of = self.columns(Source::Series(average.of));
        for condition in average.only.iter().chain(average.reject.iter().map(|reject| &reject.when)) {
            self.expression(*condition, of, position);
        }
        if let Some(Take::NewestUntil { points, each }) = &average.take {
            self.require(*points > Number::ZERO, "no points are enough");
            for line in each {
                self.expression(line.when, of, position);
                self.require(line.points > Number::ZERO, "a row worth nothing");
            }
        }
        if let Some(rows) = average.rows {
            self.expression(rows, 0, position);
            let of = Source::Series(average.of);
            let fits = matches!(self.compiled.program.node(rows), Some(Node::Series(series)) if series.of == of);
            self.require(fits, "rows of another series");
        }
        if let Some(after) = &average.after {
            self.wait(after.wait);
            match after.of {
                Anchor::LastDoseChange => self.require(self.compiled.formulary.is_some(), "no formulary"),
                Anchor::Expr(of) => self.expression(of, 0, position),
            }
        }
        self.require(at_most_days(average.window, WINDOW_DAYS), "a window of more than ten years");
        self.require(average.stands_days.is_none_or(|days| days <= STANDS_DAYS), "it stands more than a year");
        self.distinct_in("session", &mut each(average.sessions.iter().map(|session| session.name.as_str())));
        self.require(average.sessions.iter().all(|s| s.from < s.to), "a session that holds no time");
        if let Some(Need::Days { each, .. }) = &average.need {
            each.iter().for_each(|(session, _)| self.within("session", *session as usize, average.sessions.len()));
        }
        self.require(!average.report.is_empty(), "nothing to report");
        let declared = self.compiled.series.get(average.of.index()).map_or(&[][..], |series| &series.columns);
        for reported in &average.report {
            self.within("column", reported.column.index(), of);
            let number = declared.get(reported.column.index()).map(|column| &column.kind);
            self.require(matches!(number, Some(FactKind::Number { .. })), "a reported column that is no number");
        }
        self.require(average.shown_to.is_none_or(|step| step > Number::ZERO), "shown to a step of nothing");
        self.cites(&average.cite);
    }

    fn alert(&mut self, alert: &Alert, position: usize) {
        let of = self.columns(alert.on);
        self.wait(alert.horizon);
        self.require(!alert.lines.is_empty(), "no line");
        for line in &alert.lines {
            self.expression(line.when, of, position);
            self.then(Some(&line.then));
            self.cites(&line.cite);
        }
        if let Some(confirm) = &alert.confirm {
            self.wait(confirm.within);
            confirm.unless.iter().for_each(|unless| self.expression(*unless, of, position));
        }
    }

    fn goal(&mut self, goal: &Goal, position: usize) {
        self.uses(goal.average, position);
        let Some(Decision::Average(average)) = self.compiled.decisions.get(goal.average.index()) else {
            self.require(false, "a goal for what is no average");
            return;
        };
        for line in &goal.lines {
            self.optional(line.when, position);
            self.cites(&line.cite);
            self.require(!line.limits.is_empty(), "a line without a limit");
            for limit in &line.limits {
                let reported = average.report.iter().any(|reported| reported.column == limit.column);
                self.require(reported, "a limit of a column that its average does not report");
                match limit.bound {
                    Bound::Below(bound) | Bound::AtMost(bound) => self.expression(bound, 0, position),
                    Bound::Within(low, high) | Bound::WithinBefore(low, high) => {
                        self.expression(low, 0, position);
                        self.expression(high, 0, position);
                    }
                }
            }
        }
    }

    fn contraindication(&mut self, barred: &Contraindication, position: usize) {
        self.classes(&barred.classes);
        barred.drugs.iter().for_each(|drug| self.drug(*drug));
        self.expression(barred.when, 0, position);
        self.then(barred.then.as_ref());
        self.cites(&barred.cite);
    }

    fn monitoring(&mut self, check: &construct::Check) {
        check.facts.iter().for_each(|fact| self.fact(*fact));
        self.classes(&check.classes);
        self.require(!check.facts.is_empty() && check.from_days <= check.to_days, "a window that holds nothing");
        self.require(u64::from(check.to_days) <= LONGEST_DAYS, "a window of centuries");
        self.then(Some(&check.then));
        self.then(check.overdue.as_ref());
        self.cites(&check.cite);
    }

    fn ladder(&mut self, ladder: &Ladder, position: usize) {
        self.uses(ladder.goal, position);
        let goal = self.compiled.decisions.get(ladder.goal.index());
        self.require(matches!(goal, Some(Decision::Goal(_))), "a ladder for what is no goal");
        self.require(self.compiled.formulary.is_some(), "no formulary");
        self.optional(ladder.when, position);
        self.distinct_in("path", &mut each(ladder.paths.iter().map(|path| path.name.as_str())));
        for path in &ladder.paths {
            self.optional(path.when, position);
            self.require(!path.steps.is_empty(), "a path without a step");
            for (step, at) in path.steps.iter().zip(1_u32..) {
                self.require(!step.alternatives.is_empty(), "a step without a drug");
                for moves in &step.alternatives {
                    self.require(!moves.is_empty(), "a step without a drug");
                    for one in moves {
                        match one {
                            Move::Start { drug, dose } | Move::RaiseTo { drug, dose } => {
                                self.drug(*drug);
                                self.require(*dose > Number::ZERO, "a step to no dose");
                            }
                            Move::RaiseStepDrug { step } => {
                                self.require((1..at).contains(step), "a raise of a step that is not before it");
                                self.require(moves.len() == 1, "a raise of a step's drug beside another move");
                            }
                        }
                    }
                }
            }
        }
        for hold in &ladder.holds {
            self.expression(hold.when, 0, position);
            self.then(hold.then.as_ref());
            self.cites(&hold.cite);
        }
        for require in &ladder.require {
            require.facts.iter().for_each(|fact| self.fact(*fact));
            self.classes(&require.classes);
            self.then(require.then.as_ref());
        }
        self.then(ladder.step.as_ref());
        self.then(ladder.exhausted.as_ref());
        ladder.wait.iter().for_each(|wait| self.wait(*wait));
        self.cites(&ladder.cite);
    }

    fn table(&mut self, table: &Table, position: usize) {
        self.distinct_in("column", &mut each(table.outputs.iter().map(|output| output.name.as_str())));
        self.require(!table.outputs.is_empty(), "a table that says nothing");
        self.require(!table.rows.is_empty(), "a table without a row");
        self.cites(&table.cite);
        for row in &table.rows {
            self.optional(row.when, position);
            self.cites(&row.cite);
            self.require(row.says.len() == table.outputs.len(), "a row that does not say one thing a column");
            for cell in &row.says {
                match cell {
                    Cell::Value(Constant::Symbol(symbol)) => self.symbols(&[*symbol]),
                    Cell::Wait(wait) => self.wait(*wait),
                    Cell::Value(_) | Cell::Words(_) => {}
                }
            }
        }
    }

    pub(super) fn messages(&mut self) {
        let c = self.compiled;
        self.distinct("message", &mut each(c.messages.iter().map(|message| message.name.as_str())));
        for message in &c.messages {
            self.about("message", &message.name);
            self.within("topic", message.topic.index(), c.topics.len());
            for text in &message.texts {
                self.symbols(&[text.language]);
                for piece in &text.pieces {
                    if let Piece::Slot(value, _) = piece {
                        self.expression(*value, 0, c.decisions.len());
                    }
                }
            }
        }
    }

    pub(super) fn reminders(&mut self) {
        let all = self.compiled.decisions.len();
        for reminder in &self.compiled.reminders {
            self.about("reminder", &reminder.name);
            self.expression(reminder.start, 0, all);
            self.optional(reminder.stop, all);
            for line in &reminder.lines {
                line.after.parts.iter().for_each(|part| self.wait(*part));
                if let Some((setting, _)) = line.after.setting {
                    self.within("setting", setting.index(), self.compiled.settings.len());
                    let default = self.compiled.settings.get(setting.index()).map(|declared| &declared.default);
                    let number = matches!(default, Some(Constant::Number(_)));
                    self.require(number, "a delay by a setting that is no number");
                }
                self.optional(line.when, all);
                if let Some(every) = line.every {
                    // Occurrences are counted one by one from the anchor on.
                    let hour = every.ms().is_none_or(|ms| ms >= 3_600_000) && every.count > 0;
                    self.require(hour, "more than one occurrence an hour");
                    self.wait(every);
                }
                self.then(Some(&line.then));
                self.cites(&line.cite);
            }
        }
    }

    /// What a rule does.
    fn then(&mut self, then: Option<&Then>) {
        let (c, Some(then)) = (self.compiled, then) else { return };
        then.again_after.iter().for_each(|again| self.wait(*again));
        match &then.act {
            Act::Task { task, role } => {
                self.within("task", task.index(), c.tasks.len());
                role.iter().for_each(|role| self.within("role", role.index(), c.roles.len()));
            }
            Act::Message { message, by } => {
                self.within("message", message.index(), c.messages.len());
                for by in by {
                    match by {
                        By::Channel(channel) => self.within("channel", channel.index(), c.channels.len()),
                        By::Preferred(fact) => {
                            self.fact(*fact);
                            let kind = c.facts.get(fact.index()).map(|fact| &fact.kind);
                            let one_of = matches!(kind, Some(FactKind::OneOf(_)));
                            self.require(one_of, "a preferred channel of another kind");
                        }
                    }
                }
            }
        }
    }

    /// A decision that another one is made from.
    fn uses(&mut self, decision: DecisionId, position: usize) {
        self.within("decision", decision.index(), self.compiled.decisions.len());
        self.before(decision.index(), position);
    }

    fn wait(&mut self, duration: Duration) {
        self.require(at_most_days(duration, LONGEST_DAYS), "a wait of centuries");
    }

    /// Names of one kind are distinct within what is being checked.
    fn distinct_in(&mut self, what: &str, names: Names<'_, '_>) {
        let what = text![self.owner, ": ", what];
        self.distinct(&what, names);
    }
}
