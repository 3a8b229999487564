//! What a row of the table of units says.

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
