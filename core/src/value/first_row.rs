//! Rows scanned in order, as every "first row" of the language is.

use alloc::vec::Vec;

use super::Truth;

/// The outcomes that rows leave possible: a row that is no is skipped, one that is unknown adds its outcome and goes on,
/// one that is yes adds its outcome and stops; the end adds `otherwise`. Each outcome once, in order. One: settled.
///
/// ```
/// use stepcare_core::value::{Truth::*, first_row};
/// assert_eq!(first_row([(No, "hold"), (Unknown, "step"), (Yes, "stay")], "none"), ["step", "stay"]);
/// assert_eq!(first_row([(No, "hold"), (Unknown, "stay"), (Yes, "stay")], "none"), ["stay"]);
/// ```
#[must_use]
pub fn first_row<T: PartialEq>(rows: impl IntoIterator<Item = (Truth, T)>, otherwise: T) -> Vec<T> {
    let mut possible = Vec::new();
    let mut add = |outcome: T| {
        if !possible.contains(&outcome) {
            possible.push(outcome);
        }
    };
    for (holds, outcome) in rows {
        match holds {
            Truth::No => {}
            Truth::Unknown => add(outcome),
            Truth::Yes => {
                add(outcome);
                return possible;
            }
        }
    }
    add(otherwise);
    possible
}

#[cfg(test)]
mod tests {
    use super::first_row;
    use crate::value::Truth::{No, Unknown, Yes};

    #[test]
    fn the_first_row_that_holds_stops_the_scan() {
        assert_eq!(first_row([(No, 1), (Yes, 2), (Yes, 3)], 9), [2]);
        assert_eq!(first_row([(No, 1), (No, 2)], 9), [9]);
        assert_eq!(first_row([], 9), [9]);
    }

    #[test]
    fn an_unknown_row_keeps_its_outcome_and_those_that_may_follow() {
        assert_eq!(first_row([(Unknown, 1), (No, 2), (Unknown, 3)], 9), [1, 3, 9]);
        assert_eq!(first_row([(Unknown, 1), (Yes, 2), (Unknown, 3)], 9), [1, 2]);
    }

    #[test]
    fn rows_that_say_the_same_settle_it() {
        assert_eq!(first_row([(Unknown, 9), (Unknown, 9)], 9), [9]);
    }
}
