//! What a person is shown: both sides of each comparison, and nothing that moves as time passes.

use super::*;
use crate::value::id::{DecisionId, SettingId, SourceId};

const NOW: &str = "2026-03-02 09:00";

#[test]
fn a_fact_against_a_limit_has_its_value_unit_time_source_and_margin() {
    let mut world = World::new();
    let unit = Unit::ucum("mmol/L").unwrap();
    world.declare("potassium", FactKind::Number { unit, low: None, high: None });
    let at = world.instant("2026-02-20 08:00");
    let entry = FactEntry { source: Some("ehr".into()), ..FactEntry::new(Number::ratio(52, 10).unwrap()) };
    world.record.fact("potassium", entry.unit("mmol/L").at(at));
    let (left, right) = (world.fact("potassium"), world.number(5));
    let high = world.push(Node::Compare { op: CompareOp::Greater, left, right, unit: Some(unit) });
    let found = world.run(NOW, |m| m.comparisons(high, None));
    let side = Side {
        name: Some("potassium".into()),
        value: Some(Shown::Number(Number::ratio(26, 5).unwrap())),
        unit: Some(unit),
        at: Some(at),
        source: Some("ehr".into()),
        ..Side::default()
    };
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].left, side);
    assert_eq!((found[0].right.name.clone(), found[0].right.at), (None, None));
    assert_eq!((found[0].op.as_str(), found[0].holds, found[0].margin), (">", Truth::Yes, Number::ratio(1, 5)));
}

#[test]
fn an_age_shows_the_day_it_turns_and_neither_age_nor_margin() {
    let mut world = World::new();
    world.declare("birth_date", FactKind::Date);
    world.give("birth_date", "1941-05-05");
    let (from, to, limit) = (world.fact("birth_date"), world.push(Node::Today), world.number(85));
    let whole = world.push(Node::Whole { unit: TimeUnit::Years, from, to });
    let age = world.push(Node::Named { name: "age".into(), of: whole });
    let old = world.compare(age, CompareOp::AtLeast, limit);
    let shown = |as_of: &str| world.run(as_of, |m| m.comparisons(old, None));
    let found = shown(NOW);
    assert_eq!(found[0].left.name.as_deref(), Some("age"));
    assert!(found[0].left.value.is_none() && found[0].margin.is_none());
    assert_eq!(found[0].left.turns, Date::parse("2026-05-05"));
    assert_eq!(shown("2026-05-04 23:59"), found, "the same up to the day it turns");
    assert_ne!(shown("2026-05-05 00:00"), found);
    let settled = shown("2026-05-05 00:00");
    assert_eq!(settled[0].left.turns, None, "it never turns again");
    assert_eq!(shown("2030-01-01 12:00"), settled);
}

#[test]
fn and_or_not_and_names_are_looked_through_in_the_order_written() {
    let mut world = World::new();
    world.declare("frail", FactKind::YesNo);
    world.give("frail", true);
    world.declare("lightheaded", FactKind::YesNo);
    let (frail, lightheaded) = (world.fact("frail"), world.fact("lightheaded"));
    let not = world.push(Node::Not(lightheaded));
    let named = world.push(Node::Named { name: "steady".into(), of: not });
    let both = world.push(Node::All(vec![named, frail]));
    let found = world.run(NOW, |m| m.comparisons(both, None));
    let names: Vec<_> = found.iter().map(|c| c.left.name.clone().unwrap()).collect();
    assert_eq!(names, ["lightheaded", "frail"]);
    assert_eq!([found[0].holds, found[1].holds], [Truth::Unknown, Truth::Yes]);
    assert_eq!(found[0].left.value, None);
    assert_eq!(found[1].left.value, Some(Shown::Text("yes".into())));
    assert_eq!((found[1].op.as_str(), &found[1].right.value), ("is", &Some(Shown::Text("yes".into()))));
}

#[test]
fn a_member_is_shown_as_it_is_spelled() {
    let mut world = World::new();
    let members = ["yes", "no", "maybe"].map(|m| world.symbol(m)).to_vec();
    world.declare("pregnant", FactKind::OneOf(members.clone()));
    world.give("pregnant", "maybe");
    let of = world.fact("pregnant");
    let asked = world.push(Node::IsOneOf { of, symbols: vec![members[0], members[2]] });
    let found = world.run(NOW, |m| m.comparisons(asked, None));
    assert_eq!(found[0].left.value, Some(Shown::Text("maybe".into())));
    assert_eq!(found[0].right.value, Some(Shown::List(vec!["yes".into(), "maybe".into()])));
}

#[test]
fn a_row_s_column_has_the_time_of_the_row_and_its_device() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 184, 82).device = Some("cuff-7".into());
    let high = world.systolic(CompareOp::AtLeast, 180);
    let row = Row { source: Source::Series(HOME_BP), index: 0, outer: None, as_given: true };
    let found = world.run(NOW, |m| m.comparisons(high, Some(&row)));
    assert_eq!(found[0].left.name.as_deref(), Some("systolic"));
    assert_eq!(found[0].left.at, Some(world.instant("2026-03-01 08:00")));
    assert_eq!(found[0].left.source.as_deref(), Some("cuff-7"));
    assert_eq!(found[0].margin, Some(Number::integer(4)));
}

