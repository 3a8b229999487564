//! The last dose change, where the list is plain: active lines of one drug each, mapped, with a start.

use stepcare_core::record::{FactKind, Item};
use stepcare_core::value::{Code, CodeSystem, Instant};

use super::{NotYet, Second, Worked};

/// What the medication list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastChange {
    /// No list was supplied.
    Unknown,
    /// A list without a change.
    Never,
    /// The latest start or stop.
    At(Instant),
}

impl Second<'_> {
    /// The latest start, stop or change of a formulary drug up to as-of.
    ///
    /// # Errors
    /// A list that is not plain.
    pub fn last_change(&self) -> Worked<LastChange> {
        let decl = self.rules.facts.iter().find(|fact| matches!(fact.kind, FactKind::Medications));
        let (Some(decl), Some(formulary)) = (decl, &self.rules.formulary) else { return Ok(LastChange::Unknown) };
        let entries = self.entries(decl);
        let entry = match entries.as_slice() {
            [] => return Ok(LastChange::Unknown),
            [one] if !one.refused => *one,
            _ => return Err(NotYet("several medication lists, or a refused one")),
        };
        let Item::List(lines) = &entry.value else { return Err(NotYet("a medication list that is none")) };
        let (mut seen, mut last) = (Vec::new(), LastChange::Never);
        for line in lines {
            let text = |name: &str| line.get(name).and_then(Item::text);
            let code = line.get("code").and_then(|code| {
                let system = CodeSystem::written(code.get("system")?.text()?)?;
                Some(Code::new(system, code.get("code")?.text()?))
            });
            let Some(code) = code else { return Err(NotYet("a medication without a code")) };
            let product = formulary.products.iter().find(|p| p.code == code);
            let drugs: Vec<usize> = match (formulary.drugs.iter().position(|d| d.code == code), product) {
                (Some(drug), _) => vec![drug],
                (None, Some(product)) => product.contains.iter().map(|(drug, _)| drug.index()).collect(),
                (None, None) => return Err(NotYet("a medication that is not mapped")),
            };
            if drugs.iter().any(|drug| seen.contains(drug)) {
                return Err(NotYet("several lines of one drug"));
            }
            seen.extend(drugs);
            let from = text("from").and_then(|at| Instant::parse(at).ok());
            let (Some("active"), Some(from), None) = (text("status"), from, line.get("to")) else {
                return Err(NotYet("a line that is not active with a start and no end"));
            };
            if from <= self.as_of && !matches!(last, LastChange::At(at) if at > from) {
                last = LastChange::At(from);
            }
        }
        Ok(last)
    }
}
