//! A table of DMN as a table of the language.
//!
//! Each value that is looked at is a fact; a number has no place as a fact without its unit, and so each has the same
//! one. A time of day is the point in time of one fixed day; a duration a number of seconds, or of months. A test that
//! compares words or yes and no with another input is a column of its own, that asks whether the two are the same.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use stepcare_core::value::Number;

use super::cell::{Operand, Test, operand, tests};
use super::{list, text};

/// What a row says in one column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    Number(Number),
    Words(String),
    /// Null.
    Nothing,
}

/// A table, written.
pub struct Translated {
    /// The ruleset.
    pub text: String,
    /// Whether the order of several rows is part of the answer.
    pub in_order: bool,
    several: bool,
    facts: BTreeMap<String, Fact>,
    words: Words,
    outputs: Vec<(Option<String>, Option<String>)>,
}

struct Fact {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Words,
    Truth,
    Date,
    Instant,
    Time,
    Duration,
}

/// Texts, each as a word of the one list.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn of(&mut self, text: &str) -> String {
        let at = self.0.iter().position(|known| known == text).unwrap_or_else(|| {
            self.0.push(text.into());
            self.0.len() - 1
        });
        format!("w{at}")
    }
}

const UNIT: &str = "kg";

/// Why a table is refused: its policy by name.
pub fn refusal(table: &Value) -> Option<String> {
    let policy = text(table, "hit_policy");
    match (policy, table.get("aggregation").and_then(Value::as_str)) {
        ("COLLECT", Some(aggregate)) => Some(format!("COLLECT {aggregate}: a table has no aggregate")),
        ("PRIORITY" | "OUTPUT ORDER", _) => Some(format!("{policy}: rows are in the order in which they stand")),
        _ => None,
    }
}

/// Writes a table; `cases` say of what kind inputs are that only cells name.
pub fn translate(table: &Value, cases: &[Value]) -> Result<Translated, String> {
    let policy = match text(table, "hit_policy") {
        "UNIQUE" | "" => "exactly one row",
        "ANY" => "agreeing rows",
        "FIRST" => "first row",
        "COLLECT" | "RULE ORDER" => "all rows",
        other => return Err(format!("no such policy: {other}")),
    };
    let mut out = Translated {
        text: String::new(),
        in_order: text(table, "hit_policy") != "COLLECT",
        several: policy == "all rows",
        facts: BTreeMap::new(),
        words: Words::default(),
        outputs: Vec::new(),
    };
    let mut columns: Vec<(String, Vec<String>)> = Vec::new();
    let rules = list(table, "rules");
    for (at, input) in list(table, "inputs").iter().enumerate() {
        // A name may hold more than letters: one that a case gives is a name.
        let looked_at = text(input, "expression").trim();
        let expression = match met(looked_at, cases) {
            Some(_) => looked_at.to_string(),
            None => match operand(looked_at)? {
                Operand::Name(name) => name,
                other => return Err(format!("{other:?} is looked at")),
            },
        };
        let declared = kind(text(input, "type")).or_else(|| met(&expression, cases));
        let kind = declared.ok_or_else(|| format!("of what kind is `{expression}`?"))?;
        for allowed in input.get("allowed").and_then(Value::as_str).into_iter().flat_map(|all| all.split(',')) {
            if let Ok(Operand::Text(words)) = operand(allowed) {
                out.words.of(&words);
            }
        }
        let name = out.fact(&expression, kind);
        let cells: Vec<&str> = rules.iter().map(|rule| cell(rule, "when", at)).collect();
        out.columns(&name, kind, &cells, cases, &mut columns)?;
    }
    let mut says: Vec<Vec<String>> = Vec::new();
    for (at, output) in list(table, "outputs").iter().enumerate() {
        let member = |name: &str| output.get(name).and_then(Value::as_str).map(String::from);
        out.outputs.push((member("name"), member("default")));
        let cells = rules.iter().map(|rule| said(cell(rule, "then", at))).collect::<Result<Vec<_>, _>>()?;
        says.push(cells);
    }
    for case in cases {
        for (_, value) in case.get("inputs").and_then(Value::as_object).into_iter().flatten() {
            out.words_in(value);
        }
    }
    out.write(policy, &columns, &says);
    Ok(out)
}

