//! A hand-made evaluation, and what it must read like.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crate::{
    Action, AlertReport, Ask, Assumption, AverageReport, Cause, Comparison, Component, Date, Do, Evaluation, Feed,
    Instant, LadderValue, LeftOut, Named, Number, Possible, Problem, Proposal, Reason, Report, ReportValue,
    ReportedValue, RulesetName, Shown, Side, Span, Status, TabletCount, Truth, Unit, Unknown, ValidUntil, Why, Zone,
};

use stepcare_core::value::SortedMap;

use super::page::{BOLD, PLAIN};
use super::text;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn reason(rule: &str, line: u32, comparisons: Vec<Comparison>) -> Reason {
    Reason {
        rule: rule.into(),
        span: Some(Span { file: "rulesets/remote_hypertension.care".into(), line, column: 3 }),
        cite: vec!["gordon_2021".into()],
        text: None,
        comparisons,
        rows_passed_over: 0,
    }
}

fn compared(left: (&str, &str), op: &str, right: &str, unit: &str, holds: Truth, margin: &str) -> Comparison {
    let unit = Unit::written(unit);
    let left = Side { name: Some(left.0.into()), value: Some(Shown::Number(n(left.1))), unit, ..Side::default() };
    let right = Side { value: Some(Shown::Number(n(right))), unit, ..Side::default() };
    Comparison { left, op: op.into(), right, holds, margin: Some(n(margin)) }
}

fn report(status: Status, value: Option<ReportValue>, reasons: Vec<Reason>) -> Report {
    Report { status, value, possible: vec![], ask: vec![], reasons, assumed: vec![], unknown: vec![] }
}

fn component(column: &str, limit: &str, over_by: &str) -> Component {
    let (limit, over_by) = (n(limit), Some(n(over_by)));
    Component { column: column.into(), bound: "below".into(), limit, low: None, over_by, unit: Unit::MMHG }
}

fn reported(column: &str, value: &str, shown: &str) -> ReportedValue {
    let (statistic, value, shown) = ("mean".into(), Some(n(value)), Some(n(shown)));
    ReportedValue { statistic, column: column.into(), value, shown, unit: Unit::MMHG, rows: 24 }
}

fn left_out(row: &str, why: &str, detail: Option<&str>) -> LeftOut {
    LeftOut { row: row.into(), why: why.into(), detail: detail.map(Into::into) }
}

fn goal() -> Report {
    let over = compared(("home_average.systolic", "133.75"), "<", "130", "mmHg", Truth::No, "3.75");
    let value = ReportValue::Goal(vec![component("systolic", "130", "3.75"), component("diastolic", "80", "1.5")]);
    let mut goal = report(Status::AboveGoal, Some(value), vec![reason("target/2", 112, vec![over])]);
    goal.assumed.push(Assumption { name: "language".into(), value: "en".into(), why: Why::Absent });
    goal
}

fn ladder() -> Report {
    let step = Proposal {
        step: 2,
        drug: "amlodipine".into(),
        from: Some(n("5")),
        to: n("10"),
        tablets: Some(TabletCount { count: n("1"), mg: n("10") }),
        with: vec![],
        product: None,
    };
    let value = LadderValue { path: Some("standard".into()), step: Some(step), ..LadderValue::default() };
    let held = compared(("home_average.systolic", "133.75"), "<", "100", "mmHg", Truth::No, "33.75");
    let reasons = vec![reason("ladder/standard/step_2", 31, vec![]), reason("ladder/hold_1", 33, vec![held])];
    report(Status::Step, Some(ReportValue::Ladder(value)), reasons)
}

fn average() -> AverageReport {
    AverageReport {
        status: Status::Ready,
        possible: vec![],
        report: vec![reported("systolic", "133.75", "134"), reported("diastolic", "81.5", "82")],
        first_day: Some(day("2026-02-24")),
        last_day: Some(day("2026-03-01")),
        days: 6,
        used: (0..24).map(|i| format!("r{i}")).collect(),
        left_out: vec![
            left_out("x1", "extra_in_session", None),
            left_out("x2", "rejected", Some("implausible pulse pressure")),
            left_out("x3", "extra_in_session", None),
        ],
        missing: None,
        earliest: None,
        stands_from: None,
        reasons: vec![],
        assumed: vec![],
        unknown: vec![],
    }
}

fn action(do_: Do, name: &str, role: &str, due: Option<&str>, text: &str) -> Action {
    Action {
        key: "3m7qabcdefghijklmnopqrstuvwxyz23".into(),
        key_guid: String::new(),
        content: String::new(),
        do_,
        kind: "task".into(),
        name: name.into(),
        text: text.into(),
        role: Some(role.into()),
        channel: None,
        language: None,
        due_date: due.map(day),
        due_at: None,
        because: vec![],
        note: None,
        anchor: String::new(),
        occurrence: 0,
        undecided: false,
        assumed: Vec::new(),
    }
}

