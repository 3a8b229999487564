//! A ladder: holds, stay, wait, blocked, exhausted, step, in this order; what is unknown adds its answer and goes on.

use std::collections::{BTreeMap, BTreeSet};

use stepcare_core::construct::Decision;
use stepcare_core::construct::ladder::{Ladder, Move, Path};
use stepcare_core::expression::{Formulary, Status};
use stepcare_core::record::{FactKind, Item};
use stepcare_core::value::{Code, CodeSystem, Instant, Number, Truth};

use super::actions::Wanted;
use super::facts::State;
use super::reasons::{Missing, status_of};
use super::regimen::{LastChange, Regimen};
use super::told::{Told, reason};
use super::{NotYet, Second, Worked};

/// An answer: its status, and what tells it from another of that status.
type Answer = (Status, String);

/// Something that speaks, or may speak, against a drug.
struct Against {
    truth: Truth,
    why: String,
    missing: Missing,
}

struct Look<'s, 'r> {
    second: &'s Second<'r>,
    ladder: &'s Ladder,
    formulary: &'s Formulary,
    regimen: Option<Regimen>,
    /// In order met, with the rules that give each.
    answers: Vec<(Answer, Vec<String>)>,
    missing: Missing,
    passed_over: BTreeSet<String>,
    /// Of the answers that want something: what.
    wanted: BTreeMap<Answer, Vec<Wanted>>,
}

impl Second<'_> {
    /// What a ladder says.
    pub(super) fn ladder(&self, ladder: &Ladder) -> Worked<Told> {
        let Some(formulary) = &self.rules.formulary else { return Err(NotYet("a ladder without a formulary")) };
        let together = |path: &Path| path.steps.iter().flat_map(|step| &step.alternatives).any(|moves| moves.len() > 1);
        if ladder.paths.iter().any(together) {
            return Err(NotYet("several drugs moved together"));
        }
        let mut look = Look {
            second: self,
            ladder,
            formulary,
            regimen: self.regimen()?,
            answers: Vec::new(),
            missing: Missing::new(),
            passed_over: BTreeSet::new(),
            wanted: BTreeMap::new(),
        };
        look.decide()
    }

    /// How many steps are held; none where that is not known.
    pub(super) fn steps_taken(&self, ladder: &Ladder) -> Worked<Option<u32>> {
        let (Some(regimen), Some(formulary)) = (self.regimen()?, &self.rules.formulary) else { return Ok(None) };
        let mut found = BTreeSet::new();
        for path in self.paths(ladder)? {
            let Some(path) = path.and_then(|at| ladder.paths.get(at)) else { return Ok(None) };
            let held = held(path, &regimen, formulary);
            if !regimen.is_clear() || held.contains(&Truth::Unknown) {
                return Ok(None);
            }
            found.insert(held.iter().filter(|held| **held == Truth::Yes).count() as u32);
        }
        Ok(found.first().copied().filter(|_| found.len() == 1))
    }

    /// The paths that may be the patient's; `None` is none of them.
    fn paths(&self, ladder: &Ladder) -> Worked<Vec<Option<usize>>> {
        let mut possible = Vec::new();
        for (at, path) in ladder.paths.iter().enumerate() {
            let holds = path.when.map_or(Ok(Truth::Yes), |when| self.holds(when, None))?;
            if holds != Truth::No {
                possible.push(Some(at));
            }
            if holds == Truth::Yes {
                return Ok(possible);
            }
        }
        possible.push(None);
        Ok(possible)
    }

    /// Whether an intolerance is recorded; unknown without a list, or where a code cannot be told from the drug.
    fn not_tolerated(&self, drug: usize, formulary: &Formulary) -> Worked<(Truth, Missing)> {
        let decl = self.rules.facts.iter().find(|fact| fact.kind == FactKind::Intolerances);
        let (Some(decl), Some(known)) = (decl, formulary.drugs.get(drug)) else {
            return Err(NotYet("intolerances that are not declared"));
        };
        let entries: Vec<_> = self.entries(decl).into_iter().filter(|entry| entry.value != Item::Null).collect();
        let name = |why| Missing::from([(decl.name.clone(), why)]);
        let entry = match entries.as_slice() {
            [] if decl.assume.is_some() => return Ok((Truth::No, Missing::new())),
            [] => return Ok((Truth::Unknown, name(stepcare_core::expression::Why::Absent))),
            [one] if !one.refused && !self.is_ahead(one.at) && decl.valid.is_none() => *one,
            _ => return Err(NotYet("several lists of intolerances, or one that does not count")),
        };
        let Item::List(items) = &entry.value else { return Err(NotYet("intolerances that are no list")) };
        let (mut found, mut open) = (Truth::No, false);
        for item in items {
            let holder = item.get("code").filter(|code| matches!(code, Item::Object(_))).unwrap_or(item);
            let Some(code) = holder.get("code").and_then(Item::text) else {
                return Err(NotYet("an intolerance without a code"));
            };
            let system = holder.get("system").and_then(Item::text).unwrap_or("rxnorm");
            let system = CodeSystem::written(system).unwrap_or_else(|| CodeSystem::of_uri(system));
            let code = Code::new(system, code);
            let holds_drug = |p: &stepcare_core::expression::formulary::Product| {
                p.code == code && p.contains.iter().any(|(of, _)| of.index() == drug)
            };
            let at = item.get("at").and_then(Item::text).and_then(|at| Instant::parse(at).ok());
            if known.code == code || formulary.products.iter().any(holds_drug) {
                if at.is_none_or(|at| at <= self.as_of) {
                    found = Truth::Yes;
                }
            } else if code.system != known.code.system && !formulary.outside.iter().any(|o| o.code == code) {
                open = true;
            }
        }
        if found == Truth::Yes || !open {
            return Ok((found, Missing::new()));
        }
        Ok((Truth::Unknown, name(stepcare_core::expression::Why::Unmapped)))
    }
}

