//! `bp-series`: a person's home readings averaged day by day, and a trial's visits judged by two goals.
//!
//! The windows, means and judgements are the engine's, by `conformance/home_average.care` and
//! `conformance/clinic_goal.care`; here a row becomes a reading, and an evaluation's figures are held against the
//! cells.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use stepcare::{LoadOptions, Ruleset};
use stepcare_core::value::Number;

use super::csv::Table;
use super::{Report, Tally, read};

/// Every cell must be right.
pub fn run(folder: &Path) -> Result<Vec<Report>, String> {
    let mut failures = Vec::new();
    let home = home(folder, &mut failures)?;
    let clinic = clinic(folder, &mut failures)?;
    let mut report = Report::all_must_pass("bp-series", home + clinic, failures);
    report.parts = vec![format!("home averages {home}"), format!("clinic counts {clinic}")];
    Ok(vec![report])
}

fn load(name: &str, text: &str) -> Result<Ruleset, String> {
    let files = BTreeMap::from([(name.to_string(), text.to_string())]);
    stepcare::load_text(name, &files, LoadOptions::default()).map_err(|why| why.to_string())
}

fn evaluate(ruleset: &Ruleset, record: &Value, as_of: &str) -> Result<Value, String> {
    let answer = ruleset.evaluate_json(record.to_string().as_bytes(), as_of, ZONE).map_err(|why| why.to_string())?;
    serde_json::from_str(&answer).map_err(|why| why.to_string())
}

/// The set's local times name no zone, and ask for one without a change of offset in their months, or for this one.
const ZONE: &str = "America/New_York";
const OFFSET: &str = "-04:00";

/// What a day is given by and not worked out: it names the window that the cells are of.
const GIVEN: [&str; 2] = ["as_of", "window_from"];

fn home(folder: &Path, failures: &mut Vec<String>) -> Result<Tally, String> {
    let ruleset = load("home_average.care", include_str!("../../conformance/home_average.care"))?;
    let mut rows = Vec::new();
    for row in Table::parse(&read(folder, "home_one_person.csv")?)?.rows() {
        let at = format!("{}{OFFSET}", row.get("local_time")?);
        let mut reading = json!({ "id": row.get("id")?, "at": at });
        fill(&mut reading, &[("systolic", row.get("systolic")?), ("diastolic", row.get("diastolic")?)])?;
        rows.push(reading);
    }
    // All of them each time: what is later than the day is the engine's to leave out.
    let record = json!({ "format": 1, "patient": "home", "series": { "home_bp": { "rows": rows } } });
    let expected = Table::parse(&read(folder, "home_one_person_expected.csv")?)?;
    let mut tally = Tally::default();
    for day in expected.rows() {
        let as_of = day.get("as_of")?;
        let answer = evaluate(&ruleset, &record, &format!("{as_of}T23:59:00{OFFSET}"))?;
        for column in expected.columns().iter().filter(|column| !GIVEN.contains(&column.as_str())) {
            let (cell, came) = (day.get(column)?, figure(&answer, column));
            let right = came.as_ref().is_some_and(|came| came.is(cell));
            tally.add(right);
            if !right {
                failures.push(format!("{as_of} {column}: {came:?} where `{cell}` is expected"));
            }
        }
    }
    Ok(tally)
}

/// What an evaluation says of a cell.
#[derive(Debug, PartialEq)]
enum Figure {
    Number(Number),
    Text(String),
    None,
}

impl Figure {
    fn is(&self, cell: &str) -> bool {
        match self {
            Figure::None => cell.is_empty(),
            Figure::Text(text) => text == cell,
            Figure::Number(number) => match cell.split_once('/') {
                Some((sum, count)) => ratio(sum, count) == Some(*number),
                None => Number::parse(cell) == Some(*number),
            },
        }
    }
}

fn ratio(above: &str, below: &str) -> Option<Number> {
    Number::parse(above)?.div(Number::parse(below)?)
}

/// The figure that a column asks for: `n_all`, `days_all`, `full_days_…`, or of the average that it names, `…_n`,
/// `…_sys`, `…_dia`, `…_rounded`. Nothing for a column that is none of these.
fn figure(answer: &Value, column: &str) -> Option<Figure> {
    let average = |name: &str| answer.pointer(&format!("/averages/{name}"));
    if let Some(name) = column.strip_prefix("n_") {
        return Some(count(average(name)?.get("used")?.as_array()?.len()));
    }
    if let Some(name) = column.strip_prefix("days_") {
        return number(average(name)?.get("days")?);
    }
    if column.starts_with("full_days_") {
        return number(average(column)?.pointer("/reasons/0/comparisons/0/left/value")?);
    }
    let (name, what) = column.rsplit_once('_')?;
    let of = average(name)?;
    // A value that there is not is left out.
    let reported = |at: usize, field: &str| Some(of.get("report")?.get(at)?.get(field).unwrap_or(&Value::Null));
    match what {
        "n" => Some(count(of.get("used")?.as_array()?.len())),
        "sys" => number(reported(0, "value")?),
        "dia" => number(reported(1, "value")?),
        "rounded" => match (number(reported(0, "shown")?)?, number(reported(1, "shown")?)?) {
            (Figure::Number(systolic), Figure::Number(diastolic)) => {
                Some(Figure::Text(format!("{systolic}/{diastolic}")))
            }
            _ => Some(Figure::None),
        },
        _ => None,
    }
}

fn count(of: usize) -> Figure {
    Figure::Number(Number::integer(i128::try_from(of).unwrap_or(i128::MAX)))
}

