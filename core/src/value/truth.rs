//! Kleene's three-valued truth: a condition is yes, no or unknown, and unknown is never quietly either of the others.

use super::json::write::json_words;

/// yes, no or unknown. Ordered no < unknown < yes, so that `and` is the least and `or` the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Known not to hold.
    No,
    /// Neither yes nor no is known.
    Unknown,
    /// Known to hold.
    Yes,
}

impl Truth {
    /// no if either is no; else unknown if either is unknown; else yes.
    ///
    /// ```
    /// use stepcare_core::value::Truth::*;
    /// assert_eq!(Unknown.and(No), No);
    /// assert_eq!(Unknown.and(Yes), Unknown);
    /// ```
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// yes if either is yes; else unknown if either is unknown; else no.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// `None` is unknown.
    #[must_use]
    pub fn of(known: Option<bool>) -> Truth {
        match known {
            Some(true) => Truth::Yes,
            Some(false) => Truth::No,
            None => Truth::Unknown,
        }
    }

    /// `Some` when it is known.
    #[must_use]
    pub fn known(self) -> Option<bool> {
        match self {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }
}

impl core::ops::Not for Truth {
    type Output = Truth;

    /// yes and no change places; unknown stays unknown.
    fn not(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

json_words! { Truth { No => "no", Unknown => "unknown", Yes => "yes" } }

#[cfg(test)]
mod tests {
    use super::Truth::*;

    #[test]
    fn kleene_tables_hold_for_every_pair() {
        for (a, b, and, or) in [
            (Yes, Yes, Yes, Yes),
            (Yes, No, No, Yes),
            (Yes, Unknown, Unknown, Yes),
            (No, Yes, No, Yes),
            (No, No, No, No),
            (No, Unknown, No, Unknown),
            (Unknown, Yes, Unknown, Yes),
            (Unknown, No, No, Unknown),
            (Unknown, Unknown, Unknown, Unknown),
        ] {
            assert_eq!((a.and(b), a.or(b)), (and, or));
        }
        assert_eq!((!Yes, !No, !Unknown), (No, Yes, Unknown));
    }
}
