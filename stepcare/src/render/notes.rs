//! What was taken as given, what is unknown and does not matter now, and what was wrong with the record.

use crate::{Assumption, Problem};

use super::page::Page;
use super::reasons::unknown;
use super::words::why;

pub fn write(page: &mut Page<'_>) {
    page.gap();
    let e = page.evaluation;
    let assumed = assumed(page);
    if !assumed.is_empty() {
        let told = assumed.iter().map(|a| format!("{} {} ({})", a.name, a.value, why(a.why))).collect::<Vec<_>>();
        page.entry_list("ASSUMED", &told);
    }
    if !e.not_needed.is_empty() {
        let told: Vec<String> = e.not_needed.iter().map(|u| unknown(page, u)).collect();
        page.entry_list("UNKNOWN, and it does not matter now", &told);
    }
    if let [only] = e.problems.as_slice() {
        page.entry("PROBLEMS", &format!("1: {}", problem(only)));
    } else if !e.problems.is_empty() {
        page.entry("PROBLEMS", &e.problems.len().to_string());
        for each in &e.problems {
            page.detail(&problem(each));
        }
    }
}

/// Assumptions of all decisions and averages, each once, in order.
fn assumed<'a>(page: &Page<'a>) -> Vec<&'a Assumption> {
    let e = page.evaluation;
    let of_decisions = e.decisions.0.iter().flat_map(|(_, report)| &report.assumed);
    let of_averages = e.averages.0.iter().flat_map(|(_, report)| &report.assumed);
    let mut once: Vec<&Assumption> = Vec::new();
    for assumption in of_decisions.chain(of_averages) {
        if !once.contains(&assumption) {
            once.push(assumption);
        }
    }
    once
}

/// On the page, which is the evaluation itself, a problem may show what was found.
fn problem(problem: &Problem) -> String {
    let found = problem.found.as_ref().map(|f| format!("found {f}, ")).unwrap_or_default();
    format!("{} at {}: {found}expected {}; {}", problem.code, problem.pointer, problem.expected, problem.help)
}
