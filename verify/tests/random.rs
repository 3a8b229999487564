//! Random tables: what is proved agrees with every patient of a grid, one by one, and every witness shows its finding.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use stepcare_core::construct::ReportValue;
use stepcare_core::expression::Status;
use stepcare_core::record::{FactEntry, Item, Record};
use stepcare_core::ruleset::{Compiled, LoadOptions, Ruleset};
use stepcare_core::value::{Instant, Number, Zone};
use stepcare_verify::{Kind, tables};

const HEAD: &str = r#"
care edition 2026
ruleset random version "1" effective 2026-01-01
source local "Programme protocol" choice
facts {
  systolic : mmHg in 100 .. 180            from chart
  weight   : kg in 60 .. 120               from chart
  frail    : yes/no                        from chart
  risk     : one of low, medium, high      from chart
}
"#;

fn compile(policy: &str, rows: &[String]) -> Option<Compiled> {
    let table =
        format!("table t {policy} cite local {{\nsystolic | weight | frail | risk || t\n{}\n}}\n", rows.join("\n"));
    let files = BTreeMap::from([("random.care".to_string(), format!("{HEAD}{table}"))]);
    stepcare_dsl::compile("random.care", &files).ok().map(|done| done.compiled)
}

/// A cell over numbers: a comparison or a range, its ends among a few, either way round.
fn numbers(unit: &'static str, ends: &'static [u32]) -> impl Strategy<Value = String> {
    let end = || prop::sample::select(ends);
    let op = prop::sample::select(vec!["<", "<=", ">", ">=", "=", "!="]);
    prop_oneof![
        3 => Just("any".to_string()),
        4 => (op, end()).prop_map(move |(op, end)| format!("{op} {end} {unit}")),
        2 => (end(), end()).prop_map(move |(a, b)| format!("{a} {unit} .. {b} {unit}")),
        1 => (end(), end()).prop_map(move |(a, b)| format!("above {a} {unit} .. before {b} {unit}")),
    ]
}

fn words(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![2 => Just("any".to_string()), 3 => prop::sample::select(of).prop_map(String::from)]
}

fn row() -> impl Strategy<Value = String> {
    let cells = (
        numbers("mmHg", &[100, 130, 140, 180, 200]),
        numbers("kg", &[80, 100]),
        words(&["yes", "no"]),
        words(&["low", "medium", "high", "low, high", "low, medium, high"]),
        prop::sample::select(vec!["a", "b"]),
    );
    cells
        .prop_map(|(systolic, weight, frail, risk, says)| format!("{systolic} | {weight} | {frail} | {risk} || {says}"))
}

/// Which rows hold, of every patient of the grid.
fn grid(rows: &[String]) -> Vec<BTreeSet<usize>> {
    let ruleset = Ruleset::new(compile("all rows", rows).unwrap(), Vec::new(), LoadOptions::default()).unwrap();
    let (as_of, utc) = (Instant::parse("2026-03-02T12:00:00Z").unwrap(), Zone::named("UTC").unwrap());
    let mut all = Vec::new();
    for systolic in ["100", "115", "130", "135", "140", "150", "180"] {
        for weight in ["60", "80", "90", "100", "120"] {
            for frail in ["yes", "no"] {
                for risk in ["low", "medium", "high"] {
                    let mut record = Record::new("p");
                    let number = |text: &str| Item::Number(Number::parse(text).unwrap());
                    record.fact("systolic", FactEntry::new(number(systolic)).unit("mm[Hg]"));
                    record.fact("weight", FactEntry::new(number(weight)).unit("kg"));
                    record.fact("frail", FactEntry::new(frail)).fact("risk", FactEntry::new(risk));
                    let answer = ruleset.evaluate(&record, as_of, &utc).unwrap();
                    all.push(match &answer.decisions.get("t").unwrap().value {
                        Some(ReportValue::Table(rows)) => rows.iter().map(|row| row.row as usize).collect(),
                        _ => BTreeSet::new(),
                    });
                }
            }
        }
    }
    all
}

fn says(row: &str) -> &str {
    row.rsplit("|| ").next().unwrap()
}

fn holds(policy: &str, rows: &[String], grid: &[BTreeSet<usize>]) {
    // A row after one that always holds is refused where the text is read.
    let Some(compiled) = compile(policy, rows) else { return };
    let proof = tables(&compiled).pop().unwrap();
    let of = |kind: Kind| -> BTreeSet<usize> {
        proof.findings.iter().filter(|f| f.kind == kind).flat_map(|f| f.rows.iter().copied()).collect()
    };
    assert!(of(Kind::NotProved).is_empty() && proof.findings.iter().all(|f| f.kind != Kind::NotProved), "{rows:?}");
    let met: BTreeSet<usize> = grid.iter().flatten().copied().collect();
    let first: BTreeSet<usize> = grid.iter().filter_map(|rows| rows.first().copied()).collect();
    let every = 1..=rows.len();
    let never: BTreeSet<usize> = every.clone().filter(|row| !met.contains(row)).collect();
    assert_eq!(of(Kind::Never), never, "{policy} {rows:?}");
    let covered = every.clone().filter(|row| met.contains(row) && !first.contains(row));
    let covered: BTreeSet<usize> = covered.filter(|_| policy == "first row").collect();
    assert_eq!(of(Kind::Covered), covered, "{policy} {rows:?}");
    let promises = matches!(policy, "exactly one row" | "agreeing rows");
    let gap = promises && grid.iter().any(BTreeSet::is_empty);
    assert_eq!(proof.findings.iter().any(|f| f.kind == Kind::Gap), gap, "{policy} {rows:?}");
    let clash = |a: usize, b: usize| policy == "exactly one row" || says(&rows[a - 1]) != says(&rows[b - 1]);
    let mut pairs = BTreeSet::new();
    for held in grid.iter().filter(|_| promises) {
        for a in held {
            pairs.extend(held.iter().filter(|b| a < *b && clash(*a, **b)).map(|b| vec![*a, *b]));
        }
    }
    let found: BTreeSet<Vec<usize>> =
        proof.findings.iter().filter(|f| f.kind == Kind::Overlap).map(|f| f.rows.clone()).collect();
    assert_eq!(found, pairs, "{policy} {rows:?}");
    shown(&compiled, &proof.findings);
}

/// Each witness, from its JSON, through the engine.
fn shown(compiled: &Compiled, findings: &[stepcare_verify::Finding]) {
    let ruleset = Ruleset::new(compiled.clone(), Vec::new(), LoadOptions::default()).unwrap();
    for finding in findings {
        let expected = match finding.kind {
            Kind::Gap => Status::NoRow,
            Kind::Overlap => Status::RowsConflict,
            _ => continue,
        };
        let witness = finding.witness.as_ref().unwrap();
        let answer = ruleset.evaluate_text(witness.json().as_bytes(), &witness.as_of.to_string(), "UTC").unwrap();
        assert_eq!(answer.decisions.get("t").unwrap().status, expected, "{witness:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proved_is_so_of_every_patient_of_a_grid(rows in prop::collection::vec(row(), 1..5)) {
        let grid = grid(&rows);
        for policy in ["exactly one row", "agreeing rows", "first row", "all rows"] {
            holds(policy, &rows, &grid);
        }
    }
}
