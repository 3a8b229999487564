//! JSON to item.
