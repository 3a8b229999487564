//! The property of unknown: a settled answer is that of every completion of what is unknown; a set named to ask settles its
//! decision however it is answered; and what is listed as possible can mostly be reached.
//!
//! Rulesets here assume nothing and ask for no `is known`, which are answers about absence; no laboratory result is required
//! or awaited. Where there is an average, rows that lack a component stay as they are: leaving them out is the rule, not a
//! guess; and a feed that is behind gets no more rows, since what is above goal stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use stepcare_core::construct::{Ask, Decision};
use stepcare_core::evaluation::Evaluation;
use stepcare_core::record::FactKind;
use stepcare_core::ruleset::Ruleset;
use stepcare_core::value::Instant;

use super::condition::NUMBERS;
use super::{Trial, compiled, patient, ruleset};
use crate::cases::draw::Draw;
use crate::second::Second;
use crate::second::facts::State;

/// Completions of each record.
const COMPLETIONS: usize = 24;

/// What was found.
#[derive(Debug, Default)]
pub struct Property {
    /// Records with something unknown.
    pub records: usize,
    /// Completions evaluated.
    pub completions: usize,
    /// Settled decisions held against a completion.
    pub settled: usize,
    /// Sets asked, each answered in several ways.
    pub asked: usize,
    /// Outcomes listed as possible.
    pub listed: usize,
    /// Of them, those that a completion reached.
    pub reached: usize,
    /// Where it does not hold, in words.
    pub broken: Vec<String>,
}

impl Property {
    /// In words.
    #[must_use]
    pub fn text(&self) -> String {
        format!(
            "{} records, {} completions: {} settled decisions stay, {} sets settle theirs, {} of {} outcomes reached ({}%), {} broken\n",
            self.records,
            self.completions,
            self.settled,
            self.asked,
            self.reached,
            self.listed,
            self.reached * 100 / self.listed.max(1),
            self.broken.len()
        )
    }
}

/// Tries it on random rulesets.
#[must_use]
pub fn property(rulesets: usize, seed: u64) -> Property {
    let mut found = Property::default();
    let mut draw = Draw::new(seed);
    for _ in 0..rulesets {
        let blocks = ruleset::strict(&mut draw);
        let Ok(loaded) = compiled(&blocks.join("\n")) else { continue };
        for _ in 0..8 {
            let (as_of, zone) = patient::moment(&mut draw);
            let record = patient::record(&mut draw, &as_of, &zone);
            let trial = Trial { blocks: blocks.clone(), record, as_of, zone };
            one(&loaded, &trial, &mut draw, &mut found);
        }
    }
    found
}

/// Each decision's status, and those that are possible.
fn statuses(ruleset: &Ruleset, evaluation: &Evaluation) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for decision in &ruleset.compiled().decisions {
        let words = |of: &[stepcare_core::expression::Status]| of.iter().map(|s| s.word().to_string()).collect();
        let name = decision.name().to_string();
        let possible: BTreeSet<String> = match decision {
            Decision::Alert(alert) => {
                let reports: Vec<_> = evaluation.alerts.iter().filter(|r| r.alert == alert.name).collect();
                let fired = reports.iter().any(|r| r.status == "fired");
                let words = match (fired, reports.is_empty()) {
                    (true, _) => vec!["fired"],
                    (false, true) => vec!["quiet"],
                    (false, false) => vec!["fired", "quiet"],
                };
                words.into_iter().map(Into::into).collect()
            }
            Decision::Average(average) => match evaluation.averages.get(&average.name) {
                Some(report) if report.possible.is_empty() => words(&[report.status]),
                Some(report) => words(&report.possible),
                None => continue,
            },
            other => match evaluation.decisions.get(other.name()) {
                Some(report) if report.possible.is_empty() => words(&[report.status]),
                Some(report) => {
                    let mut all: BTreeSet<String> =
                        report.possible.iter().map(|p| p.status.word().to_string()).collect();
                    // Two answers of one status are two answers.
                    if all.len() == 1 {
                        all.insert("another".into());
                    }
                    all
                }
                None => continue,
            },
        };
        all.insert(name, possible);
    }
    all
}