fn cell<'v>(rule: &'v Value, side: &str, at: usize) -> &'v str {
    list(rule, side).get(at).and_then(Value::as_str).unwrap_or("-")
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name.rsplit(':').next().unwrap_or(name) {
        "number" | "decimal" | "double" | "integer" | "int" | "long" | "float" => Kind::Number,
        "string" => Kind::Words,
        "boolean" => Kind::Truth,
        "date" => Kind::Date,
        "dateTime" | "date and time" => Kind::Instant,
        "time" => Kind::Time,
        "duration"
        | "dayTimeDuration"
        | "yearMonthDuration"
        | "days and time duration"
        | "years and months duration" => Kind::Duration,
        _ => return None,
    })
}

/// An input of a case, by its path.
fn input<'v>(inputs: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let direct = inputs.get(path);
    let below = || {
        let mut parts = path.split('.');
        let first = inputs.get(parts.next()?.trim())?;
        parts.try_fold(first, |value, part| value.get(part.trim()))
    };
    direct.or_else(below).filter(|value| !value.is_null() && !value.get("text").is_some_and(Value::is_null))
}

/// Of what kind an input is in the first case that has it.
fn met(path: &str, cases: &[Value]) -> Option<Kind> {
    let value = cases.iter().find_map(|case| input(case.get("inputs")?.as_object()?, path))?;
    if value.is_boolean() { Some(Kind::Truth) } else { kind(text(value, "type")) }
}

/// A value as it stands in the text; texts lose the quotes that some cases have twice.
fn plain(value: &Value) -> String {
    let words = value.as_str().unwrap_or_else(|| text(value, "text"));
    words.strip_prefix('"').and_then(|w| w.strip_suffix('"')).unwrap_or(words).into()
}

/// What a row says: a value, not an expression.
fn said(cell: &str) -> Result<String, String> {
    Ok(match operand(cell)? {
        Operand::Text(words) => format!("\"{}\"", words.replace('\\', "\\\\")),
        Operand::Number(number) => number,
        Operand::Truth(truth) => if truth { "yes" } else { "no" }.into(),
        Operand::Literal(words) => words,
        Operand::Name(name) => return Err(format!("a row says `{name}`, which is no value")),
    })
}

impl Translated {
    fn fact(&mut self, path: &str, kind: Kind) -> String {
        let number = self.facts.len();
        self.facts.entry(path.into()).or_insert_with(|| Fact { name: format!("x{number}"), kind }).name.clone()
    }

    fn words_in(&mut self, value: &Value) {
        match value {
            Value::Object(members) if text(value, "type") == "string" && members.contains_key("text") => {
                self.words.of(&plain(value));
            }
            Value::Object(members) => members.values().for_each(|value| self.words_in(value)),
            _ => {}
        }
    }

    /// The columns that an input becomes.
    fn columns(
        &mut self,
        name: &str,
        kind: Kind,
        cells: &[&str],
        cases: &[Value],
        columns: &mut Vec<(String, Vec<String>)>,
    ) -> Result<(), String> {
        let mut own = Vec::new();
        let mut beside: Vec<(String, Vec<String>)> = Vec::new();
        for (row, cell) in cells.iter().enumerate() {
            let Some((denied, tests)) = tests(cell)? else {
                own.push("any".to_string());
                continue;
            };
            let other = match tests.as_slice() {
                [Test::Compare("=", Operand::Name(other))] if matches!(kind, Kind::Words | Kind::Truth) => {
                    self.fact(other, met(other, cases).unwrap_or(kind))
                }
                _ => {
                    let parts = tests.iter().map(|test| self.part(test, kind, cases)).collect::<Result<Vec<_>, _>>()?;
                    own.push(format!("{}{}", if denied { "not " } else { "" }, parts.join(", ")));
                    continue;
                }
            };
            own.push("any".to_string());
            let same = match kind {
                Kind::Truth => format!("{name} and {other} or not {name} and not {other}"),
                _ => format!("{name} = {other}"),
            };
            let at = beside.iter().position(|(known, _)| *known == same).unwrap_or_else(|| {
                beside.push((same, vec!["any".into(); cells.len()]));
                beside.len() - 1
            });
            if let Some(cell) = beside.get_mut(at).and_then(|(_, cells)| cells.get_mut(row)) {
                *cell = if denied { "no" } else { "yes" }.into();
            }
        }
        columns.push((name.into(), own));
        columns.append(&mut beside);
        Ok(())
    }

