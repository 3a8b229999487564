//! Runs tests against a loaded ruleset.

use stepcare_core::construct::{Do, ReportValue};
use stepcare_core::evaluation::Evaluation;
use stepcare_core::expression::{Shown, Status};
use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_core::value::Number;

use super::{Expect, Expected, TestBlock};
use crate::diagnostic::listed;
use crate::source::Span;

/// What became of a test.
#[derive(Debug, Clone)]
pub struct TestResult {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The expectations that do not hold; none is a test that passes.
    pub failed: Vec<Failed>,
}

/// An expectation that does not hold.
#[derive(Debug, Clone)]
pub struct Failed {
    /// Its words.
    pub expected: String,
    /// Where it stands.
    pub span: Span,
    /// What was found instead, of a made-up patient.
    pub found: String,
}

/// Runs each test; an expectation that is unknown fails.
#[must_use]
pub fn run(tests: &[TestBlock], ruleset: &Ruleset) -> Vec<TestResult> {
    tests
        .iter()
        .map(|test| {
            let Some(changed) = with_settings(ruleset, test) else { return settings_refused(test) };
            let ruleset = changed.as_ref().unwrap_or(ruleset);
            let failed = match ruleset.evaluate_given(&test.record, test.as_of, &test.zone, &test.given) {
                Ok(evaluation) => test.expects.iter().filter_map(|e| failed(e, &evaluation)).collect(),
                Err(error) => {
                    vec![Failed { expected: "an evaluation".into(), span: test.span, found: error.to_string() }]
                }
            };
            TestResult { name: test.name.clone(), span: test.span, failed }
        })
        .collect()
}

/// The ruleset with a test's settings, where it has any of its own; `None` if they are refused.
#[allow(clippy::option_option)]
pub(super) fn with_settings(ruleset: &Ruleset, test: &TestBlock) -> Option<Option<Ruleset>> {
    if test.settings.is_empty() {
        return Some(None);
    }
    let settings = test.settings.iter().cloned().collect();
    let options = LoadOptions { settings, ..LoadOptions::default() };
    Ruleset::new(ruleset.compiled().clone(), Vec::new(), options).ok().map(Some)
}

fn settings_refused(test: &TestBlock) -> TestResult {
    let found = "a setting outside its range".into();
    let failed = vec![Failed { expected: "an evaluation".into(), span: test.span, found }];
    TestResult { name: test.name.clone(), span: test.span, failed }
}

fn failed(expect: &Expect, evaluation: &Evaluation) -> Option<Failed> {
    let (holds, found) = match &expect.what {
        Expected::Status(name, status) => status_holds(evaluation, name, *status),
        Expected::Level(name, level) => level_holds(evaluation, name, level),
        Expected::Alert(name) => alert_holds(evaluation, name),
        Expected::Action(kind, name) => action_holds(evaluation, kind, name),
        Expected::Ask(fact) => ask_holds(evaluation, fact),
        Expected::Says(table, column, value) => says_holds(evaluation, table, column, value),
        Expected::Card(text) => card_holds(evaluation, text),
        Expected::Points(name, points) => points_hold(evaluation, name, *points),
        Expected::Confirmation(name, wanted) => confirmation_holds(evaluation, name, wanted),
        Expected::Value(average, column, least, most) => value_holds(evaluation, average, column, *least, *most),
        Expected::Includes(name, what) => includes(evaluation, name, what),
        Expected::Proposes(ladder, doses) => {
            let step = match evaluation.decisions.get(ladder).and_then(|r| r.value.as_ref()) {
                Some(ReportValue::Ladder(value)) => value.step.as_ref(),
                _ => None,
            };
            let mut proposed: Vec<(&str, Number)> = Vec::new();
            if let Some(step) = step {
                proposed.push((&step.drug, step.to));
                proposed.extend(step.with.iter().map(|also| (also.drug.as_str(), also.to)));
            }
            let words: Vec<String> = proposed.iter().map(|(drug, mg)| format!("{drug} {mg} mg")).collect();
            let found = match step {
                Some(_) => format!("{ladder} proposes {}", words.join(" with ")),
                None => format!("{ladder} proposes nothing: it is {}", status_of(evaluation, ladder)),
            };
            let holds = doses.iter().all(|(drug, mg)| proposed.contains(&(drug, *mg)));
            (Some(holds), found)
        }
    };
    let holds = holds.map(|holds| holds != expect.denied);
    (holds != Some(true)).then(|| Failed { expected: expect.text.clone(), span: expect.span, found })
}

/// A status and what else is possible, of a decision of any kind.
fn possible(evaluation: &Evaluation, name: &str) -> Option<(Status, Vec<Status>)> {
    if let Some(report) = evaluation.decisions.get(name).or(evaluation.measures.get(name)) {
        return Some((report.status, report.possible.iter().map(|p| p.status).collect()));
    }
    if let Some(report) = evaluation.averages.get(name) {
        return Some((report.status, report.possible.clone()));
    }
    // Alerts are listed where they fired or could not be decided.
    let mine: Vec<&str> = evaluation.alerts.iter().filter(|a| a.alert == name).map(|a| a.status.as_str()).collect();
    Some(match (mine.contains(&"fired"), mine.is_empty()) {
        (true, _) => (Status::Fired, Vec::new()),
        (false, true) => (Status::Quiet, Vec::new()),
        (false, false) => (Status::Undetermined, vec![Status::Fired, Status::Quiet]),
    })
}

