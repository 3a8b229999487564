//! The two evaluators side by side: how often they agree, construct by construct, and the first case in which they do not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use stepcare_core::construct::{Decision, Report, ReportValue};
use stepcare_core::evaluation::Evaluation;
use stepcare_core::expression::Status;
use stepcare_core::record::{Limits, Record, read_record};
use stepcare_core::ruleset::Ruleset;
use stepcare_core::value::{Instant, Zone};

use super::{NotYet, Second, Worked};
use crate::cases::Case;

/// The constructs, in the order of the table.
const CONSTRUCTS: [&str; 10] =
    ["screening", "average", "goal", "alert", "contraindication", "check", "ladder", "when", "score", "measure"];

/// One construct's line of the table.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Decisions compared.
    pub cases: usize,
    /// The same.
    pub agree: usize,
    /// Another.
    pub differ: usize,
    /// Not worked out by the second, by what it lacks.
    pub not_compared: BTreeMap<&'static str, usize>,
    /// Those that differ, in words.
    pub differing: Vec<String>,
}

/// The table.
#[derive(Debug, Clone, Default)]
pub struct Table(pub BTreeMap<&'static str, Line>);

impl Table {
    /// Compares one case; one that is no case for an evaluator (no record, no instant, no zone) is passed over.
    pub fn compare(&mut self, ruleset: &Ruleset, case: &Case) {
        let parts = read_record(&case.record, &Limits::default()).ok();
        let parts = parts.zip(Instant::parse(&case.as_of).ok()).zip(Zone::named(&case.zone));
        let Some(((record, as_of), zone)) = parts else { return };
        let Ok(first) = ruleset.evaluate(&record, as_of, &zone) else { return };
        self.sides(ruleset, &record, as_of, &zone, &first, &case.name);
    }

    fn sides(&mut self, of: &Ruleset, record: &Record, as_of: Instant, zone: &Zone, first: &Evaluation, name: &str) {
        let second = Second { rules: of.compiled(), record, as_of, zone };
        for (at, decision) in of.compiled().decisions.iter().enumerate() {
            let line = self.0.entry(construct(decision)).or_default();
            let said = match decision {
                Decision::Average(average) => average_sides(&second, first, at, &average.name),
                Decision::Alert(alert) => second.alert(alert).map(|(mut rows, open)| {
                    let reports = first.alerts.iter().filter(|r| r.alert == alert.name);
                    let (on_rows, whole): (Vec<_>, Vec<_>) = reports.partition(|r| r.row.is_some());
                    let mut told: Vec<_> =
                        on_rows.into_iter().map(|r| (r.at, r.level.clone(), r.status == "fired")).collect();
                    told.sort();
                    rows.sort();
                    let told = (told, !whole.is_empty());
                    let mine = (rows, open);
                    (told == mine, format!("first {told:?}, second {mine:?}"))
                }),
                Decision::Score(score) => second.points(score).map(|mine| {
                    let told = match first.decisions.get(&score.name).and_then(|report| report.value.as_ref()) {
                        Some(ReportValue::Score(value)) => (value.least, value.most),
                        _ => (None, None),
                    };
                    (told == mine, format!("first {told:?}, second {mine:?}"))
                }),
                other => second.possible(at).map(|mine| {
                    let reports = first.decisions.get(other.name()).or(first.measures.get(other.name()));
                    let told = reports.map(statuses).unwrap_or_default();
                    (told == mine, format!("first {told:?}, second {mine:?}"))
                }),
            };
            match said {
                Err(NotYet(what)) => *line.not_compared.entry(what).or_default() += 1,
                Ok((same, words)) => {
                    line.cases += 1;
                    if same {
                        line.agree += 1;
                    } else {
                        line.differ += 1;
                        line.differing.push(format!("{} {}: {name}: {words}", of.compiled().name, decision.name()));
                    }
                }
            }
        }
    }

    /// In words; `shown` differing cases a construct.
    #[must_use]
    pub fn text(&self, shown: usize) -> String {
        let mut text = format!("{:<18}{:>8}{:>8}{:>8}  not compared\n", "construct", "cases", "agree", "differ");
        for construct in CONSTRUCTS {
            let line = self.0.get(construct).cloned().unwrap_or_default();
            let lacks: Vec<String> = line.not_compared.iter().map(|(what, n)| format!("{n} ({what})")).collect();
            let lacks = if lacks.is_empty() { "-".into() } else { lacks.join(", ") };
            let _ = writeln!(text, "{construct:<18}{:>8}{:>8}{:>8}  {lacks}", line.cases, line.agree, line.differ);
            for differing in line.differing.iter().take(shown) {
                let _ = writeln!(text, "    {differing}");
            }
        }
        text
    }
}

fn average_sides(second: &Second<'_>, first: &Evaluation, at: usize, name: &str) -> Worked<(bool, String)> {
    let mean = second.average_of(at)?;
    let possible = mean.possible();
    let report = first.averages.get(name);
    let told: BTreeSet<Status> = report
        .map(|r| if r.possible.is_empty() { BTreeSet::from([r.status]) } else { r.possible.iter().copied().collect() })
        .unwrap_or_default();
    // Values are compared where both say that there is an average, and the second that it can be only one.
    let mine: Option<Vec<_>> = match mean.completions.as_slice() {
        [Some(values)] if possible.len() == 1 => Some(values.iter().map(|(_, value)| *value).collect()),
        _ => None,
    };
    let theirs: Option<Vec<_>> = report.map(|r| r.report.iter().map(|value| value.value).collect());
    let values = mine.is_none() || told != possible || mine == theirs;
    Ok((
        told == possible && values,
        format!("first {told:?}, second {possible:?}, same values: {values}, {theirs:?} {mine:?}"),
    ))
}

fn statuses(report: &Report) -> BTreeSet<Status> {
    if report.possible.is_empty() {
        BTreeSet::from([report.status])
    } else {
        report.possible.iter().map(|p| p.status).collect()
    }
}

fn construct(decision: &Decision) -> &'static str {
    match decision {
        Decision::Screening(_) => "screening",
        Decision::Average(_) => "average",
        Decision::Alert(_) => "alert",
        Decision::Goal(_) => "goal",
        Decision::Contraindication(_) => "contraindication",
        Decision::Check(_) => "check",
        Decision::Ladder(_) => "ladder",
        Decision::Table(_) => "table",
        Decision::When(_) => "when",
        Decision::Score(_) => "score",
        Decision::Measure(_) => "measure",
    }
}
