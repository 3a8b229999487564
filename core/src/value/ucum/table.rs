//! The table of units without prefix, by field. Each row: the code, then what one of it is.
//!
//! Every unit is defined by units that need at most two steps more. Numbers are those that UCUM fixes for its codes,
//! which are not always the best known (a metre of mercury is 133.322 kPa); constants of nature that the SI fixes
//! since 2019 have its values, the others the best estimates of CODATA 2018.

mod clinical;
mod customary;
mod physics;
mod si;

use super::row::{Atom, Kind};

pub(super) static TABLE: &[&[Atom]] = &[si::ROWS, physics::ROWS, customary::ROWS, clinical::ROWS];

/// A dimension of its own.
const fn own(code: &'static str) -> Atom {
    Atom { code, metric: false, kind: Kind::Own }
}

/// So many of another unit, exactly.
const fn of(code: &'static str, number: &'static str, unit: &'static str) -> Atom {
    Atom { code, metric: false, kind: Kind::Of(number, unit) }
}

/// So many of another unit, as far as is known or as rounded.
const fn about(code: &'static str, number: &'static str, unit: &'static str) -> Atom {
    Atom { code, metric: false, kind: Kind::About(number, unit) }
}

/// So many of another unit, counted from a zero that is so many of its base unit.
const fn from(code: &'static str, number: &'static str, unit: &'static str, zero: &'static str) -> Atom {
    Atom { code, metric: false, kind: Kind::From(number, unit, zero) }
}

/// A scale that is not linear in a unit.
const fn curve(code: &'static str, unit: &'static str) -> Atom {
    Atom { code, metric: false, kind: Kind::Curve(unit) }
}

/// A unit that takes prefixes.
const fn metric(atom: Atom) -> Atom {
    Atom { code: atom.code, metric: true, kind: atom.kind }
}
