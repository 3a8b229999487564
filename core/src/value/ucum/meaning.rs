//! What a symbol means: the atom's definition, which is a code of its own, times its prefix.

use super::dimension::Dimension;
use super::factor::Factor;
use super::row::{Atom, Kind};
use super::{Number, Problem, Scale, Ucum, UcumError, atom, grammar};

/// Reads a code.
pub(super) fn parse(code: &str) -> Result<Ucum, UcumError> {
    grammar::parse(code, &symbol)
}

/// The unit of a symbol.
fn symbol(symbol: &str) -> Result<Ucum, Problem> {
    let atom::Found { atom, prefix } = atom::find(symbol)?;
    let unit = unit(atom).ok_or(Problem::TooLarge)?;
    let Some((base, exponent)) = prefix else { return Ok(unit) };
    let by = Ucum::number(Number::integer(base)).power(exponent);
    by.and_then(|by| by.times(&unit)).ok_or(Problem::TooLarge)
}

/// What an atom says; `None` never, for a row that the tests have read.
pub(super) fn unit(atom: &Atom) -> Option<Ucum> {
    let unit = |number: &str, of: &str| Ucum::number(self::number(number)?).times(&parse(of).ok()?);
    Some(match atom.kind {
        Kind::Own => Ucum { dimension: Dimension::of(atom.code), ..Ucum::number(Number::ONE) },
        Kind::Of(number, of) => unit(number, of)?,
        Kind::About(number, of) => Ucum { exact: false, ..unit(number, of)? },
        Kind::From(number, of, zero) => Ucum { scale: Scale::Shifted(self::number(zero)?), ..unit(number, of)? },
        Kind::Curve(of) => Ucum { scale: Scale::Curve(atom.code), ..unit("1", of)? },
        Kind::Pi => Ucum { factor: Factor::PI, ..Ucum::number(Number::ONE) },
    })
}

fn number(text: &str) -> Option<Number> {
    match text.split_once('/') {
        Some((above, below)) => Number::parse(above)?.div(Number::parse(below)?),
        None => Number::parse(text),
    }
}