fn evaluation() -> Evaluation {
    let cause =
        Cause { rule: "home_average".into(), what: "a reading leaves the window".into(), row: Some("r0".into()) };
    let feed = Feed { through: Some(at("2026-03-02T12:00:00Z")), current_until: Some(at("2026-03-03T12:00:00Z")) };
    Evaluation {
        format: 1,
        ruleset: RulesetName {
            name: "remote_hypertension".into(),
            version: "2026.1".into(),
            hash: format!("sha256:7f3c{}a91e", "0".repeat(56)),
            settings: SortedMap::new(),
            settings_hash: String::new(),
        },
        patient: "maria-lopez".into(),
        as_of: at("2026-03-02T14:00:00Z"),
        zone: "America/New_York".into(),
        zone_rules: "2026a".into(),
        key_secret: "fixed".into(),
        valid_until: Some(ValidUntil { at: at("2026-03-03T05:00:00Z"), because: cause }),
        feeds: SortedMap::from([("home_bp".into(), feed)]),
        decisions: Named(vec![
            ("eligibility".into(), report(Status::Eligible, None, vec![])),
            ("target".into(), goal()),
            ("ladder".into(), ladder()),
        ]),
        averages: Named(vec![("home_average".into(), average())]),
        alerts: vec![],
        actions: vec![
            action(Do::Create, "review_titration", "pharmacist", Some("2026-03-04"), "Decide on the proposed step"),
            action(Do::Close, "call_setup", "navigator", None, "Call about setting up the cuff"),
        ],
        waiting: vec![],
        next: vec![],
        cards: vec![],
        measures: Named(vec![]),
        undetermined: vec![],
        not_needed: vec![Unknown {
            name: "arm_circumference".into(),
            why: Why::Stale,
            since: Some(at("2026-01-15T05:00:00Z")),
        }],
        problems: vec![Problem {
            code: "care::P0031".into(),
            pointer: "/series/home_bp/rows/17/at".into(),
            found: Some("2026-03-03T11:00:00Z".into()),
            expected: "not after 2026-03-02T14:10:00Z".into(),
            help: "it is set aside".into(),
        }],
    }
}

/// As a file or a pipe gets it: without escape codes.
fn plain(evaluation: &Evaluation) -> String {
    let zone = Zone::named("America/New_York").unwrap();
    text(evaluation, &zone).replace(BOLD, "").replace(PLAIN, "")
}

#[test]
fn a_step_above_goal_reads_as_a_pharmacist_wants_it() {
    let expected = "\
maria-lopez · remote_hypertension 2026.1 (sha 7f3c…a91e) · as of Mon 2 Mar 2026 09:00, America/New_York (zone rules 2026a)

ABOVE GOAL  134/82, goal below 130/80: systolic +3.75, diastolic +1.5    target  remote_hypertension.care:112  [gordon_2021]
  home_average: mean of 24 readings on 6 days, Tue 24 Feb to Sun 1 Mar (exact 133.75/81.5)
  left out: 2 extra in a session, 1 implausible pulse pressure
ELIGIBLE    eligibility

NEXT STEP   raise amlodipine 5 mg to 10 mg a day (1 tablet of 10 mg), path standard, step 2    ladder  remote_hypertension.care:31  [gordon_2021]
  not held: home_average.systolic 133.75 mmHg < 100 mmHg: no, by 33.75 mmHg

TO DO
  create  task  review_titration  pharmacist  due Wed 4 Mar  k:3m7q…  Decide on the proposed step
  close   task  call_setup        navigator                  k:3m7q…  Call about setting up the cuff

ASSUMED     language en (not in the record)
UNKNOWN, and it does not matter now  arm_circumference (stale since Thu 15 Jan 00:00)
PROBLEMS    1: care::P0031 at /series/home_bp/rows/17/at: found 2026-03-03T11:00:00Z, expected not after 2026-03-02T14:10:00Z; it is set aside

Holds until Tue 3 Mar 2026 00:00 (home_average: a reading leaves the window, reading r0) while home_bp is heard from before Tue 3 Mar 07:00
A clinician decides. This is not a medical device.
";
    assert_eq!(plain(&evaluation()), expected);
}

/// The lines between the header and the first blank line after the verdict.
fn verdict(evaluation: &Evaluation) -> String {
    plain(evaluation).split("\n\n").nth(1).unwrap().into()
}