#[test]
fn a_setting_has_its_name_and_its_value() {
    let mut world = World::new();
    world.bp("a", "2026-03-01 08:00", 180, 82);
    let (left, right) = (world.push(Node::Column(SYSTOLIC)), world.push(Node::Setting(SettingId(0))));
    let critical = world.push(Node::Compare { op: CompareOp::AtLeast, left, right, unit: Some(Unit::MMHG) });
    let row = Row { source: Source::Series(HOME_BP), index: 0, outer: None, as_given: true };
    let found = world.run(NOW, |m| m.comparisons(critical, Some(&row)));
    assert_eq!(found[0].right.name.as_deref(), Some("critical_systolic"));
    assert_eq!(found[0].right.value, Some(Shown::Number(Number::integer(180))));
    assert_eq!((found[0].right.unit, found[0].holds), (Some(Unit::MMHG), Truth::Yes));
}

#[test]
fn names_say_what_was_read() {
    let mut world = World::new();
    world.outcomes.push(("home_average".into(), Some(HOME_BP), Outcome::settled(Status::Insufficient)));
    let (systolic, diastolic) = (world.push(Node::Column(SYSTOLIC)), world.push(Node::Column(DIASTOLIC)));
    let pulse = world.push(Node::Arithmetic { op: ArithmeticOp::Subtract, left: systolic, right: diastolic });
    let ten = world.number(10);
    let thin = world.compare(pulse, CompareOp::Less, ten);
    let field = Field::Reported(SYSTOLIC);
    let mean = world.push(Node::OutcomeField { decision: DecisionId(0), field });
    let low = world.compare(mean, CompareOp::Less, ten);
    let count = world.of_bp(Aggregate::Count, Vec::new());
    let few = world.compare(count, CompareOp::Less, ten);
    let latest = world.of_bp(Aggregate::Latest, Vec::new());
    let last = world.compare(latest, CompareOp::Less, ten);
    world.bp("a", "2026-03-01 08:00", 128, 122);
    let row = Row { source: Source::Series(HOME_BP), index: 0, outer: None, as_given: false };
    let names = [thin, low, few, last].map(|expr| {
        let found = world.run(NOW, |m| m.comparisons(expr, Some(&row)));
        found[0].left.name.clone().unwrap()
    });
    let expected = ["systolic - diastolic", "home_average.systolic", "count of home_bp", "latest systolic of home_bp"];
    assert_eq!(names, expected);
}

#[test]
fn a_settled_average_without_a_mean_leaves_its_series_missing() {
    let mut world = World::new();
    world.outcomes.push(("home_average".into(), Some(HOME_BP), Outcome::settled(Status::Insufficient)));
    let mean = world.push(Node::OutcomeField { decision: DecisionId(0), field: Field::Reported(SYSTOLIC) });
    let hundred = world.number(100);
    let low = world.compare(mean, CompareOp::Less, hundred);
    assert_eq!(world.truth(low, NOW), Truth::Unknown);
    assert_eq!(world.run(NOW, |m| m.missing(low, None)), [Input::Series(HOME_BP)].into());
}

#[test]
fn any_and_no_and_another_decision_are_comparisons_of_their_own() {
    let mut world = World::new();
    world.outcomes.push(("target".into(), None, Outcome::settled(Status::AtGoal)));
    world.heard("2026-03-02 08:00");
    let no = world.of_bp(Aggregate::No, Vec::new());
    let is = world.push(Node::OutcomeIs { decision: DecisionId(0), statuses: vec![Status::AtGoal] });
    let both = world.push(Node::All(vec![no, is]));
    let found = world.run(NOW, |m| m.comparisons(both, None));
    assert_eq!((found[0].left.name.as_deref(), found[0].op.as_str()), (Some("home_bp"), "no"));
    assert_eq!((found[1].left.name.as_deref(), found[1].op.as_str()), (Some("target"), "is"));
    assert_eq!(found[1].left.value, Some(Shown::Text("at_goal".into())));
    assert_eq!(found[1].right.value, Some(Shown::Text("at_goal".into())));
}

#[test]
fn a_reason_stands_where_its_rule_does_and_cites_with_its_note() {
    let mut world = World::new();
    world.declare("frail", FactKind::YesNo);
    let frail = world.fact("frail");
    let cite = [Cite { source: SourceId(0), note: None }, Cite { source: SourceId(0), note: Some("P-042".into()) }];
    let reason = world.run(NOW, |m| m.reason("target/2".into(), HERE, &cite, Some("words"), &[frail, frail], None, 1));
    assert_eq!(reason.rule, "target/2");
    assert_eq!(reason.span, Some(Span { file: "test.care".into(), line: 7, column: 3 }));
    assert_eq!(reason.cite, ["gordon_2021", "gordon_2021 \"P-042\""]);
    assert_eq!(reason.text.as_deref(), Some("words"));
    assert_eq!((reason.comparisons.len(), reason.rows_passed_over), (1, 1));
}

#[test]
fn a_cause_names_the_rule_and_what_happens() {
    let mut world = World::new();
    world.declare("frail", FactKind::YesNo).valid = Some(length("30 days"));
    world.give_at("frail", true, "2026-02-20 08:00");
    let frail = world.fact("frail");
    let causes = world.run(NOW, |m| {
        m.truth(frail, None);
        m.horizon.earliest().map(|(_, causes)| causes.to_vec())
    });
    let expected = Cause { rule: "rule".into(), what: "frail goes stale".into(), row: None };
    assert_eq!(causes, Some(vec![expected]));
}
