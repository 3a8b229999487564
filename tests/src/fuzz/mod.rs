//! What holds for every input, however it was made: the fuzz targets (`fuzz/`) call these with inputs that a fuzzer makes,
//! `tests/corpus.rs` with those that are kept.

pub mod bundle;
pub mod record;
pub mod seeds;
pub mod text;

use std::sync::OnceLock;

use jsonschema::Validator;
use stepcare::Ruleset;

use crate::root;

/// A name, and what must hold for each input: it panics where that does not.
pub type Target = (&'static str, fn(&[u8]));

/// The targets.
pub const TARGETS: [Target; 3] = [("text", text::holds), ("record", record::holds), ("bundle", bundle::holds)];

/// Evaluates a record twice: no panic, the same bytes, and a document that the schema of evaluations describes. Whether
/// there is an evaluation at all is the input's affair.
fn evaluates_soundly(ruleset: &Ruleset, record: &[u8], as_of: &str, zone: &str) {
    let first = ruleset.evaluate_json(record, as_of, zone);
    assert_eq!(first, ruleset.evaluate_json(record, as_of, zone), "the second time the answer is another");
    if let Ok(evaluation) = first {
        let document = serde_json::from_str(&evaluation).expect("an evaluation is JSON");
        if let Err(error) = schema().validate(&document) {
            panic!("{} at {}: {evaluation}", error, error.instance_path());
        }
    }
}

fn schema() -> &'static Validator {
    static SCHEMA: OnceLock<Validator> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let text = std::fs::read_to_string(root().join("schemas/evaluation.schema.json")).expect("the schema is there");
        let schema = serde_json::from_str(&text).expect("it is JSON");
        jsonschema::validator_for(&schema).expect("it is a schema")
    })
}

/// A bundle's ruleset comes back from the bundle that it writes, with the hash that it had.
fn comes_back(ruleset: &Ruleset) -> Ruleset {
    let bundle = ruleset.to_bundle();
    let again = stepcare::load_bundle(bundle.as_bytes(), stepcare::LoadOptions::default());
    let again = again.unwrap_or_else(|why| panic!("a bundle that was written is refused: {why}"));
    assert_eq!(again.hash(), ruleset.hash(), "a bundle has another hash than its ruleset");
    again
}
