//! What a screen shows, and what is counted: cards by topic, scores, measures.

use crate::{Card, MeasureValue, Report, ReportValue, ScoreValue, Shown, Side, Status};

use super::page::Page;
use super::reasons::{place, unknown};
use super::words::{list, number, quantity, spaced, status};

/// Cards by topic, in declared order. A set that is undetermined has its question above.
pub fn cards(page: &mut Page<'_>) {
    let sets = page.evaluation.cards.iter().filter(|set| !set.cards.is_empty() || set.status == Status::Undetermined);
    let sets: Vec<_> = sets.collect();
    if sets.is_empty() {
        return;
    }
    page.gap();
    page.heading("CARDS");
    for set in sets {
        let topic = spaced(&set.topic);
        for card in &set.cards {
            page.detail(&format!("{topic}: {}", told(card)));
        }
        if set.status == Status::Undetermined {
            page.detail(&format!("{topic}: {} cannot be said yet", spaced(&set.name)));
        }
    }
}

fn told(card: &Card) -> String {
    let says = |name: &str| card.says(name).unwrap_or_default();
    let mut told = format!("{}: {}", says("kind"), says("text"));
    let beside: Vec<&str> = ["detail", "link"].into_iter().filter_map(|name| card.says(name)).collect();
    if !beside.is_empty() {
        told.push_str(&format!(" ({})", beside.join("; ")));
    }
    told
}

/// `SCORE   risk 3`, or what it lies between and what is open.
pub fn score(page: &mut Page<'_>, name: &str, report: &Report, score: &ScoreValue) {
    let points = match (score.points, score.least, score.most) {
        (Some(points), ..) => number(points),
        (None, Some(least), Some(most)) => format!("{} to {}, CANNOT SAY YET", number(least), number(most)),
        _ => "too large to be kept".into(),
    };
    page.entry("SCORE", &format!("{name} {points}    {}", place(&report.reasons)));
    if !score.counted.is_empty() {
        page.detail(&format!("counted: {}", score.counted.join(", ")));
    }
    if !score.open.is_empty() {
        let open: Vec<String> = report.unknown.iter().map(|u| unknown(page, u)).collect();
        page.detail(&format!("unknown: {} ({})", score.open.join(", "), open.join("; ")));
    }
}

/// One line a measure.
pub fn measures(page: &mut Page<'_>) {
    if page.evaluation.measures.0.is_empty() {
        return;
    }
    page.gap();
    page.heading("MEASURES");
    for (name, report) in &page.evaluation.measures.0 {
        let none = MeasureValue::default();
        let value = match &report.value {
            Some(ReportValue::Measure(value)) => value,
            _ => &none,
        };
        let mut told = match report.status {
            Status::Undetermined => {
                let possible: Vec<String> = report.possible.iter().map(|p| status(p.status).into()).collect();
                format!("{name}: cannot say yet: {}", possible.join(", or "))
            }
            known => format!("{name}: {}", status(known)),
        };
        let rows: Vec<String> =
            value.rows.iter().map(|c| format!("{} {}", shown(c.rows.as_ref()), status(c.status))).collect();
        if !rows.is_empty() {
            told = format!("{name}: rows {}", list(&rows, "and"));
        }
        told.extend(value.value.iter().map(|side| format!(", {}", side_told(side))));
        if !value.split.is_empty() {
            let split: Vec<String> = value.split.iter().map(side_told).collect();
            told.push_str(&format!(" (by {})", split.join(", ")));
        }
        let open: Vec<String> = report.unknown.iter().map(|u| unknown(page, u)).collect();
        if !open.is_empty() {
            told.push_str(&format!("; unknown: {}", open.join("; ")));
        }
        page.detail(&told);
    }
}

fn side_told(side: &Side) -> String {
    let value = quantity(&shown(side.value.as_ref()), side.unit);
    match &side.name {
        Some(name) => format!("{name} {value}"),
        None => value,
    }
}

fn shown(value: Option<&Shown>) -> String {
    match value {
        Some(Shown::Number(value)) => number(*value),
        Some(Shown::Text(words)) => words.clone(),
        Some(Shown::List(words)) => list(words, "and"),
        None => "unknown".into(),
    }
}
