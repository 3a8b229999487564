//! What speaks against a drug: a contraindication, an intolerance, or another drug that is taken.

use alloc::{string::String, vec, vec::Vec};

use super::position::taken;
use crate::construct::gather::assume;
use crate::construct::met::{Met, assumed_empty, fact_of_kind, side};
use crate::construct::{Contraindication, Decision, Desk};
use crate::expression::{
    Assumption, Comparison, Formulary, Input, Machine, Reason, Regimen, Shown, Side, Status, Unknown, Why,
};
use crate::record::{FactKind, Intolerance};
use crate::value::Listed;
use crate::value::SortedSet;
use crate::value::Truth;
use crate::value::id::{DecisionId, DrugId};
use crate::value::text::text;

/// Whether something speaks against a drug, and what.
#[derive(Debug)]
pub(super) struct Barred {
    /// yes: it does; unknown: it may.
    pub truth: Truth,
    /// The rule, or `not_tolerated`.
    pub why: String,
    /// Unknown: what is missing to tell.
    pub missing: SortedSet<Input>,
    /// Both sides of it.
    pub reason: Reason,
}

/// Everything that speaks, or may speak, against a drug. `starting`: a start or a raise is at issue, so that what bars
/// only a start counts too.
pub(super) fn against(
    machine: &mut Machine<'_>,
    desk: &Desk<'_>,
    met: &mut Met,
    drug: DrugId,
    starting: bool,
) -> Vec<Barred> {
    let Some(formulary) = desk.formulary else { return Vec::new() };
    let mut barred = Vec::new();
    for (decision, id) in desk.decisions.iter().zip(0_u32..) {
        let Decision::Contraindication(rule) = decision else { continue };
        if rule.bars(drug, formulary) && (starting || !rule.start_only) {
            barred.extend(contraindicated(machine, met, rule, DecisionId(id)));
        }
    }
    barred.extend(not_tolerated(machine, met, formulary, drug));
    barred
}

fn contraindicated(
    machine: &mut Machine<'_>,
    met: &mut Met,
    rule: &Contraindication,
    id: DecisionId,
) -> Option<Barred> {
    let outcome = machine.outcome(id);
    let truth = outcome.map_or(Truth::Unknown, |o| o.is(&[Status::Applies]));
    let missing = outcome.map(|o| o.missing.clone()).unwrap_or_default();
    assume(&mut met.assumed, machine.assumptions(rule.when, None));
    (truth != Truth::No).then(|| Barred {
        truth,
        why: rule.name.clone(),
        missing,
        reason: machine.reason(rule.name.clone(), rule.at, &rule.cite, None, &[rule.when], None, 0),
    })
}

/// An intolerance of the drug, or of a product that holds it.
fn not_tolerated(machine: &mut Machine<'_>, met: &mut Met, formulary: &Formulary, drug: DrugId) -> Option<Barred> {
    let known = formulary.drugs.get(drug.index())?;
    let declared = fact_of_kind(machine, |k| *k == FactKind::Intolerances);
    let name = declared.map_or("intolerances", |(_, decl)| decl.name.as_str());
    let left = side(name, None);
    let chart = machine.chart;
    let (truth, missing) = match (&chart.intolerances, declared) {
        (Some(list), _) if holds(machine, list, formulary, drug) => (Truth::Yes, SortedSet::new()),
        // A code that the formulary does not map may be this very drug, or its class: nobody here can tell, and that is not
        // "tolerated".
        (Some(list), _) if list.iter().any(|i| !formulary.knows(&i.code)) => {
            met.unknown.push(Unknown { name: name.into(), why: Why::Unmapped, since: None });
            (Truth::Unknown, declared.map(|(fact, _)| Input::Fact(fact)).into_iter().collect())
        }
        (Some(_), _) => (Truth::No, SortedSet::new()),
        (None, Some((fact, _))) if assumed_empty(machine, fact) => {
            assume(&mut met.assumed, vec![Assumption { name: name.into(), value: "none".into(), why: Why::Absent }]);
            (Truth::No, SortedSet::new())
        }
        (None, declared) => {
            if declared.is_none() {
                met.unknown.push(Unknown { name: name.into(), why: Why::Absent, since: None });
            }
            (Truth::Unknown, declared.map(|(fact, _)| Input::Fact(fact)).into_iter().collect())
        }
    };
    let right = side("", Some(known.name.clone()));
    (truth != Truth::No).then(|| Barred {
        truth,
        why: "not_tolerated".into(),
        missing,
        reason: by_itself(text!["not_tolerated/", known.name], Comparison::new(left, "has", right, truth)),
    })
}

