//! `dmn-tck-tables`: decision tables of DMN, each written as a table of the language, compiled, proved and run.
//!
//! A case passes where the table says what is expected. A table whose policy the language does not have is refused by
//! name, and its cases pass by that. Where an input is unknown, an answer that stays open passes too: DMN lets a row of
//! `-` answer for it, and the set's README says that leaving it open is right.

mod cell;
mod table;

use std::path::Path;

use serde_json::{Map, Value};
use stepcare::{LoadOptions, Ruleset};
use stepcare_core::construct::ReportValue;
use stepcare_core::expression::{Shown, Status};
use stepcare_verify::Kind;

use super::{Report, Tally, read};
use table::{Said, Translated};

/// Every case must pass.
pub fn run(folder: &Path) -> Result<Report, String> {
    let models: Vec<Value> = serde_json::from_str(&read(folder, "tables.json")?).map_err(|why| why.to_string())?;
    let (mut given, mut refused) = (Tally::default(), 0);
    let mut failures = Vec::new();
    for model in &models {
        let name = text(model, "model");
        for case in list(model, "cases") {
            let at = format!("{name} {}", text(case, "id"));
            match of_case(model, case) {
                Ok(Passed::Said) => given.add(true),
                Ok(Passed::Refused) => refused += 1,
                Err(why) => {
                    given.add(false);
                    failures.push(format!("{at}: {why}"));
                }
            }
        }
    }
    let all = given + Tally { passed: refused, total: refused };
    let mut report = Report::all_must_pass("dmn-tck-tables", all, failures);
    report.parts = vec![format!("answers {given}"), format!("refused by name {refused}")];
    Ok(report)
}

enum Passed {
    Said,
    Refused,
}

/// Each decision that the case expects.
fn of_case(model: &Value, case: &Value) -> Result<Passed, String> {
    let expected = case.get("expected").and_then(Value::as_object).ok_or("nothing is expected")?;
    let mut passed = Passed::Said;
    for (decision, wanted) in expected {
        let Some(table) = list(model, "tables").iter().find(|table| text(table, "decision") == decision) else {
            // It is worked out of tables, and none of those that it could be worked out of is read.
            let tables = list(model, "tables");
            if !tables.is_empty() && tables.iter().all(|table| table::refusal(table).is_some()) {
                passed = Passed::Refused;
                continue;
            }
            return Err(format!("`{decision}` is no table"));
        };
        if table::refusal(table).is_some() {
            passed = Passed::Refused;
            continue;
        }
        let cases = list(model, "cases");
        let translated = table::translate(table, cases).map_err(|why| format!("{decision}: {why}"))?;
        let inputs = case.get("inputs").and_then(Value::as_object).ok_or("no inputs")?;
        says(&translated, inputs, wanted).map_err(|why| format!("{decision}: {why}"))?;
    }
    Ok(passed)
}

/// Whether the table says what is wanted of these inputs, and is proved.
fn says(table: &Translated, inputs: &Map<String, Value>, wanted: &Value) -> Result<(), String> {
    let files = std::collections::BTreeMap::from([("dmn.care".to_string(), table.text.clone())]);
    let compiled = stepcare_dsl::compile("dmn.care", &files).map_err(|why| format!("{why}\n{}", table.text))?.compiled;
    let proof = stepcare_verify::tables(&compiled).pop().ok_or("no table")?;
    if let Some(found) = proof.findings.iter().find(|found| matches!(found.kind, Kind::Overlap | Kind::NotProved)) {
        // A gap is told with a witness, and the case is answered all the same: nobody need be in it.
        if !(found.kind == Kind::NotProved && found.rows.is_empty()) {
            return Err(format!("not accepted: {found:?}"));
        }
    }
    let ruleset = Ruleset::new(compiled, Vec::new(), LoadOptions::default()).map_err(|why| why.to_string())?;
    let record = table.record(inputs)?;
    let answer = ruleset
        .evaluate_text(record.to_string().as_bytes(), "2026-03-02T12:00:00Z", "UTC")
        .map_err(|why| why.to_string())?;
    if let Some(problem) = answer.problems.first() {
        return Err(format!("the record is refused: {}", problem.code));
    }
    let report = answer.decisions.get("t").ok_or("no answer")?;
    let rows = match (&report.status, &report.value) {
        (Status::Matched, Some(ReportValue::Table(rows))) => rows.as_slice(),
        (Status::NoRow | Status::RowsConflict, _) => &[],
        (Status::Undetermined, _) if table.lacks(inputs) => return Ok(()),
        (status, _) => return Err(format!("it is {status:?}")),
    };
    let said: Vec<Vec<Said>> = rows.iter().map(|row| row.says.iter().map(|cell| said(&cell.value)).collect()).collect();
    let wanted = table.wanted(wanted, rows.is_empty())?;
    let same = if table.in_order {
        said == wanted
    } else {
        let sorted = |mut rows: Vec<Vec<Said>>| {
            rows.sort();
            rows
        };
        sorted(said.clone()) == sorted(wanted.clone())
    };
    if same { Ok(()) } else { Err(format!("{said:?}, expected {wanted:?}")) }
}

fn said(value: &Shown) -> Said {
    match value {
        Shown::Number(number) => Said::Number(*number),
        Shown::Text(words) => Said::Words(words.clone()),
        Shown::List(words) => Said::Words(words.join(", ")),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
