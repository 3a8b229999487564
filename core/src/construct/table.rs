//! Table: rows of conditions, and what each says.
//!
//! ```text
//! table follow_up  exactly one row  cite gordon_2021 {
//!   target.status  | steps taken || next_contact | how
//!   at goal        | any         || 6 months     | phone
//!   above goal     | 0 .. 3      || 4 weeks      | visit
//!   above goal     | > 3         || 2 weeks      | visit
//!   below range    | any         || 1 week       | visit
//!   not assessable | any         || 1 week       | phone
//! }
//! ```
//!
//! Left of `||` stands what is looked at, any expression or the status of a decision; a cell holds `any`, a value, a
//! range, a comparison, or several of them with commas. Right of it stands what a row says: numbers with units, times,
//! dates, yes or no, words of a list, texts in quotes. Other rules read it as `follow_up.next_contact`, or by the table's
//! name where it says one thing only.
//!
//! | policy | rows that hold | answer |
//! | --- | --- | --- |
//! | `exactly one row` | one | it; several are `rows conflict`, whatever they say |
//! | `agreeing rows` | any that say the same | it; those that say different things are `rows conflict` |
//! | `first row` | the first | it |
//! | `all rows` | every one | all, in order |
//!
//! Where none holds the answer is `no row`. A row that is unknown leaves the answer open unless every way in which the
//! unknown rows could turn out gives the same.

use alloc::{string::String, vec, vec::Vec};

use super::met::Met;
use super::{Decided, Possible, ReportValue, Said, gather};
use crate::expression::{Cite, Machine, Reason, Shown, Status};
use crate::value::id::{ExprId, SpanId};
use crate::value::text::text;
use crate::value::{Constant, Duration, Listed, Truth, Unit};

mod fields;
mod policy;

use policy::{Answer, Scan};

/// `table follow_up exactly one row { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// What counts where several rows hold.
    pub policy: Policy,
    /// Of cards: the topic of a screen that they stand under; their columns are `kind`, `text`, `link`, `detail`.
    pub topic: Option<String>,
    /// What its rows say.
    pub outputs: Vec<Output>,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// Where all of it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// What counts where several rows hold, or may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// `exactly one row`: no two rows hold at once.
    ExactlyOne,
    /// `agreeing rows`: rows that hold at once say the same.
    Agreeing,
    /// `first row`: the first that holds.
    First,
    /// `all rows`: every row that holds, in order.
    All,
}

/// An output column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// The unit of its numbers.
    pub unit: Option<Unit>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// When it holds; none is `any` in every cell.
    pub when: Option<ExprId>,
    /// What it says: one for each output column.
    pub says: Vec<Cell>,
    /// Where it comes from; none is where the table comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// What a row says in one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A value; a number is in the column's unit.
    Value(Constant),
    /// `6 months`: a length of time on the calendar, which no other unit measures exactly.
    Wait(Duration),
    /// A text in quotes.
    Words(String),
}

/// A row as the evaluation shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Which row, from 1.
    pub row: u32,
    /// What it says.
    pub says: Vec<TableOutput>,
}

/// What a row says in one column, as the evaluation shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct TableOutput {
    /// The column.
    pub column: String,
    /// The value.
    pub value: Shown,
    /// The unit of a number.
    pub unit: Option<Unit>,
}

impl Table {
    /// Works it out.
    pub fn evaluate(&self, machine: &mut Machine<'_>) -> Decided {
        machine.rule.clone_from(&self.name);
        let truths: Vec<Truth> =
            self.rows.iter().map(|row| row.when.map_or(Truth::Yes, |when| machine.truth(when, None))).listed();
        let scan = self.scan(&truths);
        let mut met = Met::default();
        let conditions = |rows: &[usize]| rows.iter().filter_map(|at| self.rows.get(*at)?.when).listed();
        met.assumed = gather::assumptions(machine, &conditions(&scan.read), None);
        met.missing = gather::missing(machine, &conditions(&scan.keep_open), None);
        met.reasons = self.reasons(machine, &truths, &scan);
        let rows = match scan.answers.as_slice() {
            [Answer::Rows(rows)] if scan.keep_open.is_empty() => rows.as_slice(),
            // What is sure stands, whatever else may be added to it.
            _ if self.policy == Policy::All => scan.sure.as_slice(),
            _ => &[],
        };
        let shown = rows.iter().filter_map(|at| self.shown(machine, *at)).listed();
        let value = Some(ReportValue::Table(shown)).filter(|_| !rows.is_empty());
        let possible = scan.answers.iter().map(|answer| self.possible(answer)).listed();
        let open = !scan.keep_open.is_empty();
        let (mut outcome, report) = met.decided(machine, possible, open, value);
        self.fields(&scan, &mut outcome);
        Decided { outcome, said: Said::Report(report), wanted: Vec::new() }
    }

    fn possible(&self, answer: &Answer) -> Possible {
        let (status, rows) = match answer {
            Answer::Rows(rows) => (Status::Matched, rows.as_slice()),
            Answer::NoRow => (Status::NoRow, &[][..]),
            Answer::Conflict(rows) => (Status::RowsConflict, rows.as_slice()),
        };
        Possible { status, rules: rows.iter().map(|at| gather::numbered(&self.name, *at)).listed() }
    }

    /// The rows that gave the answer, or keep it open; how many before each do not hold.
    fn reasons(&self, machine: &mut Machine<'_>, truths: &[Truth], scan: &Scan) -> Vec<Reason> {
        if scan.shown.is_empty() {
            let passed = gather::count(self.rows.len());
            let rule = text![self.name, "/no_row"];
            return vec![machine.reason(rule, self.at, &self.cite, None, &[], None, passed)];
        }
        let mut reasons = Vec::new();
        for at in &scan.shown {
            let Some(row) = self.rows.get(*at) else { continue };
            let passed = truths.iter().take(*at).filter(|truth| **truth == Truth::No).count();
            let cite = if row.cite.is_empty() { &self.cite } else { &row.cite };
            let (rule, when) = (gather::numbered(&self.name, *at), row.when.as_slice());
            reasons.push(machine.reason(rule, row.at, cite, None, when, None, gather::count(passed)));
        }
        reasons
    }

    fn shown(&self, machine: &Machine<'_>, at: usize) -> Option<TableRow> {
        let row = self.rows.get(at)?;
        let symbols = machine.terms.declared.symbols;
        let says = self.outputs.iter().zip(&row.says).map(|(output, cell)| {
            let value = cell.shown(symbols);
            let unit = output.unit.filter(|_| matches!(value, Shown::Number(_)));
            TableOutput { column: output.name.clone(), value, unit }
        });
        Some(TableRow { row: gather::count(at).saturating_add(1), says: says.listed() })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
