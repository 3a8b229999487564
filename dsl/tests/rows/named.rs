//! Rows by name: wherever a series is.

use stepcare_core::expression::Status;
use stepcare_core::value::Number;

use super::{NOON, bp, evaluated, holds, rows};

const FINAL: &str = "define counted = bp in last 30 days where status is final
define high_ones = counted where systolic >= 140 mmHg
";

fn series() -> String {
    let with =
        |status: &str, row: String| row.replace("\"systolic\"", &format!("\"status\": \"{status}\", \"systolic\""));
    rows(&[
        with("final", bp("2026-01-01T08:00", 190, 100)),
        with("final", bp("2026-02-27T08:00", 150, 90)),
        with("final", bp("2026-02-28T08:00", 130, 80)),
        with("preliminary", bp("2026-03-01T08:00", 180, 100)),
    ])
}

#[test]
fn names_for_rows_are_narrowed_again_left_to_right() {
    assert_eq!(holds(FINAL, "count of counted = 2 and count of high_ones = 1", &[("bp", &series())]), "yes");
    assert_eq!(holds(FINAL, "latest systolic of counted = 130 mmHg", &[("bp", &series())]), "yes");
    assert_eq!(holds(FINAL, "any high_ones newest 1 where systolic = 150 mmHg", &[("bp", &series())]), "yes");
}

#[test]
fn an_average_may_be_of_rows_by_name_and_leaves_the_others_out() {
    let average = format!("{FINAL}average mean_bp of counted {{\n  window last 90 days\n  report mean systolic\n}}\n");
    let evaluation = evaluated(&average, "mean_bp.systolic >= 140 mmHg", &[("bp", &series())], NOON);
    let report = evaluation.averages.get("mean_bp").unwrap();
    assert_eq!((report.status, report.report[0].value), (Status::Ready, Some(Number::integer(140))));
    let left: Vec<_> = report.left_out.iter().map(|l| l.why.as_str()).collect();
    assert_eq!(left, ["not_selected"; 2]);
}

#[test]
fn an_alert_may_be_on_rows_by_name() {
    let alert = format!(
        "role nurse\ntask call \"Call\"\nsource local \"Protocol\" choice\n{FINAL}alert high_bp on each counted in last 14 days {{\n  high when systolic >= 140 mmHg then task call for nurse due today cite local\n}}\n"
    );
    let evaluation = evaluated(&alert, "any counted", &[("bp", &series())], NOON);
    let rows: Vec<_> = evaluation.alerts.iter().map(|a| a.row.as_deref().unwrap_or_default()).collect();
    assert_eq!(rows, ["2026-02-27T08:00"]);
}
