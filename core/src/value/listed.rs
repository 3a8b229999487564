//! Lists of what an iterator gives.

use alloc::vec::Vec;

/// As `collect`, with the iterator's code there once: `collect` works out the first item apart, to make room for the rest.
pub trait Listed: Iterator + Sized {
    /// The items, in their order.
    fn listed(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        self.for_each(|item| list.push(item));
        list
    }
}

impl<I: Iterator> Listed for I {}
