//! The page that sections write on: labels in bold, details indented, one blank line between sections.

use crate::{Evaluation, Report, Status, Zone};

use super::words::Calendar;

pub const BOLD: &str = "\x1b[1m";
pub const PLAIN: &str = "\x1b[0m";

/// Labels are padded to this width, so that what follows them lines up.
const LABEL: usize = 12;

/// Lists of many things go on in the next line before this column.
const WIDTH: usize = 120;

/// The text so far, and what it is of.
pub struct Page<'a> {
    pub evaluation: &'a Evaluation,
    pub calendar: Calendar<'a>,
    text: String,
}

/// What a decision is, told by the statuses it has or may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Screening,
    Goal,
    Ladder,
    /// A contraindication or a check.
    Other,
}

impl<'a> Page<'a> {
    pub fn new(evaluation: &'a Evaluation, zone: &'a Zone) -> Page<'a> {
        Page { evaluation, calendar: Calendar::new(zone, evaluation.as_of), text: String::new() }
    }

    /// A line that starts a section's entry: `NEXT STEP   raise amlodipine …`.
    pub fn entry(&mut self, label: &str, rest: &str) {
        let pad = LABEL.saturating_sub(label.chars().count()).max(2);
        self.line(&format!("{BOLD}{label}{PLAIN}{}{rest}", " ".repeat(pad)));
    }

    /// An entry of many things, over as many lines as they take.
    pub fn entry_list(&mut self, label: &str, things: &[String]) {
        let mut lines: Vec<String> = Vec::new();
        let mut at = label.chars().count().max(LABEL - 2) + 2;
        for (i, thing) in things.iter().enumerate() {
            let thing = if i + 1 < things.len() { format!("{thing};") } else { thing.clone() };
            let length = thing.chars().count() + 1;
            match lines.last_mut() {
                Some(line) if at + length <= WIDTH => {
                    line.push(' ');
                    line.push_str(&thing);
                    at += length;
                }
                Some(_) => {
                    lines.push(format!("{}{thing}", " ".repeat(LABEL)));
                    at = LABEL + length;
                }
                None => {
                    lines.push(thing);
                    at += length;
                }
            }
        }
        self.entry(label, &lines.join("\n"));
    }

    /// A label alone, above a table.
    pub fn heading(&mut self, label: &str) {
        self.line(&format!("{BOLD}{label}{PLAIN}"));
    }

    /// A line under an entry.
    pub fn detail(&mut self, text: &str) {
        self.line(&format!("  {text}"));
    }

    pub fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// A blank line, unless there is one.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Decisions of a kind, in declared order.
    pub fn decisions(&self, kind: Kind) -> impl Iterator<Item = (&'a str, &'a Report)> + use<'a> {
        let all = &self.evaluation.decisions.0;
        all.iter().map(|(name, report)| (name.as_str(), report)).filter(move |(_, report)| kind_of(report) == kind)
    }

    pub fn finish(self) -> String {
        self.text
    }
}

fn kind_of(report: &Report) -> Kind {
    let mut statuses = std::iter::once(report.status).chain(report.possible.iter().map(|p| p.status));
    let of = |status: Status| match status {
        Status::Eligible | Status::Excluded | Status::Referred => Some(Kind::Screening),
        Status::AtGoal | Status::AboveGoal | Status::BelowRange | Status::NotAssessable => Some(Kind::Goal),
        Status::Stay | Status::Step | Status::Hold | Status::Wait | Status::Blocked | Status::Exhausted => {
            Some(Kind::Ladder)
        }
        _ => None,
    };
    statuses.find_map(of).unwrap_or(Kind::Other)
}
