//! `goal`.

use stepcare_core::construct::Decision;
use stepcare_core::construct::goal::{Bound, Goal};
use stepcare_core::expression::Node;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::{ColumnId, DecisionId};

use crate::shared::{AVERAGE, all_said, compiled, constant, decision, passes, refused};

fn goal(lines: &str) -> String {
    format!("{AVERAGE}goal target for mean_bp {{\n{lines}\n}}\n")
}

fn read(lines: &str) -> (Compiled, Goal) {
    let compiled = compiled(&goal(lines));
    let Decision::Goal(goal) = decision(&compiled, "target").clone() else { panic!() };
    (compiled, goal)
}

/// The limits of a line: column, comparator, values.
fn limits(of: &(Compiled, Goal), line: usize) -> Vec<(ColumnId, &'static str, String)> {
    let value = |id| constant(&of.0, id);
    let limits = of.1.lines[line].limits.iter();
    limits
        .map(|limit| match limit.bound {
            Bound::Below(high) => (limit.column, "below", value(high)),
            Bound::AtMost(high) => (limit.column, "at most", value(high)),
            Bound::Within(low, high) => (limit.column, "within", format!("{} .. {}", value(low), value(high))),
            Bound::WithinBefore(low, high) => {
                (limit.column, "within", format!("{} .. before {}", value(low), value(high)))
            }
        })
        .collect()
}

#[test]
fn a_pressure_is_read_as_the_two_reported_columns_in_order() {
    let read = read("  below 140/90 when age >= 85 years and frail\n  below 130/80 otherwise");
    let [systolic, diastolic] = [ColumnId(0), ColumnId(1)];
    assert_eq!(limits(&read, 0), [(systolic, "below", "140 mmHg".into()), (diastolic, "below", "90 mmHg".into())]);
    assert_eq!(limits(&read, 1), [(systolic, "below", "130 mmHg".into()), (diastolic, "below", "80 mmHg".into())]);
    assert!(read.1.lines[0].when.is_some() && read.1.lines[1].when.is_none());
    assert_eq!(read.1.average, DecisionId(0));
}

#[test]
fn at_most_is_another_comparator_than_below() {
    assert_eq!(limits(&read("  at most 129/79 otherwise"), 0)[0].1, "at most");
}

#[test]
fn columns_may_be_named_one_by_one_with_their_unit() {
    let read = read("  systolic below 130 mmHg when frail\n  systolic 120 .. 129 and diastolic 70 .. 79 otherwise");
    assert_eq!(limits(&read, 0), [(ColumnId(0), "below", "130 mmHg".into())]);
    assert_eq!(limits(&read, 1)[1], (ColumnId(1), "within", "70 mmHg .. 79 mmHg".into()));
}

#[test]
fn a_range_may_leave_its_upper_end_out_and_a_floor_stands_alone() {
    let read = read("  systolic 120 .. before 130 when frail\n  systolic at least 120 mmHg otherwise");
    assert_eq!(limits(&read, 0), [(ColumnId(0), "within", "120 mmHg .. before 130 mmHg".into())]);
    // What no plausible reading is above.
    assert_eq!(limits(&read, 1), [(ColumnId(0), "within", "120 mmHg .. 300 mmHg".into())]);
}

/// A goal of one line, and what is expected of it at some means.
fn judged(line: &str, expected: &[(&str, &str)]) {
    let mut text = goal(&format!("  {line} otherwise"));
    for (mean, status) in expected {
        text += &format!(
            "test \"{mean}\" {{\n  as of 2026-03-02T09:00 in America/New_York\n  \
             given mean_bp is ready with {mean}\n  expect target is {status}\n}}\n"
        );
    }
    passes(&text);
}

#[test]
fn every_form_of_limit_at_its_boundary() {
    judged("below 130/80", &[("129.999/79.999", "at goal"), ("130/79", "above goal"), ("129/80", "above goal")]);
    judged("at most 130/80", &[("130/80", "at goal"), ("130.001/80", "above goal"), ("130/80.001", "above goal")]);
    judged("systolic below 130 mmHg", &[("129/120", "at goal"), ("130/60", "above goal")]);
    judged(
        "systolic 120 .. 129 and diastolic 70 .. 79",
        &[
            ("120/70", "at goal"),
            ("129/79", "at goal"),
            ("119.999/75", "below range"),
            ("125/69.999", "below range"),
            ("129.001/75", "above goal"),
            ("119/79.001", "above goal"),
        ],
    );
    judged(
        "systolic 120 .. before 130",
        &[("120/80", "at goal"), ("129.999/80", "at goal"), ("130/80", "above goal"), ("119/80", "below range")],
    );
    judged("systolic at least 120 mmHg", &[("120/80", "at goal"), ("119.999/80", "below range")]);
}

#[test]
fn a_patient_s_own_limit_that_is_not_known_leaves_open_what_it_decides() {
    let own = goal("  at most own_limit/80 otherwise");
    let test = |given: &str, mean: &str, expected: &str| {
        format!(
            "test \"{given} {mean}\" {{\n  as of 2026-03-02T09:00 in America/New_York\n  {given}\n  \
             given mean_bp is ready with {mean}\n  expect target is {expected}\n}}\n"
        )
    };
    passes(&format!(
        "{own}{}{}{}{}",
        test("given own_limit is 140 mmHg", "140/80", "at goal"),
        test("given own_limit is 139 mmHg", "140/80", "above goal"),
        test("given nothing", "120/70", "undetermined"),
        // The known limit alone breaks it (D-26).
        test("given nothing", "120/81", "above goal"),
    ));
}

