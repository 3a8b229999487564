//! The middle of several numbers.

use alloc::vec::Vec;

use super::Number;
use crate::value::sorted;

/// The number that as many are under as over; of an even count, the mean of the two in the middle. `None` of none, or
/// where that mean does not fit.
///
/// ```
/// use stepcare_core::value::{Number, number::median};
/// let of = |numbers: &[i128]| median(numbers.iter().map(|n| Number::integer(*n)).collect());
/// assert_eq!(of(&[131, 129, 180]), Some(Number::integer(131)));
/// assert_eq!(of(&[131, 128]), Number::ratio(259, 2));
/// ```
#[must_use]
pub fn median(mut numbers: Vec<Number>) -> Option<Number> {
    sorted::sort(&mut numbers);
    let upper = *numbers.get(numbers.len() / 2)?;
    if !numbers.len().is_multiple_of(2) {
        return Some(upper);
    }
    let lower = *numbers.get(numbers.len() / 2 - 1)?;
    lower.add(upper)?.div(Number::integer(2))
}

#[cfg(test)]
mod tests {
    use super::{Number, median};
    use alloc::{vec, vec::Vec};

    #[test]
    fn the_middle_does_not_depend_on_order_and_none_has_no_middle() {
        assert_eq!(
            median(vec![Number::integer(180), Number::integer(120), Number::integer(130)]),
            Some(Number::integer(130))
        );
        assert_eq!(median(vec![Number::ONE]), Some(Number::ONE));
        assert_eq!(median(Vec::new()), None);
        assert_eq!(median(vec![Number::integer(i128::MAX), Number::integer(i128::MAX)]), None);
    }
}
