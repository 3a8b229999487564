//! The Stepcare language.
