//! Tables: whether every patient has a row, whether two hold that may not, and which row nobody ever meets.

use std::collections::BTreeSet;

use stepcare_core::construct::Decision;
use stepcare_core::construct::table::{Policy, Table};
use stepcare_core::expression::Status;
use stepcare_core::ruleset::{Compiled, LoadOptions, Ruleset};
use stepcare_core::value::Zone;
use stepcare_core::value::id::{DecisionId, ExprId, SpanId};

use crate::describe;
use crate::input::Input;
use crate::regions::{Look, Regions, Settled};
use crate::search::{Found, Wanted, find};
use crate::witness::{self, Witness};

/// So many findings of one table are told.
const TOLD: usize = 8;

/// What was found of a table; nothing found is the proof that it keeps what it promises.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The table.
    pub table: String,
    /// Where it stands.
    pub at: SpanId,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What its rows read, and which rows (from 1): where such an input is unknown, those are left open, and the table
    /// answers with the set of what is then possible.
    pub reads: Vec<(String, Vec<usize>)>,
}

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What.
    pub kind: Kind,
    /// The rows it is about, from 1.
    pub rows: Vec<usize>,
    /// Where they stand.
    pub at: Vec<SpanId>,
    /// A patient who shows it.
    pub witness: Option<Witness>,
    /// Of what it depends, where it is not proved.
    pub on: Vec<String>,
}

/// What may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No row holds for the witness.
    Gap,
    /// Two rows hold for the witness, and may not: `exactly one row`, or they say different things.
    Overlap,
    /// No patient meets the row's conditions.
    Never,
    /// Whoever meets the row's conditions meets those of a row above it.
    Covered,
    /// Neither a patient was found nor is it proved that there is none.
    NotProved,
}

/// Every table of a ruleset, in the order of the text.
#[must_use]
pub fn tables(compiled: &Compiled) -> Vec<Proof> {
    let mut proofs = Vec::new();
    let ids = compiled.declared.iter().map(|at| DecisionId(*at));
    for id in ids {
        let Some(Decision::Table(table)) = compiled.decisions.get(id.index()) else { continue };
        // A witness is shown only after the engine has answered it so.
        let engine = Ruleset::new(compiled.clone(), Vec::new(), LoadOptions::default()).ok();
        proofs.push(Prover { compiled, table, engine, findings: Vec::new() }.prove());
    }
    proofs
}

struct Prover<'a> {
    compiled: &'a Compiled,
    table: &'a Table,
    engine: Option<Ruleset>,
    findings: Vec<Finding>,
}

