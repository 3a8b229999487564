//! The answer of a ladder, in its order of precedence: hold, stay, wait, blocked, exhausted, step. What is unknown adds
//! the answer that it could give, and the scan goes on; one answer left is the answer.

use alloc::{rc::Rc, string::String, vec, vec::Vec};

use super::barred::{Barred, against_taken, doubled};
use super::position::Walk;
use super::{Ladder, LadderValue, PassedOver, Proposal};
use crate::construct::action::after;
use crate::construct::met::Met;
use crate::construct::{Decided, Desk, Possible, ReportValue, Said, Then};
use crate::expression::{Field, Machine, Regimen, Status};
use crate::value::text::text;
use crate::value::{Instant, Listed, Number, Truth, Value};

/// An answer that some completion of what is unknown may give.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Hold,
    Stay,
    /// Until when; none where the last change is not known.
    Wait(Option<Instant>),
    /// The wait is over and there is no average to go by.
    WaitForReadings,
    /// These results are missing.
    Blocked {
        missing: Vec<String>,
        rules: Vec<usize>,
        path: usize,
        step: u32,
    },
    Exhausted {
        path: usize,
    },
    /// It is for other patients.
    DoesNotApply,
    Step {
        path: usize,
        proposal: Proposal,
    },
    /// Where the patient stands is not known: any step could be next.
    Unplaced(Status),
}

impl Answer {
    fn status(&self) -> Status {
        match self {
            Answer::Hold => Status::Hold,
            Answer::Stay => Status::Stay,
            Answer::Wait(_) | Answer::WaitForReadings => Status::Wait,
            Answer::Blocked { .. } => Status::Blocked,
            Answer::Exhausted { .. } => Status::Exhausted,
            Answer::DoesNotApply => Status::DoesNotApply,
            Answer::Step { .. } => Status::Step,
            Answer::Unplaced(status) => *status,
        }
    }

    /// Two paths that block on the same results, or that are both at their end, say the same.
    fn says_the_same(&self, other: &Answer) -> bool {
        match (self, other) {
            (Answer::Blocked { missing: a, .. }, Answer::Blocked { missing: b, .. }) => a == b,
            (Answer::Exhausted { .. }, Answer::Exhausted { .. }) => true,
            (Answer::Unplaced(a), b) | (b, Answer::Unplaced(a)) => *a == b.status() && matches!(b, Answer::Unplaced(_)),
            _ => self == other,
        }
    }
}

/// The wait after a dose change.
enum Wait {
    /// There is none, or it is over.
    Over,
    /// It goes on, until then; longer where the last change is not known.
    Until(Option<Instant>),
    /// It may be over.
    Unknown,
}

/// A hold that is known to hold.
pub(super) struct Held<'l> {
    pub rule: String,
    pub then: Option<&'l Then>,
}

/// A ladder being worked out.
pub(super) struct Look<'l, 'm, 'a> {
    pub ladder: &'l Ladder,
    pub machine: &'m mut Machine<'a>,
    pub desk: &'l Desk<'l>,
    pub met: Met,
    pub regimen: Option<Rc<Regimen>>,
    pub passed_over: Vec<PassedOver>,
    answers: Vec<(Answer, Vec<String>)>,
    /// How many holds do not hold.
    pub not_held: u32,
}

impl Ladder {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>, desk: &Desk<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let regimen = machine.regimen();
        let look = Look {
            ladder: self,
            machine,
            desk,
            met: Met::default(),
            regimen,
            passed_over: Vec::new(),
            answers: Vec::new(),
            not_held: 0,
        };
        look.decide()
    }
}

impl<'l> Look<'l, '_, '_> {
    fn decide(mut self) -> Decided {
        if let Some(when) = self.ladder.when {
            let ladder = self.ladder;
            let applies = self.met.truth(self.machine, when);
            let reason = self.machine.reason(ladder.name.clone(), ladder.at, &ladder.cite, None, &[when], None, 0);
            self.met.reasons.push(reason);
            if applies != Truth::Yes {
                self.add(Answer::DoesNotApply, vec![ladder.name.clone()]);
            }
            if applies == Truth::No {
                return self.settle(&[], &[]);
            }
        }
        let paths = self.paths();
        let (held, maybe) = self.holds(&paths);
        if !held.is_empty() {
            self.add(Answer::Hold, held.iter().map(|h| h.rule.clone()).listed());
        } else {
            if !maybe.is_empty() {
                self.add(Answer::Hold, maybe);
            }
            self.go_on(&paths);
        }
        self.settle(&paths, &held)
    }

