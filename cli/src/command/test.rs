//! `stepcare test`: the tests written in rulesets. What fails tells what was expected and what was found.

use std::path::Path;

use stepcare::{Coverage, LoadOptions, TestResult, Tested};

use super::coverage;
use crate::arguments::Test;
use crate::{Failure, Outcome, file, load};

pub fn test(arguments: &Test) -> Result<Outcome, Failure> {
    let (mut passed, mut failed, mut broken) = (0, 0, 0);
    let mut coverage = Coverage::default();
    for path in file::with_tests(&arguments.paths)? {
        match one(&path) {
            Ok(tested) => {
                let name = load::name(&path)?;
                let bad: Vec<&TestResult> = tested.results.iter().filter(|test| !test.failed.is_empty()).collect();
                bad.iter().for_each(|test| tell(test, &tested));
                anstream::println!("{name}: {} passed, {} failed", tested.results.len() - bad.len(), bad.len());
                passed += tested.results.len() - bad.len();
                failed += bad.len();
                coverage.add(tested.coverage);
            }
            Err(Failure(words)) => {
                anstream::eprintln!("error: {words}");
                broken += 1;
            }
        }
    }
    if passed + failed + broken == 0 {
        return Err(Failure::new("no test was found; expected `test` blocks in `.care` files"));
    }
    let unread = if broken == 0 { String::new() } else { format!(", {broken} not compiled") };
    anstream::println!("tests: {passed} passed, {failed} failed{unread}");
    if let Some(path) = &arguments.lcov {
        file::write(path, &coverage::lcov(&coverage))?;
    }
    let wanted = arguments.coverage || arguments.at_least.is_some();
    let enough = !wanted || coverage::tell(&coverage, arguments.at_least);
    Ok(if failed + broken == 0 && enough { Outcome::Good } else { Outcome::Bad })
}

fn one(path: &Path) -> Result<Tested, Failure> {
    let name = load::name(path)?;
    stepcare::test_text(name, &stepcare::Disk::new(path), LoadOptions::default()).or_else(|why| load::failed(name, why))
}

fn tell(test: &TestResult, tested: &Tested) {
    let at = tested.sources.place(test.span);
    anstream::println!("failed: \"{}\" ({}:{})", test.name, at.file, at.line);
    for failed in &test.failed {
        let line = tested.sources.place(failed.span).line;
        anstream::println!("  line {line}: {}; found {}", failed.expected, failed.found);
    }
}
