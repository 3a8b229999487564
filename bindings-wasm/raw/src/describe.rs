//! What a ruleset, and the engine, say of themselves.

use alloc::{string::String, vec::Vec};

use stepcare_core::evaluation::EVALUATION_FORMAT;
use stepcare_core::record::SeriesDecl;
use stepcare_core::record::document::RECORD_FORMAT;
use stepcare_core::ruleset::{BUNDLE_FORMAT, Ruleset};
use stepcare_core::value::Zone;
use stepcare_core::value::json::{ToJson, object};

/// The engine: its version, the formats it reads and writes, its zone rules.
pub fn engine() -> String {
    object(&[
        ("version", &env!("CARGO_PKG_VERSION")),
        ("record_format", &RECORD_FORMAT),
        ("evaluation_format", &EVALUATION_FORMAT),
        ("bundle_format", &BUNDLE_FORMAT),
        ("zone_rules", &Zone::rules_version()),
    ])
}

/// A ruleset: what it is, what it reads, what a site may set.
pub fn ruleset(ruleset: &Ruleset) -> String {
    let compiled = ruleset.compiled();
    object(&[
        ("name", &compiled.name),
        ("version", &compiled.version),
        ("title", &compiled.title),
        ("effective", &compiled.effective),
        ("hash", &ruleset.hash()),
        ("settings", &compiled.settings),
        ("facts", &compiled.facts),
        ("series", &compiled.series.iter().map(Series).collect::<Vec<_>>()),
        ("symbols", &compiled.symbols),
    ])
}

/// What a host needs of a series.
struct Series<'a>(&'a SeriesDecl);

impl ToJson for Series<'_> {
    fn json(&self, to: &mut String) {
        to.push_str(&object(&[("name", &self.0.name), ("columns", &self.0.columns)]));
    }
}
