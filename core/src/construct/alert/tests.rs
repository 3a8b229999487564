//! Bounds on each reading: critical at 180 or 120, low under 90; within 14 days; a second reading within 30 minutes.

use alloc::{string::String, vec::Vec};

use super::{Alert, AlertReport, Confirm, Line};
use crate::construct::testing::{DIASTOLIC, Evaluated, HERE, SYSTOLIC, World, task};
use crate::construct::{Decision, Said, Then, Wanted};
use crate::expression::{CompareOp, Node, Source, Status};
use crate::value::Duration;
use crate::value::id::ExprId;

mod confirming;
mod joining;
mod rows;

/// The alert of the programme, with the task 0 in each line.
fn alert(world: &mut World) -> Alert {
    let systolic = world.column(SYSTOLIC, CompareOp::AtLeast, 180);
    let diastolic = world.column(DIASTOLIC, CompareOp::AtLeast, 120);
    let critical = world.program.push(Node::Any(alloc::vec![systolic, diastolic]));
    let low = world.column(SYSTOLIC, CompareOp::Less, 90);
    Alert {
        name: "out_of_bounds".into(),
        on: Source::Series(crate::construct::testing::HOME_BP),
        horizon: Duration::parse("14 days").unwrap(),
        lines: alloc::vec![line("critical", critical, task(0)), line("low", low, task(0))],
        confirm: None,
        one_task_a_day: false,
        at: HERE,
    }
}

fn line(level: &str, when: ExprId, then: Then) -> Line {
    Line { level: level.into(), when, then, cite: Vec::new(), at: HERE }
}

fn with(mut world: World, change: impl FnOnce(&mut World, &mut Alert)) -> World {
    let mut alert = alert(&mut world);
    change(&mut world, &mut alert);
    world.push(Decision::Alert(alert));
    world
}

fn plain(world: World) -> World {
    with(world, |_, _| {})
}

/// `confirm by another reading within 30 minutes`.
fn confirmed(world: World) -> World {
    with(world, |_, a| a.confirm = Some(Confirm { within: Duration::parse("30 minutes").unwrap(), unless: None }))
}

fn reports(of: &Evaluated) -> &[AlertReport] {
    match &of.decided(0).said {
        Said::Alert(reports) => reports,
        other => panic!("no alert: {other:?}"),
    }
}

/// Row, level, status.
fn said(of: &Evaluated) -> Vec<(&str, &str, &str)> {
    reports(of).iter().map(|r| (r.row.as_deref().unwrap_or(""), r.level.as_str(), r.status.as_str())).collect()
}

fn status(of: &Evaluated) -> Status {
    of.decided(0).outcome.status()
}

fn wanted(of: &Evaluated) -> &[Wanted] {
    &of.decided(0).wanted
}

/// Anchor and note.
fn tasks(of: &Evaluated) -> Vec<(&str, &str)> {
    wanted(of).iter().map(|w| (w.anchor.as_str(), w.note.as_deref().unwrap())).collect()
}

fn one(systolic: i64, diastolic: i64) -> Evaluated {
    let mut world = World::new();
    world.bp("r", "2026-03-02 08:00", systolic, diastolic);
    plain(world).evaluate("2026-03-02 09:00")
}

fn names(rules: &[String]) -> Vec<&str> {
    rules.iter().map(String::as_str).collect()
}
