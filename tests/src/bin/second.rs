//! `second [DRAWN [SHOWN]]`: the second evaluator beside the first, on every case that hosts are compared on and on so many
//! records drawn from a seed. Exit 1 when they differ.

use std::process::ExitCode;

use stepcare_tests::cases::{all, clinic, rulesets};
use stepcare_tests::second::compare::Table;
use stepcare_tests::second::drawn;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap_or(0));
    let (count, shown) = (numbers.next().unwrap_or(1000), numbers.next().unwrap_or(1));
    let mut table = Table::default();
    let rulesets = rulesets();
    let mut cases = all().cases;
    cases.extend(clinic::drawn(count).into_iter().skip(120));
    cases.extend(drawn::records(count));
    for case in &cases {
        if let Some((_, ruleset)) = rulesets.iter().find(|(name, _)| *name == case.bundle) {
            table.compare(ruleset, case);
        }
    }
    println!("{} cases", cases.len());
    print!("{}", table.text(shown));
    if table.0.values().any(|line| line.differ > 0) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
