//! What can be proved of a ruleset without a patient.
//!
//! A table that says `exactly one row` or `agreeing rows` promises something of every patient: that a row holds, and
//! that no two hold which may not. [`tables`] looks for a patient who breaks the promise. What a condition reads is cut
//! into regions inside which every comparison answers alike (below 130, 130, above 130); a search over the regions finds
//! the patient, or that there is none. A finding comes with its witness: a record that shows it when it is run.
//!
//! The search ranges over inputs that are known. An input that is unknown leaves the rows that read it open at run time,
//! and the table answers with the set of them: [`Proof::reads`] says which. What the search cannot range over (one
//! measured value against another, what is counted in readings) is taken to be anything at all: where no patient is
//! found even so, there is none; where one is, the table is [`Kind::NotProved`], and it is said of what.
#![forbid(unsafe_code)]

mod describe;
mod input;
mod linear;
mod regions;
mod search;
mod table;
mod witness;

pub use table::{Finding, Kind, Proof, tables};
pub use witness::Witness;
