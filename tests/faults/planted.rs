//! Looks for each planted fault: built in the copy of the workspace that `faults` makes, and nowhere else.

use std::process::ExitCode;
use std::sync::atomic::Ordering;

use stepcare_core::PLANTED;
use stepcare_tests::faults::FAULTS;
use stepcare_tests::random::run::{loaded, until_they_differ};

fn main() -> ExitCode {
    let trials = loaded(250, 77);
    let mut lost = 0;
    for (number, fault) in (1..).zip(FAULTS) {
        PLANTED.store(number, Ordering::Relaxed);
        match until_they_differ(&trials) {
            Some((cases, words)) => {
                println!("{number:>2} found after {cases} records: {} ({})", fault.why, fault.file);
                if std::env::args().len() > 1 {
                    println!("{words}");
                }
            }
            None => {
                lost += 1;
                println!("{number:>2} NOT FOUND: {} ({})", fault.why, fault.file);
            }
        }
    }
    println!("{} of {} faults found", FAULTS.len() - lost, FAULTS.len());
    if lost == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
