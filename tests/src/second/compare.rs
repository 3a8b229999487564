//! The two evaluators side by side: how often they agree, construct by construct, what they say, and where they differ.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use stepcare_core::construct::{Action, AlertReport, AverageReport, Decision, Report, ReportValue};
use stepcare_core::evaluation::Evaluation;
use stepcare_core::expression::{Comparison, Reason, Shown, Side, Source, Status, Unknown};
use stepcare_core::record::{Limits, Record, read_record};
use stepcare_core::ruleset::Ruleset;
use stepcare_core::value::{Instant, Number, Zone};

use super::reasons::{Missing, status_of};
use super::told::{Told, possible, reason};
use super::{NotYet, Second};
use crate::cases::Case;

/// The constructs, in the order of the table, with their outcomes.
pub const OUTCOMES: [(&str, &[&str]); 10] = [
    ("screening", &["eligible", "excluded", "referred", "undetermined"]),
    ("average", &["ready", "insufficient", "undetermined"]),
    ("goal", &["at_goal", "above_goal", "below_range", "not_assessable", "undetermined"]),
    ("alert", &["fired", "quiet", "undetermined"]),
    ("contraindication", &["applies", "does_not_apply", "undetermined"]),
    ("check", &["does_not_apply", "due", "overdue", "done", "undetermined"]),
    ("ladder", &["stay", "step", "hold", "wait", "blocked", "exhausted", "does_not_apply", "undetermined"]),
    // That rows conflict is found when the ruleset is compiled.
    ("table", &["matched", "no_row", "undetermined"]),
    ("score", &["scored", "undetermined"]),
    ("when", &["holds", "does_not_hold", "undetermined"]),
];

/// One construct's line of the table.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Decisions compared.
    pub cases: usize,
    /// Those that differ.
    pub differ: usize,
    /// Not worked out by the second, by what it lacks.
    pub not_compared: BTreeMap<&'static str, usize>,
    /// How often each outcome.
    pub outcomes: BTreeMap<&'static str, usize>,
    /// Those that differ, in words.
    pub differing: Vec<String>,
}

