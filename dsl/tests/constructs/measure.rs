//! `measure`.

use stepcare_core::construct::{Decision, Measure};
use stepcare_core::expression::Status;

use crate::shared::{compiled, decision, failed, refused};

const CONTROLLED: &str = "measure controlled cite local {
  split   by language, frail
  counts  when own_limit < 140 mmHg
  excused when symptoms has breathless
  among   age >= 18 years
  except  when potassium > 6 mmol/L
  except  when creatinine > 5 mg/dL
}
";

fn read(text: &str, name: &str) -> Measure {
    match decision(&compiled(text), name) {
        Decision::Measure(measure) => measure.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn lines_are_scanned_in_one_order_whatever_their_order_in_the_text() {
    use Status::{Counted, Excepted, Excused, NotAmong, Uncounted};
    let measure = read(CONTROLLED, "controlled");
    let statuses: Vec<Status> = measure.lines.iter().map(|l| l.status).collect();
    assert_eq!(statuses, [NotAmong, Excepted, Excepted, Counted, Excused]);
    assert_eq!((measure.otherwise, measure.split.len()), (Uncounted, 2));
}

#[test]
fn a_patient_is_counted_or_not_by_what_is_known() {
    let all = "given symptoms are none\n given potassium is 4 mmol/L\n given creatinine is 1 mg/dL";
    let of = |age: &str, mmhg: &str| format!("{all}\n given age is {age} years\n given own_limit is {mmhg} mmHg");
    let (child, below, at) = (of("17", "139"), of("18", "139"), of("18", "140"));
    let ill = below.replace("potassium is 4", "potassium is 6.1");
    let excused = at.replace("symptoms are none", "symptoms are breathless");
    let found = failed(
        CONTROLLED,
        &[
            (&child, "expect controlled is not among"),
            (&below, "expect controlled is counted"),
            (&at, "expect controlled is uncounted\n expect controlled is not counted"),
            (&ill, "expect controlled is excepted\n expect controlled is not counted"),
            (&excused, "expect controlled is excused"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn without_a_reading_nobody_is_not_controlled() {
    let given =
        "given symptoms are none\n given potassium is 4 mmol/L\n given creatinine is 1 mg/dL\n given age is 50 years";
    let found = failed(CONTROLLED, &[(given, "expect controlled is undetermined\n expect ask own_limit")]);
    assert_eq!(found, [""; 0]);
    // A line of `except` that is unknown may leave the patient out.
    let open =
        "given age is 50 years\n given own_limit is 120 mmHg\n given symptoms are none\n given creatinine is 1 mg/dL";
    assert_eq!(failed(CONTROLLED, &[(open, "expect controlled is undetermined\n expect ask potassium")]), [""; 0]);
}

#[test]
fn lines_of_among_are_or() {
    let text = "measure m {\n  among frail\n  among age >= 80 years\n}\n";
    let found = failed(
        text,
        &[
            ("given frail is no\n given age is 80 years", "expect m is counted"),
            ("given frail is yes\n given age is 79 years", "expect m is counted"),
            ("given frail is no\n given age is 79 years", "expect m is not among"),
            ("given frail is no", "expect m is undetermined"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_value_is_a_number_and_one_that_is_unknown_is_undetermined() {
    let text = "measure readings {\n  among frail\n  value count days of home_bp in last 30 days\n}\n";
    let rows = "given frail is yes\n given home_bp is 120/80 at 2026-03-01T08:00, 121/80 at 2026-02-27T08:00";
    let found = failed(
        text,
        &[
            (rows, "expect readings is 2\n expect readings is counted"),
            ("given frail is yes\n given no home_bp", "expect readings is 0"),
            ("given frail is yes", "expect readings is undetermined\n expect ask home_bp"),
            ("given frail is no", "expect readings is not among"),
        ],
    );
    assert_eq!(found, [""; 0]);
    refused("measure m {\n  value frail\n}\n", &["E0212 a measure reports a number", "this is a condition"]);
}

#[test]
fn rows_are_counted_for_each() {
    let text = "measure high for each home_bp {\n  among method is cuff\n  counts when systolic >= 130 mmHg\n}\n";
    let measure = read(text, "high");
    assert_eq!(measure.rows.iter().map(|(status, _)| *status).collect::<Vec<_>>(), {
        [Status::NotAmong, Status::Counted, Status::Uncounted]
    });
    refused(
        "measure m for each age_group {\n  counts when frail\n}\n",
        &["E0201 there is no series or fact `age_group`"],
    );
    refused("measure m for each call {\n  counts when frail\n}\n", &["E0108 the events of a task or message"]);
    // Rows by name, with a column of their own, and a window around the row at hand.
    let text = "define seen = home_bp in last 30 days where systolic is known\n\
                define high for each home_bp = systolic >= 130 mmHg\n\
                measure twice for each seen {\n  among high\n  \
                counts when any home_bp within 48 hours before it where high\n}\n";
    let rows = "given home_bp is 129/80 at 2026-02-27T08:00, 130/80 at 2026-02-28T08:00, 140/80 at 2026-03-01T08:00";
    assert_eq!(failed(text, &[(rows, "expect twice is counted")]), [""; 0]);
    assert_eq!(failed(text, &[("given nothing", "expect twice is undetermined\n expect ask home_bp")]), [""; 0]);
    let value = "measure m for each home_bp {\n  counts when systolic >= 130 mmHg\n  split by language\n}\n";
    refused(value, &["E0305 a measure of rows counts them", "without `for each`"]);
}

#[test]
fn a_measure_counts_somebody() {
    refused("measure m {\n  split by language\n}\n", &["E0304 this measure counts nobody"]);
    refused("measure m {\n  among frail\n  excused when frail\n}\n", &["E0305 nobody is excused"]);
    refused("measure m {\n  among when frail\n}\n", &["E0101 `when` cannot stand here in a `measure` clause"]);
    refused("measure m {\n  counts frail\n}\n", &["E0101", "expected `when`"]);
}