    /// Whether what is taken is not known: no list, a product that nobody knows, a line without a status.
    pub(super) fn is_unclear(&self) -> bool {
        self.regimen.as_ref().is_none_or(|r| !r.is_clear())
    }

    pub(super) fn add(&mut self, answer: Answer, rules: Vec<String>) {
        match self.answers.iter_mut().find(|(known, _)| known.says_the_same(&answer)) {
            Some((_, known)) => known.extend(rules),
            None => self.answers.push((answer, rules)),
        }
    }

    /// The paths that may be the patient's, by position: the first whose condition holds, and unknown ones before it.
    /// Past the last without `otherwise`, there is none.
    fn paths(&mut self) -> Vec<Option<usize>> {
        let mut possible = Vec::new();
        for (at, path) in self.ladder.paths.iter().enumerate() {
            match path.when.map_or(Truth::Yes, |when| self.met.truth(self.machine, when)) {
                Truth::Yes => {
                    possible.push(Some(at));
                    return possible;
                }
                Truth::Unknown => possible.push(Some(at)),
                Truth::No => {}
            }
        }
        possible.push(None);
        possible
    }

    /// Holds that hold, and the rules of those that may. Each that holds, or may, gives its reason.
    fn holds(&mut self, paths: &[Option<usize>]) -> (Vec<Held<'l>>, Vec<String>) {
        let (mut held, mut maybe) = (Vec::new(), Vec::new());
        let mut open = Vec::new();
        for (hold, number) in self.ladder.holds.iter().zip(1_u32..) {
            let rule = text![self.ladder.name, "/hold_", number];
            let truth = self.met.truth(self.machine, hold.when);
            if truth == Truth::No {
                self.not_held += 1;
                continue;
            }
            let cite = if hold.cite.is_empty() { &self.ladder.cite } else { &hold.cite };
            let reason = self.machine.reason(rule.clone(), hold.at, cite, None, &[hold.when], None, self.not_held);
            if truth == Truth::Yes {
                self.met.reasons.push(reason);
                held.push(Held { rule, then: hold.then.as_ref() });
            } else {
                open.push(reason);
                maybe.push(rule);
            }
        }
        for barred in self.regimen_holds(paths) {
            if barred.truth == Truth::Yes {
                self.met.reasons.push(barred.reason);
                held.push(Held { rule: barred.why, then: None });
            } else {
                self.met.missing.extend(barred.missing);
                open.push(barred.reason);
                maybe.push(barred.why);
            }
        }
        if self.is_unclear() {
            self.met.list_unclear(self.machine, self.regimen.as_deref());
            maybe.push("medications".into());
        }
        // What may hold is beside the point once something does.
        if held.is_empty() {
            self.met.reasons.extend(open);
        }
        (held, maybe)
    }

    /// What the regimen itself holds for: a drug that must not be taken, two that never go together, or two
    /// alternatives of one step at once (unknown where only some of the possible paths have that step).
    fn regimen_holds(&mut self, paths: &[Option<usize>]) -> Vec<Barred> {
        let Some(regimen) = &self.regimen else { return Vec::new() };
        let mut barred = against_taken(self.machine, self.desk, &mut self.met, regimen);
        let Some(formulary) = self.desk.formulary else { return barred };
        let of_path = |at: &Option<usize>| {
            let walk = Walk::of(self.ladder.paths.get((*at)?)?, formulary);
            let step = walk.doubled(regimen)?;
            Some(doubled(&self.ladder.name, &walk.path.name, step, &walk.drugs(step), regimen, formulary))
        };
        let twice: Vec<Barred> = paths.iter().filter_map(of_path).listed();
        let everywhere = twice.len() == paths.len();
        for mut one in twice {
            if !everywhere {
                one.truth = Truth::Unknown;
            }
            barred.push(one);
        }
        barred
    }

