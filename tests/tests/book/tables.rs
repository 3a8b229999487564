//! Tables that are worked out. On a page a table stands between `<!-- table: NAME -->` and `<!-- end -->`. Truth is worked
//! out by a ruleset that the engine runs, not by the words that describe it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};
use stepcare::LoadOptions;
use stepcare_core::value::Unit;
use stepcare_core::value::unit::Dimension;

use super::page::{bless, pages};

/// A table's name, and what works it out.
type Table = (&'static str, fn() -> String);

const TABLES: [Table; 6] =
    [("and", || two("and")), ("or", || two("or")), ("not", not), ("is", is), ("rows", rows), ("units", units)];

/// What is known of a yes/no fact.
const KNOWN: [&str; 3] = ["yes", "no", "unknown"];

/// A decision's status, and what is possible, for a screening with these lines over two facts.
fn screened(lines: &str, facts: &[(&str, &str)]) -> (String, Vec<String>) {
    let text = format!(
        "care edition 2026\nruleset truth version \"1\" effective 2026-01-01\n\
         facts {{\n a : yes/no ask patient\n b : yes/no ask patient\n pregnant : yes/no/maybe ask patient\n}}\n\
         screening x {{\n{lines}\n otherwise eligible\n}}\n"
    );
    let files = BTreeMap::from([("truth.care".to_string(), text)]);
    let ruleset = stepcare::load_text("truth.care", &files, LoadOptions::default()).unwrap();
    let known = facts.iter().filter(|(_, value)| *value != "unknown");
    let facts: Map<String, Value> = known.map(|(name, value)| ((*name).into(), json!(value))).collect();
    let record = json!({ "format": 1, "patient": "p", "facts": facts }).to_string();
    let evaluation = ruleset.evaluate_json(record.as_bytes(), "2026-03-02T09:00:00Z", "UTC").unwrap();
    let evaluation: Value = serde_json::from_str(&evaluation).unwrap();
    let x = &evaluation["decisions"]["x"];
    let words = |value: &Value| value["status"].as_str().unwrap().replace('_', " ");
    let possible = x["possible"].as_array().into_iter().flatten().map(words).collect();
    (words(x), possible)
}

/// Whether a condition holds.
fn truth(condition: &str, facts: &[(&str, &str)]) -> &'static str {
    match screened(&format!(" exclude it when {condition}"), facts).0.as_str() {
        "excluded" => "yes",
        "eligible" => "no",
        "undetermined" => "unknown",
        other => panic!("a screening is never {other}"),
    }
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = String::new();
    let mut line = |cells: &[String]| writeln!(out, "| {} |", cells.join(" | ")).unwrap();
    line(&head.iter().map(ToString::to_string).collect::<Vec<_>>());
    line(&head.iter().map(|_| "---".to_string()).collect::<Vec<_>>());
    rows.for_each(|row| line(&row));
    out
}

fn two(word: &str) -> String {
    let condition = format!("a {word} b");
    let row = |a: &str| {
        let cells = KNOWN.iter().map(|b| truth(&condition, &[("a", a), ("b", b)]).to_string());
        std::iter::once(format!("**{a}**")).chain(cells).collect()
    };
    table(&[&format!("`{condition}`"), "b yes", "b no", "b unknown"], KNOWN.iter().map(|a| row(a)))
}

fn not() -> String {
    table(&["a", "`not a`"], KNOWN.iter().map(|a| vec![format!("**{a}**"), truth("not a", &[("a", a)]).into()]))
}

fn is() -> String {
    const TESTS: [&str; 4] =
        ["pregnant is yes", "pregnant is not yes", "pregnant is one of yes, maybe", "pregnant is known"];
    let head: Vec<String> =
        std::iter::once("pregnant".into()).chain(TESTS.iter().map(|test| format!("`{}`", &test[9..]))).collect();
    let row = |value: &str| {
        let cells = TESTS.iter().map(|test| truth(test, &[("pregnant", value)]).to_string());
        std::iter::once(format!("**{value}**")).chain(cells).collect()
    };
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    table(&head, ["yes", "no", "maybe", "unknown"].into_iter().map(row))
}

fn rows() -> String {
    let row = |a: &str, b: &str| {
        let (status, possible) = screened(" exclude one when a\n refer two when b", &[("a", a), ("b", b)]);
        vec![format!("**{a}**"), format!("**{b}**"), status, possible.join(", ")]
    };
    let all = KNOWN.iter().flat_map(|a| KNOWN.iter().map(|b| row(a, b)));
    table(&["a", "b", "the screening is", "possible"], all)
}

fn units() -> String {
    let mut kinds: Vec<(Dimension, Vec<Unit>)> = Vec::new();
    for unit in Unit::all() {
        match kinds.iter_mut().find(|(kind, _)| *kind == unit.dimension()) {
            Some((_, units)) => units.push(unit),
            None => kinds.push((unit.dimension(), vec![unit])),
        }
    }
    let row = |first: Unit, unit: Unit| {
        let factor = unit.factor_to(first).unwrap();
        let one = if unit == first { String::new() } else { format!("{factor} {}", first.shown()) };
        vec![format!("`{}`", unit.shown()), format!("`{}`", unit.code()), one]
    };
    let all = kinds.iter().flat_map(|(_, units)| units.iter().map(|unit| row(units[0], *unit)));
    table(&["unit", "in UCUM", "one is"], all)
}

/// A page with its tables worked out.
fn worked_out(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!-- table: ") {
        let (name, after) = after.split_once(" -->\n").expect("a table's name ends");
        let (_, after) = after.split_once("<!-- end -->").expect("a table ends");
        let (_, table) = TABLES.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no table `{name}`"));
        write!(out, "{before}<!-- table: {name} -->\n{}<!-- end -->", table()).unwrap();
        rest = after;
    }
    out + rest
}

#[test]
fn every_table_is_what_the_engine_works_out() {
    let mut found = 0;
    for page in pages() {
        let worked_out = worked_out(&page.text);
        found += page.text.matches("<!-- table: ").count();
        if bless() {
            std::fs::write(&page.path, &worked_out).unwrap();
        }
        assert!(page.text == worked_out || bless(), "{} has another table than\n{worked_out}", page.name());
    }
    assert_eq!(found, TABLES.len());
}
