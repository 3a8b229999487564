//! Limits of the language. Each has a code of its own; exceeding one is an error, never a slow death.

/// Bytes of one file. The largest ruleset written so far has 32 thousand.
pub const FILE_BYTES: usize = 1 << 20;

/// Bytes of one file of data. A national list of products has some 10 million.
pub const DATA_BYTES: usize = 1 << 25;

/// Clauses of one file, those in blocks included. The largest file written so far has two thousand.
pub const ITEMS: usize = 20_000;

/// Steps of a ruleset's expressions, each counted once however often it is used. The largest ruleset so far has 130.
pub const STEPS: usize = 20_000;

/// Levels of braces and brackets inside one another. The deepest ruleset written so far has five.
pub const NESTING: usize = 32;

/// Operators and operands in one clause. A longer condition is split by names (`define`).
pub const CLAUSE_TERMS: usize = 200;

/// Names that stand for names that stand for names.
pub const DEFINE_DEPTH: usize = 32;

/// Errors that are reported of one compilation; what comes after them is not looked at.
pub const ERRORS: usize = 200;

/// Days of the longest duration: a hundred years.
pub const LONGEST_DAYS: u64 = 36_600;

/// Days that an average looks back at most: ten years.
pub const WINDOW_DAYS: u64 = 3660;

/// Days that an average stands at most: a year.
pub const STANDS_DAYS: u64 = 366;
