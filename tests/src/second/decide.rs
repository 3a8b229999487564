//! Each decision: the statuses it may have, its values, and what it says.

use std::collections::BTreeSet;

use stepcare_core::construct::screening::{Screening, Verdict};
use stepcare_core::construct::{Contraindication, Decision};
use stepcare_core::expression::{Field, Status};
use stepcare_core::value::{Number, Truth, Value};

use super::reasons::Missing;
use super::told::{Told, reason};
use super::{NotYet, Second, Worked, average};

impl Second<'_> {
    /// What a decision says.
    ///
    /// # Errors
    /// What is not worked out here.
    pub(crate) fn told(&self, decision: usize) -> Worked<Told> {
        match self.rules.decisions.get(decision) {
            Some(Decision::Screening(screening)) => self.screening(screening),
            Some(Decision::Contraindication(barred)) => self.contraindication(barred),
            Some(Decision::Average(of)) => {
                let mean = self.average(of)?;
                let mut told = Told { said: mean.said.clone(), ..Told::default() };
                mean.possible().into_iter().for_each(|status| told.may(status, None));
                if let average::Verdict::Open(missing) = mean.verdict {
                    told.missing = missing;
                }
                Ok(told)
            }
            Some(Decision::Goal(goal)) => self.goal(goal),
            Some(Decision::Alert(alert)) => self.alert(alert),
            Some(Decision::Check(check)) => self.check(check),
            Some(Decision::Ladder(ladder)) => self.ladder(ladder),
            Some(Decision::Table(table)) => self.table(table),
            Some(Decision::Score(score)) => self.score(score),
            Some(Decision::When(line)) => {
                let mut told = Told::default();
                let truth = self.holds(line.when, None)?;
                if truth != Truth::No {
                    told.may(Status::Holds, Some(line.name.clone()));
                }
                if truth != Truth::Yes {
                    told.may(Status::DoesNotHold, Some(line.name.clone()));
                }
                told.missing = self.missing(&[line.when], None)?;
                let comparisons = self.comparisons(&[line.when], None);
                told.say_if("reasons", comparisons.map(|all| reason(&line.name, 0, &all)));
                let assumed = self.assumed(&[line.when], None);
                told.say_if("assumed", assumed.map(|all| all.into_iter().collect::<Vec<_>>().join(", ")));
                // Known to hold, it is wanted; unknown, only what is open is kept.
                if truth == Truth::Yes {
                    let mut wanted = super::actions::Wanted::new(&line.then, &line.name, "when");
                    wanted.because = vec![line.name.clone()];
                    told.wanted.push(wanted);
                }
                Ok(told)
            }
            Some(Decision::Measure(measure)) if measure.value.is_some() || !measure.rows.is_empty() => {
                Err(NotYet("a measure's number"))
            }
            Some(Decision::Measure(measure)) => {
                // The first line that holds says it; every unknown one before it might.
                let mut told = Told::default();
                for line in &measure.lines {
                    let holds = self.holds(line.when, None)?;
                    if holds != Truth::No {
                        told.may(line.status, None);
                    }
                    if holds == Truth::Yes {
                        return Ok(told);
                    }
                }
                told.may(measure.otherwise, None);
                Ok(told)
            }
            #[allow(unreachable_patterns)]
            _ => Err(NotYet("a construct of later")),
        }
    }

    /// The statuses that some completion of what is unknown gives.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn possible(&self, decision: usize) -> Worked<BTreeSet<Status>> {
        if let Some(Decision::Average(of)) = self.rules.decisions.get(decision) {
            return Ok(self.average(of)?.possible());
        }
        let told = self.told(decision)?;
        let mut possible = told.statuses();
        if told.open {
            possible.insert(Status::Undetermined);
        }
        Ok(possible)
    }

    /// What keeps a decision open.
    pub(super) fn open_inputs(&self, decision: usize) -> Worked<Missing> {
        Ok(self.told(decision)?.missing)
    }

    /// A value of a decision.
    pub(super) fn field(&self, decision: usize, field: Field) -> Worked<Option<Value>> {
        match (field, self.rules.decisions.get(decision)) {
            (Field::Reported(column), Some(Decision::Average(of))) => {
                let mean = self.average(of)?;
                let found = mean.values.iter().find(|(of, _)| *of == column.index());
                Ok(found.and_then(|(_, value)| *value).map(Value::Number))
            }
            (Field::StepsTaken, Some(Decision::Ladder(ladder))) => {
                let steps = self.steps_taken(ladder)?;
                Ok(steps.map(|steps| Value::Number(Number::integer(steps.into()))))
            }
            (Field::Points, Some(Decision::Score(score))) => Ok(self.points(score)?.value()),
            (Field::Output(column), Some(Decision::Table(table))) => self.column(table, column as usize),
            _ => Err(NotYet("such a value of a decision")),
        }
    }

    /// Exclusions are scanned before referrals; one that is certain settles it, whatever stands before it.
    fn screening(&self, screening: &Screening) -> Worked<Told> {
        let mut order: Vec<_> = screening.lines.iter().filter(|line| line.verdict == Verdict::Exclude).collect();
        order.extend(screening.lines.iter().filter(|line| line.verdict == Verdict::Refer));
        let mut lines = Vec::new();
        for line in order {
            lines.push((line, self.holds(line.when, None)?));
        }
        let of = |verdict: Verdict, truth: Truth| {
            let found = lines.iter().filter(|(line, t)| line.verdict == verdict && *t == truth);
            found.map(|(line, _)| *line).collect::<Vec<_>>()
        };
        let (excluded, may_exclude) = (of(Verdict::Exclude, Truth::Yes), of(Verdict::Exclude, Truth::Unknown));
        let (referred, may_refer) = (of(Verdict::Refer, Truth::Yes), of(Verdict::Refer, Truth::Unknown));
        let mut told = Told::default();
        let mut shown = Vec::new();
        if !excluded.is_empty() {
            told.may(Status::Excluded, None);
            shown.extend(excluded);
        } else {
            if !may_exclude.is_empty() {
                told.possible.insert(Status::Excluded, may_exclude.iter().map(|line| line.name.clone()).collect());
                shown.extend(&may_exclude);
            }
            let refers = referred.iter().chain(&may_refer).map(|line| line.name.clone()).collect::<Vec<_>>();
            if !refers.is_empty() {
                told.possible.insert(Status::Referred, refers);
            }
            if referred.is_empty() {
                told.may(Status::Eligible, None);
                shown.extend(&may_refer);
            }
            if told.possible.len() > 1 {
                told.missing = self.missing(&shown.iter().map(|line| line.when).collect::<Vec<_>>(), None)?;
            }
            shown.extend(referred);
        }
        if told.possible.len() == 1 {
            let mut names: Vec<&str> = shown.iter().map(|line| line.name.as_str()).collect();
            names.sort_unstable();
            told.say("lines", names.join(", "));
        }
        let mut reasons = Vec::new();
        for line in &shown {
            let before = lines.iter().take_while(|(other, _)| other.name != line.name);
            let passed = before.filter(|(_, truth)| *truth == Truth::No).count() as u32;
            let comparisons = self.comparisons(&[line.when], None)?;
            reasons.push(reason(&format!("{}/{}", screening.name, line.name), passed, &comparisons));
        }
        if shown.is_empty() {
            let rule = format!("{}/otherwise", screening.name);
            reasons.push(reason(&rule, screening.lines.len() as u32, &[]));
        }
        reasons.sort();
        told.say("reasons", reasons.join(" | "));
        let all: Vec<_> = screening.lines.iter().map(|line| line.when).collect();
        let assumed = self.assumed(&all, None);
        told.say_if("assumed", assumed.map(|all| all.into_iter().collect::<Vec<_>>().join(", ")));
        Ok(told)
    }

    fn contraindication(&self, barred: &Contraindication) -> Worked<Told> {
        let mut told = Told::default();
        let truth = self.holds(barred.when, None)?;
        if truth != Truth::No {
            told.may(Status::Applies, Some(barred.name.clone()));
        }
        if truth != Truth::Yes {
            told.may(Status::DoesNotApply, Some(barred.name.clone()));
        }
        told.missing = self.missing(&[barred.when], None)?;
        let comparisons = self.comparisons(&[barred.when], None);
        told.say_if("reasons", comparisons.map(|all| reason(&barred.name, 0, &all)));
        let assumed = self.assumed(&[barred.when], None);
        told.say_if("assumed", assumed.map(|all| all.into_iter().collect::<Vec<_>>().join(", ")));
        if truth == Truth::Yes
            && !barred.start_only
            && let (Some(then), Some(regimen)) = (&barred.then, self.regimen()?)
            && let Some(drug) = regimen.taken.keys().find(|drug| self.bars(barred, **drug))
        {
            let started = regimen.changes.iter().rev().find(|change| change.drug == *drug && change.is_start());
            let about = started.map_or_else(|| format!("taken drug {drug}"), |change| format!("taken {}", change.line));
            told.wanted.push(super::actions::Wanted::new(then, &barred.name, &about));
        }
        Ok(told)
    }

    /// Whether a contraindication bars a drug.
    pub(super) fn bars(&self, barred: &Contraindication, drug: usize) -> bool {
        self.class_of(drug).is_some_and(|class| barred.classes.contains(&class))
            || barred.drugs.iter().any(|of| of.index() == drug)
    }
}
