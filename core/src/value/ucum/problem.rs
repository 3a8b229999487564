//! What is wrong with a code that is not one of UCUM.

use alloc::string::String;
use core::fmt;

/// Why a text is not a UCUM code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UcumError {
    /// The byte of the code at which `found` begins.
    pub at: usize,
    /// The part that is wrong; empty at the end of the code.
    pub found: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No unit, and no prefix with a unit.
    UnknownUnit,
    /// A prefix before a unit that takes none: `kmin`.
    TakesNoPrefix,
    /// A number that runs into a unit: `12h`.
    NumberWithoutOperator,
    /// A number too great, or an exponent.
    TooLarge,
    /// A unit, number or `(` is missing: at the end, after `.` or `/`.
    Missing,
    /// Something follows without `.` or `/`: `ug(8.h)`, `{a}m`.
    NoOperator,
    /// `(`, `[` or `{` without its other half, or the other half alone.
    Unpaired,
    /// An annotation that is empty or holds a space, a brace or a character outside ASCII.
    Annotation,
    /// Brackets in brackets, more than 16 deep.
    TooDeep,
}

impl fmt::Display for UcumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, at) = (&self.found, self.at);
        match self.problem {
            Problem::UnknownUnit => write!(f, "`{found}` is not a unit of UCUM, nor a prefix with one; case counts"),
            Problem::TakesNoPrefix => write!(f, "`{found}` has a prefix before a unit that takes none"),
            Problem::NumberWithoutOperator => {
                write!(f, "`{found}` runs a number into a unit: put a `.` between them, as in `(8.h)`")
            }
            Problem::TooLarge => write!(f, "`{found}` is too large a number or exponent"),
            Problem::Missing if found.is_empty() => f.write_str("the code ends where a unit is expected"),
            Problem::Missing => write!(f, "`{found}` at byte {at} stands where a unit is expected"),
            Problem::NoOperator => write!(f, "`{found}` at byte {at} follows without a `.` or `/` before it"),
            Problem::Unpaired => write!(f, "`{found}` at byte {at} lacks its other half"),
            Problem::Annotation => {
                write!(f, "`{found}` must hold one or more characters of ASCII, without spaces and braces")
            }
            Problem::TooDeep => f.write_str("more than 16 brackets stand in each other"),
        }
    }
}

impl core::error::Error for UcumError {}
