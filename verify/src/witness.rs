//! A witness: the record of a patient who shows what was found, when it is run.

use stepcare_core::construct::Decision;
use stepcare_core::evaluate::Given;
use stepcare_core::expression::{Field, Node, Status};
use stepcare_core::record::{FactEntry, Item, Record};
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::{CodeSetId, DecisionId, ExprId, FactId};
use stepcare_core::value::json::write::text;
use stepcare_core::value::{Code, Date, Duration, Instant, Number, TimeUnit, Value};

use crate::describe;
use crate::input::{Input, Point, behind};
use crate::regions::Settled;

/// A made-up patient.
#[derive(Clone)]
pub struct Witness {
    /// The record.
    pub record: Record,
    /// As of when; in UTC.
    pub as_of: Instant,
    /// Decisions that are taken as given, as a `test` block takes them: a goal that is above, a mean of 150.
    pub given: Vec<Given>,
    /// What makes the patient one, in words: `age is 70 years`.
    pub told: Vec<String>,
}

impl std::fmt::Debug for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Witness").field("told", &self.told).finish_non_exhaustive()
    }
}

impl Witness {
    /// The record as JSON, as a host sends it.
    #[must_use]
    pub fn json(&self) -> String {
        let mut out = String::from("{\"format\": 1, \"patient\": \"witness\", \"facts\": {");
        for (at, (name, entries)) in self.record.facts.iter().enumerate() {
            let Some(entry) = entries.first() else { continue };
            if at > 0 {
                out.push_str(", ");
            }
            text(&mut out, name);
            out.push_str(": {\"value\": ");
            item(&entry.value, &mut out);
            for (member, value) in [("unit", entry.unit.clone()), ("at", entry.at.map(|at| at.to_string()))] {
                if let Some(value) = value {
                    out.push_str(&format!(", \"{member}\": "));
                    text(&mut out, &value);
                }
            }
            out.push('}');
        }
        out.push_str("}}");
        out
    }
}

fn item(value: &Item, out: &mut String) {
    match value {
        Item::Number(number) => out.push_str(&number.decimal().unwrap_or_else(|| number.to_string())),
        Item::Text(words) => text(out, words),
        Item::List(items) => {
            out.push('[');
            for (at, of) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                item(of, out);
            }
            out.push(']');
        }
        Item::Object(members) => {
            out.push('{');
            for (at, (name, of)) in members.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                text(out, name);
                out.push_str(": ");
                item(of, out);
            }
            out.push('}');
        }
        _ => out.push_str("null"),
    }
}

/// The patient of whom all of this is so; nothing where no record says it.
pub(crate) fn of(compiled: &Compiled, settled: &Settled) -> Option<Witness> {
    let day = compiled.effective.earliest();
    let as_of = Instant::parse(&format!("{}T12:00:00Z", Date::Day(day))).ok()?;
    let mut witness = Witness { record: Record::new("witness"), as_of, given: Vec::new(), told: Vec::new() };
    // A list is put together from all that is said of it.
    let mut words: Vec<(FactId, Vec<Item>)> = Vec::new();
    let mut sets: Vec<(FactId, Vec<(CodeSetId, bool)>)> = Vec::new();
    for (input, point) in settled {
        witness.told.push(describe::told(compiled, *input, *point));
        match (*input, *point) {
            (Input::Number(id), Point::Number(number)) => witness.number(compiled, id, number)?,
            (Input::Truth(id), Point::Truth(truth)) => {
                witness.fact(compiled, fact(compiled, id)?, if truth { "yes" } else { "no" }.into())?;
            }
            (Input::Word(id), Point::Word(word)) => {
                witness.fact(compiled, fact(compiled, id)?, describe::symbol(compiled, word).into())?;
            }
            (Input::Has(id, word), Point::Truth(there)) => {
                let list = slot(&mut words, fact(compiled, id)?);
                if there {
                    list.push(describe::symbol(compiled, word).into());
                }
            }
            (Input::Code(id, set), Point::Truth(there)) => slot(&mut sets, fact(compiled, id)?).push((set, there)),
            (Input::Status(id), Point::Status(status)) => witness.stands(id).status = status,
            _ => return None,
        }
    }
    for (fact, list) in words {
        witness.fact(compiled, fact, Item::List(list))?;
    }
    for (fact, asked) in sets {
        witness.fact(compiled, fact, Item::List(codes(compiled, &asked)?))?;
    }
    Some(witness)
}

