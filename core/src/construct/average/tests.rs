//! What the programme's average answers: 7 days, two sessions, the first 2 in each, 3 days with 2 and 2.

use alloc::{string::String, vec::Vec};

use super::{Average, AverageReport, Need, Reject, Skip, Take};
use crate::construct::Decision;
use crate::construct::testing::{Evaluated, World};
use crate::expression::Field;
use crate::value::{Date, Number, Value};

mod change;
mod counting;
mod days;
mod feed;
mod missing;
mod points;
mod skipped;
mod stands;
mod unknown;

/// A world in which the average is changed as said.
fn with(mut world: World, change: impl FnOnce(&mut Average)) -> World {
    let mut average = world.home_average();
    change(&mut average);
    world.push(Decision::Average(average));
    world
}

fn plain(world: World) -> World {
    with(world, |_| {})
}

/// 24, 25 and 26 February, each with two morning and two evening readings of 128/78.
fn three_days() -> World {
    let mut world = World::new();
    for day in ["2026-02-24", "2026-02-25", "2026-02-26"] {
        world.full_day(day, 128, 78);
    }
    world
}

fn left_out(report: &AverageReport) -> Vec<(&str, &str)> {
    report.left_out.iter().map(|l| (l.row.as_str(), l.why.as_str())).collect()
}

fn values(report: &AverageReport) -> Vec<Option<Number>> {
    report.report.iter().map(|r| r.value).collect()
}

fn day(text: &str) -> Option<Date> {
    Some(Date::parse(text).unwrap())
}

fn missing_text(of: &Evaluated) -> Option<String> {
    match of.decided(0).outcome.field(Field::Missing) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}
