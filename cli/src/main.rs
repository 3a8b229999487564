//! The command `stepcare`.
fn main() {}
