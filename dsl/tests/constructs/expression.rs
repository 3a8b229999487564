//! Expressions at their boundaries, from text to answer: comparisons in words, ranges, percentages, changes, `else`.

use crate::shared::{passes, refused};

/// A screening that excludes by a condition, and what is expected of it for what is given.
fn excludes(condition: &str, cases: &[(&str, &str)]) {
    excludes_by("", condition, cases);
}

fn excludes_by(defines: &str, condition: &str, cases: &[(&str, &str)]) {
    let mut text = format!("{defines}screening s {{\n  exclude it when {condition}\n  otherwise eligible\n}}\n");
    for (n, (given, status)) in cases.iter().enumerate() {
        text += &format!(
            "test \"{n}\" {{\n  as of 2026-03-02T09:00 in America/New_York\n  given {given}\n  expect s is {status}\n}}\n"
        );
    }
    passes(&text);
}

#[test]
fn at_most_and_at_least_hold_at_the_limit() {
    excludes(
        "potassium at most 3.5 mmol/L",
        &[
            ("potassium is 3.5 mmol/L", "excluded"),
            ("potassium is 3.501 mmol/L", "eligible"),
            ("nothing", "undetermined"),
        ],
    );
    excludes(
        "potassium at  least 5.5 mmol/L",
        &[
            ("potassium is 5.5 mmol/L", "excluded"),
            ("potassium is 5.499 mmol/L", "eligible"),
            ("nothing", "undetermined"),
        ],
    );
}

#[test]
fn between_holds_both_its_ends() {
    excludes(
        "potassium between 3.5 mmol/L and 5.5 mmol/L",
        &[
            ("potassium is 3.5 mmol/L", "excluded"),
            ("potassium is 5.5 mmol/L", "excluded"),
            ("potassium is 3.499 mmol/L", "eligible"),
            ("potassium is 5.501 mmol/L", "eligible"),
            ("nothing", "undetermined"),
        ],
    );
}

#[test]
fn outside_leaves_the_ends_of_a_range_inside_unless_it_says_otherwise() {
    let cases = |low: &'static str, high: &'static str| {
        [
            ("potassium is 3.5 mmol/L", low),
            ("potassium is 5.5 mmol/L", high),
            ("potassium is 4 mmol/L", "eligible"),
            ("potassium is 3.499 mmol/L", "excluded"),
            ("potassium is 5.501 mmol/L", "excluded"),
            ("nothing", "undetermined"),
        ]
    };
    excludes("potassium outside 3.5 mmol/L .. 5.5 mmol/L", &cases("eligible", "eligible"));
    excludes("potassium outside above 3.5 mmol/L .. 5.5 mmol/L", &cases("excluded", "eligible"));
    excludes("potassium outside 3.5 mmol/L .. before 5.5 mmol/L", &cases("eligible", "excluded"));
    excludes("potassium outside above 3.5 mmol/L .. before 5.5 mmol/L", &cases("excluded", "excluded"));
}

#[test]
fn a_range_may_end_at_a_setting() {
    let own = |text: &'static str, status: &'static str| (text, status);
    excludes(
        "own_limit outside 100 mmHg .. bound",
        &[
            own("own_limit is 180 mmHg", "eligible"),
            own("setting bound is 170 mmHg; given own_limit is 170 mmHg", "eligible"),
            own("setting bound is 170 mmHg; given own_limit is 170.1 mmHg", "excluded"),
            own("setting bound is 170 mmHg", "undetermined"),
        ],
    );
}

#[test]
fn a_share_is_compared_in_percent_exactly() {
    let share = "define good = home_bp where systolic < 130 mmHg and diastolic < 80 mmHg\n\
         define share = (count of good in last 7 days) / (count of home_bp in last 7 days)\n";
    excludes_by(
        share,
        "share < 75%",
        &[
            // 3 of 4, 2 of 3.
            ("home_bp is 129/79 at 08:00 on 2026-02-25 .. 2026-02-27, 130/79 at 2026-03-01", "eligible"),
            ("home_bp is 129/79 at 08:00 on 2026-02-25 .. 2026-02-26, 130/79 at 2026-03-01", "excluded"),
            // Of no readings there is no share, and without a diastolic it is open.
            ("no home_bp", "undetermined"),
            ("home_bp is 129/79 at 08:00 on 2026-02-25 .. 2026-02-27, 129/- at 2026-03-01", "eligible"),
            ("home_bp is 129/79 at 08:00 on 2026-02-25 .. 2026-02-26, 129/- at 2026-03-01", "undetermined"),
            ("nothing", "undetermined"),
        ],
    );
}

#[test]
fn a_change_is_a_share_of_the_value_before_or_a_difference() {
    let since = "medications are losartan 50 mg from 2026-02-10; given creatinine is";
    let given = |values: &str| format!("{since} {values}");
    let (at, over) =
        ("1.0 mg/dL at 2026-02-01, 1.3 mg/dL at 2026-02-20", "1.0 mg/dL at 2026-02-01, 1.31 mg/dL at 2026-02-20");
    let none_before = "1.3 mg/dL at 2026-02-20";
    for (limit, cases) in [
        ("> 30%", [(at, "eligible"), (over, "excluded"), (none_before, "undetermined")]),
        ("at least 0.3 mg/dL", [(at, "excluded"), (over, "excluded"), (none_before, "undetermined")]),
        ("> 0.3 mg/dL", [(at, "eligible"), (over, "excluded"), (none_before, "undetermined")]),
    ] {
        let given: Vec<(String, &str)> = cases.iter().map(|(values, status)| (given(values), *status)).collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(given, status)| (given.as_str(), *status)).collect();
        excludes(&format!("change of creatinine from last before start of acei, arb {limit}"), &given);
    }
}

#[test]
fn what_stands_behind_else_holds_where_the_value_is_unknown() {
    excludes(
        "(potassium, else 4.0 mmol/L) > 5.0 mmol/L",
        &[
            ("potassium is 5.1 mmol/L", "excluded"),
            ("nothing", "eligible"),
            ("potassium is 5.1 mmol/L at 2025-01-01", "eligible"),
        ],
    );
}

#[test]
fn a_comparison_in_words_needs_its_unit_too() {
    refused(
        "screening s {\n  exclude it when potassium at most 3\n  otherwise eligible\n}\n",
        &["E0213", "write `3 mmol/L`"],
    );
}

#[test]
fn a_fact_that_is_valid_for_a_time_says_how_long() {
    refused("facts { x : yes/no valid from chart }\n", &["E0101 `from` cannot stand here", "expected a whole number"]);
}
