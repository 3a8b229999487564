//! One unit without prefix, and the prefixes.

use super::dimension::Dimension;
use super::factor::Factor;
use super::table::TABLE;
use super::{Number, Problem, Scale, Ucum, grammar};

/// A row of the table of units.
pub(super) struct Atom {
    pub(super) code: &'static str,
    /// Whether it takes a prefix.
    pub(super) metric: bool,
    pub(super) kind: Kind,
}

/// What a unit is. A definition is a number, `7` or `5/9` or `2.54`, of another unit.
pub(super) enum Kind {
    /// A base unit, or one that a procedure defines: a dimension of its own, and converts to nothing else.
    Own,
    /// So many of another unit.
    Of(&'static str, &'static str),
    /// So many of another unit as far as is known, or as rounded in UCUM.
    About(&'static str, &'static str),
    /// As `Of`, and zero is so many of that unit's base.
    From(&'static str, &'static str, &'static str),
    /// On a scale that is not linear in another unit.
    Curve(&'static str),
    /// π.
    Pi,
}

/// Prefixes and their powers of ten; those of information are powers of two.
const PREFIXES: [(&str, i32); 20] = [
    ("da", 1),
    ("h", 2),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
    ("Z", 21),
    ("Y", 24),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("u", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
    ("a", -18),
    ("z", -21),
    ("y", -24),
];
const BINARY: [(&str, i32); 4] = [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40)];

pub(super) fn all() -> impl Iterator<Item = &'static Atom> {
    TABLE.iter().copied().flatten()
}

fn find(code: &str) -> Option<&'static Atom> {
    all().find(|atom| atom.code == code)
}

/// Each prefix: its symbol, and the power it stands for.
pub(super) fn prefixes() -> impl Iterator<Item = (&'static str, i128, i32)> {
    let decimal = PREFIXES.iter().map(|(prefix, exponent)| (*prefix, 10, *exponent));
    decimal.chain(BINARY.iter().map(|(prefix, exponent)| (*prefix, 2, *exponent)))
}

/// The unit of a symbol: an atom, else a prefix and an atom that takes one.
pub(super) fn read(symbol: &str) -> Result<Ucum, Problem> {
    if let Some(atom) = find(symbol) {
        return atom.unit().ok_or(Problem::TooLarge);
    }
    let mut problem = Problem::UnknownUnit;
    for (prefix, base, exponent) in prefixes() {
        let Some(atom) = symbol.strip_prefix(prefix).and_then(find) else { continue };
        if !atom.metric {
            problem = Problem::TakesNoPrefix;
            continue;
        }
        let by = Ucum::number(Number::integer(base)).power(exponent);
        return by.and_then(|by| by.times(&atom.unit()?)).ok_or(Problem::TooLarge);
    }
    Err(problem)
}

impl Atom {
    /// What it says; `None` never, for a row that the tests have read.
    pub(super) fn unit(&self) -> Option<Ucum> {
        let unit = |number: &str, of: &str| Ucum::number(self::number(number)?).times(&grammar::parse(of).ok()?);
        Some(match self.kind {
            Kind::Own => Ucum { dimension: Dimension::of(self.code), ..Ucum::number(Number::ONE) },
            Kind::Of(number, of) => unit(number, of)?,
            Kind::About(number, of) => Ucum { exact: false, ..unit(number, of)? },
            Kind::From(number, of, zero) => Ucum { scale: Scale::Shifted(self::number(zero)?), ..unit(number, of)? },
            Kind::Curve(of) => Ucum { scale: Scale::Curve(self.code), ..unit("1", of)? },
            Kind::Pi => Ucum { factor: Factor::PI, ..Ucum::number(Number::ONE) },
        })
    }
}

fn number(text: &str) -> Option<Number> {
    match text.split_once('/') {
        Some((above, below)) => Number::parse(above)?.div(Number::parse(below)?),
        None => Number::parse(text),
    }
}
