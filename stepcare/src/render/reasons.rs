//! Reasons in words: both sides of a comparison, where the rule stands, what it cites, what is unknown and how to get it.

use crate::{Comparison, Reason, Report, Side, Span, Truth, Unknown};

use super::page::Page;
use super::words::{number, quantity, spaced, status, why};

/// `creatinine 1.02 mg/dL (Fri 20 Feb 08:00) <= 1.3 mg/dL: yes, by 0.28`.
pub fn comparison(page: &Page<'_>, made: &Comparison) -> String {
    let holds = match made.holds {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    };
    let margin = made.margin.map(|m| format!(", by {}", quantity(&number(m), made.left.unit))).unwrap_or_default();
    let op = spaced(&made.op);
    // `target is above goal: yes` says all that `target above goal is above goal: yes` does.
    let same = made.op == "is" && made.left.value == made.right.value && made.left.name.is_some();
    let left = if same { made.left.name.clone().unwrap_or_default() } else { side(page, &made.left) };
    if made.right == Side::default() {
        return format!("{left} {op}: {holds}");
    }
    format!("{left} {op} {}: {holds}{margin}", side(page, &made.right))
}

fn side(page: &Page<'_>, side: &Side) -> String {
    let mut parts: Vec<String> = side.name.iter().cloned().collect();
    if let Some(value) = &side.value {
        parts.push(quantity(&page.calendar.shown(value), side.unit));
    } else if side.name.is_none() {
        parts.push("unknown".into());
    }
    let mut beside = Vec::new();
    if let Some(at) = side.at {
        beside.push(page.calendar.moment(at));
    }
    beside.extend(side.source.iter().cloned());
    if let Some(turns) = side.turns {
        beside.push(format!("turns on {}", page.calendar.date(turns)));
    }
    if !beside.is_empty() {
        parts.push(format!("({})", beside.join(", ")));
    }
    parts.join(" ")
}

/// Where a rule stands and what it cites: `programme.care:112  [gordon_2021]`.
pub fn place(reasons: &[Reason]) -> String {
    let Some(reason) = reasons.first() else { return String::new() };
    let mut text = reason.span.as_ref().map(span).unwrap_or_default();
    if !reason.cite.is_empty() {
        text.push_str(&format!("  [{}]", reason.cite.join(", ")));
    }
    text.trim().into()
}

/// The file's own name and the line.
fn span(span: &Span) -> String {
    let file = span.file.rsplit(['/', '\\']).next().unwrap_or(&span.file);
    format!("{file}:{}", span.line)
}

/// `pregnant (stale since Tue 3 Feb)`.
pub fn unknown(page: &Page<'_>, unknown: &Unknown) -> String {
    let since = unknown.since.map(|at| format!(" since {}", page.calendar.moment(at))).unwrap_or_default();
    format!("{} ({}{since})", unknown.name, why(unknown.why))
}

/// `eligible, or referred (pregnancy)`; a rule that is the decision itself is not named again.
pub fn possible(name: &str, report: &Report) -> String {
    let each = report.possible.iter().map(|p| {
        let rules: Vec<&str> = p.rules.iter().map(String::as_str).filter(|rule| *rule != name).collect();
        if rules.is_empty() { status(p.status).into() } else { format!("{} ({})", status(p.status), rules.join(", ")) }
    });
    each.collect::<Vec<_>>().join(", or ")
}

/// What would settle a decision: the first set in full, the rest in short.
pub fn asks(page: &mut Page<'_>, report: &Report) {
    for (i, ask) in report.ask.iter().enumerate() {
        // The dearest way of getting one of them; the others may be had more cheaply.
        let how = match (ask.from.as_deref(), ask.facts.len() > 1) {
            (Some("patient"), _) => "ask the patient",
            (Some("chart"), false) => "look in the chart",
            (Some("chart"), true) => "ask the patient or look in the chart",
            (Some("lab"), false) => "get from the laboratory",
            (Some("lab"), true) => "ask the patient, look in the chart or get from the laboratory",
            _ => "find out",
        };
        let named = |name: &String| match report.unknown.iter().find(|u| u.name == *name) {
            Some(known) => unknown(page, known),
            None => name.clone(),
        };
        let facts = ask.facts.iter().map(named).collect::<Vec<_>>().join("; ");
        let or = if i == 0 { "" } else { "or " };
        let more = if ask.not_reduced { " (perhaps more than is needed)" } else { "" };
        page.detail(&format!("{or}{how}: {facts}{more}"));
    }
    let asked = |u: &&Unknown| !report.ask.iter().any(|a| a.facts.contains(&u.name));
    let rest: Vec<String> = report.unknown.iter().filter(asked).map(|u| unknown(page, u)).collect();
    if !rest.is_empty() {
        page.detail(&format!("unknown: {}", rest.join("; ")));
    }
}

/// Each rule that spoke, with its words and comparisons.
pub fn because(page: &mut Page<'_>, reasons: &[Reason]) {
    for reason in reasons {
        let made: Vec<String> = reason.comparisons.iter().map(|c| comparison(page, c)).collect();
        let said: Vec<String> = reason.text.iter().cloned().chain(made).collect();
        if !said.is_empty() {
            page.detail(&format!("{}: {}", reason.rule, said.join("; ")));
        }
    }
}
