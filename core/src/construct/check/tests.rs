//! D-13: a window has two ends. Losartan was started on 2 February: day 7 is 9 February, day 28 is 2 March.

use alloc::{format, string::ToString, vec::Vec};

use super::*;
use crate::construct::practice::{Practice, Seen, at, result, takes};

const STARTED: &str = "2026-02-02 10:00";

fn seen(medications: &[&str], results: &[&str], as_of: &str) -> Seen {
    let list = format!(r#""medications":[{}]"#, medications.join(","));
    let of = |name: &str, unit: &str| {
        let history: Vec<_> = results.iter().map(|at| result("4.4", unit, at)).collect();
        format!(r#""{name}":[{}]"#, history.join(","))
    };
    let (potassium, creatinine) = (of("potassium", "mmol/L"), of("creatinine", "mg/dL"));
    Practice::new().seen(&[&list, &potassium, &creatinine], &[], as_of)
}

fn losartan() -> String {
    takes("m1", "losartan", "50", STARTED)
}

/// Its status, and the due dates of what it wants, as month and day.
fn stands(results: &[&str], as_of: &str) -> (Status, Vec<String>) {
    let seen = seen(&[&losartan()], results, as_of);
    let wanted = &seen.decided.get(3).unwrap().wanted;
    let due = |w: &Wanted| w.due_date.map_or("task".into(), |d| d.to_string());
    (seen.check().status, wanted.iter().map(due).collect())
}

fn value(seen: &Seen) -> &CheckValue {
    match &seen.check().value {
        Some(ReportValue::Check(value)) => value,
        _ => panic!("no window"),
    }
}

#[test]
fn before_the_window_it_is_due_and_nothing_is_ordered() {
    assert_eq!(stands(&[], "2026-02-08 23:59:59.999"), (Status::Due, Vec::new()));
}

#[test]
fn from_day_7_the_order_is_wanted_and_due_on_day_28() {
    let ordered = (Status::Due, vec!["2026-03-02".to_string()]);
    assert_eq!(stands(&[], "2026-02-09 00:00"), ordered);
    assert_eq!(stands(&[], "2026-03-02 23:59:59.999"), ordered);
}

#[test]
fn a_due_date_of_the_author_s_counts_from_the_opening_and_ends_with_the_window() {
    for (days, due) in [(7, "2026-02-16"), (40, "2026-03-02")] {
        let mut practice = Practice::new();
        if let Some(crate::construct::Decision::Check(check)) = practice.decisions.get_mut(4) {
            check.then.due = Some(crate::construct::Due::Days(days));
        }
        let list = format!(r#""medications":[{}]"#, losartan());
        let seen = practice.seen(&[&list], &[], "2026-02-12 09:00");
        let wanted = &seen.decided.get(3).unwrap().wanted;
        assert_eq!(wanted[0].due_date.map(|d| d.to_string()).as_deref(), Some(due));
    }
}

#[test]
fn after_day_28_it_is_overdue_and_a_task_stands_beside_the_order() {
    assert_eq!(stands(&[], "2026-03-03 00:00"), (Status::Overdue, vec!["2026-03-02".into(), "task".into()]));
}

#[test]
fn a_result_on_day_6_does_not_satisfy_and_one_on_day_7_or_28_does() {
    assert_eq!(stands(&["2026-02-08 23:59:59"], "2026-02-20 09:00").0, Status::Due);
    assert_eq!(stands(&["2026-02-09 00:00"], "2026-02-20 09:00"), (Status::Done, Vec::new()));
    assert_eq!(stands(&["2026-03-02 23:59:59"], "2026-03-10 09:00"), (Status::Done, Vec::new()));
}

#[test]
fn a_result_on_day_29_satisfies_and_is_late() {
    let late = seen(&[&losartan()], &["2026-03-03 00:00"], "2026-03-10 09:00");
    assert_eq!(late.check().status, Status::Done);
    assert_eq!(value(&late).late, ["potassium", "creatinine"]);
    let both = seen(&[&losartan()], &["2026-02-16 08:00", "2026-03-03 08:00"], "2026-03-10 09:00");
    assert!(value(&both).late.is_empty());
}

#[test]
fn one_result_of_two_is_not_enough() {
    let list = format!(r#""medications":[{}]"#, losartan());
    let potassium = format!(r#""potassium":{}"#, result("4.4", "mmol/L", "2026-02-16 08:00"));
    let seen = Practice::new().seen(&[&list, &potassium], &[], "2026-02-20 09:00");
    assert_eq!((seen.check().status, &value(&seen).missing), (Status::Due, &vec!["creatinine".to_string()]));
}

#[test]
fn a_newer_change_replaces_the_older_check() {
    let raised = [takes("m1", "losartan", "50", STARTED), takes("m2", "losartan", "50", "2026-02-20 10:00")];
    let seen = seen(&[&raised[0], &raised[1]], &["2026-02-16 08:00"], "2026-02-21 09:00");
    assert_eq!((value(&seen).change.as_str(), seen.check().status), ("m2", Status::Due));
    assert_eq!(value(&seen).from.to_string(), "2026-02-27");
}

#[test]
fn a_stop_or_another_class_sets_no_check() {
    let stopped = losartan().replace(r#""status""#, r#""to":"2026-02-20T15:00:00Z","status""#);
    let seen_stopped = seen(&[&stopped], &[], "2026-02-21 09:00");
    assert_eq!(value(&seen_stopped).from.to_string(), "2026-02-09");
    let amlodipine = seen(&[&takes("m1", "amlodipine", "5", STARTED)], &[], "2026-02-21 09:00");
    assert_eq!(amlodipine.check().status, Status::DoesNotApply);
}

#[test]
fn without_a_list_anything_is_possible_and_nothing_is_ordered() {
    let seen = Practice::new().seen(&[], &[], "2026-02-21 09:00");
    assert_eq!(seen.check().status, Status::Undetermined);
    assert_eq!(seen.check().possible.len(), 4);
    assert!(seen.decided.get(3).unwrap().wanted.is_empty());
}

#[test]
fn a_line_that_nobody_knows_leaves_a_done_check_open() {
    let unknown = takes("m2", "amlodipine", "5", "2026-02-20 10:00").replace("17767", "999999");
    let seen = seen(&[&losartan(), &unknown], &["2026-02-16 08:00"], "2026-02-21 09:00");
    assert_eq!(seen.check().status, Status::Undetermined);
    assert_eq!(seen.check().unknown.first().map(|u| u.name.as_str()), Some("medications"));
}

#[test]
fn a_change_to_an_unknown_dose_may_be_a_raise() {
    let unknown = takes("m2", "losartan", "50", "2026-02-20 10:00").replace(r#""dose":50,"#, "");
    let seen = seen(&[&losartan(), &unknown], &["2026-02-16 08:00"], "2026-02-21 09:00");
    let possible: Vec<Status> = seen.check().possible.iter().map(|p| p.status).collect();
    assert_eq!(possible, [Status::Due, Status::Done]);
}

#[test]
fn its_horizon_is_the_midnight_at_which_the_window_opens() {
    let seen = seen(&[&losartan()], &[], "2026-02-08 09:00");
    assert_eq!(seen.horizon.earliest().map(|(at, _)| at), Some(at("2026-02-09 00:00")));
}

#[test]
fn the_order_is_about_the_line_that_changed() {
    let seen = seen(&[&losartan()], &[], "2026-02-10 09:00");
    let order = seen.actions.iter().find(|a| a.name == "bmp").unwrap();
    assert_eq!((order.anchor.as_str(), order.because.first().map(String::as_str)), ("change:m1", Some("check_1")));
}