impl Look<'_, '_> {
    fn add(&mut self, status: Status, detail: impl Into<String>, rules: Vec<String>) {
        let answer = (status, detail.into());
        match self.answers.iter_mut().find(|(known, _)| *known == answer) {
            Some((_, known)) => known.extend(rules),
            None => self.answers.push((answer, rules)),
        }
    }

    fn decide(&mut self) -> Worked<Told> {
        let (second, ladder) = (self.second, self.ladder);
        let mut told = Told::default();
        if let Some(when) = ladder.when {
            let applies = second.holds(when, None)?;
            self.missing.extend(second.missing(&[when], None)?);
            if applies != Truth::Yes {
                self.add(Status::DoesNotApply, "", vec![ladder.name.clone()]);
            }
            if applies == Truth::No {
                told.may(Status::DoesNotApply, Some(ladder.name.clone()));
                return Ok(told);
            }
        }
        let paths = second.paths(ladder)?;
        for path in &ladder.paths {
            if let Some(when) = path.when {
                self.missing.extend(second.missing(&[when], None)?);
                if second.holds(when, None)? == Truth::Yes {
                    break;
                }
            }
        }
        let (mut held, mut maybe, mut reasons, mut not_held) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (n, hold) in ladder.holds.iter().enumerate() {
            let rule = format!("{}/hold_{}", ladder.name, n + 1);
            match second.holds(hold.when, None)? {
                Truth::No => {
                    not_held += 1;
                    continue;
                }
                Truth::Yes => {
                    if let Some(then) = &hold.then {
                        let answer = (Status::Hold, String::new());
                        self.wanted.entry(answer).or_default().push(Wanted::new(then, &rule, &rule));
                    }
                    held.push(rule.clone());
                }
                Truth::Unknown => {
                    self.missing.extend(second.missing(&[hold.when], None)?);
                    maybe.push(rule.clone());
                }
            }
            let comparisons = second.comparisons(&[hold.when], None);
            reasons.push((rule.clone(), comparisons.map(|all| reason(&rule, not_held, &all))));
        }
        for one in self.against_regimen(&paths)? {
            if one.truth == Truth::Yes {
                held.push(one.why);
            } else {
                self.missing.extend(one.missing);
                maybe.push(one.why);
            }
        }
        let unclear = self.regimen.as_ref().is_none_or(|regimen| !regimen.is_clear());
        if unclear {
            self.missing.extend(second.list_missing()?);
            maybe.push("medications".into());
        }
        if held.is_empty() {
            if !maybe.is_empty() {
                self.add(Status::Hold, "", maybe);
            }
            self.go_on(&paths)?;
        } else {
            self.add(Status::Hold, "", held.clone());
        }
        for ((status, _), rules) in &self.answers {
            told.possible.entry(*status).or_default().extend(rules.iter().cloned());
        }
        told.open = self.answers.len() > 1;
        if told.open {
            told.missing = self.missing.clone();
        }
        let path = match paths.as_slice() {
            [Some(at)] => ladder.paths.get(*at).map(|path| path.name.clone()),
            _ => None,
        };
        told.say("path", format!("{path:?}"));
        told.say("steps taken", format!("{:?}", second.steps_taken(ladder)?));
        told.say("passed over", self.passed_over.iter().cloned().collect::<Vec<_>>().join("; "));
        if let [(answer, _)] = self.answers.as_slice() {
            let (status, detail) = answer;
            told.say("answer", if *status == Status::Hold { held.join(", ") } else { detail.clone() });
            if *status == Status::Hold {
                // What may hold is beside the point once something does.
                reasons.retain(|(rule, _)| held.contains(rule));
                let reasons = reasons.into_iter().map(|(_, reason)| reason).collect::<Worked<Vec<_>>>();
                told.say_if("holds", reasons.map(|all| all.join(" | ")));
            }
            told.wanted = self.wanted.remove(answer).unwrap_or_default();
        }
        Ok(told)
    }

