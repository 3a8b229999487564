//! What each construct compiles to, and what each mistake in one says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod alert;
mod average;
mod cards;
mod check;
mod codes;
mod confirm;
mod contraindication;
mod drug_answers;
mod expression;
mod formulary;
mod goal;
mod imports;
mod ladder;
mod measure;
mod message;
mod products;
mod reminder;
mod score;
mod shared;
mod shipped;
mod table;
mod when;
