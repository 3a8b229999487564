//! Limits on what is read and done.

/// Limits. Exceeding one is an error with a code of its own, never a slow death.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a record's JSON.
    pub record_bytes: usize,
    /// Rows of one series.
    pub rows: usize,
    /// Levels of nesting in a record or bundle; more than [`Limits::MOST_NESTING`] counts as that.
    pub nesting: usize,
    /// Evaluations that the search for `valid_until` may take; when they are used up the last candidate stands, which is never late.
    pub horizon_steps: u32,
}

impl Limits {
    /// However high a host sets the limit, deeper nesting than this is refused: reading descends once a level, and the
    /// stack of a WebAssembly module is small.
    pub const MOST_NESTING: usize = 96;

    /// The levels of nesting that are read.
    #[must_use]
    pub fn levels(&self) -> usize {
        self.nesting.min(Limits::MOST_NESTING)
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { record_bytes: 64 << 20, rows: 1_000_000, nesting: 64, horizon_steps: 64 }
    }
}
