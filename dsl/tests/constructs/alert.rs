//! `alert`.

use stepcare_core::construct::{Act, Alert, Decision};
use stepcare_core::expression::{Node, Source};
use stepcare_core::value::Duration;
use stepcare_core::value::id::ColumnId;

use crate::shared::{all_said, compiled, decision, refused};

const CRITICAL: &str = "  critical when systolic >= bound then task look for clinician due today cite local\n";

fn alert(lines: &str) -> String {
    format!("alert a on each home_bp in last 14 days {{\n{lines}\n}}\n")
}

fn read(text: &str) -> Alert {
    match decision(&compiled(text), "a") {
        Decision::Alert(alert) => alert.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_clause_of_an_alert_is_kept() {
    let text = format!(
        "{CRITICAL}  low when systolic < 90 mmHg then task call for navigator due in 1 day\n\
         \n  confirm by another reading within 30 minutes, unless any symptoms\n  one task a day"
    );
    let read = read(&alert(&text));
    assert_eq!(read.horizon, Duration::parse("14 days").unwrap());
    let levels: Vec<&str> = read.lines.iter().map(|line| line.level.as_str()).collect();
    assert_eq!(levels, ["critical", "low"]);
    assert!(matches!(read.lines[0].then.act, Act::Task { role: Some(_), .. }));
    let confirm = read.confirm.unwrap();
    assert_eq!((confirm.within, confirm.unless.is_some()), (Duration::parse("30 minutes").unwrap(), true));
    assert!(read.one_task_a_day);
}

#[test]
fn a_level_may_be_followed_by_a_bracket() {
    let read = read(&alert(&CRITICAL.replace("when systolic >= bound", "when(systolic >= bound)")));
    assert_eq!(read.lines[0].level, "critical");
}

#[test]
fn a_fact_s_history_is_rows_with_its_value_as_the_only_column() {
    let text =
        "alert a on each potassium in last 30 days {\n  critical when potassium >= 6.0 mmol/L then task look\n}\n";
    let compiled = compiled(text);
    let Decision::Alert(alert) = decision(&compiled, "a") else { panic!() };
    assert!(matches!(alert.on, Source::Fact(_)));
    let column = Node::Column(ColumnId(0));
    assert!(compiled.program.nodes.contains(&column), "the name stands for the value of the row at hand");
}

#[test]
fn an_alert_is_over_rows_that_are_declared_or_named_and_a_confirmation_over_all_of_them() {
    let on = |name: &str| alert(CRITICAL).replace("home_bp", name);
    refused(&on("home_bq"), &["E0201 there is no series or fact `home_bq`", "did you mean `home_bp`?"]);
    refused(
        &format!("define recent = home_bp newest 2\n{}", on("recent")),
        &["E0204 these rows are told apart by more than each row by itself"],
    );
    let confirmed = on("recent").replace("\n}", "\n  confirm by another reading within 30 minutes\n}");
    refused(
        &format!("define recent = home_bp where method is cuff\n{confirmed}"),
        &["E0305 a confirmation looks at every reading, and this alert only at some", "name the whole series"],
    );
    refused(&alert(CRITICAL).replace("14 days", "0 days"), &["E0219 an alert over no time at all sees no row"]);
}

#[test]
fn a_line_says_what_is_done() {
    refused(
        &alert("  critical when systolic >= bound"),
        &["E0304 this line of the alert does not say what is done", "`then task NAME for ROLE due today`"],
    );
    refused(&alert(""), &["E0304 this alert has no level"]);
    refused(&alert("  one task a day"), &["E0304 this alert has no level"]);
}

#[test]
fn a_level_that_is_nearly_a_known_one_is_a_slip() {
    refused(&alert(&CRITICAL.replace("critical", "criticl")), &["E0107 `criticl`", "did you mean `critical`?"]);
    let levels: Vec<String> =
        read(&alert(&CRITICAL.replace("critical", "review"))).lines.into_iter().map(|l| l.level).collect();
    assert_eq!(levels, ["review"]);
}

#[test]
fn lines_stand_most_urgent_first() {
    let low = CRITICAL.replace("critical", "low");
    refused(&alert(&format!("{low}{CRITICAL}")), &["E0403 `critical` stands below `low`", "put `critical` first"]);
    let high = CRITICAL.replace("critical", "high");
    refused(
        &alert(&format!("{low}{high}{low}")),
        &["E0403 `low` stands below `high`", "put the lines of one level together"],
    );
}

#[test]
fn a_confirmation_comes_within_elapsed_time_and_once() {
    let confirm = "  confirm by another reading within 30 minutes";
    refused(
        &alert(&format!("{CRITICAL}{}", confirm.replace("30 minutes", "1 day"))),
        &["E0219 a confirmation comes within minutes or hours", "`within 30 minutes`"],
    );
    refused(&alert(&format!("{CRITICAL}{confirm}\n{confirm}")), &["E0402 `confirm` stands twice here"]);
    refused(&alert(&format!("{CRITICAL}  one task a day\n  one task a day")), &["E0402 `one` stands twice here"]);
}

#[test]
fn an_unknown_clause_names_those_that_there_are() {
    refused(
        &alert(&format!("{CRITICAL}  confrm by another reading within 30 minutes")),
        &["E0107 `confrm` starts no clause of an alert", "did you mean `confirm`?"],
    );
}

#[test]
fn every_broken_line_is_reported_and_columns_are_those_of_the_rows() {
    let said = all_said(&alert(
        "  critical when sistolic >= bound then task look\n  low when systolic < 90 then task look\n  low when then task look",
    ));
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].contains("did you mean `systolic`?") && said[1].contains("E0213 90 is not 90 mmHg"));
}

#[test]
fn tasks_and_roles_are_declared_ones() {
    refused(
        &alert(&CRITICAL.replace("task look", "task lok")),
        &["E0201 there is no task, order or referral `lok`", "did you mean `look`?"],
    );
    refused(
        &alert(&CRITICAL.replace("for clinician", "for clinican")),
        &["E0201 there is no role `clinican`", "did you mean `clinician`?"],
    );
    refused(
        &alert(&CRITICAL.replace("task look for clinician due today", "message hello by sms")),
        &["E0201 there is no message `hello`"],
    );
}

#[test]
fn a_line_cites_a_source_or_the_alert_does_for_all() {
    let every = "  every clinical rule cites a source\n";
    let line = CRITICAL.replace(" cite local", "");
    refused(&format!("{every}{}", alert(&line)), &["E0401 this line of the alert cites no source"]);
    let whole = alert(&line).replace("14 days", "14 days cite paper");
    assert_eq!(read(&format!("{every}{whole}")).lines[0].cite.len(), 1);
}
