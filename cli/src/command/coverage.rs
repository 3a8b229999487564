//! `stepcare test --coverage`: which conditions no test has seen hold, not hold, or be unknown; as text and as lcov.

use std::collections::BTreeMap;
use std::fmt::Write;

use stepcare::{Condition, Coverage, Covered};

/// Prints what is left for each ruleset; whether each has seen enough percent of its outcomes.
pub fn tell(coverage: &Coverage, at_least: Option<u32>) -> bool {
    let mut enough = true;
    for (name, rules) in by_file(coverage) {
        let of = Coverage { rules: rules.iter().map(|rule| (*rule).clone()).collect() };
        let (all, seen) = of.outcomes();
        let conditions: usize = rules.iter().map(|rule| rule.conditions.len()).sum();
        // Rounded down, so that 100% is all of them.
        let percent = if all == 0 { 100 } else { u64::from(seen) * 100 / u64::from(all) };
        let conditions = if conditions == 1 { "1 condition".into() } else { format!("{conditions} conditions") };
        anstream::println!("coverage of {name}: {percent}%, {seen} of {all} outcomes of {conditions}");
        for rule in rules {
            rule.conditions.iter().for_each(|condition| left(rule, condition));
        }
        if let Some(least) = at_least
            && percent < u64::from(least)
        {
            anstream::println!("  less than the {least}% that are asked for");
            enough = false;
        }
    }
    enough
}

fn left(rule: &Covered, condition: &Condition) {
    let never = condition.never();
    if never.is_empty() {
        return;
    }
    let what = if condition.is_reached() { format!("never {}", never.join(", ")) } else { "never reached".into() };
    anstream::println!("  {}:{} {}: `{}` {what}", condition.at.line, condition.at.column, rule.name, condition.text);
}

/// The rules of each file, in order of its name.
fn by_file(coverage: &Coverage) -> BTreeMap<&str, Vec<&Covered>> {
    let mut files: BTreeMap<&str, Vec<&Covered>> = BTreeMap::new();
    for rule in &coverage.rules {
        files.entry(rule.at.file.as_str()).or_default().push(rule);
    }
    files
}

/// An lcov tracefile: a branch for each outcome of each condition (0 true, 1 false, 2 unknown), and how often each line
/// with a condition was come to.
pub fn lcov(coverage: &Coverage) -> String {
    let mut files: BTreeMap<&str, BTreeMap<u32, Vec<&Condition>>> = BTreeMap::new();
    for condition in coverage.rules.iter().flat_map(|rule| &rule.conditions) {
        let lines = files.entry(condition.at.file.as_str()).or_default();
        lines.entry(condition.at.line).or_default().push(condition);
    }
    let mut out = String::new();
    for (name, lines) in files {
        let (mut branches, mut taken, mut hit) = (0, 0, 0);
        let _ = writeln!(out, "TN:\nSF:{name}");
        for (line, conditions) in &lines {
            for (block, condition) in conditions.iter().enumerate() {
                let counts = [condition.yes, condition.no, condition.unknown];
                let can = if condition.can_be_unknown { 3 } else { 2 };
                for (branch, count) in counts.iter().enumerate().take(can) {
                    let count = if condition.is_reached() { count.to_string() } else { "-".into() };
                    taken += u32::from(count != "0" && count != "-");
                    branches += 1;
                    let _ = writeln!(out, "BRDA:{line},{block},{branch},{count}");
                }
            }
        }
        let _ = writeln!(out, "BRF:{branches}\nBRH:{taken}");
        for (line, conditions) in &lines {
            let times =
                conditions.iter().map(|c| c.yes.saturating_add(c.no).saturating_add(c.unknown)).max().unwrap_or(0);
            hit += u32::from(times > 0);
            let _ = writeln!(out, "DA:{line},{times}");
        }
        let _ = writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len());
    }
    out
}
