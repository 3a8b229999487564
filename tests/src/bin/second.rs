//! `second [RULESETS [SEED [SHOWN]]]`: the second evaluator beside the first, on every case that hosts are compared on, and on
//! so many random rulesets with forty records each. Prints what differs, shrunk, and the table of outcomes. Exit 1 when they
//! differ, or when an outcome makes up less than half a percent of its construct's cases.

use std::process::ExitCode;

use stepcare_tests::random::run::{Run, known, run};
use stepcare_tests::random::unknown::property;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap_or(0));
    let mut next = |usual| numbers.next().unwrap_or(usual);
    let (rulesets, seed, shown) = (next(100), next(1), next(1));
    let known = known();
    print!("{}", known.text(shown));
    let found = run(&Run { rulesets, seed: seed as u64, shown }, &mut |line| println!("{line}"));
    println!("{rulesets} rulesets, {} not compiled, {} cases", found.refused, found.cases);
    print!("{}", found.table.text(0));
    let (outcomes, low) = found.table.outcomes();
    print!("{outcomes}");
    low.iter().for_each(|cell| println!("under half a percent: {cell}"));
    let unknown = property(rulesets / 3, seed as u64);
    print!("{}", unknown.text());
    unknown.broken.iter().take(shown).for_each(|words| println!("{words}"));
    let fails = known.differences() + found.table.differences() + low.len();
    if fails > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
