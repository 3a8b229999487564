//! What is done twice.
fn main() {}
