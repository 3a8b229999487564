//! Help with a unit that this language does not have.

use stepcare_core::value::Unit;
use stepcare_core::value::ucum::Ucum;

use crate::diagnostic::{Diagnostic, nearest};

/// Adds what to write instead: the language's spelling of a UCUM code; else the nearest name, `others` among them.
///
/// What is a UCUM code of its own is never taken for a slip of one that is as many times larger: mg/mL is not mg/dL.
pub(crate) fn help(error: Diagnostic, written: &str, others: &[&'static str]) -> Diagnostic {
    if let Some(unit) = Unit::ucum(written) {
        return error.help(format!("write `{}`", unit.shown()));
    }
    let Ok(meant) = Ucum::parse(written) else {
        return error.did_you_mean(written, Unit::all().map(Unit::shown).chain(others.iter().copied()));
    };
    // A remark in a code may say what is measured, which the code as such does not: mL/min is not mL/min/1.73m2.
    let same = Unit::all().filter(|unit| !unit.code().contains('{') && Ucum::parse(unit.code()).as_ref() == Ok(&meant));
    match nearest(written, same.map(Unit::shown)) {
        Some(name) => error.help(format!("did you mean `{name}`?")),
        None => {
            error.note(format!("`{written}` is a unit of UCUM, and not one of this language; convert to one that is"))
        }
    }
}
