//! Makes a trial on which the evaluators differ as small as it goes.

use serde_json::Value;

use super::Trial;

/// The smallest trial found that still differs.
#[must_use]
pub fn shrunk(trial: &Trial, differs: &dyn Fn(&Trial) -> bool) -> Trial {
    let mut best = trial.clone();
    loop {
        let mut smaller = None;
        for candidate in smaller_texts(&best).into_iter().chain(smaller_records(&best)) {
            if differs(&candidate) {
                smaller = Some(candidate);
                break;
            }
        }
        match smaller {
            Some(found) => best = found,
            None => return best,
        }
    }
}

/// One block less, or one line of a block less.
fn smaller_texts(trial: &Trial) -> Vec<Trial> {
    let mut all = Vec::new();
    for at in (1..trial.blocks.len()).rev() {
        let mut blocks = trial.blocks.clone();
        blocks.remove(at);
        all.push(Trial { blocks, ..trial.clone() });
    }
    for (at, block) in trial.blocks.iter().enumerate() {
        let lines: Vec<&str> = block.lines().collect();
        for out in 1..lines.len() {
            let mut kept = lines.clone();
            kept.remove(out);
            let mut blocks = trial.blocks.clone();
            if let Some(block) = blocks.get_mut(at) {
                *block = kept.join("\n");
            }
            all.push(Trial { blocks, ..trial.clone() });
        }
    }
    all
}

/// One member or element less.
fn smaller_records(trial: &Trial) -> Vec<Trial> {
    let mut found = Vec::new();
    without(&trial.record, &mut found);
    found.into_iter().map(|record| Trial { record, ..trial.clone() }).collect()
}

fn without(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(members) => {
            for name in members.keys() {
                if matches!(name.as_str(), "format" | "patient") {
                    continue;
                }
                let mut less = members.clone();
                less.remove(name);
                found.push(Value::Object(less));
            }
            for (name, member) in members {
                let mut inner = Vec::new();
                without(member, &mut inner);
                for smaller in inner {
                    let mut less = members.clone();
                    less.insert(name.clone(), smaller);
                    found.push(Value::Object(less));
                }
            }
        }
        Value::Array(items) => {
            for at in 0..items.len() {
                let mut less = items.clone();
                less.remove(at);
                found.push(Value::Array(less));
            }
            for (at, item) in items.iter().enumerate() {
                let mut inner = Vec::new();
                without(item, &mut inner);
                for smaller in inner {
                    let mut less = items.clone();
                    if let Some(item) = less.get_mut(at) {
                        *item = smaller;
                    }
                    found.push(Value::Array(less));
                }
            }
        }
        _ => {}
    }
}