    fn part(&mut self, test: &Test, kind: Kind, cases: &[Value]) -> Result<String, String> {
        Ok(match test {
            Test::Compare("=", of) => match self.value(of, kind, cases)? {
                value if matches!(kind, Kind::Words | Kind::Truth) => value,
                value => format!("= {value}"),
            },
            Test::Compare(op, of) => format!("{op} {}", self.value(of, kind, cases)?),
            Test::Range(low, low_in, high, high_in) => {
                let (low, high) = (self.value(low, kind, cases)?, self.value(high, kind, cases)?);
                let (above, before) = (if *low_in { "" } else { "above " }, if *high_in { "" } else { "before " });
                format!("{above}{low} .. {before}{high}")
            }
        })
    }

    fn value(&mut self, of: &Operand, kind: Kind, cases: &[Value]) -> Result<String, String> {
        Ok(match (of, kind) {
            (Operand::Name(other), _) => self.fact(other, met(other, cases).unwrap_or(kind)),
            (Operand::Text(words), Kind::Words) => self.words.of(words),
            (Operand::Number(number), Kind::Number) => format!("{number} {UNIT}"),
            (Operand::Truth(truth), Kind::Truth) => if *truth { "yes" } else { "no" }.into(),
            (Operand::Literal(words), Kind::Duration) => format!("{} {UNIT}", length(words).ok_or("no length")?),
            (Operand::Literal(words), kind) => moment(words, kind),
            (other, _) => return Err(format!("{other:?} is of another kind than its column")),
        })
    }

    fn write(&mut self, policy: &str, columns: &[(String, Vec<String>)], says: &[Vec<String>]) {
        let mut text = String::from(
            "care edition 2026\nruleset dmn version \"1\" effective 2000-01-01\nsource tck \"DMN\" choice\nfacts {\n",
        );
        self.words.of("(any other)");
        let words: Vec<String> = (0..self.words.0.len()).map(|at| format!("w{at}")).collect();
        for fact in self.facts.values() {
            let kind = match fact.kind {
                Kind::Number | Kind::Duration => UNIT.to_string(),
                Kind::Words => format!("one of {}", words.join(", ")),
                Kind::Truth => "yes/no".into(),
                Kind::Date => "date".into(),
                Kind::Instant | Kind::Time => "instant".into(),
            };
            text += &format!("  {} : {kind}\n", fact.name);
        }
        text += &format!("}}\ntable t {policy} cite tck {{\n");
        let heads: Vec<&str> = columns.iter().map(|(head, _)| head.as_str()).collect();
        let names: Vec<String> = (1..=says.len()).map(|at| format!("o{at}")).collect();
        text += &format!("  {} || {}\n", heads.join(" | "), names.join(" | "));
        for row in 0..says.first().map_or(0, Vec::len) {
            let cells: Vec<&str> = columns.iter().filter_map(|(_, cells)| cells.get(row).map(String::as_str)).collect();
            let said: Vec<&str> = says.iter().filter_map(|cells| cells.get(row).map(String::as_str)).collect();
            text += &format!("  {} || {}\n", cells.join(" | "), said.join(" | "));
        }
        self.text = text + "}\n";
    }

    /// The record of a case; what is null is left out.
    pub fn record(&self, inputs: &Map<String, Value>) -> Result<Value, String> {
        let mut facts = Map::new();
        for (path, fact) in &self.facts {
            let Some(value) = input(inputs, path) else { continue };
            let words = plain(value);
            let value = match fact.kind {
                Kind::Number => json!({ "value": number(&words)?, "unit": UNIT }),
                Kind::Duration => json!({ "value": length(&words).ok_or("no length")?, "unit": UNIT }),
                Kind::Words => {
                    let at = self.words.0.iter().position(|known| *known == words).ok_or("no such word")?;
                    json!(format!("w{at}"))
                }
                Kind::Truth => json!(if value.as_bool() == Some(true) || words == "true" { "yes" } else { "no" }),
                kind => json!(moment(&words, kind)),
            };
            facts.insert(fact.name.clone(), value);
        }
        Ok(json!({ "format": 1, "patient": "dmn", "facts": facts }))
    }

    /// Whether something that the table looks at is null.
    pub fn lacks(&self, inputs: &Map<String, Value>) -> bool {
        self.facts.keys().any(|path| input(inputs, path).is_none())
    }

