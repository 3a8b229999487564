//! `conformance FOLDER...`: runs every public set that is found in the folders. Exit 0 when every bound holds, 1 when
//! one does not, 2 when there is no data.

use std::path::Path;
use std::process::ExitCode;

use stepcare_tests::conformance::run;

fn main() -> ExitCode {
    let reports: Vec<_> = std::env::args_os().skip(1).flat_map(|folder| run(Path::new(&folder))).collect();
    if reports.is_empty() {
        println!("no data given");
        return ExitCode::from(2);
    }
    for report in &reports {
        print!("{report}");
    }
    if reports.iter().all(|report| report.holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
