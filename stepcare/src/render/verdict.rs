//! The verdict: who is not to be treated here, what cannot be said yet, and whether the goal is reached.

use crate::{AverageReport, Component, Report, ReportValue, Status};

use super::page::{Kind, Page};
use super::reasons::{asks, because, place, possible};
use super::words::{count, number, signed, status};

pub fn write(page: &mut Page<'_>) {
    page.gap();
    let screenings: Vec<_> = page.decisions(Kind::Screening).collect();
    let goals: Vec<_> = page.decisions(Kind::Goal).collect();
    for (name, report) in &screenings {
        if matches!(report.status, Status::Excluded | Status::Referred) {
            screened_out(page, name, report);
        }
    }
    for (name, report) in screenings.iter().chain(&goals) {
        if report.status == Status::Undetermined {
            cannot_say(page, name, report);
        }
    }
    for (name, report) in goals {
        if report.status != Status::Undetermined {
            goal(page, name, report);
        }
    }
    alerts(page);
}

/// Screenings that nothing stands against, after what the verdict rests on.
pub fn eligible(page: &mut Page<'_>) {
    let names = page.decisions(Kind::Screening).filter(|(_, report)| report.status == Status::Eligible);
    let names: Vec<&str> = names.map(|(name, _)| name).collect();
    if !names.is_empty() {
        page.entry("ELIGIBLE", &names.join(", "));
    }
}

fn screened_out(page: &mut Page<'_>, name: &str, report: &Report) {
    let reasons = match &report.value {
        Some(ReportValue::Lines { reasons }) => reasons.join(", "),
        _ => String::new(),
    };
    let rest = format!("{reasons}    {}", spaced_place(name, report));
    page.entry(&status(report.status).to_uppercase(), &rest);
    because(page, &report.reasons);
}

/// An undetermined answer says what is still possible, and the shortest question that settles it.
pub fn cannot_say(page: &mut Page<'_>, name: &str, report: &Report) {
    page.entry("CANNOT SAY YET", &format!("{name}: {}", possible(name, report)));
    asks(page, report);
}

fn goal(page: &mut Page<'_>, name: &str, report: &Report) {
    let label = status(report.status).to_uppercase();
    let Some(ReportValue::Goal(components)) = &report.value else {
        page.entry(&label, &spaced_place(name, report));
        because(page, &report.reasons);
        return;
    };
    let average = average_of(page, report);
    let values: Vec<String> = components.iter().map(|c| shown(average, c)).collect();
    let distances: Vec<String> =
        components.iter().filter_map(|c| c.over_by.map(|by| format!("{} {}", c.column, signed(by)))).collect();
    let distances = if distances.is_empty() { String::new() } else { format!(": {}", distances.join(", ")) };
    let told =
        format!("{}, goal {}{distances}    {}", values.join("/"), limits(components), spaced_place(name, report));
    page.entry(&label, &told);
}

fn spaced_place(name: &str, report: &Report) -> String {
    format!("{name}  {}", place(&report.reasons)).trim_end().into()
}

/// The average that a goal judges, by the name its comparisons read; else the only one there is.
fn average_of<'a>(page: &Page<'a>, report: &Report) -> Option<&'a AverageReport> {
    let averages = &page.evaluation.averages;
    let mut sides = report.reasons.iter().flat_map(|r| &r.comparisons).flat_map(|c| [&c.left, &c.right]);
    let named = sides.find_map(|s| averages.get(s.name.as_deref()?.split_once('.')?.0));
    match averages.0.as_slice() {
        [(_, only)] => named.or(Some(only)),
        _ => named,
    }
}

/// The component's value as the ruleset shows it; worked back from the limit where the average is not at hand.
fn shown(average: Option<&AverageReport>, component: &Component) -> String {
    let reported = average.and_then(|a| a.report.iter().find(|r| r.column == component.column));
    let worked_back = || component.over_by.and_then(|by| component.limit.add(by));
    match reported.and_then(|r| r.shown.or(r.value)).or_else(worked_back) {
        Some(value) => number(value),
        None => "?".into(),
    }
}

/// `below 130/80`, or each component by itself where they are bound differently.
fn limits(components: &[Component]) -> String {
    let (first, rest) = match components {
        [] => return String::new(),
        [first, rest @ ..] => (first, rest),
    };
    let word = |c: &Component| c.bound.replace('_', " ");
    if components.iter().all(|c| c.low.is_none()) && rest.iter().all(|c| c.bound == first.bound) {
        return format!("{} {}", word(first), components.iter().map(|c| number(c.limit)).collect::<Vec<_>>().join("/"));
    }
    let one = |c: &Component| match c.low {
        // The upper end is left out.
        Some(low) if c.bound == "below" => format!("{} from {}, below {}", c.column, number(low), number(c.limit)),
        Some(low) => format!("{} {} {} to {}", c.column, word(c), number(low), number(c.limit)),
        None => format!("{} {} {}", c.column, word(c), number(c.limit)),
    };
    components.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A reading out of bounds is named beside the verdict: an average at goal must not hide it.
fn alerts(page: &mut Page<'_>) {
    let (fired, open): (Vec<_>, Vec<_>) = page.evaluation.alerts.iter().partition(|a| a.status == "fired");
    if !fired.is_empty() {
        page.entry("ALERT", &format!("{} out of bounds, see ALERTS", count(fired.len(), "reading")));
    }
    if !open.is_empty() {
        page.entry("ALERT", &format!("{} that cannot be ruled out, see ALERTS", count(open.len(), "alert")));
    }
}

#[cfg(test)]
mod tests {
    use super::limits;
    use crate::{Component, Number, Unit};

    fn component(column: &str, bound: &str, low: Option<i128>, limit: i128) -> Component {
        let (low, limit) = (low.map(Number::integer), Number::integer(limit));
        Component { column: column.into(), bound: bound.into(), limit, low, over_by: None, unit: Unit::MMHG }
    }

    #[test]
    fn limits_are_said_as_they_bind() {
        let pair = |bound| [component("systolic", bound, None, 130), component("diastolic", bound, None, 80)];
        assert_eq!(limits(&pair("below")), "below 130/80");
        assert_eq!(limits(&pair("at_most")), "at most 130/80");
        let range = [component("systolic", "within", Some(120), 129), component("diastolic", "below", None, 80)];
        assert_eq!(limits(&range), "systolic within 120 to 129; diastolic below 80");
        let open = [component("systolic", "below", Some(120), 130), component("diastolic", "below", Some(70), 80)];
        assert_eq!(limits(&open), "systolic from 120, below 130; diastolic from 70, below 80");
    }
}
