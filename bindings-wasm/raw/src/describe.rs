//! What a ruleset, and the engine, say of themselves.

use alloc::{string::String, vec::Vec};

use serde::Serialize;
use stepcare_core::evaluation::EVALUATION_FORMAT;
use stepcare_core::record::document::RECORD_FORMAT;
use stepcare_core::record::{Column, FactDecl};
use stepcare_core::ruleset::{BUNDLE_FORMAT, Ruleset, SettingDecl};
use stepcare_core::value::Zone;

#[derive(Debug, Serialize)]
struct Engine<'a> {
    version: &'a str,
    record_format: u32,
    evaluation_format: u32,
    bundle_format: u32,
    zone_rules: &'a str,
}

#[derive(Debug, Serialize)]
struct Described<'a> {
    name: &'a str,
    version: &'a str,
    title: Option<&'a str>,
    effective: String,
    hash: &'a str,
    settings: &'a [SettingDecl],
    facts: &'a [FactDecl],
    series: Vec<Series<'a>>,
    symbols: &'a [String],
}

#[derive(Debug, Serialize)]
struct Series<'a> {
    name: &'a str,
    columns: &'a [Column],
}

/// The engine: its version, the formats it reads and writes, its zone rules.
pub fn engine() -> String {
    write(&Engine {
        version: env!("CARGO_PKG_VERSION"),
        record_format: RECORD_FORMAT,
        evaluation_format: EVALUATION_FORMAT,
        bundle_format: BUNDLE_FORMAT,
        zone_rules: Zone::rules_version(),
    })
}

/// A ruleset: what it is, what it reads, what a site may set.
pub fn ruleset(ruleset: &Ruleset) -> String {
    let compiled = ruleset.compiled();
    write(&Described {
        name: &compiled.name,
        version: &compiled.version,
        title: compiled.title.as_deref(),
        effective: alloc::format!("{}", compiled.effective),
        hash: ruleset.hash(),
        settings: &compiled.settings,
        facts: &compiled.facts,
        series: compiled.series.iter().map(|s| Series { name: &s.name, columns: &s.columns }).collect(),
        symbols: &compiled.symbols,
    })
}

fn write(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
