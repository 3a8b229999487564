//! Limits of the language. Each has a code of its own; exceeding one is an error, never a slow death.

/// Bytes of one file. The largest ruleset written so far has 32 thousand.
pub const FILE_BYTES: usize = 4 << 20;

/// Levels of braces and brackets inside one another. The deepest ruleset written so far has five.
pub const NESTING: usize = 32;

/// Operators and operands in one clause. A longer condition is split by names (`define`).
pub const CLAUSE_TERMS: usize = 200;

/// Names that stand for names that stand for names.
pub const DEFINE_DEPTH: usize = 32;

/// Errors that are reported of one compilation; the rest are counted.
pub const ERRORS: usize = 200;

/// Days of the longest duration: a hundred years.
pub const LONGEST_DAYS: u64 = 36_600;

/// Days that an average looks back at most: ten years.
pub const WINDOW_DAYS: u64 = 3660;

/// Days that an average stands at most: a year.
pub const STANDS_DAYS: u64 = 366;