fn one(ruleset: &Ruleset, trial: &Trial, draw: &mut Draw, found: &mut Property) {
    let evaluate = |record: &Value| {
        let trial = Trial { record: record.clone(), ..trial.clone() };
        let (record, as_of, zone) = trial.record_read()?;
        ruleset.evaluate(&record, as_of, &zone).ok()
    };
    let Some(base) = evaluate(&trial.record) else { return };
    let before = statuses(ruleset, &base);
    let Some(unknown) = unknown_facts(ruleset, trial) else { return };
    found.records += 1;
    let mut reached: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut say = |words: String| {
        if found.broken.len() < 20 {
            found.broken.push(words);
        }
    };
    for _ in 0..COMPLETIONS {
        let record = completed(ruleset, trial, &unknown, draw);
        let Some(evaluation) = evaluate(&record) else { continue };
        found.completions += 1;
        for (name, after) in statuses(ruleset, &evaluation) {
            let Some((name, known)) = before.get_key_value(&name) else { continue };
            if known.len() == 1 {
                found.settled += 1;
                if *known != after {
                    say(format!(
                        "{name}: {known:?} becomes {after:?}\n{}\n{}\n{record}\n{} {}",
                        trial.text(),
                        trial.record,
                        trial.as_of,
                        trial.zone
                    ));
                }
            } else if after.len() == 1 {
                reached.entry(name).or_default().extend(after);
            }
        }
    }
    for (name, known) in before.iter().filter(|(_, known)| known.len() > 1 && !known.contains("another")) {
        // Where no completion settles it, what keeps it open is not completed here.
        let Some(reached) = reached.get(name.as_str()) else { continue };
        found.listed += known.len();
        found.reached += known.intersection(reached).count();
        let missing: Vec<&String> = reached.difference(known).collect();
        if !missing.is_empty() {
            say(format!("{name}: {missing:?} is reached and not listed\n{}\n{}", trial.text(), trial.record));
        }
    }
    for (name, report) in &base.decisions.0 {
        // Readings that were asked for may still be none, and nothing is the mean of none.
        for ask in report.ask.iter().filter(|ask| !ask.facts.iter().any(|name| name == "home_bp")) {
            found.asked += 1;
            for _ in 0..8 {
                let record = answered(ruleset, trial, ask, draw);
                let Some(evaluation) = evaluate(&record) else { continue };
                let after = evaluation.decisions.get(name).map(|report| report.status.word());
                if after == Some("undetermined") {
                    say(format!(
                        "{name}: asked {:?}, answered, and still undetermined\n{}\n{}\n{record}\n{} {}",
                        ask.facts,
                        trial.text(),
                        trial.record,
                        trial.as_of,
                        trial.zone
                    ));
                    break;
                }
            }
        }
    }
}

/// The facts that are unknown, where the second evaluator works them all out.
fn unknown_facts(ruleset: &Ruleset, trial: &Trial) -> Option<Vec<String>> {
    let (record, as_of, zone) = trial.record_read()?;
    let rules = ruleset.compiled();
    let second = Second { rules, record: &record, as_of, zone: &zone };
    let mut unknown = Vec::new();
    for (at, fact) in rules.facts.iter().enumerate() {
        let id = stepcare_core::value::id::FactId(u32::try_from(at).ok()?);
        let lists = matches!(fact.kind, FactKind::Medications | FactKind::Intolerances);
        let absent = trial.record.pointer(&format!("/facts/{}", fact.name)).is_none();
        let open = if lists { absent } else { !matches!(second.state(id), Ok(State::Known(..))) };
        // What a fact's history holds stays; only one without any value is filled.
        let history = matches!(fact.name.as_str(), "potassium" | "creatinine");
        if open && (absent || !history) {
            unknown.push(fact.name.clone());
        }
    }
    Some(unknown)
}

