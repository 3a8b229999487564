//! Readings out of bounds, and readings of which that cannot be ruled out.

use crate::AlertReport;

use super::page::Page;
use super::reasons::{comparison, unknown};
use super::words::spaced;

pub fn write(page: &mut Page<'_>) {
    if page.evaluation.alerts.is_empty() {
        return;
    }
    page.gap();
    page.heading("ALERTS");
    for alert in &page.evaluation.alerts {
        let told = told(page, alert);
        page.detail(&told);
    }
}

fn told(page: &Page<'_>, alert: &AlertReport) -> String {
    let mut parts = vec![format!("{} {}", alert.alert, alert.level)];
    if alert.status != "fired" {
        parts.push("cannot be ruled out".into());
    }
    parts.extend(alert.at.map(|at| page.calendar.moment(at)));
    parts.extend(alert.row.as_ref().map(|row| format!("reading {row}")));
    parts.extend(alert.confirmation.as_ref().map(|c| spaced(c)));
    let made = alert.reasons.iter().flat_map(|r| &r.comparisons).map(|c| comparison(page, c));
    let open = alert.unknown.iter().map(|u| unknown(page, u));
    let why = made.chain(open).collect::<Vec<_>>().join("; ");
    let cite = alert.reasons.first().filter(|r| !r.cite.is_empty()).map(|r| format!("  [{}]", r.cite.join(", ")));
    format!("{}: {why}{}", parts.join(", "), cite.unwrap_or_default()).trim_end_matches(": ").into()
}