    /// Nothing is known to hold: stay, wait, or a step.
    fn go_on(&mut self, paths: &[Option<usize>]) {
        let goal = self.machine.outcome(self.ladder.goal).cloned().unwrap_or_default();
        let may = |status| goal.possible.is_empty() || goal.possible.contains(&status);
        if goal.status() == Status::Undetermined {
            self.met.missing.extend(goal.missing.iter().copied());
        }
        if may(Status::AtGoal) || may(Status::BelowRange) {
            self.add(Answer::Stay, vec![self.goal_name()]);
        }
        if !may(Status::AboveGoal) && !may(Status::NotAssessable) {
            return;
        }
        let wait = text![self.ladder.name, "/wait"];
        match self.wait() {
            Wait::Over => {}
            Wait::Until(until) => return self.add(Answer::Wait(until), vec![wait]),
            Wait::Unknown => self.add(Answer::Wait(None), vec![wait.clone()]),
        }
        if may(Status::NotAssessable) {
            self.add(Answer::WaitForReadings, vec![wait]);
        }
        if may(Status::AboveGoal) {
            for path in paths {
                self.walk(*path);
            }
        }
    }

    /// The wait after the last dose change. A line that nobody knows can only have changed later, and make it longer.
    fn wait(&mut self) -> Wait {
        let Some(by) = self.ladder.wait else { return Wait::Over };
        let known = self.machine.last_dose_change();
        let change = match (known, &self.regimen) {
            (Ok(change), _) => change,
            (Err(()), regimen) => regimen.as_ref().and_then(|r| r.changes.last()).map(|c| c.at),
        };
        let until = change.and_then(|at| after(&self.machine.chart.timeline, at, by));
        match until.filter(|until| self.machine.as_of < *until) {
            Some(until) => {
                self.machine.note(until, "the wait after a dose change is over", None);
                Wait::Until(Some(until).filter(|_| known.is_ok()))
            }
            None if known.is_ok() => Wait::Over,
            None => Wait::Unknown,
        }
    }

    fn settle(mut self, paths: &[Option<usize>], held: &[Held<'l>]) -> Decided {
        let position = self.position(paths);
        let taken = position.as_ref().map(|steps| Value::Number(Number::integer((*steps).into())));
        let answers = core::mem::take(&mut self.answers);
        let settled = if let [(answer, _)] = answers.as_slice() { Some(answer) } else { None };
        let mut value = LadderValue {
            path: if let [Some(at)] = paths { self.ladder.paths.get(*at).map(|p| p.name.clone()) } else { None },
            steps_taken: position,
            passed_over: core::mem::take(&mut self.passed_over),
            ..LadderValue::default()
        };
        let mut wanted = Vec::new();
        match settled {
            Some(answer) => {
                self.fill(&mut value, answer, held);
                if !matches!(answer, Answer::Hold | Answer::DoesNotApply) {
                    let mut reasons = self.why(answer);
                    reasons.append(&mut self.met.reasons);
                    self.met.reasons = reasons;
                }
                wanted = self.wanted(answer, held);
            }
            None => self.open_paths(paths),
        }
        let open = settled.is_none();
        let possible = answers.into_iter().map(|(answer, rules)| Possible { status: answer.status(), rules });
        let value = Some(ReportValue::Ladder(value));
        let (mut outcome, report) = self.met.decided(self.machine, possible.listed(), open, value);
        outcome.fields = vec![(Field::StepsTaken, taken)];
        Decided { outcome, said: Said::Report(report), wanted }
    }

    /// How many steps are held; none where that is not known, or differs between possible paths.
    fn position(&self, paths: &[Option<usize>]) -> Option<u32> {
        let (regimen, formulary) = (self.regimen.as_ref()?, self.desk.formulary?);
        let of_path = |at: &Option<usize>| {
            let held = Walk::of(self.ladder.paths.get((*at)?)?, formulary).held(regimen);
            let known = !self.is_unclear() && !held.contains(&Truth::Unknown);
            known.then(|| u32::try_from(held.iter().filter(|h| **h == Truth::Yes).count()).unwrap_or(u32::MAX))
        };
        let first = of_path(paths.first()?)?;
        paths.iter().all(|path| of_path(path) == Some(first)).then_some(first)
    }
}
