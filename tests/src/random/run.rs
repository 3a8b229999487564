//! Both evaluators over known cases and over random ones.

use super::{Trial, compiled, patient, ruleset, shrink};
use stepcare::Ruleset;
use stepcare_core::record::Record;
use stepcare_core::value::{Instant, Zone};

use crate::cases::draw::Draw;
use crate::cases::{all, rulesets};
use crate::second::compare::{Table, sides};

/// Records of each random ruleset.
pub const EACH: usize = 40;

/// How much to run.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// So many rulesets.
    pub rulesets: usize,
    /// Drawn from this.
    pub seed: u64,
    /// So many differences are shrunk and shown.
    pub shown: usize,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Found {
    /// By construct.
    pub table: Table,
    /// Records evaluated.
    pub cases: usize,
    /// Texts that do not compile.
    pub refused: usize,
    /// What the two evaluators differ on, shrunk.
    pub small: Vec<Trial>,
}

/// Every case that hosts are compared on.
#[must_use]
pub fn known() -> Table {
    let (mut table, rulesets) = (Table::default(), rulesets());
    for case in &all().cases {
        if let Some((_, ruleset)) = rulesets.iter().find(|(name, _)| *name == case.bundle) {
            table.compare(ruleset, case);
        }
    }
    table
}

/// Random rulesets, each with records of its own.
pub fn run(of: &Run, say: &mut dyn FnMut(&str)) -> Found {
    let mut found = Found::default();
    let mut draw = Draw::new(of.seed);
    for number in 0..of.rulesets {
        let blocks = ruleset::blocks(&mut draw);
        let loaded = match compiled(&blocks.join("\n")) {
            Ok(loaded) => loaded,
            Err(why) => {
                found.refused += 1;
                if found.refused <= of.shown {
                    say(&format!("not compiled: {why}"));
                }
                continue;
            }
        };
        for _ in 0..EACH {
            let (as_of, zone) = patient::moment(&mut draw);
            let record = patient::record(&mut draw, &as_of, &zone);
            let trial = Trial { blocks: blocks.clone(), record, as_of, zone };
            let Some((record, as_of, zone)) = trial.record_read() else { continue };
            let compared = sides(&loaded, &record, as_of, &zone);
            found.cases += 1;
            if compared.iter().any(|one| one.differs.is_some()) && found.small.len() < of.shown {
                let small = shrink::shrunk(&trial, &|trial| !trial.differs().is_empty());
                // One of a kind is enough: the same text with another patient says nothing new.
                if found.small.iter().all(|known| known.text() != small.text()) {
                    say(&small.shown());
                    found.small.push(small);
                }
            }
            found.table.add(&compared, &format!("ruleset {number}"));
        }
        if number % 500 == 499 {
            say(&format!("{} rulesets, {} cases, {} differ", number + 1, found.cases, found.table.differences()));
        }
    }
    found
}

/// A ruleset with its records.
pub type Loaded = (Ruleset, Vec<(Record, Instant, Zone)>);

/// So many random rulesets, with records.
#[must_use]
pub fn loaded(rulesets: usize, seed: u64) -> Vec<Loaded> {
    let mut draw = Draw::new(seed);
    let mut all = Vec::new();
    for _ in 0..rulesets {
        let blocks = ruleset::blocks(&mut draw);
        let Ok(ruleset) = compiled(&blocks.join("\n")) else { continue };
        let mut records = Vec::new();
        for _ in 0..EACH {
            let (as_of, zone) = patient::moment(&mut draw);
            let record = patient::record(&mut draw, &as_of, &zone);
            let trial = Trial { blocks: Vec::new(), record, as_of, zone };
            records.extend(trial.record_read());
        }
        all.push((ruleset, records));
    }
    all
}

/// The first record on which the evaluators differ: how many it took, and how.
#[must_use]
pub fn until_they_differ(trials: &[Loaded]) -> Option<(usize, String)> {
    let mut cases = 0;
    // A record of each ruleset in turn: a fault shows where its construct is.
    for at in 0..EACH {
        for (ruleset, records) in trials {
            let Some((record, as_of, zone)) = records.get(at) else { continue };
            cases += 1;
            let compared = sides(ruleset, record, *as_of, zone);
            if let Some(words) = compared.into_iter().find_map(|one| one.differs) {
                return Some((cases, words));
            }
        }
    }
    None
}
