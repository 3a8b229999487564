//! "Did you mean": the declared name that is nearest to one that is not.

use alloc::vec::Vec;

/// Longer names than this are not compared: no declared name is.
const LONGEST: usize = 64;

/// The candidate that fewest changes (a letter put in, left out, or another) lead to; `None` if even that is more than a
/// third of the name.
///
/// ```
/// use stepcare_core::record::nearest;
/// assert_eq!(nearest("potasium", ["sodium", "potassium"]), Some("potassium"));
/// assert_eq!(nearest("weight", ["sodium", "potassium"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut candidates = candidates.into_iter();
    nearest_of(name, &mut || candidates.next())
}

/// The same for candidates one after another: once for all that they may come from.
#[inline(never)]
fn nearest_of<'a>(name: &str, candidates: &mut dyn FnMut() -> Option<&'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let name: Vec<char> = name.chars().map(folded).collect();
    // As many changes as that are too many.
    let (mut fewest, mut nearest) = (name.len().min(name.len().div_ceil(3).max(1) + 1), None);
    while let Some(candidate) = candidates() {
        let changes = changes(&name, candidate);
        if changes < fewest {
            (fewest, nearest) = (changes, Some(candidate));
        }
    }
    nearest
}

/// Case and the choice of separator are no difference.
fn folded(c: char) -> char {
    match c {
        '-' | ' ' | '.' => '_',
        c => c.to_ascii_lowercase(),
    }
}

/// Levenshtein's distance, a row at a time.
fn changes(name: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (above, c) in candidate.chars().map(folded).enumerate() {
        let mut diagonal = above;
        let mut left = above + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, n) in row.iter_mut().skip(1).zip(name) {
            let replaced = diagonal + usize::from(c != *n);
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{changes, nearest};
    use alloc::vec::Vec;

    #[test]
    fn changes_are_counted() {
        let count = |a: &str, b: &str| changes(&a.chars().collect::<Vec<_>>(), b);
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("abc", ""), 3);
        assert_eq!(count("same", "same"), 0);
    }

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let facts = ["systolic", "diastolic", "method", "id"];
        assert_eq!(nearest("sistolic", facts), Some("systolic"));
        assert_eq!(nearest("Systolic", facts), Some("systolic"));
        assert_eq!(nearest("diastolc", facts), Some("diastolic"));
        assert_eq!(nearest("pulse", facts), None);
        assert_eq!(nearest("", facts), None);
        assert_eq!(nearest("x", facts), None);
        assert_eq!(nearest(&"s".repeat(1000), facts), None);
    }
}
