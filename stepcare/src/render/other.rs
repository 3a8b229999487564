//! Contraindications and laboratory checks: those that say something now.

use crate::{CheckValue, Report, ReportValue, Status};

use super::page::{Kind, Page};
use super::reasons::{because, place};
use super::verdict::cannot_say;
use super::words::{list, status};

pub fn write(page: &mut Page<'_>) {
    let telling: Vec<_> = page.decisions(Kind::Other).filter(|(_, r)| r.status != Status::DoesNotApply).collect();
    if telling.is_empty() {
        return;
    }
    page.gap();
    for (name, report) in telling {
        match (report.status, &report.value) {
            (Status::Undetermined, _) => cannot_say(page, name, report),
            (Status::Applies, _) => {
                page.entry("CONTRAINDICATED", &with_place(name, report));
                because(page, &report.reasons);
            }
            (_, Some(ReportValue::Check(check))) => lab_check(page, name, report, check),
            _ => page.entry("CHECK", &format!("{}: {}", with_place(name, report), status(report.status))),
        }
    }
}

fn lab_check(page: &mut Page<'_>, name: &str, report: &Report, check: &CheckValue) {
    let (from, to) = (page.calendar.date(check.from), page.calendar.date(check.to));
    let mut told = format!("{}, {from} to {to}", status(report.status));
    if !check.missing.is_empty() {
        told.push_str(&format!(": no result yet of {}", list(&check.missing, "and")));
    }
    if !check.late.is_empty() {
        told.push_str(&format!("; late: {}", list(&check.late, "and")));
    }
    page.entry("CHECK", &format!("{told}    {}", with_place(name, report)));
}

fn with_place(name: &str, report: &Report) -> String {
    format!("{name}  {}", place(&report.reasons)).trim_end().into()
}
