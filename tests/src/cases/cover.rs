//! What the cases reach: constructs by outcomes, actions by kinds, problems and errors by codes, with counts.

use std::collections::BTreeMap;

use serde_json::Value;
use stepcare::Ruleset;
use stepcare_core::construct::Decision;
use stepcare_core::record::problem::PROBLEMS;

/// A construct and its outcomes.
type Row = (&'static str, &'static [&'static str]);

/// Tasks, orders, referrals and messages close where a `when` line asks for them no longer.
const ROWS: &[Row] = &[
    ("screening", &["eligible", "excluded", "referred", "undetermined"]),
    ("average", &["ready", "insufficient", "undetermined"]),
    ("left out", &["skipped_reading", "not_needed", "not_selected", "extra_in_session", "incomplete", "rejected"]),
    ("goal", &["at_goal", "above_goal", "below_range", "not_assessable", "undetermined"]),
    ("alert", &["fired", "undetermined", "quiet"]),
    ("confirmation", &["confirmed", "awaiting", "unconfirmed", "same_day_review"]),
    ("contraindication", &["applies", "does_not_apply", "undetermined"]),
    ("check", &["does_not_apply", "due", "overdue", "done", "undetermined"]),
    ("ladder", &["stay", "step", "hold", "wait", "blocked", "exhausted", "does_not_apply", "undetermined"]),
    ("table", &["matched", "no_row", "rows_conflict", "undetermined"]),
    ("when", &["holds", "does_not_hold", "undetermined"]),
    ("score", &["scored", "undetermined"]),
    ("cards", &["matched", "no_row", "undetermined"]),
    ("measure", &["counted", "uncounted", "excepted", "excused", "not_among", "undetermined"]),
    ("reminder", &["message", "task", "waiting"]),
    ("task", &["create", "keep", "update", "close"]),
    ("order", &["create", "keep", "update", "close"]),
    ("referral", &["create", "keep", "update", "close"]),
    ("message", &["create", "keep", "update", "close"]),
    (
        "unknown",
        &[
            "absent",
            "undated",
            "stale",
            "conflict",
            "refused",
            "partial",
            "not_supplied",
            "feed_behind",
            "no_rows",
            "unmapped",
        ],
    ),
    ("valid until", &["an instant", "always"]),
];

/// The error codes that bad input of one call can reach; the rest need a limit or a setting.
const ERRORS: &[&str] = &[
    "H0001", "H0002", "H0003", "H0004", "H0005", "H0012", "H0102", "H0103", "H0104", "H0105", "H0106", "H0107",
    "H0108", "H0109", "H0110", "H0111", "H0113", "H0114",
];

/// Counts by row and cell.
#[derive(Debug, Default)]
pub struct Cover(BTreeMap<(String, String), usize>);

impl Cover {
    fn count(&mut self, row: &str, cell: &str) {
        *self.0.entry((row.into(), cell.into())).or_default() += 1;
    }

    /// Counts what an answer reaches.
    pub fn add(&mut self, ruleset: Option<&Ruleset>, answer: &str) {
        let Ok(answer) = serde_json::from_str::<Value>(answer) else { return };
        if let Some(code) = answer.pointer("/error/code").and_then(Value::as_str) {
            self.count("error", code.trim_start_matches("care::"));
        }
        let Some(ruleset) = ruleset.filter(|_| answer.get("format").is_some()) else { return };
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
        let list = |name: &str| answer.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        for decision in &ruleset.compiled().decisions {
            let name = decision.name();
            let reported = |place: &str| answer.get(place).and_then(|d| d.get(name)).map(|d| text(d, "status"));
            match decision {
                Decision::Average(_) => {
                    self.count("average", &reported("averages").unwrap_or_default());
                    let rows = answer.pointer(&format!("/averages/{name}/left_out")).and_then(Value::as_array);
                    for row in rows.into_iter().flatten() {
                        self.count("left out", &text(row, "why"));
                    }
                }
                Decision::Alert(_) => {
                    if !list("alerts").iter().any(|alert| text(alert, "alert") == name) {
                        self.count("alert", "quiet");
                    }
                }
                Decision::Measure(_) => self.count("measure", &reported("measures").unwrap_or_default()),
                Decision::Table(table) if table.topic.is_some() => {
                    self.count("cards", &reported("decisions").unwrap_or_default());
                }
                other => self.count(construct(other), &reported("decisions").unwrap_or_default()),
            }
        }
        for alert in list("alerts") {
            self.count("alert", &text(&alert, "status"));
            self.count("confirmation", &text(&alert, "confirmation"));
        }
        let reminders: Vec<&str> = ruleset.compiled().reminders.iter().map(|r| r.name.as_str()).collect();
        let reminds = |action: &Value| {
            let because = action.get("because").and_then(Value::as_array).cloned().unwrap_or_default();
            because.iter().filter_map(Value::as_str).any(|rule| reminders.iter().any(|name| rule.starts_with(name)))
        };
        for action in list("actions") {
            self.count(&text(&action, "kind"), &text(&action, "do"));
            if reminds(&action) {
                self.count("reminder", &text(&action, "kind"));
            }
        }
        for _ in list("waiting") {
            self.count("reminder", "waiting");
        }
        for problem in list("problems") {
            self.count("problem", text(&problem, "code").trim_start_matches("care::"));
        }
        self.unknowns(&answer);
        let holds = if answer.get("valid_until").is_some_and(Value::is_object) { "an instant" } else { "always" };
        self.count("valid until", holds);
    }

    /// Every `unknown` entry, wherever it stands.
    fn unknowns(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.unknowns(item)),
            Value::Object(members) => {
                if let (Some(Value::String(why)), Some(_)) = (members.get("why"), members.get("name")) {
                    self.count("unknown", why);
                }
                members.values().for_each(|member| self.unknowns(member));
            }
            _ => {}
        }
    }

    /// The table, and the cells that are empty.
    #[must_use]
    pub fn table(&self) -> (String, Vec<String>) {
        let mut rows: Vec<(&str, Vec<&str>)> = ROWS.iter().map(|(row, cells)| (*row, cells.to_vec())).collect();
        rows.push(("problem", PROBLEMS.iter().map(|p| p.code.trim_start_matches("care::")).collect()));
        rows.push(("error", ERRORS.to_vec()));
        let (mut table, mut empty) = (String::new(), Vec::new());
        for (row, cells) in rows {
            let mut line = format!("{row:<18}");
            for cell in cells {
                let count = self.0.get(&(row.to_string(), cell.to_string())).copied().unwrap_or(0);
                let shown = format!("{cell} {count}");
                let width = line.lines().next_back().map_or(0, str::len);
                if width + shown.len() > 116 {
                    line.truncate(line.trim_end().len());
                    line.push_str(&format!("\n{:18}", ""));
                }
                line.push_str(&(shown + "  "));
                if count == 0 {
                    empty.push(format!("{row}: {cell}"));
                }
            }
            table.push_str(line.trim_end());
            table.push('\n');
        }
        (table, empty)
    }
}

fn construct(decision: &Decision) -> &'static str {
    match decision {
        Decision::Screening(_) => "screening",
        Decision::Average(_) => "average",
        Decision::Alert(_) => "alert",
        Decision::Goal(_) => "goal",
        Decision::Contraindication(_) => "contraindication",
        Decision::Check(_) => "check",
        Decision::Ladder(_) => "ladder",
        Decision::Table(_) => "table",
        Decision::When(_) => "when",
        Decision::Score(_) => "score",
        Decision::Measure(_) => "measure",
    }
}
