//! What contraindications, checks and ladders ask of the formulary: classes and drugs by name, doses that it has.

use stepcare_core::expression::formulary::Drug;
use stepcare_core::value::id::{ClassId, DrugId};
use stepcare_core::value::{Number, Unit};

use crate::diagnostic::{Diagnostic, code, listed};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::syntax::expression::{Name, name};

/// Names that are each a class or a drug.
pub(super) fn classes_or_drugs(cx: &mut Lower<'_>, named: &[Name]) -> Option<(Vec<ClassId>, Vec<DrugId>)> {
    each_once(cx, named);
    let (mut classes, mut drugs, mut all) = (Vec::new(), Vec::new(), true);
    for one in named {
        match (cx.scope.classes.get(&one.text), cx.scope.drugs.get(&one.text)) {
            (Some(class), _) => classes.push(class),
            (None, Some(drug)) => drugs.push(drug),
            (None, None) => {
                all = false;
                let message = format!("there is no class or drug `{}`", one.text);
                let error = Diagnostic::new(code::UNKNOWN_NAME, one.span, message, "not in the formulary");
                let known: Vec<&str> = cx.scope.classes.names().chain(cx.scope.drugs.names()).collect();
                let error = match known.is_empty() {
                    true => error.help("a ruleset names its formulary: `uses NAME from \"FILE\"`"),
                    false => error.did_you_mean(&one.text, known),
                };
                cx.errors.push(error);
            }
        }
    }
    all.then_some((classes, drugs))
}

/// Reports a name that stands twice in one list.
pub(super) fn each_once(cx: &mut Lower<'_>, named: &[Name]) {
    for (n, again) in named.iter().enumerate() {
        if let Some(first) = named.iter().take(n).find(|first| first.text == again.text) {
            let message = format!("`{}` stands twice in this list", again.text);
            let error = Diagnostic::new(code::ONCE, again.span, message, "again here");
            cx.errors.push(error.label(first.span, "first here").help("keep one"));
        }
    }
}

/// A drug by name.
pub(super) fn drug(cx: &mut Lower<'_>, named: &Name) -> Option<DrugId> {
    if cx.scope.drugs.get(&named.text).is_none() && cx.scope.classes.get(&named.text).is_some() {
        let message = format!("`{}` is a class of drugs", named.text);
        let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "one drug is expected here");
        return cx.fail(error.help("a step names the drug that is prescribed"));
    }
    let found = cx.scope.drugs.resolve(named);
    cx.take(found)
}

/// A drug at a dose that the formulary has, of a node that holds a name and a quantity.
pub(super) fn at_dose(cx: &mut Lower<'_>, node: &Node) -> Option<(DrugId, Number)> {
    let named = name(node.name()?);
    let quantity = node.child(Rule::quantity)?;
    let drug = drug(cx, &named);
    let dose = cx.quantity_in(quantity, Unit::written("mg")?);
    let (drug, dose) = (drug?, dose?);
    let known = of(cx, drug)?;
    if known.doses.contains(&dose) {
        return Some((drug, dose));
    }
    let doses: Vec<String> = known.doses.iter().map(|mg| format!("{mg} mg")).collect();
    let message = format!("the formulary has no dose of {dose} mg of {}", named.text);
    let help = format!("its doses are {} a day", listed(&doses));
    cx.fail(Diagnostic::new(code::NO_DOSE, quantity.span, message, "not a day's total of this drug").help(help))
}

/// A drug as the formulary declares it.
pub(super) fn of<'c>(cx: &'c Lower<'_>, drug: DrugId) -> Option<&'c Drug> {
    cx.out.formulary.as_ref()?.drugs.get(drug.index())
}

/// The dose after one of a drug's doses.
pub(super) fn next_dose(cx: &Lower<'_>, drug: DrugId, dose: Number) -> Option<Number> {
    of(cx, drug)?.doses.iter().copied().find(|next| *next > dose)
}

/// A drug's name.
pub(super) fn called(cx: &Lower<'_>, drug: DrugId) -> String {
    of(cx, drug).map(|drug| drug.name.clone()).unwrap_or_default()
}

/// Whether the formulary says that two drugs never go together.
pub(super) fn never_together(cx: &Lower<'_>, one: DrugId, other: DrugId) -> bool {
    let classes = |drug| of(cx, drug).map(|drug| drug.class);
    let (Some(a), Some(b), Some(formulary)) = (classes(one), classes(other), cx.out.formulary.as_ref()) else {
        return false;
    };
    formulary.never_together.iter().any(|never| match never.classes {
        Some(pair) => pair == (a, b) || pair == (b, a),
        None => one != other && a == b,
    })
}