fn holds(machine: &mut Machine<'_>, list: &[Intolerance], formulary: &Formulary, drug: DrugId) -> bool {
    let Some(known) = formulary.drugs.get(drug.index()) else { return false };
    let mut found = false;
    for intolerance in list {
        let of_product = |p: &crate::expression::formulary::Product| {
            p.code == intolerance.code && p.contains.iter().any(|(d, _)| *d == drug)
        };
        if known.code == intolerance.code || formulary.products.iter().any(of_product) {
            match intolerance.at.filter(|at| *at > machine.as_of) {
                Some(ahead) => machine.note(ahead, "an intolerance is recorded", None),
                None => found = true,
            }
        }
    }
    found
}

/// The rule by which a drug never goes together with another that is taken: `never_together_2`.
pub(super) fn never_together(formulary: &Formulary, regimen: &Regimen, drug: DrugId) -> Option<String> {
    let class = formulary.drugs.get(drug.index())?.class;
    let others = regimen.taken.iter().filter(|t| t.drug != drug);
    let classes: Vec<_> = others.filter_map(|t| formulary.drugs.get(t.drug.index())).map(|d| d.class).listed();
    let (_, number) = formulary.never_together.iter().zip(1_u32..).find(|(rule, _)| match rule.classes {
        None => classes.contains(&class),
        Some((a, b)) => (class == a && classes.contains(&b)) || (class == b && classes.contains(&a)),
    })?;
    Some(text!["never_together_", number])
}

/// What speaks against the regimen as it is taken: against a drug of it, or against two of them together.
pub(super) fn against_taken(
    machine: &mut Machine<'_>,
    desk: &Desk<'_>,
    met: &mut Met,
    regimen: &Regimen,
) -> Vec<Barred> {
    let Some(formulary) = desk.formulary else { return Vec::new() };
    let mut barred: Vec<Barred> = Vec::new();
    for drug in regimen.taken.iter().map(|t| t.drug) {
        let name = formulary.drugs.get(drug.index()).map_or("", |d| &d.name);
        for mut one in against(machine, desk, met, drug, false) {
            if one.why == "not_tolerated" {
                one.why = text!["not_tolerated/", name];
            }
            barred.push(one);
        }
        if let Some(why) = never_together(formulary, regimen, drug) {
            let taken = regimen.taken.iter().filter_map(|t| formulary.drugs.get(t.drug.index()));
            let list = taken.map(|d| d.name.clone()).listed();
            let left = side("", Some(name.into()));
            let comparison = Comparison::new(left, "never together", taken_side(list), Truth::Yes);
            let reason = by_itself(why.clone(), comparison);
            barred.push(Barred { truth: Truth::Yes, why, missing: SortedSet::new(), reason });
        }
    }
    let mut seen = SortedSet::new();
    barred.retain(|b| seen.insert(b.why.clone()));
    barred
}

/// Two alternatives of one step taken at once: nobody can tell which one the step is.
pub(super) fn doubled(
    ladder: &str,
    path: &str,
    step: u32,
    drugs: &[DrugId],
    regimen: &Regimen,
    formulary: &Formulary,
) -> Barred {
    let of_step = drugs.iter().filter(|d| taken(regimen, **d).is_some()).filter_map(|d| formulary.drugs.get(d.index()));
    let list = of_step.map(|d| d.name.clone()).listed();
    let why = text![ladder, "/", path, "/", step];
    let comparison = Comparison::new(taken_side(list), "is", side("", Some("one of them".into())), Truth::No);
    Barred { truth: Truth::Yes, reason: by_itself(why.clone(), comparison), why, missing: SortedSet::new() }
}

/// A reason that stands in no line of the ruleset.
fn by_itself(rule: String, comparison: Comparison) -> Reason {
    Reason { rule, span: None, cite: Vec::new(), text: None, comparisons: vec![comparison], rows_passed_over: 0 }
}

/// What is taken, by name.
fn taken_side(names: Vec<String>) -> Side {
    Side::new(Some("taken".into()), Some(Shown::List(names)))
}