#[test]
fn a_limit_may_be_the_patient_s_own_or_in_another_unit_of_its_dimension() {
    let (compiled, goal) = read("  at most own_limit/80 otherwise");
    let Bound::AtMost(own) = goal.lines[0].limits[0].bound else { panic!() };
    assert!(matches!(compiled.program.node(own), Some(Node::Fact(_))));
    let read = read("  systolic below 16 kPa otherwise");
    assert!(limits(&read, 0)[0].2.ends_with(" mmHg"));
}

#[test]
fn a_goal_may_stand_before_its_average() {
    let text = format!("goal target for mean_bp {{\n  below 130/80 otherwise\n}}\n{AVERAGE}");
    let compiled = compiled(&text);
    let Decision::Goal(goal) = decision(&compiled, "target") else { panic!() };
    assert!(matches!(compiled.decisions[goal.average.index()], Decision::Average(_)));
}

#[test]
fn a_goal_has_a_line_for_everybody_else_and_none_behind_it() {
    refused(
        &goal("  below 140/90 when frail"),
        &["E0304 this goal has no line for everybody else", "`below 130/80 otherwise`"],
    );
    refused(
        &goal("  below 130/80 otherwise\n  below 140/90 when frail"),
        &["E0403 a line after `otherwise` is never read", "move it above `otherwise`"],
    );
    refused(&goal("  below 140/90\n  below 130/80 otherwise"), &["E0304 this line does not say for whom it is"]);
    refused(&goal(""), &["E0304 this goal has no limits"]);
}

#[test]
fn a_goal_judges_an_average() {
    let text = |subject| goal("  below 130/80 otherwise").replace("for mean_bp", subject);
    refused(&text("for mean_pb"), &["E0201 there is no average `mean_pb`", "did you mean `mean_bp`?"]);
    refused(&text("for home_bp"), &["E0204 `home_bp` is not an average", "a goal judges an average"]);
    refused(&text("for age"), &["E0204 `age` is not an average", "name an average: mean_bp"]);
}

#[test]
fn there_is_one_limit_for_each_reported_column() {
    refused(
        &goal("  below 130 mmHg otherwise"),
        &["E0214 one limit for an average that reports `systolic` and `diastolic`", "`systolic below 130 mmHg"],
    );
    refused(&goal("  pulse below 130 mmHg otherwise"), &["E0217 the average does not report `pulse`"]);
    refused(&goal("  sistolic below 130 mmHg otherwise"), &["E0217", "did you mean `systolic`?"]);
    refused(
        &goal("  systolic below 130 mmHg and systolic below 120 mmHg otherwise"),
        &["E0402 a column has one limit in a line"],
    );
}

#[test]
fn a_limit_is_in_the_unit_of_its_column() {
    refused(&goal("  systolic below 130 otherwise"), &["E0213 130 is not 130 mmHg", "write `130 mmHg`"]);
    refused(&goal("  systolic below 130 kg otherwise"), &["E0214 a mass (kg) where a pressure (mmHg) is expected"]);
    refused(&goal("  at most age/80 otherwise"), &["E0214", "where a pressure (mmHg) is expected"]);
}

#[test]
fn a_limit_that_nobody_can_be_near_is_an_error() {
    refused(&goal("  below 80/130 otherwise"), &["E0305 80/130 is no blood pressure", "write `130/80`"]);
    refused(&goal("  below 1300/80 otherwise"), &["E0305 no plausible reading is near 1300"]);
    refused(&goal("  systolic 129 .. 120 otherwise"), &["E0305 nothing is between 129 and 120", "write `120 .. 129`"]);
}

#[test]
fn every_broken_line_is_reported() {
    let said = all_said(&goal("  blow 140/90 when frail\n  below 130/80 whenever frail\n  below 130/80 otherwise"));
    assert_eq!(said.len(), 2, "{said:#?}");
}

#[test]
fn a_line_cites_a_source_or_the_goal_does_for_all() {
    let every = "  every clinical rule cites a source\n";
    let average = AVERAGE.replace("of home_bp", "of home_bp cite local");
    let lines = "{\n  below 140/90 when frail cite paper\n  below 130/80 otherwise\n}\n";
    refused(
        &format!("{every}{average}goal target for mean_bp {lines}"),
        &["E0401 this line of the goal cites no source"],
    );
    let compiled = compiled(&format!("{every}{average}goal target for mean_bp cite local {lines}"));
    let Decision::Goal(goal) = decision(&compiled, "target") else { panic!() };
    let sources: Vec<u32> = goal.lines.iter().map(|line| line.cite[0].source.0).collect();
    let place = |name: &str| compiled.sources.iter().position(|s| s.name == name).unwrap();
    assert_eq!(sources, [place("paper") as u32, place("local") as u32]);
}

#[test]
fn a_goal_of_a_broken_average_says_nothing_more() {
    let text = goal("  below 130/80 otherwise").replace("mean systolic, mean diastolic", "mean sistolic");
    refused(&text, &["E0201 home_bp has no column `sistolic`"]);
}

#[test]
fn a_broken_head_hides_no_error_of_its_block_and_a_line_has_no_block() {
    let said = all_said(&goal("  belw 130/80 otherwise").replace("for mean_bp", "mean_bp"));
    assert_eq!(said.len(), 2, "{said:#?}");
    refused(&goal("  below 130/80 otherwise { frail }"), &["E0101 a block where none belongs"]);
}
