//! What the verdict rests on: which readings were used, which were left out and why, what is still needed.

use std::collections::BTreeMap;

use crate::{AverageReport, Date, LeftOut, Number, Status};

use super::page::Page;
use super::reasons::unknown;
use super::words::{count, list, number, spaced, status};

pub fn write(page: &mut Page<'_>) {
    let averages = &page.evaluation.averages.0;
    for (name, average) in averages {
        match average.status {
            Status::Ready => ready(page, name, average),
            Status::Insufficient => insufficient(page, name, average),
            _ => undetermined(page, name, average),
        }
        left_out(page, &average.left_out);
    }
}

fn ready(page: &mut Page<'_>, name: &str, average: &AverageReport) {
    let values: Vec<Option<Number>> = average.report.iter().map(|r| r.value).collect();
    let statistic = average.report.first().map_or("mean", |r| r.statistic.as_str());
    let stands = match average.stands_from {
        Some(day) => format!("; the window that ended on {} stands", page.calendar.date(day)),
        None => String::new(),
    };
    let (readings, days) = (count(average.used.len(), "reading"), count(average.days as usize, "day"));
    let span = span(page, average.first_day, average.last_day);
    page.detail(&format!("{name}: {statistic} of {readings} on {days}{span} (exact {}){stands}", exact(&values)));
}

/// `133.75/81.5`; what does not end as a decimal is shown as its fraction and about what that is.
fn exact(values: &[Option<Number>]) -> String {
    let ends = |value: &Option<Number>| value.is_none_or(|v| v.decimal().is_some());
    let told = |value: &Option<Number>| match value {
        None => "unknown".into(),
        Some(v) => v.decimal().unwrap_or_else(|| format!("{v} = {}…", number(*v))),
    };
    let told: Vec<String> = values.iter().map(told).collect();
    if values.iter().all(ends) { told.join("/") } else { list(&told, "and") }
}

fn span(page: &Page<'_>, first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => format!(", {}", page.calendar.date(first)),
        (Some(first), Some(last)) => format!(", {} to {}", page.calendar.date(first), page.calendar.date(last)),
        _ => String::new(),
    }
}

fn insufficient(page: &mut Page<'_>, name: &str, average: &AverageReport) {
    let missing = average.missing.as_ref().map(|m| format!(": still needed {m}")).unwrap_or_default();
    let earliest = match average.earliest {
        Some(day) => format!("; can be ready on {} at the earliest", page.calendar.date(day)),
        None => String::new(),
    };
    let so_far = format!("{} on {} so far", count(average.used.len(), "reading"), count(average.days as usize, "day"));
    page.detail(&format!("{name}: not enough readings, {so_far}{missing}{earliest}"));
}

fn undetermined(page: &mut Page<'_>, name: &str, average: &AverageReport) {
    let possible = average.possible.iter().map(|s| status(*s)).collect::<Vec<_>>().join(", or ");
    let open = average.unknown.iter().map(|u| unknown(page, u)).collect::<Vec<_>>().join("; ");
    let open = if open.is_empty() { String::new() } else { format!("; unknown: {open}") };
    let seen: Vec<String> = average
        .report
        .iter()
        .filter_map(|r| r.shown.or(r.value).map(|v| format!("{} {} {}", r.statistic, r.column, number(v))))
        .collect();
    let seen = if seen.is_empty() { String::new() } else { format!("; so far {}", seen.join(", ")) };
    page.detail(&format!("{name}: cannot say yet: {possible}{seen}{open}"));
}

/// Counts by reason, in the order in which reasons first occur.
fn left_out(page: &mut Page<'_>, rows: &[LeftOut]) {
    let mut order: Vec<String> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let words = left_out_words(row);
        if !order.contains(&words) {
            order.push(words.clone());
        }
        *counts.entry(words).or_default() += 1;
    }
    if !order.is_empty() {
        let each = order.iter().map(|words| format!("{} {words}", counts.get(words).copied().unwrap_or(0)));
        page.detail(&format!("left out: {}", each.collect::<Vec<_>>().join(", ")));
    }
}

fn left_out_words(row: &LeftOut) -> String {
    let detail = row.detail.as_deref().filter(|d| !d.is_empty());
    match (row.why.as_str(), detail) {
        ("rejected", Some(words)) => words.into(),
        ("incomplete", Some(column)) => format!("without {column}"),
        ("extra_in_session", _) => "extra in a session".into(),
        ("no_session", _) => "in no session".into(),
        ("before_change", _) => "before the last dose change had settled".into(),
        ("skipped_day", _) => "on a skipped day".into(),
        ("skipped_reading", _) => "first in a session".into(),
        ("not_needed", _) => "older than is needed".into(),
        ("unknown", _) => "of which it is unknown whether it counts".into(),
        (why, Some(detail)) => format!("{} ({detail})", spaced(why)),
        (why, None) => spaced(why),
    }
}
