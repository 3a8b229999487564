//! The JSON of a record, read by the ruleset that has every construct.

use std::sync::OnceLock;

use stepcare::Ruleset;

use super::evaluates_soundly;
use crate::patient::load;
use crate::root;

/// When and where: a day as any other, the hour that a spring skips, a leap day in a zone of three quarters of an hour.
const MOMENTS: [(&str, &str); 3] = [
    ("2026-03-02T09:00:00-05:00", "America/New_York"),
    ("2026-03-29T03:00:00+02:00", "Europe/Berlin"),
    ("2028-02-29T00:00:00+05:45", "Asia/Kathmandu"),
];

/// Evaluating it ends without a panic, twice in the same answer, which its schema describes.
pub fn holds(bytes: &[u8]) {
    static RULESET: OnceLock<Ruleset> = OnceLock::new();
    let ruleset = RULESET.get_or_init(|| load(&root().join("tests/cases/clinic.care")));
    // Which moment is the input's affair, so that the same bytes always meet the same one.
    for (as_of, zone) in MOMENTS.into_iter().cycle().skip(bytes.len() % MOMENTS.len()).take(1) {
        evaluates_soundly(ruleset, bytes, as_of, zone);
    }
}