/// A number as an evaluation writes it: a decimal, a fraction, or null.
fn number(value: &Value) -> Option<Figure> {
    let part = |name: &str| value.get(name).map(Value::to_string);
    match value {
        Value::Null => Some(Figure::None),
        Value::Object(_) => ratio(&part("num")?, &part("den")?).map(Figure::Number),
        other => Number::parse(&other.to_string()).map(Figure::Number),
    }
}

/// A visit's day; which one is of no account.
const VISIT: &str = "2024-05-06T09:00:00-04:00";
const VISIT_AS_OF: &str = "2024-05-06T12:00:00-04:00";

fn clinic(folder: &Path, failures: &mut Vec<String>) -> Result<Tally, String> {
    let ruleset = load("clinic_goal.care", include_str!("../../conformance/clinic_goal.care"))?;
    let mut found: BTreeMap<(String, String, String), u32> = BTreeMap::new();
    for row in Table::parse(&read(folder, "clinic_trial.csv")?)?.rows() {
        let mut visit = json!({ "id": "visit", "at": VISIT });
        fill(&mut visit, &[("systolic", row.get("systolic")?), ("diastolic", row.get("diastolic")?)])?;
        let record =
            json!({ "format": 1, "patient": row.get("subject")?, "series": { "clinic_bp": { "rows": [visit] } } });
        let answer = evaluate(&ruleset, &record, VISIT_AS_OF)?;
        for (goal, name) in [("below 130/80", "below_130_80"), ("below 140/90", "below_140_90")] {
            let key = (row.get("month")?.to_string(), goal.to_string(), judged(&answer, name)?);
            *found.entry(key).or_default() += 1;
        }
    }
    let mut tally = Tally::default();
    for row in Table::parse(&read(folder, "clinic_trial_expected.csv")?)?.rows() {
        let key = (row.get("month")?.to_string(), row.get("goal")?.to_string(), row.get("status")?.to_string());
        let (cell, came) = (row.get("count")?, found.remove(&key).unwrap_or(0));
        tally.add(came.to_string() == cell);
        if came.to_string() != cell {
            failures.push(format!("{key:?}: {came} where {cell} is expected"));
        }
    }
    // What the set does not count at all is wrong too.
    for (key, came) in found {
        tally.add(false);
        failures.push(format!("{key:?}: {came} where none is expected"));
    }
    Ok(tally)
}

/// A goal's status in the words of the set, which tells apart whether a component had no value.
fn judged(answer: &Value, goal: &str) -> Result<String, String> {
    let status = answer.pointer(&format!("/decisions/{goal}/status")).and_then(Value::as_str);
    let status = status.ok_or("no status")?.replace('_', " ");
    let means = answer.pointer("/averages/visit/report").and_then(Value::as_array).ok_or("no average")?;
    let missing = means.iter().any(|mean| mean.get("value").is_none_or(Value::is_null));
    Ok(if missing && status == "above goal" { format!("{status} (one component missing)") } else { status })
}

/// Puts the cells that are not empty into a row, digit for digit.
fn fill(row: &mut Value, cells: &[(&str, &str)]) -> Result<(), String> {
    for (name, cell) in cells.iter().filter(|(_, cell)| !cell.is_empty()) {
        let value: Value = serde_json::from_str(cell).map_err(|why| format!("`{cell}`: {why}"))?;
        row.as_object_mut().ok_or("no row")?.insert((*name).into(), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::run;
    use std::fs;

    const HOME: &str = "id,local_time,systolic,diastolic,pulse\n\
        a,2024-05-01T08:00:00,120,80,60\nb,2024-05-02T08:00:00,131,82,60\nc,2024-05-02T13:00:00,140,90,60\n";
    const HOME_EXPECTED: &str = "as_of,window_from,n_all,days_all,all_n,all_sys,all_dia,all_rounded,\
        skip_first_read_day_n,skip_first_read_day_sys,sessions_skip_first_read_day_rounded,full_days_skip_calendar_day\n\
        2024-05-01,2024-04-25,1,1,1,120/1,80/1,120/80,0,,,0\n\
        2024-05-02,2024-04-26,3,2,3,391/3,252/3,130/84,2,271/2,131/82,0\n";
    const CLINIC: &str = "subject,month,age,sex,systolic,diastolic\n\
        p,0,60,female,130.0,79.99\nq,0,60,male,129.99,79.99\nr,0,60,male,140.0,\ns,0,60,male,120.0,\nt,0,60,male,,\n";
    const CLINIC_EXPECTED: &str = "month,goal,status,count\n0,below 130/80,above goal,1\n0,below 130/80,at goal,1\n\
        0,below 130/80,above goal (one component missing),1\n0,below 130/80,not assessable,2\n\
        0,below 140/90,above goal (one component missing),1\n0,below 140/90,at goal,2\n0,below 140/90,not assessable,2\n";

    #[test]
    fn each_cell_is_held_against_what_the_engine_says() {
        let folder = std::env::temp_dir().join(format!("stepcare-bp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        write("home_one_person.csv", HOME);
        write("home_one_person_expected.csv", HOME_EXPECTED);
        write("clinic_trial.csv", CLINIC);
        write("clinic_trial_expected.csv", CLINIC_EXPECTED);
        let report = &run(&folder).unwrap()[0];
        assert!(report.holds, "{report}");
        assert_eq!(report.tally.total, 27);
        write("home_one_person_expected.csv", &HOME_EXPECTED.replace("391/3", "392/3"));
        write("clinic_trial_expected.csv", &CLINIC_EXPECTED.replace("0,below 140/90,at goal,2\n", ""));
        let report = &run(&folder).unwrap()[0];
        assert!(!report.holds && report.failures.len() == 2, "{report}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
