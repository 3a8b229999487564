//! Where in a record a value stands.

use pyo3::prelude::*;

/// Where a value stands: the way down to it.
pub struct Place<'a> {
    pub up: Option<&'a Place<'a>>,
    pub step: Step<'a>,
    /// The container that the step is taken in.
    pub holder: &'a Bound<'a, PyAny>,
    /// Containers that are open around it.
    pub depth: usize,
}

/// A step down.
pub enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

/// The JSON pointer of a place.
pub fn pointer(at: Option<&Place<'_>>) -> String {
    match at {
        None => String::new(),
        Some(Place { up, step: Step::Member(name), .. }) => stepcare::pointer_below(&pointer(*up), name),
        Some(Place { up, step: Step::Item(index), .. }) => stepcare::pointer_below(&pointer(*up), &index.to_string()),
    }
}
