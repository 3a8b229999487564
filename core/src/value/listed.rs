//! Lists of what an iterator gives.

use alloc::vec::Vec;

/// `collect` into a list, in small: it works out the first item apart from the others, to make room, and with that doubles
/// the code of whatever the iterator does.
pub trait Listed: Iterator + Sized {
    /// The items, in their order.
    fn listed(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        self.for_each(|item| list.push(item));
        list
    }
}

impl<I: Iterator> Listed for I {}
