//! The next step: what is proposed to a clinician, or what stands in its way.

use crate::{LadderValue, Number, PassedOver, Proposal, Reason, Report, ReportValue, Status, TabletCount, Truth};

use super::page::{Kind, Page};
use super::reasons::{asks, because, comparison, place, possible};
use super::words::{list, number, spaced};

pub fn write(page: &mut Page<'_>) {
    for (name, report) in page.decisions(Kind::Ladder) {
        page.gap();
        let none = LadderValue::default();
        let value = match &report.value {
            Some(ReportValue::Ladder(value)) => value,
            _ => &none,
        };
        let told = format!("{}    {name}  {}", outcome(page, name, report, value), place(&report.reasons));
        page.entry("NEXT STEP", &told);
        if report.status == Status::Undetermined {
            asks(page, report);
        }
        why(page, report);
        passed_over(page, value);
    }
}

fn outcome(page: &Page<'_>, name: &str, report: &Report, value: &LadderValue) -> String {
    let path = value.path.as_ref().map(|path| format!(", path {path}")).unwrap_or_default();
    match report.status {
        Status::Step => match &value.step {
            Some(step) => format!("{}{path}, step {}", proposal(step), step.step),
            None => format!("a step is proposed{path}"),
        },
        Status::Stay => format!("none: stay on what is taken{path}"),
        Status::Hold => format!("HOLD, no step{path}: {}", list(&value.holds, "and")),
        Status::Wait => match value.until {
            Some(until) => format!("wait until {}{path}", page.calendar.moment(until)),
            None => format!("wait for readings{path}"),
        },
        Status::Blocked => format!("blocked: {} missing{path}", list(&value.missing, "and")),
        Status::Exhausted => format!("no step is left{path}"),
        _ => format!("CANNOT SAY YET: {}{path}", possible(name, report)),
    }
}

/// `raise amlodipine 5 mg to 10 mg a day (1 tablet of 10 mg)`; of several drugs `start lisinopril 10 mg with
/// hydrochlorothiazide 12.5 mg a day (0.5 tablets of lisinopril 20 mg / hydrochlorothiazide 25 mg)`.
fn proposal(step: &Proposal) -> String {
    let verb = if step.from.is_some() { "raise" } else { "start" };
    let alone = step.with.is_empty();
    let of_first = step.tablets.as_ref().filter(|_| !alone && step.product.is_none());
    let mut told = format!("{verb} {}", dose(&step.drug, step.from, step.to, of_first));
    for also in &step.with {
        let tablets = also.tablets.as_ref().filter(|_| step.product.is_none());
        told.push_str(&format!(" with {}", dose(&also.drug, also.from, also.to, tablets)));
    }
    told.push_str(" a day");
    match (&step.product, &step.tablets) {
        (Some(product), _) => format!("{told} ({} of {})", tablet_count(product.count), product.name),
        (None, Some(tablets)) if alone => {
            format!("{told} ({} of {} mg)", tablet_count(tablets.count), number(tablets.mg))
        }
        _ => told,
    }
}

fn dose(drug: &str, from: Option<Number>, to: Number, tablets: Option<&TabletCount>) -> String {
    let dose = match from {
        Some(from) if from == to => format!("{drug} {} mg as now", number(to)),
        Some(from) => format!("{drug} {} mg to {} mg", number(from), number(to)),
        None => format!("{drug} {} mg", number(to)),
    };
    match tablets {
        Some(tablets) => format!("{dose} ({} of {} mg)", tablet_count(tablets.count), number(tablets.mg)),
        None => dose,
    }
}

fn tablet_count(count: Number) -> String {
    let shown = number(count);
    let s = if shown == "1" { "" } else { "s" };
    format!("{shown} tablet{s}")
}

/// What speaks for it, and each hold that was looked at and does not hold.
fn why(page: &mut Page<'_>, report: &Report) {
    let is_open_hold = |r: &&Reason| {
        r.rule.contains("hold") && !r.comparisons.is_empty() && r.comparisons.iter().all(|c| c.holds == Truth::No)
    };
    let (not_held, rest): (Vec<&Reason>, Vec<&Reason>) = report.reasons.iter().partition(is_open_hold);
    let rest: Vec<Reason> = rest.into_iter().cloned().collect();
    because(page, &rest);
    let made = not_held.iter().flat_map(|r| &r.comparisons).map(|c| comparison(page, c)).collect::<Vec<_>>();
    if !made.is_empty() {
        page.detail(&format!("not held: {}", made.join("; ")));
    }
}

fn passed_over(page: &mut Page<'_>, value: &LadderValue) {
    let each = |p: &PassedOver| format!("step {} {} ({})", p.step, p.drug, spaced(&p.why));
    let told = value.passed_over.iter().map(each).collect::<Vec<_>>();
    if !told.is_empty() {
        page.detail(&format!("passed over: {}", told.join(", ")));
    }
}
