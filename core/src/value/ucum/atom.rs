//! Units without prefix, and the prefixes.

use super::Problem;
use super::row::Atom;
use super::table::TABLE;

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

fn named(code: &str) -> Option<&'static Atom> {
    all().find(|atom| atom.code == code)
}

/// Each prefix: its symbol, and the power it stands for.
pub(super) fn prefixes() -> impl Iterator<Item = (&'static str, i128, i32)> {
    let decimal = PREFIXES.iter().map(|(prefix, exponent)| (*prefix, 10, *exponent));
    decimal.chain(BINARY.iter().map(|(prefix, exponent)| (*prefix, 2, *exponent)))
}

/// What a symbol names.
pub(super) struct Found {
    pub atom: &'static Atom,
    /// The power that a prefix stands for: its base and exponent.
    pub prefix: Option<(i128, i32)>,
}

/// An atom, else a prefix and an atom that takes one.
pub(super) fn find(symbol: &str) -> Result<Found, Problem> {
    if let Some(atom) = named(symbol) {
        return Ok(Found { atom, prefix: None });
    }
    let mut problem = Problem::UnknownUnit;
    for (prefix, base, exponent) in prefixes() {
        match symbol.strip_prefix(prefix).and_then(named) {
            Some(atom) if atom.metric => return Ok(Found { atom, prefix: Some((base, exponent)) }),
            Some(_) => problem = Problem::TakesNoPrefix,
            None => {}
        }
    }
    Err(problem)
}
