//! Stepcare for Rust hosts.
