//! Contraindications, laboratory checks and tables: those that say something now.

use crate::{CheckValue, Report, ReportValue, Shown, Status, TableRow, Unit};

use super::page::{Kind, Page};
use super::reasons::{because, place};
use super::screen::score;
use super::verdict::cannot_say;
use super::words::{list, number, spaced, status};

pub fn write(page: &mut Page<'_>) {
    let silent = [Status::DoesNotApply, Status::DoesNotHold];
    // Cards stand by themselves, with what they say; here is what would settle them.
    let cards: Vec<&str> = page.evaluation.cards.iter().map(|set| set.name.as_str()).collect();
    let is_told = |name: &str, r: &Report| r.status == Status::Undetermined || !cards.contains(&name);
    let others = page.decisions(Kind::Other);
    let telling: Vec<_> = others.filter(|(n, r)| !silent.contains(&r.status) && is_told(n, r)).collect();
    if telling.is_empty() {
        return;
    }
    page.gap();
    for (name, report) in telling {
        match (report.status, &report.value) {
            (_, Some(ReportValue::Score(value))) => score(page, name, report, value),
            (Status::Undetermined, _) => cannot_say(page, name, report),
            (Status::Applies, _) => {
                page.entry("CONTRAINDICATED", &with_place(name, report));
                because(page, &report.reasons);
            }
            (Status::Holds, _) => {
                page.entry("WHEN", &with_place(name, report));
                because(page, &report.reasons);
            }
            (_, Some(ReportValue::Check(check))) => lab_check(page, name, report, check),
            (_, Some(ReportValue::Table(rows))) => table(page, name, report, rows),
            (Status::NoRow | Status::RowsConflict, _) => {
                page.entry("TABLE", &format!("{}    {}", status(report.status), with_place(name, report)));
            }
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

/// What its rows say, each after the other.
fn table(page: &mut Page<'_>, name: &str, report: &Report, rows: &[TableRow]) {
    for row in rows {
        let says: Vec<String> = row
            .says
            .iter()
            .map(|says| {
                let value = match &says.value {
                    Shown::Number(value) => number(*value),
                    Shown::Text(words) => words.clone(),
                    Shown::List(words) => list(words, "and"),
                };
                let unit = says.unit.filter(|unit| *unit != Unit::ONE).map(|unit| format!(" {}", unit.shown()));
                format!("{} {value}{}", spaced(&says.column), unit.unwrap_or_default())
            })
            .collect();
        page.entry("TABLE", &format!("{}    {}", says.join(", "), with_place(name, report)));
    }
}

fn with_place(name: &str, report: &Report) -> String {
    format!("{name}  {}", place(&report.reasons)).trim_end().into()
}