#[test]
fn an_undetermined_screening_leads_with_what_is_possible_and_what_to_ask() {
    let mut e = evaluation();
    let mut open = report(Status::Undetermined, None, vec![]);
    open.possible = vec![
        Possible { status: Status::Eligible, rules: vec![] },
        Possible { status: Status::Referred, rules: vec!["pregnancy".into()] },
    ];
    open.ask = vec![Ask { facts: vec!["pregnant".into()], from: Some("patient".into()), not_reduced: false }];
    let since = Some(at("2026-02-03T05:00:00Z"));
    open.unknown = vec![Unknown { name: "pregnant".into(), why: Why::Stale, since }];
    e.decisions.0[0].1 = open;
    let expected = "\
CANNOT SAY YET  eligibility: eligible, or referred (pregnancy)
  ask the patient: pregnant (stale since Tue 3 Feb 00:00)
ABOVE GOAL  134/82";
    assert!(verdict(&e).starts_with(expected), "{}", verdict(&e));
}

#[test]
fn a_set_of_facts_is_not_all_said_to_be_in_the_chart() {
    let mut e = evaluation();
    let mut open = report(Status::Undetermined, None, vec![]);
    open.possible = vec![Possible { status: Status::Eligible, rules: vec![] }];
    let facts = vec!["weight".into(), "pregnant".into()];
    open.ask = vec![Ask { facts, from: Some("chart".into()), not_reduced: false }];
    e.decisions.0[0].1 = open;
    assert!(verdict(&e).contains("\n  ask the patient or look in the chart: weight; pregnant\n"), "{}", verdict(&e));
}

#[test]
fn an_exclusion_stands_before_the_goal_with_its_reason() {
    let mut e = evaluation();
    let age = Comparison {
        left: Side { name: Some("age".into()), turns: Some(day("2027-03-01")), ..Side::default() },
        op: "<".into(),
        right: Side { value: Some(Shown::Number(n("18"))), unit: Unit::written("years"), ..Side::default() },
        holds: Truth::Yes,
        margin: None,
    };
    let lines = ReportValue::Lines { reasons: vec!["under_age".into()] };
    e.decisions.0[0].1 = report(Status::Excluded, Some(lines), vec![reason("eligibility/under_age", 60, vec![age])]);
    let text = verdict(&e);
    let mut lines = text.lines();
    let first = lines.next().unwrap();
    assert_eq!(first, "EXCLUDED    under_age    eligibility  remote_hypertension.care:60  [gordon_2021]");
    let why = lines.next().unwrap();
    assert_eq!(why, "  eligibility/under_age: age (turns on Mon 1 Mar 2027) < 18 years: yes");
}

#[test]
fn a_critical_reading_is_named_beside_an_average_at_goal() {
    let mut e = evaluation();
    e.alerts.push(AlertReport {
        alert: "out_of_bounds".into(),
        row: Some("r9".into()),
        at: Some(at("2026-02-26T12:12:00Z")),
        level: "critical".into(),
        status: "fired".into(),
        confirmation: Some("same_day_review".into()),
        reasons: vec![reason(
            "out_of_bounds/1",
            90,
            vec![compared(("systolic", "185"), ">=", "180", "mmHg", Truth::Yes, "5")],
        )],
        unknown: vec![],
    });
    let text = plain(&e);
    assert!(verdict(&e).contains("ALERT       1 reading out of bounds, see ALERTS"), "{text}");
    let line = "  out_of_bounds critical, Thu 26 Feb 07:12, reading r9, same day review: \
                systolic 185 mmHg >= 180 mmHg: yes, by 5 mmHg  [gordon_2021]";
    assert!(text.contains(line), "{text}");
}

#[test]
fn a_rounded_value_never_stands_without_the_exact_one() {
    let mut e = evaluation();
    e.averages.0[0].1.report = vec![reported("systolic", "129.999", "130"), reported("diastolic", "79", "79")];
    let components = vec![component("systolic", "130", "-0.001"), component("diastolic", "80", "-1")];
    e.decisions.0[1].1 = report(Status::AtGoal, Some(ReportValue::Goal(components)), vec![]);
    let text = verdict(&e);
    assert!(text.starts_with("AT GOAL     130/79, goal below 130/80"), "{text}");
    assert!(text.contains("(exact 129.999/79)"), "{text}");
}

#[test]
fn many_unknowns_go_on_in_the_next_line() {
    let mut e = evaluation();
    let unknown = |n: u32| Unknown { name: format!("fact_{n}"), why: Why::Absent, since: None };
    e.not_needed = (0..9).map(unknown).collect();
    let text = plain(&e);
    assert!(text.lines().filter(|line| line.contains("fact_")).all(|line| line.chars().count() <= 120), "{text}");
    assert!(text.contains("fact_1 (not in the record);\n            fact_2 (not in the record);"), "{text}");
}

#[test]
fn an_answer_that_time_alone_never_changes_says_so() {
    let mut e = evaluation();
    (e.valid_until, e.feeds) = (None, SortedMap::new());
    let end = "Holds until something new arrives\nA clinician decides. This is not a medical device.\n";
    assert!(plain(&e).ends_with(end));
}