    /// What the case expects, a line a row. Where no row holds the defaults are, and those are not the table's to say.
    pub fn wanted(&self, wanted: &Value, no_row: bool) -> Result<Vec<Vec<Said>>, String> {
        let rows: Vec<&Value> = match wanted {
            Value::Array(rows) if self.several => rows.iter().collect(),
            one => vec![one],
        };
        let mut all = Vec::new();
        for row in rows {
            let mut line = Vec::new();
            for (name, _) in &self.outputs {
                let value = match (name, row) {
                    (Some(name), Value::Object(members)) if !members.contains_key("type") => members.get(name),
                    _ => Some(row),
                };
                line.push(value.map_or(Ok(Said::Nothing), expected)?);
            }
            all.push(line);
        }
        if no_row {
            let default = |(_, default): &(_, Option<String>)| match default.as_deref().map(operand) {
                Some(Ok(Operand::Text(words))) => Said::Words(words),
                Some(Ok(Operand::Number(number))) => Number::parse(&number).map_or(Said::Nothing, Said::Number),
                Some(Ok(Operand::Truth(truth))) => Said::Words(if truth { "yes" } else { "no" }.into()),
                _ => Said::Nothing,
            };
            let defaults: Vec<Said> = self.outputs.iter().map(default).collect();
            all.retain(|line| *line != defaults && line.iter().any(|said| *said != Said::Nothing));
        }
        Ok(all)
    }
}

fn expected(value: &Value) -> Result<Said, String> {
    Ok(match value {
        Value::Null => Said::Nothing,
        Value::Bool(truth) => Said::Words(if *truth { "yes" } else { "no" }.into()),
        _ => match kind(text(value, "type")) {
            Some(Kind::Number) => Said::Number(Number::parse(text(value, "text")).ok_or("no number")?),
            Some(_) => Said::Words(plain(value)),
            None => return Err(format!("of what kind is {value}?")),
        },
    })
}

fn number(words: &str) -> Result<Value, String> {
    serde_json::from_str(words).map_err(|why| why.to_string())
}

/// A date or point in time; a time of day is one of a fixed day.
fn moment(words: &str, kind: Kind) -> String {
    match kind {
        Kind::Time => moment(&format!("2000-01-01T{words}"), Kind::Instant),
        Kind::Instant => {
            let zoned = words.ends_with('Z') || words.get(10..).is_some_and(|time| time.contains(['+', '-']));
            if zoned { words.into() } else { format!("{words}Z") }
        }
        _ => words.into(),
    }
}

/// A duration in seconds, or in months: the two are never compared with each other.
fn length(words: &str) -> Option<i64> {
    let (sign, rest) = words.strip_prefix('-').map_or((1, words), |rest| (-1, rest));
    let (mut total, mut digits, mut in_time) = (0_i64, String::new(), false);
    for c in rest.strip_prefix('P')?.chars() {
        match c {
            'T' => in_time = true,
            '0'..='9' => digits.push(c),
            unit => {
                let each = match (unit, in_time) {
                    ('Y', false) => 12,
                    ('M', false) => 1,
                    ('D', false) => 86_400,
                    ('H', true) => 3_600,
                    ('M', true) => 60,
                    ('S', true) => 1,
                    _ => return None,
                };
                total = total.checked_add(std::mem::take(&mut digits).parse::<i64>().ok()?.checked_mul(each)?)?;
            }
        }
    }
    Some(total * sign)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{length, refusal, translate};
    use serde_json::json;

    fn table(policy: &str, aggregation: Option<&str>) -> serde_json::Value {
        json!({
            "decision": "d", "hit_policy": policy, "aggregation": aggregation,
            "inputs": [{ "expression": "Age", "type": "number", "allowed": null }],
            "outputs": [{ "name": null, "allowed": null, "default": null }],
            "rules": [{ "when": [">=18"], "then": ["\"Adult\""] }, { "when": ["-"], "then": ["\"Child\""] }],
        })
    }

    #[test]
    fn a_table_is_written_and_a_policy_that_is_none_here_is_refused_by_name() {
        let written = translate(&table("FIRST", None), &[]).unwrap().text;
        let rows = "table t first row cite tck {\n  x0 || o1\n  >= 18 kg || \"Adult\"\n  any || \"Child\"\n}\n";
        assert!(written.ends_with(rows), "{written}");
        assert_eq!(refusal(&table("FIRST", None)), None);
        for (policy, aggregate, named) in
            [("COLLECT", Some("SUM"), "COLLECT SUM"), ("PRIORITY", None, "PRIORITY"), ("OUTPUT ORDER", None, "OUTPUT")]
        {
            assert!(refusal(&table(policy, aggregate)).unwrap().starts_with(named));
        }
    }

    #[test]
    fn a_duration_is_a_number_of_seconds_or_of_months() {
        assert_eq!((length("PT10H"), length("P1DT1M"), length("-P1Y2M")), (Some(36_000), Some(86_460), Some(-14)));
        assert_eq!(length("10 days"), None);
    }
}