    /// What speaks against the regimen as it is taken.
    fn against_regimen(&self, paths: &[Option<usize>]) -> Worked<Vec<Against>> {
        let Some(regimen) = &self.regimen else { return Ok(Vec::new()) };
        let mut found: Vec<Against> = Vec::new();
        for drug in regimen.taken.keys() {
            for mut one in self.against(*drug, false)? {
                if one.why == "not_tolerated" {
                    one.why = format!("not_tolerated/{}", self.name(*drug));
                }
                found.push(one);
            }
            if let Some(why) = self.never_together(*drug) {
                found.push(Against { truth: Truth::Yes, why, missing: Missing::new() });
            }
        }
        // Two alternatives of one step taken at once.
        let mut twice = Vec::new();
        for path in paths {
            let Some(path) = path.and_then(|at| self.ladder.paths.get(at)) else { continue };
            let drugs = drugs(path);
            let double = drugs.iter().position(|of| of.iter().filter(|d| regimen.taken.contains_key(d)).count() > 1);
            twice.extend(double.map(|step| format!("{}/{}/{}", self.ladder.name, path.name, step + 1)));
        }
        let truth = if twice.len() == paths.len() { Truth::Yes } else { Truth::Unknown };
        found.extend(twice.into_iter().map(|why| Against { truth, why, missing: Missing::new() }));
        let mut seen = BTreeSet::new();
        found.retain(|one| seen.insert(one.why.clone()));
        Ok(found)
    }

    fn name(&self, drug: usize) -> &str {
        self.formulary.drugs.get(drug).map_or("", |drug| &drug.name)
    }

    /// Contraindications and intolerance; `starting` counts what bars only a start.
    fn against(&self, drug: usize, starting: bool) -> Worked<Vec<Against>> {
        let mut found = Vec::new();
        for decision in &self.second.rules.decisions {
            let Decision::Contraindication(barred) = decision else { continue };
            if !self.second.bars(barred, drug) || (barred.start_only && !starting) {
                continue;
            }
            let truth = self.second.holds(barred.when, None)?;
            if truth != Truth::No {
                let missing = self.second.missing(&[barred.when], None)?;
                found.push(Against { truth, why: barred.name.clone(), missing });
            }
        }
        let (truth, missing) = self.second.not_tolerated(drug, self.formulary)?;
        if truth != Truth::No {
            found.push(Against { truth, why: "not_tolerated".into(), missing });
        }
        Ok(found)
    }

