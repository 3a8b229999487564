//! `table`.

use crate::shared::{AVERAGE, GOAL, all_said, failed, refused};

const FOLLOW_UP: &str = "table follow_up exactly one row cite paper {
  target.status  | frail || next_contact | how
  at goal        | any   || 6 months     | \"a call\"
  above goal     | no    || 4 weeks      | \"a call\"
  above goal     | yes   || 2 weeks      | \"a visit\"
  below range    | any   || 1 week       | \"a call\"
  not assessable | any   || 1 week       | \"a call\"
}
";

const STAGE: &str = "table stage first row cite paper {
  own_limit || stage
  >= 140 mmHg || second
  130 mmHg .. before 140 mmHg || first
  any || none
}
";

#[test]
fn the_status_of_a_goal_and_a_fact_choose_the_row() {
    let body = format!("{AVERAGE}{GOAL}{FOLLOW_UP}");
    let found = failed(
        &body,
        &[
            ("given target is at goal", "expect follow_up.next_contact is 6 months"),
            ("given target is above goal\n given frail is yes", "expect follow_up.how is \"a visit\""),
            ("given target is above goal\n given frail is no", "expect follow_up.next_contact is 4 weeks"),
            ("given target is not assessable", "expect follow_up is matched"),
            // Which of two rows holds depends on a fact that nobody has given.
            ("given target is above goal", "expect follow_up is undetermined\n expect ask frail"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_bound_belongs_to_the_row_that_says_so() {
    let rows = [(129, "none"), (130, "first"), (139, "first"), (140, "second"), (141, "second")];
    let tests: Vec<(String, String)> = rows
        .iter()
        .map(|(value, stage)| (format!("given own_limit is {value} mmHg"), format!("expect stage is {stage}")))
        .collect();
    let tests: Vec<(&str, &str)> = tests.iter().map(|(given, expect)| (given.as_str(), expect.as_str())).collect();
    assert_eq!(failed(STAGE, &tests), [""; 0]);
}

#[test]
fn a_reading_that_is_not_there_is_not_the_last_row() {
    assert_eq!(failed(STAGE, &[("given nothing", "expect stage is undetermined\n expect ask own_limit")]), [""; 0]);
    let wrong = failed(STAGE, &[("given nothing", "expect stage is none")]);
    assert_eq!(wrong, ["expect stage is none: stage says nothing: it is undetermined by stage/1, stage/2, stage/3"]);
}

#[test]
fn another_rule_reads_a_table_by_its_name_or_its_column() {
    let body = format!(
        "{STAGE}screening who {{
  exclude high when stage is one of first, second cite paper
  refer   later when stage.stage is none and frail cite paper
  otherwise eligible
}}
"
    );
    let found = failed(
        &body,
        &[
            ("given own_limit is 130 mmHg\n given frail is no", "expect who is excluded"),
            ("given own_limit is 129 mmHg\n given frail is no", "expect who is eligible"),
            ("given own_limit is 129 mmHg\n given frail is yes", "expect who is referred"),
            ("given frail is no", "expect who is undetermined"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_table_chooses_by_what_another_says_and_several_words_share_a_cell() {
    let body = format!(
        "{STAGE}table seen first row cite paper {{
  stage         | age                      || seen_in
  second        | any                      || 1 week
  first, second | above 65 years .. 80 years || 2 weeks
  any           | any                      || 1 year
}}
"
    );
    let found = failed(
        &body,
        &[
            ("given own_limit is 130 mmHg\n given age is 65 years", "expect seen is 1 year"),
            ("given own_limit is 130 mmHg\n given age is 66 years", "expect seen is 2 weeks"),
            ("given own_limit is 130 mmHg\n given age is 81 years", "expect seen.seen_in is 1 year"),
            ("given own_limit is 140 mmHg", "expect seen is 1 week"),
            ("given age is 70 years", "expect seen is undetermined"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_cell_that_says_what_it_is_not_holds_for_everything_else() {
    let body = format!(
        "{AVERAGE}{GOAL}{STAGE}table seen first row cite paper {{
  stage             | target.status  || seen_in
  not second, first | not at goal    || 1 week
  any               | not assessable || 2 weeks
  not none          | any            || 3 weeks
}}
"
    );
    let seen = |mmhg: u32, goal: &str| format!("given own_limit is {mmhg} mmHg\n given target is {goal}");
    let tests = [
        (seen(129, "above goal"), "expect seen is 1 week"),
        (seen(129, "at goal"), "expect seen is no row"),
        (seen(130, "at goal"), "expect seen is 3 weeks"),
        (seen(140, "not assessable"), "expect seen is 2 weeks"),
    ];
    let tests: Vec<(&str, &str)> = tests.iter().map(|(given, expect)| (given.as_str(), *expect)).collect();
    assert_eq!(failed(&body, &tests), [""; 0]);
}

#[test]
fn all_rows_collects_words_in_order() {
    let body = "table advice all rows cite paper {
  age         | symptoms   || advice
  >= 65 years | any        || walk
  any         | chest_pain || emergency
}
screening who {
  exclude now when advice has emergency cite paper
  otherwise eligible
}
";
    let found = failed(
        body,
        &[
            (
                "given age is 65 years\n given symptoms are chest_pain",
                "expect advice is walk\n expect advice is emergency",
            ),
            ("given age is 64 years\n given symptoms are none", "expect advice is no row\n expect who is eligible"),
            // That of `walk` is unknown; `emergency` is sure.
            ("given symptoms are chest_pain", "expect advice is undetermined\n expect who is excluded"),
            ("given age is 65 years", "expect who is undetermined"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

fn table(lines: &str) -> String {
    format!("table t first row cite paper {{\n{lines}\n}}\n")
}

#[test]
fn a_table_that_cannot_be_read_says_where() {
    refused(&table("  age || t"), &["E0304 this table has no rows"]);
    refused(&table("  age | frail\n  any || yes"), &["E0101 this line has no `||`"]);
    refused(&table("  age || t\n  > 3 years || low || high"), &["E0101 this line has more than one `||`"]);
    refused(&table("  age || t\n  > 3 years | yes || low"), &["E0305 2 cells of what is looked at"]);
    refused(&table("  age || t\n  > 3 || low"), &["E0213 3 is not 3 years", "write `3 years`"]);
    refused(&table("  frail || t\n  maybe || low"), &["E0216 this is never `maybe`"]);
    refused(&table("  age || t\n  > 3 years || low\n  any || 5"), &["E0214 a column says one kind of thing"]);
    refused(&table("  age || t\n  any || low\n  > 3 years || high"), &["E0403 a row after one that always holds"]);
    refused(&table("  age || t | t\n  any || low | high"), &["E0202 the column `t` stands twice"]);
    let two = table("  age || t\n  any || low\n  > 3 years || high").replace("first row", "exactly one row");
    refused(&two, &["E0305 two rows of this table can hold at once", "say `first row`"]);
}

#[test]
fn what_a_table_never_says_is_refused_where_it_is_asked_for() {
    let asked =
        |when: &str| format!("{STAGE}screening who {{\n  exclude x when {when} cite paper\n  otherwise eligible\n}}\n");
    assert!(all_said(&asked("stage is third"))[0].starts_with("E0216 this is never `third`"));
    assert!(all_said(&asked("stage.level is first"))[0].starts_with("E0217 `stage` has no value `level`"));
}