fn slot<T>(list: &mut Vec<(FactId, Vec<T>)>, fact: FactId) -> &mut Vec<T> {
    let at = list.iter().position(|(of, _)| *of == fact).unwrap_or_else(|| {
        list.push((fact, Vec::new()));
        list.len() - 1
    });
    #[allow(clippy::indexing_slicing)] // It was found or has just been added.
    &mut list[at].1
}

fn fact(compiled: &Compiled, id: ExprId) -> Option<FactId> {
    match compiled.program.node(id)? {
        Node::Fact(fact) => Some(*fact),
        _ => None,
    }
}

/// Codes that are in the sets asked for, and in none that must not be.
fn codes(compiled: &Compiled, asked: &[(CodeSetId, bool)]) -> Option<Vec<Item>> {
    let set = |id: &CodeSetId| compiled.code_sets.get(id.index());
    let barred = |code: &Code| asked.iter().any(|(id, there)| !there && set(id).is_some_and(|set| set.holds(code)));
    let mut codes = Vec::new();
    for (id, _) in asked.iter().filter(|(_, there)| *there) {
        let code = &set(id)?.members.iter().find(|member| !barred(&member.code))?.code;
        let member = |name: &str, value: &str| (name.to_string(), Item::from(value));
        codes.push(Item::Object(vec![member("system", code.system.uri()), member("code", &code.code)]));
    }
    Some(codes)
}

impl Witness {
    fn fact(&mut self, compiled: &Compiled, fact: FactId, value: Item) -> Option<()> {
        let name = compiled.facts.get(fact.index())?.name.clone();
        let entry = FactEntry::new(value).at(self.as_of);
        self.record.fact(name, entry);
        Some(())
    }

    fn number(&mut self, compiled: &Compiled, id: ExprId, number: Number) -> Option<()> {
        match compiled.program.node(id)? {
            Node::Fact(fact) => {
                let declared = compiled.facts.get(fact.index())?;
                let unit = describe::unit(compiled, id);
                // A number that no decimal ends is not sent as one.
                number.decimal()?;
                let entry = FactEntry::new(Item::Number(number)).unit(unit.code()).at(self.as_of);
                self.record.fact(declared.name.clone(), entry);
            }
            Node::Whole { unit, from, .. } => {
                let since = self.born(*unit, number)?;
                self.fact(compiled, fact(compiled, behind(compiled, *from))?, Item::Text(since))?;
            }
            Node::OutcomeField { decision, field } => {
                let default = match compiled.decisions.get(decision.index())? {
                    Decision::Average(_) => Status::Ready,
                    _ => Status::Stay,
                };
                let (field, is_new) = (*field, !self.given.iter().any(|given| given.decision == *decision));
                let given = self.stands(*decision);
                if is_new {
                    given.status = default;
                }
                if !matches!(field, Field::Reported(_) | Field::StepsTaken) {
                    return None;
                }
                given.values.push((field, Value::Number(number)));
            }
            _ => return None,
        }
        Some(())
    }

    /// The date from which so much time has passed.
    fn born(&self, unit: TimeUnit, number: Number) -> Option<String> {
        let Date::Day(today) = Date::parse(self.as_of.to_string().get(..10)?)? else { return None };
        let count = number.to_i64()?;
        let word = match unit {
            TimeUnit::Years => "years",
            TimeUnit::Months => "months",
            _ => "days",
        };
        let back = count >= 0;
        let duration = Duration::parse(&format!("{} {word}", count.unsigned_abs()))?;
        duration.add_to_date(today, back).map(|day| Date::Day(day).to_string())
    }

    fn stands(&mut self, decision: DecisionId) -> &mut Given {
        let at = self.given.iter().position(|given| given.decision == decision).unwrap_or_else(|| {
            self.given.push(Given { decision, status: Status::Ready, values: Vec::new() });
            self.given.len() - 1
        });
        #[allow(clippy::indexing_slicing)] // It was found or has just been added.
        &mut self.given[at]
    }
}