/// A sound value of now.
fn answer(ruleset: &Ruleset, name: &str, trial: &Trial, draw: &mut Draw) -> Value {
    let now = Instant::parse(&trial.as_of).ok();
    let ago = |minutes: i64| {
        now.and_then(|now| now.checked_add_ms(-minutes * 60_000)).map_or(Value::Null, |at| at.to_string().into())
    };
    let at = ago(1);
    let fact = ruleset.compiled().facts.iter().find(|fact| fact.name == name);
    let value = match fact.map(|fact| &fact.kind) {
        Some(FactKind::Number { low, high, .. }) => {
            let of = NUMBERS.iter().find(|of| of.name == name);
            let within = |text: &&&str| {
                let number = stepcare_core::value::Number::parse(text);
                number.is_some_and(|n| low.is_none_or(|low| n >= low) && high.is_none_or(|high| n <= high))
            };
            let sound: Vec<&str> = of.map(|of| of.values.iter().filter(within).copied().collect()).unwrap_or_default();
            serde_json::from_str(draw.one::<&str>(&sound)).unwrap_or(Value::Null)
        }
        Some(FactKind::YesNo) => (*draw.one(&["yes", "no"])).into(),
        Some(FactKind::OneOf(members)) => {
            let names: Vec<&String> =
                members.iter().filter_map(|m| ruleset.compiled().symbols.get(m.0 as usize)).collect();
            draw.one(&names).as_str().into()
        }
        Some(FactKind::AnyOf(_)) => draw.one(&[json!([]), json!(["vision"]), json!(["headache"])]).clone(),
        Some(FactKind::Codes) => {
            let codes =
                [json!([]), json!([{"system": "icd10", "code": "E11.9"}]), json!([{"system": "icd10", "code": "I10"}])];
            draw.one(&codes).clone()
        }
        Some(FactKind::Date) => {
            let births =
                ["1970-01-01", "2008-02-29", "2010-02-28", "1961-03-02", "1941-03-08", "1940-01-01", "1958-05-01"];
            (*draw.one(&births)).into()
        }
        Some(FactKind::Instant) => ago(*draw.one(&[60, 2 * 1440, 6 * 1440, 9 * 1440, 40 * 1440])),
        Some(FactKind::Medications) => {
            let line = |code: &str, mg: i64, days: i64| {
                json!({"id": format!("a{code}"), "code": {"system": "rxnorm", "code": code}, "dose": {"value": mg, "unit": "mg"},
                       "per_day": 1, "from": ago(days * 1440), "status": "active"})
            };
            let days = *draw.one(&[1, 5, 20, 90]);
            let lists = [
                json!([]),
                json!([line("17767", 5, days)]),
                json!([line("17767", 10, days), line("2409", 25, 100)]),
                json!([line("29046", 10, days)]),
                json!([line("52175", 50, days)]),
            ];
            draw.one(&lists).clone()
        }
        Some(FactKind::Intolerances) => {
            let lists = [
                json!([]),
                json!([{"code": {"system": "rxnorm", "code": "29046"}}]),
                json!([{"code": {"system": "rxnorm", "code": "52175"}}]),
            ];
            draw.one(&lists).clone()
        }
        _ => Value::Null,
    };
    json!({"value": value, "at": at})
}

/// The record with everything unknown made known in one way.
fn completed(ruleset: &Ruleset, trial: &Trial, unknown: &[String], draw: &mut Draw) -> Value {
    let mut record = trial.record.clone();
    for name in unknown {
        record["facts"][name.as_str()] = answer(ruleset, name, trial, draw);
    }
    let averages = ruleset.compiled().decisions.iter().any(|d| matches!(d, Decision::Average(_)));
    series(ruleset, trial, &mut record, averages, draw);
    medications(&mut record, trial, draw);
    record
}

