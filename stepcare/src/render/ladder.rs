//! The next step: what is proposed to a clinician, or what stands in its way.

use crate::{LadderValue, PassedOver, Proposal, Reason, Report, ReportValue, Status, Truth};

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

/// `raise amlodipine 5 mg to 10 mg (1 tablet of 10 mg)`.
fn proposal(step: &Proposal) -> String {
    let dose = match step.from {
        Some(from) => format!("raise {} {} mg to {} mg", step.drug, number(from), number(step.to)),
        None => format!("start {} {} mg", step.drug, number(step.to)),
    };
    match &step.tablets {
        Some(tablets) => {
            let s = if number(tablets.count) == "1" { "" } else { "s" };
            format!("{dose} a day ({} tablet{s} of {} mg)", number(tablets.count), number(tablets.mg))
        }
        None => format!("{dose} a day"),
    }
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