    fn never_together(&self, drug: usize) -> Option<String> {
        let class = self.second.class_of(drug)?;
        let others: Vec<_> = self.regimen.as_ref()?.taken.keys().filter(|other| **other != drug).collect();
        let others: Vec<_> = others.into_iter().filter_map(|other| self.second.class_of(*other)).collect();
        let clash = self.formulary.never_together.iter().position(|rule| match rule.classes {
            None => others.contains(&class),
            Some((a, b)) => (class == a && others.contains(&b)) || (class == b && others.contains(&a)),
        })?;
        Some(format!("never_together_{}", clash + 1))
    }

    /// Nothing is known to hold.
    fn go_on(&mut self, paths: &[Option<usize>]) -> Worked<()> {
        let (second, ladder) = (self.second, self.ladder);
        let goal = second.possible(ladder.goal.index())?;
        let goal_name = second.rules.decisions.get(ladder.goal.index()).map(|d| d.name().to_string());
        if status_of(&goal) == Status::Undetermined {
            self.missing.extend(second.open_inputs(ladder.goal.index())?);
        }
        if goal.contains(&Status::AtGoal) || goal.contains(&Status::BelowRange) {
            self.add(Status::Stay, "", goal_name.into_iter().collect());
        }
        if !goal.contains(&Status::AboveGoal) && !goal.contains(&Status::NotAssessable) {
            return Ok(());
        }
        let rule = format!("{}/wait", ladder.name);
        if let Some(by) = ladder.wait {
            let known = second.last_change()?;
            let last = match known {
                LastChange::At(at) => Some(at),
                LastChange::Never => None,
                LastChange::Unknown => self.regimen.as_ref().and_then(|r| r.changes.last()).map(|c| c.at),
            };
            let until = last.map(|at| match by.ms() {
                Some(ms) => at.checked_add_ms(ms),
                None => by.add_to_date(second.day(at), false).map(|day| second.end_of_day(day)),
            });
            let until = until.map(|until| until.ok_or(NotYet("a wait past all time"))).transpose()?;
            match until.filter(|until| second.as_of < *until) {
                Some(until) => {
                    let told = if known == LastChange::Unknown { "time".into() } else { format!("time until {until}") };
                    self.add(Status::Wait, told, vec![rule]);
                    return Ok(());
                }
                None if known == LastChange::Unknown => self.add(Status::Wait, "time", vec![rule.clone()]),
                None => {}
            }
        }
        if goal.contains(&Status::NotAssessable) {
            self.add(Status::Wait, "readings", vec![rule]);
        }
        if goal.contains(&Status::AboveGoal) {
            for path in paths {
                self.walk(*path)?;
            }
        }
        Ok(())
    }

    fn walk(&mut self, at: Option<usize>) -> Worked<()> {
        let ladder = self.ladder;
        let path = at.and_then(|at| ladder.paths.get(at));
        let regimen = self.regimen.clone().filter(Regimen::is_clear);
        let held = path.zip(regimen.as_ref()).map(|(path, regimen)| held(path, regimen, self.formulary));
        let known = held.filter(|held| !held.contains(&Truth::Unknown));
        let (Some(path), Some(regimen), Some(held)) = (path, &regimen, &known) else {
            let dose = path.is_some() && regimen.is_some();
            if dose {
                self.missing.extend(self.second.list_missing()?);
            }
            let rules: Vec<String> = path.map(|path| format!("{}/{}", ladder.name, path.name)).into_iter().collect();
            for status in [Status::Step, Status::Blocked, Status::Exhausted] {
                self.add(status, "anywhere", rules.clone());
            }
            return Ok(());
        };
        for (n, held) in held.iter().enumerate() {
            if *held == Truth::No && self.step(path, n, regimen)? {
                return Ok(());
            }
        }
        self.add(Status::Exhausted, "", vec![format!("{}/{}", ladder.name, path.name)]);
        if let Some(then) = &ladder.exhausted {
            let wanted = Wanted::new(then, &format!("{}/exhausted", ladder.name), "exhausted");
            self.wanted.entry((Status::Exhausted, String::new())).or_default().push(wanted);
        }
        Ok(())
    }