/// The feed heard of up to now, rows completed, as far as that is a guess and not a rule.
fn series(ruleset: &Ruleset, trial: &Trial, record: &mut Value, averages: bool, draw: &mut Draw) {
    if ruleset.compiled().series.is_empty() {
        return;
    }
    let now = Instant::parse(&trial.as_of).unwrap_or(Instant::MIN);
    let ago = |minutes: i64| now.checked_add_ms(-minutes * 60_000).map_or(Value::Null, |at| at.to_string().into());
    let fresh = |draw: &mut Draw, n: usize| {
        json!({"id": format!("new{n}"), "at": ago(i64::try_from(draw.below(12 * 1440)).unwrap_or(0)), "method": *draw.one(&["cuff", "manual"]),
               "systolic": *draw.one(&[89, 90, 129, 130, 131, 179, 180]), "diastolic": *draw.one(&[59, 60, 79, 80, 81, 119, 120])})
    };
    if record.pointer("/series/home_bp").is_none() {
        let rows: Vec<Value> = (0..draw.below(6)).map(|n| fresh(draw, n)).collect();
        record["series"]["home_bp"] = json!({"through": trial.as_of, "rows": rows});
        return;
    }
    let heard =
        record.pointer("/series/home_bp/through").and_then(Value::as_str).and_then(|at| Instant::parse(at).ok());
    record["series"]["home_bp"]["through"] = trial.as_of.clone().into();
    let Some(rows) = record.pointer_mut("/series/home_bp/rows").and_then(Value::as_array_mut) else { return };
    for row in rows.iter_mut() {
        if row.get("method").is_none() {
            row["method"] = (*draw.one(&["cuff", "manual"])).into();
        }
        if averages {
            continue;
        }
        for (column, values) in [("systolic", [89, 130, 131, 180]), ("diastolic", [60, 80, 81, 120])] {
            let sound = row
                .get(column)
                .and_then(Value::as_i64)
                .is_some_and(|n| (50..=200).contains(&n) || (n <= 300 && column == "systolic"));
            if !sound {
                row[column] = (*draw.one(&values)).into();
            }
        }
        if row.get("at").is_none() {
            row["at"] = ago(i64::try_from(draw.below(40 * 1440)).unwrap_or(0));
        }
    }
    // What was not heard of: after the last word, up to now.
    let behind = ruleset.compiled().series.iter().any(|s| s.current_within.is_some());
    if behind && !averages && draw.below(2) == 0 {
        let from = heard.unwrap_or(Instant::MIN);
        for n in 0..draw.below(4) {
            let row = fresh(draw, n);
            let at = row.get("at").and_then(Value::as_str).and_then(|at| Instant::parse(at).ok());
            let limit = now.checked_add_ms(-23 * 60 * 60_000).unwrap_or(now);
            // Of a feed that is current nothing is missing.
            if at.is_some_and(|at| at > from) && from < limit && is_behind(ruleset, trial) {
                rows.push(row);
            }
        }
    }
}

fn is_behind(ruleset: &Ruleset, trial: &Trial) -> bool {
    let Some((record, as_of, zone)) = trial.record_read() else { return false };
    let second = Second { rules: ruleset.compiled(), record: &record, as_of, zone: &zone };
    let of = stepcare_core::expression::Source::Series(stepcare_core::value::id::SeriesId(0));
    second.rows(of).behind
}

/// Lines of which it is not known whether, or how much, is taken.
fn medications(record: &mut Value, trial: &Trial, draw: &mut Draw) {
    let now = Instant::parse(&trial.as_of).unwrap_or(Instant::MIN);
    let Some(lines) = record.pointer_mut("/facts/medications/value").and_then(Value::as_array_mut) else { return };
    for line in lines {
        if !matches!(line.get("status").and_then(Value::as_str), Some("active" | "stopped")) {
            line["status"] = (*draw.one(&["active", "stopped"])).into();
        }
        if line.get("from").is_none() {
            let days = *draw.one(&[1_i64, 20, 90]);
            line["from"] = now.checked_add_ms(-days * 86_400_000).map_or(Value::Null, |at| at.to_string().into());
        }
        if line.get("dose").is_none_or(Value::is_null) {
            line["dose"] = json!({"value": *draw.one(&[5, 10, 50]), "unit": "mg"});
        }
    }
}

/// The record with a named set answered, and nothing else.
fn answered(ruleset: &Ruleset, trial: &Trial, ask: &Ask, draw: &mut Draw) -> Value {
    let mut record = trial.record.clone();
    for name in &ask.facts {
        record["facts"][name.as_str()] = answer(ruleset, name, trial, draw);
    }
    record
}
