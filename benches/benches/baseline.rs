//! Baseline: compile a ruleset, load its bundle, evaluate one patient, and the same decision written by hand.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use stepcare::{Instant, Limits, LoadOptions, Zone};
use stepcare_benches::{AS_OF, MAIN, ZONE, by_hand, record, ruleset, texts};

fn rulesets(c: &mut Criterion) {
    let texts = texts();
    c.bench_function("compile remote_hypertension", |b| {
        b.iter(|| stepcare::load_text(MAIN, black_box(&texts), LoadOptions::default()).unwrap());
    });
    let bundle = ruleset().to_bundle();
    c.bench_function("load its bundle", |b| {
        b.iter(|| stepcare::load_bundle(black_box(bundle.as_bytes()), LoadOptions::default()).unwrap());
    });
}

fn one_patient(c: &mut Criterion) {
    let (ruleset, json) = (ruleset(), record());
    let (as_of, zone) = (Instant::parse(AS_OF).unwrap(), Zone::named(ZONE).unwrap());
    let typed = stepcare::read_record(&json, &Limits::default()).unwrap();
    let mut group = c.benchmark_group("one patient");
    group.bench_function("typed", |b| b.iter(|| ruleset.evaluate(black_box(&typed), as_of, &zone).unwrap()));
    group.bench_function("JSON in and out", |b| {
        b.iter(|| ruleset.evaluate_json(black_box(&json), AS_OF, ZONE).unwrap());
    });
    let by_hand: by_hand::Record = serde_json::from_slice(&json).unwrap();
    group.bench_function("by hand, typed", |b| b.iter(|| by_hand::decide(black_box(&by_hand), as_of, &zone)));
    group.bench_function("by hand, JSON in", |b| {
        b.iter(|| {
            let record: by_hand::Record = serde_json::from_slice(black_box(&json)).unwrap();
            by_hand::decide(&record, as_of, &zone)
        });
    });
    group.finish();
}

criterion_group!(baseline, rulesets, one_patient);
criterion_main!(baseline);
