//! What a ladder answers, as specifications.

mod applies;
mod order;
mod position;
mod together;
mod unknown;

use alloc::{format, string::String};

use super::PassedOver;
use crate::construct::Decision;
use crate::construct::practice::{Practice, Seen, measured, result, takes};

const NOT_PREGNANT: &str = r#""pregnant":"no""#;
const STEADY: &str = r#""lightheaded":false"#;
const NO_DIABETES: &str = r#""diabetes":false"#;

/// Laboratory results of 20 February, sound and fresh; creatinine has its baseline from before any start.
fn labs(potassium: &str) -> String {
    let creatinine = ["2026-01-02 08:00", "2026-02-20 08:00"].map(|at| result("0.98", "mg/dL", at)).join(",");
    format!(r#"{},"creatinine":[{creatinine}]"#, measured("potassium", potassium, "mmol/L", "2026-02-20 08:00"))
}

fn medications(lines: &[String]) -> String {
    format!(r#""medications":[{}]"#, lines.join(","))
}

/// Everything known and nothing wrong: not pregnant, not lightheaded, no diabetes, sound results; as of 2 March, 09:00.
fn sound(lines: &[String]) -> Seen {
    with(&Practice::new(), lines, "4.4", "2026-03-02 09:00")
}

fn with(practice: &Practice, lines: &[String], potassium: &str, as_of: &str) -> Seen {
    let facts = [medications(lines), labs(potassium)];
    practice.seen(&[NOT_PREGNANT, STEADY, NO_DIABETES, &facts[0], &facts[1]], &[], as_of)
}

/// Amlodipine at its top dose since January: step 3, losartan, is next.
fn on_amlodipine() -> String {
    takes("m1", "amlodipine", "10", "2026-01-05 09:00")
}