fn status_of(evaluation: &Evaluation, name: &str) -> String {
    match possible(evaluation, name) {
        Some((Status::Undetermined, possible)) if !possible.is_empty() => {
            let words: Vec<String> = possible.iter().map(|s| words(*s)).collect();
            format!("undetermined: {} are possible", listed(&words))
        }
        Some((status, _)) => words(status),
        None => "not there".into(),
    }
}

/// A status as it is written in a ruleset.
fn words(status: Status) -> String {
    // The serialised name, so that there is one list of them.
    let name = format!("{status:?}");
    let mut out = String::new();
    for (n, c) in name.chars().enumerate() {
        if c.is_uppercase() && n > 0 {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}

fn status_holds(evaluation: &Evaluation, name: &str, wanted: Status) -> (Option<bool>, String) {
    let found = format!("{name} is {}", status_of(evaluation, name));
    let holds = match possible(evaluation, name) {
        None => None,
        Some((status, _)) if wanted == Status::Undetermined => Some(status == Status::Undetermined),
        Some((Status::Undetermined, possible)) if possible.contains(&wanted) || possible.is_empty() => None,
        Some((status, _)) => Some(status == wanted),
    };
    (holds, found)
}

fn level_holds(evaluation: &Evaluation, name: &str, level: &str) -> (Option<bool>, String) {
    let mine: Vec<_> = evaluation.alerts.iter().filter(|a| a.alert == name).collect();
    let fired = mine.iter().any(|a| a.level == level && a.status == "fired");
    let could = mine.iter().any(|a| a.level == level && a.status != "fired");
    let found: Vec<String> = mine.iter().map(|a| format!("{} ({})", a.level, a.status)).collect();
    let found = if found.is_empty() { format!("no {name}") } else { format!("{name} is {}", listed(&found)) };
    let holds = match (fired, could) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    };
    (holds, found)
}

fn confirmation_holds(evaluation: &Evaluation, name: &str, wanted: &str) -> (Option<bool>, String) {
    let mine = evaluation.alerts.iter().filter(|a| a.alert == name);
    let found: Vec<String> = mine.filter_map(|a| a.confirmation.clone()).collect();
    let said = if found.is_empty() { format!("{name} is {}", status_of(evaluation, name)) } else { listed(&found) };
    let undecided = found.is_empty() && matches!(possible(evaluation, name), Some((Status::Undetermined, _)));
    ((!undecided).then(|| found.iter().any(|c| c == wanted)), said)
}

/// A value that an average reports, exactly. One that is not there is none of those expected, and none that is not either.
fn value_holds(
    evaluation: &Evaluation,
    average: &str,
    column: &str,
    least: Number,
    most: Number,
) -> (Option<bool>, String) {
    let report = evaluation.averages.get(average);
    let value = report.and_then(|r| r.report.iter().find(|v| v.column == column)).and_then(|v| v.value);
    match value {
        Some(value) => (Some(least <= value && value <= most), format!("{average}.{column} is {value}")),
        None => (None, format!("{average} is {}", status_of(evaluation, average))),
    }
}

/// Rows of an average or an alert, lines of a screening that hold, rules that gave the answer.
fn includes(evaluation: &Evaluation, name: &str, what: &str) -> (Option<bool>, String) {
    let is_open = matches!(possible(evaluation, name), Some((Status::Undetermined, _)));
    let named: Vec<String> = if let Some(report) = evaluation.averages.get(name) {
        report.used.clone()
    } else if let Some(report) = evaluation.decisions.get(name) {
        let lines = match &report.value {
            Some(ReportValue::Lines { reasons }) => reasons.clone(),
            _ => Vec::new(),
        };
        let rules = report.reasons.iter().filter_map(|r| r.rule.strip_prefix(name)?.strip_prefix('/'));
        rules.map(Into::into).chain(lines).collect()
    } else {
        let mine = evaluation.alerts.iter().filter(|a| a.alert == name && a.status == "fired");
        mine.filter_map(|a| a.row.clone()).collect()
    };
    let found =
        if named.is_empty() { format!("{name} names nothing") } else { format!("{name}: {}", named.join(", ")) };
    let there = named.iter().any(|n| n == what);
    ((there || !is_open).then_some(there), found)
}

fn alert_holds(evaluation: &Evaluation, name: &str) -> (Option<bool>, String) {
    let (status, found) = (possible(evaluation, name), status_of(evaluation, name));
    let holds = match status {
        Some((Status::Fired, _)) => Some(true),
        Some((Status::Quiet, _)) => Some(false),
        _ => None,
    };
    (holds, format!("{name} is {found}"))
}

fn action_holds(evaluation: &Evaluation, kind: &str, name: &str) -> (Option<bool>, String) {
    let wanted = evaluation.actions.iter().filter(|a| a.do_ != Do::Close);
    let names: Vec<String> = wanted.clone().map(|a| format!("{} {}", a.kind, a.name)).collect();
    let there = wanted.into_iter().any(|a| a.kind == kind && a.name == name);
    let found = if names.is_empty() { "no actions".into() } else { format!("to do: {}", names.join(", ")) };
    (Some(there), found)
}

fn says_holds(evaluation: &Evaluation, table: &str, column: &str, value: &Shown) -> (Option<bool>, String) {
    let report = evaluation.decisions.get(table);
    let rows = match report.and_then(|report| report.value.as_ref()) {
        Some(ReportValue::Table(rows)) => rows.as_slice(),
        _ => &[],
    };
    let said: Vec<&Shown> =
        rows.iter().flat_map(|row| &row.says).filter(|says| says.column == column).map(|says| &says.value).collect();
    let told: Vec<String> = said.iter().map(|said| shown(said)).collect();
    let found = match told.is_empty() {
        true => {
            let rules: Vec<&str> =
                report.iter().flat_map(|r| &r.possible).flat_map(|p| &p.rules).map(String::as_str).collect();
            let status = report.map_or("not there".into(), |report| words(report.status));
            let possible = if rules.is_empty() { String::new() } else { format!(" by {}", rules.join(", ")) };
            format!("{table} says nothing: it is {status}{possible}")
        }
        false => format!("{table}.{column} is {}", told.join(", ")),
    };
    // No row says nothing: what it should have said is unknown, and not something else.
    let holds = (!said.is_empty()).then(|| said.contains(&value));
    (holds, found)
}

fn shown(value: &Shown) -> String {
    match value {
        Shown::Number(number) => number.to_string(),
        Shown::Text(text) => text.clone(),
        Shown::List(words) => words.join(", "),
    }
}

/// A card that is not shown is unknown while a set of cards is.
fn card_holds(evaluation: &Evaluation, text: &str) -> (Option<bool>, String) {
    let shown: Vec<&str> = evaluation.cards.iter().flat_map(|set| &set.cards).filter_map(|c| c.says("text")).collect();
    let open = evaluation.cards.iter().filter(|set| set.status == Status::Undetermined);
    let open: Vec<&str> = open.map(|set| set.name.as_str()).collect();
    let mut found = if shown.is_empty() { "no card".into() } else { format!("cards: {}", shown.join(", ")) };
    if !open.is_empty() {
        found = format!("{found}; undetermined: {}", open.join(", "));
    }
    let there = shown.contains(&text);
    ((there || open.is_empty()).then_some(there), found)
}

/// The number that a measure reports.
fn reported_holds(evaluation: &Evaluation, name: &str, number: Number) -> (Option<bool>, String) {
    let side = match evaluation.measures.get(name).and_then(|report| report.value.as_ref()) {
        Some(ReportValue::Measure(value)) => value.value.as_ref(),
        _ => None,
    };
    match side.and_then(|side| side.value.as_ref()) {
        Some(Shown::Number(found)) => (Some(*found == number), format!("{name} is {found}")),
        other => {
            let told = other.map(|value| format!(", {}", shown(value))).unwrap_or_default();
            (None, format!("{name} is {}{told}", status_of(evaluation, name)))
        }
    }
}

/// Points that are still open are unknown, unless they lie outside what is possible.
fn points_hold(evaluation: &Evaluation, name: &str, points: Number) -> (Option<bool>, String) {
    if evaluation.measures.get(name).is_some() {
        return reported_holds(evaluation, name, points);
    }
    let Some(ReportValue::Score(score)) = evaluation.decisions.get(name).and_then(|r| r.value.as_ref()) else {
        return (None, format!("{name} is {}", status_of(evaluation, name)));
    };
    let ends = score.least.zip(score.most);
    let found = match (score.points, ends) {
        (Some(points), _) => format!("{name} is {points}"),
        (None, Some((least, most))) => format!("{name} is {least} .. {most}"),
        (None, None) => format!("{name} is too large to be kept"),
    };
    let outside = ends.is_some_and(|(least, most)| points < least || points > most);
    let holds = score.points.map(|found| found == points).or(outside.then_some(false));
    (holds, found)
}

fn ask_holds(evaluation: &Evaluation, fact: &str) -> (Option<bool>, String) {
    let asked: Vec<&str> = evaluation
        .decisions
        .0
        .iter()
        .chain(&evaluation.measures.0)
        .flat_map(|(_, report)| report.ask.iter().flat_map(|ask| ask.facts.iter().map(String::as_str)))
        .collect();
    let found =
        if asked.is_empty() { "nothing is asked for".into() } else { format!("asked for: {}", asked.join(", ")) };
    (Some(asked.contains(&fact)), found)
}