/// The table.
#[derive(Debug, Clone, Default)]
pub struct Table(pub BTreeMap<&'static str, Line>);

/// How one decision compares.
#[derive(Debug)]
pub struct Compared {
    /// The construct.
    pub construct: &'static str,
    /// Its status.
    pub status: &'static str,
    /// What the second does not work out of it.
    pub not_compared: Vec<&'static str>,
    /// Where they differ, in words.
    pub differs: Option<String>,
}

impl Table {
    /// Compares one case; one that is no case for an evaluator (no record, no instant, no zone) is passed over.
    pub fn compare(&mut self, ruleset: &Ruleset, case: &Case) {
        let parts = read_record(&case.record, &Limits::default()).ok();
        let parts = parts.zip(Instant::parse(&case.as_of).ok()).zip(Zone::named(&case.zone));
        let Some(((record, as_of), zone)) = parts else { return };
        self.add(&sides(ruleset, &record, as_of, &zone), &case.name);
    }

    /// Adds what was compared.
    pub fn add(&mut self, compared: &[Compared], name: &str) {
        for one in compared {
            let line = self.0.entry(one.construct).or_default();
            line.cases += 1;
            *line.outcomes.entry(one.status).or_default() += 1;
            for what in &one.not_compared {
                *line.not_compared.entry(what).or_default() += 1;
            }
            if let Some(words) = &one.differs {
                line.differ += 1;
                if line.differing.len() < 100 {
                    line.differing.push(format!("{name}: {words}"));
                }
            }
        }
    }

    /// How many decisions differ.
    #[must_use]
    pub fn differences(&self) -> usize {
        self.0.values().map(|line| line.differ).sum()
    }

    /// In words; `shown` differing cases a construct.
    #[must_use]
    pub fn text(&self, shown: usize) -> String {
        let mut text = format!("{:<18}{:>9}{:>8}  not compared\n", "construct", "cases", "differ");
        for (construct, line) in &self.0 {
            let lacks: Vec<String> = line.not_compared.iter().map(|(what, n)| format!("{n} ({what})")).collect();
            let lacks = if lacks.is_empty() { "-".into() } else { lacks.join(", ") };
            let _ = writeln!(text, "{construct:<18}{:>9}{:>8}  {lacks}", line.cases, line.differ);
            for differing in line.differing.iter().take(shown) {
                let _ = writeln!(text, "    {differing}");
            }
        }
        text
    }

    /// Each construct's outcomes as shares of its cases, and the cells under half a percent.
    #[must_use]
    pub fn outcomes(&self) -> (String, Vec<String>) {
        let (mut text, mut low) = (String::new(), Vec::new());
        for (construct, outcomes) in OUTCOMES {
            let line = self.0.get(construct).cloned().unwrap_or_default();
            let _ = write!(text, "{construct:<18}{:>9}", line.cases);
            for outcome in outcomes {
                let count = line.outcomes.get(outcome).copied().unwrap_or(0);
                let _ = write!(text, "  {outcome} {:.2}%", 100.0 * count as f64 / line.cases.max(1) as f64);
                if count * 200 < line.cases || count == 0 {
                    low.push(format!("{construct}: {outcome} {count} of {}", line.cases));
                }
            }
            text.push('\n');
        }
        (text, low)
    }
}

/// Every decision by both evaluators.
#[must_use]
pub fn sides(ruleset: &Ruleset, record: &Record, as_of: Instant, zone: &Zone) -> Vec<Compared> {
    let Ok(first) = ruleset.evaluate(record, as_of, zone) else { return Vec::new() };
    let rules = ruleset.compiled();
    let second = Second { rules, record, as_of, zone };
    let mut all = Vec::new();
    // What became of earlier actions is not worked out here: with events, what is wanted anew is not compared.
    let mut wanted = record.events.as_ref().is_none_or(Vec::is_empty).then(Vec::new);
    for (at, decision) in rules.decisions.iter().enumerate() {
        let mut compared =
            Compared { construct: construct(decision), status: "quiet", not_compared: Vec::new(), differs: None };
        let told = second.told(at).map(Told::finished);
        let theirs = of_first(&first, decision);
        compared.status = theirs.as_ref().map_or("quiet", |(status, _)| status);
        match (told, theirs) {
            (Err(NotYet(what)), _) => {
                wanted = None;
                compared.not_compared.push(what);
            }
            (Ok(_), None) => compared.differs = Some(format!("{}: the first says nothing", decision.name())),
            (Ok(told), Some((_, theirs))) => {
                compared.not_compared.extend(told.not_yet.iter().map(|NotYet(what)| *what));
                let mut differing = Vec::new();
                let mut mine = told.said.clone();
                if !matches!(decision, Decision::Ladder(_) | Decision::Alert(_) | Decision::Measure(_)) {
                    mine.insert("unknown", missing(&told.missing));
                }
                for (key, mine) in &mine {
                    // What cards say stands among the cards.
                    if *key == "table" && !theirs.contains_key(key) {
                        continue;
                    }
                    let theirs = theirs.get(key).cloned().unwrap_or_else(|| "-".into());
                    if *mine != theirs {
                        differing.push(format!("{key}:\n      first  {theirs}\n      second {mine}"));
                    }
                }
                if !differing.is_empty() {
                    compared.differs = Some(format!("{}: {}", decision.name(), differing.join("\n      ")));
                }
                if let Some(wanted) = &mut wanted {
                    wanted.extend(told.wanted);
                }
            }
        }
        all.push(compared);
    }
    if let Some(wanted) = wanted
        && let Some(last) = all.last_mut()
    {
        let theirs = actions(ruleset, &first.actions);
        match second.actions(&wanted) {
            Err(NotYet(what)) => last.not_compared.push(what),
            Ok(mine) if mine != theirs => {
                let of = |all: &[String]| all.join("\n        ");
                let words = format!("actions:\n      first  {}\n      second {}", of(&theirs), of(&mine));
                last.differs = Some(match last.differs.take() {
                    Some(known) => format!("{known}\n    {words}"),
                    None => words,
                });
            }
            Ok(_) => {}
        }
    }
    all
}

type Said = (&'static str, BTreeMap<&'static str, String>);

fn of_first(first: &Evaluation, decision: &Decision) -> Option<Said> {
    match decision {
        Decision::Average(average) => first.averages.get(&average.name).map(of_average),
        Decision::Alert(alert) => {
            let reports: Vec<_> = first.alerts.iter().filter(|r| r.alert == alert.name).collect();
            Some(of_alert(&reports, matches!(alert.on, Source::Series(_))))
        }
        Decision::Measure(measure) => first.measures.get(&measure.name).map(|report| of_report(report, decision)),
        other => first.decisions.get(other.name()).map(|report| of_report(report, other)),
    }
}

fn of_report(report: &Report, decision: &Decision) -> Said {
    let mut said = BTreeMap::from([("status", report.status.word().to_string())]);
    let mut rules: BTreeMap<Status, Vec<String>> = BTreeMap::new();
    for one in &report.possible {
        rules.entry(one.status).or_default().extend(one.rules.iter().cloned());
    }
    if let Decision::Table(_) | Decision::Measure(_) = decision {
        // Which rows may give an answer is grouped by what they say; the statuses are compared.
        rules.values_mut().for_each(Vec::clear);
    }
    said.insert("possible", rules.iter().map(|(s, r)| possible(*s, r)).collect::<Vec<_>>().join("; "));
    said.insert("unknown", unknowns(&report.unknown));
    let mut assumed: Vec<String> =
        report.assumed.iter().map(|a| format!("{} = {} ({:?})", a.name, a.value, a.why)).collect();
    assumed.sort();
    said.insert("assumed", assumed.join(", "));
    let mut reasons: Vec<String> = report.reasons.iter().map(of_reason).collect();
    if let Decision::Screening(_) = decision {
        reasons.sort();
    }
    if let Decision::Ladder(ladder) = decision {
        let prefix = format!("{}/hold_", ladder.name);
        reasons.retain(|reason| reason.starts_with(&prefix));
        said.insert("holds", reasons.join(" | "));
    }
    said.insert("reasons", reasons.join(" | "));
    match &report.value {
        Some(ReportValue::Lines { reasons }) => {
            let mut names = reasons.clone();
            names.sort();
            said.insert("lines", names.join(", "));
        }
        Some(ReportValue::Table(rows)) => {
            said.insert("table", rows.iter().map(|row| row.row.to_string()).collect::<Vec<_>>().join(", "));
        }
        Some(ReportValue::Score(value)) => {
            let (least, most) = (value.least.unwrap_or(Number::ZERO), value.most.unwrap_or(Number::ZERO));
            said.insert("score", format!("{least:?} .. {most:?} by {:?}, open {:?}", value.counted, value.open));
        }
        Some(ReportValue::Check(window)) => {
            let text = format!(
                "{} to {} of {} missing {:?} late {:?}",
                window.from, window.to, window.change, window.missing, window.late
            );
            said.insert("window", text);
        }
        Some(ReportValue::Ladder(value)) => {
            said.insert("path", format!("{:?}", value.path));
            said.insert("steps taken", format!("{:?}", value.steps_taken));
            let mut passed: Vec<String> =
                value.passed_over.iter().map(|p| format!("{} {} {}", p.step, p.drug, p.why)).collect();
            passed.sort();
            said.insert("passed over", passed.join("; "));
            let answer = match (&value.step, report.status) {
                (Some(step), _) => {
                    let from = step.from.map_or_else(|| "_".into(), |from| from.to_string());
                    let tablets = step.tablets.as_ref();
                    let tablets = tablets.map_or_else(|| "-".into(), |t| format!("{} of {}", t.count, t.mg));
                    let path = value.path.clone().unwrap_or_default();
                    format!("{path} {}: {} {from} to {} {tablets}", step.step, step.drug, step.to)
                }
                (_, Status::Hold) => value.holds.join(", "),
                (_, Status::Blocked) => value.missing.join(", "),
                (_, Status::Wait) => match (&value.until, value.wait_for.as_deref()) {
                    (Some(until), _) => format!("time until {until}"),
                    (None, wait_for) => wait_for.unwrap_or_default().into(),
                },
                _ => String::new(),
            };
            said.insert("answer", answer);
        }
        _ => {
            said.insert("lines", String::new());
        }
    }
    (report.status.word(), said)
}

fn of_average(report: &AverageReport) -> Said {
    let mut said = BTreeMap::from([("status", report.status.word().to_string())]);
    let mut all: Vec<Status> = report.possible.clone();
    all.sort();
    said.insert("possible", all.iter().map(|status| possible(*status, &[])).collect::<Vec<_>>().join("; "));
    said.insert("unknown", unknowns(&report.unknown));
    let reported: Vec<String> =
        report.report.iter().map(|r| format!("{} {:?} {:?} of {}", r.statistic, r.value, r.shown, r.rows)).collect();
    said.insert("report", reported.join("; "));
    said.insert("used", report.used.join(", "));
    let day = |date: Option<stepcare_core::value::Date>| date.map(stepcare_core::value::Date::earliest);
    said.insert("days", format!("{} {:?} {:?}", report.days, day(report.first_day), day(report.last_day)));
    let mut left: Vec<String> = report.left_out.iter().map(|l| format!("{} {}", l.row, l.why)).collect();
    left.sort();
    said.insert("left out", left.join(", "));
    if let Some(from) = report.stands_from {
        said.insert("stands from", from.to_string());
    }
    (report.status.word(), said)
}

fn of_alert(reports: &[&AlertReport], named: bool) -> Said {
    let mut rows = Vec::new();
    for report in reports {
        let lacks: Missing = report.unknown.iter().map(|u| (u.name.clone(), u.why)).collect();
        let Some(row) = &report.row else {
            rows.push(format!("the whole {} undetermined lacks {lacks:?}", report.level));
            continue;
        };
        let id = if named { row.as_str() } else { "-" };
        let reasons: Vec<String> = report.reasons.iter().map(of_reason).collect();
        rows.push(format!(
            "{id} at {:?} {} {} {} lacks {lacks:?} {}",
            report.at,
            report.level,
            report.status,
            report.confirmation.as_deref().unwrap_or("-"),
            reasons.join(" | ")
        ));
    }
    rows.sort();
    let mut possible = std::collections::BTreeSet::new();
    let fired = reports.iter().any(|r| r.status == "fired");
    if fired || !reports.is_empty() {
        possible.insert(Status::Fired);
    }
    if !fired {
        possible.insert(Status::Quiet);
    }
    let status = status_of(&possible).word();
    let rules: Vec<String> = possible.iter().map(|status| self::possible(*status, &[])).collect();
    let said = BTreeMap::from([
        ("status", status.to_string()),
        ("rows", rows.join("\n      ")),
        ("possible", rules.join("; ")),
    ]);
    (status, said)
}

fn of_reason(of: &Reason) -> String {
    let comparisons: Vec<String> = of.comparisons.iter().map(of_comparison).collect();
    reason(&of.rule, of.rows_passed_over, &comparisons)
}

fn of_comparison(of: &Comparison) -> String {
    let margin = of.margin.map_or(String::new(), |margin| format!(" by {margin}"));
    format!("{} {} {}: {:?}{margin}", side(&of.left), of.op, side(&of.right), of.holds)
}

fn side(of: &Side) -> String {
    let value = match &of.value {
        None => "_".into(),
        Some(Shown::Number(n)) => n.to_string(),
        Some(Shown::Text(text)) => text.clone(),
        Some(Shown::List(texts)) => format!("[{}]", texts.join(", ")),
    };
    match of.at {
        Some(at) => format!("{value}@{at}"),
        None => value,
    }
}

fn missing(of: &Missing) -> String {
    of.iter().map(|(name, why)| format!("{name} {why:?}")).collect::<Vec<_>>().join(", ")
}

fn unknowns(of: &[Unknown]) -> String {
    missing(&of.iter().map(|unknown| (unknown.name.clone(), unknown.why)).collect())
}

/// Actions but messages and what reminders want, as text.
fn actions(ruleset: &Ruleset, actions: &[Action]) -> Vec<String> {
    let rules = ruleset.compiled();
    let alerts: Vec<String> = rules
        .decisions
        .iter()
        .filter_map(|d| if let Decision::Alert(alert) = d { Some(format!("{}/", alert.name)) } else { None })
        .collect();
    let reminders: Vec<String> = rules.reminders.iter().map(|r| format!("{}/", r.name)).collect();
    let mut all = Vec::new();
    // A message may be a task of its channel: what is no task of the ruleset is left out too.
    let is_task = |action: &&Action| rules.tasks.iter().any(|task| task.name == action.name);
    for action in actions.iter().filter(is_task) {
        let by = |prefixes: &[String]| {
            action.because.iter().any(|rule| prefixes.iter().any(|prefix| rule.starts_with(prefix)))
        };
        if by(&reminders) {
            continue;
        }
        let because: std::collections::BTreeSet<&String> = action.because.iter().collect();
        let of_alert = |rule: &String| alerts.iter().any(|alert| rule.starts_with(alert));
        let notes = action.note.as_deref().filter(|_| action.because.iter().all(of_alert)).unwrap_or_default();
        all.push(format!(
            "{} for {} by {} because {because:?} note {notes}{}",
            action.name,
            action.role.as_deref().unwrap_or_default(),
            action.due_date.map_or_else(|| "_".into(), |due| due.to_string()),
            if action.undecided { " undecided" } else { "" }
        ));
    }
    all.sort();
    all
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
        Decision::Score(_) => "score",
        Decision::When(_) => "when",
        Decision::Measure(_) => "measure",
    }
}