impl Prover<'_> {
    fn prove(mut self) -> Proof {
        let never = self.never();
        match self.table.policy {
            Policy::First => self.covered(&never),
            Policy::ExactlyOne | Policy::Agreeing => {
                self.overlaps(&never);
                self.gap();
            }
            Policy::All => {}
        }
        let reads = self.reads();
        Proof { table: self.table.name.clone(), at: self.table.at, findings: self.findings, reads }
    }

    fn when(&self, row: usize) -> Option<ExprId> {
        self.table.rows.get(row)?.when
    }

    fn ask(&self, wanted: &Wanted) -> Found {
        let conditions: Vec<ExprId> = wanted.iter().map(|(condition, _)| *condition).collect();
        find(&Regions::new(self.compiled, &conditions), wanted)
    }

    fn add(&mut self, kind: Kind, rows: &[usize], witness: Option<Witness>, on: Vec<String>) {
        if self.findings.len() >= TOLD {
            return;
        }
        let at = rows.iter().filter_map(|row| self.table.rows.get(*row)).map(|row| row.at).collect();
        let rows = rows.iter().map(|row| row + 1).collect();
        self.findings.push(Finding { kind, rows, at, witness, on });
    }

    /// The rows whose conditions nobody meets.
    fn never(&mut self) -> BTreeSet<usize> {
        let mut never = BTreeSet::new();
        for row in 0..self.table.rows.len() {
            let Some(when) = self.when(row) else { continue };
            if matches!(self.ask(&vec![(when, true)]), Found::Nobody) {
                never.insert(row);
                self.add(Kind::Never, &[row], None, Vec::new());
            }
        }
        never
    }

    /// The rows that are never the first to hold.
    fn covered(&mut self, never: &BTreeSet<usize>) {
        for row in (1..self.table.rows.len()).filter(|row| !never.contains(row)) {
            let before: Option<Wanted> = (0..row).map(|at| self.when(at).map(|when| (when, false))).collect();
            // A row before it that always holds is told where the text is read.
            let Some(mut wanted) = before else { continue };
            wanted.extend(self.when(row).map(|when| (when, true)));
            if matches!(self.ask(&wanted), Found::Nobody) {
                self.add(Kind::Covered, &[row], None, Vec::new());
            }
        }
    }

    /// Two rows that hold at once, and may not.
    fn overlaps(&mut self, never: &BTreeSet<usize>) {
        let says = |row: usize| self.table.rows.get(row).map(|row| &row.says);
        let may = |one, two| self.table.policy == Policy::Agreeing && says(one) == says(two);
        let rows: Vec<usize> = (0..self.table.rows.len()).filter(|row| !never.contains(row)).collect();
        let mut pairs = Vec::new();
        for (at, one) in rows.iter().enumerate() {
            pairs.extend(rows.iter().skip(at + 1).filter(|two| !may(*one, **two)).map(|two| [*one, *two]));
        }
        for pair in pairs {
            let wanted: Wanted = pair.iter().filter_map(|row| self.when(*row)).map(|when| (when, true)).collect();
            self.found(&wanted, Kind::Overlap, &pair, Status::RowsConflict);
        }
    }

    /// A patient whom no row holds for.
    fn gap(&mut self) {
        let none: Option<Wanted> = self.table.rows.iter().map(|row| row.when.map(|when| (when, false))).collect();
        if let Some(wanted) = none {
            self.found(&wanted, Kind::Gap, &[], Status::NoRow);
        }
    }

    fn found(&mut self, wanted: &Wanted, kind: Kind, rows: &[usize], status: Status) {
        let on = match self.ask(wanted) {
            Found::Nobody => return,
            Found::Patient(settled) => match self.shown(&settled, status) {
                Some(witness) => return self.add(kind, rows, Some(witness), Vec::new()),
                None => self.names(settled.keys().copied()),
            },
            Found::Perhaps(inputs) => self.names(inputs),
            Found::TooMany => vec!["too many things at once".into()],
        };
        self.add(Kind::NotProved, rows, None, on);
    }

    fn names(&self, inputs: impl IntoIterator<Item = Input>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in inputs.into_iter().map(|input| describe::name(self.compiled, input)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The patient, of whom the engine answers what was found.
    fn shown(&self, settled: &Settled, status: Status) -> Option<Witness> {
        let witness = witness::of(self.compiled, settled)?;
        let utc = Zone::named("UTC")?;
        let answer = self.engine.as_ref()?.evaluate_given(&witness.record, witness.as_of, &utc, &witness.given).ok()?;
        (answer.decisions.get(&self.table.name)?.status == status).then_some(witness)
    }

    /// What the rows read, each with the rows that do.
    fn reads(&self) -> Vec<(String, Vec<usize>)> {
        let mut reads: Vec<(String, Vec<usize>)> = Vec::new();
        for (at, row) in self.table.rows.iter().enumerate() {
            let Some(when) = row.when else { continue };
            let regions = Regions::new(self.compiled, &[when]);
            for name in self.names(Look::all(&regions, when)) {
                match reads.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, rows)) => rows.push(at + 1),
                    None => reads.push((name, vec![at + 1])),
                }
            }
        }
        reads
    }
}
