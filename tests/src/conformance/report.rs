//! What a set came to: one line, and beneath it its parts and its failures.

use std::fmt;

/// A set, run.
#[derive(Debug)]
pub struct Report {
    /// Its name.
    pub set: String,
    /// All its cases.
    pub tally: Tally,
    /// What is said after the count.
    pub note: String,
    /// Whether the bound of the set holds; `true` for one that is only counted as yet.
    pub holds: bool,
    /// Parts, as lines.
    pub parts: Vec<String>,
    /// Each case that failed: what was asked, what came, what was expected.
    pub failures: Vec<String>,
}

/// Cases passed, of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Passed.
    pub passed: usize,
    /// All, those that were not run among them.
    pub total: usize,
}

impl Tally {
    /// Counts a case.
    pub fn add(&mut self, passed: bool) {
        self.passed += usize::from(passed);
        self.total += 1;
    }

    /// Whether there are cases and each passed.
    #[must_use]
    pub fn all(self) -> bool {
        self.passed == self.total && self.total > 0
    }

    /// So many cases, none of them run.
    #[must_use]
    pub fn none_of(total: usize) -> Tally {
        Tally { passed: 0, total }
    }
}

impl std::ops::Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally { passed: self.passed + other.passed, total: self.total + other.total }
    }
}

impl Report {
    /// A set whose every case must pass.
    #[must_use]
    pub fn all_must_pass(set: &str, tally: Tally, failures: Vec<String>) -> Report {
        Report { set: set.into(), tally, note: String::new(), holds: tally.all(), parts: Vec::new(), failures }
    }

    /// A set whose data cannot be read.
    #[must_use]
    pub fn unreadable(set: &str, why: String) -> Report {
        Report::all_must_pass(set, Tally::default(), vec![why])
    }
}

/// Failures are listed up to here, then counted.
const LISTED: usize = 20;

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.passed, self.total)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.set, self.tally)?;
        if !self.note.is_empty() {
            write!(f, " {}", self.note)?;
        }
        writeln!(f)?;
        for part in &self.parts {
            writeln!(f, "  {part}")?;
        }
        for failure in self.failures.iter().take(LISTED) {
            writeln!(f, "  failed: {failure}")?;
        }
        match self.failures.len().checked_sub(LISTED) {
            None | Some(0) => Ok(()),
            Some(more) => writeln!(f, "  and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Tally};

    #[test]
    fn a_set_is_one_line_with_its_parts_and_failures_beneath() {
        let mut report =
            Report::all_must_pass("ucum", Tally { passed: 2, total: 3 }, vec!["1-1: `x` is accepted".into()]);
        report.parts.push("conversions 2/2".into());
        assert_eq!(report.to_string(), "ucum 2/3\n  conversions 2/2\n  failed: 1-1: `x` is accepted\n");
        assert!(!report.holds);
    }

    #[test]
    fn no_case_at_all_is_not_every_case() {
        assert!(!Tally::default().all());
        assert!(Tally { passed: 3, total: 3 }.all());
        let mut tally = Tally::none_of(2);
        tally.add(true);
        assert_eq!(tally + Tally { passed: 1, total: 1 }, Tally { passed: 2, total: 4 });
    }

    #[test]
    fn many_failures_are_counted() {
        let failures = (0..25).map(|case| case.to_string()).collect();
        let report = Report::all_must_pass("s", Tally::none_of(25), failures).to_string();
        assert!(report.ends_with("  failed: 19\n  and 5 more\n"), "{report}");
    }
}