    /// Whether an alternative of the step is certain, so that nothing after it can be next.
    fn step(&mut self, path: &Path, n: usize, regimen: &Regimen) -> Worked<bool> {
        let Some(step) = path.steps.get(n) else { return Ok(false) };
        for alternative in step.alternatives.iter().flatten() {
            let taken = |drug: usize| regimen.taken.get(&drug).copied().flatten();
            let doses = |drug: usize| self.formulary.drugs.get(drug).map_or(&[][..], |d| d.doses.as_slice());
            let candidate = match alternative {
                Move::Start { drug, dose } | Move::RaiseTo { drug, dose } => {
                    let (drug, raise) = (drug.index(), matches!(alternative, Move::RaiseTo { .. }));
                    if doses(drug).iter().max().is_some_and(|top| dose > top) {
                        Err((drug, "top_dose"))
                    } else if raise && taken(drug).is_none() {
                        Err((drug, "not_taken"))
                    } else {
                        Ok((drug, taken(drug), *dose))
                    }
                }
                Move::RaiseStepDrug { step } => {
                    let of = drugs(path).get((*step as usize).wrapping_sub(1)).cloned().unwrap_or_default();
                    match of.iter().find(|drug| taken(**drug).is_some()) {
                        None => Err((of.first().copied().unwrap_or(usize::MAX), "not_taken")),
                        Some(drug) => {
                            let above = doses(*drug).iter().filter(|dose| Some(**dose) > taken(*drug)).min();
                            above.map(|to| (*drug, taken(*drug), *to)).ok_or((*drug, "top_dose"))
                        }
                    }
                }
                #[allow(unreachable_patterns)]
                _ => return Err(NotYet("a move of later")),
            };
            let (drug, from, to) = match candidate {
                Ok(candidate) => candidate,
                Err((drug, why)) => {
                    self.passed_over.insert(format!("{} {} {why}", n + 1, self.name(drug)));
                    continue;
                }
            };
            let against = self.against(drug, true)?;
            let barred = against.iter().find(|one| one.truth == Truth::Yes).map(|one| one.why.clone());
            if let Some(why) = barred.or(self.never_together(drug)) {
                self.passed_over.insert(format!("{} {} {why}", n + 1, self.name(drug)));
                continue;
            }
            // The results that must be known before it.
            let (mut lacking, mut rules) = (Vec::new(), Vec::new());
            for (r, require) in self.ladder.require.iter().enumerate() {
                if !self.second.class_of(drug).is_some_and(|class| require.classes.contains(&class)) {
                    continue;
                }
                let before = lacking.len();
                for fact in &require.facts {
                    let name = self.second.rules.facts.get(fact.index()).map_or("", |f| &f.name).to_string();
                    if !matches!(self.second.state(*fact)?, State::Known(..)) && !lacking.contains(&name) {
                        lacking.push(name);
                    }
                }
                if lacking.len() > before {
                    rules.push(r);
                }
            }
            // A candidate that only the missing results leave open is blocked, and certainly so.
            let certain = against
                .iter()
                .all(|one| !one.missing.is_empty() && one.missing.keys().all(|name| lacking.contains(name)));
            if !certain {
                for one in against {
                    self.missing.extend(one.missing);
                }
            }
            let ladder = self.ladder;
            let rule = format!("{}/{}/{} {} {to} mg", ladder.name, path.name, n + 1, self.name(drug));
            if lacking.is_empty() {
                let tablets = self.tablets(drug, to);
                let from = from.map_or_else(|| "_".into(), |from| from.to_string());
                let detail = format!("{} {}: {} {from} to {to} {tablets}", path.name, n + 1, self.name(drug));
                self.add(Status::Step, detail.clone(), vec![rule]);
                if let Some(then) = &ladder.step {
                    let wanted = Wanted::new(then, &format!("{}/step", ladder.name), "step");
                    self.wanted.entry((Status::Step, detail)).or_default().push(wanted);
                }
            } else {
                let detail = lacking.join(", ");
                let answer = (Status::Blocked, detail.clone());
                let fresh = !self.answers.iter().any(|(known, _)| *known == answer);
                self.add(Status::Blocked, detail, vec![rule]);
                for r in rules.into_iter().filter(|_| fresh) {
                    if let Some(then) = ladder.require.get(r).and_then(|require| require.then.as_ref()) {
                        let wanted = Wanted::new(then, &format!("{}/require_{}", ladder.name, r + 1), "blocked");
                        self.wanted.entry(answer.clone()).or_default().push(wanted);
                    }
                }
            }
            if certain {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whole tablets of one strength before halves, and the fewest.
    fn tablets(&self, drug: usize, daily: Number) -> String {
        let strengths = self.formulary.drugs.get(drug).map_or(&[][..], |drug| drug.tablets.as_slice());
        let mut best: Option<(bool, Number, Number)> = None;
        for tablet in strengths {
            let Some(count) = daily.div(tablet.mg) else { continue };
            let whole = count.is_integer();
            let halves = count.mul(Number::integer(2)).is_some_and(Number::is_integer);
            if !(whole || (tablet.halves && halves)) {
                continue;
            }
            let this = (!whole, count, tablet.mg);
            if best.is_none_or(|best| (this.0, this.1) < (best.0, best.1)) {
                best = Some(this);
            }
        }
        best.map_or_else(|| "-".into(), |(_, count, mg)| format!("{count} of {mg}"))
    }
}

/// By step: the drugs that it is about.
fn drugs(path: &Path) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    for step in &path.steps {
        let mut of: Vec<usize> = Vec::new();
        for alternative in step.alternatives.iter().flatten() {
            let more = match alternative {
                Move::Start { drug, .. } | Move::RaiseTo { drug, .. } => vec![drug.index()],
                Move::RaiseStepDrug { step } => all.get((*step as usize).wrapping_sub(1)).cloned().unwrap_or_default(),
                #[allow(unreachable_patterns)]
                _ => Vec::new(),
            };
            for drug in more {
                if !of.contains(&drug) {
                    of.push(drug);
                }
            }
        }
        all.push(of);
    }
    all
}

/// By step: whether one of its alternatives is taken at its dose or more.
fn held(path: &Path, regimen: &Regimen, formulary: &Formulary) -> Vec<Truth> {
    let of_step = drugs(path);
    let mut all = vec![Truth::No; path.steps.len()];
    for (drug, daily) in &regimen.taken {
        // The dose that a drug has reached by the steps so far.
        let mut so_far: Option<Number> = None;
        for (n, step) in path.steps.iter().enumerate() {
            let dose = step.alternatives.iter().flatten().find_map(|alternative| match alternative {
                Move::Start { drug: of, dose } | Move::RaiseTo { drug: of, dose } if of.index() == *drug => Some(*dose),
                Move::RaiseStepDrug { step }
                    if of_step.get((*step as usize).wrapping_sub(1)).is_some_and(|of| of.contains(drug)) =>
                {
                    let doses = formulary.drugs.get(*drug).map_or(&[][..], |drug| drug.doses.as_slice());
                    let before = so_far?;
                    doses.iter().copied().filter(|dose| *dose > before).min()
                }
                _ => None,
            });
            so_far = so_far.max(dose);
            if let (Some(dose), Some(held)) = (dose, all.get_mut(n)) {
                *held = held.or(Truth::of(daily.map(|daily| daily >= dose)));
            }
        }
    }
    all
}
